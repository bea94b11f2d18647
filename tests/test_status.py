"""The stage status and the release policy: counts that add up, and reasons that a coordinator understands."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from editions.catalog import Catalog
from editions.check import check
from editions.journal import read_ledger
from editions.language import Language
from editions.policy import releasable
from editions.problem import Problem
from editions.project import Policy, Project
from editions.state import STATES
from editions.status import Row, show, status, to_json
from helpers import SAMPLE, change, copy_project, states
from vouching import vouched_for

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from editions.trust import Trust

SENTENCE = "Chapters"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A fresh copy of the sample, whose catalogs a test may damage."""
    return Project.load(copy_project(SAMPLE, tmp_path / "sample"))


def _row(project: Project, code: str = "de", **options: Trust) -> Row:
    language = Language(code)
    (row,) = status(project, [language], check(project, [language]), **options)
    return row


@pytest.mark.parametrize("code", ["de", "ar", "zh_CN"])
def test_states_are_counted_as_the_contract_says(project: Project, code: str) -> None:
    """The counts are those of the contract's own derivation, and they sum to all units."""
    row = _row(project, code, trust=read_ledger(project, [Language(code)]).trust)
    own = list(states(project.root, code).values())
    assert row.states == {name: own.count(name) for name in STATES}
    assert row.units == len(own)


def test_json_has_the_fields_of_the_contract(project: Project) -> None:
    """The source language is named and has no row of its own."""
    languages = project.choose([])
    parsed = json.loads(to_json(project, status(project, languages, [])))
    assert (parsed["version"], parsed["source"]) == (1, "en")
    assert list(parsed["languages"]) == ["ar", "de", "zh_CN"]
    for row in parsed["languages"].values():
        assert list(row) == ["units", *STATES, "problems", "releasable", "reasons"]
        assert row["units"] == sum(row[name] for name in STATES)


def test_what_only_the_template_has_is_missing(project: Project) -> None:
    """A paragraph that no update brought into the catalog yet counts as not translated."""
    before = _row(project)
    path = project.catalog(Language("de"), "index")
    number = len(Catalog.load(path, root=project.root).units)
    path.unlink()
    after = _row(project)
    assert after.units == before.units
    assert after.states["missing"] == before.states["missing"] + number


def test_obsolete_and_interface_units_are_not_counted(project: Project) -> None:
    """Neither what the source dropped nor the theme's own strings belong to the language's paragraphs."""
    before = _row(project)
    path = project.catalog(Language("de"), "index")
    with path.open("a", encoding="utf-8") as file:
        file.write('\n#~ msgid "Gone"\n#~ msgstr "Weg"\n')
    path.with_name("sphinx.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Search"\nmsgstr "Suche"\n',
        encoding="utf-8",
    )
    assert _row(project).states == before.states


def test_a_damaged_catalog_is_a_problem_and_a_reason(project: Project) -> None:
    """The language is counted as far as possible and says first which file cannot be read."""
    path = project.catalog(Language("de"), "index")
    path.write_bytes(path.read_bytes()[:-20])
    before, row = _row(project, "ar"), _row(project)
    assert row.problems >= 1
    assert row.units == before.units
    assert not row.releasable
    assert row.reasons[0].startswith("locales/de/LC_MESSAGES/index.po:")


def test_vouched_texts_are_counted_as_vouched(project: Project) -> None:
    """Who is behind a text is given from outside, by the hash of the text."""
    (unit,) = [
        unit
        for unit in Catalog.load(project.catalog(Language("de"), "index"), root=project.root).units
        if unit.source == SENTENCE
    ]
    assert _row(project, trust=vouched_for(unit)).states["vouched"] == 1


def test_errors_of_other_languages_do_not_count(project: Project) -> None:
    """Problems belong to the language in whose folder they lie."""
    change(project.root, "ar", SENTENCE, msgstr=".. raw:: html")
    languages = [Language("de"), Language("ar")]
    german, arabic = status(project, languages, check(project, languages))
    assert arabic.problems > german.problems


