"""Where errors are planted: a project of translations in a folder of its own; every text of it as a `Text`."""

from __future__ import annotations

import shutil
import tomllib
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from editions.catalog import Catalog, render
from editions.holdings import readable
from editions.language import Language
from editions.problem import UserError
from editions.project import Project
from planter.lexicon import lexicon
from planter.text import Shunned, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bench.harness.corpus import Corpus
    from editions.catalog import Unit

REPOSITORY = Path(__file__).resolve().parents[2]
OWN, HUMAN = "own", "human"  # this project's drafts; translations that people made
_PARTS = ("pyproject.toml", "docs", "locales")
_SETTINGS = '[tool.editions]\nsource = "docs"\nlocales = "locales"\noutput = "build"\n'
# Where translators lead readers to in their own language, as whoever runs these projects would say.
_SITES = 'own_language_sites = ["wikipedia.org", "php.net", "mysql.com", "mozilla.org"]\n'
_NO_COPY = shutil.ignore_patterns("build", ".editions", "__pycache__", "*.mo")
_NEAR = 3  # units before and behind one, whose text may have got into its place
_HEADER = {"Content-Type": "text/plain; charset=UTF-8"}


@dataclass(frozen=True, eq=False)
class Ground:
    """A project in the folder `root` and what `name` it has in tables; `fuzzy`: doubtful texts count, too."""

    name: str
    root: Path
    fuzzy: bool = True

    @cached_property
    def project(self) -> Project:
        """The project."""
        return Project.load(self.root)

    @cached_property
    def catalogs(self) -> Mapping[str, tuple[Catalog, ...]]:
        """The catalogs by their language's code; those that cannot be read are left out."""
        return {language.code: tuple(readable(self.project, language)) for language in self.project.languages}

    @cached_property
    def texts(self) -> Mapping[str, tuple[Text, ...]]:
        """All single translations by their language's code, in the order of the catalogs."""
        return {
            language.code: tuple(
                text for catalog in self.catalogs[language.code] for text in self._texts(catalog, language)
            )
            for language in self.project.languages
        }

    @cached_property
    def _by_key(self) -> Mapping[str, Mapping[str, str]]:
        """The translations of a unit by language, by the unit's key."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for code, catalogs in self.catalogs.items():
            for unit in (unit for catalog in catalogs for unit in self._usable(catalog)):
                found[unit.key][code] = unit.targets[0]
        return found

    @cached_property
    def _names(self) -> Sequence[Mapping[str, Any]]:
        path = self.project.locales / "names.toml"
        table = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        return [*table.get("name", ()), *table.get("term", ())]

    def _usable(self, catalog: Catalog) -> list[Unit]:
        return [
            unit
            for unit in catalog.units
            if unit.plural is None
            and unit.has_text
            and unit.source.strip()
            and (self.fuzzy or not unit.fuzzy)
        ]

    def _texts(self, catalog: Catalog, language: Language) -> Iterator[Text]:
        units = self._usable(catalog)
        shunned = tuple(_shunned(self._names, language.code))
        for number, unit in enumerate(units):
            near = [
                *reversed(units[max(0, number - _NEAR) : number]),
                *units[number + 1 : number + 1 + _NEAR],
            ]
            elsewhere = dict(self._by_key[unit.key])
            elsewhere.pop(language.code, None)
            siblings = [each.targets[0] for each in near]
            yield Text(unit, language, lexicon(language.code), siblings, elsewhere, shunned)


def own(folder: Path, *, name: str = OWN, origin: Path = REPOSITORY) -> Ground:
    """A copy of a project, by default this one, below the folder."""
    root = folder / name
    root.mkdir(parents=True)
    for part in _PARTS:
        if (origin / part).is_dir():
            shutil.copytree(origin / part, root / part, ignore=_NO_COPY)
        elif (origin / part).exists():
            shutil.copyfile(origin / part, root / part)
    return Ground(name, root)


def human(folder: Path, corpus: Corpus) -> Ground:
    """
    A project of the catalogs of a corpus, below the folder; only what people stand behind counts.

    Raises:
        UserError: no catalog of the corpus can be read and says its language.
    """
    root = folder / HUMAN
    (root / "docs").mkdir(parents=True)
    (root / "docs" / "conf.py").write_text('project = "human"\n', encoding="utf-8")
    (root / "pyproject.toml").write_text(_SETTINGS + _SITES, encoding="utf-8")
    domains: dict[str, list[Catalog]] = defaultdict(list)
    for catalog in corpus.catalogs:
        code = _code(catalog)
        if code is not None:
            domain = _domain(catalog, code)
            path = root / "locales" / code / "LC_MESSAGES" / f"{domain}.po"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(catalog.data)
            domains[domain].append(catalog)
    if not domains:
        raise UserError(f"{corpus.folder}: no catalog here can be read and says which language it is in")
    for domain, catalogs in domains.items():
        _write_template(root / "locales" / "pot" / f"{domain}.pot", catalogs)
    return Ground(HUMAN, root, fuzzy=False)


def _write_template(path: Path, catalogs: Sequence[Catalog]) -> None:
    """The template of a document, as the fullest of its catalogs tells of it: some rules look at both."""
    fullest = max(catalogs, key=lambda catalog: len(catalog.units))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(render(_HEADER, (_untranslated(unit) for unit in fullest.units)))


def _untranslated(unit: Unit) -> Unit:
    return replace(unit, targets=("",) * len(unit.targets), comments=(), flags=(), previous=None)


def _code(catalog: Catalog) -> str | None:
    """The language that a catalog says it is in, in its header, else by the names of its file or folders."""
    path = PurePosixPath(catalog.path)
    named = [catalog.header.get("Language", ""), path.stem, *reversed(path.parts[:-1])]
    return next((code for code in named if Language.is_code(code) and Language(code).locale), None)


def _domain(catalog: Catalog, code: str) -> str:
    """What a catalog's path says without the language: `phpmyadmin` for phpmyadmin/de.po."""
    parts = PurePosixPath(catalog.path).with_suffix("").parts
    return "-".join(part for part in parts if part not in {code, "LC_MESSAGES"}) or "corpus"


def _shunned(names: Iterable[Mapping[str, Any]], code: str) -> Iterator[Shunned]:
    """What `locales/names.toml` says of a language: renderings with those that are forbidden in their place."""
    for entry in names:
        forbidden = entry.get("forbidden", {})
        forbidden = forbidden.get(code, ()) if isinstance(forbidden, dict) else ()
        rendering = entry["source"] if entry.get("keep") is True else entry.get(code)
        if rendering and forbidden:
            yield Shunned(str(entry["source"]), str(rendering), tuple(map(str, forbidden)))
