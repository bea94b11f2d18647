"""
A string of the pages' frame is plain text with the placeholders of its source.

Templates put such strings (buttons, titles, notices; the catalog `sphinx.po`) into pages as they are, often within
an attribute. A sign that HTML, a template or a script could take for more, or another placeholder, would break every
page: such a translation is not shown.

Bad (de):
    msgid "Last updated on %(last_updated)s."
    msgstr "Zuletzt geändert am %(date)s."

Bad (de):
    msgid "Last updated on %(last_updated)s."
    msgstr "Zuletzt <b>geändert</b> am %(last_updated)s."

Good (de):
    msgid "Last updated on %(last_updated)s."
    msgstr "Zuletzt geändert am %(last_updated)s."
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions.checks import Finding, pairs
from editions.judge import INTERFACE, judge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "interface"
SEVERITY = "error"


def check(unit: Unit, language: Language) -> Iterator[Finding]:  # noqa: ARG001  (every rule of the scope has it)
    """Yields every reason why a string may not be shown."""
    reasons = [reason for source, target in pairs(unit) for reason in judge(source, target, INTERFACE)]
    yield from (Finding(reason.text, reason.fix) for reason in dict.fromkeys(reasons))
