"""Tells the story of a unit in one language: what versions, journals and today's catalogs say, put together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import inf
from typing import TYPE_CHECKING

from editions.catalog import Catalog, CatalogError, Unit
from editions.state import own_marks, state_of
from editions.story.event import Event, events, forms, sources
from editions.story.show import Story
from editions.story.versions import Versions, moment
from editions.story.voices import Voices
from editions.story.walk import Step, Walk, successor

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from editions.catalog.unit import Identity
    from editions.journal import Ledger
    from editions.language import Language
    from editions.project import Project
    from editions.story.naming import Name
    from editions.trust import Trust

MOST_NAMES = 20  # that a unit had one after the other
GONE = ("the source has it no longer; the text is kept", "neither the source nor a catalog has it")


@dataclass
class Teller:
    """Tells the story of a unit in one language."""

    project: Project
    language: Language
    ledger: Ledger
    versions: Versions
    _read: dict[Path, tuple[Unit, ...]] = field(default_factory=dict)

    def story(self, name: Name) -> Story | None:
        """The story, None if the unit is and was neither in the language's catalogs nor is in the source."""
        self.versions.begin()
        path, identity = self._today(self.project.catalog(self.language, name.domain), name)
        today = self._unit(path, identity)
        walk = Walk(self.versions, self._folder, {path: [identity]})
        steps = walk.steps()
        units = [unit for step in steps for unit in (step.before, step.after) if unit]
        if today is None and not units:
            return self._not_there_yet(name, walk)
        units += [today] if today else []
        born, told = self._in_source(walk), [event for step in steps for event in events(step)]
        known = {event.new for event in born}  # what the source was then is said once
        told = [replace(each, new="") if each.kind == "came" and each.new in known else each for each in told]
        voices = Voices(self.project, self.language, self.ledger, tuple(dict.fromkeys(units)), today)
        return self._told(today or units[-1], today, _in_order([*born, *told], voices.events()), name)

    def _told(self, unit: Unit, today: Unit | None, told: list[Event], name: Name) -> Story:
        trust = self.ledger.trust
        active = today is not None and not today.obsolete
        if unit.key != name.key:
            text = f"{name.key} is the key of an older source of this paragraph; today's is {unit.key}"
            self.versions.remark(text)
        if active and unit.identity not in self._template(unit.domain, default=unit.identity):
            self.versions.remark(
                "the source does not have the paragraph as it stands here: run editions update"
            )
        return Story(
            self.language.code,
            unit.key,
            unit.catalog,
            unit.line if today else 0,
            sources(unit),
            forms(unit),
            state_of(unit, trust) if active else "gone",
            _todo(unit, trust) if active else GONE[today is None],
            tuple(told),
            tuple(self.versions.remarks),
        )

    def _not_there_yet(self, name: Name, walk: Walk) -> Story | None:
        """The story of a unit that the source has, and the language's catalog does not."""
        if name.identity not in self._template(name.domain):
            return None
        path = self.project.shown(self.project.catalog(self.language, name.domain))
        todo = f"it is not in the catalog yet: run editions update {self.language.code}"
        source = name.identity[1]
        told = tuple(self._in_source(walk))
        return Story(self.language.code, name.key, path, 0, source, "", "missing", todo, told)

    def _template(self, domain: str, *, default: Identity | None = None) -> set[Identity]:
        """What the source has of a document; only `default` where nobody can tell."""
        path = self.project.template(domain)
        try:
            found = Catalog.load(path, root=self.project.root, domain=domain) if path.is_file() else None
        except CatalogError:
            found = None  # check reports it
        if found is None:
            return {default} if default else set()
        return {unit.identity for unit in found.units}

    @property
    def _folder(self) -> Path:
        return self.project.locales / self.language.code / "LC_MESSAGES"

    def _today(self, path: Path, name: Name) -> tuple[Path, Identity]:
        """Where the unit is today, and under which identity: its source may have changed, and its place."""
        identity = name.identity
        for _ in range(MOST_NAMES):
            unit = self._unit(path, identity)
            if unit is not None and not unit.obsolete:
                break
            after = self._noted(path, identity) or successor(self.versions, self._folder, path, identity)
            if after is None:
                break
            path, identity = after
        return path, identity

    def _unit(self, path: Path, identity: Identity) -> Unit | None:
        """The unit as it lies here; rather an active one than an obsolete one."""
        units = [unit for unit in self._units(path) if unit.identity == identity]
        return next((unit for unit in units if not unit.obsolete), units[-1] if units else None)

    def _noted(self, path: Path, identity: Identity) -> tuple[Path, Identity] | None:
        """The unit here whose source was this one before (`#|`)."""
        for unit in self._units(path):
            if identity in unit.former_identities and unit.identity != identity and not unit.obsolete:
                return path, unit.identity
        return None

    def _units(self, path: Path) -> tuple[Unit, ...]:
        """The units of a catalog as it lies here, read once."""
        if path not in self._read:
            self._read[path] = self._load(path)
        return self._read[path]

    def _load(self, path: Path) -> tuple[Unit, ...]:
        if not (path.is_symlink() or path.exists()):
            return ()
        try:
            catalog = Catalog.load(path, root=self.project.root)
        except CatalogError as error:
            text = f"the catalog cannot be read as it lies here: {error.problem.path}:{error.problem.line}: "
            self.versions.remark(text + error.problem.text)
            return ()
        return (*catalog.units, *catalog.obsolete)

    def _in_source(self, walk: Walk) -> list[Event]:
        """Since when the templates have the paragraph, under any of its names."""
        project = self.project
        names = {project.template(project.domain(path)): list(known) for path, known in walk.names.items()}
        steps = Walk(self.versions, project.templates, names, follows=False).steps()
        first = next((step for step in steps if step.after is not None and step.before is None), None)
        return [_came(first)] if first else []


def _came(step: Step) -> Event:
    text = "the paragraph came into the source"
    if step.link == "cut":
        text = "the paragraph was in the source already; older commits are not here"
    elif not step.name:
        text += " (not committed)"
    return Event("born", step.date, text, step.name, "", sources(step.after) if step.after else "")


def _in_order(told: Sequence[Event], said: Iterable[Event]) -> list[Event]:
    """Oldest first: commits keep their order whatever their dates say, signed lines come in by theirs."""
    order: list[tuple[float, int, Event]] = []
    latest = 0.0
    last = max((number for number, event in enumerate(told) if event.at), default=-1)
    for number, event in enumerate(told):
        latest = max(latest, _seconds(event, default=latest))
        order.append((latest if number <= last else inf, number, event))
    order += [(_seconds(event, default=inf), len(told), event) for event in said]
    return [event for _, _, event in sorted(order, key=lambda item: item[:2])]


def _seconds(event: Event, *, default: float) -> float:
    when = moment(event.at)
    return when.timestamp() if when else default


def _todo(unit: Unit, trust: Trust) -> str:
    """What is missing to the next state, in words; nothing if it is vouched for."""
    missing = max(1, trust.people - len(trust.people_behind(unit)))
    vouch = f"{missing} more {'person' if missing == 1 else 'people'} must vouch for it"
    match state_of(unit, trust):
        case "missing":
            return "it has to be translated"
        case "changed" if own_marks(unit):
            return "the machine's text belongs to an older source: a person or a machine (prefill) writes it anew"
        case "changed":
            enough = len(trust.people_behind(unit)) >= trust.people
            look = (
                "a person has to look at the text, mend it where needed, and take the mark “needs work” away"
            )
            return look if enough else f"{look}; then {vouch}"
        case "vouched":
            return ""
        case _:
            return vouch
