"""
Powers: what built files could do beyond being read, and whether a translated edition has more than its source.

    built folder ──scan──▶ record (<kind>.powers.json) ──beyond──▶ what the edition has and the source edition has not

Whatever a catalog brings past judge and guard shows here: as a script, an address, an element that the source has
nowhere. What a page may hold is not listed; the project's own edition in the source language is the measure.
"""

from __future__ import annotations

import json
import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from editions.files import digest, write_if_changed
from editions.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

VERSION = 1
RULE = "power"
# What a message says of each kind of power, before what it is.
WORDS = {
    "script": "a script",
    "handler": "an event handler",
    "address": "an address",
    "leaves": "an address outside of the edition",
    "loads": "a file that acts in the page",
    "element": "an element",
    "attribute": "an attribute",
    "style": "a style",
    "id": "an identifier",
    "class": "a class",
    "comment": "a comment that a server or browser may carry out",
    "file": "a file",
    "content": "another content of the file",
    "odd file": "something that is no plain file",
    "reads": "a file outside of the source that was read",
    "inventory": "an entry of objects.inv",
    "search": "an entry of the search index",
    "pdf": "something in a PDF that acts",
    "unreadable": "a file that cannot be examined",
}
# Sphinx's notes to itself, which no reader gets.
_NOTES = frozenset({".buildinfo", ".buildinfo.bak"})
# Pages of a split index, one a letter of the language's own alphabet; what they hold is examined all the same.
_LETTER = re.compile(r"genindex-[^/]+\.html")
_SHOWN = 100  # characters of a script or style in a message


@dataclass(frozen=True, order=True)
class Power:
    """One thing that a built file can do: its kind, a key of WORDS, and what exactly, comparable between editions."""

    kind: str
    what: str

    def __str__(self) -> str:
        """Says it in words, in one line that ends: `a script: alert(1)`."""
        return f"{WORDS[self.kind]}: {brief(self.what)}"


@dataclass(frozen=True)
class Built:
    """A built file: the SHA-256 of its bytes, and its powers; `own` is one that Sphinx brings for the language."""

    digest: str
    powers: frozenset[Power]
    own: bool = False


@dataclass(frozen=True)
class Record:
    """What a folder of built files can do: the files by name, and `reads`, the files outside that went into it."""

    files: Mapping[str, Built] = field(default_factory=dict)
    reads: tuple[str, ...] = ()

    def seen(self) -> dict[Power, str]:
        """Every power with the first file that has it; the name is empty for what was only read."""
        found = {Power("reads", name): "" for name in self.reads}
        for name in sorted(self.files):
            for power in self.files[name].powers:
                found.setdefault(power, name)
        return found


