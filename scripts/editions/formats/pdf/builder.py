"""The Sphinx builder `editions-pdf`: one PDF a book, set by Typst."""

from __future__ import annotations

import shutil
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import typst
from docutils import nodes
from sphinx.locale import _, admonitionlabels
from sphinx.util import logging

from editions.books import assemble, documents_of
from editions.books.builder import BookBuilder
from editions.books.caveats import located
from editions.books.index import index
from editions.formats.pdf import fonts
from editions.formats.pdf.compiler import STANDARDS, MissingGlyphs, compile_book, missing_font
from editions.formats.pdf.finish import finish
from editions.formats.pdf.front import TEMPLATE, opening
from editions.formats.pdf.lock import NAME, record
from editions.formats.pdf.markup import literals
from editions.formats.pdf.pictures import Pictures
from editions.formats.pdf.writer import Setting, write
from editions.interface import Interface
from editions.problem import UserError
from editions.project import PAPERS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from editions.project import Book

logger = logging.getLogger(__name__)


class TypstBuilder(BookBuilder):
    """Writes each book of the project as Typst markup and has it set as `<outdir>/<book name>.pdf`."""

    name = "editions-pdf"
    format = "typst"
    suffix = ".pdf"
    epilog = "The PDF files are in %(outdir)s."

    @property
    def paper(self) -> str:
        """The size of pages, one of `PAPERS`."""
        return self.project.paper if self.project else PAPERS[0]

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """
        Writes every book, and which fonts they are set in.

        Raises:
            UserError: the choice of books cannot be, or a book cannot be set.
        """
        super().write_documents(docnames)
        lock = Path(self.outdir) / NAME
        lock.write_text(record(self.written, self.language), encoding="utf-8", newline="\n")

    def write_book(self, book: Book, path: Path) -> None:
        """Sets one book."""
        tree = assemble(self, book)
        self.post_process_images(tree)
        with tempfile.TemporaryDirectory(prefix=".typst-", dir=self.outdir) as folder:
            pictures = Pictures(Path(folder), Path(self.srcdir))
            main = self._write_markup(book, tree, pictures)
            pdf = self._compile(book, tree, main, pictures)
            path.with_suffix(".typ").unlink(missing_ok=True)
            (main.parent / "book.pdf").write_bytes(pdf)
            (main.parent / "book.pdf").replace(path)

    def _write_markup(self, book: Book, tree: nodes.document, pictures: Pictures) -> Path:
        own = self.project.print_template if self.project else None
        template = own or files("editions") / "theme" / "print" / TEMPLATE
        (pictures.folder / TEMPLATE).write_bytes(template.read_bytes())
        setting = Setting(
            env=self.env,
            language=self.language,
            source_language=self.source_language,
            ui=Interface.load(self.language),
            labels=admonitionlabels,
            pictures=pictures,
            index=index(self, documents_of(tree)),
            index_title=_("Index"),
        )
        text = opening(setting, tree, self.title(book), self.view, self.paper) + write(setting, tree)
        main = pictures.folder / "book.typ"
        main.write_text(text, encoding="utf-8", newline="\n")
        return main

    def _compile(self, book: Book, tree: nodes.document, main: Path, pictures: Pictures) -> bytes:
        try:
            pdf, standards = compile_book(
                main, fonts.faces(self.language), timestamp=int(self.moment(book).timestamp())
            )
        except MissingGlyphs as error:
            raise missing_font(error.characters, self._where(tree, error.characters)) from None
        except typst.TypstError as error:
            uri = pictures.named_in(error.diagnostic)
            if uri:
                raise UserError(
                    f"{uri}: the picture cannot be read: {first_line(error)}; save it anew"
                ) from None
            raise UserError(self._refusal(book, main, error)) from error
        if standards != STANDARDS[0]:
            logger.warning("PDF: %s.pdf keeps %s only", book.name, " and ".join(standards), type="editions")
        return finish(pdf, self.language.tag, literals(main.read_text("utf-8")))

    def _refusal(self, book: Book, main: Path, error: typst.TypstError) -> str:
        kept = Path(self.outdir) / f"{book.name}.typ"
        shutil.copyfile(main, kept)
        where = f"{self.shown(book.root)}: Typst cannot set {book.name}.pdf"
        return f"{where}: {first_line(error)}; what it was given is in {kept}"

    def _where(self, tree: nodes.document, characters: Sequence[str]) -> str:
        """The first document of the book that holds one of the characters, and the language."""
        holding = (
            docname
            for docname, node in located(tree, str(tree["docname"]))
            if isinstance(node, nodes.TextElement) and set(node.astext()) & set(characters)
        )
        return f"{self.shown(next(holding, str(tree['docname'])))} ({self.language.code})"


def first_line(error: typst.TypstError) -> str:
    """What Typst says, in one line."""
    return error.message.splitlines()[0] if error.message else "unknown error"
