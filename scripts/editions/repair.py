"""The stage repair: what rules know without doubt is put right, in machine text only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from editions.catalog import INTERFACE_DOMAIN, Catalog, CatalogError, Change, rewrite
from editions.checks import pairs, rules
from editions.fingerprint import targets_hash
from editions.judge import judge
from editions.judge.text import is_endless
from editions.prose import OBJECT, prose
from editions.state import own_marks, state_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from editions.catalog import Unit
    from editions.catalog.unit import Identity
    from editions.checks import Edit, Rule
    from editions.language import Language
    from editions.problem import Problem
    from editions.project import Project
    from editions.trust import Trust

# What one rule mends may be what another looks at; what is not quiet after so many rounds is left alone.
_ROUNDS = 4


@dataclass(frozen=True)
class Repaired:
    """What became of one catalog (`path`, below the project): paragraphs by rule, or why it was left alone."""

    path: str
    rules: Mapping[str, int]
    problems: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        """`locales/de/…/a.po: repaired: ellipsis 2, straight-quotes 1`."""
        if self.problems:
            return "\n".join(map(str, self.problems))
        return f"{self.path}: repaired: {', '.join(f'{name} {count}' for name, count in self.rules.items())}"


def repair(project: Project, languages: Sequence[Language], trust: Trust | None = None) -> Iterator[Repaired]:
    """
    Repairs the machine texts of the languages; yields what became of each catalog that was touched or is damaged.

    A text is touched only where it is a machine's own and nobody stands behind it. It stays a draft of the same
    engine. Each catalog is locked, saved whole or not at all, and logged; a second run finds nothing to do.
    """
    for language in languages:
        for path in project.catalogs(language):
            if project.domain(path) != INTERFACE_DOMAIN:
                yield from _Repair(project, language, path, trust).run()


@dataclass
class _Repair:
    """The repair of one catalog; `done` counts the paragraphs by rule."""

    project: Project
    language: Language
    path: Path
    trust: Trust | None
    done: Counter[str] = field(default_factory=Counter)

    def run(self) -> Iterator[Repaired]:
        """Saves what is repaired, and tells of it."""
        shown = self.project.shown(self.path)
        try:
            rewrite(self.path, self._rewritten, root=self.project.root)
        except CatalogError as error:
            yield Repaired(shown, {}, tuple(error.problems))
            return
        if self.done:
            yield Repaired(shown, dict(sorted(self.done.items())))

    def _rewritten(self, data: bytes | None) -> bytes:
        if data is None:
            raise CatalogError(
                self.project.shown(self.path), 1, "the file is no longer there", "run it again"
            )
        catalog = Catalog.parse(data, self.path, root=self.project.root)
        changes: dict[str | Identity, Change] = {}
        for unit in catalog.units:
            if is_a_machines(unit, self.trust):
                better, names = repaired(unit, self.language)
                self.done.update(names)
                if names:
                    mark = replace(own_marks(unit)[0], t=targets_hash(better.targets)[:16])
                    changes[unit.identity] = Change(targets=better.targets, mark=mark)
        return catalog.edit(changes) if changes else data


def is_a_machines(unit: Unit, trust: Trust | None) -> bool:
    """True where a text is a machine's own words, and no person stands behind it."""
    if not unit.has_text or not own_marks(unit) or state_of(unit, trust) != "machine":
        return False
    return not (trust and trust.people_behind(unit))


def repaired(unit: Unit, language: Language) -> tuple[Unit, tuple[str, ...]]:
    """
    The unit as the rules would have it, and the names of those that changed it; itself where nothing is to be done.

    What comes of it is taken only if the judge accepts it and no rule finds more than before.
    """
    if any(is_endless(unit.source, target) for target in unit.targets):
        return unit, ()
    before = found = _findings(unit, language)
    names: list[str] = []
    better = unit
    for _ in range(_ROUNDS):
        former = better
        for rule in rules("unit"):
            if rule.repair and found[rule.name]:
                edited = _edited(better, rule, language)
                names += [rule.name] * (edited != better)
                better = edited
        if better == former:
            break
        found = _findings(better, language)
    if better == unit or found - before or any(judge(*pair, unit.syntax) for pair in pairs(better)):
        return unit, ()
    return better, tuple(dict.fromkeys(names))


def _findings(unit: Unit, language: Language) -> Counter[str]:
    """How often each rule about single texts finds something."""
    return Counter({rule.name: sum(1 for _ in rule.run(unit, language)) for rule in rules("unit")})


def _edited(unit: Unit, rule: Rule, language: Language) -> Unit:
    """The unit, all of whose forms have a text, with what a rule would have there."""
    edited = []
    for source, target in pairs(unit):
        words, original = prose(target, unit.syntax), prose(source, unit.syntax)
        edited.append(_applied(target, words, rule.repair(words, original, language) if rule.repair else ()))
    return replace(unit, targets=tuple(edited))


def _applied(target: str, words: str, edits: Iterable[Edit]) -> str:
    """A translation, edited from its end to its start; nothing that is no prose (`words`) changes."""
    start = len(target) + 1
    for edit in sorted(set(edits), reverse=True):
        if edit.end < start and OBJECT not in words[edit.start : edit.end]:
            target = target[: edit.start] + edit.text + target[edit.end :]
            start = edit.start
    return target
