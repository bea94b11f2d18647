"""States: the five, their order, and what a machine mark means."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editions.catalog import Unit
from editions.fingerprint import source_hash, target_hash, text_hash
from editions.state import (
    STATES,
    Mark,
    find_marks,
    parse_mark,
    state_of,
    worst,
)
from vouching import vouched_for

DAY = dt.date(2026, 8, 4)
UNIT = Unit("locales/de/LC_MESSAGES/a.po", "a", None, "A sentence.", targets=("Ein Satz.",))
WORDS = st.sampled_from(["", " ", "a", "A sentence.", "Ein Satz.", "\x04", "б"])


@st.composite
def units(draw: st.DrawFn) -> Unit:
    """A unit in any state, with marks that fit its texts or not."""
    plural = draw(st.none() | WORDS)
    unit = Unit(
        "locales/de/LC_MESSAGES/a.po",
        "a",
        draw(st.none() | WORDS),
        draw(WORDS),
        plural,
        tuple(draw(st.lists(WORDS, min_size=1, max_size=1 if plural is None else 3))),
        previous=draw(st.none() | WORDS),
        flags=draw(st.sampled_from([(), ("fuzzy",), ("python-format",)])),
    )
    marked = replace(unit, source=draw(st.sampled_from([unit.source, "another"])))
    targets = draw(st.sampled_from([unit.targets, ("other",)]))
    mark = Mark.of("google", DAY, marked, targets)
    return replace(unit, comments=draw(st.sampled_from([(), (mark.text,), ("a note", mark.text)])))


def machine(unit: Unit = UNIT) -> Unit:
    """The unit as a machine leaves it."""
    return replace(unit, flags=("fuzzy",), comments=(Mark.of("google", DAY, unit, unit.targets).text,))


def test_hashes_are_those_of_the_design():
    """Fields are joined by U+0004, plural forms by U+0000, and hashed as UTF-8 with SHA-256."""
    unit = Unit("locales/de/LC_MESSAGES/a.po", "a", "ctx", "ä", "äs", ("x", "y"))
    assert source_hash(unit) == sha256("ä\x00äs".encode()).hexdigest()
    assert target_hash(unit) == sha256(b"x\x00y").hexdigest()
    assert text_hash(unit) == sha256("de\x04ctx\x04ä\x00äs\x04x\x00y".encode()).hexdigest()
    assert text_hash(UNIT) == sha256(b"de\x04\x04A sentence.\x04Ein Satz.").hexdigest()


@pytest.mark.parametrize(
    ("unit", "state"),
    [
        (replace(UNIT, targets=("",)), "missing"),
        (replace(UNIT, targets=(" \n",)), "missing"),
        (replace(UNIT, plural="x", targets=("a", "")), "missing"),
        (replace(machine(), targets=("",)), "missing"),
        (machine(), "machine"),
        (replace(machine(), flags=()), "machine"),
        (replace(machine(), source="Another sentence."), "changed"),
        (replace(machine(), source="Another sentence.", flags=()), "changed"),
        (replace(machine(), targets=("Mein Satz.",)), "changed"),
        (replace(machine(), targets=("Mein Satz.",), flags=()), "translated"),
        (replace(UNIT, flags=("fuzzy",)), "changed"),
        (replace(UNIT, previous="An old sentence."), "changed"),
        (replace(UNIT, previous=UNIT.source), "translated"),
        (UNIT, "translated"),
    ],
)
def test_each_rule_gives_its_state(unit: Unit, state: str):
    """The rules of the design hold, one by one, for a text that nobody vouched for."""
    assert state_of(unit) == state


@pytest.mark.parametrize(
    ("unit", "state"),
    [
        (UNIT, "vouched"),
        (replace(UNIT, previous="An old sentence."), "vouched"),
        (machine(), "vouched"),
        (replace(UNIT, flags=("fuzzy",)), "changed"),
        (replace(machine(), source="Another sentence."), "changed"),
        (replace(UNIT, targets=("",)), "missing"),
    ],
)
def test_what_vouching_can_and_cannot(unit: Unit, state: str):
    """People's word carries a text, a machine's too, but neither a fuzzy one nor one of another source."""
    assert state_of(unit, vouched_for(unit)) == state


@given(units(), st.booleans())
def test_every_unit_has_one_state(unit: Unit, is_vouched: bool):  # noqa: FBT001 - drawn by hypothesis
    """Each unit has one of the five; only a vouch gives `vouched`, and only for exactly these texts."""
    trust = vouched_for(unit if is_vouched else replace(unit, targets=("else",)))
    state = state_of(unit, trust)
    assert state in STATES
    if not is_vouched and unit.targets != ("else",):
        assert state != "vouched"


@given(units(), st.sampled_from([(), ("fuzzy",)]), st.none() | WORDS)
def test_flags_never_turn_a_machines_words_into_a_persons(
    unit: Unit, flags: tuple[str, ...], previous: str | None
):
    """Whatever a program does to flags and old sources, marked words are never `translated`."""
    if any(mark.t == target_hash(unit)[:16] for mark, _ in find_marks(unit.comments)):
        assert state_of(replace(unit, flags=flags, previous=previous)) in ("missing", "machine", "changed")


@given(st.from_regex(r"[a-z0-9-]{1,16}", fullmatch=True), st.dates(min_value=dt.date(1000, 1, 1)), units())
def test_a_mark_fits_its_line_and_reads_back(engine: str, day: dt.date, unit: Unit):
    """A mark takes one line of at most 75 characters and is read back, also wrapped at any space."""
    mark = Mark.of(engine, day, unit, unit.targets)
    assert len(mark.line()) <= 75
    assert mark.line() == f"# {mark.text}"
    words = mark.text.split(" ")
    for cut in range(1, len(words)):
        comments = ("note", " ".join(words[:cut]), " ".join(words[cut:]), "note")
        assert parse_mark(comments) == mark
        assert find_marks(comments) == ((mark, range(1, 3)),)


@pytest.mark.parametrize("engine", ["", "Google", "a" * 17, "two words", "x\n"])
def test_an_engine_that_fits_no_mark_is_refused(engine: str):
    """An engine's name that could not be read back is an error where the mark is made."""
    with pytest.raises(ValueError, match="engine's name"):
        Mark.of(engine, DAY, UNIT, UNIT.targets)


def test_other_comments_are_no_marks():
    """A comment that only looks like a mark is none."""
    assert parse_mark(("mt: google", "mt: google 2026-08-04 s=1 t=2", "MT: google")) is None
    assert parse_mark(()) is None


def test_one_of_two_marks_that_fits_is_enough():
    """Where programs left two marks, the one that fits the text counts."""
    old = Mark.of("google", DAY, UNIT, ("Anders.",)).text
    unit = machine()
    assert state_of(replace(unit, comments=(old, *unit.comments))) == "machine"


def test_the_worst_state_stands_for_several():
    """The order is missing, changed, machine, translated, vouched."""
    assert worst(["vouched", "translated", "machine"]) == "machine"
    assert worst(["machine", "changed"]) == "changed"
    assert worst(STATES) == "missing"
    with pytest.raises(ValueError, match="empty"):
        worst([])
