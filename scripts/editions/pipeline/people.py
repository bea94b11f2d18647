"""What people do: look, sign, undo."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from editions.approve import Sitting, propose, sign
from editions.check import check
from editions.journal import Pen, find_pen, read_ledger
from editions.pipeline.talk import say
from editions.problem import UserError
from editions.review import review
from editions.review import show as show_review

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

    from editions.approve import Wish
    from editions.journal import Ledger
    from editions.language import Language
    from editions.project import Project


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
