"""A catalog: its units, and edits that leave every other byte as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final, Literal

from editions.catalog import splice
from editions.catalog.faults import RESTORE, CatalogError
from editions.catalog.lexer import MOST_FAULTS, Entry, Lexer
from editions.catalog.store import read
from editions.catalog.unit import key_of
from editions.problem import UserError, relative
from editions.state import Mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from editions.catalog.unit import Identity, Unit
    from editions.problem import Problem

BOM = b"\xef\xbb\xbf"
CHARSET = re.compile(r"charset=([^\s;]+)")
UTF8 = ("utf-8", "utf8")


class Keep(Enum):
    """Says in a `Change` that something stays as it is."""

    KEEP = "keep"


KEEP: Final = Keep.KEEP


@dataclass(frozen=True)
class Change:
    """
    What becomes of a unit; what is not named stays.

    `targets` is the new translation (one text, or one for each plural form). `fuzzy` sets or clears the flag.
    `mark` puts this machine mark (a `Mark`, or its whole line) in place of any other; None takes all marks
    away. `previous=None` takes the old source (`#|`) away. `note` is a comment line to be added, unless one with
    the same first word is there.
    """

    targets: tuple[str, ...] | None = None
    fuzzy: bool | None = None
    mark: Mark | str | Literal[Keep.KEEP] | None = KEEP
    previous: Literal[Keep.KEEP] | None = KEEP
    note: str = ""


class UnknownUnitError(UserError):
    """A unit that is to be edited is not, or is no longer, in the catalog."""


@dataclass(frozen=True)
class Catalog:
    """
    A catalog as it was read; nothing in it changes, `edit` returns new bytes.

    `path` is relative to the project, `header` has the header's fields. The first of `entries` is the header's.
    """

    path: str
    domain: str
    data: bytes
    header: Mapping[str, str]
    entries: tuple[Entry, ...]

    @classmethod
    def load(cls, path: Path, *, root: Path, domain: str | None = None) -> Catalog:
        """
        The catalog in a file; `root` is the project's folder, `domain` by default what the path says.

        Raises:
            CatalogError: the file cannot be read, or something in it is not understood.
        """
        return cls.parse(read(path, root=root), path, root=root, domain=domain)

    @classmethod
    def parse(cls, data: bytes, path: Path, *, root: Path, domain: str | None = None) -> Catalog:
        """
        The catalog in `data`, which stands or shall stand in the file `path`.

        Raises:
            CatalogError: something in it is not understood; it tells all such places.
        """
        shown = relative(path, root)
        domain = _domain(shown) if domain is None else domain
        text = _decode(data, shown)
        entries, problems = _entries(Lexer(text.replace("\r\n", "\n"), shown, domain))
        problems += _header_problems(entries, problems, shown)
        problems += islice(_duplicates(entries, shown), MOST_FAULTS)
        if problems:
            raise CatalogError.of(sorted(problems)[:MOST_FAULTS])
        return cls(shown, domain, data, _header(entries[0].unit), entries)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The physical lines with their ends."""
        return _lines(self.data.removeprefix(BOM).decode())

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The active units in the file's order, without the header."""
        return tuple(entry.unit for entry in self.entries[1:] if not entry.unit.obsolete)

    @cached_property
    def obsolete(self) -> tuple[Unit, ...]:
        """The units that are no longer in the source, in the file's order."""
        return tuple(entry.unit for entry in self.entries if entry.unit.obsolete)

    def at(self, line: int) -> Unit | None:
        """The unit, active or obsolete, whose lines, with its comments, hold this one (from 1); the header is none."""
        found = (entry.unit for entry in self.entries[1:] if entry.start < line <= entry.end)
        return next(found, None)

    @property
    def newline(self) -> str:
        r"""How the file ends its lines: `\n` or `\r\n`, by its first line."""
        return "\r\n" if self.lines[0].endswith("\r\n") else "\n"

    @cached_property
    def _by_key(self) -> dict[str, Entry]:
        units = ((entry.unit, entry) for entry in self.entries[1:])
        return {
            key_of(self.domain, unit.context, unit.source): entry
            for unit, entry in units
            if not unit.obsolete
        }

    @cached_property
    def _by_identity(self) -> dict[Identity, Entry]:
        return {entry.unit.identity: entry for entry in self.entries[1:] if not entry.unit.obsolete}

    def entry(self, name: str | Identity) -> Entry:
        """
        The active entry of a unit, named by its key or by (context, source).

        Raises:
            UnknownUnitError: there is none.
        """
        entry = self._by_key.get(name) if isinstance(name, str) else self._by_identity.get(name)
        if entry is None:
            raise UnknownUnitError(
                f"{self.path}: the unit {name!r} is no longer in this catalog; load it again"
            )
        return entry

    def edit(self, changes: Mapping[str | Identity, Change]) -> bytes:
        """
        The file's new bytes; only the lines of what really changes are new, written without wrapping.

        Raises:
            UnknownUnitError: a unit is not in the catalog.
            ValueError: the number of texts does not fit the unit, a text cannot be written, or two changes name
                the same unit, one by its key.
        """
        if not changes:
            return self.data
        lines: list[str] = []
        position = 0
        todo = [(self.entry(name), change) for name, change in changes.items()]
        for entry, change in sorted(todo, key=lambda item: item[0].start):
            if entry.start < position:
                raise ValueError(f"{self.path}:{entry.unit.line}: two changes of one unit")
            lines += self.lines[position : entry.start]
            lines += self._edited(entry, change)
            position = entry.end
        return self.encode([*lines, *self.lines[position:]])

    def encode(self, lines: Sequence[str]) -> bytes:
        """The bytes of a file with these lines (with their ends); a byte order mark stays."""
        return (BOM if self.data.startswith(BOM) else b"") + "".join(lines).encode()

    def _edited(self, entry: Entry, change: Change) -> list[str]:
        lines = self.lines
        # Where a file mixes line ends, a unit keeps its own.
        newline = "\r\n" if lines[entry.body].endswith("\r\n") else "\n"
        head = list(lines[entry.start : entry.body])
        if change.mark is not KEEP:
            line = change.mark.line() if isinstance(change.mark, Mark) else change.mark
            head = splice.with_mark(head, line, newline)
        if change.note:
            head = splice.with_note(head, change.note, newline)
        if change.previous is None:
            head = splice.without_previous(head)
        if change.fuzzy is not None and change.fuzzy != entry.unit.fuzzy:
            head = splice.with_fuzzy(head, newline, fuzzy=change.fuzzy)
        target = lines[entry.target : entry.end]
        if change.targets is not None and change.targets != entry.unit.targets:
            target = tuple(line + newline for line in splice.new_target(entry.unit, change.targets))
        return [*head, *lines[entry.body : entry.target], *target]


