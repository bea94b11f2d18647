"""A pair of Apertium as one long-lived process: a text in, its translation out, each with a deadline."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import threading
import time
from typing import TYPE_CHECKING

from editions.engines import NoAnswerError

if TYPE_CHECKING:
    from pathlib import Path

_END = b"\0"  # what tells the program to flush, and what comes behind each answer
_LARGEST = 1_000_000  # bytes of one answer
_BLOCK = 65_536


class Pipe:
    """
    The programs of one mode, chained by a shell in a process group of their own, begun with the first text.

    A text that brings no answer in time, or a program that breaks, ends the group; the next text begins another one.
    Threads take turns.
    """

    def __init__(self, mode: Path, timeout: float) -> None:
        self._mode, self._timeout = mode, timeout
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()

    def ask(self, stream: str) -> str:
        """
        What comes out for a text in Apertium's stream format.

        Raises:
            NoAnswerError: nothing comes in time, or the programs end.
        """
        with self._turn:
            try:
                return self._exchanged(stream.encode())
            except BaseException:
                self.close()  # an answer that comes late would be taken for the next text's
                raise

    def close(self) -> None:
        """Ends the programs, whatever they are doing."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if stream:
                    stream.close()
        process.wait()

    def _exchanged(self, data: bytes) -> str:
        process = self._started()
        assert process.stdin  # noqa: S101  (it was asked for)
        assert process.stdout  # noqa: S101
        to, out = process.stdin.fileno(), process.stdout.fileno()
        left, answer = memoryview(data + _END), b""
        deadline = time.monotonic() + self._timeout
        with selectors.DefaultSelector() as ready:
            ready.register(out, selectors.EVENT_READ)
            ready.register(to, selectors.EVENT_WRITE)
            while left or not answer.endswith(_END):
                for number in self._ready(ready, deadline):
                    if number == out:
                        answer = _checked(answer + _read(out))
                        continue
                    left = left[_written(to, left) :]
                    if not left:
                        ready.unregister(to)
        return answer.removesuffix(_END).decode("utf-8", "replace")

    def _ready(self, ready: selectors.BaseSelector, deadline: float) -> list[int]:
        """The descriptors that can be read or written now, before the deadline."""
        seconds = deadline - time.monotonic()
        events = ready.select(seconds) if seconds > 0 else []
        if not events:
            raise NoAnswerError(f"apertium gave no answer within {self._timeout:g} seconds")
        return [key.fd for key, _ in events]

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = subprocess.Popen(
                ["/bin/sh", "-c", command(self._mode)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                bufsize=0,
            )
            assert self._process.stdin  # noqa: S101
            os.set_blocking(self._process.stdin.fileno(), False)
        return self._process


def command(mode: Path) -> str:
    """
    The shell's line for a mode, with word-bound blanks and flushing, as Apertium's own program prints it.

    `$1` and `$2` of a mode file are options of its generator and tagger: no marks of unknown words, and none.

    Raises:
        NoAnswerError: the program is not there, or does not know the mode.
    """
    try:
        printed = subprocess.run(
            ["apertium-wblank-mode", "-z", str(mode)],
            capture_output=True,
            encoding="utf-8",
            timeout=30,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        raise NoAnswerError(f"apertium has no pipeline for {mode.stem}", everywhere=True) from None
    return printed.stdout.strip().replace("$1", "-n").replace("$2", "")


def _checked(answer: bytes) -> bytes:
    """What came so far, where it can be the answer to one text."""
    if len(answer) > _LARGEST:
        raise NoAnswerError("apertium sent far more than a translation")
    if _END in answer[:-1]:
        raise NoAnswerError("apertium sent more than one answer for a text")
    return answer


def _written(descriptor: int, data: memoryview) -> int:
    try:
        return os.write(descriptor, data[:_BLOCK])
    except BlockingIOError:
        return 0
    except OSError:
        raise NoAnswerError("apertium stopped while it was given a text") from None


def _read(descriptor: int) -> bytes:
    block = os.read(descriptor, _BLOCK)
    if not block:
        raise NoAnswerError("apertium stopped without an answer")
    return block
