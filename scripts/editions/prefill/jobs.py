"""
A job: one unit, and the steps in which an engine is asked for it until an answer can be believed.

    the whole paragraph, names hidden ──▶ believed? ──▶ a draft
        │ a term is not rendered as agreed             │ markup is lost
        ▼                                              ▼
    the whole, terms hidden too                    sentence by sentence ──▶ believed? ──▶ a draft, or none
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from editions.belief import believed
from editions.engines import Failure
from editions.markup import Hidden, protect, protect_sentences, restore
from editions.prefill.asking import Request

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from editions.catalog import Unit
    from editions.drafts import Drafts
    from editions.engines import Engine
    from editions.markup import Segment
    from editions.terms import Term, Terms

    Step = Literal["whole", "terms", "sentences"]


@dataclass(frozen=True, eq=False)
class Job:
    """
    A unit in the catalog at `path` that waits for a draft of `engine`, at one of the steps.

    `context` is the text of its document; `fallback` a draft that was good but for a term.
    """

    drafts: Drafts
    path: Path
    unit: Unit
    terms: Terms
    engine: Engine
    context: str = ""
    step: Step = "whole"
    fallback: str = ""
    segments: tuple[Segment, ...] = field(default=(), compare=False)

    @classmethod
    def of(
        cls, drafts: Drafts, path: Path, unit: Unit, terms: Terms, *, engine: Engine, context: str = ""
    ) -> Job:
        """
        The job at its first step.

        Raises:
            MarkupLostError: the unit's markup cannot be carried through an engine.
        """
        job = cls(drafts, path, unit, terms, engine, context)
        hidden = job.hidden()
        whole = protect(unit.source, unit.syntax, form=engine.wire, hidden=hidden)
        return replace(job, segments=(whole,))

    @property
    def has_words(self) -> bool:
        """True where there is anything to ask for."""
        return any(segment.has_words for segment in self.segments)

    def copied(self) -> str:
        """The draft of a unit without words: its markup, and its names as they are rendered."""
        return restore(self.segments[0], self.segments[0].text)

    def requests(self) -> Iterator[Request]:
        """What the engine is asked at this step, in order; a segment without words is taken as it is."""
        glossary = tuple((term.source, said) for term, said in self._rendered()) if self.engine.terms else ()
        for segment in self.segments:
            if segment.has_words:
                yield Request(self.drafts.language, segment.text, self.context, glossary)

    def hidden(self, *, terms: bool = False) -> tuple[Hidden, ...]:
        """The words that this engine does not get to see: names, where it takes none itself; `terms`: all there are."""
        return tuple(
            Hidden(term.source, said)
            for term, said in self._rendered()
            if terms or (term.kind == "name" and not self.engine.terms)
        )

    def next(self, answers: Sequence[str | Failure]) -> tuple[str | Failure, Job | None]:
        """
        The draft or why there is none, and the job at its next step, if there is any.

        Args:
            answers: one for each of `requests()`, in their order.
        """
        failed = next((each for each in answers if isinstance(each, Failure)), None)
        if failed:
            return (self.fallback or failed), None
        text, missing = believed(
            self.unit, self.segments, [str(each) for each in answers], self.drafts.language, self.terms
        )
        if isinstance(text, Failure):
            return (self.fallback or text), (None if self.fallback else self._by_sentence())
        if missing and self.step == "whole":
            return text, self._with_terms_hidden(text)
        return text, None

    def _rendered(self) -> Iterator[tuple[Term, str]]:
        """The names and terms of the unit with their rendering in the language, where it is decided."""
        for term in self.terms.within(self.unit.source):
            said = term.rendered(self.drafts.language)
            if said:
                yield term, said[0]

    def _with_terms_hidden(self, fallback: str) -> Job | None:
        hidden = self.hidden(terms=True)
        if not hidden or hidden == self.hidden():
            return None
        whole = protect(self.unit.source, self.unit.syntax, form=self.engine.wire, hidden=hidden)
        return replace(self, step="terms", fallback=fallback, segments=(whole,))

    def _by_sentence(self) -> Job | None:
        if self.step == "sentences":
            return None
        unit = self.unit
        parts = protect_sentences(
            unit.source, unit.syntax, form=self.engine.wire, hidden=self.hidden(terms=self.step == "terms")
        )
        return replace(self, step="sentences", segments=tuple(parts)) if len(parts) > 1 else None
