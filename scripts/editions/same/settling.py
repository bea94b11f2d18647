"""
Settling: the catalogs follow what was signed.

The old source beside a text goes, and the fuzzy flag if it came with it. Only what the ledger counts is followed.
Where a person may have set the flag it stays, and the place is told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from editions.catalog import Catalog, CatalogError, Change, rewrite
from editions.fingerprint import previous_text, source_text
from editions.problem import Problem
from editions.same.past import Past
from editions.state import own_marks, state_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from editions.catalog import Unit
    from editions.journal import Ledger
    from editions.language import Language
    from editions.project import Project
    from editions.same.past import Origin
    from editions.trust import Trust

RULE = "same"
DOUBTED = "it was marked as needing work before its source changed, or was touched since; the mark stays"
UNKNOWN = "nobody knows here whether it was marked as needing work before its source changed; the mark stays"
LOOK = "look at it; if it is right as it stands, take the mark away, or sign it (editions approve --unit)"


@dataclass(frozen=True)
class Settled:
    """
    What became of one catalog.

    `carried` is how many units lost the old source beside them, `cleared` how many of these the mark “needs
    work”. `look` names the places where the mark stays and a person has to look; `problems`: the catalog cannot
    be read or written, it was left alone.
    """

    language: str
    path: str
    carried: int = 0
    cleared: int = 0
    look: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        """A line for the catalog, and one for each place."""
        head = (
            []
            if self.problems
            else [f"{self.path}: {self.carried} carried over, {self.cleared} need no work any more"]
        )
        return "\n".join([*head, *map(str, (*self.look, *self.problems))])


def settle(
    project: Project, languages: Sequence[Language], ledger: Ledger, *, source: str | None = None
) -> Iterator[Settled]:
    """
    Brings catalogs to what was signed, and yields what became of each one that it concerns.

    A unit whose old source (`#|`) is by a signed `same` that counts in its language the same as today's loses it. A
    person's text loses the fuzzy flag with it where it is certain that the change of the source had set it: before,
    by the save log of this machine and by git, the same text was not fuzzy, and no version since shows a person's
    hand. A doubt that is known stays as the flag; where nothing is known both stay. Of a machine's text only the
    old source goes. Run twice it changes nothing more.

    Args:
        project: where the catalogs lie.
        languages: whose catalogs follow.
        ledger: as it was read after signing.
        source: only units with this source today (as `source_text` gives it); None: all.
    """
    past = Past(project, ledger.history)
    for language in languages:
        for path in project.catalogs(language):
            try:
                settled = _settle(past, path, ledger.trust, source)
            except CatalogError as error:
                yield Settled(language.code, project.shown(path), problems=error.problems)
                continue
            if settled:
                yield settled


def _settle(past: Past, path: Path, trust: Trust, source: str | None) -> Settled | None:
    """
    Settles one catalog; None where nothing in it is concerned.

    Raises:
        CatalogError: it cannot be read or written.
    """
    root = past.project.root
    catalog = Catalog.load(path, root=root)
    units = [unit for unit in catalog.units if source in (None, source_text(unit)) and _is_known(unit, trust)]
    if not units:
        return None
    flagged = [unit for unit in units if _is_human(unit) and unit.fuzzy]
    found = dict(zip(map(_bare, flagged), past.origins(path, flagged), strict=True))
    changes = {
        _bare(unit): change for unit in units if (change := _change(found.get(_bare(unit)))) is not None
    }
    rewrite(path, partial(_edited, path=path, changes=changes, root=root), root=root)
    lines = {unit.identity: unit.line for unit in Catalog.load(path, root=root).units}
    look = [
        _look(replace(unit, line=lines.get(unit.identity, unit.line)), origin)
        for unit in flagged
        if (origin := found[_bare(unit)]) != "source"
    ]
    cleared = sum(change.fuzzy is False for change in changes.values())
    return Settled(units[0].language, catalog.path, len(changes), cleared, tuple(look))


def _is_known(unit: Unit, trust: Trust) -> bool:
    """True where the source beside the unit is another one, and known to be the same but for its looks."""
    former = previous_text(unit)
    if former is None or former == source_text(unit) or unit.previous_context != unit.context:
        return False
    if not trust.knows_as_same(unit):
        return False
    # Machine text that was made for yet another source: what stands beside it says why it has to be made anew.
    return not own_marks(unit) or state_of(unit, trust) != "changed"


def _is_human(unit: Unit) -> bool:
    return not own_marks(unit) and all(text.strip() for text in unit.targets)


def _change(origin: Origin | None) -> Change | None:
    """What becomes of a unit; `origin` is of its fuzzy flag, None where there is none that matters."""
    match origin:
        case "source":
            return Change(previous=None, fuzzy=False)
        case "unknown":
            return None
        case _:
            return Change(previous=None)


def _bare(unit: Unit) -> Unit:
    """The unit without its place in the file, which may move while it is looked at."""
    return replace(unit, line=0)


def _edited(data: bytes | None, *, path: Path, changes: Mapping[Unit, Change], root: Path) -> bytes:
    """The catalog with the changes of those units that are still as they were when they were looked at."""
    catalog = Catalog.parse(data or b"", path, root=root)
    still = [unit for unit in catalog.units if _bare(unit) in changes]
    return catalog.edit({unit.identity: changes[_bare(unit)] for unit in still})


def _look(unit: Unit, origin: Origin) -> Problem:
    text = DOUBTED if origin == "person" else UNKNOWN
    return Problem(unit.catalog, unit.line, RULE, "warning", text, LOOK)
