"""The stage review: what a person should look at next, the most urgent first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from editions.catalog import CatalogError
from editions.holdings import holdings, language_of, templates
from editions.state import state_of
from editions.terminal import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from editions.catalog import Unit
    from editions.language import Language
    from editions.problem import Problem
    from editions.project import Project
    from editions.trust import Trust

# Why a unit without problems is looked at, in the order in which it is; what is vouched for needs nobody.
WHY = {
    "missing": "not translated yet",
    "changed": "the source or the text changed",
    "machine": "machine text that too few people stand behind",
    "translated": "too few people stand behind it",
}
URGENCY = ("error", "warning", "advice", *WHY)
WORDS = 8  # of the source, that name a paragraph


@dataclass(frozen=True)
class Row:
    """A place to look at: where, the unit's state (empty: no unit), how its source begins, and why."""

    path: str
    line: int
    state: str
    source: str
    why: str


def review(
    project: Project,
    language: Language,
    problems: Sequence[Problem],
    *,
    trust: Trust | None = None,
) -> list[Row]:
    """
    What to look at in a language: errors, warnings, then what is missing, changed, machine text, not vouched
    for.

    Several problems of a unit are one row. Within a rank the order is that of the catalogs. Without `trust`
    nobody vouched for anything.
    """
    found: dict[tuple[str, int], list[Problem]] = defaultdict(list)
    for problem in problems:
        if language_of(project, problem) == language.code:
            found[problem.path, problem.line].append(problem)
    units = {(unit.catalog, unit.line): unit for unit in _units(project, language)}
    ranked = [
        (
            _rank(found.get(place, ()), state),
            place,
            _row(place, units.get(place), state, found.get(place, ())),
        )
        for place in sorted(units.keys() | found.keys())
        if (state := _state(units.get(place), trust)) in WHY or place in found
    ]
    return [row for _, _, row in sorted(ranked, key=lambda entry: entry[:2])]


def show(rows: Sequence[Row], console: Console, *, limit: int = 20) -> None:
    """Prints the first `limit` rows, as a table or as plain lines, and how many more there are."""
    if not rows:
        console.print(Text("Nothing to look at: every paragraph is vouched for."))
        return
    if console.is_terminal:
        console.print(_table(rows[:limit]))
    else:
        for row in rows[:limit]:
            console.print(Text(harmless(_line(row))), soft_wrap=True)
    if len(rows) > limit:
        console.print(Text(f"… and {len(rows) - limit} more"))


def _units(project: Project, language: Language) -> Iterator[Unit]:
    try:
        known = templates(project)
    except CatalogError:
        known = {}  # check reports it
    for holding in holdings(project, language, known):
        yield from holding.catalog.units if holding.catalog else ()


def _state(unit: Unit | None, trust: Trust | None) -> str:
    return state_of(unit, trust) if unit else ""


def _rank(problems: Sequence[Problem], state: str) -> int:
    return min(
        URGENCY.index(rank)
        for rank in (*(problem.severity for problem in problems), state)
        if rank in URGENCY
    )


def _row(place: tuple[str, int], unit: Unit | None, state: str, problems: Sequence[Problem]) -> Row:
    why = "; ".join(problem.text for problem in problems) or WHY[state]
    return Row(*place, state, _beginning(unit.source) if unit else "", why)


def _beginning(text: str) -> str:
    words = text.split()
    return " ".join(words[:WORDS]) + (" …" if len(words) > WORDS else "")


def _line(row: Row) -> str:
    middle = f"{row.state}: {row.source}: " if row.state else ""
    return f"{row.path}:{row.line}: {middle}{row.why}"


def _table(rows: Sequence[Row]) -> Table:
    table = Table("where", "state", "source", "why")
    table.columns[0].no_wrap = True
    for row in rows:
        table.add_row(
            *(Text(harmless(cell)) for cell in (f"{row.path}:{row.line}", row.state, row.source, row.why))
        )
    return table
