"""
No stretch of the source is left in a translation.

Six words of the source in a row, in small letters and with words such as *the* and *of* among them, were most likely
forgotten. What stands in quotation marks or brackets is let pass: titles and messages of programs may stay in English;
and so is a text that is the source over again, of which `untranslated` tells.

Bad (de):
    msgid "The struggle for socialism requires democracy. The survival of democracy requires socialism."
    msgstr "Der Kampf für den Sozialismus erfordert Demokratie. The survival of democracy requires socialism."

Bad (hi):
    msgid "They have either joined the vilification of Assange or maintain a complicit silence."
    msgstr "उन्होंने या तो joined the vilification of Assange or maintain a complicit silence."

Bad (ja):
    msgid "It is critical and independent journalism that has exposed imperialist war crimes."
    msgstr "それは critical and independent journalism that has exposed 帝国主義の戦争犯罪。"

Bad (tr):
    msgid "The representatives of the privileged upper middle class have aligned with the ruling class."
    msgstr "The representatives of the privileged upper middle class egemen sınıfla aynı safta yer aldı."

Good (de):
    msgid "He wrote “The Ruling Class and the War in the Middle East” in London."
    msgstr "Er schrieb „The Ruling Class and the War in the Middle East“ in London."

Good (fr):
    msgid "The World Socialist Web Site of the International Committee of the Fourth International"
    msgstr "World Socialist Web Site, site du Comité international de la Quatrième Internationale"

Good (zh_CN):
    msgid "It says: “the server is not responding to the request of the user”."
    msgstr "它显示：“the server is not responding to the request of the user”。"

Good (ru):
    msgid "the Internet censorship by Google and Facebook"
    msgstr "интернет-цензура со стороны Google и Facebook"
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from editions.checks import Finding
from editions.checks._shown import quoted, texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

RUN = 6  # words in a row, fewer where the language writes in other letters than English
FOREIGN_RUN = 4
SMALL = 3  # words of it that do not begin with a capital
_WORD = re.compile(r"[A-Za-z]+(?:[’'-][A-Za-z]+)*")
# English words that join others; none is a word of a name alone.
_ENGLISH = (
    "the of to and in that is for on with as by this are be which from or an it not have has was were can"
    " will their its at you your if all but into than been they we our any when a these those who he"
)
_JOINING = frozenset(_ENGLISH.split())
JOINING = 2  # of them, at least
_QUOTED = re.compile(
    r"“[^”]{1,500}”|„[^“”]{1,500}[“”]|«[^»]{1,500}»|»[^«]{1,500}«|\"[^\"]{1,500}\"|「[^」]{1,500}」|『[^』]{1,500}』|‘[^’]{1,500}’"
    r"|”[^”]{1,500}”|\([^()]{1,500}\)|（[^（）]{1,500}）|《[^》]{1,500}》|`[^`]{1,500}`"
)
# Titles and messages that the source sets apart by its markup.
_MARKED = re.compile(r"`[^`]{1,200}`|\*[^*]{1,100}\*|\[[^\[\]]{1,200}\]")
_SHOWN = 40  # characters of the stretch that the message quotes


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form: the first stretch of the source that stands in it."""
    fewest = RUN if language.script == "Latn" else FOREIGN_RUN
    for source, target in texts(unit):
        written = _WORD.findall(target)
        joining = JOINING if language.script == "Latn" else 0
        if (
            len(written) < fewest
            or not _may_be_english(written, joining)
            or language.tag.split("-")[0] == "en"
        ):
            continue
        found = _stretch(source, _QUOTED.sub(lambda match: "|" * len(match[0]), target), fewest, joining)
        if found:
            words = target[found[0] : found[1]]
            if any(words in each for each in _MARKED.findall(unit.source)):
                continue
            short = words if len(words) <= _SHOWN else f"{words[:_SHOWN].rpartition(' ')[0]} …"
            yield Finding(f"part of the source is left in the translation: “{quoted(short)}”", "translate it")


def _stretch(source: str, target: str, fewest: int, joining: int) -> tuple[int, int] | None:
    """Where the first stretch of words stands that source and translation have in common; None where there is none."""
    known = set(_windows(_WORD.findall(source), fewest))
    matches = list(_WORD.finditer(target))
    words = [match[0] for match in matches]
    start: int | None = None
    for at, window in enumerate(_windows(words, fewest)):
        near = _is_joined(target, matches[at : at + fewest])
        if window in known and near:
            start = at if start is None else start
            if _is_english(words[start : at + fewest], joining):
                return matches[start].start(), _extent(matches, words, known, at, fewest)
        else:
            start = None
    return None


def _windows(words: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + size]) for at in range(len(words) - size + 1))


def _extent(
    matches: list[re.Match[str]], words: list[str], known: set[tuple[str, ...]], at: int, size: int
) -> int:
    """Where the stretch ends that goes on at the window `at`."""
    while at + 1 + size <= len(words) and tuple(words[at + 1 : at + 1 + size]) in known:
        at += 1
    return matches[at + size - 1].end()


def _is_joined(text: str, matches: list[re.Match[str]]) -> bool:
    """True where only spaces and commas stand between the words."""
    return all(not set(text[one.end() : other.start()]) - set(" \u00a0,") for one, other in pairwise(matches))


def _is_english(words: list[str], joining: int) -> bool:
    small = [word for word in words if word[0].islower()]
    return len(small) >= SMALL and _may_be_english(words, joining)


def _may_be_english(words: list[str], joining: int) -> bool:
    return sum(word.lower() in _JOINING for word in words) >= joining
