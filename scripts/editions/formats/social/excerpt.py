"""What a short text takes from a book's tree: its title, its kicker, the paragraphs that it begins with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from editions.books.caveats import is_machine, located
from editions.formats.social.compose import Piece
from editions.formats.text.characters import clean
from editions.formats.text.writer import Writer
from editions.formats.text.writer.inline import is_address

if TYPE_CHECKING:
    from collections.abc import Iterator

# What holds the text of a document, and what stands beside it and can be missed.
_COURSE = (nodes.section, nodes.document, nodes.compound, nodes.container, addnodes.start_of_file)
_BESIDE = (nodes.Admonition, nodes.topic, nodes.sidebar, nodes.figure, nodes.image, nodes.Invisible, nodes.footnote,
           nodes.citation, nodes.transition, nodes.system_message, nodes.meta, nodes.raw, nodes.field_list)  # fmt: skip
_ELSEWHERE = frozenset({"kicker", "date"})
_ADDRESS = re.compile(r"\w:/{2}|\bwww\.|\bmailto:|\w@\w")


class Excerpt(Writer):
    """Reads a book as words only: no numbers of notes, no addresses, no pictures."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)
        root = str(self.tree["docname"])
        own = [node for docname, node in located(self.tree, root) if docname == root]
        self._title = next((node for node in own if _is_heading(node)), None)
        self._kicker = next((node for node in own if "kicker" in node.get("classes", ())), None)

    def title(self) -> Piece | None:
        """The title of the book's root document; None where it has none."""
        return self._piece(self._title) if self._title else None

    def kicker(self) -> Piece | None:
        """The line above it; None where there is none."""
        return self._piece(self._kicker) if self._kicker else None

    def _piece(self, node: nodes.Element) -> Piece:
        return Piece(self.line(node), is_machine(node), heading=_is_heading(node))

    def body(self) -> Iterator[Piece]:
        """
        The paragraphs from the start, with titles of sections that they stand below.

        They end before anything that a message cannot show and that the next paragraph goes on from: a list, a table, a
        quotation, code, a paragraph with an address. What stands there before the first paragraph is passed over.
        """
        headings: list[Piece] = []
        begun = False
        for piece in self._course(self.tree):
            if piece is None:
                if begun:
                    return
                headings = []
            elif piece.heading:
                headings.append(piece)
            else:
                yield from (*headings, piece)
                headings, begun = [], True

    def _course(self, node: nodes.Element) -> Iterator[Piece | None]:
        """The pieces in the order of the text; None for what cannot be shown."""
        for child in node.children:
            if isinstance(child, nodes.title):
                if child is not self._title:
                    yield self._piece(child)
            elif isinstance(child, nodes.paragraph):
                yield from self._paragraph(child)
            elif isinstance(child, _COURSE):
                yield from self._course(child)
            elif not isinstance(child, _BESIDE) and child.astext().strip():
                yield None

    def _paragraph(self, node: nodes.paragraph) -> Iterator[Piece | None]:
        piece = self._piece(node)
        if not piece.line.text or _ELSEWHERE & set(node["classes"]):
            return
        links = list(node.findall(nodes.reference))
        says = any(is_address(each.astext(), str(each.get("refuri", ""))) for each in links)
        is_link = [*node.children] == links
        yield None if is_link or says or _ADDRESS.search(clean(piece.line.text)) else piece

    def inline_footnote_reference(self, node: nodes.Element) -> str:
        """Nothing: a message has no notes."""
        del node
        return ""

    inline_image = inline_raw = inline_footnote_reference

    def inline_reference(self, node: nodes.Element) -> str:
        """The words alone."""
        return self.inlines(node)

    inline_number_reference = inline_reference


def _is_heading(node: nodes.Node) -> bool:
    return isinstance(node, nodes.title) and isinstance(node.parent, nodes.section)
