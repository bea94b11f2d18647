"""
In Polish, Czech and Slovak no line ends with a one-letter word: a no-break space keeps it with the next.

Printers tie w, z, o, u, i, a (Polish) and k, s, v, z, o, u (Czech, Slovak) to the word behind them with
U+00A0 (PWN; ÚJČ, ČSN 01 6910). A matter of care, not of right and wrong, so it never blocks, and it speaks up
only in texts that do so at other places: where some are tied, all should be.

Bad (pl):
    msgid "in the embassy and in London"
    msgstr "w\u00a0ambasadzie i w Londynie"

Bad (cs):
    msgid "in the embassy in London"
    msgstr "v\u00a0ambasádě v Londýně"

Bad (sk):
    msgid "with us and with you"
    msgstr "s\u00a0nami a s vami"

Bad (pl):
    msgid "of freedom and truth"
    msgstr "o\u00a0wolności i prawdzie"

Good (pl):
    msgid "in the embassy and in London"
    msgstr "w\u00a0ambasadzie i\u00a0w\u00a0Londynie"

Good (pl):
    msgid "in the embassy"
    msgstr "w ambasadzie"

Good (cs):
    msgid "in the embassy"
    msgstr "v\u00a0ambasádě a doma"

Good (ru):
    msgid "in the embassy"
    msgstr "в\u00a0посольстве и в Лондоне"
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.checks import Edit, Finding
from editions.checks._shown import of, place, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "advice"

LETTERS = {"pl": "aiouwzAIOUWZ", "cs": "ksvzouKSVZOU", "sk": "ksvzouKSVZOU"}
LOOSE = {tag: re.compile(rf"(?<![^\s\u00a0(„»])[{letters}] (?=\w)") for tag, letters in LETTERS.items()}
TIED = {tag: re.compile(rf"(?<![^\s\u00a0(„»])[{letters}]\u00a0") for tag, letters in LETTERS.items()}


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form with a one-letter word that is not tied while others are."""
    loose, tied = of(language, LOOSE), of(language, TIED)
    if loose is None or tied is None:
        return
    for _, target in texts(unit):
        match = loose.search(target) if "\u00a0" in target and tied.search(target) else None
        if match:
            around = place(target, match.start(), match.end())
            yield Finding(f"a line could end within “{around}”", "put a no-break space (U+00A0) there")


def repair(words: str, source: str, language: Language) -> Iterator[Edit]:  # noqa: ARG001  (every rule's repair has it)
    """Ties it."""
    loose, tied = of(language, LOOSE), of(language, TIED)
    if loose and tied and tied.search(words):
        for match in loose.finditer(words):
            yield Edit(match.end() - 1, match.end(), "\u00a0")
