"""What kinds of several groups look for in a text."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

# A number that stands alone: no part of a word, a decimal, a time, a version or a path.
NUMBER = re.compile(r"(?<![A-Za-z0-9_$/#.])(?<!\d[.,:])\d+(?![A-Za-z_/]|[.,:]?\d)")
YEARS = range(1800, 2100)
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
DATE = re.compile(
    rf"(?P<month>{'|'.join(MONTHS)}) (?P<day>\d{{1,2}})\b(?:[–-](?P<end>\d{{1,2}})\b)?"
    rf"|\b(?P<day_before>\d{{1,2}})(?:st|nd|rd|th)? (?P<month_behind>{'|'.join(MONTHS)})"
)
NEGATION = re.compile(
    r"\b(?:not|no|never|cannot|nobody|nothing|none|neither|nor|without|\w+n[’']t)\b", re.IGNORECASE
)


def numbers(words: str) -> set[int]:
    """The values of the numbers in a text."""
    return {int(found[0]) for found in NUMBER.finditer(words)}


def written(value: int | str, like: str) -> str:
    """A number in the digits of another one."""
    zero = ord(like[0]) - unicodedata.digit(like[0])
    return "".join(chr(zero + int(digit)) for digit in str(value))


def other_number(value: int, length: int, chance: Random, *, least: int = 1, most: int = 9) -> int:
    """Another number of as many digits, between `least` and `most` (of one digit; of more: all of that length)."""
    low = 10 ** (length - 1) if length > 1 else least
    high = 10**length - 1 if length > 1 else most
    return chance.choice(
        [each for each in range(low, min(high, low + 9_000) + 1) if each != value] or [value + 1]
    )
