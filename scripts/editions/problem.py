"""A problem that a person has to look at, and the one error that is shown without a traceback."""

from __future__ import annotations

import os
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

PLACE = re.compile(r"(?P<path>.+):(?P<line>[0-9]{1,9})")
Severity = Literal["error", "warning", "advice"]


class UserError(Exception):
    """
    Something the user can mend: shown as one line, never with a traceback; everything else is a bug.

    The text says what happened, where (path:line) and what to do. `code` is the exit code of the program.
    """

    def __init__(self, text: str, *, code: int = 2) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong in line `line` (from 1) of `path` (relative to the project, POSIX); sorts by path, line, rule."""

    path: str
    line: int
    rule: str
    severity: Severity
    text: str
    fix: str | None = None

    def __str__(self) -> str:
        """`path:line: text [rule]`, with the fix on the line below."""
        hint = f"\n    {self.fix}" if self.fix else ""
        return f"{self.path}:{self.line}: {self.text} [{self.rule}]{hint}"

    def as_json(self) -> dict[str, object]:
        """The fields as the contract of `editions check --format json` names them."""
        return asdict(self)


def parse_place(text: str) -> tuple[str, int] | None:
    """`path:line`, as a problem shows it, taken apart (the path without `./`); None if the text is no place."""
    place = PLACE.fullmatch(text)
    return (os.path.normpath(place["path"]), int(place["line"])) if place else None


def relative(path: Path, root: Path) -> str:
    """The path as a message shows it: relative to the project where it lies within, with forward slashes."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
