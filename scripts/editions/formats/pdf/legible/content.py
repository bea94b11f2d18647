"""The content of a page: sections of marked content with the glyphs that they show, read and written again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import pikepdf
from pikepdf import Array, Dictionary, Matrix, Name, Operator, String

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Instruction = tuple["Sequence[Any]", Operator]
# What Typst writes in a section of text beside what is read. A section with anything else is left as it is.
_OF_TEXT = frozenset({"q", "BT", "ET", "Q"})
_MAPPED = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")
CODE = 2  # bytes of a glyph's code in the fonts that Typst embeds
EXACT = 5  # digits behind the point
NEAR = 0.001  # points: less is the same place


@dataclass(frozen=True)
class Font:
    """A font of a page: what its codes stand for, and how wide they are, in thousandths of its size."""

    texts: Mapping[int, str]
    widths: Mapping[int, float]
    width: float

    @classmethod
    def of(cls, font: Any) -> Font | None:
        """The font of a dictionary of the page; None for one that does not have codes of two bytes."""
        if font.get("/Encoding") != Name("/Identity-H") or "/ToUnicode" not in font:
            return None
        pairs = [
            pair for block in _MAPPED.findall(font.ToUnicode.read_bytes()) for pair in _PAIR.findall(block)
        ]
        texts = {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}
        inner = font.DescendantFonts[0]
        return cls(texts, dict(_widths(list(inner.get("/W", [])))), float(inner.get("/DW", 1000)))

    def advance(self, items: Iterable[bytes | float]) -> float:
        """How far these codes and shifts move the pen, in thousandths of the font's size."""
        return sum(
            self.widths.get(int.from_bytes(item, "big"), self.width) if isinstance(item, bytes) else -item
            for item in items
        )


def _widths(listed: list[Any]) -> Iterator[tuple[int, float]]:
    """The widths by code: `first [width …]` or `first last width` (ISO 32000-2, 9.7.4.3)."""
    rest = iter(listed)
    for first in rest:
        then = next(rest)
        if isinstance(then, Array):
            yield from ((int(first) + index, float(width)) for index, width in enumerate(then))
        else:
            width = float(next(rest))
            yield from ((code, width) for code in range(int(first), int(then) + 1))


@dataclass(eq=False, slots=True)
class Run:
    """How glyphs are drawn: colour, rendering mode, font, and the matrix of the first one on the page."""

    colour: tuple[tuple[tuple[Any, ...], str], ...]
    mode: Any
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
    items: list[bytes | float]
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
    """Marked content at the top of a page: its first instruction, what is in it, its owner in the structure tree."""

    opening: Instruction
    inner: list[Instruction] = field(default_factory=list)
    glyphs: list[Glyphs] = field(default_factory=list)
    frame: Matrix = field(default_factory=Matrix)
    owner: Any = None
    before: list[Instruction] = field(default_factory=list)

    @property
    def base(self) -> float:
        """The height of its first glyph on the page."""
        return self.glyphs[0].run.matrix.f

    def replace(self, body: Sequence[Instruction]) -> None:
        """Gives it another text object, in its own frame."""
        frame = [round(value, EXACT) for value in self.frame.shorthand]
        self.inner = [
            operation("q"), operation("cm", *frame), operation("BT"), *body, operation("ET"), operation("Q"),
        ]  # fmt: skip


class Page:
    """A page of a document that Typst wrote."""

    def __init__(self, document: pikepdf.Pdf, page: pikepdf.Page) -> None:
        self._document = document
        self.page = page
        fonts = page.resources.get("/Font", Dictionary())
        self.fonts = {str(name): Font.of(font) for name, font in fonts.items()}
        owners = _owners(document, page)
        self.parts: list[Section | Instruction] = list(_parts(page, self.fonts))
        for section in self.sections():
            mark = section.opening[0][1] if len(section.opening[0]) > 1 else None
            if isinstance(mark, Dictionary) and "/MCID" in mark:
                section.owner = owners.get(int(mark.MCID))

    def sections(self) -> Iterator[Section]:
        """The sections of marked content, in their order."""
        return (part for part in self.parts if isinstance(part, Section))

    def write(self) -> None:
        """Puts the parts into the document."""
        instructions = [each for part in self.parts for each in _instructions(part)]
        self.page.obj.Contents = self._document.make_stream(pikepdf.unparse_content_stream(instructions))


