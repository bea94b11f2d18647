"""
There is one space between two words of the source.

Bad (rst):
    The survival of democracy  requires socialism.

Good (rst):
    The survival of democracy requires ``two  spaces`` and
    a line break.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.checks import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.source import Passage

SCOPE = "source"
SEVERITY = "error"

DOUBLED = re.compile(r"\S+(?: {2,}|\t)[ \t]*\S+")


def check(passage: Passage) -> Iterator[Finding]:
    """Yields one finding per line of the passage that has a doubled space or a tab between words."""
    if passage.kind == "remark":
        return
    raw = passage.raw.split("\n")
    for below, line in enumerate(passage.prose.split("\n")):
        found = DOUBLED.search(line)
        if found:
            words = raw[below][found.start() : found.end()]
            yield Finding(f"there are two spaces in “{words}”", "keep one of them", below=below)
