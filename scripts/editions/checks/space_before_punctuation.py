"""
No space stands before a comma, full stop, colon, semicolon, question or exclamation mark, or within brackets.

In French and Breton, which have spaces before the higher marks, only commas and full stops are looked at.
Chinese and Japanese, which have rules of their own, are left alone; so are the danda of Hindi and Bengali,
before which many put a space, ellipses, names like .htaccess, and what the source has too.

Bad (de):
    msgid "Free Assange!"
    msgstr "Freiheit für Assange !"

Bad (ru):
    msgid "The US, Britain and Australia"
    msgstr "США , Великобритания и Австралия"

Bad (ar):
    msgid "The US, Britain and Australia"
    msgstr "الولايات المتحدة ، وبريطانيا وأستراليا"

Bad (es):
    msgid "The SEP (US)"
    msgstr "El SEP ( EE.UU.)"

Good (de):
    msgid "Files like .htaccess …"
    msgstr "Dateien wie .htaccess …"

Good (fr):
    msgid "Free Assange!"
    msgstr "Libérez Assange\u202f!"

Good (hi):
    msgid "This is true."
    msgstr "यह सच है ।"

Good (tr):
    msgid "Smile :-) and go :)"
    msgstr "Gülümse :-) ve git :)"
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

# Languages with spaces before the higher marks; a comma or full stop has none there, either.
SPACING = frozenset({"fr", "br", "co", "oc", "gcf", "gcr"})
LOW = re.compile(r"(?<=[\w\ufffc)\]%])[ \u00a0\u202f][,.](?=[\s\"”»’)\]]|\Z)(?!\s[,.])")
SCRIPTS = frozenset({"Hans", "Hant", "Jpan", "Thai", "Laoo", "Khmr", "Mymr", "Tibt", "Mong", "Zyyy"})
SPACED = re.compile(
    r"(?<=[\w\u0900-\u0dff\u064b-\u065f\ufffc)\]»”’%])[ \u00a0\u202f][,;:!?.،؛؟۔](?<![:;](?=\)))"
    r"(?=[\s\"”»’)\]]|\Z)(?!\s[,;:!?.)(])"
    r"|\((?: |\u00a0)(?=\w)|(?<=[\w.!?…])[ \u00a0]\)"
)


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form with a space before such a mark, where the source has none."""
    if language.script in SCRIPTS:
        return
    pattern = LOW if language.tag.partition("-")[0] in SPACING else SPACED
    for source, target in texts(unit):
        match = pattern.search(target)
        if match and not pattern.search(source):
            around = place(target, match.start(), match.end())
            yield Finding(
                f"there is a space before the mark or within the bracket: “{around}”",
                "remove the space",
            )


def repair(words: str, source: str, language: Language) -> Iterator[Edit]:
    """Takes the space away."""
    if language.script in SCRIPTS:
        return
    pattern = LOW if language.tag.partition("-")[0] in SPACING else SPACED
    if not pattern.search(source):
        for match in pattern.finditer(words):
            yield Edit(match.start(), match.end(), re.sub(r"\s", "", match[0]))
