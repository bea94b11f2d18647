"""Where editions lie: while they are built, beside each other when they are done, and in a site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from editions import formats
from editions.files import digest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from editions.language import Language
    from editions.project import Project, View

# Sphinx's notes to itself, not for readers.
_LEFT_OUT = frozenset({".buildinfo", ".buildinfo.bak", "objects.inv", ".doctrees"})


@dataclass(frozen=True)
class Layout:
    """Where editions lie beside each other: addresses of an edition's pages and of its files, from another's pages."""

    pages: Callable[[Language], str]
    downloads: Callable[[str], str]


def folders() -> Layout:
    """The layout of <output>: de/html/index.html beside de/pdf/book.pdf."""
    return Layout(lambda language: f"../../{language.code}/html/", lambda kind: f"../{kind}/")


def site() -> Layout:
    """The layout of a site: de/index.html beside de/book.pdf."""
    return Layout(lambda language: f"../{language.tag}/", lambda kind: "")  # noqa: ARG005


def staging(project: Project, language: Language, view: View) -> Path:
    """Where Sphinx writes and keeps what it remembers of an edition."""
    return project.path(".staging", view, language.code)


def aside(project: Project, language: Language, view: View) -> Path:
    """Where Sphinx writes an edition that others are only compared with, and keeps what it remembers of it."""
    return project.path(".staging", view, ".compared", language.code)


def cleared(folder: Path, kind: str) -> Path:
    """
    A file in a language's staging folder, about what may be shown.

    It holds the hash of its stamp, and of a translation, behind a space, that of the edition it was compared with.
    """
    return folder / f"{kind}.cleared"


def built(project: Project, view: View, kind: str = "html") -> list[Language]:
    """The languages whose edition of this kind is complete and may be shown, the source language first."""
    return [language for language in project.editions if is_cleared(staging(project, language, view), kind)]


def is_cleared(folder: Path, kind: str) -> bool:
    """True where what a language's staging folder holds of a kind is complete and may be shown."""
    stamp, mark = folder / f"{kind}.json", cleared(folder, kind)
    if not (folder / kind).is_dir() or not stamp.is_file() or not mark.is_file():
        return False
    return mark.read_text(encoding="ascii").startswith(digest(stamp.read_bytes()))


def original(project: Project, language: Language, view: View) -> Path | None:
    """The pages of the source edition that a language's was compared with, else those that readers get, if any."""
    mark = cleared(staging(project, language, view), "html")
    known = mark.read_text(encoding="ascii").split()[1:] if mark.is_file() else []
    usual, other = (place(project, project.source_language, view) for place in (staging, aside))
    for folder in (usual, other):
        stamp = folder / "html.json"
        if stamp.is_file() and [digest(stamp.read_bytes())] == known:
            return folder / "html"
    return usual / "html" if is_cleared(usual, "html") else None


def present(project: Project, view: View) -> list[Language]:
    """The languages whose pages can be linked to: what is built, and what readers still have of an earlier build."""
    ready = built(project, view)
    return [
        language
        for language in project.editions
        if language in ready or (project.edition(language, view, "html") / "index.html").is_file()
    ]


def finished(project: Project, language: Language, view: View) -> dict[str, list[Path]]:
    """The finished files that readers take away, by kind, in staging."""
    found = {}
    for name in formats.names():
        pattern = formats.kind(name).files
        if pattern and language in built(project, view, name):
            found[name] = sorted((staging(project, language, view) / name).glob(pattern))
    return found


def files_of(folder: Path) -> list[Path]:
    """The files of an edition that readers get, sorted."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not _LEFT_OUT.intersection(path.relative_to(folder).parts)
    )


def is_whole(pages: Path, destination: Path, pattern: str) -> bool:
    """True where everything of an edition in staging (all pages, or the files of `pattern`) is in its place."""
    staged = pages.glob(pattern) if pattern else files_of(pages)
    return destination.is_dir() and all((destination / path.relative_to(pages)).is_file() for path in staged)
