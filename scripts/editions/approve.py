"""
The stage approve: a person signs what she stands behind, what she wrote, or what needs work.

First `propose` says what would be signed and what not, with reasons; then `sign` writes the lines into her journal, and
clears the mark “needs work” where with her there are enough people.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from editions.catalog import Catalog, Change, rewrite
from editions.checks import rules
from editions.fingerprint import text_hash
from editions.holdings import find_named, readable
from editions.journal import on_unit, read_ledger
from editions.journal.line import LONGEST
from editions.problem import UserError
from editions.state import own_marks, state_of
from editions.terminal import quote
from editions.vanished import RULE as VANISHED_MARK

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from editions.catalog import Unit
    from editions.journal import Ledger, Pen
    from editions.language import Language
    from editions.problem import Problem
    from editions.project import Project
    from editions.trust import Trust

NAMED_ALONE = frozenset({"revoke", "note", "waive"})  # said of single units only
FOR_A_TEXT = frozenset({"vouch", "wrote"})


@dataclass(frozen=True)
class Wish:
    """
    What a person wants to sign: `do` is vouch, wrote, revoke, note or waive; `words` its reason or note.

    `units` are keys or places (`path:line`); none means all that are ready. `rule` is what is waived.

    Raises:
        UserError: something that belongs to it is missing, or is nothing that a journal can hold.
    """

    do: str = "vouch"
    units: tuple[str, ...] = ()
    words: str = ""
    rule: str = ""

    def __post_init__(self) -> None:
        if self.do in NAMED_ALONE and not self.units:
            raise UserError(f"--{self.do} needs --unit KEY (or path:line): it is said of single paragraphs")
        if self.do in NAMED_ALONE and not self.words.strip():
            raise UserError(f"--{self.do} needs --reason “…”: others will ask why")
        if len(self.words) > LONGEST or not self.words.isprintable():
            raise UserError(
                f"--reason is one line of at most {LONGEST} characters, without control characters"
            )
        self._refuse_rule()

    def _refuse_rule(self) -> None:
        waivable = [
            rule.name for rule in (*rules("unit"), *rules("terms"), *rules("language")) if rule.waivable
        ]
        if self.do == "waive" and self.rule not in waivable:
            known = ", ".join(waivable) or "none"
            raise UserError(f"--waive {quote(self.rule)}: people can say that these rules are wrong: {known}")

    def line(self, unit: Unit, ledger: Ledger) -> dict[str, Any]:
        """The line to be signed, as the journal takes it."""
        words = {"note" if self.do == "note" else "reason": self.words}
        more = {name: text for name, text in {**words, "rule": self.rule}.items() if text}
        return on_unit(self.do, unit, ledger, **more)


@dataclass(frozen=True)
class Candidate:
    """A unit that might be signed; `why_not` says what stands against it, empty if nothing does."""

    unit: Unit
    state: str
    why_not: str = ""

    def __str__(self) -> str:
        """Place, key and state, then all that is signed, whole, or what stands against it."""
        unit = self.unit
        head = f"{quote(unit.catalog, None)}:{unit.line}: {unit.key} {self.state}"
        if self.why_not:
            return f"{head}: not signed: {quote(self.why_not)}"
        source = " | ".join(text for text in (unit.source, unit.plural) if text is not None)
        texts = {"context": unit.context, "source": source, "translation": " | ".join(unit.targets)}
        lines = (f"{name + ':':12} {quote(text, None)}" for name, text in texts.items() if text is not None)
        return "\n    ".join([head, *lines])


@dataclass(frozen=True)
class Sitting:
    """One person's wish for one language, and the ledger as it was when she sat down."""

    project: Project
    language: Language
    ledger: Ledger
    wish: Wish


def propose(sitting: Sitting, problems: Sequence[Problem], person: str) -> list[Candidate]:
    """
    What a person would sign, and what not and why, in the catalogs' order.

    Without names in the wish these are all units that are ready; what she stands behind already, what has
    enough people, and what is not translated, is not mentioned. Only what has no error can be vouched for, and
    only where her word would count.

    Raises:
        UserError: a unit that she named is not there.
    """
    trust, wish = sitting.ledger.trust, sitting.wish
    errors = _errors(problems, wish)
    no_role = _no_role(sitting, person)
    catalogs = list(readable(sitting.project, sitting.language))
    named = {place for name in wish.units for place in _named(catalogs, name, sitting.language)}
    found = []
    for unit in (unit for catalog in catalogs for unit in catalog.units):
        is_named = (unit.catalog, unit.key) in named
        if is_named or not (named or _is_settled(unit, trust, wish, person)):
            error = errors.get((unit.catalog, unit.line), "")
            why_not = no_role or _why_not(unit, trust, wish, error, is_named=is_named)
            why_not = why_not or ("" if is_named else _by_others(unit, trust, wish, person))
            found.append(Candidate(unit, state_of(unit, trust), why_not))
    return found


def hers(languages: Sequence[Language], wish: Wish, pen: Pen) -> list[Language]:
    """
    The languages in which this pen's word would count.

    Raises:
        UserError: there is none; says what is missing.
    """
    found = [language for language in languages if pen.may(wish.do, language.code)]
    if languages and not found:
        raise UserError(f"nothing was signed: {pen.why_not(wish.do, languages[0].code)}")
    return found


