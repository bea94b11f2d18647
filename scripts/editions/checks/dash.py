"""
Where the source has a dash, the translation has no hyphen in its place.

Typewriters had hyphens only: “ - ” and “--” stand for – and —, “22-27” for 22–27. Which dash is right, and
whether spaces stand beside it, is a matter of the language: de Wort – Wort, ru слово — слово, es palabra
—palabra—, zh 词——词. Silent where the source has hyphens itself. Ranges of numbers are looked at only where the
language writes them with a dash (not Spanish, Dutch, Turkish …).

Bad (de):
    msgid "One thing—democracy—is missing."
    msgstr "Eines - die Demokratie - fehlt."

Bad (ru):
    msgid "One thing—democracy—is missing."
    msgstr "Одного -- демократии -- не хватает."

Bad (zh_CN):
    msgid "One thing—democracy—is missing."
    msgstr "缺少一样东西--民主。"

Bad (sv):
    msgid "July 22–27, 2018"
    msgstr "22-27 juli 2018"

Good (de):
    msgid "One thing—democracy—is missing."
    msgstr "Eines – die Demokratie – fehlt."

Good (es):
    msgid "One thing—democracy—is missing."
    msgstr "Falta una cosa —la democracia—."

Good (ko):
    msgid "July 22–27, 2018"
    msgstr "2018년 7월 22-27일"

Good (tr):
    msgid "July 22–27, 2018"
    msgstr "22-27 Temmuz 2018"

Good (pl):
    msgid "Export - import"
    msgstr "Eksport - import"
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.checks import Edit, Finding
from editions.checks._shown import of, place, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

PRINTED = re.compile("[–—―]")
TYPED = re.compile(
    r"(?<=[^\s-])[ \u00a0\u202f]-{1,3}(?=[ \u00a0\u202f][^\s-])|(?<=[^\W\d_])-{2,3}(?=[^\W\d_])"
)
RANGE = re.compile(r"(?<!\d)(?<![-/.])(\d{1,4}\.?)-(\d{1,4}\.?)(?![-\w])")
RANGED = re.compile(r"\d–\d")
# Languages whose authorities ask for the dash in ranges (Duden, Språkrådet, Kotus, ÚJČ, PWN, Rosenthal, AkH …). RAE,
# Taalunie, TDK and others have the hyphen.
RANGES = frozenset({
    "en", "de", "sv", "da", "nb", "nn", "fi", "is", "et", "cs", "sk", "sl", "hr", "sr", "pl", "ru", "uk",
    "be", "bg", "hu", "el", "lt", "lv",
})  # fmt: skip
# The dash between parts of a sentence, where one is the rule (Duden; Rosenthal; RAE; GB/T 15834; PWN; Språkrådet);
# elsewhere — or – after the house’s own style.
DASHES = {
    "de": "–", "ru": "—", "uk": "—", "be": "—", "bg": "—", "sr": "—", "zh": "——", "ja": "――", "es": "—",
    "pl": "–", "sv": "–", "da": "–", "nb": "–", "nn": "–", "cs": "–", "sk": "–", "nl": "–", "fi": "–",
    "hu": "–", "hr": "–", "sl": "–",
}  # fmt: skip


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form with a hyphen where its source has a dash."""
    base = language.tag.partition("-")[0]
    for source, target in texts(unit):
        if "-" not in target or not PRINTED.search(source):
            continue
        match = TYPED.search(target)
        if match and not TYPED.search(source):
            dash = of(language, DASHES) or "– or —"
            around = place(target, match.start(), match.end())
            yield Finding(f"a hyphen stands for a dash in “{around}”", f"write {dash}")
        found = RANGE.search(target) if base in RANGES and RANGED.search(source) else None
        if found and f"{found[1]}–{found[2]}".replace(".", "") in source:
            yield Finding(f"a hyphen stands for a dash in “{found[0]}”", f"write {found[1]}–{found[2]}")


def repair(words: str, source: str, language: Language) -> Iterator[Edit]:
    """Puts the dash there, where the language has only one."""
    if "-" not in words or not PRINTED.search(source):
        return
    dash = of(language, DASHES)
    for match in TYPED.finditer(words) if dash and not TYPED.search(source) else ():
        yield Edit(match.start(), match.end(), match[0].rstrip("-") + str(dash))
    if language.tag.partition("-")[0] in RANGES and RANGED.search(source):
        for match in RANGE.finditer(words):
            if f"{match[1]}–{match[2]}".replace(".", "") in source:
                yield Edit(match.start(), match.end(), f"{match[1]}–{match[2]}")
