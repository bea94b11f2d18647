"""The fonts of a page: what their codes stand for, and how wide they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pikepdf import Array, Name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_MAPPED = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")
CODE = 2  # bytes of a glyph's code in the fonts that Typst embeds


@dataclass(frozen=True)
class Font:
    """A font of a page: what its codes stand for, and how wide they are, in thousandths of its size."""

    texts: Mapping[int, str]
    widths: Mapping[int, float]
    width: float

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

    def advance(self, items: Iterable[bytes | float]) -> float:
        """How far these codes and shifts move the pen, in thousandths of the font's size."""
        return sum(
            self.widths.get(int.from_bytes(item, "big"), self.width) if isinstance(item, bytes) else -item
            for item in items
        )


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
