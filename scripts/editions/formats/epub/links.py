"""Links: within the book they lead to its files, out of it to the web, and nowhere else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from editions.books.links import is_followed

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from xml.etree import ElementTree as ET

# What may stand in a path, a query and a fragment; and a percent sign that escapes nothing.
_SAFE = "%/:?@!$&'()*+,;=~-._"
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True)
class Places:
    """Where the documents of a book are: their files by their names, and the identifiers in each of them."""

    files: Mapping[str, str]
    identifiers: Mapping[str, Collection[str]]

    def address(self, docname: str, anchor: str) -> str | None:
        """
        The address of a place within the book; None where the book has no such document.

        Of a document without this anchor (it stood in something that a book does not show) it is the whole.
        """
        if docname not in self.files:
            return None
        known = anchor in self.identifiers.get(docname, ())
        return f"{self.files[docname]}#{quote(anchor)}" if known else self.files[docname]

    def within(self, address: str, docname: str) -> str | None:
        """The same for an address as Sphinx wrote it into this document: `docname#anchor`, `#anchor`."""
        other, _, anchor = address.partition("#")
        found = self.address(unquote(other) or docname, unquote(anchor))
        is_here = found is not None and not other and "#" in found
        return f"#{found.partition('#')[2]}" if found and is_here else found


def settle_links(body: ET.Element, docname: str, places: Places) -> None:
    """Has the links of a document lead to where they can be followed; the others become plain text."""
    for element in body.iter("a"):
        address = element.attrib.pop("href", "")
        target = escaped(address) if is_followed(address) else places.within(address, docname)
        if address and target:
            element.set("href", target)
        else:
            _unlink(element)


def escaped(address: str) -> str:
    """
    An address as authors write it, as one that is valid (RFC 3986, 2); empty where that cannot be.

    >>> escaped("https://exämple.org/a b?c=ü#100%")
    'https://xn--exmple-cua.org/a%20b?c=%C3%BC#100%25'
    """
    parts = urlsplit(address)
    try:
        host = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    except UnicodeError:
        return ""
    path, query, fragment = (quote(_PERCENT.sub("%25", each), safe=_SAFE) for each in parts[2:])
    return urlunsplit((parts.scheme, host, path, query, fragment))


def _unlink(element: ET.Element) -> None:
    element.tag = "span"
    for name in ("epub:type", "role"):
        element.attrib.pop(name, None)
