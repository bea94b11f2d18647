r"""
No signs of markup are left that readers would see.

Two asterisks, backticks, a role without its backticks, a link in the manner of Markdown within
reStructuredText, wiki brackets: what is not understood is printed as it stands. Signs that the source shows,
too, are left alone, and what would lose a link or code is refused before.

Bad (de):
    msgid "The *World Socialist Web Site*."
    msgstr "Die [World Socialist Web Site](wsws) berichtet."

Bad (ja):
    msgid "The **strong** word."
    msgstr "この**強い**言葉。"

Bad (ru):
    msgid "See the index."
    msgstr "Смотрите :ref: `указатель`."

Bad (ar):
    msgid "See the index."
    msgstr "انظر [[الفهرس]]."

Good (de):
    msgid "The *World Socialist Web Site* and ``**kwargs``."
    msgstr "Die *World Socialist Web Site* und ``**kwargs``."

Good (ja):
    msgid "The **strong** word."
    msgstr "この\\ **強い**\\ 言葉。"

Good (hi):
    msgid "`wsws.org/contact <https://wsws.org/contact>`__ [1]_"
    msgstr "`wsws.org/contact <https://wsws.org/contact>`__ [1]_"

Good (fr):
    msgid "A [note]"
    msgstr "Une [note] (ici)"
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.checks import Finding
from editions.checks._shown import quoted, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

# What is left of markup where valid markup is gone already; every one bounded.
LEFT = re.compile(
    r"\*\*|``|`_{1,2}(?!\w)|(?<![\w:])[:：][a-z]{2,20}(?::[a-z]{2,20})?[:：](?=\s?[`‘’“\"'])"
    r"|(?<![\w:])[:：](?:ref|doc|term|file|option|guilabel|menuselection|code|math|sub|sup|abbr|numref|download|any)[:：]"
    r"|(?<=\w)\][(](?=[^\s(),]{1,300}\))|\[\[|\]\]|(?<!')''(?=\w[^']{0,100}''(?!'))|~~(?=\w)|(?<=\w)~~"
    r"|(?<![\w\ufffc])__(?=\w)|\{\{|\}\}|<!--|(?<!\w)\[/?(?:b|i|u|url|quote)\]|\A#{1,6} "
)

# What each of these begins with; most texts have none of it.
SIGNS = re.compile(r"[*`_~{}<\[\]#]|''|[:：][a-z]")


def check(unit: Unit, language: Language) -> Iterator[Finding]:  # noqa: ARG001  (every rule of the scope has it)
    """Yields one finding per form with signs of markup that its source does not show."""
    for source, target in texts(unit):
        for match in LEFT.finditer(target) if SIGNS.search(target) else ():
            if match[0] not in source:
                around = target[max(0, match.start() - 10) : match.end() + 10]
                yield Finding(
                    f"“{match[0]}” in “{quoted(around)}” would be shown as it stands",
                    "write the markup as the source has it, or remove the signs",
                )
                break
