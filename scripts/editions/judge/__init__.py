"""
The judge: may this translation be shown in the place of this source?

A translation is a stranger's text. It is parsed here, outside Sphinx, by parsers that know no directive, open no
file and look nothing up; what it does beyond plain text must be just what its source does. Whatever the judge lets
through says the same links, references, roles, footnotes and formulas as the source, in any order.

    judge ── characters, length, bounds (text) ── remembered? (memory) ── another process (confined ─▶ worker)
                                                                              └─ verdict ─▶ rst, md; fixes
"""

from __future__ import annotations

from functools import lru_cache

from editions.judge import confined, memory
from editions.judge.refusal import Reason, Refused
from editions.judge.text import LONGEST_LINE, refuse_characters
from editions.judge.verdict import INTERFACE, at_sight, may_be_markup

__all__ = ["INTERFACE", "Reason", "Refused", "judge", "may_be_markup", "shows_what_it_says"]


@lru_cache(maxsize=200_000)
def judge(source: str, target: str, syntax: str = "rst") -> tuple[Reason, ...]:
    """
    The reasons why `target` may not be shown for `source`; empty where it may. Never raises for what a text says.

    Bounded: at most 2 s of processor time and 400 MB for one text, in another process; a text that needs more is
    refused.

    Args:
        source: the paragraph in the source language, as extracted (trusted).
        target: its translation (not trusted).
        syntax: `rst` or `md`, by the document's file; `interface` for strings of templates.
    """
    seen = at_sight(source, target, syntax)
    if seen is not None:
        return seen
    if memory.knows(source, target, syntax):
        return ()
    reasons = confined.ask(source, target, syntax)
    if not reasons:
        memory.add(source, target, syntax)
    return reasons


def shows_what_it_says(source: str, text: str) -> bool:
    """True where a text may be quoted as it is, without its markup: nothing of it is invisible or reordered."""
    try:
        refuse_characters(source, text)
    except Refused:
        return False
    return len(text) <= LONGEST_LINE
