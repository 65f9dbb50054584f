# Two commands for a newcomer: `make demo` and `make test`. Everything lands in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := .demo
SOURCES := index rag prompts ui eval tests examples

.PHONY: demo test lint types contracts unit lock wheel clean

demo: $(VENV)/.installed
	@QUOTH_LIBRARY=$(DEMO)/library $(BIN)/python examples/demo.py

test: lint types contracts unit

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy -p quoth.index -p quoth.rag -p quoth.prompts -p quoth.ui -p quoth.eval

contracts: $(VENV)/.installed-dev
	$(BIN)/lint-imports

unit: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n 2 --dist loadfile --cov --cov-report=term:skip-covered

# Renews the locks. torch==2.13.0 is the same version everywhere and brings along what its own
# build for the platform needs, so no GPU package is named here; nor is any package registry.
UV_COMPILE := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --upgrade \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet
DROP_GPU := grep -vE '^(nvidia|cuda|triton)'

lock: SHELL := bash
lock: $(VENV)/.installed-dev
	set -o pipefail; $(UV_COMPILE) --extra dev | $(DROP_GPU) > .lock.new
	mv .lock.new requirements-dev.lock
	set -o pipefail; $(UV_COMPILE) --constraint requirements-dev.lock | $(DROP_GPU) > .lock.new
	mv .lock.new requirements.lock

wheel: $(VENV)/.installed-dev
	$(BIN)/python -m build --wheel

clean:
	rm -rf $(VENV) $(DEMO) build dist *.egg-info

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Quoth needs Python 3.11 or newer; say make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@
