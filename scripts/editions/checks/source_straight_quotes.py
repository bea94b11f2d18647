"""
The source has printed quotation marks and apostrophes, not those of a typewriter.

From “ and ” translators and rules see what opens and what closes; every language has its own marks for them.
Code and addresses are left alone, and so is a document whose straight marks Sphinx turns into printed ones
(`smartquotes`).

Bad (rst):
    The self-styled "liberal" parties joined the vilification.

Bad (rst):
    They demand an end to Assange's confinement.

Good (rst):
    The self-styled “liberal” parties call ``print("it")`` Assange’s fault.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions.checks import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.source import Passage

SCOPE = "source"
SEVERITY = "error"


def check(passage: Passage) -> Iterator[Finding]:
    """Yields one finding per line with a straight mark, in the file and in what readers see."""
    if passage.kind == "remark":
        return
    shown = {mark for mark in "\"'" if mark in passage.text}
    for below, line in enumerate(passage.prose.split("\n")):
        word = next((word for word in line.split() if shown & set(word)), None)
        if word:
            yield Finding(f"straight quotation mark in “{word}”", "write “ ” or ‘ ’", below=below)
