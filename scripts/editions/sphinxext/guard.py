"""
The guard: what a translation may do inside Sphinx.

Sphinx parses each translated text as a whole document with all its directives and roles. Around that transform
(`Locale`, priority 20) the guard hides from it what the judge refuses, wherever the catalog came from; takes all
directives away and all roles that the source itself does not use; and afterwards, without trusting the judge, puts the
source back wherever the translation's markup is not the source's.
"""

from __future__ import annotations

import gettext
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import ExtensionError
from sphinx.transforms import SphinxTransform
from sphinx.transforms.i18n import Locale
from sphinx.util import get_filetype, logging
from sphinx.util.docutils import CustomReSTDispatcher
from sphinx.util.i18n import docname_to_domain
from sphinx.util.nodes import LITERAL_TYPE_NODES, extract_messages

from editions.judge import judge
from editions.judge.text import LONGEST_LINE
from editions.sphinxext.likeness import differs, is_plain, misleads, overreaches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from editions.sphinxext.context import Shown

logger = logging.getLogger(__name__)

_ROLE = re.compile(r":([A-Za-z][\w.+:-]*):`|\{([A-Za-z][\w.+:-]*)\}`")
_SUBSTITUTION = re.compile(r"(?s)\{\{.*?(?:\}\}|\Z)|\{%.*?(?:%\}|\Z)")
# Attributes of nodes (images, metadata, tables of contents) that Locale translates.
_TEXTS = ("alt", "content", "caption", "entries")
# What parts the words of an index entry, each of which gets a line of its own.
_PARTS = ";"


class _Dispatcher(CustomReSTDispatcher):
    """Knows no directive, and only the roles that it is told."""

    def __init__(self, roles: frozenset[str]) -> None:
        super().__init__()
        self.roles = roles

    def enable(self) -> None:
        """Stands before docutils' own look-up from now on."""
        super().enable()
        # Sphinx 9.0 stores the former look-up as `role_func` and calls `roles_func`.
        self.roles_func = getattr(self, "role_func", None) or self.roles_func

    def directive(
        self, directive_name: str, language_module: Any, document: nodes.document
    ) -> tuple[None, list[Any]]:
        """None, and the reason."""
        del language_module
        return None, [document.reporter.error(f"a translation may not use the directive {directive_name!r}")]

    def role(self, role_name: str, language_module: Any, lineno: int, reporter: Any) -> tuple[Any, list[Any]]:
        """The role where the source uses it too, else None and the reason."""
        if not role_name or role_name.lower() in self.roles:  # none: the default role of conf.py
            return super().role(role_name, language_module, lineno, reporter)
        return None, [reporter.error(f"a translation may not use the role {role_name!r}")]


@dataclass(frozen=True)
class _Kept:
    """A translatable node as it was before Locale; `why` its translation is kept from it, or empty."""

    node: nodes.Element
    original: nodes.Element
    why: str

    @classmethod
    def of(cls, node: nodes.Element, why: str) -> _Kept:
        """Remembers a node with its very children: Locale puts others in their place and leaves these as they are."""
        original = node.copy()
        original.children = list(node.children)
        if "entries" in node:
            original["entries"] = list(node["entries"])
        return cls(node, original, why)

    def objection(self, *, is_markdown: bool) -> str:
        """Why the translation that Locale put in may not stay; empty where it may."""
        node, original = self.node, self.original
        if self.why or (node.children and node.children == original.children):
            return self.why
        if isinstance(node, LITERAL_TYPE_NODES):
            return overreaches(node, original, is_markdown=is_markdown)
        if not (is_plain(node) and is_plain(original)):
            return differs(node, original) or misleads(node, original)
        return misleads(node, original)


