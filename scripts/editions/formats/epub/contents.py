"""The table of contents of a book: the titles of its documents and sections, nested as they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from editions.formats.epub.documents import Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.environment import BuildEnvironment

# Where sections and documents can be; nothing below other nodes has a title of its own.
_AROUND = (nodes.section, nodes.compound, nodes.container, addnodes.start_of_file)


@dataclass(frozen=True)
class Entry:
    """
    A line of the table of contents: a title, where it leads to, and the lines below it.

    `docname` is empty for the caption of a list of documents, which leads nowhere; `anchor` is empty where it leads to
    the document as a whole.
    """

    title: Line
    docname: str = ""
    anchor: str = ""
    below: tuple[Entry, ...] = ()

    @property
    def is_document(self) -> bool:
        """True for a document as a whole, and for a caption of several."""
        return not self.anchor


def contents(tree: nodes.document, env: BuildEnvironment) -> tuple[Entry, ...]:
    """
    The table of contents of a book's tree, taken before the tree is split.

    The chapters stand beside the document that lists them and not below it: a book is no part of its first page.
    """
    found: list[Entry] = []
    for entry in _below(tree, str(tree["docname"]), env):
        own = tuple(each for each in entry.below if not each.is_document)
        found.append(replace(entry, below=own))
        found += [each for each in entry.below if each.is_document]
    return tuple(found)


def _below(node: nodes.Element, docname: str, env: BuildEnvironment) -> tuple[Entry, ...]:
    whole = isinstance(node, (nodes.document, addnodes.start_of_file))
    return _in_parts(_entries(node, docname, env, whole=whole))


def _entries(node: nodes.Element, docname: str, env: BuildEnvironment, *, whole: bool) -> Iterator[Entry]:
    """The entries for what lies in a node; `whole`: its first section stands for the document as a whole."""
    for child in node.children:
        if isinstance(child, nodes.rubric) and "part" in child["classes"]:
            yield Entry(Line.of(child))
        elif isinstance(child, addnodes.start_of_file):
            yield from _below(child, str(child["docname"]), env)
        elif isinstance(child, nodes.section):
            anchor = "" if whole else str(next(iter(child["ids"]), ""))
            whole = False
            title, below = _title(child, docname, env), _below(child, docname, env)
            yield from (Entry(title, docname, anchor, below),) if title.text else below
        elif isinstance(child, _AROUND):
            yield from _entries(child, docname, env, whole=False)


def _in_parts(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries with those documents that follow a caption below it; a caption of none is left out."""
    found: list[Entry] = []
    for entry in entries:
        is_part = bool(found) and not found[-1].docname
        if is_part and entry.docname and entry.is_document:
            found[-1] = replace(found[-1], below=(*found[-1].below, entry))
        else:
            found.append(entry)
    return tuple(entry for entry in found if entry.docname or entry.below)


def _title(section: nodes.section, docname: str, env: BuildEnvironment) -> Line:
    """The title of a section with its number, where the project numbers sections."""
    title = next((child for child in section.children if isinstance(child, nodes.title)), None)
    line = Line.of(title) if title is not None else Line("")
    numbers = env.toc_secnumbers.get(docname, {})
    is_first = isinstance(section.parent, (nodes.document, addnodes.start_of_file))
    keys = [*(f"#{each}" for each in section["ids"]), *([""] if is_first else [])]
    number = next((numbers[key] for key in keys if key in numbers), None)
    if not number or not line.text:
        return line
    return replace(line, text=f"{'.'.join(map(str, number))}{env.config.html_secnumber_suffix}{line.text}")
