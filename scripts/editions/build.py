"""
build: editions from sanitised catalogs, each language for itself, only where something changed.

What went into an edition is remembered as two hashes: `environment` (programs, configuration) and `inputs` (source,
catalogs, whatever Sphinx depended on). While both are the same the edition stands, and Sphinx is not even imported.

What was built is shown only once it was compared (`compare`): a translated edition that can do more than the source
edition does not reach its readers.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from editions import assembly, driver, formats, powers, sanitise
from editions.compare import Measure, clear, model_of
from editions.files import digest, write_if_changed
from editions.order import VERSION, Order, environment_of, inputs_of, read_stamp, stands
from editions.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from editions.language import Language
    from editions.project import Project, View
    from editions.trust import Trust


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
    orders = [Order(project, language, view, kind) for language in sound]
    done: dict[str, Edition] = {}
    for edition in _make(orders, environment_of(project), notice):
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


def _make(orders: Sequence[Order], environment: str, notice: Callable[[str], None]) -> Iterator[Edition]:
    """Yields what became of each that had to be built or may not be shown; of one built twice, the latter last."""
    model = model_of(orders, environment)
    aside = [model] if model and model.aside else []
    due = [order for order in (*orders, *aside) if not stands(order, environment)]
    asked = [order.language.code for order in due if not order.aside]
    if asked:
        notice(f"building {orders[0].kind}: {', '.join(asked)}")
    failed: dict[str, Edition] = {}
    for order, edition in _run_all(due, environment):
        if edition.state == "failed":
            failed[edition.language.code] = edition
        if not order.aside:
            yield edition
    whole = [order for order in orders if order.language.code not in failed]
    if model and model.language.code in failed:
        yield from (_incomparable(order, failed[model.language.code]) for order in whole)
    else:
        yield from _compare(whole, model, environment)


def _run_all(orders: Sequence[Order], environment: str) -> Iterator[tuple[Order, Edition]]:
    """Yields what became of each as it is done."""
    if orders:
        driver.preload()
    for result in driver.map_children(partial(_run, environment=environment), orders):
        yield result.given, _settle_result(result)


def _compare(orders: Sequence[Order], model: Order | None, environment: str) -> Iterator[Edition]:
    """
    Clears the built editions that may be shown, and yields those that may not, or that were built once more.

    One that grew over several builds is first built again from nothing: what an earlier source left may be in it.
    """
    measure = Measure(model) if model else None
    suspects = [order for order in orders if clear(order, measure)]
    grown = [replace(order, fresh=True) for order in suspects if not read_stamp(order).get("fresh")]
    anew = {order.language: edition for order, edition in _run_all(grown, environment)}
    for order in suspects:
        edition = anew.get(order.language)
        if edition is not None and edition.state == "failed":
            yield edition
        elif more := clear(order, measure):
            yield _withheld(order, more)
        elif edition is not None:
            yield edition


def _withheld(order: Order, more: tuple[Problem, ...]) -> Edition:
    text = (
        f"it could do more than the edition in {order.project.source_language.code}, which only something in a "
        "catalog or an extension can have brought; nothing of it is shown to readers, and what they had stays"
    )
    return Edition(order.language, order.kind, (), "failed", text, 1, more)


def _incomparable(order: Order, model: Edition) -> Edition:
    text = f"the edition in {model.language.code}, with which it is compared, cannot be built: {model.text}"
    return Edition(order.language, order.kind, (), "failed", text, model.code)


def _run(order: Order, *, environment: str) -> bool:
    """In a child: one edition into its staging folder; a folder that was left half-done is begun anew."""
    staging, kind = order.staging, formats.kind(order.kind)
    whole = staging / "complete"
    if not whole.is_file() or whole.read_text(encoding="ascii") != environment:
        shutil.rmtree(staging, ignore_errors=True)
    if order.fresh:
        shutil.rmtree(order.built, ignore_errors=True)
        shutil.rmtree(staging / "doctrees", ignore_errors=True)
    staging.mkdir(parents=True, exist_ok=True)
    for path in (whole, order.stamp, order.cleared):  # of a build that fails midway nothing is believed
        path.unlink(missing_ok=True)
    fresh, before = not order.built.exists(), inputs_of(order, ())
    run = driver.run_sphinx(
        order.project.source,
        order.built,
        staging / "doctrees",
        builder=kind.builder,
        overrides=_overrides(order),
        collect=partial(_collect, kind=kind),
        extension=kind.extension,
    )
    # Where something changed under our hands, it is built again next time.
    _write_notes(order, run, environment, same=before == inputs_of(order, ()), fresh=fresh)
    whole.write_text(environment, encoding="ascii")
    return True


def _overrides(order: Order) -> dict[str, object]:
    from editions.sphinxext.context import Context

    return {
        "language": order.language.sphinx_code,
        "editions_context": Context(order.project, order.language, order.view),
    }


def _collect(app: Any, *, kind: formats.Kind) -> tuple[list[tuple[str, int, str]], dict[str, bytes]]:
    """What the guard put back, by place; and what to examine in the place of files that are the language's own."""
    from editions.sphinxext.guard import refusals

    return sorted({place for places in refusals(app.env).values() for place in places}), kind.stand_ins(app)


