"""No pair of texts breaks the judge, and what it lets pass is, to docutils, MyST and HTML, what its source is."""

from __future__ import annotations

from editions.judge import verdict
from editions.judge.refusal import Reason
from fuzz.harness.finds import Found
from fuzz.harness.pair import Pair, mutate
from fuzz.oracles import assert_harmless

__all__ = ["MAX_LEN", "mutate", "run"]

MAX_LEN = 30_000
LONGEST_SOURCE = 10_000  # characters of a line that docutils reads: no document has a longer source


def run(data: bytes) -> None:
    """Judges one pair of texts, and asks the second readers about what passes."""
    pair = Pair.of(data)
    if len(pair.source) > LONGEST_SOURCE:
        return
    reasons = verdict.reasons(pair.source, pair.target, pair.syntax)
    if not isinstance(reasons, tuple) or not all(isinstance(each, Reason) and each.text for each in reasons):
        raise Found("the judge's answer is no tuple of reasons", repr(reasons))
    if not reasons:
        assert_harmless(pair.source, pair.target, pair.syntax)
