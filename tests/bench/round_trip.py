"""
Reads and writes every catalog of the corpus: does each byte stay that nobody meant to change?

Untouched: a catalog that is read and saved without a change. Edited: 1,000 times one unit, chosen by chance (the same
on every run), gets another text, flag and mark; then all lines outside of this unit are as before, and the whole file
is read again and has every other unit as before and this one as asked. Tidied: `editions tidy` writes what
`msgcat --no-wrap` writes.

Must reach: all of all (issue 3, core 2).
"""

from __future__ import annotations

import gc
import random
import subprocess
from itertools import pairwise
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from bench.harness.corpus import Corpus
from bench.harness.measure import Case
from bench.harness.table import Column, Table, Target
from editions.catalog import Catalog, CatalogError, Change
from editions.state import Mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.harness.child import Clock
    from bench.harness.measure import Figures, Session
    from bench.harness.table import Cell
    from editions.catalog import Unit

EDITS, PROCESSES = 1_000, 4
MOST = 10  # what went wrong is told for so many
MARK = Mark("bench", "2026-01-01", "0" * 16, "1" * 16)
# All of a unit but its line, which moves when the text of a unit above takes more lines.
ALL = attrgetter(
    *("domain", "context", "source", "plural", "targets", "previous", "previous_context", "previous_plural"),
    *("comments", "extracted", "locations", "flags", "obsolete"),
)


def untouched(_: Clock, corpus: str) -> tuple[int, list[str]]:
    """How many catalogs there are, and which are not byte for byte as before or cannot be read."""
    catalogs = Corpus.again(corpus)
    changed = [catalog.path for catalog in catalogs.catalogs if catalog.edit({}) != catalog.data]
    return len(catalogs.paths), changed + list(catalogs.damaged.values())


def edited(_: Clock, corpus: str, first: int, last: int) -> tuple[int, list[str]]:
    """How many of the edits number `first` to before `last` were made, and what is wrong with those that went wrong."""
    catalogs = [catalog for catalog in Corpus.again(corpus).catalogs if catalog.units]
    gc.freeze()  # the catalogs stay: they need not be looked through again and again
    wrong = [fault for number in range(first, last) if catalogs and (fault := _edit(catalogs, number))]
    return last - first if catalogs else 0, wrong


def _edit(catalogs: Sequence[Catalog], number: int) -> str | None:
    """What edit number `number` did that it should not have."""
    chance = random.Random(number)  # noqa: S311 - no secret, and the same every time
    catalog = chance.choice(catalogs)
    place = chance.choice([n for n, entry in enumerate(catalog.entries) if n and not entry.unit.obsolete])
    unit = catalog.entries[place].unit
    change = _any_change(unit, chance.choice(chance.choice(catalogs).units), chance)
    data = catalog.edit({unit.identity: change})
    fault = _outside(catalog, place, data) or _inside(catalog, place, data, change)
    return fault and f"{catalog.path}:{unit.line}: {fault}"


def _any_change(unit: Unit, other: Unit, chance: random.Random) -> Change:
    """The text of another unit, or the unit's own, with any flag and mark."""
    texts = (unit if chance.random() < 0.1 else other).targets
    targets = tuple(chance.choice(texts) for _ in unit.targets)
    flag = chance.choice((True, False, None))
    previous = chance.choice(({}, {"previous": None}))
    mark = chance.choice(({}, {"mark": None}, {"mark": MARK}))
    return Change(targets, flag, **mark, **previous)


def _outside(catalog: Catalog, place: int, data: bytes) -> str | None:
    """What is wrong around the unit: a line before or after it is not as it was."""
    entry = catalog.entries[place]
    before = catalog.encode(catalog.lines[: entry.start])
    after = "".join(catalog.lines[entry.end :]).encode()
    whole = len(before) + len(after) <= len(data) and data.startswith(before) and data.endswith(after)
    return None if whole else "lines of other units changed"


