"""
The content of a page: sections of marked content with the glyphs that they show, read and written again.

It is read as bytes, one match an instruction, and what is not changed keeps its bytes: with objects for each
instruction the whole takes two to three times as long.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, String

from editions.formats.pdf.legible.font import STRING as _STRING
from editions.formats.pdf.legible.font import Font, Item, string

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Matrix = tuple[float, float, float, float, float, float]  # a b c d e f of ISO 32000-2, 8.3.4

# One instruction (ISO 32000-2, 7.8.2): its operands, and its operator.
_MARK = rb"<<(?:[^<>]|<[0-9A-Fa-f]*>|<<[^<>]*>>)*>>"
_SHOWN = rb"(?:\[(?:[^\[\]()]|" + _STRING + rb")*\]|" + _STRING + rb"|<[0-9A-Fa-f\s]*>)"
# Typst writes these four together each time it draws: they are most of a page, and are read at once.
_DRAWN = rb"(\d) Tr(/[^\s<>\[\]()/{}%]+) ([.0-9]+) Tf ((?:[-.0-9]+ ){6})Tm(" + _SHOWN + rb")T[Jj]"
_INSTRUCTION = re.compile(
    rb"(?s)\s*(?:" + _DRAWN + rb"|((?:[-+.0-9]+\s*|/[^\s<>\[\]()/{}%]*\s*|" + _MARK + rb"\s*|" + _SHOWN
    + rb"\s*)*)([A-Za-z'\"][A-Za-z0-9*'\"]*))"
)  # fmt: skip
_ACTUAL_TEXT = re.compile(rb"(?s)/ActualText\s*(?:(" + _STRING + rb")|<([0-9A-Fa-f\s]*)>)")
_NUMBER = re.compile(rb"/MCID\s+(\d+)")
_STATE = frozenset({b"Tm", b"Tf", b"Tr"})
# What Typst writes in a section of text beside what is read. A section with anything else is left as it is.
_OF_TEXT = frozenset({b"q", b"BT", b"ET", b"Q"})
_EXACT = b"%.5f"
NEAR = 0.001  # points: less is the same place


@dataclass(eq=False, slots=True)
class Run:
    """How glyphs are drawn: colour and rendering mode, as they were written; font; matrix of the first on the page."""

    colour: bytes
    mode: bytes
    font: str
    size: float
    matrix: Matrix


@dataclass(eq=False, slots=True)
class Glyphs:
    """
    One cluster: the glyphs that stand for `text`, with the shifts between them; `left` and `right` are its ends.

    `spelled`: their text stands beside them, since the font's own table does not tell it.
    """

    run: Run
    items: tuple[Item, ...]
    text: str
    spelled: bool
    left: float = 0.0
    right: float = 0.0

    @property
    def is_plain(self) -> bool:
        """True for a single letter that the font's own table tells."""
        return not self.spelled and len(self.text) == 1


@dataclass(eq=False)
class Section:
    """
    Marked content at the top of a page: its first instruction, what is in it, what comes before it.

    `number` is its own in the page, `owner` its element of the structure tree, if it has any; `frame` the matrix that
    its text is set in.
    """

    opening: bytes
    inner: bytes = b""
    before: bytes = b""
    glyphs: list[Glyphs] = field(default_factory=list)
    frame: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    owner: Any = None

    @property
    def number(self) -> int | None:
        """Its number among the marked content of the page."""
        found = _NUMBER.search(self.opening)
        return int(found[1]) if found else None

    @property
    def base(self) -> float:
        """The height of its first glyph on the page."""
        return self.glyphs[0].run.matrix[5]

    def replace(self, body: bytes) -> None:
        """Gives it another text object, in its own frame."""
        self.inner = framed(body, self.frame)


class Page:
    """A page of a document that Typst wrote."""

    def __init__(self, document: pikepdf.Pdf, page: pikepdf.Page) -> None:
        self._document = document
        self.page = page
        fonts = page.resources.get("/Font", Dictionary())
        self.fonts = {str(name): Font.of(font) for name, font in fonts.items()}
        owners = _owners(document, page)
        self.parts: list[Section | bytes] = list(_parts(_content(page), self.fonts))
        for section in self.sections():
            section.owner = owners.get(section.number) if section.number is not None else None

    def sections(self) -> Iterator[Section]:
        """The sections of marked content, in their order."""
        return (part for part in self.parts if isinstance(part, Section))

    def write(self) -> None:
        """Puts the parts into the document."""
        whole = b"".join(_written(part) for part in self.parts)
        self.page.obj.Contents = self._document.make_stream(whole)


