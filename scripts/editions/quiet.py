"""
Units of which no rule had anything to say, remembered: most of a project is so, and need not be looked at again.

What is remembered is a hash of all that the rules for single units read: the unit, its language, dictionary, names and
terms, the rules themselves and the libraries beneath them. Findings are not remembered; they are found out each time.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from editions.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from editions.catalog import Unit
    from editions.checks import Rule
    from editions.language import Language
    from editions.terms import Terms

_LIBRARIES = (
    "docutils", "markdown-it-py", "babel", "langcodes", "language-data", "PyStemmer", "chunspell", "rapidfuzz",
)  # fmt: skip


class Quiet:
    """The quiet units of one language of a project, see above; new ones are on disk after `keep`."""

    def __init__(self, language: Language, terms: Terms, rules: Sequence[Rule]) -> None:
        named = [(rule.name, rule.run.__module__) for rule in rules]
        self._surroundings = repr((language, language.sites, _words_of(language), _told(terms), named))
        self._remembered = Remembered(f"quiet-{language.code}", _program())

    def knows(self, unit: Unit) -> bool:
        """Whether all rules passed over this very unit before."""
        return self._remembered.knows(self._name(unit))

    def add(self, unit: Unit) -> None:
        """Remembers that all rules passed over it."""
        self._remembered.add(self._name(unit))

    def keep(self) -> None:
        """Puts on disk what is new."""
        self._remembered.keep()

    def _name(self, unit: Unit) -> str:
        return sha256(f"{self._surroundings}\0{replace(unit, catalog='', line=0)!r}".encode()).hexdigest()


def _words_of(language: Language) -> object:
    """What decides about the spelling of a word: the dictionary's files as they are now, and the project's words."""
    spelling = language.spelling
    if spelling is None:
        return None
    files = spelling.dictionary.files if spelling.dictionary else ()
    stamps = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    return spelling.why, stamps, sorted(spelling.words), sorted(spelling.names.items())


def _told(terms: Terms) -> list[list[object]]:
    """What names and terms say, in the same words in every process, which sets are not."""
    return [
        [sorted(value) if isinstance(value, frozenset) else value for value in vars(term).values()]
        for term in terms.entries
    ]


@cache
def _program() -> str:
    """The hash of this program and of what its rules rest on."""
    total = sha256()
    for library in _LIBRARIES:
        total.update(f"{library}=={_version(library)}\n".encode())
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        total.update(path.read_bytes())
    return total.hexdigest()[:16]


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""
