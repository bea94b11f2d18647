"""What countries and large cities are called: by CLDR (Babel), and by English adjectives. No rule itself."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from babel import Locale

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.language import Language

# English adjectives, peoples and other names of countries (ISO 3166), as far as they are not the name with an ending.
_ALSO = """
AF Afghan Afghans; AL Albanian; AO Angolan; AT Austrian Vienna Viennese; BE Belgian; BG Bulgarian; BO
Bolivian; BR Brazilian; BY Belarusian; CH Swiss; CN Chinese; CU Cuban; CY Cypriot; CZ Czech; DE German
Germans; DK Danish Dane Danes; EE Estonian; EG Egyptian; ES Spanish Spaniards; FI Finnish Finns; FR French;
GB British Britain Britons English England Scottish Scotland U.K UK; GE Georgian; GR Greek Greeks; HR
Croatian Croat Croats; HU Hungarian; IE Irish; IL Israeli; IQ Iraqi; IR Iranian Persian; IS Icelandic; IT
Italian; JP Japanese; KE Kenyan; KR Korea Korean Koreans; LB Lebanese; LT Lithuanian; LV Latvian; MM Myanmar
Burma Burmese; MX Mexican; NL Dutch Netherlands Holland; NO Norwegian; PE Peruvian; PH Filipino Philippine
Philippines; PL Polish Pole Poles; PS Palestinian Palestine; PT Portuguese; RO Romanian; RS Serbian Serb
Serbs; RU Russian; SE Swedish Swede Swedes; SI Slovenian Slovene; SK Slovak; SA Saudi; SD Sudanese; SY
Syrian; TH Thai; TR Turkish Turk Turks Turkey Türkiye; TW Taiwanese; UA Ukrainian; US U.S American Americans
USA US; VE Venezuelan; VN Vietnamese; YE Yemeni; ZA African
"""
# Time zones of cities that people write about; those of the Americas are mostly small places with common words
# for names.
_CONTINENTS = ("Europe/", "Asia/", "Africa/", "Australia/")
_AMERICAN = (
    "New_York Los_Angeles Chicago Detroit Toronto Vancouver Mexico_City Havana Guatemala Managua Bogota Lima"
    " Caracas Montevideo Sao_Paulo Guayaquil"
)
_CAPITAL = re.compile(r"(?:[A-ZÀ-Þ]\.){2,}|[A-ZÀ-Þ][\w’'.-]*")
_WORD = re.compile(r"[^\W\d_][\w\u0300-\u036f\u0900-\u0dff\u200c\u200d]*")
_KATAKANA = re.compile("[\u30a0-\u30fa\u30fc-\u30ff]")
_SOLID = frozenset({"Hans", "Hant", "Jpan"})
_UNCASED = frozenset(
    {"Arab", "Hebr", "Deva", "Beng", "Taml", "Sinh", "Kore", "Thai", "Telu", "Mlym", "Knda", "Geor"}
)
# Languages whose names are the adjectives of a country.
_LANGUAGES = {
    "bg": "BG", "cs": "CZ", "da": "DK", "de": "DE", "el": "GR", "es": "ES", "et": "EE", "fi": "FI",
    "fr": "FR", "hr": "HR", "hu": "HU", "is": "IS", "it": "IT", "ja": "JP", "ko": "KR", "lt": "LT",
    "lv": "LV", "nb": "NO", "nl": "NL", "pl": "PL", "pt": "PT", "ro": "RO", "ru": "RU", "sk": "SK",
    "sl": "SI", "sv": "SE", "tr": "TR", "uk": "UA", "vi": "VN", "zh": "CN",
}  # fmt: skip
_ONE = {"KP": "KR", "CD": "CG", "SS": "SD"}  # countries of one name
_VIRAMA = "\u094d\u09cd\u0bcd\u0dca"  # falls where an ending follows
SHORTEST = 4  # letters of a stem; of one that need not begin with a capital, one more
START = 3  # letters by which names are looked up
CUT = 2  # letters at the end of a name that endings replace: Chile, chilenisch


class Place(NamedTuple):
    """A place in a text: its code (a country's, or a city's time zone), and the word there."""

    code: str
    word: str


def english_places(text: str) -> list[Place]:
    """The countries and cities of an English text, with those that its adjectives speak of."""
    names = _english()
    words = list(_CAPITAL.finditer(text))
    found: list[Place] = []
    end = 0
    for match in words:
        if match.start() < end:
            continue
        for name, code in names.get(match[0][:START], ()):
            if text.startswith(name, match.start()) and not _after(text, match.start(), name).isalpha():
                found.append(Place(code, name))
                end = match.start() + len(name)
                break
    return found


def places(text: str, language: Language) -> list[Place]:
    """The countries and cities of a text of a language, inflected ones and adjectives too."""
    names = _named(language)
    if language.script in _SOLID:
        return list(_solid(text, names))
    found = []
    for match in _WORD.finditer(text):
        word = match[0]
        is_small = word[0].islower()
        for front in (0, 1, 2) if language.direction == "rtl" else (0,):
            code = _code(word[front:].lower(), names, is_small=is_small)
            if code:
                found.append(Place(code, word))
                break
    return found


@lru_cache(maxsize=64)
def recognised(language: Language) -> frozenset[str]:
    """The codes of the places that can be recognised in a text of a language."""
    return frozenset(code for names in _named(language).values() for _, code in names)


def own_place(language: Language) -> str:
    """The code of the country that a language has its name from; empty where that is not known."""
    return _LANGUAGES.get(language.tag.split("-")[0], "")


def _code(word: str, names: dict[str, list[tuple[str, str]]], *, is_small: bool) -> str:
    """The code of the longest name that a word begins with, with an ending as long as endings are; empty if none."""
    for stem, code in names.get(word[:START], ()):
        if word.startswith(stem) and not (is_small and len(stem) <= SHORTEST):
            return code if len(word) - len(stem) <= _ending(stem, code) else ""
    return ""


def _ending(stem: str, code: str) -> int:
    """How many letters may follow: more behind a country, whose adjectives are looked for, than behind a city."""
    if len(stem) < SHORTEST:
        return 0
    is_country = len(code) == 2  # noqa: PLR2004
    if len(stem) == SHORTEST:
        return 3 if is_country else 2
    return len(stem) + 2 if is_country else 4


def _solid(text: str, names: dict[str, list[tuple[str, str]]]) -> Iterator[Place]:
    at = 0
    while at < len(text):
        step = 1
        for name, code in names.get(text[at : at + 2], ()):
            if text.startswith(name, at) and not _is_torn(text, at, name):
                yield Place(code, name)
                step = len(name)
                break
        at += step


def _is_torn(text: str, at: int, name: str) -> bool:
    """True for katakana within a longer word: タイ (Thailand) in タイトル (title)."""
    around = text[max(0, at - 1) : at], text[at + len(name) : at + len(name) + 1]
    return bool(_KATAKANA.match(name)) and any(map(_KATAKANA.match, around))


def _after(text: str, start: int, name: str) -> str:
    return text[start + len(name) : start + len(name) + 1]


@lru_cache(maxsize=1)
def _english() -> dict[str, list[tuple[str, str]]]:
    """The English names of places, by how they begin, the longest first."""
    found = {name: code for code, name in _cldr(Locale("en"), _cities())}
    for code, name in tuple(found.items()):
        if len(name) == 2 and code.endswith("a"):  # noqa: PLR2004  (a country)
            found |= {code + ending: name for ending in ("n", "ns")}
            found |= {code[:-1] + ending: name for ending in ("ian", "ean")}
        elif len(name) == 2:  # noqa: PLR2004
            found |= {code + ending: name for ending in ("ian", "ians", "i", "is", "an", "ese")}
    for line in _ALSO.split(";"):
        code, *names = line.split()
        found |= dict.fromkeys(names, code)
    return _by_start(found, START)


def _by_start(found: dict[str, str], size: int) -> dict[str, list[tuple[str, str]]]:
    by_start: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in sorted(found, key=lambda name: (-len(name), name)):
        by_start[name[:size]].append((name, found[name]))
    return dict(by_start)


@lru_cache(maxsize=64)
def _named(language: Language) -> dict[str, list[tuple[str, str]]]:
    """How the names of places begin in a language, by their first letters; what two places share is left out."""
    if language.locale is None:
        return {}
    found: dict[str, str] = {}
    doubtful: set[str] = set()
    for code, name in _cldr(language.locale, _cities()):
        is_city = len(code) > 2  # noqa: PLR2004
        stem = name if language.script in _SOLID else _stem(name, language, cut=1 if is_city else CUT)
        if stem and not (is_city and stem in found) and found.setdefault(stem, code) != code:
            doubtful.add(stem)
    known = {stem: code for stem, code in found.items() if stem not in doubtful}
    return _by_start(known, 2 if language.script in _SOLID else START)


def _stem(name: str, language: Language, cut: int) -> str:
    """The beginning of a name that its forms and adjectives share; empty for one of many words."""
    if not all(map(_is_part, name)):
        return ""
    name = name.lower()
    if language.script in _UNCASED:
        return name.rstrip(_VIRAMA) if len(name) >= START else ""
    return name[: max(SHORTEST, len(name) - cut)]


def _is_part(character: str) -> bool:
    return character.isalpha() or "\u0900" <= character <= "\u0dff" or character in "\u200c\u200d"


def _cldr(locale: Locale, cities: dict[str, str]) -> Iterator[tuple[str, str]]:
    for code, name in locale.territories.items():
        if code.isalpha() and len(code) == 2:  # noqa: PLR2004  (ISO 3166; no regions of the world)
            yield _ONE.get(code, code), name
    for language, code in _LANGUAGES.items():
        yield code, locale.languages.get(language, "")
    for zone, default in cities.items():
        yield zone, locale.time_zones.get(zone, {}).get("city", default)


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    """The time zones that are named after a city, with its English name."""
    zones = [zone for zone in map(str, Locale("ru").time_zones) if zone.startswith(_CONTINENTS)]
    zones += [f"America/{name}" for name in _AMERICAN.split()]
    return {zone: zone.rpartition("/")[2].replace("_", " ") for zone in zones}
