"""
There is nothing in a text that nobody sees and no script needs.

Soft hyphens, spaces without width, joiners and marks of direction come along when text is copied from web
pages and word processors. They break search, spelling checks and lines. Joiners stay where the script writes
with them (Arabic, Indic scripts, emoji), spaces without width where words are not parted otherwise (Thai,
Lao, Burmese, Khmer, Tibetan), marks of direction in languages written from right to left. What reorders text
is refused before.

Bad (de):
    msgid "The survival of democracy"
    msgstr "Das Über\u00adleben der Demokratie"

Bad (fr):
    msgid "democracy"
    msgstr "la démo\u200bcratie"

Bad (uk):
    msgid "democracy"
    msgstr "демо\u200dкратія"

Bad (zh_CN):
    msgid "democracy"
    msgstr "民主\u200b主义"

Bad (pl):
    msgid "in democracy"
    msgstr "w\u00a0 demokracji"

Good (fa):
    msgid "WikiLeaks"
    msgstr "ویکی\u200cلیکس"

Good (si):
    msgid "the front"
    msgstr "ප්\u200dරජාතන්ත්\u200dරවාදය"

Good (th):
    msgid "democracy"
    msgstr "ประชา\u200bธิปไตย"

Good (cs):
    msgid "in democracy"
    msgstr "v\u00a0demokracii"
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

NAMES = {
    "\u00ad": "soft hyphen", "\u200b": "space without width", "\u200c": "non-joiner", "\u200d": "joiner",
    "\u200e": "left-to-right mark", "\u200f": "right-to-left mark", "\u061c": "Arabic letter mark",
    "\u034f": "grapheme joiner", "\u2060": "word joiner",
}  # fmt: skip
ANY = re.compile("[\u00ad\u034f\u061c\u200b-\u200f\u2060]|[ \t][\u00a0\u202f]|[\u00a0\u202f][ \t]")
# Scripts that need them (Unicode Standard 23.2; Unicode TR 36 for the marks of direction).
UNSPACED = frozenset({"Thai", "Laoo", "Khmr", "Mymr", "Tibt", "Java", "Bali", "Tale", "Talu", "Lana", "Tavt"})
UNJOINED = frozenset({"Latn", "Cyrl", "Grek", "Armn", "Geor", "Hebr", "Hans", "Hant", "Jpan", "Kore", "Ethi"})
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
# Within them an invisible one may say how signs join: emoji, symbols, letters of the scripts above.
JOINED = re.compile("[\u00a9\u00ae\u2190-\u2bff\ufe0f\U0001f000-\U0001faff\u0600-\u08ff\u0900-\u0dff]")


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form and kind of invisible character that neither its script nor its source needs."""
    for source, target in texts(unit):
        if target.isascii():
            continue
        seen: set[str] = set()
        for match in ANY.finditer(target):
            if match[0] not in seen and match[0] not in source and not _is_needed(target, match, language):
                seen.add(match[0])
                yield _finding(target, match)


def _finding(text: str, match: re.Match[str]) -> Finding:
    around = place(text, match.start(), match.end())
    if len(match[0]) > 1:
        return Finding(f"a no-break space and a space stand side by side in “{around}”", "keep one of them")
    name = f"{NAMES[match[0]]} (U+{ord(match[0]):04X})"
    return Finding(
        f"there is an invisible {name} in “{around.replace(match[0], '·')}”", "remove it: “·” stands for it"
    )


def _is_needed(text: str, match: re.Match[str], language: Language) -> bool:
    character = match[0]
    if character == "\u2060":
        return True  # keeps words together, and nothing else does
    if character == "\u200b":
        return language.script in UNSPACED
    if character in "\u200c\u200d":
        beside = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
        return language.script not in UNJOINED or JOINED.search(beside) is not None
    if character in "\u200e\u200f\u061c":
        return language.direction == "rtl" or RIGHT_TO_LEFT.search(text) is not None
    return character == "\u034f" and language.script in {"Hebr", "Arab"}


def repair(words: str, source: str, language: Language) -> Iterator[Edit]:
    """Takes it away; of two kinds of spaces the no-break one stays."""
    for match in ANY.finditer(words) if not words.isascii() else ():
        if match[0] not in source and not _is_needed(words, match, language):
            yield Edit(match.start(), match.end(), match[0].strip(" \t") if len(match[0]) > 1 else "")
