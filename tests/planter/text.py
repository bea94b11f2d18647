"""A translation as the planter sees it, and a change of it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from planter.marks import HIDDEN, Mark, marks, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from editions.catalog import Unit
    from editions.language import Language
    from planter.lexicon import Lexicon

# Scripts that put no space between words (Unicode, line breaking classes ID and SA).
UNSPACED = frozenset({"Hans", "Hant", "Jpan", "Thai", "Laoo", "Khmr", "Mymr"})
# Scripts whose short words stand joined to the next one, so that a name may begin within a word.
JOINED = frozenset({"Arab", "Hebr"})
STOPS = ".!?。！？।۔؟"
CLOSERS = "\"'”’»›“」』)）]"
_END = re.compile(rf"[{STOPS}…]+[{re.escape(CLOSERS)}]*")
_SHORTEST_WORD = 3  # letters before a full stop; shorter ones are abbreviations, as «г.», «EE. UU.»


@dataclass(frozen=True)
class Edit:
    """A change of a text: what stands between `start` and `end` becomes `now`."""

    start: int
    end: int
    now: str

    def apply(self, text: str) -> str:
        """The text with the change made."""
        return text[: self.start] + self.now + text[self.end :]


@dataclass(frozen=True)
class Span:
    """A part of a text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Shunned:
    """A rendering of a name or term in a language, and the ones that `locales/names.toml` forbids for it."""

    source: str
    rendering: str
    forbidden: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Text:
    """
    A unit with one translation, in its language.

    `siblings` are the translations of the units around it in its catalog, the nearest first; `elsewhere` is the same
    unit in the project's other languages, by code; `shunned` what the project's names forbid in this language.
    """

    unit: Unit
    language: Language
    lexicon: Lexicon
    siblings: Sequence[str] = ()
    elsewhere: Mapping[str, str] | None = None
    shunned: Sequence[Shunned] = ()

    @property
    def source(self) -> str:
        """The source."""
        return self.unit.source

    @property
    def target(self) -> str:
        """The translation."""
        return self.unit.targets[0]

    @cached_property
    def words(self) -> str:
        """The translation, as long as it is, with all but what a reader sees as words hidden."""
        return shown(self.target, self.unit.syntax)

    @cached_property
    def source_words(self) -> str:
        """The source, likewise."""
        return shown(self.source, self.unit.syntax)

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """The markup of the translation."""
        return marks(self.target, self.unit.syntax)

    @property
    def is_spaced(self) -> bool:
        """True where the script puts spaces between words."""
        return self.language.script not in UNSPACED

    @cached_property
    def body(self) -> Span:
        """The translation without emphasis that is around the whole of it, and without white space at its edges."""
        return _body(self.target, self.marks)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences of the translation's body."""
        return tuple(_sentences(self.target, self.words, self.body, is_spaced=self.is_spaced))

    @cached_property
    def source_sentences(self) -> tuple[Span, ...]:
        """The sentences of the source's body."""
        found = marks(self.source, self.unit.syntax)
        return tuple(_sentences(self.source, self.source_words, _body(self.source, found), is_spaced=True))

    def is_whole(self, start: int, end: int) -> bool:
        """True where no piece of markup lies across an edge of this part of the translation."""
        return not any(mark.start < start < mark.end or mark.start < end < mark.end for mark in self.marks)

    def has_markup(self, start: int, end: int) -> bool:
        """True where this part of the translation has markup."""
        return HIDDEN in self.words[start:end]

    def find(self, form: str) -> Iterator[int]:
        """Where a word or its stem begins among the words of the translation; how it ends is not looked at."""
        for found in re.finditer(re.escape(form), self.words):
            before = self.words[found.start() - 1 : found.start()]
            if not self.is_spaced or self.language.script in JOINED or not is_letter(before):
                yield found.start()

    def word_end(self, place: int) -> int:
        """Where the word ends that goes on at this place; a script without spaces has no such ends."""
        while self.is_spaced and is_letter(self.words[place : place + 1]):
            place += 1
        return place


def is_letter(sign: str) -> bool:
    """True for a letter or a mark that stands on one: vowel signs belong to the word, though no pattern says so."""
    return bool(sign) and unicodedata.category(sign)[0] in "LM"


def _body(text: str, found: Sequence[Mark]) -> Span:
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    for mark in found:
        if mark.form in {"emphasis", "strong"} and (mark.start, mark.end) == (start, end) and mark.words:
            start, end = mark.words
    return Span(start, end, text[start:end])


def _sentences(text: str, words: str, body: Span, *, is_spaced: bool) -> Iterator[Span]:
    start = body.start
    for found in _END.finditer(words, body.start, body.end):
        if found.end() < body.end and _ends_here(words, found, is_spaced=is_spaced):
            yield Span(start, found.end(), text[start : found.end()])
            start = found.end() + len(text[found.end() :]) - len(text[found.end() :].lstrip())
    if start < body.end:
        yield Span(start, body.end, text[start : body.end])


def _ends_here(words: str, found: re.Match[str], *, is_spaced: bool) -> bool:
    """Whether a full stop ends a sentence: a new word follows, not in a small letter, and no abbreviation is before."""
    behind = words[found.end() :]
    if not is_spaced or words[found.start()] in "。！？":
        return bool(behind.strip())
    before = re.search(r"\S*\Z", words[: found.start()])
    word = "".join(sign for sign in before[0] if is_letter(sign)) if before else ""
    next_one = behind.lstrip()[:1]
    is_stop = words[found.start()] != "." or len(word) >= _SHORTEST_WORD
    has_room = behind[:1].isspace() and bool(next_one)
    return is_stop and has_room and not next_one.islower() and next_one != HIDDEN
