"""The stage `tidy`: brings catalogs to the form in which GNU gettext writes them, unwrapped; loses nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from editions.catalog import Catalog, CatalogError, canonical, rewrite
from editions.problem import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from editions.catalog import Unit
    from editions.language import Language
    from editions.problem import Problem
    from editions.project import Project


@dataclass(frozen=True)
class Tidied:
    """
    What became of one catalog.

    `path` is relative to the project. `changed`: it was not in form, and is now, or would be if it had not only
    been looked at (`only_looked`). `problems`: it cannot be read or written; it was left alone.
    """

    language: str
    path: str
    changed: bool = False
    only_looked: bool = False
    problems: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        """One line for the person who ran the stage, or more for problems."""
        if self.problems:
            return "\n".join(map(str, self.problems))
        if self.changed:
            return f"{self.path}: {'not in form' if self.only_looked else 'brought into form'}"
        return f"{self.path}: in form"


class LostInTidyingError(UserError):
    """The new form does not say the same as the old one; the file must not be written."""


def tidy(project: Project, languages: Sequence[Language], *, check_only: bool = False) -> Iterator[Tidied]:
    """
    Brings each catalog of the languages to the form of `msgcat --no-wrap`, sorted by language and path.

    Yields what became of each; a damaged one is told and left alone. `check_only` writes nothing. Line ends
    become those of Unix. Each file is locked, saved whole or not at all, and logged.

    Raises:
        LostInTidyingError: a unit would not be the same afterwards, which is a bug; that file is not written.
    """
    for language in languages:
        for path in project.catalogs(language):
            yield _tidy(project, language.code, path, check_only=check_only)


def tidied(data: bytes | None, path: Path, *, root: Path) -> bytes:
    """
    The bytes of the catalog `data` of the file `path` in canonical form.

    Raises:
        CatalogError: there is no file (None), or something in it is not understood.
        LostInTidyingError: a unit would not be the same afterwards.
    """
    if data is None:
        raise CatalogError(path.name, 1, "the file is no longer there", "run it again")
    before = Catalog.parse(data, path, root=root)
    after = canonical(before)
    _prove_the_same(before, Catalog.parse(after, path, root=root))
    return after


def _tidy(project: Project, code: str, path: Path, *, check_only: bool) -> Tidied:
    shown = project.shown(path)
    try:
        if check_only:
            data = Catalog.load(path, root=project.root).data
            changed = tidied(data, path, root=project.root) != data
            return Tidied(code, shown, changed=changed, only_looked=True)
        changed = rewrite(path, lambda data: tidied(data, path, root=project.root), root=project.root)
        return Tidied(code, shown, changed=changed)
    except CatalogError as error:
        return Tidied(code, shown, problems=error.problems)


def _prove_the_same(before: Catalog, after: Catalog) -> None:
    pairs = zip((*before.units, *before.obsolete), (*after.units, *after.obsolete), strict=True)
    for old, new in pairs:
        if _said(old) != _said(new):
            raise LostInTidyingError(
                f"{before.path}:{old.line}: tidy would have changed what this entry says; nothing was written; "
                "please report this bug with the file"
            )


def _said(unit: Unit) -> tuple[object, ...]:
    """All that a unit says, whatever the form: its texts, notes, flags and places."""
    texts = (unit.identity, unit.plural, unit.targets, unit.obsolete)
    before = (unit.previous_context, unit.previous, unit.previous_plural)
    notes = tuple(note.replace("#", "").strip() for note in unit.comments)
    flags = {"".join(flag.split()) for flag in unit.flags if flag != "fuzzy" or any(unit.targets)}
    return (*texts, *before, notes, unit.extracted, flags, len(unit.files))
