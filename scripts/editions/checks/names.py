"""
Names and terms are what the project agreed to call them.

Organisations, persons, places and works have official forms; `locales/names.toml` holds them by language. The name
may be inflected, or joined to an article or a particle. Silent for a language that has no rendering of it.

Terms:
    [[name]]
    source = "Socialist Equality Party"
    de = "Socialist Equality Party"
    fr = "Parti de l’égalité socialiste"
    ru = "Партия социалистического равенства"
    ar = "حزب المساواة الاشتراكية"
    [[term]]
    source = "working class"
    de = "Arbeiterklasse"
    tr = "işçi sınıfı"

Bad (de):
    msgid "The Socialist Equality Party condemns this."
    msgstr "Die Sozialistische Gleichheitspartei verurteilt das."

Bad (fr):
    msgid "The Socialist Equality Party condemns this."
    msgstr "Le Parti socialiste égalitaire condamne cela."

Good (ru):
    msgid "Statement of the Socialist Equality Party"
    msgstr "Заявление Партии социалистического равенства"

Good (ar):
    msgid "The Socialist Equality Party condemns this."
    msgstr "يدين حزب المساواة الاشتراكية ذلك."

Good (de):
    msgid "the rights of the working class"
    msgstr "die Rechte der Arbeiterklasse"

Good (tr):
    msgid "for the working class"
    msgstr "işçi sınıfının yararına"

Good (ta):
    msgid "The Socialist Equality Party condemns this."
    msgstr "இதை கட்சி கண்டிக்கிறது."
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions.checks import Finding
from editions.checks._named import named
from editions.terms import occurs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language
    from editions.terms import Terms

SCOPE = "terms"
WAIVABLE = True
SEVERITY = "warning"


def check(unit: Unit, language: Language, terms: Terms) -> Iterator[Finding]:
    """Yields one finding per name or term of the source that is not there as it was agreed."""
    for entry, text in named(unit, terms):
        rendered = entry.rendered(language)
        if rendered and not any(occurs(each, text, language) for each in rendered):
            yield Finding(
                f"“{entry.source}” is not there as it was agreed: {' or '.join(rendered)}",
                f"write {rendered[0]}, inflected as the sentence needs",
            )
