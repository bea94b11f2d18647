"""Errors of language: another language, another script, letters and words that do not belong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from editions.language import Language
from planter.marks import shown
from planter.scripts import LOOK_ALIKE, transcribed
from planter.text import Edit, is_letter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from planter.text import Text

_WORD = 4  # letters of a word that nobody doubles on purpose, and that a typing error leaves recognisable
_LETTERS = 12  # of a text that shows its language
_ALIKE = 75  # per cent of two texts that are alike though their languages differ: Spanish and Portuguese have as much
_SMALL = re.compile(r"(?<![\w\\<.@])[a-z]{3,}(?![\w\\.@>])")  # an English word that is no name or address
_SMALL_WORDS = 3  # that a text has at least which says something
_CASED = frozenset({"Latn", "Cyrl", "Grek"})


def _words(text: Text) -> Iterator[tuple[int, int]]:
    """Where the words of the translation stand that have several letters; none in scripts without spaces."""
    start = 0
    for place in range(len(text.words) + 1 if text.is_spaced else 0):
        if not is_letter(text.words[place : place + 1]):
            if place - start >= _WORD:
                yield start, place
            start = place + 1


def other_language(text: Text, chance: Random) -> Iterator[Edit]:
    """
    The text is in another language of the project.

    en: Bring warm clothes along, for there is no fire on the hill.
    pt_BR: Traga roupas quentes, pois não há fogo na colina.
    """
    del chance
    others = {
        code: other for code, other in (text.elsewhere or {}).items() if _is_other_language(text, other)
    }
    near = [other for code, other in others.items() if Language(code).script == text.language.script]
    for other in near or others.values():  # those of the same script are what people mix up
        yield Edit(0, len(text.target), other)


def other_script(text: Text, chance: Random) -> Iterator[Edit]:
    """
    The text is in another script than its language has here.

    en: The struggle requires democracy.
    sr: Борба захтева демократију.
    """
    del chance
    words = transcribed(text.words, text.language.script)
    if words is not None and sum(map(is_letter, text.words)) >= _LETTERS:
        start, end = text.body.start, text.body.end
        now = "".join(
            other if is_letter(text.words[place]) else text.target[place]
            for place, other in enumerate(words)
            if start <= place < end
        )
        yield Edit(start, end, now)


def look_alike(text: Text, chance: Random) -> Iterator[Edit]:
    """
    One letter is of another script and looks the same: a Cyrillic or Greek one among Latin ones, or the other way.

    en: The struggle requires democracy.
    de: Der Kampf erfordert die Demokratie.
    """
    words = list(_words(text)) if text.language.script in _CASED else _latin(text)
    for start, end in words:
        for place in range(start, end):
            others = LOOK_ALIKE.get(text.words[place], "")
            if others:
                yield Edit(place, place + 1, chance.choice(others))


def word_doubled(text: Text, chance: Random) -> Iterator[Edit]:
    """
    A word stands there twice.

    en: The struggle requires democracy.
    it: La lotta richiede la democrazia.
    """
    del chance
    for start, end in _words(text):
        if text.words[end : end + 1] == " ":
            yield Edit(end, end, f" {text.target[start:end]}")


def letters_swapped(text: Text, chance: Random) -> Iterator[Edit]:
    """
    Two neighbouring letters within a word have changed places.

    en: The struggle requires democracy.
    fr: La lutte exige la démocratie.
    """
    del chance
    if text.language.script in _CASED:
        for start, end in _words(text):
            for place in range(start + 1, end - 2):
                one, two = text.target[place], text.target[place + 1]
                if one != two and one.islower() and two.islower():
                    yield Edit(place, place + 2, two + one)


def _is_other_language(text: Text, other: str) -> bool:
    """Whether a translation has words of its own, and not only names and code that all languages share."""
    words = shown(other, text.unit.syntax)
    if sum(map(is_letter, words)) < _LETTERS or len(_SMALL.findall(text.source_words)) < _SMALL_WORDS:
        return False
    return fuzz.ratio(words, text.words) < _ALIKE and fuzz.ratio(words, text.source_words) < _ALIKE


def _latin(text: Text) -> list[tuple[int, int]]:
    """Where Latin words stand in a translation of another script."""
    return [
        found.span() for found in re.finditer(r"(?<![A-Za-z0-9_])[A-Za-z]{3,}(?![A-Za-z0-9_])", text.words)
    ]
