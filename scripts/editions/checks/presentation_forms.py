"""
Letters are letters, not the joined shapes that come out of a PDF.

“ﬁ” in one character, Arabic letters in their initial or final shape (ﻻ, ﺍ), half-width katakana: they look
right and are found by no search, and no voice reads them. Signs that are one character on purpose (ﷺ, ﷲ, ﷼)
are left alone.

Bad (de):
    msgid "financial"
    msgstr "\ufb01nanziell"

Bad (ar):
    msgid "freedom"
    msgstr "\ufea3\ufeae\ufef3\ufe94"

Bad (ja):
    msgid "test"
    msgstr "\uff83\uff7d\uff84"

Bad (hy):
    msgid "and"
    msgstr "\ufb13"

Good (de):
    msgid "financial"
    msgstr "finanziell"

Good (fa):
    msgid "The Prophet"
    msgstr "پیامبر ﷺ"

Good (ja):
    msgid "test"
    msgstr "テスト"
"""

from __future__ import annotations

import re
import unicodedata
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

# Latin and Armenian ligatures, Arabic presentation forms but the signs for whole phrases and the ornate brackets, the
# half-width letters of Japanese (Unicode Standard, 9.2 and 18.4). Hebrew’s are left alone: some keyboards have them.
FORMS = re.compile(
    "[\ufb00-\ufb06\ufb13-\ufb17\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdc7\ufe70-\ufefc\uff65-\uff9f]{1,40}"
)


def check(unit: Unit, language: Language) -> Iterator[Finding]:  # noqa: ARG001  (every rule of the scope has it)
    """Yields one finding per form, with the first of such letters that its source has not."""
    for source, target in texts(unit):
        match = None if target.isascii() else FORMS.search(target)
        if match and match[0] not in source:
            word = place(target, match.start(), match.end())
            yield Finding(
                f"“{word}” has letters in a shape from print",
                f"type it anew: {unicodedata.normalize('NFKC', word)}",
            )


def repair(words: str, source: str, language: Language) -> Iterator[Edit]:  # noqa: ARG001  (every rule's repair has it)
    """Writes the letters that the shapes stand for."""
    for match in FORMS.finditer(words):
        if match[0] not in source:
            yield Edit(match.start(), match.end(), unicodedata.normalize("NFKC", match[0]))