def framed(body: bytes, frame: Matrix) -> bytes:
    """A text object within a frame."""
    return b"\nq %s cm\nBT %s\nET\nQ\n" % (numbers(frame), body)


def numbers(values: Iterable[float]) -> bytes:
    """Numbers as PDF has them, without exponents."""
    return b" ".join([(_EXACT % value).rstrip(b"0").rstrip(b".") for value in values])


def spelled(text: str, body: bytes) -> bytes:
    """The instructions as a span that stands for this text."""
    said = ("\ufeff" + text).encode("utf-16-be").hex().upper().encode()
    return b"\n/Span<</ActualText<%s>>>BDC %s\nEMC" % (said, body)


class Pen:
    """Draws glyphs within a frame, and remembers how and where the last one was drawn."""

    def __init__(self, frame: Matrix) -> None:
        self._inverse: Matrix = pikepdf.Matrix(*frame).inverse().shorthand
        self._run: Run | None = None
        self._at = 0.0

    def draw(self, glyphs: Sequence[Glyphs]) -> bytes:
        """The instructions that draw these glyphs."""
        drawn = []
        place = 0
        while place < len(glyphs):
            run = glyphs[place].run
            end = next((at for at in range(place, len(glyphs)) if glyphs[at].run is not run), len(glyphs))
            left = glyphs[place].left
            shown = _joined(item for each in glyphs[place:end] for item in each.items)
            drawn.append(b"%s[%s]TJ" % (self._take(run, left), shown))
            self._at += glyphs[end - 1].right - left
            place = end
        return b"".join(drawn)

    def lift(self) -> None:
        """Forgets how the last glyph was drawn: something else was drawn since."""
        self._run = None

    def place(self, matrix: Matrix, x: float, y: float) -> bytes:
        """The instruction that goes to a place on the page, with a text matrix like this one."""
        return b" %s Tm" % numbers(_product((*matrix[:4], x, y), self._inverse))

    def _take(self, run: Run, left: float) -> bytes:
        former, self._run = self._run, run
        taken = b""
        if former is not run:
            if former is None or former.colour != run.colour:
                taken += run.colour
            if former is None or former.mode != run.mode:
                taken += b" %s Tr" % run.mode
            if former is None or (former.font, former.size) != (run.font, run.size):
                taken += b"%s %s Tf" % (run.font.encode(), numbers([run.size]))
        # Where Typst says where a run begins, so do we: programs round the widths of glyphs each in its own way.
        if former is not run or abs(self._at - left) > NEAR:
            self._at = left
            taken += self.place(run.matrix, left, run.matrix[5])
        return taken


