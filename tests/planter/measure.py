"""Measuring: the planted copies and the originals are given to a program; what does it say of the copies alone?"""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from editions.catalog import Catalog, Change
from editions.check import check
from editions.fingerprint import targets_hash
from editions.spelling import spelt
from editions.state import own_marks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from editions.language import Language
    from editions.problem import Severity
    from editions.project import Project
    from planter.ground import Ground
    from planter.planting import Planted

    Place = tuple[str, str]  # the catalog's path below the project, the unit's key
    Reports = Mapping[Place, Counter["Report"]]
    Look = Callable[[Project, Sequence[Language]], Reports]

# Units of a catalog for each error in it: what a rule counts or compares over a catalog must not be upset.
UNITS_PER_ERROR = 8


class Report(NamedTuple):
    """What a program says of a unit: the rule's name, how bad it is (empty: it does not tell), and its words."""

    rule: str
    severity: Severity | str
    text: str


@dataclass(frozen=True)
class Measured:
    """
    A planted error, and what a program says of its unit that it did not say before.

    `reworded` are those reports whose rule had as many for the original: it may say the same in other words.
    """

    error: Planted
    reports: tuple[Report, ...]
    reworded: tuple[Report, ...] = ()

    @property
    def is_found(self) -> bool:
        """True where it says anything new."""
        return bool(self.reports)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that found it, sorted."""
        return tuple(sorted({report.rule for report in self.reports}))


def measure(ground: Ground, errors: Sequence[Planted], look: Look) -> list[Measured]:
    """
    What a program finds of the errors, in their order.

    The ground's catalogs are changed meanwhile; afterwards they are as they were.
    """
    before = look(ground.project, _languages(ground, errors))
    found: dict[Planted, Measured] = {}
    for copy in copies(ground, errors):
        with planted(ground, copy):
            after = look(ground.project, _languages(ground, copy))
        for error in copy:
            found[error] = compare(error, before, after)
    return [found[error] for error in errors]


def compare(error: Planted, before: Reports, after: Reports) -> Measured:
    """What is said of an error's unit afterwards and was not before."""
    old, now = (reports.get(error.place, Counter[Report]()) for reports in (before, after))
    counts = [Counter(report.rule for report in reports.elements()) for reports in (old, now)]
    new = sorted((now - old).elements())
    same = tuple(report for report in new if counts[1][report.rule] <= counts[0][report.rule])
    return Measured(error, tuple(new), same)


def copies(ground: Ground, errors: Iterable[Planted]) -> list[list[Planted]]:
    """The errors dealt out to copies, so that no unit has two and each catalog few."""
    sizes = {catalog.path: len(catalog.units) for each in ground.catalogs.values() for catalog in each}
    dealt: list[list[Planted]] = []
    for error in errors:
        room = max(1, sizes[error.file] // UNITS_PER_ERROR)
        fitting = (copy for copy in dealt if _has_room(copy, error, room))
        copy = next(fitting, None)
        if copy is None:
            dealt.append([error])
        else:
            copy.append(error)
    return dealt


def _has_room(copy: Sequence[Planted], error: Planted, room: int) -> bool:
    same_file = [each for each in copy if each.file == error.file]
    return len(same_file) < room and all(each.key != error.key for each in same_file)


@contextmanager
def planted(ground: Ground, errors: Sequence[Planted]) -> Iterator[None]:
    """Puts errors into the ground's catalogs while it lasts; a machine's mark goes with its text."""
    catalogs = {catalog.path: catalog for each in ground.catalogs.values() for catalog in each}
    by_file: dict[str, list[Planted]] = defaultdict(list)
    for error in errors:
        by_file[error.file].append(error)
    try:
        for file, those in by_file.items():
            data = catalogs[file].edit({each.key: _change(catalogs[file], each) for each in those})
            (ground.root / file).write_bytes(data)
        yield
    finally:
        for file in by_file:
            (ground.root / file).write_bytes(catalogs[file].data)


def look_by_check(project: Project, languages: Sequence[Language]) -> Reports:
    """What `check` says of each unit, its spelling among it where this machine has a dictionary of the language."""
    found: dict[Place, Counter[Report]] = defaultdict(Counter)
    files: dict[str, Catalog] = {}
    for problem in check(project, [spelt(project, language) for language in languages]):
        path = project.root / problem.path
        if path.suffix == ".po" and path.is_file():
            catalog = files.get(problem.path) or Catalog.load(path, root=project.root)
            files[problem.path] = catalog
            unit = catalog.at(problem.line)
            if unit is not None:
                found[problem.path, unit.key][Report(problem.rule, problem.severity, problem.text)] += 1
    return found


def _change(catalog: Catalog, error: Planted) -> Change:
    unit = catalog.entry(error.key).unit
    marks = own_marks(unit)
    if not marks:
        return Change(targets=(error.after,))
    return Change(targets=(error.after,), mark=replace(marks[0], t=targets_hash((error.after,))[:16]))


def _languages(ground: Ground, errors: Iterable[Planted]) -> tuple[Language, ...]:
    codes = {error.language for error in errors}
    return tuple(language for language in ground.project.languages if language.code in codes)
