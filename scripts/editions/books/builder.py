"""What the Sphinx builders of books have in common: which edition they make, and one file a book."""

from __future__ import annotations

import datetime as dt
import os
from abc import abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote

from sphinx.builders import Builder
from sphinx.util import logging

from editions.books import books
from editions.formats.html.public import where
from editions.language import Language

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from editions.project import Book, Project, View

logger = logging.getLogger(__name__)
NO_AUTHOR = frozenset({"", "unknown", "Author name not set"})
# The date of a file whose document has none: the first that every tool and a ZIP archive can show.
NO_DATE = dt.date(1980, 1, 1)


class BookBuilder(Builder):
    """Writes each book of the project as `<outdir>/<book name><suffix>`; for another project than ours, one book."""

    suffix = ""
    # Kinds with pictures take these; what lies elsewhere is never fetched, but shown as its description and a link.
    supported_image_types: ClassVar[list[str]] = [
        "image/svg+xml",
        "image/png",
        "image/jpeg",
        "image/webp",
        "image/gif",
    ]
    supported_remote_images = True

    def __init__(self, app: Sphinx, env: BuildEnvironment) -> None:
        super().__init__(app, env)
        context = getattr(app.config, "editions_context", None)
        self.project: Project | None = context.project if context else None
        self.language: Language = context.language if context else Language(app.config.language or "en")
        self.view: View = context.view if context else "working"

    @property
    def source_language(self) -> Language:
        """The language that the documents are written in."""
        return self.project.source_language if self.project else self.language

    @property
    def is_source(self) -> bool:
        """True for the edition in the language that the documents are written in."""
        return self.language.code == self.source_language.code

    def get_outdated_docs(self) -> str:
        """All documents: a book is made as a whole."""
        return "all documents"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """The document's name, which the writer turns into a place in the book."""
        del typ
        return quote(docname)

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """The same from everywhere."""
        del from_
        return self.get_target_uri(to, typ)

    def prepare_writing(self, docnames: AbstractSet[str]) -> None:
        """Nothing is prepared for all books together."""

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """
        Writes every book.

        Raises:
            UserError: the choice of books cannot be, or a book cannot be made.
        """
        del docnames
        self.written = [self._write(book) for book in books(self.env, self.project)]

    def _write(self, book: Book) -> Path:
        path = Path(self.outdir) / f"{book.name}{self.suffix}"
        logger.info("making %s", path.name)
        self.write_book(book, path)
        return path

    @abstractmethod
    def write_book(self, book: Book, path: Path) -> None:
        """Makes one book as the file `path`, whole or not at all."""

    def title(self, book: Book) -> str:
        """The title of a book: of its root document, else the project's."""
        title = self.env.titles.get(book.root)
        return (title.astext() if title else "") or str(self.config.project) or book.name

    @property
    def author(self) -> str:
        """The project's author; empty where its configuration names none."""
        author = str(self.config.author)
        return "" if author in NO_AUTHOR else author

    def day(self, book: Book) -> dt.date | None:
        """The date of a book's own root document (`:date: 2018-08-02`); None where it has none."""
        try:
            return dt.date.fromisoformat(str(self.env.metadata.get(book.root, {}).get("date", "")))
        except ValueError:
            return None

    def moment(self, book: Book) -> dt.datetime:
        """The date that the file carries: SOURCE_DATE_EPOCH (reproducible-builds.org), else the document's own."""
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        if epoch.isdecimal():
            return dt.datetime.fromtimestamp(int(epoch), dt.UTC)  # Sphinx refuses one that is no date
        return dt.datetime.combine(self.day(book) or NO_DATE, dt.time(), dt.UTC)

    def address(self, book: Book, language: Language) -> str:
        """Where an edition of a book can be read on the web; empty for what is not published."""
        if self.project is None or not self.project.url or self.view != "release":
            return ""
        return where(self.project.url, language, f"{book.root}.html")

    def shown(self, docname: str) -> str:
        """The path of a document's source, for messages."""
        path = Path(self.env.doc2path(docname))
        return self.project.shown(path) if self.project else path.name
