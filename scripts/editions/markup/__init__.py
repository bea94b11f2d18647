"""
Inline markup on its way through a translation engine: protect() turns it into numbered tags, restore() back.

    `the page <https://x.org>`_ of *today*  ->  [1]the page[/1] of [2]today[/2]  ->  and back again

What cannot be carried over safely is refused with MarkupLostError: a paragraph left empty is better than a broken
one. Whoever restores a text asks `editions.judge` about it before storing it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from editions.markup import wire
from editions.markup.problem import MarkupLostError
from editions.markup.scan import Markup, block_start, is_quoted, may_follow, may_precede, scan
from editions.sentences import sentence_ends

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    _Piece: TypeAlias = "str | Markup | Hidden | _Around"

__all__ = ["Hidden", "MarkupLostError", "Segment", "Tag", "protect", "protect_sentences", "restore"]

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
class Hidden:
    """Words of the source that the engine does not get to see, and the words that come in their place."""

    source: str
    target: str


@dataclass(frozen=True)
class Tag:
    """A numbered tag and what it stands for: markup, or words that are hidden from the engine."""

    number: int
    stands_for: Markup | Hidden

    @property
    def is_pair(self) -> bool:
        """True where the tag encloses text to be translated."""
        return isinstance(self.stands_for, Markup) and self.stands_for.text is not None

    @property
    def restored(self) -> str | Markup:
        """What is put in its place, where it encloses nothing."""
        return self.stands_for.target if isinstance(self.stands_for, Hidden) else self.stands_for

    def __str__(self) -> str:
        """How messages name it."""
        of_source = self.stands_for.source if isinstance(self.stands_for, Hidden) else self.stands_for.before
        return of_source.strip()


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


def protect(
    source: str, syntax: Syntax = "rst", *, form: wire.Form = "xml", hidden: Sequence[Hidden] = ()
) -> Segment:
    """
    The segment of a paragraph, in the wire form that the engine can take; of `hidden` words it has tags only.

    Raises:
        MarkupLostError: it holds what cannot be protected (markup that does not close, lines, Markdown's markup).
    """
    head, pieces, tail = _apart(source, syntax)
    return _segment(_hide(pieces, hidden), form, syntax, head, tail)


def protect_sentences(
    source: str, syntax: Syntax = "rst", *, form: wire.Form = "xml", hidden: Sequence[Hidden] = ()
) -> list[Segment]:
    """
    The segments of a paragraph's sentences, which are cut outside of markup; restored and joined, the paragraph.

    Raises:
        MarkupLostError: as `protect`.
    """
    head, pieces, tail = _apart(source, syntax)
    parts = list(_cut(_hide(pieces, hidden)))
    last = len(parts) - 1
    return [
        _segment(part, form, syntax, "" if number else head, tail if number == last else space)
        for number, (part, space) in enumerate(parts)
    ]


def _apart(source: str, syntax: Syntax) -> tuple[str, list[str | Markup], str]:
    """What stands before a paragraph, its pieces, and what stands behind it."""
    body = source.strip()
    head, tail = source[: len(source) - len(source.lstrip())], source[len(source.rstrip()) :]
    if "\n" in body or "\x00" in body:
        raise MarkupLostError("it has several lines, like program code")
    if syntax == "md":
        if _MARKDOWN.search(body):
            raise MarkupLostError("markup of Markdown cannot be carried through an engine yet")
        return head, [body], tail
    literal = _LITERAL_FOLLOWS.search(body)
    if literal:
        tail = literal[0] + tail
        body = body[: literal.start()] + (":" if literal[0].startswith(":") else "")
    return head, list(scan(body)), tail


def _hide(pieces: Sequence[str | Markup], hidden: Sequence[Hidden]) -> Iterator[_Piece]:
    """The pieces with hidden words apart; the longest of several that begin at a place."""
    by_words = {each.source: each for each in sorted(hidden, key=lambda each: -len(each.source))}
    pattern = (
        re.compile("|".join(rf"(?<!\w){re.escape(words)}(?!\w)" for words in by_words)) if by_words else None
    )
    for piece in pieces:
        if pattern is None or (isinstance(piece, Markup) and piece.text is None):
            yield piece
        elif isinstance(piece, str):
            yield from _hidden_in(piece, pattern, by_words)
        elif piece.text in by_words:
            yield Markup(piece.before + _inner(by_words[piece.text].target, piece) + piece.after)
        else:
            inner = tuple(_hidden_in(str(piece.text), pattern, by_words))
            yield _Around(piece, inner) if any(isinstance(each, Hidden) for each in inner) else piece


@dataclass(frozen=True)
class _Around:
    """Markup with hidden words in its text."""

    markup: Markup
    inner: tuple[str | Hidden, ...]


def _hidden_in(text: str, pattern: re.Pattern[str], by_words: Mapping[str, Hidden]) -> Iterator[str | Hidden]:
    position = 0
    for match in pattern.finditer(text):
        yield text[position : match.start()]
        yield by_words[match[0]]
        position = match.end()
    yield text[position:]


def _cut(pieces: Iterable[_Piece]) -> Iterator[tuple[list[_Piece], str]]:
    """The pieces of each sentence, and the white space behind it."""
    sentence: list[_Piece] = []
    for piece in pieces:
        if not isinstance(piece, str):
            sentence.append(piece)
            continue
        start = 0
        for end in sentence_ends(piece):
            text = piece[start:end]
            yield [*sentence, text.rstrip()], text[len(text.rstrip()) :]
            sentence, start = [], end
        sentence.append(piece[start:])
    if any(piece for piece in sentence):
        yield sentence, ""


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


def _segment(pieces: Iterable[_Piece], form: wire.Form, syntax: Syntax, head: str, tail: str) -> Segment:
    pieces = list(pieces)
    plain = "".join(map(_seen, pieces))
    tags: list[Tag] = []
    start = wire.first_number(plain) if form == "text" else 1
    text = "".join([_sent(piece, form, tags, start) for piece in pieces])
    return Segment(text, plain, tuple(tags), form, syntax, head, tail)


def _sent(piece: _Piece, form: wire.Form, tags: list[Tag], start: int) -> str:
    """A piece in the wire form; what it needs of tags is added to them, numbered from `start`."""
    if isinstance(piece, str):
        return wire.text(piece, form)
    number = start + len(tags)
    tags.append(Tag(number, piece.markup if isinstance(piece, _Around) else piece))
    if isinstance(piece, _Around):
        return wire.enclosed(number, "".join([_sent(each, form, tags, start) for each in piece.inner]), form)
    inner = piece.text if isinstance(piece, Markup) else None
    return wire.alone(number, form) if inner is None else wire.pair(number, inner, form)


def _seen(piece: _Piece) -> str:
    """What the engine sees of a piece, but its tags."""
    if isinstance(piece, _Around):
        return "".join(map(_seen, piece.inner))
    return piece if isinstance(piece, str) else (piece.text or " ") if isinstance(piece, Markup) else " "


def _restored_markdown(segment: Segment, text: str) -> str:
    pieces = list(_pieces(segment, text))
    if any(_MARKDOWN.search(piece) for piece in pieces if isinstance(piece, str)):
        raise MarkupLostError("the engine's answer holds markup that its source has not")
    return "".join(map(str, pieces))


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
            yield from _filled(tag, marks, missing) if tag.is_pair else [tag.restored]
    if missing:
        raise MarkupLostError("the engine lost " + ", ".join(map(str, missing.values())))


def _take(missing: dict[int, Tag], tags: Mapping[int, Tag], mark: wire.Mark) -> Tag:
    number = mark.number if mark.number is not None else -1
    if number not in missing:
        raise MarkupLostError(f"the engine doubled {tags[number]}")
    return missing.pop(number)


def _filled(tag: Tag, marks: Iterator[str | wire.Mark], missing: dict[int, Tag]) -> Iterator[str | Markup]:
    """The pair with its translated text, hidden words in it; space just inside it moves outside."""
    inner = ""
    for piece in marks:
        if isinstance(piece, str):
            inner += piece
        elif piece.kind == "alone" and isinstance(_stands_for(piece, missing), Hidden):
            inner += str(missing.pop(piece.number or 0).restored)
        elif piece.kind == "close" and piece.number in (None, tag.number):
            break
        else:
            raise MarkupLostError("the engine put one tag into another")
    else:
        raise MarkupLostError(f"{tag} is not closed")
    text = inner.strip()
    if not text:
        raise MarkupLostError(f"the engine emptied {tag}")
    yield inner[: len(inner) - len(inner.lstrip())]
    if isinstance(tag.stands_for, Markup):
        yield replace(tag.stands_for, text=text)
    yield inner[len(inner.rstrip()) :]


def _stands_for(mark: wire.Mark, missing: Mapping[int, Tag]) -> Markup | Hidden | None:
    tag = missing.get(mark.number or 0)
    return tag.stands_for if tag else None


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
    return markup.before + _inner(markup.text, markup) + markup.after


def _inner(text: str, markup: Markup) -> str:
    """A text as it must be written within this markup."""
    return re.sub(f"[\\\\{markup.escape}]", r"\\\g<0>", text)


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
