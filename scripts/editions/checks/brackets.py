"""
Each bracket of a translation has its other half.

Round, square and curly brackets are counted, full-width ones with those of typewriters. Looked at only where the
brackets of the source are in order.

Bad (de):
    msgid "The SEP (US) demands the end."
    msgstr "Die SEP (USA fordert das Ende."

Bad (zh_CN):
    msgid "The SEP (US) demands the end."
    msgstr "社会主义平等党美国）要求结束。"

Bad (ar):
    msgid "The SEP (US) demands the end."
    msgstr "يطالب الحزب (الولايات المتحدة بالإنهاء."

Bad (ta):
    msgid "The SEP (US) demands the end."
    msgstr "சோசலிச சமத்துவக் கட்சி அமெரிக்கா) கோருகிறது."

Good (ja):
    msgid "The SEP (US) demands the end."
    msgstr "社会主義平等党（米国）は要求する。"

Good (de):
    msgid "a) the first, b) the second"
    msgstr "a) das erste, b) das zweite"

Good (fr):
    msgid "The first and the second."
    msgstr "1) Le premier, 2) le second :-)"
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

_OPENING = {"(": "(", "（": "(", "[": "[", "［": "[", "{": "{", "｛": "{"}
_CLOSING = {")": "(", "）": "(", "]": "[", "］": "[", "}": "{", "｝": "{"}
_ANY = re.compile(f"[{re.escape(''.join((*_OPENING, *_CLOSING)))}]")
_FACES = re.compile(r"(?<!\S)[:;=8]['’]?-?[()\[\]{}]+")
# Numbers and letters of a list: a), 1), iv).
_ITEM = re.compile(r"(?<![^\s(（])\w{1,4}\.?[)）]")
_WORDS = {"(": "a round bracket", "[": "a square bracket", "{": "a curly bracket"}


def check(unit: Unit, language: Language) -> Iterator[Finding]:  # noqa: ARG001  (every rule of the scope has it)
    """Yields one finding per form: the first bracket without its other half."""
    for source, target in texts(unit):
        if not _ANY.search(target) or _lonely(_FACES.sub(_blank, source)) is not None:
            continue
        at = _lonely(_FACES.sub(_blank, target))
        if at is not None:
            kind = _WORDS[(_OPENING | _CLOSING)[target[at]]]
            half = "closed" if target[at] in _OPENING else "opened"
            yield Finding(
                f"{kind} is not {half} at “{place(target, at, at + 1)}”", "add its other half, or remove it"
            )


def _lonely(text: str) -> int | None:
    """Where the first bracket without its other half stands; those behind the numbers of a list need none."""
    waiting: list[tuple[str, int]] = []
    items = {match.end() - 1 for match in _ITEM.finditer(text)}
    for match in _ANY.finditer(text):
        mark, at = match[0], match.start()
        if mark in _OPENING:
            waiting.append((_OPENING[mark], at))
        elif waiting and waiting[-1][0] == _CLOSING[mark]:
            waiting.pop()
        elif at not in items:
            return at
    return waiting[0][1] if waiting else None


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
