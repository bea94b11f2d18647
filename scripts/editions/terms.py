"""
Names and terms: what is called how in each language, and how it is found in an inflected text.

`locales/names.toml` holds them; see `scripts/guide/terms.md`. A name has an official form and is not translated anew,
a term has one agreed rendering; both may have forms that are forbidden since they are wrong or somebody else's.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Literal

import Stemmer

from editions.problem import UserError, relative

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from editions.language import Language
    from editions.project import Project

FILE = "names.toml"
KEYS = frozenset({"source", "keep", "part", "forbidden", "note", "from", "open"})
Kind = Literal["name", "term"]
# Scripts whose words are not parted by spaces: there a rendering is looked for letter by letter.
SOLID = frozenset({"Hans", "Hant", "Jpan", "Thai", "Laoo", "Khmr", "Mymr"})
# As much of a word must be the same at its start, since endings are what changes; and so long may the ending be.
STEADY = 0.6
SHORTEST_STEM, LONGEST_ENDING = 3, 4
# Languages that join one ending to another, and what that makes of the limits.
JOINING = frozenset(
    ["az", "et", "eu", "fi", "hu", "ka", "kk", "kn", "ky", "ml", "si", "sw", "ta", "te", "tr", "uz"]
)
JOINED_STEM, JOINED_ENDING = 2, 10
# What Snowball has under another code: both forms of Norwegian, and what is written like Serbian, in either script.
STEMMERS = {"nb": "no", "nn": "no", "bs": "sr", "cnr": "sr", "hr": "sr", "sh": "sr"}
# Letters, digits, and the vowel signs of South and South-East Asia, which Python does not count among letters.
_LETTER = r"[\w\u0300-\u036f\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u200c\u200d]"
WORD = re.compile(rf"{_LETTER}+(?:[’'-]{_LETTER}+)*")
_MARKS = re.compile(r"[\u064b-\u0652\u0670\u0640\u0591-\u05c7]")  # vowel signs, which may be written or not
_ACCENT = "\u0301"  # moves in Greek when the ending changes


@dataclass(frozen=True)
class Term:
    """
    One name or term of the source.

    `renderings` (the first is the preferred one) and `forbidden` are by language code; `keep`: it stays as it is in
    every language; `open` are the languages in which nobody has decided yet; `origins` says by language where the
    rendering comes from, under the empty code for all of them; `part` is the part of speech.
    """

    source: str
    kind: Kind
    renderings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    forbidden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keep: bool = False
    note: str = ""
    open: frozenset[str] = frozenset()
    origins: Mapping[str, str] = field(default_factory=dict)
    part: str = ""

    def rendered(self, language: Language) -> tuple[str, ...]:
        """What it may be called in a language, the preferred words first; empty where that is not known."""
        return (self.source,) if self.keep else self.renderings.get(language.code, ())


@dataclass(frozen=True)
class Terms:
    """All names and terms of a project."""

    entries: tuple[Term, ...] = ()

    def within(self, text: str) -> Iterator[Term]:
        """The entries that stand in a source text as words; of two that overlap only the longer one."""
        free = text
        for entry in self._longest_first:
            if entry.source not in free:  # most are not, and an expression takes its time
                continue
            found = re.compile(rf"(?<!\w){re.escape(entry.source)}(?!\w)")
            if found.search(free):
                free = found.sub("\ufffc", free)
                yield entry

    @cached_property
    def _longest_first(self) -> tuple[Term, ...]:
        return tuple(sorted(self.entries, key=lambda each: (-len(each.source), each.source)))


def load_terms(project: Project) -> Terms:
    """
    The names and terms of a project; none where it has no file of them.

    Raises:
        UserError: the file cannot be read, or says something that cannot be.
    """
    path = project.locales / FILE
    if not path.is_file():
        return Terms()
    shown = relative(path, project.root)
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{shown}: cannot be read: {error}") from None
    return parse_terms(table, shown)


def parse_terms(table: Mapping[str, Any], shown: str) -> Terms:
    """
    The names and terms of a table as names.toml has it; `shown` is its name in messages.

    Raises:
        UserError: it has another version, or an entry is no entry.
    """
    if table.get("version", 1) != 1:
        raise UserError(f"{shown}: version {table['version']!r} is not known to this program; it knows 1")
    unknown = sorted(set(table) - {"version", "name", "term"})
    if unknown:
        raise UserError(f"{shown}: knows [[name]] and [[term]], not {unknown[0]!r}")
    entries = [_entry(each, kind, shown) for kind in ("name", "term") for each in table.get(kind, ())]
    sources = Counter(entry.source for entry in entries)
    twice = next((source for source, number in sources.items() if number > 1), None)
    if twice is not None:
        raise UserError(f"{shown}: {twice!r} is there twice; join the entries")
    return Terms(tuple(entries))


def _entry(table: Any, kind: Any, shown: str) -> Term:
    source = table.get("source") if isinstance(table, dict) else None
    if not isinstance(source, str) or not source.strip():
        raise UserError(f"{shown}: each [[{kind}]] needs a source, the words of the original")
    renderings = {key: _listed(value) for key, value in table.items() if key not in KEYS}
    odd = next((key for key, value in renderings.items() if not _is_list(value)), None)
    if odd is not None:
        raise UserError(f"{shown}: {source}: {odd} must be the words in that language, not {table[odd]!r}")
    forbidden = table.get("forbidden", {})
    if not isinstance(forbidden, dict) or not all(_is_list(each) for each in forbidden.values()):
        raise UserError(f'{shown}: {source}: forbidden forms are lists by language: forbidden.de = ["…"]')
    origins = table.get("from", {})
    origins = {"": origins} if isinstance(origins, str) else origins
    if not isinstance(origins, dict) or not all(isinstance(each, str) for each in origins.values()):
        raise UserError(f'{shown}: {source}: where it comes from is text by language: from.de = "…"')
    return Term(
        plain_source(source),
        kind,
        {code: tuple(map(plain_source, texts)) for code, texts in renderings.items()},
        {code: tuple(map(plain_source, texts)) for code, texts in forbidden.items()},
        keep=bool(table.get("keep", False)),
        note=str(table.get("note", "")),
        open=frozenset(table.get("open", ())),
        origins=origins,
        part=str(table.get("part", "")),
    )


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _is_list(value: Any) -> bool:
    is_filled = isinstance(value, list) and bool(value)
    return is_filled and all(isinstance(each, str) and each.strip() for each in value)


def plain_source(text: str) -> str:
    """The words of an entry as they are compared: in NFC, with single spaces."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


