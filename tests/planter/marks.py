"""Where a text has markup, and which of its characters a reader sees as words. Written for the planter alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

Syntax = Literal["rst", "md"]
HIDDEN = "\ufffc"  # stands for what no reader sees as words, one for one

# The forms of inline markup (docutils' reference of reStructuredText, "Inline markup"; CommonMark 0.31, chapter 6),
# first come, first served. `words` is what is shown as prose, `goal` where it leads or what it names.
_FORMS = {
    "rst": {
        "literal": r"``(?P<goal>.+?)``(?!`)",
        "role": r":[a-z][\w:.+-]*:`(?:(?P<words>[^`<>]+?)\s+<)?(?P<goal>[^`<>]+)>?`",
        "link": r"`(?P<words>[^`<>]+?)\s*<(?P<goal>[^`<>]+)>`__?",
        "title": r"`(?P<goal>[^`<>]+)`__?",
        "interpreted": r"(?<![\w`])`(?P<goal>[^`<>\s](?:[^`<>]*[^`<>\s])?)`(?![\w`])",
        "note": r"\[(?P<goal>\d+|\#[\w-]*|\*|[A-Za-z][\w-]*)\]_",
        "name": r"\|(?P<goal>[^|\s][^|]*)\|",
        "url": r"\b[a-z]+://(?P<goal>[^\s<>`）)，。；、]+[^\s<>`）)，。；、.,:;!?])",
        "strong": r"(?<![\w*\\])\*\*(?P<words>[^\s*](?:[^*]*[^\s*])?)\*\*(?!\*)",
        "emphasis": r"(?<![\w*\\])\*(?P<words>[^\s*](?:[^*]*[^\s*])?)\*(?!\*)",
        "escape": r"\\.",
    },
    "md": {
        "literal": r"(?P<ticks>`+)(?!`)(?P<goal>.+?)(?<!`)(?P=ticks)(?!`)",
        "role": r"\{[a-z][\w:.+-]*\}`(?:(?P<words>[^`<>]+?)\s+<)?(?P<goal>[^`<>]+)>?`",
        "link": r"\[(?P<words>[^\]\[]+)\]\((?P<goal>[^()\s]+)\)",
        "url": r"\b[a-z]+://(?P<goal>[^\s<>`）)，。；、]+[^\s<>`）)，。；、.,:;!?])",
        "strong": r"(?<![\w*\\])\*\*(?P<words>[^\s*](?:[^*]*[^\s*])?)\*\*(?!\*)",
        "emphasis": r"(?<![\w*\\])\*(?P<words>[^\s*](?:[^*]*[^\s*])?)\*(?!\*)",
        "escape": r"\\.",
    },
}
_LATER = ("strong", "emphasis")  # may hold other markup, so they are looked for when that is known
_BARE = ("role",)  # whose words are shown, but too often as names


@dataclass(frozen=True)
class Mark:
    """A piece of markup: its form, where it stands, the places of its words and of its goal (None: it has none)."""

    form: str
    start: int
    end: int
    words: tuple[int, int] | None
    goal: tuple[int, int] | None


@cache
def marks(text: str, syntax: Syntax) -> tuple[Mark, ...]:
    """All markup of a text, sorted by place."""
    forms = _FORMS[syntax]
    inner = list(_find(text, [(form, forms[form]) for form in forms if form not in _LATER]))
    masked = _mask(text, inner)
    outer = list(_find(masked, [(form, forms[form]) for form in forms if form in _LATER]))
    return tuple(sorted([*inner, *outer], key=lambda mark: (mark.start, -mark.end)))


@cache
def shown(text: str, syntax: Syntax) -> str:
    """The text as long as it is, with all but the words that a reader sees replaced by `HIDDEN`."""
    return _mask(text, marks(text, syntax))


def _find(text: str, forms: list[tuple[str, str]]) -> Iterator[Mark]:
    pattern = _pattern(tuple(forms))
    position = 0
    while found := pattern.search(text, position):
        form = str(found.lastgroup)
        inner = re.compile(dict(forms)[form], re.DOTALL).match(text, found.start())
        assert inner is not None  # the same pattern, alone
        yield Mark(form, inner.start(), inner.end(), _span(inner, "words"), _span(inner, "goal"))
        position = inner.end()


@cache
def _pattern(forms: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    alone = ((form, re.sub(r"\(\?P<(?:words|goal)>", "(?:", pattern)) for form, pattern in forms)
    return re.compile("|".join(f"(?P<{form}>{pattern})" for form, pattern in alone), re.DOTALL)


def _span(found: re.Match[str], name: str) -> tuple[int, int] | None:
    span = found.span(name) if name in found.re.groupindex else (-1, -1)
    return span if span != (-1, -1) else None


def _mask(text: str, found: list[Mark] | tuple[Mark, ...]) -> str:
    letters = list(text)
    for mark in found:
        begin, end = mark.words if mark.words and mark.form not in _BARE else (mark.end, mark.end)
        for place in (*range(mark.start, begin), *range(end, mark.end)):
            letters[place] = HIDDEN
    return "".join(letters)
