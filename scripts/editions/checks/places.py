"""
A country or a large city of the source is no other one in the translation.

Names of countries and of cities (those of CLDR, which knows the ones that time zones are named after) and adjectives of
countries are looked for in both texts. Found is a place that the source does not speak of, where one that it speaks of
is missing. Speaks for all languages that CLDR has names for; a name of several words is looked for in the source only.

Bad (de):
    msgid "the Ecuadorian embassy in London"
    msgstr "die kolumbianische Botschaft in London"

Bad (ja):
    msgid "the government of Ecuador"
    msgstr "ウルグアイ政府"

Bad (ru):
    msgid "the embassy in London"
    msgstr "посольство в Париже"

Bad (fa):
    msgid "Russia, China and elsewhere"
    msgstr "روسیه، هند و جاهای دیگر"

Good (it):
    msgid "the Ecuadorian embassy in London"
    msgstr "l’ambasciata ecuadoriana a Londra"

Good (ja):
    msgid "A title from Thailand"
    msgstr "タイのタイトル"

Good (fr):
    msgid "the US government in Washington"
    msgstr "le gouvernement américain à Washington"
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from editions.checks import Finding
from editions.checks._places import english_places, own_place, places, recognised
from editions.checks._shown import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form with a place that the source has not."""
    for source, target in texts(unit):
        known = recognised(language)
        wanted = english_places(source)
        if wanted:
            given = places(target, language)
            counts, others = (Counter(place.code for place in each) for each in (wanted, given))
            lost = [
                place.word
                for place in wanted
                if place.code in known and counts[place.code] > others[place.code]
            ]
            counts[own_place(language)] += 1  # examples are often moved to where a language is at home
            new = [place.word for place in given if place.code not in counts and place.word not in source]
            if lost and new:
                yield Finding(
                    f"the source speaks of “{lost[0]}”, the translation of “{new[0]}”",
                    f"write your language’s name for “{lost[0]}”",
                )
