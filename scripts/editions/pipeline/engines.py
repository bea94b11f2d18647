"""Engines: which work here, whether one answers, and how near their drafts are to what people wrote."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from editions.drafts import Order
from editions.engines import Failure
from editions.journal import read_ledger
from editions.offers import document, lines, offers
from editions.pipeline.talk import say
from editions.prefill.choice import chain
from editions.prefill.comparison import compare, edited
from editions.prefill.selftest import selftest
from editions.terminal import harmless

if TYPE_CHECKING:
    from rich.console import Console

    from editions.project import Project


def run_engines(project: Project, out: Console, *, as_json: bool) -> int:
    """What every engine offers for the project's languages."""
    named = chain(project)
    found = offers(project, project.languages)
    if as_json:
        out.file.write(json.dumps(document(found, named), ensure_ascii=False, indent=1) + "\n")
        return 0
    for each in found:
        for line in lines(each, named.index(each.engine) + 1 if each.engine in named else None):
            say(out, harmless(line))
    return 0


def run_selftest(project: Project, engine: str, word: str, out: Console) -> int:
    """A few texts through an engine; a problem if an answer does not hold."""
    [language] = project.choose([word], translations_only=True)
    failed = 0
    for each in selftest(project, engine, language):
        failed += isinstance(each.draft, Failure)
        said = f"no draft: {each.draft.reason}" if isinstance(each.draft, Failure) else each.draft
        say(out, harmless(f"{each.source}\n  {each.seconds:.2f} s  {said}"))
    say(out, f"{engine}: all answers hold" if not failed else f"{engine}: {failed} answers do not hold")
    return int(failed > 0)


def run_compare(project: Project, word: str, out: Console, *, engine: str, budget: int | None) -> int:
    """Scores of engines in a language: on texts of people, and on their drafts that people edited."""
    [language] = project.choose([word], translations_only=True)
    trust = read_ledger(project, [language]).trust
    order = Order(project, engine, budget=budget, trust=trust, announce=lambda text: say(out, text))
    left = edited(order, language)
    for score in compare(order, language):
        say(out, str(score))
    for score in left:
        say(out, f"{score}, of drafts that people edited")
    return 0
