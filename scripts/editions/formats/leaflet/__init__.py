"""
The leaflet: a book on A5, two pages on each side of a sheet of A4, to be printed on both sides, folded and stapled.

It is for a printer: tags, links and bookmarks are in the PDF edition, this one has what is seen and can be copied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from editions.powers import Power

BUILDER = "editions-leaflet"
FILES = "*.leaflet.pdf"
LABEL = "Leaflet to print and fold"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Adds the builder to a Sphinx application."""
    from editions.formats.leaflet.builder import LeafletBuilder  # only where there is work to do

    app.add_builder(LeafletBuilder)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def powers(name: str, data: bytes) -> Iterable[Power]:
    """What one file of the edition can do beyond being read."""
    from editions.formats.pdf import examine

    return examine.powers(name, data)
