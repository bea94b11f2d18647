"""Sphinx's translator to HTML, with formulas as MathML; it writes one document of a book."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.frontend import get_default_settings
from selectolax.lexbor import LexborHTMLParser
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html import HTMLWriter
from sphinx.writers.html5 import HTML5Translator

from editions.formats.epub.formulas import mathml

if TYPE_CHECKING:
    from docutils.frontend import Values
    from sphinx.builders import Builder


class EpubTranslator(HTML5Translator):
    """Writes HTML for a book; formulas that cannot be MathML are shown as their source."""

    def visit_raw(self, node: nodes.raw) -> None:
        """Raw HTML; what one passage of it leaves open ends with the passage, and cannot take in what follows."""
        if "html" in node.get("format", "").split() and not isinstance(node.parent, nodes.TextElement):
            body = LexborHTMLParser(node.astext()).body
            self.body.append((body.inner_html or "") if body is not None else "")
            raise nodes.SkipNode
        super().visit_raw(node)

    def visit_math(self, node: nodes.math, math_env: str = "") -> None:
        """A formula within a line."""
        del math_env
        latex = node.astext()
        self.body.append(mathml(latex, displayed=False) or f'<code class="math">{escape(latex)}</code>')
        raise nodes.SkipNode

    def visit_math_block(self, node: nodes.math_block, math_env: str = "") -> None:
        """A formula on a line of its own, with its number."""
        del math_env
        latex = node.astext().strip()
        number = get_node_equation_number(self, node) if node.get("number") else ""
        self.body += [
            self.starttag(node, "div", CLASS="math"),
            f'<span class="eqno">({escape(str(number))})</span>' if number else "",
            mathml(latex, displayed=True) or f"<pre>{escape(latex)}</pre>",
            "</div>\n",
        ]
        raise nodes.SkipNode


def settings_of(builder: Builder) -> Values:
    """The settings of docutils that the translator needs, with Sphinx's own; no file of the machine is read."""
    settings = get_default_settings(HTMLWriter)
    own: dict[str, Any] = builder.env.settings
    for name, value in own.items():
        setattr(settings, name, value)
    settings.compact_lists = bool(builder.config.html_compact_lists)
    settings.cloak_email_addresses = False
    settings.toc_backlinks = False
    return settings
