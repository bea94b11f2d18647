"""reStructuredText as docutils reads it, confined: inline markup only, no directive, no role is ever run."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from docutils import nodes, utils
from docutils.frontend import get_default_settings
from docutils.languages import get_language
from docutils.parsers.rst import Parser, states
from docutils.statemachine import StringList

from editions.judge import addresses
from editions.judge.refusal import Reason, Refused
from editions.judge.text import LONGEST_LINE, can_be_read, compare, refuse_commands, refuse_tags

if TYPE_CHECKING:
    from collections.abc import Iterator

# Roles whose text is prose, to be translated; every other role's target (or its text, if it names none) stays.
TEXT_ROLES = frozenset({
    "abbr", "abbreviation", "ac", "acronym", "command", "dfn", "emphasis", "file", "guilabel", "kbd", "mailheader",
    "makevar", "menuselection", "mimetype", "newsgroup", "program", "regexp", "samp", "strong", "sub",
    "subscript", "sup", "superscript", "t", "title", "title-reference", "literal",
})  # fmt: skip
# Sphinx's own patterns of `text <target>`, on text whose backslashes are NUL: ReferenceRole.explicit_title_re, and
# that of sphinx.util.nodes, which other roles use.
_EXPLICIT = (
    re.compile(r"(?s)^.+?\s*(?<!\x00)<(?P<target>.*?)>$"),
    re.compile(r"(?s)^.+?\s*(?<!\x00)<(?P<target>[^<]*?)>$"),
)
_BLOCKS = {
    "blank": "the text is empty",
    "indent": "the text starts with a space",
    "bullet": "the text would become a list",
    "enumerator": "the text would become a numbered list",
    "field_marker": "the text would become a field",
    "option_marker": "the text would become an option list",
    "doctest": "the text would become program code",
    "line_block": "the text would become a line block",
    "grid_table_top": "the text would become a table",
    "simple_table_top": "the text would become a table",
    "explicit_markup": "the text starts with “..”, which is a command and no text",
    "anonymous": "the text starts with “__”, which is a link target and no text",
}
# States.paragraph of docutils: an even number of backslashes before the colons.
_LITERAL_FOLLOWS = re.compile(r"(?<!\\)(?:\\\\)*::\s*\Z")
_BLOCK_FIXES = {
    "blank": None,
    "indent": "remove the space",
    "enumerator": "put a backslash before the dot: “2\\. August”",
    "field_marker": "put a backslash before its first colon",
    "grid_table_top": None,
    "simple_table_top": None,
    "explicit_markup": None,
    "anonymous": None,
}
_NO_PARAGRAPH = "the text would not become a paragraph"
_AFTER_BACKSLASH = "put a backslash before its first character"
_PLAIN_ROLE = "`…`"


def refuse(source: str, target: str) -> None:
    """
    Checks the markup of a translation against its source's.

    Raises:
        Refused: the translation would not become one paragraph with the same inline markup.
    """
    target = target.expandtabs(8)  # as docutils does before it looks at a line
    _refuse_block(target)
    if bool(_LITERAL_FOLLOWS.search(target)) != bool(_LITERAL_FOLLOWS.search(source)):
        raise Refused("“::” at the end must stand in the translation just as in the source")
    before, after = _parse_inline(source), _parse_inline(target)
    compare(_signature(before), _signature(after))
    _refuse_visible_markup(before, after)
    refuse_commands(source, target)
    refuse_tags(source, _shown(after))
    said = f"{source} {before.astext()}"
    addresses.refuse(said, _shown(after))
    addresses.refuse_in_code(said, " ".join(node.astext() for node in after.findall(nodes.literal)))
    _refuse_one_name_for_two(after)
    if any(isinstance(node, nodes.reference) and not can_be_read(node.astext()) for node in after.findall()):
        raise Refused("a link has no words; nobody would see it")
    _refuse_other_than_paragraph(target)


def _note_role(
    rawsource: str, text: str, role: str, lineno: int
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """A node that says which role the text asks for; stands where docutils would run the role."""
    del lineno
    found = [match["target"] for pattern in _EXPLICIT if (match := pattern.match(text))]
    target = utils.unescape(" | ".join(dict.fromkeys(found))) if found else None
    return [nodes.inline(rawsource, utils.unescape(text), role=role, target=target)], []


def _new_inliner() -> states.Inliner:
    """Docutils' own inline parser, except that a role is noted and not run (docutils reads vars of the class)."""
    inliner = states.Inliner()
    vars(inliner)["interpreted"] = _note_role
    return inliner


@cache
def _inliner() -> states.Inliner:
    """One for all texts; it must be set up only once, since each time adds its patterns again."""
    inliner = _new_inliner()
    inliner.init_customizations(_settings())
    return inliner


@cache
def _settings() -> Any:
    settings = get_default_settings(Parser)
    vars(settings).update(
        file_insertion_enabled=False,
        raw_enabled=False,
        report_level=2,
        halt_level=6,
        warning_stream=False,
        line_length_limit=LONGEST_LINE,
        smart_quotes=False,
    )
    return settings


