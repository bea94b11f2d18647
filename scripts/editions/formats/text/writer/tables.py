"""Tables: in columns where they fit, else each cell after the words at the head of its column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes

from editions.formats.text.characters import RIGHT_TO_LEFT_MARK, clean, width, within
from editions.formats.text.lines import BLANK, Line, alone, flat, labelled, tight
from editions.formats.text.writer.base import Renderer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from editions.formats.text.characters import Direction
    from editions.formats.text.lines import Block, Blocks

WIDEST = 78  # columns of letters that a mail program or terminal shows in one line
GAP = "  "  # between columns


@dataclass(frozen=True)
class Cell:
    """A cell: what it holds, its first row and column, how many it covers."""

    blocks: tuple[Block, ...]
    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @property
    def lines(self) -> tuple[str, ...]:
        """The texts of its lines."""
        return tuple(clean(line.text) for line in flat(self.blocks))

    @property
    def width(self) -> int:
        """How wide it looks."""
        return max(map(width, self.lines), default=0)

    @property
    def covered(self) -> range:
        """The columns that it covers."""
        return range(self.column, self.column + self.columns)

    def is_in(self, row: int) -> bool:
        """True where it covers the row."""
        return self.row <= row < self.row + self.rows


@dataclass(frozen=True)
class Grid:
    """A table: its cells in the order of the source; the first `head` of its rows say what stands in the columns."""

    cells: tuple[Cell, ...]
    rows: int
    head: int
    direction: Direction

    def of(self, row: int) -> list[Cell]:
        """The cells that cover a row, by their columns."""
        return sorted((cell for cell in self.cells if cell.is_in(row)), key=lambda cell: cell.column)

    def aligned(self) -> Blocks | None:
        """The table as one block of aligned columns; None where it does not fit, or cells hold more than lines."""
        widths = self._widths()
        if (
            any("" in cell.lines for cell in self.cells)
            or sum(widths) + len(GAP) * (len(widths) - 1) > WIDEST
        ):
            return None
        rows = [self._row(row, widths) for row in range(self.rows)]
        rule = self._joined(["-" * each for each in widths], widths)
        body = [row for row in rows[self.head :] if row]
        airy = any(len(row) > 1 for row in body)
        lines = [line for row in rows[: self.head] for line in row]
        lines += [rule] if self.head else []
        for place, row in enumerate(body):
            lines += [BLANK, *row] if airy and place else row
        return [tuple(lines)] if any(line.text for line in lines) else []

    def _widths(self) -> list[int]:
        """The widths of the columns; what spans several of them may widen the last one."""
        count = max((cell.column + cell.columns for cell in self.cells), default=0)
        widths = [0] * count
        for cell in sorted(self.cells, key=lambda cell: cell.columns):
            *before, last = cell.covered
            room = sum(widths[each] + len(GAP) for each in before)
            widths[last] = max(widths[last], cell.width - room)
        return widths

    def _row(self, row: int, widths: Sequence[int]) -> list[Line]:
        """The lines of a row; a cell over several rows stands in the first of them."""
        cells = [cell for cell in self.of(row) if cell.row == row]
        height = max((len(cell.lines) for cell in cells), default=0)
        return [self._line(cells, widths, place) for place in range(height)]

    def _line(self, cells: Iterable[Cell], widths: Sequence[int], place: int) -> Line:
        texts = [""] * len(widths)
        for cell in cells:
            texts[cell.column] = cell.lines[place] if place < len(cell.lines) else ""
        return self._joined(texts, widths)

    def _joined(self, texts: Iterable[str], widths: Sequence[int]) -> Line:
        """
        The texts at the beginnings of their columns.

        In a table that is read from the right each cell begins with a mark: else Latin words of two cells would stand
        together in one run, and in the wrong order.
        """
        mark = RIGHT_TO_LEFT_MARK if self.direction == "rtl" else ""
        line, begin = "", 0
        for text, columns in zip(texts, widths, strict=True):
            if text:
                line += " " * (begin - width(line)) + mark + within(text, self.direction) + mark
            begin += columns + len(GAP)
        return Line(line, self.direction)

    def told(self) -> Blocks:
        """The table cell by cell, each after the words at the head of its column; a block a row."""
        return [
            block
            for row in range(0 if self.head == self.rows else self.head, self.rows)
            for block in tight(self._told(row))
        ]

    def _told(self, row: int) -> Iterator[Block]:
        for cell in self.of(row):
            label = self._label(cell) if row >= self.head else ""
            yield from labelled(Line(label, self.direction), cell.blocks) if label else cell.blocks

    def _label(self, cell: Cell) -> str:
        heads = (
            each
            for column in cell.covered
            for each in self.cells
            if each.row < self.head and column in each.covered
        )
        return " – ".join(dict.fromkeys(text for each in heads if (text := " ".join(each.lines).strip())))


class Tables(Renderer):
    """Renders tables."""

    def block_table(self, node: nodes.Element) -> Blocks:
        """A table below its title, with its number; one of several groups as several tables."""
        blocks: Blocks = []
        for child in node.children:
            if isinstance(child, nodes.title):
                text = self.figure_number(node) + self.inlines(child).strip()
                blocks += alone(self.stated(child, text), self.direction(child))
            else:
                blocks += self.blocks(child)
        return blocks

    def block_tgroup(self, node: nodes.Element) -> Blocks:
        """The rows of a table, in columns where they fit."""
        head = [row for part in node.children if isinstance(part, nodes.thead) for row in part.children]
        body = [row for part in node.children if isinstance(part, nodes.tbody) for row in part.children]
        rows = [row for row in (*head, *body) if isinstance(row, nodes.Element)]
        grid = Grid(tuple(self._cells(rows)), len(rows), len(head), self.own)
        aligned = grid.aligned()
        return grid.told() if aligned is None else aligned

    def _cells(self, rows: Sequence[nodes.Element]) -> Iterator[Cell]:
        """The cells in their places; one that comes from a row above takes up its column."""
        taken: set[tuple[int, int]] = set()
        for row, element in enumerate(rows):
            column = 0
            for entry in element.children:
                if not isinstance(entry, nodes.entry):
                    continue
                while (row, column) in taken:
                    column += 1
                down, across = int(entry.get("morerows", 0)) + 1, int(entry.get("morecols", 0)) + 1
                taken |= {(row + i, column + j) for i in range(down) for j in range(across)}
                yield Cell(tuple(self.below(entry)), row, column, down, across)

    def block_colspec(self, node: nodes.Element) -> Blocks:
        """Nothing: the width of a column is that of its words."""
        del node
        return []

    def block_entry(self, node: nodes.Element) -> Blocks:
        """What a cell holds."""
        return self.below(node)

    block_row = block_thead = block_tbody = block_entry
