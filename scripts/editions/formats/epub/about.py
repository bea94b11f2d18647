"""What a book says of itself: its title, languages, people, where it comes from, how far it can be trusted."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docutils import nodes

from editions.books.caveats import located
from editions.credits import Credits
from editions.formats.epub.documents import Line

if TYPE_CHECKING:
    import datetime as dt

    from editions.language import Language


@dataclass(frozen=True)
class About:
    """
    A book as its title page and its package document describe it.

    Attributes:
        title: that of its root document.
        kicker: the line above the title, if there is one.
        author: who published it; empty where the project does not say.
        day: the date of the original.
        moment: the date of the file (UTC).
        language: that of the book.
        source_language: the one that it was written in.
        project: what tells the project from others: its public address, else its name.
        name: that of the book in the project.
        address: where the book can be read on the web, if it is published there.
        original: the same of the original.
        caveats: what a reader must know, as keys of the interface, the most general first.
        credits: who is to be named.
    """

    title: Line
    kicker: Line | None
    author: str
    day: dt.date | None
    moment: dt.datetime
    language: Language
    source_language: Language
    project: str
    name: str
    address: str = ""
    original: str = ""
    caveats: tuple[str, ...] = ()
    credits: Credits = field(default_factory=Credits)

    @property
    def is_source(self) -> bool:
        """True for the edition in the language that it was written in."""
        return self.language.code == self.source_language.code

    @property
    def title_language(self) -> Language:
        """The language that the title is shown in."""
        return self.source_language if self.title.source else self.language

    def identifier(self, language: Language) -> str:
        """The name of the book's edition in a language, the same at every build (RFC 9562, 5.5)."""
        named = f"editions:{self.project}/{self.name}/{language.tag}"
        return uuid.uuid5(uuid.NAMESPACE_URL, named).urn


def title_of(tree: nodes.document) -> Line | None:
    """The title of a book's root document; None where it has none."""
    found = (node for node in _own(tree) if isinstance(node, nodes.title))
    return next((Line.of(node) for node in found if isinstance(node.parent, nodes.section)), None)


def kicker_of(tree: nodes.document) -> Line | None:
    """The line above the title of a book's root document: the first paragraph of class `kicker`."""
    found = (node for node in _own(tree) if isinstance(node, nodes.paragraph) and "kicker" in node["classes"])
    return next(map(Line.of, found), None)


def _own(tree: nodes.document) -> list[nodes.Element]:
    """The elements of the root document itself."""
    root = str(tree["docname"])
    return [node for docname, node in located(tree, root) if docname == root]
