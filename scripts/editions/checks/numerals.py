"""
Numbers are written with digits of one system, which the language uses.

Arabic uses 0–9 or ٠–٩, Persian and Urdu 0–9 or ۰–۹, Hindi, Bengali, Thai, Burmese and others 0–9 or their
own. Two systems side by side, or the digits of a neighbour (٤ in a Persian text, ۴ in an Arabic one), are a
matter of the keyboard. Digits within Latin words, file names and versions do not count. Full-width digits of
Chinese, Japanese and Korean are left alone.

Bad (ar):
    msgid "July 22, 2018"
    msgstr "٢٢ يوليو 2018"

Bad (fa):
    msgid "in 2018"
    msgstr "در سال ٢٠١٨ و ۲۰۱۹"

Bad (hi):
    msgid "July 22, 2018"
    msgstr "22 जुलाई २०१८"

Bad (de):
    msgid "in 2018"
    msgstr "im Jahr ٢٠١٨"

Good (fa):
    msgid "in 2018"
    msgstr "در سال ۲۰۱۸"

Good (bn):
    msgid "in 2018"
    msgstr "২০১৮ সালে"

Good (ar):
    msgid "22 editions of HTML5 and utf8mb4, version 2.3"
    msgstr "٢٢ طبعة من HTML5 و utf8mb4، الإصدار v2.3"

Good (hi):
    msgid "July 22, 2018"
    msgstr "22 जुलाई 2018"
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from editions.checks import Finding
from editions.checks._shown import of, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

FULL_WIDTH = 0xFF10
LATIN = ord("0")
# The digit zero of the systems a language uses beside the Latin one (CLDR 48, numberingSystems: default, native).
_ARABIC, _PERSIAN, _DEVANAGARI, _BENGALI = 0x0660, 0x06F0, 0x0966, 0x09E6
OWN = {
    "ar": _ARABIC, "ckb": _ARABIC, "sd": _ARABIC, "fa": _PERSIAN, "ps": _PERSIAN, "ur": _PERSIAN, "uz-Arab": _PERSIAN,
    "mzn": _PERSIAN, "lrc": _PERSIAN, "ks": _PERSIAN, "pa-Arab": _PERSIAN, "ug": _ARABIC, "ks-Deva": _DEVANAGARI,
    "hi": _DEVANAGARI, "mr": _DEVANAGARI, "ne": _DEVANAGARI, "sa": _DEVANAGARI, "mai": _DEVANAGARI, "bho": _DEVANAGARI,
    "kok": _DEVANAGARI, "bn": _BENGALI, "as": _BENGALI, "mni": _BENGALI, "pa": 0x0A66, "gu": 0x0AE6, "or": 0x0B66,
    "ta": 0x0BE6, "te": 0x0C66, "kn": 0x0CE6, "ml": 0x0D66, "si": 0x0DE6, "th": 0x0E50, "lo": 0x0ED0, "bo": 0x0F20,
    "dz": 0x0F20, "my": 0x1040, "km": 0x17E0, "mn-Mong": 0x1810, "nqo": 0x07C0, "sat": 0x1C50,
}  # fmt: skip
# Languages of which one can say that they use no other digits than Latin ones.
LATIN_ONLY = frozenset({"Latn", "Cyrl", "Grek", "Armn", "Geor", "Hebr", "Kore"})
NUMBER = re.compile(r"\d+(?:[.,٫٬:]\d+)*")
ATTACHED = re.compile(r"[A-Za-z_/\\@#=+-]")


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form with digits of a system that the language does not use, or of two systems."""
    own = of(language, OWN)
    if own is None and language.script not in LATIN_ONLY:
        return
    for source, target in texts(unit):
        if target.isascii():
            continue
        found = systems(target)
        foreign = [number for zero, number in found.items() if zero not in (own, LATIN, FULL_WIDTH)]
        if foreign and foreign[0] not in source:
            digits = _digits(foreign[0], own or LATIN)
            yield Finding(f"{language.name} does not use the digits of “{foreign[0]}”", f"write {digits}")
        elif own in found and LATIN in found:
            yield Finding(
                f"“{found[own]}” and “{found[LATIN]}” have digits of two systems",
                f"write {_digits(found[LATIN], own)}, or both in the other way",
            )


def systems(text: str) -> dict[int, str]:
    """The systems of digits in a text, by their zero, each with its first number; not those within Latin words."""
    found: dict[int, str] = {}
    for match in NUMBER.finditer(text):
        zero = ord(match[0][0]) - unicodedata.digit(match[0][0], 0)
        beside = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
        if zero not in found and not (zero == LATIN and ATTACHED.search(beside)):
            found[zero] = match[0]
    return found


def _digits(number: str, zero: int) -> str:
    return "".join(chr(zero + int(each)) if each.isdecimal() else each for each in number)
