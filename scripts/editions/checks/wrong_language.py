"""
A translation is in the language of its catalog, and not in another one that is written with the same letters.

A French text in a Spanish catalog, a Ukrainian one in a Russian catalog, English prose that was never translated: a
slip in an editor, or a machine that was asked for the wrong language. Languages are told by their small words (*the,
der, les*) and by letters that a neighbour has not. Silent about short texts, about languages that it does not know,
and about pairs that no text tells apart (Croatian and Bosnian, Indonesian and Malay).

Bad (es):
    msgid "The representatives of the upper middle class have aligned with the ruling class in every country."
    msgstr "Les représentants de la classe moyenne se sont alignés sur la classe dirigeante dans tous les pays."

Bad (de):
    msgid "It is the task of the workers to defend the democratic rights that are under attack in all countries."
    msgstr "Het is de taak van de arbeiders om de rechten te verdedigen die in alle landen worden aangevallen."

Bad (ru):
    msgid "The working class of all countries must defend him."
    msgstr "Робітничий клас усіх країн повинен його захистити, і це є його завдання."

Bad (fa):
    msgid "The journalist has been held in prison since he was arrested in the embassy."
    msgstr "صحافی کو سفارت خانے میں گرفتار کیے جانے کے بعد سے جیل میں رکھا گیا ہے۔"

Bad (hi):
    msgid "The journalist was arrested in the embassy and is held in prison."
    msgstr "पत्रकाराला दूतावासात अटक करण्यात आली आणि त्याला तुरुंगात ठेवण्यात आले आहे, हे चुकीचे आहे."

Bad (zh_CN):
    msgid "This is a question of democratic rights for people in all countries."
    msgstr "這對各國人們來說是民主權利的問題。"

Bad (sv):
    msgid "They have all joined the campaign against him."
    msgstr "All of them have now become a part of the campaign that is waged against this man."

Good (es):
    msgid "He wrote “Les représentants de la classe dirigeante” in the newspaper “Le Monde” in 1998."
    msgstr "Escribió «Les représentants de la classe dirigeante» en el periódico «Le Monde» en 1998."

Good (ru):
    msgid "The working class of all countries must defend him."
    msgstr "Рабочий класс всех стран должен его защитить, и это его задача."

Good (nb):
    msgid "The struggle for socialism is the struggle for democratic rights, and the workers have to lead it."
    msgstr "Kampen for sosialisme er kampen for demokratiske rettigheter, og det er arbeiderne som må lede den."

Good (ja):
    msgid "International Committee of the Fourth International"
    msgstr "第四インターナショナル国際委員会"

Good (pt_BR):
    msgid "in the Vladimir Lenin district of Barcelona"
    msgstr "no distrito de Vladimir Lenin, em Barcelona"
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING

from editions.checks import Finding, half_translated
from editions.checks._function_words import CHINESE, LETTERS, SAME, SIMPLIFIED, TRADITIONAL, WORDS
from editions.checks._scripts import LETTERS as SCRIPTS
from editions.checks._scripts import scripts_of
from editions.checks._shown import of, texts
from editions.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from editions.catalog import Unit

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

FEWEST = 8  # words from which on small words tell a language, and letters an alphabet
FOUND = 3  # different words of the other language that the own one has not
SHARE = 10  # one of so many words is one of them
TIMES = 3  # as many of them as words of the own language that the other one has not
LETTERED = 3  # words with letters of another alphabet
HAN = 8  # Chinese characters without a Japanese one among them
TOLD = 3  # characters that are simplified or traditional, from which on a text is
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0900-\u0963\u0981-\u09e3\u200c])*")
_QUOTED = re.compile(
    r"“[^”]{1,500}”|„[^“”]{1,500}[“”]|«[^»]{1,500}»|»[^«]{1,500}«|\"[^\"]{1,500}\"|”[^”]{1,500}”|\([^()]{1,500}\)"
)


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form: the language that it is in."""
    if language.script in _HAN_CHECKS:
        tell = _HAN_CHECKS[language.script]
        names = (tell(target) for _, target in texts(unit) if len(target) >= HAN)
    else:
        names = (_told(target, language) for _, target in texts(unit) if target.count(" ") >= FEWEST - 1)
    for name in names:
        if name and not (name == _ENGLISH and any(half_translated.check(unit, language))):
            yield Finding(f"the text seems to be {name}", f"translate it into {language.name}")


