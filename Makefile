# `make help` lists what there is. A bare clone needs python3 (3.11 or newer), make and git.

PYTHON3 ?= python3
PORT ?= 8000
SEED ?= 1
EVENTS ?= 300
JOBS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1) # a journey waits more than it works
PYTHON := .venv/bin/python
STACK := $(PYTHON) -m portal.stack
OURS := portal roles candidates integrations
FURTHER := tests/journeys/further

export PORT
unexport PYTHONDONTWRITEBYTECODE # a process that finds its modules compiled starts in half the time

.DEFAULT_GOAL := help
.PHONY: help setup demo run worker test everybody e2e kills screenshots faults bench prove lint types lock browser ci clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.installed ## install the locked packages into .venv

.venv/.installed: requirements/dev.txt requirements/uv.txt
	@$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed. Name it: make setup PYTHON3=python3.12")'
	@test -x $(PYTHON) || $(PYTHON3) -m venv --clear .venv
	@echo "Installing the locked packages into .venv …"
	@test -x .venv/bin/uv || $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/uv.txt
	@.venv/bin/uv pip sync --quiet --compile-bytecode --python $(PYTHON) --require-hashes requirements/dev.txt
	@touch $@

demo: setup ## the whole product with its demo world and an ATS sandbox; Ctrl-C ends it (PORT=8000)
	@$(STACK) run --demo

run: setup ## web and worker on your own data (PORT=8000)
	@$(STACK) run

worker: setup ## the worker and its watchdog alone
	@$(STACK) worker

test: setup browser ## the tests, with the journeys of the main loop, in parallel
	@SANDBOX=1 $(STACK) exec -- .venv/bin/pytest -n $(JOBS) --dist loadgroup --ignore=tests/faults --ignore=$(FURTHER)

everybody: setup ## every address, asked by everybody; make test lets many ask by turns
	@EVERYBODY=1 SANDBOX=1 $(STACK) exec -- .venv/bin/pytest tests/test_addresses.py

e2e: setup browser ## further journeys, and every page by axe in both themes and three widths
	@SANDBOX=1 $(STACK) exec -- .venv/bin/pytest -n 2 --dist loadgroup $(FURTHER)

kills: setup ## each process of the whole stack killed, idle and busy, and an event a second later
	@$(STACK) exec -- .venv/bin/pytest tests/faults/test_killed_processes.py

screenshots: setup browser ## the pictures of the docs, as the demo shows the pages
	@SCREENSHOTS=1 SANDBOX=1 $(STACK) exec -- .venv/bin/pytest $(FURTHER) -k picture

faults: setup ## a fault run: SEED=1 EVENTS=300, other seeds and sizes as you like
	@$(STACK) exec -- $(PYTHON) -m tests.faults $(SEED) --events $(EVENTS)

bench: setup ## webhook ingest and the Active funnel, each as a ratio to a floor of the same run
	@$(STACK) exec -- $(PYTHON) -m bench

prove: setup everybody kills ## what docs/promises.md says, at full size: also five fault runs, and bench
	@LEASE_SECONDS=60 $(STACK) exec -- $(PYTHON) -m tests.faults 1 2 3 4 5 --events 2000
	@$(MAKE) bench

lint: setup ## style of code and templates, and migrations that are missing
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@find templates -name '*.html' -print0 | xargs -0 .venv/bin/djade --check
	@SANDBOX=1 $(STACK) exec -- $(PYTHON) manage.py makemigrations --check --dry-run

types: setup ## types of our packages
	@SANDBOX=1 .venv/bin/mypy $(OURS)

lock: setup ## compile requirements/ anew from pyproject.toml
	@.ci/lock

browser: ## find a browser for the journeys; as root on Debian install one if there is none
	@.ci/browser

ci: lint types test everybody e2e kills ## what must be green before a change lands

clean: ## remove what was installed and what the stack has kept
	@test ! -x $(PYTHON) || $(STACK) clean
	@rm -rf .venv .local .mypy_cache .pytest_cache .ruff_cache .hypothesis docs/_build