def brief(text: str) -> str:
    """A text in one line of at most a hundred characters or so."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def scan(
    folder: Path,
    powers: Callable[[str, bytes], Iterable[Power]],
    *,
    former: Record | None = None,
    stand_ins: Mapping[str, bytes] | None = None,
    reads: Iterable[str] = (),
) -> Record:
    """
    The record of a folder; links are not followed.

    Args:
        folder: an edition as it was built.
        powers: a kind's own: what a file of this name (below the folder, POSIX) with these bytes can do.
        former: an earlier record; a file whose bytes are the same is not examined again.
        stand_ins: bytes to examine in the place of a file's own, empty for one that is Sphinx's; see
            `formats.Kind.stand_ins`.
        reads: names of files outside of the source that went into it.
    """
    known, others = former.files if former else {}, stand_ins or {}
    files: dict[str, Built] = {}
    for path in _walk(folder):
        name = path.relative_to(folder).as_posix()
        if name in _NOTES:
            continue
        if not stat.S_ISREG(path.lstat().st_mode):
            files[name] = Built("", frozenset({Power("odd file", name)}))
            continue
        data = path.read_bytes()
        sign = digest(data)
        before = known.get(name)
        if before is None or before.digest != sign:
            before = _examine(name, data, sign, powers, others.get(name))
        files[name] = before
    return Record(files, tuple(sorted(reads)))


def _walk(folder: Path) -> Iterator[Path]:
    """All that lies below a folder but folders; a link to a folder is a link."""
    for where, folders, names in os.walk(folder):
        here = Path(where)
        yield from (here / name for name in names)
        yield from (here / name for name in folders if (here / name).is_symlink())


def _examine(
    name: str,
    data: bytes,
    sign: str,
    powers: Callable[[str, bytes], Iterable[Power]],
    stand_in: bytes | None,
) -> Built:
    if stand_in == b"":
        return Built(sign, frozenset(), own=True)
    found = set(powers(name, data if stand_in is None else stand_in))
    if not _LETTER.fullmatch(name):
        found.add(Power("file", name))
    return Built(sign, frozenset(found))


def beyond(edition: Record, source: Record, trusted: Path | None = None) -> dict[Power, str]:
    """
    The powers that an edition has and the source edition has not, each with the first file that has it.

    A file that the source edition lacks may be there if its bytes are those of a file below `trusted`, the project's
    source (a figure for one language), or if Sphinx itself brings it for the language; the latter may also be loaded.
    """
    own = {name for name, built in edition.files.items() if built.own}
    has = source.seen()
    more = {
        power: name
        for power, name in edition.seen().items()
        if power not in has and not (power.kind == "loads" and power.what.partition(" ")[2] in own)
    }
    strange = {name for power, name in more.items() if power.kind in {"file", "content"}}
    brought = _from_source({name: edition.files[name].digest for name in strange}, trusted)
    return {
        power: name
        for power, name in more.items()
        if not (power.kind in {"file", "content"} and name in brought)
    }


def _from_source(signs: Mapping[str, str], trusted: Path | None) -> set[str]:
    """Those of the built files (names and hashes) that are copies of files of the project."""
    if not signs or trusted is None:
        return set()
    suffixes = {Path(name).suffix for name in signs}
    theirs = {
        digest(path.read_bytes())
        for path in trusted.rglob("*")
        if path.suffix in suffixes and path.is_file() and not path.is_symlink()
    }
    return {name for name, sign in signs.items() if sign in theirs}


def problems(more: Mapping[Power, str], folder: Path, shown: str, than: str) -> tuple[Problem, ...]:
    """
    The excess as problems, by file and line.

    Args:
        more: what `beyond` returned.
        folder: where the built files lie.
        shown: that folder as messages show it.
        than: the source language's code.
    """
    found = [
        Problem(
            f"{shown}/{name}" if name else shown, _line(folder / name, power), RULE, "error",
            f"{power}: the edition in {than} has nothing like it",
        )
        for power, name in more.items()
    ]  # fmt: skip
    return tuple(sorted(found))


def _line(path: Path, power: Power) -> int:
    """The first line of a text file that holds the words of the power (its last one); 1 where none does."""
    words = power.what.lower().split()
    try:
        text = "" if path.is_symlink() or not words else path.read_bytes().decode("utf-8").lower()
    except (OSError, UnicodeDecodeError):
        return 1
    return text.count("\n", 0, max(text.find(words[-1]), 0)) + 1 if text else 1


def write(path: Path, record: Record) -> None:
    """Keeps a record."""
    files = {
        name: {
            "sha256": built.digest,
            "own": built.own,
            "powers": sorted([power.kind, power.what] for power in built.powers),
        }
        for name, built in sorted(record.files.items())
    }
    data = {"version": VERSION, "reads": record.reads, "files": files}
    write_if_changed(path, json.dumps(data, ensure_ascii=False, indent=0).encode("utf-8", "surrogatepass"))


def read(path: Path) -> Record:
    """The record that was kept; an empty one, which has no power, where there is none of this version."""
    try:
        data = json.loads(path.read_bytes().decode("utf-8", "surrogatepass"))
    except (OSError, ValueError):
        return Record()
    if data.get("version") != VERSION:
        return Record()
    files = {
        name: Built(
            each["sha256"], frozenset(Power(kind, what) for kind, what in each["powers"]), own=each["own"]
        )
        for name, each in data["files"].items()
    }
    return Record(files, tuple(data["reads"]))
