"""
No word of Arabic script is stretched with tatweel (ـ).

Stretching is up to fonts; in the text it hides the word from search. A single one behind a letter that stands
for itself (هـ for the Hijri era, بـ before a Latin name) is usual. Silent about Kurdish and Sindhi.

Bad (ar):
    msgid "democracy"
    msgstr "الديمقراطيـــة"

Bad (fa):
    msgid "freedom"
    msgstr "آزادـی"

Bad (ur):
    msgid "freedom"
    msgstr "آزادـــی"

Bad (ps):
    msgid "freedom"
    msgstr "ازاديـــ ده"

Good (ar):
    msgid "in 1440 AH, known as WikiLeaks"
    msgstr "في 1440 هـ، المعروف بـ WikiLeaks وبـ«ويكيليكس»"

Good (fa):
    msgid "freedom"
    msgstr "آزادی"

Good (ur):
    msgid "freedom"
    msgstr "آزادی"

Good (de):
    msgid "The letter ـ"
    msgstr "Der Buchstabe ـ"
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.checks import Edit, Finding
from editions.checks._shown import place, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

SILENT = frozenset({"ckb", "ku", "sd"})  # Sorani writes هـ within words
STRETCHED = re.compile(r"(?<=[\u0620-\u064a\u066e-\u06d3])ـ(?=[\u0620-\u063f\u0641-\u064a\u066e-\u06d3])|ــ")


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form with a stretched word."""
    if language.script != "Arab" or language.tag.partition("-")[0] in SILENT:
        return
    for source, target in texts(unit):
        match = STRETCHED.search(target)
        if match and "ـ" not in source:
            word = place(target, match.start(), match.end())
            yield Finding(f"“{word}” is stretched with tatweel", f"write {word.replace('ـ', '')}")


def repair(words: str, source: str, language: Language) -> Iterator[Edit]:
    """Takes the stretching away."""
    if language.script != "Arab" or language.tag.partition("-")[0] in SILENT or "ـ" in source:
        return
    for match in STRETCHED.finditer(words):
        yield Edit(match.start(), match.end(), "")
