"""
Pieces of Typst markup. Text of documents enters it here and nowhere else, always as a string literal.

A piece is either inline (`#"…";`, no white space around it) or a block (blank lines around it, which part paragraphs).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Control characters have no shape and no meaning in a text; line feed and tab are kept for code.
_CONTROLS = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t\x85"}
_ESCAPES = _CONTROLS | {
    ord("\\"): "\\\\",
    ord('"'): '\\"',
    ord("\n"): "\\n",
    ord("\t"): "\\t",
    0x85: "\\u{85}",
    0x2028: "\\u{2028}",
    0x2029: "\\u{2029}",
}
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPED = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
_SIGNS = {"n": "\n", "t": "\t"}
_SURROGATE = re.compile("[\ud800-\udfff]")


def literal(text: str) -> str:
    r"""
    A Typst string literal that stands for exactly this text, less control characters.

    In a literal only the backslash and the double quote have a meaning (Typst reference, "String"), so nothing can
    leave it.

    >>> print(literal('a "b" #c \\ [d]'))
    "a \"b\" #c \\ [d]"
    """
    whole = _SURROGATE.sub("\ufffd", text)
    return f'"{whole.translate(_ESCAPES)}"'


def literals(source: str) -> Iterator[str]:
    r"""
    The texts of all string literals in a piece of Typst markup of ours, in their order.

    >>> list(literals(call("link", literal('a"b'), body=inline("\\ c"))))
    ['a"b', '\\ c']
    """
    for match in _LITERAL.finditer(source):
        yield _ESCAPED.sub(_unescaped, match[1])


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else _SIGNS.get(found[2], found[2])


def inline(text: str) -> str:
    """The text as an inline piece; nothing for an empty text."""
    return f"#{literal(text)};" if text else ""


def block(piece: str) -> str:
    """The piece as a paragraph or block of its own; nothing for an empty piece."""
    return f"\n\n{piece}\n\n" if piece else ""


def content(piece: str) -> str:
    """The piece as a content block, an argument of a function."""
    return f"[{piece.strip()}]"


def call(function: str, *arguments: str, body: str | None = None) -> str:
    """A call of a function of the template, as an inline piece; `body` becomes the content after the brackets."""
    brackets = f"({', '.join(arguments)})" if arguments or body is None else ""
    return f"#{function}{brackets}{content(body) if body is not None else ''};"


def array(items: Iterable[str]) -> str:
    """A Typst array; the comma after its last item makes it one even for a single item."""
    return f"({''.join(f'{item}, ' for item in items)})" if items else "()"


def boolean(*, value: bool) -> str:
    """A Typst boolean."""
    return "true" if value else "false"
