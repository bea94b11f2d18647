"""
What candidates may be called in a language: words of the translations that stand where they stand, and elsewhere not.

Measured by units (Dice), and shown only where chance does not explain it (Dunning's log-likelihood). This is evidence,
no decision: words that always go together with a name, such as a verb, look the same.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from editions.glossary.measures import Phrase, dice, log_likelihood
from editions.glossary.words import common_words, is_word, read_text
from editions.state import state_of
from editions.terms import SOLID, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from editions.catalog import Unit
    from editions.language import Language
    from editions.prose import Syntax

LEAST_UNITS = 3  # in which both stand
LEAST_DICE = 0.6
LEAST_LIKELIHOOD = 10.83  # χ² with one degree of freedom: one in a thousand
MOST = 3  # for one candidate
LONGEST = 4  # words
LONGEST_SOLID = 12  # letters, in scripts without spaces
COMMON = 0.4  # of the units; a word that stands in more of them says little
USABLE = frozenset({"machine", "translated", "vouched"})


@dataclass(frozen=True)
class Equivalent:
    """
    Words of a translation that go together with a candidate.

    In `count` of its `units` translated ones they stand too; `dice` is from 0 to 1. `machine`: all of these
    translations are a machine's.
    """

    text: str
    count: int
    units: int
    dice: float
    machine: bool


def equivalents(
    candidates: Sequence[frozenset[str]],
    units: Mapping[str, Unit],
    language: Language,
    agreed: Iterable[str] = (),
) -> list[tuple[Equivalent, ...]]:
    """
    For each candidate (the keys of its units) what it may be called, the best first; `units` are the language's.

    What is part of `agreed`, the renderings of other names and terms, is taken for theirs.
    """
    usable = {key: unit for key, unit in units.items() if state_of(unit) in USABLE}
    reader = _Reader(language, usable, agreed)
    found = [_Evidence(keys & usable.keys(), reader) for keys in candidates]
    wanted = {phrase for each in found for phrase in each.together}
    edges = {(phrase[at],) for phrase in wanted for at in (0, -1)} if not reader.is_solid else set()
    totals = reader.totals(wanted | edges)
    return [tuple(each.best(totals)) for each in found]


class _Reader:
    """The phrases of translations, by the key of their unit."""

    def __init__(self, language: Language, units: Mapping[str, Unit], agreed: Iterable[str]) -> None:
        self._language, self.units = language, units
        self.is_solid = language.script in SOLID
        self.common = {stem(word, language) for word in common_words(language)}
        self._read: dict[str, dict[Phrase, str]] = {}
        self.agreed = {phrase for words in agreed for phrase, _ in self._within(words, "rst")}

    def phrases(self, key: str) -> dict[Phrase, str]:
        """What stands in a unit's translation: stems (or letters), with the words as they stand there."""
        if key not in self._read:
            self._read[key] = dict(self._phrases(self.units[key]))
        return self._read[key]

    def totals(self, wanted: set[Phrase]) -> Counter[Phrase]:
        """In how many units each of the phrases stands."""
        totals: Counter[Phrase] = Counter()
        for unit in self.units.values():
            totals.update(wanted.intersection(phrase for phrase, _ in self._phrases(unit)))
        return totals

    def _phrases(self, unit: Unit) -> Iterator[tuple[Phrase, str]]:
        return (pair for target in unit.targets for pair in self._within(target, unit.syntax))

    def _within(self, target: str, syntax: Syntax) -> Iterator[tuple[Phrase, str]]:
        text = read_text(target, syntax, self._language)
        for segment in text.segments:
            words = [token.text for token in segment]
            yield from _letters(words) if self.is_solid else self._words(words)

    def _words(self, words: Sequence[str]) -> Iterator[tuple[Phrase, str]]:
        stems = [stem(word, self._language) for word in words]
        for at in range(len(words)):
            for end in range(at + 1, min(at + LONGEST, len(words)) + 1):
                if is_word(words[at]) and is_word(words[end - 1]):
                    yield tuple(stems[at:end]), " ".join(words[at:end])


def _letters(words: Iterable[str]) -> Iterator[tuple[Phrase, str]]:
    for word in words:
        if word.isascii():
            yield from [((word,), word)] if is_word(word) else []
            continue
        for at in range(len(word)):
            for end in range(at + 2, min(at + LONGEST_SOLID, len(word)) + 1):
                yield tuple(word[at:end]), word[at:end]


class _Evidence:
    """What stands in the translations of a candidate's units."""

    def __init__(self, keys: frozenset[str] | set[str], reader: _Reader) -> None:
        self._keys, self._reader = keys, reader
        least = max(LEAST_UNITS, LEAST_DICE / (2 - LEAST_DICE) * len(keys))
        enough = keys if len(keys) >= LEAST_UNITS else ()
        counts = Counter(phrase for key in enough for phrase in reader.phrases(key))
        self.together = {phrase: count for phrase, count in counts.items() if count >= least}

    def best(self, totals: Mapping[Phrase, int]) -> Iterator[Equivalent]:
        """Yields at most three, none of them part of another."""
        units, own = len(self._reader.units), len(self._keys)
        scores = {
            phrase: dice(both, own, totals[phrase])
            for phrase, both in self.together.items()
            if phrase not in self._reader.agreed
            and not self._is_common(phrase, totals, units)
            and log_likelihood(both, own, totals[phrase], units) >= LEAST_LIKELIHOOD
        }
        chosen: list[Phrase] = []
        for phrase in sorted(scores, key=lambda each: (-scores[each], -len(each), each)):
            if scores[phrase] < LEAST_DICE or len(chosen) == MOST:
                return
            if not any(_overlap(phrase, other) for other in chosen):
                chosen.append(phrase)
                yield self._equivalent(phrase, scores[phrase])

    def _is_common(self, phrase: Phrase, totals: Mapping[Phrase, int], units: int) -> bool:
        """True where a word that says little stands at the edge."""
        if self._reader.is_solid:
            return False
        edges = (phrase[0], phrase[-1])
        return any(edge in self._reader.common or totals[edge,] > COMMON * units for edge in edges)

    def _equivalent(self, phrase: Phrase, score: float) -> Equivalent:
        where = [key for key in self._keys if phrase in self._reader.phrases(key)]
        surfaces = Counter(self._reader.phrases(key)[phrase] for key in where)
        text = min(surfaces, key=lambda each: (-surfaces[each], each))
        machine = all(state_of(self._reader.units[key]) == "machine" for key in where)
        return Equivalent(text, len(where), len(self._keys), round(score, 2), machine)


def _overlap(one: Phrase, other: Phrase) -> bool:
    """True where one stands within the other, or they share half of their words."""
    return 2 * len(set(one) & set(other)) >= min(len(one), len(other))
