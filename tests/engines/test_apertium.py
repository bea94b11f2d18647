"""The engine `apertium`, with the real program where it is installed, and with programs that misbehave."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from editions.engines import Failure, apertium, find
from editions.language import Language
from editions.problem import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENGLISH, SPANISH = Language("en"), Language("es")


@pytest.fixture(autouse=True)
def _forget_pairs() -> Iterator[None]:
    """The list of installed pairs is looked up anew for each test."""
    apertium._installed.cache_clear()
    yield
    apertium._installed.cache_clear()


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program called apertium, first on PATH, to be written by the test."""
    path = tmp_path / "bin" / "apertium"
    path.parent.mkdir()
    monkeypatch.setenv("PATH", f"{path.parent}:{os.environ['PATH']}")
    return path


def write(program: Path, body: str) -> None:
    """Makes the program one that lists the pair eng-spa and else does what `body` says."""
    program.write_text(f'#!/bin/sh\n[ "$1" = -l ] && echo "  eng-spa" && exit 0\n{body}\n', encoding="utf-8")
    program.chmod(0o755)


@pytest.mark.tool("apertium")
def test_translates_in_order() -> None:
    """Texts come back translated, in order, with their tags and without marks of unknown words."""
    texts = [f"The house number {number}." for number in range(12)]
    answers = list(find("apertium").translate([*texts, "the [1]red[/1] zorkle"], ENGLISH, SPANISH, {}))
    assert answers[:-1] == [f"El número de casa {number}." for number in range(12)]
    assert "[1]" in str(answers[-1])
    assert "zorkle" in str(answers[-1])
    assert "*" not in str(answers[-1])


@pytest.mark.tool("apertium")
def test_says_which_package_is_missing() -> None:
    """A pair that is not installed is named with its Debian package."""
    assert find("apertium").unavailable(ENGLISH, SPANISH, {}) is None
    assert "apertium-eng-cat" in str(find("apertium").unavailable(ENGLISH, Language("ca"), {}))


def test_says_that_it_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without the program, the reason names the packages to install."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "apt install apertium apertium-eng-spa" in str(find("apertium").unavailable(ENGLISH, SPANISH, {}))
    with pytest.raises(UserError, match="not installed"):
        list(find("apertium").translate(["one"], ENGLISH, SPANISH, {}))


def test_ends_a_program_that_hangs_and_its_children(program: Path, tmp_path: Path) -> None:
    """After the time-out the whole process group is ended, and the text is a failure."""
    pid = tmp_path / "pid"
    write(program, f"sleep 600 & echo $! > {pid}; wait")
    [answer] = find("apertium").translate(["one"], ENGLISH, SPANISH, {"timeout": 0.5})
    assert isinstance(answer, Failure)
    assert "0.5 seconds" in answer.reason
    with pytest.raises(ProcessLookupError):
        _signal_until_gone(int(pid.read_text()))


def _signal_until_gone(pid: int) -> None:
    """Looks for the process until it is gone or only waits to be collected; bounded."""
    for _ in range(10_000):
        os.kill(pid, 0)
        with open(f"/proc/{pid}/stat", encoding="ascii") as status:  # noqa: PTH123
            if status.read().rpartition(")")[2].split()[0] == "Z":
                raise ProcessLookupError


def test_failing_program(program: Path) -> None:
    """A program that fails gives failures, one for each text."""
    write(program, "exit 3")
    answers = list(find("apertium").translate(["one", "two"], ENGLISH, SPANISH, {}))
    assert [type(answer) for answer in answers] == [Failure, Failure]


def test_asks_one_by_one_where_answers_run_together(program: Path) -> None:
    """Where several texts come back as one, each is asked alone, so that no answer goes to another text."""
    write(program, "tr '\\n' ' ' | sed 's/ *$//'")
    assert list(find("apertium").translate(["one", "two"], ENGLISH, SPANISH, {})) == ["one", "two"]


def test_keeps_signs_that_the_text_has_itself(program: Path) -> None:
    """Only the program's own marks are taken away."""
    write(program, "sed 's/word/*word/'")
    answers = list(find("apertium").translate(["a word", "a #tag word"], ENGLISH, SPANISH, {}))
    assert answers == ["a word", "a #tag *word"]
