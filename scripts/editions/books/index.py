"""The index of a book: Sphinx's own, with the places in the book that its entries lead to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from sphinx.environment.adapters.indexentries import IndexEntries

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from sphinx.builders import Builder


@dataclass(frozen=True)
class Entry:
    """A line of the index: its words, the names of the anchors that it leads to, the lines below it."""

    words: str
    anchors: tuple[str, ...]
    below: tuple[Entry, ...] = ()


def index(builder: Builder, docnames: Collection[str]) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """
    The groups of the index, each with its letter; what leads nowhere in these documents is left out.

    Args:
        builder: the builder of the book.
        docnames: the documents of the book.
    """
    groups = IndexEntries(builder.env).create_index(builder)
    found = ((letter, tuple(_entries(entries, docnames))) for letter, entries in groups)
    return tuple((letter, entries) for letter, entries in found if entries)


def places(entry: Entry) -> Iterator[str]:
    """The anchors of an entry and of all below it."""
    yield from entry.anchors
    for line in entry.below:
        yield from places(line)


def _entries(entries: Iterable[tuple[str, Any]], docnames: Collection[str]) -> Iterator[Entry]:
    for words, (links, below, _) in entries:
        lines = tuple(_below(below, docnames))
        anchors = tuple(_anchors(links, docnames))
        if anchors or lines:
            yield Entry(words, anchors, lines)


def _below(lines: Iterable[tuple[str, Any]], docnames: Collection[str]) -> Iterator[Entry]:
    for words, links in lines:
        anchors = tuple(_anchors(links, docnames))
        if anchors or not links:
            yield Entry(words, anchors)


def _anchors(links: Iterable[tuple[str, str | bool]], docnames: Collection[str]) -> Iterator[str]:
    for _, uri in links:
        docname, _, identifier = str(uri).partition("#")
        if uri and unquote(docname) in docnames:
            yield f"{unquote(docname)}#{identifier}"
