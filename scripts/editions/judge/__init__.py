"""
The judge: may this translation be shown in the place of this source?

A translation is a stranger's text. It is parsed here, outside Sphinx, by parsers that know no directive, open no
file and look nothing up; what it does beyond plain text must be just what its source does. Whatever the judge lets
through says the same links, references, roles, footnotes and formulas as the source, in any order.
"""

from __future__ import annotations

import re
from functools import lru_cache

from editions.judge import md, rst, text
from editions.judge.text import Refused

__all__ = ["Refused", "judge", "may_be_markup"]

# Without one of these neither docutils nor MyST sees markup in a line, wherever it stands. `--` may be an option list.
_MAY_BE_MARKUP = re.compile(
    r"[*`_|\\\[\]<>@:{}$#~!&%=+\n]|\A\W|\A\(?[0-9A-Za-z#]{1,6}[.)](\s|\Z)|--|\A\s|\s\Z|www\."
)
_PARSERS = {"rst": rst.refuse, "md": md.refuse}


def may_be_markup(text: str) -> bool:
    """False where a text is surely plain words, for docutils and for MyST; True where a parser has to say."""
    return _MAY_BE_MARKUP.search(text) is not None


@lru_cache(maxsize=50_000)
def judge(source: str, target: str, syntax: str = "rst") -> tuple[str, ...]:
    """
    The reasons why `target` may not be shown for `source`; empty where it may. Never raises, never runs anything.

    Args:
        source: the paragraph in the source language, as extracted (trusted).
        target: its translation (not trusted).
        syntax: `rst` or `md`, by the document's file.
    """
    try:
        text.refuse(source, target)
        if may_be_markup(source) or may_be_markup(target):
            _PARSERS[syntax](source, target)
    except Refused as refused:
        return refused.reasons
    except RecursionError:
        return ("the markup is nested too deeply",)
    return ()
