"""Formulas: LaTeX to MathML, by docutils, which is Python all through."""

from __future__ import annotations

from inspect import signature
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from docutils.utils.math import latex2mathml

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 2000  # characters
# How many parts each element must have (MathML 3, 3.1.3.2); what docutils makes of unfinished LaTeX has fewer.
_PARTS: Mapping[str, int] = dict.fromkeys(("mfrac", "mroot", "msub", "msup", "munder", "mover"), 2) | {
    "msubsup": 3,
    "munderover": 3,
}
# Until docutils 0.21 the second argument said the opposite.
_HAS_BLOCK = "as_block" in signature(latex2mathml.tex2mathml).parameters


def mathml(latex: str, *, displayed: bool) -> str:
    """
    A formula as an element `math`, described by its source; empty where docutils does not understand it.

    Args:
        latex: its source, without dollar signs.
        displayed: it stands on a line of its own.
    """
    if not latex.strip() or len(latex) > LONGEST:
        return ""
    options: dict[str, Any] = {"as_block": displayed} if _HAS_BLOCK else {"inline": not displayed}
    try:
        root = ET.fromstring(latex2mathml.tex2mathml(latex, **options))  # noqa: S314 - docutils wrote it just now
    except Exception:  # noqa: BLE001 - the library's errors are of many kinds; the formula is shown as its source
        return ""
    if any(len(each) != _PARTS.get(_local(each.tag), len(each)) for each in root.iter()):
        return ""
    for each in root.iter():
        each.tag = _local(each.tag)
    # Formulas are written from left to right in texts of all directions here, as their sources are.
    root.attrib |= {"alttext": " ".join(latex.split()), "dir": "ltr"}
    return ET.tostring(root, encoding="unicode")


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
