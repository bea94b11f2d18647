"""The stage `update`: brings every language's catalogs to the templates and loses nothing (DESIGN 2)."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from editions.catalog import Catalog, CatalogError, save
from editions.problem import UserError
from editions.update.create import new_catalogs
from editions.update.merge import Counts, merge, prove_nothing_lost

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from editions.language import Language
    from editions.problem import Problem
    from editions.project import Project

__all__ = ["Counts", "Report", "update"]


@dataclass(frozen=True)
class Report:
    """
    What became of one catalog.

    `path` is relative to the project. `created`: the catalog is new; `written`: its bytes changed; `orphan`:
    no template belongs to it, it was left alone; `problem`: it could not be read or written. A damaged
    template has a report with an empty `language`.
    """

    language: str
    path: str
    counts: Counts = field(default_factory=Counts)
    created: bool = False
    written: bool = False
    orphan: bool = False
    problem: Problem | None = None

    def __str__(self) -> str:
        """One line for the person who ran the stage."""
        if self.problem:
            return str(self.problem)
        if self.orphan:
            return f"{self.path}: no template belongs to it; left as it is"
        return f"{self.path}: {self._what()}"

    def _what(self) -> str:
        counts = self.counts
        if self.created:
            return f"created, {counts.added} units"
        words = {"new": counts.added, "changed": counts.changed, "gone": counts.gone, "back": counts.revived}
        told = ", ".join(f"{number} {word}" for word, number in words.items() if number)
        if not self.written:
            return "unchanged"
        return told or "the places in the source are up to date"


def update(project: Project, languages: Sequence[Language]) -> list[Report]:
    """
    Brings the languages' catalogs to the templates; creates those that are missing, also for a new language.

    Returns one report for each catalog and each damaged template, sorted by language and path. What cannot be
    read is reported and left alone.

    Raises:
        UserError: there are no templates.
    """
    templates, reports = _load_templates(project)
    for language in languages:
        reports += _create(project, language, templates)
        reports += _update_existing(project, language, templates)
    return sorted(_one_each(reports), key=lambda report: (report.language, report.path))


def _load_templates(project: Project) -> tuple[dict[str, Catalog], list[Report]]:
    folder = project.templates
    paths = sorted(folder.rglob("*.pot"))
    if not paths:
        raise UserError(
            f"{project.shown(folder)}: there are no templates (*.pot) here; run `make extract` first"
        )
    templates: dict[str, Catalog] = {}
    damaged = []
    for path in paths:
        domain = project.domain(path)
        try:
            templates[domain] = Catalog.load(path, root=project.root, domain=domain)
        except CatalogError as error:
            damaged.append(Report("", project.shown(path), problem=error.problem))
    return templates, damaged


def _create(project: Project, language: Language, templates: Mapping[str, Catalog]) -> list[Report]:
    missing = [
        template
        for domain, template in templates.items()
        if not os.path.lexists(project.catalog(language, domain))
    ]
    reports = []
    for domain, data in new_catalogs(missing, language):
        path = project.catalog(language, domain)
        save(path, data, expected=None, root=project.root)
        counts = Counts(added=len(templates[domain].units))
        reports.append(Report(language.code, project.shown(path), counts, created=True, written=True))
    return reports


def _update_existing(project: Project, language: Language, templates: Mapping[str, Catalog]) -> list[Report]:
    reports = []
    for path in project.catalogs(language):
        template = templates.get(project.domain(path))
        shown = project.shown(path)
        if template is None:
            reports.append(Report(language.code, shown, orphan=True))
            continue
        try:
            before = Catalog.load(path, root=project.root)
            data, counts = merge(before, template)
            if data != before.data:
                prove_nothing_lost(before, Catalog.parse(data, path, root=project.root), template)
            written = save(path, data, expected=before.data, root=project.root)
            reports.append(Report(language.code, shown, counts, written=written))
        except CatalogError as error:
            reports.append(Report(language.code, shown, problem=error.problem))
    return reports


def _one_each(reports: Iterable[Report]) -> Iterable[Report]:
    """The first report on each catalog: one that was just created needs no second."""
    seen: dict[tuple[str, str], Report] = {}
    for report in reports:
        seen.setdefault((report.language, report.path), report)
    return seen.values()
