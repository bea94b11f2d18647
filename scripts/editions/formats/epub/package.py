"""The package document: what the book is, which files it has, in which order they are read (EPUB 3.3, 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from editions.formats.epub.navigation import NCX
from editions.formats.epub.xhtml import add

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from editions.formats.epub.about import About
    from editions.formats.epub.archive import Member
    from editions.formats.epub.words import Words

_OPF = "http://www.idpf.org/2007/opf"
_DC = "http://purl.org/dc/elements/1.1/"
_IDENTIFIER = "edition"
# Relators of the Library of Congress (id.loc.gov/vocabulary/relators): translator, proofreader.
_TRANSLATOR, _REVIEWER = "trl", "pfr"
SUMMARY = "The text can be read aloud and shown in any size; it is divided by headings."


def package(about: About, members: Sequence[Member], words: Words, *, described: bool) -> ET.Element:
    """
    The package document.

    Args:
        about: what the book says of itself.
        members: its files; those that are read in the order of reading.
        words: the interface.
        described: all of its pictures have descriptions.
    """
    tag = about.language.tag
    names = {"xmlns": _OPF, "version": "3.0", "unique-identifier": _IDENTIFIER, "xml:lang": tag}
    root = ET.Element("package", names | {"dir": about.language.direction})
    metadata = ET.SubElement(root, "metadata", {"xmlns:dc": _DC})
    _core(metadata, about)
    _people(metadata, about)
    for name, value in _access(members, described=described):
        add(metadata, "meta", value, {"property": f"schema:{name}"})
    text, language = words.say(SUMMARY)
    summary = {"property": "schema:accessibilitySummary"}
    add(metadata, "meta", text, summary | ({"xml:lang": language.tag} if language.tag != tag else {}))
    ET.SubElement(metadata, "meta", {"name": "cover", "content": _cover(members)})  # for EPUB 2
    _manifest(ET.SubElement(root, "manifest"), members)
    progression = {"page-progression-direction": about.language.direction}
    spine = ET.SubElement(root, "spine", {"toc": _named(members, NCX)} | progression)
    for member in members:
        if member.read:
            ET.SubElement(spine, "itemref", {"idref": member.identifier})
    return root


def _core(metadata: ET.Element, about: About) -> None:
    add(metadata, "dc:identifier", about.identifier(about.language), {"id": _IDENTIFIER})
    title = {"xml:lang": about.title_language.tag} if about.title_language.tag != about.language.tag else {}
    add(metadata, "dc:title", about.title.text, title)
    add(metadata, "dc:language", about.language.tag)
    if about.author:
        add(metadata, "dc:creator", about.author)
        add(metadata, "dc:publisher", about.author)
    if about.day:
        add(metadata, "dc:date", about.day.isoformat())
    if not about.is_source:
        add(metadata, "dc:source", about.identifier(about.source_language))
    if about.original:
        add(metadata, "dc:source", about.original)
    add(metadata, "meta", about.moment.strftime("%Y-%m-%dT%H:%M:%SZ"), {"property": "dcterms:modified"})


def _people(metadata: ET.Element, about: About) -> None:
    """Those who agreed to be named, each with what she did."""
    people = [(name, _TRANSLATOR) for name in about.credits.translators]
    people += [(name, _REVIEWER) for name in about.credits.reviewers]
    for number, (name, role) in enumerate(people, 1):
        identifier = f"person-{number}"
        add(metadata, "dc:contributor", name, {"id": identifier})
        refined = {"refines": f"#{identifier}", "property": "role", "scheme": "marc:relators"}
        add(metadata, "meta", role, refined)


def _access(members: Iterable[Member], *, described: bool) -> Iterator[tuple[str, str]]:
    """What EPUB Accessibility 1.1, 2.2 asks for."""
    has_pictures = any(each.media_type.startswith("image/") and not each.properties for each in members)
    yield "accessMode", "textual"
    if has_pictures:
        yield "accessMode", "visual"
    yield "accessModeSufficient", "textual" if described else "textual,visual"
    yield "accessibilityFeature", "structuralNavigation"
    yield "accessibilityFeature", "tableOfContents"
    if has_pictures and described:
        yield "accessibilityFeature", "alternativeText"
    if any("mathml" in each.properties for each in members):
        yield "accessibilityFeature", "MathML"
    yield "accessibilityHazard", "none"


def _manifest(manifest: ET.Element, members: Iterable[Member]) -> None:
    for member in members:
        item = {"id": member.identifier, "href": member.name, "media-type": member.media_type}
        ET.SubElement(
            manifest, "item", item | ({"properties": member.properties} if member.properties else {})
        )


def _cover(members: Iterable[Member]) -> str:
    return next(each.identifier for each in members if each.properties == "cover-image")


def _named(members: Iterable[Member], name: str) -> str:
    return next(each.identifier for each in members if each.name == name)
