"""
The numbers of a translation are those of its source.

Values are compared, in the digits of every script and with the marks of either language: 1,000 is 1.000 and
१,०००. Numbers up to 12 and round ones may be written in words. Numbers written in words in the source, months,
decades (the 1990s, 90-е) and the years of other calendars (Thailand, Iran, Japan) are understood. Which number
belongs where in the sentence is not looked at.

Bad (de):
    msgid "He was granted asylum in 2012."
    msgstr "Ihm wurde 2021 Asyl gewährt."

Bad (ar):
    msgid "It was held July 22–27, 2018."
    msgstr "عُقد من ٢٢ إلى ٢٩ يوليو ٢٠١٨."

Bad (hi):
    msgid "Since its founding in 2006"
    msgstr "अपनी स्थापना से"

Bad (zh_CN):
    msgid "More than 25 percent voted."
    msgstr "超过百分之三十五的人投了票。"

Good (de):
    msgid "It was held July 22–27, 2018, by 1,250.5 members."
    msgstr "Er fand vom 22. bis 27.7.2018 mit 1.250,5 Mitgliedern statt."

Good (ja):
    msgid "the Fifth National Congress, held in July, with 5 million votes"
    msgstr "7月に開かれた第5回全国大会、500万票"

Good (ru):
    msgid "in the 1990s, 5 people"
    msgstr "в 90-х годах пять человек"

Good (fa):
    msgid "in 2018"
    msgstr "در سال ۲۰۱۸"

Good (th):
    msgid "in 2018"
    msgstr "ในปี พ.ศ. ๒๕๖๑"

Good (fr):
    msgid "the 20th century"
    msgstr "le XXe siècle"
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from editions.checks import Finding
from editions.checks._number_words import knows, spoken
from editions.checks._shown import texts
from editions.checks._values import SHORT_YEAR, han_values, numbers, roman_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from editions.catalog import Unit
    from editions.checks._values import Number
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

# English words for numbers, or whose translation may be a number.
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_ORDINAL = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth"
)
_TENS = {
    name: 10 * value
    for value, names in enumerate(
        ("", "ten", "twent", "thirt", "fort fourt", "fift", "sixt", "sevent", "eight", "ninet")
    )
    for name in names.split()
    if value > 1
}
_MONTHS = "january february march april may june july august september october november december"
_OTHER = {
    "once": 1, "single": 1, "only": 1, "half": 2, "both": 2, "twice": 2, "pair": 2, "couple": 2, "double": 2,
    "either": 2, "another": 1, "dual": 2, "triple": 3, "quarter": 4, "quarters": 4, "dozen": 12, "dozens": 12,
    "decade": 10, "decades": 10, "hundred": 100, "hundreds": 100, "hundredth": 100, "century": 100, "centuries": 100,
    "thousand": 1000, "thousands": 1000, "million": 10**6, "millions": 10**6, "billion": 10**9, "billions": 10**9,
    "fortnight": 14, "week": 7, "weekly": 7, "weeks": 7, "hour": 60, "day": 24, "daily": 24, "no": 0, "none": 0,
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11,
    "dec": 12, "percent": 100, "binary": 2, "octal": 8, "decimal": 10, "hexadecimal": 16, "hex": 16,
}  # fmt: skip
_WORDS = (
    {word: value for value, word in enumerate(_SMALL.split())}
    | {word: value for value, word in enumerate(_ORDINAL.split())}
    | {word: value for value, word in enumerate(_MONTHS.split(), 1)}
    | {tens + ending: value for tens, value in _TENS.items() for ending in ("y", "ies", "ieth", "ieths")}
    | {word + "s": value for value, word in enumerate(_ORDINAL.split()) if value > 2}  # noqa: PLR2004  (thirds)
    | _OTHER
)
_WORD = re.compile("[A-Za-z]+")
# Numbers that texts write in words though the source has digits.
WORDED = 12
FEWEST = 3  # 1 and 2 are said in too many ways
ROUND = frozenset(map(Fraction, (15, 20, 30, 40, 50, 60, 100, 1000, 10**6, 10**9)))
# Numbers that a translation may add: it counts what the source lists (“both”, “all of these”).
COUNTED = 3
LISTED = 4  # numbers that a message names
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d{1,40}")
_FIRST_YEAR = re.compile(r"(\d{4})\s?[–/-]\s?$")
_DECADE = re.compile("[’']?s\\b")
_AFTERNOON = re.compile(r"(?:[:.]\d\d)?\s?[Pp]\.?\s?[Mm]\b")
_ERAS = re.compile("(?:明治|大正|昭和|平成|令和)$")
BUDDHIST, SOLAR = 543, (621, 622)


_Significant = tuple[set[str], set[str]]


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form: numbers that are lost, that are new, or both."""
    hidden: set[Fraction] | None = None
    for source, target in texts(unit):
        if _DIGIT.search(source) or _DIGIT.search(target):
            hidden = hidden if hidden is not None else _anywhere(unit)
            yield from _compare(source, target, hidden, language)


def english_values(source: str) -> set[Fraction]:
    """All values that an English text names: in digits, in words, as Roman numerals."""
    wanted = list(numbers(source))
    return _spoken(source) | roman_values(source) | _meant(wanted, source)