def _product(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    m, n, o, p, q, r = second
    return (a * m + b * o, a * n + b * p, c * m + d * o, c * n + d * p, e * m + f * o + q, e * n + f * p + r)


def _joined(items: Iterable[Item]) -> bytes:
    pieces: list[bytes] = []
    codes = b""
    for item in items:
        if isinstance(item, bytes):
            codes += item
            continue
        if codes:
            pieces.append(b"<%s>" % codes.hex().encode())
        codes = b""
        pieces.append(numbers([item]))
    if codes:
        pieces.append(b"<%s>" % codes.hex().encode())
    return b" ".join(pieces)


def _owners(document: pikepdf.Pdf, page: pikepdf.Page) -> dict[int, Any]:
    """The elements of the structure tree that own the page's sections, by their numbers, as what can be compared."""
    tree = document.Root.get("/StructTreeRoot")
    if tree is None or "/StructParents" not in page.obj:
        return {}
    listed = pikepdf.NumberTree(tree.ParentTree)[int(page.obj.StructParents)]
    return {number: owner.objgen for number, owner in enumerate(listed) if owner is not None}


def _content(page: pikepdf.Page) -> bytes:
    contents = page.obj.Contents
    streams = list(contents) if isinstance(contents, Array) else [contents]
    return b"\n".join(stream.read_bytes() for stream in streams)


def _parts(content: bytes, fonts: Mapping[str, Font | None]) -> Iterator[Section | bytes]:
    """The sections of a page's content, and what stands between them."""
    section, reader, depth = None, None, 0
    kept = begun = end = 0
    for match in _INSTRUCTION.finditer(content):
        if reader and match.start() != end:  # between two instructions something that is none
            reader.is_text = False
        end = match.end()
        name = match[7]
        if name == b"EMC":
            depth -= 1
        if section is None:
            if name in (b"BDC", b"BMC"):
                yield content[kept : match.start()]
                section, begun = Section(match[0]), match.end()
                reader = _Reader(section, fonts)
        elif depth and reader:
            reader.take(match)
        elif reader:
            section.inner = content[begun : match.start()]
            section.glyphs = reader.glyphs if reader.is_text else []
            yield section
            section, kept = None, match.end()
        if name in (b"BDC", b"BMC"):
            depth += 1
    yield content[kept:]


def _written(part: Section | bytes) -> bytes:
    if isinstance(part, Section):
        return part.before + part.opening + part.inner + b"\nEMC\n"
    return part


class _Reader:
    """Reads the instructions of a section."""

    def __init__(self, section: Section, fonts: Mapping[str, Font | None]) -> None:
        self.is_text = True
        self.glyphs: list[Glyphs] = []
        self._section = section
        self._fonts = fonts
        self._colour = b""
        self._mode = b"0"
        self._font, self._size = "", 0.0
        self._matrix = section.frame
        self._texts: list[str | None] = []
        self._frames = 0

    def take(self, instruction: re.Match[bytes]) -> None:
        """Takes in one instruction, or those that say how and where glyphs are drawn, and which."""
        operands, name = instruction.group(6, 7)
        if name is None:
            self._mode, font, size, matrix, shown = instruction.group(1, 2, 3, 4, 5)
            self._font, self._size = font.decode(), float(size)
            self._matrix = _product(_six(matrix), self._section.frame)
            self._show(shown)
        elif name in _STATE:
            self._set(name, operands)
        elif name in (b"TJ", b"Tj"):
            self._show(operands)
        elif name in (b"BDC", b"BMC"):
            self._texts.append(_told(operands))
        elif name == b"EMC":
            self._texts.pop()
        else:
            self._take_other(name, operands)

    def _set(self, name: bytes, operands: bytes) -> None:
        if name == b"Tm":
            self._matrix = _product(_six(operands), self._section.frame)
        elif name == b"Tf":
            font, size = operands.split()
            self._font, self._size = font.decode(), float(size)
        else:
            self._mode = operands.strip()

    def _take_other(self, name: bytes, operands: bytes) -> None:
        if name == b"cm":
            self._frames += 1
            self._section.frame = _six(operands)
            self.is_text &= self._frames == 1  # more than one: not what Typst writes for a line
        elif name in (b"cs", b"scn"):
            self._colour += b" %s %s" % (operands, name)
        elif name not in _OF_TEXT:
            self.is_text = False

    def _show(self, shown: bytes) -> None:
        font = self._fonts.get(self._font)
        if font is None or not self._frames:
            self.is_text = False
            return
        run = Run(self._colour, self._mode, self._font, self._size, self._matrix)
        told = next((text for text in reversed(self._texts) if text is not None), None)
        left = self._matrix[4]
        for cluster in font.clusters(shown, whole=told is not None):
            right = left + cluster.advance * self._size / 1000
            text = cluster.text if told is None else told
            self.glyphs.append(Glyphs(run, cluster.items, text, told is not None, left, right))
            left = right


def _six(operands: bytes) -> Matrix:
    a, b, c, d, e, f = map(float, operands.split())
    return (a, b, c, d, e, f)


@lru_cache(maxsize=4096)
def _told(operands: bytes) -> str | None:
    """The text that a mark gives to what it encloses."""
    found = _ACTUAL_TEXT.search(operands)
    if not found:
        return None
    return str(String(string(found[1]) if found[1] is not None else bytes.fromhex(found[2].decode())))
