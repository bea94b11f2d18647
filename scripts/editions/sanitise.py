"""
Sanitised catalogs: the only texts of volunteers that Sphinx ever reads.

From each catalog of a language the judge's picks are written anew to <output>/locale/<view>/<lang>/LC_MESSAGES: a .po,
its .mo, and a side file that says for every unit its state, whether its text is shown, and where it stands.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polib

from editions.catalog import Catalog, CatalogError
from editions.credits import credits_of
from editions.files import write_if_changed
from editions.judge import INTERFACE, judge, shows_what_it_says
from editions.markup import MarkupLostError, protect
from editions.own_links import as_in_source
from editions.problem import Problem
from editions.state import state_of
from editions.wording import pieces

if TYPE_CHECKING:
    from editions.catalog import Unit
    from editions.language import Language
    from editions.project import Project, View
    from editions.trust import Trust
    from editions.wording import Piece

# The states whose text a working edition shows; a release shows what people vouched for, or what its policy allows.
SHOWN_IN_WORKING = frozenset({"machine", "translated", "vouched"})


@dataclass(frozen=True)
class Sanitised:
    """What became of a language's catalogs: the units that may not be shown, and whether one is damaged."""

    language: Language
    refused: tuple[Problem, ...]
    damaged: tuple[Problem, ...]


def folder(project: Project, view: View) -> Path:
    """Where the sanitised catalogs of a view lie, a folder per language."""
    return project.path("locale", view)


def credits_file(project: Project, language: Language, view: View) -> Path:
    """Where it is noted who is to be credited with the language's texts."""
    return folder(project, view) / language.code / "credits.json"


def own_folder(project: Project, language: Language, view: View) -> Path:
    """
    A folder that leads to this language's sanitised catalogs and no other's: Sphinx's only `locale_dirs`.

    For `de_AT` gettext also looks into `de`, for `sr@latin` into `sr`: what is missing there would come in the
    neighbour's words, or in another script, and nobody would know.
    """
    return folder(project, view) / ".own" / language.code


def sanitise(project: Project, language: Language, view: View, trust: Trust | None = None) -> Sanitised:
    """
    Writes the sanitised catalogs of one language; files whose content does not change keep their time stamps.

    A damaged catalog leaves all earlier files of the language as they are. Without `trust` nobody vouched for
    anything.
    """
    catalogs: list[Catalog] = []
    damaged: list[Problem] = []
    for path in project.catalogs(language):
        try:
            catalogs.append(Catalog.load(path, root=project.root))
        except CatalogError as error:
            damaged += error.problems
    if damaged:
        return Sanitised(language, (), tuple(damaged))
    picks = _Picks(shown_in(project, view), trust, language, [])
    written: set[Path] = set()
    base = folder(project, view) / language.code / "LC_MESSAGES"
    for catalog in catalogs:
        written |= _write(catalog.units, base / catalog.domain, language, picks)
    for stale in set(base.rglob("*.*")) - written:
        stale.unlink()
    if view == "release":  # nobody is named on pages that nobody publishes
        shown = (
            each for catalog in catalogs for each in catalog.units if state_of(each, trust) in picks.states
        )
        write_if_changed(credits_file(project, language, view), credits_of(shown, trust).to_json())
    _lead_to(project, language, view)
    return Sanitised(language, tuple(picks.refused), ())


def _lead_to(project: Project, language: Language, view: View) -> None:
    link = own_folder(project, language, view) / language.code
    if not link.is_symlink():
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(Path("..", "..", language.code), target_is_directory=True)


def shown_in(project: Project, view: View) -> frozenset[str]:
    """The states whose texts a view shows."""
    if view == "working":
        return SHOWN_IN_WORKING
    return frozenset({"vouched", "machine"}) if project.policy.machine else frozenset({"vouched"})


@dataclass(frozen=True)
class _Picks:
    """Which units are shown: those in one of the `states` (as `trust` has it) that the judge lets pass."""

    states: frozenset[str]
    trust: Trust | None
    language: Language
    refused: list[Problem]

    def note(self, unit: Unit) -> dict[str, object]:
        """What the side file says of a unit; collects why the judge refused it."""
        state = state_of(unit, self.trust)
        rule, syntax = ("interface", INTERFACE) if unit.is_interface else ("markup", unit.syntax)
        target, own = as_in_source(unit.source, unit.target, self.language)
        reasons = judge(unit.source, target, syntax) if state in self.states else ()
        self.refused.extend(Problem(unit.catalog, unit.line, rule, "error", *reason) for reason in reasons)
        note: dict[str, object] = {
            "state": state,
            "shown": state in self.states and not reasons,
            "path": unit.catalog,
            "line": unit.line,
        }
        if own and note["shown"]:
            note["links"] = own
        if state == "changed" and shows_what_it_says(unit.source, unit.target):
            note["earlier"] = unit.target
        if state == "changed" and unit.previous not in (None, unit.source):
            note["change"] = _change(unit.previous or "", unit)
        return note


def _change(former: str, unit: Unit) -> list[Piece]:
    """What changed in the source, word by word and without its markup; nothing where that cannot be told."""
    try:
        old, new = (protect(text, unit.syntax).plain for text in (former, unit.source))
    except MarkupLostError:
        return []
    return pieces(old, new) if shows_what_it_says(unit.source, former) else []


def _write(units: tuple[Unit, ...], base: Path, language: Language, picks: _Picks) -> set[Path]:
    clean = polib.POFile(wrapwidth=0)
    clean.metadata = {
        "Language": language.code,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    notes = {}
    for unit in units:
        if unit.context is None and unit.plural is None:  # Sphinx asks for neither
            notes[unit.key] = picks.note(unit)
            if notes[unit.key]["shown"]:
                target, _ = as_in_source(unit.source, unit.target, language)
                clean.append(polib.POEntry(msgid=unit.source, msgstr=target))
    side = json.dumps({"version": 1, "units": notes}, ensure_ascii=False, indent=0)
    written = {".po": str(clean).encode(), ".mo": clean.to_binary(), ".json": side.encode()}
    for ending, data in written.items():
        write_if_changed(base.with_name(f"{base.name}{ending}"), data)
    return {base.with_name(f"{base.name}{ending}") for ending in written}
