"""Lists: bulleted, numbered, of definitions, fields and options, and lines of verse."""

from __future__ import annotations

from docutils import nodes

from editions.formats.pdf.markup import array, block, boolean, call, content, inline, literal
from editions.formats.pdf.writer.base import Renderer

# docutils' enumtype -> Typst's numbering pattern.
NUMBERINGS = {"arabic": "1", "loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}


class Lists(Renderer):
    """Renders lists of all kinds."""

    def render_bullet_list(self, node: nodes.Element) -> str:
        """A bulleted list."""
        return self._list("list", node)

    def render_enumerated_list(self, node: nodes.Element) -> str:
        """A numbered list, with its own kind of numbers and its own start, in the language's digits."""
        pattern = NUMBERINGS.get(node.get("enumtype", ""), "1")
        digits = self.setting.language.digits("0123456789")
        signs = (pattern, node.get("prefix", ""), node.get("suffix", "."), digits)
        return self._list(
            "enum",
            node,
            f"start: {int(node.get('start', 1))}",
            f"numbering: ordered({', '.join(map(literal, signs))})",
        )

    def _list(self, function: str, node: nodes.Element, *arguments: str) -> str:
        tight = all(_is_short(item) for item in node.children)
        children = [child for child in node.children if isinstance(child, nodes.Element)]
        with self.at(hanging=True):
            items = [content(self._item(item, tight=tight)) for item in children]
        return block(call(function, f"tight: {boolean(value=tight)}", *arguments, *items))

    def _item(self, item: nodes.Element, *, tight: bool) -> str:
        if not tight:
            return self.inside(item)
        # Without a blank line between them Typst sets a nested list close to its paragraph.
        return self.anchors(item) + "".join(self.render(child).strip() for child in item.children)

    def render_definition_list(self, node: nodes.Element) -> str:
        """Terms with their definitions."""
        items = [self._definition(item) for item in node.children if isinstance(item, nodes.Element)]
        return block(call("terms", "tight: false", *items))

    def _definition(self, item: nodes.Element) -> str:
        with self.at(narrow=True):
            terms = [self._term(child) for child in item.children if isinstance(child, nodes.term)]
            classifiers = [inline(" : ") + self.inside(each) for each in item.findall(nodes.classifier)]
        with self.at(hanging=True):
            definitions = [self.inside(each) for each in item.children if isinstance(each, nodes.definition)]
        named = "#linebreak();".join(terms) + "".join(classifiers)
        return f"terms.item({content(self.anchors(item) + named)}, {content(''.join(definitions))})"

    def _term(self, term: nodes.Element) -> str:
        plain = [child for child in term.children if not isinstance(child, nodes.classifier)]
        return self.anchors(term) + self.stated(term, "".join(map(self.render, plain)))

    def render_field_list(self, node: nodes.Element) -> str:
        """Names of fields beside their bodies."""
        return self._pairs(_rows(node), suffix=":")

    def _pairs(self, rows: list[tuple[nodes.Element, nodes.Element]], suffix: str = "") -> str:
        items = []
        for name, body in rows:
            with self.at(narrow=True):
                named = self.stated(name, self._named(name)) + inline(suffix)
                items.append(array((content(named), content(self.inside(body)))))
        return block(call("pairs", *items)) if items else ""

    def _named(self, name: nodes.Element) -> str:
        return self.render(name) if isinstance(name, nodes.option_group) else self.inside(name)

    def render_option_list(self, node: nodes.Element) -> str:
        """Options of a command beside what they do."""
        return self._pairs(_rows(node))

    def render_option_group(self, node: nodes.Element) -> str:
        """The spellings of one option."""
        return inline(", ").join(self.render(option) for option in node.children)

    def render_option(self, node: nodes.Element) -> str:
        """One spelling of an option, with its argument."""
        return call("raw", literal("".join(part.astext() for part in node.children)))

    def render_line_block(self, node: nodes.Element) -> str:
        """Lines of verse or of an address, with their breaks and their indents."""
        pieces: list[str] = []
        for child in node.children:
            if isinstance(child, nodes.line_block):
                pieces.append(self.render(child).strip())
                continue
            if pieces and not pieces[-1].startswith("#indented"):
                pieces.append("#linebreak();")
            pieces.append(self._line(child))  # type: ignore[arg-type]
        nested = isinstance(node.parent, nodes.line_block)
        return block(call("indented" if nested else "verse", body="".join(pieces)))

    def _line(self, line: nodes.Element) -> str:
        return self.anchors(line) + self.stated(line, self.children(line), narrow=True)

    def render_hlist(self, node: nodes.Element) -> str:
        """A list in columns."""
        columns = [
            content(self.inside(column)) for column in node.children if isinstance(column, nodes.Element)
        ]
        return block(call("columns-of-lists", *columns))


def _rows(node: nodes.Element) -> list[tuple[nodes.Element, nodes.Element]]:
    """The two children of each item of a field or option list."""
    items = (item.children for item in node.children if isinstance(item, nodes.Element))
    return [(name, body) for name, body in items]  # type: ignore[misc]


def _is_short(item: nodes.Node) -> bool:
    """True for an item of one paragraph, be there lists below it or not."""
    rest = [
        child for child in item.children if not isinstance(child, (nodes.bullet_list, nodes.enumerated_list))
    ]
    return len(rest) <= 1 and all(isinstance(child, (nodes.paragraph, nodes.TextElement)) for child in rest)
