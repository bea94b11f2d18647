"""The Sphinx builder `editions-text`: one plain text a book; and what it shares with that of the short text."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from sphinx.locale import admonitionlabels

from editions.books import assemble
from editions.books.builder import BookBuilder
from editions.files import write_if_changed
from editions.formats.text import front
from editions.formats.text.lines import text_of
from editions.formats.text.words import Words
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
