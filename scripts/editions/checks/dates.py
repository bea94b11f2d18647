"""
The months of a translation's dates are those of its source.

English dates (July 22–27, 2018; 2 August 2018; August 2018; in July) are looked for; the translation must name the
month in one of the forms that the language has, inflected too, or by its number. The days and years are the business of
`numbers`. Silent for languages whose months Babel does not know, and where the translation names no month at all.

Bad (de):
    msgid "It was held July 22–27, 2018."
    msgstr "Er fand vom 22. bis 27. Juni 2018 statt."

Bad (ru):
    msgid "on 2 August 2018"
    msgstr "2 июля 2018 года"

Bad (ar):
    msgid "It was held July 22–27, 2018."
    msgstr "عُقد من 22 إلى 27 يونيو 2018."

Bad (ja):
    msgid "It was held July 22–27, 2018."
    msgstr "2018年6月22日から27日に開催された。"

Good (pl):
    msgid "on 2 August 2018"
    msgstr "2 sierpnia 2018 roku"

Good (cs):
    msgid "in June and July 2018"
    msgstr "v červnu a červenci 2018"

Good (ar):
    msgid "It was held July 22–27, 2018."
    msgstr "عُقد من 22 إلى 27 تموز/يوليو 2018."

Good (de):
    msgid "It was held July 22–27, 2018."
    msgstr "Er fand vom 22.–27.07.2018 statt."

Good (zh_CN):
    msgid "You may march on May 1."
    msgstr "你们可以在五月一日游行。"
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.dates import get_month_names

from editions.checks import Finding
from editions.checks._shown import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_NAMES = "|".join(MONTHS)
_DATE = re.compile(
    rf"\b(?P<before>{_NAMES}),?\s(?:the\s)?\d|\d(?:st|nd|rd|th)?\s(?:of\s)?(?P<after>{_NAMES})\b"
    rf"|\b(?:in|since|until|by|from|during|last|next|of|to|and)\s(?P<alone>{_NAMES})\b"
)
_UNCERTAIN = frozenset({"March", "May", "August"})  # words of their own where no number is beside them
# What a month is also called, and the stems of languages that inflect it. Arabic: Levant and Iraq, Maghreb (CLDR 48
# ar-LB, ar-DZ); Persian: transcriptions beside Iran's; Greek: the spoken forms; Hindi, Tamil, Sinhala: spellings of
# newspapers; Slavic: the stem of genitive, nominative and locative.
_ALSO = {
    "ar": (
        "جانفي", "شباط فيفري", "آذار اذار", "نيسان أفريل ابريل", "أيار ايار ماي", "حزيران جوان", "تموز جويلية يوليوز",
        "آب أوت اغسطس غشت", "أيلول ايلول شتنبر", "اكتوبر", "نونبر", "دجنبر",
    ),
    "fa": (
        "ژانویه", "فوریه", "مارس", "آوریل آپریل", "مه", "ژوئن جون", "ژوئیه جولای", "اوت آگوست", "سپتامبر", "اکتبر",
        "نوامبر", "دسامبر",
    ),
    "hi": ("", "फरवरी", "", "", "", "", "", "", "सितम्बर", "अक्तूबर", "नवम्बर", "दिसम्बर"),
    "ta": (
        "ஜனவரி", "பிப்ரவரி பெப்ரவரி", "மார்ச்", "ஏப்ரல்", "மே", "ஜூன்", "ஜூலை யூலை", "ஆகஸ்ட் ஆகஸ்டு ஓகஸ்ட்",
        "செப்டம்ப", "அக்டோப ஒக்டோப", "நவம்ப", "டிசம்ப",
    ),
    "cs": ("ledn", "únor", "březn břez", "dubn", "květn", "červn", "červenec července červenci", "srpn", "září", "říjn",
           "listopad", "prosin"),
    "pl": ("stycz", "lut", "mar", "kwie", "maj", "czerw", "lip", "sierp", "wrze", "paźdz", "listopad", "grud"),
    "ru": (
        "январ", "феврал", "март", "апрел", "май мае", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр",
    ),
    "uk": ("січ", "лют", "берез", "квіт", "трав", "черв", "лип", "серп", "верес", "жовт", "листопад", "груд"),
    "el": (
        "Ιανουάρι Γενάρη", "Φεβρουάρι Φλεβάρη", "Μάρτι Μάρτη", "Απρίλι Απρίλη", "Μάι Μάη", "Ιούνι Ιούνη", "Ιούλι Ιούλη",
        "Αύγουστ Αυγούστ", "Σεπτέμβρι Σεπτέμβρη", "Οκτώβρι Οκτώβρη", "Νοέμβρι Νοέμβρη", "Δεκέμβρι Δεκέμβρη",
    ),
    "es": ("", "", "", "", "", "", "", "", "setiembre", "", "", ""),
    "de": ("Jänner", "Feber", "", "", "", "Juno", "Julei", "", "", "", "", ""),
    "id": ("", "Pebruari", "", "", "", "", "", "", "", "", "Nopember", ""),
    "sr": ("јануар", "фебруар", "март", "април", "мај", "јун", "јул", "август", "септемб", "октоб", "новемб", "децемб"),
    "si": ("ජනවාරි", "පෙබරවාරි", "මාර්තු", "අප්‍රේල් අප්රේල්", "මැයි", "ජුනි ජූනි", "ජුලි ජූලි", "අගෝස්තු", "සැප්තැම්බර්",
           "ඔක්තෝබර්", "නොවැම්බර්", "දෙසැම්බර්"),
}  # fmt: skip
_HAN = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
SHORT = 4  # names as long as this are words of their own in many languages
_NEAR = 12  # a number stands within so many characters of a month whose name is short
_WORD = re.compile(r"[^\W\d_][\w\u0300-\u036f\u0900-\u0dff\u200c\u200d]*")
_NUMERIC = re.compile(
    r"(?<!\d)(\d{1,2})\s?[月월]|[Tt]háng\s(\d{1,2})(?!\d)|(?<![十一二三四五六七八九])([十一二三四五六七八九]{1,2})月"
)
_DIGITS = re.compile(r"(?<!\d)0?(\d{1,2})(?!\d)")


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per month of the source that the translation has not, where it has another."""
    stems: tuple[tuple[str, int], ...] | None = None
    for source, target in texts(unit):
        wanted = _english(source) if _DATE.search(source) else {}
        if wanted:
            stems = stems if stems is not None else _stems(language)
            yield from _compare(wanted, source, target, stems)


