"""What a built file can do: a page by its elements, scripts and styles by their bytes, Sphinx's lists by entries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from editions.files import digest
from editions.formats.html import scanner, search
from editions.formats.html.elements import of_html, of_xml
from editions.formats.html.style import marks
from editions.powers import Power

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES = frozenset({".html", ".htm"})
XML = frozenset({".xhtml", ".xht", ".xml", ".opf", ".ncx", ".rss", ".atom"})
# Files that act by themselves, or where a page loads them: the bytes are what they can do.
ACTING = frozenset(
    {".js", ".mjs", ".cjs", ".css", ".svg", ".svgz", ".wasm", ".swf", ".jar", ".shtml", ".php", ".htaccess"}
)
# What belongs to working editions only.
_WORKING = frozenset({"data-unit", "data-state", "data-shown"})


def powers(name: str, data: bytes) -> Iterator[Power]:
    """The powers of one built file; what cannot be examined is a power of its own."""
    suffix = Path(name).suffix.lower() or Path(name).name
    try:
        if name == "searchindex.js":
            yield from search.index_powers(data)
        elif name == "objects.inv":
            yield from search.inventory_powers(data)
        elif suffix in PAGES:
            yield from scanner.powers(of_html(data), name)
        elif suffix in XML:
            yield from scanner.powers(of_xml(data), name)
        elif suffix in ACTING:
            yield Power("content", f"{name} {digest(data)[:16]}")
    except ValueError as error:
        yield Power("unreadable", f"{name}: {error}")


def is_working(data: bytes) -> bool:
    """True for a page with marks of a working edition."""
    return b"data-" in data and any(_WORKING.intersection(each.attributes) for each in of_html(data))


def own_powers() -> frozenset[Power]:
    """What our own last step puts into the pages of a foreign theme where there is something to say."""
    return frozenset(scanner.powers(of_html(f"<style>\n{marks()}</style>".encode()), ""))
