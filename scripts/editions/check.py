"""The stage check: every rule of the shelf over the catalogs, and over the source where it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from editions.catalog import Catalog, CatalogError
from editions.checks import pairs, rules
from editions.fingerprint import text_hash
from editions.holdings import holdings, interface, templates
from editions.judge.text import is_endless
from editions.losses import overwritten
from editions.problem import Problem
from editions.quiet import Quiet
from editions.terms import load_terms
from editions.vanished import vanished

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from editions.catalog import Unit
    from editions.checks import Finding, Rule
    from editions.holdings import Holding
    from editions.journal import Ledger
    from editions.language import Language
    from editions.project import Project
    from editions.source import Reading
    from editions.terms import Terms


def check(
    project: Project,
    languages: Sequence[Language],
    *,
    reading: Reading | None = None,
    ledger: Ledger | None = None,
) -> list[Problem]:
    """
    What is wrong in the catalogs of the languages, sorted by path, line and rule.

    Where the source language is among them the source is checked too, as far as `reading` tells what stands
    in it. A catalog that cannot be read is one problem, of rule `catalog`; the others go on. `ledger` says
    what is wrong in the journals, and who stands behind which text.
    """
    problems: list[Problem] = list(ledger.problems) if ledger else []
    known: dict[str, Catalog] = {}
    try:
        known = templates(project)
    except CatalogError as error:
        problems += error.problems
    terms = load_terms(project)
    for language in languages:
        if language != project.source_language:
            found = list(holdings(project, language, known))
            waived = ledger.waivers if ledger else frozenset()
            rulers = _Rulers(
                language, terms, waived, Quiet(language, terms, [*rules("unit"), *rules("terms")])
            )
            for holding in found:
                problems += _check_holding(holding, rulers, has_templates=bool(known))
            problems += _check_language(found, rulers)
            rulers.keep()
            problems += _check_interface(interface(project, language), language)
            catalogs = [holding.catalog for holding in found if holding.catalog]
            problems += vanished(project, language, catalogs, ledger) if ledger else ()
        elif reading is not None:
            problems += _check_source(project, reading)
    translations = [language for language in languages if language != project.source_language]
    problems += overwritten(project, translations, known)
    return sorted(set(problems), key=_order)


def has_errors(problems: Sequence[Problem]) -> bool:
    """True where a problem is an error, which makes the program's exit code 1."""
    return any(problem.severity == "error" for problem in problems)


def _order(problem: Problem) -> tuple[str, int, str, str, str]:
    return problem.path, problem.line, problem.rule, problem.text, problem.fix or ""


@dataclass(frozen=True)
class _Rulers:
    """What the rules for the units of a language need beside them."""

    language: Language
    terms: Terms
    waived: frozenset[tuple[str, str, str]]
    quiet: Quiet

    def rules(self) -> Iterator[tuple[Rule, tuple[Any, ...]]]:
        """Each rule, with what it is called with beside the unit."""
        yield from ((rule, (self.language,)) for rule in rules("unit"))
        if self.terms.entries:
            yield from ((rule, (self.language, self.terms)) for rule in rules("terms"))

    def keep(self) -> None:
        """Remembers for the next run what was found out about units and words."""
        self.quiet.keep()
        if self.language.spelling and self.language.spelling.dictionary:
            self.language.spelling.dictionary.keep()

    def is_waived(self, rule: Rule, unit: Unit) -> bool:
        """True where somebody signed that the rule is wrong about the unit's text."""
        return bool(self.waived) and (rule.name, unit.language, text_hash(unit)) in self.waived


def _check_holding(holding: Holding, rulers: _Rulers, *, has_templates: bool) -> Iterator[Problem]:
    if holding.problems:
        yield from holding.problems
        return
    for rule in rules("catalog") if has_templates else ():  # a project need not keep its templates
        for finding in rule.run(holding.catalog, holding.template, rulers.language):
            yield _problem(holding.path, finding.unit.line if finding.unit else 1, rule, finding)
    for unit in holding.catalog.units if holding.catalog else ():
        if unit.has_text:
            yield from _check_unit(unit, rulers, holding.path)


def _check_language(found: Sequence[Holding], rulers: _Rulers) -> Iterator[Problem]:
    """What the rules say that compare the units of a language with each other."""
    units = [
        unit
        for holding in found
        for unit in (holding.catalog.units if holding.catalog else ())
        if unit.has_text and not any(is_endless(*pair) for pair in pairs(unit))
    ]
    for rule in rules("language"):
        for finding in rule.run(units, rulers.language):
            unit = finding.unit
            if unit is not None and not (rule.waivable and rulers.is_waived(rule, unit)):
                yield _problem(unit.catalog, unit.line, rule, finding)


def _check_interface(holding: Holding, language: Language) -> Iterator[Problem]:
    yield from holding.problems
    for unit in holding.catalog.units if holding.catalog else ():
        for rule in rules("interface") if unit.has_text else ():
            for finding in rule.run(unit, language):
                yield _problem(holding.path, unit.line, rule, finding)


def _check_unit(unit: Unit, rulers: _Rulers, path: str) -> Iterator[Problem]:
    """What the rules say of a unit; one of which they all had nothing to say is not looked at again."""
    if rulers.quiet.knows(unit):
        return
    found = list(_findings(unit, rulers, path))
    if not found and not rulers.waived:
        rulers.quiet.add(unit)
    yield from found


def _findings(unit: Unit, rulers: _Rulers, path: str) -> Iterator[Problem]:
    endless = any(is_endless(*pair) for pair in pairs(unit))
    for rule, beside in rulers.rules():
        if rule.waivable and endless:
            continue  # refused as it is; rules about prose would ponder it for hours
        if rule.waivable and rulers.is_waived(rule, unit):
            continue
        for finding in rule.run(unit, *beside):
            yield _problem(path, unit.line, rule, finding)


def _check_source(project: Project, reading: Reading) -> Iterator[Problem]:
    """The source's problems: errors in a project of prose, elsewhere nothing worse than warnings."""
    for rule in rules("source"):
        severity = "warning" if rule.severity == "error" and not project.prose else rule.severity
        for passage in (*reading.passages, *reading.remarks):
            for finding in rule.run(passage):
                line = passage.line + finding.below
                yield Problem(passage.path, line, rule.name, severity, finding.text, finding.fix)


def _problem(path: str, line: int, rule: Rule, finding: Finding) -> Problem:
    return Problem(path, line, rule.name, rule.severity, finding.text, finding.fix)
