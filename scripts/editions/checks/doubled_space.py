"""
There is one space between two words.

Bad (de):
    msgid "The survival of democracy requires socialism."
    msgstr "Das Überleben der Demokratie  erfordert den Sozialismus."

Good (de):
    msgid "The survival of democracy requires socialism."
    msgstr "Das Überleben der Demokratie erfordert den Sozialismus."

Good (de):
    msgid "Type ``ls  -l`` now."
    msgstr "Tippe jetzt ``ls  -l``."
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.checks import Edit, Finding, pairs
from editions.prose import prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

DOUBLED = re.compile(r"(?<!\S)\S+ {2,}\S+")
SPACES = re.compile(r"(?<=\S) {2,}(?=\S)")


def check(unit: Unit, language: Language) -> Iterator[Finding]:  # noqa: ARG001  (every rule of the scope has it)
    """Yields one finding per form that has a doubled space where its source has none."""
    for source, target in pairs(unit):
        found = DOUBLED.search(prose(target, unit.syntax)) if "  " in target else None
        if found and not DOUBLED.search(prose(source, unit.syntax)):
            yield Finding(
                f"there are two spaces in “{target[found.start() : found.end()]}”", "keep one of them"
            )


def repair(words: str, source: str, language: Language) -> Iterator[Edit]:  # noqa: ARG001  (every rule's repair has it)
    """Keeps one of several spaces between words."""
    if "  " not in source:
        for match in SPACES.finditer(words):
            yield Edit(match.start(), match.end(), " ")
