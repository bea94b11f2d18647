"""
From what Sphinx's translator writes to what a book may hold.

The HTML is parsed as a browser does. Known elements with known attributes are kept; elements that act or fetch go with
all that is in them; of any other the text stays. So a page is well-formed whatever a document holds as raw HTML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from selectolax.lexbor import LexborHTMLParser

from editions.books.flow import SOLID_SCRIPTS, flowing
from editions.formats.epub.documents import FOR_EARS
from editions.formats.epub.pictures import FOLDER
from editions.formats.epub.script import SLANTED, class_of, emphasis
from editions.formats.epub.vocabulary import (
    ATTRIBUTES,
    BLOCKS,
    DROPPED,
    FORMULA,
    FORMULA_ATTRIBUTES,
    KEPT,
    NUMBERS,
    PHRASES,
    ROLES,
    TYPES,
)
from editions.formats.epub.xhtml import MATHML, add, add_text, spoken

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from selectolax.lexbor import LexborNode

    from editions.language import Language

_CODE = frozenset({"pre", "code", "kbd", "samp"})
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
# The only styles that a document asks for: how wide or high something is.
_SIZES = re.compile(r"(?:(?:width|height):\s*\d+(?:\.\d+)?(?:px|em|ex|rem|pt|pc|cm|mm|in|%)\s*(?:;\s*|$))+")


@dataclass
class Content:
    """A document's content: the elements of its page, the identifiers in it, and whether it holds formulas."""

    body: ET.Element
    identifiers: set[str] = field(default_factory=set)
    has_formula: bool = False


@dataclass(frozen=True)
class _Around:
    """What holds for all that is in an element: the language, and whether spaces count."""

    language: Language
    preformatted: bool = False

    def flow(self, text: str) -> str:
        """A text as it is read: between characters of Chinese and Japanese the end of a line is no space."""
        is_solid = not self.preformatted and self.language.script in SOLID_SCRIPTS
        return flowing(text) if is_solid else text


def clean(
    html: str, language: Language, others: Mapping[str, Language], pictures: Collection[str]
) -> Content:
    """
    The content of a document.

    Args:
        html: what the translator wrote.
        language: that of the book.
        others: the languages that passages can be in, by their tags.
        pictures: the names of the pictures of the book, in their folder.
    """
    content = Content(ET.Element("body"))
    body = LexborHTMLParser(f"<!DOCTYPE html><body>{html}").body
    _Cleaner(content, others, pictures).children(body, content.body, _Around(language))
    return content


class _Cleaner:
    """Copies elements into the content of a document."""

    def __init__(self, content: Content, others: Mapping[str, Language], pictures: Collection[str]) -> None:
        self._content = content
        self._others = others
        self._pictures = frozenset(f"{FOLDER}/{name}" for name in pictures)

    def children(self, node: LexborNode | None, parent: ET.Element, around: _Around) -> None:
        """Copies what is in a node to the end of an element."""
        for child in _children(node):
            tag = child.tag or ""
            if tag == "-text":
                add_text(parent, around.flow(child.text_content or ""))
            elif tag == "math":
                self._content.has_formula = True
                self._formula(child, parent)
            elif tag == "img":
                self._picture(child, parent, around)
            elif tag in KEPT and not (tag in PHRASES and child.css_first(BLOCKS)):
                self._element(child, tag, parent, around)
            elif tag not in DROPPED and not tag.startswith("-"):
                self.children(child, parent, around)

    def _element(self, node: LexborNode, tag: str, parent: ET.Element, around: _Around) -> None:
        attributes = dict(self._attributes(node, tag, around.language))
        other = self._others.get(attributes.get("lang", ""), around.language)
        if other.tag != around.language.tag:
            around = replace(around, language=other)
            attributes |= spoken(other)
            _classify(attributes, class_of(other))
        if tag in SLANTED:
            _classify(attributes, emphasis(around.language, whole=_is_whole(node)))
        if tag in _CODE:
            around = replace(around, preformatted=around.preformatted or tag == "pre")
            if around.language.direction == "rtl":
                attributes["dir"] = "ltr"
        self.children(node, ET.SubElement(parent, tag, attributes), around)

    def _attributes(self, node: LexborNode, tag: str, language: Language) -> Iterator[tuple[str, str]]:
        for name, given in node.attributes.items():
            value = given or ""
            if _is_kept(tag, name, value) or (name == "id" and self._is_new(value)):
                yield name, ROLES.get(value, value) if name == "role" else value
            if name == "lang" and _TAG.fullmatch(value) and value != language.tag:
                yield from (("lang", value), ("xml:lang", value))
            if name == "role" and value in TYPES:
                yield "epub:type", TYPES[value]

    def _is_new(self, identifier: str) -> bool:
        """True for an identifier that may stand here: there is none like it on the page."""
        known = self._content.identifiers
        if not identifier or identifier in known or identifier != "".join(identifier.split()):
            return False
        known.add(identifier)
        return True

    def _picture(self, node: LexborNode, parent: ET.Element, around: _Around) -> None:
        """A picture of the book; in the place of any other its description."""
        description = node.attributes.get("alt") or ""
        source = node.attributes.get("src")
        if source in self._pictures:
            attributes = {"alt": "", "src": source} | dict(self._attributes(node, "img", around.language))
            ET.SubElement(parent, "img", attributes)
        elif description:
            words = add(parent, "em", description)
            _classify(words.attrib, emphasis(around.language, whole=False))

    def _formula(self, node: LexborNode, parent: ET.Element) -> None:
        """An element of a formula, with those in it."""
        attributes = {
            name: value or "" for name, value in node.attributes.items() if name in FORMULA_ATTRIBUTES
        }
        if node.tag == "math":
            attributes = {"xmlns": MATHML} | attributes
        element = ET.SubElement(parent, node.tag or "mrow", attributes)
        for child in _children(node):
            if child.tag == "-text":
                add_text(element, child.text_content or "")
            elif child.tag in FORMULA:
                self._formula(child, element)


def _children(node: LexborNode | None) -> Iterator[LexborNode]:
    child = node.child if node is not None else None
    while child is not None:
        yield child
        child = child.next


def _is_kept(tag: str, name: str, value: str) -> bool:
    """True for an attribute that is kept as it is."""
    if name == "dir":
        return value in {"ltr", "rtl", "auto"}
    if name == "style":
        return _SIZES.fullmatch(value) is not None
    if name in NUMBERS:
        return tag in NUMBERS[name] and value.isdecimal()
    return name in ATTRIBUTES or name.startswith("aria-") or (tag, name) == ("a", "href")


def _classify(attributes: dict[str, str], name: str) -> None:
    """Adds a class to attributes; nothing for no class."""
    if name:
        attributes["class"] = f"{attributes.get('class', '')} {name}".strip()


def _is_whole(node: LexborNode) -> bool:
    """True for what is all of its paragraph, but for what is said to those who listen."""
    parent = node.parent
    if parent is None or parent.tag != "p":
        return False
    return not any(
        (child.text_content or "").strip() if child.tag == "-text" else not _is_for_ears(child)
        for child in _children(parent)
        if child != node
    )


def _is_for_ears(node: LexborNode) -> bool:
    return FOR_EARS in (node.attributes.get("class") or "").split()
