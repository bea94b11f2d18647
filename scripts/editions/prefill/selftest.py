"""A few texts through an engine, for whoever has its key: does it answer, and do its answers hold?"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from editions import engines
from editions.belief import believed
from editions.catalog import Unit
from editions.engines import Failure, NoAnswerError, Pair, Question
from editions.markup import protect
from editions.prefill.choice import candidates
from editions.problem import UserError
from editions.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.language import Language
    from editions.project import Project

# What is hard for engines: emphasis within a sentence, a link with words, a literal, a number, a sign of markup.
TEXTS = (
    "The congress met in July.",
    "The *great* social force is the **working class**.",
    "Read `the whole resolution <https://example.org/resolution>`__ before you vote.",
    "Run ``make html`` and open page 27.",
    "He said: “We do not agree.” Nobody left the room.",
)


@dataclass(frozen=True)
class Tried:
    """One text and what came of it: the draft, or why there is none; `seconds` is how long the engine took."""

    source: str
    seconds: float
    draft: str | Failure


def selftest(project: Project, name: str, target: Language) -> Iterator[Tried]:
    """
    Asks for each text alone, without memory or second tries; yields what came of it.

    Raises:
        UserError: the engine cannot do this language here, or does not serve.
    """
    [engine] = candidates(project, target, name)
    options = engines.options(project, engine)
    pair = Pair(project.source_language, target)
    try:
        with engine.connected(pair, options) as ask:
            for text in TEXTS:
                segment = protect(text, form=engine.wire)
                start = time.perf_counter()
                [answer] = ask(Question((segment.text,)))
                seconds = time.perf_counter() - start
                unit = replace(Unit("", "selftest", None, text), targets=("",))
                draft = (
                    answer
                    if isinstance(answer, Failure)
                    else believed(unit, [segment], [answer], target, Terms())[0]
                )
                yield Tried(text, seconds, draft)
    except NoAnswerError as trouble:
        raise UserError(f"{name}: {trouble}") from None
