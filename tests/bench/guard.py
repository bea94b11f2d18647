"""
Builds pages with and without the guard: what does safety cost where every translation is honest?

The sample and a foreign project with a theme of its own, each document of theirs ten times over, one language, cold, in
one process; the judge has read the texts before, as it has in every build. Beside it what the judge itself takes for
texts that nobody has read yet, and for those that it remembers.

Two builds a second long differ by more than 5 % on a busy machine, whatever is in them. So the time within the guard is
taken too, as it is spent: its share is the figure that is held to the limit, the builds beside it show no more than
that nothing was overlooked.

Must reach: at most 5 % more CPU with the guard (issue 4, core 4).
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.harness.measure import Case
from bench.harness.table import Column, Table, Target, ratio

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.harness.child import Clock
    from bench.harness.measure import Figures, Session
    from bench.harness.table import Cell

TESTS = Path(__file__).resolve().parent.parent
PROJECTS = {"sample": TESTS / "sample", "furo": TESTS / "foreign" / "furo"}
COPIES = 10
LIMIT = 1.05
NO_COPY = shutil.ignore_patterns("build", "public", ".editions", "__pycache__", "*.mo")


def build(clock: Clock, name: str, code: str, guarded: int) -> int:
    """Builds the pages of one language; how many translations were put in."""
    from editions import driver, sanitise
    from editions.project import Project
    from editions.sphinxext import guard
    from editions.sphinxext.context import Context

    project = Project.load(_enlarged(name, Path.cwd()))
    language = project.choose([code])[0]
    sanitise.sanitise(project, language, "working")
    driver.preload()
    if guarded:
        _take_time(clock, guard)
    else:
        guard.setup = lambda _: None
    overrides = {"language": language.sphinx_code, "editions_context": Context(project, language)}
    output = project.path("out")
    with clock("build"):
        driver.run_sphinx(project.source, output, project.path("trees"), builder="html", overrides=overrides)
    return sum(page.read_text("utf-8").count('data-shown="translation"') for page in output.rglob("*.html"))


def _take_time(clock: Clock, guard: Any) -> None:
    """Has the clock run whenever the guard does something."""
    for owner, name in ((guard.Confine, "apply"), (guard.Release, "apply"), (guard._Dispatcher, "role")):
        setattr(owner, name, clock("guard")(getattr(owner, name)))


def judge(clock: Clock, name: str, code: str) -> int:
    """Has all texts of a language judged, first unknown, then as another process of this user would find them."""
    os.environ["XDG_CACHE_HOME"] = str(Path.cwd())  # nothing is remembered yet
    from editions import judge as judges
    from editions.holdings import readable
    from editions.project import Project

    project = Project.load(PROJECTS[name])
    language = project.choose([code])[0]
    texts = [unit for catalog in readable(project, language) for unit in catalog.units if unit.has_text]
    with clock("unknown"):
        refused = sum(bool(judges.judge(unit.source, unit.target, unit.syntax)) for unit in texts)
        judges.confined.running().close()
    judges.judge.cache_clear()
    with clock("remembered"):
        again = sum(bool(judges.judge(unit.source, unit.target, unit.syntax)) for unit in texts)
    return len(texts) if refused == again else -1


def run(session: Session) -> Iterator[Table]:
    """The figures of both projects, and what the guard adds."""
    cases = [
        Case(f"{name}, {words}", build, (name, "de", guarded))
        for name in PROJECTS
        for guarded, words in ((0, "without"), (1, "with the guard"))
    ]
    figures = session.measure(cases)
    columns = (
        Column("pages of"),
        Column("CPU s", ".3f"),
        Column("wall s", ".3f"),
        Column("×", ".3f"),
        Column("in the guard, CPU s", ".3f"),
        Column("× by it", ".3f"),
        Column("target"),
    )
    rows = [row for name in PROJECTS for row in _rows(figures, name)]
    yield Table(
        f"Pages with and without the guard, each document {COPIES} times", columns, rows, _faults(figures)
    )
    judged = session.measure([Case(name, judge, (name, "de")) for name in PROJECTS])
    yield Table(
        "The judge alone: all texts of one language",
        (
            Column("project"),
            Column("texts", "d"),
            Column("unknown, CPU s", ".3f"),
            Column("remembered, CPU s", ".4f"),
        ),
        [
            (name, one.said[0], one.cpu("unknown"), one.cpu("remembered"))
            for name, one in judged.items()
            if one.said
        ],
        _faults(judged),
    )


def _rows(figures: dict[str, Figures], name: str) -> Iterator[tuple[Cell, ...]]:
    plain, guarded = figures[f"{name}, without"], figures[f"{name}, with the guard"]
    yield plain.name, plain.cpu("build"), plain.wall("build"), None, None, None, None
    built, guarding = guarded.cpu("build"), guarded.cpu("guard")
    times = ratio(built, plain.cpu("build"))
    share = None if built is None or guarding is None else ratio(built, built - guarding)
    yield guarded.name, built, guarded.wall("build"), times, guarding, share, Target(name, share, LIMIT)


def _faults(figures: dict[str, Figures]) -> list[str]:
    return [f"{one.name}: {one.fault}" for one in figures.values() if one.fault]


def _enlarged(name: str, folder: Path) -> Path:
    """A copy of a project, each of its documents but the root with `COPIES` more of the same, catalogs too."""
    root = shutil.copytree(PROJECTS[name], folder / name, ignore=NO_COPY)
    (root / "docs" / "conf.py").open("a").write(
        "\ngettext_compact = False\nsuppress_warnings = ['toc', 'ref']\n"
    )
    for path in [each for ending in ("rst", "md") for each in (root / "docs").rglob(f"*.{ending}")]:
        if path.stem != "index":
            _multiply(path)
    for path in list(root.rglob("LC_MESSAGES/**/*.po")):
        if path.stem != "index":
            _multiply(path)
    return root


def _multiply(path: Path) -> None:
    for number in range(1, COPIES):
        shutil.copyfile(path, path.with_stem(f"{path.stem}-{number}"))
