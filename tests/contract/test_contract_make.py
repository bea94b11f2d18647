"""The contract of make: which LANG is believed, what is refused, where things go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers import make

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.tool("make"), pytest.mark.tool("git")]

EVIL = [
    "xx",
    "",
    " ",
    "../../etc",
    "de/../../..",
    "$(shell touch pwned)",
    "$$(touch pwned)",
    "`touch pwned`",
    "de; touch pwned",
    "de' && touch pwned '",
    '"; touch pwned; "',
    "--help",
]


def editions_in(root: Path) -> set[str]:
    """The codes of the languages whose pages are there."""
    return {page.parent.parent.name for page in (root / "build").glob("*/html/index.html")}


def pwned(root: Path) -> bool:
    """True where a value was run as a command."""
    return any(root.parent.rglob("pwned"))


@pytest.mark.parametrize(("value", "expected"), [("de", {"de"}), ("de ar", {"de", "ar"}), ("en", {"en"})])
def test_lang_names_the_editions_that_are_built(own: Path, value: str, expected: set[str]):
    """LANG takes one code, several, and the source language."""
    run = make(own, "html", f"LANG={value}")
    assert run.code == 0, run.said
    assert editions_in(own) == expected


def test_no_lang_builds_all_whatever_the_environment_says(own: Path):
    """The locale of the person's shell is no choice of an edition, and an EDITION there neither."""
    run = make(own, "html", LANG="de_AT.UTF-8", EDITION="release", LANGUAGE="de")
    assert run.code == 0, run.said
    assert editions_in(own) == {"en", "de", "ar", "zh_CN"}
    assert not (own / "build" / "release").exists()


def test_a_language_code_in_the_environment_builds_all(own: Path):
    """Not even `LANG=de make html`, which looks like the command line's form, narrows the choice."""
    run = make(own, "html", LANG="de")
    assert run.code == 0, run.said
    assert editions_in(own) == {"en", "de", "ar", "zh_CN"}


def test_lang_all_builds_all(own: Path):
    """The word `all` is every language."""
    run = make(own, "html", "LANG=all")
    assert run.code == 0, run.said
    assert editions_in(own) == {"en", "de", "ar", "zh_CN"}


@pytest.mark.parametrize("value", EVIL)
def test_a_lang_that_is_no_language_is_refused(own: Path, value: str):
    """Unknown, empty, path-like and command-like values end with 2 and a message; nothing is run or built."""
    run = make(own, "html", f"LANG={value}")
    assert run.refused(), run
    assert not pwned(own)
    assert not editions_in(own)


def test_no_other_variable_is_run_as_a_command(own: Path):
    """EDITION, TO, CORPUS and ENGINE are as safe as LANG, from the command line and from the environment."""
    names = ("EDITION", "TO", "CORPUS", "ENGINE")
    make(own, "status", *(f"{name}=$(shell touch pwned)" for name in names))
    make(own, "publish", "prefill", "-k", "LANG=xx", *(f"{name}=`touch pwned`" for name in names))
    make(own, "status", **dict.fromkeys((*names, "LANG"), "$(shell touch pwned)"))
    assert not pwned(own)


def test_an_unknown_edition_is_refused(own: Path):
    """EDITION knows `working` and `release`, no third."""
    run = make(own, "html", "LANG=en", "EDITION=draft")
    assert run.refused(), run
    assert "draft" in run.said


def test_edition_release_builds_what_would_be_published(own: Path):
    """The release goes to a place of its own and leaves the working edition's alone."""
    run = make(own, "html", "LANG=en", "EDITION=release")
    assert run.code == 0, run.said
    assert (own / "build/release/en/html/index.html").is_file()
    assert not (own / "build/en").exists()


def test_pdf_lies_where_the_contract_says(own: Path):
    """The document is a book named after itself, in a folder of its language."""
    run = make(own, "pdf", "LANG=de")
    assert run.code == 0, run.said
    assert [path.name for path in (own / "build/de/pdf").glob("*.pdf")] == ["free-julian-assange.pdf"]


def test_problems_that_were_found_turn_into_two(own: Path):
    """Make knows one failure: a check that found an error ends make with 2."""
    document = own / "docs/free-julian-assange.rst"
    document.write_text(
        document.read_text("utf-8").replace("requires socialism.", 'requires  "socialism'), encoding="utf-8"
    )
    run = make(own, "check", "LANG=en")
    assert run.code == 2, run.said
    assert "docs/free-julian-assange.rst:" in run.said


def test_publish_takes_its_target_from_to(own: Path):
    """TO names where the release goes."""
    run = make(own, "publish", "TO=file:elsewhere")
    assert run.code == 0, run.said
    assert list((own / "elsewhere").rglob("index.html"))
    assert not (own / "public").exists()


@pytest.mark.parametrize("target", ["extract", "update", "status", "review", "site", "clean", "help"])
def test_every_target_of_this_stage_works(own: Path, target: str):
    """Each of these needs nothing but itself."""
    run = make(own, target)
    assert run.code == 0, run.said


def test_extract_and_update_change_nothing_when_nothing_changed(own: Path):
    """The catalogs that are kept are in their final form: the stages leave every byte as it is."""
    before = {path: path.read_bytes() for path in sorted((own / "locales").rglob("*.po*"))}
    assert make(own, "extract").code == 0
    assert make(own, "update").code == 0
    assert {path: path.read_bytes() for path in sorted((own / "locales").rglob("*.po*"))} == before


def test_clean_removes_what_was_built_and_nothing_else(own: Path):
    """The build folder may go at any time; the texts and the save log stay."""
    (own / "build/de").mkdir(parents=True)
    (own / ".editions").mkdir(exist_ok=True)
    kept = {
        path: path.read_bytes()
        for name in ("docs", "locales")
        for path in (own / name).rglob("*")
        if path.is_file()
    }
    assert make(own, "clean").code == 0
    assert not (own / "build").exists()
    assert (own / ".editions").is_dir()
    assert {path: path.read_bytes() for path in kept} == kept
