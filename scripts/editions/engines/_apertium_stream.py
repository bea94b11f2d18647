"""
The wire form of a text as Apertium's stream, and back.

A pair of tags becomes word-bound blanks, which follow the words they belong to wherever these go in the sentence:

    the <g id="1">great</g> force  ->  the [[t:g:000001]]great[[/]] force  ->  la fuerza [[t:g:000001]]grande[[/]]

A tag alone becomes a word that no dictionary has, with a capital, so that it stands in the sentence as a name does.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Behind every text, so that its last sentence has an end: a full stop and two empty blanks.
END = ".[][\n]"
_TAG = re.compile(r'<g id="(?P<open>\d+)">|(?P<close></g>)|<x id="(?P<alone>\d+)"/>')
_SPECIAL = re.compile(r"[\[\]{}^$/\\@<>]")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_BOUND = re.compile(r"\[\[(?P<blanks>[^\]]*)\]\](?P<words>.*?)\[\[/\]\]", re.DOTALL)
_NUMBER = re.compile(r"t:(?P<kind>[gx]):(?P<number>\d+)")
_WORD = re.compile(r"[*@#]?\bXq(?P<number>\d+)z\b")
# Signs alone keep no blank: most pairs drop it, and some wait for a word behind it.
_BEARING = re.compile(r"[^\W_]")


class _Piece(NamedTuple):
    """Text in the wire form, and the number of the pair of tags that it belongs to; 0 for none."""

    pair: int
    text: str


def to_stream(text: str) -> str:
    """A text in the wire form `xml`, as Apertium reads it."""
    parts, position, pair = [], 0, 0
    for match in _TAG.finditer(text):
        parts.append(_words(text[position : match.start()], pair))
        position = match.end()
        if match["alone"]:
            number = int(match["alone"])
            parts.append(
                _bound(f"Xq{number}z", f"{_blank(pair)}; t:x:{number:06d}" if pair else f"t:x:{number:06d}")
            )
        else:
            pair = int(match["open"]) if match["open"] else 0
    parts.append(_words(text[position:], pair))
    return "".join(parts) + END


def from_stream(stream: str) -> str:
    """What Apertium answered, in the wire form again; a tag that got lost is for whoever restores the markup."""
    body = re.sub(r"\s*\.?\s*\[\]\s*\[\n\]\s*\Z", "", stream)
    joined = _joined(list(_pieces(body)))
    return "".join(f'<g id="{piece.pair}">{piece.text}</g>' if piece.pair else piece.text for piece in joined)


def _words(text: str, pair: int) -> str:
    plain = html.unescape(text)
    if not pair or not _BEARING.search(plain):
        return _SPECIAL.sub(r"\\\g<0>", plain)
    inner = plain.strip()
    start = plain.index(inner)
    bound = _bound(_SPECIAL.sub(r"\\\g<0>", inner), _blank(pair))
    return plain[:start] + bound + plain[start + len(inner) :]


def _blank(pair: int) -> str:
    return f"t:g:{pair:06d}"


def _bound(words: str, blanks: str) -> str:
    return f"[[{blanks}]]{words}[[/]]"


def _pieces(stream: str) -> Iterator[_Piece]:
    position = 0
    for match in _BOUND.finditer(stream):
        yield _Piece(0, _wired(stream[position : match.start()]))
        numbers = {found["kind"]: int(found["number"]) for found in _NUMBER.finditer(match["blanks"])}
        alone = f'<x id="{numbers["x"]}"/>' if "x" in numbers else ""
        yield _Piece(numbers.get("g", 0), alone or _wired(match["words"]))
        position = match.end()
    yield _Piece(0, _wired(stream[position:]))


def _wired(stream: str) -> str:
    """A piece without blanks of its own, in the wire form; a made-up word that lost its blank is known by itself."""
    text = html.escape(_ESCAPED.sub(r"\1", stream), quote=False)
    return _WORD.sub(lambda match: f'<x id="{int(match["number"])}"/>', text)


def _joined(pieces: Sequence[_Piece]) -> list[_Piece]:
    """The pieces, those of one pair of tags as one where nothing of another pair stands between them."""
    found: list[_Piece] = []
    at = 0
    while at < len(pieces):
        pair, end = pieces[at].pair, at
        if pair:
            last = max(number for number, piece in enumerate(pieces) if piece.pair == pair)
            if all(piece.pair in {0, pair} for piece in pieces[at : last + 1]):
                end = last
        found.append(_Piece(pair, "".join(piece.text for piece in pieces[at : end + 1])))
        at = end + 1
    return found
