"""Measures of terminology: how much a phrase is a term, and how much two words go together."""

from __future__ import annotations

from collections import defaultdict
from math import log, log2
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Phrase = tuple[str, ...]


def c_values(counts: Mapping[Phrase, int]) -> dict[Phrase, float]:
    """
    The C-value of each phrase, from how often each occurs; a phrase within a longer one counts there, too.

    Frantzi, Ananiadou and Mima, “Automatic recognition of multi-word terms: the C-value/NC-value method”,
    International Journal on Digital Libraries 3 (2000), 115-130: the logarithm of the length times the frequency, less
    the mean frequency of the longer phrases that it stands in.

    >>> values = c_values({("soft", "contact", "lens"): 5, ("contact", "lens"): 7, ("lens", "maker"): 1})
    >>> [round(values[phrase], 2) for phrase in sorted(values)]
    [2.0, 1.0, 7.92]
    """
    longer: defaultdict[Phrase, list[int]] = defaultdict(list)
    for phrase, count in counts.items():
        for part in set(_parts(phrase)):
            if part in counts:
                longer[part].append(count)
    return {
        phrase: log2(len(phrase))
        * (count - (sum(longer[phrase]) / len(longer[phrase]) if longer[phrase] else 0))
        for phrase, count in counts.items()
    }


def _parts(phrase: Phrase) -> Iterator[Phrase]:
    """The phrases of two words or more within a longer one."""
    for size in range(2, len(phrase)):
        for at in range(len(phrase) - size + 1):
            yield phrase[at : at + size]


def dice(both: int, one: int, other: int) -> float:
    """
    How much two things go together, 0 to 1: units with both, with the one, with the other.

    Dice, “Measures of the amount of ecologic association between species”, Ecology 26 (1945), 297-302.

    >>> dice(3, 3, 3), dice(2, 4, 4)
    (1.0, 0.5)
    """
    return 2 * both / (one + other) if one + other else 0.0


def log_likelihood(both: int, one: int, other: int, units: int) -> float:
    """
    How unlikely it is that two things meet so often by chance: Dunning's G² of the table of four, 0 if they avoid it.

    Dunning, “Accurate methods for the statistics of surprise and coincidence”, Computational Linguistics 19 (1993),
    61-74. Distributed as χ² with one degree of freedom: beyond 10.83 one in a thousand.

    >>> round(log_likelihood(3, 3, 3, 20), 1), log_likelihood(1, 10, 2, 20)
    (16.9, 0.0)
    """
    if not units or both * units <= one * other:
        return 0.0
    table = ((both, one, other), (one - both, one, units - other), (other - both, units - one, other))
    rest = (units - one - other + both, units - one, units - other)
    return 2 * sum(seen * log(seen * units / (row * column)) for seen, row, column in (*table, rest) if seen)
