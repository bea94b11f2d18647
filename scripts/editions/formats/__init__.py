"""
The shelf of kinds of editions: one module or package per kind, found by its name; `make html` makes kind `html`.

A kind says `BUILDER`, the Sphinx builder that makes it, and `FILES`, a pattern of the finished files that readers take
away (`*.pdf`), or "" for pages. Its own builder is added by a `setup(app)` as in any Sphinx extension.
"""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from importlib import import_module


@dataclass(frozen=True)
class Kind:
    """A kind of edition: its name, the Sphinx builder that makes it, and what its finished files are called."""

    name: str
    builder: str
    files: str
    extension: str | None


def names() -> tuple[str, ...]:
    """The names of all kinds, pages first."""
    found = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(sorted(found, key=lambda name: name != "html"))


def kind(name: str) -> Kind:
    """The kind of this name, one of `names()`."""
    module = import_module(f"{__name__}.{name}")
    extension = module.__name__ if hasattr(module, "setup") else None
    return Kind(name, module.BUILDER, module.FILES, extension)
