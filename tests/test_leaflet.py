"""The leaflet: pages on sheets in the order in which they are folded, from either side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2 as pdfium
import pytest

from editions.formats.leaflet.builder import SHEET, imposed, order
from editions.language import Language
from pdf_reading import run

if TYPE_CHECKING:
    from pathlib import Path

FIRST, LAST = 100, 169
TEXT = {"de": ("Titel", "Wort"), "he": ("כותרת", "מילה")}


def numbers(text: str) -> list[int]:
    """The numbers of the paragraphs in a text."""
    return [int(each) for each in re.findall(r"\b1\d\d\b", text)]


@pytest.mark.parametrize("pages", [1, 3, 4, 5, 8, 9, 16, 33])
def test_every_page_has_one_place(pages: int) -> None:
    """All pages are on the sheets once; on the two sides of a leaf stand pages that follow each other."""
    sides = list(order(pages))
    flat = [page for side in sides for page in side]
    assert sorted(flat) == list(range(len(flat)))
    assert len(flat) % 4 == 0
    assert pages <= len(flat) < pages + 4
    fronts, backs = sides[::2], sides[1::2]
    for (first, last), (before, after) in zip(fronts, backs, strict=True):
        assert after == first + 1
        assert before == last - 1


@pytest.mark.parametrize("language", TEXT)
def test_a_leaflet_opens_from_its_own_side(tmp_path: Path, language: str) -> None:
    """The first page is at the right of the first sheet, in a book from right to left at its left."""
    title, word = TEXT[language]
    text = f"{title}\n{'=' * 20}\n\n" + "\n\n".join(f"{word} {number}." for number in range(FIRST, LAST + 1))
    result = run(
        tmp_path, {"index.rst": text}, language=language, builder="editions-leaflet"
    )  # fmt: skip
    path = result.folder / "book.leaflet.pdf"
    sheets = pdfium.PdfDocument(path)
    width, height = SHEET
    assert {(round(page.get_width()), round(page.get_height())) for page in sheets} == {
        (round(width), round(height))
    }
    halves = [
        [page.get_textpage().get_text_bounded(left=left, right=left + width / 2) for left in (0, width / 2)]
        for page in sheets
    ]
    first, second = (1, 0) if language == "de" else (0, 1)
    assert title in halves[0][first]
    opening, closing, following = halves[0][first], halves[0][second], halves[1][second]
    assert min(numbers(opening)) == FIRST
    assert min(numbers(following)) == max(numbers(opening)) + 1
    assert not numbers(closing) or max(numbers(closing)) == LAST
    with pikepdf.open(path) as document:
        assert str(document.Root.Lang) == language
        assert str(document.docinfo["/Title"]) == title


def test_the_same_bytes(tmp_path: Path) -> None:
    """Nothing of the day or the place comes into it."""
    plain = run(tmp_path, {"index.rst": "Title\n=====\n\nText.\n"})
    data = (plain.folder / "book.pdf").read_bytes()
    assert imposed(data, "Title", Language("de")) == imposed(data, "Title", Language("de"))
