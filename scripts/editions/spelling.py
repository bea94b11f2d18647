"""
Spelling: the dictionary of a language, where it lies, and what it says of a word.

Dictionaries are Hunspell's, which office programs and browsers use: those of the folder that `[tool.editions]
dictionaries` names, and those of the system (on Debian the packages `hunspell-*`) or, where it is set, of `DICPATH`.
A dictionary is a file of the project's maintainers or of the system, never of a stranger: Hunspell is a program in C++.
"""

from __future__ import annotations

import codecs
import os
import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import langcodes

from editions.remembered import Remembered
from editions.terms import SOLID, load_terms, occurs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from editions.language import Language
    from editions.project import Project

SYSTEM = (
    "/usr/share/hunspell",
    "/usr/share/myspell/dicts",
    "/usr/local/share/hunspell",
    "/opt/homebrew/share/hunspell",
    "/Library/Spelling",
)
LONGEST = 60  # letters of a word that is asked for; Hunspell itself knows none of more than a hundred
_HEAD = 3  # letters by which names are kept, to be found inflected
_SET = re.compile(rb"^\s*(?:\xef\xbb\xbf)?SET\s+(\S+)", re.MULTILINE)
_ENCODINGS = {"microsoft-cp1251": "cp1251"}  # how some dictionaries name what Python calls otherwise


class Dictionary:
    """
    A dictionary of Hunspell, and what it said of each word: to read it takes a third of a second.

    What it said is remembered for as long as its files stay as they are; `keep` puts it on disk.
    """

    def __init__(self, affixes: Path) -> None:
        self._affixes = affixes
        self._known: dict[str, bool] = {}
        self._said: Remembered | None = None
        self._library: Any = None
        self._encoding = ""

    @property
    def files(self) -> tuple[Path, Path]:
        """The files that it consists of."""
        return self._affixes, self._affixes.with_suffix(".dic")

    def knows(self, word: str) -> bool:
        """True where a word is right: as it stands, or with the full stop of an abbreviation."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._recalled(word)
        return known

    def keep(self) -> None:
        """Puts on disk what it said of new words."""
        if self._said:
            self._said.keep()

    def _recalled(self, word: str) -> bool:
        self._said = self._said or Remembered(f"words-{self._affixes.stem}", self._edition())
        right, wrong = (sha256(f"{sign}{word}".encode()).hexdigest() for sign in "+-")
        if self._said.knows(right) or self._said.knows(wrong):
            return self._said.knows(right)
        known = self._ask(word) or self._ask(f"{word}.")
        self._said.add(right if known else wrong)
        return known

    def _edition(self) -> str:
        stamps = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in self.files]
        return sha256(f"{version('chunspell')} {stamps}".encode()).hexdigest()[:16]

    def _ask(self, word: str) -> bool:
        if self._library is None:
            self._open()
        try:
            word.encode(self._encoding)
        except UnicodeEncodeError:
            return True  # it has a letter that the dictionary cannot know
        return len(word) > LONGEST or bool(self._library.spell(word))

    def _open(self) -> None:
        name, folder = self._affixes.stem, str(self._affixes.parent)
        self._library = import_module("hunspell").Hunspell(name, folder, system_encoding="UTF-8")
        self._encoding = _encoding(self._affixes)
        self._library._dic_encoding = self._encoding  # noqa: SLF001  (the binding knows fewer names)


@dataclass(frozen=True)
class Spelling:
    """
    What is known of the words of a language: a dictionary, or `why` there is none; and the project's own words.

    `words` are right as they stand, `names` also inflected; both in small letters.
    """

    dictionary: Dictionary | None = None
    why: str = ""
    words: frozenset[str] = frozenset()
    names: dict[str, list[str]] = field(default_factory=dict)

    def is_own(self, word: str, language: Language) -> bool:
        """True where the project says that a word is right."""
        small = word.casefold()
        if small in self.words:
            return True
        heads = {small[:_HEAD], small.removeprefix("\u0627\u0644")[:_HEAD], small[1 : _HEAD + 1]}
        return any(occurs(name, small, language) for head in heads for name in self.names.get(head, ()))


def spelt(project: Project, language: Language) -> Language:
    """The language with its spelling; the source language as it is, since its text is nobody's translation."""
    if language == project.source_language:
        return language
    why = _why_not(language)
    affixes = None if why else find(language, _folders(project.dictionaries))
    if not affixes:
        return replace(language, spelling=Spelling(why=why or "no dictionary is installed"))
    known = Spelling(_dictionary(affixes), "", _own_words(project, language), _names(project, language))
    return replace(language, spelling=known)


def find(language: Language, folders: Sequence[Path]) -> Path | None:
    """The `.aff` file of the language's dictionary in the first folder that has one; its `.dic` lies beside it."""
    for folder in folders:
        for name in _file_names(language, folder):
            affixes = folder / f"{name}.aff"
            if affixes.is_file() and affixes.with_suffix(".dic").is_file():
                return affixes
    return None


def _why_not(language: Language) -> str:
    if language.script in SOLID:
        return "words are not parted by spaces"
    try:
        import_module("hunspell")
    except ImportError:
        return "the library chunspell is missing"
    return ""


def _folders(own: Path | None) -> list[Path]:
    named = os.environ.get("DICPATH")
    system = SYSTEM if named is None else [each for each in named.split(os.pathsep) if each]
    return [*([own] if own else []), *map(Path, system)]


def _file_names(language: Language, folder: Path) -> Iterator[str]:
    """
    What the dictionary may be called: `pt_BR`; `de`, `de_DE`, any other of it; `sr_Latn_RS`.

    A country that is named is not exchanged for another one, and a script never.
    """
    given = langcodes.Language.get(language.tag)
    likely = given.maximize()
    base = likely.language or ""
    script = f"_{likely.script}" if likely.script != langcodes.Language.get(base).maximize().script else ""
    yield language.code
    yield f"{base}{script}_{likely.territory}"
    yield f"{base}{script}"
    if given.territory is None:
        found = sorted(path.stem for path in folder.glob(f"{base}{script}_*.aff"))
        yield from (name for name in found if re.fullmatch(rf"{base}{script}_[A-Z]{{2}}", name))


@lru_cache(maxsize=100)
def _dictionary(affixes: Path) -> Dictionary:
    return Dictionary(affixes)


def _encoding(affixes: Path) -> str:
    """The encoding of a dictionary by Python's name; Hunspell's own where the file names none."""
    match = _SET.search(affixes.read_bytes())
    name = match[1].decode("ascii", "replace").lower() if match else "iso8859-1"
    try:
        return codecs.lookup(_ENCODINGS.get(name, name)).name
    except LookupError:
        return "ascii"


def _own_words(project: Project, language: Language) -> frozenset[str]:
    """The words of `<code>.txt` in the project's folder of dictionaries, one a line."""
    path = project.dictionaries / f"{language.code}.txt" if project.dictionaries else None
    if path is None or not path.is_file():
        return frozenset()
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return frozenset(line.strip().casefold() for line in lines if line.strip() and line[0] != "#")


def _names(project: Project, language: Language) -> dict[str, list[str]]:
    """The words of all names and terms in the language, by their first letters."""
    found: dict[str, list[str]] = {}
    entries = load_terms(project).entries
    texts = [text for entry in entries for text in (entry.source, *entry.rendered(language))]
    for word in dict.fromkeys(re.findall(r"\w+", " ".join(texts).casefold())):
        if len(word) >= _HEAD:
            found.setdefault(word[:_HEAD], []).append(word)
    return found
