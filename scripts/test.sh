#!/bin/sh
# Everything that must hold, cheapest first; the first failure ends it.
set -eu
step() { printf '\n== %s\n' "$*"; }
bin=.venv/bin

step "style, types, layers"
$bin/ruff check server tests scripts
$bin/ruff format --check server tests scripts
$bin/mypy
$bin/lint-imports --no-cache
npm run --silent check --workspaces --if-present
npm run --silent lint --workspaces --if-present

step "generated files are what their authors say"
before=$(git hash-object shared/openapi.json extension/src/generated/* 2>/dev/null || true)
sh scripts/generate.sh
[ "$before" = "$(git hash-object shared/openapi.json extension/src/generated/*)" ] || {
  echo "generated files were out of date: commit what 'make generate' wrote" >&2; exit 1; }

step "extension and sample pages"
npm run --silent build --workspaces --if-present
npm run --silent test --workspaces --if-present

step "server, contract, browser"
rm -f .coverage .coverage.*
$bin/coverage run -m pytest -n 2 --dist loadgroup
$bin/coverage combine --quiet
$bin/coverage report --skip-covered --skip-empty
