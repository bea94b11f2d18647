"""What a reader of a book must know before reading it: what a machine wrote, what is no translation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.project import View

# Keys of the interface.
WORKING = "Working edition, not published."
MACHINE = "Machine translation, not yet reviewed by people."
BY_A_LINE = "Passages with a line in the margin are machine translation, not yet reviewed by people."
SOURCE = {
    "missing": "Some paragraphs are not translated yet and are shown in {language}.",
    "changed": "Some paragraphs changed after they were translated; they are shown in {language}.",
}


def caveats(tree: nodes.document, view: View, *, partly: str = BY_A_LINE) -> tuple[str, ...]:
    """
    The sentences (keys of the interface) about a book of a translated edition, the most general first.

    `partly` is said where people wrote some of it: how the passages of a machine are told from theirs.
    """
    states = [node for _, node in located(tree, "") if node.get("unit_state")]
    own = [node for node in states if node.get("shown") != "source"]
    machine = [node for node in own if is_machine(node)]
    kept = {node["unit_state"] for node in states if node.get("shown") == "source"}
    return (
        *([WORKING] if view == "working" else []),
        *([MACHINE if len(machine) == len(own) else partly] if machine else []),
        *(SOURCE[state] for state in SOURCE if state in kept),
    )


def urgent(sentences: tuple[str, ...]) -> tuple[str, ...]:
    """What each page repeats, since pages get parted: that a machine wrote it, else that it is unfinished."""
    first = [each for each in sentences if each != WORKING and each not in SOURCE.values()] or sentences
    return tuple(first[:1])


def is_machine(node: nodes.Element) -> bool:
    """True where a node shows what a machine wrote."""
    return bool(node.get("unit_state") == "machine" and node.get("shown") != "source")


def located(node: nodes.Element, docname: str) -> Iterator[tuple[str, nodes.Element]]:
    """Every element below the node with the name of the document that it comes from."""
    for child in node.children:
        if isinstance(child, nodes.Element):
            own = str(child["docname"]) if isinstance(child, addnodes.start_of_file) else docname
            yield own, child
            yield from located(child, own)
