"""Mending: a unit as the rules would have it, where they know what is right without doubt."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from editions.checks import pairs, rules
from editions.judge import judge
from editions.judge.text import is_endless
from editions.prose import OBJECT, prose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from editions.catalog import Unit
    from editions.checks import Edit, Rule
    from editions.language import Language

# What one rule mends may be what another looks at; what is not quiet after so many rounds is left alone.
_ROUNDS = 4


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
