"""Which unit a word means: a key, also one that the unit had once, or a place in a catalog."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from editions.catalog import Catalog, CatalogError
from editions.catalog.search import identities, read_name
from editions.catalog.unit import key_of
from editions.holdings import templates
from editions.problem import UserError, parse_place
from editions.story.versions import is_text
from editions.terminal import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from editions.catalog import Unit
    from editions.catalog.unit import Identity
    from editions.language import Language
    from editions.project import Project
    from editions.story.versions import Versions

KEY = re.compile(r"[0-9a-f]{16}")
HOW = (
    "name it by its key of 16 digits (data-unit of a page of the working edition; editions approve shows it), "
    "or by a place: locales/de/LC_MESSAGES/intro.po:42"
)
MOST_COMMITS = 1000  # of a language that are searched for a key that is nowhere today


@dataclass(frozen=True)
class Name:
    """A unit's name in every language: its catalog's domain, context and source. `language` is that of a place."""

    domain: str
    identity: Identity
    language: str = ""

    @property
    def key(self) -> str:
        """The unit's key (DESIGN, contract)."""
        return key_of(self.domain, *self.identity)


def find_name(project: Project, word: str, languages: Sequence[Language], versions: Versions) -> Name:
    """
    The unit that a word names; a key may be one that it had before its source changed.

    Raises:
        UserError: it names none, now or ever.
        CatalogError: the catalog of a place cannot be read.
    """
    place = parse_place(word)
    if place:
        return _at(project, *place)
    if not KEY.fullmatch(word):
        raise UserError(f"{harmless(word)!r} names no paragraph; {HOW}")
    known = _named_now(project, languages, word) or _named_once(project, languages, word, versions)
    if known is None:
        raise UserError(f"no paragraph has or had the key {word} here; {HOW}")
    return known


def _at(project: Project, given: str, line: int) -> Name:
    path = project.root / given
    if ".." in path.parts or path.suffix not in (".po", ".pot") or not path.is_file():
        raise UserError(f"{harmless(given)}: no catalog of this project; {HOW}")
    unit = Catalog.load(path, root=project.root, domain=project.domain(path)).at(line)
    if unit is None:
        raise UserError(f"{harmless(given)}:{line}: no paragraph stands in this line; {HOW}")
    return Name(unit.domain, unit.identity, unit.language)


def _named_now(project: Project, languages: Sequence[Language], key: str) -> Name | None:
    """By what the templates and catalogs hold: a unit, an obsolete one, else what the source of one was before."""
    noted = None
    for unit in _units(project, languages):
        if unit.key == key:
            return Name(unit.domain, unit.identity)
        for former in unit.former_identities:
            if key_of(unit.domain, *former) == key:
                noted = noted or Name(unit.domain, former)
    return noted


def _units(project: Project, languages: Sequence[Language]) -> Iterator[Unit]:
    try:
        for template in templates(project).values():
            yield from template.units
    except CatalogError:
        pass  # check reports it
    for language in languages:
        for path in filter(is_text, project.catalogs(language)):
            try:
                catalog = Catalog.load(path, root=project.root)
            except CatalogError:
                continue
            yield from (*catalog.units, *catalog.obsolete)


def _named_once(project: Project, languages: Iterable[Language], key: str, versions: Versions) -> Name | None:
    """By what version control has: of the templates, then of each language."""
    folders = [
        project.templates,
        *(project.locales / language.code / "LC_MESSAGES" for language in languages),
    ]
    for folder in folders:
        seen: set[tuple[str, bytes, bytes]] = set()
        for path, text in _old_texts(versions, folder):
            domain = project.domain(path)
            for context, source in identities(text):
                if (domain, context, source) not in seen:
                    seen.add((domain, context, source))
                    name = _decoded(context, source)
                    if name and key_of(domain, *name) == key:
                        return Name(domain, name)
    return None


def _decoded(context: bytes, source: bytes) -> Identity | None:
    try:
        return read_name(context, source)
    except UnicodeDecodeError:
        return None


def _old_texts(versions: Versions, folder: Path) -> Iterator[tuple[Path, bytes]]:
    """The versions of all catalogs in a folder, the newest first, each once."""
    head = versions.head()
    if versions.history is None or head is None:
        return
    seen: set[str] = set()
    for commit in versions.history.changes([folder], most=MOST_COMMITS, revision=head):
        for path, (olds, new) in commit.files.items():
            for name in (new, *olds):
                if name and name not in seen and is_text(path) and path.suffix in (".po", ".pot"):
                    seen.add(name)
                    try:
                        yield path, versions.text(name, path)
                    except CatalogError:
                        continue
