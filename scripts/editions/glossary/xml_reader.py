"""
A stranger's XML, entry by entry: UTF-8, no entity but XML's own, nothing fetched, bounded in depth and elements.

A document type is let pass where it only names a file, as TBX of 2008 does; the file is not looked for, and entities
that it would define are refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError, ParserCreate, errors

from editions.problem import UserError
from editions.terminal import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

DEEPEST = 32  # elements within each other; TBX has 10
MOST_ELEMENTS = 3_000_000
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


class EntryReader:
    """Reads a file; every element named in `entries` goes to `take`, whole, and is forgotten then."""

    def __init__(
        self, shown: str, roots: Collection[str], entries: Collection[str], take: Callable[[Node], None]
    ) -> None:
        self._shown, self._roots, self._entries, self._take = shown, roots, entries, take
        self._stack: list[Node] = []  # the open elements from the entry on
        self._depth = self._elements = 0
        self._parser = parser = ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declared
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity
        parser.SkippedEntityHandler = self._entity
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters

    def read(self, data: bytes) -> None:
        """
        Reads all of it.

        Raises:
            UserError: it is no whole XML in UTF-8, or has what is not believed; says where.
        """
        if b"\x00" in data:  # as UTF-16 has it, which the parser would take for what it is
            raise UserError(f"{self._shown}:1: this is no XML in UTF-8 (it has zero bytes)")
        try:
            self._parser.Parse(data, True)  # noqa: FBT003 - expat's own signature
        except ExpatError as error:
            reason = errors.messages.get(error.code, "not XML")
            raise self._refusal(f"this is no whole XML file in UTF-8 ({reason})") from None

    def _refusal(self, text: str) -> UserError:
        return UserError(f"{self._shown}:{self._parser.CurrentLineNumber}: {text}")

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in {"utf-8", "us-ascii"}:
            raise self._refusal(f"its encoding is {quote(encoding, 40)!r}, not UTF-8")

    def _doctype(self, _name: str, _system: str | None, _public: str | None, has_subset: int) -> None:
        if has_subset:
            raise self._refusal("it declares a document type of its own, so this file is not believed")

    def _entity(self, name: str, *_: object) -> None:
        raise self._refusal(f"it uses the entity {quote(name, 40)!r}, which is not believed")

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._elements += 1
        self._depth += 1
        if self._elements > MOST_ELEMENTS or self._depth > DEEPEST:
            raise self._refusal("the file has too many elements, or too deep ones")
        local = name.rpartition(" ")[2]
        if self._depth == 1 and local not in self._roots:
            raise self._refusal(f"this is no TBX: it begins with <{quote(local, 40)}>")
        if self._stack or local in self._entries:
            line = self._parser.CurrentLineNumber
            node = Node(local, attributes.get("type", ""), attributes.get(LANGUAGE, ""), line)
            if self._stack:
                self._stack[-1].children.append(node)
            self._stack.append(node)

    def _characters(self, text: str) -> None:
        for node in self._stack:
            if node.size < LONGEST:
                node.pieces.append(text[: LONGEST - node.size])
                node.size += len(text)

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if self._stack:
            node = self._stack.pop()
            if not self._stack:
                self._take(node)
