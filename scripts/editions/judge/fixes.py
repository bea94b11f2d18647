"""Fixes of markup that reads other than its author sees: each is tried on the judge before it is proposed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.judge.refusal import Reason, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_LONGEST = 2_000  # characters of a text for which fixes are tried: each try is one more parse
_CONTEXT = 12  # characters shown on either side of what changes
_ENUMERATOR = re.compile(r"\(?[0-9A-Za-z#]{1,6}(?=[.)])")
_MARKED = re.compile(r"(\*\*|``|(?<!\*)\*(?!\*)|(?<!`)`(?!`))(?=\S)(.+?)(?<=\S)\1(?:__?(?!\w))?")
_LINK = re.compile(r"`[^`<>]+<[^`<>]+>`(?!_)")
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
    yield f"\\{target}"
    yield _MARKED.sub(_apart, target)
    for tail in ("__", "_"):
        if f"`{tail}" in source:
            yield _LINK.sub(rf"\g<0>{tail}", target)
            yield _LINK.sub(rf"\g<0>{tail}\\ ", target)
    yield _LOOSE.sub(r"\1\2\1", target)
    if source.rstrip().endswith("::"):
        yield target.rstrip().rstrip(":：") + "::"
    else:
        yield target.rstrip().rstrip(":") + ":"


def _apart(found: re.Match[str]) -> str:
    """The markup, with an escaped space where it touches what is no space."""
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    return ("\\ " if before.strip() else "") + found[0] + ("\\ " if after.strip() else "")


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
    start, end = max(0, start - _CONTEXT), max(0, end - _CONTEXT)
    before, after = (text[start : len(text) - end] for text in (target, candidate))
    return f"write “{after}” instead of “{before}”"
