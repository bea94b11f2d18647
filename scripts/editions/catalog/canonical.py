r"""
A whole catalog in canonical form: what `msgcat --no-wrap` of GNU gettext writes, but nothing is lost.

Where msgcat loses something, it stays: flags that GNU gettext does not know or that contradict each other, `range`
of obsolete entries, `#=` lines; obsolete entries without a translation; comments below the last entry; fuzzy on a
plural whose first form alone is empty. Files that msgcat refuses come out in its form all the same: with a byte
order mark or `charset=utf8`, which go, or with one text both active and obsolete. The character U+0007 stays as it
is: msgcat writes `\a`, which most programs do not read. Lines end with \n, also comments, where msgcat leaves the
\r of Windows standing. File names with spaces are kept on one line, as from GNU gettext 0.22 on.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

from editions.catalog.splice import is_note
from editions.catalog.writer import flag_lines, place_lines, text_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from editions.catalog.file import Catalog
    from editions.catalog.unit import Unit

# Not \S+: for GNU gettext only spaces and tabs part file names.
PLACE = re.compile("\u2068[^\u2068\u2069]*\u2069(?::[0-9]+)?|[^ \t]+")
NUMBERED = re.compile(r"(.+):([0-9]{1,18})")
UNPORTABLE = re.compile(r"charset=utf8(?=[\s;\"]|$)", re.IGNORECASE)


def canonical(catalog: Catalog) -> bytes:
    """The catalog's bytes in canonical form; the active entries first, then the obsolete ones."""
    first, *entries = catalog.entries
    header = UNPORTABLE.sub("charset=UTF-8", first.unit.targets[0])
    units = [dataclasses.replace(first.unit, targets=(header,)), *(entry.unit for entry in entries)]
    blocks = [
        [*head_lines(catalog.lines[entry.start : entry.body], unit), *text_lines(unit)]
        for entry, unit in zip(catalog.entries, units, strict=True)
    ]
    order = sorted(range(len(units)), key=lambda index: units[index].obsolete)
    below = _notes(catalog.lines[catalog.entries[-1].end :])
    every = [*(blocks[index] for index in order), *([below] if below else [])]
    return ("\n\n".join("\n".join(block) for block in every) + "\n").encode()


def head_lines(lines: Sequence[str], unit: Unit) -> list[str]:
    """The lines over a unit's texts in canonical form, without line ends: comments, places, flags."""
    extracted, places, flags, sticky = (_of_mark(lines, mark) for mark in (".", ":", ",", "="))
    words = dict.fromkeys(_number(word) for line in places for word in PLACE.findall(line))
    return [
        *_notes(lines),
        *(f"#. {text}" if text else "#." for text in (line.removeprefix(" ") for line in extracted)),
        *place_lines(map(_without_dots, words)),
        *flag_lines(_split(flags), unit.targets),
        *(line.replace("#,", "#=", 1) for line in flag_lines(_split(sticky), unit.targets)),
    ]


def _of_mark(lines: Sequence[str], mark: str) -> list[str]:
    """What follows the mark in the lines that begin with it: `#.` and the like."""
    bare = (line.strip("\r\n").lstrip(" \t") for line in lines)
    return [line[2:] for line in bare if line.startswith(f"#{mark}")]


def _notes(lines: Sequence[str]) -> list[str]:
    texts = (line.strip("\r\n").lstrip(" \t")[1:].removeprefix(" ") for line in lines if is_note(line))
    return [f"# {text}" if text else "#" for text in texts]


def _split(lines: Sequence[str]) -> list[str]:
    return [flag.strip() for line in lines for flag in line.split(",") if flag.strip()]


def _number(word: str) -> str:
    match = NUMBERED.fullmatch(word)
    return f"{match[1]}:{int(match[2])}" if match else word


def _without_dots(word: str) -> str:
    while word.startswith("./"):
        word = word[2:]
    return word
