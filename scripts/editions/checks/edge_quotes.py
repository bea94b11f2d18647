r"""
A translation is not in quotation marks as a whole, unless its source is.

Marks around the whole text come along when it is copied from a message, a table or a machine.

Bad (de):
    msgid "Democracy requires socialism."
    msgstr "„Demokratie erfordert Sozialismus.“"

Bad (tr):
    msgid "Democracy requires socialism."
    msgstr "\"Demokrasi sosyalizmi gerektirir.\""

Bad (ja):
    msgid "Democracy requires socialism."
    msgstr "「民主主義には社会主義が必要である。」"

Bad (ar):
    msgid "Democracy requires socialism."
    msgstr "«الديمقراطية تتطلب الاشتراكية.»"

Good (de):
    msgid "“Democracy requires socialism.”"
    msgstr "„Demokratie erfordert Sozialismus.“"

Good (es):
    msgid "*Socialism* and *democracy*"
    msgstr "«Socialismo» y «democracia»"

Good (zh_CN):
    msgid "*World Socialist Web Site*"
    msgstr "《世界社会主义网站》"

Good (ru):
    msgid "*Democracy*"
    msgstr "«Демократия»"
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.checks import Finding, pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

OPENING = frozenset('"“”„«»‟「『')
CLOSING = frozenset('"“”«»」』')
MARKS = OPENING | CLOSING
EMPHASIS = re.compile(r"[*_`:]")
FEW = 2  # spaces in a source that may be a name, which some languages put in marks
FOOTED = " .。।۔!！?？*"


def check(unit: Unit, language: Language) -> Iterator[Finding]:  # noqa: ARG001  (every rule of the scope has it)
    """Yields one finding per form that begins and ends with a mark, where its source has none at either edge."""
    for source, target in pairs(unit):
        text = target.strip(FOOTED)
        if text[:1] not in OPENING or text[-1:] not in CLOSING or not MARKS.isdisjoint(text[1:-1]):
            continue
        if (
            source.count(" ") >= FEW
            and MARKS.isdisjoint(source)
            and not EMPHASIS.match(source)
            and source != target
        ):
            yield Finding(
                f"the whole text stands in {text[0]} {text[-1]}, its source does not", "remove the marks"
            )
