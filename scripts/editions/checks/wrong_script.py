"""
A translation is written in the script of its language.

Names, code and words that the source has too may stay as they are. Found is a text most of whose other letters
belong to another script, and a single word in a script that neither the language nor the source uses, as machines
leave one behind. Single words in Latin letters are let pass everywhere.

Bad (ru):
    msgid "The struggle for socialism requires democracy."
    msgstr "Borba za socijalizam zahtijeva demokratiju."

Bad (de):
    msgid "The struggle for socialism requires democracy."
    msgstr "Der Kampf für den 社会主义 erfordert Demokratie."

Bad (ta):
    msgid "The struggle for socialism requires democracy."
    msgstr "समाजवाद के संघर्ष के लिए लोकतंत्र ज़रूरी है।"

Bad (zh_CN):
    msgid "The struggle for socialism requires democracy."
    msgstr "争取 социализм 的斗争需要民主。"

Good (ru):
    msgid "WikiLeaks has published it on the World Socialist Web Site."
    msgstr "WikiLeaks: World Socialist Web Site"

Good (ja):
    msgid "the World Socialist Web Site (WSWS)"
    msgstr "世界社会主義ウェブサイト（WSWS）"

Good (ko):
    msgid "The struggle for socialism"
    msgstr "사회주의를 위한 투쟁(鬪爭)"

Good (el):
    msgid "the α-particle and the Ω"
    msgstr "το σωματίδιο α και το Ω"

Good (ar):
    msgid "Free Julian Assange!"
    msgstr "الحرية لجوليان أسانج!"
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from editions.checks import Finding
from editions.checks._scripts import LETTERS, NAMES, OF, scripts_of
from editions.checks._shown import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

FEWEST = 10  # letters from which on a text's script can be told
WORDS = 4  # Latin words that the source has not, from which on a text is no name any more
ALONE = 2  # ... where it has no letter of its own script
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form: the text, or a word of it, is in another script."""
    own = OF.get(language.script)
    if own is None:
        return
    for source, target in texts(unit):
        if len(source) < FEWEST or (target.isascii() and "Latn" in own):
            continue
        foreign = _mostly_foreign(unit.source, target, own)
        if foreign:
            yield Finding(
                f"the text is in {NAMES[foreign]} letters", f"write it in the script of {language.name}"
            )
        else:
            yield from _stray(source, target, own)


def _mostly_foreign(source: str, target: str, own: frozenset[str]) -> str:
    """The script of most letters, where it is not the language's; empty where it is, or there are few letters."""
    mine = sum(len(LETTERS[name].findall(target)) for name in own)
    rest = len(target) - mine
    if rest < max(FEWEST, 2 * mine):
        return ""
    there = own | scripts_of(source) | {"Latn"}
    counts = {name: len(letters.findall(target)) for name, letters in LETTERS.items() if name not in there}
    if "Latn" not in own:
        known = {word.lower() for word in _LATIN.findall(source)}
        words = [word for word in _LATIN.findall(target) if word.lower() not in known]
        counts["Latn"] = sum(map(len, words)) if len(words) >= (WORDS if mine else ALONE) else 0
    most = max(counts, key=lambda name: counts[name], default="Latn")
    return most if most in counts and counts[most] >= FEWEST and counts[most] > 2 * mine else ""


def _stray(source: str, target: str, own: frozenset[str]) -> Iterator[Finding]:
    for word in _foreign(own).findall(target):
        if word not in source and len(word) >= _shortest(word):
            script = NAMES[min(scripts_of(word))]
            yield Finding(f"“{word}” is in {script} letters", "write it in the script of your language")
            return


def _shortest(word: str) -> int:
    """How long a word is to be none of a formula: two letters of an alphabet, one of a Chinese text."""
    return 1 if scripts_of(word) & {"Hani", "Hira", "Kana", "Hang"} else 2


@cache
def _foreign(own: frozenset[str]) -> re.Pattern[str]:
    """Runs of letters of the scripts that are neither the language's nor Latin."""
    ranges = "".join(letters.pattern[1:-1] for name, letters in LETTERS.items() if name not in own | {"Latn"})
    return re.compile(f"[{ranges}]+")
