"""
Makes the text of a PDF come out of it as it went in, in scripts whose letters are not set one after the other.

Typst writes beside each cluster of glyphs what it stands for. Where glyphs of one cluster are raised or lowered it
writes the same text again for each part: `সংগ্রাম` is copied as `সংগ্রাগ্রাগ্রাম`; and from right to left programs turn the
letters of a cluster round. The words of the book are known, so they are put in the place of what was made of them:

    page ──content──▶ sections of glyphs ──lines──▶ lines, tokens ──vocabulary──▶ words ──ltr, rtl──▶ page

Left to right a word is one span with its text (`ActualText`, ISO 32000-2, 14.9.4). Right to left no program that we
know reads such a span in the right order; there the glyphs are drawn as an artifact, and the letters of the word stand
invisibly beneath them in the order of the page, as under the picture of a scanned page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.formats.pdf.legible.content import Page
from editions.formats.pdf.legible.lines import lines
from editions.formats.pdf.legible.ltr import whole_words
from editions.formats.pdf.legible.rtl import Shadow
from editions.formats.pdf.legible.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pikepdf

# Scripts of the Unicode blocks from Hebrew to Khmer but Georgian, Hangul, Ethiopic and their like, which are set letter
# by letter; and the Arabic and Hebrew forms.
_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"
_COMPLEX = re.compile(f"[{_RIGHT_TO_LEFT}\u0900-\u109f\u1780-\u17ff\u1a20-\u1aaf\ua8e0-\ua8ff]")
_REVERSED = re.compile(f"[{_RIGHT_TO_LEFT}]")


def make_legible(document: pikepdf.Pdf, texts: Iterable[str]) -> bool:
    """
    Mends the text of every page that holds words of such scripts; nothing else changes, least of all what is seen.

    Args:
        document: as Typst wrote it.
        texts: all texts of the book, in any order.

    Returns:
        Whether anything was changed.
    """
    known = [text for text in texts if _COMPLEX.search(text)]
    if not known:
        return False
    vocabulary = Vocabulary(known)
    shadow = Shadow(document)
    changed = [_mend(Page(document, page), vocabulary, shadow) for page in document.pages]
    shadow.finish()
    return any(changed)


def _mend(page: Page, vocabulary: Vocabulary, shadow: Shadow) -> bool:
    found = [line for line in lines(page) if _COMPLEX.search(line.text)]
    for line in found:
        vocabulary.assign(line.tokens)
    for line in found:
        if _REVERSED.search(line.text):
            shadow.under(page, line)
        else:
            whole_words(line)
    if found:
        page.write()
    return bool(found)
