"""
The shelf of destinations: one module per URL scheme, found by its file name.

A destination is a function `check(address, project)` that refuses (UserError) what cannot be published to, before
anything is built, and a function `publish(site, address, project)` that yields its progress in words: `site` is the
finished folder, `address` the URL without its scheme, `project` what is published. It must switch from the old
release to the new one at once.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING, Any

from editions.problem import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from editions.project import Project


def schemes() -> list[str]:
    """The URL schemes that can be published to."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def check(url: str, project: Project) -> None:
    """
    Looks at a destination before anything is built for it.

    Raises:
        UserError: the URL names no destination, or the destination refuses.
    """
    module, address = _find(url)
    module.check(address, project)


def publish(site: Path, url: str, project: Project) -> Iterator[str]:
    """
    Publishes a finished folder to where the URL says, and yields its progress.

    Raises:
        UserError: the URL names no destination, or the destination refuses.
    """
    module, address = _find(url)
    yield from module.publish(site, address, project)


def _find(url: str) -> tuple[Any, str]:
    scheme, colon, address = url.partition(":")
    if not colon or scheme not in schemes():
        raise UserError(
            f"cannot publish to {url!r}: no such destination; choose from: {', '.join(schemes())}:…"
        )
    if not address:
        raise UserError(f"cannot publish to {url!r}: it names no place")
    return import_module(f"{__name__}.{scheme}"), address
