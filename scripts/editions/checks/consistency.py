"""
The same source is translated in the same way.

A sentence, or a heading of several words, that stands in several places of the documents is best read in the same words
everywhere. Capitals and marks at the end may differ, and so may texts to which a context was given. Texts of one or two
words are let pass, since their form may depend on what is around them.

Bad (de):
    msgid "Statement of the party"
    msgstr "Erklärung der Partei"

    msgctxt ""
    msgid "Statement of the party"
    msgstr "Stellungnahme der Partei"

Good (de):
    msgid "Statement of the party"
    msgstr "Erklärung der Partei"

    msgctxt "a title"
    msgid "Statement of the party"
    msgstr "Stellungnahme der Partei"
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from editions.checks import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "language"
WAIVABLE = True
SEVERITY = "advice"

WORDS = 3  # from which on a text is more than a name or a word of an interface
_SHOWN = 60  # characters of the other translation that the message quotes


def check(units: Sequence[Unit], language: Language) -> Iterator[Finding]:  # noqa: ARG001  (every rule of the scope)
    """Yields one finding per unit whose source is translated in other words elsewhere, more often or earlier."""
    groups: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for unit in units:
        if unit.plural is None and len(unit.source.split()) >= WORDS:
            groups[unit.context or "", " ".join(unit.source.split())].append(unit)
    for group in groups.values():
        if len(group) > 1:
            yield from _compare(group)


def _compare(group: Sequence[Unit]) -> Iterator[Finding]:
    counts = Counter(_folded(unit) for unit in group)
    usual = max(counts, key=lambda text: counts[text])  # of several the one that comes first
    first = next(unit for unit in group if _folded(unit) == usual)
    for unit in group:
        if _folded(unit) != usual:
            words = first.target if len(first.target) <= _SHOWN else f"{first.target[:_SHOWN].rstrip()} …"
            said = f"the same source is translated in other words in {first.catalog}, line {first.line}"
            yield Finding(said, f"choose one of both; there it is: {words}", unit)


def _folded(unit: Unit) -> str:
    """The translation without what position alone may change."""
    return " ".join(unit.target.casefold().split()).rstrip(".:。：!！")
