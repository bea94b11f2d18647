"""Measurements: each in a fresh process; competitors take turns, round by round, so that noise hits all alike."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import deque
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from editions.problem import UserError
from editions.terminal import harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bench.harness.corpus import Corpus

TESTS = Path(__file__).resolve().parents[2]
TIMEOUT = 180  # seconds for one measurement
MEGABYTE = 1_000_000
PARALLEL = min(4, os.cpu_count() or 1)  # processes at once, where nothing is timed


@dataclass(frozen=True)
class Case:
    """
    One thing to measure: `work(clock, *arguments)`, a function at the top of its module, called in a new process.

    `needs` are Python modules (`polib`) and programs (`msgcat`, as `program:msgcat`) without which it is left out.
    With `warm` the work is done with these arguments first, unmeasured. Its current folder is its own and empty.
    Work that returns something else than `expect` (None: whatever it likes; what JSON can hold) has failed.
    That a `rival` fails is a finding; that anything else does ends the run with 1.
    """

    name: str
    work: Callable[..., object]
    arguments: tuple[str | int, ...] = ()
    warm: tuple[str | int, ...] | None = None
    needs: tuple[str, ...] = ()
    expect: object = None
    rival: bool = False

    def missing(self) -> str | None:
        """What it needs and this machine does not have."""
        return next((need.removeprefix("program:") for need in self.needs if not _is_there(need)), None)


def _is_there(need: str) -> bool:
    if need.startswith("program:"):
        return shutil.which(need.removeprefix("program:")) is not None
    return find_spec(need) is not None


@dataclass
class Figures:
    """What came of a case: seconds per phase and round, bytes of memory, and what the work returned, by round."""

    name: str
    seconds: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    peaks: list[int] = field(default_factory=list)
    bases: list[int] = field(default_factory=list)
    said: list[Any] = field(default_factory=list)
    fault: str | None = None

    def add(self, outcome: dict[str, Any]) -> None:
        """Takes in the figures of one round."""
        for phase, seconds in outcome["phases"].items():
            kinds = self.seconds.setdefault(phase, {})
            for kind, value in seconds.items():
                kinds.setdefault(kind, []).append(value)
        self.peaks.append(outcome["peak"])
        self.bases.append(outcome["base"])
        self.said.append(outcome["said"])

    def cpu(self, phase: str) -> float | None:
        """The median of the rounds, in seconds; None where there is no figure."""
        return self._figure(phase, "cpu", median)

    def least(self, phase: str) -> float | None:
        """The least CPU of the rounds, in seconds: what noise disturbs least."""
        return self._figure(phase, "cpu", min)

    def wall(self, phase: str) -> float | None:
        """The median of the time on the wall, in seconds."""
        return self._figure(phase, "wall", median)

    @property
    def peak(self) -> float | None:
        """The most memory of the process, in megabytes, the median of the rounds."""
        return median(self.peaks) / MEGABYTE if self.peaks else None

    @property
    def grown(self) -> float | None:
        """How many bytes of memory the work took beyond what the process had before."""
        return median(p - b for p, b in zip(self.peaks, self.bases, strict=True)) if self.peaks else None

    def _figure(self, phase: str, kind: str, choose: Callable[[list[float]], float]) -> float | None:
        values = self.seconds.get(phase, {}).get(kind, [])
        return choose(values) if values and not self.fault else None


@dataclass(frozen=True)
class Session:
    """
    A run of the benches: on which catalogs, how many rounds, and a folder for files; tells its progress.

    `quick` takes a hundredth of all sizes. `failures` gathers what should have worked and did not.
    """

    corpus: Corpus
    rounds: int
    folder: Path
    quick: bool = False
    failures: list[str] = field(default_factory=list)

    def sized(self, size: int) -> int:
        """The size to measure at: this one, or in a quick run a hundredth of it, at least 10."""
        return max(size // 100, 10) if self.quick else size

    def measure(self, cases: Sequence[Case]) -> dict[str, Figures]:
        """
        The figures of each case by its name, after all rounds; the next round begins with the next case.

        A case that fails or whose needs are missing has a `fault` and is not tried again.
        """
        figures = {case.name: Figures(case.name, fault=_why_not(case)) for case in cases}
        for number in range(self.rounds):
            first = number % len(cases)
            for case in (*cases[first:], *cases[:first]):
                if figures[case.name].fault is None:
                    _say(f"round {number + 1} of {self.rounds}: {case.name}")
                    (outcome,) = _outcomes([case], self.folder)
                    self._take(case, figures[case.name], outcome)
        return figures

    def call(self, cases: Sequence[Case]) -> dict[str, Figures]:
        """What each case says, called once, several at a time: for what is counted and not timed."""
        figures = {case.name: Figures(case.name, fault=_why_not(case)) for case in cases}
        todo = [case for case in cases if figures[case.name].fault is None]
        for case, outcome in zip(todo, _outcomes(todo, self.folder), strict=True):
            _say(case.name)
            self._take(case, figures[case.name], outcome)
        return figures

    def large(self, count: int) -> Path:
        """
        A catalog of `count` units of the corpus, made once a session (see `corpus.write_large`).

        Raises:
            UserError: it could not be made, for instance because nothing in the corpus is translated.
        """
        from bench.harness.corpus import write_large

        path = self.folder / f"large-{count}.po"
        if not path.exists():
            case = Case(
                f"a catalog of {count:,} units", write_large, (*self.corpus.arguments, count, str(path))
            )
            fault = self.call([case])[case.name].fault
            if fault:
                raise UserError(f"{case.name} could not be made: {fault.removeprefix('failed: ')}")
        return path

    def _take(self, case: Case, figures: Figures, outcome: dict[str, Any] | str) -> None:
        if isinstance(outcome, dict) and case.expect not in (None, outcome["said"]):
            outcome = f"failed: it came to {outcome['said']}, not to {case.expect}"
        if isinstance(outcome, dict):
            figures.add(outcome)
            return
        figures.fault = outcome
        if not case.rival:
            self.failures.append(f"{case.name}: {outcome}")


def _say(text: str) -> None:
    sys.stderr.write(f"  {harmless(text)}\n")
    sys.stderr.flush()


def _why_not(case: Case) -> str | None:
    missing = case.missing()
    return missing and f"left out, {missing} is not installed"


def _outcomes(cases: Sequence[Case], folder: Path) -> Iterator[dict[str, Any] | str]:
    """The figures of each case, or why there are none, in their order; whatever happens, no process stays."""
    with ExitStack() as stack:
        running: deque[subprocess.Popen[str]] = deque()
        for case in cases:
            if len(running) >= PARALLEL:
                yield _finish(running.popleft())
            running.append(stack.enter_context(_process(case, folder)))
        yield from map(_finish, running)


@contextmanager
def _process(case: Case, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that measures, leader of a group of its own, which is ended with the block."""
    job = {
        "module": case.work.__module__,
        "function": case.work.__name__,
        "arguments": case.arguments,
        "warm": case.warm,
    }
    with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as own:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "bench.harness.child", json.dumps(job)],
            env=_environment(own),
            cwd=own,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
        try:
            yield process
        finally:
            _end(process)


def _environment(own: str) -> dict[str, str]:
    """The environment of a process: the same modules as here, no chance, and what it leaves goes with its folder."""
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    path = os.pathsep.join([str(TESTS), *(str(Path(place).resolve()) for place in given if place)])
    return os.environ | {"PYTHONPATH": path, "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TMPDIR": own}


def _end(process: subprocess.Popen[str]) -> None:
    """Ends the process with all that it started; one that has ended is left alone."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def _finish(process: subprocess.Popen[str]) -> dict[str, Any] | str:
    """Waits for a process: its figures, or in one line why there are none."""
    try:
        out, err = process.communicate(timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        _end(process)
        return f"no end after {TIMEOUT} s"
    if process.returncode != 0:
        said = err.strip().splitlines()
        return f"failed: {said[-1] if said else f'ended with {process.returncode}'}"
    figures: dict[str, Any] = json.loads(out.splitlines()[-1])
    return figures
