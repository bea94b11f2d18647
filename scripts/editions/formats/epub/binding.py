"""The binding of a book: all that goes into its file, in the order of reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from editions.formats.epub import front
from editions.formats.epub.archive import Member
from editions.formats.epub.contents import Entry
from editions.formats.epub.documents import Line
from editions.formats.epub.index import INDEX, index_page
from editions.formats.epub.links import Places, settle_links
from editions.formats.epub.navigation import (
    COVER_PAGE,
    NAVIGATION,
    NCX,
    TITLE_PAGE,
    landmarks,
    navigation,
    ncx,
)
from editions.formats.epub.xhtml import STYLESHEET, page, written_page, written_xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from xml.etree import ElementTree as ET

    from editions.books.index import Entry as IndexEntry
    from editions.formats.epub.about import About
    from editions.formats.epub.clean import Content
    from editions.formats.epub.documents import Document
    from editions.formats.epub.words import Words

PAGE = "application/xhtml+xml"
# The name of the index among the documents; no document's name begins with a slash.
_INDEX = "/index"


@dataclass(frozen=True)
class Part:
    """A document with its content, and what its readers must know, as keys of the interface."""

    document: Document
    content: Content
    caveats: tuple[str, ...]


@dataclass(frozen=True)
class Index:
    """The index of the book: its heading, and its entries by letter."""

    title: str
    groups: tuple[tuple[str, tuple[IndexEntry, ...]], ...]


@dataclass(frozen=True)
class Binding:
    """Binds one book."""

    about: About
    words: Words
    parts: Sequence[Part]
    entries: tuple[Entry, ...]
    index: Index

    def members(self, cover: bytes, style: bytes, pictures: Iterable[Member]) -> tuple[Member, ...]:
        """
        All files of the book but the package document.

        Args:
            cover: the picture of the cover.
            style: the style sheet.
            pictures: those of the documents.
        """
        places, entries = self._places(), self._contents()
        is_nested = len(entries) > 1 or any(entry.below for entry in entries)
        nav = [
            navigation(entries, self.about, self.words, places),
            landmarks(self.parts[0].document.name, self.about, self.words, has_contents=is_nested),
        ]
        title = self.about.title.text
        cover_page, title_page = front.cover_page(self.about), front.title_page(self.about, self.words)
        said = self.words.say("Contents")[0]
        return (
            self._page(COVER_PAGE, title, [cover_page], "frontmatter"),
            self._page(TITLE_PAGE, title, [title_page], "frontmatter"),
            # One line of contents is none that a reader needs to turn a page for.
            self._page(NAVIGATION, said, nav, "frontmatter", properties="nav", read=is_nested),
            *self._texts(places),
            *self._index_page(places),
            Member(NCX, "application/x-dtbncx+xml", written_xml(ncx(entries, self.about, places))),
            Member(STYLESHEET, "text/css", style),
            Member(front.COVER_PICTURE, "image/png", cover, "cover-image"),
            *pictures,
        )

    def _contents(self) -> tuple[Entry, ...]:
        """The table of contents with the index; it has a line even where no document has a title (EPUB 3.3, 7.4.2)."""
        entries = self.entries or (Entry(self.about.title, self.parts[0].document.docname),)
        return (*entries, Entry(Line(self.index.title), _INDEX)) if self.index.groups else entries

    def _places(self) -> Places:
        files = {part.document.docname: part.document.name for part in self.parts} | {_INDEX: INDEX}
        return Places(files, {part.document.docname: part.content.identifiers for part in self.parts})

    def _texts(self, places: Places) -> Iterator[Member]:
        titles = {entry.docname: entry.title.text for entry in _all(self.entries) if not entry.anchor}
        for part in self.parts:
            document, body = part.document, part.content.body
            settle_links(body, document.docname, places)
            warning = front.warning(part.caveats, self.words)
            shown = [*([] if warning is None else [warning]), *body]
            title = titles.get(document.docname) or self.about.title.text
            properties = "mathml" if part.content.has_formula else ""
            yield self._page(document.name, title, shown, "bodymatter", properties=properties)

    def _index_page(self, places: Places) -> Iterator[Member]:
        if self.index.groups:
            shown = index_page(self.index.title, self.index.groups, places)
            yield self._page(INDEX, self.index.title, [shown], "backmatter")

    def _page(
        self,
        name: str,
        title: str,
        shown: Iterable[ET.Element],
        kind: str,
        *,
        properties: str = "",
        read: bool = True,
    ) -> Member:
        root = page(title, self.about.language, shown, kind=kind)
        return Member(name, PAGE, written_page(root), properties, read)


def _all(entries: Iterable[Entry]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from _all(entry.below)
