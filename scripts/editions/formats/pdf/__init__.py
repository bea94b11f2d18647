"""
The PDF edition: a Sphinx builder that writes Typst from the documents and has it set by the `typst` package.

    doctrees ──books──▶ one tree a book ──writer──▶ book.typ ──compiler──▶ <book>.pdf
                                                    edition.typ (theme/print), fonts, pictures

What a document says reaches Typst only as string literals (`markup.literal`), so nothing in it can become code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

BUILDER = "editions-pdf"
FILES = "*.pdf"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Adds the builder `editions-pdf` to a Sphinx application."""
    from editions.formats.pdf.builder import TypstBuilder  # the shelf is read without Sphinx

    app.add_builder(TypstBuilder)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
