"""
The words of the editions themselves: notices, labels, names of states, in the reader's language.

They ship with the package, one catalog a language (`theme/locale/<code>/LC_MESSAGES/editions.po`); the
English text is the key. Where no catalog fits, English stands in and says so: `lang`, `dir`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from editions.catalog import Catalog
from editions.judge import INTERFACE, judge
from editions.language import Language

if TYPE_CHECKING:
    from collections.abc import Mapping

THEME = Path(__file__).parent / "theme"
LOCALE = THEME / "locale"
DOMAIN = "editions"
ENGLISH = Language("en")


@dataclass(frozen=True)
class Interface:
    """The strings for a reader; `language` is the one that they are in, not always the one asked for."""

    language: Language
    strings: Mapping[str, str]

    @classmethod
    def load(cls, language: Language) -> Interface:
        """
        The strings in the language, else in the nearest one of the same base and script, else in English.

        So `de_AT` reads `de`, and `zh_TW` never reads `zh_CN`, whose characters are others.

        Raises:
            CatalogError: a catalog of the package is damaged.
        """
        code = _nearest(language)
        return cls(Language(code), _strings(code)) if code else cls(ENGLISH, {})

    def __call__(self, text: str) -> str:
        """The English text in this language; `{placeholders}` stay for the caller to fill."""
        return self.strings.get(text, text)

    @property
    def lang(self) -> str:
        """The BCP 47 tag of what it returns."""
        return self.language.tag

    @property
    def dir(self) -> str:
        """The direction of what it returns: `ltr` or `rtl`."""
        return self.language.direction

    def name_of(self, language: Language) -> str:
        """Another language's name in this one (CLDR), as in a sentence; its own name where CLDR has none."""
        names: Mapping[str, str] = self.language.locale.languages if self.language.locale else {}
        base = language.tag.split("-")[0]
        return names.get(language.tag.replace("-", "_")) or names.get(base) or language.endonym


def languages() -> tuple[str, ...]:
    """The codes of the package's catalogs, sorted; English, the keys' own language, needs none."""
    return tuple(sorted(path.parent.parent.name for path in LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po")))


@cache
def _strings(code: str) -> Mapping[str, str]:
    """The finished translations of a catalog by their English text; none unsure (fuzzy) or more than text."""
    catalog = Catalog.load(LOCALE / code / "LC_MESSAGES" / f"{DOMAIN}.po", root=THEME.parent)
    return {
        unit.source: unit.target
        for unit in catalog.units
        if unit.target and not unit.fuzzy and not judge(unit.source, unit.target, INTERFACE)
    }


def _nearest(language: Language) -> str | None:
    known = languages()
    if language.code in known:
        return language.code
    base = language.tag.split("-")[0]
    kin = [code for code in known if code.split("_")[0].split("@")[0] == base]
    fitting = [code for code in kin if Language(code).script == language.script]
    return min(fitting, key=len, default=None)
