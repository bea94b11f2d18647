"""
The stage same: a coordinator says that a change of the source was cosmetic, once for all languages.

    propose   which old source a paragraph had, and what speaks against calling the two the same
    sign      her word, in locales/source.jsonl
    settle    the catalogs follow: the old source beside the text goes, and what only its change had flagged
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from editions.cosmetic import doubts
from editions.fingerprint import fingerprint, source_text
from editions.problem import UserError
from editions.same.origin import Origin, find_unit, origins
from editions.same.settling import Settled, settle
from editions.terminal import quote
from editions.wording import word_diff

if TYPE_CHECKING:
    from collections.abc import Sequence

    from editions.catalog import Unit
    from editions.journal import Ledger, Pen
    from editions.journal.people import Person
    from editions.language import Language
    from editions.project import Project

__all__ = ["Origin", "Sameness", "Settled", "propose", "settle", "sign", "unreached"]

DESPITE = "--meaning-kept"  # the option that says that she looked at every doubt


@dataclass(frozen=True)
class Sameness:
    """
    Two sources that are to be called the same but for their looks.

    `unit` is the paragraph as it is now, `origin` what it was. `doubts` are the reasons why the change does not
    look cosmetic.
    """

    unit: Unit
    origin: Origin
    doubts: tuple[str, ...] = ()

    @property
    def old(self) -> str:
        """The source before, as `source_text` gives it."""
        return self.origin.source

    @property
    def new(self) -> str:
        """The source after, as `source_text` gives it."""
        return source_text(self.unit)

    def __str__(self) -> str:
        """Where it is, the change word by word, where the old source was found, and the doubts."""
        head = f"{self.unit.catalog}:{self.unit.line}: {self.unit.key}"
        return "\n".join([
            head, f"    {_diff(self.old, self.new)}", f"    the old source: {self.origin.key}, {self.origin.where}",
            *(f"    not cosmetic? {quote(doubt)}" for doubt in self.doubts),
        ])  # fmt: skip

    def line(self) -> dict[str, Any]:
        """The line to be signed, as the journal takes it."""
        old, new = self.old, self.new
        return {"do": "same", "from": fingerprint(old), "to": fingerprint(new), "old": old, "new": new}


def propose(
    project: Project, languages: Sequence[Language], name: str, ledger: Ledger, *, origin: str = ""
) -> Sameness:
    """
    What would be signed about a paragraph, with the doubts; nothing is written.

    Args:
        project: where the templates and catalogs lie.
        languages: in whose catalogs the old source is looked for; all are best.
        name: the paragraph as it is now: its key, or `path:line` of a catalog or template.
        ledger: what was signed before, and the history of the templates.
        origin: the key of the old source, where several could be meant.

    Raises:
        UserError: there is no such paragraph, no old source is found, or several are (it lists them).
    """
    unit = find_unit(project, languages, name)
    found = origins(project, languages, unit, ledger)
    if origin:
        found = [each for each in found if each.key == origin]
    elif any(each.beside for each in found):
        found = _open_first([each for each in found if each.beside], unit, languages, ledger)
    else:
        found = [each for each in found if each.is_alike]
    if not found:
        what = f"--from {quote(origin)}: no old source has this key" if origin else "no old source is known"
        raise UserError(
            f"{unit.catalog}:{unit.line}: {what}: none stands beside it in a catalog (run editions update first), "
            "and neither obsolete texts nor the history of the template have one that is like it"
        )
    if len(found) > 1:
        raise UserError(_which(unit, found))
    old = found[0].source
    return Sameness(unit, found[0], doubts(old, source_text(unit), project.source_language, unit.syntax))


def sign(
    project: Project,
    languages: Sequence[Language],
    sameness: Sameness,
    ledger: Ledger,
    pen: Pen,
    *,
    meaning_kept: bool = False,
) -> int:
    """
    Signs that the two sources are the same but for their looks; returns the number of lines written.

    None is written where that is known already in all the languages that she works in.

    Raises:
        UserError: the person is no coordinator, there are doubts and she did not say that the meaning is kept,
            or her key cannot be used.
    """
    person = pen.person
    if not person.may("same", ""):
        raise UserError(
            f"nothing was signed: {person.id!r} is no coordinator; that a change of the source is cosmetic is a "
            "coordinator's word (roles in people.toml)"
        )
    if sameness.doubts and not meaning_kept:
        raise UserError(
            f"nothing was signed: {'; '.join(map(quote, sameness.doubts))}. If the translations are right all the "
            f"same, say so: {DESPITE}"
        )
    own = [language for language in languages if person.reads(language.code)]
    before, after = fingerprint(sameness.old), fingerprint(sameness.new)
    if own and all(before in ledger.trust.earlier.get((each.code, after), {}) for each in own):
        return 0
    return pen.write(project, None, [sameness.line()])


def unreached(person: Person, languages: Sequence[Language]) -> tuple[str, ...]:
    """The codes of the languages for which her word counts nothing: she does not work in them."""
    return tuple(language.code for language in languages if not person.reads(language.code))


def _open_first(
    found: Sequence[Origin], unit: Unit, languages: Sequence[Language], ledger: Ledger
) -> list[Origin]:
    """Without the old sources that were called the same already, unless there is no other."""
    after = fingerprint(source_text(unit))
    known = [ledger.trust.earlier.get((language.code, after), {}) for language in languages]
    left = [each for each in found if not all(fingerprint(each.source) in table for table in known)]
    return left or list(found[:1])


def _which(unit: Unit, found: Sequence[Origin]) -> str:
    head = f"{unit.catalog}:{unit.line}: several old sources could be meant; name one of them: --from KEY"
    lines = []
    for each in found:
        diff = _diff(each.source, source_text(unit))
        lines += [f"    --from {each.key}  {each.where}", f"        {diff}"]
    return "\n".join([head, *lines])


def _diff(old: str, new: str) -> str:
    """Both sources as one line, word by word and whole; a plural follows its singular after ` | `."""
    return quote(word_diff(old.replace("\x00", " | "), new.replace("\x00", " | ")), None)
