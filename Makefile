# Everything starts here: `make report`, `make test`, `make test-all`, `make lab`, `make docs`, `make lint`, `make bench`.
# The set-up (.venv) is made by the first of them and again only when pyproject.toml changes.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
READY := $(VENV)/ready

# the pictures of the README, drawn anew by `make readme`
PICTURES := frequency cloud heatmap facets dispersion keyness_2

.PHONY: report test test-all fuzz readme gallery docs screenshots lab lint bench scores clean

report: $(READY)
	$(RUN) -m analysis report seeds --out build/report

# on every processor, a file of tests at a time; the seed of the random order is printed
PYTEST := $(RUN) -m pytest -n auto --dist loadfile

test: $(READY)
	$(PYTEST)

# also what takes minutes: notebooks, reports in three formats, ten times as many examples
# (EXAMPLES=usual: as many as `make test` draws)
EXAMPLES ?= long
test-all: $(READY)
	$(PYTEST) -m "long or not long" --hypothesis-profile=$(EXAMPLES)

# mutated files of one format (txt, md, html, docx, odt, rtf, epub, srt, pdf, zip) for its reader and the section finder;
# led by what they reach where atheris is installed; files that fail stay in build/fuzz
KIND ?= docx
RUNS ?= 100000
fuzz: $(READY)
	$(RUN) tests/fuzz.py $(KIND) --runs $(RUNS)

readme: report
	cp $(addprefix build/report/figures/,$(addsuffix .png,$(PICTURES))) docs/figures/

# every figure at 1, 3, 12 and 40 sections, in build/gallery, to be looked at; says which text is cut
gallery: $(READY)
	$(RUN) -m benchmarks.gallery

# the site, in Chinese and English, in build/docs; draws its pictures anew
docs: $(READY)
	$(RUN) docs/draw.py
	$(RUN) -m sphinx -W --keep-going -q docs build/docs
	@echo build/docs/index.html

# the pictures of the first walk (docs/zh/start.md); needs chromium, soffice and pdftoppm
screenshots: $(READY)
	$(RUN) docs/screenshots.py

lab: $(READY)
	$(VENV)/bin/jupyter lab notebooks

lint: $(READY)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/nbstripout --verify notebooks/*.ipynb

bench: $(READY)
	$(RUN) -m benchmarks

# the figures of the evaluation corpora; UPDATE=1 also writes tests/*/reached.tsv anew
scores: $(READY)
	$(RUN) -m benchmarks.scores $(if $(UPDATE),--update)

clean:
	rm -rf build $(VENV)

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --disable-pip-version-check -e '.[scale,test,lint,docs]'
	@touch $(READY)
