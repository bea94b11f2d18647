"""
Every catalog belongs to a document of the source.

A catalog without a template is read by nobody: its document was renamed or removed, or the templates were
never made.

Bad (de):
    msgid "Free Julian Assange!"
    msgstr "Freiheit für Julian Assange!"

Template:
    msgid "Free Julian Assange!"
    msgstr ""

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
    """Yields one finding where there is a catalog and no template of its name."""
    if catalog is not None and template is None:
        yield Finding("no document of the source has this name", f"run `make update LANG={language.code}`")
