"""What stands before a book's text: the cover, the title page; and the line at the head of each page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from babel.lists import format_list

from editions.books.caveats import WORKING, urgent
from editions.books.flow import SOLID_SCRIPTS
from editions.formats.epub.documents import MACHINE
from editions.formats.epub.xhtml import add, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from editions.formats.epub.about import About
    from editions.formats.epub.documents import Line
    from editions.formats.epub.words import Words
    from editions.language import Language

COVER_PICTURE = "cover.png"


def cover_page(about: About) -> ET.Element:
    """The page that shows the cover."""
    section = ET.Element("section", {"class": "editions-cover", "epub:type": "cover"})
    ET.SubElement(section, "img", {"src": COVER_PICTURE, "alt": about.title.text})
    return section


def title_page(about: About, words: Words) -> ET.Element:
    """The title page: what the book is called, what a reader must know, and where it comes from."""
    section = ET.Element("section", {"class": "editions-title-page", "epub:type": "titlepage"})
    if about.kicker:
        _line(section, "p", about.kicker, about, "kicker")
    _line(section, "h1", about.title, about)
    if about.day and about.is_source:
        _day(section, about)
    _caveats(section, about, words)
    _origin(section, about, words)
    return section


def warnings(caveats: tuple[str, ...]) -> tuple[str, ...]:
    """What covers and pages repeat of what a reader must know: what is urgent, and that it is not published."""
    return tuple(dict.fromkeys((*urgent(caveats), *(each for each in caveats if each == WORKING))))


def warning(caveats: tuple[str, ...], words: Words) -> ET.Element | None:
    """The line at the head of a page, since pages get parted; None where there is nothing to say."""
    if not caveats:
        return None
    line = ET.Element("p", {"class": "editions-warning"})
    joint = "" if words.language.script in SOLID_SCRIPTS else " "
    for sentence in warnings(caveats):
        if len(line):
            line[-1].tail = joint
        words.add(line, "span", sentence)
    return line


def _line(parent: ET.Element, tag: str, line: Line, about: About, kind: str = "") -> None:
    element = add(parent, tag, line.text)
    if line.source and not about.is_source:
        element.attrib |= spoken(about.source_language)
    classes = " ".join(name for name in (kind, MACHINE if line.machine else "") if name)
    if classes:
        element.set("class", classes)


def _day(section: ET.Element, about: About) -> None:
    shown = about.language.date(about.day) if about.day else ""
    if about.day and shown:
        paragraph = add(section, "p", attributes={"class": "date"})
        add(paragraph, "time", shown, {"datetime": about.day.isoformat()})


def _caveats(section: ET.Element, about: About, words: Words) -> None:
    if about.caveats:
        notice = ET.SubElement(section, "aside", {"class": "editions-notice", "role": "note"})
        for sentence in about.caveats:
            words.add(notice, "p", sentence)


def _origin(section: ET.Element, about: About, words: Words) -> None:
    """Whose it is, what it was translated from, and by whom."""
    origin = ET.SubElement(section, "section", {"class": "editions-origin"})
    words.add(origin, "h2", "About this edition")
    if about.author:
        add(add(origin, "p"), "bdi", about.author)  # a name keeps its own direction
    if about.is_source:
        words.add(origin, "p", "Original")
    else:
        words.add(origin, "p", "Translated from {language}")
        if about.day:
            words.add(origin, "p", "Original of {date}", day=about.day)
    for text, names in _people(about):
        words.add(origin, "p", text, names=_listed(names, about.language))
    if about.address:
        _address(origin, about.address, words)


def _people(about: About) -> Sequence[tuple[str, tuple[str, ...]]]:
    credits_ = about.credits
    people = (
        ("Translators: {names}", credits_.translators),
        ("Reviewers: {names}", credits_.reviewers),
    )
    return [(text, names) for text, names in people if names]


def _listed(names: Sequence[str], language: Language) -> str:
    """Names as a sentence of the language has them: `A, B and C`."""
    return format_list(names, locale=language.locale) if language.locale else ", ".join(names)


def _address(origin: ET.Element, address: str, words: Words) -> None:
    """The sentence about the web, with the address as a link where the sentence has it."""
    paragraph = words.add(origin, "p", "On the web: {address}", address="\0")
    before, _, after = (paragraph.text or "").partition("\0")
    paragraph.text = before
    add(paragraph, "a", address, {"href": address, "dir": "ltr"}).tail = after
