"""Belief: whether what a stranger, a machine or an agency, answered may stand in a catalog as a draft."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from editions.engines import Failure
from editions.judge import judge
from editions.markup import MarkupLostError, restore
from editions.mending import repaired
from editions.quality import quality
from editions.terms import SOLID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from editions.catalog import Unit
    from editions.language import Language
    from editions.markup import Segment
    from editions.terms import Terms

# Rules that say that a name or term is not rendered as agreed.
_RENDERINGS = ("[names]", "[forbidden-form]")


def believed(
    unit: Unit, segments: Sequence[Segment], answers: Sequence[str], language: Language, terms: Terms
) -> tuple[str | Failure, bool]:
    """
    The draft with its markup, or why it may not stand in the catalog; and whether a term is not as agreed.

    Markup comes back as it was, typography is that of the language as far as that is sure, the judge accepts it, and it
    is in the right language and script.

    Args:
        unit: what was translated.
        segments: its paragraph, or the sentences of it, as they were given away.
        answers: the translations of those segments that have words, in order and in their wire form.
        language: the language they came in.
        terms: the names and terms of the project.
    """
    try:
        target = _restored(segments, answers, language)
    except MarkupLostError as lost:
        return Failure(str(lost)), False
    if target == unit.source and _is_sentence(" ".join(each.plain for each in segments)):
        return Failure("the text came back as it was"), False
    reasons = judge(unit.source, target, unit.syntax)
    if reasons:
        return Failure("; ".join(map(str, reasons))), False
    mended, _ = repaired(replace(unit, targets=(target,)), language)
    found = quality(mended, language, terms)
    if found.fatal:
        return Failure(found.fatal), False
    return mended.target, any(reason.endswith(_RENDERINGS) for reason in found.reasons)


def _restored(segments: Sequence[Segment], answers: Sequence[str], language: Language) -> str:
    remaining = iter(answers)
    parts = [restore(segment, next(remaining) if segment.has_words else segment.text) for segment in segments]
    if language.script in SOLID:
        parts = [*(part.rstrip(" ") for part in parts[:-1]), parts[-1]]
    return "".join(parts)


def _is_sentence(text: str) -> bool:
    """True for several words that are no name: a name may well be the same in both languages."""
    words = [word for word in text.split() if any(sign.isalpha() for sign in word)]
    return len(words) > 1 and not all(word.lstrip("“‘\"'(")[:1].isupper() for word in words)
