"""
What the elements of a page can do beyond being read.

A few elements and attributes are known to do nothing (`HARMLESS`, `QUIET`); all others are powers by their names, so
that what browsers learn tomorrow counts, too. Scripts, handlers, styles and addresses are powers by what they say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pygments.token import STANDARD_TYPES

from editions.files import digest
from editions.formats.html import address
from editions.formats.html.elements import COMMENT, Element
from editions.powers import Power, brief

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Elements for text and its order, which a translation may have where its source has none: emphasis, above all.
# The last four are powers by what they say.
HARMLESS = frozenset({
    "html", "head", "body", "title", "p", "em", "strong", "b", "i", "u", "s", "small", "sub", "sup",
    "span", "br", "hr", "wbr", "q", "cite", "code", "kbd", "samp", "var", "abbr", "dfn", "time", "mark",
    "ins", "del", "bdi", "bdo", "ruby", "rt", "rp", "blockquote", "ul", "ol", "li", "dl", "dt", "dd",
    "div", "section", "article", "aside", "nav", "header", "footer", "main", "h1", "h2", "h3", "h4", "h5",
    "h6", "table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption", "colgroup", "col", "figure",
    "figcaption", "details", "summary", "pre", "a", "meta", "link", "script", "style",
})  # fmt: skip
# Attributes that say something of a text, or set it.
QUIET = frozenset({
    "lang", "dir", "title", "alt", "hreflang", "datetime", "role", "colspan", "rowspan", "scope", "start",
    "reversed", "headers", "abbr", "valign", "align", "translate", "width", "height", "tabindex", "open",
    "data-unit", "data-state", "data-shown",
})  # fmt: skip
# Attributes that hold one address, or several between white space or commas.
ADDRESS = frozenset({
    "href", "src", "action", "formaction", "poster", "data", "cite", "background", "longdesc", "usemap",
    "manifest", "codebase", "classid", "profile", "icon", "dynsrc", "lowsrc", "xlink:href", "to", "from",
    "by",
})  # fmt: skip
ADDRESSES = frozenset({"srcset", "imagesrcset", "ping", "archive", "values"})
# Elements whose file acts in the page; and what a link element says of such a file.
LOADING = frozenset(
    {"script", "iframe", "frame", "object", "embed", "applet", "portal", "use", "fencedframe"}
)
LINKED = frozenset({"stylesheet", "modulepreload", "preload", "prefetch", "prerender", "manifest", "import"})
# Types of scripts that a browser runs or obeys; others are data (JSON-LD), and differ between languages.
_RUNS = re.compile(
    r"|module|importmap|speculationrules|(?:text|application)/(?:x-)?(?:java|ecma|j|live)script.*"
)
# Comments that a server (SSI, ESI, PHP) or an old browser carries out.
_CARRIED_OUT = re.compile(r"\s*(?:[#?%\[]|esi\b|<!)", re.IGNORECASE)
# Classes of words in highlighted code: other words, other kinds of words.
_TOKENS = frozenset(STANDARD_TYPES.values())
# What our own post-step and provenance put into translated pages only.
_OWN_CLASS = re.compile(r"editions-[a-z0-9-]+|previous")


def powers(elements: Iterable[Element], name: str) -> Iterator[Power]:
    """The powers of a page; `name` is its path below the edition's folder."""
    elements = list(elements)
    letters = _letters(elements) if name.rpartition("/")[2].startswith("genindex") else frozenset()
    for element in elements:
        if element.tag == COMMENT:
            if _CARRIED_OUT.match(element.text):
                yield Power("comment", _text(element.text))
            continue
        if element.tag not in HARMLESS:
            yield Power("element", element.tag)
        yield from _by_tag(element, name)
        for key, value in element.attributes.items():
            yield from _of_attribute(element, key.lower(), value or "", name, letters)


