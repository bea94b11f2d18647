"""
A translation ends as a sentence where its source does.

Every script's own marks count (。 । ؟ ։ ። …). Thai and Lao, which end sentences with a space, are left alone.

Bad (de):
    msgid "The survival of democracy requires socialism."
    msgstr "Das Überleben der Demokratie erfordert den Sozialismus"

Bad (hi):
    msgid "The survival of democracy requires socialism."
    msgstr "लोकतंत्र को बचाने के लिए समाजवाद ज़रूरी है"

Good (zh_CN):
    msgid "The survival of democracy requires “socialism.”"
    msgstr "民主的存续需要“社会主义”。"

Good (el):
    msgid "Who will free Assange?"
    msgstr "Ποιος θα ελευθερώσει τον Ασάνζ;"

Good (th):
    msgid "The survival of democracy requires socialism."
    msgstr "การอยู่รอดของประชาธิปไตยต้องการสังคมนิยม"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions.checks import Finding, pairs
from editions.prose import TERMINALS, UNPUNCTUATED, ending, full_stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form that breaks off where its source ends a sentence."""
    if language.script in UNPUNCTUATED:
        return
    for source, target in pairs(unit):
        mark = ending(source, unit.syntax)
        expected = full_stop(mark, language)
        if mark in TERMINALS and ending(target, unit.syntax) not in TERMINALS | {expected}:
            yield Finding(
                "the source ends with a full stop or the like, the translation does not",
                f"end it with {expected}",
            )
