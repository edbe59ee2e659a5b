# Every target but up and down runs without docker. CI calls these and nothing else.

API := dataset_processor_api
VENV := $(API)/.venv
# The oldest Python that will do is 3.11.
PYTHON ?= $(shell for candidate in python3 python3.14 python3.13 python3.12 python3.11; do \
	if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	then command -v $$candidate; break; fi; done)
STACK := $(VENV)/bin/python -m local_stack
# `make stop ONLY=rabbitmq` stops one part on purpose, `make start ONLY=rabbitmq` starts it again.
ONLY ?=

.DEFAULT_GOAL := help
.PHONY: help demo run start stop status logs reset test test-slow test-thorough fuzz check openapi bench bench-page lock up down runtime tools
.NOTPARALLEL:

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))
	@echo
	@echo "  ONLY=a,b        start, stop: these parts and no others"
	@echo "  WEB_PORT (5173), API_PORT (8000), POSTGRES_PORT (15432), RABBITMQ_PORT (15673), S3_PORT (19000): 0 picks a free port"
	@echo "  Any other setting of .env.example is passed on to the processes."

demo: runtime ## Start everything, process the sample dataset, print its summary, stop
	@$(STACK) demo

run: runtime ## The same, then stay up; Ctrl-C stops everything
	@$(STACK) run

start: runtime ## Start everything in the background, or start again what has died
	@$(STACK) start $(ONLY)

stop: ## Stop everything that `start` or `run` has started
	@if [ -x $(VENV)/bin/python ]; then exec $(STACK) stop $(ONLY); else echo "nothing was running"; fi

status: ## One line for each process; fails unless all run and are ready
	@if [ -x $(VENV)/bin/python ]; then exec $(STACK) status; else echo "nothing is running"; exit 1; fi

logs: runtime ## Follow all logs
	@$(STACK) logs

reset: runtime ## Stop everything and delete its data and logs
	@$(STACK) reset

test: tools ## All tests but the slow ones
	@$(STACK) install
	@$(VENV)/bin/python -m local_stack.suites

test-slow: tools ## The tests that take minutes
	@$(STACK) install
	@$(VENV)/bin/python -m local_stack.suites api -m slow

PROPERTIES := cd $(API) && .venv/bin/python -m pytest -q tests/processing/test_engine.py --timeout=14400
test-thorough: tools ## Engine and reference on 10,000 files for each property, the same ones, then others (an hour or two)
	@$(PROPERTIES) --hypothesis-profile=thorough-fixed
	@$(PROPERTIES) --hypothesis-profile=thorough

SECONDS ?= 600
FUZZ := .local/fuzz
fuzz: ## Look for files on which engine and reference differ, for SECONDS (600)
	@$(if $(PYTHON),,$(error Python 3.11 or newer is needed; name one with PYTHON=/path/to/python3))
	@mkdir -p $(FUZZ)/corpus $(FUZZ)/found
	@$(PYTHON) -P $(API)/src/local_stack/virtualenv.py --into $(FUZZ)/venv fuzz
	@cd $(API) && PYTHONPATH=src:. ../$(FUZZ)/venv/bin/python tests/fuzz/fuzz_engine.py ../$(FUZZ)/corpus \
		-dict=tests/fuzz/tokens.dict -artifact_prefix=../$(FUZZ)/found/ -max_len=400 -max_total_time=$(SECONDS)

check: tools ## Lint, formatting, types, import contracts, house rules, drift of schemas and API, size of the page
	@cd $(API) && .venv/bin/ruff check
	@cd $(API) && .venv/bin/ruff format --check
	@cd $(API) && .venv/bin/mypy
	@cd $(API) && .venv/bin/lint-imports
	@$(STACK) install
	@cd $(API) && .venv/bin/python -m pytest -q tests/architecture tests/db/test_migrations.py
	@$(VENV)/bin/python -m local_stack.web_client run check

openapi: tools ## Write the API's description and its types into the web client
	@$(VENV)/bin/dataset-processor openapi >dataset_processor_web/openapi.json
	@$(VENV)/bin/python -m local_stack.web_client run generate-api

bench: tools ## Measure the engine beside its peers; BENCH="--size 1GB --only mixed" passes arguments
	@$(PYTHON) -P $(API)/src/local_stack/virtualenv.py --into .local/bench-venv bench
	@cd $(API) && .venv/bin/python -m benchmarks $(BENCH)

bench-page: tools ## Write docs/benchmarks.md from the newest results of `make bench`
	@cd $(API) && .venv/bin/python -m benchmarks.page

COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header
lock: tools ## Pin what requirements/*.in ask for; the pins in use stay where they still fit
	cd $(API)/requirements && ../$(COMPILE) base.in -o base.txt
	cd $(API)/requirements && ../$(COMPILE) --no-emit-package pandas --no-emit-package numpy dev.in -o dev.txt
	cd $(API)/requirements && ../$(COMPILE) local.in -o local.txt
	cd $(API)/requirements && ../$(COMPILE) bench.in -o bench.txt
	cd $(API)/requirements && ../$(COMPILE) fuzz.in -o fuzz.txt
	cd $(API)/requirements && ../$(COMPILE) node.in -o node.txt

up: ## Everything in docker compose
	docker compose up --build --detach --wait

down: ## Stop docker compose; volumes stay
	docker compose down

runtime: # what is needed to run
	@$(if $(PYTHON),,$(error Python 3.11 or newer is needed; name one with PYTHON=/path/to/python3))
	@$(PYTHON) -P $(API)/src/local_stack/virtualenv.py base local

tools: # what is needed to test
	@$(if $(PYTHON),,$(error Python 3.11 or newer is needed; name one with PYTHON=/path/to/python3))
	@$(PYTHON) -P $(API)/src/local_stack/virtualenv.py base local dev
