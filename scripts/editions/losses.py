"""
Losses: texts that were saved here, and that a program which ignores the lock has overwritten since.

No lock keeps a .po editor from saving a stale copy of a whole file. But the save log has the full texts, so what such a
program took is noticed and can be had back.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b, sha256
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from editions.catalog import Catalog, CatalogError, read
from editions.catalog.difference import essences
from editions.problem import Problem
from editions.saves import SaveLogError, entries, units
from editions.state import own_marks
from editions.terminal import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from editions.catalog import Unit
    from editions.catalog.unit import Identity
    from editions.language import Language
    from editions.project import Project
    from editions.saves import Save

RULE = "overwritten"
LOG_TICK = dt.timedelta(seconds=1)  # the log tells the time in whole seconds, rounded down
WORDS = 60  # characters of a source that name a paragraph which no file has


@dataclass(frozen=True)
class Lost:
    """
    A text that was saved and is gone.

    `unit` is the unit as it was saved, `lines` its lines (without ends), `at` when; `now` is what stands in its
    place (None: its catalog has no such entry). `machine`: the lost words are a machine's own. `reached` is
    False where the save seems to have been cut off before the text was in the file.
    """

    language: Language
    unit: Unit
    lines: tuple[str, ...]
    at: dt.datetime
    now: Unit | None
    machine: bool
    reached: bool


def lost(project: Project, languages: Iterable[Language]) -> tuple[Lost, ...]:
    """
    The texts of the languages that were saved on this machine and that somebody overwrote, by path and line.

    That is so where an older text stands again, none, or no entry at all. A text that the log has never seen is
    a person's further work; between texts that it has the last save decides. The log is read once for all
    languages, and again only where a catalog was changed by other programs than ours.

    Raises:
        SaveLogError: the log cannot be read, or a newer program wrote it.
        CatalogError: a link stands where the log belongs.
    """
    rooms = [_Room(project, language) for language in languages]
    suspects = _changed_by_others(project, rooms)
    if not suspects:
        return ()
    memories = _remember(project, suspects)
    missed = [miss for path, room in suspects.items() for miss in _missed(room, path, memories[path])]
    return tuple(sorted(_recall(project, missed), key=_order)) if missed else ()


def overwritten(
    project: Project, languages: Iterable[Language], templates: Mapping[str, Catalog]
) -> Iterator[Problem]:
    """
    Yields a problem for every lost text of the languages, at the line where it stood.

    `templates` are the source's by domain, where the project keeps them: of what is in no catalog any more only
    that is told which the source still has. A machine's lost draft is advice, everything else a warning.
    """
    try:
        found = lost(project, languages)
    except (SaveLogError, CatalogError) as error:
        yield dataclasses.replace(error.problem, rule=RULE, severity="warning")
        return
    for each in found:
        template = templates.get(each.unit.domain)
        if each.now is not None or not templates or (template and _has(template, each.unit.identity)):
            yield _problem(each)


def _has(catalog: Catalog, identity: Identity) -> bool:
    """True where a catalog has the unit, and not only as an obsolete one."""
    return any(unit.identity == identity for unit in catalog.units)


def _problem(each: Lost) -> Problem:
    what = "the machine draft" if each.machine else "the text"
    if each.now is None:
        happened = f"with its whole entry: {quote(each.unit.source, WORDS)}"
    elif each.now.has_text:
        happened = "an older one stands here again"
    else:
        happened = "nothing stands here"
    return Problem(
        each.unit.catalog,
        each.now.line if each.now else 1,
        RULE,
        "advice" if each.machine else "warning",
        f"{what} saved on {each.at:%Y-%m-%d} is gone{' ' if each.now is None else ': '}{happened}",
        f"`editions recover {each.language.code}` offers it",
    )


def _order(each: Lost) -> tuple[str, int, str]:
    return each.unit.catalog, each.now.line if each.now else 0, each.unit.key


@dataclass
class _Memory:
    """
    What the log says of one unit: the text that should stand there, and those that it had before.

    Texts are digests; `text` is None for a unit that a save took out of its catalog. `place` is the line of the
    log with the text.
    """

    text: bytes | None
    place: str
    seen: set[bytes] = field(default_factory=set)

    def learn(self, old: Unit | None, new: Unit | None, place: str) -> None:
        """Takes a save in: it decides which text should stand, unless it was made over an overwritten one."""
        before, after = _digest(old), _digest(new)
        if self._is_overwritten(before) and after != self.text and not _decides(old, new):
            self.seen |= {each for each in (before, after) if each}
            return
        self.seen |= {each for each in (before, self.text) if each}
        self.text, self.place = after, place

    def _is_overwritten(self, before: bytes | None) -> bool:
        """True where a save found an older text, or none, instead of the one that should have stood there."""
        return bool(self.text) and before != self.text and (not before or before in self.seen)

    def is_lost(self, units: Sequence[Unit]) -> bool:
        """True where these, all that the catalog has of the unit, have an older text or none."""
        texts = [_digest(unit) for unit in units]
        if not self.text or self.text in texts:
            return False
        return not texts or not texts[0] or texts[0] in self.seen


def _decides(old: Unit | None, new: Unit | None) -> bool:
    """True where a save of a new text is a person's decision: no draft, no guess, no change beside the text."""
    if new is None or not _digest(new) or (old is not None and old.targets == new.targets):
        return False
    return not new.fuzzy and not own_marks(new)


