"""
A paragraph of the source ends as a sentence does.

A paragraph that breaks off was most likely cut in two: half sentences cannot be translated into languages
with another word order. Titles, captions, table cells, items of one phrase, paragraphs that introduce
something with a colon or are nothing but a link may end as they like, and so may those of the classes kicker,
contact and date.

Bad (rst):
    A conscious attempt is underway to suppress opposition, including by

    censoring and silencing alternate sources of information.

Good (rst):
    A conscious attempt is underway to suppress opposition.

    .. rst-class:: kicker

    Resolution of the Fifth National Congress

    These are the languages:

    - German
    - Arabic

    `wsws.org <https://wsws.org>`__
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.checks import Finding
from editions.prose import TERMINALS, is_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.source import Passage

SCOPE = "source"
SEVERITY = "error"

NO_SENTENCES = frozenset({"kicker", "contact", "date", "byline"})
SENTENCE_BREAK = re.compile(rf"\w{{2,}}[{re.escape(''.join(TERMINALS))}][”’\"')]?\s+\S")
# Thai and Lao letters: sentences of these scripts end with a space.
UNPUNCTUATED_END = re.compile(r"[\u0e00-\u0eff]\W*\Z")
COLON = re.compile(r"[:：՝]\W*\Z")


def check(passage: Passage) -> Iterator[Finding]:
    """Yields one finding for a paragraph that breaks off."""
    sentences = passage.kind == "body" or (passage.kind == "item" and SENTENCE_BREAK.search(passage.text))
    if not sentences or passage.classes & NO_SENTENCES or not re.search(r"\w", passage.text):
        return
    if (
        is_sentence(passage.text, "rst")
        or COLON.search(passage.text)
        or UNPUNCTUATED_END.search(passage.text)
    ):
        return
    end = " ".join(passage.text.split()[-4:])
    yield Finding(
        f"the paragraph has no final punctuation: “… {end}”",
        "end the sentence, or join it with the next part",
    )
