"""The state of a unit, derived from its texts, its machine mark and who vouched for it; never stored."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from editions.fingerprint import source_hash, target_hash, targets_hash

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from editions.catalog import Unit
    from editions.trust import Trust

State = Literal["missing", "machine", "changed", "translated", "vouched"]
STATES: tuple[State, ...] = get_args(State)
# From worst to best, for a block that several units make (DESIGN, contract).
WORST_FIRST: tuple[State, ...] = ("missing", "changed", "machine", "translated", "vouched")
MARK = re.compile(
    r"mt: (?P<engine>[a-z0-9-]{1,16}) (?P<date>\d{4}-\d\d-\d\d) s=(?P<s>[0-9a-f]{16}) t=(?P<t>[0-9a-f]{16})"
)


@dataclass(frozen=True)
class Mark:
    """
    Says that a machine wrote a text: engine, date (ISO), from which source (`s`), which words (`t`).

    `s` and `t` are the first 16 hexadecimal digits of `source_hash` and `target_hash`.
    """

    engine: str
    date: str
    s: str
    t: str

    @classmethod
    def of(cls, engine: str, day: dt.date, unit: Unit, targets: Sequence[str]) -> Mark:
        """
        The mark of `targets` (one text, or one for each plural form), made by `engine` for `unit` on `day`.

        Raises:
            ValueError: the engine's name does not fit into a mark.
        """
        mark = cls(engine, day.isoformat(), source_hash(unit)[:16], targets_hash(targets)[:16])
        if MARK.fullmatch(mark.text) is None:
            raise ValueError(f"an engine's name has 1 to 16 of a-z, 0-9 and -, not {engine!r}")
        return mark

    @property
    def text(self) -> str:
        """The mark as a comment's text: `mt: google 2026-08-04 s=… t=…`."""
        return f"mt: {self.engine} {self.date} s={self.s} t={self.t}"

    def line(self) -> str:
        """The mark as it stands in the file, at most 75 characters: `# mt: google 2026-08-04 s=… t=…`."""
        return f"# {self.text}"


def find_marks(comments: Sequence[str]) -> tuple[tuple[Mark, range], ...]:
    """The marks among a unit's comment lines, each with the indices of the one or two lines it takes."""
    found: list[tuple[Mark, range]] = []
    for index in range(len(comments)):
        for size in (1, 2):
            lines = range(index, min(index + size, len(comments)))
            match = MARK.fullmatch(" ".join(comments[line].strip() for line in lines))
            if match:
                found.append((Mark(**match.groupdict()), lines))
                break
    return tuple(found)


def parse_mark(comments: Sequence[str]) -> Mark | None:
    """The first machine mark among a unit's comment lines (without `# `), also where a tool wrapped it."""
    return next((mark for mark, _ in find_marks(comments)), None)


def own_marks(unit: Unit) -> tuple[Mark, ...]:
    """The marks that say that the text, as it stands, is a machine's own words."""
    target = target_hash(unit)[:16]
    return tuple(mark for mark, _ in find_marks(unit.comments) if mark.t == target)


def state_of(unit: Unit, trust: Trust | None = None) -> State:
    """
    The unit's state, by the first rule of DESIGN ("State of a unit") that holds.

    `trust` knows who stands behind which text, and which sources are the same but for their looks; without it
    nobody vouched for anything.
    """
    if not all(text.strip() for text in unit.targets):
        return "missing"
    marks = own_marks(unit) if unit.comments else ()
    if marks:
        hashes = {source_hash(unit), *(trust.earlier_hashes(unit) if trust else ())}
        if not any(known.startswith(mark.s) for mark in marks for known in hashes):
            return "changed"
        return "vouched" if trust and trust.is_vouched(unit) else "machine"
    if trust and trust.is_drafted(unit):  # by a signed line: a mark that is gone since changes nothing
        return "vouched" if trust.is_vouched(unit) else "machine"
    return _state_of_human_text(unit, trust)


def _state_of_human_text(unit: Unit, trust: Trust | None) -> State:
    if unit.fuzzy:
        return "changed"
    if trust and trust.is_vouched(unit):
        return "vouched"
    if unit.previous is None or unit.previous == unit.source:
        return "translated"
    return "translated" if trust and trust.knows_as_same(unit) else "changed"


def worst(states: Iterable[State]) -> State:
    """
    The state of what several units make together: the worst of theirs.

    Raises:
        ValueError: there is no state among them.
    """
    return min(states, key=WORST_FIRST.index)
