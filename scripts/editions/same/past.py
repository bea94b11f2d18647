"""The past of fuzzy flags: did the change of a source set one, or a person? The save log and git tell."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from editions.catalog import Catalog, CatalogError
from editions.catalog.store import LARGEST
from editions.fingerprint import previous_text, source_text
from editions.saves import entries, units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from editions.catalog import Unit
    from editions.history import History
    from editions.project import Project

Origin = Literal["source", "person", "unknown"]
MOST_COMMITS = 200  # of one catalog that are looked at, the newest first


@dataclass(frozen=True)
class _Version:
    """A catalog's active units at a moment; `partial`: only those that a save changed."""

    units: Sequence[Unit]
    partial: bool = False

    @cached_property
    def _by_text(self) -> Mapping[tuple[str | None, str | None], Sequence[Unit]]:
        """The units by context and source, and by context and the source beside them."""
        found = defaultdict(list)
        for unit in self.units:
            for text in {source_text(unit), previous_text(unit)} - {None}:
                found[unit.context, text].append(unit)
        return found

    def near(self, unit: Unit) -> list[Unit]:
        """The unit as it is in this version, also under its old source or under one that it had in between."""
        texts = {source_text(unit), previous_text(unit)}
        found = [each for text in texts for each in self._by_text.get((unit.context, text), ())]
        return list({id(each): each for each in found}.values())


@dataclass
class _Case:
    """
    One flagged unit, and what its versions say so far, the newest first.

    It is followed from now to the version in which the old source was active; that one decides.
    """

    unit: Unit
    verdict: Origin | None = None

    @cached_property
    def former(self) -> str | None:
        return previous_text(self.unit)

    def look(self, version: _Version) -> None:
        """Takes the next older version in."""
        mine = version.near(self.unit)
        before = [unit for unit in mine if self._is_before(unit)]
        if len(mine) > 1:
            self.verdict = "unknown"  # both stood side by side: they are two paragraphs
        elif before:
            self.verdict = self._before(before[0])
        elif mine and not self._is_as_now(mine[0]):
            self.verdict = "person"  # since the change somebody accepted it, wrote at it, or noted something
        elif not mine and not version.partial:
            self.verdict = "unknown"

    def _is_before(self, unit: Unit) -> bool:
        return source_text(unit) == self.former

    def _is_as_now(self, unit: Unit) -> bool:
        now = self.unit
        return unit.fuzzy and (unit.targets, unit.comments) == (now.targets, now.comments)

    def _before(self, unit: Unit) -> Origin:
        if unit.fuzzy:
            return "person"
        if (unit.targets, unit.comments) != (self.unit.targets, self.unit.comments):
            return "unknown"  # another text, or a machine's whose mark is gone
        # An older source stood beside it and was not settled: then it was not right for its own source either.
        return "source" if previous_text(unit) in (None, self.former) else "unknown"


@dataclass(frozen=True)
class Past:
    """What this machine's save log and git remember of a project's catalogs; `history` is None without git."""

    project: Project
    history: History | None

    def origins(self, path: Path, flagged: Sequence[Unit]) -> list[Origin]:
        """
        Where the fuzzy flag of each of these units of a catalog comes from, in the same order.

        `source`: the text was not fuzzy before the source changed. `person`: it was, or a version since shows
        somebody's hand. `unknown`: nothing tells. The log knows the moment of the change, git what came after.

        Raises:
            UserError: the save log or git cannot be read.
        """
        if not flagged:
            return []
        told = [
            _follow(flagged, self._logged(path, flagged)),
            _follow(flagged, self._committed(path)),
        ]
        return [_together(verdicts) for verdicts in zip(*told, strict=True)]

    def _logged(self, path: Path, flagged: Sequence[Unit]) -> Iterator[_Version]:
        """Yields what each save took and brought, as far as it concerns the units, the newest first."""
        domain = self.project.domain(path)
        versions = []
        for save in entries(self.project, self.project.shown(path)):
            for text in (save.old, save.new):
                every = _Version(
                    [entry.unit for entry, _ in units(text, save, domain) if not entry.unit.obsolete]
                )
                mine = {id(each): each for unit in flagged for each in every.near(unit)}
                versions += [_Version(list(mine.values()), partial=True)] if mine else []
        yield from reversed(versions)

    def _committed(self, path: Path) -> Iterator[_Version]:
        """Yields the catalog as commits left it, the newest first; one that cannot be read ends it."""
        if self.history is None:
            return
        with self.history.reader(largest=LARGEST) as read:
            for commit in self.history.changes([path], most=MOST_COMMITS):
                _, blob = commit.files.get(path, ((), None))
                data = read(blob) if blob else None
                try:
                    catalog = Catalog.parse(data or b"", path, root=self.project.root)
                except CatalogError:
                    return
                yield _Version(catalog.units)


def _follow(flagged: Iterable[Unit], versions: Iterable[_Version]) -> list[Origin]:
    cases = [_Case(unit) for unit in flagged]
    for version in versions:
        for case in cases:
            if case.verdict is None:
                case.look(version)
        if all(case.verdict for case in cases):
            break
    return [case.verdict or "unknown" for case in cases]


def _together(verdicts: Iterable[Origin]) -> Origin:
    """A person's hand that anything shows is hers; else one witness is enough."""
    said = set(verdicts)
    return "person" if "person" in said else "source" if "source" in said else "unknown"
