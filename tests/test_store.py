"""Saving: many at once, killed at any moment, on full disks, through links; the file is the old one or the new one."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import itertools
import json
import multiprocessing
import os
import random
import re
import resource
import signal
import stat
import subprocess
import sys
import time
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from editions.catalog import Catalog, CatalogError, Change, Unit, locked, read, render, rewrite, save
from editions.catalog import store as store_module
from editions.language import Language
from editions.project import Project
from editions.saves import entries
from helpers import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

HEADER = {"Language": "de", "Content-Type": "text/plain; charset=UTF-8"}
NAME = "locales/de/LC_MESSAGES/a.po"
# Everything of the kernel that a save asks for.
CALLS = ["open", "close", "write", "fsync", "lstat", "fstat", "stat", "mkdir", "replace", "unlink", "scandir"]
CALLS += ["fchmod", "fchown", "ftruncate", "pread"]


def project_in(root: Path) -> Project:
    """A project as far as the save log needs one."""
    return Project(root, root / "docs", root / "locales", root / "build", Language("en"))


def catalog_of(count: int, text: str = "") -> bytes:
    """A catalog of so many units, all with this translation."""
    return render(HEADER, [Unit("", "", None, f"Source {n}", targets=(text,)) for n in range(count)])


def put(root: Path, data: bytes, name: str = NAME) -> Path:
    """A catalog in a project, written by another program than ours."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def together(work: Callable[..., None], *arguments: tuple[object, ...], timeout: float) -> None:
    """Runs the function once for each tuple of arguments, in processes of their own, at once."""
    # One clean process is begun anew, the others are forked from it: they need not import everything again.
    leader = multiprocessing.get_context("spawn").Process(target=fork_all, args=(work, arguments, timeout))
    leader.start()
    leader.join(timeout=timeout + 10)
    if leader.exitcode is None:
        leader.kill()
    assert leader.exitcode == 0


def fork_all(work: Callable[..., None], arguments: Sequence[tuple[object, ...]], timeout: float) -> None:
    """The processes of `together`; those that are late are ended."""
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=work, args=each) for each in arguments]
    for worker in workers:
        worker.start()
    end = time.monotonic() + timeout
    for worker in workers:
        worker.join(timeout=max(end - time.monotonic(), 0))
    codes = [worker.exitcode for worker in workers]
    for worker in workers:
        worker.kill()
    assert codes == [0] * len(workers)


def add_marker(path: Path, data: bytes, root: Path, source: str, marker: str) -> bytes:
    """The catalog with a marker at the end of a unit's translation."""
    catalog = Catalog.parse(data, path, root=root)
    (before,) = catalog.entry((None, source)).unit.targets
    return catalog.edit({(None, source): Change(targets=(f"{before} {marker}",))})


def edit_own(path: Path, root: Path, worker: int, edits: int) -> None:
    """Adds markers to three units that nobody else edits, each in a save under the lock."""
    for number in range(edits):
        source = f"Source {3 * worker + number % 3}"

        def change(data: bytes | None, source: str = source, marker: str = f"{worker}-{number}") -> bytes:
            return add_marker(path, data or b"", root, source, marker)

        assert rewrite(path, change, root=root)


def edit_shared(path: Path, root: Path, worker: int, edits: int) -> None:
    """Adds markers to three units that all edit, as the desk does: read, think, save what must not have changed."""
    conflicts = 0
    for number in range(edits):
        for _ in range(10_000):
            data = read(path, root=root)
            new = add_marker(path, data, root, f"Source {number % 3}", f"{worker}-{number}")
            try:
                assert save(path, new, expected=data, root=root)
                break
            except CatalogError as error:
                assert "another program changed this file" in str(error)  # noqa: PT017 - any other is a failure
                conflicts += 1
        else:
            raise AssertionError("it never came to an end")
    (root / f"conflicts-{worker}").write_text(str(conflicts), encoding="utf-8")


