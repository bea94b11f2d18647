"""Git as a process: what it is asked, from where, for how long, and what it answers."""

from __future__ import annotations

import os
import subprocess
from hashlib import sha1, sha256
from typing import IO, TYPE_CHECKING, NoReturn, cast

from editions.problem import UserError

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 120  # for one call of git
PIECE = 1 << 24  # bytes that are read at once


def top_of(root: Path) -> Path | None:
    """The innermost folder with a repository that the project lies in."""
    return next((folder for folder in (root, *root.parents) if os.path.lexists(folder / ".git")), None)


def git(root: Path, *words: str, given: bytes = b"", must: bool = False) -> bytes | None:
    """
    What git answers to `words` about the project at `root`; None where it says no.

    Raises:
        UserError: it does not answer, or says no where it `must` not.
    """
    try:
        done = subprocess.run(
            command(root, *words),
            input=given,
            env=environment(),
            capture_output=True,
            check=False,
            timeout=SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UserError(f"git did not answer: {error}") from None
    if done.returncode == 0:
        return done.stdout
    if must:
        reason = " ".join(done.stderr.decode(errors="replace").split()) or "no reason given"
        raise UserError(f"git cannot read this repository: {reason}")
    return None


def command(root: Path, *words: str) -> list[str]:
    """
    A call of git, started where `.git` is.

    From a folder below, git would find a repository first that came with a change: the files of a bare one can be
    committed like all others, with a history and settings that their sender made up.
    """
    return ["git", "--no-replace-objects", "-C", str(top_of(root) or root), *words]


def environment() -> dict[str, str]:
    """The environment of git: nothing of the caller's leads it to another repository."""
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | _QUIET


# Git takes no lock, asks nobody, and fetches nothing by itself.
_QUIET = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "LC_ALL": "C",
}


def ask(process: subprocess.Popen[bytes], name: str, largest: int) -> bytes | None:
    """
    One question to `git cat-file --batch`.

    Raises:
        UserError: git did not answer.
    """
    try:
        return _answer(process, name, largest)
    except (OSError, EOFError) as error:
        raise UserError(f"git did not answer: {error}") from None


def _answer(process: subprocess.Popen[bytes], name: str, largest: int) -> bytes | None:
    """`<name> <kind> <size>`, the content, a line end; or `<name> missing`."""
    given, told = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
    given.write(f"{name}\n".encode())
    given.flush()
    head = told.readline().split()
    if len(head) != 3:  # noqa: PLR2004 - name, kind, size
        return None if head else _ended()
    left = int(head[2]) + 1
    kept: list[bytes] = []
    while left:
        part = told.read(min(left, PIECE)) or _ended()
        left -= len(part)
        if int(head[2]) <= largest:
            kept.append(part)
    return b"".join(kept)[:-1] if kept else None


def _ended() -> NoReturn:
    raise EOFError("it ended too early")


def contents_of(told: bytes) -> dict[str, bytes]:
    """Takes the answer of `git cat-file --batch` apart: `<name> blob <size>`, the content, a line end."""
    found: dict[str, bytes] = {}
    position = 0
    while position < len(told):
        end = told.index(b"\n", position)
        head = told[position:end].split()
        position = end + 1
        if len(head) == 3:  # noqa: PLR2004 - name, kind, size; else `<name> missing`
            size = int(head[2])
            found[head[0].decode()] = told[position : position + size]
            position += size + 1
    return found


def blob_name(data: bytes, like: str) -> str:
    """The name that git gives these bytes, by the hash that the repository uses: as long as `like`."""
    hash_of = sha1 if len(like) == 40 else sha256  # noqa: PLR2004 - hexadecimal digits of SHA-1
    return hash_of(b"blob %d\x00" % len(data) + data).hexdigest()
