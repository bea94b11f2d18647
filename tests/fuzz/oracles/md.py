"""What MyST makes of a text, as it comes and with all its extensions on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from editions.judge.rst import TEXT_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

EVERY = frozenset({
    "amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist", "smartquotes",
    "replacements", "strikethrough", "substitution", "tasklist", "gfm_autolink", "section_ref", "alert",
})  # fmt: skip
SETTINGS: dict[str, frozenset[str]] = {"MyST": frozenset(), "MyST with extensions": EVERY}
PARAGRAPH = ("paragraph_open", "inline", "paragraph_close")
PLAIN = frozenset({
    "text", "text_special", "softbreak", "hardbreak", "em_open", "em_close", "strong_open", "strong_close",
    "link_close", "code_inline",
})  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """A text's blocks; all of its markup but emphasis, each with what it says; bare addresses that become links."""

    blocks: tuple[str, ...]
    markup: Counter[str]
    addresses: frozenset[str]


def read(text: str, how: str) -> Reading:
    """How MyST reads a text, by the name of its settings."""
    tokens = _parser(how).parse(text)
    inline = [child for token in tokens for child in token.children or ()]
    bare = [said.content for token, said in pairwise(inline) if _is_bare(token, how)]
    markup = Counter(_markup([token for token in inline if not _is_bare(token, how)]))
    return Reading(tuple(token.type for token in tokens), markup, frozenset(bare))


def _is_bare(token: Token, how: str) -> bool:
    return token.type == "link_open" and token.markup in ("autolink", "linkify") and bool(SETTINGS[how])


@cache
def _parser(how: str) -> MarkdownIt:
    extensions = set(SETTINGS[how])
    return create_md_parser(MdParserConfig(enable_extensions=extensions), RendererHTML)


def _markup(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        attributes = dict(token.attrs)
        if token.type in PLAIN and not attributes:
            continue
        free = token.type in PLAIN or token.type == "image" or token.meta.get("name") in TEXT_ROLES
        says = "" if free else token.content
        yield f"{token.type} {says!r} {token.meta or ''} {attributes or ''}"
