"""The judge's other process: it can do nothing but parse, and is replaced when it ends."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editions.judge import confined as outside
from editions.judge import judge, memory, verdict, worker
from editions.judge.confined import Confined
from helpers import REPOSITORY, environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SOURCE = "A *text* with a `link <https://example.org>`__."
TARGET = "Ein *Text* mit einem `Verweis <https://example.org>`__."
# Docutils looks for the scheme of an address from every letter of this: minutes, if nobody stopped it.
ENDLESS = "a-" * 40_000
# All that only parsers understand, in texts as long as a paragraph may be.
PIECES = [
    "`a ",
    "*a ",
    "**a ",
    "|a ",
    "a_ ",
    "[1]_ ",
    "_`a ",
    ":a:`",
    "`a <",
    "[",
    "![",
    "[a](",
    "<a ",
    "<!--",
]
PIECES += ["\\", "> ", "&a;", "{a}", "$a ", "~~a ", "a.", "a@", "a-", "http:", "(", "|a ", "#", "1. ", "* "]
PIECES += ["e\u0301", "\u0e01\u0e47", "\u200b", "a", "界"]


@pytest.fixture
def other() -> Iterator[Confined]:
    """A worker of this test's own."""
    found = Confined()
    yield found
    found.close()


def run(code: str, home: Path) -> subprocess.CompletedProcess[str]:
    """A fresh interpreter that runs code, with a home of its own."""
    return subprocess.run(
        [sys.executable, "-c", code],
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=home,
    )


def test_worker_says_what_the_judge_says_here(other: Confined) -> None:
    """The verdict of the other process is that of the function itself, reasons and fixes too."""
    assert other.ask(SOURCE, TARGET, "rst") == ()
    refused = other.ask(SOURCE, TARGET.replace("example", "evil"), "rst")
    assert refused == verdict.parsed(SOURCE, TARGET.replace("example", "evil"), "rst") != ()


def test_text_that_takes_too_long_is_refused_and_the_next_one_is_judged(other: Confined) -> None:
    """Past its time a text is refused; the worker that read it is not asked again."""
    assert other.ask("A *text*", ENDLESS, "rst") == (worker.TOO_LONG,)
    assert other.ask(SOURCE, TARGET, "rst") == ()


def test_text_that_takes_too_much_memory_is_refused(other: Confined) -> None:
    """Past its memory a text is refused, and this process never had to hold it."""
    (reason,) = other.ask("A *text*", "*a* " * 3_000_000, "rst")
    assert reason in (worker.TOO_LONG, outside.UNREADABLE) or "memory" in reason.text
    assert other.ask(SOURCE, TARGET, "rst") == ()


def test_worker_that_was_killed_is_replaced(other: Confined) -> None:
    """A worker that somebody killed is no reason to refuse a text."""
    assert other.ask(SOURCE, TARGET, "rst") == ()
    process = other._process
    os.kill(process.pid, signal.SIGKILL)
    process.wait(timeout=10)
    assert other.ask(SOURCE, TARGET, "rst") == ()


@pytest.mark.parametrize(
    "act",
    [
        "open('/etc/hostname')",
        "open('planted', 'w')",
        "__import__('socket').socket()",
        "__import__('subprocess').run(['true'])",
        "bytearray(600_000_000)",
    ],
)
def test_worker_can_do_nothing_else(tmp_path: Path, act: str) -> None:
    """Once it has given up its powers the process opens no file, socket or process, nor takes more memory."""
    code = f"from editions.judge import worker\nworker._warm_up()\nworker._give_up_powers()\n{act}"
    ended = run(code, tmp_path)
    assert ended.returncode == 1
    assert "Error" in ended.stderr
    assert not (tmp_path / "planted").exists()


def test_worker_runs_nothing_that_lies_in_the_current_folder(tmp_path: Path) -> None:
    """Modules that came with a stranger's change are not imported, whatever they are called."""
    for name in ("json", "resource", "docutils", "editions", "signal"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('planted')\n")
    code = (
        "import sys; sys.path.remove(''); from editions.judge import judge;"
        f"print(judge({SOURCE!r}, {TARGET!r}))"
    )
    ended = run(code, tmp_path)
    assert (ended.stdout, ended.stderr) == ("()\n", "")


def test_what_passed_is_remembered_for_the_next_process(tmp_path: Path) -> None:
    """A text that passed is not parsed again: the next process starts no worker, and says the same."""
    code = (
        "from editions.judge import confined, judge;"
        f"print(judge({SOURCE!r}, {TARGET!r}), confined.running()._process is None)"
    )
    assert run(code, tmp_path).stdout == "() False\n"
    (cache,) = (tmp_path / ".cache/editions").iterdir()
    assert stat.S_IMODE(cache.stat().st_mode) == 0o600
    assert run(code, tmp_path).stdout == "() True\n"


def test_refusals_are_not_remembered(tmp_path: Path) -> None:
    """What was refused is judged anew, so that its reasons are told each time."""
    code = f"from editions.judge import judge\nprint(bool(judge({SOURCE!r}, 'Ein *Text*')))"
    assert [run(code, tmp_path).stdout for _ in range(2)] == ["True\n", "True\n"]
    assert not list(tmp_path.glob(".cache/editions/*"))


def test_verdicts_of_another_version_count_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache is named after the judge's own code and its parsers' versions."""
    before = list(memory._identity())
    monkeypatch.setattr(memory, "version", lambda name: f"{name} of tomorrow")
    assert list(memory._identity()) != before
    assert any(b"docutils==" in part for part in before)
    sources = {path.read_bytes() for path in (REPOSITORY / "scripts/editions/judge").glob("*.py")}
    assert sources <= set(before)


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=4),
    st.integers(1, 10_000),
    st.sampled_from(["", "x", "`", "*", "_", "]", ">", "@", "::"]),
    st.sampled_from(["rst", "md", "interface"]),
)
@settings(max_examples=150, deadline=None)
def test_no_bomb_takes_the_time_of_the_worker(pieces: list[str], length: int, tail: str, syntax: str) -> None:
    """Whatever is repeated for as long as a text may be is judged by the function alone, within its bounds."""
    source = "A `text`__ *b* [c] <d> \\e & {f} $g |h| `i`: ~~j~~ ![k](l) " * (length // 60 + 1)
    piece = "".join(pieces)
    target = (piece * (length // len(piece) + 1))[:length] + tail
    with limited(worker.SECONDS):
        assert isinstance(verdict.reasons(source, target, syntax), tuple)


@given(st.text(max_size=200), st.text(max_size=600), st.sampled_from(["rst", "md", "interface"]))
@settings(max_examples=200, deadline=None)
def test_no_input_at_all_raises(source: str, target: str, syntax: str) -> None:
    """No pair of texts whatever makes the function raise or go on."""
    with limited(worker.SECONDS):
        assert isinstance(verdict.reasons(source, target, syntax), tuple)


class limited:  # noqa: N801 - reads as a statement
    """Fails a test whose body takes more than so many seconds of processor time: the worker's own limit."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __enter__(self) -> None:
        self.former = signal.signal(signal.SIGPROF, worker._out_of_time)
        signal.setitimer(signal.ITIMER_PROF, self.seconds)

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, self.former)
        assert kind is not worker.OutOfTime, "more time than the worker grants"


def test_the_judge_asks_no_parser_about_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most texts have no markup; they never reach the other process."""
    monkeypatch.setattr(outside, "ask", lambda *_: pytest.fail("a parser was asked"))
    assert judge("A text that nobody has seen yet.", "Ein Text, den noch niemand gesehen hat.") == ()
