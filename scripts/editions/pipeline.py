"""
The pipeline: the only module that composes stages. Each function is a sub-command; it returns the exit code.

Exit codes: 0 fine, 1 problems found, 2 usage or set-up (raised as UserError).
"""

from __future__ import annotations

import fcntl
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from editions import assembly, formats, targets
from editions.approve import Sitting, propose, sign
from editions.build import build
from editions.check import check, describe, has_errors, report
from editions.extract import extract
from editions.journal import Pen, find_pen, read_ledger
from editions.language import Language
from editions.prefill import prefill
from editions.problem import UserError
from editions.publish import publish
from editions.reading import read_source
from editions.review import review
from editions.review import show as show_review
from editions.site import site
from editions.status import show as show_status
from editions.status import status, to_json
from editions.update import update

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from rich.console import Console

    from editions.approve import Wish
    from editions.build import Edition
    from editions.journal import Ledger
    from editions.problem import Problem
    from editions.project import Project, View
    from editions.source import Reading
    from editions.status import Row
    from editions.trust import Trust

WARNINGS_SHOWN = 10


def run_extract(project: Project, out: Console) -> int:
    """Templates from the source."""
    for template in extract(project):
        say(out, f"{project.shown(template.path)}: {template.units} units{', changed' * template.changed}")
    return 0


def run_update(project: Project, words: Sequence[str], out: Console, *, new: Sequence[str] = ()) -> int:
    """Catalogs follow the templates; `new` are the codes of languages that get their first catalogs."""
    failed = False
    languages = [_new_language(project, code) for code in new]
    if words or not languages:
        languages += project.choose(words, translations_only=True)
    if not languages:
        say(out, "no language has catalogs yet; begin one: editions update --add de")
    for each in update(project, languages):
        say(out, str(each))
        failed = failed or each.problem is not None
    return int(failed)


def run_prefill(
    project: Project, words: Sequence[str], out: Console, *, engine: str | None, refresh: bool
) -> int:
    """Machine drafts for what is missing."""
    languages = project.choose(words, translations_only=True)
    trust = read_ledger(project, languages).trust
    reports = prefill(
        project, languages, engine=engine, refresh=refresh, trust=trust, announce=lambda text: say(out, text)
    )
    for each in reports:
        say(out, str(each))
    return max((each.code for each in reports), default=0)


def run_check(project: Project, words: Sequence[str], form: str) -> tuple[str, int]:
    """What is wrong, as text in the format that is named, and the exit code."""
    languages = project.choose(words)
    ledger = read_ledger(project, languages)
    problems = check(project, languages, reading=_reading(project, languages), ledger=ledger)
    return report(problems, project, languages, form), int(has_errors(problems))


def run_status(project: Project, words: Sequence[str], out: Console, *, as_json: bool) -> int:
    """How far each language is."""
    languages = project.choose(words)
    rows = _rows(project, languages, read_ledger(project, languages))
    if as_json:
        out.file.write(to_json(project, rows) + "\n")
    else:
        show_status(project, rows, out)
    return 0


def run_review(project: Project, words: Sequence[str], out: Console, *, limit: int) -> int:
    """What to look at next."""
    languages = project.choose(words, translations_only=True)
    ledger = read_ledger(project, languages)
    problems = check(project, languages, ledger=ledger)
    for language in languages:
        say(out, f"{language.code} ({language.name})")
        show_review(review(project, language, problems, trust=ledger.trust), out, limit=limit)
    return 0


@dataclass(frozen=True)
class Signing:
    """How a person signs: in whose name, with which key, without being asked (`yes`), or not at all (`plan`)."""

    by: str | None = None
    key: Path | None = None
    yes: bool = False
    plan: bool = False

    def agreed(self, question: str, out: Console) -> bool:
        """Whether it may be done: she said so beforehand, or says so now."""
        if self.plan or self.yes:
            return self.yes and not self.plan
        if not sys.stdin.isatty():
            say(out, "nothing was signed; --yes signs what is listed")
            return False
        return out.input(f"{question} [y/N] ", markup=False).strip().lower() in {"y", "yes"}


