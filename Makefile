# Everything here is set up by itself in .venv, from the lock files.
# `make` alone lists the targets.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SITE_READY := $(VENV)/.site-ready
DEV_READY := $(VENV)/.dev-ready
BROWSER_READY := $(VENV)/.browser-ready

.DEFAULT_GOAL := help
.PHONY: help setup reports save-history propose-confirmation answer-issue site serve test check format accessibility bench bench-links bench-reports bench-search lighthouse lock schemas screenshots clean

help: ## List the targets.
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

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
	ACCESSIBILITY_RESULTS=theme $(BIN)/python -m pytest tests/site/test_browser_accessibility.py

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

REPORTS := coverage freshness gaps links schools
reports: $(SITE_READY) ## Write every report into reports/, as a page and as a workbook.
	mkdir -p reports
	for kind in $(REPORTS); do for form in html xlsx; do \
	  $(BIN)/local-offer report $$kind --format $$form --to reports/$$kind.$$form || exit 1; done; done

# What workflows do with git and GitHub. They can be run here as well, by whoever is logged in to gh.
BOT := -c user.name="Local Offer upkeep" -c user.email="upkeep@users.noreply.github.com"
PUSH := git -c credential.helper= -c credential.helper='!gh auth git-credential' push

save-history: ## Commit and send what the tests of links found (the weekly run does it).
	git add --force .local-offer/links.json
	git diff --cached --quiet || git $(BOT) commit --quiet --message "Keep what this week's test of the links found"
	$(PUSH) origin HEAD

propose-confirmation: ## Send a confirmation as a pull request: ISSUE=12 make propose-confirmation.
	test -n "$$ISSUE" && test -z "$$(printf %s "$$ISSUE" | tr -d 0-9)"
	git add content
	git diff --cached --quiet || { git switch --quiet --force-create "still-right-$$ISSUE" && \
	  git $(BOT) commit --quiet --message "Confirm an entry that is still right (#$$ISSUE)" && \
	  $(PUSH) --force origin "still-right-$$ISSUE" && \
	  { gh pr view "still-right-$$ISSUE" --json state --jq .state 2>/dev/null | grep -q OPEN || \
	    gh pr create --head "still-right-$$ISSUE" --title "Still right (#$$ISSUE)" --body "Closes #$$ISSUE."; }; }

answer-issue: ## Answer an issue with answer.md: ISSUE=12 make answer-issue.
	test -n "$$ISSUE" && test -z "$$(printf %s "$$ISSUE" | tr -d 0-9)"
	test ! -s answer.md || gh issue comment "$$ISSUE" --body-file answer.md

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
