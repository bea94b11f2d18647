"""
A line that marks machine text can be read.

Machine text carries a line `# mt: <engine> <date> s=… t=…`. If that line is damaged, the text could pass for
a person's work, so it is an error. To say that you stand behind a text, do not touch the line: edit the text,
or vouch for it.

Bad (de):
    # mt: google 2018-08-02
    #, fuzzy
    msgid "Free Julian Assange!"
    msgstr "Freiheit für Julian Assange!"

Good (de):
    # mt: google 2018-08-02 s=0123456789abcdef t=fedcba9876543210
    #, fuzzy
    msgid "Free Julian Assange!"
    msgstr "Freiheit für Julian Assange!"

Good (de):
    # The mt: mark is explained in the README.
    msgid "Free Julian Assange!"
    msgstr "Freiheit für Julian Assange!"
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.checks import Finding
from editions.state import find_marks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
SEVERITY = "error"

# How a mark begins, also where an editor changed its case or its spaces.
MARK = re.compile(r"\s*mt\s*:", re.IGNORECASE)


def check(unit: Unit, language: Language) -> Iterator[Finding]:  # noqa: ARG001  (every rule of the scope has it)
    """Yields one finding per line that begins as a mark and belongs to none that can be read."""
    read = {line for _, lines in find_marks(unit.comments) for line in lines}
    for number, line in enumerate(unit.comments):
        if MARK.match(line) and number not in read:
            yield Finding(
                f"the line that marks machine text cannot be read: “# {line.strip()}”",
                "restore the line as it was (your version history has it)",
            )
