"""Notes: footnotes at the end of their document, citations, admonitions, asides."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from docutils import nodes

from editions.books.caveats import located
from editions.formats.text.lines import Line, alone, hanging, tight, under
from editions.formats.text.writer.base import Renderer

if TYPE_CHECKING:
    from editions.formats.text.lines import Blocks

RULE = "-" * 10  # between a text and its notes


class Notes(Renderer):
    """Renders footnotes and boxes."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self._unlisted = [
            (docname, node)
            for docname, node in located(self.tree, self.place.docname)
            if isinstance(node, nodes.footnote)
        ]
        self._order = {id(node): place for place, (_, node) in enumerate(self._unlisted)}
        self._cited: set[tuple[str, str]] = set()

    def inline_footnote_reference(self, node: nodes.Element) -> str:
        """The number of a footnote, in brackets."""
        self._cited.add((self.place.docname, str(node.get("refid", ""))))
        return self._number(node.astext())

    def _number(self, text: str) -> str:
        return f"[{self.setting.language.digits(text)}]"

    def block_footnote(self, node: nodes.Element) -> Blocks:
        """Nothing, since notes stand at the end of their document."""
        del node
        return []

    def notes(self, *, only_cited: bool = False) -> Blocks:
        """
        The footnotes of the document that have not been listed yet, by their numbers; notes cite other notes.

        Args:
            only_cited: those that were referred to by now, and no others.
        """
        found: dict[tuple[int, int], Blocks] = {}
        while due := [each for each in self._unlisted if self._is_due(*each, only_cited=only_cited)]:
            self._unlisted = [each for each in self._unlisted if each not in due]
            found |= {self._rank(note): self._note(note) for _, note in due}
        listed = [found[rank] for rank in sorted(found)]
        blocks = [block for note in listed for block in note]
        short = all(len(note) == 1 for note in listed)
        return [*alone(RULE, self.own), *(tight(blocks) if short else blocks)] if blocks else []

    def _rank(self, note: nodes.Element) -> tuple[int, int]:
        """Where a note stands among the others: by its number, then by its place; symbols are no numbers."""
        label = note.children[0].astext()
        return int(label) if label.isdecimal() else sys.maxsize, self._order[id(note)]

    def _is_due(self, docname: str, note: nodes.Element, *, only_cited: bool) -> bool:
        cited = any((docname, each) in self._cited for each in note["ids"])
        return docname == self.place.docname and (cited or not only_cited)

    def _note(self, node: nodes.Element) -> Blocks:
        label, *rest = node.children
        blocks = [block for child in rest for block in self.blocks(child)]
        return hanging(f"{self._number(label.astext())} ", blocks, self.own)

    def block_citation(self, node: nodes.Element) -> Blocks:
        """The work that a citation names, after its label."""
        label, *rest = node.children
        blocks = [block for child in rest for block in self.blocks(child)]
        return hanging(f"[{label.astext()}] ", blocks, self.own)

    def block_Admonition(self, node: nodes.Element) -> Blocks:  # noqa: N802 (named after the class)
        """A passage with the title of its kind, in the reader's language, or with its own title."""
        titles = (nodes.title, nodes.subtitle)
        own = [child for child in node.children if isinstance(child, titles)]
        rest = [child for child in node.children if not isinstance(child, titles)]
        label = self.setting.labels.get(type(node).__name__)
        head = [self.line(each) for each in own] or ([Line(str(label), self.own)] if label else [])
        blocks = [block for child in rest for block in self.blocks(child)]
        return under(tuple(head), blocks) if head else blocks

    block_topic = block_sidebar = block_Admonition
