"""From the source to drafts, and what is wrong with them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path  # noqa: TC003 - dataclasses read their annotations
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from editions.baseline import changed_since, without_known, write_baseline
from editions.check import check, has_errors
from editions.checks import rules
from editions.extract import extract
from editions.history import history
from editions.journal import read_ledger
from editions.newcomer import begin_guide, describe, newcomer
from editions.pipeline.talk import read_if_asked, rows, say
from editions.prefill import Order, foresee, prefill
from editions.problem import UserError
from editions.repair import repair
from editions.reports import report
from editions.same import settle
from editions.spelling import spelt
from editions.status import show as show_status
from editions.status import to_json
from editions.terminal import quote
from editions.tidy import tidy
from editions.update import update

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.console import Console

    from editions.language import Language
    from editions.prefill import Estimate
    from editions.project import Project


def run_extract(project: Project, out: Console) -> int:
    """Templates from the source."""
    for template in extract(project):
        say(out, f"{project.shown(template.path)}: {template.units} units{', changed' * template.changed}")
    return 0


def run_update(project: Project, words: Sequence[str], out: Console) -> int:
    """Catalogs follow the templates."""
    languages = project.choose(words, translations_only=True)
    if not languages:
        say(out, "no language has catalogs yet; begin one: editions language add de")
    code = _update(project, languages, out)
    ledger = read_ledger(project, languages)
    for settled in settle(project, languages, ledger) if ledger.trust.earlier else ():
        say(out, str(settled))  # what a coordinator called the same before the change came here
    return code


def run_language(project: Project, codes: Sequence[str], out: Console) -> int:
    """Begins languages, all or none: a code that cannot be stops them before anything is written."""
    languages = [newcomer(project, code) for code in dict.fromkeys(codes)]
    code = _update(project, languages, out)
    for language in languages:
        guide = begin_guide(project, language)
        if guide:
            say(out, f"{project.shown(guide)}: begun")
        for fact in describe(language):
            say(out, str(fact))
    return code


def _update(project: Project, languages: Sequence[Language], out: Console) -> int:
    reports = update(project, languages)
    for each in reports:
        say(out, str(each))
    return int(any(each.problem is not None for each in reports))


def run_tidy(project: Project, words: Sequence[str], out: Console, *, check_only: bool) -> int:
    """Catalogs in the form of GNU gettext; with `check_only` it is a problem if one is not."""
    languages = project.choose(words, translations_only=True)
    code = 0
    for each in tidy(project, languages, check_only=check_only):
        say(out, str(each))
        code = max(code, int(bool(each.problems) or (check_only and each.changed)))
    return code


@dataclass(frozen=True)
class Drafting:
    """What prefill is to do: by which engine, also over machine text, with how many characters; or only to say so."""

    engine: str = ""
    refresh: bool = False
    budget: int | None = None
    is_dry: bool = False


def say_estimates(estimates: Sequence[Estimate], out: Console) -> int:
    """Says what a run would take, language by language, and the sum."""
    for each in estimates:
        say(out, str(each))
    requests, characters = (
        sum(getattr(each, name) for each in estimates) for name in ("requests", "characters")
    )
    price = sum(each.price for each in estimates)
    cost = f", price {price:.2f}" if price else ""
    say(out, f"in all: {requests} requests, {characters} characters{cost}; nothing was asked")
    return 0


@contextmanager
def _progress(out: Console) -> Iterator[Callable[[int, int], None]]:
    """Shows on a terminal how many texts are done, how many a second, and the time left; elsewhere nothing."""
    if not out.is_terminal:
        yield lambda done, of: None  # noqa: ARG005
        return
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    with Progress(*columns, console=out, transient=True) as bar:
        task = bar.add_task("", total=None, rate="")

        def show(done: int, of: int) -> None:
            speed = bar.tasks[0].finished_speed or bar.tasks[0].speed
            bar.update(task, completed=done, total=of, rate=f"{speed:.1f} texts/s" if speed else "")

        yield show


def run_prefill(project: Project, words: Sequence[str], out: Console, wish: Drafting) -> int:
    """Machine drafts for what is missing; or what that would take."""
    languages = project.choose(words, translations_only=True)
    trust = read_ledger(project, languages).trust
    order = Order(
        project, wish.engine, wish.refresh, wish.budget, trust, announce=lambda text: say(out, text)
    )
    if wish.is_dry:
        return say_estimates(foresee(order, languages), out)
    with _progress(out) as progress:
        reports = prefill(replace(order, progress=progress), languages)
    for each in reports:
        say(out, str(each))
    return max((each.code for each in reports), default=0)


@dataclass(frozen=True)
class View:
    """
    Which problems are shown, and how: in a format, of texts that changed since a revision, without known ones.

    `baseline` is the file of known problems; with `write` it is written instead.
    """

    form: str = "text"
    since: str = ""
    baseline: Path | None = None
    write: bool = False


def run_repair(project: Project, words: Sequence[str], out: Console) -> None:
    """Puts right in machine text what leaves no doubt; says what became of each catalog."""
    languages = [language for language in project.choose(words) if language != project.source_language]
    for each in repair(project, languages, read_ledger(project, languages).trust):
        say(out, str(each))


def run_check(project: Project, words: Sequence[str], view: View) -> tuple[str, int]:
    """What is wrong, as text, and the exit code."""
    languages = [spelt(project, language) for language in project.choose(words)]
    ledger = read_ledger(project, languages)
    problems = check(project, languages, reading=read_if_asked(project, languages), ledger=ledger)
    if view.since:
        problems = changed_since(problems, project, _reader(project, view.since))
    if view.baseline and view.write:
        write_baseline(view.baseline, problems, project)
        return f"{project.shown(view.baseline)}: {len(problems)} problems noted as known", 0
    if view.baseline:
        problems = without_known(view.baseline, problems, project)
    return report(problems, project, languages, view.form), int(has_errors(problems))


def _reader(project: Project, revision: str) -> Callable[[Path], bytes | None]:
    """Gives files as they were at a revision."""
    past = history(project)
    if past is None:
        raise UserError(f"--since {quote(revision)}: git does not know this project")
    commit = past.commit(revision)
    return lambda path: past.read_file(path, commit)


def list_rules() -> str:
    """The rules of check: name, severity, what each asks for."""
    width = max(len(rule.name) for rule in rules())
    lines = (f"{rule.name:{width}}  {rule.severity:7}  {rule.help.partition(chr(10))[0]}" for rule in rules())
    return "\n".join(lines)


def explain_rule(name: str) -> str:
    """
    A rule's page.

    Raises:
        UserError: there is no such rule.
    """
    found = next((rule for rule in rules() if rule.name == name), None)
    if found is None:
        raise UserError(f"--explain {quote(name)}: there is no such rule; editions check --list names them")
    waived = (
        "people may waive it with a reason (editions approve --waive)"
        if found.waivable
        else "nobody can waive it"
    )
    return f"{found.name}: {found.severity}; {waived}\n\n{found.help}"


def run_status(project: Project, words: Sequence[str], out: Console, *, as_json: bool) -> int:
    """How far each language is."""
    languages = project.choose(words)
    found = rows(project, languages, read_ledger(project, languages))
    if as_json:
        out.file.write(to_json(project, found) + "\n")
    else:
        show_status(project, found, out)
    return 0
