"""The cover: a picture of the title, drawn by Typst, which knows the fonts of every script."""

from __future__ import annotations

import tempfile
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import typst
from sphinx.util import logging

from editions.formats.epub.front import warnings
from editions.formats.pdf import fonts
from editions.formats.pdf.compiler import uncovered
from editions.formats.pdf.markup import array, call, literal
from editions.formats.pdf.writer.base import language_arguments

if TYPE_CHECKING:
    from typst import PDFStandard

    from editions.formats.epub.about import About
    from editions.formats.epub.words import Words

logger = logging.getLogger(__name__)
TEMPLATE = "cover.typ"
# 1600 by 2560 pixels, as shops and libraries ask for, of a page of 400 by 640 points.
RESOLUTION = 288  # pixels an inch
# The standard that has Typst refuse a character which no font covers; as a picture it would be an empty box.
_STRICT: PDFStandard = "a-2b"


def cover(about: About, words: Words, where: str) -> bytes:
    """
    The cover as PNG; the same input and fonts give the same bytes.

    Where no font shows the title, the cover stays without words, and that is warned about.

    Args:
        about: what the book says of itself.
        words: the interface.
        where: the book, for messages.
    """
    template = files("editions") / "theme" / "epub" / TEMPLATE
    with tempfile.TemporaryDirectory(prefix="editions-cover-") as folder:
        main = Path(folder, "cover-of-book.typ")
        Path(folder, TEMPLATE).write_bytes(template.read_bytes())
        main.write_text(_markup(about, words), encoding="utf-8", newline="\n")
        faces = _faces(main, about)
        if faces is None:
            logger.warning(
                "EPUB: %s: no installed font shows the title; its cover has no words", where, type="editions"
            )
            main.write_text(f'#import "{TEMPLATE}": *\n{call("empty-cover")}\n', encoding="utf-8")
        return _compiled(main, faces or fonts.packaged())


def _markup(about: About, words: Words) -> str:
    caveats = array(literal(words.say(each)[0]) for each in warnings(about.caveats))
    arguments = [
        f"title: {literal(about.title.text)}",
        f"kicker: {literal(about.kicker.text if about.kicker else '')}",
        f"author: {literal(about.author)}",
        f"caveats: {caveats}",
        *language_arguments(about.title_language),
    ]
    return f'#import "{TEMPLATE}": *\n{call("cover", *arguments)}\n'


def _faces(main: Path, about: About) -> typst.Fonts | None:
    """The fonts that show all that is on the cover: those of the packages, else of the system, else None."""
    for faces in (fonts.faces(about.title_language), fonts.everything()):
        try:
            typst.compile(
                str(main),
                root=str(main.parent),
                font_paths=faces,
                ignore_system_fonts=True,
                pdf_standards=_STRICT,
            )
        except typst.TypstError as error:
            if not uncovered(error.diagnostic):
                raise
        else:
            return faces
    return None


def _compiled(main: Path, faces: typst.Fonts) -> bytes:
    picture = typst.compile(
        str(main),
        root=str(main.parent),
        font_paths=faces,
        ignore_system_fonts=True,
        format="png",
        ppi=RESOLUTION,
    )
    assert isinstance(picture, bytes)  # noqa: S101 - a list only for several pages
    return picture
