"""The ground of the writer: dispatch by node class, anchors, languages and states of blocks."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from docutils import nodes
from sphinx.util import logging

from editions.books.caveats import is_machine
from editions.books.flow import SOLID_SCRIPTS, flowing
from editions.books.links import is_followed
from editions.formats.pdf import fonts
from editions.formats.pdf.markup import array, block, call, inline, literal
from editions.interface import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sphinx.environment import BuildEnvironment

    from editions.books.index import Entry
    from editions.formats.pdf.pictures import Pictures
    from editions.interface import Interface
    from editions.language import Language

logger = logging.getLogger(__name__)
# Typst chooses the shapes and the punctuation of Chinese by region.
REGIONS = {"zh-Hans": "CN", "zh-Hant": "TW"}
# Names of variables in the book's Typst file.
SOURCE_LANGUAGE = "source-language"
INTERFACE_LANGUAGE = "interface-language"


@dataclass(frozen=True)
class Setting:
    """
    What the writer needs to know about the edition: its languages, words and pictures, and Sphinx's environment.

    `index` has the groups of the book's index by their letters.
    """

    env: BuildEnvironment
    language: Language
    source_language: Language
    ui: Interface
    labels: Mapping[str, Any]
    pictures: Pictures
    index: tuple[tuple[str, tuple[Entry, ...]], ...] = ()
    index_title: str = ""

    @property
    def is_source(self) -> bool:
        """True for the edition in the language that the documents are written in."""
        return self.language.code == self.source_language.code

    def definitions(self) -> str:
        """The languages of passages that are not in the book's own, as variables of Typst."""
        around = f"around: {literal(fonts.script(self.language))}"
        languages = ((SOURCE_LANGUAGE, self.source_language), (INTERFACE_LANGUAGE, ENGLISH))
        values = ((name, ", ".join((*language_arguments(language), around))) for name, language in languages)
        return "".join(f"#let {name} = ({value})\n" for name, value in values)

    def words(self, *texts: str) -> str:
        """Sentences of the interface in the reader's language; what only English has is set as English."""
        joint = "" if self.language.script in SOLID_SCRIPTS else " "
        return inline(joint).join(map(self._sentence, texts))

    def _sentence(self, text: str) -> str:
        piece = inline(self.ui(text).replace("{language}", self.ui.name_of(self.source_language)))
        if text in self.ui.strings or self.language.code.split("_")[0] == ENGLISH.code:
            return piece
        return call("foreign-words", f"..{INTERFACE_LANGUAGE}", body=piece)


@dataclass
class Place:
    """
    Where in the book the writer is; changed while it walks down and set back on its way up.

    `narrow`: within a line, a cell or a note, where there is no margin for a rule; `hanging`: beside a bullet, a
    number or a term; `repeated`: in what Typst prints on several pages; `title_notes`: the footnotes of the title it
    is in, which are kept apart from its text.
    """

    docname: str
    level: int = 0
    chapter: int = 0
    narrow: bool = False
    hanging: bool = False
    repeated: bool = False
    title_notes: list[str] | None = None


@dataclass
class Anchors:
    """The places that the book links to: `wanted` by its references, `placed` by now."""

    wanted: frozenset[str]
    placed: set[str] = field(default_factory=set)


