# Bedside. Every target does its own set-up; all it needs is make and Python 3.11 or newer.
#
#   make run      a small clinic town at http://localhost:8000
#   make test     every test
#   make check    format, lint, types, contracts, migrations, translations, then every test on each database
#   make bench    how fast it is
#   make format   put the code in order
#   make clean    remove what can be made again; the database in var/ stays

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
TESTS := $(BIN)/python -m pytest -v -n 2 --dist worksteal -rs

.PHONY: run test test-postgres check lint bench format clean app dev
.NOTPARALLEL:

run: app
	@exec $(BIN)/bedside run --demo

test: dev
	@$(TESTS)

test-postgres: dev
	@scripts/postgres $(TESTS)

check: lint test
	@if [ -n "$$CI" ] || scripts/postgres --present; then scripts/postgres $(TESTS); \
	else echo "PostgreSQL is not on this machine: the tests ran on SQLite only."; fi

lint: dev
	@scripts/lint

bench: dev
	@exec $(BIN)/python -m bench

format: dev
	@$(BIN)/ruff check -q --fix-only .
	@$(BIN)/ruff format .

clean:
	rm -rf .venv var/assets var/static-src bedside/locale/*/LC_MESSAGES/*.mo bedside/locale/ar_XB
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find bedside tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +

app dev:
	@$(if $(PYTHON),$(PYTHON) scripts/setup.py $@,echo "Bedside needs Python 3.11 or newer." >&2; exit 1)
