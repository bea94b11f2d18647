"""The stage prefill: drafts by a machine for what nobody has translated yet, marked as machine text."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from editions import engines
from editions.catalog import INTERFACE_DOMAIN, Catalog, CatalogError, Change, rewrite
from editions.engines import EngineDownError, Failure
from editions.fingerprint import source_hash
from editions.judge import judge
from editions.markup import MarkupLostError, protect, restore
from editions.problem import Problem, UserError
from editions.state import Mark, own_marks, state_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from editions.catalog import Unit
    from editions.catalog.unit import Identity
    from editions.engines import Engine
    from editions.language import Language
    from editions.markup import Segment
    from editions.project import Project
    from editions.trust import Trust

    Draft = tuple[str, str]  # the text, and the engine that wrote it

# Answers between two saves: a killed process loses at most as many. Ctrl-C loses none.
_EVERY = 10
# The engine of a text without words (an address, a substitution), which is taken over as it is.
_COPY = "copy"


@dataclass(frozen=True)
class Report:
    """
    What became of one language: how many units were filled, which were not and why, what went wrong.

    `engine` is empty where there was nothing to fill, or no engine to do it.
    """

    language: Language
    engine: str = ""
    filled: int = 0
    left: tuple[Problem, ...] = ()
    errors: tuple[UserError, ...] = ()

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
        return f"{count} filled by {self.engine}{left}"


@dataclass(frozen=True)
class _Order:
    """What prefill was asked for; `down` remembers the engines that do not serve at all now."""

    project: Project
    engine: Engine | None
    refresh: bool
    trust: Trust | None
    announce: Callable[[str], None]
    down: dict[str, EngineDownError] = field(default_factory=dict)

    def is_open(self, unit: Unit) -> bool:
        """True where a machine may write: no text, or (to refresh) its own that nobody stands behind."""
        if state_of(unit, self.trust) == "missing":
            return not unit.has_text
        behind = self.trust.people_behind(unit) if self.trust else ()
        return (
            self.refresh and bool(own_marks(unit)) and not behind and state_of(unit, self.trust) != "vouched"
        )


@dataclass(frozen=True)
class _Job:
    """A unit to be filled, in the catalog at `path`, and its text for the engine."""

    path: Path
    unit: Unit
    segment: Segment


@dataclass
class _Drafts:
    """Collects the drafts of one language, and saves them."""

    order: _Order
    language: Language
    engine: str = ""
    filled: int = 0
    left: list[tuple[Path, Unit, str]] = field(default_factory=list)
    errors: list[UserError] = field(default_factory=list)
    unsaved: dict[Path, dict[Identity, Draft]] = field(default_factory=lambda: defaultdict(dict))

    def take(self, job: _Job, answer: str | Failure, engine: str = "") -> None:
        """Takes an answer for a unit if it may be shown; saves now and then."""
        text = _believed(job, answer)
        if isinstance(text, Failure):
            self.left.append((job.path, job.unit, text.reason))
            return
        self.unsaved[job.path][job.unit.identity] = text, engine or self.engine
        if sum(map(len, self.unsaved.values())) >= _EVERY:
            self.save()

    def save(self) -> None:
        """Writes what was taken, only into units that still wait for it: people may have saved meanwhile."""
        for path, drafts in self.unsaved.items():
            rewrite(path, partial(self._written, path, drafts), root=self.order.project.root)
        self.unsaved.clear()

    def _written(self, path: Path, drafts: Mapping[Identity, Draft], data: bytes | None) -> bytes:
        catalog = Catalog.parse(data or b"", path, root=self.order.project.root)
        changes: dict[str | Identity, Change] = {
            unit.identity: _change(unit, *drafts[unit.identity])
            for unit in catalog.units
            if unit.identity in drafts
            and self.order.is_open(unit)
            and not _is_same(unit, *drafts[unit.identity])
        }
        self.filled += len(changes)
        return catalog.edit(changes)

    def report(self) -> Report:
        """What became of the language."""
        return Report(self.language, self.engine, self.filled, self._problems(), tuple(self.errors))

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


def prefill(
    project: Project,
    languages: Sequence[Language],
    *,
    engine: str | None = None,
    refresh: bool = False,
    announce: Callable[[str], None],
    trust: Trust | None = None,
) -> list[Report]:
    """
    Fills what is missing in the languages' catalogs; one report per language, in the same order.

    A text of a person is never touched. What was answered is saved also when it is interrupted.

    Args:
        project: where the catalogs lie, and the engines' options `[tool.editions.engines.<name>]`.
        languages: the languages to fill, without the source language.
        engine: the engine to use; None takes the first that works on this machine for the language.
        refresh: also replace machine texts that nobody edited or stands behind.
        announce: is told what goes where, before anything is sent.
        trust: who stands behind which text.

    Raises:
        UserError: there is no engine of this name.
    """
    named = engines.find(engine) if engine else None
    order = _Order(project, named, refresh, trust, announce)
    reports = []
    for language in languages:
        drafts = _Drafts(order, language)
        try:
            _fill(drafts)
        except UserError as error:
            drafts.errors.append(error)
        reports.append(drafts.report())
    return reports


def _fill(drafts: _Drafts) -> None:
    """
    Fills one language.

    Raises:
        UserError: there is no engine for it, or the engine gave up.
    """
    order = drafts.order
    waiting = _open_units(drafts)
    if not waiting:
        return
    engine = order.engine or engines.choose(order.project, drafts.language)
    engines.require(engine, order.project, drafts.language)
    drafts.engine = engine.name
    try:
        jobs = _jobs(drafts, waiting, engine)
        if engine.name in order.down and jobs:
            raise order.down[engine.name]
        _ask(drafts, engine, jobs)
    except EngineDownError as error:
        order.down[engine.name] = error
        raise
    finally:
        drafts.save()


def _open_units(drafts: _Drafts) -> list[tuple[Path, Unit]]:
    """The units that wait for a draft; a catalog that cannot be read is left out and told."""
    project = drafts.order.project
    found: list[tuple[Path, Unit]] = []
    for path in project.catalogs(drafts.language):
        if project.domain(path) == INTERFACE_DOMAIN:
            continue
        try:
            units = Catalog.load(path, root=project.root).units
        except CatalogError as error:
            drafts.errors.append(error)
        else:
            found += [(path, unit) for unit in units if drafts.order.is_open(unit)]
    return found


def _jobs(drafts: _Drafts, waiting: Sequence[tuple[Path, Unit]], engine: Engine) -> list[_Job]:
    """What the engine is to be asked; what it cannot be asked is left, what has no words is copied."""
    jobs = []
    for path, unit in waiting:
        try:
            segment = protect(unit.source, unit.syntax, form=engine.wire)
        except MarkupLostError as lost:
            drafts.left.append((path, unit, str(lost)))
            continue
        job = _Job(path, unit, segment)
        if unit.plural is not None:
            drafts.left.append((path, unit, "it has plural forms, which engines do not know"))
        elif segment.has_words:
            jobs.append(job)
        else:
            drafts.take(job, segment.text, _COPY)
    return jobs


def _ask(drafts: _Drafts, engine: Engine, jobs: Sequence[_Job]) -> None:
    """Asks the engine once for each distinct text, after saying so."""
    alike: dict[str, list[_Job]] = defaultdict(list)
    for job in jobs:
        alike[job.segment.text].append(job)
    if not alike:
        return
    project, language, texts = drafts.order.project, drafts.language, list(alike)
    options = engines.options(project, engine.name)
    count = "1 text" if len(texts) == 1 else f"{len(texts)} texts"
    where = f"go to {engine.host(options)}" if engine.online else "stay on this machine"
    drafts.order.announce(
        f"{language.code}: {count} for {engine.name}, {sum(map(len, texts))} characters, {where}"
    )
    answers = engine.translate(texts, project.source_language, language, options)
    for text, answer in zip(texts, answers, strict=True):
        for job in alike[text]:
            drafts.take(job, answer)


def _believed(job: _Job, answer: str | Failure) -> str | Failure:
    """The draft with its markup, or why it may not stand in the catalog."""
    if isinstance(answer, Failure):
        return answer
    source = job.unit.source
    try:
        target = restore(job.segment, answer)
    except MarkupLostError as lost:
        return Failure(str(lost))
    if target == source and _is_sentence(job.segment.plain):
        return Failure("the engine sent the text back as it was")
    reasons = judge(source, target, job.unit.syntax)
    return Failure("; ".join(map(str, reasons))) if reasons else target


def _is_sentence(text: str) -> bool:
    """True for several words that are no name: a name may well be the same in both languages."""
    words = [word for word in text.split() if any(sign.isalpha() for sign in word)]
    return len(words) > 1 and not all(word.lstrip("“‘\"'(")[:1].isupper() for word in words)


def _change(unit: Unit, target: str, engine: str) -> Change:
    mark = Mark.of(engine, _today(), unit, (target,))
    return Change(targets=(target,), fuzzy=True, mark=mark, previous=None)


def _is_same(unit: Unit, target: str, engine: str) -> bool:
    """True where this engine's text for this source stands there already: its date need not change."""
    marks = [mark for mark in own_marks(unit) if mark.s == source_hash(unit)[:16]]
    return unit.targets == (target,) and any(mark.engine == engine for mark in marks)


def _today() -> dt.date:
    """The date of marks: today in UTC, or SOURCE_DATE_EPOCH (reproducible-builds.org) where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = int(epoch) if epoch.isdecimal() else dt.datetime.now(dt.UTC).timestamp()
    return dt.datetime.fromtimestamp(seconds, dt.UTC).date()
