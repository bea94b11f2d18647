"""
The guard: what a translation may do inside Sphinx.

Sphinx parses each translated text as a whole document with all its directives and roles. Around that transform
(`Locale`, priority 20) the guard takes all directives away and all roles that the source itself does not use, and
afterwards puts the source back wherever the translation's markup is not the source's.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import ExtensionError
from sphinx.transforms import SphinxTransform
from sphinx.transforms.i18n import Locale
from sphinx.util import logging
from sphinx.util.docutils import CustomReSTDispatcher
from sphinx.util.nodes import extract_messages

from editions.judge import text as characters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from editions.sphinxext.context import Shown

logger = logging.getLogger(__name__)

_ROLE = re.compile(r":([A-Za-z][\w.+:-]*):`|\{([A-Za-z][\w.+:-]*)\}`")
# Inline nodes that may differ in number between a text and its translation.
_FREE = (nodes.Text, nodes.emphasis, nodes.strong, nodes.superscript, nodes.subscript)


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


class Confine(SphinxTransform):
    """Before Locale: remembers every translatable node and confines the parser."""

    default_priority = 19

    def apply(self, **kwargs: Any) -> None:
        """Works on the whole document."""
        del kwargs
        settings = self.document.settings
        translatable = list(extract_messages(self.document))
        roles = {
            (match[1] or match[2]).lower() for _, message in translatable for match in _ROLE.finditer(message)
        } - {"raw"}
        dispatcher = _Dispatcher(frozenset(roles))
        vars(self.document)["editions_guard"] = (
            dispatcher,
            {name: getattr(settings, name, None) for name in _CONFINED},
            [
                (node, signature(node), node.deepcopy())
                for node in dict.fromkeys(node for node, _ in translatable)
            ],
        )
        for name, value in _CONFINED.items():
            setattr(settings, name, value)
        dispatcher.enable()


_CONFINED = {"raw_enabled": False, "file_insertion_enabled": False, "line_length_limit": 20_000}


class Release(SphinxTransform):
    """After Locale: gives the parser back, and the source where a translation did more than say it."""

    default_priority = 21

    def apply(self, **kwargs: Any) -> None:
        """Works on the whole document."""
        del kwargs
        dispatcher, settings, remembered = vars(self.document).pop("editions_guard")
        dispatcher.disable()
        for name, value in settings.items():
            setattr(self.document.settings, name, value)
        for node, before, original in remembered:
            why = _objection(node, before, original)
            if why:
                _put_back(node, original)
                _note_refusal(self.env, node, why)


def signature(node: nodes.Element) -> Counter[str]:
    """What the inline nodes below a node do beyond emphasis, as a multiset."""
    return Counter(_describe(node))


def _describe(node: nodes.Element) -> Iterator[str]:
    for child in node.findall():
        if child is node or isinstance(child, _FREE):
            continue
        match child:
            case addnodes.pending_xref():
                yield f"xref {child.get('refdomain')} {child.get('reftype')} {child.get('reftarget')}"
            case nodes.reference():
                yield f"link {child.get('refuri') or 'by name'}"
            case nodes.footnote_reference() | nodes.citation_reference():
                yield f"{child.tagname} {child.get('refname')} {child.get('auto')}"
            case nodes.target():
                yield f"target {child.get('refuri') or child.get('names')}"
            case nodes.image():
                yield f"image {child.get('uri')}"
            case nodes.math() | nodes.raw():
                yield f"{child.tagname} {child.astext()}"
            case nodes.substitution_reference():
                yield f"substitution {child.get('refname')}"
            case _:
                yield f"{type(child).__name__} {' '.join(getattr(child, 'attributes', {}).get('classes', ()))}"


def _objection(node: nodes.Element, before: Counter[str], original: nodes.Element) -> str:
    if any(isinstance(child, (nodes.problematic, nodes.system_message)) for child in node.findall()):
        already = any(isinstance(child, nodes.problematic) for child in original.findall())
        return "" if already else "its markup is broken"
    after = signature(node)
    if after != before:
        return f"its markup differs from the source's (lost: {dict(before - after)}, added: {dict(after - before)})"
    try:
        characters.refuse(original.astext(), node.astext())
    except characters.Refused as refused:
        return str(refused)
    return ""


def _put_back(node: nodes.Element, original: nodes.Element) -> None:
    node.clear()
    node.extend(child.deepcopy() for child in original)
    for name in ("alt", "content"):
        if name in original:
            node[name] = original[name]
    node["translated"] = False
    node["editions_refused"] = True


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
