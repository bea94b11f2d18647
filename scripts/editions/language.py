"""A language of the project: its three codes, its script and direction, its dates and digits."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import langcodes
from babel import Locale, UnknownLocaleError
from babel.dates import format_date

if TYPE_CHECKING:
    import datetime as dt

    from editions.own_links import Sites
    from editions.spelling import Spelling

# ISO 639 language, optional ISO 15924 script, optional ISO 3166 or UN M.49 region, optional gettext modifier.
CODE = re.compile(
    r"(?P<lang>[a-z]{2,3})(_(?P<script>[A-Z][a-z]{3}))?(_(?P<region>[A-Z]{2}|\d{3}))?(@(?P<modifier>[a-z]{2,8}))?"
)
# The scripts of CLDR whose likely direction is right to left (Unicode Bidi_Class R and AL of their letters).
RIGHT_TO_LEFT = frozenset(
    {"Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"}
)
_UNKNOWN = "Unknown language"  # how langcodes names what it does not know
VARIANT = 5  # letters that a variant subtag has at least (RFC 5646, 2.1)
# Two decisions of this project: Chinese is named by its script, not by a country.
TAGS = {"zh_CN": "zh-Hans", "zh_TW": "zh-Hant"}
MODIFIER_SCRIPTS = {
    "latin": "Latn",
    "cyrillic": "Cyrl",
    "arabic": "Arab",
    "devanagari": "Deva",
    "iqtelif": "Latn",
}


@dataclass(frozen=True)
class Language:
    """
    One language, known by the code of its catalog folder (`pt_BR`, `zh_CN`, `sr_Latn`, `sr@latin`).

    Three codes are never mixed: `code` for catalogs and Sphinx, `tag` (BCP 47) for readers, and an engine's own.
    `sites` are those whose own edition a translation may link to, `spelling` is there only where somebody asked for it;
    neither makes it another language.
    """

    code: str
    date_locale: str = ""
    sites: Sites | None = field(default=None, compare=False, repr=False)
    spelling: Spelling | None = field(default=None, compare=False, repr=False)

    @staticmethod
    def is_code(text: str) -> bool:
        """True where the text has the form of a catalog code; says nothing about whether the language exists."""
        return CODE.fullmatch(text) is not None

    @cached_property
    def tag(self) -> str:
        """The BCP 47 tag, for HTML, PDF, EPUB and addresses: `pt-BR`, `zh-Hans`, `sr-Latn`."""
        if self.code in TAGS:
            return TAGS[self.code]
        match = CODE.fullmatch(self.code)
        if match is None:
            return "und"
        modifier = match["modifier"]
        script = match["script"] or MODIFIER_SCRIPTS.get(modifier or "")
        variant = (
            modifier if modifier and modifier not in MODIFIER_SCRIPTS and len(modifier) >= VARIANT else None
        )
        parts = [match["lang"], script, match["region"], variant]
        return "-".join(part for part in parts if part)

    @property
    def sphinx_code(self) -> str:
        """The code that Sphinx gets: the catalog folder's."""
        return self.code

    @cached_property
    def locale(self) -> Locale | None:
        """Babel's locale, or None for a language that it does not know; such a language gets no dates."""
        try:
            return Locale.parse(self.tag, sep="-")
        except (UnknownLocaleError, ValueError):
            return None

    @cached_property
    def script(self) -> str:
        """The ISO 15924 code of its script, the likely one (CLDR likely subtags) where the code names none."""
        return str(langcodes.Language.get(self.tag).maximize().script or "Zyyy")

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`: CLDR's by Babel, for codes that Babel does not know by the script."""
        if self.locale is not None:
            return str(self.locale.text_direction)
        return "rtl" if self.script in RIGHT_TO_LEFT else "ltr"

    @cached_property
    def endonym(self) -> str:
        """The language's own name, as a reader looks for it in a list: `Deutsch`, `العربية`, `简体中文`."""
        if self.code in TAGS:
            return {"zh_CN": "简体中文", "zh_TW": "繁體中文"}[self.code]
        name = self.locale.get_display_name() if self.locale else langcodes.Language.get(self.tag).autonym()
        return str(name[:1].upper() + name[1:]) if name and not name.startswith(_UNKNOWN) else self.code

    @property
    def name(self) -> str:
        """The English name, for messages to those who run the pipeline; Babel's, whose names are read faster."""
        known = self.locale.get_display_name("en") if self.locale else None
        name = known or langcodes.Language.get(self.tag).display_name()
        return self.code if name.startswith(_UNKNOWN) else str(name)

    @property
    def unspelt(self) -> str:
        """Why its spelling is not checked; empty where it is, or where nobody asked for it."""
        return self.spelling.why if self.spelling else ""

    def digits(self, text: str) -> str:
        """
        The text with its ASCII digits in the language's default numbering system (CLDR), else unchanged.

        Babel formats dates with Latin digits in every language, so they are mapped here.
        """
        system = self.locale.default_numbering_system if self.locale else "latn"
        return text.translate(_DIGITS.get(system, {}))

    def date(self, day: dt.date) -> str:
        """The date in the language's long form and digits; empty where Babel does not know the language."""
        locale: Locale | str | None = self.date_locale or self.locale
        if locale is None:
            return ""
        return self.digits(format_date(day, format="long", locale=locale))


def _digit_table(zero: int) -> dict[int, int]:
    return {ord("0") + value: zero + value for value in range(10)}


# CLDR numbering system -> code point of its digit zero (numberingSystems.xml, type numeric).
_DIGITS = {
    name: _digit_table(zero)
    for name, zero in {
        "arab": 0x0660, "arabext": 0x06F0, "deva": 0x0966, "beng": 0x09E6, "guru": 0x0A66, "gujr": 0x0AE6,
        "orya": 0x0B66, "tamldec": 0x0BE6, "telu": 0x0C66, "knda": 0x0CE6, "mlym": 0x0D66, "thai": 0x0E50,
        "laoo": 0x0ED0, "tibt": 0x0F20, "mymr": 0x1040, "khmr": 0x17E0, "mong": 0x1810, "olck": 0x1C50,
        "nkoo": 0x07C0, "adlm": 0x1E950, "cakm": 0x11136, "rohg": 0x10D30, "mtei": 0xABF0,
    }.items()
}  # fmt: skip
