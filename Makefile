# Everything here is set up by itself in .venv, from the lock files.
# `make` alone lists the targets.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SITE_READY := $(VENV)/.site-ready
DEV_READY := $(VENV)/.dev-ready
BROWSER_READY := $(VENV)/.browser-ready

.DEFAULT_GOAL := help
# What a council's repository has as well, which `local-offer init` makes: reports, and what workflows do with git.
include generator/editing/starter/upkeep.mk
.PHONY: help setup site serve test check format accessibility bench bench-links bench-reports bench-search lighthouse lock schemas screenshots clean

help: ## List the targets.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

setup: $(SITE_READY) ## Set up the program in .venv and nothing else.

site: $(SITE_READY) ## Build the demonstration site into site/.
	$(BIN)/local-offer build

serve: $(SITE_READY) ## Serve the site here, built again after every change.
	$(BIN)/local-offer serve

test: $(DEV_READY) $(BROWSER_READY) ## Run every test.
	$(BIN)/python -m pytest -n auto

check: $(DEV_READY) ## Formatting, lint, types, and the demonstration content.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/local-offer check

format: $(DEV_READY) ## Put the formatting right.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

accessibility: $(DEV_READY) $(BROWSER_READY) ## Test every kind of page; writes the results for the statement.
	ACCESSIBILITY_RESULTS=theme $(BIN)/python -m pytest -n auto tests/site/test_browser_accessibility.py

bench: $(DEV_READY) ## Measure the build against Hugo; writes docs/benchmarks.md.
	$(BIN)/python -m benchmarks.run

screenshots: $(DEV_READY) $(BROWSER_READY) site ## Take the pictures of docs/screenshots again.
	$(BIN)/python -m tests.site.screenshots

bench-search: $(DEV_READY) $(BROWSER_READY) ## Measure search on a slow phone; writes docs/search-benchmark.md.
	$(BIN)/python -m benchmarks.search

bench-reports: $(DEV_READY) ## Measure the reports on a long history; writes docs/reports-benchmark.md.
	$(BIN)/python -m benchmarks.reports

bench-links: $(DEV_READY) ## Measure the testing of 10,000 links beside LinkChecker; writes docs/links-benchmark.md.
	$(BIN)/python -m benchmarks.links

lighthouse: $(DEV_READY) $(BROWSER_READY) ## Score the site on a phone (needs Lighthouse 12); writes docs/lighthouse.md.
	$(BIN)/python -m benchmarks.lighthouse

schemas: $(SITE_READY) ## Write the JSON Schemas that editors use, and the reference of entries.
	$(BIN)/local-offer schema
	$(BIN)/local-offer schema --reference docs/entries.md
	$(BIN)/local-offer schema --requirements docs/requirements.md

lock: $(DEV_READY) ## Renew the lock files from pyproject.toml.
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-emit-index-url --custom-compile-command "make lock" pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-emit-index-url --custom-compile-command "make lock" --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean: ## Remove the environment, the site and the caches.
	rm -rf $(VENV) site .cache .mypy_cache .ruff_cache .pytest_cache build *.egg-info

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed. Say which one: make PYTHON=python3.12 site"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python cannot make a virtual environment. On Debian or Ubuntu: apt install python3-venv"; exit 1; }

$(SITE_READY): $(BIN)/python requirements.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV_READY): $(SITE_READY) requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(BROWSER_READY): tests/install-tools.sh
	@sh tests/install-tools.sh
	@touch $@
