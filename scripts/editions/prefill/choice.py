"""Which engine fills a language: the one that was named, else the first of the project's chain that can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions import engines
from editions.problem import UserError

if TYPE_CHECKING:
    from editions.engines import Engine
    from editions.language import Language
    from editions.project import Project


def candidates(project: Project, target: Language, name: str = "") -> list[Engine]:
    """
    The engines that could fill the language, the best first; at least one.

    They are the one of the `name`; else those of `[tool.editions] chain`; without a chain all that send nothing
    anywhere. So a text leaves this machine only by an engine that somebody named.

    Raises:
        UserError: there is none; says of each engine why it does not serve.
    """
    if name:
        engine = engines.find(name)
        reason = _why_not(engine, project, target)
        if reason:
            raise UserError(f"{engine.name} cannot fill {target.code}: {reason}")
        return [engine]
    named = chain(project)
    found, reasons = [], []
    for engine in map(engines.find, named or engines.names()):
        reason = _why_not(engine, project, target)
        if reason is None and not named and engine.is_online(engines.options(project, engine)):
            reason = f"it sends the texts elsewhere, so only --engine {engine.name} or a chain uses it"
        if reason is None:
            found.append(engine)
        else:
            reasons.append(f"{engine.name}: {reason}")
    if not found:
        where = "of the chain" if named else "of this machine"
        raise UserError(f"no engine {where} can fill {target.code}; " + "; ".join(reasons))
    return found


def chain(project: Project) -> tuple[str, ...]:
    """
    The names under `[tool.editions] chain`; empty where there is none.

    Raises:
        UserError: one of them is no engine.
    """
    named = tuple(map(str, project.options.get("chain", ())))
    for name in named:
        engines.find(name)
    return named


def _why_not(engine: Engine, project: Project, target: Language) -> str | None:
    return engine.unavailable(project.source_language, target, engines.options(project, engine))
