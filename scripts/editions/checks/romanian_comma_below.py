"""
Romanian has ș and ț with a comma, not ş and ţ with a cedilla.

Old keyboards had only the Turkish letters; search and hyphenation take them for others (Romanian Academy,
2003; ISO 8859-16). Names of Turkish persons keep ş: a word that the source has as well is left alone.

Bad (ro):
    msgid "socialism and freedom"
    msgstr "socialism şi libertate"

Bad (ro):
    msgid "the forces"
    msgstr "forţele"

Bad (mo):
    msgid "and"
    msgstr "şi altele"

Good (ro):
    msgid "socialism and freedom of Şişli"
    msgstr "socialism și libertate din Şişli"

Good (tr):
    msgid "work"
    msgstr "iş ve şiir"

Good (gag):
    msgid "work"
    msgstr "iş"

Good (de):
    msgid "Mr. Şahin"
    msgstr "Herr Şahin"
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.checks import Edit, Finding
from editions.checks._shown import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

WORD = re.compile(r"\w*[şţŞŢ]\w*")
RIGHT = str.maketrans("şţŞŢ", "șțȘȚ")
LANGUAGES = frozenset({"ro", "mo"})


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form, with its first word that has a cedilla."""
    if language.tag.partition("-")[0] not in LANGUAGES:
        return
    for source, target in texts(unit):
        word = next((each for each in WORD.findall(target) if each not in source), None)
        if word:
            yield Finding(f"“{word}” has a letter with a cedilla", f"write {word.translate(RIGHT)}")


def repair(words: str, source: str, language: Language) -> Iterator[Edit]:
    """Writes the letters with a comma."""
    if language.tag.partition("-")[0] in LANGUAGES:
        for match in WORD.finditer(words):
            if match[0] not in source:
                yield Edit(match.start(), match.end(), match[0].translate(RIGHT))
