"""What rules had nothing to say about is remembered, and nothing else: a second check says the same, only sooner."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from editions import checks
from editions.catalog import Unit
from editions.check import check
from editions.language import Language
from editions.project import Project
from editions.quiet import Quiet
from editions.spelling import Dictionary
from editions.terms import Term, Terms

if TYPE_CHECKING:
    from pathlib import Path

GERMAN = Language("de")
UNIT = Unit(
    "locales/de/LC_MESSAGES/a.po", "a", None, "The working class.", targets=("Die Arbeiterklasse.",), line=9
)
HEAD = 'msgid ""\nmsgstr ""\n"Language: de\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
RULES = checks.rules("unit")
TERM = Term("working class", "term", {"de": ("Arbeiterklasse",)}, {"de": ("Arbeiterschaft", "Werktätige")})


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def make(root: Path, *targets: str) -> Project:
    """A project with a German catalog of these translations."""
    (root / "docs").mkdir(exist_ok=True)
    (root / "docs/conf.py").touch()
    folder = root / "locales/de/LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    units = (f'msgid "Sentence {number} of all."\nmsgstr "{each}"\n' for number, each in enumerate(targets))
    (folder / "a.po").write_text(HEAD + "\n".join(units), encoding="utf-8")
    return Project.load(root)


def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources of the units that rules look at, from now on."""
    seen: list[str] = []
    real = checks.rules("unit")[0]

    def run(unit: Unit, *beside: object) -> object:
        seen.append(unit.source)
        return real.run(unit, *beside)

    run.__module__ = real.run.__module__
    watched = (replace(real, run=run), *checks.rules("unit")[1:])
    former = checks.rules
    monkeypatch.setattr("editions.check.rules", lambda scope: watched if scope == "unit" else former(scope))
    return seen


def test_a_second_check_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the units with findings are looked at again, and all that was said is said again."""
    project = make(tmp_path, "Satz 0 von allen.", "Satz  1 von allen.", "Satz 7 von allen.")
    first = check(project, project.languages)
    assert {problem.rule for problem in first} >= {"doubled-space", "numbers"}
    seen = calls(monkeypatch)
    assert check(project, project.languages) == first
    assert seen == ["Sentence 1 of all.", "Sentence 2 of all."]


def test_a_change_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quiet unit whose text changed is looked at; one that only moved in its file is not."""
    project = make(tmp_path, "Satz 0 von allen.", "Satz 1 von allen.")
    assert check(project, project.languages) == []
    path = tmp_path / "locales/de/LC_MESSAGES/a.po"
    path.write_text(path.read_text().replace("\nmsgid", "\n\n\nmsgid", 1).replace("Satz 1", "Satz 4"))
    seen = calls(monkeypatch)
    assert [problem.rule for problem in check(project, project.languages)] == ["numbers"]
    assert seen == ["Sentence 1 of all."]


def test_what_rules_rest_on_is_part_of_it() -> None:
    """Another language, names and terms, or rules are another matter; a place in a file is not."""
    quiet = Quiet(GERMAN, Terms((TERM,)), RULES)
    quiet.add(UNIT)
    quiet.keep()
    assert Quiet(GERMAN, Terms((TERM,)), RULES).knows(replace(UNIT, line=20, catalog="b.po"))
    assert not Quiet(GERMAN, Terms(), RULES).knows(UNIT)
    assert not Quiet(GERMAN, Terms((replace(TERM, keep=True),)), RULES).knows(UNIT)
    assert not Quiet(Language("de_AT"), Terms((TERM,)), RULES).knows(UNIT)
    assert not Quiet(GERMAN, Terms((TERM,)), RULES).knows(replace(UNIT, flags=("fuzzy",)))


def test_another_program_believes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a change of the program's own code, or of a library under it, all is looked at again."""
    quiet = Quiet(GERMAN, Terms(), RULES)
    quiet.add(UNIT)
    quiet.keep()
    monkeypatch.setattr("editions.quiet._program", lambda: "0123456789abcdef")
    assert not Quiet(GERMAN, Terms(), RULES).knows(UNIT)


def test_words_are_asked_for_once(tmp_path: Path) -> None:
    """What a dictionary said of a word is known without reading it, until its files change."""
    affixes, words = tmp_path / "xx_XX.aff", tmp_path / "xx_XX.dic"
    affixes.write_text("SET UTF-8\n")
    words.write_text("1\nWort\n")
    first = Dictionary(affixes)
    assert (first.knows("Wort"), first.knows("Wrot")) == (True, False)
    first.keep()
    second = Dictionary(affixes)
    assert (second.knows("Wort"), second.knows("Wrot")) == (True, False)
    assert second._library is None
    words.write_text("2\nWort\nWrot\n")
    assert Dictionary(affixes).knows("Wrot")
