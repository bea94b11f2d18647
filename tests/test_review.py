"""The stage review: the most urgent first, each with its place and why."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from editions.catalog import Catalog
from editions.check import check
from editions.language import Language
from editions.project import Project
from editions.review import Row, review, show
from helpers import SAMPLE, change, copy_project
from vouching import vouched_for

if TYPE_CHECKING:
    from pathlib import Path

GERMAN = Language("de")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A fresh copy of the sample, whose catalogs a test may change."""
    return Project.load(copy_project(SAMPLE, tmp_path / "sample"))


def _rows(project: Project, **options: frozenset[str]) -> list[Row]:
    return review(project, GERMAN, check(project, [GERMAN]), **options)


def test_problems_come_first_then_missing_changed_machine_translated(project: Project) -> None:
    """Errors go before warnings, and those before units whose state alone asks for a look."""
    change(project.root, "de", "Chapters", msgstr=".. raw:: html")
    change(project.root, "de", "The Weather Station", msgstr="")
    rows = _rows(project)
    places = [
        next(n for n, row in enumerate(rows) if row.source == source)
        for source in ("Chapters", "The Weather Station")
    ]
    assert places == sorted(places)
    problems = check(project, [GERMAN])
    blamed = {(problem.path, problem.line) for problem in problems}
    first = [(row.path, row.line) in blamed for row in rows]
    assert first == sorted(first, reverse=True)
    states = [row.state for row in rows if (row.path, row.line) not in blamed]
    order = ["missing", "changed", "machine", "translated"]
    assert states == sorted(states, key=order.index)
    assert set(states) | {"changed"} == set(
        order
    )  # the sample's only changed text is blamed for its number, too


def test_a_unit_with_several_problems_is_one_row(project: Project) -> None:
    """All that is wrong with a text is said together, at its place."""
    change(project.root, "de", "Chapters", msgstr="  Kapitel  eins ")
    (row,) = [row for row in _rows(project) if row.source == "Chapters"]
    assert "two spaces" in row.why
    assert "white space" in row.why
    unit = next(
        unit
        for unit in Catalog.load(project.root / row.path, root=project.root).units
        if unit.source == "Chapters"
    )
    assert row.line == unit.line


def test_a_damaged_catalog_is_a_row_of_its_own(project: Project) -> None:
    """What cannot be read has no units; the file and the line are told first."""
    path = project.catalog(GERMAN, "index")
    path.write_bytes(path.read_bytes()[:-20])
    first = _rows(project)[0]
    assert (first.path, first.state, first.source) == ("locales/de/LC_MESSAGES/index.po", "", "")


def test_what_is_vouched_for_needs_nobody(project: Project) -> None:
    """A unit that enough people stand behind is left out; when all are, there is nothing to look at."""
    catalogs = [Catalog.load(path, root=project.root) for path in project.catalogs(GERMAN)]
    trust = vouched_for(*(unit for catalog in catalogs for unit in catalog.units))
    rows = review(project, GERMAN, [], trust=trust)
    assert {row.state for row in rows} <= {"missing", "changed"}
    assert len(rows) < len(review(project, GERMAN, []))


def test_long_sources_are_named_by_their_first_words(project: Project) -> None:
    """A row names a paragraph and does not repeat it."""
    assert all(len(row.source.split()) <= 9 for row in _rows(project))


def _shown(rows: list[Row], *, terminal: bool, limit: int = 20) -> str:
    console = Console(file=io.StringIO(), force_terminal=terminal, width=120, color_system=None)
    show(rows, console, limit=limit)
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize("terminal", [True, False])
def test_only_the_first_rows_are_shown_and_the_rest_is_counted(*, terminal: bool) -> None:
    """Twenty rows and a number are more help than a thousand rows."""
    rows = [Row("locales/de/LC_MESSAGES/a.po", line, "machine", "A [b] text", "why") for line in range(1, 16)]
    output = _shown(rows, terminal=terminal, limit=3)
    assert "a.po:3" in output
    assert "a.po:4" not in output
    assert "A [b] text" in output
    assert output.splitlines()[-1] == "… and 12 more"


def test_nothing_to_look_at_is_said() -> None:
    """An empty list is a sentence and no empty screen."""
    assert _shown([], terminal=False) == "Nothing to look at: every paragraph is vouched for.\n"
