r"""
A pair of texts as an input: a line that says how to read them, the source, a line `=>`, the answer.

    >>> Pair.of(b"md\nHello *world*\n=>\nHallo *Welt*")
    Pair(head='md', source='Hello *world*', target='Hallo *Welt*')

Without the line `=>` both are the same. Plain bytes, and no FuzzedDataProvider, so that a person can read and write
them, and replay them without the fuzzer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    Change = Callable[[bytes], bytes]

SEAM = b"\n=>\n"
LONGEST_PIECE, MOST_REPEATS = 12, 4_000
OFTEN_LONG = 0.02  # long inputs take long: a few are enough


@dataclass(frozen=True)
class Pair:
    """Two texts; bytes that are no UTF-8 become U+FFFD."""

    head: str
    source: str
    target: str

    @classmethod
    def of(cls, data: bytes) -> Self:
        """The pair in an input; any bytes are one."""
        return cls(*(part.decode(errors="replace") for part in parts(data)))

    @property
    def syntax(self) -> str:
        """By the first letter of the head: `md`, `interface`, else `rst`."""
        return {"m": "md", "i": "interface"}.get(self.head[:1], "rst")


def parts(data: bytes) -> tuple[bytes, bytes, bytes]:
    """Head, source and target as bytes."""
    head, _, texts = data.partition(b"\n")
    source, seam, target = texts.partition(SEAM)
    return head, source, target if seam else source


def mutate(data: bytes, chance: Random, words: Sequence[bytes], change: Change) -> bytes:
    """A pair that differs from this one in one of its texts, or whose texts are the same but for something."""
    head, source, target = parts(data)
    if chance.random() < 0.2:
        target = source
    which = chance.random()
    if which < 0.1:
        source = target = _varied(source, chance, words, change)
    elif which < 0.3:
        source = _varied(source, chance, words, change)
    else:
        target = _varied(target, chance, words, change)
    return head + b"\n" + source + SEAM + target


def _varied(text: bytes, chance: Random, words: Sequence[bytes], change: Change) -> bytes:
    if chance.random() < OFTEN_LONG:
        return _repeated(text, chance)
    for _ in range(chance.choice((1, 1, 2, 4))):
        way = chance.choice((_with_word, _with_word, _with_word, _moved, _without, None))
        text = way(text, chance, words) if way else change(text)
    return text


def _with_word(text: bytes, chance: Random, words: Sequence[bytes]) -> bytes:
    """With a word put in; often around something."""
    start = chance.randint(0, len(text))
    end = chance.choice((start, min(len(text), start + chance.randint(0, 9))))
    word = chance.choice(words)
    return text[:start] + word + text[start:end] + chance.choice((b"", b"", word, word[::-1])) + text[end:]


def _repeated(text: bytes, chance: Random) -> bytes:
    """With a piece many times over: work that grows faster than a text shows itself there."""
    start = chance.randint(0, len(text))
    end = start + chance.randint(1, LONGEST_PIECE)
    times = int(MOST_REPEATS ** chance.random())
    return text[:start] + text[start:end] * times + text[end:]


def _moved(text: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    a, b, c = sorted(chance.randint(0, len(text)) for _ in range(3))
    return text[:a] + text[b:c] + text[a:b] + text[c:]


def _without(text: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    start = chance.randint(0, len(text))
    return text[:start] + text[start + chance.randint(1, LONGEST_PIECE) :]
