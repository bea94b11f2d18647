"""
What version control remembers: files as they stood at a revision, and which revision is trusted.

The trusted revision says whose keys count and which machine marks must be there. It is the checkout itself, unless a
change from outside is being looked at: then it is what that change wants to be merged into.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from editions.problem import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from editions.project import Project

# Says which revision is trusted; what code hosts set for a change that wants to be merged follows.
TRUSTED = "EDITIONS_TRUSTED"
GITHUB, GITLAB = "GITHUB_BASE_REF", "CI_MERGE_REQUEST_DIFF_BASE_SHA"
SECONDS = 120  # for one call of git


@dataclass(frozen=True)
class History:
    """The project's history; `revision` is the trusted commit, `prefix` the project's place in the repository."""

    root: Path
    revision: str
    prefix: str

    @property
    def shown(self) -> str:
        """The trusted revision as messages show it."""
        return self.revision[:10]

    def commit(self, name: str) -> str:
        """
        The full name of a commit.

        Raises:
            UserError: there is none of this name here.
        """
        found = _git(self.root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        if found is None:
            raise UserError(f"{name!r}: git knows no such commit here; fetch it (git fetch origin {name})")
        return found.decode().strip()

    def holds(self, commit: str, revision: str | None = None) -> bool:
        """True where a commit belongs to the history of `revision`, by default the trusted one."""
        until = self.revision if revision is None else revision
        return _git(self.root, "merge-base", "--is-ancestor", commit, until) is not None

    def files(self, folder: Path, revision: str | None = None) -> dict[Path, str]:
        """The plain files below a folder at a revision (default: the trusted one), with their git object names."""
        until = self.revision if revision is None else revision
        place = f"{self.prefix}{folder.relative_to(self.root).as_posix()}/"
        listed = _git(self.root, "ls-tree", "-r", "-z", "--full-tree", until, "--", place) or b""
        found = {}
        for entry in listed.decode(errors="surrogateescape").split("\0")[:-1]:
            kind, _, name = entry.partition("\t")
            mode, _, blob = kind.split()
            if mode.startswith("100"):  # no link, no other repository
                found[self.root / name.removeprefix(self.prefix)] = blob
        return found

    def read(self, blobs: Iterable[str]) -> dict[str, bytes]:
        """The contents of git objects, by their names; those that are not here are left out."""
        wanted = list(dict.fromkeys(blobs))
        if not wanted:
            return {}
        told = _git(self.root, "cat-file", "--batch", given="".join(f"{blob}\n" for blob in wanted).encode())
        return _contents(told or b"")

    def read_file(self, path: Path, revision: str | None = None) -> bytes | None:
        """A file as it stood at a revision (default: the trusted one); None if it was not there."""
        until = self.revision if revision is None else revision
        name = f"{until}:{self.prefix}{path.relative_to(self.root).as_posix()}"
        return _git(self.root, "cat-file", "blob", name)

    def commits(self, path: Path, *, most: int) -> list[tuple[str, str]]:
        """The commits that changed a file, the newest first, each with its author's date (ISO 8601)."""
        place = path.relative_to(self.root).as_posix()
        told = _git(self.root, "log", f"-n{most}", "--format=%H %aI", self.revision, "--", place) or b""
        return [(line[:40], line[41:]) for line in told.decode().splitlines()]


def history(project: Project) -> History | None:
    """
    The history of the project with its trusted revision; None where version control knows nothing of it.

    Raises:
        UserError: there is a repository that git cannot read, or the trusted revision is not here.
    """
    asked = _asked()
    if not any((folder / ".git").exists() for folder in (project.root, *project.root.parents)):
        _refuse_lost(asked)
        return None
    if shutil.which("git") is None:
        raise UserError("this project is in a git repository, and git is not installed: install git")
    prefix = _git(project.root, "rev-parse", "--show-prefix", must=True)
    head = _git(
        project.root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{asked or 'HEAD'}^{{commit}}"
    )
    if head is None:
        _refuse_lost(asked)
        return None
    found = History(project.root, head.decode().strip(), os.fsdecode(prefix or b"").rstrip("\n"))
    # A folder that the repository leaves out has no history.
    if (
        asked
        or _git(project.root, "cat-file", "-e", f"{found.revision}:{found.prefix}".rstrip("/")) is not None
    ):
        return found
    return None


def _refuse_lost(asked: str) -> None:
    if asked:
        raise UserError(
            f"the trusted revision {asked!r} is not here; fetch it (git fetch origin), or correct {TRUSTED}"
        )


def _asked() -> str:
    """The revision that the environment names as trusted, empty if none."""
    own = os.environ.get(TRUSTED, "")
    branch = os.environ.get(GITHUB, "")
    return own or (f"origin/{branch}" if branch else "") or os.environ.get(GITLAB, "")


def _git(root: Path, *words: str, given: bytes = b"", must: bool = False) -> bytes | None:
    """What git answers; None where it says no."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", "--no-replace-objects", "-C", str(root), *words]
    try:
        done = subprocess.run(
            command, input=given, env=environment | _QUIET, capture_output=True, check=False, timeout=SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UserError(f"git did not answer: {error}") from None
    if done.returncode == 0:
        return done.stdout
    if must:
        reason = (done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"])[0]
        raise UserError(f"git cannot read this repository: {reason}")
    return None


# Git takes no lock, asks nobody, and fetches nothing by itself.
_QUIET = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "LC_ALL": "C",
}


def _contents(told: bytes) -> dict[str, bytes]:
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
