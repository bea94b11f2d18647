"""Trust: what words and objections come to, for people's and machines' texts, across sources that are the same."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editions.fingerprint import fingerprint, source_text, text_hash
from editions.state import Mark, state_of
from editions.trust import Kind, Standing, Trust, Word
from vouching import PHRASE, SENTENCE, vouched_for

if TYPE_CHECKING:
    from editions.catalog import Unit

DRAFT = replace(
    SENTENCE,
    flags=("fuzzy",),
    comments=(Mark.of("google", dt.date(2026, 8, 4), SENTENCE, SENTENCE.targets).text,),
)
OBJECTION, OTHER = "0" * 64, "1" * 64


def trust(unit: Unit, *words: Word, objections: tuple[str, ...] = (), people: int = 2) -> Trust:
    """Trust in which these words and objections were signed about the unit's text."""
    standing = Standing(frozenset(words), frozenset(objections))
    return Trust(people, {(unit.language, text_hash(unit)): standing})


def words(*names: str, kind: Kind = "vouch", despite: tuple[str, ...] = ()) -> list[Word]:
    """A word of each."""
    return [Word(name, kind, frozenset(despite)) for name in names]


def same(*chain: str, known: bool = True) -> dict[tuple[str, str], dict[str, str | None]]:
    """What a coordinator's `same` for each step of a chain of sources, the oldest first, comes to."""
    return {
        ("de", fingerprint(new)): {fingerprint(old): old if known else None}
        for old, new in itertools.pairwise(chain)
    }


@pytest.mark.parametrize(
    ("given_words", "people", "state"),
    [
        (words("anna"), 2, "translated"),
        (words("anna", "ben"), 2, "vouched"),
        (words("anna") + words("ben", kind="wrote"), 2, "vouched"),
        (words("anna") + words("anna", kind="wrote"), 2, "translated"),
        (words("anna", "ben", kind="wrote"), 2, "translated"),
        (words("anna", "ben", kind="wrote") + words("carl"), 2, "vouched"),
        (words("anna", "ben"), 3, "translated"),
        (words("anna", kind="wrote"), 1, "vouched"),
        (words("cora", kind="adopt"), 3, "vouched"),
        ([], 1, "translated"),
    ],
)
def test_enough_people_make_a_text_vouched(given_words: list[Word], people: int, state: str):
    """Whoever wrote or vouched is one person, and of those who only wrote one counts; so many are needed."""
    assert state_of(SENTENCE, trust(SENTENCE, *given_words, people=people)) == state


@pytest.mark.parametrize(
    ("given_words", "people", "state"),
    [
        (words("anna", "ben"), 2, "vouched"),
        (words("anna") + words("ben", kind="wrote"), 2, "machine"),
        (words("anna", "ben", kind="wrote"), 2, "machine"),
        (words("anna", kind="wrote"), 1, "machine"),
        (words("anna"), 1, "vouched"),
    ],
)
def test_nobody_wrote_what_a_machine_wrote(given_words: list[Word], people: int, state: str):
    """On a machine's own words “I wrote it” counts for nothing; the fuzzy flag says nothing either way."""
    assert state_of(DRAFT, trust(DRAFT, *given_words, people=people)) == state
    assert state_of(replace(DRAFT, flags=()), trust(DRAFT, *given_words, people=people)) == state


def test_a_machine_s_text_for_an_old_source_cannot_be_vouched():
    """Two vouches for exactly this text, and a mark for another source: it is changed."""
    moved = replace(DRAFT, source="Another sentence.")
    assert state_of(moved, trust(moved, *words("anna", "ben"))) == "changed"


def test_an_objection_takes_the_words_that_did_not_know_it():
    """Only words in its knowledge stay; a further objection takes those too."""
    old, new = words("anna", "ben"), words("anna", "ben", despite=(OBJECTION,))
    assert state_of(SENTENCE, trust(SENTENCE, *old, objections=(OBJECTION,))) == "translated"
    assert state_of(SENTENCE, trust(SENTENCE, *old, *new, objections=(OBJECTION,))) == "vouched"
    assert state_of(SENTENCE, trust(SENTENCE, *old, *new, objections=(OBJECTION, OTHER))) == "translated"
    mixed = [*words("anna", despite=(OBJECTION,)), *words("ben", despite=(OTHER,))]
    assert state_of(SENTENCE, trust(SENTENCE, *mixed, objections=(OBJECTION, OTHER))) == "translated"
    assert state_of(DRAFT, trust(DRAFT, *old, objections=(OBJECTION,))) == "machine"
    adopted = words("cora", kind="adopt")
    assert state_of(SENTENCE, trust(SENTENCE, *adopted, objections=(OBJECTION,))) == "translated"


WORDS = st.builds(
    Word,
    st.sampled_from(["anna", "ben", "cora"]),
    st.sampled_from(["vouch", "wrote", "adopt"]),
    st.frozensets(st.sampled_from([OBJECTION, OTHER])),
)


