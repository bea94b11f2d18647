"""
Loads catalogs of 1,000 to 100,000 units and saves one change: is the cost of a unit the same at every size?

The catalogs are made of the corpus' units and wrapped at 79 columns. Memory is what the load and the save took beyond
what the process had before.

Must reach: linear up to 100,000 units, that is, a unit of the largest costs at most 1.5 times one of the smallest
(issue 3, core 6; the factor is ours).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.catalog import case
from bench.harness.table import Column, Table, Target, ratio
from bench.harness.writers import OURS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.harness.measure import Figures, Session
    from bench.harness.table import Cell

SIZES = (1_000, 5_000, 20_000, 100_000)
LIMIT = 1.5
WORKS = ("load", "save one change")
COLUMNS = (
    Column("units", ",d"),
    Column("MB", ".1f"),
    Column("load CPU s", ".3f"),
    Column("s per 1,000", ".4f"),
    Column("save CPU s", ".3f"),
    Column("s per 1,000", ".4f"),
    Column("wall s, both", ".3f"),
    Column("peak MB", ".0f"),
    Column("KB per unit", ".1f"),
)


def run(session: Session) -> Iterator[Table]:
    """The figures by size, and by how much they grow."""
    sizes = [session.sized(size) for size in SIZES]
    cases = [case(session, OURS, size, f"{size:,} units") for size in sizes]
    figures = dict(zip(sizes, session.measure(cases).values(), strict=True))
    yield Table(
        "Catalogs of growing size, wrapped at 79 columns",
        COLUMNS,
        [_row(size, session.large(size).stat().st_size, one) for size, one in figures.items()],
        [f"{one.name}: {one.fault}" for one in figures.values() if one.fault],
    )
    yield Table(
        f"A unit among {sizes[-1]:,} costs so many times what it costs among {sizes[0]:,}",
        (Column("work"), Column("×", ".2f"), Column("target")),
        [(work, _growth(figures, work), Target(work, _growth(figures, work), LIMIT)) for work in WORKS],
    )


def _row(size: int, length: int, one: Figures) -> tuple[Cell, ...]:
    costs = [cell for work in WORKS for cell in (one.cpu(work), _each(one, work, size))]
    walls = [wall for work in WORKS if (wall := one.wall(work)) is not None]
    memory = one.grown and one.grown / size / 1_000
    return (size, length / 1_000_000, *costs, sum(walls) if walls else None, one.peak, memory)


def _each(one: Figures, work: str, size: int) -> float | None:
    """Seconds of CPU for a thousand units."""
    cpu = one.cpu(work)
    return cpu and cpu / size * 1_000


def _growth(figures: dict[int, Figures], work: str) -> float | None:
    first, last = (_each(figures[size], work, size) for size in (min(figures), max(figures)))
    return ratio(last, first)
