"""The likeness of a translated node to its source: whether it does the same, beyond saying it in another language."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from docutils import nodes

from editions.judge import Refused
from editions.judge import text as characters

if TYPE_CHECKING:
    from collections.abc import Iterator

# The words of a formula, which may be translated; all else of it stays.
_PROSE_OF_FORMULA = re.compile(r"(?<=\\text|\\mbox)\{[^{}\\$^_&%#~]*\}")
# Attributes of inline nodes that are a reader's words, or are given by docutils in the order of the text.
_WORDS = frozenset({
    "ids", "names", "dupnames", "backrefs", "name", "alt", "explanation", "refexplicit", "refdoc", "rawtext", "entries",
})  # fmt: skip
_KIND = {"pending_xref": "reference", "download_reference": "download"}
# Inline nodes that may differ in number between a text and its translation.
_FREE = (nodes.Text, nodes.emphasis, nodes.strong, nodes.superscript, nodes.subscript)
# The underlined letter of a label, `:guilabel:`&Save``: another one in each language, or none.
_ACCELERATOR = ["accelerator"]
_TITLE = nodes.title_reference.__name__


def signature(node: nodes.Element) -> Counter[str]:
    """
    What the inline nodes below a node do beyond emphasis, as a multiset.

    Words in single back-quotes, where they are no reference, may stand there more or less often.
    """
    said = Counter(_describe(node))
    said[_TITLE] = min(said[_TITLE], 1)
    return +said


def _describe(node: nodes.Element) -> Iterator[str]:
    for child in node.findall():
        # A reference `text <Name_>`_ gives itself a name, which leads nowhere else.
        if (
            child is node
            or isinstance(child, _FREE)
            or (isinstance(child, nodes.inline) and child["classes"] == _ACCELERATOR)
            or (isinstance(child, nodes.target) and "refname" in child)
        ):
            continue
        yield from _power(child)


def _power(node: Any) -> Iterator[str]:
    """A node's kind with all that its attributes say, but what is its words; text counts where it is no prose."""
    attributes: dict[str, Any] = getattr(node, "attributes", {})
    is_link = "refuri" in attributes or isinstance(node, nodes.footnote_reference)
    free = _WORDS if is_link else _WORDS - {"names"}
    if attributes.get("reftype") == "term":
        free = free | {"reftarget"}  # an entry of the glossary, by its name here or there
    said = (f"{name}={value}" for name, value in sorted(attributes.items()) if value and name not in free)
    text = [node.astext()] if isinstance(node, (nodes.math, nodes.raw)) else []
    yield " ".join([_KIND.get(node.tagname, node.tagname), *said, *text])


def is_plain(node: nodes.Element) -> bool:
    """True for a node with nothing but words in it."""
    return all(isinstance(child, nodes.Text) for child in node.children)


def differs(node: nodes.Element, original: nodes.Element) -> str:
    """What a translated text does other than its source; empty where it does just the same."""
    if any(isinstance(child, (nodes.problematic, nodes.system_message)) for child in node.findall()):
        already = any(isinstance(child, nodes.problematic) for child in original.findall())
        return "" if already else "its markup is broken"
    before, after = signature(original), signature(node)
    if after != before:
        return f"its markup differs from the source's (lost: {dict(before - after)}, added: {dict(after - before)})"
    return ""


def misleads(node: nodes.Element, original: nodes.Element) -> str:
    """What of a translated text is not what it looks like; empty where all is."""
    try:
        characters.refuse(_text(original), _text(node))
    except Refused as refused:
        return str(refused)
    return ""


def _text(node: nodes.Element) -> str:
    return str(node.get("content", "")) if isinstance(node, nodes.meta) else node.astext()


def overreaches(node: nodes.Element, original: nodes.Element, *, is_markdown: bool) -> str:
    """What a translated block of code, formula or raw content does beyond being read."""
    if isinstance(node, nodes.raw):
        return "raw content is not translated"
    if is_markdown:
        return "Sphinx cannot translate code and formulas of Markdown documents"
    if isinstance(node, nodes.math_block):
        before, after = (_PROSE_OF_FORMULA.sub("", each.astext()).strip() for each in (original, node))
        return "" if before == after else "a formula differs from the source's in more than its words"
    return misleads(node, original)
