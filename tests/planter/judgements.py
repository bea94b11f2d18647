"""
What readers judged of the rules' findings: `judgements/<rule>.toml`, one file for each rule.

A finding is judged in `right`: true where the translation is wrong, false where the rule is; `why` says it in a few
words. The texts themselves are not kept, for they are others'; the sheet beside them has them, under the same keys.
The sample is the findings whose keys come first when they are hashed with the seed: it stays the same as long as they
are found, and whatever a reader judged stays in the file under its key, `sampled` or not.
"""

from __future__ import annotations

import json
import math
import re
import tomllib
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from bench.harness.table import Column, Table
from editions.problem import Severity, UserError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from planter.alarms import Alarm, Gathered

HERE = Path(__file__).resolve().parent
SHELF = HERE / "judgements"
SHEETS = HERE.parents[1] / "build" / "planter" / "alarms"
SAMPLE = 30
VERSION = 1
THOUSAND = 1_000
CERTAIN = 1.96  # standard deviations: 95 % of a normal distribution
_EMPTY = re.compile(r"^(right|why) *= *(#.*)?$", re.MULTILINE)  # as a reader may leave it
_QUOTED = re.compile(
    '“[^”]*”|„[^“”]*[“”]|«[^»]*»|「[^」]*」|‘[^’]*’(?!\\w)|"[^"]*"|`[^`]*`|: .*\\Z', re.DOTALL
)
_FOREIGN = re.compile("[^\x00-\x7f]+")  # what is left of quotations in quotations
_LONGEST = 90  # letters of what a rule says, without what it quotes
_HEAD = """\
# What `{rule}` said of translations that people made. `right`: true where the translation is wrong, false where the
# rule is; `why` in a few words. The texts to read: build/planter/alarms/{rule}.txt (python tests/planter alarms …).
version = {version}
severity = {severity}
units = {units}
findings = {findings}
seed = {seed}
"""


@dataclass(frozen=True)
class Judgement:
    """One finding that is, or may be, judged; `says` are the rule's words without what they quote."""

    key: str
    language: str
    unit: str
    says: str
    sampled: bool
    right: bool | None = None
    why: str = ""


@dataclass(frozen=True)
class Judged:
    """A rule's file: its findings on so many units, and the judgements."""

    rule: str
    severity: Severity
    units: int
    findings: int
    seed: int
    judgements: tuple[Judgement, ...]

    @property
    def read(self) -> list[Judgement]:
        """The judgements that count: those of the present sample that a reader filled."""
        return [each for each in self.judgements if each.sampled and each.right is not None]

    @property
    def right(self) -> int:
        """How many of them are right."""
        return sum(each.right is True for each in self.read)

    @property
    def false_errors(self) -> float | None:
        """The estimate of false findings on 1,000 units; None where nothing was read, though something was found."""
        return self._scaled(lambda wrong, read: wrong / read)

    @property
    def at_most(self) -> float | None:
        """What they are at most, with a certainty of 95 % (the upper bound of Wilson's interval)."""
        return self._scaled(_upper)

    def _scaled(self, share: Any) -> float | None:
        if not self.findings:
            return 0.0
        read = len(self.read)
        return share(read - self.right, read) * self.findings * THOUSAND / self.units if read else None


def _upper(wrong: int, read: int) -> float:
    """Wilson's upper bound for the share of the wrong (E. B. Wilson, 1927)."""
    share, square = wrong / read, CERTAIN**2
    middle = share + square / (2 * read)
    spread = CERTAIN * math.sqrt(share * (1 - share) / read + square / (4 * read**2))
    return min(1.0, (middle + spread) / (1 + square / read))


def keep(gathered: Gathered, shelf: Path, sheets: Path, *, number: int = SAMPLE, seed: int = 1) -> None:
    """
    Writes the sample of each rule's findings to its file, and the texts to its sheet; what is judged stays.

    Raises:
        UserError: a file of judgements cannot be understood.
    """
    known = {each.rule: each for each in estimates(shelf)}
    shelf.mkdir(parents=True, exist_ok=True)
    sheets.mkdir(parents=True, exist_ok=True)
    for rule in sorted({alarm.rule for alarm in gathered.alarms} | set(known)):
        found = gathered.of(rule)
        sampled = sorted(found, key=lambda alarm: _order(alarm.key, seed))[:number]
        old = {each.key: each for each in known[rule].judgements} if rule in known else {}
        judged = Judged(
            rule,
            gathered.severities.get(rule) or known[rule].severity,
            gathered.units,
            len(found),
            seed,
            tuple(_merged(sampled, old)),
        )
        (shelf / f"{rule}.toml").write_text(_written(judged), encoding="utf-8")
        (sheets / f"{rule}.txt").write_text(_sheet(sampled, judged), encoding="utf-8")


def estimates(shelf: Path) -> list[Judged]:
    """
    All files of judgements, by rule.

    Raises:
        UserError: one of them cannot be understood.
    """
    return [_read(path) for path in sorted(shelf.glob("*.toml"))]


