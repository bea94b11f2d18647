"""Mathematics: formulas within a line and on lines of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions.formats.pdf.formulas import formula
from editions.formats.pdf.markup import block, call, content, inline, literal
from editions.formats.pdf.writer.base import Renderer

if TYPE_CHECKING:
    from docutils import nodes


class Mathematics(Renderer):
    """Renders formulas as pictures that are described by their source; what cannot be drawn as its source."""

    def render_math(self, node: nodes.Element) -> str:
        """A formula within a line."""
        return self._formula(node.astext(), displayed=False) or call("raw", literal(node.astext()))

    def render_math_block(self, node: nodes.Element) -> str:
        """A formula on a line of its own, with its number."""
        number = f"({self.setting.language.digits(str(node['number']))})" if node.get("number") else ""
        drawn = self._formula(node.astext().strip(), displayed=True)
        if not drawn:
            return block(call("code", "none", literal(f"{node.astext()}  {number}".rstrip())))
        return block(call("displayed", content(inline(number)), body=drawn))

    def _formula(self, latex: str, *, displayed: bool) -> str:
        drawn = formula(latex, displayed=displayed)
        if drawn is None:
            return ""
        name = self.setting.pictures.draw(drawn.picture, f"formula {displayed} {latex}")
        sizes = (f"{name}: {value:.4f}em" for name, value in (("width", drawn.width), ("depth", drawn.depth)))
        return call("formula", literal(name), literal(latex), *sizes)
