"""
A word is in the dictionary of its language.

Dictionaries are Hunspell's: those of the system (on Debian `apt install hunspell-de-de hunspell-fr …`), and those in
the folder that `[tool.editions] dictionaries = "…"` names, where `<code>.txt` may also list words of your own, one a
line. Where there is none the summary says *spelling: not checked*; so it is for Chinese, Japanese, Thai and others
whose words are not parted by spaces. Right are words of the source, names and terms of `names.toml`, acronyms, code,
addresses, what a hyphen joins, and words with a capital within a sentence, German aside. A word is told once for a
language, and not at all where it stands in four texts or more: then it is the project's. A text more than a third of
whose words are unknown is let pass here. Only `editions check` asks, no build, no status.

Bad (de):
    msgid "The struggle for democracy"
    msgstr "Der Kampf für die Demokartie"

Bad (fr):
    msgid "The struggle for democracy"
    msgstr "La lutte pour la democratie"

Bad (ru):
    msgid "The struggle for democracy"
    msgstr "Борьба за демокартию"

Good (de):
    msgid "The WSWS and WikiLeaks, the ``demokartie``, a Plugin at wsws.org"
    msgstr "Die WSWS und WikiLeaks, die ``demokartie``, ein Plugin auf wsws.org"

Good (fr):
    msgid "The struggle for democracy"
    msgstr "La lutte pour l’État et la démocratie"

Good (ru):
    msgid "The struggle of Assange"
    msgstr "Борьба Ассанжа"

Good (ja):
    msgid "The struggle for democracy"
    msgstr "民主主義のための闘い"
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from editions.checks import Finding
from editions.checks._scripts import OF, scripts_of
from editions.checks._shown import texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from editions.catalog import Unit
    from editions.language import Language
    from editions.spelling import Spelling

SCOPE = "language"
WAIVABLE = True
SEVERITY = "advice"

SHORTEST = 3  # letters of a word that is looked up
MANY = 4  # texts in which a word is the project's own
MOST = 3  # unknown words that a text may have however short it is; else not more than a third
NAME, ENDING = 4, 4  # letters of a word of the source, and those that may follow it: Assange, Assangea
GUESSED = 4  # letters of a word from which on another one is proposed
# Languages that write every noun with a capital.
CAPITALS = frozenset({"de", "lb", "nds", "gsw"})
_LETTER = r"[^\W\d_]"
_MARK = "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff\u00ad\u200c\u200d]"
_WORD = re.compile(rf"{_LETTER}(?:{_LETTER}|{_MARK}|[’'ʼ](?={_LETTER}))*")
# What is no prose though it has letters: addresses, files, options, formulas; and what a hyphen joins, which may be
# foreign words, or parts of words (“Sicherheits- und”).
_LETTERS = re.compile(rf"{_LETTER}+")
_STRETCH = re.compile(r"\S+")
_ODD = re.compile(r"[\d_@\\/=<>{}$#%&^*|~`\ufffc]|\w[.:]\w|-\w|\w-")
_IGNORED = re.compile(
    "[\u00ad\u064b-\u0652\u0640\u0591-\u05bd]"
)  # soft hyphens, vowel signs that may be left out
_SENTENCE = re.compile(r"[.!?:;…。！？؟۔।«»„“”\"(\[–—•]\W*\Z|\A\W*\Z")


def check(units: Sequence[Unit], language: Language) -> Iterator[Finding]:
    """Yields one finding per word that no dictionary has, at the first of the texts that it stands in."""
    spelling = language.spelling
    if spelling is None or spelling.dictionary is None:
        return
    places: dict[str, list[Unit]] = defaultdict(list)
    known: set[str] = set()
    for unit in units:
        for word in _unknown(unit, language, spelling, known):
            places[word].append(unit)
    vocabulary = sorted(known)
    for word, found in places.items():
        if len(found) < MANY:
            guess = _guess(word, spelling, vocabulary)
            others = len(found) - 1
            more = f" (also in {others} other text{'s' * (others > 1)})" if others else ""
            fix = f"is it “{guess}”?" if guess else "look it up; a word of your own goes into names.toml"
            yield Finding(f"“{word}” is in no dictionary of {language.name}{more}", fix, found[0])


def _unknown(unit: Unit, language: Language, spelling: Spelling, known: set[str]) -> list[str]:
    """The words of a unit that are unknown, each once; those that are known are put with the others."""
    found: list[str] = []
    count = 0
    there = {word.casefold() for word in _LETTERS.findall(f"{unit.source} {unit.plural or ''}")}
    for _, target in texts(unit):
        for word in _words(target, language):
            count += 1
            if spelling.dictionary and spelling.dictionary.knows(word):
                known.add(word)
            elif not _is_joined(word, spelling, there) and not spelling.is_own(word, language):
                found.append(word)
    return list(dict.fromkeys(found)) if len(found) <= max(MOST, count // 3) else []


def _words(text: str, language: Language) -> Iterator[str]:
    """The words of a text that may be in a dictionary: in the language's own letters, no names, no acronyms."""
    own = OF.get(language.script, frozenset())
    names = language.tag.split("-")[0] not in CAPITALS
    text = unicodedata.normalize("NFC", _STRETCH.sub(_without_odd, text))
    for match in _WORD.finditer(text):
        word = _IGNORED.sub("", match[0]).replace("’", "'").replace("ʼ", "'")
        if len(word) < SHORTEST or any(part[1:] != part[1:].lower() for part in word.split("'")):
            continue
        if names and word[0].isupper() and not _opens(text, match.start()):
            continue
        if scripts_of(word) <= own:
            yield word


def _without_odd(match: re.Match[str]) -> str:
    return "\n" * len(match[0]) if _ODD.search(match[0]) else match[0]


def _opens(text: str, start: int) -> bool:
    """True where a sentence, a quotation or a list begins."""
    return _SENTENCE.search(text[max(0, start - 6) : start]) is not None


def _is_joined(word: str, spelling: Spelling, there: AbstractSet[str]) -> bool:
    """True for a word of the source, and for what an apostrophe joins if each part is one, or known, or short."""
    first, *others = word.split("'")
    if _is_of_source(first, there):
        return True  # a name with an ending: WikiLeaks’in
    return bool(others) and all(
        len(part) < SHORTEST or _is_of_source(part, there) or _knows(part, spelling)
        for part in (first, *others)
    )


def _knows(word: str, spelling: Spelling) -> bool:
    """True for a word of the dictionary, also for one that stands only before an apostrophe: dell’."""
    dictionary = spelling.dictionary
    return dictionary is not None and (dictionary.knows(word) or dictionary.knows(f"{word}'"))


def _is_of_source(word: str, there: AbstractSet[str]) -> bool:
    """True for a word of the source, also with an ending, as a name has one."""
    small = word.casefold()
    return small in there or any(
        len(each) >= NAME and small.startswith(each) and len(small) - len(each) <= ENDING for each in there
    )


def _guess(word: str, spelling: Spelling, vocabulary: Sequence[str]) -> str:
    """A word that differs in one letter: one that the texts have elsewhere, or one with two letters changed about."""
    if len(word) < GUESSED or spelling.dictionary is None:
        return ""
    best = process.extractOne(word, vocabulary, scorer=OSA.distance, score_cutoff=1)
    if best:
        return str(best[0])
    swapped = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
    doubled = (word[:at] + word[at + 1 :] for at in range(1, len(word)) if word[at] == word[at - 1])
    return next((each for each in (*swapped, *doubled) if spelling.dictionary.knows(each)), "")
