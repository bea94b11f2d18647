"""The values of the numbers in a text, in the numeral systems of the world. No rule itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Digits of any script (Unicode Nd), in groups; the marks of grouping and of decimals are those of CLDR 48, `symbols`.
_GROUP = "[.,'’٫٬\u00a0\u202f\u2009 ]"
_NUMBER = re.compile(rf"\d{{1,40}}(?:{_GROUP}\d{{1,40}}(?!\d)){{0,9}}")
_SPACES = frozenset(" \u00a0\u202f\u2009")
_DECIMAL = frozenset(".,٫")
GROUPED = 3  # digits in a group; Indian grouping has groups of 2 before the last one
# What may follow a number and multiplies it; only the significant digits are compared then.
SCALES = re.compile(
    r"[\s\u00a0\u202f-]?(?:hundred|thousand|million|billion|trillion|lakh|crore|(?<![\s-])(?:[km]|bn)\b|[百千万萬亿億兆]|천|만|억|조"
    r"|tausend|tsd|mi[lłl][ijl]|mld|mrd|mln|mio|bil[jli]|duizend|mille\b|mil\b|bin\b|tisíc|tys|tusen|mii\b|хиляд|тысяч|тыс|тис"
    r"|хиљад|м[иі]л|млн|млрд|χιλιάδ|εκατομμ|δισεκ|τρισεκ|ألف|آلاف|مليون|ملايين|مليار|هزار|میلی|ہزار|لاکھ|کروڑ|ارب|ملین|אלף|אלפי"
    r"|מיליו|מיליארד|हज़ार|हजार|लाख|करोड़|अरब|मिलियन|হাজার|লাখ|লক্ষ|কোটি|মিলিয়ন|ஆயிர|லட்ச|இலட்ச|கோடி|மில்லிய|பில்லிய"
    r"|දහස්|දහ|ලක්ෂ|කෝටි|මිලියන|බිලියන|ribu|juta|mily?ar|triliun|nghìn|ngàn|triệu|tỷ|tỉ|พัน|หมื่น|แสน|ล้าน)",
    re.IGNORECASE,
)
HAN_NUMERAL = re.compile("[〇零一二三四五六七八九十百千两兩廿]{1,20}[万萬]?")
_HAN_DIGITS = {
    c: n
    for n, row in enumerate(("〇零", "一", "二两兩", "三", "四", "五", "六", "七", "八", "九"))
    for c in row
}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
_ROMAN = re.compile(r"(?<![^\W\d_])(X{0,3}(?:IX|IV|V?I{0,3}))(?:e|è?me)?(?![^\W\d_])")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}
SHORT_YEAR = 2


@dataclass(frozen=True)
class Number:
    """
    A number where it stands: what it may mean, one reading per set of values.

    “1.000” is a thousand or one; “22.7” is a decimal, or a day and a month. `significant` are its digits without
    zeros at the end, `scaled`: a word as “million” follows.
    """

    text: str
    start: int
    end: int
    readings: tuple[frozenset[Fraction], ...]
    significant: str
    scaled: bool

    @property
    def value(self) -> Fraction:
        """The largest value of the first reading."""
        return max(self.readings[0])


def numbers(text: str) -> Iterator[Number]:
    """Yields the numbers of a text; digits that belong to a Latin word (`utf8`) are none."""
    for match in _NUMBER.finditer(text):
        before = text[match.start() - 1 : match.start()]
        if not (before == "_" or (before.isalpha() and before < "\u0250")):
            yield from _read(match[0], text, match.start())


def han_values(text: str) -> set[Fraction]:
    """The values of Chinese numerals in a text, digit by digit (二〇一八) or with units (五十)."""
    found: set[Fraction] = set()
    for match in HAN_NUMERAL.finditer(text):
        found |= {
            Fraction(value) for value in (_by_digits(match[0]), _by_units(match[0])) if value is not None
        }
    return found


def roman_values(text: str) -> set[Fraction]:
    """The values of Roman numerals up to 39 in a text; French writes the ending behind them (XXe)."""
    return {Fraction(_roman(match[1])) for match in _ROMAN.finditer(text) if match[1]}


def _read(token: str, text: str, start: int) -> Iterator[Number]:
    """One number, or several where only spaces are between what is no group."""
    parts = re.split(f"({_GROUP})", token)
    marks, groups = parts[1::2], parts[::2]
    if any(mark in _SPACES for mark in marks) and not _is_grouped(groups, marks):
        at = start
        for piece in re.split("[ \u00a0\u202f\u2009]", token):
            yield _number(piece, text, at)
            at += len(piece) + 1
    else:
        yield _number(token, text, start)


def _number(token: str, text: str, start: int) -> Number:
    parts = re.split(f"({_GROUP})", token)
    marks, groups = parts[1::2], parts[::2]
    single = frozenset(Fraction(int(group)) for group in groups)
    readings: list[frozenset[Fraction]] = []
    if marks and _is_grouped(groups, marks):
        readings.append(frozenset({Fraction(int("".join(groups)))}))
    if marks and marks[-1] in _DECIMAL and _is_grouped(groups[:-1], marks[:-1]):
        digits = str(int("".join(groups)))
        readings.append(frozenset({Fraction(int(digits), 10 ** len(groups[-1]))}))
    readings.append(single)
    end = start + len(token)
    significant = str(int("".join(groups))).rstrip("0")
    return Number(token, start, end, tuple(readings), significant, bool(SCALES.match(text, end)))


def _is_grouped(groups: list[str], marks: list[str]) -> bool:
    """True for 12,345,678 and 1,23,45,678: one mark, groups of three, or of two before the last; and for 12."""
    if not marks:
        return True
    sizes = [len(group) for group in groups]
    is_regular = sizes[0] <= GROUPED == sizes[-1] and all(size in {2, GROUPED} for size in sizes[1:])
    return is_regular and len(set(marks)) == 1


def _by_digits(numeral: str) -> int | None:
    digits = [_HAN_DIGITS.get(each) for each in numeral]
    return None if None in digits else int("".join(map(str, digits)))


def _by_units(numeral: str) -> int | None:
    total, digit = 0, 0
    for each in numeral:
        if each in _HAN_UNITS:
            total, digit = total + max(digit, 1) * _HAN_UNITS[each], 0
        elif each in _HAN_DIGITS:
            digit = _HAN_DIGITS[each]
        elif each in "万萬":
            return (total + digit) * 10_000
    return total + digit


def _roman(numeral: str) -> int:
    values = [_ROMAN_DIGITS[each] for each in numeral]
    return sum(
        -value if any(value < later for later in values[at + 1 : at + 2]) else value
        for at, value in enumerate(values)
    )
