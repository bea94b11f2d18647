"""
No sentence stands in a translation twice.

A sentence that was pasted twice reads as a slip. Sentences of fewer than twelve letters are let pass, and those that
the source repeats too.

Bad (de):
    msgid "The struggle for socialism requires democracy."
    msgstr "Der Kampf für den Sozialismus erfordert Demokratie. Der Kampf für den Sozialismus erfordert Demokratie."

Bad (ja):
    msgid "The struggle for socialism requires democracy."
    msgstr "社会主義のための闘争は民主主義を必要とする。社会主義のための闘争は民主主義を必要とする。"

Bad (ar):
    msgid "The struggle for socialism requires democracy."
    msgstr "النضال من أجل الاشتراكية يتطلب الديمقراطية. النضال من أجل الاشتراكية يتطلب الديمقراطية."

Bad (hi):
    msgid "The survival of democracy requires socialism."
    msgstr "लोकतंत्र को बचाने के लिए समाजवाद ज़रूरी है। लोकतंत्र को बचाने के लिए समाजवाद ज़रूरी है।"

Good (ru):
    msgid "We demand his freedom now! We demand his freedom now!"
    msgstr "Мы требуем его свободы сейчас! Мы требуем его свободы сейчас!"

Good (de):
    msgid "No. No. Never."
    msgstr "Nein. Nein. Niemals."
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from editions.checks import Finding
from editions.checks._shown import quoted, texts
from editions.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "unit"
WAIVABLE = True
SEVERITY = "warning"

FEWEST = 12  # letters of a sentence
_INNER = re.compile("[。！？｡．.!?…؟۔।॥።։၊។៕]")
_SHOWN = 40  # characters of it that the message quotes


def check(unit: Unit, language: Language) -> Iterator[Finding]:  # noqa: ARG001  (every rule of the scope has it)
    """Yields one finding per form: the first sentence that is there more often than the source repeats any."""
    for source, target in texts(unit):
        if not _INNER.search(target, FEWEST, max(FEWEST, len(target) - FEWEST)):
            continue  # there is but one
        text, often = _most(target)
        if often > 1 and often > _most(source)[1]:
            short = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
            yield Finding(f"a sentence stands there {often} times: “{quoted(short)}”", "keep one of them")


def _most(text: str) -> tuple[str, int]:
    """The sentence that a text has most often, and how often."""
    counts = Counter(each.strip() for each in sentences(text) if sum(map(str.isalpha, each)) >= FEWEST)
    return counts.most_common(1)[0] if counts else ("", 0)