# ------------------------------------------------------------------------------------------------- in inflected text


def occurs(rendering: str, text: str, language: Language) -> bool:
    """
    True where a rendering stands in a text of the language, also inflected.

    Exact words count, words with the same stem (Snowball, for languages that it knows), words whose beginning is the
    same, and words with something joined to their front (the Arabic article, Hebrew prefixes).
    """
    text, rendering = _folded(text), _folded(rendering)
    if _bald(rendering) in _bald(text):
        return True
    if language.script in SOLID:
        return False
    wanted, words = WORD.findall(rendering), WORD.findall(text)
    size = len(wanted)
    return bool(wanted) and any(
        all(_is_form(word, form, language) for word, form in zip(wanted, words[at : at + size], strict=True))
        for at in range(len(words) - size + 1)
    )


def stands(form: str, text: str, language: Language) -> bool:
    """True where a forbidden form stands in a text letter by letter, as words of its own."""
    text, form = (unicodedata.normalize("NFC", each) for each in (text, form))
    if language.script in SOLID:
        return form in text
    return re.search(rf"(?<!{_LETTER}){re.escape(form)}(?!{_LETTER})", text) is not None


def stem(word: str, language: Language) -> str:
    """The word in small letters without its ending (Snowball); whole in a language that Snowball does not know."""
    return _stem(_folded(word), language.tag.split("-")[0])


def _folded(text: str) -> str:
    text = _MARKS.sub("", unicodedata.normalize("NFD", text.casefold()))
    return unicodedata.normalize("NFC", text).replace("’", "'")


def _bald(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).replace(_ACCENT, ""))


@lru_cache(maxsize=1 << 16)
def _stems(word: str, base: str) -> frozenset[str]:
    """The stems of a word in small letters: Snowball's endings have their accents (-ación), but Greek moves them."""
    return frozenset({_bald(_stem(word, base)), _stem(_bald(word), base), _bald(word)})


def _is_form(word: str, form: str, language: Language) -> bool:
    """Whether `form` is a form of the word."""
    base = language.tag.split("-")[0]
    if _stems(word, base) & _stems(form, base):
        return True
    word, form = _bald(word), _bald(form)
    is_joining = base in JOINING
    shortest, longest = (JOINED_STEM, JOINED_ENDING) if is_joining else (SHORTEST_STEM, LONGEST_ENDING)
    same = _common(word, form)
    if same >= max(shortest, int(STEADY * len(word))) and len(form) - same <= max(longest, len(word) // 2):
        return True
    return language.direction == "rtl" and len(word) >= SHORTEST_STEM and _bare(word) in form


def _bare(word: str) -> str:
    """An Arabic or Hebrew word without its article."""
    return word.removeprefix("\u0627\u0644").removeprefix("\u05d4")


def _common(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _stem(word: str, base: str) -> str:
    stemmer = _stemmer(base)
    return str(stemmer.stemWord(word)) if stemmer else word


@lru_cache(maxsize=64)
def _stemmer(base: str) -> Any:
    """Snowball's stemmer for an ISO 639-1 code; None for a language that it does not know."""
    try:
        return Stemmer.Stemmer(STEMMERS.get(base, base))
    except KeyError:
        return None
