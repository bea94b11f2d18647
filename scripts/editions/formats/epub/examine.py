"""What a book can do beyond being read: each file in it is examined as those of the pages are."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from editions.files import digest
from editions.formats.epub.archive import FOLDER, MIMETYPE, PACKAGE
from editions.formats.epub.pictures import kind_of
from editions.formats.html import address
from editions.formats.html import examine as html
from editions.powers import Power

if TYPE_CHECKING:
    from collections.abc import Iterator

# The endings of pictures that can only be seen, whichever they are; a language may have its own.
_PICTURES = (".png", ".jpg", ".gif", ".webp", ".svg")
# Bytes of one file of a book; a small archive can hold a flood of them.
_LARGEST = 200_000_000
# Properties of files that act or fetch (EPUB 3.3, D.6).
_ACTING = frozenset({"scripted", "remote-resources", "switch"})
# What a package document has for programs; the rest of it are texts and the names of files.
_KNOWN = frozenset({
    "package", "metadata", "manifest", "item", "spine", "itemref", "meta", "identifier", "title", "language",
    "creator", "contributor", "publisher", "date", "source",
})  # fmt: skip


def powers(name: str, data: bytes) -> Iterator[Power]:
    """The powers of one file of an EPUB edition; one that is no book, or cannot be read, is a power of its own."""
    if not name.endswith(".epub"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            _refuse_odd(book, data)
            for entry in book.infolist():
                yield from _of_member(entry.filename, book.read(entry))
    except (zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, EOFError) as error:
        yield Power("unreadable", f"{name}: {error}")


def _refuse_odd(book: zipfile.ZipFile, data: bytes) -> None:
    """
    Refuses what programs may read in different ways.

    Raises:
        ValueError: it is no book, or two files have one name, or one is encrypted or too large.
    """
    names = [entry.filename for entry in book.infolist()]
    if (
        not names
        or names[0] != "mimetype"
        or not data.startswith(b"PK")
        or book.read("mimetype") != MIMETYPE.encode()
    ):
        raise ValueError("it does not begin as a book does")
    if len(set(names)) != len(names) or any(each.file_size > _LARGEST for each in book.infolist()):
        raise ValueError("two of its files have one name, or one is too large")


def _of_member(name: str, data: bytes) -> Iterator[Power]:
    if name == f"{FOLDER}/{PACKAGE}":
        yield Power("file", name)
        yield from _of_package(name, data)
    elif name.endswith(_PICTURES):
        if kind_of(data) is None:
            yield Power("content", f"{name} {digest(data)[:16]}")
    else:
        yield Power("file", name)
        yield from html.powers(name, data)


def _of_package(name: str, data: bytes) -> Iterator[Power]:
    """The powers of a package document: files that act, or lie elsewhere; elements that are not known."""
    try:
        root = ET.fromstring(data)  # noqa: S314 - Python's expat stops at entities that grow; nothing is fetched
    except (ET.ParseError, LookupError) as error:
        yield Power("unreadable", f"{name}: {error}")
        return
    for element in root.iter():
        tag = str(element.tag).rpartition("}")[2]
        if tag not in _KNOWN:
            yield Power("element", tag)
        for each in _ACTING.intersection(element.get("properties", "").split()):
            yield Power("attribute", f"{tag} properties={each}")
        if "href" in element.attrib:
            yield from address.powers(f"{tag} href", element.attrib["href"], name)
