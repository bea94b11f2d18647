"""Catalog files on disk: what is read, and what a save can meet."""

from __future__ import annotations

import json
import multiprocessing
import os
import stat
from pathlib import Path

import pytest

from catalogs import WHOLE
from editions.catalog import Catalog, CatalogError, Change, rewrite, save
from editions.catalog.store import LARGEST


@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "device", "missing"])
def test_only_plain_files_are_read(tmp_path: Path, kind: str):
    """Links, pipes, folders and devices are refused at once, without waiting or following."""
    path = tmp_path / "a.po"
    if kind == "link":
        path.symlink_to(WHOLE)
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "device":
        path = Path("/dev/zero")
    with pytest.raises(CatalogError, match=r"no file|link|cannot be read"):
        Catalog.load(path, root=tmp_path)


def test_too_large_files_are_not_read(tmp_path: Path):
    """A file of more than 20 MB is refused by its size alone."""
    path = tmp_path / "a.po"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(CatalogError, match="too large"):
        Catalog.load(path, root=tmp_path)


def test_a_save_keeps_the_mode_and_logs_what_went(tmp_path: Path):
    """A save replaces the file with its mode, leaves nothing behind, and the log has the old and the new text."""
    path = tmp_path / "locales" / "a.po"
    assert save(path, WHOLE.read_bytes(), expected=None, root=tmp_path)
    path.chmod(0o640)
    catalog = Catalog.load(path, root=tmp_path)
    new = catalog.edit({(None, "Intro"): Change(targets=("Einführung",))})
    assert save(path, new, expected=catalog.data, root=tmp_path)
    assert path.read_bytes() == new
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [file.name for file in path.parent.iterdir()] == ["a.po"]
    (log,) = (tmp_path / ".editions" / "saves").iterdir()
    first, second = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert (first["v"], first["before"], first["new"]) == (1, None, WHOLE.read_text(encoding="utf-8"))
    assert second["old"] == '#: docs/intro.rst:1\nmsgid "Intro"\nmsgstr "Einleitung"\n'
    assert second["new"] == '#: docs/intro.rst:1\nmsgid "Intro"\nmsgstr "Einführung"\n'
    assert (second["before"], second["path"], second["line"]) == (first["after"], "locales/a.po", 16)


def test_a_save_of_the_same_bytes_writes_nothing(tmp_path: Path):
    """A file that already holds the bytes keeps its time and is not logged again."""
    path = tmp_path / "a.po"
    save(path, b"x", expected=None, root=tmp_path)
    os.utime(path, ns=(1, 1))
    assert not save(path, b"x", expected=b"older", root=tmp_path)
    assert path.stat().st_mtime_ns == 1


def test_a_save_refuses_what_changed_underneath(tmp_path: Path):
    """When another program wrote the file meanwhile, or deleted or created it, its work stays."""
    path = tmp_path / "a.po"
    path.write_bytes(b"theirs")
    for expected in (b"as I read it", None):
        with pytest.raises(CatalogError, match="another program changed this file"):
            save(path, b"mine", expected=expected, root=tmp_path)
    assert path.read_bytes() == b"theirs"
    path.unlink()
    with pytest.raises(CatalogError, match="another program"):
        save(path, b"mine", expected=b"theirs", root=tmp_path)
    assert not path.exists()


def test_a_torn_log_and_stale_files_do_no_harm(tmp_path: Path):
    """What a killed process left, half a log line and a temporary file, is closed off and cleared away."""
    path = tmp_path / "a.po"
    save(path, b"one\n", expected=None, root=tmp_path)
    (log,) = (tmp_path / ".editions" / "saves").iterdir()
    with log.open("ab") as file:
        file.write(b'{"v":1,"pa')
    (tmp_path / ".a.po.0123.tmp").write_bytes(b"half")
    save(path, b"two\n", expected=b"one\n", root=tmp_path)
    assert not list(tmp_path.glob(".a.po.*"))
    assert json.loads(log.read_text(encoding="utf-8").splitlines()[-1])["new"] == "two\n"


def append_lines(path: Path, root: Path, name: str, count: int) -> None:
    """Adds lines to a file, each in a save of its own."""
    for number in range(count):
        rewrite(path, lambda data, line=f"{name} {number}\n": (data or b"") + line.encode(), root=root)


def test_processes_do_not_lose_each_others_saves(tmp_path: Path):
    """Three processes that change one file at once keep all their changes."""
    path = tmp_path / "a.po"
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=append_lines, args=(path, tmp_path, name, 20)) for name in "abc"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    expected = {f"{name} {number}" for name in "abc" for number in range(20)}
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(expected)
    assert set(lines) == expected
