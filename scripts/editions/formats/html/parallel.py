"""
The view of a page with its original beside it, paragraph by paragraph.

Both pages come from the same tree, so their blocks follow each other in the same order; where a block is in one of them
only, its neighbour is empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from editions.formats.html.voice import Voice, attributes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from editions.formats.html.setting import Setting

SUFFIX = ".parallel.html"
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# Elements whose text is compared as a whole, where none of them is within.
BLOCKS = HEADINGS | {"p", "li", "dt", "dd", "th", "td", "caption", "figcaption", "pre"}
_ARTICLE = re.compile(r"<article>(.*)</article>", re.DOTALL)  # of our theme, which has one
_TITLE = re.compile(r"</title>")
# What tells of a unit stays with the translation, and so does its language where it is shown in the original's.
_KEPT = ("id", "class", "lang", "dir", "data-unit", "data-state", "data-shown")


@dataclass(frozen=True)
class Block:
    """A block of a page: its element, what is in it, its attributes, and the anchors of what began with it."""

    tag: str
    inner: str
    kept: tuple[tuple[str, str], ...]
    anchors: tuple[str, ...] = ()

    @property
    def shape(self) -> str:
        """What blocks are aligned by: the element and the anchor, both the same in all languages."""
        return f"{self.tag} {dict(self.kept).get('id', '')}"


def parallel_page(name: str) -> str:
    """The name of the view that shows a page beside its original: `a.parallel.html`."""
    return name.removesuffix(".html") + SUFFIX


def main_page(name: str) -> str:
    """The page itself, also for a view of it."""
    return name.removesuffix(SUFFIX) + ".html" if name.endswith(SUFFIX) else name


def parallel(page: str, original: str, setting: Setting) -> str | None:
    """
    The page with its original beside it, as Sphinx would have written it; None for a page that is not in our theme.

    Args:
        page: the translated page as Sphinx wrote it.
        original: the same page of the source edition.
        setting: the edition of the translated page.
    """
    own, other = _ARTICLE.search(page), _ARTICLE.search(original)
    if own is None or other is None:
        return None
    rows = "\n".join(_row(left, right, setting) for left, right in _aligned(other[1], own[1]))
    voice = Voice.on_page(setting.language)
    title = f" · {voice.say('Original and translation side by side')}</title>"
    body = (
        f'<article class="editions-parallel">\n<!--editions:status-->\n{_heads(setting)}\n{rows}\n</article>'
    )
    return _TITLE.sub(lambda _: title, page[: own.start()], count=1) + body + page[own.end() :]


def _heads(setting: Setting) -> str:
    """The names of the two languages, for eyes; each cell says its own to programs."""
    source, own = setting.source_language, setting.language
    return (
        f'<div class="editions-pair" aria-hidden="true"><p{attributes(source)}>{escape(source.endonym)}</p>'
        f"<p{attributes(own)}>{escape(own.endonym)}</p></div>"
    )


def _aligned(original: str, translation: str) -> Iterator[tuple[Block | None, Block | None]]:
    left, right = list(_blocks(original)), list(_blocks(translation))
    shapes = [each.shape for each in left], [each.shape for each in right]
    for _, i, j, k, m in SequenceMatcher(None, *shapes, autojunk=False).get_opcodes():
        size = max(j - i, m - k)
        olds = [*left[i:j], *[None] * (size - (j - i))]
        news = [*right[k:m], *[None] * (size - (m - k))]
        yield from zip(olds, news, strict=True)


def _blocks(article: str) -> Iterator[Block]:
    """The innermost blocks of an article, without the folded earlier translations of a working edition."""
    root = LexborHTMLParser(f"<main>{article}</main>").css_first("main")
    anchors: list[str] = []
    for node in root.traverse() if root else ():
        if node.tag in BLOCKS and _is_innermost(node) and not _is_folded(node):
            kept = tuple((key, node.attributes[key] or "") for key in _KEPT if key in node.attributes)
            yield Block(node.tag, _inner(node), kept, tuple(anchors))
            anchors = []
        elif node.attributes.get("id") and not _is_folded(node) and not _is_in_block(node):
            anchors.append(node.attributes["id"] or "")


def _is_innermost(node: LexborNode) -> bool:
    return not any(child.tag in BLOCKS for child in node.traverse() if child != node)


def _is_folded(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag == "details":
            return True
        parent = parent.parent
    return False


def _is_in_block(node: LexborNode) -> bool:
    """True for what comes with a block's own text."""
    parent = node.parent
    while parent is not None:
        if parent.tag in BLOCKS and _is_innermost(parent):
            return True
        parent = parent.parent
    return False


def _inner(node: LexborNode) -> str:
    return "".join(child.html or "" for child in node.iter(include_text=True))


def _row(left: Block | None, right: Block | None, setting: Setting) -> str:
    source = attributes(setting.source_language)
    return (
        f'<div class="editions-pair">\n<div{source}>{_original(left)}</div>\n<div>{_own(right)}</div>\n</div>'
    )


def _original(block: Block | None) -> str:
    """
    A block of the original: without anchors, which are those of the page, and without marks of its own.

    Its headings only look like some: the page is the translation's, and each of its sections has one title.
    """
    if block is None:
        return ""
    inner = re.sub(r'\s(?:id|data-[a-z]+)="[^"]*"', "", block.inner)
    kind = f"editions-beside-{block.tag}" if block.tag in HEADINGS else dict(block.kept).get("class", "")
    tag = "p" if block.tag in HEADINGS else block.tag
    return _element(Block(tag, inner, (("class", kind),) if kind else ()))


def _own(block: Block | None) -> str:
    """A block of the translation, after the anchors of the sections, notes and lists that begin with it."""
    if block is None:
        return ""
    return "".join(f'<span id="{escape(each)}"></span>' for each in block.anchors) + _element(block)


def _element(block: Block) -> str:
    """A block on its own: a paragraph where its element needs others around it."""
    tag = block.tag if block.tag in HEADINGS | {"p", "pre"} else "p"
    values = "".join(f' {key}="{escape(value)}"' for key, value in block.kept)
    return f"<{tag}{values}>{block.inner}</{tag}>"
