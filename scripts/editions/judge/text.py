"""What is asked of a translation as a string of characters, before any parser sees it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

# C0 and C1 controls but tab and newline, line separators, interlinear annotations, non-characters, tag characters.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
# Embeddings, overrides and isolates reorder what a reader sees (Unicode TR 36); single direction marks do not.
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_STACKED = 8  # combining marks on one letter; no orthography needs as many
_COMMAND = re.compile(r"\\[A-Za-z]+|\\.")
_NOQA = re.compile(r"#\s*noqa\s*$", re.IGNORECASE)


class Refused(Exception):  # noqa: N818 - a verdict, no error
    """A translation may not be shown; `reasons` say why in a translator's words."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


def is_endless(source: str, target: str) -> bool:
    """True where a text is longer than a translation of its source can be."""
    return len(target) > 4 * len(source) + 200


def refuse(source: str, target: str) -> None:
    """
    Checks the characters, length and lines of a translation.

    Raises:
        Refused: it holds characters, lines or a length that its source gives no reason for.
    """
    found = _CONTROL.search(target)
    if found:
        raise Refused(f"there is an invisible control character U+{ord(found[0]):04X}; remove it")
    if Counter(_REORDERING.findall(target)) != Counter(_REORDERING.findall(source)) and _REORDERING.search(
        target
    ):
        raise Refused("there are invisible characters that change the order of the text; remove them")
    if is_endless(source, target):
        raise Refused(f"the translation is {len(target)} characters long, its source only {len(source)}")
    if _stacked(target):
        raise Refused("too many marks are stacked on one letter")
    if _NOQA.search(target) and not _NOQA.search(source):
        raise Refused("the text ends with “# noqa”, which would switch off a check; remove it")
    if target.count("\n") > source.count("\n"):
        raise Refused("the text has more lines than its source; a paragraph is one line")
    if "\n" in source and Counter(_COMMAND.findall(target)) != Counter(_COMMAND.findall(source)):
        raise Refused("code and formulas must keep the same commands as the source")


def _stacked(target: str) -> bool:
    run = 0
    for character in target:
        run = run + 1 if unicodedata.combining(character) else 0
        if run > _STACKED:
            return True
    return False


def compare(source: Counter[str], target: Counter[str]) -> None:
    """
    Checks that two signatures are the same.

    Raises:
        Refused: with one reason for all that was lost and one for all that was added.
    """
    lost, added = source - target, target - source
    reasons = []
    if lost:
        reasons.append(f"lost from the source: {', '.join(sorted(lost.elements()))}")
    if added:
        reasons.append(f"not in the source: {', '.join(sorted(added.elements()))}")
    if reasons:
        raise Refused(*reasons)
