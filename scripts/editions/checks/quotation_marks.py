"""
Quotation marks are those of the language, at the beginning and at the end.

German has „so“ or »so«, French « ainsi », Polish „tak”, Russian «так», Swedish ”så”, Japanese 「こう」. Marks
taken over from English look foreign there. For every language the first and the second system in use are
accepted (Unicode CLDR, and what the language's own authorities allow); it is silent about languages that it
does not know, and about typewriter marks and apostrophes, which are other rules' business.

Bad (de):
    msgid "The self-styled “liberal” parties."
    msgstr "Die sogenannten “liberalen” Parteien."

Bad (de):
    msgid "The self-styled “liberal” parties."
    msgstr "Die sogenannten „liberalen” Parteien."

Bad (fr):
    msgid "The self-styled “liberal” parties."
    msgstr "Les partis soi-disant “libéraux”."

Bad (ru):
    msgid "The self-styled “liberal” parties."
    msgstr "Так называемые “либеральные” партии."

Bad (sv):
    msgid "The self-styled “liberal” parties."
    msgstr "De självutnämnda “liberala” partierna."

Bad (ja):
    msgid "The self-styled “liberal” parties."
    msgstr "自称“リベラル”政党。"

Bad (tr):
    msgid "The self-styled “liberal” parties."
    msgstr "Sözde „liberal“ partiler."

Good (de):
    msgid "The self-styled “liberal” parties."
    msgstr "Die sogenannten »liberalen« Parteien."

Good (fr):
    msgid "He said: “No ‘liberal’ party.”"
    msgstr "Il a dit\u00a0: «\u00a0Pas de parti “libéral”.\u00a0»"

Good (ru):
    msgid "The self-styled “liberal” parties."
    msgstr "Так называемые «либеральные» партии."

Good (zh_CN):
    msgid "The self-styled “liberal” parties."
    msgstr "自封的“自由派”政党。"

Good (ar):
    msgid "The self-styled “liberal” parties."
    msgstr "الأحزاب التي تسمي نفسها «ليبرالية»."

Good (nl):
    msgid "The 1990s"
    msgstr "De jaren ’90"
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.checks import Edit, Finding
from editions.checks._quotes import MARKS, NESTED, OUTER, PRIMARY, SPACELESS, marks, role
from editions.checks._shown import of, quoted, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

CORNERS = frozenset("「」『』")
CJK = re.compile("[\u3001-\u30ff\u3400-\u9fff]")
LONGEST = 60  # characters of a quotation that a message repeats


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form with marks that the language does not have at their place."""
    accepted = of(language, MARKS)
    if accepted is None:
        return
    for _, target in texts(unit):
        wrong = list(_wrong(target, language, accepted))
        if wrong:
            seen = " ".join(dict.fromkeys(target[place] for place in wrong))
            yield Finding(f"{seen} {_are(seen)} of {language.name}", _fix(target, wrong[0], language))


def _are(seen: str) -> str:
    return "is at this place no quotation mark" if len(seen) == 1 else "are not the quotation marks"


def _wrong(text: str, language: Language, accepted: tuple[frozenset[str], frozenset[str]]) -> Iterator[int]:
    openers, closers = accepted
    outer = of(language, OUTER)
    depth = 0
    for at in marks(text):
        mark, kind = text[at], role(text, at)
        if outer:
            depth += (mark == outer[0]) - (mark == outer[1])
        allowed = openers | closers
        if kind and language.script not in SPACELESS:
            allowed = openers if kind == "open" else closers
        if mark in CORNERS and language.script not in SPACELESS and _is_cjk(text, at):
            continue
        if mark not in allowed or (outer and depth <= 0 and mark in NESTED):
            yield at


def _is_cjk(text: str, at: int) -> bool:
    """Whether the mark stands beside a Chinese or Japanese character, which may be quoted in any language."""
    return any(CJK.match(character) for character in (text[at - 1 : at], text[at + 1 : at + 2]))


def _fix(text: str, at: int, language: Language) -> str:
    opening, closing = of(language, PRIMARY) or ("", "")
    others = list(marks(text))
    if role(text, at) == "close":
        first = next((other for other in reversed(others) if other < at), at)
        last = at
    else:
        first, last = at, next((other for other in others if other > at), at)
    words = text[first + 1 : last].strip()
    if first == last or len(words) > LONGEST:
        words = "…"
    return f"write {opening}{quoted(words)}{closing}"


def repair(words: str, source: str, language: Language) -> Iterator[Edit]:  # noqa: ARG001
    """Puts the usual marks there, where it is plain which open and close, and none stand within others."""
    accepted, pair = of(language, MARKS), of(language, PRIMARY)
    places = list(marks(words))
    if accepted is None or pair is None or not any(_wrong(words, language, accepted)):
        return
    if [role(words, at) for at in places] == ["open", "close"] * (len(places) // 2):
        for at in places:
            yield _exchanged(words, at, *pair)


def _exchanged(words: str, at: int, opening: str, closing: str) -> Edit:
    """The usual mark for the one at a place, with the spaces that stand within the marks."""
    if role(words, at) == "open":
        end = at + 1 + (words[at + 1 : at + 2] in {" ", "\u00a0", "\u202f"} and at + 1 < len(words))
        return Edit(at, end, opening)
    start = at - (at > 0 and words[at - 1] in {" ", "\u00a0", "\u202f"})
    return Edit(start, at + 1, closing)
