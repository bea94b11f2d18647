"""
The shelf of machine-translation engines: one file each, found by its name; nothing is registered anywhere.

An engine is a module of this package with these names:

    ONLINE: bool                    True where texts leave this machine
    WIRE: "text" | "xml"            the form in which it brings inline markup back (editions.markup.wire)
    host(options) -> str            where texts go, as shown to the user; "" for this machine
    unavailable(source, target, options) -> str | None
                                    why it cannot translate between these languages here, in plain words
    translate(texts, source, target, options) -> Iterator[str | Failure]
                                    one answer for each text, in order, each as soon as it is there

`options` is the table `[tool.editions.engines.<name>]` of pyproject.toml. `translate` raises UserError when
it gives up on this language, and EngineDownError when there is no point in asking for another one either.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from editions.problem import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from editions.language import Language
    from editions.markup.wire import Form
    from editions.project import Project

    Options = Mapping[str, Any]


@dataclass(frozen=True)
class Failure:
    """No usable answer for one text; `reason` says why without naming an address, a key or the text."""

    reason: str


class EngineDownError(UserError):
    """The engine as a whole does not serve now (no network, asked to wait): no other language need try."""


@dataclass(frozen=True)
class Engine:
    """One engine of the shelf; what its parts do stands at the top of this module."""

    name: str
    online: bool
    wire: Form
    host: Callable[[Options], str]
    unavailable: Callable[[Language, Language, Options], str | None]
    translate: Callable[[Sequence[str], Language, Language, Options], Iterator[str | Failure]]


def names() -> tuple[str, ...]:
    """The names of all engines, sorted; modules with a leading underscore are their tools."""
    return tuple(
        sorted(found.name for found in pkgutil.iter_modules(__path__) if not found.name.startswith("_"))
    )


def find(name: str) -> Engine:
    """
    The engine of this name.

    Raises:
        UserError: there is none.
    """
    if name not in names():
        raise UserError(f"unknown engine {name!r}; choose from: {', '.join(names())}")
    module = importlib.import_module(f"{__name__}.{name}")
    return Engine(name, module.ONLINE, module.WIRE, module.host, module.unavailable, module.translate)


def options(project: Project, name: str) -> Options:
    """
    The project's table for an engine; empty where it has none.

    Raises:
        UserError: what stands there is no table.
    """
    tables = project.options.get("engines", {})
    table = tables.get(name, {}) if isinstance(tables, dict) else None
    if not isinstance(table, dict):
        raise UserError(f"pyproject.toml: [tool.editions.engines.{name}] must be a table")
    return table


def require(engine: Engine, project: Project, target: Language) -> None:
    """
    Does nothing where the engine translates from the source language to this one.

    Raises:
        UserError: it does not; says why.
    """
    reason = engine.unavailable(project.source_language, target, options(project, engine.name))
    if reason is not None:
        raise UserError(f"{engine.name} cannot fill {target.code}: {reason}")


def choose(project: Project, target: Language) -> Engine:
    """
    The first engine that translates to the language without sending a text anywhere.

    Raises:
        UserError: there is none; says of each engine why it does not serve.
    """
    reasons = []
    for engine in map(find, names()):
        reason = engine.unavailable(project.source_language, target, options(project, engine.name))
        if reason is None and not engine.online:
            return engine
        named = f"it sends the texts elsewhere, so only --engine {engine.name} uses it"
        reasons.append(f"{engine.name}: {reason or named}")
    raise UserError(f"no engine of this machine can fill {target.code}; " + "; ".join(reasons))
