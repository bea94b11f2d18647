"""
A translation does not stop before its source does.

Found is a text that is much shorter than translations into its language are, and has fewer sentences than its
source, or ends without the mark that ends the source; and a text of addresses or code without any word. Translators
join sentences: fewer of them alone say nothing. Silent about lengths of languages of which it does not know how long
their translations are.

Bad (de):
    msgid "The struggle for socialism requires democracy. The survival of democracy requires socialism."
    msgstr "Der Kampf für den Sozialismus erfordert Demokratie."

Bad (ja):
    msgid "The struggle for socialism requires democracy. The survival of democracy requires socialism."
    msgstr "社会主義のための闘争は民主主義を必要とする。"

Bad (ar):
    msgid "The struggle for socialism requires democracy. The survival of democracy requires socialism."
    msgstr "النضال من أجل الاشتراكية يتطلب الديمقراطية."

Bad (ru):
    msgid "The publication by WikiLeaks and Julian Assange of leaked US military and diplomatic files is not a crime."
    msgstr "Публикация WikiLeaks и Джулианом Ассанжем"

Bad (de):
    msgid "See the report <https://example.org/>"
    msgstr "<https://example.org/>"

Good (ta):
    msgid "The struggle for socialism requires democracy. The survival of democracy requires socialism."
    msgstr "சோசலிசத்திற்கான போராட்டத்திற்கு ஜனநாயகம் தேவை. ஜனநாயகம் நிலைத்திருக்க சோசலிசம் தேவை."

Good (zh_CN):
    msgid "The struggle for socialism requires democracy. The survival of democracy requires socialism."
    msgstr "争取社会主义的斗争需要民主，民主的存续也需要社会主义。"

Good (de):
    msgid "This is fine. You are right."
    msgstr "Gut so."
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.checks import Finding
from editions.checks._lengths import RATIOS, visible
from editions.checks._shown import texts
from editions.prose import OBJECT, TERMINALS, UNPUNCTUATED, is_sentence
from editions.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

FEWEST = 60  # letters of a source whose translation has a length to be expected
SHORT, SENTENCE = (
    0.62,
    0.8,
)  # of the length expected: a text with an end, or with fewer sentences per missing sentence
_LETTER = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"[A-Za-z]{3}.*[A-Za-z]{3}")
CUT = 0.75  # ... and one that has no mark at its end


def check(unit: Unit, language: Language) -> Iterator[Finding]:
    """Yields one finding per form that is too short and ends too early, or has no words at all."""
    for source, target in texts(unit):
        if OBJECT in target and _WORDS.search(source) and not _LETTER.search(target.replace(OBJECT, "")):
            yield Finding("the translation has no words, only what is between them", "translate the words")
    usual = RATIOS.get(language.tag.split("-")[0])
    for source, target in texts(unit) if usual is not None else ():
        expected = len(visible(source)) * (usual or 1)
        share = len(visible(target)) / expected if expected >= FEWEST * (usual or 1) else 1
        if share > CUT:
            continue
        wanted, given = len(sentences(source)), len(sentences(target))
        if wanted > given and share < max(SHORT, min(CUT, given / wanted)):
            yield Finding(
                f"the source has {wanted} sentences, the translation {given}, and it is short",
                "look whether a sentence is missing",
            )
        elif language.script not in UNPUNCTUATED and _breaks_off(unit, source, target):
            yield Finding(
                "the translation is short and ends without a full stop or the like", "translate the rest"
            )


def _breaks_off(unit: Unit, source: str, target: str) -> bool:
    return (
        is_sentence(source, unit.syntax)
        and not is_sentence(target, unit.syntax)
        and target[-1:] not in TERMINALS
    )
