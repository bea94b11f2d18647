"""The documents of a book: its tree taken apart again, one file each, with what readers must see of their states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from editions.books.caveats import is_machine, located
from editions.formats.html.notice import HUMAN, MARKED
from editions.sphinxext.provenance import earlier

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sphinx.environment import BuildEnvironment

    from editions.interface import Interface
    from editions.language import Language

MACHINE = "editions-machine"
# The class of what only those who listen need; the style sheet hides it from the others.
FOR_EARS = "editions-state"


@dataclass(frozen=True)
class Document:
    """One document of a book: its name in the project, the name of its file in the book, and its tree."""

    docname: str
    name: str
    tree: nodes.document


@dataclass(frozen=True)
class Line:
    """A short text of a document, such as its title; `machine` wrote it, or it is shown in the `source` language."""

    text: str
    machine: bool = False
    source: bool = False

    @classmethod
    def of(cls, node: nodes.Element) -> Line:
        """The text of a node without the signs of its footnotes, and without what is no text."""
        copy = node.deepcopy()
        for other in [*copy.findall(nodes.footnote_reference), *copy.findall(nodes.raw)]:
            other.parent.remove(other)
        return cls(" ".join(copy.astext().split()), is_machine(node), node.get("shown") == "source")


def heading(node: nodes.Element) -> nodes.title | None:
    """The title of the first section below a node; None where there is none."""
    titles = (title for title in node.findall(nodes.title) if isinstance(title.parent, nodes.section))
    return next(titles, None)


def hidden(env: BuildEnvironment, docnames: Collection[str]) -> frozenset[str]:
    """The documents that the lists of these documents contain but do not show."""
    return frozenset(
        str(target)
        for docname in docnames
        for toctree in env.get_doctree(docname).findall(addnodes.toctree)
        if toctree.get("hidden")
        for _, target in toctree["entries"]
    )


def split(tree: nodes.document, unlisted: Collection[str]) -> tuple[Document, ...]:
    """
    The documents of a book's tree, in reading order; the tree itself becomes the first of them.

    Where a list of documents stood there is one again, with links to them, without those that are `unlisted`.
    """
    found = [Document(str(tree["docname"]), "text-1.xhtml", tree)]
    for number, start in enumerate(list(tree.findall(addnodes.start_of_file)), 2):
        inner = tree.copy()
        inner["docname"] = start["docname"]
        _link_instead(start, unlisted)
        inner += start.children
        found.append(Document(str(start["docname"]), f"text-{number}.xhtml", inner))
    return tuple(found)


def _link_instead(start: nodes.Element, unlisted: Collection[str]) -> None:
    """Puts a link to a document into its place; those that follow each other become one list."""
    parent, index = start.parent, start.parent.index(start)
    title = heading(start)
    former = parent[index - 1] if index else None
    parent.remove(start)
    if title is None or start["docname"] in unlisted:
        return
    line = Line.of(title)
    link = addnodes.compact_paragraph("", "", _link(start["docname"], line))
    item = nodes.list_item("", link, classes=[MACHINE] if line.machine else [])
    if isinstance(former, nodes.bullet_list) and "editions-documents" in former["classes"]:
        former += item
    else:
        parent.insert(index, nodes.bullet_list("", item, classes=["editions-documents"]))


def _link(docname: str, title: Line) -> nodes.reference:
    state: dict[str, Any] = {"shown": "source"} if title.source else {}
    words = nodes.inline("", title.text, **state)
    return nodes.reference("", "", words, refuri=docname, internal=True)


def mark(document: Document, source: Language | None, interface: Interface) -> None:
    """
    Says in classes what the style sheet must know: what a machine wrote, and what is in the source language.

    Where people wrote some of a document, a machine's paragraphs say so themselves to those who listen.

    Args:
        document: it is changed.
        source: the language that untranslated text is in; None in the edition in this language.
        interface: the words of the edition.
    """
    elements = [node for _, node in located(document.tree, document.docname)]
    states = {node.get("unit_state") for node in elements if node.get("shown") != "source"}
    is_mixed = bool(states & HUMAN)
    for node in elements:
        if source and node.get("shown") == "source" and "unit_keys" not in node:
            node["classes"].append(f"language-{source.tag}")
        if is_machine(node):
            if MACHINE not in node["classes"]:
                node["classes"].append(MACHINE)
            if (
                is_mixed
                and isinstance(node, nodes.TextElement)
                and not isinstance(node, nodes.FixedTextElement)
            ):
                node.insert(0, _for_ears(interface))


def _for_ears(interface: Interface) -> nodes.inline:
    words = f"{interface(MARKED['machine'])}: "
    return nodes.inline("", words, classes=[FOR_EARS, f"language-{interface.lang}"])


def tidy(documents: Sequence[Document]) -> None:
    """Takes away what a book does not have: earlier translations, and links from titles back to a list of them."""
    for document in documents:
        for node in [*document.tree.findall(earlier), *document.tree.findall(nodes.system_message)]:
            node.parent.remove(node)
        for title in document.tree.findall(nodes.title):
            title.attributes.pop("refid", None)
