"""
The stage adopt: a coordinator vouches for the human translations that a project had before it came here.

Her signed word says: what stood in the trusted history at this commit was reviewed by the project's own rules. It
holds for those texts, not for their places: whatever was edited since has to be vouched for like everything else.
First `propose` says what would be signed, then `sign` signs it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from editions.catalog import Catalog, CatalogError
from editions.catalog.store import LARGEST
from editions.fingerprint import target_hash, text_hash
from editions.holdings import INTERFACE_DOMAIN
from editions.problem import Problem, UserError
from editions.state import state_of
from editions.terminal import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from editions.catalog import Unit
    from editions.history import History
    from editions.journal import Ledger, Pen
    from editions.language import Language
    from editions.project import Project

MOST_COMMITS = 200  # before the one that is adopted, in which machine marks are looked for
# What names a machine's words in a mark, wherever a tool wrapped the line (DESIGN 3).
NAMED = re.compile(rb"\bt=([0-9a-f]{16})\b")
SHORT = 10  # digits of a commit that messages show
WHY_NOT = {
    "known": "adopted or vouched for already",
    "machine": "a machine's words once: people vouch for them (editions approve)",
    "objected": "somebody says that it needs work",
    "not ready": "not translated, a machine's, or marked as needing work",
}


@dataclass(frozen=True)
class Adoption:
    """
    What would be adopted of one catalog.

    `path` is where it lay at `commit` (full name), relative to the project; `texts` are the hashes of what would
    be signed (`text_hash`, sorted, each once). `left` says how many units are left out, by a key of `WHY_NOT`.
    `problems`: it could not be read as of then, nothing of it is adopted.
    """

    language: Language
    domain: str
    path: str
    commit: str
    texts: tuple[str, ...] = ()
    left: Mapping[str, int] | None = None
    problems: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        """One line for the catalog, one below for each reason why something is left out; or its problems."""
        if self.problems:
            return "\n".join(map(str, self.problems))
        count = len(self.texts)
        head = f"{quote(self.path)} as of {self.commit[:SHORT]}: {count} {'text' if count == 1 else 'texts'}"
        left = self.left or {}
        return "\n".join(
            [head, *(f"    {left[why]} not: {WHY_NOT[why]}" for why in WHY_NOT if left.get(why))]
        )

    def line(self) -> dict[str, Any]:
        """The line to be signed, as the journal takes it."""
        return {"do": "adopt", "domain": self.domain, "commit": self.commit, "texts": list(self.texts)}


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
    past = _Past(project, history, name)
    for language in languages:
        yield from _of_language(past, language, ledger)


def sign(project: Project, adoptions: Iterable[Adoption], pen: Pen) -> int:
    """
    Signs what was proposed, one line for each catalog, and returns the number of lines.

    Raises:
        UserError: the person is no coordinator of all these languages (then nothing is signed), or her key
            cannot be used.
    """
    lines: defaultdict[Language, list[dict[str, Any]]] = defaultdict(list)
    for each in adoptions:
        if each.texts:
            lines[each.language].append(each.line())
    for language in lines:
        if not pen.person.may("adopt", language.code):
            raise UserError(
                f"nothing was signed: {pen.person.id!r} is no coordinator for {language.code}; to adopt "
                "translations is a coordinator's word (roles and languages in people.toml)"
            )
    return sum(pen.write(project, language, each) for language, each in lines.items())


@dataclass(frozen=True)
class _Past:
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
                data = read(blob) or b""
                found |= set(NAMED.findall(data)) if b"mt: " in data else set()
        return frozenset(found)

    def _folder(self, language: Language) -> Path:
        return self.project.locales / language.code / "LC_MESSAGES"


def _catalogs(files: Mapping[Path, str]) -> dict[Path, str]:
    return {path: blob for path, blob in sorted(files.items()) if path.suffix == ".po"}


def _of_language(past: _Past, language: Language, ledger: Ledger) -> Iterator[Adoption]:
    project = past.project
    blobs = past.catalogs(language)
    machine = past.machine_words(language, {path.parent for path in blobs}) if blobs else frozenset()
    for path, blob in blobs.items():
        empty = Adoption(language, project.domain(path), project.shown(path), past.commit)
        if empty.domain == INTERFACE_DOMAIN:
            continue
        data = past.history.read([blob]).get(blob)
        try:
            units = _units(data, path, past)
        except CatalogError as error:
            yield replace(empty, problems=tuple(_as_of(each, past) for each in error.problems))
            continue
        reasons = [_why_not(unit, ledger, machine) for unit in units]
        texts = {text_hash(unit) for unit, why in zip(units, reasons, strict=True) if not why}
        yield replace(empty, texts=tuple(sorted(texts)), left=Counter(filter(None, reasons)))


def _units(data: bytes | None, path: Path, past: _Past) -> tuple[Unit, ...]:
    """
    The units of a catalog as it was then.

    Raises:
        CatalogError: it was damaged, or its content is not in this copy of the repository.
    """
    if data is None:
        text, fix = "git does not have this file", "clone the repository without --filter"
        raise CatalogError(past.project.shown(path), 1, text, fix)
    return Catalog.parse(data, path, root=past.project.root).units


def _as_of(problem: Problem, past: _Past) -> Problem:
    """The problem of an old version: nobody can mend it, so it only warns."""
    text = f"as of {past.commit[:SHORT]}: {problem.text}; nothing of it is adopted"
    fix = "adopt a commit in which the file is whole, or vouch for its texts (editions approve)"
    return replace(problem, text=text, fix=fix, severity="warning")


def _why_not(unit: Unit, ledger: Ledger, machine: frozenset[bytes]) -> str:
    """A key of `WHY_NOT`; empty where the unit's text would be adopted."""
    if state_of(unit) != "translated":
        return "not ready"
    standing = ledger.trust.standing(unit)
    if ledger.trust.is_vouched(unit):
        return "known"
    if standing.objections:
        return "objected"
    return "machine" if target_hash(unit)[:16].encode() in machine else ""
