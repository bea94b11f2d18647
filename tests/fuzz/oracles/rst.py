"""What docutils makes of a text where nobody watches over it: its blocks, where it leads, what should not be there."""

from __future__ import annotations

import re
from collections import Counter
from copy import copy
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from unittest import mock

from docutils import nodes, utils
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser, roles
from sphinx.util.docutils import ReferenceRole
from sphinx.util.nodes import explicit_title_re

from editions.judge.rst import TEXT_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator

PLAIN = (nodes.Text, nodes.paragraph, nodes.emphasis, nodes.strong, nodes.literal, nodes.inline, nodes.reference,
         nodes.target, nodes.footnote_reference, nodes.citation_reference, nodes.substitution_reference)  # fmt: skip

_ANNOUNCES = re.compile(r"(?<!\\)(?:\\\\)*::\s*\Z")


@dataclass(frozen=True)
class Reading:
    """A text's blocks; nodes that a translation must not bring; where it leads; names that links go by."""

    blocks: tuple[str, ...]
    strange: Counter[str]
    links: Counter[str]
    names: Counter[str]


def read(text: str) -> Reading:
    """How docutils reads a text in Sphinx: parsed as a document, as `sphinx.transforms.i18n` does, nothing resolved."""
    literal = _ANNOUNCES.search(text) is not None
    document = _parsed(f"{text}\n\n   literal" if literal else text)
    blocks = [type(node).__name__ for node in document.children]
    if literal and blocks[-1:] == ["literal_block"]:
        blocks = [*blocks[:-1], "the block after ::"]
        document.pop()
    found = list(document.findall())[1:]
    links = [link for node in found for link in _links(node)]
    return Reading(
        tuple(blocks),
        Counter(type(node).__name__ for node in found if not isinstance(node, PLAIN)),
        Counter(link for link in links if not link.startswith("name ")),
        Counter(link for link in links if link.startswith("name ")),
    )


def _parsed(text: str) -> nodes.document:
    document = utils.new_document("<oracle>", copy(_settings()))
    with mock.patch.object(roles, "role", _any_role), mock.patch.dict(roles._roles):
        Parser().parse(text, document)
    return document


@cache
def _settings() -> Any:
    settings = get_default_settings(Parser)
    vars(settings).update(
        file_insertion_enabled=False, raw_enabled=False, report_level=2, halt_level=6, warning_stream=False
    )
    return settings


def _any_role(name: str, *_: object) -> Any:
    """Every role is one that keeps what it says, as Sphinx has it for its own."""

    def role(_name: str, raw: str, text: str, *_: object, **__: object) -> Any:
        return [nodes.inline(raw, utils.unescape(text), role=name, target=_target(name, text))], []

    return role, []


def _target(name: str, text: str) -> str:
    """What a role leads to, by both of Sphinx's patterns, which differ where `<` stands twice; nothing for prose."""
    found = [pattern.match(text) for pattern in (ReferenceRole.explicit_title_re, explicit_title_re)]
    targets = {utils.unescape(each[2]) for each in found if each}
    if not targets and name and name.lower() not in TEXT_ROLES:
        targets = {utils.unescape(text)}
    return " or ".join(sorted(each.lstrip("~") for each in targets))


def _links(node: nodes.Node) -> Iterator[str]:
    match node:
        case nodes.reference() if "refuri" in node:
            yield f"link {node['refuri']}"
        case nodes.reference() if "refname" in node:
            yield f"name {node['refname']}"
        case nodes.footnote_reference() | nodes.citation_reference() | nodes.substitution_reference():
            yield f"{type(node).__name__} {node.get('refname', node.get('auto'))}"
        case nodes.target() if "refuri" not in node and "refname" not in node:
            yield f"target {node.get('names')}"
        case nodes.inline() if "role" in node:
            yield f"role {node['role'].lower()} {node['target']}"
