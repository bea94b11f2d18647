"""Words from left to right: each a span that stands for its text, the spaces behind it included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions.formats.pdf.legible.content import Pen, spelled

if TYPE_CHECKING:
    from editions.formats.pdf.legible.lines import Line, Token


def whole_words(line: Line) -> None:
    """Writes a line as one section, in which each word that is more than single letters is a span."""
    first, *others = line.sections
    pen = Pen(first.frame)
    body = b""
    for token in line.tokens:
        shown = pen.draw(token.glyphs)
        body += shown if is_plain(token) else spelled(said(token), shown)
    first.replace(body)
    for section in others:
        section.inner = b""


def is_plain(token: Token) -> bool:
    """True where every program reads a token rightly as it is."""
    return all(each.is_plain for each in token.glyphs) and said(token) == token.text


def said(token: Token) -> str:
    """The word of a token, with the spaces around it."""
    text = token.text
    if token.is_space:
        return text
    before, after = len(text) - len(text.lstrip()), len(text.rstrip())
    return text[:before] + token.word + text[after:]