def operation(name: str, *operands: Any) -> Instruction:
    """One instruction of a content stream."""
    return operands, _operator(name)


_operator = cache(Operator)


def spelled(text: str, body: Sequence[Instruction]) -> list[Instruction]:
    """The instructions as a span that stands for this text."""
    mark = Dictionary(ActualText=String(text))
    return [operation("BDC", Name("/Span"), mark), *body, operation("EMC")]


class Pen:
    """Draws glyphs within a frame, and remembers how and where the last one was drawn."""

    def __init__(self, frame: Matrix) -> None:
        self._inverse = frame.inverse()
        self._run: Run | None = None
        self._at = 0.0

    def draw(self, glyphs: Sequence[Glyphs]) -> Iterator[Instruction]:
        """The instructions that draw these glyphs."""
        place = 0
        while place < len(glyphs):
            run = glyphs[place].run
            end = next((at for at in range(place, len(glyphs)) if glyphs[at].run is not run), len(glyphs))
            left = glyphs[place].left
            yield from self._take(run, left)
            yield operation(
                "TJ", Array(list(_joined(item for each in glyphs[place:end] for item in each.items)))
            )
            self._at += glyphs[end - 1].right - left
            place = end

    def lift(self) -> None:
        """Forgets how the last glyph was drawn: something else was drawn since."""
        self._run = None

    def place(self, matrix: Matrix, x: float, y: float) -> Instruction:
        """The instruction that goes to a place on the page, with a text matrix like this one."""
        there = Matrix(matrix.a, matrix.b, matrix.c, matrix.d, x, y) @ self._inverse
        return operation("Tm", *(round(value, EXACT) for value in there.shorthand))

    def _take(self, run: Run, left: float) -> Iterator[Instruction]:
        former, self._run = self._run, run
        if former is not run:
            if former is None or former.colour != run.colour:
                yield from (operation(name, *operands) for operands, name in run.colour)
            if former is None or former.mode != run.mode:
                yield operation("Tr", run.mode)
            if former is None or (former.font, former.size) != (run.font, run.size):
                yield operation("Tf", Name(run.font), run.size)
        # Where Typst says where a run begins, so do we: programs round the widths of glyphs each in its own way.
        if former is not run or abs(self._at - left) > NEAR:
            self._at = left
            yield self.place(run.matrix, left, run.matrix.f)


def _joined(items: Iterable[bytes | float]) -> Iterator[Any]:
    codes = b""
    for item in items:
        if isinstance(item, bytes):
            codes += item
            continue
        if codes:
            yield String(codes)
        codes = b""
        yield round(item, EXACT)
    if codes:
        yield String(codes)


def _owners(document: pikepdf.Pdf, page: pikepdf.Page) -> dict[int, Any]:
    """The elements of the structure tree that own the page's sections, by their numbers, as what can be compared."""
    tree = document.Root.get("/StructTreeRoot")
    if tree is None or "/StructParents" not in page.obj:
        return {}
    listed = pikepdf.NumberTree(tree.ParentTree)[int(page.obj.StructParents)]
    return {number: owner.objgen for number, owner in enumerate(listed) if owner is not None}


def _parts(page: pikepdf.Page, fonts: Mapping[str, Font | None]) -> Iterator[Section | Instruction]:
    section, reader, depth = None, None, 0
    for each in pikepdf.parse_content_stream(page):
        operands, operator = cast("Sequence[Any]", each.operands), each.operator
        name = str(operator)
        if name == "EMC":
            depth -= 1
        if section is None:
            if name not in ("BDC", "BMC"):
                yield operands, operator
                continue
            section = Section((operands, operator))
            reader = _Reader(section, fonts)
        elif depth and reader:
            section.inner.append((operands, operator))
            reader.take(name, operands)
        elif reader:
            section.glyphs = reader.glyphs if reader.is_text else []
            yield section
            section = None
        if name in ("BDC", "BMC"):
            depth += 1


