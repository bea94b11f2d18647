"""What the extension knows of the build it runs in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from editions.catalog import Unit
from editions.interface import Interface
from editions.sanitise import folder, own_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sphinx.config import Config

    from editions.language import Language
    from editions.project import Project, View


@dataclass(frozen=True)
class Shown:
    """
    A unit as an edition shows it: its state, whether its own text is shown, else the earlier one to fold.

    `change` is how the source changed since, as pairs of old and new words; empty where that is not known.

    `links` are the addresses that its links lead to, in the place of the source's: the same sites in its language.
    `path` and `line` are where its translation stands, relative to the project; empty and 0 where there is none.
    """

    key: str
    state: str
    shown: bool
    earlier: str = ""
    path: str = ""
    line: int = 0
    change: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Context:
    """One edition that is being built; with `overrides` for Sphinx's configuration."""

    project: Project
    language: Language
    view: View = "working"

    @property
    def is_source(self) -> bool:
        """True for the edition in the source language, which has no catalogs."""
        return self.language.code == self.project.source_language.code

    @cached_property
    def ui(self) -> Interface:
        """The theme's own strings in the edition's language."""
        return Interface.load(self.language)

    @property
    def locale_dirs(self) -> list[str]:
        """What Sphinx must read translations from, and nothing else."""
        return [] if self.is_source else [str(own_folder(self.project, self.language, self.view))]

    def side_file(self, domain: str) -> Path:
        """Where the states of a domain's units are noted beside its sanitised catalog."""
        return folder(self.project, self.view) / self.language.code / "LC_MESSAGES" / f"{domain}.json"

    def units(self, domain: str) -> Mapping[str, Mapping[str, Any]]:
        """The side file's units by key; empty where the domain has no catalog."""
        path = self.side_file(domain)
        if self.is_source or not path.is_file():
            return {}
        units: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["units"]
        return units

    def shown(self, domain: str, source: str, units: Mapping[str, Mapping[str, Any]]) -> Shown:
        """How the edition shows the unit of this source text."""
        key = Unit("", domain, None, source).key
        if self.is_source:
            return Shown(key, "source", shown=True)
        unit = units.get(key, {"state": "missing", "shown": False})
        return Shown(
            key,
            unit["state"],
            unit["shown"],
            unit.get("earlier", ""),
            unit.get("path", ""),
            unit.get("line", 0),
            tuple((old, new) for old, new in unit.get("change", ())),
            tuple(unit.get("links", {}).items()),
        )


def context_of(config: Config) -> Context:
    """The context of the build that runs with this configuration; set before any document is read."""
    context: Context = config.editions_context
    return context
