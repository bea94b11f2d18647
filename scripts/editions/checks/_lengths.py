"""How long translations from English are, by language. No rule itself."""

from __future__ import annotations

from editions.prose import OBJECT

# Letters of a translation per letter of its English source, the median of this project's drafts and of people's
# translations of a manual (phpMyAdmin), for texts from 60 letters on.
RATIOS = {
    "ar": 0.86, "bg": 1.03, "bn": 1.04, "cs": 0.94, "de": 1.21, "el": 1.18, "es": 1.11, "fa": 0.92, "fr": 1.16,
    "he": 0.83, "hi": 1.0, "id": 1.14, "it": 1.15, "ja": 0.53, "ko": 0.43, "nl": 1.13, "pl": 1.07, "pt": 1.07,
    "ro": 1.09, "ru": 1.06, "si": 1.04, "sl": 1.05, "sr": 0.93, "sv": 1.03, "ta": 1.2, "tr": 1.08, "uk": 1.04,
    "ur": 0.93, "vi": 0.93, "zh": 0.37,
}  # fmt: skip


def visible(text: str) -> str:
    """The text without code, roles and spaces, which are as long in every language."""
    return text.replace(OBJECT, "").replace(" ", "")
