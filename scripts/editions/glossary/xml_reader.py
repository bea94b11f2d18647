"""A stranger's XML, entry by entry."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from editions.strangers_xml import StrangersXml
from editions.terminal import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

LONGEST = 20_000  # characters of an element's text that are kept, more than any of them may have
LANGUAGE = "http://www.w3.org/XML/1998/namespace lang"


@dataclass
class Node:
    """An element: its name without namespace, what it says of its type and language, its line, what is in it."""

    name: str
    type: str
    language: str
    line: int
    children: list[Node] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    size: int = 0

    @property
    def text(self) -> str:
        """All text in it, that of inline elements too."""
        return "".join(self.pieces)

    @property
    def category(self) -> str:
        """The data category: TBX names it by the attribute `type` (style DCA) or by the element (DCT)."""
        return self.type or self.name

    def all(self, names: Collection[str]) -> Iterator[Node]:
        """Yields the children of these names."""
        return (child for child in self.children if child.name in names)


class EntryReader(StrangersXml):
    """Reads a file; every element named in `entries` goes to `take`, whole, and is forgotten then."""

    def __init__(
        self, shown: str, roots: Collection[str], entries: Collection[str], take: Callable[[Node], None]
    ) -> None:
        super().__init__(shown)
        self._roots, self._entries, self._take = roots, entries, take
        self._stack: list[Node] = []  # the open elements from the entry on

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An entry begins, or a part of one."""
        local = name.rpartition(" ")[2]
        if self.depth == 1 and local not in self._roots:
            raise self.refusal(f"this is no TBX: it begins with <{quote(local, 40)}>")
        if self._stack or local in self._entries:
            node = Node(local, attributes.get("type", ""), attributes.get(LANGUAGE, ""), self.line)
            if self._stack:
                self._stack[-1].children.append(node)
            self._stack.append(node)

    def characters(self, text: str) -> None:
        """Text of all open elements of an entry."""
        for node in self._stack:
            if node.size < LONGEST:
                node.pieces.append(text[: LONGEST - node.size])
                node.size += len(text)

    def end(self) -> None:
        """What is complete is taken."""
        if self._stack:
            node = self._stack.pop()
            if not self._stack:
                self._take(node)
