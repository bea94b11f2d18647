"""
A number keeps its unit: percent, the currency, kilometres, degrees, megabytes.

Found is a number that has another unit of the same kind in the translation (*10 km*, *10 miles*), and a percent sign or
a currency that is there in no way, neither as a sign nor as a word. Words and signs are those of the language (CLDR).
Numbers that were converted are let pass here: `numbers` asks about them.

Bad (de):
    msgid "Wages fell by 25 percent."
    msgstr "Die Löhne sanken um 25."

Bad (fr):
    msgid "It is 10 miles to the border."
    msgstr "La frontière est à 10 kilomètres."

Bad (ru):
    msgid "He got $500 for it."
    msgstr "Он получил за это 500 €."

Bad (ar):
    msgid "More than 25% voted."
    msgstr "صوّت أكثر من ٢٥."

Bad (zh_CN):
    msgid "The disk has 500 GB."
    msgstr "磁盘有 500 MB。"

Bad (hi):
    msgid "It weighs 10 kg."
    msgstr "इसका वज़न 10 ग्राम है।"

Good (de):
    msgid "Wages fell by 25 percent, to $1,000 or €900, 10 km from there, at 5 °C."
    msgstr "Die Löhne sanken um 25 %, auf 1.000 Dollar oder 900 Euro, 10 Kilometer von dort, bei 5 Grad Celsius."

Good (ru):
    msgid "25% of the 500 MB, $5 million, 10 kilometers"
    msgstr "25 процентов от 500 МБ, 5 млн долларов, 10 км"

Good (fr):
    msgid "The limit is 2 MB."
    msgstr "La limite est de 2 Mo."

Good (ja):
    msgid "25 percent of $500, 10 kg"
    msgstr "500ドルの25パーセント、10キログラム"

Good (tr):
    msgid "25 percent of it"
    msgstr "bunun yüzde 25'i"

Good (ar):
    msgid "10 km, 25 percent, $500"
    msgstr "١٠ كيلومترات، ٢٥ في المئة، ٥٠٠ دولار"
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.checks import Finding
from editions.checks._shown import texts
from editions.checks._units import PERCENT, SIGNS, WORLDWIDE, english, family, folded, money, pattern
from editions.checks._values import numbers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from editions.catalog import Unit
    from editions.checks._values import Number
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

_NEAR = 24  # characters behind a number in which its unit stands
_SIGN = re.compile("[$€£¥₹%]")
_PLURAL = frozenset(
    {"length", "mass", "digital", "volume", "area", "power"}
)  # kinds of units that are counted


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form and unit of the source that is lost, or is another one."""
    for source, target in texts(unit):
        if SIGNS.search(source):
            yield from _compare(source, target, language)


def _compare(source: str, target: str, language: Language) -> Iterator[Finding]:
    done: set[str] = set()
    given = _by_reading(target)
    for number in numbers(source):
        name = english(source, number.start, number.end)
        same = next((given[each] for each in number.readings if each in given), None) if name else None
        if same is None or name in done:
            continue
        if _is_there(name, target, language):
            done.add(name)
        elif said := _said_of(name, target, same, language):
            done.add(name)
            yield Finding(f"{number.text} is {said}", "write the source’s unit, as your language does")


def _by_reading(target: str) -> dict[frozenset[Fraction], Number]:
    """The first number of a translation for each thing that one may mean."""
    return {reading: each for each in reversed(list(numbers(target))) for reading in each.readings}


def _said_of(name: str, target: str, same: Number, language: Language) -> str:
    behind = target[same.end : same.end + _NEAR]
    if name in WORLDWIDE:
        return _of_money(name, target[max(0, same.start - 3) : same.start] + behind[:3])
    return _of_measure(name, behind, language)


def _is_there(name: str, target: str, language: Language) -> bool:
    if name not in WORLDWIDE:
        return pattern(name, language).search(folded(target)) is not None
    if WORLDWIDE[name].search(target):
        return True
    return money(name, language).search(folded(target)) is not None


def _of_money(name: str, near: str) -> str:
    """What is wrong about an amount or a share that has no sign and no word of its own."""
    called = name if name == PERCENT else f"{name}s"
    other = _SIGN.search(near)
    return (
        f"in {called} in the source, with {other[0]} here"
        if other
        else f"in {called} in the source, not here"
    )


def _of_measure(name: str, behind: str, language: Language) -> str:
    """What is wrong about a measure; empty where no other unit of its kind stands behind the number."""
    after = folded(behind).lstrip(" -")
    other = next((each for each in family(name) if pattern(each, language).match(after)), None)
    return f"in {_said(name)} in the source, in {_said(other)} here" if other else ""


def _said(name: str) -> str:
    """The name of CLDR in English words."""
    kind, _, words = name.replace("-", " ").partition(" ")
    return f"{words}s" if kind in _PLURAL else words
