"""Provenance: every block of an edition knows its units, their state, and the language it is shown in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util.i18n import docname_to_domain
from sphinx.util.nodes import extract_messages

from editions.sphinxext.context import context_of
from editions.state import worst

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx.application import Sphinx

    from editions.interface import Interface
    from editions.language import Language
    from editions.sphinxext.context import Context, Shown
    from editions.state import State

# A paragraph below one of these belongs to it and is not counted as one of the body's.
_NO_BODY = (
    nodes.table,
    nodes.footnote,
    nodes.citation,
    nodes.caption,
    nodes.legend,
    nodes.substitution_definition,
    nodes.system_message,
)


class earlier(nodes.General, nodes.Element):  # noqa: N801
    """
    What was before a paragraph changed, to be folded beside the source, as attributes.

    `text` is the older translation, `change` how the source changed, as pairs of old and new words.
    """


class Record(SphinxTransform):
    """Before Locale: notes for each translatable node which units it shows, and how; gives paragraphs anchors."""

    default_priority = 18

    def apply(self, **kwargs: Any) -> None:
        """Works on the whole document."""
        del kwargs
        _number_paragraphs(self.document)  # before a translation can add anything
        context = context_of(self.config)
        domain = docname_to_domain(self.env.docname, self.config.gettext_compact)
        if not context.is_source:
            self.env.note_dependency(context.side_file(domain))
        units = context.units(domain)
        for node, message in extract_messages(self.document):
            shown: list[tuple[str, Shown]] = node.setdefault("editions_shown", [])
            shown.append((message, context.shown(domain, message, units)))


class Mark(SphinxTransform):
    """After Locale and guard: states and languages, as attributes that formats read."""

    default_priority = 22

    def apply(self, **kwargs: Any) -> None:
        """Works on the whole document."""
        del kwargs
        published = context_of(self.config).view == "release"
        for node in list(self.document.findall(nodes.Element)):
            pairs: list[tuple[str, Shown]] = node.attributes.pop("editions_shown", [])
            if pairs:
                _mark(node, pairs)
                _lead_to_own_language(node, pairs)
                if published and node["unit_state"] == "machine" and node.get("shown") != "source":
                    # Machine text says so also where it is published.
                    node["classes"].append("editions-machine")


def _number_paragraphs(document: nodes.document) -> None:
    """Gives the body's paragraphs the anchors p-1, p-2, … in the order of the source, the same in every language."""
    number = 0
    information = _information(document)
    for paragraph in document.findall(nodes.paragraph):
        if _is_body(paragraph, information):
            number += 1
            anchor = f"p-{number}"
            if anchor not in document.ids:
                paragraph["ids"].append(anchor)
                document.ids[anchor] = paragraph


def _information(document: nodes.document) -> nodes.Node | None:
    """The field list that opens the file and holds data about it, as docutils finds it."""
    index = document.first_child_not_matching_class(cast("Any", nodes.PreBibliographic))
    first = document[index] if index is not None else None
    return first if isinstance(first, (nodes.field_list, nodes.docinfo)) else None


def _is_body(paragraph: nodes.paragraph, information: nodes.Node | None) -> bool:
    node: nodes.Node | None = paragraph.parent
    while node is not None:
        if isinstance(node, _NO_BODY) or node is information:
            return False
        node = node.parent
    return True


def _mark(node: nodes.Element, pairs: list[tuple[str, Shown]]) -> None:
    shown = [each for _, each in pairs]
    node["unit_keys"] = list(dict.fromkeys(each.key for each in shown))
    states = [each.state for each in shown]
    node["unit_state"] = "source" if "source" in states else worst(cast("list[State]", states))
    if node.get("editions_refused") or not all(each.shown for each in shown):
        node["shown"] = "source"
    if isinstance(node, addnodes.toctree):
        refused = bool(node.get("editions_refused"))
        node["editions_entries"] = {
            text: replace(each, shown=each.shown and not refused)
            for each, text in zip(shown, _toctree_texts(node), strict=False)
        }
    first = shown[0]
    if (
        isinstance(node, nodes.paragraph)
        and node.get("shown") == "source"
        and (first.earlier or first.change)
    ):
        before = earlier("", text=first.earlier, change=first.change)
        node.parent.insert(node.parent.index(node) + 1, before)


def _lead_to_own_language(node: nodes.Element, pairs: list[tuple[str, Shown]]) -> None:
    """Has the links of a shown translation lead where it says, see `editions.own_links`; their words follow."""
    links = {} if node.get("shown") == "source" else dict(link for _, each in pairs for link in each.links)
    for link in node.findall(nodes.reference) if links else ():
        before = link.get("refuri")
        if before in links:
            link["refuri"] = links[before]
            if link.astext() == before:
                link.replace(link.children[0], nodes.Text(links[before]))


def _toctree_texts(node: addnodes.toctree) -> list[str]:
    """The texts of a toctree in the order of its messages: its explicit titles, then its caption."""
    titles = [title for title, _ in node["entries"] if title]
    return [*titles, *([node["caption"]] if node.get("caption") else [])]


