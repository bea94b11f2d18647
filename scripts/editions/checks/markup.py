"""
The translation has the markup of its source, and nothing that a translation may not bring in.

Links, literals, roles, footnotes and substitutions are the same, as many as in the source, in any order.
Directives, new links and addresses, invisible control characters, and texts beyond every measure are refused:
such a translation is not shown, the source stands in its place. A text that waits for a new look because its
source changed may also fit the former source. A link to a site that the project names in `own_language_sites` may lead
to the same site in the reader's language.

Bad (de):
    msgid "Visit `our site <https://wsws.org>`__ today."
    msgstr "Besucht heute `unsere Website <https://example.org>`__."

Bad (de):
    msgid "The struggle for socialism requires democracy."
    msgstr ".. include:: /etc/passwd"

Good (de):
    msgid "Visit `our site <https://wsws.org>`__ today."
    msgstr "Besucht heute `unsere Website <https://wsws.org>`__."

Good (de):
    #, fuzzy
    #| msgid "Visit our site today."
    msgid "Visit `our site <https://wsws.org>`__ today."
    msgstr "Besucht heute unsere Website."
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions.checks import Finding, pairs
from editions.judge import judge
from editions.own_links import as_in_source
from editions.state import state_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
SEVERITY = "error"


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields every reason why a form of the translation may not be shown."""
    reasons = [
        reason
        for source, target in pairs(unit)
        for reason in judge(source, as_in_source(source, target, language)[0], unit.syntax)
    ]
    if reasons and _fits_former_source(unit):
        return
    yield from (Finding(reason.text, reason.fix) for reason in dict.fromkeys(reasons))


def _fits_former_source(unit: Unit) -> bool:
    if unit.previous is None or unit.plural is not None or state_of(unit) != "changed":
        return False
    return not judge(unit.previous, unit.target, unit.syntax)