_ENGLISH = "English"


def _told(target: str, language: Language) -> str:
    """The English name of the language that a text is in, where that is another one; else empty."""
    own = _row(language)
    words = _WORD.findall(target.casefold())
    if own is None or len(words) < FEWEST:
        return ""
    hits, letters = _hits(words), _own_letters(own)
    most = max(hits.values(), default=0)
    if most <= hits[own] and (not letters or not letters[0].search(target)):
        return ""
    words = _WORD.findall(_QUOTED.sub(" ", target).casefold())
    found = _by_words(words, own) or (_by_letters(words, own, letters[1]) if letters else "")
    return Language(found).name if found and len(words) >= FEWEST else ""


def _row(language: Language) -> str | None:
    """The row of the table that speaks for a language, in the script that the row is written in."""
    same = of(language, SAME)
    name = same or language.tag.split("-")[0]
    return name if name in WORDS and (same or _script(name) == _letters_of(language.script)) else None


def _hits(words: Sequence[str]) -> Counter[str]:
    """How many of the words each language has among its small ones."""
    hits: Counter[str] = Counter()
    for word in words:
        for name in _INDEX.get(word, ()):
            hits[name] += 1
    return hits


def _by_words(words: Sequence[str], own: str) -> str:
    mine = WORDS[own]
    for name, _ in _hits(words).most_common(5):
        theirs = WORDS[name]
        if name == own or _script(name) != _script(own):
            continue
        other = [word for word in words if word in theirs and word not in mine]
        kept = sum(word in mine and word not in theirs for word in words)
        enough = len(set(other)) >= FOUND and len(other) >= len(words) / SHARE
        if enough and len(other) >= TIMES * kept:
            return name
    return ""


def _by_letters(words: Sequence[str], own: str, foreign: frozenset[str]) -> str:
    """The language whose alphabet has the letters that the own one has not, in several words."""
    odd = [letters for word in words if (letters := foreign.intersection(word))]
    if len(odd) < max(LETTERED, len(words) / SHARE):
        return ""
    counts = {name: sum(letters <= set(LETTERS[name]) for letters in odd) for name in LETTERS if name != own}
    best = max(counts, key=lambda name: (counts[name], _hits(words)[name]))
    return best if counts[best] == len(odd) and _script(best) == _script(own) else ""


def _simplified(text: str) -> str:
    return _han(text, TRADITIONAL, SIMPLIFIED, "Chinese in traditional characters")


def _traditional(text: str) -> str:
    return _han(text, SIMPLIFIED, TRADITIONAL, "Chinese in simplified characters")


def _han(text: str, wrong: frozenset[str], right: frozenset[str], name: str) -> str:
    chars = set(text)
    odd = len(chars & wrong)
    return name if odd >= TOLD and odd > TIMES * len(chars & right) else ""


def _chinese(text: str) -> str:
    """For Japanese and Korean, whose own letters a text of some length has."""
    if any(SCRIPTS[name].search(text) for name in ("Hira", "Kana", "Hang")):
        return ""
    is_long = len(SCRIPTS["Hani"].findall(text)) >= HAN
    return "Chinese" if is_long and len(set(text) & CHINESE) > 1 else ""


_HAN_CHECKS = {"Hans": _simplified, "Hant": _traditional, "Jpan": _chinese, "Kore": _chinese}


def _index() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, words in WORDS.items():
        for word in words:
            found[word].append(name)
    return {word: tuple(names) for word, names in found.items()}


_INDEX = _index()


@cache
def _script(name: str) -> str:
    """The script that a row of the table is written in, by ISO 15924 code."""
    return min(scripts_of(max(WORDS[name], key=len)))


def _letters_of(script: str) -> str:
    return script if script in SCRIPTS else ""


@cache
def _own_letters(own: str) -> tuple[re.Pattern[str], frozenset[str]] | None:
    """The letters of alphabets of the same script that a language has not; None where letters tell nothing."""
    if own not in LETTERS:
        return None
    same = {name for name in LETTERS if _script(name) == _script(own)}
    odd = frozenset("".join(LETTERS[name] for name in same)) - frozenset(LETTERS[own])
    return re.compile(f"[{''.join(sorted(odd))}]"), odd
