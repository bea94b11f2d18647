"""The names and terms that a unit speaks of, with the text to look for them in. No rule itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions.checks import pairs
from editions.prose import prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.terms import Term, Terms


def named(unit: Unit, terms: Terms) -> Iterator[tuple[Term, str]]:
    """Each entry that a source speaks of, with the prose of its translation; once per plural form."""
    for source, target in pairs(unit):
        text = prose(target, unit.syntax)
        for entry in terms.within(prose(source, unit.syntax)):
            yield entry, text
