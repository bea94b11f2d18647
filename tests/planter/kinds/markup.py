"""Errors of form: links, literals, references and emphasis are not those of the source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from planter.marks import marks
from planter.text import Edit, is_letter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from planter.marks import Mark
    from planter.text import Text

_WORD = 4  # letters of a word that may be put in the place of code


def _goals(text: Text, *forms: str) -> Iterator[tuple[Mark, str, int, int]]:
    """(mark, goal, start, end) of the translation's marks of these forms whose goal the source has, too."""
    found = marks(text.source, text.unit.syntax)
    wanted = {text.source[slice(*mark.goal)] for mark in found if mark.goal}
    for mark in text.marks:
        goal = text.target[slice(*mark.goal)] if mark.goal else ""
        if mark.form in forms and mark.goal and goal in wanted:
            yield mark, goal, *mark.goal


def _is_address(goal: str) -> bool:
    return "://" in goal or goal.startswith("mailto:")


def link_target_changed(text: Text, chance: Random) -> Iterator[Edit]:
    """
    A link leads to another address.

    en: Visit `our site <https://example.org/contact>`__ today.
    nl: Bezoek vandaag `onze site <https://example.org/contact>`__.
    """
    for mark, goal, start, end in _goals(text, "link", "url"):
        address = text.target[mark.start : mark.end] if mark.form == "url" else goal
        if not _is_address(address):
            continue
        endings = [
            goal.rstrip("/") + "s",
            goal[:-2] + goal[-1],
            re.sub(r"(?<=\w)\.(org|com|net)\b", ".info", goal),
        ]
        yield Edit(start, end, chance.choice([each for each in endings if each != goal]))


def link_dropped(text: Text, chance: Random) -> Iterator[Edit]:
    """
    The words of a link are there, the link is not.

    en: Visit `our site <https://example.org/contact>`__ today.
    nl: Bezoek vandaag `onze site <https://example.org/contact>`__.
    """
    del chance
    for mark, *_ in _goals(text, "link"):
        if mark.words:
            yield Edit(mark.start, mark.end, text.target[slice(*mark.words)])


def emphasis_dropped(text: Text, chance: Random) -> Iterator[Edit]:
    """
    Words that the source emphasises are not emphasised.

    en: The *World Socialist Web Site* reports.
    de: Die *World Socialist Web Site* berichtet.
    """
    del chance
    for mark in _emphasised(text):
        yield Edit(mark.start, mark.end, text.target[slice(*mark.words or (0, 0))])


def emphasis_broken(text: Text, chance: Random) -> Iterator[Edit]:
    """
    A space within the marks of emphasis keeps it from being one.

    en: The *World Socialist Web Site* reports.
    ko: *세계사회주의웹사이트* 의 보도.
    """
    del chance
    for mark in _emphasised(text):
        yield Edit((mark.words or (0, 0))[0], (mark.words or (0, 0))[0], " ")
        yield Edit((mark.words or (0, 0))[1], (mark.words or (0, 0))[1], " ")


def literal_translated(text: Text, chance: Random) -> Iterator[Edit]:
    """
    What must be typed just so is put into words of the language.

    en: Type ``print`` to see the last reading.
    de: Tippe ``print``, um die letzte Messung zu sehen.
    """
    words = [
        each for each in re.split(r"[^\w’]+", text.words) if len(each) >= _WORD and all(map(is_letter, each))
    ]
    for _, goal, start, _ in _goals(text, "literal"):
        for found in re.finditer(r"[A-Za-z]{3,}", goal) if words else ():
            other = chance.choice(words).lower()
            if other != found[0].lower():
                yield Edit(start + found.start(), start + found.end(), other)


def label_changed(text: Text, chance: Random) -> Iterator[Edit]:
    """
    A reference, a term or a note has another label.

    en: See :ref:`gaps` for more.
    es: Véase :ref:`gaps` para más.
    """
    for mark, goal, start, end in _goals(text, "role", "title", "link", "note", "name"):
        is_label = mark.form != "link" or (goal.endswith("_") or goal.startswith("#"))
        if is_label and re.search(r"[A-Za-z0-9]{2}", goal) and not _is_address(goal):
            tail = re.search(r"_*\Z", goal)
            stem = goal[: tail.start()] if tail else goal
            other = chance.choice([stem + "s", stem[:-1], stem[0] + stem])
            yield Edit(start, end, other + goal[len(stem) :])


def note_dropped(text: Text, chance: Random) -> Iterator[Edit]:
    """
    The mark of a footnote, or a name that stands for a text, is missing.

    en: Rain is measured at seven [#late]_ every day.
    cs: Déšť se měří v sedm [#late]_ každý den.
    """
    del chance
    for mark, *_ in _goals(text, "note", "name"):
        start = mark.start - (text.target[mark.start - 1 : mark.start] == " ")
        yield Edit(start, mark.end, "")


def backquote_missing(text: Text, chance: Random) -> Iterator[Edit]:
    """
    One back-quote of a link, a literal or a role is missing.

    en: Type ``print`` to see the last reading.
    tr: Son ölçümü görmek için ``print`` yazın.
    """
    del chance
    for mark in text.marks:
        for found in re.finditer("`+", text.target[mark.start : mark.end]):
            place = mark.start + found.start()
            yield Edit(place, place + 1, "")


def _emphasised(text: Text) -> Iterator[Mark]:
    """The emphasised passages of the translation, as far as the source has as many."""
    forms = {"emphasis", "strong"}
    found = [mark for mark in text.marks if mark.form in forms]
    wanted = [mark for mark in marks(text.source, text.unit.syntax) if mark.form in forms]
    yield from found if len(found) == len(wanted) else ()
