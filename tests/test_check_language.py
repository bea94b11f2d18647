"""Rules that compare the units of a language with each other: their samples, and how the stage runs and waives them."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from editions.catalog import Catalog
from editions.check import check
from editions.checks import rules
from editions.fingerprint import text_hash
from editions.language import Language
from editions.project import Project
from editions.spelling import Dictionary, Spelling, find
from helpers import SAMPLE, copy_project

if TYPE_CHECKING:
    from editions.checks import Rule

HEADER = b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
TITLE = re.compile(r"^(?P<kind>Bad|Good) \((?P<language>\w+)\):\n(?P<text>(?:    .*\n|\n)+)", re.MULTILINE)
SAMPLES = [
    pytest.param(rule, match, id=f"{rule.name}-{number}")
    for rule in rules("language")
    for number, match in enumerate(TITLE.finditer(rule.help + "\n"))
]
DICTIONARIES = Path(__file__).parent / "checks" / "dictionaries"  # tiny ones, so that no system's is needed
TWICE = 'msgid "A sentence that stands twice."\nmsgstr "{}"\n'


def _units(text: str) -> list:
    path = Path("/locales/xx/LC_MESSAGES/a.po")
    catalog = Catalog.parse(HEADER + text.encode(), path, root=Path("/"), domain="a")
    return list(catalog.units)


def _spelt(code: str) -> Language:
    affixes = find(Language(code), [DICTIONARIES])
    return Language(code, spelling=Spelling(Dictionary(affixes)) if affixes else None)


@pytest.mark.parametrize(("rule", "sample"), SAMPLES)
def test_samples_of_rules_about_a_language_are_true(rule: Rule, sample: re.Match[str]) -> None:
    """What a rule's page calls bad is found by that rule, with the unit that is meant; what it calls good is not."""
    units = _units(inspect.cleandoc("\n" + sample["text"]) + "\n")
    found = list(rule.run(units, _spelt(sample["language"])))
    assert bool(found) == (sample["kind"] == "Bad")
    assert all(finding.unit in units for finding in found)


@pytest.mark.parametrize("rule", rules("language"), ids=lambda rule: rule.name)
def test_a_language_without_units_has_no_findings(rule: Rule) -> None:
    """Nothing to compare is nothing to say."""
    assert list(rule.run([], Language("de"))) == []


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A fresh copy of the sample, in which one sentence is translated in two ways."""
    project = Project.load(copy_project(SAMPLE, tmp_path / "sample"))
    for name, text in (
        ("diary", "Ein Satz, der zweimal dasteht."),
        ("index", "Dieser Satz steht zweimal da."),
    ):
        path = project.catalog(Language("de"), name)
        before = path.read_text(encoding="utf-8").rstrip("\n")
        path.write_text(f"{before}\n\n{TWICE.format(text)}", encoding="utf-8")
    return project


def test_units_of_different_catalogs_are_compared(project: Project) -> None:
    """The later of two translations is blamed, in its own catalog, and the first one is quoted."""
    (problem,) = [each for each in check(project, [Language("de")]) if each.rule == "consistency"]
    assert problem.path == "locales/de/LC_MESSAGES/index.po"
    assert "diary.po" in problem.text
    assert "Ein Satz, der zweimal dasteht." in (problem.fix or "")


def test_rules_about_a_language_can_be_waived(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A finding goes when somebody signed that the rule is wrong about this text, and comes back with another text."""
    ledger = _Ledger(project)
    assert any(each.rule == "consistency" for each in check(project, [Language("de")]))
    monkeypatch.setattr("editions.check.overwritten", lambda *_: ())
    monkeypatch.setattr("editions.check.vanished", lambda *_: ())
    assert not [
        each for each in check(project, [Language("de")], ledger=ledger) if each.rule == "consistency"
    ]


class _Ledger:
    """What `check` asks of a ledger for waivers, in place of signed journals."""

    problems = ()

    def __init__(self, project: Project) -> None:
        path = project.catalog(Language("de"), "index")
        unit = next(unit for unit in Catalog.load(path, root=project.root).units if "twice" in unit.source)
        self.waivers = frozenset({("consistency", "de", text_hash(unit))})
