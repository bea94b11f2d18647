"""Catalog files on disk: what is read, and what a save can meet."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from catalogs import WHOLE
from editions.catalog import Catalog, CatalogError, Change, save


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
