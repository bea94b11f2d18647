"""
No two commas, full stops or semicolons stand side by side.

Two dots are a slip; two commas are one, or a typewriter’s „. Three dots, ?! and !!, the dots of paths (../)
and what the source has, too, are left alone.

Bad (de):
    msgid "Free Assange."
    msgstr "Freiheit für Assange.."

Bad (ar):
    msgid "Assange, Manning and Snowden"
    msgstr "أسانج،، مانينغ وسنودن"

Bad (zh_CN):
    msgid "Free Assange."
    msgstr "释放阿桑奇。."

Bad (ru):
    msgid "Assange, Manning and Snowden"
    msgstr "Ассанж,, Мэннинг и Сноуден"

Good (de):
    msgid "in ../docs etc., really?!"
    msgstr "in ../docs usw., wirklich?!"

Good (hi):
    msgid "The verse."
    msgstr "श्लोक॥"

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
SEVERITY = "warning"

DOUBLED = re.compile(
    r"(?<=[^\s.,/\\'\"\[(<])\.\.(?![./\\\w])|,,|;;|،،|؛؛|，，|、、|；；|(?<!。)。。(?!。)|[,،؛，、；][.。۔](?![\w.])|\.[。۔।](?!\w)|。[۔।]|(?<!۔)۔۔(?!۔)|[。।۔]\.(?![\w.])"
    r"|,;|;,|،,|,،"
)


def check(unit: Unit, language: Language) -> Iterator[Finding]:  # noqa: ARG001  (every rule of the scope has it)
    """Yields one finding per form with two such marks in a row, where its source has none."""
    for source, target in texts(unit):
        match = DOUBLED.search(target)
        if match and match[0] not in source and not DOUBLED.search(source):
            around = place(target, match.start(), match.end())
            yield Finding(f"two marks stand side by side in “{around}”", "keep the one that belongs there")


def repair(words: str, source: str, language: Language) -> Iterator[Edit]:  # noqa: ARG001  (every rule's repair has it)
    """Keeps one of two equal marks; which of two others belongs there, people know."""
    if not DOUBLED.search(source):
        for match in DOUBLED.finditer(words):
            if len(set(match[0])) == 1:
                yield Edit(match.start(), match.end(), match[0][0])
