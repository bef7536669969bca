# Two commands do everything on a new machine: `make run` and `make test`.
PY ?= python3
VENV := .venv
BIN := $(VENV)/bin
YIZHAN_HOME ?= $(CURDIR)/var
PORT ?= 8000
export YIZHAN_HOME
# uv reads the system's certificates only when told to; pip does by itself.
export UV_SYSTEM_CERTS = 1

.PHONY: run test check setup setup-test fix messages lock clean-demo

run: $(VENV)/.run-ok   ## set up and serve the demo county
	@$(BIN)/python -m yizhan demo --port $(PORT)

setup: $(VENV)/.test-ok   ## set up the environment with everything tests and linters need

test: $(VENV)/.test-ok   ## the whole suite, on SQLite and on PostgreSQL
	@sh scripts/system_packages.sh test
	@sh scripts/nu_checker.sh
	@$(BIN)/python scripts/run_tests.py

check: $(VENV)/.test-ok   ## linters, types, contracts, migrations, translations
	@$(BIN)/python scripts/run_checks.py

fix: $(VENV)/.test-ok   ## let the formatter and the linter mend what they can
	$(BIN)/ruff check --fix -q . ; $(BIN)/ruff format -q .

$(VENV)/bin/python:
	@sh scripts/system_packages.sh run
	@$(PY) scripts/check_python.py
	@$(PY) -m venv $(VENV)

$(VENV)/.run-ok: requirements.txt pyproject.toml | $(VENV)/bin/python
	@sh scripts/install.sh $(BIN) requirements.txt
	@touch $@

$(VENV)/.test-ok: requirements-dev.txt pyproject.toml | $(VENV)/bin/python
	@sh scripts/install.sh $(BIN) requirements-dev.txt
	@touch $@ $(VENV)/.run-ok

lock:   ## for maintainers: write the hash-locked requirements anew
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --group test --group lint pyproject.toml -o requirements-dev.txt
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --group test --group lint --extra bench pyproject.toml -o requirements-bench.txt

messages: $(VENV)/.test-ok   ## collect texts and compile the English catalogue
	$(BIN)/python scripts/messages.py update
