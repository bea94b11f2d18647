"""Planting: which errors are put where. The same seed, kinds and texts give the same errors."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import asdict, dataclass
from hashlib import sha256
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planter.ground import Ground
    from planter.kinds import Kind
    from planter.text import Edit, Text

SEED = 1
NUMBER = 300  # errors in each ground
_MOST_OF_A_KIND = 3  # in one language, so that a kind with few places does not fill a language


@dataclass(frozen=True)
class Planted:
    """
    One error: its kind and group, where it is, the whole text before and after.

    `ground` is where the text is from, `file` the catalog's path below its project, `key` the unit's. From character
    `start` on (from 0) stood `was` before, and stands `now`.
    """

    ground: str
    kind: str
    group: str
    language: str
    file: str
    key: str
    source: str
    before: str
    after: str
    start: int
    was: str
    now: str

    @property
    def name(self) -> str:
        """What it is called on the command line."""
        parts = (self.ground, self.kind, self.language, self.file, self.key, self.after)
        return _digest(*parts)[:8]

    @property
    def place(self) -> tuple[str, str]:
        """The unit that it is in: path of the catalog and key."""
        return self.file, self.key

    def as_json(self) -> dict[str, object]:
        """All fields, and the name."""
        return {"id": self.name} | asdict(self)


def plant(ground: Ground, kinds: Sequence[Kind], number: int = NUMBER, seed: int = SEED) -> list[Planted]:
    """
    Up to `number` errors in the texts of a ground, sorted by kind, language and place.

    The kinds take turns, and each takes the language that it was in least; so every kind has as many errors as there
    are places for it, up to its share. No unit has two errors of a kind.
    """
    counts: Counter[tuple[str, str]] = Counter()
    found: list[Planted] = []
    rows = {(kind, code): _row(ground, kind, code, seed) for kind in kinds for code in ground.texts}
    turn = list(kinds)
    while turn and len(found) < number:
        for kind in tuple(turn):
            error = _next(rows, kind, counts, seed) if len(found) < number else None
            if error is not None:
                found.append(error)
            elif len(found) < number:
                turn.remove(kind)
    order = [kind.name for kind in kinds]
    return sorted(
        found, key=lambda each: (order.index(each.kind), each.language, each.file, each.start, each.key)
    )


def _next(
    rows: dict[tuple[Kind, str], Iterator[Planted]], kind: Kind, counts: Counter[tuple[str, str]], seed: int
) -> Planted | None:
    """The next error of a kind, in the language that has fewest of the kind, then fewest at all."""
    codes = [code for each, code in rows if each is kind and counts[kind.name, code] < _MOST_OF_A_KIND]
    codes.sort(key=lambda code: (counts[kind.name, code], counts["", code], _digest(seed, kind.name, code)))
    for code in codes:
        error = next(rows[kind, code], None)
        if error is not None:
            counts[kind.name, code] += 1
            counts["", code] += 1
            return error
        del rows[kind, code]
    return None


def _row(ground: Ground, kind: Kind, code: str, seed: int) -> Iterator[Planted]:
    """One error of a kind for each text of a language that has a place for it, in an order of chance."""
    chance = Random(_digest(seed, ground.name, kind.name, code))  # noqa: S311 - it guards no secret
    texts = list(ground.texts[code])
    chance.shuffle(texts)
    for text in texts:
        edits = [edit for edit in kind.run(text, chance) if _is_error(kind, text, edit)]
        if edits:
            yield _planted(ground, kind, text, chance.choice(edits))


def _is_error(kind: Kind, text: Text, edit: Edit) -> bool:
    """Whether an edit leaves a text that can be seen, and that is another one, in Unicode's sense too."""
    after = edit.apply(text.target)
    if kind.name != "decomposed":
        after, before = (unicodedata.normalize("NFC", each) for each in (after, text.target))
        return bool(after.strip()) and after != before
    return after != text.target


def _planted(ground: Ground, kind: Kind, text: Text, edit: Edit) -> Planted:
    return Planted(
        ground=ground.name,
        kind=kind.name,
        group=kind.group,
        language=text.language.code,
        file=text.unit.catalog,
        key=text.unit.key,
        source=text.source,
        before=text.target,
        after=edit.apply(text.target),
        start=edit.start,
        was=text.target[edit.start : edit.end],
        now=edit.now,
    )


def _digest(*parts: object) -> str:
    return sha256("\x04".join(map(str, parts)).encode()).hexdigest()
