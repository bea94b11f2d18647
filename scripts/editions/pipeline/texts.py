"""From the source to drafts, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path  # noqa: TC003 - dataclasses read their annotations
from typing import TYPE_CHECKING

from editions.baseline import changed_since, without_known, write_baseline
from editions.check import check, has_errors
from editions.checks import rules
from editions.extract import extract
from editions.history import history
from editions.journal import read_ledger
from editions.newcomer import begin_guide, describe, newcomer
from editions.pipeline.talk import read_if_asked, rows, say
from editions.prefill import prefill
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
    from collections.abc import Callable, Sequence

    from rich.console import Console

    from editions.language import Language
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
