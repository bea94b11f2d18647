"""Quiet writing: an edit in a file of whatever tool changes the lines of one unit and no other byte."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from catalogs import (
    MARK,
    NEW,
    TEXTS,
    WHOLE,
    around,
    changed_lines,
    changed_units,
    corpus,
    own_catalogs,
    parse,
    some,
    writers,
    written,
)
from editions.catalog import Catalog, Change

if TYPE_CHECKING:
    from pathlib import Path

    from editions.catalog import Unit

MOST_LINES = (
    11  # that one edit may add and remove: the old text, the old source and the flag, and the new text
)
FEW, MANY = 120, 5_000
SHORT = "So ist es."


def doubtful(catalog: Catalog) -> Unit:
    """A fuzzy unit in the middle of the file, with its old source where the file has such."""
    fuzzy = [unit for unit in catalog.units if unit.fuzzy and unit.plural is None]
    with_old = [unit for unit in fuzzy if unit.previous is not None] or fuzzy
    return with_old[len(with_old) // 2]


def assert_quiet(data: bytes) -> int:
    """How many lines the edit of one doubtful unit adds and removes, after seeing that all else is the same."""
    before = parse(data)
    unit = doubtful(before)
    new = before.edit({unit.identity: Change(targets=(NEW,), fuzzy=False, previous=None)})
    after = parse(new)
    assert changed_units(before, after) == [unit.identity]
    (now,) = (each for each in after.units if each.identity == unit.identity)
    assert (now.targets, now.fuzzy, now.previous) == ((NEW,), False, None)
    assert (now.comments, now.extracted, now.locations) == (unit.comments, unit.extracted, unit.locations)
    assert set(now.flags) == set(unit.flags) - {"fuzzy"}
    assert around(after, {unit.identity}) == around(before, {unit.identity})
    assert after.newline == before.newline
    return changed_lines(data, new)


@pytest.mark.parametrize("tool", writers())
def test_an_edit_is_quiet_in_a_file_of_every_tool(tmp_path: Path, tool: str):
    """Text, flag and old source of one unit are changed in at most eleven lines, whatever tool wrote the file."""
    assert 2 <= assert_quiet(written(tool, FEW, tmp_path / "hill.po")) <= MOST_LINES


@pytest.mark.slow
@pytest.mark.parametrize("tool", writers())
def test_an_edit_is_quiet_in_a_large_file_of_every_tool(tmp_path: Path, tool: str):
    """The same in a file of 5,000 units; `pytest -s` shows how many lines it takes."""
    data = written(tool, MANY, tmp_path / "hill.po")
    lines = assert_quiet(data)
    print(f"\n{tool}: {lines} of {len(data.splitlines())} lines")  # noqa: T201 - figures for those who ask
    assert 2 <= lines <= MOST_LINES


def assert_edits_touch_only_their_units(path: Path, count: int, seed: int) -> int:
    """How many random edits of a catalog were tried, in one go; each did what it should and no more."""
    before = Catalog.load(path, root=path.parent)
    assert before.edit({}) == path.read_bytes() == before.encode(before.lines)
    choice = random.Random(seed)  # noqa: S311 - no secret hangs on it
    changes = {}
    for unit in some(before, count, seed):
        forms = range(len(unit.targets))
        texts = tuple(choice.choice((*TEXTS, SHORT, 'Zwei\nZeilen "so"', "")) for _ in forms)
        mark = choice.choice((None, MARK))
        changes[unit.identity] = Change(targets=texts, fuzzy=choice.random() < 0.5, previous=None, mark=mark)
    after = Catalog.parse(before.edit(changes), path, root=path.parent)
    names = set(changes)
    assert around(after, names) == around(before, names)
    assert set(changed_units(before, after)) <= names
    for unit in after.units:
        if unit.identity in changes:
            asked = changes[unit.identity]
            assert (unit.targets, unit.fuzzy, unit.previous) == (asked.targets, asked.fuzzy, None)
    return len(changes)


@pytest.mark.parametrize("path", [*own_catalogs(), WHOLE], ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_random_edits_of_the_sample_touch_only_their_units(path: Path):
    """Random edits of our own catalogs give the units what was asked and leave every other byte."""
    assert sum(assert_edits_touch_only_their_units(path, 3, seed) for seed in range(4)) >= 8


@pytest.mark.slow
def test_a_thousand_random_edits_of_a_corpus_touch_only_their_units():
    """1,000 edits over the catalogs of EDITIONS_CORPUS, which survive loading byte for byte."""
    paths = corpus()
    done = 0
    for seed in range(1_000):  # few units a file: then more rounds
        done += assert_edits_touch_only_their_units(paths[seed % len(paths)], 20, seed)
        if done >= 1_000 and seed >= len(paths):
            break
    print(f"\n{done} edits over {len(paths)} catalogs")  # noqa: T201 - figures for those who ask
    assert done >= 1_000
