"""
One translation does not stand for two different texts.

A text that was pasted in the wrong place is good language and says something else than its source. Found is a
translation that also stands elsewhere in the language, under another source that says something else. Blamed is the
one that fits its source less well, by names and numbers in it and by its length. Short texts are let pass, and sources
that differ in a few letters, in punctuation or in markup; `consistency` tells of the opposite.

Bad (de):
    msgid "The survival of democracy requires socialism."
    msgstr "Der Kampf für den Sozialismus geht weiter."

    msgid "The struggle for socialism is going on."
    msgstr "Der Kampf für den Sozialismus geht weiter."

Bad (ar):
    msgid "All workers must defend the journalist."
    msgstr "يجب على جميع العمال الدفاع عن الصحفي."

    msgid "The meeting was held by the party in July."
    msgstr "يجب على جميع العمال الدفاع عن الصحفي."

Bad (zh_TW):
    msgid "All workers of the world must defend the journalist."
    msgstr "全世界的工人都必須保衛這位記者。"

    msgid "The meeting was held by the party in London."
    msgstr "全世界的工人都必須保衛這位記者。"

Good (de):
    msgid "The struggle for socialism is going on."
    msgstr "Der Kampf für den Sozialismus geht weiter."

    msgid "The *struggle* for socialism is going on!"
    msgstr "Der *Kampf* für den Sozialismus geht weiter!"

Good (fr):
    msgid "See above"
    msgstr "Voir plus haut"

    msgid "See further up"
    msgstr "Voir plus haut"

Good (ja):
    msgid "Change the colour of the window to the one you like."
    msgstr "ウィンドウの色を好みの色に変更します。"

    msgid "Change the color of the windows to the one that you like."
    msgstr "ウィンドウの色を好みの色に変更します。"
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from editions.checks import Finding
from editions.checks._lengths import RATIOS, visible
from editions.checks._shown import shown
from editions.state import state_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "language"
WAIVABLE = True
SEVERITY = "warning"

WORDS, LETTERS = 5, 25  # that a source has at least
SIMILAR = 93  # percent of the letters, words in any order, from which on two sources say the same
_WORD = re.compile(r"\w+")
_KEPT = re.compile(r"[A-Za-z\d]+")


def check(units: Sequence[Unit], language: Language) -> Iterator[Finding]:
    """Yields one finding per unit whose translation belongs to another unit, with another source."""
    groups: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        if unit.plural is None and len(unit.source) >= LETTERS and "\n" not in unit.source:
            groups[_folded(unit.target)].append(unit)
    for group in groups.values():
        if len(group) > 1:
            yield from _compare([unit for unit in group if state_of(unit) != "changed"], language)


def _compare(group: Sequence[Unit], language: Language) -> Iterator[Finding]:
    sources = {id(unit): _words(unit) for unit in group}
    group = [unit for unit in group if len(sources[id(unit)]) >= WORDS]
    if len({tuple(sources[id(unit)]) for unit in group}) < 2:  # noqa: PLR2004  (different sources)
        return
    best = max(group, key=lambda unit: _fit(unit, language))
    right = " ".join(sources[id(best)])
    for unit in group:
        if fuzz.token_sort_ratio(right, " ".join(sources[id(unit)])) < SIMILAR:
            said = f"the same translation stands for another source in {best.catalog}, line {best.line}"
            yield Finding(said, "look which of the two it belongs to, and translate the other one", unit)


def _words(unit: Unit) -> list[str]:
    return _WORD.findall(shown(unit.source, unit.syntax).casefold())


def _fit(unit: Unit, language: Language) -> tuple[int, float]:
    """How well a translation fits its source: words and numbers that both have, then the length."""
    source, target = shown(unit.source, unit.syntax), shown(unit.target, unit.syntax)
    kept = len(set(_KEPT.findall(source)).intersection(_KEPT.findall(target)))
    usual = RATIOS.get(language.tag.split("-")[0], 1.0) * len(visible(source))
    return kept, -abs(len(visible(target)) - usual)


def _folded(text: str) -> str:
    """The translation without what markup and position alone may change."""
    return " ".join(_WORD.findall(text.casefold()))
