"""Finds the unit that a changed paragraph was before, at a bounded cost."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

if TYPE_CHECKING:
    from collections.abc import Sequence

    from editions.catalog import Unit

LEAST = (
    65.0  # 0-100 (rapidfuzz ratio); of unrelated paragraphs one in 1,000 reaches 56, one that doubled has 67
)
MOST_COMPARISONS = 200_000  # about two seconds
FEWEST_EACH = 20
LONGEST = 5_000  # characters of a paragraph that are compared


def find_origins(new: Sequence[tuple[int, Unit]], gone: Sequence[tuple[int, Unit]]) -> dict[int, int]:
    """
    Which of the units that are gone each new one came from, by the likeness of the sources.

    Each unit comes with its place in the catalog, `gone` is sorted by it. Returns indices, {new: gone}, each
    at most once; the most alike are taken first, then the nearest.
    """
    places = [place for place, _ in gone]
    each = max(FEWEST_EACH, MOST_COMPARISONS // max(1, len(new)))
    found = []
    for n, (place, unit) in enumerate(new):
        for g in _nearest(places, place, each):
            score = _likeness(unit, gone[g][1])
            if score:
                found.append((-score, abs(place - places[g]), n, g))
    return _best(sorted(found))


def _nearest(places: Sequence[int], place: int, count: int) -> range:
    start = min(bisect_left(places, place) - count // 2, len(places) - count)
    return range(len(places))[max(0, start) : max(0, start) + count]


def _likeness(unit: Unit, gone: Unit) -> float:
    """
    0 (too unlike, or only one of them has a plural) to 100.

    A text whose source changed before belongs to the older source (`#|`), so this one is compared as well.
    """
    if (unit.plural is None) != (gone.plural is None):
        return 0.0
    older = [gone.previous] if gone.fuzzy and gone.previous is not None else []
    return max(_ratio(unit.source, source) for source in (gone.source, *older))


def _ratio(a: str, b: str) -> float:
    return float(fuzz.ratio(a[:LONGEST], b[:LONGEST], score_cutoff=LEAST))


def _best(found: Sequence[tuple[float, int, int, int]]) -> dict[int, int]:
    origins: dict[int, int] = {}
    used: set[int] = set()
    for _, _, n, g in found:
        if n not in origins and g not in used:
            origins[n] = g
            used.add(g)
    return origins
