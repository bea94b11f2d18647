"""
The EPUB edition: a Sphinx builder that writes each book as one EPUB 3.3 file (https://www.w3.org/TR/epub-33/).

    doctrees ──books──▶ one tree a book ──documents──▶ a tree a document ──translator──▶ HTML ──content──▶ clean XHTML
                                                                                                   │ links
      <book>.epub ◀──archive── package document, contents, title page, cover, style sheet ◀────────┘

What Sphinx's translator writes is parsed as a browser does, and only known elements and attributes go on into the book:
so every page is well-formed, nothing in it acts, and nothing is fetched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from editions.powers import Power

BUILDER = "editions-epub"
FILES = "*.epub"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Adds the builder to a Sphinx application."""
    # Imported only here, since this module is asked for its names before it is known whether there is work to do.
    from editions.formats.epub.builder import EpubBuilder

    app.add_builder(EpubBuilder)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def powers(name: str, data: bytes) -> Iterable[Power]:
    """What one file of the edition can do beyond being read."""
    from editions.formats.epub import examine

    return examine.powers(name, data)
