"""The words of the editions themselves as XHTML, marked with their own language where the book is in another one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from editions.formats.epub.xhtml import add, spoken
from editions.interface import ENGLISH, Interface

if TYPE_CHECKING:
    import datetime as dt
    from xml.etree import ElementTree as ET

    from editions.language import Language


@dataclass(frozen=True)
class Words:
    """The interface for the readers of a book; a sentence that their language has not yet is said in English."""

    language: Language
    source_language: Language
    interface: Interface

    @classmethod
    def for_readers_of(cls, language: Language, source_language: Language) -> Words:
        """The words for a book in a language."""
        return cls(language, source_language, Interface.load(language))

    def say(self, text: str, *, day: dt.date | None = None, **values: str) -> tuple[str, Language]:
        """
        A sentence, and the language that it is in.

        `{language}` becomes the name of the source language and `{date}` that of the day, as this sentence needs them.
        """
        voice = self.interface if text in self.interface.strings else Interface(ENGLISH, {})
        values["language"] = voice.name_of(self.source_language)
        if day is not None:
            values["date"] = self._in(voice.language).date(day)
        return voice(text).format(**values), voice.language

    def _in(self, language: Language) -> Language:
        """The language with the reader's own way of dates, or the publisher's, where it is one of theirs."""
        known = (self.language, self.source_language)
        return next((each for each in known if each.tag == language.tag), language)

    def add(
        self, parent: ET.Element, tag: str, text: str, *, day: dt.date | None = None, **values: str
    ) -> ET.Element:
        """
        Adds an element with a sentence to another one, and returns the one that holds the text.

        A sentence in another language stands in an element of its own, so that the block keeps the page's direction.
        """
        words, language = self.say(text, day=day, **values)
        if language.tag == self.language.tag:
            return add(parent, tag, words)
        return add(add(parent, tag), "span", words, spoken(language))