def _domain(shown: str) -> str:
    parts = PurePosixPath(shown).with_suffix("").parts
    return "/".join(parts[parts.index("LC_MESSAGES") + 1 :]) if "LC_MESSAGES" in parts else parts[-1]


def _lines(text: str) -> tuple[str, ...]:
    lines = [line + "\n" for line in text.split("\n")]
    return tuple(lines[:-1]) if text.endswith("\n") else (*lines[:-1], lines[-1][:-1])


def _decode(data: bytes, path: str) -> str:
    body = data.removeprefix(BOM)
    if not body.strip():
        raise CatalogError(path, 1, "the file is empty", "restore it from the last commit")
    _refuse_bytes(body, path)
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise CatalogError(
            path, line, "this line is not written in UTF-8", "save the file with the encoding UTF-8"
        ) from None


def _refuse_bytes(body: bytes, path: str) -> None:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CatalogError(path, 1, "the file is written in UTF-16", "save it with the encoding UTF-8")
    nul = body.find(b"\x00")
    if nul >= 0:
        line = body.count(b"\n", 0, nul) + 1
        raise CatalogError(path, line, "the file is damaged: it holds a NUL character here", RESTORE)
    stray = re.search(rb"\r(?!\n)", body)
    if stray:
        line = body.count(b"\n", 0, stray.start()) + 1
        raise CatalogError(
            path, line, "a carriage return stands alone here", "save the file with Unix line ends (LF)"
        )


def _entries(lexer: Lexer) -> tuple[tuple[Entry, ...], list[Problem]]:
    """What is understood of a file, and what is not."""
    entries: list[Entry] = []
    try:
        entries.extend(lexer.entries())
    except CatalogError as error:
        return tuple(entries), list(error.problems)
    return tuple(entries), []


def _header_problems(entries: Sequence[Entry], faults: Sequence[Problem], path: str) -> Iterator[Problem]:
    first = entries[0].unit if entries else None
    header = next((entry.unit for entry in entries if _is_header(entry.unit)), None)
    if header and header == first:
        yield from _charset_problems(header, path)
    elif header:
        yield _problem(
            path,
            header.line,
            "the file's header stands here, below other entries",
            "move this entry to the top of the file",
        )
    elif not faults or (first and first.line < faults[0].line):  # else the fault may be the header's
        yield _problem(
            path,
            first.line if first else 1,
            "the file's header is missing: the first entry, which names the language and charset=UTF-8",
            "copy the first entry of another catalog of this language to the top",
        )


def _is_header(unit: Unit) -> bool:
    return unit.identity == (None, "") and not unit.obsolete and unit.plural is None


def _header(unit: Unit) -> dict[str, str]:
    header: dict[str, str] = {}
    name = None
    for line in unit.targets[0].splitlines():
        field, colon, value = line.partition(":")
        if colon:
            name, header[field] = field, value.strip()
        elif name is not None:
            header[name] += "\n" + line.strip()
    return header


def _charset_problems(header: Unit, path: str) -> Iterator[Problem]:
    """Every charset that the header names is looked at: of two fields other programs believe the first."""
    named = CHARSET.findall(header.targets[0]) if "Content-Type" in _header(header) else []
    wrong = next((charset for charset in named if charset.lower() not in UTF8), None)
    if not named or wrong:
        found = f"the charset {wrong}" if wrong else "no charset"
        yield _problem(
            path,
            header.line,
            f"the header names {found}",
            "save the file in UTF-8 and let the header say: Content-Type: text/plain; charset=UTF-8",
        )


def _duplicates(entries: Sequence[Entry], path: str) -> Iterator[Problem]:
    """
    Texts that are there twice, and second headers.

    GNU gettext refuses two entries for one text even where one of them is obsolete. The other programs read them,
    and so do we, for both may hold somebody's work: git brings such files about when it merges two branches.
    """
    seen: dict[Identity, int] = {}
    for entry in entries:
        unit = entry.unit
        header = unit.identity == (None, "")
        if unit.obsolete and not header:
            continue
        before = seen.setdefault(unit.identity, unit.line)
        if before != unit.line:
            what = "a second header" if header else "the same source text again"
            yield _problem(
                path, unit.line, f"{what}: it is also in line {before}", "keep the better one of the two"
            )


def _problem(path: str, line: int, text: str, fix: str) -> Problem:
    return CatalogError(path, line, text, fix).problem
