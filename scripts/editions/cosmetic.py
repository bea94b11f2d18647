"""
Cosmetic changes of the source: how one looks, why one may be more than that, and what it carries along.

A typo, a comma, a doubled space: the translations stay right. A number, a name, a “not”: they do not. Nothing here
decides; a coordinator does, and signs it (`same`, DESIGN 4).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from editions.judge import judge
from editions.terminal import quote
from editions.wording import differences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from editions.language import Language

MOST_WORDS = 3  # that a cosmetic change changes
TOKEN = re.compile(r"\d+(?:[.,]\d+)+|\w+(?:['’]\w+)*|\s+|[^\w\s]")
NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")
QUOTATION_MARKS = '"“”„‟«»‹›「」『』'
QUESTIONS = "?？؟"  # and the semicolon in Greek
SENTENCE_ENDS = frozenset(".!?:…")
# English words, as far as this program knows what they do; of another source every changed word is called out.
NEGATIONS = frozenset({
    "no", "not", "none", "nobody", "nothing", "never", "neither", "nor", "nowhere", "cannot", "without",
    "hardly", "scarcely", "barely", "unless", "except",
})  # fmt: skip
NUMBERS = frozenset({
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
    "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "hundreds", "thousand",
    "thousands", "million", "millions", "billion", "billions", "trillion", "dozen", "dozens", "once",
    "twice", "first", "second", "third", "half", "both",
})  # fmt: skip
OPENERS = frozenset({
    "a", "an", "the", "this", "that", "these", "those", "it", "its", "he", "she", "they", "we", "you",
    "i", "his", "her", "their", "our", "my", "in", "on", "at", "for", "and", "but", "or", "by", "to",
    "of", "from", "with", "as", "if", "when", "while", "there", "here", "what", "who", "how", "why", "so",
    "then", "is", "are", "was", "were", "do", "does", "did", "has", "have", "had",
})  # fmt: skip
OPPOSITES = ("un", "in", "im", "il", "ir", "non", "dis", "mis", "anti")


def doubts(old: str, new: str, language: Language, syntax: str = "rst") -> tuple[str, ...]:
    """
    The reasons why a change of the source does not look cosmetic, in words; none where it does.

    Args:
        old: the source before, as `source_text` gives it.
        new: the source after.
        language: what the source is written in; only of English it knows numbers and negations in words.
        syntax: `rst` or `md`, by the document's file.
    """
    before, after = _plain(old), _plain(new)
    code = language.code.partition("_")[0]
    found = list(_in_words(list(_edits(before, after)), english=code == "en"))
    questions = QUESTIONS + ";" * (code == "el")
    for name, signs in (("quotation marks", QUOTATION_MARKS), ("question marks", questions)):
        if sum(map(before.count, signs)) != sum(map(after.count, signs)):
            found.append(f"{name} came or went")
    if NUMBER.findall(before) != NUMBER.findall(after) and not any("a number" in each for each in found):
        found.append("a number changed")
    if old.count("\x00") != new.count("\x00"):
        found.append("a plural came or went")
    elif any(_changes_markup(a, b, syntax) for a, b in zip(old.split("\0"), new.split("\0"), strict=True)):
        found.append("the markup, a link or a reference changed")
    return tuple(dict.fromkeys(found))


def _plain(text: str) -> str:
    """The text with one form for signs that look alike, so that only what is read differently differs."""
    text = unicodedata.normalize("NFC", text).replace("’", "'").replace("\xad", "")
    return text.replace("\x00", " ")


@dataclass(frozen=True)
class _Edit:
    """Words that took the place of others; `first`: they begin a sentence."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    first: bool

    def __str__(self) -> str:
        before, after = (quote(" ".join(part)) or "(nothing)" for part in (self.before, self.after))
        return f"{before} → {after}"

    @property
    def size(self) -> int:
        return max(len(self.before), len(self.after))

    @property
    def gone(self) -> list[str]:
        return sorted((Counter(self.before) - Counter(self.after)).elements())

    @property
    def come(self) -> list[str]:
        return sorted((Counter(self.after) - Counter(self.before)).elements())

    def has_name(self) -> bool:
        """True where a word with a capital is among them, which does not only begin a sentence."""
        return any(word != word.lower() and not self._begins(word) for word in (*self.gone, *self.come))

    def _begins(self, word: str) -> bool:
        starts = [part[0] for part in (self.before, self.after) if part]
        if not self.first or word not in starts or word[1:] != word[1:].lower():
            return False
        return word.lower() in OPENERS or [start.lower() for start in starts] == [word.lower()] * 2


def _edits(old: str, new: str) -> Iterator[_Edit]:
    """Yields the words that changed, in order; signs and spaces alone are none."""
    last = ""
    for before, after in differences(TOKEN.findall(old), TOKEN.findall(new)):
        words = [tuple(token for token in part if token[0].isalnum()) for part in (before, after)]
        if before != after and any(words):
            yield _Edit(words[0], words[1], not last or last in SENTENCE_ENDS)
        last = next(
            (token for token in reversed(after) if token[0].isalnum() or token in SENTENCE_ENDS), last
        )


def _in_words(edits: Sequence[_Edit], *, english: bool) -> Iterator[str]:
    """Yields what the changed words may do, and whether they are many."""
    count = sum(edit.size for edit in edits)
    if count > MOST_WORDS:
        yield f"{count} words changed"
    elif count and not english:
        yield "a word changed, and this program does not know the negations of this language"
    for edit in edits:
        if edit.has_name():
            yield f"a name may have changed: {edit}"
        words = {word.lower() for word in (*edit.gone, *edit.come)}
        if any(word in NEGATIONS or word.endswith("n't") for word in words):
            yield f"a negation came or went: {edit}"
        if any(word in NUMBERS or NUMBER.search(word) for word in words):
            yield f"a number changed: {edit}"
        pairs = product(edit.gone, edit.come) if edit.size <= MOST_WORDS else ()
        if any(_are_opposites(one.lower(), other.lower()) for one, other in pairs):
            yield f"a word became its opposite: {edit}"


def _are_opposites(one: str, other: str) -> bool:
    """True for `lawful` and `unlawful`, `hope` and `hopeless`, `hopeful` and `hopeless`."""
    short, long = sorted((one, other), key=len)
    stem = long.removesuffix("less")
    return any(long == prefix + short for prefix in OPPOSITES) or (
        stem != long and short in (stem, f"{stem}ful")
    )


def _changes_markup(old: str, new: str, syntax: str) -> bool:
    """True where the source's markup does not do the same any more, or nobody can tell."""
    return old != new and bool(judge(old, new, syntax) or judge(new, old, syntax))
