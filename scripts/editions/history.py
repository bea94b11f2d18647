"""
What version control remembers: files as they stood at a revision, and which revision is trusted.

The trusted revision says whose keys count and which machine marks must be there. It is the checkout itself, unless a
change from outside is being looked at: then it is what that change wants to be merged into.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, NoReturn, cast

from editions.problem import UserError
from editions.terminal import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from editions.project import Project

# Says which revision is trusted; what code hosts set for a change that wants to be merged follows.
TRUSTED = "EDITIONS_TRUSTED"
# The branch that a change wants to be merged into, as code hosts name it. Not the commit that it branched from:
# whoever sends it chose that one, and may have chosen one that still trusts what is trusted no longer.
BRANCHES = ("GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME")
ORIGIN = "refs/remotes/origin/"  # in full: a tag of the short name would go first
SECONDS = 120  # for one call of git
PIECE = 1 << 24  # bytes that are read at once


@dataclass(frozen=True)
class Commit:
    """
    What one commit did to files: `date` is its author's (ISO 8601).

    `files` has, by path, the git object before (one for each parent of a merge) and after; None: no plain file.
    """

    name: str
    date: str
    files: Mapping[Path, tuple[tuple[str | None, ...], str | None]]


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

    @property
    def has_project(self) -> bool:
        """True where the trusted revision holds the project's folder, and the repository does not leave it out."""
        place = self.prefix.rstrip("/")
        told = (
            _git(self.root, "ls-tree", "-d", "--full-tree", self.revision, "--", place, must=True)
            if place
            else b"."
        )
        return bool(told)

    def commit(self, name: str) -> str:
        """
        The full name of a commit.

        Raises:
            UserError: there is none of this name here.
        """
        found = _git(self.root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        if found is None:
            shown = quote(name)
            raise UserError(f"{shown!r}: git knows no such commit here; fetch it (git fetch origin {shown})")
        return found.decode().strip()

    def holds(self, commit: str, revision: str | None = None) -> bool:
        """True where a commit belongs to the history of `revision`, by default the trusted one."""
        until = self.revision if revision is None else revision
        return _git(self.root, "merge-base", "--is-ancestor", commit, until) is not None

    @property
    def fork(self) -> str:
        """The last commit that the checkout shares with the trusted revision; that itself where none is known."""
        told = _git(self.root, "merge-base", "HEAD", self.revision)
        return told.decode().split()[0] if told else self.revision

    def files(self, folder: Path, revision: str | None = None) -> dict[Path, str]:
        """The plain files below a folder at a revision (default: the trusted one), with their git object names."""
        place = self._place(folder)
        return self._listed([f"{place}/"] if place else [], revision)

    def read_files(self, folder: Path, revision: str | None = None, *, ending: str) -> dict[Path, bytes]:
        """
        The plain files below a folder whose names end so, at a revision (default: the trusted one).

        Raises:
            UserError: git knows of one and does not have it.
        """
        found = self.files(folder, revision)
        return self._contents({path: blob for path, blob in found.items() if path.name.endswith(ending)})

    def read_file(self, path: Path, revision: str | None = None) -> bytes | None:
        """
        A plain file as it stood at a revision (default: the trusted one); None if there was none.

        Raises:
            UserError: git knows of it and does not have it.
        """
        return self._contents(self._listed([self._place(path)], revision)).get(path)

    def _listed(self, places: Sequence[str], revision: str | None) -> dict[Path, str]:
        until = self.revision if revision is None else revision
        listed = _git(self.root, "ls-tree", "-r", "-z", "--full-tree", until, "--", *places, must=True) or b""
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

    def _contents(self, blobs: Mapping[Path, str]) -> dict[Path, bytes]:
        found = self.read(blobs.values())
        for path, blob in blobs.items():
            if blob not in found:
                raise UserError(
                    f"{path.relative_to(self.root)}: git knows this file and does not have it; this copy of the "
                    "repository is not complete: clone it without --filter"
                )
        return {path: found[blob] for path, blob in blobs.items()}

    def _place(self, path: Path) -> str:
        """A path as git knows it, from the top of the repository; empty for that itself."""
        below = path.relative_to(self.root).as_posix()
        return f"{self.prefix}{below}" if below != "." else self.prefix.rstrip("/")

    def commits(self, path: Path, *, most: int) -> list[tuple[str, str]]:
        """The commits that changed a file, the newest first, each with its author's date (ISO 8601)."""
        words = ["log", f"-n{most}", "--no-follow", "--no-show-signature", "--format=%H %aI", self.revision]
        told = _git(self.root, "--literal-pathspecs", *words, "--", self._place(path)) or b""
        return [(line[:40], line[41:]) for line in told.decode().splitlines()]

    @property
    def cut(self) -> frozenset[str]:
        """The commits whose parents were not fetched (a shallow clone); else none."""
        if _git(self.root, "rev-parse", "--is-shallow-repository") != b"true\n":
            return frozenset()
        told = _git(self.root, "rev-list", "--max-parents=0", "--all", "HEAD") or b""
        return frozenset(told.decode().split())

    def changes(self, places: Sequence[Path], *, most: int, revision: str | None = None) -> list[Commit]:
        """
        The commits that changed files below some places, children before parents; of a merge what differs from all.

        `most` bounds their number, `revision` is where to begin (default: the trusted one).
        """
        until = self.revision if revision is None else revision
        names = [self._place(path) for path in places]
        words = ["log", f"-n{most}", *_PLAIN_LOG, "--format=%x01%H %aI", until, "--", *names]
        told = _git(self.root, "--literal-pathspecs", *words) or b""
        return list(self._commits(told.decode(errors="surrogateescape").split("\0")))

    def _commits(self, words: Sequence[str]) -> Iterator[Commit]:
        """Takes the answer of `git log --raw -z` apart: commit, then modes and objects, then a path."""
        files: dict[Path, tuple[tuple[str | None, ...], str | None]] = {}
        rest = iter(words)
        for word in rest:
            bare = word.lstrip("\n")
            if bare.startswith("\x01"):
                files = {}
                yield Commit(bare[1:].partition(" ")[0], bare.partition(" ")[2].strip(), files)
            elif bare.startswith(":"):
                path = self.root / next(rest).removeprefix(self.prefix)
                files[path] = _before_and_after(bare)

    @contextmanager
    def reader(self, *, largest: int) -> Iterator[Callable[[str], bytes | None]]:
        """
        Reads git objects by name, one after the other, with one process of git.

        What is not here, or has more than `largest` bytes, is None.
        """
        command = _command(self.root, "cat-file", "--batch")
        with subprocess.Popen(
            command,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as process:
            watch = threading.Timer(SECONDS, process.kill)
            watch.start()
            try:
                yield lambda name: _ask(process, name, largest)
            finally:
                watch.cancel()
                process.kill()


def history(project: Project) -> History | None:
    """
    The history of the project with its trusted revision; None where version control knows nothing of it.

    Raises:
        UserError: there is a repository that git cannot read, or the trusted revision is not here.
    """
    asked = _asked()
    top = _top(project.root)
    if top is None:
        _refuse_lost(asked)
        return None
    if shutil.which("git") is None:
        raise UserError("this project is in a git repository, and git is not installed: install git")
    if (_git(top, "rev-parse", "--show-prefix", must=True) or b"").strip():
        raise UserError(
            f"{top / '.git'}: git does not take this for a repository, but for a part of another one"
        )
    head = _git(
        project.root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{asked or 'HEAD'}^{{commit}}"
    )
    if head is None:
        _refuse_lost(asked)
        _refuse_damaged(top)
        return None
    below = project.root.relative_to(top).as_posix()
    found = History(project.root, head.decode().strip(), "" if below == "." else f"{below}/")
    return found if asked or found.has_project else None


def refuse_tracked(project: Project, *folders: Path) -> None:
    """
    Refuses to go on where version control brings files into folders that only this program writes.

    What lies there is believed: stamps say that a page was built from these texts, and Sphinx's notes are run as
    code when they are read.

    Raises:
        UserError: so it is; says which file.
    """
    top = _top(project.root)
    if top is None or shutil.which("git") is None:
        return
    names = [folder.relative_to(top).as_posix() for folder in folders]
    found = _git(top, "--literal-pathspecs", "ls-files", "-z", "--", *names) or b""
    if found:
        name = os.fsdecode(found.split(b"\0")[0])
        raise UserError(
            f"{quote(name)}: git has this file, and only this program may write there; it came with a change: "
            f"git rm -r --cached {names[0]}, and look who added it"
        )


def _refuse_lost(asked: str) -> None:
    if asked:
        raise UserError(
            f"the trusted revision {asked!r} is not here; fetch it ({_how_to_fetch(asked)}), or correct {TRUSTED}"
        )


def _how_to_fetch(asked: str) -> str:
    branch = asked.removeprefix(ORIGIN)
    return "git fetch origin" if branch == asked else f"git fetch origin +refs/heads/{branch}:{asked}"


def _refuse_damaged(top: Path) -> None:
    """A history without a first commit trusts what lies here; one that cannot be read must not."""
    if _git(top, "rev-parse", "--verify", "--quiet", "HEAD") is not None:
        raise UserError("git cannot read the newest commit of this repository: git fsck says what is damaged")


def _top(root: Path) -> Path | None:
    """The innermost folder with a repository that the project lies in."""
    return next((folder for folder in (root, *root.parents) if os.path.lexists(folder / ".git")), None)


def _asked() -> str:
    """The revision that the environment names as trusted, empty if none."""
    own = os.environ.get(TRUSTED, "")
    branch = next((os.environ[name] for name in BRANCHES if os.environ.get(name)), "")
    return own or (ORIGIN + branch if branch else "")


def _git(root: Path, *words: str, given: bytes = b"", must: bool = False) -> bytes | None:
    """What git answers; None where it says no."""
    command = _command(root, *words)
    try:
        done = subprocess.run(
            command, input=given, env=_environment(), capture_output=True, check=False, timeout=SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UserError(f"git did not answer: {error}") from None
    if done.returncode == 0:
        return done.stdout
    if must:
        reason = " ".join(done.stderr.decode(errors="replace").split()) or "no reason given"
        raise UserError(f"git cannot read this repository: {reason}")
    return None


def _command(root: Path, *words: str) -> list[str]:
    """
    A call of git, started where `.git` is.

    From a folder below, git would find a repository first that came with a change: the files of a bare one can be
    committed like all others, with a history and settings that their sender made up.
    """
    return ["git", "--no-replace-objects", "-C", str(_top(root) or root), *words]


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | _QUIET


# Git takes no lock, asks nobody, and fetches nothing by itself.
_QUIET = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "LC_ALL": "C",
}

# What a log tells, whatever this person's configuration says: every branch, merges against all parents, no renames.
_PLAIN_LOG = (
    "--date-order", "--full-history", "--raw", "-c", "--root", "-z", "--no-abbrev", "--no-renames",
    "--no-follow", "--no-relative", "--no-show-signature", "--no-color",
)  # fmt: skip


def _before_and_after(word: str) -> tuple[tuple[str | None, ...], str | None]:
    """Takes `:100644 100644 <object> <object> M` apart; of a merge there are more, as many as the colons say."""
    parents = len(word) - len(word.lstrip(":"))
    parts = word[parents:].split()
    modes, names = parts[: parents + 1], parts[parents + 1 : 2 * parents + 2]
    plain = [
        name if mode.startswith("100") and name.strip("0") else None
        for mode, name in zip(modes, names, strict=True)
    ]
    return tuple(plain[:-1]), plain[-1]


def _ask(process: subprocess.Popen[bytes], name: str, largest: int) -> bytes | None:
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
