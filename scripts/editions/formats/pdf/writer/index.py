"""The index at the end of a book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions.formats.pdf.markup import array, block, call, content, inline, literal
from editions.formats.pdf.writer.base import Renderer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.books.index import Entry


class Index(Renderer):
    """Renders the index: words, and the pages that they are found on."""

    def index(self) -> str:
        """The whole index; nothing where the book has none."""
        groups = [piece for letter, entries in self.setting.index if (piece := self._letter(letter, entries))]
        title = content(inline(self.setting.index_title))
        return block(call("index", title, body="".join(groups))) if groups else ""

    def _letter(self, letter: str, entries: tuple[Entry, ...]) -> str:
        lines = "".join(line for entry in entries for line in self._lines(entry, 0))
        return call("index-letter", body=inline(letter)) + lines if lines else ""

    def _lines(self, entry: Entry, level: int) -> Iterator[str]:
        places = [anchor for anchor in entry.anchors if anchor in self.targets.wanted]
        below = [line for each in entry.below for line in self._lines(each, level + 1)]
        if places or below or not entry.anchors:
            labels = array(f"label({literal(anchor)})" for anchor in dict.fromkeys(places))
            yield call("index-entry", str(level), labels, body=inline(entry.words))
            yield from below
