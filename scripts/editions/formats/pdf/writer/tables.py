"""Tables: header rows that repeat on each page, cells over several rows and columns, titles."""

from __future__ import annotations

from docutils import nodes

from editions.formats.pdf.markup import array, block, boolean, call, content, inline
from editions.formats.pdf.writer.base import Renderer


class Tables(Renderer):
    """Renders tables."""

    def render_table(self, node: nodes.Element) -> str:
        """A table; one with several groups as several tables below one title."""
        groups = [child for child in node.children if isinstance(child, nodes.tgroup)]
        titles = [child for child in node.children if isinstance(child, nodes.title)]
        rest = [child for child in node.children if child not in (*groups, *titles)]
        title = "".join(self._table_title(each) for each in titles)
        tables = [self._group(group, title if group is groups[0] else "") for group in groups]
        return "".join(tables) + "".join(map(self.render, rest))

    def _table_title(self, title: nodes.Element) -> str:
        numbered = inline(self.figure_number(title.parent)) + self.inside(title)
        return self.stated(title, numbered, narrow=True)

    def figure_number(self, node: nodes.Element) -> str:
        """The number of a captioned thing; the mixin for blocks knows it."""
        raise NotImplementedError

    def _group(self, group: nodes.Element, title: str) -> str:
        head = [row for part in group.children if isinstance(part, nodes.thead) for row in part.children]
        body = [row for part in group.children if isinstance(part, nodes.tbody) for row in part.children]
        before = "".join(self.anchors_below(row) for row in head)  # type: ignore[arg-type]
        notes = any(True for row in head for _ in row.findall(nodes.footnote_reference))
        with self.at(narrow=True):
            with self.at(repeated=True):
                header = [cell for row in head for cell in self._row(row, group)]  # type: ignore[arg-type]
            cells = [cell for row in body for cell in self._row(row, group)]  # type: ignore[arg-type]
        arguments = [f"columns: {_columns(group)}", f"repeat: {boolean(value=not notes)}"]
        arguments += [f"title: {content(title)}"] if title else []
        arguments += [f"header: {array(header)}"] if header else []
        return block(before + call("tabular", *arguments, *cells))

    def _row(self, row: nodes.Element, group: nodes.Element) -> list[str]:
        entries = [entry for entry in row.children if isinstance(entry, nodes.Element)]
        opening = self.anchors(row)
        cells = []
        for entry in entries:
            cells.append(self._cell(entry, opening, stub=_is_stub(entry, group)))
            opening = ""
        return cells

    def _cell(self, entry: nodes.Element, opening: str, *, stub: bool) -> str:
        body = content(opening + self.inside(entry))
        if stub or isinstance(entry.parent.parent, nodes.thead):
            body = f"strong{body}"
        spans = [f"colspan: {entry['morecols'] + 1}"] if entry.get("morecols") else []
        spans += [f"rowspan: {entry['morerows'] + 1}"] if entry.get("morerows") else []
        return f"table.cell({', '.join([*spans, body])})" if spans else body


def _columns(group: nodes.Element) -> str:
    """The columns' widths: as given, else as their content needs."""
    specs = [child for child in group.children if isinstance(child, nodes.colspec)]
    given = "colwidths-given" in group.parent["classes"]
    return array(f"{max(int(spec.get('colwidth', 1)), 1)}fr" if given else "auto" for spec in specs)


def _is_stub(entry: nodes.Element, group: nodes.Element) -> bool:
    """True in a column of row titles; only the first columns can be such, which no span moves."""
    specs = [child for child in group.children if isinstance(child, nodes.colspec)]
    index = entry.parent.index(entry)
    return index < len(specs) and bool(specs[index].get("stub"))
