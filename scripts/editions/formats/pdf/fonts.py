"""
Fonts: which families set a script, and where they are found.

They come from font packages of PyPI, which name their folders in entry points (`fontpkg.family`, `justmytype.packs`);
the fonts of the system are asked only for scripts and characters that no package covers.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst

if TYPE_CHECKING:
    from collections.abc import Iterable

    from editions.language import Language

BODY = "Noto Serif"
MONOSPACE = "DejaVu Sans Mono"  # comes with Typst
# ISO 15924 script -> families, the first one sets the script. Those of `SYSTEM` are in no package of PyPI.
FAMILIES = {
    "Arab": ("Amiri", "Noto Sans Arabic"),
    "Aran": ("Noto Nastaliq Urdu", "Amiri"),
    "Hebr": ("Noto Sans Hebrew",),
    "Deva": ("Noto Sans Devanagari",),
    "Beng": ("Noto Sans Bengali",),
    "Taml": ("Noto Sans Tamil",),
    "Sinh": ("Noto Serif Sinhala", "Noto Sans Sinhala"),
    "Telu": ("Noto Sans Telugu",),
    "Thai": ("Noto Sans Thai",),
    "Laoo": ("Noto Sans Lao",),
    "Khmr": ("Noto Sans Khmer",),
    "Mymr": ("Noto Sans Myanmar",),
    "Hans": ("Noto Sans SC",),
    "Hant": ("Noto Sans TC", "Noto Sans SC"),
    "Jpan": ("Noto Sans JP", "Noto Sans SC"),
    "Kore": ("Noto Sans KR", "Noto Sans JP"),
}
SYSTEM = frozenset({"Noto Nastaliq Urdu", "Noto Serif Sinhala", "Noto Sans Sinhala"})
# Languages whose readers expect the hanging hand of Arabic script; ISO 15924 has a code of its own for it.
NASTALIQ = "Aran"
IN_NASTALIQ = frozenset({"ur", "pnb", "skr", "ks"})
# What to install for a character, by the first word of its Unicode name.
_PACKAGES = dict.fromkeys(("CJK", "HANGUL", "HIRAGANA", "KATAKANA"), "fonts-noto-cjk-extra")
_SYMBOL_PACKAGE = "fonts-noto-core fonts-symbola"
_PACKAGE = "fonts-noto-core fonts-noto-extra"


def script(language: Language) -> str:
    """The script to set a language in (ISO 15924): Nastaliq where that is its own and a font for it is there."""
    is_nastaliq = language.tag.split("-")[0] in IN_NASTALIQ and language.script == "Arab"
    return NASTALIQ if is_nastaliq and FAMILIES[NASTALIQ][0] in installed() else language.script


def stack(language: Language) -> tuple[str, ...]:
    """The families to set a language in, in order of preference: its own script's, then all others."""
    own = FAMILIES.get(script(language), ())
    others = [family for name, families in FAMILIES.items() if name != NASTALIQ for family in families]
    return tuple(dict.fromkeys((*own, BODY, *others)))


def faces(language: Language) -> typst.Fonts:
    """The fonts to look in: those of the packages, and those of the system where the script's own are there only."""
    return everything() if SYSTEM & set(FAMILIES.get(script(language), ())) else packaged()


@cache
def installed() -> frozenset[str]:
    """The families of the packages and of the system."""
    return frozenset(everything().families())


@cache
def packages() -> dict[Path, str]:
    """The folders of the installed font packages, each with the name and version of its package, in a fixed order."""
    known = entry_points()  # all of them are read at each call
    found = [(Path(str(files(entry.module) / "files")), entry) for entry in _sorted(known, "fontpkg.family")]
    for entry in _sorted(known, "justmytype.packs"):
        found += [(Path(folder), entry) for folder in entry.load()().get_font_directories()]
    return {folder: f"{entry.dist.name} {entry.dist.version}" for folder, entry in found if folder.is_dir()}


@cache
def packaged() -> typst.Fonts:
    """The fonts of the packages, searched once a process (10 to 20 ms of CPU)."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder) for folder in packages()])


@cache
def everything() -> typst.Fonts:
    """The fonts of the packages and of the system."""
    return typst.Fonts(include_system_fonts=True, font_paths=[str(folder) for folder in packages()])


def advice(characters: Iterable[str]) -> str:
    """The Debian packages to install for these characters, as one line to type."""
    names = dict.fromkeys(name for char in characters for name in _package(char).split())
    return f"apt install {' '.join(names)}"


def _package(char: str) -> str:
    if unicodedata.category(char) == "So":
        return _SYMBOL_PACKAGE
    return _PACKAGES.get(unicodedata.name(char, "?").split()[0], _PACKAGE)


def _sorted(known: Any, group: str) -> list[Any]:
    return sorted(known.select(group=group), key=lambda entry: entry.name)
