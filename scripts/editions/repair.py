"""The stage repair: what rules know without doubt is put right, in machine text only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from editions.catalog import INTERFACE_DOMAIN, Catalog, CatalogError, Change, rewrite
from editions.fingerprint import targets_hash
from editions.mending import repaired
from editions.state import own_marks, state_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from editions.catalog import Unit
    from editions.catalog.unit import Identity
    from editions.language import Language
    from editions.problem import Problem
    from editions.project import Project
    from editions.trust import Trust


@dataclass(frozen=True)
class Repaired:
    """What became of one catalog (`path`, below the project): paragraphs by rule, or why it was left alone."""

    path: str
    rules: Mapping[str, int]
    problems: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        """`locales/de/…/a.po: repaired: ellipsis 2, straight-quotes 1`."""
        if self.problems:
            return "\n".join(map(str, self.problems))
        return f"{self.path}: repaired: {', '.join(f'{name} {count}' for name, count in self.rules.items())}"


def repair(project: Project, languages: Sequence[Language], trust: Trust | None = None) -> Iterator[Repaired]:
    """
    Repairs the machine texts of the languages; yields what became of each catalog that was touched or is damaged.

    A text is touched only where it is a machine's own and nobody stands behind it. It stays a draft of the same
    engine. Each catalog is locked, saved whole or not at all, and logged; a second run finds nothing to do.
    """
    for language in languages:
        for path in project.catalogs(language):
            if project.domain(path) != INTERFACE_DOMAIN:
                yield from _Repair(project, language, path, trust).run()


@dataclass
class _Repair:
    """The repair of one catalog; `done` counts the paragraphs by rule."""

    project: Project
    language: Language
    path: Path
    trust: Trust | None
    done: Counter[str] = field(default_factory=Counter)

    def run(self) -> Iterator[Repaired]:
        """Saves what is repaired, and tells of it."""
        shown = self.project.shown(self.path)
        try:
            rewrite(self.path, self._rewritten, root=self.project.root)
        except CatalogError as error:
            yield Repaired(shown, {}, tuple(error.problems))
            return
        if self.done:
            yield Repaired(shown, dict(sorted(self.done.items())))

    def _rewritten(self, data: bytes | None) -> bytes:
        if data is None:
            raise CatalogError(
                self.project.shown(self.path), 1, "the file is no longer there", "run it again"
            )
        catalog = Catalog.parse(data, self.path, root=self.project.root)
        changes: dict[str | Identity, Change] = {}
        for unit in catalog.units:
            if is_a_machines(unit, self.trust):
                better, names = repaired(unit, self.language)
                self.done.update(names)
                if names:
                    mark = replace(own_marks(unit)[0], t=targets_hash(better.targets)[:16])
                    changes[unit.identity] = Change(targets=better.targets, mark=mark)
        return catalog.edit(changes) if changes else data


def is_a_machines(unit: Unit, trust: Trust | None) -> bool:
    """True where a text is a machine's own words, and no person stands behind it."""
    if not unit.has_text or not own_marks(unit) or state_of(unit, trust) != "machine":
        return False
    return not (trust and trust.people_behind(unit))
