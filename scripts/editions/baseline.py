"""
What is known to be wrong: problems that a project had when it began to check, and only new ones are of interest.

A known problem is recognised by its file, its rule, what it says, and the text that it is about: it is new again when
somebody changes the text, and stays known when its line moves. `check` hides it; nothing else believes a baseline, and
what decides whether a language may be published does so least of all.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from editions.catalog import Catalog, CatalogError
from editions.files import write_if_changed
from editions.fingerprint import text_hash
from editions.problem import UserError, relative

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from editions.catalog import Unit
    from editions.problem import Problem
    from editions.project import Project

VERSION = 1
Known = tuple[str, str, str, str]  # path, rule, hash of the text (empty: none), what is said


def write_baseline(path: Path, problems: Sequence[Problem], project: Project) -> None:
    """Notes these problems as known."""
    known = sorted(key for _, key in _keys(problems, project))
    text = json.dumps({"version": VERSION, "known": known}, ensure_ascii=False, indent=1)
    write_if_changed(path, f"{text}\n".encode())


def without_known(path: Path, problems: Sequence[Problem], project: Project) -> list[Problem]:
    """
    The problems that the baseline does not know; of several alike, as many are hidden as it knows.

    Raises:
        UserError: there is no such file, or it is none of these.
    """
    left = Counter(_read(path, project))
    fresh = []
    for problem, key in _keys(problems, project):
        if left[key]:
            left[key] -= 1
        else:
            fresh.append(problem)
    return fresh


def changed_since(
    problems: Sequence[Problem], project: Project, read: Callable[[Path], bytes | None]
) -> list[Problem]:
    """
    The problems of texts that are not as they were.

    Args:
        problems: of today.
        project: the project.
        read: gives a file as it was then; None where there was none.
    """
    before: dict[str, frozenset[str]] = {}
    found = []
    for problem, (path, _, text, _) in _keys(problems, project):
        if path not in before:
            before[path] = _texts(read(project.root / path), project.root / path, project)
        if not text or text not in before[path]:
            found.append(problem)
    return found


def _texts(data: bytes | None, path: Path, project: Project) -> frozenset[str]:
    """The hashes of a former catalog's texts; none where it was none."""
    try:
        units = Catalog.parse(data or b"", path, root=project.root).units if path.suffix == ".po" else ()
    except CatalogError:
        units = ()
    return frozenset(map(text_hash, units))


def _keys(problems: Sequence[Problem], project: Project) -> Iterator[tuple[Problem, Known]]:
    units: dict[str, dict[int, Unit]] = {}
    for problem in problems:
        if problem.path not in units:
            units[problem.path] = _by_line(project.root / problem.path, project)
        unit = units[problem.path].get(problem.line)
        yield problem, (problem.path, problem.rule, text_hash(unit) if unit else "", problem.text)


def _by_line(path: Path, project: Project) -> dict[int, Unit]:
    if path.suffix != ".po" or not path.is_file():
        return {}
    try:
        return {unit.line: unit for unit in Catalog.load(path, root=project.root).units}
    except CatalogError:
        return {}


def _read(path: Path, project: Project) -> list[Known]:
    shown = relative(path, project.root)
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        known = [tuple(map(str, each)) for each in table["known"]]
    except FileNotFoundError:
        raise UserError(
            f"{shown}: there is no such baseline; write it with --write-baseline {shown}"
        ) from None
    except (OSError, ValueError, TypeError, KeyError):
        raise UserError(
            f"{shown}: this is no baseline of ours; write it anew with --write-baseline {shown}"
        ) from None
    if table.get("version") != VERSION:
        raise UserError(
            f"{shown}: version {table.get('version')!r} is not known to this program; it knows {VERSION}"
        )
    return [(a, b, c, d) for a, b, c, d in known]
