"""What the rules say of translations that people made: most of it should be false alarms, or nothing at all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from bench.harness.table import Column, Table
from editions.check import check
from editions.checks import rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from editions.catalog import Catalog, Unit
    from editions.problem import Problem, Severity
    from planter.ground import Ground

THOUSAND = 1_000
ELSEWHERE = frozenset({"interface", "source"})  # what rules look at that is no translation of a document


@dataclass(frozen=True)
class Alarm:
    """One finding of a rule about a translation that people made: where, about which texts, in which words."""

    rule: str
    severity: Severity
    language: str
    file: str
    unit: str
    source: str
    target: str
    text: str
    fix: str

    @property
    def key(self) -> str:
        """The name under which it is judged; another translation, or other words of the rule, are another one."""
        parts = (self.rule, self.language, self.unit, self.target, self.text)
        return sha256("\x04".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Gathered:
    """The alarms of all rules on so many units, and how bad each rule takes what it finds."""

    units: int
    alarms: tuple[Alarm, ...]
    severities: Mapping[str, Severity]

    def of(self, rule: str) -> list[Alarm]:
        """The alarms of a rule, each key once."""
        return list({alarm.key: alarm for alarm in self.alarms if alarm.rule == rule}.values())


def gather(ground: Ground) -> Gathered:
    """What `check` says of the translations of a ground that people stand behind, with all its rules."""
    units: dict[tuple[str, str], Unit] = {}
    catalogs: dict[str, Catalog] = {}
    for those in ground.catalogs.values():
        catalogs |= {catalog.path: catalog for catalog in those}
    for texts in ground.texts.values():
        units |= {(text.unit.catalog, text.unit.key): text.unit for text in texts}
    found = []
    for problem in check(ground.project, ground.project.languages):
        catalog = catalogs.get(problem.path)
        unit = catalog.at(problem.line) if catalog else None
        if unit is not None and (unit.catalog, unit.key) in units:
            found.append(_alarm(problem, unit))
    severities = {rule.name: rule.severity for rule in rules() if rule.scope not in ELSEWHERE}
    severities |= {alarm.rule: alarm.severity for alarm in found}
    return Gathered(len(units), tuple(found), severities)


def _alarm(problem: Problem, unit: Unit) -> Alarm:
    return Alarm(
        rule=problem.rule,
        severity=problem.severity,
        language=unit.language,
        file=unit.catalog,
        unit=unit.key,
        source=unit.source,
        target=unit.target,
        text=problem.text,
        fix=problem.fix or "",
    )


def table(gathered: Gathered) -> Table:
    """Findings by rule and for 1,000 units, those with most first; the rules that say nothing, too."""
    counts = Counter(alarm.rule for alarm in gathered.alarms)
    names = sorted(gathered.severities, key=lambda rule: (-counts[rule], rule))
    rows = [
        (rule, gathered.severities[rule], counts[rule], counts[rule] * THOUSAND / gathered.units)
        for rule in names
    ]
    columns = (
        Column("rule"),
        Column("severity"),
        Column("findings", ",d"),
        Column("per 1,000 units", ".2f"),
    )
    return Table(f"What is said of {gathered.units:,} translations that people made", columns, rows)
