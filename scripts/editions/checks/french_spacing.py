"""
French has a no-break space before : ; ! ? and within « ».

Before ; ! ? it is a narrow one (U+202F) or a common one (U+00A0), before the colon and within the quotation
marks a common one (Imprimerie nationale, *Lexique des règles typographiques*). An ordinary space there breaks
a line before the mark. In Canada there is none before ; ! ?; in Switzerland narrow ones or none: there only
ordinary spaces are found.

Bad (fr):
    msgid "Free Assange!"
    msgstr "Libérez Assange !"

Bad (fr):
    msgid "Free Assange!"
    msgstr "Libérez Assange!"

Bad (fr):
    msgid "Visit: our page"
    msgstr "Visitez: notre page"

Bad (fr):
    msgid "The self-styled “liberal” parties"
    msgstr "Les partis soi-disant « libéraux »"

Bad (fr_CA):
    msgid "Visit: our page"
    msgstr "Visitez : notre page"

Good (fr):
    msgid "Free Assange! Visit: our page (now?), at 12:30."
    msgstr "Libérez Assange\u202f! Visitez\u00a0: notre page (maintenant\u00a0?), à 12:30."

Good (fr_CA):
    msgid "Free Assange!"
    msgstr "Libérez Assange!"

Good (fr_CH):
    msgid "The self-styled “liberal” parties"
    msgstr "Les partis soi-disant «libéraux»"

Good (de):
    msgid "Free Assange!"
    msgstr "Freiheit für Assange!"

Good (el):
    msgid "The self-styled “liberal” parties"
    msgstr "Τα αυτοαποκαλούμενα «φιλελεύθερα» κόμματα"

Good (ru):
    msgid "The self-styled “liberal” parties"
    msgstr "Так называемые «либеральные» партии"
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

_OVER = r"(?=[\s)\]»”\"!?]|\Z)"
# An ordinary space where a no-break one belongs; “ :)” and “ ::” are none of it.
BREAKS = re.compile(rf"\S (?:[;!?]+|:){_OVER}(?<!::)|« |(?<=\S) »")
# Nothing where a no-break space belongs; not within 12:30, (!), ?!, and behind code.
HIGH = re.compile(rf"[\w)\]»”](?:[;!?]|:){_OVER}")
LOW = re.compile(rf"[\w)\]»”]:{_OVER}")
QUOTES = re.compile(r"«(?=[\w“(])|(?<=[\w”).,!?…])»")
ENTITY = re.compile(r"&#?\w{1,31};$")
# What is missing where, by region.
MISSING = {"fr": (HIGH, QUOTES), "fr-CA": (LOW, QUOTES), "fr-CH": (), "fr-LI": ()}
FIX = "put a no-break space there: U+202F before ; ! ?, else U+00A0"


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form with an ordinary space, and one with none, where a no-break space belongs."""
    missing = of(language, MISSING)
    if missing is None:
        return
    for source, target in texts(unit):
        broken = BREAKS.search(target)
        if broken:
            yield Finding(f"a line could break before or within “{_place(target, broken)}”", FIX)
        found = (match for pattern in missing for match in pattern.finditer(target))
        absent = next((match for match in found if not _is_foreign(target, match, source)), None)
        if absent:
            yield Finding(f"a no-break space is missing in “{_place(target, absent)}”", FIX)


def _is_foreign(text: str, match: re.Match[str], source: str) -> bool:
    """A word with its mark that the source has as well, like a quoted message; an entity of HTML."""
    word = re.split(r"[\s«»“”]", text[max(0, match.start() - 40) : match.end()])[-1]
    return (len(word) > 1 and word[-1] == ":" and word in source) or ENTITY.search(word) is not None


def _place(text: str, match: re.Match[str]) -> str:
    return place(text, match.start(), match.end())


def repair(words: str, source: str, language: Language) -> Iterator[Edit]:
    """Puts the no-break space there that belongs to the mark."""
    missing = of(language, MISSING)
    if missing is None:
        return
    for match in BREAKS.finditer(words):
        at = match.start() + match[0].index(" ")
        yield Edit(at, at + 1, _space(match[0]))
    for pattern in missing:
        for match in pattern.finditer(words):
            if not _is_foreign(words, match, source):
                at = match.end() if match[0] == "«" else match.end() - 1
                yield Edit(at, at, _space(match[0]))


def _space(marks: str) -> str:
    return "\u202f" if set(";!?") & set(marks) else "\u00a0"
