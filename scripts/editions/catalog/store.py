"""Catalog files on disk: read only if plain, saved under a lock, whole or not at all, and logged."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import json
import os
import re
import secrets
import stat
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from editions.catalog.difference import difference
from editions.catalog.faults import CatalogError
from editions.catalog.own import append, open_file, sync_folder, write_all
from editions.problem import relative

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Compare = Callable[[bytes, bytes], tuple[int, bytes, bytes]]

LARGEST = (
    100_000_000  # bytes; a catalog of 100,000 paragraphs has 25 to 60 MB, a hostile one takes 3 GB of memory
)
LOG = "saves"  # the folder of the save log in .editions
LONGEST_NAME = 200  # bytes of a file's name that leave room for what a temporary file's has more


def read(path: Path, *, root: Path) -> bytes:
    """
    The bytes of a catalog file.

    Raises:
        CatalogError: it is missing, too large, or no plain file (a link, a pipe, a device).
    """
    try:
        _refuse_outside(path, root)
        return _read(path, root)[0]
    except OSError as error:
        raise CatalogError(
            relative(path, root),
            1,
            f"the file cannot be read: {_reason(error)}",
            "see that it is there and yours to read",
        ) from None


def _read(path: Path, root: Path) -> tuple[bytes, os.stat_result]:
    """The bytes and how the file looked before they were read, so that a later change is noticed."""
    shown = relative(path, root)
    _refuse_unplain(os.lstat(path), shown)
    # Between the two looks the file may have been exchanged: follow no link, wait for no pipe.
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        _refuse_unplain(status, shown)
        data = file.read(LARGEST + 1)
        _refuse_size(len(data), shown)
        return data, status


def _refuse_unplain(status: os.stat_result, shown: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        kind = "a link" if stat.S_ISLNK(status.st_mode) else "no file"
        raise CatalogError(
            shown, 1, f"this is {kind}, not a plain file", "put the catalog itself in its place"
        )
    _refuse_size(status.st_size, shown)


def _refuse_size(size: int, shown: str) -> None:
    if size > LARGEST:
        most = LARGEST // 1_000_000
        text = f"the file is too large: {size / 1_000_000:,.1f} MB of at most {most}"
        raise CatalogError(shown, 1, text, "split the document")


@contextlib.contextmanager
def locked(path: Path, *, root: Path) -> Iterator[None]:
    """
    Holds the lock of a file among all programs that use this module; waits while another one has it.

    The kernel frees the lock of a process that dies. The lock's file stays in `root`/.editions/locks.

    Raises:
        CatalogError: there is a link where the locks belong.
    """
    name = sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:16]
    # Read-only is enough for a lock, and two people who share a checkout cannot write each other's files.
    descriptor = open_file(root, "locks", f"{name}.lock", os.O_RDONLY | os.O_CREAT)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        with contextlib.suppress(OSError):  # closed or not, what was done is done
            os.close(descriptor)


def save(path: Path, data: bytes, *, expected: bytes | None, root: Path) -> bool:
    """
    Puts `data` in the place of `expected`, what the file held when it was read (None: there was none).

    Returns whether anything was written: a file that holds `data` already keeps its time.

    Raises:
        CatalogError: the file holds something else by now, or cannot be written; nothing is written.
    """

    def replace(current: bytes | None) -> bytes:
        if current not in (expected, data):
            raise _changed(relative(path, root))
        return data

    return rewrite(path, replace, root=root)


def rewrite(
    path: Path, change: Callable[[bytes | None], bytes], *, root: Path, compare: Compare = difference
) -> bool:
    """
    Replaces the file by what `change` makes of its bytes (None: there is no file), all under its lock.

    What is lost and what is new goes to the save log first; `compare` says what that is, as `difference` does of
    catalogs. Returns whether anything was written.

    Raises:
        CatalogError: the file cannot be read or written, or a program that ignores the lock changed it
            meanwhile; the file is as it was, unless the message says that it was saved.
    """
    shown = relative(path, root)
    try:
        with locked(path, root=root):
            _refuse_outside(path, root)
            current, seen = _current(path, root)
            data = change(current)
            if data == current:
                return False
            _refuse_size(len(data), shown)
            temporary = _write_beside(path, data, seen)
            with _removed_on_failure(temporary):
                _log(shown, current, data, compare, root=root)
                if not _is_as_seen(path, seen):
                    raise _changed(shown)
                temporary.replace(path)
            _sync(path.parent, shown)
            return True
    except OSError as error:
        where = f" ({Path(error.filename).name})" if isinstance(error.filename, str) else ""
        text = f"the file cannot be saved and is as it was: {_reason(error)}{where}"
        raise CatalogError(shown, 1, text, "mend that and run it again") from None


def _changed(shown: str) -> CatalogError:
    text = "another program changed this file meanwhile; nothing was written"
    return CatalogError(shown, 1, text, "run it again")


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _refuse_outside(path: Path, root: Path) -> None:
    """A folder's link may be a stranger's: nothing is read or written through one that leaves the project."""
    folder, project = (Path(os.path.realpath(each)) for each in (path.parent, root))
    if not folder.is_relative_to(project):
        text = "its folder is a link that leads out of the project; nothing is read or written there"
        raise CatalogError(relative(path, root), 1, text, "put the folder itself in its place")


def _current(path: Path, root: Path) -> tuple[bytes | None, os.stat_result | None]:
    try:
        return _read(path, root)
    except FileNotFoundError:
        return None, None


def _is_as_seen(path: Path, seen: os.stat_result | None) -> bool:
    """True where the file is the one that was read; a link or another file in its place is not."""
    try:
        now = os.lstat(path)
    except FileNotFoundError:
        return seen is None
    names = ("st_dev", "st_ino", "st_mode", "st_size", "st_mtime_ns", "st_ctime_ns")
    return seen is not None and all(getattr(now, name) == getattr(seen, name) for name in names)


def _write_beside(path: Path, data: bytes, like: os.stat_result | None) -> Path:
    """A new file beside `path` that holds `data` for certain, with the mode and, if it can be, the owner of `like`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    stem = _temporary_stem(path.name)
    _remove_stale(path.parent, stem)
    temporary = path.with_name(f"{stem}{secrets.token_hex(8)}.tmp")
    with _removed_on_failure(temporary):
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        try:
            write_all(descriptor, data)
            if like is not None:
                _make_alike(descriptor, like)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    return temporary


