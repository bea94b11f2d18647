"""`editions check`: its report, its exit codes, and which units a build then refuses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polib
import pytest

from helpers import Built, bare, change, content, daily, editions, parse, unit_key, words

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = {"path", "line", "rule", "severity", "text", "fix"}
REFUSED = {
    "a link that the source has not": "Nach der `Sonne <https://evil.example>`__, nicht nach der Uhr.",
    "a script": "Nach der `Sonne <javascript:alert(1)>`__.",
    "a directive": ".. include:: ../../pyproject.toml",
    "a role that runs things": ":download:`../../pyproject.toml`",
    "broken markup": "Nach der **Sonne, nicht nach der Uhr.",
    "two paragraphs": "Nach der Sonne.\n\nNicht nach der Uhr.",
    "raw HTML": ".. raw:: html\n\n   <script>alert(1)</script>",
    "a substitution that the source has not": "Nach der |station|.",
}
SOURCE = "By the sun, not by the clock."


def report(root: Path, *words: str, code: int) -> list[dict[str, Any]]:
    """The problems that check reports as JSON, after its exit code and form were seen."""
    run = editions(root, "check", "--format", "json", *words)
    assert run.code == code, run.said
    data = json.loads(run.out)
    assert data["version"] == 1
    problems = data["problems"]
    assert all(set(problem) == FIELDS for problem in problems)
    assert problems == sorted(problems, key=lambda each: (each["path"], each["line"], each["rule"]))
    return problems


def line_of(catalog: Path, source: str) -> int:
    """The line of a unit's translation, from 1."""
    lines = catalog.read_text("utf-8").splitlines()
    at = lines.index(f'msgid "{source}"')
    return next(number for number in range(at, len(lines)) if lines[number].startswith("msgstr")) + 1


def test_the_sample_has_no_error(built_sample: Built):
    """Drafts, gaps and changed units are work, not errors."""
    run = built_sample.runs["check"]
    assert run.code == 0, run.said
    assert all(problem["severity"] != "error" for problem in json.loads(run.out)["problems"])


def test_this_project_has_no_error(own: Path):
    """The resolution, its translations and their catalogs pass every check."""
    assert all(problem["severity"] != "error" for problem in report(own, code=0))


@pytest.mark.parametrize("reason", daily(REFUSED, 2))
def test_a_refused_unit_is_an_error_and_built_as_source(sample: Path, reason: str):
    """Check names file and line; the build shows the source's text in its place, says so, and ends with 1."""
    catalog = change(sample, "de", SOURCE, msgstr=REFUSED[reason], tcomment="", flags=[])
    problems = [each for each in report(sample, "de", code=1) if each["severity"] == "error"]
    place = (catalog.relative_to(sample).as_posix(), line_of(catalog, SOURCE))
    assert {(each["path"], each["line"]) for each in problems} == {place}
    run = editions(sample, "html", "de")
    assert run.code == 1, run.said
    assert f"{place[0]}:{place[1]}" in run.said
    assert "Traceback" not in run.said
    assert "msgstr" not in run.said
    page = parse(sample / "build/de/html/diary.html")
    note = next(node for node in content(page).xpath(".//*[@data-unit]") if SOURCE in words(node))
    assert note.xpath("string((ancestor-or-self::*[@lang])[last()]/@lang)") == "en"
    text = (sample / "build/de/html/diary.html").read_text("utf-8")
    assert "evil.example" not in text
    assert "javascript:" not in text
    assert "alert(1)" not in text
    assert "[tool.editions]" not in text
    assert bare("Wer nach neun aufwacht") in bare(words(content(page)))


def test_check_reads_only_the_languages_it_is_given(sample: Path):
    """An error in Arabic is not German's."""
    change(sample, "ar", SOURCE, msgstr="**", tcomment="", flags=[])
    report(sample, "de", code=0)
    report(sample, "ar", code=1)
    report(sample, code=1)


