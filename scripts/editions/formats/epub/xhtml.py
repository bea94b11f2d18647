"""
XHTML and XML as an EPUB has them: the frame of a page, and how trees are written.

Trees are of ElementTree with names as they are written (`epub:type`, `dc:title`); the root declares the prefixes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from editions.formats.epub.script import class_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from editions.language import Language

XHTML = "http://www.w3.org/1999/xhtml"
EPUB = "http://www.idpf.org/2007/ops"
MATHML = "http://www.w3.org/1998/Math/MathML"
STYLESHEET = "book.css"
# Characters that XML 1.0, 2.2 does not know, not even escaped.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Only void elements close themselves: so the pages are also read rightly by readers that take them for HTML.
_VOID = re.compile(r"<(br|col|hr|img|link|meta|wbr)((?:\s[^>]*)?)></\1>")
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'


def page(title: str, language: Language, contents: Iterable[ET.Element], *, kind: str) -> ET.Element:
    """
    A whole page.

    Args:
        title: what it is called; not shown in it.
        language: that of the page.
        contents: what stands in its body.
        kind: the part of the book that it is, of the EPUB Structural Semantics Vocabulary.
    """
    names = {"xmlns": XHTML, "xmlns:epub": EPUB}
    root = ET.Element("html", names | spoken(language))
    head = ET.SubElement(root, "head")
    add(head, "title", title)
    ET.SubElement(head, "link", {"rel": "stylesheet", "type": "text/css", "href": STYLESHEET})
    look = f"{class_of(language)} editions-{language.direction}"
    # The direction once more: some readers build their pages around the body.
    body = ET.SubElement(root, "body", {"epub:type": kind, "class": look, "dir": language.direction})
    body.extend(contents)
    return root


def spoken(language: Language) -> dict[str, str]:
    """The attributes that say which language a text is in, and its direction; EPUB 3.3, 6.1.3 asks for both forms."""
    return {"lang": language.tag, "xml:lang": language.tag, "dir": language.direction}


def add(parent: ET.Element, tag: str, text: str = "", attributes: dict[str, str] | None = None) -> ET.Element:
    """Adds an element with a text at the end of another one, and returns it."""
    element = ET.SubElement(parent, tag, attributes or {})
    element.text = text
    return element


def add_text(parent: ET.Element, text: str) -> None:
    """Adds a text at the end of an element."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def written_page(root: ET.Element) -> bytes:
    """A page as a file."""
    text = _VOID.sub(r"<\1\2 />", ET.tostring(root, encoding="unicode", short_empty_elements=False))
    return _encoded(f"{_DECLARATION}<!DOCTYPE html>\n{text}\n")


def written_xml(root: ET.Element) -> bytes:
    """Another tree as a file, a line for each element."""
    ET.indent(root)
    return _encoded(f"{_DECLARATION}{ET.tostring(root, encoding='unicode')}\n")


def _encoded(text: str) -> bytes:
    return _NO_XML.sub("", text).encode("utf-8")
