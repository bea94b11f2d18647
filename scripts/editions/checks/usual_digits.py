"""
Numbers are written with the digits that the translations of a language have elsewhere.

Arabic, Persian, Urdu, Hindi, Bengali, Tamil and others may write 2018 with Latin digits or with their own. An edition
keeps to one of them. Found is a text with the digits of the other kind, where nearly all texts of the language with
numbers agree; the rule `numerals` sees to both kinds within one text.

Bad (bn):
    msgid "in 2012"
    msgstr "২০১২ সালে"

    msgid "in 2018"
    msgstr "২০১৮ সালে"

    msgid "in 2006"
    msgstr "২০০৬ সালে"

    msgid "since 2019"
    msgstr "2019 সাল থেকে"

Good (hi):
    msgid "in 2012"
    msgstr "2012 में"

    msgid "in 2018"
    msgstr "2018 में"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions.checks import Finding
from editions.checks._shown import of, texts
from editions.checks.numerals import LATIN, OWN, systems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "language"
WAIVABLE = True
SEVERITY = "warning"

FEWEST = 3  # texts that make a custom
USUAL = 0.6  # of the texts with numbers, from which on the others are the exception


def check(units: Sequence[Unit], language: Language) -> Iterator[Finding]:
    """Yields one finding per unit whose numbers are in the digits that few others have."""
    own = of(language, OWN)
    if own is None:
        return
    found = [(unit, systems(target)) for unit in units for _, target in texts(unit) if not target.isascii()]
    with_own = [(unit, each[own]) for unit, each in found if own in each]
    with_latin = [(unit, each[LATIN]) for unit, each in found if LATIN in each]
    usual, others = sorted((with_latin, with_own), key=len, reverse=True)
    if len(usual) < FEWEST or len(usual) < USUAL * (len(usual) + len(others)):
        return
    example = usual[0][1]
    for unit, number in others:
        yield Finding(
            f"“{number}” is not in the digits that {language.name} has elsewhere here (“{example}”)",
            f"write it with the digits of {example}",
            unit,
        )