def test_the_text_report_says_where_and_what(sample: Path):
    """`path:line: text [rule]`, one problem a line, in a translator's words."""
    catalog = change(sample, "de", SOURCE, msgstr="Nach der **Sonne.", tcomment="", flags=[])
    run = editions(sample, "check", "de")
    assert run.code == 1
    assert f"{catalog.relative_to(sample).as_posix()}:{line_of(catalog, SOURCE)}: " in run.out
    assert "msgstr" not in run.said


FLAWS = {
    "straight quotation marks": ("The struggle for socialism", 'The "struggle" for socialism'),
    "a straight apostrophe": ("Assange’s involuntary", "Assange's involuntary"),
    "two spaces": ("The struggle for socialism", "The  struggle for socialism"),
    "no final punctuation": ("democracy requires socialism.", "democracy requires socialism"),
    "a broken link": (
        "`wsws.org/contact <https://wsws.org/contact>`__",
        "`wsws.org/contact <https:/wsws.org/contact>`__",
    ),
}


@pytest.mark.parametrize("flaw", FLAWS)
def test_a_flaw_in_the_source_is_an_error_here(own: Path, flaw: str):
    """What would hurt every translation is refused with file and line."""
    document = own / "docs/free-julian-assange.rst"
    good, bad = FLAWS[flaw]
    text = document.read_text("utf-8")
    assert text.count(good) == 1
    document.write_text(text.replace(good, bad), encoding="utf-8")
    line = next(
        number for number, each in enumerate(document.read_text("utf-8").splitlines(), 1) if bad in each
    )
    errors = [each for each in report(own, "en", code=1) if each["severity"] == "error"]
    assert {(each["path"], each["line"]) for each in errors} == {("docs/free-julian-assange.rst", line)}


def test_the_source_is_checked_with_all_and_not_with_a_translation(own: Path):
    """`check` lints the source as `check en` does; `check de` leaves it alone."""
    document = own / "docs/free-julian-assange.rst"
    document.write_text(
        document.read_text("utf-8").replace("The struggle for", "The  struggle for"), encoding="utf-8"
    )
    assert any(each["path"].startswith("docs/") for each in report(own, code=1))
    assert not any(each["path"].startswith("docs/") for each in report(own, "de", code=0))


@pytest.mark.parametrize("flaw", ["straight quotation marks", "two spaces", "no final punctuation"])
def test_a_flaw_in_the_source_is_a_warning_elsewhere(sample: Path, flaw: str):
    """An adopted project is told, and not stopped."""
    document = sample / "docs/instruments.rst"
    changes = {
        "straight quotation marks": ("say so.", 'say "so".'),
        "two spaces": ("wait; if", "wait;  if"),
        "no final punctuation": ("say so.", "say so"),
    }
    document.write_text(document.read_text("utf-8").replace(*changes[flaw]), encoding="utf-8")
    found = [each for each in report(sample, "en", code=0) if each["path"] == "docs/instruments.rst"]
    assert {each["severity"] for each in found} == {"warning"}


DAMAGE = {
    "cut off within a unit": lambda data: data[: data.index(b'msgstr "Nach der Sonne') + 12],
    "an unclosed quotation mark": lambda data: data.replace(b'nicht nach der Uhr."', b"nicht nach der Uhr."),
    "not UTF-8": lambda data: data.replace("für".encode(), b"f\xfcr"),
    "a merge that was not resolved": lambda data: data.replace(
        b'\nmsgid "Gaps"', b'\n<<<<<<< HEAD\nmsgid "Gaps"'
    ),
}


