"""How readers find their way: the navigation document, and the same for old reading systems (NCX)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from editions.formats.epub.xhtml import add, spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from editions.formats.epub.about import About
    from editions.formats.epub.contents import Entry
    from editions.formats.epub.links import Places
    from editions.formats.epub.words import Words

NAVIGATION = "nav.xhtml"
NCX = "toc.ncx"
TITLE_PAGE = "title.xhtml"
COVER_PAGE = "cover.xhtml"
_NCX = "http://www.daisy.org/z3986/2005/ncx/"


def navigation(entries: Sequence[Entry], about: About, words: Words, places: Places) -> ET.Element:
    """
    The table of contents in the navigation document (EPUB 3.3, 7.4).

    Args:
        entries: its lines.
        about: what the book says of itself.
        words: the interface.
        places: where entries lead to.
    """
    toc = ET.Element("nav", {"epub:type": "toc", "role": "doc-toc", "class": "editions-contents"})
    words.add(toc, "h1", "Contents")
    _list(toc, entries, about, places)
    return toc


def landmarks(start: str, about: About, words: Words, *, has_contents: bool) -> ET.Element:
    """
    The parts of the book in the navigation document, for programs (EPUB 3.3, 7.4.4).

    Args:
        start: the file where the text begins.
        about: what the book says of itself.
        words: the interface.
        has_contents: the table of contents is a page that is read in its turn.
    """
    nav = ET.Element("nav", {"epub:type": "landmarks", "hidden": "hidden"})
    words.add(nav, "h2", "About this edition")
    items = ET.SubElement(nav, "ol")
    marks = [(COVER_PAGE, "cover", words.say("Cover")), (TITLE_PAGE, "titlepage", words.say("Title page"))]
    if has_contents:
        marks.append((NAVIGATION, "toc", words.say("Contents")))
    marks.append((start, "bodymatter", (about.title.text, about.title_language)))
    for href, kind, (text, language) in marks:
        link = add(ET.SubElement(items, "li"), "a", text, {"epub:type": kind, "href": href})
        if language.tag != about.language.tag:
            link.attrib |= spoken(language)
    return nav


def _list(parent: ET.Element, entries: Iterable[Entry], about: About, places: Places) -> None:
    items = ET.SubElement(parent, "ol")
    for entry in entries:
        item = ET.SubElement(items, "li")
        href = places.address(entry.docname, entry.anchor)
        title = add(item, "a" if href else "span", entry.title.text, {"href": href} if href else {})
        if entry.title.source and not about.is_source:
            title.attrib |= spoken(about.source_language)
        if entry.below:
            _list(item, entry.below, about, places)


def ncx(entries: Sequence[Entry], about: About, places: Places) -> ET.Element:
    """The table of contents as reading systems of EPUB 2 know it (Open Packaging Format 2.0.1, 2.4.1)."""
    root = ET.Element("ncx", {"xmlns": _NCX, "version": "2005-1", "xml:lang": about.language.tag})
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "meta", {"name": "dtb:uid", "content": about.identifier(about.language)})
    add(ET.SubElement(root, "docTitle"), "text", about.title.text)
    _points(ET.SubElement(root, "navMap"), entries, places, {})
    for number, point in enumerate(root.iter("navPoint"), 1):
        point.set("id", f"point-{number}")
    return root


def _points(parent: ET.Element, entries: Iterable[Entry], places: Places, orders: dict[str, int]) -> None:
    """Adds the points of entries; `orders` has the places by now, since one place has one order however often."""
    for entry in entries:
        first = _first(entry)
        target = places.address(first.docname, first.anchor) or ""
        order = orders.setdefault(target, len(orders) + 1)
        point = ET.SubElement(parent, "navPoint", {"playOrder": str(order)})
        add(ET.SubElement(point, "navLabel"), "text", entry.title.text)
        ET.SubElement(point, "content", {"src": target})
        _points(point, entry.below, places, orders)


def _first(entry: Entry) -> Entry:
    """The entry itself; of a caption, which leads nowhere, the first below it."""
    return entry if entry.docname else _first(entry.below[0])
