"""What the files of a site refer to: links, and what a browser fetches without being asked."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from helpers import parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.html import HtmlElement
    from proofs import Site

# Attributes that hold an address, by what becomes of it: followed by readers and programs, or fetched with the page.
FOLLOWED = frozenset(
    {("a", "href"), ("area", "href"), ("form", "action"), ("blockquote", "cite"), ("q", "cite")}
)
ADDRESSES = frozenset(
    {"href", "src", "srcset", "data", "poster", "action", "cite", "xlink:href", "background"}
)
# Relations of a link element that only say where something is; all others are fetched.
TELLING = frozenset(
    {"alternate", "canonical", "author", "license", "next", "prev", "search", "index", "help"}
)
CSS = re.compile(r"""url\(\s*["']?([^"')]*)|@import\s+["']([^"']*)""")


@dataclass(frozen=True)
class Reference:
    """An address as a file of the site has it; `kind` tells what it is: `a href`, `link canonical`, `css`."""

    file: str
    kind: str
    written: str
    is_fetched: bool

    def __str__(self) -> str:
        """Where it stands and what it says."""
        return f"{self.file}: {self.kind}: {self.written}"

    @property
    def is_absolute(self) -> bool:
        """True for an address with a scheme or a host."""
        parts = urlsplit(self.written)
        return bool(parts.scheme or parts.netloc)

    @property
    def path(self) -> str:
        """Where a relative address leads, from the site's folder: `../x` or `/x` where it leaves that."""
        relative = unquote(urlsplit(self.written).path)
        if not relative:
            return self.file
        here = posixpath.join(posixpath.dirname(self.file), relative)
        return posixpath.normpath(here) + ("/" if here.endswith("/") else "")

    @property
    def fragment(self) -> str:
        """The anchor that it leads to."""
        return unquote(urlsplit(self.written).fragment)

    def leaves(self) -> bool:
        """True for a relative address that leads out of the site's folder, or only works at a server's root."""
        return not self.is_absolute and (self.path.startswith(("../", "/")) or self.path == "..")

    def target(self, site: Site) -> tuple[str, str] | None:
        """The file below the site's folder and the anchor in it; None for what is not of this site."""
        if not self.is_absolute:
            path = self.path
        elif site.address and self.written.startswith(site.address):
            path = unquote(urlsplit(self.written.removeprefix(site.address)).path)
        else:
            return None
        is_folder = path.endswith("/") or path in {"", "."}
        return posixpath.normpath(posixpath.join(path, "index.html")) if is_folder else path, self.fragment


def of_page(site: Site, page: Path) -> Iterator[Reference]:
    """The references of a page: of its elements, its style, and a refresh."""
    name = site.below(page)
    for node in parse(page).iter():
        if isinstance(node.tag, str):
            yield from _of_element(name, node)


def of_sheet(site: Site, sheet: Path) -> Iterator[Reference]:
    """What a style sheet fetches."""
    yield from _of_style(site.below(sheet), sheet.read_text(encoding="utf-8"))


def _of_element(name: str, node: HtmlElement) -> Iterator[Reference]:
    for key, value in node.items():
        if key in ADDRESSES:
            kind = f"{node.tag} {node.get('rel', key) if node.tag == 'link' else key}"
            for address in _split(value) if key == "srcset" else [value.strip()]:
                yield Reference(name, kind, address, _is_fetched(node, key))
        elif key == "style":
            yield from _of_style(name, value)
        elif key == "content" and node.get("http-equiv", "").lower() == "refresh":
            yield Reference(name, "refresh", value.partition("=")[2].strip(" '\""), is_fetched=True)
    if node.tag == "style":
        yield from _of_style(name, node.text or "")


def _split(value: str) -> list[str]:
    return [each.split()[0] for each in value.split(",") if each.strip()]


def _of_style(name: str, text: str) -> Iterator[Reference]:
    for match in CSS.finditer(text):
        yield Reference(name, "css", (match[1] or match[2] or "").strip(), is_fetched=True)


def _is_fetched(node: HtmlElement, key: str) -> bool:
    if node.tag == "link":
        return not TELLING.intersection(node.get("rel", "").split())
    return (node.tag, key) not in FOLLOWED
