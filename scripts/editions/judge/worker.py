"""
The confined side of the judge: a process that can do nothing but parse two texts and answer.

It has loaded all that it needs, then gives up opening files, sockets and processes and growing without bound. One
request a line, `[source, target, syntax]`, one answer a line, a list of `[text, fix]`; JSON in ASCII both ways.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from typing import Any

from editions.judge import verdict
from editions.judge.refusal import Reason

SECONDS = 2.0  # of processor time for one text
MEMORY = 400_000_000  # bytes beyond what the process has after loading everything
TOO_LONG = Reason("the text takes too long to read", "make it simpler")


class OutOfTime(BaseException):
    """The time for one text is over; no parser may catch it."""


def serve() -> None:
    """Answers until there are no more requests; after a text that exceeded its bounds it ends, to begin anew."""
    _warm_up()
    _give_up_powers()
    signal.signal(signal.SIGPROF, _out_of_time)
    for line in sys.stdin:
        answer, is_sound = _answer(*json.loads(line))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
        if not is_sound:
            return


def _answer(source: str, target: str, syntax: str) -> tuple[tuple[Reason, ...], bool]:
    """The reasons, and whether the process is as sound as before."""
    try:
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            return verdict.parsed(source, target, syntax), True
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    except OutOfTime:
        return (TOO_LONG,), False
    except MemoryError:
        return (Reason("the text takes too much memory to read"),), False


def _out_of_time(number: int, frame: Any) -> None:
    del number, frame
    raise OutOfTime


def _warm_up() -> None:
    """Has both parsers load what they load late."""
    verdict.parsed("A *b* `c`:d: [1]_ |e|", "`a <https://b.org>`_ **", "rst")
    verdict.parsed("A *b*", "[c](https://d.org) `", "md")


def _give_up_powers() -> None:
    """No file, socket or process can be opened from here on, and no file can grow; what is open stays open."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    with_pages = _address_space()
    if with_pages:
        resource.setrlimit(resource.RLIMIT_AS, (with_pages + MEMORY, with_pages + MEMORY))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _address_space() -> int:
    """Bytes of address space in use; 0 where the system does not tell (macOS, which does not limit it either)."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - nothing more is loaded here
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0
