"""
An order: one edition to be built, the folder where Sphinx works on it, and what is remembered of it there.

    <kind>/             what Sphinx wrote
    <kind>.json         the stamp: two hashes of all that went into it, and of what it can do
    <kind>.powers.json  what it can do (`editions.powers`)
    <kind>.cleared      the stamp of what may be shown: compared with the source edition, it can do nothing more
    <kind>.placed       the stamp of what readers have
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.metadata import distributions
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from editions import assembly, sanitise
from editions.files import digest, digest_tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from editions.language import Language
    from editions.project import Project, View

VERSION = 2


@dataclass(frozen=True)
class Order:
    """
    One edition to be built.

    `aside`: only to be compared with, in a folder of its own and for no reader. `fresh`: from nothing, since what an
    earlier build left behind may be taken for something of this one.
    """

    project: Project
    language: Language
    view: View
    kind: str
    aside: bool = False
    fresh: bool = False

    @property
    def staging(self) -> Path:
        """The folder of the language; its doctrees serve all kinds."""
        if self.aside:
            return assembly.aside(self.project, self.language, self.view)
        return assembly.staging(self.project, self.language, self.view)

    @property
    def is_source(self) -> bool:
        """True for the edition that the others are compared with."""
        return self.language.code == self.project.source_language.code

    @property
    def built(self) -> Path:
        """The folder that Sphinx wrote."""
        return self.staging / self.kind

    @property
    def stamp(self) -> Path:
        """What went into it; missing while it is built, and after a build that failed."""
        return self.staging / f"{self.kind}.json"

    @property
    def powers(self) -> Path:
        """What it can do."""
        return self.staging / f"{self.kind}.powers.json"

    @property
    def cleared(self) -> Path:
        """Names the stamp of what may be shown, and that of the edition it was compared with."""
        return assembly.cleared(self.staging, self.kind)

    @property
    def placed(self) -> Path:
        """Names the stamp of what readers have: a build that was killed in between has built and not placed."""
        return self.staging / f"{self.kind}.placed"


def environment_of(project: Project) -> str:
    """The hash of all that is not text: installed distributions, this program, configuration, list of languages."""
    versions = sorted({f"{each.name}=={each.version}" for each in distributions()})
    program = digest_tree(Path(str(files("editions"))))
    codes = [language.code for language in project.editions]
    return digest(
        json.dumps([VERSION, versions, program, codes, dict(project.options)], default=str).encode()
    )


def inputs_of(order: Order, outside: Sequence[str]) -> str:
    """The hash of source, sanitised catalogs with their states, and files outside that Sphinx depended on."""
    project = order.project
    catalogs = sanitise.folder(project, order.view) / order.language.code
    without = frozenset({project.output, project.locales})
    return digest_tree(project.source, catalogs, *map(Path, outside), without=without)


def read_stamp(order: Order) -> dict[str, Any]:
    """The stamp of the last build that was completed; empty where there is none of this version."""
    try:
        stamp: dict[str, Any] = json.loads(order.stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if stamp.get("version") == VERSION else {}


def stands(order: Order, environment: str) -> bool:
    """True where nothing has changed since it was built, and what it can do is known."""
    stamp = read_stamp(order)
    return (
        stamp.get("environment") == environment
        and order.built.is_dir()
        and order.powers.is_file()
        and stamp["powers"] == digest(order.powers.read_bytes())
        and stamp["inputs"] == inputs_of(order, stamp["outside"])
    )
