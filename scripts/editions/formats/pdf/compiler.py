"""Setting a book with Typst: the standards that the file keeps, its fonts, and what can be wrong with it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import typst

from editions.formats.pdf import fonts
from editions.problem import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from typst import Fonts, PDFStandard

# The strictest first. Each of them refuses a character that no font covers, so none is ever lost or shown as a box.
STANDARDS: tuple[tuple[PDFStandard, ...], ...] = (("ua-1", "a-2a"), ("ua-1",), ("a-2b",))
_UNCOVERED = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
_LISTED = 12


class MissingGlyphs(Exception):  # noqa: N818
    """No font at hand covers `characters`."""

    def __init__(self, characters: Sequence[str]) -> None:
        super().__init__("".join(characters))
        self.characters = tuple(characters)


def compile_book(main: Path, faces: Fonts, *, timestamp: int) -> tuple[bytes, tuple[str, ...]]:
    """
    The PDF of a Typst file and the standards that it keeps; files outside the folder of `main` are out of reach.

    Args:
        main: the file.
        faces: the fonts to set it with; those of the system come in where these lack a character.
        timestamp: the date that the PDF carries, in seconds since 1970; with it the bytes are always the same.

    Raises:
        MissingGlyphs: a character is in no font of the packages or of the system.
        typst.TypstError: the file cannot be set for another reason.
    """
    try:
        return _compile(main, timestamp, faces)
    except MissingGlyphs:
        return _compile(main, timestamp, fonts.everything())


def _compile(main: Path, timestamp: int, faces: Fonts) -> tuple[bytes, tuple[str, ...]]:
    for standards in STANDARDS:
        try:
            document = typst.compile(
                str(main),
                root=str(main.parent),
                font_paths=faces,
                ignore_system_fonts=True,
                pdf_standards=list(standards),
                timestamp=timestamp,
            )
        except typst.TypstError as error:
            characters = uncovered(error.diagnostic)
            if characters:
                raise MissingGlyphs(characters) from None
            if standards == STANDARDS[-1] or " error: " not in error.message:
                raise
        else:
            return document, standards
    raise AssertionError  # the last standard returned or raised


def uncovered(diagnostic: str) -> tuple[str, ...]:
    r"""
    The characters that Typst could not show, each once, in order.

    >>> uncovered('error: PDF/UA-1 error: the text `"\\u{dd2}"` could not be displayed with font `"Noto Serif"`')
    ('\u0dd2',)
    """
    texts = (_ESCAPED.sub(_unescape, text) for text in _UNCOVERED.findall(diagnostic))
    return tuple(dict.fromkeys(char for text in texts for char in text if not char.isspace()))


def _unescape(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))


def missing_font(characters: Sequence[str], where: str) -> UserError:
    """The error for characters without a font: names them, the document and what to install."""
    shown = ", ".join(
        f"{char} (U+{ord(char):04X} {unicodedata.name(char, 'no character of Unicode')})"
        for char in characters[:_LISTED]
    )
    more = f" and {len(characters) - _LISTED} more" if len(characters) > _LISTED else ""
    return UserError(
        f"{where}: no installed font shows {shown}{more}; "
        f"install one that does (Debian: {fonts.advice(characters)}) and build again"
    )
