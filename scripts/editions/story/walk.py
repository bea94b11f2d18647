"""Walks through the versions of a catalog, from now to then, after one unit, also where its source or place changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from rapidfuzz import fuzz

from editions.catalog import CatalogError, Unit
from editions.state import find_marks
from editions.story.versions import HERE, is_commit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from editions.catalog.unit import Identity
    from editions.history import Commit
    from editions.story.versions import Versions

MOST_PLACES = 20  # catalogs that a unit may have stood in
ALIKE = 80.0  # 0-100 (rapidfuzz ratio), from which a source that went may be the one that came
LONGEST = 5_000  # characters of a source that are compared

Link = Literal[
    "", "note", "text", "likeness", "cut"
]  # how the older source was found; cut: older commits are not here


@dataclass(frozen=True)
class Step:
    """
    What one commit made of the unit: as it stood before and after (None: not there).

    `name` is the commit's hash; empty for the files as they lie here; that of a save begins with `saved`.
    `damage` says why the version after could not be read; then nothing else is known. `link` tells how the
    older source was found, `dropped` that a merge took another text in place of the one after.
    """

    name: str
    date: str
    before: Unit | None
    after: Unit | None
    damage: str = ""
    link: Link = ""
    dropped: bool = False


@dataclass(frozen=True)
class _Raw:
    """A step as it was found: one unit before for each parent, and errors for what cannot be read."""

    commit: Commit
    before: tuple[Unit | CatalogError | None, ...]
    after: Unit | CatalogError | None
    link: Link = ""


@dataclass
class Walk:
    """
    One walk. `names` are the unit's names by catalog and grow on the way; `folder` has all catalogs of the language.

    Without `follows` the unit is looked for under these names alone.
    """

    versions: Versions
    folder: Path
    names: dict[Path, list[Identity]]
    follows: bool = True

    def steps(self) -> list[Step]:
        """The steps that changed anything, oldest first."""
        raws = list(self._back())[::-1]
        return list(_with_losses(list(_chained(raws)), raws))

    def _back(self) -> Iterator[_Raw]:
        commits = self._commits()
        position = 0
        while position < len(commits) and self.versions.left > 0:
            commit, known = commits[position], len(self.names)
            yield self._step(commit)
            if len(self.names) != known:  # from here on the commits of another catalog count, too
                commits = self._commits()
                place = (n for n, each in enumerate(commits) if each.name == commit.name)
                position = next(place, len(commits))
            position += 1
        if position < len(commits):
            self.versions.remark("the catalogs are too large to look at all their versions")

    def _commits(self) -> list[Commit]:
        return self.versions.commits(self.names, self.folder, alone=not self.follows)

    def _step(self, commit: Commit) -> _Raw:
        after, before = self._after(commit), self._before(commit)
        if isinstance(after, Unit) and not any(before):
            return self._beginning(commit, after)
        if after is None and any(isinstance(unit, Unit) for unit in before):
            after = self._fault(commit, before=False)
        return _Raw(commit, before, after)

    def _beginning(self, commit: Commit, after: Unit) -> _Raw:
        """A commit before which the unit was not there: had it another name, another place, or was all unreadable?"""
        if commit.name in self.versions.oldest:
            return _Raw(commit, (None,), after, "cut")
        fault = self._fault(commit, before=True)
        if fault or not self.follows:
            return _Raw(commit, (fault,), after)
        commit = replace(commit, files=self.versions.touched(commit, self.folder))
        link = self._follow(commit, after)
        return _Raw(commit, self._before(commit), after, link)

    def _after(self, commit: Commit) -> Unit | CatalogError | None:
        return self._find((path, commit.files[path][1]) for path in self._places(commit))

    def _before(self, commit: Commit) -> tuple[Unit | CatalogError | None, ...]:
        places = self._places(commit)
        parents = max((len(commit.files[path][0]) for path in places), default=0)
        return tuple(
            self._find((path, old[n]) for path in places if n < len(old := commit.files[path][0]))
            for n in range(parents)
        )

    def _places(self, commit: Commit) -> list[Path]:
        """The catalogs of this commit that the unit may stand in, the one that was found last first."""
        return [path for path in reversed(self.names) if path in commit.files]

    def _find(self, versions: Iterable[tuple[Path, str | None]]) -> Unit | CatalogError | None:
        """The unit in the first of these versions; rather an active one than an error or an obsolete one."""
        every = [self.versions.find(name, path, self.names[path]) for path, name in versions]
        active = [found for found in every if is_active(found)]
        errors = [found for found in every if isinstance(found, CatalogError)]
        return next(iter([*active, *errors, *(found for found in every if found)]), None)

    def _fault(self, commit: Commit, *, before: bool) -> CatalogError | None:
        """Why a version seems not to have the unit: it cannot be read as a whole."""
        for path in self._places(commit):
            olds, new = commit.files[path]
            for name in olds if before else (new,):
                try:
                    self.versions.units(name, path)
                except CatalogError as error:
                    return error
        return None

    def _follow(self, commit: Commit, unit: Unit) -> Link:
        """Finds what the unit was before a commit; from there on that is looked for, too."""
        path = self.versions.project.root / unit.catalog
        others = [
            place for place, (olds, new) in commit.files.items() if place != path and set(olds) != {new}
        ]
        noted: list[tuple[Identity, Link]] = [(name, "note") for name in unit.former_identities]
        same: list[tuple[Identity, Link]] = [(unit.identity, "")]
        for place, names in ((path, noted), *((other, same + noted) for other in others[:MOST_PLACES])):
            for name, link in names:
                if self._went(commit, place, name):
                    self.names.setdefault(place, []).insert(0, name)
                    return link
        origin, link = _likely(self.versions, commit, path, unit)
        if origin:
            self.names[path].insert(0, origin)
        return link

    def _went(self, commit: Commit, path: Path, name: Identity) -> bool:
        """True where a unit was in a catalog before a commit, and no longer is."""
        olds, new = commit.files.get(path, ((), None))
        was = any(is_active(self.versions.find(old, path, [name])) for old in olds)
        return was and not is_active(self.versions.find(new, path, [name]))


def _likely(versions: Versions, commit: Commit, path: Path, unit: Unit) -> tuple[Identity | None, Link]:
    """A unit that went in this commit with the same text, else one whose source is very much alike."""
    olds, new = commit.files.get(path, ((), None))
    try:
        still = {each.identity for each in versions.units(new, path)}
        gone = [each for old in olds for each in versions.units(old, path) if each.identity not in still]
    except CatalogError:
        return None, ""
    same = {each.identity for each in gone if unit.has_text and each.targets == unit.targets}
    if len(same) == 1:
        return next(iter(same)), "text"
    score, origin = max(((_likeness(each, unit), each.identity) for each in gone), default=(0.0, None))
    return (origin, "likeness") if score else (None, "")


def is_active(found: Unit | CatalogError | None) -> bool:
    """True for a unit that the source has."""
    return isinstance(found, Unit) and not found.obsolete


def _likeness(gone: Unit, unit: Unit) -> float:
    return float(fuzz.ratio(gone.source[:LONGEST], unit.source[:LONGEST], score_cutoff=ALIKE))


def _chained(raws: Sequence[_Raw]) -> Iterator[Step]:
    """The steps that changed anything; in place of a version that cannot be read stands the one before it."""
    last: Unit | None = None
    for raw in raws:
        if is_commit(raw.commit.name):
            before = _closest(raw, last)
            yield from _changed(raw, before)
            last = last if isinstance(raw.after, CatalogError) else raw.after
    yield from _since([raw for raw in raws if not is_commit(raw.commit.name)], last)


def _since(raws: Sequence[_Raw], last: Unit | None) -> Iterator[Step]:
    """The steps that no commit holds: saves, then the files as they lie here; each follows on the one before it."""
    saved = False
    for raw in raws:
        here = raw.commit.name == HERE
        if not (here or raw.after or any(raw.before)):
            continue  # a save of other units
        before = _closest(raw, last)
        if saved and not here and not alike(last, before):
            yield Step(HERE, "", last, before)  # another program wrote the file between two saves
        yield from _changed(raw, last if saved and here else before)
        last, saved = (raw.after if isinstance(raw.after, Unit) else None), True


def _changed(raw: _Raw, before: Unit | None) -> Iterator[Step]:
    if isinstance(raw.after, CatalogError):
        yield Step(raw.commit.name, raw.commit.date, None, None, damage=raw.after.problem.text)
    elif not alike(before, raw.after):
        yield Step(raw.commit.name, raw.commit.date, before, raw.after, link=raw.link)


def _with_losses(steps: Sequence[Step], raws: Sequence[_Raw]) -> Iterator[Step]:
    """The steps; those whose text no later step began with, and which is not here either, were dropped by a merge."""
    here = [raw for raw in raws if raw.commit.name == HERE]
    kept = {unit.targets for raw in here for unit in (*raw.before, raw.after) if isinstance(unit, Unit)}
    kept |= {step.before.targets for step in steps if step.before}
    for step in steps:
        text = step.after.targets if step.after and step.after.has_text else None
        yield replace(step, dropped=is_commit(step.name) and text is not None and text not in kept)


def _closest(raw: _Raw, last: Unit | None) -> Unit | None:
    """Of a merge's parents the one that the result is from."""
    found = [last if isinstance(unit, CatalogError) else unit for unit in raw.before]
    if isinstance(raw.after, CatalogError):
        return None
    return next(
        (unit for unit in found if alike(unit, raw.after)), next((unit for unit in found if unit), None)
    )


