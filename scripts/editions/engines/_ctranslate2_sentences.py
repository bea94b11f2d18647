"""Cuts a text into sentences, which is what translation models are trained on, and joins their translations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from editions.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LONG = 600  # letters of a sentence that is cut further
_CLAUSE = re.compile(r"(?<=[;:])\s+")
_FULL_STOPS = "。！？"  # no space follows them


class Cut(NamedTuple):
    """A text's sentences without the space around them, and what stands before, between and after them."""

    sentences: tuple[str, ...]
    gaps: tuple[str, ...]


def cut(text: str) -> Cut:
    """The sentences of a text; what has no letters is none of them, it belongs to a gap."""
    found, gaps, position = [], [], 0
    for sentence in _shorter(text):
        start = text.index(sentence, position)
        found.append(sentence)
        gaps.append(text[position:start])
        position = start + len(sentence)
    return Cut(tuple(found), (*gaps, text[position:]))


def joined(answers: Sequence[str], gaps: Sequence[str]) -> str:
    """The translated text, with the space that was there, fitted where one side's writing has none."""
    last = len(answers)
    whole = gaps[0]
    for number, (answer, gap) in enumerate(zip(answers, gaps[1:], strict=True), start=1):
        whole += answer + (gap if number == last else _fitted(answer, gap))
    return whole


def _fitted(before: str, gap: str) -> str:
    """What stands between two translated sentences."""
    if before.endswith(tuple(_FULL_STOPS)):
        return "" if gap == " " else gap
    return gap or " "


def _shorter(text: str) -> Iterator[str]:
    for sentence in sentences(text):
        for part in _CLAUSE.split(sentence) if len(sentence) > _LONG else [sentence]:
            if any(letter.isalpha() for letter in part):
                yield part.strip()
