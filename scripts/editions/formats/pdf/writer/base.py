"""The ground of the writer: dispatch by node class, anchors, languages and states of blocks."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from docutils import nodes
from sphinx.util import logging

from editions.formats.pdf import fonts
from editions.formats.pdf.markup import array, block, call, flowing, inline, literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sphinx.environment import BuildEnvironment

    from editions.formats.pdf.pictures import Pictures
    from editions.interface import Interface
    from editions.language import Language

logger = logging.getLogger(__name__)
# Addresses that a reader may follow from a page; all others (javascript:, file:, relative ones) are shown as text.
FOLLOWED = frozenset({"http", "https", "mailto", "ftp", "ftps", "tel", "sms", "xmpp", "irc", "ircs", "news", "doi"})
LONGEST_ADDRESS = 2000


@dataclass(frozen=True)
class Setting:
    """What the writer needs to know about the edition: its languages, words and pictures, and Sphinx's environment."""

    env: BuildEnvironment
    language: Language
    source_language: Language
    ui: Interface
    labels: Mapping[str, Any]
    pictures: Pictures


@dataclass
class Place:
    """Where in the book the writer is; changed while it walks down and set back on its way up."""

    docname: str
    level: int = 0
    chapter: int = 0
    narrow: bool = False
    copied: bool = False
    within_note: bool = False


@dataclass
class Marks:
    """Anchors of the book: `placed` stand in it, `wanted` are linked to, `unreachable` were found to be missing."""

    unreachable: frozenset[str]
    placed: set[str] = field(default_factory=set)
    wanted: set[str] = field(default_factory=set)


