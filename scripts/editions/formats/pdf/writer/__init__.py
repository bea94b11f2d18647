"""The writer: a book's tree as Typst markup, every text of it in a string literal."""

from __future__ import annotations

from docutils import nodes

from editions.books.caveats import located
from editions.books.index import places
from editions.formats.pdf.writer.base import Setting, target_name
from editions.formats.pdf.writer.blocks import Blocks
from editions.formats.pdf.writer.index import Index
from editions.formats.pdf.writer.inline import Inline
from editions.formats.pdf.writer.lists import Lists
from editions.formats.pdf.writer.mathematics import Mathematics
from editions.formats.pdf.writer.notes import Notes
from editions.formats.pdf.writer.objects import Objects
from editions.formats.pdf.writer.tables import Tables

__all__ = ["Setting", "Writer", "write"]


class Writer(Notes, Blocks, Tables, Lists, Objects, Mathematics, Index, Inline):
    """Writes one book; used once."""

    def book(self) -> str:
        """The whole book as Typst markup."""
        opening = self.anchor(f"{self.place.docname}#")
        return opening + self.render(self.tree) + self.left_over() + self.index()


def write(setting: Setting, tree: nodes.document) -> str:
    """
    The Typst markup of a book's tree.

    Typst refuses a link to a place that is not there, so a book in which one is missing (it lies in another book, or
    in a node that is not printed) is written again without those links.
    """
    root = str(tree["docname"])
    references = (pair for pair in located(tree, root) if isinstance(pair[1], nodes.reference))
    indexed = {name for _, entries in setting.index for entry in entries for name in places(entry)}
    wanted = frozenset(
        {name for docname, node in references if (name := target_name(node, docname))} | indexed
    )
    warned: set[str] = set()
    writer = Writer(setting, tree, wanted, warned)
    text = writer.book()
    if wanted <= writer.targets.placed:
        return text
    return Writer(setting, tree, wanted & writer.targets.placed, warned).book()
