"""The source as the rules of prose read it: passages with their place, and what Sphinx says about them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from docutils import nodes
from sphinx import addnodes

from editions.problem import relative
from editions.prose import OBJECT, prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.prose import Syntax

# body: a paragraph of its own; item: one in a list, a definition or a note; phrase: what need not be a
# sentence (title, caption, rubric, table cell, field, line of verse); link: a paragraph that is one link;
# remark: no text, but what Sphinx says about the place.
Kind = Literal["body", "item", "phrase", "link", "remark"]


@dataclass(frozen=True)
class Passage:
    """
    A passage of a source document and where it begins.

    Attributes:
        path: the file, relative to the project.
        line: the passage's first line, from 1.
        text: the words as readers see them, line breaks as in the file; code and formulas are U+FFFC.
        raw: the passage as written; of a remark the kind that Sphinx gives it (`ref.doc`).
        kind: what sort of passage it is.
        classes: the classes of its node and of all that contain it.
        links: the addresses that it links to, as written.
    """

    path: str
    line: int
    text: str
    raw: str
    kind: Kind
    classes: frozenset[str] = frozenset()
    links: tuple[str, ...] = ()

    @property
    def syntax(self) -> Syntax:
        """The markup language, by the file's ending."""
        return "md" if self.path.endswith((".md", ".markdown")) else "rst"

    @property
    def prose(self) -> str:
        """`raw` with code and addresses blanked out; places in it are places in `raw`."""
        return prose(self.raw, self.syntax)


@dataclass(frozen=True)
class Reading:
    """What reading all documents gave: passages, and Sphinx's remarks as passages of kind `remark`."""

    passages: tuple[Passage, ...]
    remarks: tuple[Passage, ...] = ()


def passages(document: nodes.document, root: Path) -> Iterator[Passage]:
    """
    Yields the passages of a doctree in their order, each with its place in the file that it stands in.

    What does not stand in a file of the project (docstrings, generated text) is left out. Works on doctrees
    as read and as resolved.
    """
    for node in document.findall(nodes.TextElement):
        kind = _kind(node)
        place = _place(node, root) if kind and node.astext().strip() else None
        if kind and place:
            path, line = place
            raw = node.rawsource or node.astext()
            yield Passage(path, line, _words(node), raw, kind, _classes(node), tuple(_links(node)))


def remarks(log: str, root: Path) -> Iterator[Passage]:
    """
    Yields what Sphinx wrote to its stream of warnings about places in files of the project.

    Takes the stream's text, coloured or not; a remark without a place in a file is left out.
    """
    plain = re.sub(r"\x1b\[[0-9;]*m", "", log)
    starts = list(_REMARK.finditer(plain))
    ends = [*(match.start() for match in starts[1:]), len(plain)]
    for match, end in zip(starts, ends, strict=False):  # without any remark there is still an end
        message = plain[match.end() : end].rstrip()
        kind = _REMARK_KIND.search(message)
        path = Path(match["path"])
        if path.is_relative_to(root) and path.is_file():
            text = _REMARK_KIND.sub("", message).split("\n")[0].strip()
            yield Passage(
                relative(path, root), int(match["line"] or 1), text, kind["kind"] if kind else "", "remark"
            )


# The form of Sphinx's warning stream: `/path/a.rst:12: WARNING: unknown document: 'x' [ref.doc]`.
_REMARK = re.compile(
    r"^(?P<path>[^:\n]+)(?::docstring of [^:\n]+)?(?::(?P<line>\d+))?: (?:WARNING|ERROR|CRITICAL|SEVERE): ",
    re.MULTILINE,
)
_REMARK_KIND = re.compile(r" \[(?P<kind>[\w.-]+)\]\Z")
_PHRASES = (
    nodes.title,
    nodes.subtitle,
    nodes.rubric,
    nodes.caption,
    nodes.term,
    nodes.line,
    nodes.attribution,
)
_PHRASE_PARENTS = (nodes.entry, nodes.legend, nodes.field_body, nodes.description)
_ITEM_PARENTS = (nodes.list_item, nodes.definition, nodes.footnote, nodes.citation)
_CODE = (nodes.literal, nodes.math, nodes.raw, nodes.image)


def _kind(node: nodes.TextElement) -> Kind | None:
    if isinstance(node, _PHRASES):
        return "phrase"
    if not isinstance(node, nodes.paragraph) or isinstance(node.parent, nodes.system_message):
        return None
    if isinstance(node.parent, _PHRASE_PARENTS):
        return "phrase"
    if len(node) == 1 and isinstance(node[0], (nodes.reference, nodes.image, addnodes.pending_xref)):
        return "link"
    return "item" if isinstance(node.parent, _ITEM_PARENTS) else "body"


def _place(node: nodes.Element, root: Path) -> tuple[str, int] | None:
    """The file and line of the first ancestor that knows them; None where that is no file of the project."""
    known: nodes.Element | None = node
    while known is not None and (known.source is None or known.line is None):
        known = known.parent
    if known is None or known.source is None or known.line is None:
        return None
    path = Path(known.source)
    if not path.is_relative_to(root) or not path.is_file():
        return None
    return relative(path, root), _first_line(path, known.line, node.rawsource)


def _first_line(path: Path, line: int, raw: str) -> int:
    """The line itself, or the one above: of a title docutils gives the line that it is underlined with."""
    first = raw.split("\n", 1)[0].strip()
    lines = _lines(path, path.stat().st_mtime_ns)
    here, above = ("\n".join(lines[number : number + 1]) for number in (line - 1, line - 2))
    return line - 1 if line > 1 and first and first not in here and first in above else line


@cache
def _lines(path: Path, changed: int) -> tuple[str, ...]:
    del changed  # part of the key: a file that changed is read again
    return tuple(path.read_text(encoding="utf-8", errors="replace").splitlines())


def _classes(node: nodes.Element) -> frozenset[str]:
    classes: set[str] = set()
    above: nodes.Element | None = node
    while above is not None:
        classes.update(above.get("classes", ()))
        above = above.parent
    return frozenset(classes)


def _words(node: nodes.Node) -> str:
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, _CODE):
        return OBJECT + "\n" * node.astext().count("\n")
    if isinstance(node, (nodes.footnote_reference, nodes.citation_reference)):
        return ""
    return "".join(_words(child) for child in node.children)


def _links(node: nodes.Element) -> Iterator[str]:
    for reference in node.findall(nodes.reference):
        if "refuri" in reference and not reference.get("internal"):
            yield _written_address(reference)


def _written_address(reference: nodes.reference) -> str:
    """The address with the spaces within its lines, which docutils drops as it does those between lines."""
    embedded = re.search(r"<([^<>]+)>`__?\Z", reference.rawsource)
    written = re.sub(r"\s*\n\s*", "", embedded[1]).strip() if embedded else ""
    return written if " " in written and "\\ " not in written else str(reference["refuri"])
