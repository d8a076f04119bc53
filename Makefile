# make help lists the targets.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV_PYTHON := .venv/bin/python
PREPARE := $(PYTHON) scripts/prepare.py

.DEFAULT_GOAL := help
.PHONY: help runtimes types run test check lint types tests web-test browser demo fuzz clean bench conformance manifest chaos

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

run: ## set everything up and serve (PORT=8000, DATABASE_URL=postgresql://…)
	@echo "Preparing"
	@$(PREPARE)
	@$(VENV_PYTHON) scripts/serve.py

test: ## everything: checks, unit, database, scenario, front end, browser
	@echo "Preparing"
	@$(PREPARE) --dev --browser --web-packages
	@$(MAKE) --no-print-directory check
	@$(MAKE) --no-print-directory web-test
	@$(MAKE) --no-print-directory tests

tests: ## the Python tests only (browser included)
	@$(VENV_PYTHON) -m pytest -q -n 2 --dist loadfile

check: ## lint, types, import contracts, architecture, migrations, OpenAPI and its TypeScript
	@$(PREPARE) --dev --no-web --web-packages
	@$(VENV_PYTHON) scripts/check.py

web-test:
	@cd web && npm run --silent test

demo: ## more demo cases, played through the running system's API; SIZE=small, medium or full: a whole company into the stopped one
	@$(if $(SIZE),$(VENV_PYTHON) manage.py bring_up && DEMO=1 $(VENV_PYTHON) manage.py demo --size $(SIZE),$(VENV_PYTHON) manage.py demo)

conformance: ## the DMN kit, per level and feature
	@$(VENV_PYTHON) -m tests.dmn.conformance

runtimes: ## why the kernel is the default: each reason, reproduced with stock SpiffWorkflow
	@$(PREPARE) --dev --no-web
	@$(VENV_PYTHON) -m tests.runtimes

bench: ## speed and memory, beside a limit measured in the same run
	@$(PREPARE) --dev --no-web
	@$(VENV_PYTHON) -m bench

chaos: ## kill, stop, crash, cut, fill and skew the system under load, then judge: SECONDS=600 SEED=7
	@$(PREPARE) --dev --no-web
	@$(VENV_PYTHON) -m tests.chaos --seconds $(or $(SECONDS),600) $(if $(SEED),--seed $(SEED)) --report var/chaos.json

fuzz: ## every operation of the API asked by two people of different branches: EXAMPLES=100 SEED=7
	@$(PREPARE) --dev --no-web
	@FUZZ_EXAMPLES=$(or $(EXAMPLES),100) FUZZ_SEED=$(or $(SEED),0) $(VENV_PYTHON) -m pytest -q tests/api/test_every_answer.py

manifest: ## write the released triggers, functions and grants anew (after such a migration)
	@$(VENV_PYTHON) scripts/manifest.py

clean: ## forget everything that was made: packages, database, builds
	rm -rf .venv var web/node_modules web/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

types: ## write the OpenAPI schema and its TypeScript anew
	@$(VENV_PYTHON) manage.py spectacular --urlconf api.documented_urls --file api/schema.yml
	@cd web && npm run --silent types
