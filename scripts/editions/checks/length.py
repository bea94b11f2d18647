"""
A translation is about as long, for its source, as the other translations into its language are.

A paragraph that is less than half or more than twice as long as the middle of all paragraphs of the language lets
expect most likely lacks something, or has something that is not in the source. Short texts are let pass; silent where
fewer than eight paragraphs are translated.

Bad (de):
    msgid "The great social force that will fight is the working class of all countries of this world, united."
    msgstr "Die große soziale Kraft, die kämpfen wird, ist die Arbeiterklasse aller Länder dieser Welt, vereint."

    msgid "1 The great social force that will fight is the working class of all countries of this world, united."
    msgstr "1 Die große soziale Kraft, die kämpfen wird, ist die Arbeiterklasse aller Länder dieser Welt, vereint."

    msgid "2 The great social force that will fight is the working class of all countries of this world, united."
    msgstr "2 Die große soziale Kraft, die kämpfen wird, ist die Arbeiterklasse aller Länder dieser Welt, vereint."

    msgid "3 The great social force that will fight is the working class of all countries of this world, united."
    msgstr "3 Die große soziale Kraft, die kämpfen wird, ist die Arbeiterklasse aller Länder dieser Welt, vereint."

    msgid "4 The great social force that will fight is the working class of all countries of this world, united."
    msgstr "4 Die große soziale Kraft, die kämpfen wird, ist die Arbeiterklasse aller Länder dieser Welt, vereint."

    msgid "5 The great social force that will fight is the working class of all countries of this world, united."
    msgstr "5 Die große soziale Kraft, die kämpfen wird, ist die Arbeiterklasse aller Länder dieser Welt, vereint."

    msgid "6 The great social force that will fight is the working class of all countries of this world, united."
    msgstr "6 Die große soziale Kraft, die kämpfen wird, ist die Arbeiterklasse aller Länder dieser Welt, vereint."

    msgid "7 The great social force that will fight is the working class of all countries of this world, united."
    msgstr "7 Die Arbeiterklasse."

Good (de):
    msgid "The great social force that will fight is the working class of all countries of this world, united."
    msgstr "Die Arbeiterklasse."
"""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING

from editions.checks import Finding
from editions.checks._lengths import visible
from editions.checks._shown import texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "language"
WAIVABLE = True
SEVERITY = "warning"

_WORD = re.compile("[A-Za-z]+")
FEWEST = 70  # letters of a source from which on lengths can be compared
UNITS = 8  # paragraphs that have a middle
SHORTEST, LONGEST = 0.45, 2.2  # of the language's middle


def check(units: Sequence[Unit], language: Language) -> Iterator[Finding]:  # noqa: ARG001  (every rule of the scope)
    """Yields one finding per unit whose form is far too short or too long for its source."""
    shares = [(unit, share) for unit in units for share in _shares(unit)]
    if len(shares) < UNITS:
        return
    usual = median(share for _, share in shares) or 1
    for unit, share in shares:
        if not SHORTEST < share / usual < LONGEST:
            said = f"{share / usual:.0%} as long as translations of such texts into this language are"
            yield Finding(
                f"the translation is only {said}" if share < usual else f"the translation is {said}",
                FIX,
                unit,
            )


FIX = "look whether something is missing, or is there that the source does not say"


def _shares(unit: Unit) -> Iterator[float]:
    """How long each form is for its source, words aside that both have: a name is as long in every language."""
    for source, target in texts(unit):
        kept = set(_WORD.findall(source)).intersection(_WORD.findall(target))
        size = _size(source, kept)
        if size >= FEWEST:
            yield _size(target, kept) / size


def _size(text: str, kept: set[str]) -> int:
    return len(visible(text)) - sum(len(word) for word in _WORD.findall(text) if word in kept)
