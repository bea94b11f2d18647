"""Word diffs: what changed in a text, in brackets: [-old-]{+new+}."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Han and Kana are written without spaces: there each character is compared by itself.
_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SIGNS = "!-/:-@\\[-`{-~\u00a1-\u00bf\u060c\u061b\u061f\u0964\u0965\u2010-\u205e\u3000-\u303f\uff01-\uff0f"
TOKEN = re.compile(rf"\s+|[{_IDEOGRAPHS}]|[^\s{_IDEOGRAPHS}{_SIGNS}]+|.", re.DOTALL)
MOST_COMPARISONS = 1_000_000  # of words; beyond that all between the first and the last change is one change
AROUND = 30  # characters of what is the same that stay on both sides of a change

Piece = tuple[str, str]  # (old, new); the same twice where nothing changed


def differences(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Yields the parts of two texts, given word by word, in order: (old, new), equal or not; either may be empty."""
    start = next(
        (n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    most = min(len(old), len(new)) - start
    tail = next((n for n in range(most) if old[-1 - n] != new[-1 - n]), most)
    yield old[:start], new[:start]
    yield from _middle(old[start : len(old) - tail], new[start : len(new) - tail])
    yield old[len(old) - tail :], new[len(new) - tail :]


def pieces(old: str, new: str) -> list[Piece]:
    """The texts side by side, word by word: all first items together are `old`, all second ones `new`."""
    parts = differences(TOKEN.findall(old), TOKEN.findall(new))
    return _joined([("".join(a), "".join(b)) for a, b in parts])


def word_diff(old: str, new: str, *, around: int | None = None) -> str:
    """
    What changed, in brackets: `the [-old-]{+new+} text`.

    `around` is how many characters of what is the same stay on each side of a change; by default all.
    """
    found = pieces(old, new)
    last = len(found) - 1
    return "".join(
        _same(a, around, first=n == 0, last=n == last) if a == b else _bracketed(a, b)
        for n, (a, b) in enumerate(found)
    )


def _middle(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    if len(a) * len(b) > MOST_COMPARISONS:
        yield a, b
        return
    for _, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        yield a[i:j], b[k:m]


def _joined(found: list[Piece]) -> list[Piece]:
    """Neighbouring changes become one, also over a space: whole phrases are easier to read than single words."""
    result: list[Piece] = []
    for n, (a, b) in enumerate(found):
        if not a and not b:
            continue
        before = bool(result) and result[-1][0] != result[-1][1]
        follows = any(x != y for x, y in found[n + 1 : n + 2])
        if before and (a != b or (a.isspace() and follows)):
            result[-1] = (result[-1][0] + a, result[-1][1] + b)
        else:
            result.append((a, b))
    return result


def _bracketed(old: str, new: str) -> str:
    return (f"[-{old}-]" if old else "") + (f"{{+{new}+}}" if new else "")


def _same(text: str, around: int | None, *, first: bool, last: bool) -> str:
    if around is None or len(text) <= 2 * around + 1:
        return text
    head = "" if first else text[:around].rpartition(" ")[0] or text[:around]
    end = "" if last else text[-around:].partition(" ")[2] or text[-around:]
    return f"{head}{' ' * (' ' in head)}…{' ' * (' ' in end)}{end}"
