"""What all sub-commands share: how they speak, and what they know of every language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions.check import check
from editions.reading import read_source
from editions.status import status
from editions.terminal import harmless

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from editions.journal import Ledger
    from editions.language import Language
    from editions.project import Project
    from editions.source import Reading
    from editions.status import Row


def say(out: Console, text: str) -> None:
    """Prints a line as it is: no markup, no wrapping, no colours of numbers; texts in it are strangers'."""
    out.print(harmless(text), markup=False, highlight=False, soft_wrap=True)


def read_if_asked(project: Project, languages: Sequence[Language]) -> Reading | None:
    """What stands in the source, where the source language is among those that are asked for."""
    return read_source(project) if project.source_language in languages else None


def rows(project: Project, languages: Sequence[Language], ledger: Ledger) -> tuple[Row, ...]:
    """A row of status for each language."""
    problems = check(project, languages, reading=read_if_asked(project, languages), ledger=ledger)
    return status(project, languages, problems, trust=ledger.trust)
