"""
What is typed just so is the same in the translation.

Code between back-quotes (``config``) is what a reader types or looks for, so it is not put into words. Found is code
that the source has not where some of the source's is missing; only letters and digits are compared. Left alone is what
readers fill in (``<host>``, ``path/to/file``), and several plain words, which may be those of a menu.

Bad (de):
    msgid "Type ``print`` to see it."
    msgstr "Tippen Sie ``drucke``, um es zu sehen."

Bad (fr):
    msgid "It is in ``pma__users``."
    msgstr "C’est dans ``pma__utilisateurs``."

Bad (ja):
    msgid "set to ``true``"
    msgstr "``真`` に設定"

Good (de):
    msgid "Click ``Set to Default`` or type ``show``."
    msgstr "Klicken Sie auf ``Auf Standard setzen`` oder tippen Sie ``show``."

Good (de):
    msgid "Open ``http://<your host>/``."
    msgstr "Öffnen Sie ``http://<Ihr Rechner>/``."
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from editions.checks import Finding, pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language
    from editions.prose import Syntax

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

_LITERAL = {
    "rst": re.compile(r"``(?=[^\s`])([^`]*(?:`[^`]+)*)``(?!`)"),
    "md": re.compile(r"(?<!`)(`{1,3})(?!`)([^`]+)\1(?!`)"),
}
# Quotation marks, dashes and the like within code are the business of `markup` and of those who know the code.
_SIGNS = re.compile(r"[\W_]+")
# What a reader fills in, or reads on a screen in the own language: <host>, your_name, path/to/file, Menu -> Item.
_OPEN = re.compile(
    r"<[^<>/!?][^<>]*>|\[[A-Z][a-z]|\.{3}|…|->|→|//\w+/|^\(.*\)$|^[^\W\d_]+(?: [^\W\d_]+)+$"
    r"|(?<![^\W_])(?:your|path|example|my\w+|old|filename|server|user)(?![^\W_])",
    re.IGNORECASE,
)
_SHOWN = 40  # characters of code that a message has


def check(unit: Unit, language: Language) -> Iterator[Finding]:  # noqa: ARG001  (every rule of the scope has it)
    """Yields one finding per form with code that is another one."""
    for source, target in pairs(unit):
        if "`" in source and "`" in target and source != target:
            wanted, given = _literals(source, unit.syntax), _literals(target, unit.syntax)
            lost = [words for words in _more(wanted, given) if not _OPEN.search(words)]
            new = _more(given, wanted)
            if lost and new:
                yield Finding(
                    f"the source has the code “{lost[0][:_SHOWN]}”, the translation “{new[0][:_SHOWN]}”",
                    f"write {lost[0][:_SHOWN]}",
                )


def _literals(text: str, syntax: Syntax) -> dict[str, list[str]]:
    """The pieces of code in a text, by their letters and digits."""
    found: dict[str, list[str]] = defaultdict(list)
    for match in _LITERAL[syntax].finditer(text):
        code = match[match.lastindex or 0]
        found[_SIGNS.sub("", code).casefold()].append(code)
    return found


def _more(these: dict[str, list[str]], those: dict[str, list[str]]) -> list[str]:
    """The pieces of code that are more often among these than among those."""
    return [codes[0] for key, codes in these.items() if len(codes) > len(those.get(key, ()))]
