"""
Chinese and Japanese have no space between their characters, nor beside their full-width marks.

Spaces there come from a line break or from English. Those between Chinese or Japanese and Latin letters are a
matter of house style, those beside markup are sometimes needed; both are left alone, and so is the wide space
(U+3000), with which some begin a paragraph, and any space behind ！ and ？. Korean has spaces between words.

Bad (zh_CN):
    msgid "The survival of democracy requires socialism."
    msgstr "民主的存续 需要社会主义。"

Bad (zh_TW):
    msgid "The struggle. The survival."
    msgstr "鬥爭。 生存。"

Bad (ja):
    msgid "The survival of democracy requires socialism."
    msgstr "民主主義には 社会主義が必要である 。"

Good (zh_CN):
    msgid "WikiLeaks is a *media* organization."
    msgstr "WikiLeaks 是 *媒体* 组织。"

Good (ja):
    msgid "Free Assange! Now."
    msgstr "アサンジを釈放せよ！　今すぐ。"

Good (ko):
    msgid "The survival of democracy requires socialism."
    msgstr "민주주의의 생존은 사회주의를 필요로 한다."

Good (de):
    msgid "Written 民主 主義"
    msgstr "Geschrieben: 民主 主義"
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.checks import Edit, Finding, pairs
from editions.checks._shown import place
from editions.prose import prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

SCRIPTS = frozenset({"Hans", "Hant", "Jpan"})
_LETTER = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_WIDE = "，。、；：？！"
# Between two letters, behind a mark and before a letter, before a mark: W3C clreq 3.1, jlreq 3.1. The katakana
# middle dot is no letter. A backslash before the space is markup: nothing is shown there.
SPACED = re.compile(
    f"(?<=[{_LETTER}])(?<!・)[ \u00a0]+(?=[{_LETTER}])(?!・)"
    f"|(?<=[，。、；：」』》）])[ \u00a0]+(?=[{_LETTER}])"
    f"|(?<=[{_LETTER}」』》）])[ \u00a0]+(?=[{_WIDE}」』》）])"
)
KATAKANA = re.compile("[\u30a1-\u30ff]")


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form with a space where the script has none; places beside markup do not count."""
    if language.script not in SCRIPTS:
        return
    for source, target in pairs(unit):
        if "\n" in source or target == source:
            continue
        text = prose(target, unit.syntax)
        match = next((found for found in SPACED.finditer(text) if not _is_name(text, found)), None)
        if match:
            yield Finding(f"there is a space in “{place(text, match.start(), match.end())}”", "remove it")


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Foreign names and terms in katakana: some write a space between their words."""
    return all(KATAKANA.match(text[at : at + 1]) for at in (match.start() - 1, match.end()))


def repair(words: str, source: str, language: Language) -> Iterator[Edit]:  # noqa: ARG001  (every rule's repair has it)
    """Takes the space away."""
    if language.script in SCRIPTS:
        for match in SPACED.finditer(words):
            if not _is_name(words, match):
                yield Edit(match.start(), match.end(), "")
