"""Nodes within a line: literals, references, pictures in a line. Plain text knows no emphasis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx import addnodes

from editions.books.flow import flowing
from editions.books.links import is_followed
from editions.formats.text.characters import within
from editions.formats.text.writer.base import Renderer

if TYPE_CHECKING:
    from docutils import nodes

    from editions.formats.text.characters import Direction

# A power that is written as `103` would be another number; letters are readable beside the word.
_RAISED = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


class InlineNodes(Renderer):
    """Renders what stands within a line."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self._explained: set[str] = set()

    def inline_emphasis(self, node: nodes.Element) -> str:
        """Words that stand out elsewhere."""
        return self.inlines(node)

    inline_strong = inline_title_reference = inline_generated = inline_problematic = inline_emphasis
    inline_pending_xref = inline_pending_xref_condition = inline_target = inline_emphasis
    inline_download_reference = inline_emphasis  # there is no file beside this one

    def inline_literal(self, node: nodes.Element) -> str:
        """A literal, with the spaces that it has."""
        with self.at(kept=True):
            return self.inlines(node).replace("\n", " ")

    inline_manpage = inline_literal

    def inline_inline(self, node: nodes.Element) -> str:
        """A span without a look of its own."""
        return self.stated(node, self.inlines(node))

    def inline_superscript(self, node: nodes.Element) -> str:
        """What stands above the line; numbers by the characters that Unicode has for them."""
        return _shifted(self.inlines(node), _RAISED)

    def inline_subscript(self, node: nodes.Element) -> str:
        """What stands below the line."""
        return _shifted(self.inlines(node), _LOWERED)

    def inline_math(self, node: nodes.Element) -> str:
        """A formula, as its source."""
        return flowing(node.astext())

    def inline_abbreviation(self, node: nodes.Element) -> str:
        """An abbreviation, explained in brackets where it stands first; the signs of a signature are none."""
        text, explanation = self.inlines(node), flowing(str(node.get("explanation", "")))
        in_signature = isinstance(node.parent, addnodes.desc_sig_element)
        if not explanation or in_signature or text in self._explained:
            return text
        self._explained.add(text)
        return f"{text} ({explanation})"

    inline_acronym = inline_abbreviation

    def inline_reference(self, node: nodes.Element) -> str:
        """A reference, with the address of what lies outside of the book."""
        words, uri = self.inlines(node), str(node.get("refuri", ""))
        return words if node.get("internal") or not is_followed(uri) else addressed(words, uri, self.own)

    def inline_image(self, node: nodes.Element) -> str:
        """A picture, as its description."""
        alt = flowing(str(node.get("alt", ""))).strip()
        return self.stated(node, f"[{alt}]") if alt else ""

    def inline_raw(self, node: nodes.Element) -> str:
        """Text that is meant for this format; nothing of what is meant for others."""
        return flowing(node.astext()) if is_for_text(node) else ""

    def inline_Invisible(self, node: nodes.Element) -> str:  # noqa: N802 (named after the class)
        """Nothing: entries of the index and other notes to the program."""
        del node
        return ""


def addressed(words: str, uri: str, direction: Direction = "ltr") -> str:
    """
    Words with the address that they lead to, if they do not say it themselves.

    In angle brackets (RFC 3986, appendix C): programs that turn addresses into links take a round one, and Chinese
    words that follow it, for a part of the address. Words that lack nothing but the scheme get it instead, since only
    with it an address is surely made a link; a mail address needs none.

    >>> addressed("the site", "https://example.org/a"), addressed("example.org/a", "https://example.org/a")
    ('the site <https://example.org/a>', 'https://example.org/a')
    """
    said, address = words.strip(), uri.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
    if not is_address(said, uri):
        # The marks are outside of the brackets, where no program takes them for a part of the address.
        bracketed = within(f"<{address}>", direction)
        return f"{words} {bracketed}" if said else bracketed
    return words if uri.startswith("mailto:") else words.replace(said, address)


def is_for_text(raw: nodes.Element) -> bool:
    """True where raw text is meant for plain text."""
    return "text" in str(raw.get("format", "")).split()


def is_address(words: str, uri: str) -> bool:
    """True where words say the address that they lead to, be it without its scheme or its last slash."""
    scheme, _, rest = uri.partition(":")
    return bool(words) and words.rstrip("/").removeprefix(f"{scheme}:").strip("/") == rest.strip("/")


def _shifted(text: str, table: dict[int, int]) -> str:
    return text.translate(table) if all(ord(char) in table for char in text) else text
