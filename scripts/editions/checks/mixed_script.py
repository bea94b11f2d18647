"""
The letters of a word are of one script.

A Cyrillic or Greek letter that looks like a Latin one (а, о, с; ο, ν) hides within words unseen, and so does a Latin
letter among Cyrillic or Greek ones: readers do not find the word, screen readers spell it, hyphenation and search
miss it. An ending that is joined to a name of the source (“WikiLeaksом”) is none of that.

Bad (de):
    msgid "The struggle for socialism requires democracy."
    msgstr "Der Kampf für den Sоzialismus erfordert Demokratie."

Bad (ru):
    msgid "The struggle for socialism requires democracy."
    msgstr "Борьба за социaлизм требует демократии."

Bad (el):
    msgid "The struggle for socialism requires democracy."
    msgstr "Ο αγώνας για τον σoσιαλισμό απαιτεί δημοκρατία."

Bad (sr):
    msgid "Free Julian Assange!"
    msgstr "Слобода за Џулијана Aсанжа!"

Good (ru):
    msgid "WikiLeaks published it as HTML."
    msgstr "Это опубликовано WikiLeaks'ом в виде HTML-кода, PDFом."

Good (ja):
    msgid "Tシャツ"
    msgstr "Tシャツを着る"

Good (el):
    msgid "the β-particle"
    msgstr "το σωματίδιο β"
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.checks import Finding
from editions.checks._shown import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "error"

# Letters that look the same, by Unicode's confusables.txt 16, as far as fonts for running text draw them alike.
_CYRILLIC = dict(zip("асеіјорхуһԁѕԛԝАВСЕНІЈКМОРТХУЅ", "aceijopxyhdsqwABCEHIJKMOPTXYS", strict=True))
_GREEK = dict(zip("οναικρυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ovaikpuxABEZHIKMNOPTYX", strict=True))
_TO_LATIN = _CYRILLIC | _GREEK
_TO_CYRILLIC = {latin: letter for letter, latin in _CYRILLIC.items()}
_TO_GREEK = {latin: letter for letter, latin in _GREEK.items()}
_WORD = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u052f\u1f00-\u1fff]{2,}")
_RUNS = re.compile("[A-Za-z\u00c0-\u024f]+|[\u0370-\u03ff\u1f00-\u1fff]+|[\u0400-\u052f]+")
_NAME = 3  # letters that a name has at least, behind which an ending may stand


def check(unit: Unit, language: Language) -> Iterator[Finding]:  # noqa: ARG001  (every rule of the scope has it)
    """Yields one finding per word that has letters of two scripts which look alike."""
    for source, target in texts(unit):
        for word in _WORD.findall(target) if not target.isascii() else ():
            right = "" if word.isascii() else _in_one_script(word, source)
            if right:
                letter = next(a for a, b in zip(word, right, strict=True) if a != b)
                yield Finding(
                    f"“{word}” has a letter of another script that looks the same: {letter} (U+{ord(letter):04X})",
                    f"type the word anew: {right}",
                )


def _in_one_script(word: str, source: str) -> str:
    """The word with the letters of its longer script alone; empty where it has one script, or is a name inflected."""
    runs = _RUNS.findall(word)
    if len(runs) < 2 or word in source or (len(runs[0]) >= _NAME and runs[0] in source):  # noqa: PLR2004  (scripts)
        return ""
    sizes: dict[str, int] = {}
    for run in runs:
        sizes[_script(run[0])] = sizes.get(_script(run[0]), 0) + len(run)
    main = max(sizes, key=lambda name: (sizes[name], name))
    table = {"Latn": _TO_LATIN, "Cyrl": _TO_CYRILLIC, "Grek": _TO_GREEK}[main]
    right = "".join(letter if _script(letter) == main else table.get(letter, "") for letter in word)
    return right if len(right) == len(word) else ""


def _script(letter: str) -> str:
    return "Latn" if letter < "\u0370" else "Cyrl" if "\u0400" <= letter <= "\u052f" else "Grek"
