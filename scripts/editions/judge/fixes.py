"""Fixes of markup that reads other than its author sees: each is tried on the judge before it is proposed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.judge.refusal import Reason, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_LONGEST = 2_000  # characters of a text for which fixes are tried: each try is one more parse
_SHORT = 60  # characters of a text that is shown whole
_CONTEXT = 12  # characters shown on either side of what changes
_ENUMERATOR = re.compile(r"\A\(?[0-9A-Za-z#]{1,6}(?=[.)])")
_MARKED = re.compile(
    r"(?::[\w:.+-]+:)?(\*\*|``|(?<!\*)\*(?!\*)|(?<!`)`(?!`))(?=\S)(.+?)(?<=\S)\1(?:__?(?![A-Za-z0-9_]))?"
)
# Markdown sees no emphasis that begins or ends with a bracket where it touches a letter.
_BRACKETED = re.compile(r"(\*{1,2})([「『《〈（(“‘«])([^*]+?)([」』》〉）)”’»])\1")
_LINK = re.compile(r"`[^`<>]+<[^`<>]+>`(?!_)")
_NAMED = re.compile(r"`([^`<>]+)`_(?!_)")
_LOOSE = re.compile(r"(\*\*|\*|``|`) *([^*`]+?) *\1")


def suggest(
    source: str, target: str, reasons: Sequence[Reason], refuse: Callable[[str, str], None]
) -> tuple[Reason, ...]:
    """The reasons; the first with what to write, if some small change makes the text one that may be shown."""
    if len(target) <= _LONGEST:
        for candidate in dict.fromkeys(_candidates(source, target)):
            if candidate != target and _passes(source, candidate, refuse):
                return (Reason(reasons[0].text, _told(target, candidate)), *reasons[1:])
    return tuple(reasons)


def _candidates(source: str, target: str) -> Iterator[str]:
    yield target.strip()
    yield _ENUMERATOR.sub(r"\g<0>\\", target, count=1)
    if not target.startswith(".."):  # nobody begins a sentence so
        yield f"\\{target}"
    yield _BRACKETED.sub(r"\2\1\3\1\4", target)
    yield _LOOSE.sub(r"\1\2\1", target)
    yield from _of_restructured_text(source, target)


def _of_restructured_text(source: str, target: str) -> Iterator[str]:
    """What mends reStructuredText; in Markdown nothing of it passes, or it is the same."""
    yield _MARKED.sub(_apart, target)
    for tail in ("__", "_"):
        if f"`{tail}" in source:
            yield _LINK.sub(rf"\g<0>{tail}", target)
            yield _LINK.sub(rf"\g<0>{tail}\\ ", target)
    names = iter(_NAMED.findall(source))
    yield _NAMED.sub(lambda found: f"`{found[1]} <{next(names, found[1])}_>`_", target)
    if source.rstrip().endswith("::"):
        yield target.rstrip().rstrip(":：") + "::"
    else:
        yield target.rstrip().rstrip(":") + ":"


def _apart(found: re.Match[str]) -> str:
    """The markup, with an escaped space on either side where it touches a letter."""
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    return ("\\ " if before.isalnum() else "") + found[0] + ("\\ " if after.isalnum() else "")


def _passes(source: str, candidate: str, refuse: Callable[[str, str], None]) -> bool:
    try:
        refuse(source, candidate)
    except (Refused, RecursionError):
        return False
    return True


def _told(target: str, candidate: str) -> str:
    """What to write instead, as the shortest stretch that changes, with a little around it."""
    start = 0
    while start < min(len(target), len(candidate)) and target[start] == candidate[start]:
        start += 1
    end = 0
    while end < min(len(target), len(candidate)) - start and target[-1 - end] == candidate[-1 - end]:
        end += 1
    start, end = (max(0, each - _CONTEXT) for each in (start, end))
    if len(candidate) <= _SHORT:
        start = end = 0
    before, after = (text[start : len(text) - end] for text in (target, candidate))
    return f"write “{after}” instead of “{before}”"
