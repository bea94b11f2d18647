"""Merges one catalog with its template; what does not change keeps its bytes."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from editions.catalog import unit_lines
from editions.catalog.splice import with_locations
from editions.state import find_marks
from editions.update.create import without_lines
from editions.update.similar import find_origins

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from editions.catalog import Catalog, Unit

HEADER = 0  # the header's index among the entries


class LostTextError(RuntimeError):
    """A merge would have lost somebody's work; a bug of the merge, nothing was written."""


@dataclass(frozen=True)
class Counts:
    """How many units of a catalog are new, changed, gone (obsolete now), back again, and as they were."""

    added: int = 0
    changed: int = 0
    gone: int = 0
    revived: int = 0
    kept: int = 0


@dataclass
class _Plan:
    """
    What becomes of the entries, by their index.

    `instead`: the unit that takes an entry's place, None if nothing does. `moved`: the files of a unit that
    is the same otherwise. `after`: the units that come in behind an entry. `tail`: the units that become
    obsolete.
    """

    instead: dict[int, Unit | None] = field(default_factory=dict)
    moved: dict[int, tuple[str, ...]] = field(default_factory=dict)
    after: defaultdict[int, list[Unit]] = field(default_factory=lambda: defaultdict(list))
    tail: list[Unit] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)

    @property
    def changes_nothing(self) -> bool:
        return not (self.instead or self.moved or self.after or self.tail)


def merge(catalog: Catalog, template: Catalog) -> tuple[bytes, Counts]:
    """
    The catalog's bytes with exactly the template's units active, and how many of them changed how.

    New units stand after their predecessor in the template. A unit that is gone becomes obsolete, one that
    returns gets its text back, one whose source changed keeps its text, fuzzy, with the source that it
    belongs to (`#|`).
    """
    plan = _Merge(catalog, template).plan()
    if plan.changes_nothing:
        return catalog.data, plan.counts
    return catalog.encode(_joined(catalog, plan)), plan.counts


class _Merge:
    """The decisions of one merge."""

    def __init__(self, catalog: Catalog, template: Catalog) -> None:
        self.units = [entry.unit for entry in catalog.entries]
        self.wanted = {unit.identity: without_lines(unit) for unit in template.units}
        self.stay = {
            unit.identity: index
            for index, unit in enumerate(self.units)
            if index != HEADER and not unit.obsolete and _same_shape(unit, self.wanted.get(unit.identity))
        }
        self.result = _Plan()

    def plan(self) -> _Plan:
        back = self._take_back()
        self._keep()
        self._place(back)
        return self.result

    def _take_back(self) -> dict[tuple[str | None, str], Unit]:
        """The units that get their text back from an obsolete entry, by identity."""
        back = {}
        for index, old in enumerate(self.units):
            unit = self.wanted.get(old.identity)
            if not (unit and old.obsolete and any(old.targets) and _same_shape(old, unit)):
                continue
            empty = self.stay.get(old.identity)
            if old.identity in back or (empty is not None and any(self.units[empty].targets)):
                continue
            notes = () if empty is None else self.units[empty].comments
            back[old.identity] = _revived(unit, old, notes)
            self.result.instead[index] = None
            if empty is not None:
                self.result.instead[empty] = back[old.identity]
        self._count(revived=len(back))
        return back

    def _keep(self) -> None:
        for identity, index in self.stay.items():
            old, unit = self.units[index], self.wanted[identity]
            if index in self.result.instead:
                continue
            if old.plural != unit.plural:
                self.result.instead[index] = _changed(unit, old)
                self._count(changed=1)
                continue
            self._count(kept=1)
            if unit.files and not _same_files(unit.files, old.files):
                self.result.moved[index] = unit.locations

    def _place(self, back: Mapping[tuple[str | None, str], Unit]) -> None:
        """Puts what is new into the plan, with the text of what is gone where a paragraph only changed."""
        gone = [
            (index, old)
            for index, old in enumerate(self.units)
            if index != HEADER and not old.obsolete and self.stay.get(old.identity) != index
        ]
        new = [(place, unit) for place, unit in self._places() if unit.identity not in back]
        with_text = [(place, old) for place, old in gone if any(old.targets)]
        changed = {new[n][1].identity: with_text[g][0] for n, g in find_origins(new, with_text).items()}
        anchor = HEADER
        for identity, unit in self.wanted.items():
            if identity in changed:
                anchor = changed[identity]
                self.result.instead[anchor] = _changed(unit, self.units[anchor])
            elif identity in self.stay:
                anchor = self.stay[identity]
            else:
                self.result.after[anchor].append(back.get(identity) or replace(unit, targets=_empty(unit)))
        self._count(changed=len(changed), added=len(new) - len(changed))
        self._retire([(index, old) for index, old in gone if index not in changed.values()])

    def _places(self) -> Iterator[tuple[int, Unit]]:
        """The template's units that are not in the catalog, each with the place of what stands before it."""
        place = HEADER
        for identity, unit in self.wanted.items():
            if identity in self.stay:
                place = self.stay[identity]
            else:
                yield place, unit

    def _retire(self, gone: Sequence[tuple[int, Unit]]) -> None:
        for index, old in gone:
            self.result.instead[index] = None
            if any(old.targets) or _notes(old):
                self.result.tail.append(replace(old, obsolete=True, locations=(), extracted=()))
        self._count(gone=len(gone))

    def _count(self, **more: int) -> None:
        counts = self.result.counts
        self.result.counts = replace(counts, **{name: getattr(counts, name) + n for name, n in more.items()})


