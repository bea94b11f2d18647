"""Words from right to left: letters that are not seen, in the order of the page, beneath glyphs that say nothing."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from pikepdf import Array, Dictionary, Name

from editions.formats.pdf.legible.content import Pen, framed, numbers, spelled
from editions.formats.pdf.legible.font import CODE

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pikepdf

    from editions.formats.pdf.legible.content import Glyphs, Matrix, Page
    from editions.formats.pdf.legible.lines import Line, Token

FONT = "/legible"
INVISIBLE = 3  # the rendering mode of text that is neither filled nor stroked
VISIBLE_WIDTH = 100  # per cent
EM = 1000  # the width of each unseen letter, in thousandths of its size
# For poppler the end of a word, for pdfium nothing at all.
SILENT = "\n"
LETTERS = frozenset({"R", "AL"})
ONWARD = frozenset({"L", "EN", "AN"})  # what is read from left to right, whatever stands around it
BETWEEN = frozenset({"CS", "ES", "ET"})  # signs that are part of a number where they stand within it
_STEADY = re.compile("n(?:s?n)*|s")
TO_THE_LEFT = "\u200f"  # right-to-left mark
LEVEL = 0.1  # points: less is the same height
GAP = 80  # thousandths of the font's size; poppler takes 100 for a space


class Shadow:
    """The unseen letters of a document: a font for them, which all of its pages share."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self._document = document
        self._codes: dict[str, int] = {}
        self._font: Any = None

    def under(self, page: Page, line: Line) -> None:
        """Puts the letters of a line's words beneath them, where programs would read the glyphs wrongly."""
        if self._font is None:
            self._font = self._begun(page)
        first, *others = line.sections
        height = _height(line)
        hidden = body = b""
        pen, hidden_pen = Pen(first.frame), Pen(first.frame)
        for token in line.tokens:
            word = [each for each in token.glyphs if not each.text.isspace()]
            letters = _letters(word, token.word, height) if self._font is not None else ""
            if not letters:
                body += _as_it_is(token.glyphs, pen)
                continue
            hidden += hidden_pen.draw(word)
            body += self._beneath(token.glyphs, _with_spaces(letters, token), height, pen)
        first.replace(body)
        if hidden:
            self._used(page)
            first.before = _artifact(hidden, first.frame)
        for section in others:
            section.inner = b""

    def finish(self) -> None:
        """Writes down which letters the codes of the font stand for."""
        if self._codes:
            self._font.ToUnicode = self._document.make_stream(_table(self._codes))
            count = (max(self._codes.values()) + 1) * CODE
            # Every code is the same glyph of the font, which nobody sees; glyph 0 would be a missing one.
            glyphs = self._document.make_stream((1).to_bytes(CODE, "big") * (count // CODE))
            self._font.DescendantFonts[0].CIDToGIDMap = glyphs

    def _beneath(self, glyphs: Sequence[Glyphs], letters: str, height: float, pen: Pen) -> bytes:
        """Letters from left to right, all equally wide, over the width of a token's glyphs."""
        left, right = min(each.left for each in glyphs), max(each.right for each in glyphs)
        run = glyphs[0].run
        pen.lift()
        codes = b"".join(self._code(letter).to_bytes(CODE, "big") for letter in letters)
        scale = (right - left) / (len(letters) * EM * run.size / 1000)
        stretch, place = numbers([scale * VISIBLE_WIDTH]), pen.place(run.matrix, left, height)
        return b" %d Tr%s %s Tf %s Tz%s<%s>Tj %d Tz" % (
            INVISIBLE, FONT.encode(), numbers([run.size]), stretch, place, codes.hex().encode(), VISIBLE_WIDTH,
        )  # fmt: skip

    def _code(self, letter: str) -> int:
        return self._codes.setdefault(letter, len(self._codes) + 1)

    def _begun(self, page: Page) -> Any:
        """A font with the glyphs of one of the page's; None where there is none that codes can be mapped to."""
        for font in page.page.resources.get("/Font", Dictionary()).values():
            inner = font.DescendantFonts[0] if "/DescendantFonts" in font else Dictionary()
            if inner.get("/Subtype") == Name("/CIDFontType2"):
                return self._document.make_indirect(_like(self._document, font, inner))
        return None

    def _used(self, page: Page) -> None:
        fonts = page.page.resources.Font
        if FONT not in fonts:
            fonts[FONT] = self._font


def _like(document: pikepdf.Pdf, font: Any, inner: Any) -> Dictionary:
    descendant = Dictionary(
        Type=Name("/Font"), Subtype=Name("/CIDFontType2"), BaseFont=inner.BaseFont, CIDSystemInfo=inner.CIDSystemInfo,
        FontDescriptor=inner.FontDescriptor, DW=EM,
    )  # fmt: skip
    return Dictionary(
        Type=Name("/Font"), Subtype=Name("/Type0"), BaseFont=font.BaseFont, Encoding=Name("/Identity-H"),
        DescendantFonts=Array([document.make_indirect(descendant)]),
    )  # fmt: skip


def _table(codes: dict[str, int]) -> bytes:
    """A table from codes to characters (ISO 32000-2, 9.10.3)."""
    pairs = [f"<{code:04X}> <{letter.encode('utf-16-be').hex().upper()}>" for letter, code in codes.items()]
    blocks = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
    mapped = "\n".join(f"{len(each)} beginbfchar\n" + "\n".join(each) + "\nendbfchar" for each in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Legible def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{mapped}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()


def _artifact(hidden: bytes, frame: Matrix) -> bytes:
    """What is seen, outside of the structure; the span in it is for poppler, which knows no text of an artifact."""
    return b"\n/Artifact BMC%s\nEMC\n" % spelled(SILENT, framed(hidden, frame))


def _with_spaces(letters: str, token: Token) -> str:
    """The letters with the spaces at the left and at the right of the token."""
    text = token.text
    return text[: len(text) - len(text.lstrip())] + letters + text[len(text.rstrip()) :]


def _height(line: Line) -> float:
    """The height of the letters: where most glyphs stand."""
    heights = [round(each.run.matrix[5], 2) for token in line.tokens for each in token.glyphs]
    return max(sorted(set(heights)), key=heights.count)


def _letters(word: Sequence[Glyphs], text: str, height: float) -> str:
    """What is to stand beneath a word, from left to right; nothing where programs read its glyphs rightly."""
    single = all(each.is_plain and abs(each.run.matrix[5] - height) < LEVEL for each in word)
    shown = "".join(each.text for each in word)
    directions = {unicodedata.bidirectional(letter) for letter in text}
    is_reversed = bool(directions & LETTERS) and not directions & ONWARD
    if not word or not (single or is_reversed):
        return ""
    letters = _bounded(text[::-1] if is_reversed else shown)
    return "" if single and letters == shown and not _has_gap(word) else letters


def _bounded(shown: str) -> str:
    """
    The text with a mark at the left of each number, foreign word, full stop and comma.

    Else poppler takes the space at their left to belong to them, and shows it at their right.
    """
    kinds = "".join(map(_kind, shown))
    places = {match.start() for match in _STEADY.finditer(kinds)}
    return "".join((TO_THE_LEFT if at in places else "") + letter for at, letter in enumerate(shown))


def _kind(letter: str) -> str:
    direction = unicodedata.bidirectional(letter)
    return "n" if direction in ONWARD else "s" if direction in BETWEEN else " "


def _has_gap(word: Sequence[Glyphs]) -> bool:
    """True where letters are drawn so far from each other that poppler sees a space between them."""
    return any(isinstance(item, float) and abs(item) > GAP for each in word for item in each.items)


def _as_it_is(glyphs: Sequence[Glyphs], pen: Pen) -> bytes:
    body = b""
    for each in _stretches(glyphs):
        shown = pen.draw(each)
        body += spelled(each[0].text, shown) if each[0].spelled else shown
    return body


def _stretches(glyphs: Sequence[Glyphs]) -> list[list[Glyphs]]:
    """Glyphs that can be drawn at once: each spelled cluster by itself, the others together."""
    found: list[list[Glyphs]] = []
    for each in glyphs:
        if found and not each.spelled and not found[-1][0].spelled:
            found[-1].append(each)
        else:
            found.append([each])
    return found
