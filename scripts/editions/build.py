"""
build: editions from sanitised catalogs, each language for itself, only where something changed.

What went into an edition is remembered as two hashes: `environment` (programs, configuration) and `inputs` (source,
catalogs, whatever Sphinx depended on). While both are the same the edition stands, and Sphinx is not even imported.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from functools import partial
from importlib.metadata import distributions
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from editions import assembly, driver, formats, sanitise
from editions.files import digest, digest_tree, write_if_changed
from editions.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from editions.language import Language
    from editions.project import Project, View
    from editions.trust import Trust

VERSION = 1


@dataclass(frozen=True)
class Edition:
    """One edition that was asked for: where it is, and whether it was built, stood already, or failed."""

    language: Language
    kind: str
    paths: tuple[Path, ...]
    state: str  # built, unchanged, failed
    text: str = ""
    code: int = 0
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Order:
    project: Project
    language: Language
    view: View
    kind: str

    @property
    def staging(self) -> Path:
        return assembly.staging(self.project, self.language, self.view)

    @property
    def stamp(self) -> Path:
        return self.staging / f"{self.kind}.json"

    @property
    def placed(self) -> Path:
        """Names the stamp of what readers have: a build that was killed in between has built and not placed."""
        return self.staging / f"{self.kind}.placed"


def build(
    project: Project,
    languages: Sequence[Language],
    view: View,
    kind: str,
    *,
    trust: Trust | None = None,
    notice: Callable[[str], None] = lambda _: None,
) -> Iterator[Edition]:
    """
    Yields what became of each language's edition of one kind: those that fail first, then in order of languages.

    An edition is replaced whole and at once, or not at all; a language that fails stops no other. Without `trust`
    nobody vouched for anything.
    """
    sound = []
    for language in languages:
        damaged = _sanitise(project, language, view, trust)
        if damaged:
            yield Edition(language, kind, (), "failed", "a catalog is damaged", 1, damaged)
        else:
            sound.append(language)
    orders = [_Order(project, language, view, kind) for language in sound]
    environment = _environment(project)
    due = [order for order in orders if not _stands(order, environment)]
    done: dict[str, Edition] = {}
    if due:
        notice(f"building {kind}: {', '.join(order.language.code for order in due)}")
        driver.preload()
    for result in driver.map_children(partial(_run, environment=environment), due):
        edition = _settle_result(result)
        done[edition.language.code] = edition
        if edition.state == "failed":
            yield edition
    for order in orders:
        edition = done.get(order.language.code) or Edition(order.language, kind, (), "unchanged")
        if edition.state != "failed":
            yield _finish(order, edition)
    if done:
        assembly.link_again(project, view)


def _sanitise(project: Project, language: Language, view: View, trust: Trust | None) -> tuple[Problem, ...]:
    if language.code == project.source_language.code:
        return ()
    return sanitise.sanitise(project, language, view, trust).damaged


def _run(order: _Order, *, environment: str) -> driver.SphinxRun:
    """In a child: one edition into its staging folder; a folder that was left half-done is begun anew."""
    staging, kind = order.staging, formats.kind(order.kind)
    whole = staging / "complete"
    if not whole.is_file() or whole.read_text(encoding="ascii") != environment:
        shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True, exist_ok=True)
    whole.unlink(missing_ok=True)
    before = _inputs(order, ())
    run = driver.run_sphinx(
        order.project.source,
        staging / kind.name,
        staging / "doctrees",
        builder=kind.builder,
        overrides=_overrides(order),
        collect=_refusals,
        extension=kind.extension,
    )
    if before == _inputs(order, ()):  # else something changed under our hands: build again next time
        _write_stamp(order, run, environment)
    whole.write_text(environment, encoding="ascii")
    return run


def _overrides(order: _Order) -> dict[str, object]:
    from editions.sphinxext.context import Context

    return {
        "language": order.language.sphinx_code,
        "editions_context": Context(order.project, order.language, order.view),
    }


def _write_stamp(order: _Order, run: driver.SphinxRun, environment: str) -> None:
    outside = [name for name in run.dependencies if _is_outside(order.project, name)]
    stamp = {
        "version": VERSION,
        "environment": environment,
        "outside": outside,
        "inputs": _inputs(order, outside),
        "refused": run.collected,
        "warnings": list(run.warnings),
    }
    write_if_changed(order.stamp, json.dumps(stamp, ensure_ascii=False, indent=1).encode())


def _refusals(app: Any) -> list[tuple[str, int, str]]:
    from editions.sphinxext.guard import refusals

    return sorted({place for places in refusals(app.env).values() for place in places})


def _is_outside(project: Project, name: str) -> bool:
    path = Path(name)
    return not path.is_relative_to(project.source) and not path.is_relative_to(project.output)


def _environment(project: Project) -> str:
    """The hash of all that is not text: installed distributions, this program, configuration, list of languages."""
    versions = sorted({f"{each.name}=={each.version}" for each in distributions()})
    program = digest_tree(Path(str(files("editions"))))
    codes = [language.code for language in project.editions]
    return digest(
        json.dumps([VERSION, versions, program, codes, dict(project.options)], default=str).encode()
    )


def _inputs(order: _Order, outside: Sequence[str]) -> str:
    """The hash of source, sanitised catalogs with their states, and files outside that Sphinx depended on."""
    project = order.project
    catalogs = sanitise.folder(project, order.view) / order.language.code
    without = frozenset({project.output, project.locales})
    return digest_tree(project.source, catalogs, *map(Path, outside), without=without)


def _read_stamp(order: _Order) -> dict[str, Any]:
    try:
        stamp: dict[str, Any] = json.loads(order.stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if stamp.get("version") == VERSION else {}


def _stands(order: _Order, environment: str) -> bool:
    stamp = _read_stamp(order)
    return (
        stamp.get("environment") == environment
        and (order.staging / order.kind).is_dir()
        and stamp["inputs"] == _inputs(order, stamp["outside"])
    )


def _settle_result(result: driver.Result[_Order, driver.SphinxRun]) -> Edition:
    order = result.given
    if result.made is not None:
        return Edition(order.language, order.kind, (), "built")
    text = result.failure
    if result.traceback:
        log = order.project.path("logs", f"{order.language.code}-{order.kind}.log")
        write_if_changed(log, result.traceback.encode())
        text += f" (this is a bug of the program; details are in {order.project.shown(log)})"
    return Edition(order.language, order.kind, (), "failed", text, result.code)


def _is_placed(order: _Order, destination: Path, pattern: str) -> bool:
    """True where what was built last is what readers have, and all of it is still there."""
    if not order.placed.is_file() or order.placed.read_bytes() != order.stamp.read_bytes():
        return False
    return assembly.is_whole(order.staging / order.kind, destination, pattern)


def _finish(order: _Order, edition: Edition) -> Edition:
    """Puts a built edition into its place; the languages that link to it follow at the end."""
    project, language = order.project, order.language
    destination = project.edition(language, order.view, order.kind)
    pattern = formats.kind(order.kind).files
    if edition.state == "built" or not _is_placed(order, destination, pattern):
        order.placed.unlink(missing_ok=True)
        if pattern:
            assembly.place_files(project, language, order.view, order.kind, destination)
        else:
            present = assembly.built(project, order.view)
            assembly.settle_edition(
                project, language, order.view, destination, present=present, layout=assembly.folders()
            )
        if order.stamp.is_file():
            order.placed.write_bytes(order.stamp.read_bytes())
    paths = tuple(sorted(destination.glob(pattern or "index.html"))) or (destination,)
    stamp = _read_stamp(order)
    refused = tuple(
        Problem(path, line, "guard", "error", text) for path, line, text in stamp.get("refused", ())
    )
    return Edition(
        language, order.kind, paths, edition.state, code=1 if refused else 0,
        problems=refused, warnings=tuple(stamp.get("warnings", ())),
    )  # fmt: skip