@pytest.mark.parametrize("damage", daily(DAMAGE, 2))
def test_a_damaged_catalog_stops_its_language_and_no_other(sample_built: Path, damage: str):
    """Exit 1 with path and line; its earlier pages and the file stay byte for byte; the others are built."""
    catalog = sample_built / "locales/de/LC_MESSAGES/diary.po"
    data = DAMAGE[damage](catalog.read_bytes())
    assert data != catalog.read_bytes()
    catalog.write_bytes(data)
    change(sample_built, "ar", "An old custom", msgstr="عادة موروثة", tcomment="", flags=[])
    pages = {path: path.read_bytes() for path in (sample_built / "build/de/html").rglob("*.html")}
    run = editions(sample_built, "html")
    assert run.code == 1, run.said
    assert "locales/de/LC_MESSAGES/diary.po:" in run.said
    assert "Traceback" not in run.said
    assert pages
    assert {path: path.read_bytes() for path in pages} == pages
    assert "عادة موروثة" in (sample_built / "build/ar/html/diary.html").read_text("utf-8")
    assert catalog.read_bytes() == data
    errors = [each for each in report(sample_built, "de", code=1) if each["severity"] == "error"]
    assert {each["path"] for each in errors} == {"locales/de/LC_MESSAGES/diary.po"}
    assert all(each["line"] > 1 for each in errors)


@pytest.mark.parametrize("stage", ["update", "prefill"])
def test_no_stage_writes_into_a_damaged_catalog(sample: Path, stage: str):
    """A file that could not be read is not written over."""
    catalog = sample / "locales/de/LC_MESSAGES/diary.po"
    data = catalog.read_bytes()[:900]
    catalog.write_bytes(data)
    run = editions(sample, stage, "de")
    assert run.code in {1, 2}, run.said
    assert "locales/de/LC_MESSAGES/diary.po:" in run.said
    assert "Traceback" not in run.said
    assert catalog.read_bytes() == data


def test_a_catalog_that_is_a_link_is_refused(sample: Path):
    """A link could lead anywhere; its target is neither read into a page nor written."""
    secret = sample.parent / "secret.po"
    secret.write_text('msgid "The instruments"\nmsgstr "GEHEIM"\n', encoding="utf-8")
    catalog = sample / "locales/de/LC_MESSAGES/instruments.po"
    catalog.unlink()
    catalog.symlink_to(secret)
    run = editions(sample, "html", "de")
    assert run.code == 1, run.said
    assert "locales/de/LC_MESSAGES/instruments.po" in run.said
    assert not any("GEHEIM" in page.read_text("utf-8") for page in (sample / "build").rglob("*.html"))


def test_strings_of_the_theme_cannot_be_replaced_by_a_catalog(sample: Path):
    """Sphinx would take any `sphinx.po` beside the catalogs as its own interface, unescaped."""
    catalog = polib.POFile(wrapwidth=0)
    catalog.metadata = {"Language": "de", "Content-Type": "text/plain; charset=UTF-8"}
    catalog.append(polib.POEntry(msgid="Note", msgstr="<script>alert(1)</script>"))
    catalog.save(str(sample / "locales/de/LC_MESSAGES/sphinx.po"))
    run = editions(sample, "html", "de")
    assert "Traceback" not in run.said
    for page in (sample / "build/de").rglob("*.html"):
        assert "alert(1)" not in page.read_text("utf-8")


@pytest.mark.tool("ssh-keygen")
def test_a_signed_waiver_silences_one_rule_on_one_text(sample: Path):
    """Who signs that a rule is wrong about a text is believed, until the text changes; all else is still told."""
    source = "An old custom"

    def rules() -> set[str]:
        problems = report(sample, "de", code=0)
        return {
            problem["rule"] for problem in problems if problem["rule"] != "numbers"
        }  # of an outdated text

    change(sample, "de", source, msgstr="Ein alter  Brauch ", flags=[])
    assert rules() == {"doubled-space", "edge-space"}
    (sample / "keys/anna").chmod(0o600)
    signing = ("--key", str(sample / "keys/anna"), "--yes", "--unit", unit_key("diary", source))
    run = editions(
        sample, "approve", "de", *signing, "--waive", "doubled-space", "--reason", "Set so in print."
    )
    assert run.code == 0, run.said
    assert rules() == {"edge-space"}
    change(sample, "de", source, msgstr="Ein  alter Brauch")
    assert rules() == {"doubled-space"}
