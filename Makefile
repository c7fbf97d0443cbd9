PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run check test test-all eval screens lint lock clean
.DEFAULT_GOAL := run

run: $(VENV)/installed  ## opens the chat, on your ./storage or on the sample
	$(BIN)/python app.py

check: $(VENV)/installed-dev  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: check  ## what a change is tried with: minutes, Chromium included
	$(BIN)/python -m pytest -n auto -m "not slow and not model and not large_model"

test-all: check  ## besides kills, installations and language models; prints the line coverage, which is 90 % at least
	$(BIN)/python -m pytest -n auto -m "not model and not large_model" --cov=index --cov=qa --cov-report=term:skip-covered --cov-fail-under=90
	$(BIN)/python -m pytest -m "model or large_model"  # one after the other: each takes all cores

eval: $(VENV)/installed-eval  ## our own questions on the sample, beside the baselines, and conversations
	$(BIN)/article-qa index seeds --store storage-sample
	$(BIN)/article-qa eval eval/questions/seeds.jsonl --store storage-sample --answerer extractive --pipeline all
	$(BIN)/article-qa eval eval/questions/conversations.jsonl --store storage-sample --answerer extractive

screens: $(VENV)/installed-dev  ## pictures of the page for docs/chat.md; needs Chromium
	$(BIN)/python -m tests.screens

lint: $(VENV)/installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/mypy

lock: $(VENV)/installed-dev  ## writes the versions in use to constraints.txt
	$(BIN)/python -m pip freeze --exclude-editable | grep -v ' @ ' | sed 's/+cpu$$//' > constraints.txt

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; say which: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[local]'
	touch $@

$(VENV)/installed-eval: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[eval,local]'
	touch $@ $(VENV)/installed

$(VENV)/installed-dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@ $(VENV)/installed-eval $(VENV)/installed

clean:
	rm -rf $(VENV) build *.egg-info
