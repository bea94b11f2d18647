"""Honest catalogs: the built site has the same bytes with and without the guard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from editions import driver, formats, sanitise
from editions.project import Project
from editions.sphinxext import guard
from editions.sphinxext.context import Context
from helpers import FOREIGN, SAMPLE, copy_project, daily, snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from editions.language import Language

PROJECTS = {"sample": SAMPLE, "joined": FOREIGN / "joined", "furo": FOREIGN / "furo"}


@pytest.fixture(autouse=True)
def _same_dates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two builds at different moments may not differ by the moment."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1533168000")


def run_sphinx(edition: tuple[Project, Language, str, bool]) -> driver.SphinxRun:
    """In a child: one edition from sanitised catalogs, with the guard or without."""
    project, language, kind, guarded = edition
    if not guarded:
        guard.setup = lambda _: None
    chosen, output = formats.kind(kind), project.path("out")
    overrides = {"language": language.sphinx_code, "editions_context": Context(project, language)}
    return driver.run_sphinx(
        project.source,
        output / "files",
        output / "trees",
        builder=chosen.builder,
        overrides=overrides,
        extension=chosen.extension,
    )


def build(project: Project, language: Language, kind: str, *, guarded: bool) -> dict[str, bytes]:
    """All files of an edition, built in one and the same folder from sanitised catalogs."""
    output = project.path("out")
    driver.in_child(run_sphinx, (project, language, kind, guarded))
    files = snapshot(output / "files")
    (output / "files").rename(project.path(f"{kind}-{language.code}-{guarded}"))
    (output / "trees").rename(project.path(f"{kind}-{language.code}-{guarded}-trees"))
    return {name: data for name, data in files.items() if ".buildinfo" not in name}


@pytest.mark.parametrize("kind", daily(["html", "pdf"]))
@pytest.mark.parametrize("name", PROJECTS)
def test_honest_site_has_the_same_bytes_without_the_guard(tmp_path: Path, name: str, kind: str) -> None:
    """In each language of each project the guard leaves no trace in what is built."""
    driver.preload()
    project = Project.load(copy_project(PROJECTS[name], tmp_path / name))
    known = [language for language in project.languages if language.locale] or list(project.languages)
    for language in known:
        assert not sanitise.sanitise(project, language, "working").damaged
        with_it, without = (build(project, language, kind, guarded=each) for each in (True, False))
        assert with_it
        assert with_it == without