def _digest(unit: Unit | None) -> bytes | None:
    """Sixteen bytes for the translation; none for an empty one, None for no unit."""
    if unit is None:
        return None
    return blake2b(unit.target.encode(), digest_size=16).digest() if unit.has_text else b""


@dataclass
class _Room:
    """A language's folder in the project, and what all of its catalogs have together."""

    project: Project
    language: Language

    @cached_property
    def folder(self) -> str:
        return f"{self.project.shown(self.project.locales / self.language.code / 'LC_MESSAGES')}/"

    @cached_property
    def paths(self) -> dict[str, Path]:
        """The catalogs that are there, by the names that the log has for them."""
        return {self.project.shown(path): path for path in self.project.catalogs(self.language)}

    @cached_property
    def standing(self) -> tuple[set[bytes | None], set[Identity]]:
        """All texts, of obsolete units too, and the units of which another one says that it followed them."""
        every = [unit for path in self.paths for unit in self.units(path) or ()]
        followed = {(unit.previous_context, unit.previous) for unit in every if unit.previous is not None}
        return {_digest(unit) for unit in every}, followed

    def domain(self, path: str) -> str:
        return path.removeprefix(self.folder).removesuffix(".po")

    def data(self, path: str) -> bytes | None:
        """
        The catalog's bytes; None where there is none.

        Raises:
            CatalogError: it cannot be read.
        """
        return read(self.paths[path], root=self.project.root) if path in self.paths else None

    def written(self, path: str) -> dt.datetime | None:
        """When the catalog was written last; None where there is none."""
        with contextlib.suppress(OSError, KeyError):
            return dt.datetime.fromtimestamp(self.paths[path].lstat().st_mtime, dt.UTC)
        return None

    def units(self, path: str) -> list[Unit] | None:
        """All units of the catalog, the active ones first; None where it cannot be read, of which check tells."""
        try:
            data = self.data(path)
            catalog = data and Catalog.parse(data, self.paths[path], root=self.project.root)
        except CatalogError:
            return None
        return [*catalog.units, *catalog.obsolete] if catalog else []

    def is_moved(self, text: bytes | None, identity: Identity) -> bool:
        """True where a text stands elsewhere in the language, or another unit has followed the one it had."""
        texts, followed = self.standing
        return text in texts or identity in followed


@dataclass(frozen=True)
class _Miss:
    """A text that is lost, as far as it is known without its words: its place in the log, what stands there now."""

    room: _Room
    path: str
    identity: Identity
    place: str
    text: bytes | None
    now: Unit | None


def _room_of(rooms: Iterable[_Room], path: str) -> _Room | None:
    """The language whose catalog a path of the log names; None for everything that is no such name."""
    if (
        PurePosixPath(path).as_posix() != path
        or ".." in PurePosixPath(path).parts
        or not path.endswith(".po")
    ):
        return None
    return next((room for room in rooms if path.startswith(room.folder)), None)


