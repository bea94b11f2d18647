r"""
A translation is not its source over again.

A source of several words that comes back unchanged was most likely forgotten. Code, addresses and names (a
few capitalised words without punctuation) may stay as they are.

Bad (de):
    msgid "The struggle for socialism requires democracy."
    msgstr "The struggle for socialism requires democracy."

Good (de):
    msgid "World Socialist Web Site"
    msgstr "World Socialist Web Site"

Good (de):
    msgid "``make html LANG=de``"
    msgstr "``make html LANG=de``"

Good (cs):
    msgid "josep constanti <jconstanti\\_at\\_yahoo.es>"
    msgstr "josep constanti <jconstanti\\_at\\_yahoo.es>"

Good (ja):
    msgid "CREATE TABLE ..."
    msgstr "CREATE TABLE ..."

Good (fr):
    msgid "Jim Kraai, Jordi Bruguera, G. Wieggers."
    msgstr "Jim Kraai, Jordi Bruguera, G. Wieggers."

Good (de):
    msgid "m = \\frac{a + b}{2}"
    msgstr "m = \\frac{a + b}{2}"
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.checks import Finding, pairs
from editions.prose import is_sentence, prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language
    from editions.prose import Syntax

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

WORD = re.compile(r"[^\W\d_][\w’'-]+")  # letters of formulas are no words

# An address of a person or site, also where its sign is written out against collectors of addresses.
ADDRESS = re.compile(r"<[^<>\s]{1,200}(?:@|\\?_at\\?_)[^<>\s]{1,200}>|\([\w-]{1,60}(?:\.[\w-]{1,60}){1,6}\)")
TECHNICAL = re.compile(r"`[\w.]{1,100}`|[\w.-]{1,100}/[\w./-]{1,100}")  # names of columns, paths
DOTS = re.compile(r"\s?(?:\.{3}|…)\Z")  # something is left out: CREATE TABLE ...
FEWEST = 2  # words that say something
NAME = 4  # words of a name before an address
LIST = 2  # commas of a list of names


def check(unit: Unit, language: Language) -> Iterator[Finding]:  # noqa: ARG001  (every rule of the scope has it)
    """Yields one finding per form that repeats its source."""
    for source, target in pairs(unit):
        if target.split() == source.split() and _says_something(source, unit.syntax):
            yield Finding("the translation is the source over again", "translate it, or leave it empty")


def _says_something(source: str, syntax: Syntax) -> bool:
    if "\n" in source:  # only code and formulas have several lines in a catalog
        return False
    text, addresses = ADDRESS.subn("", source)
    words = WORD.findall(TECHNICAL.sub("", prose(text, syntax)))
    if len(words) < FEWEST or (addresses and len(words) <= NAME):
        return False
    is_list = text.count(",") >= LIST or not is_sentence(DOTS.sub("", source), syntax)
    return not (is_list and all(map(_may_be_in_name, words)))


def _may_be_in_name(word: str) -> bool:
    """Capitalised words, and the short ones that stand between them: of, van, de la."""
    return not word[0].islower() or len(word) <= len("van")
