"""
The short text: the beginning of each book, for messages and social media.

    doctrees ──books──▶ one tree a book ──excerpt──▶ title, date, kicker, paragraphs ──compose──▶ <book>.social.txt

Title, date, kicker, then whole paragraphs from the start as long as they fit, what a reader must know, the address on
the web. No markup, no link but that address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from editions.powers import Power

BUILDER = "editions-social"
FILES = "*.social.txt"
LABEL = "Short text for messages and social media"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Adds the builder to a Sphinx application."""
    from editions.formats.social.builder import SocialBuilder  # only where there is work to do

    app.add_builder(SocialBuilder)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def powers(name: str, data: bytes) -> Iterable[Power]:
    """Nothing: plain text can only be read."""
    del name, data
    return ()
