"""Spelling: which dictionary speaks for a language, which words are told, and what is said where nothing is checked."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from editions.catalog import Catalog
from editions.checks import spelling as rule
from editions.language import Language
from editions.pipeline.texts import View, run_check
from editions.project import Project
from editions.spelling import Dictionary, Spelling, find, spelt
from helpers import SAMPLE, copy_project

DICTIONARIES = Path(__file__).parent / "checks" / "dictionaries"
HEADER = b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A fresh copy of the sample, on a system without dictionaries; those for tests are the project's own."""
    monkeypatch.setenv("DICPATH", "")
    root = copy_project(SAMPLE, tmp_path / "sample")
    settings = root / "pyproject.toml"
    table = settings.read_text(encoding="utf-8")
    settings.write_text(
        table.replace("[tool.editions]\n", '[tool.editions]\ndictionaries = "words"\n'), encoding="utf-8"
    )
    (root / "words").mkdir()
    return Project.load(root)


def _bring(project: Project, *names: str) -> None:
    for name in names:
        for ending in (".aff", ".dic"):
            (project.root / "words" / f"{name}{ending}").write_bytes(
                (DICTIONARIES / f"{name}{ending}").read_bytes()
            )


def _told(language: Language, *pairs: tuple[str, str]) -> list[str]:
    text = "".join(f'msgid "{source}"\nmsgstr "{target}"\n\n' for source, target in pairs)
    path = Path("/locales/xx/LC_MESSAGES/a.po")
    units = Catalog.parse(HEADER + text.encode(), path, root=Path("/"), domain="a").units
    return [finding.text for finding in rule.check(units, language)]


GERMAN = Language("de", spelling=Spelling(Dictionary(DICTIONARIES / "de_DE.aff")))


def test_the_report_says_where_spelling_is_not_checked(project: Project) -> None:
    """A language without a dictionary has it in its line, one with a dictionary and the source language have not."""
    _bring(project, "de_DE")
    text, _ = run_check(project, ["all"], View())
    lines = {line.split(" ")[0]: line for line in text.splitlines() if line[2:4] == " ("}
    assert lines["ar"].endswith("; spelling: not checked, no dictionary is installed")
    assert "spelling" not in lines["de"]
    assert "spelling" not in lines["en"]


def test_programs_are_told_what_was_not_checked(project: Project) -> None:
    """The report in JSON lists language, rule and reason."""
    text, _ = run_check(project, ["de", "ar"], View("json"))
    assert json.loads(text)["unchecked"] == [
        {"language": code, "rule": "spelling", "why": "no dictionary is installed"} for code in ("de", "ar")
    ]


