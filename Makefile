# What a person types. `make run` needs git, make and python3-venv; everything else is set up here.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test check unit bench bench-reports bench-budgeting bench-box soak screens lock erase clean setup-test

python := .venv/bin/python
# Hundreds of processes of ours begin in the tests: what is compiled once is kept, whatever the shell says.
unexport PYTHONDONTWRITEBYTECODE
# BROWSER=no leaves out the tests that need Chromium.
selection := not soak$(if $(filter no,$(BROWSER)), and not browser)

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

run: ## set everything up and open the demo town (HOST, PORT, VECHE_STATE)
	@requirements/install run && exec $(python) -m veche.config.cli run --with-parent

test: setup-test check unit ## everything that CI runs

setup-test:
	@requirements/install test
	@BROWSER=$(BROWSER) tests/install-browser
	@$(python) frontend/build.py --check

# The walls first: nothing else matters while one is down.
check: ## walls, house rules, style, types, templates
	@requirements/install test
	.venv/bin/lint-imports
	@# Each of the two keeps one core busy for as long as the other. Last in the first of them: what
	@# the tests of `make unit` begin with.
	(.venv/bin/mypy && .venv/bin/ruff check . && .venv/bin/ruff format --check . \
	  && .venv/bin/djlint veche --lint --quiet && $(python) -m tests.template) & \
	types=$$!; trap "kill $$types 2>/dev/null || :" EXIT; \
	$(python) -m pytest tests/house -m "$(selection)" --quiet; wait $$types

unit:
	$(python) -m pytest --ignore tests/house --ignore tests/journeys -m "$(selection)" \
		--numprocesses auto --maxprocesses 4 --dist loadgroup --quiet --durations 25 --durations-min 5
	@# Apart: a browser leaves a running loop and threads behind, and others fork.
	$(if $(filter no,$(BROWSER)),,$(python) -m pytest tests/journeys -m "$(selection)" \
		--numprocesses auto --maxprocesses 4 --dist loadgroup --quiet)

bench: ## measure; one JSON object a line (NAMES="web.home web.poll")
	@requirements/install test
	@$(python) -m tools.bench $(NAMES)

bench-reports: ## measure a million reports (REPORTS=50000 for fewer)
	@requirements/install test
	@$(python) -m tools.bench reports.map reports.list reports.worklist reports.duplicates \
	  reports.open311 reports.match reports.accept notifications.fanout_100k

bench-budgeting: ## measure the count of participatory budgeting, a budget of a million rows (VECHE_REAL_DATA)
	@requirements/install test
	@$(python) -m tools.bench budgeting.equal_shares budgeting.equal_shares_add1 \
	  budgeting.explain budgeting.growth transparency.import_1e6 transparency.view

bench-box: ## measure the ballot box (SECONDS=10 for shorter, RECOUNT=100000 for a smaller recount)
	@requirements/install test
	@$(python) -m tools.bench box.pgbench box.open box.issue box.secret_cast box.seal \
	  box.recount_1e6 box.growth box.result_under_load

soak: ## long random tests; SEED=N repeats a run
	@requirements/install test
	@seed=$${SEED:-$$RANDOM$$RANDOM}; echo "seed $$seed (repeat: make soak SEED=$$seed)"; \
	$(python) -m pytest -m soak --hypothesis-seed=$$seed --timeout 0 -v

screens: ## pictures of the public pages of a running town, wide and narrow (PORT)
	@requirements/install test
	@tests/install-browser
	@$(python) -m tools.screenshots http://localhost:$${PORT:-8000}

lock: ## write requirements/*.txt anew (UPGRADE=--upgrade for newer versions)
	@requirements/install test
	@requirements/lock $(UPGRADE)

erase: ## remove the town's data for good: var/ (VECHE_STATE) and the database
	@requirements/install run && $(python) -m veche.config.cli erase --yes

clean: ## remove everything made here except the town's data (make erase)
	rm -rf .venv build dist frontend/node_modules frontend/build veche/portal/static/dist
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
