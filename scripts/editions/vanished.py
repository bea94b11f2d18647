"""
Vanished marks: machine text whose mark somebody took away.

A unit alone cannot tell that a mark is missing. What stood in the trusted revision can; and of what was never
committed, what this machine's log of saves remembers.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from unicodedata import normalize

from editions import saves
from editions.catalog import Catalog, CatalogError
from editions.fingerprint import fingerprint, target_hash
from editions.history import blob_name
from editions.problem import Problem
from editions.state import Mark, find_marks, own_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from editions.catalog import Unit
    from editions.history import History
    from editions.journal import Ledger
    from editions.language import Language
    from editions.project import Project

RULE = "vanished-mark"
FIX = (
    "put the line back (your version history has it): “# {mark}”; if the words are yours, change them; "
    "if they are right as they are, vouch for them"
)
DIGITS = 16  # of a hash, in a mark
Place = tuple[str, "str | None", str]  # domain, context, source
Paragraph = tuple["str | None", str, str]  # context, source, words


@dataclass
class _Past:
    """
    What is known of earlier: the machine's words (`_words`), with the marks that said so.

    `marked` has them by the places where they stood, `loose` those of files that could not be read then (by the
    first 16 digits of their hash). `unmarked` are a person's words: where they stood without a mark.
    """

    marked: defaultdict[str, dict[Place, str]] = field(default_factory=lambda: defaultdict(dict))
    unmarked: set[tuple[Place, str]] = field(default_factory=set)
    loose: dict[str, str] = field(default_factory=dict)

    def add(self, data: bytes, path: Path, project: Project) -> None:
        """Takes in a catalog as it was; one that was damaged still tells which marks it had."""
        try:
            catalog = Catalog.parse(data, path, root=project.root)
        except CatalogError:
            lines = data.decode(errors="replace").splitlines()
            comments = [line[1:] for line in lines if line.startswith("#")]
            self.loose |= {mark.t: mark.text for mark, _ in find_marks(comments)}
            return
        for unit in (*catalog.units, *catalog.obsolete):
            marks = own_marks(unit) if unit.comments else ()
            if marks:
                self.marked[_words(unit)][_place(unit)] = marks[0].text
            else:
                self.unmarked.add((_place(unit), unit.target))


@dataclass
class _Present:
    """The changed catalogs as they are: places that have a text, and by its words those where a mark is."""

    texts: set[Place] = field(default_factory=set)
    marked: defaultdict[str, set[Place]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, catalogs: Iterable[Catalog]) -> _Present:
        found = cls()
        for unit in (unit for catalog in catalogs for unit in (*catalog.units, *catalog.obsolete)):
            if unit.has_text:
                found.texts.add(_place(unit))
                if unit.comments and own_marks(unit):
                    found.marked[_words(unit)].add(_place(unit))
        return found


def vanished(
    project: Project, language: Language, catalogs: Sequence[Catalog], ledger: Ledger
) -> Iterator[Problem]:
    """
    Yields a problem for every text that is a machine's, word for word, and no longer says so (DESIGN 3).

    Whoever vouched for it may drop the mark. `catalogs` are the language's, those that can be read; only what
    changed since the trusted revision is looked at.

    Raises:
        UserError: git knows of an earlier version of a catalog and does not have it.
    """
    changed, past = _past(project, language, catalogs, ledger.history)
    units = [unit for catalog in changed for unit in catalog.units if _is_new_word(unit, past)]
    if not units:
        return
    present = _Present.of(changed)
    twins = _twins(units, catalogs)
    try:
        drafted = _drafted(project, language)
    except (saves.SaveLogError, CatalogError) as error:
        drafted = {}
        yield error.problem
    for unit in units:
        paragraph = (unit.context, unit.source, _words(unit))
        mark = _lost(unit, past, present) or twins.get(paragraph) or drafted.get(paragraph)
        if mark and not ledger.trust.is_vouched(_as_drafted(unit)):
            text = "these are still a machine's words, and the line that says so is gone"
            yield Problem(unit.catalog, unit.line, RULE, "error", text, FIX.format(mark=mark))


def _place(unit: Unit) -> Place:
    return (unit.domain, unit.context, unit.source)


def _words(unit: Unit) -> str:
    """The hash of a text in the one form that Unicode has for it: a tool that changes the form wrote nothing."""
    return fingerprint(normalize("NFC", unit.target))


def _as_drafted(unit: Unit) -> Unit:
    """The unit with a mark: who only says to have written what a machine wrote does not stand behind it."""
    mark = Mark("unknown", "0001-01-01", "0" * DIGITS, target_hash(unit)[:DIGITS])
    return replace(unit, comments=(*unit.comments, mark.text))


def _is_new_word(unit: Unit, past: _Past) -> bool:
    """True for a text without a mark that did not stand there so before."""
    if not unit.has_text or (_place(unit), unit.target) in past.unmarked:
        return False
    return not (unit.comments and own_marks(unit))


def _lost(unit: Unit, past: _Past, present: _Present) -> str | None:
    """
    The mark that the unit's words had.

    They had one for this very paragraph, or in a place that is gone: moved, renamed, its source changed. Where
    another paragraph is still there a person may have written the same short text, once more, for this one.
    """
    words = _words(unit)
    owners: Mapping[Place, str] = past.marked.get(words, {})
    own = [mark for (_, *paragraph), mark in owners.items() if paragraph == [unit.context, unit.source]]
    if own:
        return own[0]
    gone = [place for place in owners if place not in present.texts]
    moved = present.marked[words] - owners.keys()
    if len(gone) > len(moved):
        return owners[gone[0]]
    return past.loose.get(target_hash(unit)[:DIGITS])


def _twins(units: Iterable[Unit], catalogs: Iterable[Catalog]) -> dict[Paragraph, str]:
    """The marks of the same paragraphs in other catalogs: who copies a draft, as memories do, copies its mark."""
    wanted = {(unit.context, unit.source) for unit in units}
    alike = (unit for catalog in catalogs for unit in catalog.units if unit.identity in wanted)
    return {
        (unit.context, unit.source, _words(unit)): marks[0].text
        for unit in alike
        if unit.comments and (marks := own_marks(unit))
    }


def _past(
    project: Project, language: Language, catalogs: Sequence[Catalog], history: History | None
) -> tuple[list[Catalog], _Past]:
    """The catalogs that changed since the trusted revision, which alone matter, and what was there before."""
    past = _Past()
    if history is None:
        return list(catalogs), past
    blobs = _catalogs(history, project.locales / language.code / "LC_MESSAGES")
    if not blobs:  # a new language; or one under a new code
        everywhere = _catalogs(history, project.locales)
        blobs = {path: blob for path, blob in everywhere.items() if not path.exists()}
    here = {project.root / catalog.path: catalog for catalog in catalogs}
    same = {path for path, blob in blobs.items() if path in here and blob_name(here[path].data, blob) == blob}
    # What lies here and cannot be read is an error of its own; until it is mended nothing is said of its units.
    changed = {path: blob for path, blob in blobs.items() if path in here or not path.exists()}
    before = history.contents({path: blob for path, blob in changed.items() if path not in same})
    for path, data in before.items():
        past.add(data, path, project)
    return [catalog for path, catalog in here.items() if path not in same], past


def _catalogs(history: History, folder: Path) -> dict[Path, str]:
    return {path: blob for path, blob in history.files(folder).items() if path.suffix == ".po"}


def _drafted(project: Project, language: Language) -> dict[Paragraph, str]:
    """
    The marks of machine text that this machine put into the language's catalogs, by the log of saves.

    By context, source and words: documents are renamed, and what update carried on was saved anew.
    """
    folder = project.shown(project.locales / language.code / "LC_MESSAGES")
    found: dict[Paragraph, str] = {}
    for save in saves.entries(project):
        if save.path.startswith(f"{folder}/") and "mt:" in save.new:
            for entry, _ in saves.units(save.new, save, ""):
                unit = entry.unit
                for mark in own_marks(unit)[:1]:
                    found[unit.context, unit.source, _words(unit)] = mark.text
    return found
