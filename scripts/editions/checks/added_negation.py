"""
What the source asserts is not denied in the translation.

Looked for is a sentence whose translation has a plain word or form of denial, where the source has neither a denial nor
any of the English words that other languages put into one (*unless*, *fail*, *whether*, *un…*, *too*).
Where the numbers of sentences differ the text is looked at as a whole. Speaks for the languages of `negation`.

Bad (de):
    msgid "The publication is a crime."
    msgstr "Die Veröffentlichung ist nicht ein Verbrechen."

Bad (ja):
    msgid "Tables are displayed on the left."
    msgstr "テーブルは左側に表示されません。"

Bad (ru):
    msgid "You can use this option."
    msgstr "Вы не можете использовать этот параметр."

Bad (tr):
    msgid "The column has a name."
    msgstr "Sütunun adı yoktur."

Good (de):
    msgid "Otherwise it fails."
    msgstr "Sonst gelingt es nicht."

Good (ru):
    msgid "It exports data and also structures."
    msgstr "Экспортирует не только данные, но и структуры."

Good (ja):
    msgid "You must log in."
    msgstr "ログインしなければなりません。"
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.checks import Finding
from editions.checks._denials import plain_denials
from editions.checks._shown import texts
from editions.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.checks._denials import Denials
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

_WORD = re.compile("[A-Za-z]{2}")
# English words, and parts of them, that may become a denial elsewhere.
_DENYING = re.compile(
    r"n[’']t\b|\b(?:no|not|nor|non|none|never|nobody|nothing|nowhere|neither|cannot|without|unless|except|other than"
    r"|rather than|hardly|barely|rarely|too|less|whether|instead|anybody|anymore|as soon as|out of|keep|false|even"
    r"|until|only|trouble|remember|at least|fine)\b"
    r"|\b(?:stop|fail|prevent|avoid|lack|miss|reject|den[iy]|refus|forbid|ban(?:n|s)|prohibit|ignor|wrong|disabl|exclu"
    r"|absen|insecure|insens|hid(?:e|d)|problem|deactiv|dropped|removed)"
    r"|\b(?:un(?!anim|der|it|iv|iq|ix|til)|non|dis(?!play|cuss|tri|patch|k|c\b))[a-z]{3}"
    r"|\b(?:in(?:valid|correct|complete|active|secure|suffic|abil|access|compat|consist|visib|capab|appropr)"
    r"|im(?:poss|prop)|il(?:leg|log)|ir(?:rel|reg))|(?<!coun)(?<!wir)[a-z]less\b|-free\b",
    re.IGNORECASE,
)

_ROLE = re.compile(r":[\w.:+-]{1,80}:`([^`]+)`")  # what a menu or button says


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form that denies what its source asserts."""
    plain = plain_denials(language)
    for source, target in texts(unit) if plain else ():
        if plain and plain.stands(target) and _WORD.search(source):
            word = _added(source, target, plain)
            if word and not any(map(_DENYING.search, _ROLE.findall(unit.source))):
                yield Finding(
                    f"the translation denies something (“{word}”), the source has no word for that",
                    "look whether the “not” is meant",
                )


def _added(source: str, target: str, plain: Denials) -> str:
    """A denial of the translation in a sentence that has none in the source; empty where there is none."""
    parts, theirs = sentences(source), sentences(target)
    if len(parts) != len(theirs):
        parts, theirs = [source], [target]
    for part, their in zip(parts, theirs, strict=True):
        word = plain.first(their)
        if word and not _DENYING.search(part) and word not in part.lower():
            return word.strip()
    return ""
