"""What readers see of a text, without its markup: what the rules about typography look at. No rule itself."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from editions.checks import pairs
from editions.prose import OBJECT, prose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from editions.catalog import Unit
    from editions.language import Language
    from editions.prose import Syntax

T = TypeVar("T")

# Every pattern here reads a character a bounded number of times: a start-string looks no further than the next one.
_FORMULA = re.compile(r"\\[A-Za-z]{2}")
_OBJECTS = re.compile(f"{OBJECT}+")
_EMPHASIS = re.compile(r"(?<![\\*\w])(\*{1,2})(?=[^\s*])([^*]+)(?<=[^\s\\])\1(?![*\w])")
_RST_LINK = re.compile(r"(?<![\\`])`([^`\s][^`]*)`(?:__?)?(?!`)")
_RST_NAME = re.compile(r"(?<=\w)__?(?!\w)")
_FOOTNOTE = re.compile(r"[ ]?\[(?:\d{1,9}|\#[\w-]{0,99}|\*)\]_(?!\w)")
_SUBSTITUTION = re.compile(r"(?<![\w|\\])\|(?=[^\s|])[^|]+(?<=[^\s\\])\|_{0,2}(?![\w|])")
_MD_LINK = re.compile(rf"!?\[([^\[\]]*)\]{OBJECT}")
_MD_STRESS = re.compile(r"(?<![\\_\w])(__?)(?=[^\s_])([^_]+)(?<=[^\s\\])\1(?![_\w])")
_ESCAPE = re.compile(r"\\(?:[ ]|(.)|\Z)", re.DOTALL)
_AROUND = 24  # characters to either side that tell a translator where it is
_NARROW = 8  # ... in scripts without spaces, whose characters say more: Thai, Lao, Burmese, Khmer, East Asian
_WIDE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uff00-\uff9f]")


@lru_cache(maxsize=64)
def shown(text: str, syntax: Syntax) -> str:
    """
    The words of a text as readers see them: without signs of emphasis, addresses behind words, footnotes.

    Code, roles and bare addresses are one U+FFFC each. Markup that is broken stays as it is.
    """
    text = _OBJECTS.sub(OBJECT, prose(text, syntax))
    if "*" in text:
        text = _EMPHASIS.sub(r"\2", text)
    if syntax == "md":
        text = _MD_STRESS.sub(r"\2", _MD_LINK.sub(r"\1", text))
    elif "`" in text or "_" in text or "|" in text:
        text = _RST_LINK.sub(_words, _SUBSTITUTION.sub(OBJECT, _FOOTNOTE.sub("", text)))
        text = _RST_NAME.sub("", text)
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text


def texts(unit: Unit) -> Iterator[tuple[str, str]]:
    """
    The unit's (source, translation) per plural form, as readers see them.

    Left out is what is no prose (code of several lines, formulas) and what is the source over again.
    """
    last = _LAST[0]
    if last is None or last[0] is not unit:
        last = _LAST[0] = unit, tuple(_texts(unit))
    return iter(last[1])


# All rules ask of one unit before they come to the next; it is told by identity, since a hash takes longer.
_LAST: list[tuple[Unit, tuple[tuple[str, str], ...]] | None] = [None]


def _texts(unit: Unit) -> Iterator[tuple[str, str]]:
    for source, target in pairs(unit):
        if "\n" not in source and target != source and not _FORMULA.search(source):
            yield shown(source, unit.syntax), shown(target, unit.syntax)


def of(language: Language, table: Mapping[str, T]) -> T | None:
    """The entry of the language: of its full BCP 47 tag first (`de-CH`), then of shorter ones (`de`)."""
    tag = language.tag
    while tag not in table and "-" in tag:
        tag = tag.rpartition("-")[0]
    return table.get(tag)


def place(text: str, start: int, end: int) -> str:
    """The words around `text[start:end]`, to be quoted in a message; an ellipsis stands for code."""
    reach = _NARROW if _WIDE.search(text, max(0, start - 2), end + 2) else _AROUND
    left, right = text[max(0, start - reach) : start], text[end : end + reach]
    left = left[-reach // 2 :] if left[-1:].isspace() else left.rpartition(" ")[2]
    right = right[: reach // 2] if right[:1].isspace() else right.partition(" ")[0]
    return quoted(left + text[start:end] + right)


def quoted(text: str) -> str:
    """A stretch of what is shown, as a message quotes it."""
    return text.replace(OBJECT, "…").strip()


def _words(match: re.Match[str]) -> str:
    """The words of a link in reStructuredText, whose address is an object by now."""
    return match[1].rstrip(f" {OBJECT}") or OBJECT
