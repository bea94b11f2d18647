"""What the judge has let pass before, remembered by hash in the user's own cache."""

from __future__ import annotations

import atexit
import json
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from editions.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Iterator

_LIBRARIES = ("docutils", "markdown-it-py", "editions")


def knows(source: str, target: str, syntax: str) -> bool:
    """Whether this very pair passed before."""
    return passed().knows(_name(source, target, syntax))


def add(source: str, target: str, syntax: str) -> None:
    """Remembers that this pair passed."""
    passed().add(_name(source, target, syntax))


@cache
def passed() -> Remembered:
    """The texts that passed this very judge: its own code and its parsers' versions are in the cache's name."""
    total = sha256()
    for part in _identity():
        total.update(part)
    found = Remembered("judge", total.hexdigest()[:16])
    atexit.register(found.keep)
    return found


def _name(source: str, target: str, syntax: str) -> str:
    """The hash under which a verdict is remembered."""
    return sha256(json.dumps([syntax, source, target]).encode()).hexdigest()


def _identity() -> Iterator[bytes]:
    for library in _LIBRARIES:
        yield f"{library}=={version(library)}\n".encode()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        yield path.read_bytes()
