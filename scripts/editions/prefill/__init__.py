"""
The stage prefill: drafts for what nobody has translated yet, marked as machine text.

    open units ──▶ memory: what people said for the same text ──▶ a copy: no words ──▶ an engine ──▶ believed ──▶ saved
                   memory                                                             asking, answers  jobs,     drafts
                                                                                    belief
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from editions import engines
from editions.catalog import INTERFACE_DOMAIN, Catalog, CatalogError
from editions.drafts import Drafts, Order, Report
from editions.engines import Failure
from editions.judge import judge
from editions.markup import MarkupLostError
from editions.prefill.answers import Answers
from editions.prefill.asking import Asking, EngineDownError
from editions.prefill.choice import candidates
from editions.prefill.estimate import Estimate, estimate
from editions.prefill.jobs import Job
from editions.prefill.memory import Memory
from editions.prefill.rounds import answered
from editions.problem import UserError
from editions.terms import load_terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from editions.catalog import Unit
    from editions.engines import Engine
    from editions.language import Language
    from editions.prefill.asking import Request
    from editions.terms import Terms

__all__ = ["Estimate", "Order", "Report", "foresee", "prefill"]

MEMORY, COPY = "memory", "copy"  # who wrote a text that no engine was asked for
CONTEXT = 6_000  # characters of a document that an engine gets to read around its texts


def prefill(order: Order, languages: Sequence[Language]) -> list[Report]:
    """
    Fills what is missing in the languages' catalogs; one report per language, in the same order.

    A text of a person is never touched. What was answered is kept also when it is interrupted.

    Raises:
        UserError: there is no engine of the order's name.
    """
    work = _Work(order)
    try:
        for language in languages:
            work.begin(language)
        work.ask()
    finally:
        for drafts in work.drafts:
            drafts.save()
    return [drafts.report() for drafts in work.drafts]


def foresee(order: Order, languages: Sequence[Language]) -> list[Estimate]:
    """What `prefill` would ask for, language by language, and what that takes; nothing is asked or written."""
    work = _Work(order, is_dry=True)
    for language in languages:
        work.begin(language)
    return [
        estimate(each.drafts.language, work.asking(each.engines[0]), work.jobs_of(each, each.engines[0]))
        for each in work.plans
    ]


@dataclass
class _Plan:
    """What is to be asked for one language: the units, and the engines that could do it, the best first."""

    drafts: Drafts
    units: list[tuple[Path, Unit]]
    engines: list[Engine]


@dataclass
class _Work:
    """One run; `is_dry`: nothing is written."""

    order: Order
    is_dry: bool = False
    drafts: list[Drafts] = field(default_factory=list)
    plans: list[_Plan] = field(default_factory=list)
    _sent: int = 0

    def __post_init__(self) -> None:
        if self.order.engine:
            engines.find(self.order.engine)
        self.terms: Terms = load_terms(self.order.project)

    def begin(self, language: Language) -> None:
        """Fills from memory what it knows, and plans the rest."""
        drafts = Drafts(self.order, language)
        self.drafts.append(drafts)
        waiting = _open_units(drafts)
        if not waiting:
            return
        memory = Memory.of(self.order.project, language, self.order.trust)
        rest = [each for each in waiting if not self._remembered(drafts, memory, *each)]
        try:
            chosen = candidates(self.order.project, language, self.order.engine) if rest else []
        except UserError as error:
            drafts.errors.append(error)
        else:
            if rest:
                self.plans.append(_Plan(drafts, rest, chosen))

    def ask(self) -> None:
        """Asks the engines; where one does not serve, the next one that could."""
        waiting = list(self.plans)
        while waiting:
            by_engine: dict[str, list[_Plan]] = defaultdict(list)
            for plan in waiting:
                by_engine[plan.engines[0].name].append(plan)
            waiting = [left for plans in by_engine.values() for left in self._ask(plans)]

    def asking(self, engine: Engine) -> Asking:
        """The engine in use."""
        project = self.order.project
        left = None if self.order.budget is None else max(0, self.order.budget - self._sent)
        answers = Answers(project.root, engine.name)
        return Asking(engine, engines.options(project, engine), project.source_language, answers, left)

    def jobs_of(self, plan: _Plan, engine: Engine) -> list[Job]:
        """What the engine is to be asked; what it cannot be asked is left, what has no words is copied."""
        contexts = _contexts(plan.units) if engine.context else {}
        jobs = []
        for path, unit in plan.units:
            try:
                job = Job.of(
                    plan.drafts, path, unit, self.terms, engine=engine, context=contexts.get(path, "")
                )
            except MarkupLostError as lost:
                plan.drafts.leave(path, unit, str(lost))
                continue
            if unit.plural is not None:
                plan.drafts.leave(path, unit, "it has plural forms, which engines do not know")
            elif job.has_words:
                jobs.append(job)
            elif not self.is_dry:
                _copy(job)
        return jobs

    def _remembered(self, drafts: Drafts, memory: Memory, path: Path, unit: Unit) -> bool:
        if unit.plural is not None or unit.context is not None:
            return False
        said = memory.text(unit.source, unit.syntax)
        if said is None or judge(unit.source, said, unit.syntax):
            like = memory.like(unit.source, unit.syntax)
            if like:
                drafts.notes[path, unit.identity] = like.note
            return False
        if not self.is_dry:
            drafts.take(path, unit, said, MEMORY)
        return True

    def _ask(self, plans: list[_Plan]) -> Iterator[_Plan]:
        """Asks one engine for some languages; yields those for which another one is to be tried."""
        engine = plans[0].engines[0]
        asking = self.asking(engine)
        jobs = [job for plan in plans for job in self.jobs_of(plan, engine)]
        done: set[tuple[str, object]] = set()
        try:
            self._announce(asking, jobs)
            for job, text in answered(asking, jobs):
                done.add(_place(job))
                self.order.progress(len(done), len(jobs))
                if isinstance(text, Failure):
                    job.drafts.leave(job.path, job.unit, text.reason)
                else:
                    job.drafts.take(job.path, job.unit, text, engine.name)
        except UserError as error:
            for plan in plans:
                left = [job for job in jobs if job.drafts is plan.drafts and _place(job) not in done]
                if left and isinstance(error, EngineDownError) and len(plan.engines) > 1:
                    units = [(job.path, job.unit) for job in left]
                    self.order.announce(f"{plan.drafts.language.code}: {error}; next: {plan.engines[1].name}")
                    yield _Plan(plan.drafts, units, plan.engines[1:])
                elif left:
                    plan.drafts.errors.append(error)
        finally:
            self._sent += asking.characters

    def _announce(self, asking: Asking, jobs: Sequence[Job]) -> None:
        """Says what goes where, before anything does."""
        host = asking.engine.host(asking.options)
        where = f"go to {host}" if host else "stay on this machine"
        by_language: dict[str, list[Request]] = defaultdict(list)
        for job in jobs:
            by_language[job.drafts.language.code] += job.requests()
        for code, requests in by_language.items():
            texts = asking.unknown(requests)
            if texts:
                count = "1 text" if len(texts) == 1 else f"{len(texts)} texts"
                size = sum(len(request.text) for request in texts)
                self.order.announce(f"{code}: {count} for {asking.engine.name}, {size} characters, {where}")


def _place(job: Job) -> tuple[str, object]:
    return job.drafts.language.code, (job.path, job.unit.identity)


def _copy(job: Job) -> None:
    text = job.copied()
    reasons = judge(job.unit.source, text, job.unit.syntax)
    if reasons:
        job.drafts.leave(job.path, job.unit, "; ".join(map(str, reasons)))
    else:
        job.drafts.take(job.path, job.unit, text, COPY)


def _open_units(drafts: Drafts) -> list[tuple[Path, Unit]]:
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


def _contexts(units: Sequence[tuple[Path, Unit]]) -> dict[Path, str]:
    """The beginning of each document's texts in the source language."""
    texts: dict[Path, list[str]] = defaultdict(list)
    for path, unit in units:
        texts[path].append(unit.source)
    return {path: "\n\n".join(sources)[:CONTEXT] for path, sources in texts.items()}
