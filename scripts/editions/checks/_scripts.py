"""The letters of scripts, and which scripts a language's writing uses. No rule itself."""

from __future__ import annotations

import re

# Letters by script: Unicode 16, Blocks.txt and Scripts.txt, without what several scripts share (ª º ء are no loss).
# Marks of direction, digits and punctuation are none. Extended Arabic and Cyrillic letters belong to their script.
_RANGES = {
    "Latn": "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff",
    "Grek": "\u0370-\u0373\u0376-\u037d\u0386\u0388-\u03e1\u03f0-\u03ff\u1f00-\u1fff",
    "Cyrl": "\u0400-\u052f\u1c80-\u1c88\u2de0-\u2dff\ua640-\ua69f",
    "Armn": "\u0531-\u0556\u0561-\u0587",
    "Hebr": "\u05d0-\u05f2",
    "Arab": "\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c9\ufb50-\ufdff\ufe70-\ufefc",
    "Deva": "\u0900-\u0963\u0971-\u097f",
    "Beng": "\u0980-\u09e3\u09f0\u09f1",
    "Guru": "\u0a00-\u0a5f\u0a70-\u0a75",
    "Gujr": "\u0a80-\u0ae3",
    "Orya": "\u0b00-\u0b63\u0b71",
    "Taml": "\u0b80-\u0bd7",
    "Telu": "\u0c00-\u0c63",
    "Knda": "\u0c80-\u0ce3",
    "Mlym": "\u0d00-\u0d63\u0d7a-\u0d7f",
    "Sinh": "\u0d80-\u0de5",
    "Thai": "\u0e01-\u0e3a\u0e40-\u0e4e",
    "Laoo": "\u0e80-\u0ecf",
    "Mymr": "\u1000-\u103f\u1050-\u108f",
    "Geor": "\u10a0-\u10ff\u1c90-\u1cbf",
    "Ethi": "\u1200-\u135a",
    "Khmr": "\u1780-\u17d3",
    "Hang": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af",
    "Hira": "\u3041-\u309f",
    "Kana": "\u30a1-\u30fa\u30fd-\u30ff\u31f0-\u31ff\uff66-\uff9f",
    "Hani": "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff",
}
LETTERS = {name: re.compile(f"[{ranges}]") for name, ranges in _RANGES.items()}
NAMES = {
    "Latn": "Latin", "Grek": "Greek", "Cyrl": "Cyrillic", "Armn": "Armenian", "Hebr": "Hebrew", "Arab": "Arabic",
    "Deva": "Devanagari", "Beng": "Bengali", "Guru": "Gurmukhi", "Gujr": "Gujarati", "Orya": "Odia", "Taml": "Tamil",
    "Telu": "Telugu", "Knda": "Kannada", "Mlym": "Malayalam", "Sinh": "Sinhala", "Thai": "Thai", "Laoo": "Lao",
    "Mymr": "Burmese", "Geor": "Georgian", "Ethi": "Ethiopic", "Khmr": "Khmer", "Hang": "Korean", "Hira": "Japanese",
    "Kana": "Japanese", "Hani": "Chinese",
}  # fmt: skip
# What the writing of a language uses, by the ISO 15924 code of its script. Korean glosses words in Chinese characters.
OF = {name: frozenset({name}) for name in LETTERS} | {
    "Hans": frozenset({"Hani"}),
    "Hant": frozenset({"Hani"}),
    "Jpan": frozenset({"Hani", "Hira", "Kana"}),
    "Kore": frozenset({"Hang", "Hani"}),
}


def scripts_of(text: str) -> frozenset[str]:
    """The scripts of the letters of a text, by ISO 15924 code."""
    return frozenset(name for name, letters in LETTERS.items() if letters.search(text))
