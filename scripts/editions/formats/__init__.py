"""
The shelf of kinds of editions: one module or package per kind, found by its name; `make html` makes kind `html`.

A kind says `BUILDER`, the Sphinx builder that makes it, and `FILES`, a pattern of the finished files that readers take
away (`*.pdf`), or "" for pages; `LABEL` is what a link to such a file says, a key of the interface (default: the kind's
name in capitals). Its own builder is added by a `setup(app)` as in any Sphinx extension.

It must also give `powers(name, data)`: what one built file (its name below the edition's folder, its bytes) could do
beyond being read, as `editions.powers.Power`; nothing for files that can only be read. No translated edition is shown
that has a power which the source edition has not. Where Sphinx itself writes a file in another way for each language, a
`stand_ins(app)` may give the bytes to examine in its place, by name; none at all for a file that is Sphinx's own.
"""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from editions.powers import Power


@dataclass(frozen=True)
class Kind:
    """
    A kind of edition: its name, the Sphinx builder that makes it, and what its finished files are called.

    `powers` examines one built file; `stand_ins` gives what it examines in the place of some, once Sphinx has run.
    """

    name: str
    builder: str
    files: str
    label: str
    extension: str | None
    powers: Callable[[str, bytes], Iterable[Power]]
    stand_ins: Callable[[Any], dict[str, bytes]]


def names() -> tuple[str, ...]:
    """The names of all kinds, pages first."""
    found = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(sorted(found, key=lambda name: name != "html"))


def kind(name: str) -> Kind:
    """The kind of this name, one of `names()`."""
    module = import_module(f"{__name__}.{name}")
    extension = module.__name__ if hasattr(module, "setup") else None
    stand_ins = getattr(module, "stand_ins", _no_stand_ins)
    label = getattr(module, "LABEL", name.upper())
    return Kind(name, module.BUILDER, module.FILES, label, extension, module.powers, stand_ins)


def _no_stand_ins(app: Any) -> dict[str, bytes]:
    """A kind of which Sphinx writes every file in the same way for all languages."""
    del app
    return {}
