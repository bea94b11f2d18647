"""What outputs show and do, as far as it can be compared: pages, PDF files, EPUB files."""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
from lxml import html

from editions.formats.html import main_page, parallel_page
from helpers import bare
from pdf_reading import page_links

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

# What a page says about the state of a text, which an attack may well change; the rest it may not.
_STATE = re.compile(r"data-.*|translated|shown|unit_.*|editions_.*")
_LANGUAGE = re.compile(_STATE.pattern + "|(xml:)?lang|dir|content|alt|title")
_PAGE_NUMBER = re.compile(r"Seite \d+ von \d+")
_STATE_CLASSES = frozenset({"translated", "untranslated", "editions-machine"})
_DOCUMENT = 2
# What the program itself adds to a finished page.
_ADDED = ("editions-switcher", "editions-notice", "editions-downloads", "editions-status")


@dataclass(frozen=True)
class Output:
    """A finished output: its files by name, those within an EPUB too, which numbers its documents in this order."""

    folder: Path
    documents: Sequence[str] = ()

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """All files by name, as a reader gets them: those in the EPUB, where there is one; inventories unpacked."""
        for path in self.folder.glob("*.epub"):
            with zipfile.ZipFile(path) as book:
                return {name: book.read(name) for name in book.namelist()}
        return {
            path.relative_to(self.folder).as_posix(): _unpacked(path)
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and not path.name.startswith(".")
        }

    @cached_property
    def _pages(self) -> Mapping[str, str]:
        pages = {PurePath(name).stem: name for name in self.files if name.endswith("html")}
        numbered = {docname: f"text-{number}" for number, docname in enumerate(self.documents, 2)}
        return pages | {docname: pages[stem] for docname, stem in numbered.items() if stem in pages}

    def page(self, docname: str) -> str:
        """The page of a document, as text."""
        return self.files[self._pages[docname]].decode(errors="replace")

    def view(self, docname: str) -> str:
        """The page of a document beside its original, as text; empty where there is none."""
        return self.files.get(parallel_page(self._pages[docname]), b"").decode(errors="replace")

    def beside(self, docnames: Collection[str]) -> Mapping[str, bytes]:
        """The files that are no page of these documents: indexes, inventories, pictures."""
        own = {self._pages[docname] for docname in docnames if docname in self._pages}
        return {name: data for name, data in self.files.items() if main_page(name) not in own}

    @cached_property
    def chapters(self) -> list[Chapter]:
        """The chapters of a PDF, one for each document in order."""
        return [part for level, part in self._printed if level == _DOCUMENT]

    @property
    def index(self) -> Chapter:
        """The index of a PDF, its last part."""
        level, part = self._printed[-1]
        assert level < _DOCUMENT, "the book has no index"
        return part

    @cached_property
    def _printed(self) -> list[tuple[int, Chapter]]:
        return list(_chapters(next(self.folder.glob("*.pdf"))))


def _unpacked(path: Path) -> bytes:
    data = path.read_bytes()
    return zlib.decompress(data.split(b"\n", 4)[4]) if path.name == "objects.inv" else data


@cache
def page_facts(page: str) -> list[tuple[object, ...]]:
    """Every element of a page in order: its tag, its attributes but those of state, the text in and after it."""
    return [
        (node.tag, _attributes(node, _STATE), _spaced(node.text), _spaced(node.tail))
        for node in _elements(page)
    ]


@cache
def page_powers(page: str) -> list[tuple[object, ...]]:
    """What a page does: its elements but emphasis and what is in code, without words; of formulas the words, too."""
    return [
        (node.tag, _attributes(node, _LANGUAGE), _spaced(node.text) * ("math" in node.get("class", "")))
        for node in _elements(page)
        if node.tag not in {"em", "strong"} and not node.xpath("ancestor::pre | ancestor::code")
    ]


def _elements(page: str) -> Iterator[html.HtmlElement]:
    root = html.fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8", remove_comments=True))
    added = {part for node in root.iter() if node.get("class") in _ADDED for part in node.iter()}
    return (node for node in root.iter() if node not in added)


def _attributes(node: html.HtmlElement, but: re.Pattern[str]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, value if name != "class" else _classes(value))
        for name, value in sorted(node.attrib.items())
        if not but.fullmatch(name)
    )


def _classes(value: str) -> str:
    return " ".join(name for name in value.split() if name not in _STATE_CLASSES)


def _spaced(text: str | None) -> str:
    return " ".join((text or "").split())


@dataclass(frozen=True)
class Chapter:
    """What a stretch of pages of a PDF says, without what typesetting adds, and where its links lead."""

    title: str
    text: str
    links: tuple[str, ...]

    def holds(self, trace: str) -> bool:
        """True where the text says this, however it is set."""
        plain = bare(trace)
        if len(plain) == len("".join(trace.split())):
            return bool(plain) and plain in bare(self.text)
        return "".join(trace.split()) in "".join(self.text.split())


def _chapters(path: Path) -> Iterator[tuple[int, Chapter]]:
    """Yields the parts of a PDF that its outline shows as documents or more, each with its level."""
    document = pdfium.PdfDocument(path)
    marks = [mark for mark in document.get_toc() if mark.level <= _DOCUMENT]
    starts = [mark.get_dest().get_index() for mark in marks]
    for mark, start, end in zip(marks, starts, [*starts[1:], len(document)], strict=True):
        pages = [document[number] for number in range(start, max(end, start + 1))]
        text = "".join(page.get_textpage().get_text_range() for page in pages)
        links = tuple(sorted(link for page in pages for link in page_links(document, page)))
        yield mark.level, Chapter(bare(mark.get_title()), _PAGE_NUMBER.sub("", text), links)
