"""The history of a project: files as they stood at a revision, and what commits did to them."""

from __future__ import annotations

import subprocess
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from editions.history.git import SECONDS, ask, command, contents_of, environment, git
from editions.problem import UserError
from editions.terminal import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path


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
            git(self.root, "ls-tree", "-d", "--full-tree", self.revision, "--", place, must=True)
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
        found = git(self.root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        if found is None:
            shown = quote(name)
            raise UserError(f"{shown!r}: git knows no such commit here; fetch it (git fetch origin {shown})")
        return found.decode().strip()

    def holds(self, commit: str) -> bool:
        """True where a commit belongs to the history of the trusted revision."""
        return git(self.root, "merge-base", "--is-ancestor", commit, self.revision) is not None

    @property
    def fork(self) -> str:
        """The last commit that the checkout shares with the trusted revision; that itself where none is known."""
        told = git(self.root, "merge-base", "HEAD", self.revision)
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
        return self.contents({path: blob for path, blob in found.items() if path.name.endswith(ending)})

    def read_file(self, path: Path, revision: str | None = None) -> bytes | None:
        """
        A plain file as it stood at a revision (default: the trusted one); None if there was none.

        Raises:
            UserError: git knows of it and does not have it.
        """
        return self.contents(self._listed([self._place(path)], revision)).get(path)

    def _listed(self, places: Sequence[str], revision: str | None) -> dict[Path, str]:
        until = self.revision if revision is None else revision
        listed = git(self.root, "ls-tree", "-r", "-z", "--full-tree", until, "--", *places, must=True) or b""
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
        told = git(self.root, "cat-file", "--batch", given="".join(f"{blob}\n" for blob in wanted).encode())
        return contents_of(told or b"")

    def contents(self, blobs: Mapping[Path, str]) -> dict[Path, bytes]:
        """
        The contents of files by their paths, as `files` has them with their git objects.

        Raises:
            UserError: git knows of one and does not have it.
        """
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

    @property
    def cut(self) -> frozenset[str]:
        """The commits whose parents were not fetched (a shallow clone); else none."""
        if git(self.root, "rev-parse", "--is-shallow-repository") != b"true\n":
            return frozenset()
        told = git(self.root, "rev-list", "--max-parents=0", "--all", "HEAD") or b""
        return frozenset(told.decode().split())

    def changes(self, places: Sequence[Path], *, most: int, revision: str | None = None) -> list[Commit]:
        """
        The commits that changed files below some places, children before parents; of a merge what differs from all.

        `most` bounds their number, `revision` is where to begin (default: the trusted one).
        """
        until = self.revision if revision is None else revision
        names = [self._place(path) for path in places]
        words = ["log", f"-n{most}", *_PLAIN_LOG, "--format=%x01%H %aI", until, "--", *names]
        told = git(self.root, "--literal-pathspecs", *words) or b""
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
        with subprocess.Popen(
            command(self.root, "cat-file", "--batch"),
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as process:
            watch = threading.Timer(SECONDS, process.kill)
            watch.start()
            try:
                yield lambda name: ask(process, name, largest)
            finally:
                watch.cancel()
                process.kill()


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
