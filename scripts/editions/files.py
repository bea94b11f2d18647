"""Writing and replacing files so that nobody ever sees a half-written one."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path


def write_if_changed(path: Path, data: bytes) -> bool:
    """Writes the file whole and at once, but leaves it alone if it holds the data already; True if it wrote."""
    if path.is_file() and not path.is_symlink() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return True


def replace_folder(new: Path, old: Path) -> None:
    """
    Puts the folder `new` in the place of `old`, which may not exist; both must lie in one file system.

    A reader finds the old folder or the new one, but for the moment between two renames.
    """
    old.parent.mkdir(parents=True, exist_ok=True)
    if not old.exists():
        new.rename(old)
        return
    aside = old.with_name(f".{old.name}.old-{os.getpid()}")
    old.rename(aside)
    try:
        new.rename(old)
    except OSError:
        aside.rename(old)
        raise
    shutil.rmtree(aside)


def digest(data: bytes) -> str:
    """The SHA-256 of the bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def digest_tree(*paths: Path, without: frozenset[Path] = frozenset()) -> str:
    """
    One SHA-256 over names and contents of all files below the paths; hidden ones and `without` are left out.

    Links are read where they lead to a file; a folder that is linked is not entered.
    """
    total = hashlib.sha256()
    for path in paths:
        for file in _walk(path, without):
            total.update(f"{file}\0{digest(file.read_bytes())}\0".encode(errors="surrogateescape"))
    return total.hexdigest()


def _walk(path: Path, without: frozenset[Path]) -> list[Path]:
    if path.is_file():
        return [path]
    found: list[Path] = []
    for folder, folders, names in os.walk(path):
        here = Path(folder)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and name != "__pycache__" and here / name not in without
        )
        found += [here / name for name in sorted(names) if (here / name).is_file()]
    return found
