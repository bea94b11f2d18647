"""What people do: look, sign, undo."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from editions import adopt, recover, same, story
from editions.approve import Sitting, hers, propose, sign
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
        try:
            answer = out.input(f"{question} [y/N] ", markup=False)
        except EOFError:
            return False
        return answer.strip().lower() in {"y", "yes"}


@dataclass(frozen=True)
class Case:
    """A change of the source that may be cosmetic: the paragraph, and the key of its old source if several could be."""

    unit: str
    origin: str = ""
    meaning_kept: bool = False


def run_approve(project: Project, words: Sequence[str], wish: Wish, signing: Signing, out: Console) -> int:
    """Lists what a person would sign, and signs it; 1 if something that she named was refused."""
    languages: Sequence[Language] = project.choose(words, translations_only=True)
    if wish.units and len(languages) != 1:
        raise UserError("--unit needs one language: editions approve de --unit KEY")
    ledger = read_ledger(project, languages)
    problems = check(project, languages, ledger=ledger)
    pen = _pen(project, ledger, signing, languages)
    if isinstance(pen, Pen):
        languages = hers(languages, wish, pen)
    who = pen.person.id if isinstance(pen, Pen) else signing.by or ""
    listed = [(each, propose(each, problems, who)) for each in _sittings(project, languages, ledger, wish)]
    for candidate in (candidate for _, candidates in listed for candidate in candidates):
        say(out, str(candidate))
    ready = sum(not each.why_not for _, candidates in listed for each in candidates)
    count = sum(len(each) for _, each in listed)
    say(
        out, f"{ready} of {count} paragraphs listed can be signed ({wish.do})" if count else "nothing to sign"
    )
    if isinstance(pen, UserError) and not signing.plan:
        raise pen
    refused = int(bool(wish.units) and any(each.why_not for _, found in listed for each in found))
    if not ready or not isinstance(pen, Pen) or not signing.agreed(f"Sign as {who}?", out):
        return refused
    for sitting, candidates in listed:
        written, done = sign(sitting, candidates, pen)
        enough = f"; {done} of them have enough people now" if done else ""
        say(out, f"{sitting.language.code}: {written} signed by {who}{enough}")
    return refused


def run_story(project: Project, unit: str, words: Sequence[str], out: Console, *, as_json: bool) -> int:
    """What happened to a paragraph, in each language."""
    languages = project.choose(words, translations_only=True)
    told = story.story(project, unit, languages, read_ledger(project, languages))
    if as_json:
        out.file.write(story.to_json(told) + "\n")
    else:
        say(out, story.to_text(told))
    return 0


def run_adopt(
    project: Project,
    words: Sequence[str],
    signing: Signing,
    out: Console,
    *,
    commit: str = "",
    exports: Sequence[Path] = (),
) -> int:
    """A coordinator vouches for what people had translated, or approved, before the project came here."""
    languages = project.choose(words, translations_only=True)
    if exports and len(languages) != 1:
        raise UserError("--approved needs one language: editions adopt de --approved FILE")
    ledger = read_ledger(project, languages)
    if exports:
        found = adopt.propose_approved(project, languages[0], exports, ledger)
        adoptions: Sequence[adopt.Adoption] = found.adoptions
    else:
        found, adoptions = None, list(adopt.propose(project, languages, commit, ledger))
    for each in (*(found.readings if found else ()), *adoptions):
        say(out, str(each))
    texts = sum(len(each.texts) for each in adoptions)
    say(out, f"{texts} texts can be adopted")
    pen = _pen(project, ledger, signing, languages)
    if isinstance(pen, UserError) and not signing.plan:
        raise pen
    if texts and isinstance(pen, Pen) and signing.agreed(f"Adopt them as {pen.person.id}?", out):
        say(out, f"{adopt.sign(project, adoptions, pen)} lines signed by {pen.person.id}")
    return int(any(each.problems for each in adoptions))


def run_same(project: Project, case: Case, signing: Signing, out: Console) -> int:
    """A coordinator says that a change of the source was cosmetic; every language's catalogs follow."""
    languages = project.languages
    ledger = read_ledger(project, languages)
    sameness = same.propose(project, languages, case.unit, ledger, origin=case.origin)
    say(out, str(sameness))
    pen = _pen(project, ledger, signing, languages)
    if isinstance(pen, UserError) and not signing.plan:
        raise pen
    if not isinstance(pen, Pen) or not signing.agreed(
        f"The same but for its looks, as {pen.person.id}?", out
    ):
        return 0
    same.sign(project, languages, sameness, ledger, pen, meaning_kept=case.meaning_kept)
    for code in same.unreached(pen.person, languages):
        say(out, f"{code}: {pen.person.id} does not work in this language; nothing changes there")
    settled = list(same.settle(project, languages, read_ledger(project, languages), source=sameness.new))
    for each in settled:
        say(out, str(each))
    return int(any(each.problems for each in settled))


def run_recover(
    project: Project, words: Sequence[str], out: Console, *, take: Sequence[str], leave: Sequence[str]
) -> int:
    """Lists texts that another program overwrote, puts them back, or lets them be."""
    languages = project.choose(words, translations_only=True)
    if (take or leave) and len(languages) != 1:
        raise UserError("--take and --leave need one language: editions recover de --take KEY")
    outcomes = recover.take(project, languages[0], take) if take else []
    outcomes += recover.leave(project, languages[0], leave) if leave else []
    for each in outcomes:
        say(out, str(each))
    for line in () if take or leave else recover.recover(project, languages):
        say(out, line)
    return int(any(each.problem for each in outcomes))


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
