"""A target for so many seconds: its process, started again where an input ended it, and what came of it."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from fuzz.harness.finds import FAULTS
from fuzz.harness.shelf import FUZZ

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fuzz.harness.shelf import Target

_PULSE = re.compile(r"#(\d+)\s+(\w+)\s+cov: (\d+)")
_ARTIFACT = re.compile(r"Test unit written to (\S+/(timeout|oom|crash|leak)-\w+)")
# Exit codes of libFuzzer: an error, which cannot be ours, time, memory; and -9 where the system had no more memory.
_BY_INPUT = {70, 71, 77, -9}
MOST_STARTS = 50
LONGEST_REPLAY = 30  # seconds


@dataclass(frozen=True)
class Find:
    """An input that should not be, in the file `path`."""

    path: str
    fault: str
    details: str = ""


@dataclass
class Result:
    """What came of a target; `coverage` is how much code was reached that the seeds and earlier runs had not."""

    target: Target
    executions: int = 0
    seconds: float = 0
    reached: int = 0
    coverage: int = 0
    slowest: float = 0
    finds: dict[str, Find] = field(default_factory=dict)
    failure: str | None = None

    @property
    def rate(self) -> float:
        """Executions per second, the start of the process included."""
        return self.executions / self.seconds if self.seconds else 0


class Campaign:
    """Runs one target and tells the pulse of it to `show`."""

    def __init__(self, target: Target, seconds: int, show: Callable[[Result], None]) -> None:
        self.result = Result(target)
        self.seconds = seconds
        self.show = show
        self.tail: list[str] = []
        self.base: int | None = None
        self.ended_by: tuple[str, str] | None = None

    def run(self) -> Result:
        """The result, once the seconds are over."""
        (self.result.target.output / "corpus").mkdir(parents=True, exist_ok=True)
        start = time.monotonic()
        for _ in range(MOST_STARTS):
            left = self.seconds - int(time.monotonic() - start)
            if left <= 0:
                break
            code = self._once(left)
            if code not in _BY_INPUT:
                self.result.failure = self._failure(code) if code else None
                break
        self.result.seconds = time.monotonic() - start
        return self.result

    def _once(self, seconds: int) -> int:
        """One process; its exit code."""
        done = self.result.executions
        with _started(self.result.target.name, seconds) as process:
            for line in process.stderr or ():
                self._read(line.rstrip("\n"), done)
        if self.ended_by:
            self._confirm(*self.ended_by)
            self.ended_by = None
        return process.returncode

    def _read(self, line: str, done: int) -> None:
        self.tail = [*self.tail[-30:], line]
        word, _, rest = line.partition(": ")
        if word == "find":
            self._add(Find(*rest.split("\t")))
        elif word == "slowest":
            self.result.slowest = max(self.result.slowest, float(rest))
        elif artifact := _ARTIFACT.search(line):
            self.ended_by = artifact[1], artifact[2]
        elif pulse := _PULSE.match(line):
            self._pulse(done + int(pulse[1]), pulse[2], int(pulse[3]))

    def _pulse(self, executions: int, word: str, reached: int) -> None:
        if word == "INITED" and self.base is None:
            self.base = reached
        self.result.executions = executions
        self.result.reached = max(self.result.reached, reached)
        if self.base is not None:
            self.result.coverage = self.result.reached - self.base
        self.show(self.result)

    def _add(self, find: Find) -> None:
        # libFuzzer tells of memory when the input that took it, which we told of, may be gone.
        told = any(find.fault == each.fault == FAULTS["oom"] for each in self.result.finds.values())
        if not told:
            self.result.finds.setdefault(find.path, find)

    def _confirm(self, path: str, kind: str) -> None:
        """Adds what ended the process; time and memory count without the fuzzer, on a machine that may be busy."""
        if kind not in FAULTS:
            self._add(Find(path, f"the process ended: {kind}", "\n    ".join(self.tail)))
        elif said := _replayed(path, self.result.target.name):
            self._add(Find(path, FAULTS[kind], said))
        else:
            Path(path).unlink()

    def _failure(self, code: int) -> str:
        return "\n".join([f"the process ended with {code}:", *self.tail])


def _replayed(path: str, name: str) -> str:
    """What an input takes, by `--replay`; empty where all is well."""
    command = [sys.executable, str(FUZZ), "--replay", path, name]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LONGEST_REPLAY)
    except subprocess.TimeoutExpired:
        return f"no end after {LONGEST_REPLAY} s"
    return done.stdout.partition("\n")[0] if done.returncode else ""


@contextmanager
def _started(name: str, seconds: int) -> Iterator[subprocess.Popen[str]]:
    """The process of a target, ended with us however we end."""
    command = [sys.executable, "-m", "fuzz.harness.child", name, str(seconds)]
    process = subprocess.Popen(
        command,
        cwd=FUZZ.parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    try:
        with process:
            yield process
    finally:
        process.kill()
        process.wait()
