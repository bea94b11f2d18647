"""What exports of Weblate call approved, as a coordinator adopts it: where exactly the same stands here."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from editions.adopt.adoption import Adoption, why_not
from editions.adopt.export import read_export
from editions.adopt.past import Past, named_in
from editions.catalog import INTERFACE_DOMAIN, Catalog, CatalogError
from editions.fingerprint import source_text, text_hash
from editions.problem import UserError
from editions.terminal import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from editions.adopt.export import Entry, Export
    from editions.catalog import Unit
    from editions.journal import Ledger
    from editions.language import Language
    from editions.project import Project

MOST_TOLD = 20  # texts of an export that are listed with the reason why they are not adopted
SHOWN = 70  # characters of a text beside another
UNKNOWN = "no paragraph here has this source and context"
DOUBTFUL = "the exports call it approved in one place, and not in another"
OTHER = "here stands another translation, {place}"
EVERYTHING = (
    "every translated text in it is called approved. Older versions of Weblate wrote that whether somebody had "
    "approved it or not: sign only if you know that each was reviewed"
)


@dataclass(frozen=True)
class Reading:
    """An export beside the catalogs: `left` are the approved texts that are not adopted, each with the reason."""

    export: Export
    left: tuple[tuple[Entry, str], ...] = ()

    def __str__(self) -> str:
        """One line for the export, one below for each text that is left out (at most 20)."""
        every, path = self.export.entries, self.export.path
        lines = [f"{path}: {len(self.export.approved)} of {len(every)} texts are called approved"]
        lines += [f"{path}: {EVERYTHING}"] if self.export.approves_everything else []
        for entry, why in islice(self.left, MOST_TOLD):
            lines.append(f"{path}:{entry.line}: not adopted: {why}")
            lines.append(f"    approved: {quote(' | '.join(entry.targets), SHOWN)}")
        more = len(self.left) - MOST_TOLD
        return "\n".join(
            lines + ([f"{path}: {more} more are not adopted for such reasons"] if more > 0 else [])
        )


@dataclass(frozen=True)
class Approvals:
    """What exports come to: each beside the catalogs, and what would be adopted of the catalogs."""

    readings: tuple[Reading, ...]
    adoptions: tuple[Adoption, ...]


def propose_approved(
    project: Project, language: Language, exports: Sequence[Path], ledger: Ledger
) -> Approvals:
    """
    What would be adopted of a language: what exports call approved and stands in its catalogs now, word for word.

    Left out is what differs in source, context or any plural form, what an export says in two ways, and for the same
    reasons as at a commit (`propose`) what a machine wrote, what needs work and what is known. Nothing is written.

    Raises:
        UserError: version control does not know the project, or an export cannot be used (`read_export`).
    """
    if ledger.history is None:
        raise UserError("adopt needs git: it looks in the project's history for a machine's words")
    told = list(
        {export.digest: export for export in (read_export(path, language) for path in exports)}.values()
    )
    past = Past(project, ledger.history, ledger.history.commit("HEAD"))
    catalogs, damaged = _catalogs(project, language)
    machine = past.machine_words(language, ()).union(*(named_in(catalog.data) for catalog in catalogs))
    matches = match(told, [unit for catalog in catalogs for unit in catalog.units])
    adoptions = [
        each
        for catalog in catalogs
        for each in _of_catalog(
            Adoption(language, catalog.domain, catalog.path), catalog, matches, machine, ledger
        )
    ]
    return Approvals(
        tuple(Reading(export, tuple(matches.left[export.digest])) for export in told),
        tuple(damaged + adoptions),
    )


def _catalogs(project: Project, language: Language) -> tuple[list[Catalog], list[Adoption]]:
    """The language's catalogs, and those that cannot be read; without the interface's."""
    found, damaged = [], []
    for path in project.catalogs(language):
        domain = project.domain(path)
        try:
            found += [Catalog.load(path, root=project.root)] if domain != INTERFACE_DOMAIN else []
        except CatalogError as error:
            damaged.append(Adoption(language, domain, project.shown(path), problems=error.problems))
    return found, damaged


@dataclass
class Matches:
    """The texts (`text_hash`) that exports approve, each with the export's digest; by digest what is left out."""

    texts: dict[str, str] = field(default_factory=dict)
    left: defaultdict[str, list[tuple[Entry, str]]] = field(default_factory=lambda: defaultdict(list))


def match(exports: Sequence[Export], units: Iterable[Unit]) -> Matches:
    """The texts of units that an export calls approved, and none calls anything else."""
    known: defaultdict[tuple[str, str], list[Unit]] = defaultdict(list)
    for unit in units:
        known[unit.context or "", source_text(unit)].append(unit)
    doubtful = _doubtful(exports)
    found = Matches()
    for export in exports:
        for entry in export.approved:
            here = known.get((entry.context, entry.source), [])
            same = [unit for unit in here if _same(unit, entry)]
            why = entry.fault or (DOUBTFUL if id(entry) in doubtful else "") or _why_other(here, same)
            if why:
                found.left[export.digest].append((entry, why))
            for unit in () if why else same:
                found.texts.setdefault(text_hash(unit), export.digest)
    return found


def _doubtful(exports: Iterable[Export]) -> set[int]:
    """
    The entries (`id`) that are contradicted: by the same text without approval, or by another entry of its file.

    In other files the same source may have another translation.
    """
    texts: defaultdict[tuple[object, ...], list[Entry]] = defaultdict(list)
    sources: defaultdict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for export in exports:
        for entry in export.entries:
            texts[entry.context, entry.source, entry.targets].append(entry)
            sources[export.digest, entry.part, entry.context, entry.source].append(entry)
    return {
        id(entry)
        for alike in (*texts.values(), *sources.values())
        if len({(each.targets, each.approved) for each in alike}) > 1
        for entry in alike
    }


def _same(unit: Unit, entry: Entry) -> bool:
    """Whether all forms are the same; forms that the language does not have are empty in an export."""
    count = len(unit.targets)
    return entry.targets[:count] == unit.targets and not any(entry.targets[count:])


def _why_other(here: Sequence[Unit], same: Sequence[Unit]) -> str:
    if same:
        return ""
    return OTHER.format(place=f"{quote(here[0].catalog)}:{here[0].line}") if here else UNKNOWN


def _of_catalog(
    empty: Adoption, catalog: Catalog, matches: Matches, machine: frozenset[bytes], ledger: Ledger
) -> Iterator[Adoption]:
    """What would be adopted of a catalog, for each export that approves something of it."""
    texts: defaultdict[str, set[str]] = defaultdict(set)
    left: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for unit in catalog.units:
        text = text_hash(unit)
        if text in matches.texts:
            why, export = why_not(unit, ledger, machine), matches.texts[text]
            left[export].update([why] if why else [])
            texts[export].update([] if why else [text])
    for export, hashes in texts.items():
        yield replace(empty, export=export, texts=tuple(sorted(hashes)), left=left[export])
