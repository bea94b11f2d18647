"""The two forms in which markup travels to an engine and back: numbered XML tags, or numbered brackets."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from editions.markup.problem import MarkupLostError

if TYPE_CHECKING:
    from collections.abc import Iterator

Form = Literal["xml", "text"]
Kind = Literal["open", "close", "alone"]

_BRACKET = re.compile(r"[\[［【]\s*(?P<close>[/／]?)\s*(?P<number>\d{1,4})\s*[\]］】]")
_XML = re.compile(
    r"[<＜]\s*(?P<close>[/／]?)\s*(?P<kind>[gx])"
    r"(?:\s+id\s*[=＝]\s*[\"'“”„«»]?\s*(?P<number>\d{1,4})\s*[\"'“”„«»]?)?\s*[/／]?\s*[>＞]",
    re.IGNORECASE,
)
_FOREIGN = re.compile(r"<[A-Za-z/!?]")


@dataclass(frozen=True)
class Mark:
    """A tag in an answer. `number` is None where the engine dropped it, as it may in `</g>`."""

    kind: Kind
    number: int | None


def first_number(plain: str) -> int:
    """The first number for a tag that cannot be mistaken for a `[3]` that the text itself has."""
    return 1 + max((int(match["number"]) for match in _BRACKET.finditer(plain)), default=0)


def text(plain: str, form: Form) -> str:
    """Plain text in the wire form."""
    return html.escape(plain, quote=False) if form == "xml" else plain


def pair(number: int, plain: str, form: Form) -> str:
    """Text within a numbered pair of tags."""
    return enclosed(number, text(plain, form), form)


def enclosed(number: int, wired: str, form: Form) -> str:
    """What is in the wire form already, within a numbered pair of tags."""
    return f'<g id="{number}">{wired}</g>' if form == "xml" else f"[{number}]{wired}[/{number}]"


def alone(number: int, form: Form) -> str:
    """A numbered tag without text."""
    return f'<x id="{number}"/>' if form == "xml" else f"[{number}]"


def parse(answer: str, form: Form, paired: frozenset[int], single: frozenset[int]) -> Iterator[str | Mark]:
    """
    An answer's plain text and tags, in order; engines' usual damage to tags (spaces, full-width signs, digits
    of the target language, curly quotes) is mended.

    Args:
        answer: what the engine said.
        form: the form the question had.
        paired: the numbers that were sent as pairs.
        single: the numbers that were sent alone.

    Raises:
        MarkupLostError: a tag has a number that was never sent.
    """
    pattern = _XML if form == "xml" else _BRACKET
    position = 0
    for match in pattern.finditer(answer):
        mark = _mark(match, paired, single)
        if mark is None:
            continue
        yield _plain(answer[position : match.start()], form)
        position = match.end()
        if mark.kind != "close" or form == "text" or match["kind"].lower() == "g":
            yield mark
    yield _plain(answer[position:], form)


def _mark(match: re.Match[str], paired: frozenset[int], single: frozenset[int]) -> Mark | None:
    """The tag that was found; None where it is the text's own `[3]`."""
    number = int(match["number"]) if match["number"] else None
    if match["close"]:
        if number is None or number in paired:
            return Mark("close", number)
    elif number in paired:
        return Mark("open", number)
    elif number in single:
        return Mark("alone", number)
    if (
        number is not None
        and "kind" not in match.re.groupindex
        and number < min(paired | single, default=10_000)
    ):
        return None
    raise MarkupLostError(f"the engine made up a tag: {match[0]}")


def _plain(piece: str, form: Form) -> str:
    if form == "text":
        return piece
    if _FOREIGN.search(piece):
        raise MarkupLostError("the engine put tags of its own into the text")
    return html.unescape(piece)
