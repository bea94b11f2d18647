"""Letters of other scripts: those that look alike, and a text letter by letter in another script."""

from __future__ import annotations

import unicodedata
from functools import cache

# Latin letters and those of Cyrillic and Greek that look the same (Unicode, confusables.txt), and the other way.
_LATIN = {
    "a": "а", "c": "с", "e": "е", "i": "і", "j": "ј", "o": "оο", "p": "р", "s": "ѕ", "x": "х", "y": "у", "v": "ν",
    "A": "АΑ", "B": "ВΒ", "C": "С", "E": "ЕΕ", "H": "НΗ", "I": "ІΙ", "K": "КΚ", "M": "МΜ", "N": "Ν", "O": "ОΟ",
    "P": "РΡ", "S": "Ѕ", "T": "ТΤ", "X": "ХΧ", "Z": "Ζ",
}  # fmt: skip
LOOK_ALIKE = _LATIN | {other: latin for latin, others in _LATIN.items() for other in others}

_CYRILLIC = dict(
    zip("абвгдежзийклмнопрстуфхцчшщъыьэюяђѓєѕіїјљњќћўџґё", [
        "a", "b", "v", "g", "d", "e", "ž", "z", "i", "j", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "h",
        "c", "č", "š", "šč", "a", "y", "", "e", "ju", "ja", "đ", "g", "je", "dz", "i", "ji", "j", "lj", "nj", "k", "ć",
        "u", "dž", "g", "jo",
    ], strict=True)
)  # fmt: skip
_GREEK = dict(
    zip("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊΐϋ", [
        "a", "v", "g", "d", "e", "z", "i", "th", "i", "k", "l", "m", "n", "x", "o", "p", "r", "s", "s", "t", "y", "f",
        "ch", "ps", "o", "a", "e", "i", "i", "o", "y", "o", "i", "i", "y",
    ], strict=True)
)  # fmt: skip
_TO_CYRILLIC = dict(zip("abcdefghijklmnopqrstuvwxyz", "абцдефгхијклмнопкрстувшкйз", strict=True))
_TO_LATIN = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d",
    "ذ": "dh", "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "'", "غ": "gh",
    "ف": "f", "ق": "q", "ك": "k", "ک": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w", "ي": "y", "ی": "y",
    "ى": "a", "ة": "a", "ء": "'", "ؤ": "'", "ئ": "'", "پ": "p", "چ": "ch", "ژ": "zh", "گ": "g", "ے": "e", "ہ": "h",
    "א": "a", "ב": "b", "ג": "g", "ד": "d", "ה": "h", "ו": "v", "ז": "z", "ח": "ch", "ט": "t", "י": "y", "כ": "k",
    "ך": "k", "ל": "l", "מ": "m", "ם": "m", "נ": "n", "ן": "n", "ס": "s", "ע": "'", "פ": "p", "ף": "f", "צ": "ts",
    "ץ": "ts", "ק": "q", "ר": "r", "ש": "sh", "ת": "t",
}  # fmt: skip
# Simplified characters that are common, and what stands for them in traditional Chinese.
_SIMPLE = (
    "会义这发们为国对时来经过说还没产业学实现问题进动种样开关应该给让见话长门间车东"
    "马鱼鸟龙书买卖读写听语论争党团权战运县级组织农军众报纸记录设备网络选举议决认识"
)
_TRADITIONAL = (
    "會義這發們為國對時來經過說還沒產業學實現問題進動種樣開關應該給讓見話長門間車東"
    "馬魚鳥龍書買賣讀寫聽語論爭黨團權戰運縣級組織農軍眾報紙記錄設備網絡選舉議決認識"
)
_HANT = dict(zip(_SIMPLE, _TRADITIONAL, strict=True))
_BY_NAME = {
    "Deva": ("DEVANAGARI", "BENGALI"),
    "Beng": ("BENGALI", "DEVANAGARI"),
    "Taml": ("TAMIL", "MALAYALAM"),
}
# The Revised Romanization of the parts of a Hangul syllable, in Unicode's order (The Unicode Standard, 3.12).
_LEADS = ("g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h")
_VOWELS = (
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "eu",
    "ui", "i",
)  # fmt: skip
_TAILS = (
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t",
    "t", "k", "t", "p", "t",
)  # fmt: skip
_HANGUL, _HANGUL_END = 0xAC00, 0xD7A3


def transcribed(words: str, script: str) -> list[str] | None:
    """A text of this script (ISO 15924) in another one, letter by letter; None where no other is known."""
    if script not in {*_CASED, *_BY_NAME, *_UNCASED}:
        return None
    letters = [_letter(sign, script) for sign in words]
    return letters if sum(one != two for one, two in zip(letters, words, strict=True)) > 1 else None


@cache
def _letter(sign: str, script: str) -> str:
    if script in _CASED:
        plain = unicodedata.normalize("NFD", sign)[:1] if script == "Latn" else sign
        return _cased(_CASED[script], plain, sign)
    if script in _BY_NAME:
        return _renamed(sign, *_BY_NAME[script])
    return _UNCASED[script](sign)


def _cased(table: dict[str, str], plain: str, sign: str) -> str:
    found = table.get(plain.lower())
    if found is None:
        return sign
    return found.capitalize() if plain.isupper() else found


def _kana(sign: str) -> str:
    name = unicodedata.name(sign, "")
    return name.rsplit(" ", 1)[1].lower() if name.startswith(("HIRAGANA LETTER", "KATAKANA LETTER")) else sign


def _hangul(sign: str) -> str:
    if not _HANGUL <= ord(sign) <= _HANGUL_END:
        return sign
    rest, tail = divmod(ord(sign) - _HANGUL, len(_TAILS))
    lead, vowel = divmod(rest, len(_VOWELS))
    return _LEADS[lead] + _VOWELS[vowel] + _TAILS[tail]


def _renamed(sign: str, script: str, other: str) -> str:
    """The letter of the same name in a script of the same family."""
    try:
        return unicodedata.lookup(unicodedata.name(sign, "").replace(script, other))
    except KeyError:
        return sign


def _unpointed(sign: str) -> str:
    """A letter of Arabic or Hebrew in Latin ones; marks that are written above and below are left out."""
    return _TO_LATIN.get(sign, "" if unicodedata.category(sign) == "Mn" else sign)


def _traditional(sign: str) -> str:
    return _HANT.get(sign, sign)


_CASED = {"Latn": _TO_CYRILLIC, "Cyrl": _CYRILLIC, "Grek": _GREEK}
_UNCASED = {"Arab": _unpointed, "Hebr": _unpointed, "Hans": _traditional, "Jpan": _kana, "Kore": _hangul}
