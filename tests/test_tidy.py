"""The stage `tidy`: what it writes, what it only looks at, and what it leaves alone."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from editions import tidy as stage
from editions.project import Project
from editions.tidy import LostInTidyingError, tidy

if TYPE_CHECKING:
    from pathlib import Path

    from editions.catalog import Catalog

WRAPPED = b'msgid ""\n"The gauge"\nmsgstr ""\n"Der"\n" Pegel"\n'


def german(sample: Path) -> tuple[Project, Path]:
    """The sample, and its German catalog that shall be out of form."""
    project = Project.load(sample)
    path = project.catalog(project.languages[1], "index")
    path.write_bytes(path.read_bytes() + b"\n" + WRAPPED)
    return project, path


@pytest.mark.tool("msgcat")
def test_catalogs_get_into_form_and_stay_there(sample: Path):
    """A catalog out of form becomes what msgcat writes, in one save that is logged; a second run writes nothing."""
    project, path = german(sample)
    before = path.read_bytes()
    first = list(tidy(project, project.languages[1:2]))
    assert [each.path for each in first if each.changed] == [project.shown(path)]
    command = ["msgcat", "--no-wrap", "-"]
    assert path.read_bytes() == subprocess.run(command, input=before, capture_output=True, check=True).stdout
    (log,) = (sample / ".editions" / "saves").iterdir()
    (line,) = log.read_text("utf-8").splitlines()
    assert json.loads(line)["path"] == project.shown(path)
    times = path.stat().st_mtime_ns
    assert not any(each.changed or each.problems for each in tidy(project, project.languages[1:2]))
    assert path.stat().st_mtime_ns == times


def test_looking_changes_nothing(sample: Path):
    """With `check_only` the files are told that are not in form, and none is written."""
    project, path = german(sample)
    before = path.read_bytes()
    found = {each.path: each.changed for each in tidy(project, project.languages[1:2], check_only=True)}
    assert [shown for shown, changed in found.items() if changed] == [project.shown(path)]
    assert len(found) == 4
    assert path.read_bytes() == before
    assert not (sample / ".editions").exists()


@pytest.mark.parametrize("check_only", [True, False])
def test_a_damaged_catalog_is_told_and_the_others_go_on(sample: Path, *, check_only: bool):
    """All that is wrong in a damaged catalog is told with its lines; it stays as it is, the others are tidied."""
    project, path = german(sample)
    damaged = project.catalog(project.languages[1], "diary")
    data = damaged.read_bytes() + b'\nmsgid "x\nmsgstr ""\n\nmsgid "y"\nmsgstr "\\q"\n'
    damaged.write_bytes(data)
    results = {each.path: each for each in tidy(project, project.languages[1:2], check_only=check_only)}
    problems = results[project.shown(damaged)].problems
    assert [problem.line for problem in problems] == [data.count(b"\n") - 4, data.count(b"\n")]
    assert "msg" not in str(results[project.shown(damaged)])
    assert damaged.read_bytes() == data
    assert results[project.shown(path)].changed


def test_what_would_say_something_else_is_not_written(sample: Path, monkeypatch: pytest.MonkeyPatch):
    """Should the form ever say something else than the file, nothing is written and a bug is reported."""
    project, path = german(sample)
    before = path.read_bytes()

    def forgetful(catalog: Catalog) -> bytes:
        return catalog.data.replace(b"Pegel", b"Regen")

    monkeypatch.setattr(stage, "canonical", forgetful)
    with pytest.raises(LostInTidyingError, match=r"index\.po:.*report this bug"):
        list(tidy(project, project.languages[1:2]))
    assert path.read_bytes() == before
