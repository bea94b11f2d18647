"""Texts too long for one request: divided at ends of sentences, put together again with all white space."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.engines import Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SENTENCE_END = re.compile(r"(?<=[.!?…؟۔।])[\"'”’»)\]]*\s+|(?<=[。！？])")


def translated(text: str, fits: Callable[[str], bool], ask: Callable[[str], str]) -> str | Failure:
    """
    The whole text, asked in pieces where it does not fit into one request; white space around pieces stays.

    Raises:
        NoAnswerError: what `ask` raises.
    """
    pieces = list(_pieces(text, fits))
    if not all(fits(piece.strip()) for piece in pieces):
        return Failure("a sentence is too long for one request")
    return "".join(_asked(piece, ask) for piece in pieces)


def _pieces(text: str, fits: Callable[[str], bool]) -> Iterator[str]:
    """Pieces of whole sentences, short enough for a request where the sentences are; joined, the text."""
    piece, position = "", 0
    for end in [*(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]:
        sentence, position = text[position:end], end
        if piece and not fits((piece + sentence).strip()):
            yield piece
            piece = ""
        piece += sentence
    yield piece


def _asked(piece: str, ask: Callable[[str], str]) -> str:
    inner = piece.strip()
    if not inner:
        return piece
    start = piece.index(inner)
    return piece[:start] + ask(inner) + piece[start + len(inner) :]
