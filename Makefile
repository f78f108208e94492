# Everything here needs only Python >= 3.11: the tools are installed into .venv, from the lock files, once.
PYTHON  ?= python3
WORKERS ?= 2
ARGS    ?=

VENV := .venv
RUN  := $(VENV)/bin/python -m
PIP  := $(RUN) pip --disable-pip-version-check --no-input -qq
DEMO := $(VENV)/.installed-demo
DEV  := $(VENV)/.installed-dev
TRAIN := $(VENV)/.installed-train

.PHONY: demo install test lint format cover reader lock clean

demo: $(DEMO)
	@$(VENV)/bin/relance demo $(ARGS)

install: $(DEMO)

test: lint
	$(RUN) pytest -n $(WORKERS) --dist loadgroup $(ARGS)

lint: $(DEV)
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy

format: $(DEV)
	$(RUN) ruff check --fix-only .
	$(RUN) ruff format .

cover: $(DEV)
	$(RUN) coverage run -m pytest $(ARGS)
	$(RUN) coverage report --skip-covered --show-missing

# Three hours on one free core: from the replies in tests/replies to bot/readers/_trained/weights (docs/reading.md).
reader: $(TRAIN)
	$(RUN) tests.training $(ARGS)

# `make lock` keeps the versions that still fit; `make lock ARGS=--upgrade` takes the newest.
lock: $(VENV)/bin/python
	@$(PIP) install uv
	@$(call compile,requirements.lock,--extra demo)
	@$(call compile,requirements-dev.lock,--extra dev --constraint deploy/requirements.lock)

# The project is built without isolation, so setuptools comes from the lock too: pyproject.toml stays the one place that names it.
define compile
$(VENV)/bin/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' \
| $(RUN) uv pip compile pyproject.toml - $(2) --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock" \
	--output-file deploy/$(1) --quiet $(ARGS) && echo "deploy/$(1) written"
endef

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.*
	find bot storage tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(DEMO): deploy/requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing what Relance needs into $(VENV), this once..."
	@$(PIP) install --require-hashes -r deploy/requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): deploy/requirements-dev.lock deploy/requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing Relance and its tests' tools into $(VENV), this once..."
	@$(PIP) install --require-hashes -r deploy/requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $(DEMO) $@

$(TRAIN): pyproject.toml | $(DEV)
	@echo "Installing what trains the reader into $(VENV), this once: 1 GB and more..."
	@$(PIP) install --no-build-isolation -e '.[train]'
	@touch $@

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Relance needs Python 3.11 or newer, and there is no $(PYTHON): apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	|| { echo "Relance needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) -V 2>&1): name another one with make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	|| { echo "$(PYTHON) cannot make a virtual environment yet: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }
