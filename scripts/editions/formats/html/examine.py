"""What a built file can do: a page by its elements, scripts and styles by their bytes, Sphinx's lists by entries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from editions.files import digest
from editions.formats.html import address, scanner, search
from editions.formats.html.elements import of_html, of_xml
from editions.formats.html.metadata import metadata
from editions.formats.html.parallel import parallel_page
from editions.formats.html.place import Place
from editions.formats.html.public import FEED
from editions.formats.html.setting import Publication, Setting, Sibling
from editions.formats.html.status import contact_address
from editions.formats.html.style import marks
from editions.interface import ENGLISH
from editions.language import Language
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


def own_powers(url: str) -> frozenset[Power]:
    """What our own last step puts into pages: its style in a foreign theme, and what they say of themselves."""
    page = "index.html"
    versions = tuple(Sibling(language, "", frozenset({page})) for language in (ENGLISH, Language("de")))
    public = Publication(url, site="Site", feed=FEED)
    setting = Setting(ENGLISH, ENGLISH, "release", versions, publication=public)
    head = metadata(Place(heading="Title", lead="Text.", date="2018-08-02"), page, setting)
    found = scanner.powers(of_html(f"<style>\n{marks()}</style>\n{head}".encode()), page)
    return frozenset(power for power in found if power.kind != "leaves")


def powers_of_page(name: str, language: Language, contact: str) -> Iterator[Power]:
    """What our own last step makes of a page of a translation: the view beside its original, the way to complain."""
    yield Power("file", parallel_page(name))
    if contact:
        for each in (name, parallel_page(name)):
            yield from address.powers("a href", contact_address(contact, language, each), each)
