"""
Engines compared on what people wrote: how near each one's drafts are to it, by chrF.

`compare` asks engines for texts that people translated; `edited` looks at drafts that people edited since: how much of
an engine's words they left is the fairest measure there is, and costs no request.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from statistics import fmean
from typing import TYPE_CHECKING, Any

from editions import engines
from editions.catalog import INTERFACE_DOMAIN, Catalog
from editions.drafts import Drafts, Order
from editions.engines import Failure
from editions.markup import MarkupLostError
from editions.prefill.answers import Answers
from editions.prefill.asking import Asking
from editions.prefill.choice import candidates
from editions.prefill.jobs import Job
from editions.prefill.rounds import answered
from editions.problem import UserError
from editions.state import find_marks, state_of
from editions.terms import load_terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from editions.catalog import Unit
    from editions.engines import Engine
    from editions.language import Language

SAMPLE = 50  # texts of people that engines are compared on


@dataclass(frozen=True)
class Score:
    """
    How an engine did in a language: `texts` compared, `refused` that got no draft, and the mean chrF (0 to 100).

    chrF (Popović 2015, as sacrebleu has it) counts runs of one to six letters that two texts share.
    """

    engine: str
    texts: int
    refused: int
    chrf: float

    def __str__(self) -> str:
        """`deepl: chrF 71.3 on 48 texts, 2 without a draft`."""
        refused = f", {self.refused} without a draft" if self.refused else ""
        return (
            f"{self.engine}: chrF {self.chrf:.1f} on {self.texts} texts{refused}"
            if self.texts
            else (f"{self.engine}: nothing to compare{refused}")
        )


def compare(order: Order, language: Language, *, sample: int = SAMPLE) -> list[Score]:
    """
    Scores of the engines that could fill the language, on texts that people translated, the best first.

    Raises:
        UserError: sacrebleu is not installed, there are no such texts, or no engine can do it.
    """
    _require()
    drafts = Drafts(order, language)
    units = [each for each in _units(drafts) if state_of(each[1], order.trust) in {"translated", "vouched"}]
    units = [each for each in units if each[1].plural is None and not find_marks(each[1].comments)][:sample]
    if not units:
        raise UserError(
            f"{language.code}: people have not translated anything yet that engines could be compared on"
        )
    chosen = candidates(order.project, language, order.engine)
    return sorted((_scored(drafts, engine, units) for engine in chosen), key=lambda score: -score.chrf)


def edited(order: Order, language: Language) -> list[Score]:
    """
    How much of each engine's drafts people left as it was, from remembered answers; nothing is asked.

    Raises:
        UserError: sacrebleu is not installed.
    """
    _require()
    drafts = Drafts(order, language)
    found = []
    by_engine: dict[str, list[tuple[Path, Unit]]] = {}
    for path, unit in _units(drafts):
        for mark, _ in find_marks(unit.comments):
            if state_of(unit, order.trust) != "machine" and mark.engine in engines.names():
                by_engine.setdefault(mark.engine, []).append((path, unit))
    for name, units in sorted(by_engine.items()):
        found.append(_scored(drafts, engines.find(name), units, is_asked=False))
    return found


def _scored(
    drafts: Drafts, engine: Engine, units: Sequence[tuple[Path, Unit]], *, is_asked: bool = True
) -> Score:
    project = drafts.order.project
    options = engines.options(project, engine)
    budget = drafts.order.budget if is_asked else 0
    asking = Asking(engine, options, project.source_language, Answers(project.root, engine.name), budget)
    jobs = list(_jobs(drafts, engine, units))
    scores, refused = [], 0
    for job, text in answered(asking, jobs):
        if isinstance(text, Failure):
            refused += 1
        else:
            scores.append(_chrf(text, job.unit.target))
    return Score(engine.name, len(scores), refused, fmean(scores) if scores else 0.0)


def _jobs(drafts: Drafts, engine: Engine, units: Sequence[tuple[Path, Unit]]) -> Iterator[Job]:
    terms = load_terms(drafts.order.project)
    for path, unit in units:
        try:
            job = Job.of(drafts, path, unit, terms, engine=engine)
        except MarkupLostError:
            continue
        if job.has_words:
            yield job


def _units(drafts: Drafts) -> Iterator[tuple[Path, Unit]]:
    project = drafts.order.project
    for path in project.catalogs(drafts.language):
        if project.domain(path) != INTERFACE_DOMAIN:
            yield from ((path, unit) for unit in Catalog.load(path, root=project.root).units if unit.has_text)


def _require() -> None:
    if find_spec("sacrebleu") is None:
        raise UserError('engines are compared by the library sacrebleu: pip install "editions[compare]"')


def _chrf(draft: str, people: str) -> float:
    from sacrebleu.metrics.chrf import CHRF

    score: Any = CHRF().sentence_score(draft, [people])
    return float(score.score)
