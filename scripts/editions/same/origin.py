"""Origins: which unit a person names, and what its source was before."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from editions.catalog import INTERFACE_DOMAIN, Catalog, CatalogError
from editions.catalog.store import LARGEST
from editions.catalog.unit import key_of
from editions.fingerprint import previous_text, source_text
from editions.holdings import find_named, readable
from editions.problem import UserError
from editions.terminal import quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from editions.catalog import Unit
    from editions.journal import Ledger
    from editions.language import Language
    from editions.project import Project

LEAST = 65.0  # 0-100 (rapidfuzz ratio): as alike as update wants a changed paragraph
LONGEST = 5_000  # characters that are compared
MOST_VERSIONS = 100  # of a template, the newest first
MOST_LISTED = 10
MOST_TIMES, SHORT = 5, 200  # how much longer the old source may be, in characters: catalogs are a stranger's


@dataclass(frozen=True)
class Origin:
    """
    A source that a unit may have had before, as `source_text` gives it, and the key of its unit then.

    `beside` has the codes of the languages whose catalogs have it beside the unit (`#|`); without any it only is
    alike, `likeness` says how much (0-100).
    """

    key: str
    source: str
    where: str
    beside: tuple[str, ...] = ()
    likeness: float = 100.0

    @property
    def is_alike(self) -> bool:
        """True where it could be the same paragraph by its words."""
        return self.likeness >= LEAST


def find_unit(project: Project, languages: Sequence[Language], name: str) -> Unit:
    """
    The unit that a key or `path:line` names, in a template or in the languages' catalogs.

    Raises:
        UserError: there is none.
    """
    for catalog in _catalogs(project, languages):
        unit = find_named(catalog, name)
        if unit is not None:
            return unit
    raise UserError(
        f"{quote(name)}: there is no such paragraph; name it as it is now, by its key (data-unit of a page of the "
        "working edition, `editions approve --plan` lists them) or by path:line of a catalog or template"
    )


def origins(project: Project, languages: Sequence[Language], unit: Unit, ledger: Ledger) -> list[Origin]:
    """
    The sources that the unit may have had before, each once.

    First those that stand beside it in catalogs (of the most languages first), then obsolete ones and those that
    the template's history has, the most alike first.
    """
    beside, obsolete, active = _in_catalogs(project, languages, unit)
    found = [
        _origin(unit, source, f"beside it in {', '.join(codes)}", tuple(codes))
        for source, codes in sorted(beside.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
    weaker = dict.fromkeys(_before_in_template(project, unit, ledger), "what the template had before")
    weaker |= {source: f"obsolete in {', '.join(codes)}" for source, codes in obsolete.items()}
    rest = [
        _origin(unit, source, where) for source, where in weaker.items() if source not in {*beside, *active}
    ]
    return [*found, *sorted(rest, key=lambda each: (-each.likeness, each.source))[:MOST_LISTED]]


def _origin(unit: Unit, source: str, where: str, beside: tuple[str, ...] = ()) -> Origin:
    singular = source.partition("\0")[0]
    key = key_of(unit.domain, unit.context, singular)
    likeness = 100.0 if beside else fuzz.ratio(source[:LONGEST], source_text(unit)[:LONGEST])
    return Origin(key, source, where, beside, float(likeness))


def _catalogs(project: Project, languages: Sequence[Language]) -> Iterator[Catalog]:
    """Yields templates, then catalogs; of those that cannot be read check tells."""
    for path in sorted(project.templates.rglob("*.pot")):
        domain = project.domain(path)
        if domain != INTERFACE_DOMAIN:
            with contextlib.suppress(CatalogError):
                yield Catalog.load(path, root=project.root, domain=domain)
    for language in languages:
        yield from readable(project, language)


def _in_catalogs(
    project: Project, languages: Sequence[Language], unit: Unit
) -> tuple[dict[str, list[str]], dict[str, list[str]], set[str]]:
    """What stands beside the unit and what is obsolete, both with languages; and all that is in the source today."""
    beside: defaultdict[str, list[str]] = defaultdict(list)
    obsolete: defaultdict[str, list[str]] = defaultdict(list)
    active: set[str] = set()
    text = source_text(unit)
    for catalog in _catalogs(project, languages):
        active |= (
            set() if catalog.units[:1] and catalog.units[0].language else set(map(source_text, catalog.units))
        )
        for each in catalog.units:
            former = previous_text(each)
            fits = source_text(each) == text and each.context == unit.context == each.previous_context
            if fits and former is not None and _could_be(former, text):
                _note(beside[former], each.language)
        for each in catalog.obsolete:
            if (
                catalog.domain == unit.domain
                and each.context == unit.context
                and _could_be(source_text(each), text)
            ):
                _note(obsolete[source_text(each)], each.language)
    return beside, obsolete, active


def _note(codes: list[str], code: str) -> None:
    if code not in codes:
        codes.append(code)


def _could_be(old: str, new: str) -> bool:
    """True for another text that has a plural where the new one has, and is not out of all proportion to it."""
    return old != new and old.count("\0") == new.count("\0") and len(old) <= MOST_TIMES * len(new) + SHORT


def _before_in_template(project: Project, unit: Unit, ledger: Ledger) -> list[str]:
    """The sources that the template lost when the unit came, by the newest of its versions that lacks it."""
    path = project.template(unit.domain)
    text, after = source_text(unit), None
    for data in _versions(path, project, ledger):
        try:
            units = Catalog.parse(data, path, root=project.root, domain=unit.domain).units
        except CatalogError:
            continue
        here = {source_text(each) for each in units if each.context == unit.context}
        if text not in here and after is not None:
            return [source for source in here if source not in after and _could_be(source, text)]
        after = here if text in here else after
    return []


def _versions(path: Path, project: Project, ledger: Ledger) -> Iterator[bytes]:
    """Yields the template as it is, then as it was, the newest first."""
    try:
        yield Catalog.load(path, root=project.root).data
    except CatalogError:
        return
    if ledger.history is None:
        return
    with ledger.history.reader(largest=LARGEST) as read:
        for change in ledger.history.changes([path], most=MOST_VERSIONS):
            _, blob = change.files.get(path, ((), None))
            data = read(blob) if blob else None
            if data is not None:
                yield data
