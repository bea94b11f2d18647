"""
Every paragraph of the source documents is in the catalog.

What the catalog lacks, no translator gets to see, and readers get it in the source language. An update adds
it.

Template:
    msgid "Free Julian Assange!"
    msgstr ""

    msgid "The survival of democracy requires socialism."
    msgstr ""

Bad (de):
    msgid "Free Julian Assange!"
    msgstr "Freiheit für Julian Assange!"

Good (de):
    msgid "Free Julian Assange!"
    msgstr "Freiheit für Julian Assange!"

    msgid "The survival of democracy requires socialism."
    msgstr ""
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions.checks import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Catalog
    from editions.language import Language

SCOPE = "catalog"
SEVERITY = "warning"


def check(catalog: Catalog | None, template: Catalog | None, language: Language) -> Iterator[Finding]:
    """Yields one finding with the number of paragraphs that the template has and the catalog lacks."""
    if template is None:
        return
    present = {unit.key for unit in catalog.units} if catalog else set()
    absent = sum(unit.key not in present for unit in template.units)
    if absent:
        noun = "paragraph of the source is" if absent == 1 else "paragraphs of the source are"
        yield Finding(f"{absent} {noun} not in this catalog yet", f"run `make update LANG={language.code}`")
