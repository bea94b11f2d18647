"""What a page is set into: its language, the other editions, the files to take away, and the ways between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from editions.language import Language
    from editions.project import View


@dataclass(frozen=True)
class Sibling:
    """
    An edition in the switcher; `base` leads from this edition's folder to that one's (`../../ar/html/`).

    `base` None: it is not built, only named without a link. `pages` are paths below its folder: `a/b.html`.
    """

    language: Language
    base: str | None
    pages: frozenset[str] = frozenset()

    def address(self, name: str) -> str | None:
        """From the page `name` of this edition to the same page of that one, else to its first page."""
        if self.base is None:
            return None
        return up(name) + self.base + quote(name if name in self.pages else "index.html")


@dataclass(frozen=True)
class Setting:
    """`siblings` include this edition itself; `downloads` are labels and addresses from its folder."""

    language: Language
    source_language: Language
    view: View
    siblings: tuple[Sibling, ...] = ()
    downloads: tuple[tuple[str, str], ...] = ()

    @property
    def original(self) -> Sibling | None:
        """The edition that this one is a translation of; None for the source edition."""
        if self.language.code == self.source_language.code:
            return None
        return next((each for each in self.siblings if each.language.code == self.source_language.code), None)


def up(name: str) -> str:
    """From a page's folder to its edition's: all addresses are relative, so that a copy on a stick works."""
    return "../" * name.count("/")
