"""
The source's markup is understood.

What Sphinx does not understand, it leaves out or shows as raw signs, in every language, and says so only in passing.

Bad (rst):
    A word in *emphasis without an end.

Bad (rst):
    A word in an :unknown-role:`unknown role`.

Good (rst):
    A word in *emphasis*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions.checks import Finding
from editions.checks.source_broken_link import UNUSED, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.source import Passage

SCOPE = "source"
SEVERITY = "error"


def check(passage: Passage) -> Iterator[Finding]:
    """Yields a finding for a remark of docutils that is not about a link, which is another rule's."""
    known = passage.kind == "remark" and passage.raw == "docutils" and UNUSED not in passage.text
    if known and not WORDS.search(passage.text):
        yield Finding(f"the markup is not understood: {passage.text}", "mend the markup")
