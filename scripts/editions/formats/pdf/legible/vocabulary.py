"""The words of a book, and which of them a token of a page stands for."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from editions.formats.pdf.legible.lines import reads_left

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from editions.formats.pdf.legible.lines import Token


class Vocabulary:
    """
    All words of a book. Typst says some letters twice and loses none, so a word is a part of what it made of it.

    Args:
        texts: in any order.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._words = frozenset(word for text in texts for word in text.split())
        self._by_letters: defaultdict[frozenset[str], list[str]] = defaultdict(list)
        for word in sorted(self._words, key=lambda word: (-len(word), word)):
            self._by_letters[frozenset(word)].append(word)

    def word(self, clusters: Sequence[str]) -> str | None:
        """
        The word of which these clusters were made: all of them, or without some that repeat what was said; else None.

        >>> Vocabulary(["সংগ্রাম, ক্ষমতা"]).word(["সং", "গ্রা", "গ্রা", "গ্রা", "ম", ","])
        'সংগ্রাম,'
        """
        made = "".join(clusters)
        if made in self._words:
            return made
        close = [word for word in self._by_letters.get(frozenset(made), ()) if is_within(word, made)]
        return next((word for word in close if is_said(word, clusters)), next(iter(close), None))

    def assign(self, tokens: Iterable[Token]) -> None:
        """Gives each token that begins here its word, and its part of the word to each that goes on."""
        for token in tokens:
            if not token.is_rest:
                self._assign(_chain(token))

    def _assign(self, chain: Sequence[Token]) -> None:
        clusters = [logical(token) for token in chain]
        made = ["".join(each) for each in clusters]
        word = self.word([text for each in clusters for text in each])
        if word is None and len(chain) > 1:  # nothing goes on: the lines end with whole words
            for token in chain:
                self._assign([token])
            return
        rest = word if word is not None else "".join(made)
        for index, token in enumerate(chain):
            token.word, rest = _cut(rest, made[index], "".join(made[index + 1 :]))


def logical(token: Token) -> list[str]:
    """What the clusters of a token say, in the order in which they are read, without its spaces."""
    texts = [each.text for each in token.glyphs if not each.text.isspace()]
    return texts[::-1] if reads_left(token.text) else texts


def is_said(word: str, clusters: Sequence[str]) -> bool:
    """True where the clusters say the word, each of them once or, behind itself, again in whole or in part."""
    said = {(0, "")}  # how much of the word is said, and the cluster that said it last
    for cluster in clusters:
        new = {(at + len(cluster), cluster) for at, _ in said if word.startswith(cluster, at)}
        again = {(at, last) for at, last in said if cluster in last}
        said = new | again
    return any(at == len(word) for at, _ in said)


def is_within(word: str, made: str) -> bool:
    """True where all letters of the word stand in `made`, in their order."""
    letters = iter(made)
    return all(letter in letters for letter in word)


def _chain(token: Token) -> list[Token]:
    chain = [token]
    while chain[-1].next is not None:
        chain.append(chain[-1].next)
    return chain


def _cut(word: str, made: str, rest: str) -> tuple[str, str]:
    """The part of a word that a line shows, where it made this of it, and what the next lines show of it."""
    if not rest:
        return word, ""
    places = [at for at in range(1, len(word)) if is_within(word[:at], made) and is_within(word[at:], rest)]
    whole = [at for at in places if word[at - 1] == made[-1]] or places or [len(word)]
    return word[: whole[-1]], word[whole[-1] :]
