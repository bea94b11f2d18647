"""Pages of A5 on sheets of A4, in the order in which they are folded."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf

from editions.formats.pdf.builder import TypstBuilder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from editions.language import Language
    from editions.project import Book

SHEET = (841.89, 595.28)  # A4 across, in points
FOLDED = 4  # pages on a sheet


class LeafletBuilder(TypstBuilder):
    """Writes each book of the project as `<outdir>/<book name>.leaflet.pdf`."""

    name = "editions-leaflet"
    suffix = ".leaflet.pdf"
    paper = "a5"

    def write_book(self, book: Book, path: Path) -> None:
        """Sets one book, and puts its pages on sheets."""
        super().write_book(book, path)
        path.write_bytes(imposed(path.read_bytes(), self.title(book), self.language))


def order(pages: int) -> Iterator[tuple[int, int]]:
    """
    The pages (from 0) of each side of the sheets, outer one first; those from `pages` on are empty.

    The first of a pair lies where a book is opened from: at the right in a book that is read from left to right.

    >>> list(order(6))
    [(0, 7), (6, 1), (2, 5), (4, 3)]
    """
    last = -(-pages // FOLDED) * FOLDED - 1
    for outer in range(0, (last + 1) // 2, 2):
        yield outer, last - outer
        yield last - outer - 1, outer + 1


def imposed(data: bytes, title: str, language: Language) -> bytes:
    """The pages of a PDF on sheets; the same input gives the same bytes."""
    width, height = SHEET
    halves = pikepdf.Rectangle(0, 0, width / 2, height), pikepdf.Rectangle(width / 2, 0, width, height)
    left, right = halves if language.direction == "rtl" else halves[::-1]
    with pikepdf.open(io.BytesIO(data)) as book, pikepdf.new() as sheets:
        for pair in order(len(book.pages)):
            side = sheets.add_blank_page(page_size=SHEET)
            for page, half in zip(pair, (left, right), strict=True):
                if page < len(book.pages):
                    _put(sheets, side, book.pages[page], half, pikepdf.Name(f"/P{page}"))
        sheets.Root.Lang = pikepdf.String(language.tag)
        sheets.docinfo["/Title"] = title
        written = io.BytesIO()
        sheets.save(written, deterministic_id=True)
    return written.getvalue()


def _put(
    sheets: pikepdf.Pdf, side: pikepdf.Page, page: pikepdf.Page, half: pikepdf.Rectangle, name: pikepdf.Name
) -> None:
    """Draws a page of another file on a half, under a name; `Page.add_overlay` takes a random one."""
    drawn = sheets.copy_foreign(page.as_form_xobject())
    side.add_resource(drawn, pikepdf.Name.XObject, name)
    side.contents_add(
        side.calc_form_xobject_placement(
            drawn, name, half, invert_transformations=True, allow_shrink=True, allow_expand=True
        )
    )
