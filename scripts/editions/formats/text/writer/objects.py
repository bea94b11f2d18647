"""Objects of programming languages that Sphinx's domains describe: signatures and what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx import addnodes

from editions.formats.text.lines import Line, under
from editions.formats.text.writer.base import Renderer

if TYPE_CHECKING:
    from docutils import nodes

    from editions.formats.text.lines import Blocks

_INDENT = 4  # columns


class Objects(Renderer):
    """Renders descriptions of objects: a signature's words are theirs, its brackets and commas are Sphinx's."""

    def block_desc(self, node: nodes.Element) -> Blocks:
        """The description of an object: its signatures, then what is said of it."""
        signs = [child for child in node.children if isinstance(child, addnodes.desc_signature)]
        rest = [child for child in node.children if child not in signs]
        head = tuple(line for each in signs for block in self.blocks(each) for line in block)
        return under(head, [block for child in rest for block in self.blocks(child)], _INDENT)

    def block_desc_content(self, node: nodes.Element) -> Blocks:
        """What is said of an object."""
        return self.below(node)

    def block_desc_signature(self, node: nodes.Element) -> Blocks:
        """One signature, of one or several lines."""
        lines = [child for child in node.children if isinstance(child, addnodes.desc_signature_line)]
        with self.at(kept=True):
            texts = [self.inlines(each) for each in (lines or (node,))]
        return [tuple(Line(" ".join(text.split())) for text in texts)]

    def inline_desc_name(self, node: nodes.Element) -> str:
        """A part of a signature."""
        return self.inlines(node)

    inline_desc_addname = inline_desc_type = inline_desc_inline = inline_desc_annotation = inline_desc_name
    inline_desc_parameter = inline_desc_type_parameter = inline_desc_sig_element = inline_desc_name
    inline_desc_signature_line = inline_desc_name

    def inline_desc_returns(self, node: nodes.Element) -> str:
        """What it returns, after an arrow."""
        return f" → {self.inlines(node)}"

    def inline_desc_parameterlist(self, node: nodes.Element) -> str:
        """Parameters in round brackets."""
        return f"({self._listed(node)})"

    def inline_desc_type_parameter_list(self, node: nodes.Element) -> str:
        """Parameters of a type in square brackets."""
        return f"[{self._listed(node)}]"

    def inline_desc_optional(self, node: nodes.Element) -> str:
        """Parameters that may be left out, in square brackets with the comma before them."""
        comma = "" if node.parent.index(node) == 0 else ", "
        return f"[{comma}{self._listed(node)}]"

    def _listed(self, node: nodes.Element) -> str:
        text = ""
        for child in node.children:
            text += ", " if text and not isinstance(child, addnodes.desc_optional) else ""
            text += self.inline(child)
        return text
