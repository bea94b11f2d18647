"""Drawings: which SVG files only show something. Those that could act, or fetch anything, get into no book."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

SVG = "http://www.w3.org/2000/svg"
# Elements of SVG 2 that draw, and those that say something of what is drawn.
_DRAWS = frozenset({
    "svg", "g", "defs", "symbol", "use", "switch", "title", "desc", "metadata", "style", "path", "rect", "circle",
    "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath", "tref", "marker", "pattern", "clipPath",
    "mask", "linearGradient", "radialGradient", "stop", "filter", "image", "view", "a",
})  # fmt: skip
# Of other languages in drawings these act; the rest are notes of drawing programs to themselves.
_FOREIGN_THAT_ACT = frozenset({"http://www.w3.org/1999/xhtml", "http://www.w3.org/2001/xml-events"})
_WITHIN = r"[\s\"']*(?:#|data:image/(?:png|jpeg|gif|webp)[;,])"
# What in a style leads out of the file; a backslash could hide it.
_FETCHES = re.compile(rf"\\|@import|image-set|(?:url|src)\((?!{_WITHIN})", re.IGNORECASE)
_TO_ITSELF = re.compile(_WITHIN, re.IGNORECASE)
_TO_THE_WEB = re.compile(r"https?://", re.IGNORECASE)
_EXTERNAL = re.compile(rb"<!ENTITY|<\?xml-stylesheet", re.IGNORECASE)


def is_still(data: bytes) -> bool:
    """True for an SVG file that only draws: no script, no handler, no animation, nothing from elsewhere."""
    if b"<svg" not in data or _EXTERNAL.search(data):
        return False
    try:
        root = ET.fromstring(data)  # noqa: S314 - without declarations of entities; nothing is fetched
    except (ET.ParseError, LookupError, ValueError):
        return False
    return root.tag == f"{{{SVG}}}svg" and all(map(_is_still, root.iter()))


def _is_still(element: ET.Element) -> bool:
    space, _, tag = str(element.tag).lstrip("{").rpartition("}")
    if space in _FOREIGN_THAT_ACT:
        return False
    if space != SVG:
        return True
    if tag not in _DRAWS and not tag.startswith("fe"):
        return False
    if tag == "style" and _FETCHES.search("".join(element.itertext())):
        return False
    return all(_is_quiet(tag, name, value) for name, value in element.attrib.items())


def _is_quiet(tag: str, name: str, value: str) -> bool:
    key = name.rpartition("}")[2].lower()
    if key.startswith("on"):
        return False
    if key == "href":
        return bool(_TO_ITSELF.match(value) or (tag == "a" and _TO_THE_WEB.match(value)))
    return _FETCHES.search(value) is None