def run_approve(project: Project, words: Sequence[str], wish: Wish, signing: Signing, out: Console) -> int:
    """Lists what a person would sign, and signs it."""
    languages = project.choose(words, translations_only=True)
    if wish.units and len(languages) != 1:
        raise UserError("--unit needs one language: editions approve de --unit KEY")
    ledger = read_ledger(project, languages)
    problems = check(project, languages, ledger=ledger)
    pen = _pen(project, ledger, signing, languages)
    who = pen.person.id if isinstance(pen, Pen) else signing.by or ""
    listed = [(each, propose(each, problems, who)) for each in _sittings(project, languages, ledger, wish)]
    for candidate in (candidate for _, candidates in listed for candidate in candidates):
        say(out, str(candidate))
    ready = sum(not each.why_not for _, candidates in listed for each in candidates)
    say(out, f"{ready} of {sum(len(each) for _, each in listed)} paragraphs listed can be signed ({wish.do})")
    if isinstance(pen, UserError) and not signing.plan:
        raise pen
    if not ready or not isinstance(pen, Pen) or not signing.agreed(f"Sign as {who}?", out):
        return 0
    for sitting, candidates in listed:
        written, done = sign(sitting, candidates, pen)
        enough = f"; {done} of them have enough people now" if done else ""
        say(out, f"{sitting.language.code}: {written} signed by {who}{enough}")
    return 0


def run_build(project: Project, words: Sequence[str], view: View, kind: str, out: Console) -> int:
    """Editions of one kind: check, then build; a release only of what the policy allows."""
    with _alone(project):
        languages: Sequence[Language] = project.choose(words)
        ledger = read_ledger(project, languages)
        problems = [each for each in check(project, languages, ledger=ledger) if each.severity == "error"]
        for line in describe(problems, project):
            say(out, line)
        if view == "release":
            asked, languages = languages, _allowed(project, languages, ledger, out)
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
        languages = _allowed(project, asked, ledger, out)
        if plan or not languages:
            say(out, f"would be released: {', '.join(each.code for each in languages) or 'nothing'}")
            return 0
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
    return 0


def say(out: Console, text: str) -> None:
    """Prints a line as it is: no markup, no wrapping, no colours of numbers; texts in it are strangers'."""
    out.print(text, markup=False, highlight=False, soft_wrap=True)


@contextmanager
def _alone(project: Project) -> Iterator[None]:
    """Two builds of one project wait for each other, so that neither finds the other's half-written files."""
    project.output.mkdir(parents=True, exist_ok=True)
    with (project.output / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _new_language(project: Project, code: str) -> Language:
    language = Language(code)
    if not Language.is_code(code) or code == project.source_language.code or language.locale is None:
        raise UserError(
            f"--add {code!r}: no language is known by this code; it is spelled like de, pt_BR or zh_CN"
        )
    return language


def _pen(
    project: Project, ledger: Ledger, signing: Signing, languages: Sequence[Language]
) -> Pen | UserError:
    """The pen of whoever sits here, or why there is none: told after the list."""
    lang = languages[0].code if languages else ""
    try:
        return find_pen(project, ledger, by=signing.by, key=signing.key, lang=lang)
    except UserError as error:
        return error


def _sittings(project: Project, languages: Sequence[Language], ledger: Ledger, wish: Wish) -> list[Sitting]:
    return [Sitting(project, language, ledger, wish) for language in languages]


def _reading(project: Project, languages: Sequence[Language]) -> Reading | None:
    return read_source(project) if project.source_language in languages else None


def _rows(project: Project, languages: Sequence[Language], ledger: Ledger) -> tuple[Row, ...]:
    problems = check(project, languages, reading=_reading(project, languages), ledger=ledger)
    return status(project, languages, problems, trust=ledger.trust)


def _allowed(project: Project, languages: Sequence[Language], ledger: Ledger, out: Console) -> list[Language]:
    """The languages that the policy lets be published; says of the others why they stay."""
    rows = _rows(project, languages, ledger)
    for row in rows:
        if not row.releasable:
            say(out, f"{row.language.code}: held back: {'; '.join(row.reasons)}")
    return [row.language for row in rows if row.releasable]


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
