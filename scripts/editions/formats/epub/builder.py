"""The Sphinx builder `editions-epub`: one EPUB a book."""

from __future__ import annotations

from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.highlighting import PygmentsBridge
from sphinx.locale import _

from editions.books import assemble, documents_of
from editions.books.builder import BookBuilder
from editions.books.caveats import caveats
from editions.books.index import index
from editions.credits import Credits, read_credits
from editions.files import write_if_changed
from editions.formats.epub.about import About, kicker_of, title_of
from editions.formats.epub.archive import archive
from editions.formats.epub.binding import Binding, Index, Part
from editions.formats.epub.clean import clean
from editions.formats.epub.contents import contents
from editions.formats.epub.cover import cover
from editions.formats.epub.documents import Document, Line, hidden, mark, split, tidy
from editions.formats.epub.package import package
from editions.formats.epub.pictures import FOLDER, Pictures
from editions.formats.epub.translator import EpubTranslator, settings_of
from editions.formats.epub.words import Words
from editions.formats.epub.xhtml import STYLESHEET, written_xml
from editions.sanitise import credits_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils import nodes
    from docutils.frontend import Values

    from editions.project import Book


class EpubBuilder(BookBuilder):
    """Writes each book of the project as `<outdir>/<book name>.epub`."""

    name = "editions-epub"
    # The translator, provenance and `only:: html` go by it: what is in a book is HTML.
    format = "html"
    suffix = ".epub"
    epilog = "The EPUB files are in %(outdir)s."
    default_translator_class = EpubTranslator
    # What Sphinx's translator asks a builder of HTML.
    add_permalinks = False
    download_support = False
    embedded = True
    dlpath = ""
    # Sphinx wants one to be chosen; the translator writes formulas itself.
    math_renderer_name = "mathjax"

    def init(self) -> None:
        """Prepares what all books need."""
        self.tags.add("epub")
        self.highlighter = PygmentsBridge("html", self.config.pygments_style or "sphinx")
        self.imagedir = self.imgpath = FOLDER
        self.current_docname = ""
        self.secnumbers: Mapping[str, tuple[int, ...]] = {}
        self.fignumbers: Mapping[str, Mapping[str, tuple[int, ...]]] = {}

    @property
    def credits(self) -> Credits:
        """Who is to be named in a published translation, as far as they agreed; nobody in working editions."""
        if self.project is None or self.is_source or self.view == "working":
            return Credits()
        return read_credits(credits_file(self.project, self.language, self.view))

    @cached_property
    def _settings(self) -> Values:
        return settings_of(self)

    def write_book(self, book: Book, path: Path) -> None:
        """Makes one book."""
        tree = assemble(self, book)
        self.post_process_images(tree)
        about = self._about(book, tree)
        words = Words.for_readers_of(self.language, self.source_language)
        docnames, entries = documents_of(tree), contents(tree, self.env)
        documents = split(tree, hidden(self.env, docnames))
        tidy(documents)
        shown = Pictures(Path(self.srcdir))
        for document in documents:
            shown.settle(document.tree)
        self.images = shown.names
        parts = [self._part(document, words) for document in documents]
        binding = Binding(about, words, parts, entries, Index(_("Index"), index(self, docnames)))
        picture = cover(about, words, self.shown(book.root))
        members = binding.members(picture, self._style(), shown.members)
        described = package(about, members, words, described=shown.described)
        write_if_changed(path, archive(members, written_xml(described), about.moment))

    def _part(self, document: Document, words: Words) -> Part:
        source = None if self.is_source else self.source_language
        said = () if self.is_source else caveats(document.tree, self.view)
        mark(document, source, words.interface)
        languages = (self.source_language, words.interface.language, self.language)
        others = {each.tag: each for each in languages}
        content = clean(self._html(document), self.language, others, self.images.values())
        return Part(document, content, said)

    def _html(self, document: Document) -> str:
        """What Sphinx's translator makes of a document."""
        self.current_docname = document.docname
        self.secnumbers = self.env.toc_secnumbers.get(document.docname, {})
        self.fignumbers = self.env.toc_fignumbers.get(document.docname, {})
        document.tree.settings = self._settings
        translator = self.create_translator(document.tree, self)
        document.tree.walkabout(translator)
        return "".join(translator.fragment)  # type: ignore[attr-defined]

    def _style(self) -> bytes:
        """The style sheet, the same in all languages: ours, and the colours of code."""
        own = (files("editions") / "theme" / "epub" / STYLESHEET).read_text(encoding="utf-8")
        return f"{self.highlighter.get_stylesheet()}\n{own}".encode()

    def _about(self, book: Book, tree: nodes.document) -> About:
        url = self.project.url if self.project else ""
        return About(
            title=title_of(tree) or Line(str(self.config.project) or book.name),
            kicker=kicker_of(tree),
            author=self.author,
            day=self.day(book),
            moment=self.moment(book),
            language=self.language,
            source_language=self.source_language,
            project=url or str(self.config.project),
            name=book.name,
            address=self.address(book, self.language),
            original="" if self.is_source else self.address(book, self.source_language),
            caveats=() if self.is_source else caveats(tree, self.view),
            credits=self.credits,
        )
