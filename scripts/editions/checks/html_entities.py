"""
No codes stand in the place of characters.

`&amp;`, `&nbsp;` and `&#8217;` are what programs leave behind; readers would see them as they are. Where the
source speaks of such a code, the translation may too.

Bad (de):
    msgid "Democracy & socialism"
    msgstr "Demokratie &amp; Sozialismus"

Bad (fr):
    msgid "Free Assange!"
    msgstr "Libérez Assange&nbsp;!"

Bad (ar):
    msgid "The “liberal” parties"
    msgstr "الأحزاب &quot;الليبرالية&quot;"

Bad (ta):
    msgid "Democracy"
    msgstr "&#2972;னநாயகம்"

Good (de):
    msgid "Write &amp; for an ampersand."
    msgstr "Schreiben Sie &amp; für ein Et-Zeichen."

Good (zh_CN):
    msgid "AT&T; and others"
    msgstr "AT&T；等等"

Good (ru):
    msgid "Type ``&nbsp;`` here."
    msgstr "Введите здесь ``&nbsp;``."
"""

from __future__ import annotations

import html
import re
from html.entities import html5
from typing import TYPE_CHECKING

from editions.checks import Edit, Finding
from editions.checks._shown import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

MARKUP = frozenset("<>&*_`|\\\\[]{}:#")
ENTITY = re.compile(r"&(?:[A-Za-z]{2,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")


def check(unit: Unit, language: Language) -> Iterator[Finding]:  # noqa: ARG001  (every rule of the scope has it)
    """Yields one finding per form and code that the source does not have."""
    for source, target in texts(unit):
        if "&" not in target:
            continue
        for code in dict.fromkeys(ENTITY.findall(target)):
            if code not in source and (code[1] == "#" or code[1:] in html5):
                character = html.unescape(code)
                seen = (
                    character if character.isprintable() and not character.isspace() else "the space itself"
                )
                yield Finding(f"“{code}” would be shown as it stands", f"write {seen}")


def repair(words: str, source: str, language: Language) -> Iterator[Edit]:  # noqa: ARG001  (every rule's repair has it)
    """Writes the character, if it is no sign of markup."""
    for match in ENTITY.finditer(words):
        character = html.unescape(match[0])
        if match[0] not in source and len(character) == 1 and character not in MARKUP:
            yield Edit(match.start(), match.end(), character)
