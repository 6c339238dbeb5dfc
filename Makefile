# Two commands do all the set-up: `make demo` runs the main job into ./demo, `make test` runs every test.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip --disable-pip-version-check --quiet
SOURCES := server addin tests benchmarks docs
OFFICE := addin/office

.PHONY: demo test check check-pane bench lock pictures addin-pictures template clean

demo: .venv/run
	$(BIN)/tonghop demo demo

test: .venv/dev check
	$(BIN)/python -m pytest --numprocesses=auto

check: .venv/dev check-pane
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest --quiet tests/conventions

# The types of the task pane and of the menu in Google Sheets: needs Node.js, which only CI insists on.
check-pane:
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory $(OFFICE)/node_modules/.done && cd $(OFFICE) && npx --no-install tsc && npx --no-install tsc --project tsconfig.google.json; \
	elif [ -n "$$CI" ]; then echo 'Node.js with npm is needed to check the task pane and the menu' >&2; exit 1; \
	else echo 'Node.js is not installed: the task pane and the menu are not checked'; fi

$(OFFICE)/node_modules/.done: $(OFFICE)/package-lock.json
	cd $(OFFICE) && npm ci --ignore-scripts --silent
	@touch $@

bench: .venv/dev
	$(BIN)/python -m benchmarks

pictures: .venv/dev
	$(BIN)/python -m docs.pictures

# The icons of the task pane and the pictures of the page about working in Excel, made anew.
addin-pictures: .venv/dev
	$(BIN)/python docs/addin_pictures.py

# The Word template of the report, made anew.
template: .venv/dev
	$(BIN)/python docs/report_template.py

# What is installed is pinned with hashes; the project itself is installed as a link to this checkout.
.venv/run: requirements/run.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) install --require-hashes --requirement requirements/run.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev: .venv/run requirements/dev.lock
	$(PIP) install --require-hashes --requirement requirements/dev.lock
	@touch $@

# For maintainers, with uv: pins anew what pyproject.toml asks for.
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --no-header --extra postgresql --group build
lock:
	$(COMPILE) pyproject.toml --output-file requirements/run.lock
	$(COMPILE) --group test --group check --constraint requirements/run.lock pyproject.toml \
		--output-file requirements/dev.lock

clean:
	rm -rf .venv demo build dist $(OFFICE)/node_modules
