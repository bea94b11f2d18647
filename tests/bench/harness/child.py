"""One measurement, in a process of its own: calls a function with a clock and writes the figures to standard output."""

from __future__ import annotations

import gc
import importlib
import json
import resource
import sys
import time
from contextlib import contextmanager, redirect_stdout, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from editions.problem import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

STATUS = Path("/proc/self/status")
FORGET_PEAK = "5"  # proc(5), clear_refs: the peak is the present size from now on


class Clock:
    """Takes the time of what is done within `with clock(name)`, its child processes included; same names add up."""

    def __init__(self) -> None:
        self.phases: dict[str, dict[str, float]] = {}

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        """Measures a part: seconds of CPU (user and system) and seconds on the wall."""
        cpu, wall = _cpu(), time.perf_counter()
        yield
        wall, cpu = time.perf_counter() - wall, _cpu() - cpu
        phase = self.phases.setdefault(name, {"cpu": 0.0, "wall": 0.0})
        phase["cpu"] += cpu
        phase["wall"] += wall


def _cpu() -> float:
    """Seconds of CPU of this process and of its children that have ended."""
    usages = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _peak() -> int:
    """The most memory that this process had, in bytes; on Linux since `_forget_peak`."""
    with suppress(OSError, StopIteration):
        # Not ru_maxrss, which a process inherits from the one that started it.
        line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _forget_peak() -> None:
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text(FORGET_PEAK)


def measure(job: dict[str, object]) -> dict[str, object]:
    """
    The figures of a job {"module", "function", "arguments", "warm"}.

    With `warm` the function is called with these arguments first, which imports and fills caches. The garbage
    collector stays on, as when people use a program; it has run when the clock starts.
    """
    work = getattr(importlib.import_module(str(job["module"])), str(job["function"]))
    if isinstance(job["warm"], list):
        work(Clock(), *job["warm"])
    gc.collect()
    _forget_peak()
    clock, base = Clock(), _peak()
    said = work(clock, *job["arguments"])  # type: ignore[misc]
    return {"phases": clock.phases, "base": base, "peak": _peak(), "said": said}


def main() -> None:
    """Reads the job from the command line; what the work prints goes to standard error."""
    try:
        with redirect_stdout(sys.stderr):
            figures = measure(json.loads(sys.argv[1]))
    except UserError as error:
        sys.exit(" ".join(str(error).split()))
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
