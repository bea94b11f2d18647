"""From the source to drafts, and what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions.check import check, has_errors, report
from editions.extract import extract
from editions.journal import read_ledger
from editions.language import Language
from editions.pipeline.talk import read_if_asked, rows, say
from editions.prefill import prefill
from editions.problem import UserError
from editions.same import settle
from editions.status import show as show_status
from editions.status import to_json
from editions.tidy import tidy
from editions.update import update

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from editions.project import Project


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
    ledger = read_ledger(project, languages)
    for settled in settle(project, languages, ledger) if ledger.trust.earlier else ():
        say(out, str(settled))  # what a coordinator called the same before the change came here
    return int(failed)


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


def run_check(project: Project, words: Sequence[str], form: str) -> tuple[str, int]:
    """What is wrong, as text in the format that is named, and the exit code."""
    languages = project.choose(words)
    ledger = read_ledger(project, languages)
    problems = check(project, languages, reading=read_if_asked(project, languages), ledger=ledger)
    return report(problems, project, languages, form), int(has_errors(problems))


def run_status(project: Project, words: Sequence[str], out: Console, *, as_json: bool) -> int:
    """How far each language is."""
    languages = project.choose(words)
    found = rows(project, languages, read_ledger(project, languages))
    if as_json:
        out.file.write(to_json(project, found) + "\n")
    else:
        show_status(project, found, out)
    return 0


def _new_language(project: Project, code: str) -> Language:
    language = Language(code)
    if not Language.is_code(code) or code == project.source_language.code or language.locale is None:
        raise UserError(
            f"--add {code!r}: no language is known by this code; it is spelled like de, pt_BR or zh_CN"
        )
    return language
