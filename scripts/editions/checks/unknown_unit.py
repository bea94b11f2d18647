"""
Every paragraph of the catalog is one of the source documents.

A paragraph that the template does not have is shown nowhere: the catalog is out of date. An update keeps the
old translation where the paragraph changed or moved, and puts it aside where it is gone.

Template:
    msgid "Free Julian Assange!"
    msgstr ""

Bad (de):
    msgid "Free Assange!"
    msgstr "Freiheit für Assange!"

Good (de):
    msgid "Free Julian Assange!"
    msgstr "Freiheit für Julian Assange!"
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
    """Yields the units that the template does not have; nothing where there is no template at all."""
    if catalog is None or template is None:
        return
    known = {unit.key for unit in template.units}
    for unit in catalog.units:
        if unit.key not in known:
            yield Finding(
                "this paragraph is no longer in the source", f"run `make update LANG={language.code}`", unit
            )