class Renderer:
    """
    Turns nodes into pieces of Typst markup by the method `render_<class>` of the nearest of a node's classes.

    A node that no method knows loses its styling, never its text, and is warned about once a class and book.
    """

    def __init__(self, setting: Setting, tree: nodes.document, unreachable: frozenset[str]) -> None:
        self.setting = setting
        self.place = Place(str(tree["docname"]))
        self.marks = Marks(unreachable)
        self._unknown: set[str] = set()

    def render(self, node: nodes.Node) -> str:
        """The piece for a node, with the anchors of its ids before it."""
        if isinstance(node, nodes.Text):
            return self.render_text(node)
        assert isinstance(node, nodes.Element)  # noqa: S101 (docutils knows no third kind)
        method = self._method(node)
        return self.anchors(node) + method(node)

    def children(self, node: nodes.Element) -> str:
        """The pieces of a node's children, one after the other."""
        return "".join(self.render(child) for child in node.children)

    def inside(self, node: nodes.Element) -> str:
        """The anchors and children of a node that is an argument of a call, such as an item of a list."""
        return self.anchors(node) + self.children(node)

    def render_text(self, node: nodes.Text) -> str:
        """Text, with white space as a line of print has it; none before the number of a footnote."""
        text = flowing(node.astext())
        if isinstance(node.next_node(descend=False, siblings=True), nodes.footnote_reference):
            text = text.rstrip(" ")
        return inline(text)

    @contextmanager
    def at(self, **changes: Any) -> Iterator[None]:
        """Changes the place for what is written within."""
        before = {name: getattr(self.place, name) for name in changes}
        for name, value in changes.items():
            setattr(self.place, name, value)
        try:
            yield
        finally:
            for name, value in before.items():
                setattr(self.place, name, value)

    # ----------------------------------------------------------------------------------------------------- anchors

    def name(self, identifier: str, docname: str | None = None) -> str:
        """The name of an anchor: unique in a book, since ids are unique in a document."""
        return f"{docname or self.place.docname}#{identifier}"

    def anchors(self, node: nodes.Element) -> str:
        """Anchors for the ids of a node that have none yet."""
        return "".join(self.anchor(self.name(identifier)) for identifier in node.get("ids", ()))

    def anchor(self, name: str) -> str:
        """An anchor; nothing where it stands already, since Typst refuses to link to a name that is there twice."""
        if name in self.marks.placed:
            return ""
        self.marks.placed.add(name)
        return call("anchor", literal(name))

    def anchors_below(self, node: nodes.Element) -> str:
        """The anchors of everything in a node that Typst prints more than once, to stand before it."""
        return "".join(self.anchors(each) for each in node.findall(nodes.Element))

    def link(self, node: nodes.Element, body: str) -> str:
        """The body, linked to where the node refers to; without a link where a reader could not follow it."""
        target = self._target(node)
        if target is not None:
            self.marks.wanted.add(target)
            return body if target in self.marks.unreachable else call("link", f"label({literal(target)})", body=body)
        uri = str(node.get("refuri", ""))
        return call("link", literal(uri), body=body) if is_followed(uri) else body

    def _target(self, node: nodes.Element) -> str | None:
        if node.get("refid"):
            return self.name(node["refid"])
        if not node.get("internal") or "refuri" not in node:
            return None
        docname, _, identifier = str(node["refuri"]).partition("#")
        return self.name(identifier, unquote(docname))

    # ------------------------------------------------------------------------------------------ languages and states

    def stated(self, node: nodes.Element, piece: str, *, narrow: bool | None = None) -> str:
        """
        The piece of a translated node, marked where a machine wrote it, set as what it is where it is the source.

        `narrow`: it stands within a line, a cell or a note, where there is no margin for a rule.
        """
        if not piece:
            return piece
        if self.shows_source(node):
            return call("foreign", *language_arguments(self.setting.source_language), body=piece)
        if node.get("unit_state") != "machine":
            return piece
        if self.place.narrow if narrow is None else narrow:
            return f"{piece}#machine-mark;"
        return call("machine", body=piece)

    def shows_source(self, node: nodes.Element) -> bool:
        """True where a translated edition shows the node in the source language."""
        return node.get("shown") == "source" and self.setting.language.code != self.setting.source_language.code

    # ---------------------------------------------------------------------------------------------------- unknown nodes

    def _method(self, node: nodes.Element) -> Callable[[nodes.Element], str]:
        for cls in type(node).__mro__:
            method = getattr(self, f"render_{cls.__name__}", None)
            if method is not None:
                return method  # type: ignore[no-any-return]
        return self._render_unknown

    def _render_unknown(self, node: nodes.Element) -> str:
        name = type(node).__name__
        if name not in self._unknown:
            self._unknown.add(name)
            logger.warning("PDF: no style for %r; its text is set plainly", name, location=node, type="editions")
        return self.plainly(node)

    def plainly(self, node: nodes.Element) -> str:
        """The children; as a paragraph where a node that holds text itself stands among blocks."""
        piece = self.children(node)
        if isinstance(node, nodes.Inline) or isinstance(node.parent, nodes.TextElement):
            return self.stated(node, piece, narrow=True)
        return block(self.stated(node, piece)) if isinstance(node, nodes.TextElement) else piece


def is_followed(uri: str) -> bool:
    """True for an address that a reader may follow from a page."""
    try:
        return urlsplit(uri).scheme.lower() in FOLLOWED and len(uri) <= LONGEST_ADDRESS
    except ValueError:
        return False


def language_arguments(language: Language) -> tuple[str, ...]:
    """The arguments of the template that say how to set a language."""
    region = (language.locale.territory if language.locale else None) or REGIONS.get(language.tag, "")
    return (
        f"lang: {literal(language.tag.split('-')[0])}",
        f"region: {literal(region) if len(region) == 2 else 'none'}",  # noqa: PLR2004 (Typst takes ISO 3166 alpha-2 only)
        f"dir: {'rtl' if language.direction == 'rtl' else 'ltr'}",
        f"script: {literal(language.script)}",
        f"fonts: {array(literal(family) for family in fonts.stack(language))}",
    )


# Typst chooses the shapes and the punctuation of Chinese by region.
REGIONS = {"zh-Hans": "CN", "zh-Hant": "TW"}
