"""
The plain text edition: each book as one UTF-8 file, for pasting into mails and for reading anywhere.

    doctrees ──books──▶ one tree a book ──writer──▶ lines, each with its direction ──lines──▶ <book>.txt

A paragraph is one line, since mail programs and telephones wrap by themselves, and Chinese or Thai cannot be wrapped at
spaces. Every character goes through `characters.clean` on its way into the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from editions.powers import Power

BUILDER = "editions-text"
FILES = "*.txt"
LABEL = "Plain text"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Adds the builder to a Sphinx application."""
    from editions.formats.text.builder import TextBuilder  # only where there is work to do

    app.add_builder(TextBuilder)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def powers(name: str, data: bytes) -> Iterable[Power]:
    """Nothing: plain text can only be read."""
    del name, data
    return ()
