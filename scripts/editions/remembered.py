"""
What was found right before, remembered as hashes in the user's own cache.

The cache lies outside every project: a file within one could come from whoever sent the change. It is believed only
if nobody else can write it; without a place to write it everything is found out every time.
"""

from __future__ import annotations

import contextlib
import os
import stat
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

DIGITS = 64  # of a hash
LARGEST = 16_000_000  # bytes of one cache, a quarter of a million hashes; a fuller one is begun anew
WAITING = 500  # new hashes that are written together


class Remembered:
    """
    A set of hashes (SHA-256, in hex) that lasts; what they are hashes of is the caller's to say.

    Args:
        name: the file in the cache.
        edition: what the hashes are worth something for, such as a program's version; files of others go.
        root: a project's folder, in which no cache is believed.
    """

    def __init__(self, name: str, edition: str = "", *, root: Path | None = None) -> None:
        self._name = name
        self.path = _place(f"{name}-{edition}" if edition else name, root)
        self._new: list[str] = []

    def knows(self, digest: str) -> bool:
        """Whether this hash was added before, in this process or an earlier one."""
        return digest in self._known

    def add(self, digest: str) -> None:
        """Remembers a hash from now on; on disk it is with the next `keep`."""
        self._known.add(digest)
        self._new.append(digest)
        if len(self._new) >= WAITING:
            self.keep()

    def keep(self) -> None:
        """Adds the new hashes to the cache."""
        new, self._new = self._new, []
        if not new or self.path is None:
            return
        with contextlib.suppress(OSError):  # slower the next time, and that is all
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._make_room(self.path)
            with _opened(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT) as file:
                file.write("".join(f"{digest}\n" for digest in new).encode())

    @cached_property
    def _known(self) -> set[str]:
        if self.path is None:
            return set()
        try:
            with _opened(self.path, os.O_RDONLY) as file:
                words = file.read(LARGEST).split(b"\n")
        except OSError:
            return set()
        return {word.decode() for word in words if len(word) == DIGITS and word.isalnum() and word.isascii()}

    def _make_room(self, path: Path) -> None:
        if path.exists():
            if path.lstat().st_size > LARGEST:
                path.unlink()
        else:
            for older in path.parent.glob(f"{self._name}-*"):
                older.unlink(missing_ok=True)


def _place(name: str, root: Path | None) -> Path | None:
    """
    Where hashes are kept; None if that is a place that comes with a change: in a project, or in a repository.

    CI often keeps its caches in the checkout, and without HOME `~` is a folder of that name. A path that is not
    absolute counts for nothing (XDG Base Directory Specification).
    """
    named = os.environ.get("XDG_CACHE_HOME", "")
    base = named if os.path.isabs(named) else os.path.expanduser("~/.cache")  # noqa: PTH111, PTH117 - never raises
    place = Path(os.path.realpath(Path(base, "editions", name)))
    if not os.path.isabs(base) or (root is not None and place.is_relative_to(root)):  # noqa: PTH117
        return None
    signs = (".git", "pyproject.toml")
    return (
        None if any(os.path.lexists(folder / sign) for folder in place.parents for sign in signs) else place
    )


def _opened(path: Path, flags: int) -> BinaryIO:
    """
    The cache, opened; it is believed only if nobody else can write it.

    Raises:
        OSError: it is not there, is no plain file, or is not this user's alone.
    """
    descriptor = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o600)
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode) or status.st_uid != os.geteuid() or status.st_mode & 0o022:
        os.close(descriptor)
        raise PermissionError(path)
    return os.fdopen(descriptor, "ab" if flags & os.O_WRONLY else "rb")
