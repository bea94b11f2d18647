"""The places of a built HTML page that are of concern here, found by the standard library's parser."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import accumulate

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
    by their names; `states` the values of data-state; `machine` the starts of machine paragraphs.
    """

    prolog: int = 0
    root: Span | None = None
    head: int | None = None
    content: int | None = None
    noindex: bool = False
    slots: dict[str, Span] = field(default_factory=dict)
    states: set[str] = field(default_factory=set)
    machine: list[int] = field(default_factory=list)


def find(page: str) -> Place:
    """The places in a page; text within scripts, styles, comments and attributes is not mistaken for tags."""
    finder = _Finder(page)
    place = finder.place
    place.content = next((finder.ends[name] for name in MAIN if name in finder.ends), None)
    if place.head is None and place.root is not None:
        place.head = place.root.end
    return place


class _Finder(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.place = Place()
        self.ends: dict[str, int] = {}  # where the first start tag of each landmark ends
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
        self._landmark(tag, values, end)
        self._state(values, end)

    def handle_endtag(self, tag: str) -> None:
        if tag == "head" and self.place.head is None:
            self.place.head = self._position()

    def _landmark(self, tag: str, values: dict[str, str | None], end: int) -> None:
        if tag in MAIN:
            self.ends.setdefault(tag, end)
        if values.get("role") == "main":
            self.ends.setdefault("role", end)

    def _state(self, values: dict[str, str | None], end: int) -> None:
        marked = MACHINE_CLASS in (values.get("class") or "").split()
        state = "machine" if marked else values.get("data-state")
        if state:
            self.place.states.add(state)
        if state == "machine":
            self.place.machine.append(end)