class Confine(SphinxTransform):
    """Before Locale: remembers every translatable node, hides what the judge refuses, and confines the parser."""

    default_priority = 19

    def apply(self, **kwargs: Any) -> None:
        """Works on the whole document."""
        del kwargs
        settings = self.document.settings
        messages: dict[nodes.Element, list[str]] = {}
        for node, message in extract_messages(self.document):
            messages.setdefault(node, []).append(message)
        refused = _Refusals(self.env)
        kept = [
            _Kept.of(node, refused.why(texts) or refused.name_taken(self.document, node, texts[0]))
            for node, texts in messages.items()
        ]
        roles = {role for texts in messages.values() for text in texts for role in _roles(text)} - {"raw"}
        dispatcher = _Dispatcher(frozenset(roles))
        former = {name: getattr(settings, name, None) for name in _CONFINED}
        vars(self.document)["editions_guard"] = (
            dispatcher,
            former,
            kept,
            _index_entries(self.document, self.config),
        )
        for each in kept:
            if each.why:
                _hide(each.node)
        for name, value in _CONFINED.items():
            setattr(settings, name, value)
        dispatcher.enable()


_CONFINED = {"raw_enabled": False, "file_insertion_enabled": False, "line_length_limit": LONGEST_LINE}


class Release(SphinxTransform):
    """After Locale: gives the parser back, and the source where a translation did more than say it."""

    default_priority = 21

    def apply(self, **kwargs: Any) -> None:
        """Works on the whole document."""
        del kwargs
        dispatcher, settings, kept, entries = vars(self.document).pop("editions_guard")
        dispatcher.disable()
        for name, value in settings.items():
            setattr(self.document.settings, name, value)
        is_markdown = _syntax(self.env) == "md"
        for each in kept:
            why = each.objection(is_markdown=is_markdown)
            if why:
                _put_back(self.document, each.node, each.original)
                _note_refusal(self.env, each.node, why)
        for node, before in entries:
            if _differ(before, node["entries"]):
                node["entries"] = before
                _note_refusal(self.env, node, "an entry of the index is more than text")


class _Refusals:
    """What the judge says of the translations that Sphinx is about to read for one document."""

    def __init__(self, env: BuildEnvironment) -> None:
        config, docname = env.config, env.docname
        domain = docname_to_domain(docname, config.gettext_compact)
        # Where Sphinx looks, and by the same reader, which has each file in memory only once.
        self._catalogs = [
            gettext.translation(domain, str(env.srcdir / folder), [config.language], fallback=True)
            for folder in config.locale_dirs
        ]
        self._syntax = _syntax(env)

    def why(self, messages: Sequence[str]) -> str:
        """Why a translation of one of these texts may not be read; empty where all may."""
        for source in messages:
            for catalog in self._catalogs:
                target = catalog.gettext(source)
                if target == source:
                    continue
                reasons = judge(source, target, self._syntax)
                if reasons:
                    return "; ".join(map(str, reasons))
                if self._syntax == "md" and _evaluated(target) - _evaluated(source):
                    return "MyST would work out something that the source does not ask for"
        return ""

    def name_taken(self, document: nodes.document, node: nodes.Element, source: str) -> str:
        """Why a title may not be translated so: Sphinx names the section by it, and a reference leads to that name."""
        if not isinstance(node, nodes.title) or not isinstance(node.parent, nodes.section):
            return ""
        names = {nodes.fully_normalize_name(catalog.gettext(source)) for catalog in self._catalogs}
        taken = (names - set(node.parent["names"])) & document.refnames.keys() & document.nameids.keys()
        return "the title is the name of another place, to which a reference leads" if taken else ""


def _evaluated(text: str) -> Counter[str]:
    """What MyST's extension `substitution` has Jinja work out, before anything can be compared."""
    return Counter(_SUBSTITUTION.findall(text))


def _syntax(env: BuildEnvironment) -> str:
    """How Sphinx parses the translations of the present document."""
    kind = get_filetype(env.config.source_suffix, str(env.doc2path(env.docname)))
    return "md" if kind == "markdown" else "rst"


def _roles(message: str) -> Iterator[str]:
    for match in _ROLE.finditer(message):
        yield (match[1] or match[2]).lower()


