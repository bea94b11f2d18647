"""Where inline markup stands in a paragraph: docutils' own recognition, with positions, nothing is run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser, states
from docutils.utils import escape2null, new_document, punctuation_chars, unescape, urischemes

from editions.markup.problem import MarkupLostError

if TYPE_CHECKING:
    from collections.abc import Iterator

# Roles of Sphinx and docutils whose text is prose. That of other roles is a target or a literal, and stays.
_TEXT_ROLES = frozenset({
    "dfn", "emphasis", "guilabel", "strong", "sub", "subscript", "sup", "superscript", "t", "title",
    "title-reference",
})  # fmt: skip
# Roles that take `text <target>`; every role of a domain (`py:func`) does too.
_TITLED_ROLES = frozenset({
    "any", "doc", "download", "eq", "envvar", "keyword", "numref", "option", "pep", "ref", "rfc", "term",
    "token",
})  # fmt: skip
_INTERPRETED = re.compile(r"(?s)(?P<before>(?::[^`]+:)?`)(?P<text>.*)(?P<after>`(?::[^`]+:|__?)?)")
# A backslash before a letter escapes nothing: it begins a command of a formula, which is no prose.
_COMMAND = re.compile(r"\x00[A-Za-z]")
_TITLE = re.compile(r"(?s)(?P<text>(?:[^<\x00]|\x00.)*?(?<=\S))(?P<target>\s*<[^<>]+>)")


@dataclass(frozen=True)
class Markup:
    """
    One construct of inline markup: `before` + text + `after` as they stand in the source.

    `text` is what a reader sees of it, to be translated; None where nothing is (then `before` is all of it).
    `escape` holds the signs that need a backslash within its text.
    """

    before: str
    text: str | None = None
    after: str = ""
    escape: str = ""

    @property
    def first(self) -> str:
        """The character after its opening sign, for docutils' rule of quoted start-strings; may be empty."""
        if self.text is not None:
            return "" if self.before.startswith(":") else self.text[:1]
        match = re.match(r"(\*\*|\*|``|`|_`|\|)(.)", self.before, re.DOTALL)
        return match[2] if match else ""


def scan(source: str) -> Iterator[str | Markup]:
    """
    The paragraph's pieces in order: plain text without its backslashes, and markup.

    The rules are those of the docutils in use ("Inline markup recognition rules" of its specification).

    Raises:
        MarkupLostError: docutils itself finds markup in it that does not close, or it looks like a formula.
    """
    whole, start = escape2null(source), 0
    for found in _constructs(whole):
        yield from _plain(whole[start : found.start])
        yield _markup(found)
        start = found.end
    yield from _plain(whole[start:])


def may_precede(text: str) -> bool:
    """True where markup may start right after this text."""
    return not text or _follows(f"(?:\\s|[{punctuation_chars.openers}{punctuation_chars.delimiters}])$", text)


def may_follow(text: str) -> bool:
    """True where markup may end right before this text."""
    closing = punctuation_chars.closing_delimiters + punctuation_chars.delimiters + punctuation_chars.closers
    return not text or _follows(f"^(?:\\s|[{closing}])", text)


def is_quoted(before: str, first: str) -> bool:
    """True where docutils takes a start-string between these two characters for quoted: `"*"`, `(*)`."""
    return bool(before and first) and punctuation_chars.match_chars(before[-1], first)


def block_start(text: str) -> int | None:
    """Where a backslash keeps docutils from reading this line as a list, field, command …; None: nowhere."""
    line = text.rstrip()
    for name in states.Body.initial_transitions:
        match = re.match(states.Body.patterns[str(name)], line)
        if match and name != "text":
            return len(match[0].rstrip()) - 1 if name == "enumerator" else 0
    return None


@dataclass(frozen=True)
class _Found:
    node: nodes.Element
    raw: str
    start: int
    end: int


@cache
def _inliner() -> states.Inliner:
    """Docutils' inline parser, roles and links noted, never run (no subclass: it reads its class's vars)."""
    settings = get_default_settings(Parser)
    vars(settings).update(report_level=5, halt_level=6, warning_stream=False)
    inliner = states.Inliner()
    inliner.init_customizations(settings)
    inliner.document = inliner.parent = new_document("<unit>", settings)
    inliner.reporter = inliner.document.reporter
    vars(inliner).update(interpreted=_note_role, phrase_ref=_note_reference)
    return inliner


def _note_role(rawsource: str, text: str, role: str, lineno: int) -> Any:
    del lineno
    return [nodes.inline(rawsource, text, role=role or "")], []


def _note_reference(before: str, after: str, rawsource: str, escaped: str) -> Any:
    link = _inliner().patterns.embedded_link.search(escaped)
    return before, [nodes.reference(rawsource, escaped, split=link.start(0) if link else 0)], after, []


def _constructs(whole: str) -> Iterator[_Found]:
    """The explicit markup of a text whose backslashes are NUL, in order."""
    inliner, remaining = _inliner(), whole
    while match := inliner.patterns.initial.search(remaining):
        offset = len(whole) - len(remaining)
        signs = match.groupdict()
        method: Any = inliner.dispatch[
            signs["start"] or signs["backquote"] or signs["refend"] or signs["fnend"]
        ]
        before, inlines, remaining, messages = method(inliner, match, 1)
        if messages:
            raise MarkupLostError("the source has markup that does not close")
        if inlines:
            start, end = offset + len(before), len(whole) - len(remaining)
            yield _Found(inlines[0], whole[start:end], start, end)


def _plain(text: str) -> Iterator[str | Markup]:
    """A stretch without explicit markup: addresses that docutils makes links of, and the text between."""
    if _COMMAND.search(text):
        raise MarkupLostError("it holds a command with a backslash, like a formula")
    match = _inliner().patterns.uri.search(text)
    if match and (not match["scheme"] or match["scheme"].lower() in urischemes.schemes):
        yield from _plain(text[: match.start()])
        yield Markup(unescape(match[0], restore_backslashes=True))
        yield from _plain(text[match.end() :])
    elif text:
        yield unescape(text)


def _markup(found: _Found) -> Markup:
    match found.node:
        case nodes.emphasis():
            return _pair("*", found.raw[1:-1], "*", "*")
        case nodes.strong():
            return _pair("**", found.raw[2:-2], "**", "*")
        case nodes.inline():
            return _role(found.node["role"].lower(), found.raw)
        case nodes.reference() if found.node.get("split"):
            text, at = found.raw[1:], found.node["split"]
            return _pair("`", text[:at], text[at:], "`<>")
        case _:
            return Markup(unescape(found.raw, restore_backslashes=True))


def _role(role: str, raw: str) -> Markup:
    match = _INTERPRETED.fullmatch(raw)
    if match and (role in _TITLED_ROLES or ":" in role) and (title := _TITLE.fullmatch(match["text"])):
        return _pair(match["before"], title["text"], title["target"] + match["after"], "`<>")
    if match and role in _TEXT_ROLES and "<" not in match["text"]:
        return _pair(match["before"], match["text"], match["after"], "`<>")
    return Markup(unescape(raw, restore_backslashes=True))


def _pair(before: str, text: str, after: str, escape: str) -> Markup:
    after = unescape(after, restore_backslashes=True)
    return Markup(unescape(before, restore_backslashes=True), unescape(text), after, escape)


def _follows(pattern: str, text: str) -> bool:
    return re.search(pattern, text) is not None
