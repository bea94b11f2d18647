"""Catalog files on disk: read only if plain, saved under a lock, whole or not at all, and logged."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import json
import os
import secrets
import stat
from hashlib import sha256
from typing import TYPE_CHECKING

from editions.catalog.faults import CatalogError
from editions.problem import relative

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

LARGEST = 20_000_000  # bytes; a book has about 1 MB


def read(path: Path, *, root: Path) -> bytes:
    """
    The bytes of a catalog file.

    Raises:
        CatalogError: it is missing, too large, or no plain file (a link, a pipe, a device).
    """
    shown = relative(path, root)
    try:
        status = path.lstat()
        _refuse_unplain(status, shown)
        # Between the two looks the file may have been exchanged: follow no link, wait for no pipe.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            _refuse_unplain(os.fstat(descriptor), shown)
            return file.read(LARGEST + 1)[:LARGEST]
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CatalogError(
            shown, 1, f"the file cannot be read: {reason}", "see that it is there and yours to read"
        ) from None


def _refuse_unplain(status: os.stat_result, shown: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        kind = "a link" if stat.S_ISLNK(status.st_mode) else "no file"
        raise CatalogError(
            shown, 1, f"this is {kind}, not a plain file", "put the catalog itself in its place"
        )
    if status.st_size > LARGEST:
        size = status.st_size // 1_000_000
        raise CatalogError(shown, 1, f"the file is too large: {size} MB of at most 20", "split the document")


@contextlib.contextmanager
def locked(path: Path, *, root: Path) -> Iterator[None]:
    """
    Holds the lock of a file among all programs that use this module; waits while another one has it.

    The kernel frees the lock of a process that dies. The lock's file stays in `root`/.editions/locks.
    """
    folder = root / ".editions" / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    name = sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:16]
    descriptor = os.open(folder / f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def save(path: Path, data: bytes, *, expected: bytes | None, root: Path) -> bool:
    """
    Puts `data` in the place of `expected`, what the file held when it was read (None: there was none).

    Returns whether anything was written: a file that holds `data` already keeps its time.

    Raises:
        CatalogError: the file holds something else by now; nothing is written.
    """

    def replace(current: bytes | None) -> bytes:
        if current not in (expected, data):
            raise CatalogError(
                relative(path, root),
                1,
                "another program changed this file meanwhile; nothing was written",
                "run it again",
            )
        return data

    return rewrite(path, replace, root=root)


def rewrite(path: Path, change: Callable[[bytes | None], bytes], *, root: Path) -> bool:
    """
    Replaces the file by what `change` makes of its bytes (None: there is no file), all under its lock.

    What is lost and what is new goes to the save log first. Returns whether anything was written.

    Raises:
        CatalogError: the file is there and cannot be read.
    """
    with locked(path, root=root):
        current = read(path, root=root) if os.path.lexists(path) else None
        data = change(current)
        if data == current:
            return False
        _log(path, current, data, root=root)
        _replace(path, data)
        return True


def _replace(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    for stale in path.parent.glob(f".{path.name}.*.tmp"):  # left by a killed process: the lock is ours
        stale.unlink(missing_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if path.exists():
                os.fchmod(descriptor, stat.S_IMODE(path.stat().st_mode))
            os.fsync(descriptor)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _log(path: Path, old: bytes | None, new: bytes, *, root: Path) -> None:
    """Adds a line: which entries of the file went and came, and the hashes of the file before and after."""
    now = dt.datetime.now(dt.UTC)
    first, before, after = changed_lines(old or b"", new)
    record = {
        "v": 1,
        "at": now.isoformat(timespec="seconds"),
        "path": relative(path, root),
        "line": first + 1,
        "old": _text(before),
        "new": _text(after),
        "before": None if old is None else sha256(old).hexdigest(),
        "after": sha256(new).hexdigest(),
    }
    log = root / ".editions" / "saves" / f"{now:%Y-%m}.jsonl"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a+b") as file:
        torn = file.tell() > 0 and not _ends_with_newline(log)
        file.write((b"\n" if torn else b"") + json.dumps(record).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _text(lines: Sequence[bytes]) -> str:
    return b"".join(lines).decode(errors="surrogateescape")


def _ends_with_newline(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def changed_lines(old: bytes, new: bytes) -> tuple[int, list[bytes], list[bytes]]:
    """
    Where two versions of a file differ, from blank line to blank line, which is in whole entries.

    Returns the number of equal lines before, the old lines and the new lines.
    """
    a, b = old.splitlines(keepends=True), new.splitlines(keepends=True)
    same = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    while same and a[same - 1].strip():
        same -= 1
    most = min(len(a), len(b)) - same
    tail = next((n for n in range(most) if a[-1 - n] != b[-1 - n]), most)
    while tail and a[len(a) - tail].strip():
        tail -= 1
    return same, a[same : len(a) - tail], b[same : len(b) - tail]