ERROR = Problem("locales/de/LC_MESSAGES/a.po", 3, "markup", "error", "not in the source: link")
WARNING = replace(ERROR, severity="warning")
DAMAGE = Problem("locales/de/LC_MESSAGES/a.po", 9, "catalog", "error", "a quotation mark is missing")


def _counts(**numbers: int) -> Mapping[str, int]:
    return dict.fromkeys(STATES, 0) | numbers


@pytest.mark.parametrize(
    ("counts", "problems", "reasons"),
    [
        (_counts(vouched=16), [], ()),
        (_counts(vouched=16), [WARNING], ()),
        (
            _counts(machine=16),
            [],
            ("16 of 16 paragraphs are machine text, and 2 people must stand behind each",),
        ),
        (_counts(vouched=15, missing=1), [], ("1 of 16 paragraphs is not translated yet",)),
        (_counts(vouched=1), [ERROR], ("1 error; `make check LANG=de` lists it",)),
        (_counts(vouched=1), [DAMAGE], ("locales/de/LC_MESSAGES/a.po:9: a quotation mark is missing",)),
        (_counts(), [], ("there is nothing to publish: its catalogs hold no paragraphs",)),
        (
            _counts(translated=2, changed=1),
            [ERROR, ERROR],
            (
                "2 errors; `make check LANG=de` lists them",
                "1 of 3 paragraphs is waiting for a new look: the source or the text changed",
                "2 of 3 paragraphs are translated, but 2 people must stand behind each",
            ),
        ),
    ],
)
def test_a_translation_goes_out_when_people_stand_behind_every_paragraph(
    project: Project, counts: Mapping[str, int], problems: list[Problem], reasons: tuple[str, ...]
) -> None:
    """Every reason that keeps it is told, with numbers; warnings keep nothing."""
    assert releasable(project, Language("de"), counts, problems) == (not reasons, reasons)


def test_a_policy_may_let_machine_text_out(project: Project) -> None:
    """With `machine = true` machine text alone keeps no language back, other lacks still do."""
    lenient = replace(project, policy=Policy(people=1, machine=True))
    assert releasable(lenient, Language("de"), _counts(machine=3, vouched=1), []) == (True, ())
    allowed, reasons = releasable(lenient, Language("de"), _counts(machine=3, translated=1), [])
    assert not allowed
    assert reasons == ("1 of 4 paragraphs is translated, but 1 person must stand behind each",)


def test_the_source_goes_out_unless_it_has_errors(project: Project) -> None:
    """The source language needs no vouching."""
    assert releasable(project, project.source_language, {}, []) == (True, ())
    error = replace(ERROR, path="docs/a.rst")
    assert releasable(project, project.source_language, {}, [error])[0] is False


def _shown(project: Project, *, terminal: bool, width: int) -> str:
    console = Console(file=io.StringIO(), force_terminal=terminal, width=width, color_system=None)
    show(project, status(project, project.choose([]), []), console)
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def test_plain_output_is_a_line_per_language_with_reasons_below(project: Project) -> None:
    """Where it is no terminal the lines are whole, however long, and without colours."""
    lines = _shown(project, terminal=False, width=40).splitlines()
    assert lines[0] == "en (English): source; can be published"
    (german,) = [number for number, line in enumerate(lines) if line.startswith("de (German): ")]
    assert lines[german].endswith("; not to be published yet")
    assert "machine text, and 2 people must stand behind each" in "".join(lines[german + 1 :])
    assert "\x1b" not in "".join(lines)


def test_a_terminal_gets_a_table_where_it_is_wide_enough(project: Project) -> None:
    """A narrow terminal gets the plain lines."""
    assert "┃" in _shown(project, terminal=True, width=140)
    assert "┃" not in _shown(project, terminal=True, width=60)
