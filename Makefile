# Two commands on a machine with Python 3.11+ (pip), Node 20 (npm), git and make:
#   make run     the portal on http://127.0.0.1:8000/ with the bundled plan and a demonstration province
#   make test    the whole suite, on SQLite and on a real PostgreSQL, browser tests included
# Nothing is installed outside this folder: .venv, node_modules, var.

PYTHON ?= python3
PORT ?= 8000
DEMO ?= 1
PLAN ?=
WORKERS ?= 2
ARGS ?=

BIN := .venv/bin
VENDOR := zhiheng/static/vendor/.made-from
step = @printf '\033[36m▸\033[0m %s\n' "$(1)"

export UV_PYTHON_DOWNLOADS := never
export PYTHONUTF8 := 1
export DJANGO_SETTINGS_MODULE := zhiheng.settings
# Behind an office's own certificate authority the system's list is the one that knows it; uv asks only its own otherwise.
SYSTEM_CERTIFICATES := $(wildcard /etc/ssl/certs/ca-certificates.crt)
ifneq ($(SYSTEM_CERTIFICATES),)
export SSL_CERT_FILE ?= $(SYSTEM_CERTIFICATES)
export NODE_EXTRA_CA_CERTS ?= $(SYSTEM_CERTIFICATES)
export PIP_CERT ?= $(SYSTEM_CERTIFICATES)
endif
# A virtualenv that happens to be active is not ours.
unexport VIRTUAL_ENV

.DEFAULT_GOAL := help
.PHONY: help run prepare install port test test-ready test-sqlite test-postgres test-browser bench api-check check fix lock messages clean venv

help:  ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: port prepare  ## the portal: [PORT=8000] [DEMO=0] [PLAN=FILE] [DATABASE_URL=postgres://…] [ZHIHENG_VAR=folder]
	@$(BIN)/python tools/prepare.py $(if $(filter 0,$(DEMO)),--no-demo) $(if $(PLAN),--plan "$(PLAN)")
	$(call step,启动 · starting the server)
	@PORT=$(PORT) WORKERS=$(WORKERS) exec $(BIN)/gunicorn --config deploy/gunicorn.py zhiheng.wsgi

port:
	@$(PYTHON) deploy/gunicorn.py $(PORT)

# The two slow halves, Python packages and front-end files, are fetched side by side.
prepare:
	@$(MAKE) -s --no-print-directory -j2 .venv/.run $(VENDOR)
	@$(MAKE) -s --no-print-directory install
	@$(BIN)/python tools/messages.py compile

install: .venv/.installed

.venv/.bootstrap: requirements-bootstrap.txt
	$(call step,Python 环境 · Python environment (.venv))
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Zhiheng needs Python 3.11 or later; this is " + sys.version + "\nName another one: make run PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv --without-pip .venv
	@$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --require-hashes -r $< 2> .venv/pip.log || { cat .venv/pip.log; exit 1; }
	@touch $@

.venv/.run: requirements.txt | .venv/.bootstrap
	$(call step,Python 依赖 · locked Python packages)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $<
	@touch $@

.venv/.dev: requirements-dev.txt | .venv/.bootstrap
	$(call step,测试依赖 · locked packages of the tests)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $<
	@touch $@ .venv/.run

# Makes the command `zhiheng` and `import zhiheng` work from anywhere; its build hook finds the front-end files in place.
.venv/.installed: pyproject.toml hatch_build.py | .venv/.run $(VENDOR)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(VENDOR): package-lock.json tools/assets.py
	$(call step,前端文件 · front-end files (npm))
	@$(PYTHON) tools/assets.py
	@touch $@

venv: .venv/.dev $(VENDOR) install  ## the environment of a developer

node_modules/.zhiheng-dev: package-lock.json tools/assets.py
	$(call step,浏览器与 axe · browsers and axe for the tests (npm))
	@$(PYTHON) tools/assets.py --dev
	@touch $@

test-ready: node_modules/.zhiheng-dev venv
	@$(BIN)/python tools/messages.py compile

test: test-ready  ## the whole suite on SQLite, then all but the tests of browsers and engines on PostgreSQL: [ARGS="-k word"]
	@$(MAKE) --no-print-directory -k test-sqlite test-postgres

test-sqlite: test-ready  ## the whole suite on SQLite
	$(call step,测试 · tests on SQLite)
	@env -u DATABASE_URL -u DATABASE $(BIN)/python -m pytest $(ARGS)

test-postgres: test-ready  ## all but the tests of browsers and engines on a PostgreSQL that the tests start (or on DATABASE_URL)
	$(call step,测试 · tests on PostgreSQL)
	@DATABASE=postgres $(BIN)/python -m pytest -m "not browser and not engine" $(ARGS)

test-browser: test-ready  ## the browser tests alone
	@$(BIN)/python -m pytest tests/browser $(ARGS)

bench: venv  ## the figures of README and notes, as ratios of one run: [ARGS="plan-scores"]
	@$(BIN)/python -m benchmarks $(ARGS)

api-check: venv  ## ask every operation of the API what nobody thought of: [ARGS="--seed 7 --cases 100"]
	@$(BIN)/python -m benchmarks api-check $(or $(ARGS),--cases 25)

check: venv  ## ruff, mypy, import-linter, migrations, deployment checks, lock files, translations, API
	@$(BIN)/python tools/check.py

fix: venv  ## let ruff put right what it can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

messages: venv  ## bring the translation catalogues to the sentences of today
	@$(BIN)/python tools/messages.py update

# --no-emit-index-url and --no-header: a lock file names packages and hashes, never the host they came from.
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url
lock: | .venv/.bootstrap  ## write the lock files anew from pyproject.toml and package.json: [UPGRADE=--upgrade]
	$(COMPILE) $(UPGRADE) requirements-bootstrap.in -o requirements-bootstrap.txt
	$(COMPILE) $(UPGRADE) pyproject.toml -o requirements.txt
	$(COMPILE) $(UPGRADE) pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
	npm install --package-lock-only --loglevel=error

clean:  ## remove what was installed and compiled; the data in var stays
	rm -rf .venv node_modules zhiheng/static/vendor build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find zhiheng/locale -name '*.mo' -delete
