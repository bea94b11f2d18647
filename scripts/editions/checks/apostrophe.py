"""
Apostrophes are of one kind, and none is an accent or a quotation mark.

French, Italian, Catalan, Turkish, Dutch, Ukrainian and others write ’ (Ukrainian also ʼ) within words. Found
are the grave and the acute accent, the prime and the opening mark ‘ in its place, and two kinds of apostrophe
in one text.

Bad (fr):
    msgid "the freedom"
    msgstr "l´indépendance"

Bad (uk):
    msgid "five"
    msgstr "п`ять"

Bad (tr):
    msgid "in Turkey"
    msgstr "Türkiye‘de"

Bad (it):
    msgid "the other and the embassy"
    msgstr "l’altro e l'ambasciata"

Good (fr):
    msgid "the freedom"
    msgstr "l’indépendance"

Good (uk):
    msgid "five"
    msgstr "п\u02bcять"

Good (uz):
    msgid "freedom"
    msgstr "o‘zbek"

Good (it):
    msgid "the other"
    msgstr "l'altro e l'ambasciata"
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

LANGUAGES = frozenset({
    "fr", "it", "ca", "oc", "co", "tr", "az", "nl", "en", "uk", "be", "br", "ga", "mt", "eo", "af", "de",
    "lb", "sq",
})  # fmt: skip
_LETTER = r"[^\W\d_]"
WRONG = re.compile(rf"(?<={_LETTER})[`´‘′‛＇](?={_LETTER})")
TYPED = re.compile(rf"(?<={_LETTER})'(?={_LETTER})")
PRINTED = re.compile(rf"(?<={_LETTER})[’\u02bc](?={_LETTER})")
CURLY = frozenset(
    "‘’‚‛‹›"
)  # where the source has one of these, the rule straight-quotes speaks of typed marks


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form with another sign for an apostrophe, and one with two kinds of them."""
    if language.tag.partition("-")[0] not in LANGUAGES:
        return
    for source, target in texts(unit):
        wrong = WRONG.search(target)
        if wrong and wrong[0] not in source:
            word = place(target, wrong.start(), wrong.end())
            yield Finding(
                f"“{wrong[0]}” in “{word}” is no apostrophe", f"write {word.replace(wrong[0], '’')}"
            )
        typed = TYPED.search(target) if "'" in target and CURLY.isdisjoint(source) else None
        if typed and PRINTED.search(target):
            word = place(target, typed.start(), typed.end())
            if word not in source:
                yield Finding(
                    f"“{word}” has another apostrophe than the rest", f"write {word.replace(chr(39), '’')}"
                )


def repair(words: str, source: str, language: Language) -> Iterator[Edit]:
    """Puts the printed apostrophe there."""
    if language.tag.partition("-")[0] not in LANGUAGES:
        return
    mixed = CURLY.isdisjoint(source) and PRINTED.search(words)
    for pattern in (WRONG, TYPED) if mixed else (WRONG,):
        for match in pattern.finditer(words):
            if match[0] == "'" or match[0] not in source:
                yield Edit(match.start(), match.end(), "’")