class Renderer:
    """
    Turns nodes into pieces of Typst markup by the method `render_<class>` of the nearest of a node's classes.

    A node that no method knows loses its styling, never its text, and is warned about once a class and book.
    """

    def __init__(
        self, setting: Setting, tree: nodes.document, wanted: frozenset[str], warned: set[str]
    ) -> None:
        self.setting = setting
        self.tree = tree
        self.place = Place(str(tree["docname"]))
        self.targets = Anchors(wanted)
        self._warned = warned

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

    def anchors(self, node: nodes.Element) -> str:
        """Anchors for the ids of a node that references lead to."""
        identifiers: list[str] = node.get("ids", [])
        return "".join(self.anchor(anchor_name(self.place.docname, each)) for each in identifiers)

    def anchor(self, name: str) -> str:
        """An anchor; nothing where it stands already, since Typst refuses to link to a name that is there twice."""
        if name not in self.targets.wanted or name in self.targets.placed:
            return ""
        self.targets.placed.add(name)
        return call("anchor", literal(name))

    def anchors_below(self, node: nodes.Element) -> str:
        """The anchors of everything in a node that Typst prints more than once, to stand before it."""
        return "".join(self.anchors(each) for each in node.findall(nodes.Element))

    def link(self, node: nodes.Element, body: str) -> str:
        """The body, linked to where the node refers to; without a link where a reader could not follow it."""
        target = target_name(node, self.place.docname)
        if target is not None:
            if target not in self.targets.wanted:
                return body
            is_told = is_to_a_place(node) and self.place.title_notes is None  # the contents repeat titles
            return call("to-page" if is_told else "link", f"label({literal(target)})", body=body)
        uri = str(node.get("refuri", ""))
        return call("link", literal(uri), body=body) if is_followed(uri) else body

    # ---------------------------------------------------------------------------------------- languages and states

    def stated(self, node: nodes.Element, piece: str, *, narrow: bool = False) -> str:
        """
        The piece of a translated node: marked where a machine wrote it, set as what it is where it is the source.

        `narrow`: it stands within a line, or where there is no margin.
        """
        if not piece:
            return ""
        narrow = narrow or self.place.narrow
        if self.shows_source(node):
            return call(
                "foreign-words" if narrow or self.place.hanging else "foreign",
                f"..{SOURCE_LANGUAGE}",
                body=piece,
            )
        if not is_machine(node):
            return piece
        return f"{piece}#machine-mark;" if narrow else call("machine", body=piece)

    def shows_source(self, node: nodes.Element) -> bool:
        """True where a translated edition shows the node in the source language."""
        return node.get("shown") == "source" and not self.setting.is_source

    # ----------------------------------------------------------------------------------------------- unknown nodes

    def _method(self, node: nodes.Element) -> Callable[[nodes.Element], str]:
        for cls in type(node).__mro__:
            method: Callable[[nodes.Element], str] | None = getattr(self, f"render_{cls.__name__}", None)
            if method is not None:
                return method
        return self._render_unknown

    def _render_unknown(self, node: nodes.Element) -> str:
        name = type(node).__name__
        if name not in self._warned:
            self._warned.add(name)
            logger.warning(
                "PDF: no style for %r; its text is set plainly", name, location=node, type="editions"
            )
        return self.plainly(node)

    def plainly(self, node: nodes.Element) -> str:
        """The children; as a paragraph where a node that holds text itself stands among blocks."""
        piece = self.children(node)
        if isinstance(node, nodes.Inline) or isinstance(node.parent, nodes.TextElement):
            return self.stated(node, piece, narrow=True)
        return block(self.stated(node, piece)) if isinstance(node, nodes.TextElement) else piece


def anchor_name(docname: str, identifier: str) -> str:
    """The name of an anchor: unique in a book, since ids are unique in a document; without an id the document's."""
    return f"{docname}#{identifier}"


def target_name(node: nodes.Element, docname: str) -> str | None:
    """The name of the anchor that a node in this document refers to; None where it refers to none of the project."""
    if node.get("refid"):
        return anchor_name(docname, node["refid"])
    if not node.get("internal") or "refuri" not in node:
        return None
    other, _, identifier = str(node["refuri"]).partition("#")
    return anchor_name(unquote(other) or docname, identifier)


def is_to_a_place(node: nodes.Element) -> bool:
    """True for a reference to a section, a figure or a document, which readers of paper look up by its page."""
    kinds = {name for child in node.findall(nodes.Element) for name in child["classes"]}
    return not kinds & {"xref"} or bool(kinds & {"std-ref", "std-numref", "doc"})


def language_arguments(language: Language) -> tuple[str, ...]:
    """The arguments of the template that say how to set a language."""
    territory = language.locale.territory if language.locale else None
    region = territory or REGIONS.get(language.tag, "")
    return (
        f"lang: {literal(language.tag.split('-')[0])}",
        f"region: {literal(region) if region.isalpha() else 'none'}",  # Typst takes no region of UN M.49
        f"dir: {'rtl' if language.direction == 'rtl' else 'ltr'}",
        f"script: {literal(fonts.script(language))}",
        f"fonts: {array(literal(family) for family in fonts.stack(language))}",
    )
