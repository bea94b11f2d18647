"""
Names and terms are what the project agreed to call them.

Organisations, persons, places and works have official forms; `locales/names.toml` holds them by language. The name
may be inflected, or joined to an article or a particle. A surname that stands alone is looked for as the full name has
it, and a name stands there as often as in the source. Silent for a language that has no rendering of it.

Terms:
    [[name]]
    source = "Socialist Equality Party"
    de = "Socialist Equality Party"
    fr = "Parti de l’égalité socialiste"
    ru = "Партия социалистического равенства"
    ar = "حزب المساواة الاشتراكية"
    [[name]]
    source = "Julian Assange"
    de = "Julian Assange"
    ru = "Джулиан Ассанж"
    [[name]]
    source = "WikiLeaks"
    ja = "ウィキリークス"
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

Bad (de):
    msgid "Assange must be freed."
    msgstr "Snowden muss befreit werden."

Bad (ja):
    msgid "The staff of WikiLeaks and WikiLeaks itself"
    msgstr "ウィキリークスの職員とウィキペディア"

Good (ru):
    msgid "Assange must be freed."
    msgstr "Свободу Ассанжу!"

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

import re
from typing import TYPE_CHECKING

from editions.checks import Finding
from editions.checks._named import named, names, times
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
    """Yields one finding per name or term of the source that is not there as it was agreed, or not as often."""
    missing = set()
    for entry, text in named(unit, terms):
        rendered = entry.rendered(language)
        if rendered and not any(occurs(each, text, language) for each in rendered):
            missing.add(entry.source)
            yield _finding(entry.source, rendered)
    for name, rendered, source, text in names(unit, terms, language):
        if name not in missing:
            wanted = len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", source))
            given = times(rendered, text, language)
            if given == 0:
                yield _finding(name, rendered)
            elif given < wanted:
                said = f"“{name}” stands {wanted} times in the source, in the translation {given}"
                yield Finding(said, f"look whether {rendered[0]} is missing, or another name stands there")


def _finding(name: str, rendered: tuple[str, ...]) -> Finding:
    return Finding(
        f"“{name}” is not there as it was agreed: {' or '.join(rendered)}",
        f"write {rendered[0]}, inflected as the sentence needs",
    )
