"""
Inline markup on its way through a translation engine: protect() turns it into numbered tags, restore() back.

    `the page <https://x.org>`_ of *today*  ->  [1]the page[/1] of [2]today[/2]  ->  and back again

What cannot be carried over safely is refused with MarkupLostError: a paragraph left empty is better than a broken
one. Whoever restores a text asks `editions.judge` about it before storing it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from editions.markup import wire
from editions.markup.problem import MarkupLostError
from editions.markup.scan import Markup, block_start, is_quoted, may_follow, may_precede, scan

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["MarkupLostError", "Segment", "Tag", "protect", "restore"]

Syntax = Literal["rst", "md"]

_ENDS_ADDRESS = re.compile(
    r"\s|\Z|[.,;:!?)\]}»”’\"'。，；：！？）」』】](?:\s|\Z)|[。，；：！？）」』】“「『（]"
)
_SEPARATOR = "\\ "
_LITERAL_FOLLOWS = re.compile(r"\s*(?<!\\)::\Z")
# Signs that CommonMark, MyST or its extensions may read as markup, wherever they stand.
_MARKDOWN = re.compile(
    r"[\\`*_\[\]<>{}|~$^#]|&#?\w+;|!\[|[a-z]+://|www\.|\S@\S|\A\s*(?:[-+=:%]|\d+[.)](?:\s|\Z)|\(.*\)=)|[ ]{2}\Z"
)
# A sign of reStructuredText between spaces is none; `_` is one only at the end of a word.
_SPECIAL = re.compile(r"\\|(?<!\s)[*`|]|[*`|](?!\s)|_(?![^\W_])")
# Engines break lines and double spaces; a paragraph is one line. No-break spaces stay as they are.
_SPACES = re.compile(r"[ \t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
# Two letters, or one of a script that writes words with one; `a + b` is no text.
_WORD = re.compile(r"[^\W\d_]{2}|[^\W\d_a-zA-Z]")


@dataclass(frozen=True)
class Tag:
    """A numbered tag and the markup it stands for."""

    number: int
    markup: Markup

    @property
    def is_pair(self) -> bool:
        """True where the tag encloses text to be translated."""
        return self.markup.text is not None


@dataclass(frozen=True)
class Segment:
    """
    A paragraph for an engine: `text` in the wire form `form`, its markup replaced by `tags`.

    `plain` is its text without tags; `head` and `tail` are what stood around it and is put back unchanged.
    """

    text: str
    plain: str
    tags: tuple[Tag, ...] = ()
    form: wire.Form = "xml"
    syntax: Syntax = "rst"
    head: str = ""
    tail: str = ""

    @property
    def has_words(self) -> bool:
        """True where there is anything to translate."""
        return _WORD.search(self.plain) is not None


def protect(source: str, syntax: Syntax = "rst", *, form: wire.Form = "xml") -> Segment:
    """
    The segment of a paragraph, in the wire form that the engine can take.

    Raises:
        MarkupLostError: it holds what cannot be protected (markup that does not close, lines, Markdown's markup).
    """
    body = source.strip()
    head, tail = source[: len(source) - len(source.lstrip())], source[len(source.rstrip()) :]
    if "\n" in body or "\x00" in body:
        raise MarkupLostError("it has several lines, like program code")
    if syntax == "md":
        if _MARKDOWN.search(body):
            raise MarkupLostError("markup of Markdown cannot be carried through an engine yet")
        return Segment(wire.text(body, form), body, form=form, syntax="md", head=head, tail=tail)
    literal = _LITERAL_FOLLOWS.search(body)
    if literal:
        tail = literal[0] + tail
        body = body[: literal.start()] + (":" if literal[0].startswith(":") else "")
    return _segment(list(scan(body)), form, head, tail)


def restore(segment: Segment, answer: str) -> str:
    """
    The engine's answer as a paragraph with the markup of its source again.

    Raises:
        MarkupLostError: a tag is lost, doubled, empty, made up or within another one; or the answer is empty.
    """
    text = _SPACES.sub(" ", answer).strip()
    if not text:
        raise MarkupLostError("the engine's answer is empty")
    if "\x00" in text:
        raise MarkupLostError("the engine's answer holds control characters")
    if segment.has_words and not any(sign.isalnum() for sign in text):
        raise MarkupLostError("the engine's answer has no words")
    if segment.syntax == "md":
        return segment.head + _restored_markdown(segment, text) + segment.tail
    pieces = [piece for piece in _pieces(segment, text) if piece]
    while isinstance(pieces[0], str) and not pieces[0].strip():
        del pieces[0]
    whole = _with_tail(_joined(pieces).rstrip(), segment)
    return segment.head + _as_paragraph(whole, "\\" if isinstance(pieces[0], str) else _SEPARATOR)


def _segment(pieces: Sequence[str | Markup], form: wire.Form, head: str, tail: str) -> Segment:
    plain = "".join(piece if isinstance(piece, str) else piece.text or " " for piece in pieces)
    number = wire.first_number(plain) if form == "text" else 1
    tags, parts = [], []
    for piece in pieces:
        if isinstance(piece, str):
            parts.append(wire.text(piece, form))
            continue
        inner = piece.text
        parts.append(wire.alone(number, form) if inner is None else wire.pair(number, inner, form))
        tags.append(Tag(number, piece))
        number += 1
    return Segment("".join(parts), plain, tuple(tags), form, "rst", head, tail)


def _restored_markdown(segment: Segment, text: str) -> str:
    plain = "".join(str(piece) for piece in wire.parse(text, segment.form, frozenset(), frozenset()))
    if _MARKDOWN.search(plain):
        raise MarkupLostError("the engine's answer holds markup that its source has not")
    return plain


def _pieces(segment: Segment, text: str) -> Iterator[str | Markup]:
    """The answer's plain text and markup, every tag of the segment exactly once."""
    tags = {tag.number: tag for tag in segment.tags}
    missing = dict(tags)
    paired = frozenset(tag.number for tag in segment.tags if tag.is_pair)
    marks = wire.parse(text, segment.form, paired, frozenset(tags) - paired)
    for piece in marks:
        if isinstance(piece, str):
            yield piece
        elif piece.kind == "close":
            raise MarkupLostError("a closing tag has no opening one")
        else:
            tag = _take(missing, tags, piece)
            yield from _filled(tag, marks) if tag.is_pair else [tag.markup]
    if missing:
        raise MarkupLostError(
            "the engine lost " + ", ".join(tag.markup.before.strip() for tag in missing.values())
        )


def _take(missing: dict[int, Tag], tags: Mapping[int, Tag], mark: wire.Mark) -> Tag:
    number = mark.number if mark.number is not None else -1
    if number not in missing:
        raise MarkupLostError(f"the engine doubled {tags[number].markup.before.strip()}")
    return missing.pop(number)


def _filled(tag: Tag, marks: Iterator[str | wire.Mark]) -> Iterator[str | Markup]:
    """The pair with its translated text; space just inside it moves outside."""
    inner = ""
    for piece in marks:
        if isinstance(piece, str):
            inner += piece
        elif piece.kind == "close" and piece.number in (None, tag.number):
            break
        else:
            raise MarkupLostError("the engine put one tag into another")
    else:
        raise MarkupLostError(f"{tag.markup.before.strip()} is not closed")
    text = inner.strip()
    if not text:
        raise MarkupLostError(f"the engine emptied {tag.markup.before.strip()}")
    yield inner[: len(inner) - len(inner.lstrip())]
    yield Markup(tag.markup.before, text, tag.markup.after, tag.markup.escape)
    yield inner[len(inner.rstrip()) :]


def _joined(pieces: Sequence[str | Markup]) -> str:
    r"""The pieces as one text, with `\ ` where docutils would miss markup."""
    written = ""
    after_markup = False
    for piece in pieces:
        if isinstance(piece, Markup):
            if written and (after_markup or not may_precede(written) or is_quoted(written, piece.first)):
                written += _SEPARATOR
            written += _markup(piece)
        else:
            mended = piece.lstrip(" ") if not written or written.endswith(" ") else piece
            text = _SPECIAL.sub(r"\\\g<0>", mended)
            written += (_SEPARATOR if after_markup and not _ends_before(written, text) else "") + text
        after_markup = isinstance(piece, Markup)
    return written


def _ends_before(written: str, text: str) -> bool:
    """True where the markup at the end of what is written ends there; an address goes on with most signs."""
    if written.endswith(("`", "_", "*", "|", "]")):
        return may_follow(text)
    return _ENDS_ADDRESS.match(text) is not None


def _as_paragraph(text: str, sign: str) -> str:
    """The text, with this sign where docutils would see a list, a field, a command or the like."""
    at = block_start(text)
    return text if at is None else text[:at] + sign + text[at:]


def _markup(markup: Markup) -> str:
    if markup.text is None:
        return markup.before
    escaped = re.sub(f"[\\\\{markup.escape}]", r"\\\g<0>", markup.text)
    return markup.before + escaped + markup.after


def _with_tail(text: str, segment: Segment) -> str:
    """The paragraph and its end; `::` announces a literal block where the source has it, and only there."""
    tail = segment.tail
    if "::" not in tail:
        escaped = r"\\::" if segment.plain.endswith("::") else r":\\:"
        return re.sub(r"(?<!\\)::\Z", escaped, text) + tail
    if not tail.startswith(":"):
        return text + tail
    if text.endswith(":"):
        return text + tail[1:]
    return text + " " + tail
