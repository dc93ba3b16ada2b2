# Two commands: make bilan, make test. Without make, see "Without make" in README.md.
PYTHON ?= python3
BIN = .venv/bin

.PHONY: bilan test setup lint lock clean

bilan: setup            ## raw exports -> reports/2022-lens/bilan.pdf, bilan.html
	@$(BIN)/nec run 2022-lens

test: setup             ## the whole test suite
	@$(BIN)/python -m pytest -n auto

setup: .venv/installed  ## .venv with exactly the versions of requirements.lock

.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v <= (3, 13) else f"Python 3.11, 3.12 or 3.13 is needed, this is {v[0]}.{v[1]}: make setup PYTHON=python3.12")'
	@echo "Installing into .venv (once; a few minutes without uv)…"
	@if command -v uv >/dev/null 2>&1; then \
	  uv venv --quiet --clear --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" .venv && \
	  uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock && \
	  uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e . ; \
	else \
	  $(PYTHON) -m venv --clear .venv && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . ; \
	fi
	@touch .venv/installed

lint: setup             ## style, types, layers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

lock:                   ## after a change of dependencies in pyproject.toml (needs uv)
	uv lock
	uv export --quiet --frozen --all-groups --all-extras --no-emit-project -o requirements.lock

clean:                  ## the environment, caches; never data or reports
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
