"""
A space stands behind a comma, semicolon, question or exclamation mark, and behind a full stop.

Numbers, names of files and hosts, abbreviations (z.B., U.S.A.), Greek «ό,τι» and what the source has too are
left alone, and so are scripts without spaces.

Bad (de):
    msgid "The US, Britain and Australia"
    msgstr "Die USA,Großbritannien und Australien"

Bad (ru):
    msgid "The struggle. The survival."
    msgstr "Это борьба.Демократия выживет."

Bad (ar):
    msgid "The US, Britain and Australia"
    msgstr "الولايات المتحدة،وبريطانيا وأستراليا"

Bad (hi):
    msgid "This is true. That is false."
    msgstr "यह सच है।वह झूठ है।"

Good (de):
    msgid "1,000 people, e.g. at wsws.org or in Node.js"
    msgstr "1,000 Menschen, z.B. bei wsws.org oder in Node.js"

Good (el):
    msgid "whatever"
    msgstr "ό,τι"

Good (zh_CN):
    msgid "The US, Britain and Australia"
    msgstr "美国，英国和澳大利亚"

Good (ru):
    msgid "A.B.Smirnov"
    msgstr "А.Б.Смирнов"
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

SCRIPTS = frozenset({"Hans", "Hant", "Jpan", "Thai", "Laoo", "Khmr", "Mymr", "Tibt", "Mong", "Zyyy"})
_LETTER = r"[^\W\d_]"
MARKS = frozenset(",;!?.،؛؟۔।")
# A mark between two letters; a full stop between the end of a word in small letters and a capitalised word.
# Python takes the vowel signs of Indic scripts (U+0900-U+0DFF) and of Arabic for no letters.
GLUED = re.compile(
    rf"(?:(?<={_LETTER})|(?<=[\u0900-\u0963\u0971-\u0dff\u064b-\u065f]))[,;!?،؛؟۔।](?={_LETTER})"
    rf"|(?<={_LETTER}{{3}})\.(?={_LETTER}{{2}})"
)
NAMED = re.compile(r"[@/\\=_<>{}&]|[A-Za-z]\.[a-z]|\.(?:[a-z]{1,4}|[A-Z]{1,4}|Net)\Z|:\w|[,;]\S+[,;]\S")
DIGRAPHS = frozenset({"ό,τι", "ό,τιδήποτε"})


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form with such a mark between two words, where the source has none."""
    if language.script in SCRIPTS:
        return
    for source, target in texts(unit):
        if MARKS.isdisjoint(target):
            continue
        match = next((found for found in GLUED.finditer(target) if _is_meant(target, found, source)), None)
        if match:
            yield Finding(
                f"a space is missing in “{place(target, match.start(), match.end())}”",
                f"put a space behind “{match[0]}”",
            )


def _is_meant(text: str, match: re.Match[str], source: str) -> bool:
    at = match.start()
    left, right = text[max(0, at - 60) : at], text[at + 1 : at + 60]
    before = left[max(left.rfind(" "), left.rfind("\u00a0")) + 1 :]
    after = right.split(None, 1)[0] if right else ""
    word = before + match[0] + after
    if word.strip(".,;:!?()[]\"'«»„“”") in source or word.casefold().strip("«».;·") in DIGRAPHS:
        return False
    if match[0] == ".":
        return (
            before[-1:].islower() and after[:1].isupper() and after[1:2].islower() and not NAMED.search(word)
        )
    return not NAMED.search(word)


def repair(words: str, source: str, language: Language) -> Iterator[Edit]:
    """Puts a space behind the mark."""
    if language.script not in SCRIPTS:
        for match in GLUED.finditer(words):
            if _is_meant(words, match, source):
                yield Edit(match.end(), match.end(), " ")
