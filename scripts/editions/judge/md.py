"""Markdown as MyST reads it, confined: CommonMark, and no HTML nor syntax of MyST's beyond the source's."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from editions.judge import addresses
from editions.judge.refusal import Reason, Refused
from editions.judge.rst import TEXT_ROLES
from editions.judge.text import can_be_read, compare, refuse_characters, refuse_commands

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

_FREE = frozenset({
    "text", "softbreak", "hardbreak", "em_open", "em_close", "strong_open", "strong_close", "link_close",
})  # fmt: skip
# MyST's own inline syntax, on or off by extension: roles, attributes, substitutions, formulas, footnotes, addresses.
_MYST = re.compile(
    r"\{\{.*?\}\}|\{[^{}]*\}|\$+[^$]*\$+|\\[(\[].*?\\[)\]]|\[\^[^\]]*\]"
    r"|(?:https?|ftp|mailto)[:/]\S+|www\.\S+|\S+@\S+\.\S+"
)
# ... those that take for their own what is code for CommonMark, where it lies between two of them.
_REACHING = ("$", "{{", "[^", "\\(", "\\[")
_OPENINGS = ("{", "}", "$", "[^", "\\(", "\\[")
# What MyST may take for a block at the start of a line, beside what CommonMark itself does.
_BLOCK_START = re.compile(
    r":+(?:[^:]+:)?|\+\+\+|%|\(.*\)=|\$\$|\{(?![\w:+.-]+\}`)|---|```|~~~|!!!|\||\\begin\b|\[\^[^\]]*\]:"
)
_ROLE = re.compile(r"\{([A-Za-z][\w:.+-]*)\}\Z")  # directly before code
_TITLED = re.compile(r"(?s).+?\s*<(?P<target>[^<>]*)>\Z")  # as Sphinx reads `text <target>`
_OBJECT = "\ufffc"  # stands for what is no text; no translation may hold it
_TAG = re.compile(r"</?([A-Za-z][\w-]*)[^>]*>")
_UNPAIRED = frozenset({"br", "wbr", "img", "hr", "input"})
_BACKQUOTES = re.compile(r"`+")
# `[^` without a plain label behind it: MyST may look for the end of the label beyond other markup.
_ODD_NOTE = re.compile(r"\[\^(?![\w.:+-]+\])")
_NOTES = re.compile(r"\[\^[^\]]*\]?|`+")
_BY_LABEL = re.compile(r"\]\[[^\[\]]*\]")
# Sphinx has each translation parsed by itself, without the definitions of the document.
_UNKNOWN_LABEL = Reason(
    "a link by label ([text][label]) cannot be translated with Sphinx",
    "ask the authors to write the address beside it: [text](address)",
)
_ESCAPE = Reason("the text would not become a paragraph", "put a backslash before its first character")


def refuse(source: str, target: str) -> None:
    """
    Checks the markup of a translation against its source's.

    Raises:
        Refused: the translation would not become one paragraph with the same inline markup.
    """
    if _BY_LABEL.search(source) and target != source:
        raise Refused(_UNKNOWN_LABEL)
    start = _BLOCK_START.match(target.lstrip())
    if start and not source.lstrip().startswith(start[0]):
        raise Refused(Reason("the text starts with a sign that begins a block", "put a backslash before it"))
    before, after = _paragraph(source), _paragraph(target)
    compare(_signature(before), _signature(after))
    if source != target:
        _refuse_visible_markup(before, after)
    _refuse_signs(source, target)
    refuse_commands(source, target)
    refuse_characters(source, _words(after))
    addresses.refuse(source, f"{_words(after)} {' '.join(_shown_in_roles(after))}")
    addresses.refuse_in_code(source, " ".join(each.content for each in after if each.type == "code_inline"))
    if _wordless_links(after) > _wordless_links(before):
        raise Refused("a link has no words; nobody would see it")
    if _is_nested(before) and not _is_nested(after):
        raise Refused("an HTML tag is closed before it is opened, or not in the source's order")


def _refuse_signs(source: str, target: str) -> None:
    """
    Openings of MyST's own syntax, wherever they stand: some of it reaches into what is code for CommonMark.

    `{{ x ~ '`' }}`, with code in it for CommonMark, is a substitution for MyST; so none is more than the source has.
    """
    for sign in _OPENINGS:
        if target.count(sign) > source.count(sign):
            raise Refused(
                Reason(f"there are more “{sign}” than in the source", "write them as the source does")
            )
    if Counter(_BACKQUOTES.findall(target)) != Counter(_BACKQUOTES.findall(source)):
        raise Refused(Reason("its back-quotes (`) are not the source's", "write them as the source does"))
    if _ODD_NOTE.search(source) and _NOTES.findall(source) != _NOTES.findall(target):
        raise Refused(Reason("“[^” and “`” are not in the source's order", "write them as the source does"))


def _signature(tokens: Sequence[Token]) -> Counter[str]:
    """What the inline markup does beyond emphasis, in words, as a multiset."""
    words, roles = _apart(tokens)
    own = (f"“{found[0]}”{_behind(words, found.start())}" for found in _MYST.finditer(words))
    return Counter([*_describe(tokens), *roles, *own])


def _behind(words: str, place: int) -> str:
    """Says of MyST's own syntax that it stands directly behind markup, which attributes take hold of."""
    return " behind markup" if place and words[place - 1] in f"{_OBJECT}]" else ""


