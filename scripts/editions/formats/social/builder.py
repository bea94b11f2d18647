"""The Sphinx builder `editions-social`: the beginning of each book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions.books.caveats import MACHINE
from editions.formats.social.compose import Piece, Short, compose
from editions.formats.social.excerpt import Excerpt
from editions.formats.text.builder import PlainBuilder
from editions.formats.text.lines import Line
from editions.formats.text.words import direction

if TYPE_CHECKING:
    from docutils import nodes

    from editions.project import Book


class SocialBuilder(PlainBuilder):
    """Writes the beginning of each book as `<outdir>/<book name>.social.txt`."""

    name = "editions-social"
    suffix = ".social.txt"

    def text(self, book: Book, tree: nodes.document) -> str:
        """As much of the book as fits into a message."""
        excerpt = Excerpt(self.setting(), tree)
        own, day = direction(self.language), self.day(book)
        return compose(
            Short(
                title=excerpt.title() or Piece(Line(self.title(book), own)),
                date=Line(self.language.date(day) if day else "", own),
                kicker=excerpt.kicker(),
                body=tuple(excerpt.body()),
                caveat=self.words.say(MACHINE),
                address=self.found_at(book),
            )
        )
