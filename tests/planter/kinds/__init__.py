"""
The shelf of kinds: a public function of a module here is a kind of error, the module is its group.

    def number_changed(text: Text, chance: Random) -> Iterator[Edit]:

yields the edits that make this error of a translation, each by itself, and none where it would be no error. Where
there are many ways to be wrong (which other number?), `chance` takes one. The docstring opens with one sentence that
says what is wrong then; after it comes a sample, the source behind `en:` and the translation behind its language.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from editions.problem import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from random import Random
    from types import ModuleType

    from planter.text import Edit, Text

GROUPS = ("factual", "markup", "completeness", "language", "typography")
_SAMPLE = re.compile(r"^ *(?P<code>[a-z]{2,3}(?:_[A-Z]{2})?): (?P<text>.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Kind:
    """
    A kind of error: its name in kebab-case, its group, what is wrong, a sample, and what makes it.

    The sample is (the source, the translation, its language).
    """

    name: str
    group: str
    help: str
    sample: tuple[str, str, str]
    run: Callable[[Text, Random], Iterator[Edit]]


@cache
def kinds() -> tuple[Kind, ...]:
    """All kinds, by group, in the order of their files."""
    modules = {module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")}
    if modules != set(GROUPS):
        raise TypeError(f"the groups of kinds are {GROUPS}, not {sorted(modules)}")
    return tuple(
        kind for group in GROUPS for kind in _kinds(group, importlib.import_module(f"{__name__}.{group}"))
    )


def choose(names: Sequence[str]) -> tuple[Kind, ...]:
    """
    The kinds that are named, by themselves or by their group, in the shelf's order; all where none is named.

    Raises:
        UserError: there is no such kind or group.
    """
    unknown = [name for name in names if name not in {*GROUPS, *(kind.name for kind in kinds())}]
    if unknown:
        raise UserError(
            f"--kinds {unknown[0]}: there is no such kind; `python tests/planter --help` lists them"
        )
    return tuple(kind for kind in kinds() if not names or {kind.name, kind.group} & set(names))


def _kinds(group: str, module: ModuleType) -> Iterator[Kind]:
    for name, function in vars(module).items():
        if inspect.isfunction(function) and function.__module__ == module.__name__ and name[0] != "_":
            text = inspect.getdoc(function) or ""
            sample = {found["code"]: found["text"] for found in _SAMPLE.finditer(text)}
            source = sample.pop("en")
            ((code, target),) = sample.items()
            yield Kind(name.replace("_", "-"), group, text.splitlines()[0], (source, target, code), function)
