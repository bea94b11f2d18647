"""Markdown as MyST reads it, confined: CommonMark without HTML, and none of MyST's own syntax beyond the source's."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from editions.judge.text import Refused, compare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

_FREE = frozenset({
    "text", "softbreak", "hardbreak", "em_open", "em_close", "strong_open", "strong_close", "link_close",
})  # fmt: skip
# MyST's own inline syntax, on or off by extension: roles, attributes, substitutions, formulas, footnotes, addresses.
_MYST = re.compile(
    r"\{\{.*?\}\}|\{[^{}]*\}(?:`+[^`]*`+)?|\$+[^$]*\$+|\[\^[^\]]*\]|(?:https?|ftp|mailto)[:/]\S+|www\.\S+|\S+@\S+\.\S+"
)
# What MyST may take for a block at the start of a line, beside what CommonMark itself does.
_BLOCK_START = re.compile(r":|\+\+\+|%|\(.*\)=|\$\$|\{(?![\w:+.-]+\}`)|---|```|~~~|!!!|\|")


def refuse(source: str, target: str) -> None:
    """
    Checks the markup of a translation against its source's.

    Raises:
        Refused: the translation would not become one paragraph with the same inline markup.
    """
    if "\n" in source:  # literal text and formulas: taken as they are, never parsed
        return
    if _BLOCK_START.match(target) and not _BLOCK_START.match(source):
        raise Refused("the text starts with a sign that begins a block; put a backslash before it")
    compare(signature(source), signature(target))


def signature(text: str) -> Counter[str]:
    """
    What the inline markup of a text does beyond emphasis, in words, as a multiset.

    Raises:
        Refused: the text is not one paragraph.
    """
    tokens = _paragraph(text)
    words = "".join(_as_written(token) for token in tokens)
    return Counter([*_describe(tokens), *(f"“{found}”" for found in _MYST.findall(words))])


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["strikethrough", "table"])


def _paragraph(text: str) -> Sequence[Token]:
    tokens = _parser().parse(text)
    if [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"]:
        raise Refused("the text would not become a paragraph; put a backslash before its first character")
    return tokens[1].children or []


def _as_written(token: Token) -> str:
    """A token as MyST's own syntax sees it: text and code; not the addresses of links, which are compared as such."""
    return (
        f"`{token.content}`"
        if token.type == "code_inline"
        else token.content
        if token.type == "text"
        else " "
    )


def _describe(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in _FREE:
            continue
        match token.type:
            case "code_inline":
                yield "`…`"
            case "link_open":
                yield f"link to {token.attrs['href']}{_title(token)}"
            case "image":
                yield f"image {token.attrs['src']}{_title(token)}"
            case "html_inline":
                yield f"HTML {token.content}"
            case _:
                yield f"markup of kind {token.type}"


def _title(token: Token) -> str:
    return f" with the title {token.attrs['title']!r}" if "title" in token.attrs else ""
