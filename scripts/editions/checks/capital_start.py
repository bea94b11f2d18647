"""
A sentence begins with a capital where its source does.

Looked at are whole sentences in scripts with capitals. A first word that the source has in the same letters
(“iPhone”, “phpMyAdmin”) is let pass.

Bad (de):
    msgid "The struggle for socialism requires democracy."
    msgstr "der Kampf für den Sozialismus erfordert Demokratie."

Bad (ru):
    msgid "The struggle for socialism requires democracy."
    msgstr "борьба за социализм требует демократии."

Bad (el):
    msgid "The struggle for socialism requires democracy."
    msgstr "ο αγώνας για τον σοσιαλισμό απαιτεί δημοκρατία."

Bad (tr):
    msgid "“The struggle requires democracy.”"
    msgstr "“işçi mücadelesi demokrasi gerektirir.”"

Good (de):
    msgid "And phpMyAdmin is free."
    msgstr "phpMyAdmin ist auch frei."

Good (nl):
    msgid "In the morning they came."
    msgstr "’s Morgens kwamen ze."

Good (ar):
    msgid "The struggle requires democracy."
    msgstr "النضال يتطلب الديمقراطية."
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.checks import Finding
from editions.checks._shown import texts
from editions.prose import is_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "advice"

CAPITALS = frozenset({"Latn", "Grek", "Cyrl", "Armn"})  # scripts that begin sentences with them
# A first word, behind quotation marks, brackets and signs of emphasis.
_FIRST = re.compile(r"[\s\"“„«‘‚‹»”([{¿¡*_]{0,9}([^\W\d_][\w.-]*)")


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form that begins small where its source begins with a capital."""
    for source, target in texts(unit) if language.script in CAPITALS else ():
        one, other = _FIRST.match(source), _FIRST.match(target)
        if one is None or other is None or not one[1][0].isupper() or not other[1][0].islower():
            continue
        word = other[1]
        if word not in source and word == word.lower() and is_sentence(source, unit.syntax):
            yield Finding(
                f"the source begins with a capital, the translation with “{word}”", _fix(word, language)
            )


def _fix(word: str, language: Language) -> str:
    first = "İ" if word[0] == "i" and language.tag.split("-")[0] in {"tr", "az"} else word[0].upper()
    return f"write {first}{word[1:]}"
