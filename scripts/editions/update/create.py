"""New catalogs: sphinx-intl makes them from the templates, then they get our header and form."""

from __future__ import annotations

import contextlib
import io
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from editions.catalog import Catalog, render

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from editions.catalog import Unit
    from editions.language import Language


def new_catalogs(templates: Sequence[Catalog], language: Language) -> Iterator[tuple[str, bytes]]:
    """
    The language's new catalogs, one for each template: (domain, bytes).

    Raises:
        RuntimeError: sphinx-intl made something else of a template; a bug.
    """
    if not templates:
        return
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for template in templates:
            path = root / "pot" / f"{template.domain}.pot"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(template.data)
        _run_sphinx_intl(root, language)
        for template in templates:
            path = root / "locale" / language.code / "LC_MESSAGES" / f"{template.domain}.po"
            made = Catalog.load(path, root=root)
            if [unit.identity for unit in made.units] != [unit.identity for unit in template.units]:
                raise RuntimeError(f"{template.path}: sphinx-intl did not copy all units; this is a bug")
            yield template.domain, render(_header(template, made, language), map(without_lines, made.units))


def _run_sphinx_intl(root: Path, language: Language) -> None:
    from sphinx_intl import basic  # seldom needed, and slow to load

    # It prints one line for each catalog, in its own words.
    with contextlib.redirect_stdout(io.StringIO()):
        basic.update(str(root / "locale"), str(root / "pot"), (language.code,), jobs=1)


def _header(template: Catalog, made: Catalog, language: Language) -> dict[str, str]:
    """Without dates: they would change the file whenever nothing else does."""
    fields = {
        "Project-Id-Version": template.header.get("Project-Id-Version", ""),
        "Report-Msgid-Bugs-To": template.header.get("Report-Msgid-Bugs-To", ""),
        "Language": language.code,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": made.header.get("Plural-Forms", ""),
    }
    return {name: value for name, value in fields.items() if value}


def without_lines(unit: Unit) -> Unit:
    """The unit with its source files as locations, each once; line numbers would change too often."""
    return replace(unit, locations=tuple(sorted(unit.files)))
