r"""
Every quotation mark that opens is closed again.

A mark that was lost leaves open who speaks, and where. It is silent where the source is not balanced either
(a quotation that runs over several paragraphs), about the single marks, which are apostrophes as well, and
about inches and the Hebrew mark within words.

Bad (de):
    msgid "The self-styled “liberal” parties."
    msgstr "Die sogenannten „liberalen Parteien."

Bad (ru):
    msgid "The self-styled “liberal” parties."
    msgstr "Так называемые «либеральные партии."

Bad (ja):
    msgid "The self-styled “liberal” parties."
    msgstr "自称「リベラル政党。"

Bad (ar):
    msgid "The self-styled “liberal” parties."
    msgstr "الأحزاب التي تسمي نفسها ليبرالية»."

Bad (es):
    msgid "Click \"Save\"."
    msgstr "Haga clic en \"Guardar."

Good (de):
    msgid "“The ‘liberal’ parties,” he said."
    msgstr "„Die ‚liberalen‘ Parteien“, sagte er."

Good (sv):
    msgid "The self-styled “liberal” parties."
    msgstr "De självutnämnda ”liberala” partierna."

Good (he):
    msgid "The “US” government."
    msgstr "ממשלת ארה״ב."

Good (he):
    msgid "The “US” government."
    msgstr "ממשלת ארה”ב."

Good (ru):
    msgid "“This quotation goes on."
    msgstr "«Эта цитата продолжается."
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

# Marks, but not the Hebrew one (U+05D0-U+05EA to both sides) or those of an attribute of HTML; then
# without those that may be inches.
ATTRIBUTE = re.compile(r'=\s?"[^"]{0,300}"')
TYPED = re.compile(r'(?<!\\)(?<![\u05d0-\u05ea](?="[\u05d0-\u05ea]))"')
INCHES = re.compile(r'(?<=\d)"')
# Pairs that are written in one way only. Those of “ ” „ do not tell: closing here is opening there.
CORNERS = (("「", "」"), ("『", "』"), ("《", "》"))
MARKS = frozenset('“”„‟«»「」『』《》"')
CURLY = re.compile("(?<![\u05d0-\u05ea](?=[“”„‟][\u05d0-\u05ea]))[“”„‟]")
ANGLES = re.compile("[«»]")


def check(unit: Unit, language: Language) -> Iterator[Finding]:  # noqa: ARG001  (every rule of the scope has it)
    """Yields one finding per form in which a mark is missing; none where the source lacks one, too."""
    for source, target in texts(unit):
        if MARKS.isdisjoint(target):
            continue
        at = _odd(target)
        if at is not None and _odd(source) is None:
            yield Finding(
                f"one quotation mark is missing: “{place(target, at, at + 1)}”",
                "add the one that is missing, or remove the other",
            )


def _odd(text: str) -> int | None:
    """Where the last mark of a kind stands that does not come in pairs; None where all do."""
    for opening, closing in CORNERS:
        if text.count(opening) != text.count(closing):
            return max(text.rfind(opening), text.rfind(closing))
    for places in (_places(ANGLES, text), _places(CURLY, text)):
        if len(places) % 2:
            return places[-1]
    if '"' not in text:
        return None
    text = ATTRIBUTE.sub(lambda match: " " * len(match[0]), text)
    places = _places(TYPED, text)
    odd = len(places) % 2 and (len(places) - len(INCHES.findall(text))) % 2
    return places[-1] if odd or (len(places) == 1 and not INCHES.search(text)) else None


def _places(pattern: re.Pattern[str], text: str) -> list[int]:
    return [match.start() for match in pattern.finditer(text)]
