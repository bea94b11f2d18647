"""Notes: footnotes at the foot of the page, citations, admonitions, asides, remarks on versions."""

from __future__ import annotations

from docutils import nodes

from editions.books.caveats import located
from editions.formats.pdf.markup import block, call, content, inline, literal
from editions.formats.pdf.writer.base import Renderer


class Notes(Renderer):
    """Renders footnotes and boxes."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        elements = list(located(self.tree, self.place.docname))
        self._notes = {
            (docname, each): node
            for docname, node in elements
            if isinstance(node, nodes.footnote)
            for each in node["ids"]
        }
        self._cited = {
            (docname, node.get("refid"))
            for docname, node in elements
            if isinstance(node, nodes.footnote_reference)
        }
        self._set: dict[int, str] = {}

    def render_footnote_reference(self, node: nodes.Element) -> str:
        """The number of a footnote, with the note itself where it is referred to first."""
        number = self.setting.language.digits(node.astext())
        note = self._notes.get((self.place.docname, node.get("refid", "")))
        piece = call("super", body=inline(number)) if note is None else self._reference(note, number)
        if self.place.title_notes is None:
            return piece
        self.place.title_notes.append(piece)
        return ""

    def _reference(self, note: nodes.Element, number: str) -> str:
        if id(note) not in self._set:
            return self._first_reference(note, number)
        name = self._set[id(note)]
        if not name:
            return call("super", body=inline(number))
        return call("foot-again", literal(number), literal(name))

    def _first_reference(self, note: nodes.Element, number: str) -> str:
        # A name that is printed twice could not be referred to.
        name = "" if self.place.repeated else f"note#{len(self._set)}"
        self._set[id(note)] = name
        with self.at(narrow=True, title_notes=None):
            body = self._note_body(note)
        piece = call("foot", literal(number), body=body)
        return f"{piece.removesuffix(';')}#label({literal(name)});" if name else piece

    def _note_body(self, note: nodes.Element) -> str:
        parts = (child for child in note.children if not isinstance(child, nodes.label))
        return self.anchors(note) + "".join(map(self.render, parts))

    def render_footnote(self, node: nodes.Element) -> str:
        """Nothing, since the note stands at the foot of the page; one that nothing refers to stands here."""
        if any((self.place.docname, each) in self._cited for each in node["ids"]):
            return ""
        return self._numbered(node)

    def left_over(self) -> str:
        """The notes that only other notes refer to, in a circle: no page has them at its foot."""
        notes = dict.fromkeys(self._notes.values())
        return "".join(self._numbered(note) for note in notes if id(note) not in self._set)

    def _numbered(self, node: nodes.Element) -> str:
        self._set[id(node)] = ""
        labels = [child for child in node.children if isinstance(child, nodes.label)]
        number = self.setting.language.digits("".join(each.astext() for each in labels))
        with self.at(narrow=True):
            return block(call("super", body=inline(number)) + inline(" ") + self._note_body(node).strip())

    def render_citation(self, node: nodes.Element) -> str:
        """The work that a citation names, after its label."""
        label, *rest = node.children
        name = call("strong", body=inline(f"[{label.astext()}]")) + inline(" ")
        with self.at(hanging=True):
            return block(call("hanging", body=name + "".join(map(self.render, rest)).strip()))

    def render_label(self, node: nodes.Element) -> str:
        """A label that stands alone."""
        return call("super", body=self.children(node))

    def render_Admonition(self, node: nodes.Element) -> str:  # noqa: N802 (named after the class)
        """A box with the title of its kind, in the reader's language, or with its own title."""
        kind = type(node).__name__
        return block(call("admonition", literal(kind), *self._titled(node, kind), body=self._untitled(node)))

    render_admonition = render_todo_node = render_Admonition

    def render_topic(self, node: nodes.Element) -> str:
        """A passage beside the course of the text, such as a list of what a document contains."""
        return block(call("aside", *self._titled(node, ""), body=self._untitled(node)))

    render_sidebar = render_topic

    def _titled(self, node: nodes.Element, kind: str) -> tuple[str]:
        own = [child for child in node.children if isinstance(child, nodes.title)]
        if own:
            return (content("".join(self.stated(each, self.inside(each), narrow=True) for each in own)),)
        label = self.setting.labels.get(kind)
        return (content(inline(str(label))) if label else "none",)

    def _untitled(self, node: nodes.Element) -> str:
        return "".join(self.render(child) for child in node.children if not isinstance(child, nodes.title))

    def render_versionmodified(self, node: nodes.Element) -> str:
        """What changed in a version; its words come with the node."""
        return block(call("aside", "none", body=self.children(node)))
