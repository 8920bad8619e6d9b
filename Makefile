# Jianyan's tasks. `make` lists them. Each installs what it needs, once; nothing that is in place is fetched again.
SHELL := /bin/bash
PYTHON ?= python3
export PYTHON
export PIP_DISABLE_PIP_VERSION_CHECK := 1

BIN := .venv/bin
ONCE := scripts/once
PIP := $(BIN)/pip install --quiet

.DEFAULT_GOAL := help
.PHONY: help demo test lint format clauses bench messages lock clean venv base dev assets catalogues

help: ## list the tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: base assets catalogues ## install, build, load the demo zone and serve it on 127.0.0.1:8000
	@$(BIN)/jianyan demo --serve

test: dev assets catalogues ## install what tests need and run every check and test, on SQLite and PostgreSQL
	@scripts/test $(ARGS)

lint: dev ## run the checks that need no database
	@scripts/lint

format: dev ## put the code in the one format, and mend what ruff can mend
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

clauses: base ## show which clauses of the founding text are shown by which tests
	@$(BIN)/python scripts/clauses.py

bench: base assets catalogues ## measure pages and acts with many leads (ARGS="--leads 10000 --db sqlite")
	@$(BIN)/python -m bench $(ARGS)

messages: dev ## gather the strings to translate into the catalogues (needs gettext), and compile them
	@scripts/make-messages

lock: venv ## choose the versions anew and write requirements/*.txt and package-lock.json
	@scripts/lock

clean: ## remove what was built; the demo's data in var/ stays
	@rm -rf .venv node_modules build dist *.egg-info jianyan/ui/static/ui
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -prune -exec rm -rf {} + ; find jianyan -name '*.mo' -delete

# ------------------------------------------------------------------------------------------------------------ the parts

venv:
	@scripts/make-venv

base: venv
	@$(ONCE) base "Installing the Python packages of the product" requirements/base.txt \
	  -- $(PIP) --require-hashes -r requirements/base.txt
	@$(ONCE) project "Installing the project itself" --made $(BIN)/jianyan pyproject.toml requirements/base.in \
	  -- $(PIP) --no-deps --no-build-isolation --no-index --editable .

dev: base
	@$(ONCE) dev "Installing the Python packages of the tests" requirements/dev.txt \
	  -- $(PIP) --require-hashes -r requirements/dev.txt

assets: venv
	@$(ONCE) node "Installing the style sheet and the icons (npm)" --made node_modules/esbuild package.json package-lock.json .npmrc \
	  -- scripts/with-node npm ci
	@$(ONCE) assets "Building style sheet, script and icons" --made jianyan/ui/static/ui package-lock.json scripts/build-assets.mjs jianyan/ui/assets \
	  -- scripts/with-node npm run build

catalogues: base
	@$(ONCE) catalogues "Compiling the translations" scripts/compile_messages.py $(wildcard jianyan/locale) \
	  -- $(BIN)/python scripts/compile_messages.py
