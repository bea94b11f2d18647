"""Errors of completeness: something of the source is missing, there twice, or not translated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from planter.text import Edit, is_letter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from planter.text import Span, Text

_SHORT = 24  # letters of a sentence that is worth being cut
_SMALL = 3  # words that are no names, in half a sentence
_WORDS = 6  # of a sentence that is translated by half
_LETTERS = 12  # of a text that says something


def end_cut(text: Text, chance: Random) -> Iterator[Edit]:
    """
    The last sentence breaks off in the middle.

    en: The survival of democracy requires socialism in every country.
    de: Das Überleben der Demokratie erfordert den Sozialismus in jedem Land.
    """
    last = text.sentences[-1] if text.sentences else None
    if last is None or last.end - last.start < _SHORT or not _has_words(text, last):
        return
    third = (last.end - last.start) // 3
    places = [
        place
        for place in range(last.start + third, last.end - third)
        if text.is_whole(place, last.end) and (not text.is_spaced or text.target[place] == " ")
    ]
    if places:
        yield Edit(chance.choice(places), last.end, "")


def last_sentence_dropped(text: Text, chance: Random) -> Iterator[Edit]:
    """
    The last sentence is missing.

    en: The struggle requires democracy. Democracy requires socialism.
    ar: يتطلب النضال الديمقراطية. وتتطلب الديمقراطية الاشتراكية.
    """
    del chance
    if len(text.sentences) > 1 and len(text.source_sentences) > 1:
        before, last = text.sentences[-2:]
        if text.is_whole(before.end, last.end):
            yield Edit(before.end, last.end, "")


def sentence_dropped(text: Text, chance: Random) -> Iterator[Edit]:
    """
    A sentence that is not the last one is missing.

    en: The struggle requires democracy. Democracy requires socialism.
    zh_CN: 斗争需要民主。民主需要社会主义。
    """
    del chance
    if len(text.source_sentences) > 1:
        for sentence, behind in zip(text.sentences, text.sentences[1:], strict=False):
            if text.is_whole(sentence.start, behind.start):
                yield Edit(sentence.start, behind.start, "")


def sentence_doubled(text: Text, chance: Random) -> Iterator[Edit]:
    """
    A sentence stands there twice.

    en: The struggle requires democracy. Democracy requires socialism.
    vi: Cuộc đấu tranh đòi hỏi dân chủ. Dân chủ đòi hỏi chủ nghĩa xã hội.
    """
    del chance
    for sentence in text.sentences if len(text.sentences) > 1 else ():
        if text.is_whole(sentence.start, sentence.end):
            room = " " if text.is_spaced else ""
            yield Edit(sentence.end, sentence.end, room + sentence.text)


def sentence_untranslated(text: Text, chance: Random) -> Iterator[Edit]:
    """
    One sentence is left in the source language.

    en: The struggle requires democracy. Democracy requires socialism.
    hi: संघर्ष के लिए लोकतंत्र ज़रूरी है। लोकतंत्र के लिए समाजवाद ज़रूरी है।
    """
    del chance
    if len(text.sentences) == len(text.source_sentences) > 1:
        for sentence, source in zip(text.sentences, text.source_sentences, strict=True):
            if sentence.text != source.text and text.is_whole(sentence.start, sentence.end):
                yield Edit(sentence.start, sentence.end, source.text)


def half_untranslated(text: Text, chance: Random) -> Iterator[Edit]:
    """
    A sentence goes over into the source language halfway.

    en: The survival of democracy requires socialism in every country.
    pt_BR: A sobrevivência da democracia exige o socialismo em todos os países.
    """
    if len(text.sentences) != len(text.source_sentences):
        return
    for sentence, source in zip(text.sentences, text.source_sentences, strict=True):
        words = source.text.split(" ")
        half = " ".join(words[len(words) // 2 :])
        middle = (sentence.start + sentence.end) // 2
        places = [
            place
            for place in range(middle, sentence.end - 1)
            if not text.is_spaced or text.target[place - 1] == " "
        ][:4]
        if len(words) < _WORDS or not places or not _is_prose(half):
            continue
        place = chance.choice(places)
        if not text.has_markup(place, sentence.end):
            yield Edit(place, sentence.end, half if text.is_spaced else f" {half}")


def text_untranslated(text: Text, chance: Random) -> Iterator[Edit]:
    """
    The whole text is left in the source language.

    en: Bring warm clothes.
    ta: சூடான உடைகளைக் கொண்டு வாருங்கள்.
    """
    del chance
    letters = sum(map(is_letter, text.source_words))
    if letters >= _LETTERS and " " in text.source_words.strip() and text.source != text.target:
        yield Edit(0, len(text.target), text.source)


def other_unit(text: Text, chance: Random) -> Iterator[Edit]:
    """
    The translation of another text stands there.

    en: Bring warm clothes.
    ro: Aduceți haine groase.
    """
    del chance
    for sibling in text.siblings:
        if sum(map(is_letter, sibling)) >= _LETTERS and sibling != text.target:
            yield Edit(0, len(text.target), sibling)


def _has_words(text: Text, sentence: Span) -> bool:
    return sum(map(is_letter, text.words[sentence.start : sentence.end])) >= _LETTERS


def _is_prose(words: str) -> bool:
    """Whether words are more than names, numbers and code."""
    return not re.search(r"[`*_|<>\\]", words) and len(re.findall(r"\b[a-z]{2,}\b", words)) >= _SMALL