def _anywhere(unit: Unit) -> set[Fraction]:
    """The digits of a source with its code, addresses and names (Win32): a translation may explain them."""
    return {Fraction(int(digits)) for digits in _DIGITS.findall(f"{unit.source} {unit.plural or ''}")}


def _compare(source: str, target: str, hidden: set[Fraction], language: Language) -> Iterator[Finding]:
    wanted, given = list(numbers(source)), list(numbers(target))
    there = _written(target, given, language)
    digits, others = _significant(wanted), _significant(given)
    lost = [each for each in wanted if not _stands(each, _meanings(each, source), there, others)]
    known = english_values(source)
    known |= {value + offset for value in known for offset in _offsets(language)}
    new = [each for each in given if not _stands(each, _in_full(each, target), known, digits)]
    new = [each for each in new if not (each.text.isdigit() and each.value in hidden)]
    new = [each for each in new if not _ERAS.search(target[max(0, each.start - 2) : each.start])]
    gone = [each for each in lost if new or _is_missed(each.value, target, language)]
    added = [each for each in new if gone or each.value > COUNTED]
    if gone or added:
        yield Finding(_said(gone, added), _fix(gone, added))


def _is_missed(value: Fraction, target: str, language: Language) -> bool:
    """Whether a number that is not there in digits is not there in words either, as far as the words are known."""
    if value in ROUND or value < FEWEST:
        return False
    return value > WORDED or (
        knows(language) and all(each.value != value for each in spoken(target, language))
    )


def _written(target: str, given: list[Number], language: Language) -> set[Fraction]:
    """The values in a translation: digits, Roman and Chinese numerals, years also by the source's calendar."""
    found = {value for each in given for reading in _in_full(each, target) for value in reading}
    found |= roman_values(target)
    if language.script in {"Hans", "Hant", "Jpan"}:
        found |= han_values(target)
    return found | {value - offset for value in found for offset in _offsets(language)}


def _stands(
    number: Number, meanings: Iterable[frozenset[Fraction]], pool: set[Fraction], significant: _Significant
) -> bool:
    """True where all that a number may mean, in one of its meanings, is among the values of the other text."""
    if any(meaning <= pool for meaning in meanings):
        return True
    every, scaled = significant
    return number.significant in (every if number.scaled else scaled)


def _significant(found: list[Number]) -> _Significant:
    """The significant digits of numbers: of all, and of those before a word as “million”."""
    digits = {each.significant for each in found if each.significant}
    return digits, {each.significant for each in found if each.significant and each.scaled}


def _in_full(number: Number, text: str) -> Iterator[frozenset[Fraction]]:
    """The readings of a number; 2012–13 is 2012–2013, and the minutes of a full hour are nothing."""
    yield from number.readings
    if len(number.text) == SHORT_YEAR:
        before = text[max(0, number.start - 8) : number.start]
        if year := _FIRST_YEAR.search(before):
            yield frozenset({int(year[1]) // 100 * 100 + number.value})
        if before[-1:] in {":", "h", "."} and not number.value:
            yield frozenset()


def _meanings(number: Number, source: str) -> Iterator[frozenset[Fraction]]:
    """The readings of a number of the source; the 1990s are the 90s, 5 p.m. is 17."""
    yield from _in_full(number, source)
    if _DECADE.match(source, number.end):
        yield frozenset({number.value % 100} if number.value > 100 else {number.value + 1900})  # noqa: PLR2004
    if _AFTERNOON.match(source, number.end):
        yield frozenset({number.value + 12})


def _meant(wanted: list[Number], source: str) -> set[Fraction]:
    """All values that numbers of the source allow in the translation, the century of a decade among them."""
    found = {value for each in wanted for meaning in _meanings(each, source) for value in meaning}
    decades = [each.value for each in wanted if _DECADE.match(source, each.end)]
    attack = {Fraction(2001)} if "9/11" in source else set()
    return found | attack | {Fraction(value // 100 + 1) for value in decades}


def _spoken(source: str) -> set[Fraction]:
    """The values of number words, ordinals and months of an English text."""
    words = [_WORDS.get(word.lower()) for word in _WORD.findall(source)]
    found = {Fraction(value) for value in words if value is not None}
    for tens, ones in pairwise(words):
        if tens in _TENS.values() and ones in range(1, 10):
            found.add(Fraction((tens or 0) + (ones or 0)))
    return found


def _offsets(language: Language) -> tuple[int, ...]:
    base = language.tag.split("-")[0]
    return (BUDDHIST,) if base == "th" else tuple(-each for each in SOLAR) if base in {"fa", "ps"} else ()


def _said(gone: list[Number], added: list[Number]) -> str:
    if gone and added:
        return f"the source has {_listed(gone)}, the translation {_listed(added)}"
    if gone:
        return f"{_listed(gone)} is missing from the translation"
    return f"{_listed(added)} is not in the source"


def _fix(gone: list[Number], added: list[Number]) -> str:
    if not gone:
        return "take it out, or put the source’s number there"
    return f"write {_listed(gone)}{' instead' if added else ''}, in your language’s form"


def _listed(found: list[Number]) -> str:
    more = ", …" if len(found) > LISTED else ""
    return ", ".join(each.text for each in found[:LISTED]) + more