def _inside(catalog: Catalog, place: int, data: bytes, change: Change) -> str | None:
    """What is wrong when the file is read again: a unit is not as it was, or the changed one is not as asked."""
    try:
        again = Catalog.parse(data, Path(catalog.path), root=Path(), domain=catalog.domain)
    except CatalogError as error:
        return f"cannot be read any more: {error}"
    old, new = ([entry.unit for entry in one.entries] for one in (catalog, again))
    asked, got = old.pop(place), new.pop(place)
    if list(map(ALL, old)) != list(map(ALL, new)):
        return "other units changed"
    return None if _as_asked(asked, got, change) else "the unit is not as asked"


def _as_asked(before: Unit, after: Unit, change: Change) -> bool:
    fuzzy = before.fuzzy if change.fuzzy is None else change.fuzzy
    previous = None if change.previous is None else before.previous
    marked = change.mark is not MARK or MARK.text in after.comments
    same = (before.identity, before.plural) == (after.identity, after.plural)
    rest = set(before.flags) - {"fuzzy"} == set(after.flags) - {"fuzzy"}
    return (
        same
        and rest
        and marked
        and (after.targets, after.fuzzy, after.previous) == (change.targets, fuzzy, previous)
    )


def tidied(_: Clock, corpus: str) -> tuple[int, list[str]]:
    """How many catalogs `msgcat --no-wrap` could write, and which of them `editions tidy` does not write just so."""
    from editions.language import Language
    from editions.project import Project
    from editions.tidy import tidy

    catalogs, root = Corpus.again(corpus), Path.cwd()
    folder = root / "locales" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (root / "docs").mkdir()
    (root / "docs/conf.py").write_text("", encoding="utf-8")
    theirs = {}
    for number, catalog in enumerate(catalogs.catalogs):
        path = folder / f"{number}.po"
        path.write_bytes(catalog.data)
        done = subprocess.run(
            ["msgcat", "--no-wrap", path.name], cwd=folder, capture_output=True, check=False
        )
        if done.returncode == 0:
            theirs[path] = (catalog.path, done.stdout)
    for _each in tidy(Project.load(root), [Language("de")]):
        pass
    return len(theirs), [name for path, (name, data) in theirs.items() if path.read_bytes() != data]


def run(session: Session) -> Iterator[Table]:
    """One table: how many of how many."""
    corpus = session.corpus.arguments
    ends = [session.sized(EDITS) * n // PROCESSES for n in range(PROCESSES + 1)]
    shares = [Case(f"edits {a + 1} to {b}", edited, (*corpus, a, b)) for a, b in pairwise(ends)]
    whole = Case("untouched", untouched, corpus)
    tidy = Case("tidied", tidied, corpus, needs=("editions.tidy", "program:msgcat"))
    figures = session.call([whole, *shares, tidy])
    parts = [figures[share.name] for share in shares]
    rows = [
        _row("read and saved without a change: the same bytes", "catalogs", [figures["untouched"]]),
        _row("one unit edited: nothing else changed, and it is as asked", "edits", parts),
        _row("tidied: what msgcat --no-wrap writes", "catalogs", [figures["tidied"]]),
    ]
    faults = [f"{one.name}: {one.fault}" for one in figures.values() if one.fault]
    yield Table(
        "Round trips",
        (
            Column("what"),
            Column("of"),
            Column("as it must be", ",d"),
            Column("tried", ",d"),
            Column("target"),
        ),
        rows,
        [*faults, *(f"not so: {fault}" for one in figures.values() for fault in _wrong(one)[:MOST])],
    )


def _wrong(one: Figures) -> list[str]:
    return list(one.said[0][1]) if one.said else []


def _row(what: str, unit: str, parts: Sequence[Figures]) -> tuple[Cell, ...]:
    """All parts together; no figure where one is missing."""
    if not all(one.said for one in parts):
        return (what, unit, None, None, Target(what, None, 0, unit, at_least=True))
    tried = sum(one.said[0][0] for one in parts)
    right = tried - sum(len(_wrong(one)) for one in parts)
    return (what, unit, right, tried, Target(what, right, tried, unit, at_least=True))
