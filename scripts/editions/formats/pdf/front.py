"""What stands before a book's text: the call of the template, and what a reader must know before reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions.formats.pdf import fonts
from editions.formats.pdf.markup import array, block, call, content, literal
from editions.formats.pdf.writer.base import language_arguments, located

if TYPE_CHECKING:
    from docutils import nodes

    from editions.formats.pdf.writer import Setting
    from editions.project import View

TEMPLATE = "edition.typ"
TYPST_PAPERS = {"letter": "us-letter"}
NO_AUTHOR = frozenset({"", "unknown", "Author name not set"})
WORKING = "Working edition, not published."
MACHINE = "Machine translation, not yet reviewed by people."
PARTLY = "Passages with a line in the margin are machine translation, not yet reviewed by people."
SOURCE = {
    "missing": "Some paragraphs are not translated yet and are shown in {language}.",
    "changed": "Some paragraphs changed after they were translated; they are shown in {language}.",
}


def opening(setting: Setting, tree: nodes.document, title: str, view: View, paper: str) -> str:
    """The head of a book's Typst file, up to its text."""
    sentences = warnings(setting, tree, view)
    author = str(setting.env.config.author)
    arguments = [
        f"title: {literal(title)}",
        f"paper: {literal(TYPST_PAPERS.get(paper, paper))}",
        f"author: {array([] if author in NO_AUTHOR else [literal(author)])}",
        *language_arguments(setting.language),
        f"mono: {array(map(literal, (fonts.MONOSPACE, *fonts.stack(setting.language))))}",
        f"numerals: {literal(setting.language.digits('0123456789'))}",
        f"page-of: {literal(setting.ui('Page {page} of {pages}'))}",
        f"warning: {content(setting.words(*_urgent(sentences)))}",
    ]
    notice = call("notice", body=setting.words(*sentences)) if sentences else ""
    head = f'#import "{TEMPLATE}": *\n{setting.definitions()}#show: edition.with({", ".join(arguments)})'
    return f"{head}{block(notice)}\n"


def warnings(setting: Setting, tree: nodes.document, view: View) -> tuple[str, ...]:
    """
    The sentences (keys of the interface) that a reader must know: what a machine wrote, what is no translation.

    None in the edition of the source language.
    """
    if setting.is_source:
        return ()
    states = [node for _, node in located(tree, "") if node.get("unit_state")]
    own = [node for node in states if node.get("shown") != "source"]
    machine = [node for node in own if node["unit_state"] == "machine"]
    kept = {node["unit_state"] for node in states if node.get("shown") == "source"}
    return (
        *([WORKING] if view == "working" else []),
        *([MACHINE if len(machine) == len(own) else PARTLY] if machine else []),
        *(SOURCE[state] for state in SOURCE if state in kept),
    )


def _urgent(sentences: tuple[str, ...]) -> tuple[str, ...]:
    """What each page repeats, since pages of paper get parted: that a machine wrote it, else that it is unfinished."""
    first = [sentence for sentence in sentences if sentence in (MACHINE, PARTLY)] or sentences
    return tuple(first[:1])
