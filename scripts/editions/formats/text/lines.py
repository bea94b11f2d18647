"""Lines and blocks of a plain text: a block is lines that stand together, blocks have a blank line between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from editions.formats.text.characters import Direction, clean, marked, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True)
class Line:
    """A line, and the side from which its text is read; the direction is empty for code, which is left as it is."""

    text: str
    direction: Direction = ""


Block = tuple[Line, ...]
Blocks = list[Block]
BLANK = Line("")


def alone(text: str, direction: Direction) -> Blocks:
    """A block of one line; none for an empty text."""
    return [(Line(text, direction),)] if text else []


def flat(blocks: Iterable[Block]) -> Block:
    """The lines of all blocks, with blank ones between them."""
    lines: list[Line] = []
    for block in blocks:
        lines += [BLANK, *block] if lines else block
    return tuple(lines)


def tight(blocks: Iterable[Block]) -> Blocks:
    """All blocks as one, without blank lines between them; none where there is none."""
    lines = tuple(line for block in blocks for line in block)
    return [lines] if lines else []


def indented(blocks: Iterable[Block], columns: int) -> Blocks:
    """The blocks, moved away from where lines begin."""
    return [tuple(_after(" " * columns, line) for line in block) for block in blocks]


def hanging(sign: str, blocks: Sequence[Block], direction: Direction) -> Blocks:
    """The blocks behind a sign such as a bullet, which stands before the first line of them."""
    if not blocks:
        return alone(sign.rstrip(), direction)
    (first, *others), *rest = indented(blocks, width(sign))
    head = replace(first, text=sign + blocks[0][0].text)
    return [(head, *others), *rest]


def under(head: Block, blocks: Sequence[Block], columns: int = 2) -> Blocks:
    """The blocks below lines that name them, such as a term: indented, and the first one close to its name."""
    first, *rest = indented(blocks, columns) or [()]
    return [(*head, *first), *rest] if head or first else []


def labelled(label: Line, blocks: Sequence[Block]) -> Blocks:
    """The blocks after a label with a colon, in its line where they begin with a paragraph of the same direction."""
    named = replace(label, text=f"{label.text}:")
    if not blocks or len(blocks[0]) > 1 or blocks[0][0].direction != label.direction:
        return under((named,), blocks)
    (first,), *rest = blocks
    return [(replace(first, text=f"{named.text} {first.text}"),), *indented(rest, 2)]


def text_of(blocks: Iterable[Block]) -> str:
    """The whole file: cleaned, each line with the mark of direction that it needs, LF at the end of each."""
    lines = (marked(clean(line.text).rstrip(), line.direction) for line in flat(blocks))
    return "".join(f"{line}\n" for line in lines)


def _after(space: str, line: Line) -> Line:
    return replace(line, text=space + line.text) if line.text else line
