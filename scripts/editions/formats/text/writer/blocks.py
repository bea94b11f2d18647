"""Blocks: documents, sections, paragraphs, quotations, code, pictures with captions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from editions.formats.text.characters import clean, marked, side, width
from editions.formats.text.lines import Line, alone, indented, tight
from editions.formats.text.writer.base import Renderer
from editions.formats.text.writer.inline import is_for_text

if TYPE_CHECKING:
    from editions.formats.text.lines import Block, Blocks

# Below titles, by their level.
UNDERLINES = "=-~^"
DEEP = 4  # columns that quotations and code are moved in
TAB = 8  # columns, as docutils has it


class BlockNodes(Renderer):
    """Renders what stands between paragraphs."""

    def block_document(self, node: nodes.Element) -> Blocks:
        """Whatever it holds."""
        return self.below(node)

    block_container = block_compound = block_legend = block_glossary = block_document
    block_acks = block_decoration = block_header = block_footer = block_autosummary_table = block_document
    block_only = block_versionmodified = block_document

    def block_start_of_file(self, node: nodes.Element) -> Blocks:
        """A document within the book; the notes of the one around it would else stand after this one's text."""
        before = self.notes(only_cited=True)
        with self.at(docname=str(node["docname"])):
            return [*before, *self.below(node), *self.notes()]

    def notes(self, *, only_cited: bool = False) -> Blocks:
        """The footnotes of a document; the mixin for notes has them."""
        raise NotImplementedError

    def block_section(self, node: nodes.Element) -> Blocks:
        """A section, with its title one level below the surrounding one's."""
        with self.at(level=self.place.level + 1):
            return self.below(node)

    def block_title(self, node: nodes.Element) -> Blocks:
        """The title of a section, with a line below that is as wide as it looks; others set their titles themselves."""
        if not isinstance(node.parent, nodes.section):
            return self.said(node)
        numbered = self.section_number(node.parent) + self.inlines(node).strip()
        title = clean(self.stated(node, numbered))
        sign = UNDERLINES[min(self.place.level, len(UNDERLINES)) - 1]
        own = self.direction(node)
        below = Line(sign * width(title), side(marked(title, own)))  # on the same side as the title
        return [(Line(title, own), below)] if title else []

    def block_paragraph(self, node: nodes.Element) -> Blocks:
        """A paragraph, which is one line."""
        return self.said(node)

    block_subtitle = block_centered = block_line = block_paragraph
    block_term = block_classifier = block_field_name = block_label = block_paragraph
    block_Bibliographic = block_paragraph  # noqa: N815 (named after the class)

    def block_rubric(self, node: nodes.Element) -> Blocks:
        """A heading outside of the contents; the caption of a list of documents comes after the notes before it."""
        before = self.notes(only_cited=True) if "part" in node["classes"] else []
        return [*before, *self.said(node)]

    def block_transition(self, node: nodes.Element) -> Blocks:
        """A break between passages."""
        del node
        return alone("* * *", self.own)

    def block_block_quote(self, node: nodes.Element) -> Blocks:
        """A quotation, with whom it is from."""
        return indented(self.below(node), DEEP)

    def block_attribution(self, node: nodes.Element) -> Blocks:
        """Whom a quotation is from."""
        return [(Line(f"— {line.text}", line.direction),) for (line,) in self.said(node)]

    def block_literal_block(self, node: nodes.Element) -> Blocks:
        """Code, as it is."""
        with self.at(kept=True):
            code = self.inlines(node)
        mark = alone(self.stated(node, " ").strip(), self.own)
        return [*mark, *indented(_code(code), DEEP)]

    block_doctest_block = block_literal_block

    def block_productionlist(self, node: nodes.Element) -> Blocks:
        """The rules of a grammar, one a line."""
        with self.at(kept=True):
            rules = "\n".join(self._rule(child) for child in node.children)
        return indented(_code(rules), DEEP)

    def _rule(self, node: nodes.Node) -> str:
        """A rule with its name, which Sphinx before version 9 keeps apart from its text."""
        text = self.inline(node).strip("\n")
        if not isinstance(node, addnodes.production) or "::=" in text:
            return text
        return f"{node.get('tokenname', '')} ::= {text}"

    def inline_production(self, node: nodes.Element) -> str:
        """The text of a rule."""
        return self.inlines(node)

    def block_math_block(self, node: nodes.Element) -> Blocks:
        """A formula on a line of its own, as its source, with its number."""
        number = f"  ({self.setting.language.digits(str(node['number']))})" if node.get("number") else ""
        return indented(_code(f"{node.astext().strip()}{number}"), DEEP)

    def block_figure(self, node: nodes.Element) -> Blocks:
        """A picture with its caption close to it, and its legend below."""
        legend = [child for child in node.children if isinstance(child, nodes.legend)]
        close = [block for child in node.children if child not in legend for block in self.blocks(child)]
        return [*tight(close), *(block for child in legend for block in self.blocks(child))]

    def block_caption(self, node: nodes.Element) -> Blocks:
        """The caption of a picture or listing, with its number."""
        text = self.figure_number(node.parent) + self.inlines(node).strip()
        return alone(self.stated(node, text), self.direction(node))

    def block_raw(self, node: nodes.Element) -> Blocks:
        """Text that is meant for this format, with its lines; nothing of what is meant for others."""
        return _code(node.astext()) if is_for_text(node) else []

    def block_Invisible(self, node: nodes.Element) -> Blocks:  # noqa: N802 (named after the class)
        """Nothing: comments, definitions of substitutions and other notes to the program."""
        del node
        return []

    block_toctree = block_autosummary_toc = block_highlightlang = block_tabular_col_spec = block_Invisible
    block_system_message = block_meta = block_earlier = block_Invisible


def _code(text: str) -> list[Block]:
    """Lines that are left as they are; none for what is empty."""
    lines = text.expandtabs(TAB).strip("\n").splitlines()
    return [tuple(map(Line, lines))] if lines else []
