"""An adoption: what would be signed of one catalog, and the signing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from editions.fingerprint import target_hash
from editions.problem import UserError
from editions.state import state_of
from editions.terminal import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from editions.catalog import Unit
    from editions.journal import Ledger, Pen
    from editions.language import Language
    from editions.problem import Problem
    from editions.project import Project

SHORT = 10  # digits of a commit that messages show
WHY_NOT = {
    "known": "adopted or vouched for already",
    "machine": "a machine's words once: people vouch for them (editions approve)",
    "objected": "somebody says that it needs work",
    "not ready": "not translated, a machine's, or marked as needing work",
}


@dataclass(frozen=True)
class Adoption:
    """
    What would be adopted of one catalog.

    `path` is where it lies, or lay at `commit` (full name), relative to the project; instead of a commit `export` is
    the SHA-256 of the file that calls the texts approved. `texts` are the hashes of what would be signed (`text_hash`,
    sorted, each once). `left` says how many units are left out, by a key of `WHY_NOT`. `problems`: the catalog could
    not be read, nothing of it is adopted.
    """

    language: Language
    domain: str
    path: str
    commit: str = ""
    export: str = ""
    texts: tuple[str, ...] = ()
    left: Mapping[str, int] | None = None
    problems: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        """One line for the catalog, one below for each reason why something is left out; or its problems."""
        if self.problems:
            return "\n".join(map(str, self.problems))
        count = len(self.texts)
        then = f" as of {self.commit[:SHORT]}" if self.commit else ""
        head = f"{quote(self.path)}{then}: {count} {'text' if count == 1 else 'texts'}"
        left = self.left or {}
        return "\n".join(
            [head, *(f"    {left[why]} not: {WHY_NOT[why]}" for why in WHY_NOT if left.get(why))]
        )

    def line(self) -> dict[str, Any]:
        """The line to be signed, as the journal takes it."""
        whence = {"export": self.export} if self.export else {"commit": self.commit}
        return {"do": "adopt", "domain": self.domain, **whence, "texts": list(self.texts)}


def why_not(unit: Unit, ledger: Ledger, machine: frozenset[bytes]) -> str:
    """
    A key of `WHY_NOT`; empty where the unit's text would be adopted.

    `machine` are hashes (16 hex) of texts that a mark called a machine's, here or in the history.
    """
    if state_of(unit) != "translated":
        return "not ready"
    standing = ledger.trust.standing(unit)
    if ledger.trust.is_vouched(unit):
        return "known"
    if standing.objections:
        return "objected"
    return "machine" if standing.drafted or target_hash(unit)[:16].encode() in machine else ""


def sign(project: Project, adoptions: Iterable[Adoption], pen: Pen) -> int:
    """
    Signs what was proposed, one line for each catalog (and export), and returns the number of lines.

    Raises:
        UserError: the person is no coordinator of all these languages (then nothing is signed), or her key
            cannot be used.
    """
    lines: defaultdict[Language, list[dict[str, Any]]] = defaultdict(list)
    for each in adoptions:
        if each.texts:
            lines[each.language].append(each.line())
    for language in lines:
        if not pen.person.may("adopt", language.code):
            raise UserError(
                f"nothing was signed: {pen.person.id!r} is no coordinator for {language.code}; to adopt "
                "translations is a coordinator's word (roles and languages in people.toml)"
            )
    return sum(pen.write(project, language, each) for language, each in lines.items())
