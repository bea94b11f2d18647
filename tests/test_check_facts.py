"""Rules about facts and languages, where samples do not show enough: units in all languages, nothing told twice."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
from babel.numbers import format_currency, format_percent, get_currency_name
from babel.units import format_unit

from editions.catalog import Catalog
from editions.checks import (
    addresses,
    half_translated,
    rules,
    units,
    untranslated,
    wrong_language,
    wrong_script,
)
from editions.checks._function_words import WORDS
from editions.language import Language

HEADER = b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
LANGUAGES = [
    "am", "ar", "az", "be", "bg", "bn", "ca", "cs", "cy", "da", "de", "el", "es", "et", "eu", "fa", "fi", "fr",
    "ga", "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "km", "kn", "ko", "ky",
    "lo", "lt", "lv", "mk", "ml", "mn", "mr", "ms", "my", "nb", "ne", "nl", "pa", "pl", "ps", "pt", "pt_PT",
    "ro", "ru", "si", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "te", "th", "tr", "uk", "ur", "uz", "vi",
    "zh_CN", "zh_TW",
]  # fmt: skip
MEASURES = {
    "5 km": "length-kilometer", "5 miles": "length-mile", "5 kg": "mass-kilogram", "5 °C": "temperature-celsius",
    "5 GB": "digital-gigabyte", "5 km/h": "speed-kilometer-per-hour", "5 hectares": "area-hectare",
}  # fmt: skip
MONEY = {"$5": "USD", "€5": "EUR", "£5": "GBP", "¥5": "JPY", "₹5": "INR"}


def _unit(source: str, target: str) -> object:
    text = f'msgid "{source}"\nmsgstr "{target}"\n'
    path = Path("/locales/xx/LC_MESSAGES/a.po")
    (unit,) = Catalog.parse(HEADER + text.encode(), path, root=Path("/"), domain="a").units
    return unit


def _said(source: str, target: str, language: Language) -> list[str]:
    return [finding.text for finding in units.check(_unit(source, target), language)]


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_cldr_writes_is_understood_in_every_language(code: str) -> None:
    """Percent, currencies and measures, long, short and as signs, are there for the rule `units`."""
    language = Language(code)
    locale = language.locale
    for length in ("long", "short", "narrow"):
        for source, name in MEASURES.items():
            assert _said(source, format_unit(5, name, length, locale=locale), language) == []
        assert _said("5 percent", format_unit(5, "concentr-percent", length, locale=locale), language) == []
    assert _said("5%", format_percent(0.05, locale=locale), language) == []
    for source, code_of in MONEY.items():
        if (language.code, code_of) != ("bg", "USD"):  # “щ.д.” is written by nobody but CLDR
            assert _said(source, format_currency(5, code_of, locale=locale), language) == []
        assert _said(source, f"5 {get_currency_name(code_of, 5, locale)}", language) == []


@pytest.mark.parametrize("code", ["de", "fr", "ru", "ar", "hi", "ta", "ja", "ko", "zh_CN", "tr", "sw", "el"])
def test_another_unit_is_found_in_every_script(code: str) -> None:
    """Miles that became kilometres, in the words of the language."""
    language = Language(code)
    target = format_unit(5, "length-kilometer", "long", locale=language.locale)
    target = target if re.match(r"\d|[٠-٩]", target) else f"5 {target.replace('5', '').strip()}"
    assert _said("5 miles", target, language) == ["5 is in miles in the source, in kilometers here"]


def _samples(module: object) -> list[tuple[str, str]]:
    page = inspect.cleandoc(module.__doc__) + "\n"
    found = re.findall(r"^Bad \((\w+)\):\n((?:    .*\n|\n)+)", page, re.MULTILINE)
    return [(code, inspect.cleandoc("\n" + text) + "\n") for code, text in found]


@pytest.mark.parametrize(
    "module", [untranslated, half_translated, wrong_script], ids=lambda each: each.__name__
)
def test_a_language_is_not_told_where_another_rule_tells_it(module: object) -> None:
    """A text that was left in the source, or is in another script, is one finding and not two."""
    for code, text in _samples(module):
        path = Path("/locales/xx/LC_MESSAGES/a.po")
        (unit,) = Catalog.parse(HEADER + text.encode(), path, root=Path("/"), domain="a").units
        assert list(wrong_language.check(unit, Language(code))) == []


@pytest.mark.parametrize("code", sorted(WORDS))
def test_small_words_of_a_language_are_in_its_own_script(code: str) -> None:
    """A row of the table has a language that is known, and enough words."""
    assert len(WORDS[code]) > 10
    assert Language(code).name != code


def test_an_address_that_is_refused_is_told_once() -> None:
    """Where `markup` says that an address is not in the source, `addresses` does not say that another is missing."""
    unit = _unit("Read example.org and wsws.org.", "Lest example.org und wsvs.org.")
    assert list(addresses.check(unit, Language("de"))) == []
    (markup,) = [each for each in rules("unit") if each.name == "markup"]
    assert list(markup.run(unit, Language("de")))
