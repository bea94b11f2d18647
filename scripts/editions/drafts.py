"""Drafts of one language on their way into its catalogs: collected, saved now and then, told of."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from editions.catalog import Catalog, CatalogError, Change, rewrite
from editions.fingerprint import source_hash
from editions.problem import Problem
from editions.state import Mark, own_marks, state_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from editions.catalog import Unit
    from editions.catalog.unit import Identity
    from editions.language import Language
    from editions.problem import UserError
    from editions.project import Project
    from editions.trust import Trust

    Draft = tuple[str, str]  # the text, and the engine that wrote it

# Drafts between two saves. A killed process loses none of the answers, which are kept elsewhere.
_EVERY = 50


@dataclass(frozen=True)
class Order:
    """
    What prefill was asked for.

    `engine` is the name of the only one to use, empty for the project's own choice; `refresh`: also texts of machines
    that nobody stands behind; `budget`: characters that may go out; `announce` is told what goes where, `progress` how
    many texts of an engine are done, and of how many.
    """

    project: Project
    engine: str = ""
    refresh: bool = False
    budget: int | None = None
    trust: Trust | None = None
    announce: Callable[[str], None] = lambda _: None
    progress: Callable[[int, int], None] = lambda done, of: None  # noqa: ARG005

    def is_open(self, unit: Unit) -> bool:
        """True where a machine may write: no text, or (to refresh) its own that nobody stands behind."""
        if state_of(unit, self.trust) == "missing":
            return not unit.has_text
        behind = self.trust.people_behind(unit) if self.trust else ()
        return (
            self.refresh and bool(own_marks(unit)) and not behind and state_of(unit, self.trust) != "vouched"
        )


@dataclass(frozen=True)
class Report:
    """
    What became of one language: how many units were filled by whom, which were not and why, what went wrong.

    `by` is empty where there was nothing to fill, or nobody to do it.
    """

    language: Language
    by: Mapping[str, int] = field(default_factory=dict)
    left: tuple[Problem, ...] = ()
    errors: tuple[UserError, ...] = ()

    @property
    def filled(self) -> int:
        """How many units were filled."""
        return sum(self.by.values())

    @property
    def code(self) -> int:
        """The exit code it calls for; 0 also where units were left empty, which status shows as missing."""
        return max((error.code for error in self.errors), default=0)

    def __str__(self) -> str:
        """`es: 12 paragraphs filled by apertium, 1 left without a draft`, below it what went wrong, and where."""
        return "\n".join(
            [f"{self.language.code}: {self._summary()}", *map(str, self.errors), *map(str, self.left)]
        )

    def _summary(self) -> str:
        if not self.filled and not self.left:
            return "nothing filled" if self.errors else "nothing to fill"
        left = f", {len(self.left)} left without a draft" if self.left else ""
        count = "1 paragraph" if self.filled == 1 else f"{self.filled} paragraphs"
        names = [name for name in self.by if self.by[name]]
        if len(names) == 1:
            return f"{count} filled by {names[0]}{left}"
        each = ", ".join(f"{name} {self.by[name]}" for name in names)
        return f"{count} filled{f' ({each})' if each else ''}{left}"


@dataclass
class Drafts:
    """Collects the drafts of one language, and saves them, each with the note that there is for its unit, if any."""

    order: Order
    language: Language
    by: Counter[str] = field(default_factory=Counter)
    left: list[tuple[Path, Unit, str]] = field(default_factory=list)
    errors: list[UserError] = field(default_factory=list)
    notes: dict[tuple[Path, Identity], str] = field(default_factory=dict)
    _unsaved: dict[Path, dict[Identity, Draft]] = field(default_factory=lambda: defaultdict(dict))

    def take(self, path: Path, unit: Unit, text: str, engine: str) -> None:
        """Takes a draft for a unit of the catalog at `path`; saves now and then."""
        self._unsaved[path][unit.identity] = text, engine
        if sum(map(len, self._unsaved.values())) >= _EVERY:
            self.save()

    def leave(self, path: Path, unit: Unit, why: str) -> None:
        """Notes that a unit gets no draft."""
        self.left.append((path, unit, why))

    def save(self) -> None:
        """Writes what was taken, only into units that still wait for it: people may have saved meanwhile."""
        for path, drafts in self._unsaved.items():
            rewrite(path, partial(self._written, path, drafts), root=self.order.project.root)
        self._unsaved.clear()

    def report(self) -> Report:
        """What became of the language."""
        return Report(self.language, dict(self.by), self._problems(), tuple(self.errors))

    def _written(self, path: Path, drafts: Mapping[Identity, Draft], data: bytes | None) -> bytes:
        catalog = Catalog.parse(data or b"", path, root=self.order.project.root)
        wanted = {
            unit.identity: (unit, *drafts[unit.identity])
            for unit in catalog.units
            if unit.identity in drafts
            and self.order.is_open(unit)
            and not _is_same(unit, *drafts[unit.identity])
        }
        self.by.update(engine for _, _, engine in wanted.values())
        changes: dict[str | Identity, Change] = {
            key: _change(*draft, self.notes.get((path, key), "")) for key, draft in wanted.items()
        }
        return catalog.edit(changes)

    def _problems(self) -> tuple[Problem, ...]:
        """The units without a draft, with the lines that they have after saving."""
        lines: dict[tuple[Path, Identity], int] = {}
        for path in {path for path, _, _ in self.left}:
            with contextlib.suppress(CatalogError):  # damaged since it was loaded: the lines of then will do
                units = Catalog.load(path, root=self.order.project.root).units
                lines |= {(path, unit.identity): unit.line for unit in units}
        return tuple(
            Problem(
                unit.catalog,
                lines.get((path, unit.identity), unit.line),
                "prefill",
                "advice",
                f"no draft: {why}",
            )
            for path, unit, why in self.left
        )


def _change(unit: Unit, target: str, engine: str, note: str) -> Change:
    mark = Mark.of(engine, _today(), unit, (target,))
    return Change(targets=(target,), fuzzy=True, mark=mark, previous=None, note=note)


def _is_same(unit: Unit, target: str, engine: str) -> bool:
    """True where this engine's text for this source stands there already: its date need not change."""
    marks = [mark for mark in own_marks(unit) if mark.s == source_hash(unit)[:16]]
    return unit.targets == (target,) and any(mark.engine == engine for mark in marks)


def _today() -> dt.date:
    """The date of marks: today in UTC, or SOURCE_DATE_EPOCH (reproducible-builds.org) where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = int(epoch) if epoch.isdecimal() else dt.datetime.now(dt.UTC).timestamp()
    return dt.datetime.fromtimestamp(seconds, dt.UTC).date()
