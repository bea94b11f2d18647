"""
Turkish and Azerbaijani tell i and ı, İ and I apart.

A program that knows English only makes “Işçi” of “işçi” and i with two dots of “İ”. Found are the stray dot,
wherever it stands, and the commonest Turkish words that begin with İ.

Bad (tr):
    msgid "The working class"
    msgstr "Işçi sınıfı"

Bad (tr):
    msgid "In Istanbul"
    msgstr "Istanbul’da"

Bad (tr):
    msgid "human"
    msgstr "i\u0307nsan"

Bad (az):
    msgid "human"
    msgstr "i\u0307nsan"

Good (tr):
    msgid "The working class in Iraq"
    msgstr "Irak’ta işçi sınıfı, İstanbul ve Isparta"

Good (az):
    msgid "human"
    msgstr "insan"

Good (lt):
    msgid "with a stressed letter"
    msgstr "li\u0307\u0301nk"

Good (de):
    msgid "Istanbul"
    msgstr "Istanbul"
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.checks import Finding
from editions.checks._shown import place, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

LANGUAGES = frozenset({"tr", "az", "crh", "gag"})
STRAY = re.compile("[iıIİ]\u0307")
# The beginnings of common words and names with İ; none of a word with I (TDK, Güncel Türkçe Sözlük).
CAPITAL = re.compile(
    r"\bI(?=(?:şçi|çin(?!d)|nsan|lk\b|ki\b|ngiliz|ngiltere|stanbul|zmir|srail|slam|talya|spanya|sviçre|sveç|ran\b|ran[’'])\w{0,20})"
)


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form with a stray dot, and one with a capital I in the place of İ."""
    base = language.tag.partition("-")[0]
    if base not in LANGUAGES:
        return
    for _, target in texts(unit):
        stray = STRAY.search(target)
        if stray:
            word = place(target, stray.start(), stray.end())
            yield Finding(
                f"there is a stray dot on the i of “{word}”", f"write {word.replace(chr(0x307), '')}"
            )
        capital = CAPITAL.search(target) if base == "tr" else None
        if capital:
            word = place(target, capital.start(), capital.end())
            yield Finding(f"“{word}” begins with I in the place of İ", f"write {word.replace('I', 'İ', 1)}")
