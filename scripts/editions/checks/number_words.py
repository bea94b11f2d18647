"""
A number that the source writes in words is the same number in the translation.

Two, three, …, twelve and second, third, …, twelfth are looked for; the translation may have a word or digits. Found
is a number that is missing where another one, which the source has not, stands in the translation. Speaks for the
languages whose number words it knows.

Bad (de):
    msgid "There are two methods."
    msgstr "Es gibt drei Methoden."

Bad (ru):
    msgid "The Fifth Congress sends greetings."
    msgstr "Шестой съезд шлёт привет."

Bad (ja):
    msgid "There are two ways."
    msgstr "3つの方法があります。"

Bad (ar):
    msgid "The Fifth Congress sends greetings."
    msgstr "يوجه المؤتمر السادس تحياته."

Good (de):
    msgid "There are two methods."
    msgstr "Es gibt beide Methoden."

Good (fr):
    msgid "the second of three columns"
    msgstr "la 2e des trois colonnes"

Good (es):
    msgid "Both have two new columns."
    msgstr "Ambas tienen un par de columnas nuevas."
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from editions.checks import Finding
from editions.checks._number_words import knows, spoken
from editions.checks._shown import texts
from editions.checks._values import numbers, roman_values
from editions.checks.numbers import english_values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

_CARDINAL = "two three four five six seven eight nine ten eleven twelve"
_ORDINAL = "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_VALUES = {word: value for words in (_CARDINAL, _ORDINAL) for value, word in enumerate(words.split(), 2)}
_NAMED = re.compile(rf"\b(?:{'|'.join(_VALUES)})\b", re.IGNORECASE)
LARGEST = 12


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form and number that has become another one."""
    for source, target in texts(unit) if knows(language) else ():
        named = _NAMED.findall(source)
        if named:
            yield from _compare(named, source, target, language)


def _compare(named: list[str], source: str, target: str, language: Language) -> Iterator[Finding]:
    words = list(spoken(target, language))
    known = {int(value) for value in english_values(source)}
    new = [each.word for each in words if each.is_sure and each.value not in known and each.value <= LARGEST]
    digits = list(_in_digits(target))
    new += [text for value, text in digits if value not in known and 1 < value <= LARGEST]
    if new:
        there = (
            [each.value for each in words]
            + [value for value, _ in digits]
            + [*map(int, roman_values(target))]
        )
        wanted = Counter(_VALUES[word.lower()] for word in named) + Counter(
            value for value, _ in _in_digits(source)
        )
        lost = [word for word in named if there.count(_VALUES[word.lower()]) < wanted[_VALUES[word.lower()]]]
        if lost:
            yield Finding(
                f"the source has “{lost[0]}”, the translation “{new[0]}”",
                f"write your language’s word for “{lost[0]}”",
            )


def _in_digits(text: str) -> Iterator[tuple[int, str]]:
    """What the digits of a text may mean, each part of “6.2” for itself, and how it is written."""
    for each in numbers(text):
        yield from ((int(value), each.text) for value in each.readings[-1])
