"""The catalogs that are measured on: a folder of someone's, or the sample; and large ones made of their units."""

from __future__ import annotations

import dataclasses
import os
import re
import stat
from dataclasses import dataclass
from functools import cached_property
from itertools import count, cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

from editions.catalog import Catalog, CatalogError, Unit, render
from editions.problem import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.harness.child import Clock

SAMPLE = Path(__file__).resolve().parents[2] / "sample" / "locales"
HEADER = {
    "Project-Id-Version": "bench",
    "Last-Translator": "Nobody <nobody@example.org>",
    "Language": "de",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=n != 1;",
    "X-House-Rule": "kept",
}
# How long the source texts of a real manual are, by tenths: phpMyAdmin's documentation, 2,747 units.
LENGTHS = (11, 21, 37, 45, 58, 82, 110, 152, 234, 400)
SHORT = 40  # characters; a corpus with a lower median has its units joined to those lengths
EVERY_CONTEXT, EVERY_PLURAL, EVERY_OBSOLETE, EVERY_FUZZY = 40, 50, 100, 15
EDITED = (
    "This paragraph is the one that the bench edits. It is as long as an ordinary one, so that it takes three lines "
    "where lines are wrapped, and a person has to look at it because the source changed."
)
PREVIOUS = EDITED.replace("an ordinary one", "any other")
TRANSLATION = (
    "Diesen Absatz ändert die Messung. Er ist so lang wie jeder andere, sodass er drei Zeilen braucht, wo Zeilen "
    "umbrochen werden, und jemand muss ihn ansehen, weil sich der Quelltext geändert hat."
)
CHANGED = TRANSLATION.replace("jeder andere", "ein gewöhnlicher").replace(
    "muss ihn ansehen", "hat ihn angesehen"
)
WORD = re.compile(
    r"(?:\\.|[^\\ ]){1,30} ?| "
)  # what stays on one line; a long word is broken, an escape never
LONG = re.compile(r'(?m)^((?:#[~|]+ )?)((?:msg[a-z_]+(?:\[\d+\])? )?)"((?:\\.|[^"\\\n])+)"$')
WIDTH = 79


@dataclass(frozen=True)
class Corpus:
    """The catalogs of a folder; `given` is False for the sample."""

    folder: Path
    paths: tuple[Path, ...]
    given: bool

    @classmethod
    def open(cls, folder: str | None) -> Corpus:
        """
        The plain .po files below a folder, or the sample's for None.

        Raises:
            UserError: there is no such folder, or no such file in it; the exit code is 2.
        """
        if folder is not None and not folder.strip():
            raise UserError("CORPUS is empty: name a folder that holds .po files, or leave it out")
        place = SAMPLE if folder is None else Path(folder)
        if not os.path.isdir(place):  # noqa: PTH112 - never raises
            raise UserError(f"{place}: no such folder; CORPUS names a folder that holds .po files")
        paths = tuple(_catalogs_in(place.resolve()))
        if not paths:
            raise UserError(
                f"{place}: no .po file lies in this folder; CORPUS names a folder that holds some"
            )
        return cls(place.resolve(), paths, folder is not None)

    @property
    def arguments(self) -> tuple[str]:
        """What a child process needs to open it again."""
        return (str(self.folder) if self.given else "",)

    @classmethod
    def again(cls, argument: str) -> Corpus:
        """The corpus that `arguments` named."""
        return cls.open(argument or None)

    @cached_property
    def damaged(self) -> dict[Path, str]:
        """Why files cannot be read, by path; in the program's own words."""
        return self._read[1]

    @cached_property
    def catalogs(self) -> tuple[Catalog, ...]:
        """All catalogs that can be read, in the order of their paths."""
        return self._read[0]

    @cached_property
    def _read(self) -> tuple[tuple[Catalog, ...], dict[Path, str]]:
        catalogs, damaged = [], {}
        for path in self.paths:
            try:
                catalogs.append(Catalog.load(path, root=self.folder))
            except CatalogError as error:
                damaged[path] = str(error).splitlines()[0]
        return tuple(catalogs), damaged


