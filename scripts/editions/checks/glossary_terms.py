r"""
A reference to the glossary names an entry that is there: in the words of the source, or in those of its translation.

Sphinx finds an entry by either name. A translation may have its own words for one, with the entry behind them:
:term:`words <entry>`. What leads nowhere is shown without a link.

Bad (ja):
    msgid "primary key"
    msgstr "主キー"

    msgid "It needs a :term:`primary key` first."
    msgstr "まず :term:`キー` が必要です。"

Bad (tr):
    msgid "See :term:`Cookie` for this."
    msgstr "Bunun için bkz. :term:`Çerez`."

Good (ja):
    msgid "primary key"
    msgstr "主キー"

    msgid "It needs a :term:`primary key` first."
    msgstr "まず :term:`主キー` が必要です。"

Good (tr):
    msgid "See :term:`Cookie` for this."
    msgstr "Bunun için bkz. :term:`Çerez <Cookie>`."
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from editions.checks import Finding, pairs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from editions.catalog import Unit
    from editions.language import Language

SCOPE = "language"
SEVERITY = "error"

_TERM = re.compile(r"(?::term:|\{term\})`(?P<text>[^`<]{1,300}?)\s*(?:<(?P<entry>[^`<>]{1,300})>)?`")
_SPACE = re.compile(r"\s+")


def check(units: Sequence[Unit], language: Language) -> Iterator[Finding]:  # noqa: ARG001  (every rule of the scope)
    """Yields one finding per reference that leads to no entry, or to another one than the source's."""
    names: dict[str, set[str]] = defaultdict(set)
    for unit in units:
        names[_name(unit.source)].add(_name(unit.target))
    for unit in units:
        for source, target in pairs(unit):
            wanted = Counter(map(_name, _entries(source)))
            lost = [each for each in _entries(target) if not _take(wanted, _name(each), names)]
            if lost and wanted:
                entry = next(iter(wanted))
                yield Finding(
                    f"“{lost[0]}” is no entry of the glossary here, the source has “{entry}”",
                    f"write :term:`{lost[0]} <{entry}>`",
                    unit,
                )


def _entries(text: str) -> list[str]:
    return [match["entry"] or match["text"] for match in _TERM.finditer(text)]


def _take(wanted: Counter[str], name: str, names: dict[str, set[str]]) -> bool:
    """Whether the name is one of an entry that the source names, which is then taken away."""
    entry = name if wanted[name] else next((each for each in wanted if name in names[each]), None)
    if entry is None:
        return False
    wanted.subtract([entry])
    for each in [each for each, count in wanted.items() if count <= 0]:
        del wanted[each]
    return True


def _name(text: str) -> str:
    """How Sphinx compares names of entries: with single spaces, in any letters."""
    return _SPACE.sub(" ", text).strip().casefold()
