"""The names and terms that a unit speaks of, with the text to look for them in. No rule itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.checks import pairs
from editions.prose import prose
from editions.terms import SOLID, occurs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language
    from editions.terms import Term, Terms


def named(unit: Unit, terms: Terms) -> Iterator[tuple[Term, str]]:
    """Each entry that a source speaks of, with the prose of its translation; once per plural form."""
    for source, target in pairs(unit):
        text = prose(target, unit.syntax)
        for entry in terms.within(prose(source, unit.syntax)):
            yield entry, text


_WORD = re.compile(r"[^\s\ufffc.,;:!?()«»„“”\"]+")
_PARTS = re.compile(r"[ ·・‧]")
_SURNAME = 4  # letters at least
PERSON = 2  # words that a person's name has here, in the source and in the language


def names(unit: Unit, terms: Terms, language: Language) -> Iterator[tuple[str, tuple[str, ...], str, str]]:
    """(name, its renderings, source, translation) for each name, and for each surname that stands alone; per form."""
    for source, target in pairs(unit):
        words, text = prose(source, unit.syntax), prose(target, unit.syntax)
        for entry in terms.within(words):
            if entry.kind == "name" and entry.rendered(language):
                yield entry.source, entry.rendered(language), words, text
        for entry in terms.entries:
            yield from ((*each, words, text) for each in _surname(entry, words, language))


def _surname(entry: Term, source: str, language: Language) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The last word of a person's name with its renderings, where the source has it without what is before it."""
    first, _, last = entry.source.rpartition(" ")
    if entry.kind != "name" or " " in first or not first or len(last) < _SURNAME or last not in source:
        return
    rendered = [_PARTS.split(each) for each in entry.rendered(language)]
    alone = re.search(rf"(?<!{re.escape(first)} )(?<!\w){re.escape(last)}(?!\w)", source)
    if alone and rendered and all(len(parts) == PERSON for parts in rendered):
        yield last, tuple(parts[-1] for parts in rendered)


def times(rendered: tuple[str, ...], text: str, language: Language) -> int:
    """How often one of the renderings stands in a text, by the longest word of each."""
    keys = {max(_PARTS.split(each), key=len) for each in rendered}
    if language.script in SOLID:
        return max(text.count(key) for key in keys)
    words = _WORD.findall(text)
    return max(sum(occurs(key, word, language) for word in words) for key in keys)
