"""
Letters with marks are one character each, as keyboards write them.

A text that was copied from a PDF or a Mac’s file name may have “é” as e and an accent. It looks the same, but
search, sorting and links do not find it (W3C, *Character Model for the World Wide Web*). The Ohm, Kelvin and
Ångström signs and the Greek vowels of an old block are doubles of letters, too. The order of marks on Arabic
and Hebrew letters and the letters and vowel signs of Indic scripts, which keyboards write in two ways, are left alone.

Bad (fr):
    msgid "freedom"
    msgstr "liberte\u0301"

Bad (vi):
    msgid "democracy"
    msgstr "da\u0302n chu\u0309"

Bad (uk):
    msgid "his"
    msgstr "и\u0306ого"

Bad (el):
    msgid "freedom"
    msgstr "ελευθερ\u1f77α"

Bad (ko):
    msgid "world"
    msgstr "\u1109\u1166\u1100\u1168"

Good (fr):
    msgid "freedom"
    msgstr "liberté"

Good (ru):
    msgid "A stressed word"
    msgstr "свобо\u0301да"

Good (bn):
    msgid "necessary"
    msgstr "প্রয়োজন"
"""

from __future__ import annotations

import re
import unicodedata
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

# A letter with the marks on it (Unicode categories Mn, Mc, by block), or Korean letters of one syllable.
CLUSTER = re.compile(
    "[^\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f]"
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u3099\u309a]{0,8}"
    "|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?"
)
# The semicolon and middle dot of Greek, which keyboards have: they are the common ones in disguise, and no letters.
HAMZA = "\u0654"  # Urdu keyboards write it behind its letter
SIGNS = frozenset("\u037e\u0387")
JAMO = re.compile("[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?")


def check(unit: Unit, language: Language) -> Iterator[Finding]:  # noqa: ARG001  (every rule of the scope has it)
    """Yields one finding per form with a letter that has a shorter, canonical spelling."""
    for source, target in texts(unit):
        if target.isascii() or unicodedata.is_normalized("NFC", target):
            continue
        match = JAMO.search(target) or next(filter(_is_long, CLUSTER.finditer(target)), None)
        if match and match[0] not in source:
            around = place(target, match.start(), match.end())
            yield Finding(
                f"“{match[0]}” in “{around}” is put together from parts, or the double of a letter",
                f"type it anew: {unicodedata.normalize('NFC', around)}",
            )


def _is_long(match: re.Match[str]) -> bool:
    composed = unicodedata.normalize("NFC", match[0])
    doubled = len(composed) == len(match[0]) and sorted(composed) != sorted(match[0])
    if HAMZA in match[0]:
        return False
    return (len(composed) < len(match[0]) or doubled) and match[0][0] not in SIGNS


def repair(words: str, source: str, language: Language) -> Iterator[Edit]:  # noqa: ARG001  (every rule's repair has it)
    """Puts letters together."""
    if words.isascii() or unicodedata.is_normalized("NFC", words):
        return
    for match in (*filter(_is_long, CLUSTER.finditer(words)), *JAMO.finditer(words)):
        if match[0] not in source:
            yield Edit(match.start(), match.end(), unicodedata.normalize("NFC", match[0]))
