"""
The judge's other process, from outside: started when first needed, asked text by text, replaced when it gave out.

A parser runs on a stranger's text there, without files, network, time or memory to speak of (`worker`); whatever the
text does to it, the answer here is a verdict.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import selectors
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import editions
from editions.judge.refusal import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

DEADLINE = 30.0  # seconds to wait for an answer; the process itself stops after two of processor time
TRIES = 2  # a process that was killed from outside is no reason to refuse a text
UNREADABLE = Reason("the text cannot be read within the bounds of time and memory", "make it simpler")
# The folder of this very program before all others, and never the current folder, where a stranger's files may lie.
_START = "import sys; sys.path.insert(0, sys.argv[1]); from editions.judge.worker import serve; serve()"


class Confined:
    """One worker process, and the only way to talk to it; threads wait for each other."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def ask(self, source: str, target: str, syntax: str) -> tuple[Reason, ...]:
        """
        The worker's verdict; a refusal where it does not come to one.

        Raises:
            RuntimeError: the worker cannot be started at all.
        """
        request = json.dumps([source, target, syntax]).encode() + b"\n"
        with self._lock:
            for _ in range(TRIES):
                answer = self._exchange(request)
                if answer:
                    return tuple(Reason(*each) for each in json.loads(answer))
                self._end()
        return (UNREADABLE,)

    def close(self) -> None:
        """Ends the process, if there is one."""
        with self._lock:
            self._end()

    def _exchange(self, request: bytes) -> bytes:
        """The answer line; empty if the process ended or stayed silent."""
        process = self._running()
        assert process.stdin is not None  # noqa: S101 - it was started with pipes
        try:
            process.stdin.write(request)
            process.stdin.flush()
        except OSError:  # it ended itself after the last text
            self._end()
            process = self._running()
            with contextlib.suppress(OSError):
                process.stdin.write(request)  # type: ignore[union-attr]
                process.stdin.flush()  # type: ignore[union-attr]
        return b"".join(_line(process))

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            self._process = _start()
            self._owner = os.getpid()
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None and self._owner == os.getpid():
            process.kill()
            process.communicate()


def _start() -> subprocess.Popen[bytes]:
    home = str(Path(editions.__file__).resolve().parent.parent)
    return subprocess.Popen(
        [sys.executable, "-P", "-c", _START, home],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        close_fds=True,
        start_new_session=True,  # Ctrl-C is for the parent, which ends it
    )


def _line(process: subprocess.Popen[bytes]) -> Iterator[bytes]:
    """The pieces of the answer's line; none of it if the deadline passes or the process ends before its end."""
    assert process.stdout is not None  # noqa: S101 - it was started with pipes
    pieces: list[bytes] = []
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while selector.select(DEADLINE):
            piece = os.read(process.stdout.fileno(), 65_536)
            if not piece:
                return
            pieces.append(piece)
            if piece.endswith(b"\n"):
                yield from pieces
                return


def ask(source: str, target: str, syntax: str) -> tuple[Reason, ...]:
    """The verdict of this program's own worker, which is started when first asked and ends with the program."""
    return running().ask(source, target, syntax)


@cache
def running() -> Confined:
    """This program's own worker."""
    found = Confined()
    atexit.register(found.close)
    return found
