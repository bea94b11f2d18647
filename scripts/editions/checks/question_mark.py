"""
A question of the source is a question in the translation.

A question that ends with a full stop may say the contrary. Every script’s own question mark counts, anywhere
in the text. Japanese, Korean, Thai, Lao, Khmer and Burmese, which ask with words, and Armenian and Ethiopic
script are left alone.

Bad (de):
    msgid "Who will free Assange?"
    msgstr "Wer wird Assange befreien."

Bad (ar):
    msgid "Who will free Assange?"
    msgstr "من سيحرر أسانج."

Bad (hi):
    msgid "Who will free Assange?"
    msgstr "असांज को कौन रिहा करेगा।"

Bad (zh_CN):
    msgid "Who will free Assange?"
    msgstr "谁来释放阿桑奇。"

Good (el):
    msgid "Who will free Assange?"
    msgstr "Ποιος θα ελευθερώσει τον Ασάνζ;"

Good (fa):
    msgid "Who will free Assange?"
    msgstr "چه کسی آسانژ را آزاد خواهد کرد؟"

Good (ja):
    msgid "Who will free Assange?"
    msgstr "誰がアサンジを解放するのか。"

Good (tr):
    msgid "Who will free Assange?"
    msgstr "Assange’ı kim özgürleştirecek?"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions.checks import Finding, pairs
from editions.prose import TERMINALS, ending, full_stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

SILENT = frozenset({"Jpan", "Kore", "Thai", "Laoo", "Khmr", "Mymr", "Tibt", "Armn", "Ethi", "Mong", "Zyyy"})
ASKING = frozenset("?？؟⸮⁇⁈⁉‽\u037e")


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form that ends as a statement and has no question mark, where its source asks."""
    if language.script in SILENT:
        return
    for source, target in pairs(unit):
        if "?" not in source or ending(source, unit.syntax) != "?":
            continue
        mark = full_stop("?", language)
        if ASKING.isdisjoint(target) and mark not in target and ending(target, unit.syntax) in TERMINALS:
            yield Finding("the source asks, the translation does not", f"end it with {mark}")