def _same_shape(old: Unit, unit: Unit | None) -> bool:
    """True where both have a plural or none: only then the texts of one fit the other."""
    return unit is not None and (old.plural is None) == (unit.plural is None)


def _same_files(new: frozenset[str], old: frozenset[str]) -> bool:
    """True where both name the same files, from whichever folder: `docs/a.rst` is `../../docs/a.rst`."""
    return all(any(_ends_alike(a, b) for b in old) for a in new) and all(
        any(_ends_alike(a, b) for a in new) for b in old
    )


def _ends_alike(a: str, b: str) -> bool:
    one, other = (tuple(part for part in PurePosixPath(name).parts if part != "..") for name in (a, b))
    size = min(len(one), len(other))
    return one[-size:] == other[-size:]


def _empty(unit: Unit) -> tuple[str, ...]:
    return ("",) * len(unit.targets)


def _flags(unit: Unit, old: Unit, *, fuzzy: bool) -> tuple[str, ...]:
    """The template's flags and those that people set; `…-format` said what the old source was."""
    theirs = [flag for flag in unit.flags if flag != "fuzzy"]
    own = [flag for flag in old.flags if flag not in {*theirs, "fuzzy"} and not flag.endswith("-format")]
    return (*(("fuzzy",) if fuzzy else ()), *theirs, *own)


def _changed(unit: Unit, old: Unit) -> Unit:
    """The new source with the old text, and the source that the text really belongs to."""
    if old.fuzzy and old.previous is not None:  # changed a second time before anybody looked at it
        before = (old.previous_context, old.previous, old.previous_plural)
    else:
        before = (old.context, old.source, old.plural)
    context, source, plural = (
        (None, None, None) if before == (unit.context, unit.source, unit.plural) else before
    )
    return replace(
        unit,
        targets=old.targets,
        comments=old.comments,
        flags=_flags(unit, old, fuzzy=any(old.targets)),
        previous=source,
        previous_context=context,
        previous_plural=plural,
    )


def _revived(unit: Unit, old: Unit, notes: tuple[str, ...]) -> Unit:
    return replace(
        unit,
        targets=old.targets,
        comments=(*old.comments, *(note for note in notes if note not in old.comments)),
        flags=_flags(unit, old, fuzzy=old.fuzzy),
        previous=old.previous,
        previous_context=old.previous_context,
        previous_plural=old.previous_plural,
    )


def _notes(unit: Unit) -> list[str]:
    """What people wrote beside the text: the comments without machine marks."""
    marks = {line for _, lines in find_marks(unit.comments) for line in lines}
    return [note for line, note in enumerate(unit.comments) if line not in marks and note.strip()]


def _joined(catalog: Catalog, plan: _Plan) -> list[str]:
    """The new file's lines: old ones as they stand, new units canonical with blank lines around them."""
    newline = catalog.newline
    starts = [0, *(entry.start for entry in catalog.entries[1:])]
    end = catalog.entries[-1].end
    lines: list[str] = []
    for index, (start, stop) in enumerate(zip(starts, [*starts[1:], end], strict=True)):
        if index not in plan.instead:
            lines += _stays(catalog, plan, index, start, stop)
        for unit in (plan.instead.get(index), *plan.after.get(index, ())):
            _add(lines, unit, newline)
    for unit in plan.tail:
        _add(lines, unit, newline)
    footer = [line for line in catalog.lines[end:] if line.strip()]
    while lines and not lines[-1].strip():
        lines.pop()
    return [*lines, *([newline, *footer] if footer else [])]


def _stays(catalog: Catalog, plan: _Plan, index: int, start: int, stop: int) -> Sequence[str]:
    if index not in plan.moved:
        return catalog.lines[start:stop]
    body = catalog.entries[index].body
    head = with_locations(catalog.lines[start:body], plan.moved[index], catalog.newline)
    return [*head, *catalog.lines[body:stop]]


def _add(lines: list[str], unit: Unit | None, newline: str) -> None:
    """Adds a unit's lines, with one blank line before and after."""
    if unit is None:
        return
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += newline
    if lines and lines[-1].strip():
        lines.append(newline)
    lines += [line + newline for line in (*unit_lines(unit), "")]


def prove_nothing_lost(before: Catalog, after: Catalog, template: Catalog) -> None:
    """
    Sees that every text and every note of `before` is still in `after`, and the template's units are active.

    Raises:
        LostTextError: something is missing; `after` must not be written.
    """
    old, new = ([*catalog.units, *catalog.obsolete] for catalog in (before, after))
    texts, kept = (Counter(text for unit in units for text in unit.targets if text) for units in (old, new))
    notes = {note for unit in new for note in unit.comments}
    for unit in old:
        if any(kept[text] < texts[text] for text in unit.targets) or not notes.issuperset(_notes(unit)):
            raise LostTextError(
                f"{before.path}:{unit.line}: update would have lost this translation or a note on it; "
                "nothing was written; please report this bug with the file and its template"
            )
    if {unit.identity for unit in after.units} != {unit.identity for unit in template.units}:
        raise LostTextError(f"{before.path}: update did not bring in all units; nothing was written; a bug")
