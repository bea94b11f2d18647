"""The fuzzer's targets hold on all their seeds; the fuzzer finds a planted fault, says how to replay it, and ends."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from fuzz.harness.finds import Finds, Found, signature
from fuzz.harness.pair import Pair
from fuzz.harness.shelf import Target, names
from helpers import REPOSITORY, finish, start

if TYPE_CHECKING:
    from pathlib import Path

    from helpers import Run

FUZZ = REPOSITORY / "tests" / "fuzz"
NAMES = ["judge", "lexer", "restore"]
SEEDS = [(name, path) for name in names() for path in Target(name).inputs()]
# In CI it must be there; elsewhere it is where somebody ran `make fuzz`.
needs_atheris = pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None and os.environ.get("CI") != "true",
    reason="atheris is not installed",
)
MOST_SEEDS = 300_000  # bytes of all seeds
# No seed holds the word, no random text does: only who sees which comparison an input passes gets there.
PLANTED = '''\
"""A word that nobody knows is never said."""


def run(data):
    if data[:1] == b"f" and data[1:2] == b"u" and data[2:3] == b"z" and data[3:4] == b"z":
        raise LookupError("who told you?")
'''


def fuzz(*words: str, home: Path, folder: Path = FUZZ) -> Run:
    """Runs `python tests/fuzz WORDS…`."""
    return finish(start([sys.executable, str(folder), *words], home=home), timeout=120)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A copy of the folder of the fuzzer, with a target more; it writes its findings beside it."""
    folder = shutil.copytree(
        FUZZ, tmp_path / "tests/fuzz", ignore=shutil.ignore_patterns("__pycache__", "seeds")
    )
    (folder / "targets" / "planted.py").write_text(PLANTED, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("name", "path"), SEEDS, ids=[f"{name}-{path.name}" for name, path in SEEDS])
def test_a_target_holds_on_its_seeds(name: str, path: Path):
    """What every target says of any input is true of each seed, in plain Python."""
    Target(name).load().run(path.read_bytes())


def test_every_target_has_what_it_needs():
    """A title, some dozens of small seeds, words of its own; nothing lies there for a target that is none."""
    assert names() == NAMES
    for target in map(Target, NAMES):
        assert target.title.endswith(".")
        assert len(target.inputs()) >= 20
        assert len(set(target.words())) >= 50
    assert sum(path.stat().st_size for _, path in SEEDS) <= MOST_SEEDS
    assert {path.name for path in (FUZZ / "seeds").iterdir()} == set(NAMES)


@needs_atheris
def test_the_fuzzer_finds_a_planted_fault(shelf: Path, tmp_path: Path):
    """A new file is a target; guided by coverage it is broken at once, the run ends with 1 and tells how to replay."""
    run = fuzz("--seconds=3", "planted", home=tmp_path, folder=shelf)
    assert run.code == 1, run.said
    assert re.search(r"(?m)^planted: LookupError in planted\.py:6$", run.out)
    assert re.search(
        r"(?m)^planted: [\d,]{4,} executions, [\d,]+ per second, \+\d+ new coverage .*, 1 found$", run.out
    )
    (path,) = re.findall(r"python tests/fuzz --replay (\S+) planted", run.out)
    again = fuzz("--replay", path, "planted", home=tmp_path, folder=shelf)
    assert again.code == 1
    assert "who told you?" in again.out
    assert (tmp_path / "build/fuzz/planted/corpus").is_dir()


@needs_atheris
@pytest.mark.slow
@pytest.mark.parametrize(
    ("work", "told"),
    [("while True: pass", "takes more than two seconds"), ('b"x" * 10**9', "takes more than 500 MB")],
)
def test_an_input_that_takes_too_much_is_a_finding(shelf: Path, tmp_path: Path, work: str, told: str):
    """Time and memory are limited for each input; the next one is tried in a new process."""
    text = PLANTED.replace('raise LookupError("who told you?")', work)
    (shelf / "targets" / "planted.py").write_text(text, encoding="utf-8")
    run = fuzz("--seconds=15", "planted", home=tmp_path, folder=shelf)
    assert run.code == 1, run.said
    assert f"planted: {told}" in run.out


def test_replay_says_that_all_is_well(tmp_path: Path):
    """A seed is replayed without the fuzzer: its size, time and memory, exit code 0."""
    run = fuzz("--replay", str(Target("judge").inputs()[0]), "judge", home=tmp_path)
    assert run.code == 0, run.said
    assert re.fullmatch(r"judge: \d+ bytes, \d+\.\d\d s, \d+ MB more\nall is well\n", run.out)


@pytest.mark.parametrize(
    "words",
    [("nope",), ("--seconds=0",), ("--no",), ("--replay=x", "judge"), ("--replay=/dev/null",), ("harness",)],
)
def test_what_is_not_possible_is_refused(tmp_path: Path, words: tuple[str, ...]):
    """Unknown targets, options and files: one line, exit code 2."""
    run = fuzz(*words, home=tmp_path)
    assert run.refused()
    assert not run.out
    assert len(run.err.splitlines()) == 1


def test_a_pair_is_read_from_any_bytes():
    """Head, source and target; one text is both; what is no text is shown as such."""
    assert Pair.of(b"md\na\n=>\nb") == Pair("md", "a", "b")
    assert Pair.of(b"rst xml\na") == Pair("rst xml", "a", "a")
    assert Pair.of(b"i\n\xff\n=>\n") == Pair("i", "\ufffd", "")
    assert [Pair.of(data).syntax for data in (b"md", b"interface", b"rst", b"", b"x")] == [
        "md",
        "interface",
        "rst",
        "rst",
        "rst",
    ]


def test_a_finding_is_kept_once_and_the_smallest(tmp_path: Path):
    """The same fault is told once; a smaller input takes the place of the larger."""
    finds = Finds(tmp_path)
    assert "same text" in (finds.note(b"large", Found("other links", "same text")) or "")
    assert finds.note(b"tiny", Found("other links", "other text")) is None
    assert finds.note(b"longer", Found("other links")) is None
    (path,) = tmp_path.iterdir()
    assert path.read_bytes() == b"tiny"


def test_an_exception_is_known_by_its_place():
    """Where it was raised names a fault: in our own code, and wherever that led to."""
    with pytest.raises(ValueError, match="base") as caught:
        int("x", base=99)
    assert re.fullmatch(r"ValueError in test_fuzz\.py:\d+", signature(caught.value))
    assert signature(Found("other links", "a b")) == "other links"
