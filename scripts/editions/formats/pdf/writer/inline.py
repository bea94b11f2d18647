"""Nodes within a line: emphasis, literals, references, pictures in a line."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes

from editions.books.flow import flowing
from editions.formats.pdf.markup import block, call, inline, literal
from editions.formats.pdf.writer.base import Renderer


class Inline(Renderer):
    """Renders what stands within a line."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self._explained: set[str] = set()

    def render_emphasis(self, node: nodes.Element) -> str:
        """Emphasis, by the script's own means."""
        return call("emph", body=self.children(node))

    render_title_reference = render_literal_emphasis = render_emphasis

    def render_strong(self, node: nodes.Element) -> str:
        """Strong emphasis."""
        return call("strong", body=self.children(node))

    def render_literal_strong(self, node: nodes.Element) -> str:
        """A literal that stands out, such as the name of an option."""
        return call("strong", body=self.render_literal(node))

    def render_literal(self, node: nodes.Element) -> str:
        """A literal; one with emphasis or links within keeps them."""
        if all(isinstance(child, nodes.Text) for child in node.children):
            return call("raw", literal(node.astext().replace("\n", " ")))
        return call("raw-text", body=self.children(node))

    render_manpage = render_literal

    def render_superscript(self, node: nodes.Element) -> str:
        """Superscript."""
        return call("super", body=self.children(node))

    def render_subscript(self, node: nodes.Element) -> str:
        """Subscript."""
        return call("sub", body=self.children(node))

    def render_inline(self, node: nodes.Element) -> str:
        """A span without a look of its own."""
        return self.stated(node, self.children(node), narrow=True)

    render_generated = render_problematic = render_pending_xref = render_pending_xref_condition = (
        render_inline
    )

    def render_abbreviation(self, node: nodes.Element) -> str:
        """
        An abbreviation, explained in brackets where it stands first, since paper shows no tooltip.

        The signs of a signature, which Sphinx explains too, are not words of a sentence.
        """
        text, explanation = self.children(node), flowing(node.get("explanation", ""))
        in_signature = isinstance(node.parent, addnodes.desc_sig_element)
        if not explanation or in_signature or node.astext() in self._explained:
            return text
        self._explained.add(node.astext())
        return text + inline(f" ({explanation})")

    render_acronym = render_abbreviation

    def render_reference(self, node: nodes.Element) -> str:
        """A reference, as a link where a reader can follow it."""
        return self.link(node, self.children(node))

    render_number_reference = render_reference

    def render_download_reference(self, node: nodes.Element) -> str:
        """The name of a file to download; there is nothing to follow on paper."""
        return self.children(node)

    def render_target(self, node: nodes.Element) -> str:
        """The place that a reference leads to: its anchors come with every node."""
        return self.children(node)

    def render_image(self, node: nodes.Element) -> str:
        """A picture; where it cannot be shown, its description and address stand in."""
        alt = str(node.get("alt", ""))
        name = self.setting.pictures.place(str(node["uri"]))
        if name is None:
            return self._instead_of_picture(node, alt)
        picture = self.setting.pictures.call(node, name, alt or self._figure_caption(node))  # type: ignore[arg-type]
        holder = node.parent.parent if isinstance(node.parent, nodes.reference) else node.parent
        if isinstance(holder, nodes.figure):
            return f"#{picture};"
        if isinstance(holder, nodes.TextElement):
            return f"#box({picture});"
        alignment = {"center": "center", "right": "end"}.get(node.get("align", ""), "start")
        return block(f"#align({alignment}, {picture});")

    def _instead_of_picture(self, node: nodes.Element, alt: str) -> str:
        uri = str(node["uri"])
        shown = call("emph", body=inline(alt or uri))
        return shown if "://" not in uri else self.link(nodes.reference(refuri=uri), shown)

    @staticmethod
    def _figure_caption(node: nodes.Element) -> str:
        figure = node.parent if isinstance(node.parent, nodes.figure) else node.parent.parent
        captions = figure.findall(nodes.caption) if isinstance(figure, nodes.figure) else ()
        return next((caption.astext() for caption in captions), "")

    def render_footnote_reference(self, node: nodes.Element) -> str:
        """The number of a footnote; the mixin for notes sets the note itself."""
        return call("super", body=inline(node.astext()))

    def render_raw(self, node: nodes.Element) -> str:
        """Nothing: raw text is meant for one format, and none may reach Typst as code."""
        del node
        return ""
