# `make` alone lists what there is.

RECENT := 'import sys; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,$(shell \
	$(name) -c $(RECENT) 2>/dev/null && echo $(name))))
PORT ?= 8000

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check install --quiet --require-hashes
# Somebody's settings for another project must not lead here to another database.
UNDECIDED := env -u DEBUG -u SECRET_KEY -u ALLOWED_HOSTS -u HTTPS -u DJANGO_SETTINGS_MODULE
LOCAL := $(UNDECIDED) -u DATABASE_URL
PYTEST := $(PY) -m pytest --numprocesses=auto
HEAVY := --numprocesses=0 --capture=no --timeout=0
TEMPLATES = kb editorial $(wildcard templates)
CODE := manage.py kb editorial tests tools bench

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run setup test test-sqlite test-postgresql test-chromium test-corruption test-sequences test-search check format \
	bench bench-kill bench-profile bench-desk bench-desk-sizes bench-corrections bench-reading bench-search messages lock clean

help:
	@echo 'make run              serve the loaded site on http://127.0.0.1:$(PORT)/ (PORT= changes it)'
	@echo 'make setup            the same without serving'
	@echo 'make test             the whole suite: SQLite, PostgreSQL, Chromium'
	@echo 'make check            formatting, lint, types, templates, migrations, translations, walls'
	@echo 'make test-corruption  10,000 corruptions by SQL on each database (CORRUPTIONS= changes it)'
	@echo 'make bench            imports beside plain loads of the same rows (DOCUMENTS=20000 in full), searches'
	@echo 'make test-sequences   200 random sequences of edits on each database (SEQUENCES= changes it)'
	@echo 'make test-search      2,000 searches after 2,000 edits on both databases, 1,000 for secrets (EDITS=, QUESTIONS=)'
	@echo 'make bench-kill       imports killed at 20 moments (DOCUMENTS=, KILLS=, SEED= change it)'
	@echo 'make bench-desk       key strokes for a claim at the desk and in the plain form'
	@echo 'make bench-desk-sizes the desk of 2,000 sentences beside that of 20'
	@echo 'make bench-corrections  previewing and saving a correction of 500 passages'
	@echo 'make bench-reading    what reading costs on a telephone'
	@echo 'make bench-search     searches beside SQL written by hand (CLAIMS="10000 100000", ON=postgresql)'
	@echo 'make bench-profile    where the time of an import goes (DOCUMENTS=, ON=postgresql)'
	@echo 'make format           format code and templates'
	@echo 'make messages         collect and compile translations'
	@echo 'make lock             write requirements*.txt anew (needs uv)'
	@echo 'make clean            remove the environment; the database stays'
	@echo
	@echo 'One test: make test-sqlite ARGS="tests/kb/test_x.py -k name"; test-postgresql, test-chromium alike.'

# --- Running ----------------------------------------------------------------------------------

run: setup
	@$(PY) -c 'import socket; socket.create_server(("127.0.0.1", $(PORT)))' 2>/dev/null || { \
		echo 'Port $(PORT) is taken or no port; name another: make run PORT=8080' >&2; exit 1; }
	@echo
	@echo 'Belegstelle is at http://127.0.0.1:$(PORT)/ and its admin at http://127.0.0.1:$(PORT)/admin/'
	@echo 'Ctrl-C stops it.'
	@$(LOCAL) $(PY) -m granian --interface wsgi --host 127.0.0.1 --port $(PORT) --workers 2 \
		--blocking-threads 1 --log-level warning kb.wsgi:application

setup: $(VENV)/.runtime
	@$(LOCAL) $(PY) manage.py migrate --verbosity 0
	@$(LOCAL) $(PY) manage.py load_seeds
	@echo 'Logins for the admin:'
	@$(LOCAL) $(PY) manage.py create_local_users

# --- Packages ---------------------------------------------------------------------------------

$(VENV)/.made:
	@test -n '$(PYTHON)' && $(PYTHON) -c $(RECENT) 2>/dev/null || { echo "Python 3.11 or newer is needed. Install it (Debian: apt install \
	python3 python3-venv) or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual \
	environments. Install the missing part (Debian: apt install python3-venv)." >&2; exit 1; }
	@echo 'Fetching packages, once; this takes a minute'
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.runtime: requirements.txt $(VENV)/.made
	@$(PIP) -r $<
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	@$(PIP) -r $<
	@touch $@

$(VENV)/.browser: requirements-browser.txt $(VENV)/.dev
	@$(PIP) -r $<
	@touch $@

# --- Testing ----------------------------------------------------------------------------------

# All three run even if one fails; the exit code tells.
test: $(VENV)/.browser
	@$(MAKE) --no-print-directory --keep-going test-sqlite test-postgresql test-chromium

test-sqlite: $(VENV)/.dev
	@echo '--- SQLite'
	@$(LOCAL) $(PYTEST) $(ARGS)

# kb.text and the tools know no database.
test-postgresql: $(VENV)/.dev
	@echo '--- PostgreSQL'
	@$(UNDECIDED) $(PY) -m tests.postgres $(PYTEST) $(or $(ARGS),--ignore=tests/kb/text --ignore=tests/tools)

