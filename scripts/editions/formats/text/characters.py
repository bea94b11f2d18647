"""
Characters of a plain text: which may not be in it, how wide they look, from which side a line of them is read.

A file is in logical order, and who shows it finds out by the first letter of a line from which side to read it (UAX #9,
P2 and P3; `dir="auto"` in HTML). So a line that begins otherwise than its text goes on has a mark of direction before
it: U+200F where a text from the right begins with a Latin letter or a digit or has no letters at all, U+200E the other
way round. A line that is Latin as a whole, such as an address, has none: it is read from the left rightly, and a mark
would put its full stop or its last slash on the wrong side. Code has none, since it must be what it was.
"""

from __future__ import annotations

from typing import Literal
from unicodedata import bidirectional, category, east_asian_width

# Of a line: `rtl` or `ltr`, or empty where nothing may be added to it.
Direction = Literal["rtl", "ltr", ""]
RIGHT_TO_LEFT_MARK, LEFT_TO_RIGHT_MARK = "\u200f", "\u200e"

# Embeddings and overrides (UAX #9, 2.1 and 2.2) show a text in another order than it has.
_OVERRIDES = range(0x202A, 0x202F)
_BYTE_ORDER_MARK = 0xFEFF
_SURROGATES = range(0xD800, 0xE000)
# What is white space or a new line to one program or another, and would break a line.
_BREAKS = "\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"
_CONTROLS = (*range(0x20), *range(0x7F, 0xA0))  # C0, DEL and C1
_UNWANTED: dict[int, str | None] = (
    dict.fromkeys((*_CONTROLS, *_OVERRIDES, _BYTE_ORDER_MARK), None)
    | dict.fromkeys(map(ord, _BREAKS), " ")
    | dict.fromkeys(_SURROGATES, "\ufffd")
)
_ISOLATES = frozenset("\u2066\u2067\u2068")
_END_OF_ISOLATE = "\u2069"

_FROM_THE_RIGHT = frozenset({"R", "AL"})
_LETTERS = _FROM_THE_RIGHT | {"L"}
_DIGITS = frozenset({"EN", "AN"})


def clean(line: str) -> str:
    r"""
    The line without what must never be in a file: control characters, and what turns the order of others round.

    Isolates (UAX #9, 2.4) may stay in pairs; one without its other half would reach beyond its line.

    >>> clean("a\x1b[31mb\u202ec\u2066d\u2069\u2067e")
    'a[31mbc\u2066d\u2069e'
    """
    return _paired(line.translate(_UNWANTED))


def _paired(line: str) -> str:
    begun: list[int] = []
    kept: set[int] = set()
    for place, char in enumerate(line):
        if char in _ISOLATES:
            begun.append(place)
        elif char == _END_OF_ISOLATE and begun:
            kept |= {begun.pop(), place}
    lone = _ISOLATES | {_END_OF_ISOLATE}
    return "".join(char for place, char in enumerate(line) if char not in lone or place in kept)


def width(text: str) -> int:
    r"""
    How many columns a text takes up where letters are equally wide: two for those that are wide in East Asia (UAX #11).

    Not docutils' `column_width`, which counts marks of direction and the signs above and below Indic letters, nor
    rich's, which goes by an environment variable.

    >>> width("自由"), width("cafe\u0301"), width("\u200fab")
    (4, 4, 2)
    """
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if category(char) in {"Mn", "Me", "Cf", "Cc"}:
        return 0
    return 2 if east_asian_width(char) in {"W", "F"} else 1


def side(line: str) -> Direction:
    """The side from which a line is read by those who go by its first letter; empty where it has none."""
    first = next((kind for char in line if (kind := bidirectional(char)) in _LETTERS), "")
    return ("ltr" if first == "L" else "rtl") if first else ""


def within(text: str, direction: Direction) -> str:
    """
    A piece of a line in this direction, between marks where it is Latin as a whole and the line is not.

    They hold its brackets, full stops and slashes, which would else be shown on the other side of it.
    """
    is_latin = side(text) == "ltr" and not _FROM_THE_RIGHT & set(map(bidirectional, text))
    if direction != "rtl" or not is_latin:
        return text
    return f"{LEFT_TO_RIGHT_MARK}{text}{LEFT_TO_RIGHT_MARK}"


def marked(line: str, direction: Direction) -> str:
    """The line with a mark of direction at its beginning, where it needs one to be read from the right side."""
    kinds = [bidirectional(char) for char in line]
    mixed = bool(_FROM_THE_RIGHT & set(kinds)) and "L" in kinds
    if direction == "ltr" and mixed and side(line) == "rtl":
        return LEFT_TO_RIGHT_MARK + line
    first = next((kind for kind in kinds if kind in _LETTERS | _DIGITS), "")
    if direction == "rtl" and line and first not in _FROM_THE_RIGHT and (mixed or side(line) != "ltr"):
        return RIGHT_TO_LEFT_MARK + line
    return line
