# Everything a newcomer needs: `make demo` shows the product, `make test` checks all of it.

VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
UV := $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python
PYTEST := $(BIN)/python -m pytest -n 2 --dist worksteal -m "not prove"
# Under coverage run only the tests that the core is covered by: it doubles the time of all that it watches.
OF_THE_CORE := $(addprefix tests/evaluator/,contract core decisions test_back_test.py test_effects_judged_in_part.py \
  test_exclusion_effects.py test_target_table.py) $(sort $(wildcard tests/evaluator/test_reconcile*.py))

.PHONY: help demo test lint types imports check prove bench lock clean

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

demo: $(VENV)/.run ## Create the example watch in ./demo, play its 30 months, and report the last
	$(BIN)/supplierwatch demo demo

test: $(VENV)/.test ## Install what the tests need, then format, lint, types, imports and all tests
	tests/install-system-packages
	$(MAKE) check
	$(PYTEST) $(OF_THE_CORE) --cov --cov-report=term-missing; core=$$?; \
	$(PYTEST) $(OF_THE_CORE:%=--ignore=%) && exit $$core

check: $(VENV)/.test ## Format, lint, types and import rules only
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

prove: $(VENV)/.prove ## The longer proofs; figures go into docs/proofs.md
	tests/install-system-packages
	$(BIN)/python -m pytest -m prove -s

bench: $(VENV)/.bench ## Measure against named peers in one run; figures go into docs/performance.md
	tests/install-system-packages
	$(BIN)/python -m bench

lock: $(VENV)/.installer ## Write the exact versions anew
	for name in run test prove bench; do \
	  groups=; \
	  [ $$name = run ] || groups="--group test"; \
	  case $$name in prove | bench) groups="$$groups --group $$name" ;; esac; \
	  $(BIN)/uv pip compile --quiet --upgrade --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	    pyproject.toml --extra postgresql --extra serve --extra grafana --extra connectors --extra reports --group build $$groups -o requirements/$$name.txt || exit 1; \
	done

clean: ## Remove the virtual environment and the demo
	rm -rf $(VENV) demo

$(VENV)/.installer: requirements/installer.txt
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "python3-venv is missing; install it, on Debian with: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/installer.txt
	touch $@

$(VENV)/.run: $(VENV)/.installer requirements/run.txt pyproject.toml
	$(UV) --require-hashes -r requirements/run.txt
	$(UV) --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.test: $(VENV)/.run requirements/test.txt
	$(UV) --require-hashes -r requirements/test.txt
	touch $@

$(VENV)/.prove: $(VENV)/.test requirements/prove.txt
	$(UV) --require-hashes -r requirements/prove.txt
	touch $@

$(VENV)/.bench: $(VENV)/.test requirements/bench.txt
	$(UV) --require-hashes -r requirements/bench.txt
	touch $@