@given(st.frozensets(WORDS, max_size=6), st.frozensets(st.sampled_from([OBJECTION, OTHER])), st.data())
def test_standings_are_sets(given_words: frozenset[Word], objections: frozenset[str], data: st.DataObject):
    """Taken apart and put together in any order, with parts twice, it is the same; an objection never adds a word."""
    whole = Standing(given_words, objections)
    parts = [Standing(frozenset({word})) for word in given_words]
    parts += [Standing(objections=frozenset({each})) for each in objections]
    total = Standing()
    for part in data.draw(st.permutations(parts + parts)):
        total |= part
    assert total == whole
    assert (whole | Standing(objections=frozenset({"2" * 64}))).valid == frozenset()
    assert whole.valid <= Standing(given_words).valid


def test_same_carries_along_a_chain_and_not_back():
    """Vouched long ago under the first source; the third is vouched, the first is not by what the third has."""
    first, third = replace(SENTENCE, source="a"), replace(SENTENCE, source="c")
    chain = same("a", "b", "c")
    early, late = trust(first, *words("anna", "ben")), trust(third, *words("anna", "ben"))
    assert state_of(third, replace(early, earlier=chain)) == "vouched"
    assert state_of(first, replace(late, earlier=chain)) == "translated"
    assert state_of(third, early) == "translated"
    assert state_of(third, replace(early, earlier=same("a", "b"))) == "translated"


@pytest.mark.parametrize("cycle", [("c", "c"), ("a", "c", "a"), ("a", "b", "c", "a", "c")])
def test_same_in_a_circle_ends(cycle: tuple[str, ...]):
    """Sources that are the same as each other, or as themselves: an answer, and the right one."""
    first, third = replace(SENTENCE, source="a"), replace(SENTENCE, source="c")
    found = replace(trust(first, *words("anna", "ben")), earlier=same(*cycle))
    assert state_of(third, found) == ("vouched" if "a" in cycle else "translated")


def test_a_long_chain_is_followed():
    """Five thousand cosmetic changes: no limit of the stack."""
    chain = [str(number) for number in range(5000)]
    first, last = replace(SENTENCE, source=chain[0]), replace(SENTENCE, source=chain[-1])
    assert state_of(last, replace(trust(first, *words("anna", "ben")), earlier=same(*chain))) == "vouched"


def test_an_objection_follows_its_text_to_the_new_source():
    """What was wrong before the cosmetic change is wrong after it, whoever vouched for which."""
    old, new = replace(SENTENCE, source="a"), replace(SENTENCE, source="c")
    both = trust(old, objections=(OBJECTION,)), trust(new, *words("anna", "ben"))
    standings = {**both[0].standings, **both[1].standings}
    assert state_of(new, Trust(2, standings)) == "vouched"
    assert state_of(new, Trust(2, standings, same("a", "c"))) == "translated"


def test_same_needs_the_old_text_from_somewhere():
    """Its hash alone says nothing of who vouched; the old source beside the unit (`#|`) has the text."""
    old, new = replace(SENTENCE, source="a"), replace(SENTENCE, source="c")
    found = replace(trust(old, *words("anna", "ben")), earlier=same("a", "c", known=False))
    assert state_of(new, found) == "translated"
    assert state_of(replace(new, previous="a"), found) == "vouched"
    assert state_of(replace(new, previous="b"), found) == "changed"


def test_a_machine_s_text_stays_a_machine_s_when_the_source_is_the_same():
    """A draft for the old source is a draft for the same one in other looks, and never a person's."""
    old = replace(DRAFT, source="a", comments=())
    marked = replace(old, comments=(Mark.of("google", dt.date(2026, 8, 4), old, old.targets).text,))
    new = replace(marked, source="c")
    assert state_of(new) == "changed"
    assert state_of(new, Trust(2, earlier=same("a", "c"))) == "machine"
    found = replace(trust(old, *words("anna", "ben")), earlier=same("a", "c"))
    assert state_of(new, found) == "vouched"
    assert (
        state_of(new, replace(trust(old, *words("anna", "ben", kind="wrote")), earlier=same("a", "c")))
        == "machine"
    )


def test_trust_stays_in_its_language():
    """The same source, the same letters, another language: another text."""
    found = vouched_for(SENTENCE)
    assert state_of(SENTENCE, found) == "vouched"
    assert state_of(replace(SENTENCE, catalog=PHRASE.catalog), found) == "translated"
    hidden = Trust(2, {("de", text_hash(PHRASE)): Standing(frozenset(words("anna", "ben")))})
    assert state_of(PHRASE, hidden) == "translated"


@given(st.integers(1, 4), st.sets(st.sampled_from("abcdef")))
def test_people_are_counted(people: int, names: set[str]):
    """Exactly as many different people as the policy asks for."""
    found = trust(SENTENCE, *words(*names), people=people)
    assert (state_of(SENTENCE, found) == "vouched") is (len(names) >= people)
    assert found.people_behind(SENTENCE) == names


def test_plural_forms_belong_to_the_text():
    """Another plural source or another form is another text."""
    unit = replace(SENTENCE, plural="Sentences.", targets=("Satz", "Sätze"))
    found = vouched_for(unit)
    assert state_of(unit, found) == "vouched"
    assert source_text(unit) == "A sentence.\x00Sentences."
    for other in (replace(unit, plural="sentences"), replace(unit, targets=("Satz", "Satze"))):
        assert state_of(other, found) == "translated"
