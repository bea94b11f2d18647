# make is the face, Python does the work: every target is one line of `editions <stage>`.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

# LANG, EDITION, TO, CORPUS and ENGINE are believed only from make's own command line: make also imports the
# environment, where LANG is the locale. Their values are never expanded by make or the shell (`$(value …)`, quotes);
# Python validates them. A value that was not given is not exported, an empty one is.
unexport EDITIONS_LANG EDITIONS_EDITION EDITIONS_TO EDITIONS_CORPUS EDITIONS_ENGINE
ifeq ($(origin LANG),command line)
override EDITIONS_LANG := $(value LANG)
export EDITIONS_LANG
endif
ifeq ($(origin EDITION),command line)
override EDITIONS_EDITION := $(value EDITION)
export EDITIONS_EDITION
endif
ifeq ($(origin TO),command line)
override EDITIONS_TO := $(value TO)
export EDITIONS_TO
endif
ifeq ($(origin CORPUS),command line)
override EDITIONS_CORPUS := $(value CORPUS)
export EDITIONS_CORPUS
endif
ifeq ($(origin ENGINE),command line)
override EDITIONS_ENGINE := $(value ENGINE)
export EDITIONS_ENGINE
endif
MAKEOVERRIDES :=
override LANG := C.UTF-8
override LC_ALL := C.UTF-8
override EDITION :=
override TO :=
override CORPUS :=
override ENGINE :=
export LANG LC_ALL
unexport LANGUAGE EDITION TO CORPUS ENGINE

PYTHON   := .venv/bin/python
EDITIONS := .venv/bin/editions
LANGS     = -- $${EDITIONS_LANG+"$$EDITIONS_LANG"}
EDITION_  = $${EDITIONS_EDITION+"--edition=$$EDITIONS_EDITION"}
TO_       = $${EDITIONS_TO+"--to=$$EDITIONS_TO"}
ENGINE_   = $${EDITIONS_ENGINE+"--engine=$$EDITIONS_ENGINE"}
CORPUS_   = $${EDITIONS_CORPUS+"--corpus=$$EDITIONS_CORPUS"}

.PHONY: help setup extract update tidy prefill engines check status review approve recover html pdf epub text social leaflet site publish test test-all lint bench fuzz clean

help:  ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 12

# ---- the way of a text -------------------------------------------------------------------------------------------
extract: .venv/ready  ## templates from the source
	@$(EDITIONS) extract
update: .venv/ready  ## catalogs follow the templates: make update LANG=de
	@$(EDITIONS) update $(LANGS)
tidy: .venv/ready  ## catalogs in the form of GNU gettext, unwrapped
	@$(EDITIONS) tidy $(LANGS)
prefill: .venv/ready  ## machine drafts for what is missing: make prefill LANG=de ENGINE=google
	@$(EDITIONS) prefill $(ENGINE_) $(LANGS)
review: .venv/ready  ## what to look at next: make review LANG=de
	@$(EDITIONS) review $(LANGS)
approve: .venv/ready  ## sign that paragraphs are right: lists them, asks, signs with your SSH key
	@$(EDITIONS) approve $(LANGS)
recover: .venv/ready  ## texts that another program overwrote; editions recover de --take KEY puts one back
	@$(EDITIONS) recover $(LANGS)
engines: .venv/ready  ## which engines work here for which languages, and what each sends where
	@$(EDITIONS) engines
check: .venv/ready  ## is it safe, complete, true to the source?
	@$(EDITIONS) check $(LANGS)
status: .venv/ready  ## how far each language is, and what keeps it from being published
	@$(EDITIONS) status $(LANGS)

# ---- editions ----------------------------------------------------------------------------------------------------
html: .venv/ready  ## pages: make html LANG=de | LANG="de fr" | LANG=all; EDITION=release
	@$(EDITIONS) html $(EDITION_) $(LANGS)
pdf: .venv/ready  ## print: make pdf LANG=de
	@$(EDITIONS) pdf $(EDITION_) $(LANGS)
epub: .venv/ready  ## e-books: make epub LANG=de
	@$(EDITIONS) epub $(EDITION_) $(LANGS)
text: .venv/ready  ## plain text: make text LANG=de
	@$(EDITIONS) text $(EDITION_) $(LANGS)
social: .venv/ready  ## a short text for messages: make social LANG=de
	@$(EDITIONS) social $(EDITION_) $(LANGS)
leaflet: .venv/ready  ## pages of A5 on sheets of A4, to print on both sides and fold
	@$(EDITIONS) leaflet $(EDITION_) $(LANGS)
site: .venv/ready  ## a preview of everything in build/site
	@$(EDITIONS) site $(LANGS)
publish: .venv/ready  ## release what the policy allows: make publish TO=file:public
	@$(EDITIONS) publish $(TO_) $(LANGS)

# ---- the program -------------------------------------------------------------------------------------------------
setup: .venv/ready  ## install everything into .venv
test: .venv/ready  ## the tests, without network and servers
	@$(PYTHON) -m pytest -q -n auto --dist loadgroup -m "not slow"
test-all: .venv/ready  ## all tests, the long proofs too
	@$(PYTHON) -m pytest -q -n auto --dist loadgroup
lint: .venv/ready  ## ruff and mypy
	@$(PYTHON) -m ruff check . && $(PYTHON) -m ruff format --check . && $(PYTHON) -m mypy
bench: .venv/ready  ## figures beside other programs, on other people's catalogs: make bench CORPUS=DIR
	@$(PYTHON) tests/bench $(CORPUS_)
fuzz: .venv/fuzz  ## random texts for what takes a stranger's text, 20 seconds for each of tests/fuzz/targets
	@$(PYTHON) tests/fuzz --seconds 20
clean:  ## delete build/; what must last is in docs/ and locales/
	@rm -rf build

.venv/ready: scripts/requirements.lock pyproject.toml
	@test -x $(PYTHON) || python3 -m venv .venv
	@echo "setting up .venv (once, about a minute) ..."
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement scripts/requirements.lock
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/fuzz: .venv/ready tests/fuzz/requirements.lock
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement tests/fuzz/requirements.lock
	@touch $@
