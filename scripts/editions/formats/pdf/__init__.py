"""
The PDF edition: a Sphinx builder that writes Typst from the documents and has it set by the `typst` package.

    doctrees ──books──▶ one tree a book ──writer──▶ book.typ ──compiler──▶ PDF ──finish──▶ <book>.pdf
                                          front     edition.typ (theme/print), fonts, pictures

What a document says reaches Typst only as string literals (`markup.literal`), so nothing in it can become code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from editions.powers import Power

BUILDER = "editions-pdf"
FILES = "*.pdf"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Adds the builder to a Sphinx application."""
    # Imported only here, since this module is asked for its names before it is known whether there is work to do.
    from editions.formats.pdf.builder import TypstBuilder

    app.add_builder(TypstBuilder)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def powers(name: str, data: bytes) -> Iterable[Power]:
    """What one file of the edition can do beyond being read."""
    from editions.formats.pdf import examine

    return examine.powers(name, data)
