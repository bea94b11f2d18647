"""
A translation begins and ends without white space, unless its source has it there.

Bad (de):
    msgid "The survival of democracy requires socialism."
    msgstr "Das Überleben der Demokratie erfordert den Sozialismus. "

Bad (de):
    msgid "The survival of democracy requires socialism."
    msgstr " Das Überleben der Demokratie erfordert den Sozialismus."

Good (de):
    msgid "The survival of democracy requires socialism."
    msgstr "Das Überleben der Demokratie erfordert den Sozialismus."
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions.checks import Edit, Finding, pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"


def check(unit: Unit, language: Language) -> Iterator[Finding]:  # noqa: ARG001  (every rule of the scope has it)
    """Yields one finding per edge where the translation has white space and the source has none."""
    for source, target in pairs(unit):
        if target[0].isspace() and not source[:1].isspace():
            yield Finding("the translation begins with white space, the source does not", "remove it")
        if target[-1].isspace() and not source[-1:].isspace():
            yield Finding("the translation ends with white space, the source does not", "remove it")


def repair(words: str, source: str, language: Language) -> Iterator[Edit]:  # noqa: ARG001  (every rule's repair has it)
    """Takes white space at an edge away where the source has none."""
    if not source[:1].isspace():
        yield Edit(0, len(words) - len(words.lstrip()), "")
    if not source[-1:].isspace():
        yield Edit(len(words.rstrip()), len(words), "")