def _instructions(part: Section | Instruction) -> Iterator[Instruction]:
    if isinstance(part, Section):
        yield from (*part.before, part.opening, *part.inner, operation("EMC"))
    else:
        yield part


class _Reader:
    """Reads the instructions of a section."""

    def __init__(self, section: Section, fonts: Mapping[str, Font | None]) -> None:
        self.is_text = True
        self.glyphs: list[Glyphs] = []
        self._section = section
        self._fonts = fonts
        self._colour: dict[str, tuple[Any, ...]] = {}
        self._mode: Any = 0
        self._font, self._size = "", 0.0
        self._matrix = Matrix()
        self._texts: list[str | None] = []
        self._frames = 0

    def take(self, name: str, operands: Sequence[Any]) -> None:
        """Takes in one instruction."""
        if name == "Tm":
            self._matrix = Matrix(*map(float, operands)) @ self._section.frame
        elif name == "Tf":
            self._font, self._size = str(operands[0]), float(operands[1])
        elif name == "Tr":
            self._mode = operands[0]
        elif name == "TJ":
            self._show(operands[0])
        elif name == "Tj":
            self._show([operands[0]])
        elif name in ("BDC", "BMC"):
            self._texts.append(_told(operands))
        elif name == "EMC":
            self._texts.pop()
        else:
            self._take_other(name, operands)

    def _take_other(self, name: str, operands: Sequence[Any]) -> None:
        if name == "cm":
            self._frames += 1
            self._section.frame = Matrix(*map(float, operands))
            self.is_text &= self._frames == 1  # more than one: not what Typst writes for a line
        elif name in ("cs", "scn"):
            self._colour[name] = tuple(operands)
        elif name not in _OF_TEXT:
            self.is_text = False

    def _show(self, shown: Iterable[Any]) -> None:
        font = self._fonts.get(self._font)
        if font is None or not self._frames:
            self.is_text = False
            return
        run = Run(tuple((value, name) for name, value in self._colour.items()), self._mode, self._font, self._size,
                  self._matrix)  # fmt: skip
        items = list(_items(shown))
        told = next((text for text in reversed(self._texts) if text is not None), None)
        clusters = [(items, told)] if told is not None else list(_clusters(items, font.texts))
        left = run.matrix.e
        for cluster, text in clusters:
            right = left + font.advance(cluster) * run.size / 1000
            self.glyphs.append(Glyphs(run, cluster, text, told is not None, left, right))
            left = right


def _told(operands: Sequence[Any]) -> str | None:
    """The text that a mark gives to what it encloses."""
    mark = operands[1] if len(operands) > 1 else None
    if not isinstance(mark, Dictionary) or "/ActualText" not in mark:
        return None
    return str(mark.ActualText)


def _items(shown: Iterable[Any]) -> Iterator[bytes | float]:
    for each in shown:
        if isinstance(each, String):
            codes = bytes(each)
            yield from (codes[at : at + CODE] for at in range(0, len(codes), CODE))
        else:
            yield float(each)


def _clusters(
    items: Iterable[bytes | float], texts: Mapping[int, str]
) -> Iterator[tuple[list[bytes | float], str]]:
    """Each code with the shifts before it; shifts at the end go with the last one."""
    found: list[tuple[list[bytes | float], str]] = []
    waiting: list[bytes | float] = []
    for item in items:
        waiting.append(item)
        if isinstance(item, bytes):
            found.append((waiting, texts.get(int.from_bytes(item, "big"), "")))
            waiting = []
    if waiting and found:
        found[-1][0].extend(waiting)
    return iter(found)