def _letters(elements: Iterable[Element]) -> frozenset[str]:
    """The anchors of a general index that are of its language: first letters of words, and its headings."""
    found = {each.attributes.get("id") or each.text for each in elements}
    headings = {each.text for each in elements if each.tag == "h2"}
    return frozenset(headings | {each for each in found if len(each) == 1})


def _by_tag(element: Element, name: str) -> Iterator[Power]:
    tag, attributes = element.tag, element.attributes
    if tag == "script":
        yield from _script(element)
    elif tag == "style":
        yield Power("style", _text(element.text))
    elif tag == "meta":
        yield from _meta(element, name)
    if tag in LOADING or (
        tag == "link" and LINKED.intersection((attributes.get("rel") or "").lower().split())
    ):
        for key in ("src", "href", "xlink:href", "data"):
            target = address.path(attributes.get(key) or "", name)
            if target and not address.is_address(attributes.get(key) or ""):
                yield Power("loads", f"{tag} {target}")


def _script(element: Element) -> Iterator[Power]:
    kind = (element.attributes.get("type") or "").strip().lower()
    if not _RUNS.fullmatch(kind):
        yield Power("script", f"data of type {kind}")
    elif element.text.strip():
        yield Power("script", _text(element.text))


def _meta(element: Element, name: str) -> Iterator[Power]:
    """What a meta element is about; its text counts where a browser obeys it, or where it is an address."""
    attributes, content = element.attributes, element.attributes.get("content") or ""
    order = (attributes.get("http-equiv") or "").lower()
    if order == "refresh":
        _, _, target = content.partition("=")
        yield from address.powers("meta refresh", target.strip(" '\""), name)
    if order:
        yield Power("attribute", f"meta http-equiv={order} {'' if order == 'refresh' else content}".strip())
    elif address.is_address(content):
        yield from address.powers("meta content", content, name)
    about = attributes.get("name") or attributes.get("property") or ""
    if about and about.lower() != "robots":  # ours, in working editions
        yield Power("attribute", f"meta {about.lower()}")


def _of_attribute(
    element: Element, key: str, value: str, name: str, letters: frozenset[str]
) -> Iterator[Power]:
    tag = element.tag
    if key.startswith("on"):
        yield Power("handler", f"{tag} {key}={value}")
    elif key == "style" or "url(" in value.lower():
        yield Power("style", f"{key}: {' '.join(value.split())}")
    elif key == "class":
        yield from (Power("class", each) for each in value.split() if not _is_free(tag, each))
    elif key == "id" or (key == "name" and tag != "meta"):
        if value not in letters:
            yield Power("id", value)
    elif key not in QUIET and not key.startswith("aria-") and not (tag == "meta" and key != "charset"):
        yield from _named(tag, key, value, name)


def _is_free(tag: str, name: str) -> bool:
    """A class that follows from the words of code, or that we give ourselves."""
    return (tag == "span" and name in _TOKENS) or _OWN_CLASS.fullmatch(name) is not None


def _named(tag: str, key: str, value: str, name: str) -> Iterator[Power]:
    """An attribute that is a power by its name, and the addresses in it."""
    if (tag, key) not in {("a", "href"), ("script", "src"), ("link", "href"), ("link", "rel")}:
        yield Power("attribute", f"{tag} {key}" + (f"={value}" if key in {"charset", "srcdoc"} else ""))
    if (tag, key) == ("link", "rel"):
        yield from (Power("attribute", f"link rel={each}") for each in value.lower().split())
    values = re.split(r"[\s,;]+", value) if key in ADDRESSES else [value]
    for each in values:
        if key in ADDRESS or key in ADDRESSES or address.is_address(each):
            yield from address.powers(f"{tag} {key}", each, name)


def _text(text: str) -> str:
    """A script or style as it is told apart: whole, or its start and its hash."""
    line = " ".join(text.split())
    return (
        line
        if line == brief(line) and line == text.strip()
        else f"{brief(line)} ({digest(text.encode())[:16]})"
    )
