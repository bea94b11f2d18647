"""The interface's words as HTML, marked with their own language where the page is in another one."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from editions.interface import Interface

if TYPE_CHECKING:
    from editions.language import Language


@dataclass(frozen=True)
class Voice:
    """The interface as it speaks on a page in `language`; all that it returns is escaped."""

    language: Language
    interface: Interface

    @classmethod
    def on_page(cls, language: Language) -> Voice:
        """The voice for the readers of pages in a language."""
        return cls(language, Interface.load(language))

    def say(self, text: str, **values: str) -> str:
        """The English text in the reader's language, its placeholders filled with the values."""
        words = self.interface(text)
        return escape(words.format(**values) if values else words)

    @property
    def mark(self) -> str:
        """Attributes lang and dir, a space before them; empty where the words are in the page's language."""
        return "" if self.interface.lang == self.language.tag else attributes(self.interface.language)


def attributes(language: Language) -> str:
    """Attributes lang and dir, with a space before them."""
    return f' lang="{escape(language.tag)}" dir="{language.direction}"'
