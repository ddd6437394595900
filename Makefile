# Everything a person or a machine runs here. Needs Python 3.11 or newer with venv, and make; `make lock` needs uv.

PYTHON  ?= python3
STUDY   ?= data/kremlin-nato
PERIODS ?= 2025Q3 2025Q4
TO      ?= reports/editions

VENV    := .venv
PY      := $(VENV)/bin/python
# Compiling afterwards, on all processors and without the packages' own tests, takes half of pip's time for it.
INSTALL := $(PY) -m pip --disable-pip-version-check --no-input -qq install --no-compile --progress-bar off
COMPILE := $(PY) -m compileall -qq -j 0 -x '/tests?/' $(VENV)/lib || true
LOCKING := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
           --no-emit-index-url --no-annotate --no-header --quiet --group build

MAKEFLAGS += --silent --no-print-directory
.NOTPARALLEL:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help report test check format format-check lint types layers bench lock clean

help: ## show this list
	sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'

report: $(VENV)/.ready-report ## write the report editions of STUDY for PERIODS below TO
	echo "== reporting on $(STUDY): $(PERIODS)"
	$(VENV)/bin/claimstats report $(STUDY) $(foreach period,$(PERIODS),--period $(period)) --to $(TO)

check: format-check lint types layers test ## the one gate: format, lint, types, layers, tests

test: $(VENV)/.ready-dev ## run the tests, on all processors
	$(PY) -m pytest --numprocesses=auto --dist=loadfile

format: $(VENV)/.ready-dev ## rewrite the source in its one format
	$(PY) -m ruff format .
	$(PY) -m ruff check --select I --fix .

format-check: $(VENV)/.ready-dev
	$(PY) -m ruff format --check .

lint: $(VENV)/.ready-dev ## look for mistakes in the source
	$(PY) -m ruff check .

types: $(VENV)/.ready-dev ## check the types
	$(PY) -m mypy

layers: $(VENV)/.ready-dev ## check who imports whom
	$(VENV)/bin/lint-imports --no-logo

bench: $(VENV)/.ready-dev ## run every benchmark, by hand and never as a test
	set -e; for benchmark in benchmarks/*.py; do echo "== $$benchmark"; $(PY) "$$benchmark"; done

lock: ## resolve both lock files anew (needs uv); UPGRADE=1 takes the newest versions
	$(LOCKING) $(if $(UPGRADE),--upgrade) --output-file requirements.lock
	$(LOCKING) $(if $(UPGRADE),--upgrade) --all-extras --constraint requirements.lock --output-file requirements-dev.lock

clean: ## remove .venv and caches; editions stay
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# One environment: first what a report needs, then, for the tests, everything.

$(VENV)/.ready-python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "claimstats needs Python 3.11 or newer; '$(PYTHON)' is `$(PYTHON) --version 2>&1 || true`."; \
	  echo "Hint: name another one, e.g. make report PYTHON=python3.12"; exit 1; } >&2
	$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "'$(PYTHON)' cannot create a virtual environment: its venv module is missing."; \
	  echo "Hint: install it, e.g. apt-get install python3-venv"; exit 1; } >&2
	echo "== creating $(VENV)"
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.ready-report: $(VENV)/.ready-python requirements.lock pyproject.toml
	echo "== installing what a report needs (requirements.lock)"
	$(INSTALL) --require-hashes --requirement requirements.lock
	$(COMPILE)
	$(INSTALL) --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.ready-dev: $(VENV)/.ready-report requirements-dev.lock
	echo "== installing what the tests need (requirements-dev.lock)"
	$(INSTALL) --require-hashes --requirement requirements-dev.lock
	$(COMPILE)
	touch $@