def _changed_by_others(project: Project, rooms: Sequence[_Room]) -> dict[str, _Room]:
    """
    The catalogs that lack an entry that was saved last, as it was saved.

    Entries are compared as bytes: nothing is parsed where nobody but our programs was at work.
    """
    expected: dict[str, set[bytes]] = defaultdict(set)
    for save in entries(project):
        if _room_of(rooms, save.path):
            expected[save.path] -= _fingerprints(save.old.encode(errors="surrogatepass"))
            expected[save.path] |= _fingerprints(save.new.encode(errors="surrogatepass"))
    suspects = {}
    for path, entries_saved in expected.items():
        room = _room_of(rooms, path)
        with contextlib.suppress(CatalogError):  # check tells of a catalog that cannot be read
            if room and not entries_saved <= _fingerprints(room.data(path) or b""):
                suspects[path] = room
    return suspects


def _fingerprints(data: bytes) -> set[bytes]:
    return {blake2b(essence, digest_size=16).digest() for essence in essences(data)}


def _remember(project: Project, suspects: Mapping[str, _Room]) -> dict[str, dict[Identity, _Memory]]:
    """What the log says of every unit of these catalogs."""
    memories: dict[str, dict[Identity, _Memory]] = defaultdict(dict)
    for save in entries(project):
        room = suspects.get(save.path)
        if room is not None:
            old, new = (_by_identity(save, text, room) for text in (save.old, save.new))
            for identity in {**old, **new}:
                memory = memories[save.path].setdefault(identity, _Memory(None, save.place))
                memory.learn(old.get(identity), new.get(identity), save.place)
    return memories


def _by_identity(save: Save, text: str, room: _Room) -> dict[Identity, Unit]:
    """The units of a text; of an active and an obsolete one of the same source the active one."""
    found: dict[Identity, Unit] = {}
    for entry, _ in units(text, save, room.domain(save.path)):
        if entry.unit.identity not in found or not entry.unit.obsolete:
            found[entry.unit.identity] = entry.unit
    return found


def _missed(room: _Room, path: str, memories: Mapping[Identity, _Memory]) -> Iterator[_Miss]:
    present: dict[Identity, list[Unit]] = defaultdict(list)
    here = room.units(path)
    for unit in here or ():
        present[unit.identity].append(unit)
    for identity, memory in memories.items() if here is not None else ():
        now = present.get(identity, ())
        if memory.is_lost(now) and (now or not room.is_moved(memory.text, identity)):
            yield _Miss(room, path, identity, memory.place, memory.text, now[0] if now else None)


def _recall(project: Project, missed: Sequence[_Miss]) -> Iterator[Lost]:
    """The lost texts with their words, which are read from the log once more."""
    wanted = {(miss.place, miss.identity): miss for miss in missed}
    rooms = {miss.path: miss.room for miss in missed}
    places = {miss.place for miss in missed}
    waiting: dict[str, list[tuple[Lost, str | None]]] = defaultdict(list)
    for save in entries(project):
        yield from _judge(waiting.pop(save.path, ()), save.before)
        if save.place in places:
            waiting[save.path] += [(each, save.before) for each in _found(save, wanted, rooms[save.path])]
    for path, found in waiting.items():
        data, written = rooms[path].data(path), rooms[path].written(path)
        yield from _judge(found, None if data is None else sha256(data).hexdigest(), written)


def _found(save: Save, wanted: dict[tuple[str, Identity], _Miss], room: _Room) -> Iterator[Lost]:
    for entry, lines in units(save.new, save, room.domain(save.path)):
        name = (save.place, entry.unit.identity)
        miss = wanted.get(name)
        if miss is not None and _digest(entry.unit) == miss.text:
            del wanted[name]
            is_machine = bool(own_marks(entry.unit))
            yield Lost(room.language, entry.unit, lines, save.at, miss.now, is_machine, reached=True)


def _judge(
    found: Iterable[tuple[Lost, str | None]], after: str | None, written: dt.datetime | None = None
) -> Iterator[Lost]:
    """
    The texts, seen as cut off where the file was found as it was before they were saved.

    Not so where another program has written the file since; `written` says when, as far as that is known.
    """
    for each, before in found:
        since = written is not None and written >= each.at + LOG_TICK
        yield dataclasses.replace(each, reached=before != after or since)
