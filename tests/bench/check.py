"""
Checks 150,000 units, beside translate-toolkit's pofilter on the same files.

The corpus' translations are multiplied: each language gets its share of the units, in rounds of one catalog for each of
its own, with its template. From the second round on the round's number stands before source and translation, so that
no text is there twice. Both programs run as people run them, `editions check` and `pofilter`, once a language and not
round by round: at this size noise counts for little. “first” is for texts that the judge has never seen, “again” the
next run.

Must reach: no more CPU than pofilter, the first time (the limit is ours).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from itertools import count, groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING

from bench.harness.measure import Case
from bench.harness.table import Column, Table, Target, ratio
from bench.harness.writers import OURS
from editions.catalog import render
from editions.problem import UserError
from planter.ground import human

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bench.harness.child import Clock
    from bench.harness.measure import Figures, Session
    from bench.harness.table import Cell
    from editions.catalog import Unit
    from planter.ground import Ground

UNITS = 150_000
LIMIT = 1.0
POFILTER = "pofilter"
PHASES = {OURS: ("first", "again"), POFILTER: ("first",)}
ENDS = (0, 1)  # nothing worse than warnings; errors
NOT_THERE = "not there"


def check(clock: Clock, root: str, code: str) -> int:
    """Checks a language of a project twice; how many reports there are."""
    command = [sys.executable, "-m", "editions", "--root", root, "check", code, "--format", "json"]
    environment = os.environ | {"XDG_CACHE_HOME": str(Path.cwd())}  # nothing is remembered yet
    for phase in PHASES[OURS]:
        with clock(phase):
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode not in ENDS:
            raise ValueError(done.stderr.strip().splitlines()[-1])
    return len(json.loads(done.stdout)["problems"])


def pofilter(clock: Clock, root: str, code: str) -> int:
    """The same by pofilter, once."""
    out = Path.cwd() / "filtered"
    out.mkdir()
    command = [sys.executable, "-m", "translate.filters.pofilter", "--progress=none", f"--language={code}"]
    with clock("first"):
        subprocess.run(
            [*command, "-i", str(Path(root) / "locales" / code), "-o", str(out)],
            capture_output=True,
            check=True,
        )
    return sum(path.read_text("utf-8").count("# (pofilter) ") for path in out.rglob("*.po"))


def lay_out(origin: Ground, code: str, size: int, root: Path) -> Path:
    """A project in the folder `root` with so many units of a language of the ground, and the templates for them."""
    (root / "docs").mkdir(parents=True)
    (root / "docs" / "conf.py").touch()
    for name, those in _catalogs([text.unit for text in origin.texts[code]], size):
        _write(root / "locales" / code / "LC_MESSAGES" / f"{name}.po", code, those)
        blank = (replace(unit, targets=("",)) for unit in those)
        _write(root / "locales" / "pot" / f"{name}.pot", code, blank)
    return root


def _catalogs(units: Sequence[Unit], size: int) -> Iterator[tuple[str, list[Unit]]]:
    """The names and units of catalogs that have so many units together: in each round, one for each of the units'."""
    left = size
    for number in count():
        for domain, those in groupby(units, key=lambda unit: unit.domain):
            made = [_numbered(unit, number) for unit in islice(those, left)]
            if made:
                yield f"{domain}-{number}", made
            left -= len(made)
        if not left:
            return


def _numbered(unit: Unit, number: int) -> Unit:
    plain = replace(unit, flags=(), comments=(), previous=None, previous_context=None, previous_plural=None)
    if not number:
        return plain
    return replace(plain, source=f"{number}: {unit.source}", targets=(f"{number}: {unit.targets[0]}",))


def _write(path: Path, code: str, units: Iterable[Unit]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(render({"Language": code, "Content-Type": "text/plain; charset=UTF-8"}, units))


def run(session: Session) -> Iterator[Table]:
    """The sums over all languages by program, then each language."""
    origin = replace(
        human(session.folder, session.corpus), fuzzy=True
    )  # a sample may have doubtful ones only
    codes = [code for code, texts in origin.texts.items() if texts]
    if not codes:
        raise UserError(
            "no catalog of this folder has a translation; CORPUS names a folder with translated ones"
        )
    share = session.sized(UNITS) // len(codes)
    roots = {code: str(lay_out(origin, code, share, session.folder / "check" / code)) for code in codes}
    works = {OURS: (check, ()), POFILTER: (pofilter, ("translate",))}
    cases = [
        Case(f"{name}, {code}", work, (root, code), needs=needs, rival=name != OURS)
        for code, root in roots.items()
        for name, (work, needs) in works.items()
    ]
    figures = replace(session, rounds=1).measure(cases)
    yield _sums(figures, codes, share)
    yield _by_language(figures, codes)


def _sums(figures: dict[str, Figures], codes: Sequence[str], share: int) -> Table:
    theirs = _sum(figures, POFILTER, "first", codes, "cpu")
    rows: list[tuple[Cell, ...]] = []
    for name, phases in PHASES.items():
        for phase in phases:
            cpu, wall = (_sum(figures, name, phase, codes, kind) for kind in ("cpu", "wall"))
            reports = sum(one.said[0] for code in codes if (one := figures[f"{name}, {code}"]).said)
            is_aim = (name, phase) == (OURS, "first") and theirs is not None
            target: Cell = Target("CPU of pofilter", ratio(cpu, theirs), LIMIT) if is_aim else ""
            absent = NOT_THERE if cpu is None else ""
            rows.append(
                (name, phase, cpu, wall, ratio(cpu, theirs), None if absent else reports, target or absent)
            )
    columns = (
        Column("program"),
        Column("run"),
        Column("CPU s", ".1f"),
        Column("wall s", ".1f"),
        Column("× pofilter", ".2f"),
        Column("reports", ",d"),
        Column("target"),
    )
    notes = sorted({f"{one.name}: {one.fault}" for one in figures.values() if one.fault})
    return Table(f"A check of {share * len(codes):,} units in {len(codes)} languages", columns, rows, notes)


def _sum(figures: dict[str, Figures], name: str, phase: str, codes: Sequence[str], kind: str) -> float | None:
    ones = [figures[f"{name}, {code}"] for code in codes]
    values = [one.cpu(phase) if kind == "cpu" else one.wall(phase) for one in ones]
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _by_language(figures: dict[str, Figures], codes: Sequence[str]) -> Table:
    rows = []
    for code in codes:
        ours, theirs = figures[f"{OURS}, {code}"], figures[f"{POFILTER}, {code}"]
        cells = (ours.cpu("first"), ours.cpu("again"), theirs.cpu("first"))
        rows.append((code, *cells, ratio(cells[0], cells[2])))
    columns = (
        Column("language"),
        *(Column(title, ".2f") for title in ("editions, first", "editions, again", "pofilter", "×")),
    )
    return Table("CPU seconds by language", columns, rows)
