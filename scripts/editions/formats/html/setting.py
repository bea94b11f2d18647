"""What a page is set into: its language, the other editions, the files to take away, and the ways between."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from editions.credits import Credits
from editions.formats.html.parallel import main_page

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
        name = main_page(name)
        return up(name) + self.base + quote(name if name in self.pages else "index.html")


@dataclass(frozen=True)
class Download:
    """A file to take away: its label (a key of the interface), its book's name, its address from the edition."""

    label: str
    book: str
    address: str


@dataclass(frozen=True)
class Publication:
    """
    What a project says to the public: the address of its first page, where mistakes are reported, the site's name.

    `credits` are those of the edition; `feed` is the name of its feed, if it has one.
    """

    url: str = ""
    contact: str = ""
    site: str = ""
    feed: str = ""
    credits: Credits = field(default_factory=Credits)


@dataclass(frozen=True)
class Setting:
    """`siblings` include this edition itself; `paired` are the pages that can be read beside their originals."""

    language: Language
    source_language: Language
    view: View
    siblings: tuple[Sibling, ...] = ()
    downloads: tuple[Download, ...] = ()
    paired: frozenset[str] = frozenset()
    publication: Publication = field(default_factory=Publication)

    @property
    def original(self) -> Sibling | None:
        """The edition that this one is a translation of; None for the source edition."""
        if self.language.code == self.source_language.code:
            return None
        return next((each for each in self.siblings if each.language.code == self.source_language.code), None)

    def files_of(self, name: str) -> tuple[Download, ...]:
        """The files that go with a page: those of its document, where it has a book of its own, else of the whole."""
        own = tuple(each for each in self.downloads if each.book == _book(name))
        others = {_book(page) for page in self._pages}
        return own or tuple(each for each in self.downloads if each.book not in others)

    @property
    def _pages(self) -> frozenset[str]:
        here = (each.pages for each in self.siblings if each.language.code == self.language.code)
        return next(here, frozenset())


def _book(page: str) -> str:
    """The name of the book that a page's document has of its own, where each has one (`books.books`)."""
    return page.removesuffix(".html").replace("/", "-")


def up(name: str) -> str:
    """From a page's folder to its edition's: all addresses are relative, so that a copy on a stick works."""
    return "../" * name.count("/")
