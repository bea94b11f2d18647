"""The sentences of a text, in the scripts of the world."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from editions.prose import OBJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

# A mark that ends a sentence whatever follows, or one that does where a space and no small letter follow (Unicode,
# property Sentence_Terminal, and UAX 29, rules SB6 to SB11, in short).
_FULL = "。！？｡．"
_OTHER = ".!?…؟۔।॥։።၊။៕"
_CLOSERS = r"[\"'”’»›“‘」』】）)\]*_]{0,4}"
_END = re.compile(rf"(?:[{_FULL}]{{1,9}}[”’」』】）》]{{0,3}}|[{_OTHER}]{{1,9}}{_CLOSERS}(?=\s))\s*")
# Short forms before a full stop: Dr., z. B., e.g., Nr., т. е., г., σελ., U.S.; single letters are always short forms.
_SHORT = frozenset([
    "dr", "mr", "mrs", "ms", "prof", "st", "no", "nr", "nos", "vs", "etc", "eg", "ie", "cf", "ca", "bzw", "usw",
    "bspw", "evtl", "ggf", "vgl", "inkl", "sog", "abs", "art", "bd", "vol", "pp", "sr", "sra", "srta", "dña", "ej",
    "pág", "núm", "av", "ed", "eds", "ex", "fig", "mm", "mme", "tj", "tzn", "např", "apod", "atd", "tzv", "resp",
    "min", "max", "str", "m.in", "np", "tzw", "itd", "itp", "ul", "godz", "гг", "руб", "тыс", "млн", "см", "ст",
    "им", "ул", "др", "напр", "тобто", "ін", "рр", "σελ", "κ.ά", "π.χ", "δηλ", "βλ", "vb", "örn", "bkz", "sn", "yy",
    "a.g.e", "blz", "bijv", "enz", "d.w.z", "o.a", "m.b.t", "t.ex", "osv", "dvs", "bl.a", "kl", "f.eks", "tr",
    "dll", "dst", "dsb", "hlm", "jl", "gen", "sen", "rep", "gov", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
    "sep", "sept", "oct", "nov", "dec", "jr", "inc", "ltd", "corp", "co", "u.s", "u.k", "e.g", "i.e", "a.m", "p.m",
    "z.b", "d.h", "u.a", "т.е", "т.д", "т.п", "т.к", "и.о",
])  # fmt: skip
_LAST_WORD = re.compile(r"[\w.]{1,12}\Z")


def sentences(text: str) -> list[str]:
    """The sentences of a text as readers see it; what follows the last mark is one too. Code alone is none."""
    ends = [0, *sentence_ends(text), len(text)]
    found = [text[start:end] for start, end in pairwise(ends)]
    return [each for each in found if any(character.isalpha() for character in each.replace(OBJECT, ""))]


def sentence_ends(text: str) -> Iterator[int]:
    """Where sentences end within a text, behind the space that follows their mark."""
    for match in _END.finditer(text):
        if _ends(text, match):
            yield match.end()


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether a sentence ends with this mark: not before a small letter, not after a short form."""
    if text[match.start()] in _FULL:
        return True
    following = text[match.end() : match.end() + 2].lstrip("“„«‘\"'([¿¡*_")
    if following[:1].islower():
        return False
    if match[0][0] != ".":
        return True
    word = _LAST_WORD.search(text[max(0, match.start() - 12) : match.start()])
    return word is not None and not _is_short(word[0])


def _is_short(word: str) -> bool:
    is_ordinal = word.isdigit() and len(word) < 3  # noqa: PLR2004  (a day, not a year)
    return len(word) == 1 or word.lower() in _SHORT or is_ordinal
