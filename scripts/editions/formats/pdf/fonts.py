"""
Fonts: which families set a script, and where they are found.

They come from font packages of PyPI, which name their folders in entry points (`fontpkg.family`, `justmytype.packs`);
the fonts of the system are asked only for characters that no package covers.
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
# ISO 15924 script -> families, the first one sets the script; only families of packages that we depend on.
FAMILIES = {
    "Arab": ("Amiri", "Noto Sans Arabic"),
    "Hebr": ("Noto Sans Hebrew",),
    "Deva": ("Noto Sans Devanagari",),
    "Beng": ("Noto Sans Bengali",),
    "Taml": ("Noto Sans Tamil",),
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
# What to install for a character, by the first word of its Unicode name.
_PACKAGES = dict.fromkeys(("CJK", "HANGUL", "HIRAGANA", "KATAKANA"), "fonts-noto-cjk-extra")
_SYMBOL_PACKAGE = "fonts-noto-core fonts-symbola"
_PACKAGE = "fonts-noto-core fonts-noto-extra"


def stack(language: Language) -> tuple[str, ...]:
    """The families to set a language in, in order of preference: its own script's, then all others."""
    own = FAMILIES.get(language.script, ())
    others = [family for families in FAMILIES.values() for family in families]
    return tuple(dict.fromkeys((*own, BODY, *others)))


def folders() -> tuple[Path, ...]:
    """The folders of the installed font packages, sorted by package."""
    found = [Path(str(files(entry.module) / "files")) for entry in _entries("fontpkg.family")]
    for entry in _entries("justmytype.packs"):
        found += entry.load()().get_font_directories()
    return tuple(folder for folder in found if folder.is_dir())


@cache
def packaged() -> typst.Fonts:
    """The fonts of the packages, searched once a process (10 to 20 ms of CPU)."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder) for folder in folders()])


@cache
def everything() -> typst.Fonts:
    """The fonts of the packages and of the system."""
    return typst.Fonts(include_system_fonts=True, font_paths=[str(folder) for folder in folders()])


def advice(characters: Iterable[str]) -> str:
    """The Debian packages to install for these characters, as one line to type."""
    names = dict.fromkeys(name for char in characters for name in _package(char).split())
    return f"apt install {' '.join(names)}"


def _package(char: str) -> str:
    if unicodedata.category(char) == "So":
        return _SYMBOL_PACKAGE
    return _PACKAGES.get(unicodedata.name(char, "?").split()[0], _PACKAGE)


def _entries(group: str) -> list[Any]:
    return sorted(entry_points(group=group), key=lambda entry: entry.name)
