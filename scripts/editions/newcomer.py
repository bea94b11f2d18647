"""
language: begins a new language, and says what the program knows of it and what it lacks.

The sub-command is called `language`; that name is taken here by what a language is (`editions.language`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import sphinx.locale

from editions.files import write_if_changed
from editions.interface import Interface
from editions.language import Language
from editions.problem import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.project import Project

GUIDE = "STYLE.md"
_DAY = dt.date(2018, 8, 2)
_DIRECTIONS = {"ltr": "from left to right", "rtl": "from right to left"}
# A letter of each script that only the fonts of a system have.
_LETTERS = {"Sinh": "ක"}
_SECTIONS = {
    "Address": "How readers are addressed (formal or not, which pronoun), and authorities.",
    "Quotation marks and punctuation": "Primary and nested marks, spaces around them, dashes, ellipsis, apostrophe.",
    "Numbers and dates": "Digits, separators, ranges. A date written out: {date}.",
    "Gender": "How persons and groups are named.",
    "Names": "| English | here | where from |\n|---|---|---|",
    "Terms": "| English | here | to avoid |\n|---|---|---|",
    "Traps": "Typical mistakes of machines and of translators from {source}.",
    "Coordinator": "open",
}


@dataclass(frozen=True)
class Fact:
    """Something about a language; `lacking` where a reader will miss it."""

    text: str
    lacking: bool = False

    def __str__(self) -> str:
        """One line for the person who begins the language."""
        return f"{'! ' if self.lacking else '  '}{self.text}"


def newcomer(project: Project, code: str) -> Language:
    """
    The language of a code that the project does not have yet.

    Raises:
        UserError: no language has this code, or the project has it.
    """
    language = Language(code)
    if not Language.is_code(code) or language.locale is None:
        raise UserError(f"no language is known by {code!r}; codes are spelled like de, pt_BR or zh_CN")
    if code == project.source_language.code:
        raise UserError(f"{code} is the language of the originals")
    if language in project.languages:
        raise UserError(f"there is {code} already; editions update {code} brings it up to date")
    return language


def begin_guide(project: Project, language: Language) -> Path | None:
    """Begins the language's style guide, which people fill; returns its path, or None where there is one."""
    path = project.locales / language.code / GUIDE
    if path.exists():
        return None
    write_if_changed(path, _guide(project, language).encode())
    return path


def _guide(project: Project, language: Language) -> str:
    values = {"date": language.date(_DAY), "source": project.source_language.name}
    parts = [
        f"# Style: {language.name} ({language.endonym})",
        "Nobody has written this yet. Whoever knows begins.",
    ]
    parts += [f"## {title}\n{text.format(**values)}" for title, text in _SECTIONS.items()]
    return "\n\n".join(parts) + "\n"


def describe(language: Language) -> Iterator[Fact]:
    """What the program knows of a language, and what it lacks."""
    yield Fact(f"{language.endonym} ({language.name}), {language.tag} for readers")
    yield Fact(f"script {language.script}, {_DIRECTIONS[language.direction]}; a date: {language.date(_DAY)}")
    yield _words(language)
    yield _words_of_sphinx(language)
    yield _font(language)


def _words(language: Language) -> Fact:
    interface = Interface.load(language)
    if interface.strings:
        return Fact(f"notices and labels of pages: in {interface.language.name}")
    text = "notices and labels of pages: not translated yet, they are shown in English (scripts/guide/adoption.md)"
    return Fact(text, lacking=True)


def _words_of_sphinx(language: Language) -> Fact:
    """Sphinx looks for its own words (“Note”, “Figure”) under the code, then under the bare language."""
    folder = Path(sphinx.locale.__file__).parent
    names = (language.sphinx_code, language.sphinx_code.split("_")[0])
    found = any((folder / name / "LC_MESSAGES" / "sphinx.mo").is_file() for name in names)
    return Fact(
        f"Sphinx's own words (Note, Figure): {'translated' if found else 'in English'}", lacking=not found
    )


def _font(language: Language) -> Fact:
    from editions.formats.pdf import fonts  # seldom needed, and slow to load

    families = fonts.FAMILIES.get(fonts.script(language), (fonts.BODY,))
    own = next((family for family in families if family in fonts.installed()), None)
    if own:
        return Fact(f"print: set in {own}")
    letter = _LETTERS.get(language.script, "")
    return Fact(f"print: no font of this script is installed; {fonts.advice(letter or 'A')}", lacking=True)
