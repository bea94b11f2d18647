"""site: all editions of a view in one folder that can be read from anywhere, with a page to choose a language."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from editions import assembly
from editions.files import replace_folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from editions.language import Language
    from editions.project import Project


def site(project: Project, languages: Sequence[Language], states: Mapping[str, Mapping[str, int]]) -> Path:
    """
    Puts the working editions of the languages into <output>/site, whole and at once; returns its index page.

    `states` counts each language's units by state, by code.
    """
    destination = project.path("site")
    new = destination.with_name(f".{destination.name}.new-{os.getpid()}")
    shutil.rmtree(new, ignore_errors=True)
    try:
        assembly.assemble(project, "working", languages, states, new)
        replace_folder(new, destination)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return destination / "index.html"
