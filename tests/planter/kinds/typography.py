"""Errors of typography: spaces, quotation marks, punctuation, digits and characters."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from planter.kinds._common import NUMBER, written
from planter.text import CLOSERS, Edit, is_letter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from planter.text import Text

# Full stops and what may stand wrongly in their place; the first entry says for which.
_WRONG_END = {
    ".": "!?,:",
    "।": "!?.,",
    "۔": "!؟،.",
    "。": "！？，、.",
    "!": ".?,",
    "?": ".!,",
    "！": "。？，",
    "？": "。！，",
    "؟": ".!،",
}
_END = re.compile(rf"[{''.join(_WRONG_END)}](?=[{re.escape(CLOSERS)}]*\Z)")
_SENTENCE = re.compile(rf"[.!?][{re.escape(CLOSERS)}]*\Z")
# Punctuation that scripts have of their own, and what a typewriter has for it.
_ASCII = {
    "，": ",", "。": ".", "、": ",", "：": ":", "；": ";", "？": "?", "！": "!", "（": "(", "）": ")",
    "،": ",", "؛": ";", "؟": "?", "۔": ".", "।": ".",
}  # fmt: skip
_FOREIGN = ("“”", "„“", "«»", "„”", "「」")
# The digit zero that a script has of its own (Unicode, general category Nd).
_ZEROS = {
    "ar": "٠", "fa": "۰", "ur": "۰", "hi": "०", "mr": "०", "ne": "०", "bn": "০", "ta": "௦", "si": "෦", "te": "౦",
    "th": "๐", "km": "០", "my": "၀", "lo": "໐", "pa": "੦", "gu": "૦", "kn": "೦", "ml": "൦",
}  # fmt: skip
_HIDDEN = "\u200b\u2060\ufeff\u200e\u200f\u202e\u2066"  # no joiner: some scripts are written with them
_BRACKETS = "()（）[]"


def space_doubled(text: Text, chance: Random) -> Iterator[Edit]:
    """
    There are two spaces between two words.

    en: Bring warm clothes.
    es: Traiga ropa de abrigo.
    """
    del chance
    for found in re.finditer(r"(?<=\S) (?=\S)", text.words):
        yield Edit(found.end(), found.end(), " ")


def space_before_comma(text: Text, chance: Random) -> Iterator[Edit]:
    """
    A space stands before a comma or a full stop.

    en: Wind, clouds and rain.
    nl: Wind, wolken en regen.
    """
    del chance
    for found in re.finditer(r"(?<=\w)[,.،۔।，。](?=\s|\Z)", text.words):
        yield Edit(found.start(), found.start(), " ")


def space_missing(text: Text, chance: Random) -> Iterator[Edit]:
    """
    No space stands behind a comma or a full stop.

    en: Wind, clouds and rain.
    bg: Вятър, облаци и дъжд.
    """
    del chance
    for found in re.finditer(r"(?<=[^\W\d_][,.،۔।]) (?=\w)", text.words):
        yield Edit(*found.span(), "")


def foreign_quotes(text: Text, chance: Random) -> Iterator[Edit]:
    """
    The quotation marks are those of another language.

    en: The “liberal” parties.
    de: Die „liberalen“ Parteien.
    """
    others = [pair for pair in _FOREIGN if pair not in text.lexicon.quotes]
    for start, end in _quoted(text):
        pair = chance.choice(others)
        yield Edit(start, end, pair[0] + text.target[start + 1 : end - 1] + pair[1])


def quote_missing(text: Text, chance: Random) -> Iterator[Edit]:
    """
    One of a pair of quotation marks is missing.

    en: The “liberal” parties.
    ja: 「リベラル」な政党。
    """
    del chance
    for start, end in _quoted(text):
        yield Edit(start, start + 1, "")
        yield Edit(end - 1, end, "")


def straight_quotes(text: Text, chance: Random) -> Iterator[Edit]:
    """
    Quotation marks are those of a typewriter.

    en: The “liberal” parties.
    pl: Partie „liberalne”.
    """
    del chance
    for start, end in _quoted(text):
        mark = "'" if text.target[start] in "‘‚’‹" else '"'
        yield Edit(start, end, mark + text.target[start + 1 : end - 1] + mark)


def bracket_missing(text: Text, chance: Random) -> Iterator[Edit]:
    """
    One of a pair of brackets is missing.

    en: The SEP (US) demands this.
    zh_CN: 社会主义平等党（美国）要求这样做。
    """
    del chance
    for pair in ("()", "（）", "[]"):
        if text.words.count(pair[0]) == text.words.count(pair[1]):
            for found in re.finditer(f"[{re.escape(pair)}]", text.words):
                yield Edit(*found.span(), "")


def stop_missing(text: Text, chance: Random) -> Iterator[Edit]:
    """
    The mark at the end of the last sentence is missing.

    en: Bring warm clothes.
    hi: गरम कपड़े लाएँ।
    """
    del chance
    for place, _ in _final_mark(text):
        yield Edit(place, place + 1, "")


def wrong_final_mark(text: Text, chance: Random) -> Iterator[Edit]:
    """
    The text ends with another mark than it should.

    en: Bring warm clothes.
    ko: 따뜻한 옷을 가져오세요.
    """
    for place, mark in _final_mark(text):
        yield Edit(place, place + 1, chance.choice(_WRONG_END[mark]))


def ascii_punctuation(text: Text, chance: Random) -> Iterator[Edit]:
    """
    A mark is that of a typewriter though the script has its own.

    en: Wind, clouds and rain.
    ar: الريح، والغيوم والمطر.
    """
    del chance
    for place, sign in enumerate(text.words):
        if sign in _ASCII:
            yield Edit(place, place + 1, _ASCII[sign])


def french_space_missing(text: Text, chance: Random) -> Iterator[Edit]:
    """
    The space that does not break is missing, or is an ordinary one.

    en: Free Julian Assange!
    fr: Libérez Julian Assange !
    """
    if text.language.code.startswith("fr"):
        for found in re.finditer("[\u00a0\u202f](?=[;:!?»])|(?<=«)[\u00a0\u202f]", text.words):
            yield Edit(*found.span(), chance.choice(["", " "]))


def cjk_space(text: Text, chance: Random) -> Iterator[Edit]:
    """
    A space stands between two characters of Chinese or Japanese.

    en: Bring warm clothes.
    ja: 暖かい服を持ってきてください。
    """
    del chance
    if text.language.script in {"Hans", "Hant", "Jpan"}:
        for found in re.finditer(
            r"(?<=[\u3040-\u30ff\u4e00-\u9fff])(?=[\u3040-\u30ff\u4e00-\u9fff])", text.words
        ):
            yield Edit(found.start(), found.start(), " ")


def hidden_character(text: Text, chance: Random) -> Iterator[Edit]:
    """
    A character without width, or one that changes the direction, stands within a word.

    en: Bring warm clothes.
    el: Φέρτε ζεστά ρούχα.
    """
    for place in range(1, len(text.words)):
        if is_letter(text.words[place - 1]) and is_letter(text.words[place]):
            yield Edit(place, place, chance.choice(_HIDDEN))


def decomposed(text: Text, chance: Random) -> Iterator[Edit]:
    """
    A letter is taken apart into the letter and its mark (Unicode's form NFD).

    en: in all countries
    pt_BR: em todos os países
    """
    del chance
    for place, sign in enumerate(text.words):
        apart = unicodedata.normalize("NFD", sign)
        if apart != sign and unicodedata.normalize("NFC", apart) == sign:
            yield Edit(place, place + 1, apart)


def other_digits(text: Text, chance: Random) -> Iterator[Edit]:
    """
    A number is in Latin digits where the language has its own here, or the other way.

    en: The snow lay for 140 days.
    bn: ১৪০ দিন বরফ ছিল।
    """
    del chance
    zero = _ZEROS.get(text.language.code)
    for found in NUMBER.finditer(text.words) if zero else ():
        yield Edit(
            *found.span(), written(str(int(found[0])), "0" if found[0][0] not in "0123456789" else str(zero))
        )


def ellipsis_wrong(text: Text, chance: Random) -> Iterator[Edit]:
    """
    The ellipsis is made of full stops, or of too few.

    en: And so on…
    sl: In tako naprej…
    """
    del chance
    for found in re.finditer(r"…|(?<!\.)\.{3}(?!\.)", text.words):
        yield Edit(*found.span(), "..." if found[0] == "…" else "..")


def dash_wrong(text: Text, chance: Random) -> Iterator[Edit]:
    """
    A dash is a hyphen.

    en: It was held July 22–27, 2018.
    sv: Den hölls den 22–27 juli 2018.
    """
    del chance
    for found in re.finditer("[–—]", text.words):
        yield Edit(*found.span(), "-")


def apostrophe_straight(text: Text, chance: Random) -> Iterator[Edit]:
    """
    An apostrophe is that of a typewriter.

    en: the struggle for equality
    fr: la lutte pour l’égalité
    """
    del chance
    has_quotes = "‘" in text.words  # then the mark may be the end of a quotation
    for found in () if has_quotes else re.finditer(r"(?<=[^\W\d_])’(?=[^\W\d_])", text.words):
        yield Edit(*found.span(), "'")


def capital_lost(text: Text, chance: Random) -> Iterator[Edit]:
    """
    The text begins with a small letter where its source begins with a capital.

    en: Bring warm clothes.
    ru: Возьмите тёплую одежду.
    """
    del chance
    start = text.body.start
    first, second = text.words[start : start + 1], text.words[start + 1 : start + 2]
    source = text.source_words.strip()[:1]
    if source.isupper() and first.isupper() and len(first.lower()) == 1 and second.islower():
        yield Edit(start, start + 1, first.lower())


def _quoted(text: Text) -> Iterator[tuple[int, int]]:
    """Where quotations stand, marks included, in the marks that the language has."""
    for pair in text.lexicon.quotes:
        # A mark that is an apostrophe, too, opens behind a space and closes before none but punctuation.
        before, behind = (r"(?<![^\W\d_])", r"(?!\w)") if text.is_spaced else ("", "")
        pattern = rf"{before}{pair[0]}[^{pair}]+{pair[1]}{behind}"
        yield from (found.span() for found in re.finditer(pattern, text.words))


def _final_mark(text: Text) -> Iterator[tuple[int, str]]:
    """Where the last sentence ends, and with which mark, as far as the source ends as a sentence, too."""
    found = _END.search(text.words, text.body.start, text.body.end)
    if found and _SENTENCE.search(text.source_words.rstrip().rstrip("\ufffc")):
        yield found.start(), found[0]
