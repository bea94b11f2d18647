"""Errors of fact: what the reader learns is not what the source says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from planter.kinds._common import DATE, MONTHS, NEGATION, NUMBER, YEARS, numbers, other_number, written
from planter.text import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from babel import Locale

    from planter.lexicon import Swaps
    from planter.text import Text

_LAST_DAY = 28  # of every month
_ENDING = 2  # letters that a language puts to the name of a month, as in «јула»
_NEAR = 16  # letters between the two ends of a range, at most
_ACRONYM = re.compile(r"(?<![A-Za-z0-9_-])[A-Z]{3,6}(?![A-Za-z0-9_])")
_RANGE = re.compile(r"(?<![\d.,])(\d{1,4})\s?[–-]\s?(\d{1,4})(?![\d.,]\d)")


def _shared(text: Text) -> Iterator[re.Match[str]]:
    """The numbers of the translation that its source has, too."""
    values = numbers(text.source_words)
    yield from (found for found in NUMBER.finditer(text.words) if int(found[0]) in values)


def number_changed(text: Text, chance: Random) -> Iterator[Edit]:
    """
    A number is another one of as many digits.

    en: The snow lay for 140 days.
    de: Der Schnee lag 140 Tage.
    """
    for found in _shared(text):
        if int(found[0]) not in YEARS:
            value = other_number(int(found[0]), len(found[0]), chance)
            yield Edit(*found.span(), written(value, found[0]))


def digits_swapped(text: Text, chance: Random) -> Iterator[Edit]:
    """
    Two neighbouring digits of a number have changed places.

    en: The snow lay for 140 days.
    bn: ১৪০ দিন বরফ ছিল।
    """
    del chance
    for found in _shared(text):
        for place in range(found.start(), found.end() - 1):
            one, two = text.target[place], text.target[place + 1]
            if one != two and not (place == found.start() and int(two) == 0):
                yield Edit(place, place + 2, two + one)


def number_dropped(text: Text, chance: Random) -> Iterator[Edit]:
    """
    A number is missing.

    en: He asked for asylum in 2012.
    fr: Il a demandé l’asile en 2012.
    """
    del chance
    for found in _shared(text):
        yield _without(text, *found.span())


def numeral_changed(text: Text, chance: Random) -> Iterator[Edit]:
    """
    A number that is written as a word is another one.

    en: The Fifth Congress
    it: Il Quinto Congresso
    """
    del chance
    yield from _swapped(text, text.lexicon.numerals)


def year_changed(text: Text, chance: Random) -> Iterator[Edit]:
    """
    A year is another one, near to it.

    en: He asked for asylum in 2012.
    zh_CN: 他曾于2012年寻求庇护。
    """
    for found in _shared(text):
        value = int(found[0])
        if value in YEARS:
            other = value + chance.choice([-10, -9, -6, -3, -2, -1, 1, 2, 3, 6, 9, 10])
            yield Edit(*found.span(), written(other, found[0]))


def day_changed(text: Text, chance: Random) -> Iterator[Edit]:
    """
    The day of a date is another one.

    en: It was held on 22 July 2018.
    ru: Он состоялся 22 июля 2018 года.
    """
    dates = list(DATE.finditer(text.source_words))
    days = {int(date["day"] or date["day_before"]) for date in dates}
    for found in _shared(text) if dates else ():
        value = int(found[0])
        if value in days and value <= _LAST_DAY + len("31"):
            other = chance.choice([day for day in range(1, _LAST_DAY + 1) if day not in days])
            yield Edit(*found.span(), written(other, found[0]))


def month_changed(text: Text, chance: Random) -> Iterator[Edit]:
    """
    The month of a date is another one.

    en: It was held on 22 July 2018.
    tr: 22 Temmuz 2018’de toplandı.
    """
    locale = text.language.locale
    for date in DATE.finditer(text.source_words) if locale else ():
        number = MONTHS.index(date["month"] or date["month_behind"]) + 1
        for names, ending in _month_names(locale):
            for place in text.find(names[number]):
                end = place + len(names[number])
                if text.word_end(end) - end <= ending:
                    other = chance.choice([month for month in names if month != number])
                    yield Edit(place, end, names[other])


def range_end_changed(text: Text, chance: Random) -> Iterator[Edit]:
    """
    The end of a range is another number.

    en: It was held July 22–27, 2018.
    es: Se celebró del 22 al 27 de julio de 2018.
    """
    for first, last in _RANGE.findall(text.source_words):
        for found in _shared(text):
            before = numbers(text.words[max(0, found.start() - _NEAR) : found.start()])
            if int(found[0]) == int(last) and int(first) in before and int(first) < int(last):
                least = int(first) + 1
                others = [each for each in range(least, least + 9) if each != int(last)]
                yield Edit(*found.span(), written(chance.choice(others), found[0]))


def percent_changed(text: Text, chance: Random) -> Iterator[Edit]:
    """
    A percentage is another one.

    en: Turnout fell by 12%.
    sv: Valdeltagandet sjönk med 12 %.
    """
    wanted = {int(found) for found in re.findall(r"(\d+)\s?%", text.source_words)}
    for found in re.finditer(r"(?<![\d.,])(\d+)(?=\s?[%٪])", text.words):
        if int(found[1]) in wanted:
            value = other_number(int(found[1]), len(found[1]), chance)
            yield Edit(*found.span(), written(value, found[1]))


def negation_dropped(text: Text, chance: Random) -> Iterator[Edit]:
    """
    What the source denies is asserted.

    en: It is not a crime.
    de: Es ist kein Verbrechen.
    """
    del chance
    if NEGATION.search(text.source_words):
        yield from _rewritten(text, text.lexicon.drop)


def negation_added(text: Text, chance: Random) -> Iterator[Edit]:
    """
    What the source asserts is denied.

    en: This work is journalism.
    el: Αυτό είναι δημοσιογραφία.
    """
    del chance
    if not NEGATION.search(text.source_words):
        yield from _rewritten(text, text.lexicon.add)


def person_changed(text: Text, chance: Random) -> Iterator[Edit]:
    """
    A person has the name of another one.

    en: Julian Assange is free.
    ja: ジュリアン・アサンジは自由だ。
    """
    del chance
    yield from _swapped(text, text.lexicon.persons)


def place_changed(text: Text, chance: Random) -> Iterator[Edit]:
    """
    A place is another one.

    en: the embassy in London
    hi: लंदन में दूतावास
    """
    del chance
    yield from _swapped(text, text.lexicon.places)


def organisation_changed(text: Text, chance: Random) -> Iterator[Edit]:
    """
    An organisation, or what it publishes, has the name of another one.

    en: The work of WikiLeaks goes on.
    id: Kerja WikiLeaks berlanjut.
    """
    del chance
    yield from _swapped(text, text.lexicon.organisations)


def acronym_changed(text: Text, chance: Random) -> Iterator[Edit]:
    """
    Two letters of an acronym have changed places.

    en: The WSWS will report.
    uk: WSWS повідомить про це.
    """
    del chance
    wanted = set(_ACRONYM.findall(text.source_words))
    for found in _ACRONYM.finditer(text.words):
        for place in range(found.start(), found.end() - 1) if found[0] in wanted else ():
            one, two = text.target[place], text.target[place + 1]
            if one != two:
                yield Edit(place, place + 2, two + one)


def name_dropped(text: Text, chance: Random) -> Iterator[Edit]:
    """
    A name is missing.

    en: This Congress greets Julian Assange.
    pl: Kongres pozdrawia Juliana Assange’a.
    """
    del chance
    for swaps in (text.lexicon.persons, text.lexicon.places, text.lexicon.organisations):
        for edit in _swapped(text, swaps):
            yield _without(text, edit.start, text.word_end(edit.end))


def forbidden_rendering(text: Text, chance: Random) -> Iterator[Edit]:
    """
    A name or term is rendered as `locales/names.toml` forbids.

    en: The working class decides.
    de: Die Arbeiterklasse entscheidet.
    """
    del chance
    for shunned in text.shunned:
        for place in text.find(shunned.rendering) if shunned.source.lower() in text.source.lower() else ():
            for other in shunned.forbidden:
                yield Edit(place, place + len(shunned.rendering), other)


def _swapped(text: Text, swaps: Swaps) -> Iterator[Edit]:
    for name, pairs in swaps.items():
        if re.search(rf"(?<![A-Za-z]){re.escape(name)}", text.source_words):
            for was, now in pairs:
                yield from (Edit(place, place + len(was), now) for place in text.find(was))


def _rewritten(text: Text, patterns: tuple[tuple[str, str], ...]) -> Iterator[Edit]:
    """The first pattern that fits somewhere, at each place: those behind it are rougher."""
    for pattern, now in patterns:
        found = list(re.finditer(pattern, text.words))
        if found:
            yield from (Edit(*each.span(), each.expand(now)) for each in found)
            return


def _without(text: Text, start: int, end: int) -> Edit:
    """Takes a part away, with a space beside it, so that not two are left."""
    if text.target[start - 1 : start] == " ":
        return Edit(start - 1, end, "")
    return Edit(start, end + (text.target[end : end + 1] == " "), "")


def _month_names(locale: Locale | None) -> Iterator[tuple[dict[int, str], int]]:
    """The names of months as CLDR has them, each set once, and how many letters of an ending may follow them."""
    seen: list[dict[int, str]] = []
    for width, ending in (("wide", _ENDING), ("abbreviated", 0)):
        for context in ("format", "stand-alone"):
            names = dict(locale.months[context][width]) if locale else {}
            if names and names not in seen and not any(name.isdecimal() for name in names.values()):
                seen.append(names)
                yield names, ending
