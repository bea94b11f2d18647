"""
No name or term appears in a form that the project forbids.

A forbidden form is one that readers take for something else: another organisation's name, a translation that was given
up. `locales/names.toml` lists them, by language.

Terms:
    [[name]]
    source = "Socialist Equality Party"
    de = "Socialist Equality Party"
    forbidden.de = ["Sozialistische Gleichheitspartei"]

Bad (de):
    msgid "The Socialist Equality Party condemns this."
    msgstr "Die Sozialistische Gleichheitspartei verurteilt das."

Good (de):
    msgid "The Socialist Equality Party condemns this."
    msgstr "Die Socialist Equality Party verurteilt das."

Good (de):
    msgid "This is condemned."
    msgstr "Die Sozialistische Gleichheitspartei verurteilt das."
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions.checks import Finding
from editions.checks._named import named
from editions.terms import stands

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language
    from editions.terms import Terms

SCOPE = "terms"
WAIVABLE = True
SEVERITY = "warning"


def check(unit: Unit, language: Language, terms: Terms) -> Iterator[Finding]:
    """Yields one finding per forbidden form of a name or term that the source speaks of."""
    for entry, text in named(unit, terms):
        rendered = entry.rendered(language)
        for form in entry.forbidden.get(language.code, ()):
            if stands(form, text, language):
                fix = f"write {rendered[0]}" if rendered else None
                yield Finding(f"“{form}” is not to be used for “{entry.source}”", fix)