def _hide(node: nodes.Element) -> None:
    """Has Locale find nothing to translate in a node; `_put_back` brings back what is taken from it here."""
    if isinstance(node, addnodes.translatable):  # Sphinx does not parse what a table of contents says
        return
    node["translatable"] = False
    for name in ("alt", "content"):
        if name in node:
            node[name] = ""


def _index_entries(document: nodes.document, config: Config) -> list[tuple[addnodes.index, list[Any]]]:
    """The entries of the index that Locale may translate, as they were."""
    if "index" not in config.gettext_additional_targets:
        return []
    return [(node, list(node["entries"])) for node in document.findall(addnodes.index)]


def _differ(before: Sequence[Any], after: Sequence[Any]) -> bool:
    """Whether an index entry became more than other words; (kind, text, target, main, key) each."""
    if [(*old[:1], *old[2:]) for old in before] != [(*new[:1], *new[2:]) for new in after]:
        return True
    pairs = [(old[1], new[1]) for old, new in zip(before, after, strict=True) if old[1] != new[1]]
    return any(old.count(_PARTS) != new.count(_PARTS) or judge(old, new, "rst") for old, new in pairs)


def _put_back(document: nodes.document, node: nodes.Element, original: nodes.Element) -> None:
    if node.children != original.children:
        _register(document, node.children, original.children)
        node.children = list(original.children)
        for child in node.children:
            child.parent = node
    if isinstance(node, LITERAL_TYPE_NODES):
        node.rawsource = original.rawsource
    for name in (*_TEXTS, "translatable"):
        if name in original:
            node[name] = original[name]
        elif name in node:
            del node[name]
    node["translated"] = False
    node["editions_refused"] = True


def _register(document: nodes.document, gone: Sequence[nodes.Node], back: Sequence[nodes.Node]) -> None:
    """Has docutils' lists of references know those that come back, in the places of those that go."""
    leaving = {id(each) for child in gone for each in child.findall(nodes.Element)}
    returning = [each for child in back for each in child.findall(nodes.Element)]
    by_ids = {tuple(each["ids"]): each for each in returning if each["ids"]}
    tables: Any = (document.refnames, document.footnote_refs, document.citation_refs)
    lists: list[Any] = [document.autofootnote_refs, document.symbol_footnote_refs]
    for known in [*lists, *(known for table in tables for known in table.values())]:
        known[:] = [
            by_ids.get(tuple(each["ids"]), each) if id(each) in leaving else each
            for each in known
            if id(each) not in leaving or tuple(each["ids"]) in by_ids
        ]
    for each in returning:
        for name in each["ids"]:
            document.ids[name] = each


def _note_refusal(env: BuildEnvironment, node: nodes.Element, why: str) -> None:
    pairs: list[tuple[str, Shown]] = node.get("editions_shown", [])
    units = [shown for _, shown in pairs if shown.path]
    place = (units[0].path, units[0].line) if units else (env.docname, 1)
    refusals(env).setdefault(env.docname, []).append((*place, why))
    logger.warning("translation not shown: %s", why, location=node, type="editions", subtype="guard")


def refusals(env: BuildEnvironment) -> dict[str, list[tuple[str, int, str]]]:
    """
    What the guard refused: path, line and reason, by document.

    It is kept with the environment, so that it lasts over incremental builds.
    """
    found: dict[str, list[tuple[str, int, str]]] = vars(env).setdefault("editions_refusals", {})
    return found


def _purge(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    del app
    refusals(env).pop(docname, None)


def _merge(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    del app, docnames
    refusals(env).update(refusals(other))


def setup(app: Sphinx) -> None:
    """
    Adds the guard to an application.

    Raises:
        ExtensionError: this Sphinx lacks what the guard holds on to; without it nothing may be built.
    """
    if Locale.default_priority != 20 or not all(  # noqa: PLR2004
        hasattr(CustomReSTDispatcher, name) for name in ("enable", "disable", "directive", "role")
    ):
        raise ExtensionError(
            "this version of Sphinx cannot be guarded against hostile translations; use 8.1 to 9.x"
        )
    app.add_transform(Confine)
    app.add_transform(Release)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
