"""
Placeholders that stand in the words of a text are those of its source.

A program puts something in place of *%s*, *%(name)s*, *{name}*, *${name}* or *{{ name }}*; a translated name, or a lost
one, breaks it, or tells readers to type what does not work. Code is looked at by `markup`, strings of an interface by
`interface`; this is about plain words. The order may change, and a singular need not count.

Bad (de):
    msgid "The file %(name)s has {count} lines."
    msgstr "Die Datei %(Name)s hat {count} Zeilen."

Bad (ru):
    msgid "Write ${user_name} here."
    msgstr "Напишите здесь ${имя}."

Bad (ja):
    msgid "Hello {{ name }}, %d messages"
    msgstr "こんにちは、%d件のメッセージ"

Bad (ar):
    msgid "%s was deleted."
    msgstr "تم الحذف."

Good (de):
    msgid "{count} of %(total)s files: 50% done, 100 %"
    msgstr "Von %(total)s Dateien {count}: 50 % fertig, 100 %"

Good (tr):
    msgid "100% sure, {user_name}"
    msgstr "%100 emin, {user_name}"

Good (zh_CN):
    msgid "Type {your name} there (or {…})."
    msgstr "在那里输入{你的名字}（或{…}）。"
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

# Python's, C's and the shell's; a name is an identifier, so words in braces are none.
_PLACEHOLDER = re.compile(
    r"%\(\w{1,60}\)[#0+-]?[a-z](?![^\W\d_])|(?<![\w%])%[sdiuf](?![^\W_])|\$\{\w{1,60}\}"
    r"|\{\{ ?[\w.]{1,60} ?\}\}|(?<![\w{$])\{(?=[A-Za-z_\d]{1,60}\})\w{1,60}\}(?!\})"
)


def check(unit: Unit, language: Language) -> Iterator[Finding]:  # noqa: ARG001  (every rule of the scope has it)
    """Yields one finding per form of the source that has placeholders which no form of the translation has."""
    for source, _ in texts(unit):
        if not ("%" in source or "{" in source):
            continue
        given = {each for target in unit.targets for each in _placeholders(target)}
        lost = [each for each in _placeholders(source) if each not in given]
        if lost:
            said = f"{', '.join(lost)} of the source is missing"
            yield Finding(said, f"write {', '.join(lost)}, letter by letter")


def _placeholders(text: str) -> list[str]:
    """The placeholders of a text, each once, without spaces within."""
    return list(dict.fromkeys(each.replace(" ", "") for each in _PLACEHOLDER.findall(text)))
