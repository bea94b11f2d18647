"""`fonts.lock`: which files the fonts of an edition came from, so that a page can be set again as it was."""

from __future__ import annotations

import json
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf

from editions.formats.pdf import fonts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from typst import Fonts

    from editions.language import Language

NAME = "fonts.lock"


def record(books: Iterable[Path], language: Language) -> str:
    """
    What the books of a language were set with, as JSON by family: each file's name, and where it is from.

    That is the package with its version, which PyPI never changes; for fonts within Typst that program's version; for
    fonts of the system, which say `system`, the SHA-256 of the file.
    """
    used = {name for book in books for name in _names(book)}
    found = _families(used, fonts.faces(language))
    if used - {family.replace(" ", "") for family in found}:
        found = _families(used, fonts.everything())
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _families(used: Collection[str], faces: Fonts) -> dict[str, list[dict[str, str]]]:
    paths: dict[str, set[str]] = {}
    for face in faces.fonts():
        if face.family.replace(" ", "") in used:
            paths.setdefault(face.family, set()).add(str(face.path or ""))
    return {family: [_entry(path) for path in sorted(paths[family])] for family in sorted(paths)}


def _names(book: Path) -> set[str]:
    """The families that a PDF has glyphs of, without their spaces, as in `ABCDEF+NotoSerif-Bold`."""
    with pikepdf.open(book) as document:
        fonts = [
            each for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/BaseFont" in each
        ]
        return {str(each.BaseFont).lstrip("/").rpartition("+")[2].partition("-")[0] for each in fonts}


def _entry(path: str) -> dict[str, str]:
    if not path:
        return {"from": f"typst {version('typst')}"}
    place = Path(path)
    package = next((name for folder, name in fonts.packages().items() if place.is_relative_to(folder)), "")
    if package:
        return {"file": place.name, "from": package}
    return {"file": place.name, "from": "system", "sha256": sha256(place.read_bytes()).hexdigest()}
