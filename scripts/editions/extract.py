"""extract: templates from the source; the same source gives the same bytes, whenever and wherever."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from editions import driver
from editions.catalog import Catalog, render
from editions.files import write_if_changed

if TYPE_CHECKING:
    from editions.catalog import Unit
    from editions.project import Project

_LINE = re.compile(r":-?\d+$")  # docutils 0.21 says -1 where it knows no line

_HEADER = {
    "Language": "",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}


@dataclass(frozen=True)
class Template:
    """A template of the source's units: its path, how many units it holds, and whether this run changed it."""

    path: Path
    units: int
    changed: bool


def extract(project: Project) -> list[Template]:
    """
    Writes one template per domain into the project's folder of templates, and drops those that no document needs.

    Locations name files without lines, so that a moved paragraph changes nobody's catalog; no date is written.

    Raises:
        UserError: Sphinx cannot read the source.
    """
    driver.preload()
    raw = project.path(".staging", "gettext")
    driver.in_child(_run_gettext, project)
    written = []
    for pot in sorted(raw.rglob("*.pot")):
        path = project.templates / pot.relative_to(raw)
        units = [_located(unit, project, pot) for unit in Catalog.load(pot, root=project.root).units]
        changed = write_if_changed(path, render(_HEADER, units))
        written.append(Template(path, len(units), changed))
    if project.templates == project.locales / "pot":
        for stale in set(project.templates.rglob("*.pot")) - {template.path for template in written}:
            stale.unlink()
    return written


def _run_gettext(project: Project) -> None:
    from editions.sphinxext.context import Context

    output = project.path(".staging", "gettext")
    shutil.rmtree(output, ignore_errors=True)
    overrides = {
        "language": project.source_language.sphinx_code,
        "gettext_uuid": False,
        "gettext_location": True,
        "editions_context": Context(project, project.source_language),
    }
    driver.run_sphinx(project.source, output, output / ".doctrees", builder="gettext", overrides=overrides)


def _located(unit: Unit, project: Project, pot: Path) -> Unit:
    """The unit with locations relative to the project, as files without lines, each once."""
    names = (_LINE.sub("", location) for location in unit.locations)
    paths = (Path(pot.parent, name).resolve() for name in names)
    return replace(unit, locations=tuple(dict.fromkeys(project.shown(path) for path in paths)))