def tables(found: Sequence[Judged]) -> Iterator[Table]:
    """By rule: findings, judged, right, false findings on 1,000 units; and the sums by severity."""
    columns = (
        Column("rule"),
        Column("severity"),
        *(Column(title, ",d") for title in ("findings", "sampled", "judged", "right")),
        Column("false per 1,000", ".2f"),
        Column("at most", ".2f"),
    )
    yield Table("Findings on translations that people made, as far as they are judged", columns, _rows(found))
    columns = (
        Column("severity"),
        Column("rules", "d"),
        Column("not judged", "d"),
        Column("findings per 1,000", ".2f"),
        Column("false per 1,000", ".2f"),
    )
    rows = [
        _sum(severity, [each for each in found if each.severity == severity])
        for severity in get_args(Severity)
    ]
    yield Table("By severity; rules that nobody judged are not in the estimate", columns, rows)


def document(found: Sequence[Judged]) -> str:
    """The same figures for programs."""
    rules = [
        {
            "rule": each.rule,
            "severity": each.severity,
            "units": each.units,
            "findings": each.findings,
            "judged": len(each.read),
            "right": each.right,
            "false_per_1000": each.false_errors,
            "at_most": each.at_most,
        }
        for each in found
    ]
    return json.dumps({"version": VERSION, "rules": rules}, indent=1)


def _rows(found: Sequence[Judged]) -> list[tuple[str | float | None, ...]]:
    return [
        (
            each.rule,
            each.severity,
            each.findings,
            sum(one.sampled for one in each.judgements),
            len(each.read),
            each.right,
            each.false_errors,
            each.at_most,
        )
        for each in sorted(found, key=lambda each: (-each.findings, each.rule))
    ]


def _sum(severity: str, found: Sequence[Judged]) -> tuple[str | float | None, ...]:
    known = [each.false_errors for each in found if each.false_errors is not None]
    every = sum(each.findings * THOUSAND / each.units for each in found if each.units)
    return severity, len(found), len(found) - len(known), every, sum(known) if known else None


def _order(key: str, seed: int) -> str:
    return sha256(f"{seed}\x04{key}".encode()).hexdigest()


def _merged(sampled: Sequence[Alarm], old: Mapping[str, Judgement]) -> Iterator[Judgement]:
    """The sample, with what was judged of it; then what was judged and is not in the sample any more."""
    for alarm in sampled:
        before = old.get(alarm.key)
        says = _FOREIGN.sub("…", _QUOTED.sub("…", alarm.text))[:_LONGEST]
        now = Judgement(alarm.key, alarm.language, alarm.unit, says, sampled=True)
        yield replace(now, right=before.right, why=before.why) if before else now
    present = {alarm.key for alarm in sampled}
    for key, before in old.items():
        if key not in present and (before.right is not None or before.why):
            yield replace(before, sampled=False)


def _written(judged: Judged) -> str:
    text = _HEAD.format(
        rule=judged.rule,
        version=VERSION,
        severity=json.dumps(judged.severity),
        units=judged.units,
        findings=judged.findings,
        seed=judged.seed,
    )
    return text + "".join(_entry(each) for each in judged.judgements)


def _entry(each: Judgement) -> str:
    right = '""' if each.right is None else str(each.right).lower()
    texts = {
        name: json.dumps(getattr(each, name), ensure_ascii=False)
        for name in ("key", "language", "unit", "says")
    }
    lines = [f"{name} = {text}" for name, text in texts.items()]
    lines += [f"sampled = {str(each.sampled).lower()}", f"right = {right}"]
    return "\n".join(["\n[[finding]]", *lines, f"why = {json.dumps(each.why, ensure_ascii=False)}\n"])


def _sheet(sampled: Sequence[Alarm], judged: Judged) -> str:
    """The texts to read, in the order of the file."""
    done = {each.key for each in judged.read}
    parts = [
        f"{number}. {alarm.key}{' (judged)' if alarm.key in done else ''}  {alarm.language}  {alarm.file}\n"
        f"   says:        {alarm.text}\n   fix:         {alarm.fix}\n"
        f"   source:      {alarm.source}\n   translation: {alarm.target}\n"
        for number, alarm in enumerate(sampled, 1)
    ]
    return "\n".join(parts)


def _read(path: Path) -> Judged:
    try:
        table = tomllib.loads(_EMPTY.sub(r'\1 = ""', path.read_text(encoding="utf-8")))
        if table["version"] != VERSION:
            raise UserError(
                f"{path.name}: a file of version {table['version']}; this program knows {VERSION}"
            )
        judgements = tuple(_judgement(entry, path.name) for entry in table.get("finding", ()))
        return Judged(
            path.stem, table["severity"], table["units"], table["findings"], table["seed"], judgements
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise UserError(f"{path.name}: this file of judgements cannot be understood: {error}") from None


def _judgement(entry: Mapping[str, Any], name: str) -> Judgement:
    right = entry["right"]
    if right not in (True, False, ""):
        raise UserError(f"{name}: `right` is true, false or empty, not {right!r} (finding {entry['key']})")
    rest = {field: entry[field] for field in ("key", "language", "unit", "says", "sampled", "why")}
    return Judgement(**rest, right=right if right != "" else None)
