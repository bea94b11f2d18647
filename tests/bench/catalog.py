"""
Loads a catalog of 5,000 units and saves one change of it, beside polib, Babel and translate-toolkit.

The catalog is made of the corpus' units and wrapped at 79 columns, as most programs leave them. Saving is changing
one unit of the loaded catalog and writing the file: ours with lock, save log and fsync; the others as they do it.

Must reach: load 0.15 s CPU, save one change 0.05 s CPU (issue 3, core 6).
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from bench.harness.corpus import CHANGED, count_of
from bench.harness.measure import Case
from bench.harness.table import Column, Table, Target, ratio
from bench.harness.writers import OURS, WRITERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.harness.child import Clock
    from bench.harness.measure import Figures, Session
    from bench.harness.table import Cell

UNITS, FEW = 5_000, 20
LIMITS = {"load": 0.15, "save one change": 0.05}  # seconds of CPU
NAMES = (OURS, "polib", "Babel", "translate-toolkit")
COLUMNS = (
    Column("work"),
    Column("program"),
    Column("CPU s", ".3f"),
    Column("least", ".3f"),
    Column("×", ".1f"),
    Column("wall s", ".3f"),
    Column("peak MB", ".0f"),
    Column("target"),
)


def load_and_save(clock: Clock, name: str, path: str) -> list[int | bool]:
    """Both works by the program `name` on a copy of the file; returns the units read, and if the text was saved."""
    writer, copy = WRITERS[name], Path("copy.po").resolve()
    shutil.copyfile(path, copy)
    with clock("load"):
        catalog = writer.load(copy)
    with clock("save one change"):
        writer.save(catalog, copy)
    text = copy.read_text(encoding="utf-8").replace('"\n"', "")  # however it is wrapped
    return [writer.count(catalog), CHANGED in text]


def case(session: Session, name: str, units: int, title: str) -> Case:
    """The works of the program `name` on a catalog of so many units, which must all be read."""
    path, few = str(session.large(units)), str(session.large(FEW))
    return Case(
        title,
        load_and_save,
        arguments=(name, path),
        warm=(name, few),
        needs=WRITERS[name].needs,
        expect=[count_of(units), True],
        rival=name != OURS,
    )


def run(session: Session) -> Iterator[Table]:
    """One table, the programs under each other by what they do."""
    units = session.sized(UNITS)
    figures = session.measure([case(session, name, units, name) for name in NAMES])
    megabytes = session.large(units).stat().st_size / 1_000_000
    yield Table(
        f"A catalog of {units:,} units, {megabytes:.1f} MB, wrapped at 79 columns",
        COLUMNS,
        [_row(work, figures[name], figures[OURS]) for work in LIMITS for name in NAMES],
        [f"{name}: {one.fault}" for name, one in figures.items() if one.fault],
    )


def _row(work: str, one: Figures, ours: Figures) -> tuple[Cell, ...]:
    cpu = one.cpu(work)
    target = Target(work, cpu, LIMITS[work], "s CPU") if one is ours else ""
    times = ratio(cpu, ours.cpu(work))
    return (work, one.name, cpu, one.least(work), times, one.wall(work), one.peak, target)
