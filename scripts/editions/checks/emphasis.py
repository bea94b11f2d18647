"""
What the source emphasises, the translation emphasises too.

Titles of works and stressed words are easily lost. Scripts without slanted letters say it in other ways
(《》, 「」, word order), so only Latin, Greek, Cyrillic, Armenian and Georgian letters are looked at.

Bad (de):
    msgid "The *World Socialist Web Site* reports."
    msgstr "Die World Socialist Web Site berichtet."

Good (de):
    msgid "The *World Socialist Web Site* reports."
    msgstr "Die *World Socialist Web Site* berichtet."

Good (zh_CN):
    msgid "The *World Socialist Web Site* reports."
    msgstr "《世界社会主义网站》报道。"
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.checks import Finding, pairs
from editions.prose import prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

SLANTED = frozenset({"Latn", "Grek", "Cyrl", "Armn", "Geor"})
MARKS = re.compile(r"(?<![\\*\w])(\*{1,2})(?=[^\s*])[^*]+?(?<=[^\s*\\])\1(?![*\w])")


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form that has fewer or more emphasised passages than its source."""
    if language.script not in SLANTED:
        return
    for source, target in pairs(unit):
        if "*" not in source and "*" not in target:
            continue
        wanted, found = (len(MARKS.findall(prose(text, unit.syntax))) for text in (source, target))
        if wanted != found:
            yield Finding(
                f"{found} emphasised passages (*…*) where the source has {wanted}", "mark the same words"
            )
