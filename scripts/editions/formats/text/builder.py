"""The Sphinx builders `editions-text` and `editions-social`: one plain text a book, long or short."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from sphinx.locale import admonitionlabels

from editions.books import assemble
from editions.books.builder import BookBuilder
from editions.books.caveats import MACHINE
from editions.files import write_if_changed
from editions.formats.social import Piece, Short, compose
from editions.formats.text import front
from editions.formats.text.excerpt import Excerpt
from editions.formats.text.lines import Line, text_of
from editions.formats.text.words import Words, direction
from editions.formats.text.writer import Setting, Writer

if TYPE_CHECKING:
    from pathlib import Path

    from docutils import nodes

    from editions.project import Book


class PlainBuilder(BookBuilder):
    """Writes each book of the project as one file of plain text: UTF-8, no byte order mark, LF."""

    format = "text"
    suffix = ".txt"
    epilog = "The texts are in %(outdir)s."

    def write_book(self, book: Book, path: Path) -> None:
        """Writes one book."""
        write_if_changed(path, self.text(book, assemble(self, book)).encode())

    @abstractmethod
    def text(self, book: Book, tree: nodes.document) -> str:
        """The whole text of a book."""

    @property
    def words(self) -> Words:
        """The words of the editions themselves."""
        return Words.for_readers_of(self.language, self.source_language)

    def setting(self, *, marks: bool = False) -> Setting:
        """What a writer needs to know; `marks` has it mark what a machine wrote."""
        return Setting(
            self.env, self.language, self.source_language, self.words, admonitionlabels, marks=marks
        )

    def warnings(self, tree: nodes.document) -> tuple[str, ...]:
        """What a reader must know, as keys of the interface; the source edition has no such thing."""
        return () if self.is_source else front.warnings(tree, self.view)

    def found_at(self, book: Book) -> str:
        """
        Where a reader finds the book on the web, if the project has a public address.

        A working edition is not published, so it leads to the first page of what is.
        """
        return self.address(book, self.language) or (self.project.url if self.project else "")


class TextBuilder(PlainBuilder):
    """Writes each book as `<outdir>/<book name>.txt`."""

    name = "editions-text"

    def text(self, book: Book, tree: nodes.document) -> str:
        """The whole book, between what a reader must know before and where it is on the web."""
        sentences, words = self.warnings(tree), self.words
        writer = Writer(self.setting(marks=front.MARKED in sentences), tree)
        body = writer.book()
        return text_of([*front.head(sentences, words), *body, *front.foot(self.found_at(book), words)])


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
