"""
An acronym of the source is not misspelt.

Acronyms may be translated (NATO, OTAN) or written out. Found is a word in capitals that the source does not have and
that differs from a missing acronym of the source in two neighbouring letters that changed places.

Bad (de):
    msgid "To contact the WSWS, write to us."
    msgstr "Um die WSSW zu erreichen, schreiben Sie uns."

Bad (ru):
    msgid "The IYSSE calls a meeting."
    msgstr "IYSES созывает собрание."

Bad (ja):
    msgid "The WSWS reports."
    msgstr "WWSSは報じる。"

Bad (de):
    msgid "SQL settings"
    msgstr "QSL-Einstellungen"

Bad (ar):
    msgid "The WSWS (World Socialist Web Site) reports."
    msgstr "يفيد الموقع (WSSW)."

Good (fr):
    msgid "NATO, the EU, the UN and the IMF"
    msgstr "l’OTAN, l’UE, l’ONU et le FMI"

Good (es):
    msgid "The DNA and the US"
    msgstr "El ADN y EE. UU."
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.checks import Finding
from editions.checks._shown import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

_ACRONYM = re.compile(r"(?<![A-Za-z\d])[A-Z]{3,12}(?![A-Za-z\d])")


def check(unit: Unit, language: Language) -> Iterator[Finding]:  # noqa: ARG001  (every rule of the scope has it)
    """Yields one finding per acronym that is nearly one of the source's."""
    for source, target in texts(unit):
        wanted = set(_ACRONYM.findall(source))
        given = set(_ACRONYM.findall(target)) if wanted else set()
        for word in sorted(given - wanted):
            meant = next((each for each in sorted(wanted - given) if _is_slip(word, each)), None)
            if meant and word not in unit.source:
                yield Finding(f"“{word}” is “{meant}” in the source", f"write {meant}")


def _is_slip(word: str, meant: str) -> bool:
    if len(word) != len(meant):
        return False
    other = [at for at, (one, two) in enumerate(zip(word, meant, strict=True)) if one != two]
    is_pair = len(other) == 2 and other[1] == other[0] + 1  # noqa: PLR2004  (two letters)
    return is_pair and word[other[0]] == meant[other[1]] and word[other[1]] == meant[other[0]]