def alike(a: Unit | None, b: Unit | None) -> bool:
    """True where nothing differs that a story tells: texts, place, flag, machine marks."""
    return a is b or (a is not None and b is not None and _told(a) == _told(b))


def _told(unit: Unit) -> tuple[object, ...]:
    marks = tuple(mark for mark, _ in find_marks(unit.comments))
    return (unit.catalog, unit.identity, unit.plural, unit.targets, unit.fuzzy, unit.obsolete, marks)


def successor(versions: Versions, folder: Path, path: Path, name: Identity) -> tuple[Path, Identity] | None:
    """Where a unit went that is not in its catalog any more: the newest commit that took it out tells."""
    for commit in versions.commits([path], folder):
        olds, new = commit.files.get(path, ((), None))
        was = any(is_active(versions.find(old, path, [name])) for old in olds)
        if was and not is_active(versions.find(new, path, [name])):
            return _heir(versions, replace(commit, files=versions.touched(commit, folder)), path, name)
    return None


def _heir(versions: Versions, commit: Commit, path: Path, name: Identity) -> tuple[Path, Identity] | None:
    """The unit that a commit put in the place of another: by what the catalog notes, by its place, by its text."""
    places = [path, *(place for place in commit.files if place != path)]
    for place in places:
        olds, new = commit.files.get(place, ((), None))
        try:
            had = {unit.identity for old in olds for unit in versions.units(old, place)}
            came = [unit for unit in versions.units(new, place) if unit.identity not in had]
        except CatalogError:
            continue
        for unit in came:
            if (place != path and unit.identity == name) or (
                unit.identity != name
                and (name in unit.former_identities or _likely(versions, commit, path, unit)[0] == name)
            ):
                return place, unit.identity
    return None
