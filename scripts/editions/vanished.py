"""
Vanished marks: machine text whose mark somebody took away since the trusted revision.

A unit alone cannot tell that a mark is missing. What stood in the trusted revision can; without version control, what
this machine's log of saves remembers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha1, sha256
from typing import TYPE_CHECKING

from editions.catalog import Catalog, CatalogError
from editions.fingerprint import target_hash
from editions.problem import Problem
from editions.state import own_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from editions.catalog import Unit
    from editions.history import History
    from editions.journal import Ledger
    from editions.language import Language
    from editions.project import Project

RULE = "vanished-mark"
FIX = (
    "put the line back (your version history has it): “# {mark}”; if the words are yours, change them; "
    "if they are right as they are, vouch for them"
)


@dataclass
class _Before:
    """The trusted past of one language: the machine's words by their hash, and the units that had no mark then."""

    marks: dict[str, str] = field(default_factory=dict)
    unmarked: set[tuple[str, str | None, str, str]] = field(default_factory=set)

    def add(self, units: Iterable[Unit]) -> None:
        for unit in units:
            marks = own_marks(unit) if unit.comments else ()
            if marks:
                self.marks.setdefault(target_hash(unit), marks[0].text)
            else:
                self.unmarked.add((unit.domain, unit.context, unit.source, unit.target))


def vanished(
    project: Project, language: Language, catalogs: Sequence[Catalog], ledger: Ledger
) -> Iterator[Problem]:
    """
    Yields a problem for every text that is a machine's, word for word, and no longer says so (DESIGN 3).

    Whoever vouched for it may drop the mark. `catalogs` are the language's, those that can be read.
    """
    changed = list(catalogs)
    before = _Before()
    if ledger.history is not None:
        changed = _read_history(project, language, catalogs, ledger.history, before)
    if not before.marks:
        return
    for catalog in changed:
        for unit in catalog.units:
            if _lost_its_mark(unit, before) and not ledger.trust.is_vouched(unit):
                mark = before.marks[target_hash(unit)]
                yield Problem(
                    unit.catalog,
                    unit.line,
                    RULE,
                    "error",
                    "these are still a machine's words, and the line that says so is gone",
                    FIX.format(mark=mark),
                )


def _lost_its_mark(unit: Unit, before: _Before) -> bool:
    if not unit.target.strip() or target_hash(unit) not in before.marks or own_marks(unit):
        return False
    return (unit.domain, unit.context, unit.source, unit.target) not in before.unmarked


def _read_history(
    project: Project, language: Language, catalogs: Sequence[Catalog], history: History, before: _Before
) -> list[Catalog]:
    """Fills `before` from the trusted revision; returns the catalogs that have changed since, alone of interest."""
    folder = project.locales / language.code / "LC_MESSAGES"
    blobs = {path: blob for path, blob in history.files(folder).items() if path.suffix == ".po"}
    here = {project.root / catalog.path: catalog for catalog in catalogs}
    same = {path for path, blob in blobs.items() if path in here and blob_name(here[path].data, blob) == blob}
    contents = history.read(blob for path, blob in blobs.items() if path not in same)
    for path, blob in blobs.items():
        if blob in contents and path not in same:
            before.add(_units(contents[blob], path, project))
    return [catalog for path, catalog in here.items() if path not in same]


def _units(data: bytes, path: Path, project: Project) -> tuple[Unit, ...]:
    try:
        return Catalog.parse(data, path, root=project.root).units
    except CatalogError:
        return ()  # it was damaged then: nobody could build from it


def blob_name(data: bytes, like: str) -> str:
    """The name that git gives these bytes, by the hash that the repository uses: as long as `like`."""
    hash_of = sha1 if len(like) == 40 else sha256  # noqa: PLR2004 - hexadecimal digits of SHA-1
    return hash_of(b"blob %d\x00" % len(data) + data).hexdigest()
