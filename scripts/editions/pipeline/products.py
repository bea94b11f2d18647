"""Editions, the site that previews them, and releases."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from typing import TYPE_CHECKING

from editions import assembly, formats, targets
from editions.build import build
from editions.check import check
from editions.history import refuse_tracked
from editions.journal import read_ledger
from editions.pipeline.talk import rows, say
from editions.problem import UserError
from editions.publish import publish
from editions.reports import describe
from editions.site import site
from editions.status import status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from rich.console import Console

    from editions.build import Edition
    from editions.journal import Ledger
    from editions.language import Language
    from editions.problem import Problem
    from editions.project import Project, View
    from editions.trust import Trust

WARNINGS_SHOWN = 10


def run_build(project: Project, words: Sequence[str], view: View, kind: str, out: Console) -> int:
    """Editions of one kind: check, then build; a release only of what the policy allows."""
    with _alone(project):
        languages: Sequence[Language] = project.choose(words)
        ledger = read_ledger(project, languages)
        problems = [each for each in check(project, languages, ledger=ledger) if each.severity == "error"]
        for line in describe(problems, project):
            say(out, line)
        if view == "release":
            asked, (languages, _) = languages, _allowed(project, languages, ledger, out)
            assembly.withdraw(project, [each for each in asked if each not in languages])
        built = _build(project, languages, view, kind, trust=ledger.trust, out=out)
        code = max((_tell(project, each, out) for each in built), default=0)
        return max(code, int(bool(problems)))


def run_site(project: Project, words: Sequence[str], out: Console) -> int:
    """All working editions in one folder."""
    code = max(run_build(project, words, "working", kind, out) for kind in formats.names())
    with _alone(project):
        asked = project.choose(words)
        languages = [language for language in assembly.built(project, "working") if language in asked]
        if not languages:
            raise UserError("no edition could be built, so there is no site", code=1)
        index = site(project, languages, _states(project, languages, read_ledger(project, languages)))
    say(out, project.shown(index))
    return code


def run_publish(
    project: Project, words: Sequence[str], out: Console, *, target: str | None, plan: bool
) -> int:
    """Releases what the policy allows."""
    url = project.policy.target if target is None else target
    if not url and not plan:
        raise UserError("publish where to? say --to URL (make: TO=URL), for instance TO=file:public")
    if not plan:
        targets.check(url, project)
    with _alone(project):
        asked = project.choose(words)
        ledger = read_ledger(project, asked)
        languages, damaged = _allowed(project, asked, ledger, out)
        if plan or not languages:
            say(out, f"would be released: {', '.join(each.code for each in languages) or 'nothing'}")
            return int(damaged)
        built = [
            each
            for kind in formats.names()
            for each in _build(project, languages, "release", kind, trust=ledger.trust, out=out)
        ]
        failed = [each for each in built if each.code]
        for each in failed:
            _tell(project, each, out)
        if failed:
            say(out, "nothing was published: not every edition could be built")
            return max(each.code for each in failed)
        for line in publish(project, languages, _states(project, languages, ledger), url):
            say(out, line)
    return int(damaged)


@contextmanager
def _alone(project: Project) -> Iterator[None]:
    """Two builds of one project wait for each other, so that neither finds the other's half-written files."""
    refuse_tracked(project, project.output)
    project.output.mkdir(parents=True, exist_ok=True)
    with (project.output / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _allowed(
    project: Project, languages: Sequence[Language], ledger: Ledger, out: Console
) -> tuple[list[Language], bool]:
    """
    The languages that the policy lets be published; says of the others why they stay.

    Also says whether a catalog among them is damaged: that is no policy, but a problem.
    """
    found = rows(project, languages, ledger)
    for row in found:
        if not row.releasable:
            say(out, f"{row.language.code}: held back: {'; '.join(row.reasons)}")
    return [row.language for row in found if row.releasable], any(row.damaged for row in found)


def _states(project: Project, languages: Sequence[Language], ledger: Ledger) -> dict[str, Mapping[str, int]]:
    return {row.language.code: row.states for row in status(project, languages, (), trust=ledger.trust)}


def _build(
    project: Project, languages: Sequence[Language], view: View, kind: str, *, trust: Trust, out: Console
) -> Iterator[Edition]:
    with out.status("") if out.is_terminal else _quiet() as progress:
        notice: Callable[[str], None] = getattr(progress, "update", lambda _: None)
        yield from build(project, languages, view, kind, trust=trust, notice=notice)


@contextmanager
def _quiet() -> Iterator[None]:
    yield


def _tell(project: Project, edition: Edition, out: Console) -> int:
    """Says what became of an edition; returns its exit code."""
    news: list[Problem] = [
        each for each in edition.problems if each.rule != "catalog"
    ]  # check has said those
    if edition.state == "failed":
        say(out, f"{edition.language.code} {edition.kind}: not built: {edition.text}")
    for line in describe(news, project):
        say(out, line)
    for line in edition.warnings[:WARNINGS_SHOWN]:
        say(out, f"{edition.language.code}: Sphinx: {line}")
    if len(edition.warnings) > WARNINGS_SHOWN:
        say(out, f"{edition.language.code}: … and {len(edition.warnings) - WARNINGS_SHOWN} more warnings")
    for path in edition.paths:
        say(out, f"{project.shown(path)}{' (unchanged)' if edition.state == 'unchanged' else ''}")
    return edition.code
