"""
A stranger's XML: UTF-8, no entity but XML's own, nothing fetched, bounded in depth and elements.

A document type that only names a file is let pass, as TBX of 2008 has it; the file is not looked for, and entities that
it would define are refused. A format that has none refuses it by its own `doctype`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError, ParserCreate, errors

from editions.problem import UserError
from editions.terminal import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

DEEPEST = 32  # elements within each other; XLIFF of Weblate has 8, TBX 10
MOST_ELEMENTS = 3_000_000


class StrangersXml:
    """
    Reads a file piece by piece; a format says by `start`, `end` and `characters` what is done with it.

    Names of elements have their namespace before a space. `advice` and `division` are what a person can do about a
    file that is none of these, and about one that is too large; they follow the message.
    """

    advice = ""
    division = ""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.depth = 0
        self._elements = 0
        self._parser = parser = ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declared
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity
        parser.SkippedEntityHandler = self._entity
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.characters

    def parse(self, data: bytes, *, last: bool = False) -> None:
        """
        Reads on; `last`: nothing comes after it.

        Raises:
            UserError: it is no whole XML in UTF-8, or has what is not believed; says where.
        """
        if b"\x00" in data:  # as UTF-16 has it, which the parser would take for what it is
            raise self.refusal(f"this is no XML in UTF-8 (it has zero bytes){self.advice}")
        try:
            self._parser.Parse(data, last)
        except ExpatError as error:
            reason = errors.messages.get(error.code, "not XML")
            raise self.refusal(f"this is no whole XML file in UTF-8 ({reason}){self.advice}") from None

    @property
    def line(self) -> int:
        """The line that is being read."""
        return self._parser.CurrentLineNumber

    def refusal(self, text: str) -> UserError:
        """Why the file is not believed, and where."""
        return UserError(f"{self.shown}:{self.line}: {text}")

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins; `depth` counts it."""
        raise NotImplementedError

    def end(self) -> None:
        """The innermost element ends; `depth` counts it no more."""
        raise NotImplementedError

    def characters(self, text: str) -> None:
        """Text within the innermost element."""
        raise NotImplementedError

    def doctype(self, *, has_subset: bool) -> None:
        """A document type; `has_subset`: it has declarations of its own."""
        if has_subset:
            raise self.refusal("it declares a document type of its own, so this file is not believed")

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in {"utf-8", "us-ascii"}:
            raise self.refusal(f"its encoding is {quote(encoding, 40)!r}, not UTF-8{self.advice}")

    def _doctype(self, _name: str, _system: str | None, _public: str | None, has_subset: int) -> None:
        self.doctype(has_subset=bool(has_subset))

    def _entity(self, name: str, *_: object) -> None:
        raise self.refusal(f"it uses the entity {quote(name, 40)!r}, which is not believed")

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._elements += 1
        self.depth += 1
        if self._elements > MOST_ELEMENTS or self.depth > DEEPEST:
            raise self.refusal(f"the file has too many elements, or too deep ones{self.division}")
        self.start(name, attributes)

    def _end(self, _name: str) -> None:
        self.depth -= 1
        self.end()
