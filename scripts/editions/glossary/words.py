"""The words of a text: which follow each other without a mark between, which begin a sentence, which say little."""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from editions.prose import OBJECT, TERMINALS, prose
from editions.terms import WORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.language import Language
    from editions.prose import Syntax

# What may stand between two words of a phrase: spaces, and marks of emphasis.
BETWEEN = re.compile(r"[\s*`\\]*")
STARTS = TERMINALS | {":", "•", OBJECT}
# What is no word of a sentence: a footnote's number, a substitution, the underscore of a reference.
NOTES = re.compile(r"\[(?:\d+|#[\w-]*|\*)\]_|\|[^|\s][^|]*\|_?|(?<=`)__?")
POSSESSIVE = re.compile(r"[’']s\Z")
# Sphinx has lists of common words for its search (Snowball's); of English these are not among them.
MORE_COMMON = {
    "en": "also another can even ever every first however if just last like made make many may might much must never "
    "new next now one others rather second see several shall since still thus today two upon use used using via well "
    "whether will within without yet e.g i.e etc"
}


@dataclass(frozen=True)
class Token:
    """A word and where it stands; `opens`: a sentence may begin with it, so a capital says nothing."""

    text: str
    start: int
    end: int
    opens: bool

    @property
    def is_capital(self) -> bool:
        """True where it begins with a capital letter."""
        return self.text[0].isupper()


@dataclass(frozen=True)
class Text:
    """A text as readers see it, and its words, cut where a mark stands between them."""

    plain: str
    segments: tuple[tuple[Token, ...], ...]

    @property
    def tokens(self) -> Iterator[Token]:
        """All words."""
        return (token for segment in self.segments for token in segment)


def read_text(text: str, syntax: Syntax, language: Language) -> Text:
    """The words of a text without code, addresses and markup."""
    plain = NOTES.sub(lambda match: OBJECT * len(match[0]), prose(text, syntax))
    segments: list[list[Token]] = []
    end, opens = 0, True
    for match in WORD.finditer(plain):
        gap = plain[end : match.start()]
        is_first = not segments or any(char in STARTS for char in gap)
        if is_first or not BETWEEN.fullmatch(gap):
            segments.append([])
        opens = is_first
        word = POSSESSIVE.sub("", match[0]) if language.tag.startswith("en") else match[0]
        segments[-1].append(Token(word or match[0], match.start(), match.end(), opens))
        end = match.end()
    return Text(plain, tuple(map(tuple, segments)))


def is_word(text: str) -> bool:
    """True for what can be part of a phrase: letters, at least two of them, no name of a program's thing."""
    return len(text) > 1 and text[0].isalpha() and "_" not in text and not any(map(str.isdigit, text))


@lru_cache(maxsize=64)
def common_words(language: Language) -> frozenset[str]:
    """Words of a language that say little, as far as Sphinx's search knows them; empty for other languages."""
    from sphinx.search import languages  # only mining needs it

    base = language.tag.split("-")[0]
    found = languages.get({"nb": "no", "nn": "no"}.get(base, base), None)
    if isinstance(found, str):
        module, _, name = found.rpartition(".")
        found = getattr(importlib.import_module(module), name)
    words = getattr(found, "stopwords", ())
    return frozenset(map(str.casefold, words)) | frozenset(MORE_COMMON.get(base, "").split())
