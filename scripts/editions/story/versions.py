"""The versions of a project's catalogs: what Git keeps, what the save log has of since, and what lies here now."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict, deque
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from editions.catalog import Catalog, CatalogError, read
from editions.catalog.search import HEAD, find_unit, joined
from editions.history import Commit, blob_name
from editions.problem import UserError
from editions.saves import entries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from editions.catalog import Unit
    from editions.catalog.unit import Identity
    from editions.history import History
    from editions.project import Project
    from editions.saves import Save

MOST_COMMITS = 200  # that changed one catalog
MOST_SAVES = 200  # of one catalog
LARGEST = 200_000_000  # bytes of one version
MOST_BYTES = 2_000_000_000  # of all versions that are read for one answer: some 20 seconds
SHA1 = "0" * 40  # as long as Git's usual names
HERE, SAVED = (
    "",
    "saved",
)  # what stands for the hash of a commit: the files as they lie here; how a save begins


@dataclass
class Versions:
    """
    Reads versions of catalogs by the name that Git gives their bytes; what is not in Git is in `local`.

    `remarks` are what could not be looked at, for people.
    """

    project: Project
    history: History | None
    ask: Callable[[str], bytes | None]
    local: dict[str, bytes] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    left: int = MOST_BYTES
    _texts: dict[str, bytes] = field(default_factory=dict)
    _found: dict[tuple[str, Path, tuple[Identity, ...]], Unit | CatalogError | None] = field(
        default_factory=dict
    )
    _here_now: dict[Path, str | None] = field(default_factory=dict)
    _saves: dict[Path, deque[Save]] | None = None

    def begin(self) -> None:
        """Begins a new language: nothing is remarked, and as much may be read as before."""
        self.remarks.clear()
        self.left = MOST_BYTES

    def find(self, name: str | None, path: Path, names: Sequence[Identity]) -> Unit | CatalogError | None:
        """The unit with one of these identities in a version; None: it is not there; an error: why nobody knows."""
        if name is None:
            return None
        asked = (name, path, tuple(names))
        if asked not in self._found:
            root, domain = self.project.root, self.project.domain(path)
            try:
                self._found[asked] = find_unit(self.text(name, path), names, path, root=root, domain=domain)
            except CatalogError as error:
                self._found[asked] = error
        return self._found[asked]

    def units(self, name: str | None, path: Path) -> tuple[Unit, ...]:
        """
        All active units of a version.

        Raises:
            CatalogError: it cannot be read.
        """
        if name is None:
            return ()
        data, root, domain = self.data(name, path), self.project.root, self.project.domain(path)
        if name.startswith(SAVED):  # entries only, or the whole file
            data = data if data.startswith((b'msgid ""\n', b"#\n")) else HEAD + data
        return Catalog.parse(data, path, root=root, domain=domain).units

    def text(self, name: str, path: Path) -> bytes:
        """
        A version with each text on one line; the last ones are kept.

        Raises:
            CatalogError: it is not here.
        """
        if name not in self._texts:
            while len(self._texts) > 3:  # noqa: PLR2004 - the two versions of this commit and of the one before
                del self._texts[next(iter(self._texts))]
            self._texts[name] = joined(self.data(name, path))
        return self._texts[name]

    def data(self, name: str, path: Path) -> bytes:
        """
        The bytes of a version.

        Raises:
            CatalogError: it is not here, or enough was read for one answer.
        """
        data = self.local.get(name)
        if data is None and self.left > 0:
            data = self.ask(name)
            self.left -= len(data or b"")
        if data is not None:
            return data
        text = (
            "this version is not here, or too large"
            if self.left > 0
            else "too much was to be read for one answer"
        )
        raise CatalogError(self.project.shown(path), 1, text, "git fetch may bring it")

    def commits(self, paths: Iterable[Path], folder: Path, *, alone: bool = False) -> list[Commit]:
        """
        All that changed some catalogs of a folder, children first: files here, saves since, then commits.

        The files here are all of the folder, for a unit may have moved, or these catalogs `alone`.
        """
        wanted = list(paths)
        head = self.head()
        most = MOST_COMMITS * len(wanted)
        known = self.history.changes(wanted, most=most + 1, revision=head) if self.history and head else []
        if len(known) > most:
            self.remark(f"only the newest {MOST_COMMITS} versions of each catalog were looked at")
        if self.oldest:
            self.remark("only the newest commits were fetched (git fetch --unshallow brings the others)")
        here = self._here(folder, head, set(wanted) if alone else {*wanted, *folder.rglob("*.po")})
        return [*here, *self._saves_since(wanted, known[:most], head), *known[:most]]

    def touched(
        self, commit: Commit, folder: Path
    ) -> Mapping[Path, tuple[tuple[str | None, ...], str | None]]:
        """All files below a folder that a commit changed."""
        if self.history is None or not is_commit(commit.name):
            return commit.files
        found = self.history.changes([folder], most=1, revision=commit.name)
        files = found[0].files if found and found[0].name == commit.name else commit.files
        return {path: versions for path, versions in files.items() if is_text(path)}

    def head(self) -> str | None:
        """The commit that is checked out; the trusted revision may be another one."""
        if self.history is None:
            return None
        try:
            return self.history.commit("HEAD")
        except UserError:
            return None

    @cached_property
    def oldest(self) -> frozenset[str]:
        """The commits whose parents were not fetched."""
        return self.history.cut if self.history else frozenset()

    def remark(self, text: str) -> None:
        """Notes once what could not be looked at."""
        if text not in self.remarks:
            self.remarks.append(text)

    def _here(self, folder: Path, head: str | None, wanted: set[Path]) -> list[Commit]:
        """The files that lie here, beside those of the last commit, as if they were one."""
        before = self.history.files(folder, head) if self.history and head else {}
        files: dict[Path, tuple[tuple[str | None, ...], str | None]] = {}
        for path in sorted(filter(is_text, wanted)):
            if path not in self._here_now:
                self._here_now[path] = self._take_in(path, next(iter(before.values()), SHA1))
            files[path] = ((before.get(path),), self._here_now[path])
        return [Commit(HERE, "", files)] if files else []

    def _take_in(self, path: Path, like: str) -> str | None:
        if not (path.is_symlink() or path.exists()):
            return None
        try:
            data = read(path, root=self.project.root)
        except CatalogError as error:
            self.remark(str(error.problem.text))
            return None
        name = blob_name(data, like)
        self.local[name] = data
        return name

    def _saves_since(self, paths: Sequence[Path], known: Sequence[Commit], head: str | None) -> list[Commit]:
        """The saves of some catalogs that no commit holds yet, the newest first."""
        found = []
        for path in paths:
            saves = list(self._saved().get(path, ()))
            for save in saves[self._committed(path, saves, known, head) :]:
                name = f"{SAVED} {save.place}"
                self.local |= {
                    f"{name} {side}": _bytes(text) for side, text in (("old", save.old), ("new", save.new))
                }
                files = {path: ((f"{name} old",), f"{name} new")}
                found.append(Commit(name, save.at.isoformat(timespec="seconds"), files))
        return sorted(found, key=lambda commit: commit.date)[::-1]

    def _saved(self) -> dict[Path, deque[Save]]:
        if self._saves is None:
            self._saves = defaultdict(lambda: deque(maxlen=MOST_SAVES))
            try:
                for save in entries(self.project):
                    self._saves[self.project.root / save.path].append(save)
            except UserError as error:
                self.remark(str(error).partition("\n")[0])
        return self._saves

    def _committed(self, path: Path, saves: Sequence[Save], known: Sequence[Commit], head: str | None) -> int:
        """How many of the saves the last commit holds: by the file's hash, else by the time."""
        last = next((commit for commit in known if path in commit.files), None)
        if last is None or self.history is None or head is None:
            return 0
        name = last.files[path][1]
        data = self.ask(name) if name else None
        now = sha256(data).hexdigest() if data is not None else ""
        for n in range(len(saves), 0, -1):
            if saves[n - 1].after == now:
                return n
            if saves[n - 1].before == now:
                return n - 1
        day = moment(last.date)
        return sum(save.at <= day for save in saves) if day else 0


def is_text(path: Path) -> bool:
    """False for a file whose name is no UTF-8: no unit can be named in it."""
    try:
        return bool(str(path).encode())
    except UnicodeEncodeError:
        return False


def is_commit(name: str) -> bool:
    """False for the files as they lie here, and for a save."""
    return name != HERE and not name.startswith(SAVED)


def moment(date: str) -> dt.datetime | None:
    """A moment in UTC; None where the text is none."""
    try:
        found = dt.datetime.fromisoformat(date)
        return (found if found.tzinfo else found.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None


def _bytes(text: str) -> bytes:
    """What the log has of a file; bytes that were no UTF-8 come back as they were."""
    try:
        return text.encode(errors="surrogateescape")
    except UnicodeEncodeError:
        return text.encode(errors="replace")