def _apart(tokens: Sequence[Token]) -> tuple[str, list[str]]:
    """The words outside of code, in which MyST's own syntax may stand; and what each piece of code is."""
    words, roles = "", []
    is_strict = any(sign in token.content for token in tokens for sign in _REACHING)
    for token in tokens:
        role = _ROLE.search(words) if token.type == "code_inline" else None
        if role:
            words = words[: role.start()]
            roles.append(_role(role[1].lower(), token.content))
        elif token.type == "code_inline":
            roles.append(f"`{token.content}`" if is_strict else "`…`")
        words += token.content if token.type == "text" else _OBJECT
    return words, roles


def _role(name: str, content: str) -> str:
    found = _TITLED.match(content)
    if name == "term" or (name in TEXT_ROLES and not found):
        return (
            f"{{{name}}}`…`"  # which entry of the glossary is meant is looked at by the rule glossary-terms
        )
    return f"{{{name}}}`{(found['target'] if found else content).lstrip('~')}`"


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["strikethrough", "table"])


def _paragraph(text: str) -> Sequence[Token]:
    """
    The inline tokens of the one paragraph that the text is.

    Raises:
        Refused: it is anything else.
    """
    tokens = _parser().parse(text)
    if [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"]:
        raise Refused(_ESCAPE)
    return tokens[1].children or []


def _describe(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in _FREE or token.type == "code_inline":
            continue
        match token.type:
            case "link_open":
                yield f"link to {token.attrs['href']}{_title(token)}"
            case "image":
                yield f"image {token.attrs['src']}{_title(token)}"
            case "html_inline":
                yield f"HTML {token.content}"
            case _:
                yield f"markup of kind {token.type}"


def _title(token: Token) -> str:
    return f" with the title {token.attrs['title']!r}" if "title" in token.attrs else ""


def _refuse_visible_markup(source: Sequence[Token], target: Sequence[Token]) -> None:
    """Asterisks, back-quotes and brackets of links that are shown as such: markup that did not become any."""
    before, after = _words(source), _words(target)
    if "`" in before and "{" in before:
        raise Refused(
            Reason("the source has a back-quote that closes nothing beside a role", "copy the source")
        )
    for sign in ("*", "`", "](", "\\"):
        if after.count(sign) > before.count(sign):
            raise Refused(
                f"“{sign}” would be shown: the markup around it is not complete, or touches a letter"
            )


def _words(tokens: Sequence[Token]) -> str:
    """The words of the text itself; emphasis does not part them, code and images do."""
    within = ("link", "em_", "strong", "s_")
    return "".join(
        token.content if token.type == "text" else "" if token.type.startswith(within) else " "
        for token in tokens
    )


def _shown_in_roles(tokens: Sequence[Token]) -> Iterator[str]:
    """What roles show of their content: `text` of `text <target>`, else all of it."""
    for first, second in pairwise(tokens):
        if second.type == "code_inline" and first.type == "text" and _ROLE.search(first.content):
            yield second.content


def _wordless_links(tokens: Sequence[Token]) -> int:
    """How many links have nothing between their brackets that could be read."""
    wordless, words = 0, ""
    for token in tokens:
        if token.type == "link_open":
            words = ""
        elif token.type == "link_close":
            wordless += not can_be_read(words)
        else:
            words += token.content
    return wordless


def _is_nested(tokens: Sequence[Token]) -> bool:
    """True where every HTML tag of the text is closed, the last one first, and none crosses other markup."""
    waiting: list[str] = []
    for token in tokens:
        name, opens = _tag(token)
        if opens:
            waiting.append(name)
        elif name and (not waiting or waiting.pop() != name):
            return False
    return not waiting


def _tag(token: Token) -> tuple[str, bool]:
    """The name of the element that a token opens or closes, and whether it opens it; no name for all others."""
    if token.type.endswith(("_open", "_close")):
        return token.tag, token.type.endswith("_open")
    found = _TAG.fullmatch(token.content) if token.type == "html_inline" else None
    if not found or found[1].lower() in _UNPAIRED or token.content.endswith("/>"):
        return "", False
    return found[1].lower(), not token.content.startswith("</")
