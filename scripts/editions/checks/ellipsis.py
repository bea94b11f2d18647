"""
Three dots are one character where the source has it so.

The ellipsis … is one character; three full stops can be torn apart at the end of a line. Chinese writes ……,
two of them in a row, and neither 。。。 nor ・・・ is one. Where the source has three dots the translation may have
them too, but not two.

Bad (de):
    msgid "CREATE VIEW ..."
    msgstr "Ansicht anlegen .."

Bad (de):
    msgid "And so on …"
    msgstr "Und so weiter ..."

Bad (ru):
    msgid "And so on…"
    msgstr "И так далее..."

Bad (zh_CN):
    msgid "And so on…"
    msgstr "等等。。。"

Bad (ja):
    msgid "And so on…"
    msgstr "など・・・"

Good (de):
    msgid "And so on …"
    msgstr "Und so weiter …"

Good (fr):
    msgid "Type ... here"
    msgstr "Tapez ... ici"

Good (zh_CN):
    msgid "And so on…"
    msgstr "等等……"
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.checks import Edit, Finding
from editions.checks._shown import place, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "advice"

_TWO = re.compile(r"(?<![./\\])\.\.(?![./\\])")
# Whatever is typed for it; more than three dots, too.
TYPED = re.compile(r"\.{3,}|(?:\. ){2}\.|。{2,}|・{2,}|｡{2,}|۔{3,}|।{3,}|،{2,}")


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form with dots in a row where the source has an ellipsis, or none at all."""
    for source, target in texts(unit):
        two = _TWO.search(target)
        if two and ("..." in source or "…" in source) and not _TWO.search(source):
            said = f"“..” in “{place(target, two.start(), two.end())}” is an ellipsis in the source"
            yield Finding(said, "write … or ...")
        match = TYPED.search(target)
        if match and not _is_typed(source):
            yield Finding(
                f"“{match[0]}” in “{place(target, match.start(), match.end())}” is typed for an ellipsis",
                f"write {_mark(language)}",
            )


def repair(words: str, source: str, language: Language) -> Iterator[Edit]:
    """Puts the printed mark there."""
    if not _is_typed(source):
        for match in TYPED.finditer(words):
            yield Edit(match.start(), match.end(), _mark(language))


def _is_typed(source: str) -> bool:
    return ".." in source or ". ." in source


def _mark(language: Language) -> str:
    return "……" if language.script in {"Hans", "Hant"} else "…"