def _compare(
    wanted: dict[int, str], source: str, target: str, stems: tuple[tuple[str, int], ...]
) -> Iterator[Finding]:
    found = _named(target, stems)
    allowed = {number for number, name in enumerate(MONTHS, 1) if name in source}
    other = [word for number, word in found.items() if number not in allowed]
    by_number = {int(each) for each in _DIGITS.findall(target)}
    for number, name in wanted.items():
        if other and number not in found and number not in by_number:
            yield Finding(
                f"the source has {name}, the translation “{other[0]}”",
                f"write your language’s word for {name}",
            )


def _english(source: str) -> dict[int, str]:
    """The months in the dates of an English text, by number."""
    names = {match["before"] or match["after"] or _sure(match["alone"]) for match in _DATE.finditer(source)}
    return {MONTHS.index(name) + 1: name for name in names if name}


def _sure(name: str) -> str | None:
    return None if name in _UNCERTAIN else name


def _named(text: str, stems: tuple[tuple[str, int], ...]) -> dict[int, str]:
    """The months that a text names, with the word that it has; by number where that is the language's way."""
    found: dict[int, str] = {}
    for match in _NUMERIC.finditer(text):
        number = _HAN.index(match[3]) + 1 if match[3] in _HAN else int(match[1] or match[2] or 0)
        found.setdefault(number, match[0])
    folded = _folded(text)
    for match in _WORD.finditer(folded) if stems else ():
        number = _month(match[0], folded, match.start(), stems)
        if number:
            found.setdefault(number, match[0])
    return found


def _month(word: str, text: str, at: int, stems: tuple[tuple[str, int], ...]) -> int:
    """The number of the month that a word names; 0 if none. Arabic and Hebrew join up to two letters to its front."""
    fronts = range(3) if "\u0590" <= word[0] <= "\u06ff" else range(1)
    for stem, number in stems:
        if any(word.startswith(stem, front) or text.startswith(stem, at + front) for front in fronts):
            near = text[max(0, at - _NEAR) : at + len(word) + _NEAR]
            return number if len(stem) > SHORT or any(map(str.isdigit, near)) else 0
    return 0


@lru_cache(maxsize=128)
def _stems(language: Language) -> tuple[tuple[str, int], ...]:
    """How the words for the months begin, the longest first; nothing for a language that Babel does not know."""
    if language.locale is None:
        return ()
    # Babel 2.18 mixes up the stand-alone names of languages once it has read the Hebrew ones: `_ALSO` has them instead.
    own = _ALSO.get(language.tag.split("-")[0], ("",) * 12)
    found: dict[str, int] = {}
    months = get_month_names("wide", "format", language.locale)
    for number in range(1, 13):
        for form in _folded(f"{months[number]} {own[number - 1]}").split():
            if not any(map(str.isdigit, form)) and found.setdefault(form, number) != number:
                found[form] = 0
    return tuple(
        sorted(((form, number) for form, number in found.items() if number), key=lambda each: -len(each[0]))
    )


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text.casefold())
