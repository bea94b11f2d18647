"""The figures of a measurement: tables by group, kind and language, and one document for programs."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from bench.harness.table import Column, Table
from planter.kinds import GROUPS, kinds
from planter.lexicon import codes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from planter.measure import Measured
    from planter.planting import Planted

    Key = Callable[[Planted], str]

COUNTS = (Column("found", ".0f"), Column("planted", ".0f"), Column("%", ".0f"))


def tables(measured: Sequence[Measured]) -> Iterator[Table]:
    """By group and ground, by kind with the rules that found it, by language, and by kind and language."""
    yield by_group(measured)
    yield by_kind(measured)
    yield _by_language(measured)
    yield _crossed(measured)


def by_group(measured: Sequence[Measured]) -> Table:
    """Found and planted by group, for each ground and all together."""
    grounds = sorted({each.error.ground for each in measured}, reverse=True)
    names = [*GROUPS, "all"]
    rows = []
    for name in names:
        those = [each for each in measured if name in (each.error.group, "all")]
        split = [_score(each for each in those if each.error.ground == ground) for ground in grounds]
        rows.append((name, *split, *_counts(those)))
    columns = [Column("group"), *(Column(ground) for ground in grounds), *COUNTS]
    return Table("Planted errors that are found, by group", columns, rows)


def by_kind(measured: Sequence[Measured]) -> Table:
    """Found and planted by kind, with the rules that found them and how often."""
    rows = []
    for kind, those in _split(measured, lambda error: error.kind).items():
        rules = Counter(rule for each in those for rule in each.rules)
        said = ", ".join(f"{rule} {number}" for rule, number in sorted(rules.items()))
        rows.append((kind, those[0].error.group, *_counts(those), said))
    reworded = sum(each.is_found and len(each.reworded) == len(each.reports) for each in measured)
    notes = [f"{reworded} of them are found only in that a report has other words than before."]
    columns = (Column("kind"), Column("group"), *COUNTS, Column("by"))
    return Table("By kind, and by which rule", columns, rows, notes if reworded else [])


def _by_language(measured: Sequence[Measured]) -> Table:
    split = _split(measured, lambda error: error.language)
    rows = [(code, *_counts(those)) for code, those in split.items()]
    notes = [
        f"{code}: no words of it are known, see tests/planter/lexicon.py"
        for code in split
        if code not in codes()
    ]
    return Table("By language", (Column("language"), *COUNTS), rows, notes)


def _crossed(measured: Sequence[Measured]) -> Table:
    languages = sorted({each.error.language for each in measured})
    rows = []
    for kind, those in _split(measured, lambda error: error.kind).items():
        cells = [_score(each for each in those if each.error.language == code) for code in languages]
        rows.append((kind, *cells))
    columns = (Column("kind"), *(Column(code) for code in languages))
    return Table("By kind and language: found/planted", columns, rows)


def document(measured: Sequence[Measured], **about: object) -> str:
    """Everything as one JSON document in ASCII: the settings, the sums, each error with what was said of it."""
    errors = [
        each.error.as_json()
        | {
            "found": each.is_found,
            "reports": [report._asdict() for report in each.reports],
            "reworded": len(each.reworded),
        }
        for each in measured
    ]
    sums = {
        name: {
            key: dict(zip(("found", "planted"), _counts(those), strict=False)) for key, those in split.items()
        }
        for name, split in (
            ("groups", _split(measured, lambda error: error.group)),
            ("kinds", _split(measured, lambda error: error.kind)),
            ("languages", _split(measured, lambda error: error.language)),
        )
    }
    return json.dumps({"version": 1} | about | sums | {"errors": errors}, indent=1)


def line(error: Planted) -> str:
    """An error in one line: its name, where it is, what became of what."""
    change = f"{_short(error.was)} → {_short(error.now)}"
    return f"{error.name}  {error.kind:<22} {error.language:<6} {error.file}  {error.key}  {change}"


def in_full(error: Planted) -> str:
    """An error with its source and the translation before and after."""
    sentence = next(kind.help for kind in kinds() if kind.name == error.kind)
    end = error.start + len(error.was)
    return "\n".join([
        f"{error.name}: {error.kind} ({error.group}), {error.language}",
        f"    {sentence}",
        f"    file:   {error.file}",
        f"    unit:   {error.key}",
        f"    where:  characters {error.start} to {end}: {error.was!r} → {error.now!r}",
        f"    source: {error.source}",
        f"    before: {error.before}",
        f"    after:  {error.after}",
    ])  # fmt: skip


def _split(measured: Iterable[Measured], key: Key) -> Mapping[str, list[Measured]]:
    """The measured errors by a key of theirs: groups and kinds in the order of the shelf, others sorted."""
    found: dict[str, list[Measured]] = {}
    for each in measured:
        found.setdefault(key(each.error), []).append(each)
    shelf = [*GROUPS, *(kind.name for kind in kinds())]
    order = {name: number for number, name in enumerate(shelf)}
    return {name: found[name] for name in sorted(found, key=lambda name: (order.get(name, 0), name))}


def _counts(those: Sequence[Measured]) -> tuple[int, int, float | None]:
    found = sum(each.is_found for each in those)
    return found, len(those), 100 * found / len(those) if those else None


def _score(those: Iterable[Measured]) -> str:
    counted = [each.is_found for each in those]
    return f"{sum(counted)}/{len(counted)}" if counted else ""


def _short(words: str) -> str:
    longest, edge = 48, 20
    return repr(words if len(words) <= longest else f"{words[:edge]} … {words[-edge:]}")