test-chromium: $(VENV)/.browser
	@echo '--- Chromium'
	@CHROMIUM="$$($(PY) -m tests.chromium)" && export CHROMIUM && $(LOCAL) $(PYTEST) $(or $(ARGS),tests/browser)

test-corruption: export CORRUPTIONS ?= 10000
test-corruption: $(VENV)/.dev
	@$(LOCAL) $(PYTEST) $(HEAVY) tests/corruption
	@$(UNDECIDED) $(PY) -m tests.postgres $(PYTEST) $(HEAVY) tests/corruption

test-sequences: export SEQUENCES ?= 200
test-sequences: $(VENV)/.dev
	@$(LOCAL) $(PYTEST) $(HEAVY) tests/editorial/test_sequences.py
	@$(UNDECIDED) $(PY) -m tests.postgres $(PYTEST) $(HEAVY) \
		tests/editorial/test_sequences.py

test-search: export SEARCH_EDITS = $(or $(EDITS),2000)
test-search: export SEARCH_QUESTIONS = $(or $(QUESTIONS),2000)
test-search: export SECRET_QUESTIONS ?= 1000
test-search: $(VENV)/.dev
	@$(LOCAL) $(PYTEST) $(HEAVY) tests/kb/search/test_secrets.py
	@$(UNDECIDED) $(PY) -m tests.postgres $(PYTEST) $(HEAVY) \
		tests/kb/search/test_parity.py tests/kb/search/test_secrets.py

# --- Measuring --------------------------------------------------------------------------------

# ON=sqlite or ON=postgresql measures one database only.
SOME = $(if $(DOCUMENTS),--documents=$(DOCUMENTS)) $(if $(ON),--on=$(ON))

# Searches are of 10,000 and 100,000 claims however many documents.
bench: $(VENV)/.dev
	@$(LOCAL) $(PY) -m bench.run $(SOME)
	@$(MAKE) --no-print-directory bench-search

bench-search: $(VENV)/.dev
	@$(LOCAL) $(PY) -m bench search $(if $(CLAIMS),--claims $(CLAIMS)) $(if $(ON),--on=$(ON))

bench-kill: $(VENV)/.dev
	@$(LOCAL) $(PY) -m bench.kill $(SOME) $(if $(KILLS),--kills=$(KILLS)) $(if $(SEED),--seed=$(SEED)) \
		--results bench/kill-results.json

bench-profile: $(VENV)/.dev
	@$(LOCAL) $(PY) -m bench.profile $(SOME)

bench-desk: $(VENV)/.browser
	@$(LOCAL) $(PY) -m bench desk --results bench/desk.md

bench-desk-sizes: $(VENV)/.dev
	@$(LOCAL) $(PY) -m bench desk_sizes

bench-reading: $(VENV)/.browser
	@$(LOCAL) $(PY) -m bench reading --results bench/reading.md

bench-corrections: $(VENV)/.dev
	@$(LOCAL) $(PY) -m bench corrections

# --- Checking ---------------------------------------------------------------------------------

# A stranger's production settings, with nothing real in them.
PRODUCTION := DEBUG=false ALLOWED_HOSTS=example.org DATABASE_URL=sqlite://:memory: \
	SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))')
NOWHERE := $(LOCAL) DATABASE_URL=sqlite://:memory:

check: $(VENV)/.dev
	$(PY) -m ruff format --check --quiet --output-format concise $(CODE)
	$(PY) -m ruff check --quiet --output-format concise $(CODE)
	@find $(TEMPLATES) -name '*.html' | xargs -r $(VENV)/bin/djade --target-version 5.2 --check
	$(NOWHERE) $(PY) -m mypy --no-error-summary
	$(NOWHERE) $(PY) $(VENV)/bin/lint-imports --no-logo
	$(NOWHERE) $(PY) -W error manage.py makemigrations --check --dry-run --verbosity 0
	$(PY) -m tools.messages check
	@found=$$($(LOCAL) $(PY) -m pytest --collect-only -qqq 2>&1) || { echo "$$found" | grep -v ': [0-9]*$$'; exit 1; }
	$(NOWHERE) $(PY) -W error manage.py check
	@$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING

format: $(VENV)/.dev
	$(PY) -m ruff check --quiet --fix-only $(CODE)
	$(PY) -m ruff format $(CODE)
	@find $(TEMPLATES) -name '*.html' | xargs -r $(VENV)/bin/djade --target-version 5.2

messages: $(VENV)/.dev
	$(PY) -m tools.messages update

UV := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url
lock:
	$(UV) requirements.in -o requirements.txt
	$(UV) requirements-dev.in -o requirements-dev.txt
	$(UV) requirements-browser.in -o requirements-browser.txt
	$(UV) --no-deps requirements-pgserver.in -o requirements-pgserver.txt

clean:
	rm -rf $(VENV) staticfiles .ruff_cache .mypy_cache .import_linter_cache .pytest_cache .hypothesis
