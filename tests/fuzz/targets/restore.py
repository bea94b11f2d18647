"""Any answer of an engine is restored or refused; words alone to a text that the judge's parser lets pass."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.judge import verdict
from editions.markup import MarkupLostError, protect, restore
from fuzz.harness.finds import Found
from fuzz.harness.pair import Pair, mutate
from fuzz.oracles import assert_harmless, is_paragraph

if TYPE_CHECKING:
    from editions.markup import Segment

__all__ = ["MAX_LEN", "mutate", "run"]

MAX_LEN = 4_000
# What an answer brings that the source has not: it is shown as plain signs, which the judge refuses in turn.
_ANSWERS_OWN = re.compile(r"would be shown|^not in the source: (link to|address|HTML)")
_SIGNS = re.compile(r"[`*_|\\:<>\[\]{}^&#$%~]")
_TAG = re.compile(r"</?[a-z]+[^<>]*>|\[/?\d+\]")


def run(data: bytes) -> None:
    """Sends a source to an engine that answers anything; the head says `rst` or `md`, and `xml` or `text`."""
    pair = Pair.of(data)
    syntax = "md" if pair.syntax == "md" else "rst"
    try:
        segment = protect(pair.source, syntax, form="text" if "text" in pair.head else "xml")
    except MarkupLostError:
        return
    if is_paragraph(pair.source, syntax) and not verdict.reasons(pair.source, pair.source, syntax):
        _assert_passes(pair.source, segment, segment.text, "as it was sent")
        _assert_passes(pair.source, segment, pair.target, "some answer")


def _assert_passes(source: str, segment: Segment, answer: str, what: str) -> None:
    try:
        restored = restore(segment, answer)
    except MarkupLostError:
        return
    # A text that is too long or names a host is the judge's to refuse.
    if verdict.at_sight(source, restored, segment.syntax) is None:
        reasons = [each.text for each in verdict.parsed(source, restored, segment.syntax)]
        wrong = [each for each in reasons if not _ANSWERS_OWN.search(each)]
        # Signs of markup that are none may come out as some: the judge refuses that, and the unit stays empty.
        if wrong and not _SIGNS.search(segment.plain + _TAG.sub("", answer)):
            why = wrong[0].split(":")[0]
            raise Found(
                f"{segment.syntax}: {what} is refused: {why}",
                f"{wrong[0]} {source!r} {answer!r} {restored!r}",
            )
        if not reasons:
            assert_harmless(source, restored, segment.syntax)
