"""The contract of `make bench`: figures on other people's catalogs, named by CORPUS on make's command line only."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from helpers import NO_COPY, REPOSITORY, SAMPLE, make

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.tool("make")
QUICK = ("__init__", "__main__", "round_trip")  # the bench that takes the least time, at its full size
EVIL = ["", "nowhere", "$(shell touch pwned)", "`touch pwned`", '"; touch pwned; "', "--help"]


@pytest.fixture
def benched(own: Path) -> Path:
    """A copy of this project with the sample, and one bench on the shelf."""
    shutil.copytree(REPOSITORY / "tests/bench", own / "tests/bench", ignore=NO_COPY)
    shutil.copytree(SAMPLE / "locales", own / "tests/sample/locales", ignore=NO_COPY)
    for path in (own / "tests/bench").glob("*.py"):
        if path.stem not in QUICK:
            path.unlink()
    return own


def test_make_bench_takes_a_corpus(benched: Path):
    """The catalogs of the folder are measured, and these alone; targets stand beside the figures."""
    folder = benched / "a corpus"
    folder.mkdir()
    shutil.copyfile(SAMPLE / "locales/de/LC_MESSAGES/index.po", folder / "one.po")
    run = make(benched, "bench", "CORPUS=a corpus")
    assert run.code == 0, run.said
    assert "a corpus, 1 catalog\n" in run.out
    assert "≥ 1 catalogs: reached" in run.out
    assert "≥ 1,000 edits: reached" in run.out


def test_make_bench_without_a_corpus_takes_the_sample(benched: Path):
    """Without CORPUS it is the sample, whatever the environment says."""
    run = make(benched, "bench", CORPUS="nowhere", EDITIONS_CORPUS="nowhere")
    assert run.code == 0, run.said
    assert f"≥ {len(list((SAMPLE / 'locales').rglob('*.po')))} catalogs: reached" in run.out


@pytest.mark.parametrize("value", EVIL)
def test_a_corpus_that_is_none_is_refused(benched: Path, value: str):
    """Empty, missing and command-like values end with 2 and a message; nothing is run."""
    run = make(benched, "bench", f"CORPUS={value}")
    assert run.refused(), run
    assert "CORPUS" in run.err
    assert not run.out
    assert not any(benched.parent.rglob("pwned"))
