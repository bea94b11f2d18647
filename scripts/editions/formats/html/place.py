"""The places of a built HTML page that are of concern here, found by the standard library's parser."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from itertools import accumulate

# The anchor that every paragraph of the body has, on its element or within it (sphinxext.provenance).
_PARAGRAPH = re.compile(r"""\bid=["']?p-\d""")
_PERMALINK = re.compile(r"<a\b[^>]*\bheaderlink\b[^>]*>.*?</a>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
MACHINE_CLASS = "editions-machine"
MAIN = ("main", "role", "article", "body")


@dataclass(frozen=True)
class Span:
    """From the first character to the one after the last."""

    start: int
    end: int


@dataclass
class Place:
    """
    Positions in the text of one page.

    `root` is its `<html>` tag, or None; `prolog` the place where that would stand; `head` the head's end;
    `content` the start of the main content, or None for a page without a body; `slots` our theme's comments
    by their names; `states` the values of data-state; `machine` the starts of machine paragraphs; `below_title` the
    place below the first heading and the date that follows it. `heading`, `lead` (the first paragraph) and `date` are
    texts.
    """

    prolog: int = 0
    root: Span | None = None
    head: int | None = None
    content: int | None = None
    noindex: bool = False
    described: bool = False
    slots: dict[str, Span] = field(default_factory=dict)
    states: set[str] = field(default_factory=set)
    machine: list[int] = field(default_factory=list)
    below_title: int | None = None
    heading: str = ""
    lead: str = ""
    date: str = ""


def find(page: str) -> Place:
    """The places in a page; text within scripts, styles, comments and attributes is not mistaken for tags."""
    finder = _Finder(page)
    place = finder.place
    place.content = next((finder.ends[name] for name in MAIN if name in finder.ends), None)
    if place.head is None and place.root is not None:
        place.head = place.root.end
    return place


def plain(markup: str) -> str:
    """The text of a piece of a page, in one line, without the link to itself that headings have."""
    return " ".join(unescape(_TAG.sub("", _PERMALINK.sub("", markup))).split())


class _Finder(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.place = Place()
        self.ends: dict[str, int] = {}  # where the first start tag of each landmark ends
        self._begun: dict[
            str, int
        ] = {}  # where the text of the first heading and of the first paragraph starts
        self._lines = [0, *accumulate(len(line) + 1 for line in page.split("\n"))]
        self._page = page
        self.feed(page)
        self.close()

    def _position(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_decl(self, decl: str) -> None:
        if self.place.root is None:
            self.place.prolog = self._position() + len(f"<!{decl}>")

    def handle_comment(self, data: str) -> None:
        text, start = f"<!--{data}-->", self._position()
        name = data.removeprefix("editions:")
        if name != data and name not in self.place.slots and self._page.startswith(text, start):
            self.place.slots[name] = Span(start, start + len(text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self._position()
        end = start + len(self.get_starttag_text() or "")
        values = dict(attrs)
        if tag == "html" and self.place.root is None:
            self.place.root = Span(start, end)
        if tag == "meta" and values.get("name") == "robots" and "noindex" in (values.get("content") or ""):
            self.place.noindex = True
        if tag == "meta" and values.get("name") == "description":
            self.place.described = True
        self._landmark(tag, values, end)
        self._text(tag, values, start, end)
        self._state(values, end)

    def handle_endtag(self, tag: str) -> None:
        position, place = self._position(), self.place
        if tag == "head" and place.head is None:
            place.head = position
        if tag == "h1" and place.below_title is None and tag in self._begun:
            place.heading = plain(self._page[self._begun[tag] : position])
            place.below_title = self._page.index(">", position) + 1
        if tag == "p" and "date" in self._begun:
            del self._begun["date"]
            place.below_title = self._page.index(">", position) + 1
        if tag == "p" and not place.lead and tag in self._begun:
            place.lead = plain(self._page[self._begun[tag] : position])

    def _landmark(self, tag: str, values: dict[str, str | None], end: int) -> None:
        if tag in MAIN:
            self.ends.setdefault(tag, end)
        if values.get("role") == "main":
            self.ends.setdefault("role", end)

    def _text(self, tag: str, values: dict[str, str | None], start: int, end: int) -> None:
        """Notes where the first heading, the date below it and the first paragraph that is no kicker start."""
        classes = (values.get("class") or "").split()
        if tag == "h1":
            self._begun.setdefault(tag, end)
        elif tag == "time":
            self.place.date = self.place.date or values.get("datetime") or ""
        elif tag == "p" and "date" in classes:
            if self.place.below_title is not None and not self._page[self.place.below_title : start].strip():
                self._begun["date"] = end
        elif tag == "p" and "kicker" not in classes and _PARAGRAPH.search(self._page, start, end):
            self._begun.setdefault(tag, end)

    def _state(self, values: dict[str, str | None], end: int) -> None:
        marked = MACHINE_CLASS in (values.get("class") or "").split()
        state = "machine" if marked else values.get("data-state")
        if state:
            self.place.states.add(state)
        if state == "machine":
            self.place.machine.append(end)
