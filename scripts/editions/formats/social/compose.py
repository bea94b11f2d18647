"""What of a book fits into a message."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from unicodedata import category

from editions.formats.text.lines import Line, alone, text_of
from editions.prose import TERMINALS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from editions.formats.text.lines import Blocks

LIMIT = 1000  # code points of a whole file
_SHORTEST = 5  # letters of a word that is no abbreviation, for all that can be seen
_ELLIPSIS = "…"
_COLONS = (":", "：", "︰")
# Full stops that no space follows.
_FULL_WIDTH = frozenset("。！？｡．")
_NO_ENDS = frozenset(_ELLIPSIS)
_CLOSERS = "\"'”’»›“‘」』】〉》）)\\]"
_END = re.compile(
    rf"(?P<stop>[{re.escape(''.join(sorted(TERMINALS)))}]+)(?P<closers>[{_CLOSERS}]*)(?P<space>\s*)"
)
_PAIRS = ("()", "[]", "（）", "「」", "『』", "【】", "《》", "〈〉")


@dataclass(frozen=True)
class Piece:
    """A paragraph or the title of a section; `machine` says that a machine wrote it."""

    line: Line
    machine: bool = False
    heading: bool = False

    @property
    def is_open(self) -> bool:
        """True for what leads to something that follows, and must not be the last."""
        return self.heading or self.line.text.endswith(_COLONS)


@dataclass(frozen=True)
class Short:
    """What a short text is made of; an empty date or address, or no kicker, is left out."""

    title: Piece
    date: Line
    kicker: Piece | None
    body: tuple[Piece, ...]
    caveat: Line
    address: str

    def __str__(self) -> str:
        """The file; the caveat is in it where a machine wrote any of it."""
        return text_of(self._blocks())

    def _blocks(self) -> Iterator[tuple[Line, ...]]:
        kicker = [self.kicker.line] if self.kicker else []
        yield tuple(line for line in (self.title.line, self.date, *kicker) if line.text)
        yield from ((piece.line,) for piece in self.body)
        if any(piece.machine for piece in (self.title, self.kicker, *self.body) if piece):
            yield (self.caveat,)
        yield from self._foot()

    def _foot(self) -> Blocks:
        return alone(self.address, "ltr")

    @property
    def fits(self) -> bool:
        """True where it is no longer than it may be."""
        return len(str(self)) <= LIMIT


def compose(short: Short) -> str:
    """The file: as many whole paragraphs from the start as fit into `LIMIT` characters, else the first sentences."""
    bare = _fitting(replace(short, body=()))
    body: tuple[Piece, ...] = ()
    for piece in short.body:
        if not replace(bare, body=(*body, piece)).fits:
            break
        body = (*body, piece)
    return str(replace(bare, body=_closed(body) or _beginning(bare, short.body)))


def _closed(body: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The body without what leads to something that is not there any more."""
    while body and body[-1].is_open:
        body = body[:-1]
    return body


def _beginning(bare: Short, body: Sequence[Piece]) -> tuple[Piece, ...]:
    """The first sentences of a first paragraph that is too long as a whole; none where not even one fits."""
    first = next((piece for piece in body if not piece.heading), None)
    if first is None or replace(bare, body=(first,)).fits:
        return ()
    for end in reversed(list(ends(first.line.text))):
        cut = replace(first, line=replace(first.line, text=first.line.text[:end]))
        if replace(bare, body=(cut,)).fits:
            return (cut,)
    return ()


def _fitting(bare: Short) -> Short:
    """What stands around the body, without what it can do without where it is too long, down to a part of the title."""
    for less in ({}, {"kicker": None}, {"date": Line("")}, {"address": ""}):
        bare = replace(bare, **less)
        if bare.fits:
            return bare
    line = bare.title.line
    room = len(line.text) - (len(str(bare)) - LIMIT) - len(_ELLIPSIS)
    return replace(bare, title=replace(bare.title, line=replace(line, text=_cut(line.text, room))))


def _cut(title: str, room: int) -> str:
    """The beginning of a title, with an ellipsis; no letter loses the signs that belong to it."""
    while room > 0 and category(title[room])[0] == "M":
        room -= 1
    words = title[:room].rpartition(" ")[0]
    return f"{(words or title[:room]).rstrip()}{_ELLIPSIS}"


def ends(text: str) -> Iterator[int]:
    """
    Where sentences of a text surely end, as places behind them.

    Not every end is found, but what is found is one: a full stop after a short word, a letter or a number may belong to
    an abbreviation or an ordinal, one within brackets or before a small letter is in the middle of a sentence. Scripts
    that part sentences by spaces, such as Thai, have no sure ends.

    >>> text = "Dr. No came on the 3. of May. He (who else?) left."
    >>> [text[:end] for end in ends(text)]
    ['Dr. No came on the 3. of May. He (who else?) left.']
    """
    for found in _END.finditer(text):
        end = found.end("closers")
        if end == len(text) or (_is_end(text, found) and _is_whole(text[:end])):
            yield end


def _is_end(text: str, found: re.Match[str]) -> bool:
    stop, closers, space = found["stop"], found["closers"], found["space"]
    if len(set(stop)) == 1 and stop[0] in _FULL_WIDTH and not closers:
        return True
    after = next((char for char in text[found.end() :] if char.isalnum()), "")
    if not space or after.islower() or _NO_ENDS & set(stop) or (closers and not after.isupper()):
        return False
    return stop != "." or not _may_be_shortened(text[: found.start()])


def _may_be_shortened(before: str) -> bool:
    """True where the last word is so short that its full stop may be no end, has another one in it, or is a number."""
    word = before.rsplit(None, 1)[-1] if before.strip() else ""
    letters = [char for char in word if category(char)[0] in "LM"]
    return len(letters) < _SHORTEST or "." in word


def _is_whole(text: str) -> bool:
    return all(text.count(pair[0]) == text.count(pair[1]) for pair in _PAIRS)