def _write_notes(order: Order, run: driver.SphinxRun, environment: str, *, same: bool, fresh: bool) -> None:
    """The record of what was built, and its stamp; `fresh` says that it was built from nothing."""
    refused, stand_ins = run.collected
    outside = [name for name in run.dependencies if _is_outside(order.project, name)]
    record = powers.scan(
        order.built,
        formats.kind(order.kind).powers,
        former=powers.read(order.powers),
        stand_ins=stand_ins,
        reads=[order.project.shown(Path(name)) for name in outside],
    )
    powers.write(order.powers, record)
    stamp = {
        "version": VERSION,
        "environment": environment,
        "outside": outside,
        "inputs": inputs_of(order, outside) if same else "",
        "powers": digest(order.powers.read_bytes()),
        "fresh": fresh,
        "refused": refused,
        "warnings": list(run.warnings),
    }
    write_if_changed(order.stamp, json.dumps(stamp, ensure_ascii=False, indent=1).encode())


def _is_outside(project: Project, name: str) -> bool:
    path = Path(name)
    return not path.is_relative_to(project.source) and not path.is_relative_to(project.output)


def _settle_result(result: driver.Result[Order, bool]) -> Edition:
    order = result.given
    if result.made is not None:
        return Edition(order.language, order.kind, (), "built")
    text = result.failure
    if result.traceback:
        log = order.project.path("logs", f"{order.language.code}-{order.kind}.log")
        write_if_changed(log, result.traceback.encode())
        text += f" (this is a bug of the program; details are in {order.project.shown(log)})"
    return Edition(order.language, order.kind, (), "failed", text, result.code)


def _is_placed(order: Order, destination: Path, pattern: str) -> bool:
    """True where what was built last is what readers have, and all of it is still there."""
    if not order.placed.is_file() or order.placed.read_bytes() != order.stamp.read_bytes():
        return False
    return assembly.is_whole(order.built, destination, pattern)


def _finish(order: Order, edition: Edition) -> Edition:
    """Puts a built edition into its place; the languages that link to it follow at the end."""
    project, language = order.project, order.language
    destination = project.edition(language, order.view, order.kind)
    pattern = formats.kind(order.kind).files
    if edition.state == "built" or not _is_placed(order, destination, pattern):
        order.placed.unlink(missing_ok=True)
        if pattern:
            assembly.place_files(project, language, order.view, order.kind, destination)
        else:
            present = assembly.present(project, order.view)
            assembly.settle_edition(
                project, language, order.view, destination, present=present, layout=assembly.folders()
            )
        order.placed.write_bytes(order.stamp.read_bytes())
    paths = tuple(sorted(destination.glob(pattern or "index.html"))) or (destination,)
    stamp = read_stamp(order)
    refused = tuple(
        Problem(path, line, "guard", "error", text) for path, line, text in stamp.get("refused", ())
    )
    return Edition(
        language, order.kind, paths, edition.state, code=1 if refused else 0,
        problems=refused, warnings=tuple(stamp.get("warnings", ())),
    )  # fmt: skip
