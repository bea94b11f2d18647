"""Word diffs: what changed in a text, in brackets: [-old-]{+new+}."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

# Han and Kana are written without spaces: there each character is compared by itself.
_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SIGNS = "!-/:-@\\[-`{-~\u00a1-\u00bf\u060c\u061b\u061f\u0964\u0965\u2010-\u205e\u3000-\u303f\uff01-\uff0f"
TOKEN = re.compile(rf"\s+|[{_IDEOGRAPHS}]|[^\s{_IDEOGRAPHS}{_SIGNS}]+|.", re.DOTALL)
MOST_COMPARISONS = 1_000_000  # of words; beyond that all between the first and the last change is one change
AROUND = 30  # characters of what is the same that stay on both sides of a change

Piece = tuple[str, str]  # (old, new); the same twice where nothing changed


def pieces(old: str, new: str) -> list[Piece]:
    """The texts side by side, word by word: all first items together are `old`, all second ones `new`."""
    a, b = TOKEN.findall(old), TOKEN.findall(new)
    start = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    most = min(len(a), len(b)) - start
    tail = next((n for n in range(most) if a[-1 - n] != b[-1 - n]), most)
    middle = _middle(a[start : len(a) - tail], b[start : len(b) - tail])
    end = "".join(a[len(a) - tail :])
    head = "".join(a[:start])
    return _joined([(head, head), *middle, (end, end)])


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


def _middle(a: list[str], b: list[str]) -> list[Piece]:
    if len(a) * len(b) > MOST_COMPARISONS:
        return [("".join(a), "".join(b))]
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return [("".join(a[i:j]), "".join(b[k:m])) for _, i, j, k, m in matcher.get_opcodes()]


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
