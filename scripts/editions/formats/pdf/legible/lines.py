"""Lines of a page and their tokens: what stands between two spaces, which may go on in the next line."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from editions.formats.pdf.legible.content import Glyphs, Page, Section

# In sizes of the font. Marks and the letters of Nastaliq stand above each other in one line; the next line is further.
RAISED = 1.2
LEVEL = 0.6
_LEFTWARD = frozenset({"R", "AL"})
BACK = 1.5  # how far a line may go back, for the sake of an overhanging letter


@dataclass(eq=False)
class Token:
    """
    Glyphs between two spaces, and the spaces behind them; `next` is where it goes on in the next line.

    `word` is what it stands for, once that is known.
    """

    glyphs: list[Glyphs] = field(default_factory=list)
    next: Token | None = None
    is_rest: bool = False
    word: str = ""

    @property
    def text(self) -> str:
        """What Typst and the font make of it, in the order of the page, with the spaces behind it."""
        return "".join(each.text for each in self.glyphs)

    @property
    def is_space(self) -> bool:
        """True where there are spaces only."""
        return not self.text.strip()


@dataclass(eq=False)
class Line:
    """A line, or that part of one that belongs to a single element of the structure tree."""

    sections: list[Section]
    tokens: list[Token]

    @property
    def text(self) -> str:
        """Its text in the order of the page, as Typst has it."""
        return "".join(token.text for token in self.tokens)


def reads_left(text: str) -> bool:
    """True for a text with letters that are read from right to left."""
    return any(unicodedata.bidirectional(char) in _LEFTWARD for char in text)


def lines(page: Page) -> list[Line]:
    """The lines of a page in the order of its content; tokens that go on know it."""
    found = [Line(sections, list(_tokens(sections))) for sections in _joined(_stretches(page))]
    for line, following in pairwise(found):
        owner = line.sections[0].owner
        if owner is not None and owner == following.sections[0].owner:
            _go_on(line.tokens[-1], following.tokens[0])
    return found


def _joined(stretches: Iterable[list[Section]]) -> Iterator[list[Section]]:
    """The stretches of one line in the order of the page; from right to left Typst writes them in that of reading."""
    line: list[list[Section]] = []
    for stretch in stretches:
        if line and not _is_level(line[-1][0], stretch[0]):
            yield _from_left(line)
            line = []
        line.append(stretch)
    if line:
        yield _from_left(line)


def _from_left(line: list[list[Section]]) -> list[Section]:
    ordered = sorted(line, key=lambda stretch: stretch[0].glyphs[0].left)
    return [section for stretch in ordered for section in stretch]


def _is_level(section: Section, following: Section) -> bool:
    """Whether two sections of one element stand at one height."""
    size = following.glyphs[0].run.size
    return (
        section.owner is not None
        and section.owner == following.owner
        and abs(section.base - following.base) < LEVEL * size
    )


def _stretches(page: Page) -> Iterator[list[Section]]:
    """Sections that go on from left to right; anything else between them ends a stretch."""
    stretch: list[Section] = []
    for part in page.parts:
        section = None if isinstance(part, bytes) else part
        if not (part.strip() if isinstance(part, bytes) else part.inner):
            continue
        goes_on = section is not None and section.glyphs and stretch and _continues(stretch, section)
        if stretch and not goes_on:
            yield stretch
            stretch = []
        if section is not None and section.glyphs:
            stretch.append(section)
    if stretch:
        yield stretch


def _continues(stretch: list[Section], section: Section) -> bool:
    """Whether a section stands in the line of the sections before it, behind them, and belongs to the same element."""
    size = section.glyphs[0].run.size
    return (
        section.owner is not None
        and section.owner == stretch[0].owner
        and abs(section.base - stretch[0].base) < RAISED * size
        and section.glyphs[0].left >= stretch[-1].glyphs[-1].right - BACK * size
    )


def _tokens(sections: list[Section]) -> Iterator[Token]:
    token = Token()
    in_space = False
    for glyphs in (each for section in sections for each in section.glyphs):
        is_space = glyphs.text.isspace()
        if in_space and not is_space:
            yield token
            token = Token()
        token.glyphs.append(glyphs)
        in_space = is_space
    yield token


def _go_on(token: Token, following: Token) -> None:
    """Notes that a token goes on in the next line; from right to left, where a line ends at its left, no word does."""
    if reads_left(token.text) or reads_left(following.text):
        return
    ends = token.text[-1:].isspace() or following.text[:1].isspace()
    if not ends and token.text and following.text:
        token.next, following.is_rest = following, True