def _parse_inline(text: str) -> nodes.paragraph:
    document = utils.new_document("<unit>", _settings())
    inliner = _inliner()
    memo = SimpleNamespace(
        document=document, reporter=document.reporter, language=get_language("en", document.reporter),
        title_styles=[], section_level=0, section_bubble_up_kludge=False, inliner=inliner,
    )  # fmt: skip
    paragraph = nodes.paragraph(text, "")
    children, messages = inliner.parse(text, 1, memo, paragraph)
    paragraph += children
    paragraph += messages
    return paragraph


def _signature(paragraph: nodes.Element) -> Counter[str]:
    """What a paragraph does, as a multiset; how often it has words in single back-quotes is its own affair."""
    said = Counter(_describe(paragraph))
    said[_PLAIN_ROLE] = min(said[_PLAIN_ROLE], 1)
    return +said


def _describe(paragraph: nodes.Element) -> Iterator[str]:
    for node in paragraph.findall(nodes.Element):
        if node is paragraph or (isinstance(node, nodes.target) and ("refuri" in node or "refname" in node)):
            continue  # the name that a link gives itself leads nowhere else
        if isinstance(node, nodes.problematic):
            yield f"broken markup “{node.astext()}”"
        elif not _in_message(node):
            yield from _describe_node(node)


def _in_message(node: nodes.Node | None) -> bool:
    while node is not None and not isinstance(node, nodes.system_message):
        node = node.parent
    return node is not None


def _describe_node(node: nodes.Element) -> Iterator[str]:
    match node:
        case nodes.emphasis() | nodes.strong():
            return
        case nodes.literal():
            yield "``…``"
        case nodes.reference():
            yield _describe_reference(node)
        case nodes.footnote_reference():
            yield f"footnote [{node.get('refname') or ('#' if node.get('auto') == 1 else '*')}]_"
        case nodes.citation_reference():
            yield f"citation [{node['refname']}]_"
        case nodes.substitution_reference():
            yield f"|{node['refname']}|"
        case nodes.target():
            yield f"target _`{' '.join(node.get('names', []))}`"
        case nodes.inline():
            yield _describe_role(node)
        case _:
            yield f"markup of kind {node.tagname}"


def _describe_reference(node: nodes.reference) -> str:
    if "refuri" in node:
        return f"link to {node['refuri']}"
    return f"reference `{node['refname']}`_" if "refname" in node else "nameless reference `…`__"


def _describe_role(node: nodes.inline) -> str:
    role, target = str(node["role"] or "").lower(), node["target"]
    if not role:
        return _PLAIN_ROLE if target is None else f"`… <{target}>`"
    if role == "term" or (role in TEXT_ROLES and target is None):
        return f":{role}:`…`"  # which entry of the glossary is meant is looked at by the rule glossary-terms
    if target is None:
        target = node.astext()
    return f":{role}:`{target.lstrip('~')}`"


def _refuse_visible_markup(source: nodes.Element, target: nodes.Element) -> None:
    """Asterisks and backticks that are shown as such: in CJK, markup that touches a letter is none."""
    for sign in "*`":
        if _shown(target).count(sign) > _shown(source).count(sign):
            why = f"“{sign}” would be shown: markup that touches a letter needs “\\ ” between them"
            raise Refused(Reason(why))


def _refuse_one_name_for_two(paragraph: nodes.Element) -> None:
    """Two links of the same words and one underscore: docutils takes the words for a name that leads two ways."""
    known: dict[str, str] = {}
    for node in paragraph.findall(nodes.target):
        for name in [*node["names"], *node["dupnames"]] if "refuri" in node else ():
            if known.setdefault(name, node["refuri"]) != node["refuri"]:
                raise Refused(Reason("two links have the same words", "end both with two underscores: `…`__"))


def _shown(paragraph: nodes.Element) -> str:
    return "".join(
        text.astext() for text in paragraph.findall(nodes.Text) if not isinstance(text.parent, nodes.literal)
    )


def _refuse_block(target: str) -> None:
    """The patterns by which docutils decides what a line begins, in its own order."""
    if target != target.lstrip():
        raise Refused(Reason(_BLOCKS["indent"], _BLOCK_FIXES["indent"]))
    for name in states.Body.initial_transitions:
        kind = name if isinstance(name, str) else name[0]
        if kind in _BLOCKS and re.match(_pattern(kind), target):
            raise Refused(Reason(_BLOCKS[kind], _BLOCK_FIXES.get(kind, _AFTER_BACKSLASH)))


def _pattern(kind: str) -> Any:
    pattern = states.Body.patterns[kind]
    return getattr(pattern, "pattern", pattern)


def _refuse_other_than_paragraph(target: str) -> None:
    document = utils.new_document("<unit>", _settings())
    machine = states.RSTStateMachine(state_classes=states.state_classes, initial_state="Body", debug=False)
    machine.run(StringList([target], "<unit>"), document, inliner=_new_inliner())
    kinds = [
        child for child in document if not isinstance(child, (nodes.system_message, nodes.literal_block))
    ]
    if len(kinds) != 1 or not isinstance(kinds[0], nodes.paragraph):
        raise Refused(Reason(_NO_PARAGRAPH, _AFTER_BACKSLASH))
