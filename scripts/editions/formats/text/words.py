"""The words of the editions themselves as lines: in the reader's language, or in English where it has none yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from editions.formats.text.lines import Line
from editions.interface import ENGLISH, Interface

if TYPE_CHECKING:
    from editions.formats.text.characters import Direction
    from editions.language import Language


@dataclass(frozen=True)
class Words:
    """The interface for the readers of a book."""

    interface: Interface
    source_language: Language

    @classmethod
    def for_readers_of(cls, language: Language, source_language: Language) -> Words:
        """The words for a book in a language."""
        return cls(Interface.load(language), source_language)

    def say(self, text: str, **values: str) -> Line:
        """A sentence as a line, its placeholders filled; `{language}` is the name of the source language."""
        voice = self.interface if text in self.interface.strings else Interface(ENGLISH, {})
        values.setdefault("language", voice.name_of(self.source_language))
        return Line(voice(text).format(**values), direction(voice.language))


def direction(language: Language) -> Direction:
    """The side from which a language is read."""
    return cast("Direction", language.direction)
