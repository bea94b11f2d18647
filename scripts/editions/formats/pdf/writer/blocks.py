"""Blocks: documents, sections, paragraphs, quotations, code, pictures with captions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from editions.books.caveats import is_machine
from editions.books.numbers import figure_number, section_number
from editions.formats.pdf.markup import array, block, boolean, call, content, inline, literal
from editions.formats.pdf.writer.base import Renderer, anchor_name

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from editions.language import Language

# Classes of paragraphs that the template has a function for.
STYLED = {"kicker": "kicker", "date": "dateline", "editorial-note": "editorial-note", "contact": "contact"}


class Blocks(Renderer):
    """Renders what stands between paragraphs."""

    def render_document(self, node: nodes.Element) -> str:
        """A whole document."""
        return self.children(node)

    def render_start_of_file(self, node: nodes.Element) -> str:
        """A document within the book: a chapter that opens a page, and before the first one the contents."""
        depth = self.place.chapter
        opening = self._contents() if depth == 0 and not self._opened else ""
        if depth == 0 and not self._part:
            opening += "\n\n#chapter;\n\n"
        self._opened, self._part = True, False
        with self.at(docname=node["docname"], chapter=depth + 1):
            return opening + self.anchor(anchor_name(self.place.docname, "")) + self.children(node)

    _opened = False
    _part = False

    def _contents(self) -> str:
        return block(call("contents", content(self.setting.words("Contents")), str(self.place.level)))

    def render_section(self, node: nodes.Element) -> str:
        """A section, with its title one level below the surrounding one's."""
        with self.at(level=self.place.level + 1):
            return self.children(node)

    def render_title(self, node: nodes.Element) -> str:
        """The title of a section; other nodes set their titles themselves."""
        if not isinstance(node.parent, nodes.section):
            return block(call("rubric", body=self.stated(node, self.children(node), narrow=True)))
        before = self.anchors_below(node)
        with self.at(title_notes=[]):
            body = inline(section_number(*self._with_numbers(node.parent))) + self.children(node)
            notes = "".join(self.place.title_notes or ())
        arguments = (str(self.place.level), content(notes), f"machine: {boolean(value=is_machine(node))}")
        heading = call("section-title", *arguments, body=body)
        return block(before + (heading if is_machine(node) else self.stated(node, heading)))

    def render_subtitle(self, node: nodes.Element) -> str:
        """A subtitle."""
        return block(call("rubric", body=self.stated(node, self.children(node), narrow=True)))

    def render_rubric(self, node: nodes.Element) -> str:
        """A heading outside the contents; the caption of a list of documents opens a part of the book."""
        body = self.stated(node, self.children(node), narrow=True)
        if "part" not in node["classes"]:
            return block(call("rubric", body=body))
        opening = "" if self._opened else self._contents()
        self._opened = self._part = True
        return opening + block(call("part", body=body))

    def render_paragraph(self, node: nodes.Element) -> str:
        """A paragraph; one of a known class in its own style."""
        piece = self.children(node)
        if _is_emphasised_whole(node):
            piece = call("set-apart", body=piece)
        classes: list[str] = node.get("classes", [])
        for name in classes:
            if name in STYLED and piece:
                piece = call(STYLED[name], body=piece)
        piece = self.stated(node, piece)
        return block(call("held", body=piece) if piece and _is_before_contact(node) else piece)

    def render_compact_paragraph(self, node: nodes.Element) -> str:
        """A paragraph of a list without air."""
        return block(self.stated(node, self.children(node)))

    def render_container(self, node: nodes.Element) -> str:
        """Whatever it holds; the caption of a listing comes before it."""
        return self.children(node)

    def render_compound(self, node: nodes.Element) -> str:
        """Whatever it holds; what follows a list of chapters is no part of the last of them."""
        chapters = any(isinstance(child, addnodes.start_of_file) for child in node.children)
        return self.children(node) + (block("#chapter;") if chapters and self.place.chapter == 0 else "")

    render_glossary = render_acks = render_decoration = render_container
    render_header = render_footer = render_legend = render_autosummary_table = render_container

    def render_centered(self, node: nodes.Element) -> str:
        """A centred line."""
        return block(call("centred", body=self.stated(node, self.children(node), narrow=True)))

    def render_transition(self, node: nodes.Element) -> str:
        """A break between passages."""
        del node
        return block("#passage-break;")

    def render_block_quote(self, node: nodes.Element) -> str:
        """A quotation, with whom it is from."""
        said = [child for child in node.children if not isinstance(child, nodes.attribution)]
        whom = [child for child in node.children if isinstance(child, nodes.attribution)]
        with self.at(narrow=True):
            names = "".join(self.stated(each, self.inside(each)) for each in whom)
        attribution = [f"attribution: {content(inline('— ') + names)}"] if whom else []
        return block(call("quotation", *attribution, body="".join(map(self.render, said))))

    def render_literal_block(self, node: nodes.Element) -> str:
        """Code, coloured by Typst where it knows the language; a block with markup within keeps the markup."""
        if node.rawsource == node.astext() or all(isinstance(child, nodes.Text) for child in node.children):
            language = str(node.get("language", ""))
            arguments = (literal(language) if language.isalnum() else "none", literal(node.astext()))
            return block(call("code", *arguments, *_line_arguments(node)))
        return block(call("listing", body=self._lines_of(node)))

    render_doctest_block = render_literal_block

    def render_productionlist(self, node: nodes.Element) -> str:
        """The rules of a grammar, one a line."""
        return block(call("listing", body=self._lines_of(node)))

    def _rule_name(self, node: nodes.Element) -> str:
        """The name of a rule of a grammar, which Sphinx before version 9 keeps apart from its text."""
        if not isinstance(node, addnodes.production) or "::=" in node.astext():
            return ""
        return call("raw", literal(f"{node.get('tokenname', '')} ::= "))

    def _lines_of(self, node: nodes.Element) -> str:
        """Text with its line breaks and spaces, together with the markup in it."""
        pieces = []
        for child in node.children:
            if isinstance(child, nodes.Text):
                lines = child.astext().split("\n")
                pieces.append(
                    "#linebreak();".join(call("raw", literal(line)) if line else "" for line in lines)
                )
            else:
                pieces.append(self.anchors(child) + self._rule_name(child) + self._styled_lines(child))  # type: ignore[arg-type]
        return "".join(pieces)

    def _styled_lines(self, node: nodes.Element) -> str:
        body = self._lines_of(node)
        if isinstance(node, nodes.reference):
            return self.link(node, body)
        for cls, function in ((nodes.strong, "strong"), (nodes.emphasis, "emph")):
            if isinstance(node, cls):
                return call(function, body=body)
        return body

    def render_figure(self, node: nodes.Element) -> str:
        """A picture with its caption below and its legend below that."""
        body = "".join(
            self.render(child)
            for child in node.children
            if not isinstance(child, (nodes.caption, nodes.legend))
        )
        arguments = [f"caption: {content(self._caption(each, node))}" for each in _own(node, nodes.caption)]
        arguments += [f"legend: {content(self.inside(each))}" for each in _own(node, nodes.legend)]
        return block(call("illustration", *arguments, body=body))

    def render_caption(self, node: nodes.Element) -> str:
        """The caption of a listing, before it."""
        return block(call("caption", body=self._caption(node, node.parent)))

    def _caption(self, node: nodes.Element, owner: nodes.Element) -> str:
        with self.at(narrow=True):
            body = self.inside(node)
        return self.stated(node, inline(self.figure_number(owner)) + body, narrow=True)

    def _with_numbers(self, node: nodes.Element) -> tuple[BuildEnvironment, str, nodes.Element, Language]:
        return self.setting.env, self.place.docname, node, self.setting.language

    def figure_number(self, node: nodes.Element) -> str:
        """`Fig. 1 ` where the project numbers its figures, tables and listings; else nothing."""
        return figure_number(*self._with_numbers(node))

    def render_Invisible(self, node: nodes.Element) -> str:  # noqa: N802 (named after the class)
        """Nothing: comments, index entries, definitions of substitutions and other notes to the program."""
        del node
        return ""

    render_toctree = render_autosummary_toc = render_highlightlang = render_tabular_col_spec = (
        render_Invisible
    )
    render_system_message = render_meta = render_earlier = render_Invisible


def _own(node: nodes.Element, cls: type[nodes.Element]) -> list[nodes.Element]:
    return [child for child in node.children if isinstance(child, cls)]


def _line_arguments(node: nodes.Element) -> list[str]:
    """How the lines of a listing are numbered, and which of them stand out."""
    highlighting: dict[str, Any] = node.get("highlight_args", {})
    arguments = []
    if node.get("linenos"):
        arguments.append(f"first: {int(highlighting.get('linenostart', 1))}")
    if highlighting.get("hl_lines"):
        arguments.append(f"marked: {array(str(int(line)) for line in highlighting['hl_lines'])}")
    return arguments


def _is_emphasised_whole(node: nodes.Element) -> bool:
    return len(node.children) == 1 and isinstance(node.children[0], nodes.emphasis)


def _is_before_contact(node: nodes.Element) -> bool:
    following = node.next_node(nodes.paragraph, descend=False, siblings=True)
    return following is not None and "contact" in following["classes"]
