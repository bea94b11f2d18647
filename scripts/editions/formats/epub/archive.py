"""The file itself: a ZIP archive as the EPUB Open Container Format asks for (EPUB 3.3, 4)."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

MIMETYPE = "application/epub+zip"
# All that belongs to the book lies in this folder; only `mimetype` and META-INF/ lie beside it.
FOLDER = "EPUB"
PACKAGE = "package.opf"
_UNIX = 3
_READABLE = 0o100644 << 16
_Date = tuple[int, int, int, int, int, int]
_FIRST: _Date = (1980, 1, 1, 0, 0, 0)
_LAST: _Date = (2107, 12, 31, 23, 59, 58)


@dataclass(frozen=True)
class Member:
    """
    A file of the book: its name in the book's folder, its bytes and media type.

    `properties` are those of EPUB 3.3, D.6 (`nav`, `cover-image`, `mathml`); `read` says that it stands in the order of
    reading.
    """

    name: str
    media_type: str
    data: bytes
    properties: str = ""
    read: bool = False

    @property
    def identifier(self) -> str:
        """Its name in the package document, where it must be an XML name."""
        return f"file-{self.name.replace('/', '-')}"


def archive(members: Iterable[Member], package: bytes, moment: dt.datetime) -> bytes:
    """
    The bytes of the whole file; the same input gives the same bytes.

    Args:
        members: all files of the book, in the order in which they lie in the archive.
        package: the package document.
        moment: the date of all files (UTC).
    """
    written = io.BytesIO()
    # What ZIP can say of dates (APPNOTE 6.3.10, 4.4.6): 1980 to 2107.
    date = min(max(moment.timetuple()[:6], _FIRST), _LAST)
    with zipfile.ZipFile(written, "w") as book:
        # First and not compressed, so that a program knows the file by its first bytes (EPUB 3.3, 4.2.2).
        _put(book, "mimetype", MIMETYPE.encode(), date, zipfile.ZIP_STORED)
        _put(book, "META-INF/container.xml", _CONTAINER.encode(), date)
        _put(book, f"{FOLDER}/{PACKAGE}", package, date)
        for member in members:
            _put(book, f"{FOLDER}/{member.name}", member.data, date)
    return written.getvalue()


def _put(
    book: zipfile.ZipFile, name: str, data: bytes, date: _Date, method: int = zipfile.ZIP_DEFLATED
) -> None:
    entry = zipfile.ZipInfo(name, date)
    entry.compress_type, entry.create_system, entry.external_attr = method, _UNIX, _READABLE
    book.writestr(entry, data)


_CONTAINER = f"""<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="{FOLDER}/{PACKAGE}" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""
