"""
The shelf of rules: one file per rule, found by its name, nothing to register.

`edge_space.py` is the rule `edge-space`. Its docstring is its page in the help: one sentence, the reason,
then samples under `Bad (<code>):` and `Good (<code>):` that a test runs. It has

- `SCOPE`: what it looks at, see `Scope`,
- `SEVERITY`: `error` keeps a text from being published, `warning` needs a look, `advice` never blocks,
- `WAIVABLE = True`, if people may say that the rule is wrong about a text (`editions approve --waive`); never
  for what keeps readers safe, or what is missing,
- `check(…)`: a generator of `Finding`, called with what the scope says,
- `repair(words, source, language)`, of scope `unit`, if it knows what is right without doubt: a generator of `Edit`
  of the prose of one translation (`words`; it and its source are as `editions.prose.prose` gives them). The stage
  `repair` applies them to machine text, when asked.

A module whose name begins with an underscore is no rule.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache
from inspect import cleandoc
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from editions.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from editions.catalog import Unit
    from editions.language import Language

# unit:    check(unit, language), every unit of a catalog that has a text
# terms:   check(unit, language, terms), the same where the project has names and terms
# language: check(units, language), all units of a language that have a text, those of its interface aside
# catalog: check(catalog, template, language), a whole catalog; either may be None where there is none
# interface: check(unit, language), every string of a theme or template that has a translation
# source:  check(passage), every passage of the source documents and every remark of Sphinx about them
Scope = Literal["unit", "terms", "language", "catalog", "interface", "source"]


@dataclass(frozen=True)
class Finding:
    """
    What a rule found: one clause in a translator's words, and what to do about it.

    `unit` says which unit is meant (scope `language`, and `catalog`: none is the catalog as a whole), `below` how many
    lines below the first line of the passage it lies (scope `source`).
    """

    text: str
    fix: str | None = None
    unit: Unit | None = None
    below: int = 0


class Edit(NamedTuple):
    """What is to stand in a translation instead of `words[start:end]`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Rule:
    """
    A rule: its name in kebab-case, how bad a finding is, what it looks at, its page in the help.

    `waivable`: people may say that it is wrong about a text. `repair`: None where it does not know what is right.
    """

    name: str
    severity: Severity
    scope: Scope
    help: str
    run: Callable[..., Iterator[Finding]]
    waivable: bool = False
    repair: Callable[[str, str, Language], Iterator[Edit]] | None = None


@cache
def rules(scope: Scope | None = None) -> tuple[Rule, ...]:
    """The rules of this folder, sorted by name: all of them, or those of one scope."""
    names = sorted(
        module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")
    )
    found = tuple(_rule(name, importlib.import_module(f"{__name__}.{name}")) for name in names)
    return tuple(rule for rule in found if scope in (None, rule.scope))


def pairs(unit: Unit) -> Iterator[tuple[str, str]]:
    """The unit's (source, translation) per plural form with a text: the first of one, the others of many."""
    several = unit.plural is not None and len(unit.targets) > 1
    for number, target in enumerate(unit.targets):
        if target.strip():
            first = unit.plural is None or (several and number == 0)
            yield (unit.source if first else str(unit.plural)), target


def _rule(name: str, module: Any) -> Rule:
    if module.SCOPE not in get_args(Scope) or module.SEVERITY not in get_args(Severity):
        raise TypeError(
            f"{module.__file__}: SCOPE is one of {get_args(Scope)}, SEVERITY of {get_args(Severity)}"
        )
    waivable = getattr(module, "WAIVABLE", False)
    text = cleandoc(module.__doc__)
    repair = getattr(module, "repair", None)
    return Rule(name.replace("_", "-"), module.SEVERITY, module.SCOPE, text, module.check, waivable, repair)
