"""The fonts of a page: what their codes stand for, and how wide they are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from pikepdf import Array, Name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

STRING = rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)"
# What is shown: codes, as a string or as hexadecimal digits, and the shifts between them.
_SHOWN = re.compile(rb"(?s)(" + STRING + rb")|<([0-9A-Fa-f\s]*)>|([-+]?[.0-9]+)")
_ESCAPE = re.compile(rb"(?s)\\([0-7]{1,3}|\r\n|.)")
_ESCAPED = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r": b"",
    b"\r\n": b"",
}
_MAPPED = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")
Item = bytes | float  # a code, or how far the pen goes back before the next one
CODE = 2  # bytes of a glyph's code in the fonts that Typst embeds


class Cluster(NamedTuple):
    """Codes and the shifts between them; what they stand for; how far they move the pen, in thousandths of the size."""

    items: tuple[Item, ...]
    text: str
    advance: float


@dataclass(frozen=True)
class Font:
    """A font of a page: what its codes stand for, and how wide they are, in thousandths of its size."""

    texts: Mapping[int, str]
    widths: Mapping[int, float]
    width: float
    _known: dict[tuple[bytes, bool], tuple[Cluster, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, font: Any) -> Font | None:
        """The font of a dictionary of the page; None for one that does not have codes of two bytes."""
        if font.get("/Encoding") != Name("/Identity-H") or "/ToUnicode" not in font:
            return None
        pairs = [
            pair for block in _MAPPED.findall(font.ToUnicode.read_bytes()) for pair in _PAIR.findall(block)
        ]
        texts = {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}
        inner = font.DescendantFonts[0]
        return cls(texts, dict(_widths(list(inner.get("/W", [])))), float(inner.get("/DW", 1000)))

    def clusters(self, shown: bytes, *, whole: bool) -> tuple[Cluster, ...]:
        """
        Each code of what is shown with the shifts before it; those at the end go with the last one.

        Args:
            shown: the operand of `Tj` or `TJ`.
            whole: it is a single cluster.
        """
        key = (shown, whole)
        if key not in self._known:
            groups = [tuple(_items(shown))] if whole else _parted(_items(shown))
            self._known[key] = tuple(map(self._cluster, groups))
        return self._known[key]

    def _cluster(self, items: tuple[Item, ...]) -> Cluster:
        text, advance = "", 0.0
        for item in items:
            if isinstance(item, bytes):
                code = int.from_bytes(item, "big")
                text += self.texts.get(code, "")
                advance += self.widths.get(code, self.width)
            else:
                advance -= item
        return Cluster(items, text, advance)


def _items(shown: bytes) -> Iterator[Item]:
    for literal, digits, shift in _SHOWN.findall(shown):
        if shift:
            yield float(shift)
            continue
        codes = string(literal) if literal else bytes.fromhex(digits.decode())
        yield from (codes[at : at + CODE] for at in range(0, len(codes), CODE))


def _parted(items: Iterable[Item]) -> list[tuple[Item, ...]]:
    found: list[tuple[Item, ...]] = []
    waiting: list[Item] = []
    for item in items:
        waiting.append(item)
        if isinstance(item, bytes):
            found.append(tuple(waiting))
            waiting = []
    if waiting and found:
        found[-1] += tuple(waiting)
    return found


def string(literal: bytes) -> bytes:
    """The bytes of a literal string (ISO 32000-2, 7.3.4.2)."""
    inner = literal[1:-1]
    return _ESCAPE.sub(_unescaped, inner) if b"\\" in inner else inner


def _unescaped(match: re.Match[bytes]) -> bytes:
    sign = match[1]
    if sign[:1] in b"01234567":
        return bytes([int(sign, 8) & 0xFF])
    return _ESCAPED.get(sign, sign)


def _widths(listed: list[Any]) -> Iterator[tuple[int, float]]:
    """The widths by code: `first [width …]` or `first last width` (ISO 32000-2, 9.7.4.3)."""
    rest = iter(listed)
    for first in rest:
        then = next(rest)
        if isinstance(then, Array):
            yield from ((int(first) + index, float(width)) for index, width in enumerate(then))
        else:
            width = float(next(rest))
            yield from ((code, width) for code in range(int(first), int(then) + 1))
