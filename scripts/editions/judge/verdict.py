"""
A verdict: may this translation be shown in the place of this source? A pure function of the two texts.

What a parser is given is bounded beforehand (`text`), so that no pair of texts takes long; `confined` sees to it that
this holds even where a parser has a weakness that nobody knows.
"""

from __future__ import annotations

import re

from editions.judge import addresses, fixes, interface, md, rst, text
from editions.judge.refusal import Reason, Refused

# Without one of these neither docutils nor MyST sees markup in a line, wherever it stands. `--` may be an option list.
_MAY_BE_MARKUP = re.compile(
    r"[*`_|\\\[\]<>@:{}$#~!&%=+\n]|\A\W|\A\(?[0-9A-Za-z#]{1,6}[.)](\s|\Z)|--|\A\s|\s\Z|www\."
)
_PARSERS = {"rst": rst.refuse, "md": md.refuse}
INTERFACE = "interface"
# Sphinx puts the sign of reStructuredText's literal blocks before it, which MyST shows, and loses the rest.
_IN_MARKDOWN = Reason(
    "code and formulas of Markdown documents cannot be translated with Sphinx", "copy the source"
)


def may_be_markup(text: str) -> bool:
    """False where a text is surely plain words, for docutils and for MyST; True where a parser has to say."""
    return _MAY_BE_MARKUP.search(text) is not None


def at_sight(source: str, target: str, syntax: str) -> tuple[Reason, ...] | None:
    """The verdict where no parser is needed for it; None where one is. Linear in the length of the texts."""
    try:
        if syntax == INTERFACE:
            interface.refuse(source, target)
            return ()
        text.refuse(source, target)
        if "\n" in source:
            if syntax == "md" and target != source:
                return (_IN_MARKDOWN,)
            addresses.refuse_in_code(source, target)
            return ()
        if may_be_markup(source) or may_be_markup(target):
            return None
        addresses.refuse(source, target)
    except Refused as refused:
        return refused.reasons
    return ()


def parsed(source: str, target: str, syntax: str) -> tuple[Reason, ...]:
    """The verdict of the parser, on texts that `at_sight` could not judge; with a fix that was tried, if one helps."""
    try:
        _PARSERS[syntax](source, target)
    except Refused as refused:
        return fixes.suggest(source, target, refused.reasons, _PARSERS[syntax])
    except RecursionError:
        return (Reason("the markup is nested too deeply"),)
    return ()


def reasons(source: str, target: str, syntax: str) -> tuple[Reason, ...]:
    """
    The reasons why `target` may not be shown for `source`; empty where it may. Never raises, never runs anything.

    Args:
        source: the paragraph in the source language, as extracted (trusted).
        target: its translation (not trusted).
        syntax: `rst` or `md`, by the document's file; `interface` for strings of templates.
    """
    seen = at_sight(source, target, syntax)
    return parsed(source, target, syntax) if seen is None else seen
