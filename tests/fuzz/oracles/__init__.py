"""
Second readers, which know nothing of the judge: what a text is, in the eyes of docutils, MyST and HTML.

They are asked where the source is one that a document can have: one whole paragraph, without hidden characters.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from fuzz.harness.finds import Found
from fuzz.oracles import html, md, rst

if TYPE_CHECKING:
    from collections import Counter

HIDDEN = frozenset({"Cc", "Cs", "Co", "Zl", "Zp"})
REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LONGEST = 2_000  # characters; the second readers have weaknesses of their own, which the judge knows
PARAGRAPHS = (("paragraph",), ("paragraph", "the block after ::"))


def assert_harmless(source: str, target: str, syntax: str) -> None:
    """
    Asserts that a translation, which the judge let pass, is to other readers what its source is.

    Raises:
        Found: it is not.
    """
    if not source or not target or _hidden(source) or len(source) + len(target) > LONGEST:
        return
    if _hidden(target):
        raise Found("text: a hidden character", ascii(target))
    if syntax == "interface":
        _assert_same_page(source, target)
    elif "\n" not in source:  # else it is literal text, which is parsed by nobody
        (_assert_same_rst if syntax == "rst" else _assert_same_md)(source, target)


def is_paragraph(source: str, syntax: str) -> bool:
    """True where a text can be the source of a paragraph: it becomes one, and all of its markup is whole."""
    if not source or "\n" in source or _hidden(source):
        return False
    if syntax == "md":
        return md.read(source, "MyST").blocks == md.PARAGRAPH
    reading = rst.read(source)
    return reading.blocks in PARAGRAPHS and not reading.strange


def _hidden(text: str) -> bool:
    """True where a text has control characters but tab and newline, private ones, or reorders what a reader sees."""
    odd = set(text) - set("\n\t")
    return bool(odd & REORDERING) or any(unicodedata.category(each) in HIDDEN for each in odd)


def _assert_same_rst(source: str, target: str) -> None:
    before, after = rst.read(source), rst.read(target)
    if before.blocks not in PARAGRAPHS or before.strange:
        return
    if after.blocks != before.blocks:
        raise Found(f"rst: {' and '.join(after.blocks)} instead of a paragraph", f"{source!r} {target!r}")
    if after.strange:
        raise Found(f"rst: {' and '.join(sorted(after.strange))}", f"{source!r} {target!r}")
    if before.links != after.links:
        raise _difference("rst", before.links, after.links, source, target)
    if before.names != after.names and not _one_renamed(before, after):
        raise _difference("rst", before.names, after.names, source, target)


def _one_renamed(before: rst.Reading, after: rst.Reading) -> bool:
    """The judge lets one reference by name have a translated name, which Sphinx leads where the source's leads."""
    return (before.names - after.names).total() == 1 == (after.names - before.names).total()


def _assert_same_md(source: str, target: str) -> None:
    for how in md.SETTINGS:
        before, after = md.read(source, how), md.read(target, how)
        if before.blocks != md.PARAGRAPH:
            continue
        if after.blocks != md.PARAGRAPH:
            raise Found(f"{how}: {after.blocks[:1]} instead of a paragraph", f"{source!r} {target!r}")
        if before.markup != after.markup:
            raise _difference(how, before.markup, after.markup, source, target)
        added = [each for each in after.addresses - before.addresses if each not in source]
        if added:
            raise Found(f"{how}: a link of an address", f"{added} {source!r} {target!r}")


def _assert_same_page(source: str, target: str) -> None:
    readers = {"page": html.read, "attribute": html.read_quoted, "program": html.placeholders}
    if '"' in source:
        del readers["attribute"]  # no template puts this one there
    for what, read in readers.items():
        before, after = read(source), read(target)
        if before != after:
            raise _difference(f"interface, {what}", before, after, source, target)


def _difference(how: str, before: Counter[str], after: Counter[str], source: str, target: str) -> Found:
    lost, added = before - after, after - before
    kinds = [sorted({each.split(" ")[0] for each in some}) for some in (lost, added)]
    return Found(
        f"{how}: lost {' '.join(kinds[0]) or 'nothing'}, added {' '.join(kinds[1]) or 'nothing'}",
        f"lost {dict(lost)} added {dict(added)}: {source!r} {target!r}",
    )
