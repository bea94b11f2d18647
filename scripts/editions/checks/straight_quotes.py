r"""
Where the source has printed quotation marks, the translation has no typewriter ones.

Which marks are right depends on the language: „so“, « ainsi », 「こう」. Code and addresses are left alone,
and so is the Hebrew mark of abbreviation within a word.

Bad (de):
    msgid "The self-styled “liberal” parties."
    msgstr "Die sogenannten \"liberalen\" Parteien."

Bad (fr):
    msgid "Assange’s involuntary confinement."
    msgstr "L'enfermement involontaire d’Assange."

Good (de):
    msgid "The self-styled “liberal” parties."
    msgstr "Die sogenannten „liberalen“ Parteien."

Good (he):
    msgid "The “US” government."
    msgstr "ממשלת ארה\"ב."
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.checks import Edit, Finding, pairs
from editions.checks._quotes import PRIMARY
from editions.checks._shown import of
from editions.prose import prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

# A straight mark that is not the gershayim or geresh of a Hebrew word (U+05D0-U+05EA on its left).
STRAIGHT = {
    '"': re.compile(r'(?<![\u05d0-\u05ea])"|"(?![\u05d0-\u05ea])'),
    "'": re.compile(r"(?<![\u05d0-\u05ea])'"),
}
CURLY = {'"': frozenset("“”„‟«»"), "'": frozenset("‘’‚‛‹›")}


def check(unit: Unit, language: Language) -> Iterator[Finding]:  # noqa: ARG001  (every rule of the scope has it)
    """Yields one finding per form and kind of mark that is straight here and curly in the source."""
    for source, target in pairs(unit):
        words = prose(target, unit.syntax)
        for mark, pattern in STRAIGHT.items():
            if mark in words and not CURLY[mark].isdisjoint(source) and pattern.search(words):
                yield Finding(
                    f"typewriter mark {mark} where the source has a printed one",
                    "use the language’s own mark",
                )


def repair(words: str, source: str, language: Language) -> Iterator[Edit]:
    """Puts the language's own marks there, where straight ones are the only ones and it is plain which opens."""
    places = [match.start() for match in STRAIGHT['"'].finditer(words)]
    pair = of(language, PRIMARY)
    others = CURLY['"'] | CURLY["'"] - {"’"}
    if pair is None or not CURLY['"'] & set(source) or others & set(words) or len(places) % 2:
        return
    pairs_ = list(zip(places[::2], places[1::2], strict=True))
    if all(_is_around(words, first, last) for first, last in pairs_):
        for first, last in pairs_:
            yield from (Edit(first, first + 1, pair[0]), Edit(last, last + 1, pair[1]))


def _is_around(words: str, first: int, last: int) -> bool:
    """True for marks that stand close to the words between them and not close to those outside."""
    inner, outer = words[first + 1] + words[last - 1], words[first - 1 : first] + words[last + 1 : last + 2]
    return last - first > 1 and not any(map(str.isspace, inner)) and not any(map(str.isalnum, outer))
