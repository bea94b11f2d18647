"""
Finds one unit in a version of a catalog without reading all of it: a hundred times faster than the lexer.

What is found is then read by the strict lexer like everything else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.catalog.faults import CatalogError
from editions.catalog.file import Catalog

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from editions.catalog.unit import Identity, Unit

HEAD = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
SEAM = re.compile(rb'"[ \t]*\n[ \t]*(?:#(?:~|\||~\|)[ \t]+)?"')  # between the strings of one text
ABOVE = re.compile(rb'(?:#(?!~[ \t]+(?:msgid|msgstr|"))|(?:#~[ \t]+)?msgctxt[ \t])')
CONTEXT = re.compile(rb"[ \t]*(?:#~[ \t]+)?msgctxt[ \t]")
BELOW = re.compile(rb"(?:#~[ \t]+)?(?:msgid_plural|msgstr)")
NAMED = re.compile(
    rb'^[ \t]*(?:(?:#~[ \t]+)?msgctxt[ \t]+"([^\n]*)"[ \t]*\n[ \t]*)?(?:#~[ \t]+)?msgid[ \t]+"([^\n]*)"[ \t]*$',
    re.MULTILINE,
)
CONFLICT = b"\n<<<<<<< "
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "v": "\v", "b": "\b", "f": "\f", "a": "\a"}
SPELLED = {"\n": rb"\\n", '"': rb"\\\"", "\\": rb"\\\\"} | {
    character: rb"(?:\\%s|%s)" % (letter.encode(), re.escape(character.encode()))
    for letter, character in ESCAPES.items()
    if letter != "n"
}


def joined(data: bytes) -> bytes:
    """The catalog with each text on one line, however a tool wrapped it."""
    return SEAM.sub(b"", data.replace(b"\r\n", b"\n"))


def find_unit(text: bytes, names: Sequence[Identity], path: Path, *, root: Path, domain: str) -> Unit | None:
    """
    The unit with one of these names in a catalog; rather an active one, then by the order of the names.

    `text` is what `joined` returns.

    Raises:
        CatalogError: the entry, as it stands, cannot be read, or the file was merged and left undecided.
    """
    if text.startswith(CONFLICT[1:]) or CONFLICT in text:
        fix = "the commit after it may have mended it"
        raise CatalogError(path.relative_to(root).as_posix(), 1, "a merge was left undecided", fix)
    obsolete = None
    for name in names:
        for chunk in _chunks(text, name):
            for entry in Catalog.parse(HEAD + chunk, path, root=root, domain=domain).entries:
                if entry.unit.identity == name and not entry.unit.obsolete:
                    return entry.unit
                if entry.unit.identity == name:
                    obsolete = obsolete or entry.unit
    return obsolete


def identities(text: bytes) -> set[tuple[bytes, bytes]]:
    """The contexts and sources of all entries as they are spelled; `text` is what `joined` returns."""
    return set(NAMED.findall(text))


def read_name(context: bytes, source: bytes) -> Identity:
    """
    The identity that is spelled so; no context and an empty one are spelled alike here and are taken for none.

    Raises:
        UnicodeDecodeError: it is not written in UTF-8.
    """
    return (_unescaped(context) if context else None), _unescaped(source)


def _unescaped(raw: bytes) -> str:
    return re.sub(r"\\(.)", lambda match: ESCAPES.get(match[1], match[1]), raw.decode())


def _chunks(text: bytes, name: Identity) -> Iterator[bytes]:
    """The entries that are spelled so; in a file where many have this source the context decides at once."""
    context, source = name
    pattern = rb'msgid[ \t]+"' + _spelled(source) + rb'"'
    if context is not None:
        pattern = rb'msgctxt[ \t]+"' + _spelled(context) + rb'"[ \t]*\n[ \t]*(?:#~[ \t]+)?' + pattern
    for match in re.finditer(pattern, text):
        start = text.rfind(b"\n", 0, match.start()) + 1
        above = text[text.rfind(b"\n", 0, max(0, start - 1)) + 1 : start]
        alone = context is not None or b"msgctxt" not in above or not CONTEXT.match(above)
        if alone and text[start : match.start()].strip() in (b"", b"#~"):
            yield text[_above(text, start) : _below(text, match.end())]


def _spelled(text: str) -> bytes:
    return b"".join(SPELLED.get(sign) or re.escape(sign.encode()) for sign in text)


def _above(text: bytes, start: int) -> int:
    """Where the comments of the entry begin that has its source at `start`."""
    while start:
        line = text.rfind(b"\n", 0, start - 1) + 1
        if not ABOVE.match(text[line:start].lstrip()):
            break
        start = line
    return start


def _below(text: bytes, end: int) -> int:
    """Where the translations end that follow the source's line; `end` is within that line."""
    end = text.find(b"\n", end)
    while end >= 0:
        stop = text.find(b"\n", end + 1)
        line = text[end + 1 : stop if stop >= 0 else None]
        if not BELOW.match(line.lstrip()):
            return end + 1
        end = stop
    return len(text)
