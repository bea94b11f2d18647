"""
This machine's own folder in a project, `.editions`: locks and the save log.

Git ignores it, but somebody's change could bring it along all the same: no link is followed to what lies there.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
from typing import TYPE_CHECKING

from editions.catalog.faults import CatalogError

if TYPE_CHECKING:
    from pathlib import Path

OWN = ".editions"
# What the kernel says where a link, a pipe or a file stands in the place of what was asked for.
WRONG_KIND = (errno.ELOOP, errno.ENOTDIR, errno.ENXIO, errno.EISDIR)
CANNOT_SYNC = (errno.EINVAL, errno.ENOTSUP)  # said by network file systems of folders


def open_folder(root: Path, name: str, *, create: bool = False) -> int:
    """
    A descriptor of the folder `root`/.editions/`name`.

    Raises:
        CatalogError: a link, or no folder, stands in its place.
        OSError: it is not there, or cannot be made.
    """
    above = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    for shown in (OWN, f"{OWN}/{name}"):
        try:
            below = _step(above, shown, create=create)
        finally:
            os.close(above)
        above = below
    return above


def open_file(root: Path, name: str, file: str, flags: int = os.O_RDONLY) -> int:
    """
    A descriptor of the plain file `root`/.editions/`name`/`file`; with O_CREAT in `flags` it is made.

    Raises:
        CatalogError: a link, a pipe or a device stands in its place.
        OSError: it is not there, or cannot be opened or made.
    """
    folder = open_folder(root, name, create=bool(flags & os.O_CREAT))
    shown = f"{OWN}/{name}/{file}"
    try:
        descriptor = _open(file, flags | os.O_NONBLOCK, shown, folder)
    finally:
        os.close(folder)
    try:
        _refuse_odd(descriptor, shown)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def append(root: Path, name: str, file: str, line: bytes) -> None:
    """
    Adds a whole line to a file, for certain; processes that add to one file at once do so one by one.

    Half a line that a killed process left is closed off first, and none is left where the disk is full.

    Raises:
        CatalogError: no plain file stands in its place.
        OSError: it cannot be written.
    """
    descriptor = open_file(root, name, file, os.O_RDWR | os.O_APPEND | os.O_CREAT)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        size = os.fstat(descriptor).st_size
        torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
        try:
            write_all(descriptor, (b"\n" if torn else b"") + line)
        except BaseException:
            with contextlib.suppress(OSError):
                os.ftruncate(descriptor, size)
            raise
        fcntl.flock(descriptor, fcntl.LOCK_UN)  # the others need not wait for the disk
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if size == 0:
        sync_folder(open_folder(root, name))


def write_all(descriptor: int, data: bytes) -> None:
    """
    Writes all of the bytes; the kernel may take them in parts.

    Raises:
        OSError: it did not take all of them.
    """
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def sync_folder(descriptor: int) -> None:
    """
    Puts a folder's names on the disk, where its file system can, and closes the descriptor.

    Raises:
        OSError: the disk reports a fault.
    """
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in CANNOT_SYNC:
            raise
    finally:
        os.close(descriptor)


def _step(above: int, shown: str, *, create: bool) -> int:
    part = shown.rpartition("/")[2]
    if create:
        with contextlib.suppress(FileExistsError):
            os.mkdir(part, dir_fd=above)
    return _open(part, os.O_RDONLY | os.O_DIRECTORY, shown, above)


def _open(name: str, flags: int, shown: str, folder: int) -> int:
    try:
        return os.open(name, flags | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666, dir_fd=folder)
    except OSError as error:
        if error.errno in WRONG_KIND:
            raise _not_ours(shown) from None
        raise


def _refuse_odd(descriptor: int, shown: str) -> None:
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        raise _not_ours(shown)


def _not_ours(shown: str) -> CatalogError:
    text = "this is a link or nothing of ours; no text is saved through it"
    return CatalogError(shown, 1, text, "see who put it there, and delete it")