def _temporary_stem(name: str) -> str:
    size = len(os.fsencode(name))
    return f".{name if size <= LONGEST_NAME else sha256(os.fsencode(name)).hexdigest()}."


def _remove_stale(folder: Path, stem: str) -> None:
    """Removes what a killed process left: the lock is ours, so nobody is still writing it."""
    with os.scandir(folder) as entries:
        names = [entry.name for entry in entries if entry.name.startswith(stem)]
    for name in names:
        if re.fullmatch(r"[0-9a-f]+\.tmp", name.removeprefix(stem)):
            with contextlib.suppress(OSError):  # it does no harm where it lies
                (folder / name).unlink()


@contextlib.contextmanager
def _removed_on_failure(temporary: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _make_alike(descriptor: int, like: os.stat_result) -> None:
    now = os.fstat(descriptor)
    # Only root may give files away: a pipeline that runs as root must not take the volunteers' files.
    for owner in (like.st_uid, -1) if (now.st_uid, now.st_gid) != (like.st_uid, like.st_gid) else ():
        try:
            os.fchown(descriptor, owner, like.st_gid)
            break
        except PermissionError:
            continue
    if os.fstat(descriptor).st_mode != like.st_mode:  # a file system without modes need not be asked
        os.fchmod(descriptor, stat.S_IMODE(like.st_mode))


def _sync(folder: Path, shown: str) -> None:
    try:
        sync_folder(os.open(folder, os.O_RDONLY | os.O_CLOEXEC))
    except OSError as error:
        text = f"the file was saved, but the disk may not keep it: {_reason(error)}"
        raise CatalogError(shown, 1, text, "look after the disk, then at the file") from None


def _log(shown: str, old: bytes | None, new: bytes, compare: Compare, *, root: Path) -> None:
    """Adds to the log which entries of a file went and came, and the hashes of the file before and after."""
    line, gone, come = compare(old or b"", new)
    before = None if old is None else sha256(old).hexdigest()
    texts = [text.decode(errors="surrogateescape") for text in (gone, come)]
    log(shown, line, *texts, before=before, after=sha256(new).hexdigest(), root=root)


def log(shown: str, line: int, old: str, new: str, *, before: str | None, after: str, root: Path) -> None:
    """
    Adds a line to the save log: these entries of a file went, these came, or stand there rightly.

    `shown` is the file's path below the project; `before` (None: there was no file) and `after` are the SHA-256
    of its bytes.

    Raises:
        CatalogError: a link stands where the log belongs.
        OSError: it cannot be written.
    """
    now = dt.datetime.now(dt.UTC)
    record = {
        "v": 1,
        "at": now.isoformat(timespec="seconds"),
        "path": shown,
        "line": line,
        "old": old,
        "new": new,
    }
    # In ASCII, so that no text acts on the terminal of somebody who looks at the file.
    text = json.dumps(record | {"before": before, "after": after})
    append(root, LOG, f"{now:%Y-%m}.jsonl", text.encode() + b"\n")