class AttributesMixin:
    """Puts what Mark noted onto the HTML element of a node: once, on its outermost element."""

    config: Any
    document: Any

    def starttag(
        self, node: nodes.Element, tagname: str, suffix: str = "\n", *args: Any, **attributes: Any
    ) -> str:
        """The start tag, with data-unit, data-state, lang and dir where the node shows units."""
        if isinstance(node, nodes.Element):
            attributes |= self._provenance(node)
        return super().starttag(node, tagname, suffix, *args, **attributes)  # type: ignore[misc,no-any-return]

    def _provenance(self, node: nodes.Element) -> dict[str, str]:
        marked = self.__dict__.setdefault("_marked", set())
        if id(node) in marked:
            return {}
        found = attributes_of(node, context_of(self.config), self.document)
        if found:
            marked.add(id(node))
        return found


def attributes_of(node: nodes.Element, context: Context, document: nodes.document) -> dict[str, str]:
    """The HTML attributes that a node's units ask for; none for a node that shows no unit."""
    keys, state, source = _units(node, document)
    if not keys:
        return {}
    attributes: dict[str, str] = {}
    if context.view == "working":
        attributes |= {"data-unit": " ".join(keys), "data-state": state}
    if source and not context.is_source:
        language = context.project.source_language
        attributes |= {"lang": language.tag, "dir": language.direction}
        if context.view == "working":
            attributes["data-shown"] = "source"
    return attributes


def _units(node: nodes.Element, document: nodes.document) -> tuple[list[str], str, bool]:
    if "unit_keys" in node and not isinstance(node, addnodes.toctree):
        return node["unit_keys"], node["unit_state"], node.get("shown") == "source"
    entry = _toctree_entry(node, document)
    return ([entry.key], entry.state, not entry.shown) if entry else ([], "", False)


def _toctree_entry(node: nodes.Element, document: nodes.document) -> Shown | None:
    """The unit of a toctree's caption or explicit title; Sphinx makes these nodes anew when it resolves the toctree."""
    if not isinstance(node, (nodes.title, nodes.reference)):
        return None
    parent: Any = node.parent
    while parent is not None and not (
        isinstance(parent, addnodes.compact_paragraph) and parent.get("toctree")
    ):
        parent = parent.parent
    entries = getattr(document, "editions_entries", {}) if parent is not None else {}
    return entries.get(node.astext())


def _collect_toctree_entries(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    del app, docname
    entries: dict[str, Shown] = {}
    for toctree in doctree.findall(addnodes.toctree):
        entries |= toctree.get("editions_entries", {})
    vars(doctree)["editions_entries"] = entries


def _visit_earlier(translator: Any, node: earlier) -> None:
    context = context_of(translator.config)
    if context.view == "working":
        if node["change"]:
            change = _changed_words(node["change"], context.ui, translator.encode)
            _fold("What changed in the original", change, context.project.source_language, translator)
        if node["text"]:
            _fold("Earlier translation", translator.encode(node["text"]), context.language, translator)
    raise nodes.SkipNode


def _fold(summary: str, body: str, language: Language, translator: Any) -> None:
    """A paragraph in a language, folded under words of the interface."""
    ui = context_of(translator.config).ui
    translator.body.append(
        f'<details class="previous"><summary lang="{ui.lang}" dir="{ui.dir}">{translator.encode(ui(summary))}</summary>'
        f'<p lang="{language.tag}" dir="{language.direction}">{body}</p></details>\n'
    )


def _changed_words(change: Sequence[tuple[str, str]], ui: Interface, encode: Callable[[str], str]) -> str:
    """Old and new words, told apart for eyes by lines, for ears by words."""
    return "".join(
        encode(old)
        if old == new
        else _marked("del", "removed", old, ui, encode) + _marked("ins", "added", new, ui, encode)
        for old, new in change
    )


def _marked(tag: str, label: str, text: str, ui: Interface, encode: Callable[[str], str]) -> str:
    if not text:
        return ""
    spoken = f'<span class="editions-state" lang="{ui.lang}" dir="{ui.dir}">{encode(ui(label))}: </span>'
    return f"<{tag}>{spoken}{encode(text)}</{tag}>"


def _tidy_metadata(app: Sphinx, doctree: nodes.document) -> None:
    """Leaves of a meta node what HTML knows: docutils writes all of its attributes into the page."""
    source = context_of(app.config).project.source_language
    for node in doctree.findall(nodes.meta):
        if node.get("shown") == "source" and not context_of(app.config).is_source:
            node["lang"] = source.tag
        for name in ("unit_keys", "unit_state", "shown", "translated", "translatable", "editions_refused"):
            node.attributes.pop(name, None)


def _skip(translator: Any, node: nodes.Node) -> None:
    del translator, node
    raise nodes.SkipNode


def _mix_in(app: Sphinx) -> None:
    if app.builder.format == "html":
        base = app.registry.get_translator_class(app.builder)
        mixed = type(f"Editions{base.__name__}", (AttributesMixin, base), {})
        app.set_translator(app.builder.name, mixed, override=True)


def setup(app: Sphinx) -> None:
    """Adds provenance to an application."""
    skipped: Any = dict.fromkeys(("latex", "text", "man", "texinfo", "typst"), (_skip, None))
    app.add_node(earlier, html=(_visit_earlier, None), **skipped)
    app.add_transform(Record)
    app.add_transform(Mark)
    app.connect("builder-inited", _mix_in, priority=900)
    app.connect("doctree-read", _tidy_metadata)
    app.connect("doctree-resolved", _collect_toctree_entries)
