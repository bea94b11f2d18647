"""Trust: who stands behind which text, and whether they are enough; what the signed journals come to."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Literal

from editions.fingerprint import fingerprint, previous_text, source_text, text_hash
from editions.state import own_marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from editions.catalog import Unit

Kind = Literal["vouch", "wrote", "adopt"]


@dataclass(frozen=True)
class Word:
    """One person's signed word for a text; it holds `despite` the objections that she knew (ids of lines)."""

    person: str
    kind: Kind
    despite: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Standing:
    """
    What was signed about one text: words for it, and objections to it (ids of `revoke` lines).

    It is a set and has no order: lines may be moved, doubled, merged, back-dated. An objection takes away
    every word but those that were given in its knowledge, so an old word that comes back counts for nothing.
    `drafted`: whoever signed saw a machine's mark on it; that is remembered when the mark is gone.
    """

    words: frozenset[Word] = frozenset()
    objections: frozenset[str] = frozenset()
    drafted: bool = False

    def __or__(self, other: Standing) -> Standing:
        drafted = self.drafted or other.drafted
        return Standing(self.words | other.words, self.objections | other.objections, drafted)

    @property
    def valid(self) -> frozenset[Word]:
        """The words that no objection takes away."""
        return frozenset(word for word in self.words if self.objections <= word.despite)


@dataclass(frozen=True)
class Trust:
    """
    Who stands behind which text.

    `people` is how many are needed. `standings` are by language code and `text_hash`: the hash alone does not show
    its language, and who reads German could sign for Greek. `earlier` has, by language code and hash of a source,
    the sources that a coordinator called the same (as `source_text` gives them; None: only its hash is known). `names`
    are those of the people who agreed to be named, by their ids.
    """

    people: int
    standings: Mapping[tuple[str, str], Standing] = field(default_factory=dict)
    earlier: Mapping[tuple[str, str], Mapping[str, str | None]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def standing(self, unit: Unit) -> Standing:
        """All that was signed about the unit's text, under its source and under those that are the same."""
        found = (self.standings.get((unit.language, known)) for known in self.hashes(unit))
        return reduce(or_, filter(None, found), Standing())

    def hashes(self, unit: Unit) -> tuple[str, ...]:
        """What stands for the unit's text in journals: its `text_hash`, and those under sources that are the same."""
        return (text_hash(unit), *(text_hash(unit, source) for source in self._earlier_sources(unit)))

    def people_behind(self, unit: Unit) -> frozenset[str]:
        """The people who stand behind the unit's text; who only says to have written what a machine wrote is none."""
        return _people_behind(unit, self.standing(unit))

    def is_drafted(self, unit: Unit) -> bool:
        """True where somebody signed that these are a machine's words, whatever the catalog says today."""
        return bool(self.standings) and self.standing(unit).drafted

    def is_vouched(self, unit: Unit) -> bool:
        """True where enough people stand behind exactly this text, or it was adopted with the project."""
        if not self.standings:
            return False
        standing = self.standing(unit)
        words, behind = standing.valid, _people_behind(unit, standing)
        readers = {word.person for word in words if word.kind == "vouch"}
        # Two who wrote it together are one: nobody else has read it.
        enough = len(behind & readers) + min(1, len(behind - readers))
        return enough >= self.people or any(word.kind == "adopt" for word in words)

    def earlier_hashes(self, unit: Unit) -> Mapping[str, str | None]:
        """The hashes of all sources that are the same as the unit's but for their looks, with their texts if known."""
        found: dict[str, str | None] = {}
        if not self.earlier:
            return found
        waiting = [fingerprint(source_text(unit))]
        while waiting:  # ends: every hash is entered once
            for known, text in self.earlier.get((unit.language, waiting.pop()), {}).items():
                if known not in found:
                    found[known] = text
                    waiting.append(known)
        return found

    def knows_as_same(self, unit: Unit) -> bool:
        """True where the old source beside the unit (`#|`) is the same as today's but for its looks."""
        previous = previous_text(unit)
        return previous is not None and fingerprint(previous) in self.earlier_hashes(unit)

    def _earlier_sources(self, unit: Unit) -> Iterator[str]:
        previous = previous_text(unit)
        for known, text in self.earlier_hashes(unit).items():
            if text is not None:
                yield text
            elif previous is not None and known == fingerprint(previous):
                yield previous


def _people_behind(unit: Unit, standing: Standing) -> frozenset[str]:
    kinds = {"vouch"} if standing.drafted or own_marks(unit) else {"vouch", "wrote"}
    return frozenset(word.person for word in standing.valid if word.kind in kinds)
