"""What stood in the trusted history at a commit, as a coordinator adopts it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from editions.adopt.adoption import SHORT, Adoption, why_not
from editions.catalog import INTERFACE_DOMAIN, Catalog, CatalogError
from editions.catalog.store import LARGEST
from editions.fingerprint import text_hash
from editions.problem import Problem, UserError
from editions.terminal import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from editions.catalog import Unit
    from editions.history import History
    from editions.journal import Ledger
    from editions.language import Language
    from editions.project import Project

MOST_COMMITS = 200  # before the one that is adopted, in which machine marks are looked for
# What names a machine's words in a mark, wherever a tool wrapped the line (DESIGN 3).
NAMED = re.compile(rb"\bt=([0-9a-f]{16})\b")


def propose(
    project: Project, languages: Sequence[Language], commit: str, ledger: Ledger
) -> Iterator[Adoption]:
    """
    Yields what would be adopted: one for each catalog that the languages had at a commit, in their order.

    Only what was `translated` then: no fuzzy flag, no machine mark, no other source beside it; neither the
    interface's texts nor obsolete ones. What a machine wrote by any mark in the 200 commits before, or in the
    trusted revision, is left out as well, and what is adopted or vouched for already, or objected to. Nothing
    is written.

    Raises:
        UserError: version control does not know the project, or the commit is not in the trusted history.
    """
    history = ledger.history
    if history is None:
        raise UserError("adopt needs git: it signs what stood in the project's history at a commit")
    name = history.commit(commit)
    if not history.holds(name):
        raise UserError(
            f"--trust {quote(commit)}: this commit is not in the trusted history ({history.shown}); "
            "name one that was merged (git log), or fetch the whole history (git fetch --unshallow)"
        )
    past = Past(project, history, name)
    for language in languages:
        yield from _of_language(past, language, ledger)


@dataclass(frozen=True)
class Past:
    """The project as it stood at a commit."""

    project: Project
    history: History
    commit: str

    def catalogs(self, language: Language) -> dict[Path, str]:
        """
        The language's catalogs then, with their git object names; elsewhere if the folder was not there yet.

        Raises:
            UserError: several other folders could be meant.
        """
        usual = _catalogs(self.history.files(self._folder(language), self.commit))
        if usual:
            return usual
        end = ("LC_MESSAGES", language.code)
        found: defaultdict[Path, dict[Path, str]] = defaultdict(dict)
        for path, blob in _catalogs(self.history.files(self.project.root, self.commit)).items():
            for folder in path.parents:
                if (folder.name, folder.parent.name) == end:
                    found[folder][path] = blob
        if len(found) > 1:
            places = ", ".join(sorted(quote(self.project.shown(folder)) for folder in found))
            raise UserError(
                f"{language.code}: its catalogs lay in several places at {self.commit[:SHORT]}: {places}; "
                "adopt a later commit, in which they lie where they do now"
            )
        return next(iter(found.values()), {})

    def machine_words(self, language: Language, folders: Iterable[Path]) -> frozenset[bytes]:
        """The hashes (16 hex) of all texts that a mark called a machine's, then, before, or in the trusted revision."""
        blobs = set(_catalogs(self.history.files(self._folder(language))).values())
        places = sorted({self._folder(language), *folders})
        for change in self.history.changes(places, most=MOST_COMMITS, revision=self.commit):
            for before, after in change.files.values():
                blobs |= {blob for blob in (*before, after) if blob}
        found: set[bytes] = set()
        with self.history.reader(largest=LARGEST) as read:
            for blob in blobs:
                found |= named_in(read(blob) or b"")
        return frozenset(found)

    def _folder(self, language: Language) -> Path:
        return self.project.locales / language.code / "LC_MESSAGES"


def named_in(data: bytes) -> frozenset[bytes]:
    """The hashes (16 hex) of the texts that marks in a catalog call a machine's."""
    return frozenset(NAMED.findall(data)) if b"mt: " in data else frozenset()


def _catalogs(files: Mapping[Path, str]) -> dict[Path, str]:
    return {path: blob for path, blob in sorted(files.items()) if path.suffix == ".po"}


def _of_language(past: Past, language: Language, ledger: Ledger) -> Iterator[Adoption]:
    project = past.project
    blobs = past.catalogs(language)
    machine = past.machine_words(language, {path.parent for path in blobs}) if blobs else frozenset()
    for path, blob in blobs.items():
        empty = Adoption(language, project.domain(path), project.shown(path), commit=past.commit)
        if empty.domain == INTERFACE_DOMAIN:
            continue
        data = past.history.read([blob]).get(blob)
        try:
            units = _units(data, path, past)
        except CatalogError as error:
            yield replace(empty, problems=tuple(_as_of(each, past) for each in error.problems))
            continue
        reasons = [why_not(unit, ledger, machine) for unit in units]
        texts = {text_hash(unit) for unit, why in zip(units, reasons, strict=True) if not why}
        yield replace(empty, texts=tuple(sorted(texts)), left=Counter(filter(None, reasons)))


def _units(data: bytes | None, path: Path, past: Past) -> tuple[Unit, ...]:
    """
    The units of a catalog as it was then.

    Raises:
        CatalogError: it was damaged, or its content is not in this copy of the repository.
    """
    if data is None:
        text, fix = "git does not have this file", "clone the repository without --filter"
        raise CatalogError(past.project.shown(path), 1, text, fix)
    return Catalog.parse(data, path, root=past.project.root).units


def _as_of(problem: Problem, past: Past) -> Problem:
    """The problem of an old version: nobody can mend it, so it only warns."""
    text = f"as of {past.commit[:SHORT]}: {problem.text}; nothing of it is adopted"
    fix = "adopt a commit in which the file is whole, or vouch for its texts (editions approve)"
    return replace(problem, text=text, fix=fix, severity="warning")
