"""Objects of programming languages that Sphinx's domains describe: signatures and what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx import addnodes

from editions.formats.pdf.markup import block, call, inline
from editions.formats.pdf.writer.base import Renderer

if TYPE_CHECKING:
    from docutils import nodes


class Objects(Renderer):
    """Renders descriptions of objects: a signature's words are theirs, its brackets and commas are Sphinx's."""

    def render_desc(self, node: nodes.Element) -> str:
        """The description of an object: its signatures, then what is said of it."""
        return self.children(node)

    def render_desc_signature(self, node: nodes.Element) -> str:
        """One signature, in letters of equal width."""
        lines = [child for child in node.children if isinstance(child, addnodes.desc_signature_line)]
        body = "#linebreak();".join(map(self.render, lines)) if lines else self.children(node)
        return block(call("signature", body=call("raw-text", body=body)))

    def render_desc_signature_line(self, node: nodes.Element) -> str:
        """One line of a signature of several."""
        return self.children(node)

    render_desc_addname = render_desc_type = render_desc_inline = render_desc_signature_line
    render_desc_sig_element = render_desc_parameter = render_desc_type_parameter = render_desc_signature_line

    def render_desc_name(self, node: nodes.Element) -> str:
        """The name that is described."""
        return call("strong", body=self.children(node))

    def render_desc_annotation(self, node: nodes.Element) -> str:
        """What kind of object it is."""
        return call("emph", body=self.children(node))

    def render_desc_returns(self, node: nodes.Element) -> str:
        """What it returns, after an arrow."""
        return inline(" → ") + self.children(node)

    def render_desc_parameterlist(self, node: nodes.Element) -> str:
        """Parameters in round brackets."""
        return inline("(") + self._listed(node) + inline(")")

    def render_desc_type_parameter_list(self, node: nodes.Element) -> str:
        """Parameters of a type in square brackets."""
        return inline("[") + self._listed(node) + inline("]")

    def render_desc_optional(self, node: nodes.Element) -> str:
        """Parameters that may be left out, in square brackets with the comma before them."""
        first = node.parent.index(node) == 0
        return inline("[" if first else "[, ") + self._listed(node) + inline("]")

    def _listed(self, node: nodes.Element) -> str:
        pieces: list[str] = []
        for child in node.children:
            if pieces and not isinstance(child, addnodes.desc_optional):
                pieces.append(inline(", "))
            pieces.append(self.render(child))
        return "".join(pieces)

    def render_desc_content(self, node: nodes.Element) -> str:
        """What is said of an object, indented."""
        return block(call("description", body=self.children(node)))