def test_a_missing_library_is_no_failure(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said, and everything else is checked."""
    _bring(project, "de_DE")
    monkeypatch.setitem(sys.modules, "hunspell", None)
    text, _ = run_check(project, ["de"], View())
    assert text.splitlines()[-1].endswith("; spelling: not checked, the library chunspell is missing")


@pytest.mark.parametrize("code", ["zh_CN", "ja", "th", "km", "my"])
def test_words_that_are_not_parted_cannot_be_looked_up(project: Project, code: str) -> None:
    """Chinese, Japanese, Thai, Khmer and Burmese are not checked, whatever is installed."""
    assert spelt(project, Language(code)).unspelt == "words are not parted by spaces"


@pytest.mark.parametrize(
    ("code", "files", "found"),
    [
        ("de", "de_AT de_DE", "de_DE"),
        ("de", "de_AT de_CH", "de_AT"),
        ("de_AT", "de_DE", None),
        ("fr_CA", "fr", "fr"),
        ("pt_BR", "pt_PT", None),
        ("pt", "pt_PT", "pt_PT"),
        ("sr", "sr_Latn_RS", None),
        ("sr_Latn", "sr_RS sr_Latn_RS", "sr_Latn_RS"),
        ("sr@latin", "sr_RS sr_Latn_RS", "sr_Latn_RS"),
        ("sr", "sr_RS", "sr_RS"),
        ("nb", "nn_NO nb_NO", "nb_NO"),
        ("eo", "eo", "eo"),
        ("hi", "hi_IN", "hi_IN"),
        ("ta", "te_IN", None),
    ],
)
def test_which_dictionary_speaks_for_a_language(
    tmp_path: Path, code: str, files: str, found: str | None
) -> None:
    """The likely country's, else any other one's; a country that is named, and a script, are not exchanged."""
    for name in files.split():
        (tmp_path / f"{name}.aff").touch()
        (tmp_path / f"{name}.dic").touch()
    path = find(Language(code), [tmp_path / "nowhere", tmp_path])
    assert (path.stem if path else None) == found


def test_a_word_is_told_once_with_the_number_of_texts() -> None:
    """Also where it stands in several texts; in four it is the project's own."""
    texts = [(f"The struggle {number}", "Der Kampff für die Demokratie") for number in range(4)]
    assert _told(GERMAN, *texts[:1]) == ["“Kampff” is in no dictionary of German"]
    assert _told(GERMAN, *texts[:2]) == ["“Kampff” is in no dictionary of German (also in 1 other text)"]
    assert _told(GERMAN, *texts[:3]) == ["“Kampff” is in no dictionary of German (also in 2 other texts)"]
    assert _told(GERMAN, *texts) == []


@pytest.mark.parametrize(
    "target",
    [
        "Der Kampf für wsws.org, info@example.org, /usr/lib/xorg, --quiet, utf8mb4, $PATH, config.inc",
        "Der ``Kampff`` für die NATO, WSWS und WikiLeaks",
        "Assanges Kampf für die Demokratie",
        "Der Online-Kampff, Demokratie-",
        "Δημοκρατία und Борьба",
        "De strijd voor het socialisme vraagt om democratie en vrijheid voor iedereen",
    ],
)
def test_what_is_no_mistake(target: str) -> None:
    """Addresses, files, options, code, acronyms, names of the source, other scripts, a text in another language."""
    assert _told(GERMAN, ("Assange’s and the struggle", target)) == []


def test_names_and_words_of_the_project_are_right(project: Project) -> None:
    """Those of names.toml also inflected, those of the list as they stand, in small letters or large."""
    _bring(project, "ru_RU", "de_DE")
    names = '[[name]]\nsource = "Belmarsh"\nru = "Белмарш"\nde = "Belmarsch"\n'
    (project.locales / "names.toml").write_text(names, encoding="utf-8")
    pair = ("The struggle", "Белмарша борьба за демократию.")
    assert _told(spelt(project, Language("ru")), pair) == []
    pair = ("The struggle", "Kampf für Belmarsch, Hausarest und Mahnwachn")
    assert len(_told(spelt(project, Language("de")), pair)) == 2
    (project.root / "words" / "de.txt").write_text("# our words\nhausarest\nMahnwachn\n", encoding="utf-8")
    assert _told(spelt(project, Language("de")), pair) == []


def test_dictionaries_in_old_encodings_are_read(tmp_path: Path) -> None:
    """Windows' Cyrillic, which Hunspell names in its own way; a letter that it has not is no mistake."""
    (tmp_path / "bg_BG.aff").write_bytes(b"SET microsoft-cp1251\n")
    (tmp_path / "bg_BG.dic").write_bytes("2\nборба\nза\n".encode("cp1251"))
    dictionary = Dictionary(tmp_path / "bg_BG.aff")
    assert [dictionary.knows(word) for word in ("борба", "боръб", "ѝѣѫ")] == [True, False, True]


def test_another_word_is_proposed() -> None:
    """One that the texts have elsewhere, or one with two letters changed about; else nothing is guessed."""
    text = 'msgid "a"\nmsgstr "Demokratie"\n\nmsgid "b"\nmsgstr "Demokatie und Kapmf und Xyzzyq"\n'
    path = Path("/locales/xx/LC_MESSAGES/a.po")
    units = Catalog.parse(HEADER + text.encode(), path, root=Path("/"), domain="a").units
    fixes = [finding.fix or "" for finding in rule.check(units, GERMAN)]
    assert fixes[:2] == ["is it “Demokratie”?", "is it “Kampf”?"]
    assert "is it" not in fixes[2]


def test_nobody_asks_no_answer() -> None:
    """A language whose spelling was not asked for has no findings, and is the same language."""
    assert _told(Language("de"), ("The struggle", "Der Kampff")) == []
    assert Language("de") == GERMAN