def _catalogs_in(folder: Path) -> Iterator[Path]:
    """The plain files *.po below a folder, sorted; no link is followed."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        paths = (Path(place, name) for name in sorted(names) if name.endswith(".po"))
        yield from (path for path in paths if stat.S_ISREG(path.lstat().st_mode))


def write_large(_: Clock, corpus: str, size: int, path: str) -> int:
    """
    Writes a catalog of `size` active units, wrapped at 79 columns, and returns its bytes.

    The same corpus gives the same bytes.

    Raises:
        UserError: no catalog of the corpus has a translated unit.
    """
    data = wrapped(
        render(HEADER, large(Corpus.again(corpus).catalogs, size), comments=("Made for a bench.",))
    )
    return Path(path).write_bytes(data)


def large(catalogs: Sequence[Catalog], size: int) -> Iterator[Unit]:
    """
    `size` active units and one obsolete for each hundred: the catalogs' translated ones in turn, so that scripts mix.

    A counter makes each source unique. Every 15th is fuzzy with its old source, every 40th has a context, every 50th a
    plural. The one in the middle is `EDITED`.

    Raises:
        UserError: no catalog has a translated unit.
    """
    pools = [pool for pool in map(_pool, catalogs) if pool]
    if not pools:
        raise UserError(
            "no catalog of this folder has a translation; CORPUS names a folder with translated ones"
        )
    turns = zip(count(1), cycle(_joined(pool) if _is_short(pools) else cycle(pool) for pool in pools))
    for number, units in islice(turns, size):
        yield _edited(next(units)) if number == size // 2 + 1 else _made(next(units), number)
    for number, units in islice(turns, size // EVERY_OBSOLETE):
        yield _obsolete(_made(next(units), number))


def count_of(size: int) -> int:
    """How many units a catalog of `large` has, obsolete ones too."""
    return size + size // EVERY_OBSOLETE


def _pool(catalog: Catalog) -> tuple[Unit, ...]:
    return tuple(unit for unit in catalog.units if unit.plural is None and unit.target.strip())


def _is_short(pools: Sequence[Sequence[Unit]]) -> bool:
    lengths = sorted(len(unit.source) for pool in pools for unit in pool)
    return lengths[len(lengths) // 2] < SHORT


def _joined(pool: Sequence[Unit]) -> Iterator[Unit]:
    """The pool's units without end, as many of them in one as it takes to be as long as real ones."""
    units = cycle(pool)
    for length in cycle(LENGTHS):
        unit = next(units)
        while len(unit.source) < length:
            more = next(units)
            joined = (f"{unit.source} {more.source}", (f"{unit.target} {more.target}",))
            unit = dataclasses.replace(unit, source=joined[0], targets=joined[1])
        yield unit


def _made(unit: Unit, number: int) -> Unit:
    """The unit as number `number`, with what its turn brings."""
    fuzzy = number % EVERY_FUZZY == 0
    flags = [flag for flag in unit.flags if flag != "fuzzy"] + (["fuzzy"] if fuzzy else [])
    plural = number % EVERY_PLURAL == 0
    return dataclasses.replace(
        unit,
        source=f"{unit.source} [{number}]",
        context="menu" if number % EVERY_CONTEXT == 0 else None,
        plural=f"{unit.source} [{number}, many]" if plural else None,
        targets=unit.targets * (2 if plural else 1),
        previous=f"{unit.source} [before]" if fuzzy else None,
        previous_context=None,
        previous_plural=None,
        flags=tuple(dict.fromkeys(flags)),
    )


def _obsolete(unit: Unit) -> Unit:
    """The unit as msgmerge leaves one that went from the source: without its places."""
    return dataclasses.replace(unit, obsolete=True, flags=(), previous=None, locations=(), extracted=())


def _edited(unit: Unit) -> Unit:
    return Unit(
        unit.catalog,
        unit.domain,
        None,
        EDITED,
        targets=(TRANSLATION,),
        previous=PREVIOUS,
        locations=unit.locations,
        flags=("fuzzy",),
    )


def wrapped(data: bytes) -> bytes:
    """The catalog with its long texts wrapped at 79 columns, as most programs leave them; nothing else changes."""
    return LONG.sub(_wrap, data.decode()).encode()


def _wrap(line: re.Match[str]) -> str:
    prefix, keyword, text = line.groups()
    if len(line[0]) <= WIDTH:
        return line[0]
    first = [f'{prefix}{keyword}""'] if keyword else []
    lines = [""]
    for word in WORD.findall(text):
        if len(prefix) + len(lines[-1]) + len(word) + len('""') > WIDTH:
            lines.append("")
        lines[-1] += word
    return "\n".join([*first, *(f'{prefix}"{line}"' for line in lines)])
