"""What stands before a book's text: the call of the template, and what a reader must know before reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions.books.builder import NO_AUTHOR
from editions.books.caveats import caveats, urgent
from editions.formats.pdf import fonts
from editions.formats.pdf.markup import array, block, call, content, literal
from editions.formats.pdf.writer.base import language_arguments

if TYPE_CHECKING:
    from docutils import nodes

    from editions.formats.pdf.writer import Setting
    from editions.project import View

TEMPLATE = "edition.typ"
TYPST_PAPERS = {"letter": "us-letter"}


def opening(setting: Setting, tree: nodes.document, title: str, view: View, paper: str) -> str:
    """The head of a book's Typst file, up to its text."""
    sentences = () if setting.is_source else caveats(tree, view)
    author = str(setting.env.config.author)
    arguments = [
        f"title: {literal(title)}",
        f"paper: {literal(TYPST_PAPERS.get(paper, paper))}",
        f"author: {array([] if author in NO_AUTHOR else [literal(author)])}",
        *language_arguments(setting.language),
        f"mono: {array(map(literal, (fonts.MONOSPACE, *fonts.stack(setting.language))))}",
        f"numerals: {literal(setting.language.digits('0123456789'))}",
        f"page-of: {literal(setting.ui('Page {page} of {pages}'))}",
        f"warning: {content(setting.words(*urgent(sentences)))}",
    ]
    notice = call("notice", body=setting.words(*sentences)) if sentences else ""
    head = f'#import "{TEMPLATE}": *\n{setting.definitions()}#show: edition.with({", ".join(arguments)})'
    return f"{head}{block(notice)}\n"
