"""
A text that leads to what follows ends with a colon where its source does.

Every script’s own colon counts (： ፦), and so do a dash, an ellipsis and what ends a sentence in Japanese,
Korean, Thai, Lao, Burmese and Khmer, where colons are rare.

Bad (de):
    msgid "We demand:"
    msgstr "Wir fordern"

Bad (ru):
    msgid "We demand:"
    msgstr "Мы требуем."

Bad (ar):
    msgid "We demand:"
    msgstr "نطالب بما يلي"

Bad (zh_CN):
    msgid "We demand:"
    msgstr "我们要求"

Good (de):
    msgid "We demand:"
    msgstr "Wir fordern:"

Good (zh_CN):
    msgid "We demand:"
    msgstr "我们要求："

Good (am):
    msgid "We demand:"
    msgstr "እንጠይቃለን፦"

Good (ja):
    msgid "We demand:"
    msgstr "われわれは要求する。"
"""

from __future__ import annotations

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

SILENT = frozenset({"Jpan", "Kore", "Thai", "Laoo", "Khmr", "Mymr", "Tibt", "Mong", "Zyyy"})
COLONS = frozenset(":：︓﹕፦፥։՝;ःঃ—–…-")
CLOSING = " \u00a0\u202f\"'”’»›“」』）)]*_`"
WIDE = frozenset({"Hans", "Hant"})


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form without a colon at its end, where its source has one."""
    if language.script in SILENT:
        return
    for source, target in texts(unit):
        if source.rstrip().endswith(":") and target.rstrip(CLOSING)[-1:] not in COLONS:
            mark = "：" if language.script in WIDE else ":"
            yield Finding("the source ends with a colon, the translation does not", f"end it with {mark}")
