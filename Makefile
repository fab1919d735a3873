# Escucha. `make run` starts everything, `make test` checks everything; both set up what they need.
SHELL := /bin/bash
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
DATA_DIR ?= .data
LABELLED_DATA ?= ../shared/data
PACKAGES := shared services/survey services/feedback-router services/scoring front
EDITABLE := $(foreach package,$(PACKAGES),-e $(package))
PYPROJECTS := pyproject.toml $(foreach package,$(PACKAGES),$(package)/pyproject.toml)
UV := UV_PYTHON_DOWNLOADS=never VIRTUAL_ENV=$(abspath $(VENV)) $(BIN)/uv

.PHONY: help
help:  ## List what make can do
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

# A bare Debian has neither venv's ensurepip nor uv: an environment without pip, filled from outside, works everywhere.
$(BIN)/uv: constraints.txt
	@echo "Escucha: creating $(VENV)"
	@python3 -m venv --without-pip $(VENV)
	@python3 -m pip --python $(BIN)/python install --quiet --disable-pip-version-check "$$(grep -E '^uv==' constraints.txt)"
	@touch $@

$(VENV)/.run: $(BIN)/uv $(PYPROJECTS) constraints.txt
	@echo "Escucha: installing packages"
	@$(UV) pip install --quiet --constraints constraints.txt --build-constraints constraints.txt $(EDITABLE)
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	@echo "Escucha: installing test tools"
	@$(UV) pip install --quiet --constraints constraints.txt --build-constraints constraints.txt $(EDITABLE) --group dev
	@touch $@

.PHONY: run
run: $(VENV)/.run  ## Start everything (PORT=8000 DATA_DIR=.data) and print the addresses; Ctrl-C stops it
	@exec $(BIN)/escucha run --port "$(PORT)" --data-dir "$(DATA_DIR)"

.PHONY: test
test: $(VENV)/.dev  ## Run every test, the browser's included
	@$(BIN)/python tests/chromium.py
	@$(BIN)/pytest

.PHONY: unit
unit: $(VENV)/.dev  ## Run the tests that need no server
	@$(BIN)/pytest tests/unit

.PHONY: bench
bench: $(VENV)/.dev  ## Measure speed, as ratios in one run
	@PYTHONPATH=tests $(BIN)/python benchmarks/completions.py
	@PYTHONPATH=tests $(BIN)/python benchmarks/touchpoints.py
	@PYTHONPATH=tests $(BIN)/python benchmarks/import_rows.py
	@PYTHONPATH=tests $(BIN)/python benchmarks/send_mail.py
	@PYTHONPATH=tests $(BIN)/python benchmarks/scores.py
	@PYTHONPATH=tests $(BIN)/python benchmarks/storm.py
	@PYTHONPATH=tests $(BIN)/python benchmarks/thanks_to_team.py

.PHONY: train
train: $(VENV)/.run  ## Train the weights of text analysis anew (LABELLED_DATA=../shared/data)
	@OMP_NUM_THREADS=1 $(BIN)/python -m feedback_router.training "$(LABELLED_DATA)"

.PHONY: evaluate
evaluate: $(VENV)/.run  ## Measure how well and how fast comments are understood (LABELLED_DATA=../shared/data)
	@$(BIN)/python -W ignore benchmarks/evaluate.py "$(LABELLED_DATA)"

.PHONY: demo
demo: $(VENV)/.run  ## Let the demo's customers call again: new mails, a new survey link (while make run runs)
	@$(BIN)/escucha demo --data-dir "$(DATA_DIR)"

.PHONY: openapi
openapi: $(VENV)/.run  ## Write the services' OpenAPI documents to docs/openapi (while make run runs)
	@$(BIN)/escucha openapi --data-dir "$(DATA_DIR)"

.PHONY: lint
lint: $(VENV)/.dev  ## Check style, types and import contracts
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

.PHONY: lock
lock: $(BIN)/uv  ## Resolve the newest versions into constraints.txt (names and versions only)
	@$(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links \
	  --no-annotate --no-header --no-emit-package escucha-shared --no-emit-package escucha-survey \
	  --no-emit-package escucha-feedback-router --no-emit-package escucha-scoring --no-emit-package escucha-front \
	  $(PYPROJECTS) --group dev <(echo uv) --output-file constraints.txt
