"""
A name that stands in Latin letters elsewhere in a language's texts does so here too.

Names of products, organisations and persons are mostly kept as they are. What is a name is learned from the texts:
a word with a capital letter that the sources hardly ever have without one, and that most translations of the
language keep.
Found is a text that lacks it. A name of two words of which one is kept and the other replaced by a third word is found
even where it stands once only, and so is a longer name that has lost its first word.

Bad (de):
    msgid "See Debian and Ubuntu"
    msgstr "Siehe Debian und Ubuntu"

    msgid "Ubuntu packages"
    msgstr "Ubuntu-Pakete"

    msgid "for Ubuntu only"
    msgstr "nur für Ubuntu"

    msgid "with Ubuntu and others"
    msgstr "mit Ubuntu und anderen"

    msgid "in Ubuntu"
    msgstr "in Mint"

Bad (ja):
    msgid "The book is by Marc Delisle."
    msgstr "この本の著者は Marc Dupont です。"

Bad (cs):
    msgid "export to Microsoft Word 2000"
    msgstr "export do Word 2000"

Good (ru):
    msgid "export to Microsoft Word 2000"
    msgstr "экспорт в Майкрософт Word 2000"

Good (de):
    msgid "See Debian and Ubuntu"
    msgstr "Siehe Debian und Ubuntu"

Good (ru):
    msgid "The book is by Marc Delisle."
    msgstr "Автор книги — Марк Делисль."
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from editions.checks import Finding, pairs
from editions.checks._places import english_places
from editions.checks._shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "language"
WAIVABLE = True
SEVERITY = "warning"

FEWEST = 3  # texts that show how a name is written
USUAL = 0.8  # of these that keep it
MOST = 100  # names of a text that are looked for
COMMON = 5  # a word that is one time in so many without a capital letter is no name
_NAME = re.compile(r"(?<![\w’'./:@$-])[^\W\d_a-zß-ö]['’]?[^\W\d_]{2,}(?![\w@]|[./:]\w)")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_SMALL = re.compile(r"(?<![\w./:@$-])[a-z]{3,}(?![\w@]|[./:]\w)")
# A name of at least three words, numbers and little words within it among them: Google Summer of Code, Word 2000.
_LONG = re.compile(
    r"(?<![\w.])([A-ZÀ-Þ][^\W\d_]{2,}) ((?:[A-ZÀ-Þ][^\W\d_]{2,}|\d{2,4})(?: (?:(?:of|and|for) )?(?:[A-ZÀ-Þ][^\W\d_]{2,}"
    r"|\d{2,4}))+)(?![\w])"
)
_FOREIGN = re.compile(
    r"(?![a-zA-ZÀ-ɏ])[^\W\d_] ?\Z"
)  # a letter of another script, which may say it in its own way
_PAIR = re.compile(r"(?<![\w.])([A-ZÀ-Þ][^\W\d_]{2,}) ([A-ZÀ-ÞČŠŽŁŚ][^\W\d_]{2,})(?![\w])")


class _Text(NamedTuple):
    unit: Unit
    source: str
    target: str
    names: tuple[str, ...]
    kept: str


def check(units: Sequence[Unit], language: Language) -> Iterator[Finding]:  # noqa: ARG001  (every rule of the scope)
    """Yields one finding per unit that lacks a name that others keep."""
    small: Counter[str] = Counter()
    found: list[_Text] = []
    for unit in units:
        for source, target in _texts(unit):
            small.update(_SMALL.findall(source))
            names = tuple(islice(dict.fromkeys(_NAME.findall(source)), MOST))
            if names:
                found.append(_Text(unit, source, target, names, target.casefold()))
    counts = Counter(name for text in found for name in text.names)
    common = {name for name in counts if small[name.lower()] * COMMON >= counts[name]}
    kept = _kept(found, common)
    for text in found:
        lost = next((name for name in text.names if name in kept and not _has(text, name)), None)
        elsewhere = ", which is kept elsewhere" if lost else ""
        lost = lost or _only_one(text, common) or _edge_of_name(text, common)
        if lost:
            yield Finding(f"the name “{lost}” is missing{elsewhere}", f"write {lost}", text.unit)
        else:
            yield from _replaced(text, common)


def _texts(unit: Unit) -> Iterator[tuple[str, str]]:
    """The unit's texts as readers see them; what is the same in both shows how names are written, too."""
    for source, target in pairs(unit):
        if "\n" not in source:
            yield shown(source, unit.syntax), shown(target, unit.syntax)


def _kept(found: Sequence[_Text], common: set[str]) -> frozenset[str]:
    """The names that nearly all translations keep."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for text in found:
        for name in text.names:
            if name not in common:
                counts[name][0] += 1
                counts[name][1] += name.casefold() in text.kept
    return frozenset(
        name for name, (every, kept) in counts.items() if every >= FEWEST and kept >= USUAL * every
    )


def _has(text: _Text, name: str) -> bool:
    """Whether a name is there; acronyms may have got markup."""
    return name.casefold() in text.kept or (
        name.isupper() and any(name in each for each in text.unit.targets)
    )


def _only_one(text: _Text, common: set[str]) -> str | None:
    """The name that is the only word of the source which the translation has not."""
    words = _LETTERS.findall(text.source)
    if len(words) < FEWEST:
        return None
    given = set(_LETTERS.findall(text.target))
    lost = [word for word in words if word not in given]
    is_name = (
        len(lost) == 1 and lost[0] in text.names[text.source.startswith(lost[0]) :] and lost[0] not in common
    )
    return lost[0] if is_name and len(given - set(words)) <= 1 and not english_places(lost[0]) else None


def _edge_of_name(text: _Text, common: set[str]) -> str | None:
    """The first word of a longer name of which the translation has all others, where nothing stands for it."""
    for match in islice(_LONG.finditer(text.source), MOST):
        first, rest = match.groups()
        is_name = bool(text.source[: match.start()].strip(" (*")) or match[0] == text.source.strip(" .")
        if not is_name or first in common or first.casefold() in text.kept or english_places(first):
            continue
        before, found, _ = text.target.partition(rest)
        if found and not _FOREIGN.search(before):
            return first
    return None


def _replaced(text: _Text, common: set[str]) -> Iterator[Finding]:
    """One half of a name of two words where the other half has another neighbour that the source has not."""
    neighbours = list(_neighbours(text.target))
    for match in islice(_PAIR.finditer(text.source), MOST) if neighbours else ():
        one, two = match.groups()
        first, second = (each.casefold() in text.kept for each in (one, two))
        is_opening = not first and not match.start()  # a verb may be there: Free Julian
        if first == second or is_opening or {one, two} & common or english_places(match[0]):
            continue
        for left, right in neighbours:
            other = right if first and left == one else left if second and right == two else ""
            if other and other not in text.source:
                name = f"{one} {two}"
                yield Finding(
                    f"the source has “{name}”, the translation “{left} {right}”", f"write {name}", text.unit
                )
                return


def _neighbours(target: str) -> Iterator[tuple[str, str]]:
    """Words in Latin letters with capitals, two by two, with a space between."""
    for one, two in pairwise(_WORDS.finditer(target)):
        if target[one.end() : two.start()] == " ":
            yield one[0], two[0]


_WORDS = re.compile(r"[A-ZÀ-ÞČŠŽŁŚ][a-zA-ZÀ-ɏ]{2,}")
