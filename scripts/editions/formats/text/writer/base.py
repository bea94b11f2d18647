"""The ground of the writer: dispatch by node class, languages and states of blocks, numbers."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util import logging

from editions.books.caveats import is_machine
from editions.books.flow import flowing
from editions.books.numbers import figure_number, section_number
from editions.formats.text.lines import Line, alone, flat
from editions.formats.text.words import direction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sphinx.environment import BuildEnvironment

    from editions.formats.text.characters import Direction
    from editions.formats.text.lines import Blocks
    from editions.formats.text.words import Words
    from editions.language import Language

logger = logging.getLogger(__name__)
MARK = "Machine text"  # a key of the interface


@dataclass(frozen=True)
class Setting:
    """
    What the writer needs to know about the edition: its languages and words, and Sphinx's environment.

    `labels` are Sphinx's titles of admonitions; `marks` says that what a machine wrote is told from what people wrote.
    """

    env: BuildEnvironment
    language: Language
    source_language: Language
    words: Words
    labels: Mapping[str, Any]
    marks: bool = False


@dataclass
class Place:
    """
    Where in the book the writer is; changed while it walks down and set back on its way up.

    `level` is that of sections, from 1; `kept`: within code, where white space means something.
    """

    docname: str
    level: int = 0
    kept: bool = False


class Renderer:
    """
    Turns nodes into blocks by the method `block_<class>`, or into text within a line by `inline_<class>`.

    The nearest of a node's classes that has a method counts. A node that no method knows keeps its text, and is warned
    about once a class and book.
    """

    def __init__(self, setting: Setting, tree: nodes.document) -> None:
        self.setting = setting
        self.tree = tree
        self.place = Place(str(tree["docname"]))
        self._warned: set[str] = set()

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

    # ------------------------------------------------------------------------------------------------------- blocks

    def blocks(self, node: nodes.Node) -> Blocks:
        """The blocks that a node is; a line of its own for what else stands within lines."""
        if self._is_inline(node):
            return alone(self.inline(node).strip(), self.direction(node))
        assert isinstance(node, nodes.Element)  # noqa: S101 (docutils knows no third kind)
        method = self._method("block", node)
        if method is not None:
            return method(node)  # type: ignore[no-any-return]
        self._warn(node)
        return self.said(node) if isinstance(node, nodes.TextElement) else self.below(node)

    def below(self, node: nodes.Element) -> Blocks:
        """The blocks of a node's children; words that stand loose among them are a line together."""
        if any(isinstance(child, nodes.Text) and child.strip() for child in node.children):
            return self._loose(node)
        return [block for child in node.children for block in self.blocks(child)]

    def _loose(self, node: nodes.Element) -> Blocks:
        found: Blocks = []
        run = ""
        for child in node.children:
            if self._is_inline(child):
                run += self.inline(child)
            else:
                found += [*alone(run.strip(), self.direction(node)), *self.blocks(child)]
                run = ""
        return [*found, *alone(run.strip(), self.direction(node))]

    def said(self, node: nodes.Element) -> Blocks:
        """A node that holds text, as one line: marked where a machine wrote it."""
        return alone(self.stated(node, self.inlines(node).strip()), self.direction(node))

    def line(self, node: nodes.Element) -> Line:
        """The same, which may be empty."""
        return Line(self.stated(node, self.inlines(node).strip()), self.direction(node))

    # -------------------------------------------------------------------------------------------------- within lines

    def inline(self, node: nodes.Node) -> str:
        """The text of a node within a line; blocks that stand there are one sentence after the other."""
        if isinstance(node, nodes.Text):
            return self.inline_text(node)
        assert isinstance(node, nodes.Element)  # noqa: S101
        method = self._method("inline", node)
        if method is not None:
            return method(node)  # type: ignore[no-any-return]
        if self._method("block", node) is not None:
            return " ".join(line.text for line in flat(self.blocks(node)) if line.text)
        self._warn(node)
        return self.inlines(node)

    def inlines(self, node: nodes.Element) -> str:
        """The text of a node's children, one after the other."""
        return "".join(self.inline(child) for child in node.children)

    def inline_text(self, node: nodes.Text) -> str:
        """Text, with white space as a line has it but in code; none between a word and the number of a footnote."""
        if self.place.kept:
            return node.astext()
        text = flowing(node.astext())
        if isinstance(node.next_node(descend=False, siblings=True), nodes.footnote_reference):
            return text if text.endswith(", ") else text.rstrip(" ")
        return text

    # --------------------------------------------------------------------------------------------- states and numbers

    def stated(self, node: nodes.Element, text: str) -> str:
        """The text of a translated node, marked where a machine wrote it."""
        if not text or not self.setting.marks or not is_machine(node):
            return text
        return f"[{self.setting.words.say(MARK).text}] {text}"

    def direction(self, node: nodes.Node) -> Direction:
        """The side from which a node is read: that of the language that it is shown in."""
        shown = node.get("shown") if isinstance(node, nodes.Element) else None
        return direction(self.setting.source_language if shown == "source" else self.setting.language)

    @property
    def own(self) -> Direction:
        """The side from which the edition is read."""
        return direction(self.setting.language)

    def section_number(self, section: nodes.Element) -> str:
        """`1.2. ` where the project numbers its sections; else nothing."""
        return section_number(self.setting.env, self.place.docname, section, self.setting.language)

    def figure_number(self, node: nodes.Element) -> str:
        """`Fig. 1 ` where the project numbers its figures, tables and listings; else nothing."""
        return figure_number(self.setting.env, self.place.docname, node, self.setting.language)

    # ------------------------------------------------------------------------------------------------------ dispatch

    def _is_inline(self, node: nodes.Node) -> bool:
        """True for what stands within lines; signatures are blocks, though docutils takes them for the former."""
        if isinstance(node, nodes.Text):
            return True
        return isinstance(node, nodes.Inline) and not hasattr(self, f"block_{type(node).__name__}")

    def is_hidden(self, node: nodes.Node) -> bool:
        """True for what is no reader's, such as a comment."""
        hiding = getattr(self, "block_Invisible", None)
        return isinstance(node, nodes.Element) and self._method("block", node) == hiding

    def _method(self, context: str, node: nodes.Element) -> Callable[[nodes.Element], Any] | None:
        methods = (getattr(self, f"{context}_{cls.__name__}", None) for cls in type(node).__mro__)
        return next((method for method in methods if method is not None), None)

    def _warn(self, node: nodes.Element) -> None:
        name = type(node).__name__
        if name not in self._warned:
            self._warned.add(name)
            logger.warning(
                "text: no style for %r; its text is shown plainly", name, location=node, type="editions"
            )
