"""The elements of a page, as a browser makes them of HTML, or as XML has them, one after another."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from selectolax.lexbor import LexborNode

COMMENT = "!"  # the tag of comments and processing instructions
# Elements whose text is wanted: it acts, or names what is counted.
_WITH_TEXT = frozenset({"script", "style", "h2"})
_NOSCRIPT = re.compile(r"(</?)noscript(?=[\s/>])", re.IGNORECASE)


@dataclass(frozen=True)
class Element:
    """An element: its tag without namespace, in small letters; its attributes; its text, where that says something."""

    tag: str
    attributes: Mapping[str, str | None] = field(default_factory=dict)
    text: str = ""


def of_html(data: bytes) -> Iterator[Element]:
    """
    The elements that a browser makes of a page, comments and the content of templates among them.

    A browser with scripts takes what stands in noscript as text, one without as elements, and what closes it is not
    the same; so such a page is read in both ways.
    """
    page = _text(data)
    yield from _parsed(page)
    if "<noscript" in page.lower():
        # In xmp a browser finds text up to the end tag, as it does in noscript where scripts are on.
        yield from _parsed(_NOSCRIPT.sub(r"\1xmp", page), without=frozenset({"xmp"}))


def _text(data: bytes) -> str:
    """The page's characters; a mark of another encoding at its start is stronger than what the page says of itself."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return data.decode("utf-16" if wide else "utf-8-sig", "replace")


def _parsed(page: str, without: frozenset[str] = frozenset()) -> Iterator[Element]:
    root = LexborHTMLParser(page).root
    while root is not None and root.parent is not None:  # comments stand beside <html>, too
        root = root.parent
    if root is not None:
        yield from (each for each in _below(root) if each.tag not in without)


def _below(root: LexborNode) -> Iterator[Element]:
    for node in root.traverse(include_text=False):
        tag = node.tag
        if tag is None:  # a processing instruction: <?php … ?>
            yield Element(COMMENT, text=f"?{node.html or ''}")
        elif tag == "-comment":
            yield Element(COMMENT, text=node.comment_content or "")
        elif not tag.startswith("-"):
            yield _element(tag.lower(), node)
    for fragment in root.template_fragments():
        yield from _below(fragment)


def _element(tag: str, node: LexborNode) -> Element:
    text = node.text(deep=True) if tag in _WITH_TEXT else ""
    return Element(tag, node.attributes, text)


def of_xml(data: bytes) -> Iterator[Element]:
    """
    The elements of an XML file (XHTML, SVG, a feed).

    Raises:
        ValueError: it is not well-formed.
    """
    builder = ET.TreeBuilder(insert_comments=True, insert_pis=True)
    # Python's expat stops at entities that grow; nothing is fetched.
    parser = ET.XMLParser(target=builder)  # noqa: S314
    try:
        parser.feed(data)
        root = parser.close()
    except (ET.ParseError, LookupError) as error:
        raise ValueError(str(error)) from None
    for node in root.iter():
        if isinstance(node.tag, str):
            attributes = {_local(name): value for name, value in node.attrib.items()}
            tag = _local(node.tag).lower()
            yield Element(tag, attributes, "".join(node.itertext()) if tag in _WITH_TEXT else "")
        else:
            yield Element(COMMENT, text=f"?{node.text or ''}" if node.tag is ET.PI else node.text or "")


def _local(name: str) -> str:
    return name.rpartition("}")[2]
