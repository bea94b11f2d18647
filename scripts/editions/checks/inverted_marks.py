"""
Spanish questions and exclamations open with ¿ and ¡.

The Real Academia asks for both marks, also where the question is only a part of the sentence. Galician and
Asturian may have them; only Spanish (and Asturian) is looked at. Marks within names and behind code, and (?)
and (!), do not count.

Bad (es):
    msgid "Free Assange!"
    msgstr "Libertad para Assange!"

Bad (es):
    msgid "Who will free him?"
    msgstr "Quién lo liberará?"

Bad (ast):
    msgid "Who will free him?"
    msgstr "Quién va lliberalu?"

Bad (es_MX):
    msgid "Who, then, will free him?"
    msgstr "Entonces, ¿quién lo liberará"

Good (es):
    msgid "Free Assange! Who will do it, who?"
    msgstr "¡Libertad para Assange! Y ¿quién lo hará, quién?"

Good (es):
    msgid "What a question!"
    msgstr "¡¿Qué pregunta?!"

Good (pt_BR):
    msgid "Free Assange!"
    msgstr "Liberdade para Assange!"

Good (ca):
    msgid "Who will free him?"
    msgstr "Qui l’alliberarà?"

Good (el):
    msgid "Free Assange!"
    msgstr "Ελευθερία στον Ασάνζ!"
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.checks import Finding
from editions.checks._shown import place, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

LANGUAGES = frozenset({"es", "ast"})
# The mark at the end of words; not that of a file name or a question mark in quotation marks by itself.
CLOSING = re.compile(r"(?<=[^\W_])[\"”»’)]{0,2}([?!])(?=[\s\"”»’),.;:?!…\]]|\Z)")
OPENING = re.compile("[¿¡]")


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form in which a mark does not open, or does not close."""
    if language.tag.partition("-")[0] not in LANGUAGES:
        return
    for source, target in texts(unit):
        opened = bool(OPENING.search(target))
        closing = CLOSING.search(target)
        if closing and not opened and not _is_name(target, closing.start(1), source):
            first = {"?": "¿", "!": "¡"}[closing[1]]
            around = place(target, closing.start(1), closing.end())
            yield Finding(f"“{around}” has no {first} where it begins", f"put {first} before its first word")
        elif opened and not ("?" in target or "!" in target):
            yield Finding("a ¿ or ¡ opens and nothing closes it", "add ? or ! where it ends")


def _is_name(text: str, at: int, source: str) -> bool:
    """Yahoo! and the like, and messages that are quoted as they are: the source goes on in small letters behind it."""
    word = re.split(r"\s", text[max(0, at - 40) : at + 1])[-1]
    behind = source.partition(word)[2].lstrip('"”’»)')
    return bool(word) and word in source and bool(behind.strip()) and not behind.lstrip()[:1].isupper()
