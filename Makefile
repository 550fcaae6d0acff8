# `make` lists the targets. Everything happens in .venv and in ./var (or $TRADEWARD_HOME); only where the database's own account
# cannot enter that folder does its data lie in /var/lib, linked from there.

.DEFAULT_GOAL := help
.NOTPARALLEL:
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

BIN := .venv/bin
STAMP := .venv/.installed
TRADEWARD := $(BIN)/tradeward
STORY ?= examples/stories/*.toml
TESTS ?=
# Tests run side by side, each worker with a server of its own: one more than there are processors, as some tests wait.
WORKERS ?= $(shell n=$$(($$(getconf _NPROCESSORS_ONLN) + 1)); echo $$((n > 8 ? 8 : n)))
HOST ?= 127.0.0.1
PORT ?= 8000

# The first Python that fits; PYTHON=… names another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$p && break; done)

# A home that cannot be written (or none) has no room for caches.
ifneq ($(shell test -w "$$HOME" && echo yes),yes)
export UV_NO_CACHE := 1
export PIP_NO_CACHE_DIR := 1
endif
# uv trusts what the machine trusts, where the machine says what that is.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS := 1
endif
export UV_PYTHON_DOWNLOADS := never
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

.PHONY: setup
setup: $(STAMP) ## make .venv and install the locked requirements and this package
	@true

$(STAMP): requirements/test.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Tradeward needs Python 3.11, 3.12 or 3.13; install one, or name it: make setup PYTHON=/path/to/python3"; exit 3; }
	@if uv --version >/dev/null 2>&1; then \
		$(BIN)/python -c '' 2>/dev/null || uv venv --quiet --clear --python "$$(command -v $(PYTHON))" .venv; \
		uv pip sync --quiet --require-hashes --python $(BIN)/python requirements/test.txt; \
		uv pip install --quiet --no-deps --no-build-isolation --python $(BIN)/python --editable .; \
	else \
		$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv; \
		$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/test.txt; \
		$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .; \
	fi
	@touch $@

.PHONY: demo
demo: setup ## play the founding example: an order, a breach, a refund, the recovery
	@$(TRADEWARD) play examples/stories/founding.toml

.PHONY: run
run: setup ## run the service with its demo market: PORT=8000, HOST=127.0.0.1
	@exec $(TRADEWARD) run --demo --host $(HOST) --port $(PORT)

.PHONY: test
test: check ## run every check and every test (TESTS=… narrows the tests, WORKERS=0 runs them one by one)
	@$(BIN)/pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder $(TESTS)

.PHONY: test-full
test-full: setup ## look at every page in every combination of light, size and language (test: each page in two)
	@TRADEWARD_LOOKS=all $(BIN)/pytest tests/browser

.PHONY: pictures
pictures: setup ## take the pictures of the how-to pages anew, while the stories are played
	@TRADEWARD_PICTURES=1 $(BIN)/pytest tests/browser/test_stories.py

.PHONY: coverage
coverage: setup ## measure branch coverage of domain and usecases; red below 100 %
	@$(BIN)/pytest --numprocesses $(WORKERS) --dist loadfile --cov=tradeward --cov-branch --cov-report= tests/domain tests/properties \
		tests/scenarios tests/interfaces tests/webhooks tests/web tests/gateways tests/faults/test_tampering.py
	@$(BIN)/coverage report --include='src/tradeward/domain/*,src/tradeward/usecases/*' --fail-under=100

.PHONY: check
check: lint ## everything that needs no database: the lints, and the types
	@$(BIN)/mypy

.PHONY: lint
lint: setup ## style, the import contracts, and our own lints
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@told=$$($(BIN)/lint-imports --no-logo) || { echo "$$told"; exit 1; }
	@$(BIN)/python -m tests.architecture.lints

.PHONY: story
story: setup ## play stories (STORY=FILE names one)
	@$(TRADEWARD) play $(STORY)

.PHONY: bench
bench: setup ## measure, beside pgbench on the same server
	@$(BIN)/python -m benchmarks

.PHONY: bench-lint
bench-lint: setup ## score and time the linter (AGREEMENTS=FOLDER reads contracts too); red below the bars
	@$(BIN)/python -m benchmarks.linting $(if $(AGREEMENTS),--agreements $(AGREEMENTS))

.PHONY: bench-web
bench-web: setup ## time pages: an order beside the login, a million orders present beside a thousand; red above the bars
	@$(BIN)/python -m benchmarks.web $(if $(ORDERS),--orders $(ORDERS))

.PHONY: diagrams
diagrams: setup ## draw the lives and write the recipes anew (docs/reference/lives.md, recipes.md, events.md, webhooks.md)
	@$(BIN)/python -m tests.architecture.diagrams
	@$(BIN)/python -m tests.architecture.recipes
	@$(BIN)/python -m tests.architecture.announced

.PHONY: messages
messages: setup ## bring the catalogues of every language into line with the sources, and compile those that are whole
	@$(BIN)/python -m tests.architecture.messages

.PHONY: rules
rules: setup ## list every rule with its tests and its code; red where a rule has no test
	@$(BIN)/python -m tests.architecture.rules

.PHONY: db
db: setup ## start the embedded database (stop: tradeward db stop; look inside: tradeward db psql)
	@$(TRADEWARD) db start

.PHONY: lock
lock: ## write the locked requirements anew, with hashes and no addresses (needs uv)
	@for name in run test; do (cd requirements; uv pip compile --quiet --upgrade --generate-hashes --universal --python-version 3.11 \
		--no-header --no-annotate --no-emit-index-url --no-emit-find-links $$name.in --output-file $$name.txt); done
