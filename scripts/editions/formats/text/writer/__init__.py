"""The writer: a book's tree as lines of plain text, every text of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions.formats.text.writer.base import Setting
from editions.formats.text.writer.blocks import BlockNodes
from editions.formats.text.writer.inline import InlineNodes
from editions.formats.text.writer.lists import Lists
from editions.formats.text.writer.notes import Notes
from editions.formats.text.writer.objects import Objects
from editions.formats.text.writer.tables import Tables

if TYPE_CHECKING:
    from editions.formats.text.lines import Blocks

__all__ = ["Setting", "Writer"]


class Writer(Notes, BlockNodes, Tables, Lists, Objects, InlineNodes):
    """Writes one book; used once."""

    def book(self) -> Blocks:
        """The whole book."""
        return [*self.blocks(self.tree), *self.notes()]
