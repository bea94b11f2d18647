"""Lists: bulleted, numbered, of definitions, fields and options, and lines of verse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from editions.formats.text.lines import BLANK, Line, hanging, indented, labelled, tight, under
from editions.formats.text.writer.base import Renderer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.formats.text.lines import Blocks

_ROMAN = {1000: "m", 900: "cm", 500: "d", 400: "cd", 100: "c", 90: "xc", 50: "l", 40: "xl",
          10: "x", 9: "ix", 5: "v", 4: "iv", 1: "i"}  # fmt: skip
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_VERSE = 2  # columns that indented lines are moved in


class Lists(Renderer):
    """Renders lists of all kinds."""

    def block_bullet_list(self, node: nodes.Element) -> Blocks:
        """A bulleted list."""
        return self._list(node, ["• "] * len(node.children))

    def block_enumerated_list(self, node: nodes.Element) -> Blocks:
        """A numbered list, with its own kind of numbers and its own start, in the language's digits."""
        kind, start = str(node.get("enumtype", "")), int(node.get("start", 1))
        before, after = node.get("prefix", ""), node.get("suffix", ".")
        numbers = (numeral(start + place, kind) for place in range(len(node.children)))
        return self._list(node, [f"{before}{self.setting.language.digits(each)}{after} " for each in numbers])

    def _list(self, node: nodes.Element, signs: list[str]) -> Blocks:
        short = all(map(self._is_short, node.children))
        items: Blocks = []
        for sign, item in zip(signs, node.children, strict=True):
            blocks = self.blocks(item)
            items += hanging(sign, tight(blocks) if short else blocks, self.own)
        return tight(items) if short else items

    def _is_short(self, item: nodes.Node) -> bool:
        """True for an item of one paragraph, be there lists below it or not."""
        lists = (nodes.bullet_list, nodes.enumerated_list)
        shown = [child for child in item.children if not self.is_hidden(child)]
        rest = [child for child in shown if not isinstance(child, lists)]
        within = (each for child in shown if isinstance(child, lists) for each in child.children)
        return (
            len(rest) <= 1
            and all(isinstance(child, nodes.TextElement) for child in rest)
            and not any(isinstance(child, nodes.FixedTextElement) for child in rest)
            and all(map(self._is_short, within))
        )

    def block_list_item(self, node: nodes.Element) -> Blocks:
        """What an item holds; its list sets the sign before it."""
        return self.below(node)

    block_definition = block_field_body = block_description = block_list_item

    def block_definition_list(self, node: nodes.Element) -> Blocks:
        """Terms with their definitions."""
        return [block for item in _elements(node) for block in self._definition(item)]

    def _definition(self, item: nodes.Element) -> Blocks:
        classifiers = "".join(f" : {self.line(each).text}" for each in item.findall(nodes.classifier))
        terms = [self._term(child) for child in _elements(item) if isinstance(child, nodes.term)]
        if terms and classifiers:
            terms[-1] = Line(terms[-1].text + classifiers, terms[-1].direction)
        rest = [child for child in _elements(item) if not isinstance(child, (nodes.term, nodes.classifier))]
        return under(tuple(terms), [block for child in rest for block in self.blocks(child)])

    def _term(self, term: nodes.Element) -> Line:
        plain = (child for child in term.children if not isinstance(child, nodes.classifier))
        text = "".join(map(self.inline, plain)).strip()
        return Line(self.stated(term, text), self.direction(term))

    block_definition_list_item = _definition

    def block_field_list(self, node: nodes.Element) -> Blocks:
        """Names of fields before their bodies."""
        fields = [(child, self.blocks(child)) for child in _elements(node)]
        short = all(len(blocks) <= 1 for _, blocks in fields)
        blocks = [block for _, found in fields for block in found]
        return tight(blocks) if short else blocks

    def block_field(self, node: nodes.Element) -> Blocks:
        """A field: its name, a colon, what it says."""
        name, *rest = _elements(node)
        return labelled(self.line(name), [block for child in rest for block in self.blocks(child)])

    def block_option_list(self, node: nodes.Element) -> Blocks:
        """Options of a command above what they do."""
        return [block for item in _elements(node) for block in self.blocks(item)]

    def block_option_list_item(self, node: nodes.Element) -> Blocks:
        """The spellings of an option, which are code, and what it does."""
        group, *rest = _elements(node)
        return under((Line(self.inline(group)),), [block for child in rest for block in self.blocks(child)])

    def inline_option_group(self, node: nodes.Element) -> str:
        """The spellings of one option."""
        return ", ".join(map(self.inline, node.children))

    def inline_option(self, node: nodes.Element) -> str:
        """One spelling of an option, with its argument."""
        return "".join(part.astext() for part in node.children)

    def block_line_block(self, node: nodes.Element) -> Blocks:
        """Lines of verse or of an address, with their breaks and their indents."""
        lines = tuple(self._verse(node))
        return [lines] if any(line.text for line in lines) else []

    def _verse(self, node: nodes.Element) -> Iterator[Line]:
        for child in _elements(node):
            if isinstance(child, nodes.line_block):
                yield from indented([tuple(self._verse(child))], _VERSE)[0]
            else:
                line = self.line(child)
                yield line if line.text else BLANK

    def block_hlist(self, node: nodes.Element) -> Blocks:
        """A list in columns, which are one below the other here."""
        return tight(self.below(node))

    block_hlistcol = block_list_item


def numeral(value: int, kind: str) -> str:
    """
    A number as docutils' `enumtype` names it; in ASCII digits where it cannot be written so.

    >>> numeral(4, "lowerroman"), numeral(3, "upperalpha"), numeral(27, "loweralpha")
    ('iv', 'C', '27')
    """
    text = str(value)
    if kind.endswith("roman") and value > 0:
        text = _roman(value)
    elif kind.endswith("alpha") and 0 < value <= len(_ALPHABET):
        text = _ALPHABET[value - 1]
    return text.upper() if kind.startswith("upper") else text


def _roman(value: int) -> str:
    written = ""
    for worth, letters in _ROMAN.items():
        written += letters * (value // worth)
        value %= worth
    return written


def _elements(node: nodes.Element) -> list[nodes.Element]:
    return [child for child in node.children if isinstance(child, nodes.Element)]
