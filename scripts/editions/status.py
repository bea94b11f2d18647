"""The stage status: how far every language is, whether it may be published, and what keeps it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from editions.catalog import CatalogError
from editions.holdings import holdings, language_of, templates
from editions.policy import releasable
from editions.state import STATES, state_of
from editions.terminal import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import Console

    from editions.catalog import Catalog
    from editions.language import Language
    from editions.problem import Problem
    from editions.project import Project
    from editions.trust import Trust

WIDE = 110  # columns that the table needs to be easy to read


@dataclass(frozen=True)
class Row:
    """
    One language: the number of its units in each state, of its errors, and whether it may be published.

    The states sum to all units; of the source language there are none to count. `damaged`: a catalog cannot be
    read.
    """

    language: Language
    states: Mapping[str, int]
    problems: int
    releasable: bool
    reasons: tuple[str, ...]
    damaged: bool = False

    @property
    def units(self) -> int:
        """The number of units, obsolete ones and those of the interface left out."""
        return sum(self.states.values())

    def as_json(self) -> dict[str, object]:
        """The row as the contract of `editions status --json` names its fields."""
        return {
            "units": self.units,
            **self.states,
            "problems": self.problems,
            "releasable": self.releasable,
            "reasons": list(self.reasons),
        }


def status(
    project: Project,
    languages: Sequence[Language],
    problems: Sequence[Problem],
    *,
    trust: Trust | None = None,
) -> tuple[Row, ...]:
    """
    One row per language, in the same order; catalogs that cannot be read count as far as their templates
    tell.

    Args:
        project: where everything lies, and what may be published.
        languages: the languages asked for; the source language gets a row too.
        problems: what check found in these languages.
        trust: who stands behind which text; without it nobody vouched for anything.
    """
    try:
        known = templates(project)
    except CatalogError:
        known = {}  # check reports it; the catalogs are counted by themselves
    return tuple(_row(project, language, known, problems, trust) for language in languages)


def to_json(project: Project, rows: Sequence[Row]) -> str:
    """The rows of the translations as the contract says."""
    source = project.source_language
    languages = {row.language.code: row.as_json() for row in rows if row.language != source}
    return json.dumps(
        {"version": 1, "source": source.code, "languages": languages}, indent=2, ensure_ascii=False
    )


def show(project: Project, rows: Sequence[Row], console: Console) -> None:
    """Prints the rows: a table in a wide terminal, elsewhere plain lines that other programs can cut."""
    if console.is_terminal and console.width >= WIDE:
        console.print(_table(project, rows))
    else:
        for line in to_text(project, rows).splitlines():
            console.print(Text(harmless(line)), soft_wrap=True)


def to_text(project: Project, rows: Sequence[Row]) -> str:
    """A line per language with its counts, and its reasons indented below."""
    return "\n".join(line for row in rows for line in _lines(project, row))


def _row(
    project: Project,
    language: Language,
    known: Mapping[str, Catalog],
    problems: Sequence[Problem],
    trust: Trust | None,
) -> Row:
    own = [problem for problem in problems if language_of(project, problem) == language.code]
    states: dict[str, int] = {}
    if language != project.source_language:
        found = holdings(project, language, known)
        counts = Counter(state_of(unit, trust) for holding in found for unit in holding.units)
        states = {state: counts[state] for state in STATES}
    errors = sum(problem.severity == "error" for problem in own)
    damaged = any(problem.rule == "catalog" for problem in own)
    return Row(language, states, errors, *releasable(project, language, states, own), damaged)


def _lines(project: Project, row: Row) -> Iterator[str]:
    counts = ", ".join(f"{number} {state}" for state, number in row.states.items() if number)
    what = (
        "source"
        if row.language == project.source_language
        else f"{row.units} {'paragraph' if row.units == 1 else 'paragraphs'}: {counts or 'none'}"
    )
    errors = f", {row.problems} {'error' if row.problems == 1 else 'errors'}" if row.problems else ""
    verdict = "can be published" if row.releasable else "not to be published yet"
    yield f"{row.language.code} ({row.language.name}): {what}{errors}; {verdict}"
    yield from (f"    {reason}" for reason in row.reasons)


def _table(project: Project, rows: Sequence[Row]) -> Table:
    table = Table("", "language")
    for heading in ("units", *STATES, "errors"):
        table.add_column(heading, justify="right")
    table.add_column("publish?")
    for row in rows:
        table.add_row(row.language.code, row.language.name, *_numbers(project, row), _verdict(row))
    return table


def _numbers(project: Project, row: Row) -> list[str]:
    if row.language == project.source_language:
        return ["source", *([""] * len(STATES)), str(row.problems or "·")]
    return [str(number or "·") for number in (row.units, *row.states.values(), row.problems)]


def _verdict(row: Row) -> Text:
    return Text("yes", "green") if row.releasable else Text("no: " + "\n".join(row.reasons), "yellow")
