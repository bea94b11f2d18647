"""The index of a book, at its end: Sphinx's own, with links to the places in the book."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from editions.formats.epub.xhtml import add, add_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from editions.books.index import Entry
    from editions.formats.epub.links import Places

INDEX = "index.xhtml"


def index_page(title: str, groups: Iterable[tuple[str, Sequence[Entry]]], places: Places) -> ET.Element:
    """
    The page of the index.

    Args:
        title: its heading.
        groups: the entries of a letter, for all letters.
        places: where entries lead to.
    """
    section = ET.Element("section", {"class": "editions-index", "role": "doc-index"})
    add(section, "h1", title)
    for letter, entries in groups:
        add(section, "h2", letter)
        _list(section, entries, places)
    return section


def _list(parent: ET.Element, entries: Iterable[Entry], places: Places) -> None:
    items = ET.SubElement(parent, "ul")
    for entry in entries:
        item = ET.SubElement(items, "li")
        _entry(item, entry, places)
        if entry.below:
            _list(item, entry.below, places)


def _entry(item: ET.Element, entry: Entry, places: Places) -> None:
    """The words of an entry, which lead to its first place; numbers lead to the others."""
    addresses = [places.within(anchor, "") for anchor in entry.anchors]
    known = list(dict.fromkeys(address for address in addresses if address))
    if not known:
        add_text(item, entry.words)
        return
    add(item, "a", entry.words, {"href": known[0]})
    for number, address in enumerate(known[1:], 2):
        add_text(item, ", ")
        add(item, "a", str(number), {"href": address})
