"""Tables of figures: as text that can be pasted anywhere, and as data."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from editions.terminal import harmless

if TYPE_CHECKING:
    from collections.abc import Sequence

NOTHING = "–"


@dataclass(frozen=True)
class Column:
    """A column: its title, and how its numbers are written (a format specification; texts stand as they are)."""

    title: str
    form: str = ""


@dataclass(frozen=True)
class Target:
    """
    A figure that must be reached: at most `limit`, or with `at_least` no less; `figure=None` was not measured.

    `name` says in the summary what it is about, `unit` follows the number: `0.15 s`.
    """

    name: str
    figure: float | None
    limit: float
    unit: str = ""
    at_least: bool = False

    @property
    def reached(self) -> bool | None:
        """Whether it is; None where there is no figure."""
        if self.figure is None:
            return None
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit

    @property
    def summary(self) -> str:
        """`load: 0.2 s, ≤ 0.15 s: misses its target`."""
        figure = "" if self.figure is None else f" {self.figure:,.3g}{self.unit and f' {self.unit}'},"
        return f"{self.name}:{figure} {self}"

    def __str__(self) -> str:
        """`≤ 0.15 s: reached`."""
        verdict = {True: "reached", False: "misses its target", None: "not measured"}[self.reached]
        sign = "≥" if self.at_least else "≤"
        return f"{sign} {self.limit:,g}{self.unit and f' {self.unit}'}: {verdict}"

    def as_json(self) -> dict[str, object]:
        """The fields, with the verdict."""
        kind = "at least" if self.at_least else "at most"
        return {
            "name": self.name,
            "figure": self.figure,
            kind: self.limit,
            "unit": self.unit,
            "reached": self.reached,
        }


Cell = str | float | Target | None


@dataclass(frozen=True)
class Table:
    """Figures under a title; a cell is a text, a number, a target, or None where there is nothing to say."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = ()

    @property
    def targets(self) -> list[Target]:
        """All targets in its cells."""
        return [cell for row in self.rows for cell in row if isinstance(cell, Target)]

    def __str__(self) -> str:
        """The table between bars, numbers to the right, notes below; it is safe to print whatever names are in it."""
        rows = [[_text(cell, column) for cell, column in zip_longest(row, self.columns)] for row in self.rows]
        heads = [column.title for column in self.columns]
        widths = [max(map(len, cells)) for cells in zip(heads, *rows, strict=True)]
        lines = [
            self.title,
            "",
            self._line(heads, widths),
            self._line(["-" * width for width in widths], widths),
        ]
        lines += [self._line(row, widths) for row in rows]
        lines += ["", *(f"  {note}" for note in self.notes)] if self.notes else []
        return harmless("\n".join(lines))

    def _line(self, cells: Sequence[str], widths: Sequence[int]) -> str:
        padded = [
            cell.rjust(width) if column.form else cell.ljust(width)
            for cell, width, column in zip(cells, widths, self.columns, strict=True)
        ]
        return f"| {' | '.join(padded)} |"

    def as_json(self) -> dict[str, object]:
        """Titles and raw numbers; targets as objects."""
        rows = [[cell.as_json() if isinstance(cell, Target) else cell for cell in row] for row in self.rows]
        titles = [column.title for column in self.columns]
        return {"title": self.title, "columns": titles, "rows": rows, "notes": list(self.notes)}


def ratio(figure: float | None, ours: float | None) -> float | None:
    """How many times ours a figure is."""
    return figure / ours if figure is not None and ours else None


def _text(cell: Cell, column: Column | None) -> str:
    if column is None:
        raise ValueError(f"a row is longer than its table: {cell!r}")
    if cell is None:
        return NOTHING
    if isinstance(cell, (str, Target)):
        return str(cell)
    return format(cell, column.form)
