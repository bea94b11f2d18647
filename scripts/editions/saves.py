"""
The save log, read: which texts this machine's programs put into which catalogs.

The log is no source of trust: Git ignores it, but somebody's change could bring one along. Its texts are offered to a
person and nothing else is done with them; its paths are compared, never opened.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from editions.catalog import CatalogError
from editions.catalog.lexer import Entry, Lexer
from editions.catalog.own import OWN, open_file, open_folder
from editions.catalog.store import LOG
from editions.problem import Problem, UserError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from editions.project import Project

VERSION = 1
NO_TEXT = re.compile("[\ud800-\udfff]")  # surrogates: in the log they stand for bytes that were no UTF-8
NAME = re.compile(r"\d{4}-\d\d\.jsonl")
LONGEST = 1_000_000_000  # bytes of a line; the largest catalog, before and after, has less


class SaveLogError(UserError):
    """A save log that cannot be read; `problem` says where and what to do. The exit code is 2."""

    def __init__(self, path: str, line: int, text: str, fix: str) -> None:
        self.problem = Problem(path, line, "save-log", "warning", text, fix)
        super().__init__(str(self.problem))


@dataclass(frozen=True)
class Save:
    """
    One save of one catalog.

    `path` is relative to the project, as the log has it; `old` and `new` are the entries that went and came,
    whole, as text; `before` (None: there was no file) and `after` the SHA-256 of the file; `place` names the
    line of the log.
    """

    place: str
    at: dt.datetime
    path: str
    line: int
    old: str
    new: str
    before: str | None
    after: str


def entries(project: Project, path: str | None = None) -> Iterator[Save]:
    """
    Yields the saves of all catalogs, or of one, oldest first, line by line: no more than one is in memory.

    Half a line, which a killed process or a full disk left, is passed over.

    Raises:
        SaveLogError: the log cannot be read, or a newer program wrote it.
        CatalogError: a link stands where the log belongs.
    """
    for name in _names(project):
        for number, line in _lines(project, name):
            save = _parse(line, f"{OWN}/{LOG}/{name}", number)
            if save is not None and path in (None, save.path):
                yield save


def units(text: str, save: Save, domain: str) -> Iterator[tuple[Entry, tuple[str, ...]]]:
    """
    Yields the entries in `text`, `old` or `new` of a save, each with its lines (without ends); the header is none.

    What is not understood is passed over; bytes that were no UTF-8 are replacement characters.
    """
    text = NO_TEXT.sub("\ufffd", text).removeprefix("\ufeff").replace("\r\n", "\n")
    lines = text.split("\n")
    with contextlib.suppress(CatalogError):
        for entry in Lexer(text, save.path, domain).entries():
            if entry.unit.identity != (None, ""):
                yield entry, tuple(lines[entry.start : entry.end])


def _names(project: Project) -> list[str]:
    try:
        folder = open_folder(project.root, LOG)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise _unreadable(f"{OWN}/{LOG}", error) from None
    try:
        with os.scandir(folder) as found:
            return sorted(entry.name for entry in found if NAME.fullmatch(entry.name))
    finally:
        os.close(folder)


def _lines(project: Project, name: str) -> Iterator[tuple[int, bytes]]:
    try:
        with os.fdopen(open_file(project.root, LOG, name), "rb") as file:
            yield from _bounded_lines(file)
    except FileNotFoundError:
        return
    except OSError as error:
        raise _unreadable(f"{OWN}/{LOG}/{name}", error) from None


def _bounded_lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := file.readline(LONGEST):
        number += 1
        yield number, line
        while len(line) == LONGEST and not line.endswith(b"\n"):
            line = file.readline(LONGEST)


def _unreadable(path: str, error: OSError) -> SaveLogError:
    reason = error.strerror or type(error).__name__
    return SaveLogError(path, 1, f"the save log cannot be read: {reason}", "see that it is yours to read")


def _parse(line: bytes, path: str, number: int) -> Save | None:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict):
        return None
    version = record.get("v")
    if type(version) is not int or version != VERSION:
        raise SaveLogError(
            path,
            number,
            "this line of the save log is of a version that this program does not know",
            "use the newer program that wrote it, or move the file out of the folder",
        )
    return _save(record, f"{path}:{number}")


def _save(record: dict[str, Any], place: str) -> Save | None:
    texts = [record.get(name) for name in ("path", "old", "new", "after", "at")]
    before, line = record.get("before"), record.get("line")
    if not all(isinstance(text, str) for text in texts) or not isinstance(before, str | None):
        return None
    try:
        at = dt.datetime.fromisoformat(record["at"]).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
    number = line if type(line) is int else 1
    return Save(place, at, record["path"], number, record["old"], record["new"], before, record["after"])
