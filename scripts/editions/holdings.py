"""What a language has: its catalogs beside the templates of the source, whether they can be read or not."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from editions.catalog import INTERFACE_DOMAIN, Catalog, CatalogError
from editions.problem import parse_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from editions.catalog import Unit
    from editions.language import Language
    from editions.problem import Problem
    from editions.project import Project


@dataclass(frozen=True)
class Holding:
    """
    One document in one language: catalog, template, or both.

    `path` is where the catalog lies or would lie, relative to the project. No catalog and no problems: it is
    not there yet. Problems: it is there, and cannot be read.
    """

    path: str
    catalog: Catalog | None
    template: Catalog | None
    problems: tuple[Problem, ...] = ()

    @property
    def units(self) -> tuple[Unit, ...]:
        """The catalog's units, then those that only the template has, which are not translated yet."""
        own = self.catalog.units if self.catalog else ()
        known = {unit.key for unit in own}
        every = self.template.units if self.template else ()
        return own + tuple(unit for unit in every if unit.key not in known)


def templates(project: Project) -> dict[str, Catalog]:
    """
    The templates of the source by domain, sorted.

    Raises:
        CatalogError: one of them cannot be read; `make extract` makes it anew.
    """
    domains = {project.domain(path): path for path in sorted(project.templates.rglob("*.pot"))}
    domains.pop(INTERFACE_DOMAIN, None)
    return {domain: Catalog.load(path, root=project.root, domain=domain) for domain, path in domains.items()}


def holdings(project: Project, language: Language, known: Mapping[str, Catalog]) -> Iterator[Holding]:
    """Yields what the language has of every document, sorted by path; `known` are the templates by domain."""
    paths = {project.domain(path): path for path in project.catalogs(language)}
    paths.pop(INTERFACE_DOMAIN, None)
    every = paths | {domain: project.catalog(language, domain) for domain in known if domain not in paths}
    for domain, path in sorted(every.items(), key=lambda item: item[1]):
        yield _holding(project, path, known.get(domain), exists=domain in paths)


def interface(project: Project, language: Language) -> Holding:
    """What the language has of the interface's strings, which are no document's and count nowhere."""
    path = project.catalog(language, INTERFACE_DOMAIN)
    return _holding(project, path, None, exists=os.path.lexists(path))


def readable(project: Project, language: Language) -> Iterator[Catalog]:
    """Yields the language's catalogs but the interface's, sorted by path; of those that cannot be read check tells."""
    for holding in holdings(project, language, {}):
        if holding.catalog:
            yield holding.catalog


def find_named(catalog: Catalog, name: str) -> Unit | None:
    """The unit of a catalog that a key or a place (`path:line`) names; an obsolete one is none."""
    place = parse_place(name)
    if place is None:
        return next((unit for unit in catalog.units if unit.key == name), None)
    path, line = place
    unit = catalog.at(line) if path == catalog.path else None
    return None if unit is None or unit.obsolete else unit


def language_of(project: Project, problem: Problem) -> str:
    """The code of the language whose folder a problem lies in; for all others the source's."""
    folder = f"{project.shown(project.locales)}/"
    code = problem.path.removeprefix(folder).split("/", 1)[0] if problem.path.startswith(folder) else ""
    return (
        code if any(code == language.code for language in project.languages) else project.source_language.code
    )


def _holding(project: Project, path: Path, template: Catalog | None, *, exists: bool) -> Holding:
    shown = project.shown(path)
    if not exists:
        return Holding(shown, None, template)
    try:
        return Holding(shown, Catalog.load(path, root=project.root), template)
    except CatalogError as error:
        return Holding(shown, None, template, error.problems)