def assert_all_are_there(path: Path, root: Path, workers: int, edits: int) -> None:
    """Each marker stands in the file once, and the log tells the way from the first version to the last."""
    units = Catalog.load(path, root=root).units
    markers = [marker for unit in units for marker in unit.targets[0].split()]
    assert sorted(markers) == sorted(f"{w}-{n}" for w in range(workers) for n in range(edits))
    log = list(entries(project_in(root), NAME))
    assert log[-1].after == sha256(path.read_bytes()).hexdigest()
    # What was refused is logged without having come to stand: no other save begins with it.
    states = {each.before for each in log}
    chain = [each for each in log if each.after in states or each is log[-1]]
    assert len(chain) == workers * edits
    assert all(one.after == two.before for one, two in itertools.pairwise(chain))
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("workers", "edits"), [(4, 15), pytest.param(8, 200, marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_processes_that_edit_units_of_their_own_lose_nothing(tmp_path: Path, workers: int, edits: int):
    """However many processes save one file at once, every edit of every one is in it."""
    path = put(tmp_path, catalog_of(3 * workers))
    together(edit_own, *((path, tmp_path, each, edits) for each in range(workers)), timeout=600)
    assert_all_are_there(path, tmp_path, workers, edits)


@pytest.mark.parametrize(
    ("workers", "edits"), [(4, 15), pytest.param(8, 200, marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_processes_that_edit_the_same_units_see_their_conflicts(tmp_path: Path, workers: int, edits: int):
    """Who read the file before another one saved it is told so and does it again; nothing is lost."""
    path = put(tmp_path, catalog_of(3))
    together(edit_shared, *((path, tmp_path, each, edits) for each in range(workers)), timeout=900)
    assert_all_are_there(path, tmp_path, workers, edits)
    assert sum(int((tmp_path / f"conflicts-{each}").read_text()) for each in range(workers)) > 0


def save_often(root: Path, worker: int, edits: int) -> None:
    """Saves a file of its own again and again, with long and short entries."""
    path = root / "locales" / "de" / "LC_MESSAGES" / f"{worker}.po"
    for number in range(edits):
        text = f"{worker}-{number} " + "ä" * (30_000 * (number % 3))
        rewrite(path, lambda _, text=text: catalog_of(2, text), root=root)


def test_saves_of_different_files_are_whole_lines_in_one_log(tmp_path: Path):
    """Processes that save files of their own share the log; no line is torn or lost."""
    together(save_often, *((tmp_path, each, 20) for each in range(4)), timeout=300)
    (log,) = (tmp_path / ".editions" / "saves").iterdir()
    lines = [json.loads(line) for line in log.read_text(encoding="ascii").splitlines()]
    assert len(lines) == 80
    for worker in range(4):
        own = [line["new"] for line in lines if line["path"].endswith(f"/{worker}.po")]
        assert [re.findall(rf"{worker}-\d+", text)[0] for text in own] == [f"{worker}-{n}" for n in range(20)]


def version(number: int) -> bytes:
    """A version of a catalog of some 100 kB, which tells its number in every unit."""
    return catalog_of(40, f"version {number} " + "x" * 2500)


def number_of(data: bytes) -> int:
    """Which version it is."""
    found = re.search(rb"version (\d+) ", data)
    return int(found[1]) if found else 0


def save_versions(path: Path, root: Path) -> None:
    """Saves the next version, and the next, until it is killed."""
    while True:
        rewrite(path, lambda data: version(number_of(data or b"") + 1), root=root)


def kill_one(path: Path, root: Path, seconds: float) -> None:
    """Lets a process save versions and kills it so many seconds after its first save."""
    before = path.stat()
    worker = multiprocessing.get_context("fork").Process(target=save_versions, args=(path, root))
    worker.start()
    end = time.monotonic() + 30
    while path.stat().st_mtime_ns == before.st_mtime_ns and time.monotonic() < end:
        time.sleep(0.001)
    time.sleep(seconds)
    worker.kill()
    worker.join(timeout=30)
    assert worker.exitcode == -signal.SIGKILL


def kill_many(path: Path, root: Path, kills: int) -> None:
    """Kills so many processes at random moments; notes how many of them left something behind."""
    left, last = 0, 0
    for _ in range(kills):
        kill_one(path, root, random.uniform(0, 0.03))  # noqa: S311 - no secret
        data = path.read_bytes()
        assert data == version(number_of(data))
        assert number_of(data) > last
        last = number_of(data)
        *_, newest = entries(project_in(root))
        assert sha256(data).hexdigest() in (newest.before, newest.after)
        leftovers = len(list(path.parent.iterdir())) - 1
        assert leftovers <= 1  # the next save cleared the last one's away
        left += leftovers
    (root / "left").write_text(str(left), encoding="utf-8")


@pytest.mark.parametrize("kills", [8, pytest.param(200, marks=pytest.mark.slow)])
def test_a_save_that_is_killed_leaves_the_old_file_or_the_new_one(tmp_path: Path, kills: int):
    """SIGKILL at any moment: the file is whole, one that the log tells of; what was left behind goes."""
    path = put(tmp_path, version(0))
    together(kill_many, (path, tmp_path, kills), timeout=kills + 60)
    if kills > 100:
        assert int((tmp_path / "left").read_text()) > 0  # many were killed in the middle of a save
    rewrite(path, lambda _: version(0), root=tmp_path)
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    *_, newest = entries(project_in(tmp_path))
    assert newest.after == sha256(version(0)).hexdigest()


class Fault:
    """Lets the n-th call to the kernel fail, once or from then on; a failed write has written half."""

    def __init__(self, at: int, *, for_good: bool) -> None:
        self.at, self.for_good, self.count = at, for_good, 0

    def install(self, patch: pytest.MonkeyPatch) -> None:
        """Puts itself before all calls."""
        for name in CALLS:
            patch.setattr(os, name, self._wrapped(name, getattr(os, name)))
        patch.setattr(fcntl, "flock", self._wrapped("flock", fcntl.flock))

    def _wrapped(self, name: str, call: Callable[..., object]) -> Callable[..., object]:
        def wrapped(*arguments: object, **options: object) -> object:
            self.count += 1
            if self.count != self.at and not (self.for_good and 0 < self.at < self.count):
                return call(*arguments, **options)
            if name == "write":
                descriptor, data = arguments
                call(descriptor, bytes(data)[: len(data) // 2])
            if name == "close":
                call(*arguments)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        return wrapped


def attempt(root: Path, fault: Fault, new: bytes) -> CatalogError | None:
    """A save with a fault, and what it said."""
    with pytest.MonkeyPatch.context() as patch:
        fault.install(patch)
        try:
            rewrite(root / NAME, lambda _: new, root=root)
        except CatalogError as error:
            return error
    return None


@pytest.mark.parametrize("for_good", [False, True], ids=["once", "for-good"])
@pytest.mark.parametrize("old", [None, catalog_of(3, "old")], ids=["new-file", "old-file"])
def test_whatever_call_fails_the_file_is_the_old_one_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: bytes | None, *, for_good: bool
):
    """Every call to the kernel fails once, or from there on: one clear line, no harm, and the next save works."""
    monkeypatch.setattr(os, "fsync", os.fstat)  # fails alike, and does not wait for the disk
    new = catalog_of(3, "new")
    counting = Fault(0, for_good=False)
    roots = (tmp_path / str(n) for n in range(1000))

    def fresh() -> Path:
        root = next(roots)
        (root / NAME).parent.mkdir(parents=True)
        if old is not None:
            put(root, old)
        return root

    assert attempt(fresh(), counting, new) is None
    assert counting.count > 20
    outcomes = set()
    for at in range(1, counting.count + 1):
        root = fresh()
        error = attempt(root, Fault(at, for_good=for_good), new)
        found = (root / NAME).read_bytes() if (root / NAME).exists() else None
        assert found in (old, new), at
        outcomes.add((found == new, error is None))
        if error is not None:
            message, fix = str(error).split("\n")
            assert message.startswith((f"{NAME}:1: ", ".editions"))
            assert "No space left on device" in message
            assert fix.strip()
            assert found == (new if "was saved" in message else old), (at, message)
        rewrite(root / NAME, lambda _: catalog_of(3, "next"), root=root)
        assert (root / NAME).read_bytes() == catalog_of(3, "next")
        assert [each.name for each in (root / NAME).parent.iterdir()] == ["a.po"]
        assert list(entries(project_in(root)))[-1].after == sha256(catalog_of(3, "next")).hexdigest()
    assert (False, False) in outcomes  # faults that leave the old file
    assert True in {is_new for is_new, _ in outcomes}  # and those that come too late to matter


def save_under_a_limit(root: Path, first: int) -> None:
    """Saves versions that grow until a file may grow no more; notes what it was told."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (14_000, 14_000))
    path, count = root / NAME, 0
    try:
        for count in range(first, 1000):
            rewrite(path, lambda _, count=count: catalog_of(count, "text " * 40), root=root)
    except CatalogError as error:
        (root / "said").write_text(str(error), encoding="utf-8")
    assert count > first
    assert path.read_bytes() == catalog_of(count - 1, "text " * 40)
    assert list(entries(project_in(root)))[-1].after == sha256(path.read_bytes()).hexdigest()
    assert all(
        line.endswith(b"\n") for log in (root / ".editions/saves").iterdir() for line in log.open("rb")
    )


@pytest.mark.parametrize("first", [1, 45], ids=["log", "catalog"])
def test_a_write_that_breaks_off_is_no_harm(tmp_path: Path, first: int):
    """A real write that the kernel takes in part, of the log or of the new file, leaves log and file whole."""
    put(tmp_path, catalog_of(first - 1, "text " * 40))
    together(save_under_a_limit, (tmp_path, first), timeout=60)
    assert "File too large" in (tmp_path / "said").read_text(encoding="utf-8")


FULL = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]
from test_store import NAME, catalog_of, entries, project_in, put
from editions.catalog import CatalogError, rewrite
root = Path(sys.argv[1])
path = put(root, catalog_of(100, "old"))
rewrite(path, lambda _: catalog_of(101, "old"), root=root)
(root / "ballast").write_bytes(b"x" * 1000)
try:
    while True:
        with (root / "ballast").open("ab") as file:
            file.write(b"x" * 4096)
except OSError:
    pass
try:
    rewrite(path, lambda _: catalog_of(101, "new " * 30), root=root)
except CatalogError as error:
    print(error)
assert path.read_bytes() == catalog_of(101, "old")
assert [each.name for each in path.parent.iterdir()] == ["a.po"]
(root / "ballast").unlink()
rewrite(path, lambda _: catalog_of(101, "new"), root=root)
assert path.read_bytes() == catalog_of(101, "new")
print(len(list(entries(project_in(root)))), "saves")
"""


@pytest.mark.tool("unshare")
def test_a_full_disk_is_told_and_harms_nothing(tmp_path: Path):
    """On a real disk without room nothing is written; when there is room again, saving goes on."""
    room = 'mount -t tmpfs -o size=400k tmpfs "$1" || exit 77; shift; exec "$@"'
    inside = [
        sys.executable,
        "-c",
        FULL,
        str(tmp_path),
        str(REPOSITORY / "scripts"),
        str(REPOSITORY / "tests"),
    ]
    command = ["unshare", "--map-root-user", "--mount", "sh", "-c", room, "sh", str(tmp_path), *inside]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if run.returncode == 77 or "unshare" in run.stderr:
        pytest.skip("this system lets nobody mount a disk of his own")
    assert run.returncode == 0, run.stderr
    first, *_, last = run.stdout.splitlines()
    assert first.startswith(f"{NAME}:1: the file cannot be saved and is as it was: No space left on device")
    assert last == "2 saves"


def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path):
    """A read-only folder gives one line with its reason; the file stays."""
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    path = put(tmp_path, b"old\n")
    rewrite(path, lambda _: b"second\n", root=tmp_path)
    path.parent.chmod(0o555)
    try:
        with pytest.raises(CatalogError, match=f"{NAME}:1: the file cannot be saved.*: Permission denied"):
            rewrite(path, lambda _: b"new\n", root=tmp_path)
    finally:
        path.parent.chmod(0o755)
    assert path.read_bytes() == b"second\n"


@contextlib.contextmanager
def just_before_the_replacement(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> Iterator[None]:
    """Does something at the moment when the save is logged and the new file ready."""
    log = store_module._log

    def logged(*arguments: object, **options: object) -> None:
        log(*arguments, **options)
        act()

    with monkeypatch.context() as patch:
        patch.setattr(store_module, "_log", logged)
        yield


@pytest.mark.parametrize("event", ["written", "written-in-place", "deleted", "link", "folder", "created"])
def test_what_another_program_does_meanwhile_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, event: str
):
    """A program that ignores the lock and acts between reading and replacing wins; it is told, not overwritten."""
    outside = tmp_path / "outside"
    outside.write_bytes(b"precious\n")
    root = tmp_path / "project"
    path = put(root, b"old\n")

    def act() -> None:
        if event == "written-in-place":
            with path.open("r+b") as file:
                file.write(b"OLD\n")
            os.utime(path, ns=(1, 1))
            return
        path.unlink(missing_ok=True)
        if event in ("written", "created"):
            path.write_bytes(b"theirs\n")
        elif event == "link":
            path.symlink_to(outside)
        elif event == "folder":
            path.mkdir()

    if event == "created":
        path.unlink()
    with (
        just_before_the_replacement(monkeypatch, act),
        pytest.raises(CatalogError, match="another program changed this file meanwhile; nothing was written"),
    ):
        rewrite(path, lambda _: b"new\n", root=root)
    assert outside.read_bytes() == b"precious\n"
    assert path.is_symlink() == (event == "link")
    assert path.exists() == (event != "deleted")
    if path.is_file():
        assert path.read_bytes() in (b"theirs\n", b"OLD\n", b"precious\n")
    assert not [each for each in path.parent.iterdir() if each.name != path.name]


def test_a_file_that_vanishes_before_it_is_read_is_none(tmp_path: Path):
    """A file that is deleted before the save reads it is made anew, or the save is refused, as the caller says."""
    path = tmp_path / NAME
    assert rewrite(path, lambda data: b"new\n" if data is None else b"", root=tmp_path)
    assert path.read_bytes() == b"new\n"


def test_nothing_is_written_through_a_folder_that_leads_out(tmp_path: Path):
    """A language's folder that is a link out of the project is refused; one that stays within is not."""
    root, outside = tmp_path / "project", tmp_path / "elsewhere"
    theirs = put(outside, b"old\n", "LC_MESSAGES/a.po")
    (root / "locales").mkdir(parents=True)
    (root / "locales" / "de").symlink_to(outside)
    with pytest.raises(CatalogError, match=r"de/LC_MESSAGES/a\.po:1: its folder .* leads out of the project"):
        rewrite(root / NAME, lambda _: b"new\n", root=root)
    assert theirs.read_bytes() == b"old\n"
    put(root, b"old\n", "locales/pt/LC_MESSAGES/a.po")
    (root / "locales" / "pt_PT").symlink_to("pt")
    assert rewrite(root / "locales/pt_PT/LC_MESSAGES/a.po", lambda _: b"new\n", root=root)
    assert (root / "locales/pt/LC_MESSAGES/a.po").read_bytes() == b"new\n"


@pytest.mark.parametrize("place", [".editions", ".editions/saves", ".editions/locks", "log", "lock"])
@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_links_in_our_own_folder_are_not_followed(tmp_path: Path, place: str, kind: str):
    """Whatever a stranger put in the place of the log or the locks, no foreign file is written or waited for."""
    root, foreign = tmp_path / "project", tmp_path / "foreign"
    path = put(root, b"old\n")
    rewrite(path, lambda _: b"second\n", root=root)
    if place in ("log", "lock"):
        (file,) = (root / ".editions" / {"log": "saves", "lock": "locks"}[place]).iterdir()
        file.unlink()
        foreign.write_bytes(b"precious\n")
    else:
        file = root / place
        subprocess.run(["rm", "-r", str(file)], check=True, timeout=10)
        (foreign / "saves").mkdir(parents=True)
    if kind == "link":
        file.symlink_to(foreign)
    else:
        os.mkfifo(file)
    with pytest.raises(CatalogError, match=r"\.editions.*:1: this is a link or nothing of ours"):
        rewrite(path, lambda _: b"new\n", root=root)
    assert path.read_bytes() == b"second\n"
    if foreign.is_file():
        assert foreign.read_bytes() == b"precious\n"
    else:
        assert not [each for each in foreign.rglob("*") if each.is_file()]


def test_a_dangling_link_makes_no_file_elsewhere(tmp_path: Path):
    """A link in the place of the log that leads to no file yet makes none."""
    root = tmp_path / "project"
    path = put(root, b"old\n")
    rewrite(path, lambda _: b"second\n", root=root)
    (log,) = (root / ".editions" / "saves").iterdir()
    log.unlink()
    log.symlink_to(tmp_path / "not-there-yet")
    with pytest.raises(CatalogError, match="link"):
        rewrite(path, lambda _: b"new\n", root=root)
    assert not (tmp_path / "not-there-yet").exists()


def test_the_mode_stays(tmp_path: Path):
    """The new file has the old one's mode, whatever this process gives to new files."""
    path = put(tmp_path, b"old\n")
    path.chmod(0o620)
    rewrite(path, lambda _: b"new\n", root=tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o620


def test_where_the_owner_cannot_stay_the_group_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A file of somebody else is saved all the same, and given to its group where that is allowed."""
    path = put(tmp_path, b"old\n")
    asked = []

    def refuse(_: int, owner: int, group: int) -> None:
        asked.append((owner, group))
        raise PermissionError(errno.EPERM, "no")

    monkeypatch.setattr(os, "fchown", refuse)
    theirs = os.stat_result((stat.S_IFREG | 0o640, 1, 1, 1, os.geteuid() + 1, 2345, 4, 0, 0, 0))
    with path.open("r+b") as file:
        store_module._make_alike(file.fileno(), theirs)
    assert asked == [(os.geteuid() + 1, 2345), (-1, 2345)]
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_root_leaves_files_to_their_owners(tmp_path: Path):
    """A pipeline that runs as root does not take the volunteers' files."""
    path = put(tmp_path, b"old\n")
    os.chown(path, 1234, 2345)
    rewrite(path, lambda _: b"new\n", root=tmp_path)
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 2345)


def test_only_our_own_leftovers_are_cleared(tmp_path: Path):
    """A killed save's file goes; those of other catalogs, whatever their names, are left to their own saves."""
    path = put(tmp_path, b"old\n", "l/*.po")
    others = [".a.po.0123456789abcdef.tmp", ".*.po.x.0123456789abcdef.tmp", ".*.po.notes.tmp", "*.po.tmp"]
    for name in (*others, ".*.po.0123456789abcdef.tmp"):
        (path.parent / name).write_bytes(b"half")
    rewrite(path, lambda _: b"new\n", root=tmp_path)
    assert {each.name for each in path.parent.iterdir()} == {path.name, *others}


def test_long_names_can_be_saved(tmp_path: Path):
    """A name as long as a file system takes leaves room for the temporary file's."""
    path = put(tmp_path, b"old\n", f"l/{'ж' * 125}.po")
    assert rewrite(path, lambda _: b"new\n", root=tmp_path)
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_the_limit_is_told_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A file over the limit is neither read nor written, and the message names the limit that holds."""
    path = tmp_path / "a.po"
    with path.open("wb") as file:
        file.truncate(store_module.LARGEST + 1)
    with pytest.raises(CatalogError, match=r"a\.po:1: the file is too large: 100\.0 MB of at most 100"):
        read(path, root=tmp_path)
    path.write_bytes(b"x" * 100)
    monkeypatch.setattr(store_module, "LARGEST", 1_000)
    with pytest.raises(CatalogError, match="too large"):
        rewrite(path, lambda _: b"x" * 1_001, root=tmp_path)
    assert path.read_bytes() == b"x" * 100


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What is more than the limit by the time that it is read is no catalog cut off at the limit."""
    path = put(tmp_path, b"x" * 10)
    fstat = os.fstat

    def grown(descriptor: int) -> os.stat_result:
        status = fstat(descriptor)
        path.write_bytes(b"x" * 2000)
        return status

    monkeypatch.setattr(store_module, "LARGEST", 1000)
    monkeypatch.setattr(os, "fstat", grown)
    with pytest.raises(CatalogError, match="too large"):
        read(path, root=tmp_path)


def hold(path: Path, root: Path) -> None:
    """Takes the lock and never gives it back."""
    with locked(path, root=root):
        (root / "held").touch()
        time.sleep(600)


def test_a_killed_process_gives_its_lock_back(tmp_path: Path):
    """A process that dies with the lock does not keep the others from saving."""
    path = put(tmp_path, b"old\n")
    worker = multiprocessing.get_context("spawn").Process(target=hold, args=(path, tmp_path))
    worker.start()
    end = time.monotonic() + 30
    while not (tmp_path / "held").exists() and time.monotonic() < end:
        time.sleep(0.01)
    worker.kill()
    worker.join(timeout=30)
    assert (tmp_path / "held").exists()
    assert rewrite(path, lambda _: b"new\n", root=tmp_path)
