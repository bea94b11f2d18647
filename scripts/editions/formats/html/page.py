"""
One built page, of any theme, set among its siblings.

Texts are spliced in at places that a parser found; every other byte of the page stays as it was built.
In our theme they fill its slots (`<!--editions:notice-->`), in others they open the main content.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from editions.formats.html.metadata import metadata
from editions.formats.html.notice import machine_words, notice
from editions.formats.html.place import Place, find
from editions.formats.html.shell import NOINDEX
from editions.formats.html.status import status_line
from editions.formats.html.style import marks
from editions.formats.html.switcher import downloads, switcher
from editions.formats.html.voice import attributes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from editions.formats.html.setting import Setting
    from editions.language import Language

# HTML's syntax of attributes; they are read one after another, so that a quoted value is never looked into.
ATTRIBUTE = re.compile(r"""\s+(?P<name>[^\s=>/]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?""")
REPLACED = frozenset({"lang", "dir", "xml:lang"})

Edit = tuple[int, int, str]  # start, end, the text that comes in between


def settle(page: str, name: str, setting: Setting) -> str:
    """
    The page with lang, dir, switcher, notice, downloads and a line under its title; a published one says what it is.

    Pure: the same arguments give the same page. A page without a body (a redirect) only gets lang and dir.

    Args:
        page: the page as Sphinx wrote it.
        name: its path below the edition's folder, with ending: `index.html`, `guide/a.html`.
        setting: the edition that it belongs to, and the others.
    """
    place = find(page)
    parts = {
        "switcher": switcher(name, setting),
        "notice": notice(place.states, name, setting),
        "downloads": downloads(name, setting),
    }
    line = status_line(place, name, setting)
    if "status" in place.slots:
        parts["status"], line = line, ""
    homeless = [text for slot, text in parts.items() if text and slot not in place.slots]
    edits = [
        *_root(page, place, setting.language),
        *_head(place, name, setting, foreign=bool(homeless)),
        *_slots(place, parts),
        *_start(place, homeless),
        *_below_title(place, line),
        *_machine(place, setting),
    ]
    return _splice(page, edits)


def _root(page: str, place: Place, language: Language) -> Iterator[Edit]:
    """The `<html>` tag with the edition's lang and dir; its other attributes stay as they are."""
    if place.root is None:
        yield place.prolog, place.prolog, f"<html{attributes(language)}>"
        return
    found = ATTRIBUTE.finditer(page, place.root.start, place.root.end)
    others = "".join(match[0] for match in found if match["name"].lower() not in REPLACED)
    yield place.root.start, place.root.end, f"<html{attributes(language)}{others}>"


def _head(place: Place, name: str, setting: Setting, *, foreign: bool) -> Iterator[Edit]:
    """No search engine for machine text and in working editions; a style for what a foreign theme does not know."""
    if place.head is None or place.content is None:
        return
    is_public = setting.view == "release" and "machine" not in place.states
    if is_public:
        yield place.head, place.head, metadata(place, name, setting)
    elif not place.noindex:
        yield place.head, place.head, NOINDEX
    if foreign:
        yield place.head, place.head, f"<style>\n{marks()}</style>\n"


def _slots(place: Place, parts: Mapping[str, str]) -> Iterator[Edit]:
    for slot, span in place.slots.items():
        yield span.start, span.end, parts.get(slot, "")


def _start(place: Place, homeless: Sequence[str]) -> Iterator[Edit]:
    """What has no slot, at the start of the main content."""
    if homeless and place.content is not None:
        body = "\n".join(homeless)
        yield place.content, place.content, f'\n<div class="editions-parts">\n{body}\n</div>\n'


def _below_title(place: Place, line: str) -> Iterator[Edit]:
    if place.below_title is not None and line:
        yield place.below_title, place.below_title, f"\n{line}"


def _machine(place: Place, setting: Setting) -> Iterator[Edit]:
    words = machine_words(place.states, setting)
    for position in place.machine if words else ():
        yield position, position, words


def _splice(page: str, edits: Sequence[Edit]) -> str:
    """The page with each span replaced; edits do not overlap, those at one place keep their order."""
    pieces, position = [], 0
    for start, end, text in sorted(edits, key=lambda edit: edit[0]):
        pieces += [page[position:start], text]
        position = end
    return "".join([*pieces, page[position:]])
