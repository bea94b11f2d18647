"""What stands before and after a book's text: what a reader must know before reading, and where it is on the web."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions.books.caveats import caveats

if TYPE_CHECKING:
    from docutils import nodes

    from editions.formats.text.lines import Blocks
    from editions.formats.text.words import Words
    from editions.project import View

# Keys of the interface; the paragraphs begin with the words that the first one names.
MARKED = (
    "A machine translated the paragraphs marked “Machine text” from {language}. "
    "They may contain mistakes; the original is what counts."
)
ADDRESS = "On the web: {address}"


def warnings(tree: nodes.document, view: View) -> tuple[str, ...]:
    """What a reader of a translation must know, as keys of the interface; `MARKED` where people wrote some of it."""
    return caveats(tree, view, partly=MARKED)


def head(sentences: tuple[str, ...], words: Words) -> Blocks:
    """The sentences, one a line."""
    return [tuple(map(words.say, sentences))] if sentences else []


def foot(address: str, words: Words) -> Blocks:
    """Where the book is on the web; nothing where that is not known."""
    return [(words.say(ADDRESS, address=address),)] if address else []
