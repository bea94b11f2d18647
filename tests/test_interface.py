"""The words of the editions themselves: complete, plain, and never in the wrong script."""

import re
import string
from pathlib import Path

import polib
import pytest

from editions import interface
from editions.catalog import Catalog
from editions.formats.html import front, notice
from editions.interface import LOCALE, Interface
from editions.language import Language

PACKAGE = LOCALE.parent.parent
TEMPLATE = polib.pofile(str(LOCALE / "editions.pot"))
KEYS = {entry.msgid for entry in TEMPLATE}
CALL = re.compile(r"""\b(?:ui|say)\(\s*(["'])(?P<key>.+?)\1""")


def catalog_path(code: str) -> Path:
    """Where the package keeps the catalog."""
    return LOCALE / code / "LC_MESSAGES" / "editions.po"


def placeholders(text: str) -> list[str]:
    """The names in braces, sorted."""
    return sorted(field for _, field, _, _ in string.Formatter().parse(text) if field is not None)


@pytest.mark.parametrize("code", interface.languages())
def test_catalog_translates_every_key_once(code):
    """A shipped catalog holds each key of the template, translated, none unsure."""
    units = Catalog.load(catalog_path(code), root=LOCALE).units
    assert sorted(unit.source for unit in units) == sorted(KEYS)
    assert all(unit.target.strip() and not unit.fuzzy for unit in units)


@pytest.mark.parametrize("code", interface.languages())
def test_placeholders_are_those_of_the_key_and_there_is_no_markup(code):
    """A translation fills the same placeholders as its key and holds no HTML, reStructuredText or direction marks."""
    for unit in Catalog.load(catalog_path(code), root=LOCALE).units:
        assert placeholders(unit.target) == placeholders(unit.source)
        assert not re.search(r"[<>&*`|\u200e\u200f\u202a-\u202e\u2066-\u2069]", unit.target)
        assert unit.target == unit.target.strip()


@pytest.mark.parametrize("code", interface.languages())
def test_catalog_says_that_nobody_has_reviewed_it(code):
    """The head of each catalog names it a machine draft."""
    assert "Machine drafts by the engine llm; no person has reviewed them." in catalog_path(code).read_text(
        "utf-8"
    )


@pytest.mark.parametrize("code", interface.languages())
def test_catalog_reads_the_same_with_another_library(code):
    """What the interface returns is what polib reads."""
    loaded = Interface.load(Language(code))
    assert {entry.msgid: entry.msgstr for entry in polib.pofile(str(catalog_path(code)))} == dict(
        loaded.strings
    )


def test_every_text_that_the_package_asks_for_is_a_key():
    """No call of the interface in templates and modules names a text that the catalogs lack."""
    files = [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html")]
    asked = {match["key"] for path in files for match in CALL.finditer(path.read_text(encoding="utf-8"))}
    asked |= {value for name, value in vars(notice).items() if name.isupper() and isinstance(value, str)}
    asked |= set(notice.MARKED.values())
    counts = ({}, {"machine": 1}, {"missing": 1}, {"vouched": 1}, {"translated": 1})
    asked |= {front.describe(states) for states in counts}
    assert asked
    assert asked <= KEYS


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("de", "de"),
        ("de_AT", "de"),
        ("ar_EG", "ar"),
        ("zh_CN", "zh-Hans"),
        ("zh_Hans", "zh-Hans"),
        ("zh_TW", "en"),
        ("zh_HK", "en"),
        ("tlh", "en"),
        ("en", "en"),
    ],
)
def test_a_language_falls_back_to_its_kin_of_the_same_script_else_to_english(asked, given):
    """Austrian German reads German; traditional Chinese never reads simplified Chinese."""
    assert Interface.load(Language(asked)).lang == given


def test_the_interface_says_which_language_it_speaks():
    """Language and direction are those of the strings returned, not of the ones asked for."""
    arabic, sorani = Interface.load(Language("ar")), Interface.load(Language("ckb"))
    assert (arabic.lang, arabic.dir) == ("ar", "rtl")
    assert (sorani.lang, sorani.dir) == ("en", "ltr")


def test_an_unknown_text_comes_back_as_it_is():
    """A text without translation is shown in English rather than not at all."""
    assert Interface.load(Language("de"))("Never translated") == "Never translated"


@pytest.mark.parametrize(
    ("reader", "named", "name"),
    [
        ("de", "en", "Englisch"),
        ("ar", "en", "الإنجليزية"),
        ("zh_CN", "en", "英语"),
        ("en", "zh_CN", "Simplified Chinese"),
        ("en", "pt_BR", "Brazilian Portuguese"),
        ("de", "tlh", "Klingonisch"),
    ],
)
def test_languages_are_named_in_the_readers_language(reader, named, name):
    """The name of a language comes from CLDR in the reader's own."""
    assert Interface.load(Language(reader)).name_of(Language(named)) == name