def sign(sitting: Sitting, candidates: Sequence[Candidate], pen: Pen) -> tuple[int, int]:
    """
    Signs the candidates that nothing stands against.

    Returns how many lines were written, and how many of the texts have enough people behind them now; where
    they have, the mark “needs work” is cleared.

    Raises:
        UserError: the key cannot be used, or the person has no role for this in the language.
    """
    project, language, wish = sitting.project, sitting.language, sitting.wish
    ready = [each.unit for each in candidates if not each.why_not]
    new = [unit for unit in ready if pen.person.id not in _signers(unit, sitting)]
    written = pen.write(project, language, [wish.line(unit, sitting.ledger) for unit in new])
    if wish.do not in FOR_A_TEXT:
        return written, 0
    trust = read_ledger(project, [language]).trust
    done = [unit for unit in ready if trust.is_vouched(unit)]
    texts = {text_hash(unit) for unit in done if unit.fuzzy}
    for shown in sorted({unit.catalog for unit in done if unit.fuzzy}):
        path = project.root / shown
        rewrite(path, partial(_cleared, path=path, texts=texts, root=project.root), root=project.root)
    return written, len(done)


def _cleared(data: bytes | None, *, path: Path, texts: set[str], root: Path) -> bytes:
    catalog = Catalog.parse(data or b"", path, root=root)
    done = [unit for unit in catalog.units if unit.fuzzy and text_hash(unit) in texts]
    return catalog.edit({unit.identity: Change(fuzzy=False) for unit in done})


def _signers(unit: Unit, sitting: Sitting) -> set[str]:
    """The people whose word of this kind for the text holds already."""
    return {word.person for word in sitting.ledger.trust.standing(unit).valid if word.kind == sitting.wish.do}


def _errors(problems: Sequence[Problem], wish: Wish) -> Mapping[tuple[str, int], str]:
    """By path and line what is wrong; to vouch is an answer to a vanished mark, to have written it is none."""
    return {
        (problem.path, problem.line): f"{problem.text} [{problem.rule}]"
        for problem in problems
        if problem.severity == "error" and (wish.do, problem.rule) != ("vouch", VANISHED_MARK)
    }


def _no_role(sitting: Sitting, person: str) -> str:
    """Why the person's word would count for nothing; empty if it would, or if it is not known who she is."""
    known = sitting.ledger.people.get(person)
    if known is None or known.may(sitting.wish.do, sitting.language.code):
        return ""
    return f"{person!r} has no role for this ({sitting.wish.do} in {sitting.language.code}) in people.toml"


def _is_settled(unit: Unit, trust: Trust, wish: Wish, person: str) -> bool:
    """True for what nobody asks about when she signs all that is ready."""
    state, is_behind = state_of(unit, trust), person in trust.people_behind(unit)
    if state == "missing" or (wish.do == "wrote" and own_marks(unit)):
        return True
    if unit.fuzzy and trust.is_vouched(unit):
        return not is_behind  # two words met in a merge, and nobody cleared the mark “needs work”: she may
    return state == "vouched" or is_behind


def _by_others(unit: Unit, trust: Trust, wish: Wish, person: str) -> str:
    """Who signs all that she wrote does not sign what others say they wrote."""
    writers = {word.person for word in trust.standing(unit).valid if word.kind == "wrote"}
    if wish.do != "wrote" or not writers - {person}:
        return ""
    names = " and ".join(map(repr, sorted(writers)))
    return f"{names} signed to have written it; vouch for it, or name it with --unit if you wrote it together"


def _why_not(  # noqa: PLR0911 - one for each reason
    unit: Unit, trust: Trust, wish: Wish, error: str, *, is_named: bool
) -> str:
    state = state_of(unit, trust)
    if wish.do not in FOR_A_TEXT:
        return ""
    if state == "missing":
        return "it is not translated yet"
    if wish.do == "wrote" and own_marks(unit):
        return "these are a machine's words; change them, or vouch for them as they are"
    if error:
        return error
    if state == "changed":
        return _why_not_changed(unit, is_named=is_named)
    if trust.standing(unit).objections and not is_named:
        return "somebody says that it needs work (editions story tells); name it with --unit if it is right"
    return ""


def _why_not_changed(unit: Unit, *, is_named: bool) -> str:
    if own_marks(unit):
        return "a machine wrote it for an earlier source; change it, or have it drafted again"
    if is_named:
        return ""
    what = "it is marked as needing work" if unit.fuzzy else "its source changed"
    return f"{what}; name it with --unit if it is right as it stands"


def _named(catalogs: Sequence[Catalog], name: str, language: Language) -> list[tuple[str, str]]:
    """
    The units that a name means, each as (catalog, key).

    Raises:
        UserError: it means nothing in this language.
    """
    found = [(catalog.path, unit.key) for catalog in catalogs if (unit := find_named(catalog, name))]
    if not found:
        raise UserError(
            f"--unit {quote(name)}: {language.code} has no such paragraph; name it by its key "
            "(`editions approve` lists them) or by path:line"
        )
    return found
