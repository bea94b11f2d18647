"""
An exclamation of the source is one in the translation.

“Free Julian Assange!” is a call, “Free Julian Assange.” is not. Some languages call more quietly than
English, so it is advice. Japanese, Korean, Thai, Lao, Khmer, Burmese, Armenian and Ethiopic script are left
alone.

Bad (de):
    msgid "Free Julian Assange!"
    msgstr "Freiheit für Julian Assange."

Bad (ar):
    msgid "Free Julian Assange!"
    msgstr "الحرية لجوليان أسانج."

Bad (hi):
    msgid "Free Julian Assange!"
    msgstr "जूलियन असांज को रिहा करो।"

Bad (zh_CN):
    msgid "Free Julian Assange!"
    msgstr "释放朱利安·阿桑奇。"

Good (de):
    msgid "Free Julian Assange!"
    msgstr "Freiheit für Julian Assange!"

Good (zh_CN):
    msgid "Free Julian Assange!"
    msgstr "释放朱利安·阿桑奇！"

Good (ja):
    msgid "Free Julian Assange!"
    msgstr "ジュリアン・アサンジを釈放せよ。"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions.checks import Finding, pairs
from editions.checks.question_mark import SILENT
from editions.prose import TERMINALS, ending, full_stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "advice"

CALLING = frozenset("!！‼⁈⁉՜")


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form that ends as a statement and has no exclamation mark, where its source calls."""
    if language.script in SILENT:
        return
    for source, target in pairs(unit):
        if "!" not in source or ending(source, unit.syntax) != "!":
            continue
        if CALLING.isdisjoint(target) and ending(target, unit.syntax) in TERMINALS:
            yield Finding(
                "the source calls out, the translation does not", f"end it with {full_stop('!', language)}"
            )
