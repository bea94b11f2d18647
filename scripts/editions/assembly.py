"""
Assembly: pages of several languages, put together so that they link to each other.

Sphinx writes into a staging folder; from there every page goes through one step (`formats.html.settle`) that gives it
language, notice and switcher for the place where it will lie: an edition's own folder, or a site.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass, replace
from html import unescape
from typing import TYPE_CHECKING

from editions import formats
from editions.files import digest, replace_folder
from editions.formats import html

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from editions.language import Language
    from editions.project import Project, View

_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
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


def cleared(folder: Path, kind: str) -> Path:
    """In a language's staging folder: begins with the hash of the stamp of what may be shown."""
    return folder / f"{kind}.cleared"


def built(project: Project, view: View, kind: str = "html") -> list[Language]:
    """The languages whose edition of this kind is complete and may be shown, the source language first."""
    return [language for language in project.editions if _is_cleared(staging(project, language, view), kind)]


def _is_cleared(folder: Path, kind: str) -> bool:
    stamp, mark = folder / f"{kind}.json", cleared(folder, kind)
    if not (folder / kind).is_dir() or not stamp.is_file() or not mark.is_file():
        return False
    return mark.read_text(encoding="ascii").startswith(digest(stamp.read_bytes()))


def present(project: Project, view: View) -> list[Language]:
    """The languages whose pages can be linked to: what is built, and what readers still have of an earlier build."""
    ready = built(project, view)
    return [
        language
        for language in project.editions
        if language in ready or (project.edition(language, view, "html") / "index.html").is_file()
    ]


def settle_edition(
    project: Project,
    language: Language,
    view: View,
    destination: Path,
    *,
    present: Sequence[Language],
    layout: Layout,
) -> None:
    """
    Puts an edition's pages into `destination`, whole and at once, each with its language, notice and switcher.

    Args:
        project: the project.
        language: the edition's language.
        view: working or release.
        destination: the folder of the finished pages; files that are the same as before keep their time stamps.
        present: the languages that can be linked to.
        layout: where they lie.
    """
    pages = staging(project, language, view) / "html"
    setting = _setting(project, language, view, present, layout)
    new = destination.with_name(f".{destination.name}.new-{os.getpid()}")
    shutil.rmtree(new, ignore_errors=True)
    try:
        for path in _files(pages):
            name = path.relative_to(pages).as_posix()
            data = path.read_bytes()
            if name.endswith(".html"):
                data = html.settle(data.decode("utf-8"), name, setting).encode("utf-8")
            _place(data, new / name, destination / name)
        replace_folder(new, destination)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def link_again(project: Project, view: View) -> None:
    """Has the switchers and downloads of all finished editions tell what is there now; texts stay as they are."""
    linked = present(project, view)
    for language in built(project, view):
        destination = project.edition(language, view, "html")
        if destination.is_dir():
            settle_edition(project, language, view, destination, present=linked, layout=folders())


def withdraw(project: Project, languages: Sequence[Language]) -> None:
    """Takes release editions away that were built when they were allowed, and the links to them."""
    stale = [
        folder
        for language in languages
        for folder in (
            staging(project, language, "release"),
            project.edition(language, "release", "html").parent,
        )
        if folder.is_dir()
    ]
    for folder in stale:
        shutil.rmtree(folder)
    if stale:
        link_again(project, "release")


def _setting(
    project: Project, language: Language, view: View, present: Sequence[Language], layout: Layout
) -> html.Setting:
    known = project.editions if view == "working" else tuple(present)
    siblings = tuple(
        html.Sibling(
            each,
            layout.pages(each) if each in present else None,
            _pages(project, each, view) if each in present else frozenset(),
        )
        for each in known
    )
    return html.Setting(
        language, project.source_language, view, siblings, _downloads(project, language, view, layout)
    )


def _pages(project: Project, language: Language, view: View) -> frozenset[str]:
    root = staging(project, language, view) / "html"
    if not _is_cleared(root.parent, "html"):
        root = project.edition(language, view, "html")
    return frozenset(path.relative_to(root).as_posix() for path in root.rglob("*.html"))


def _downloads(project: Project, language: Language, view: View, layout: Layout) -> tuple[html.Download, ...]:
    """The files that readers take away."""
    found = finished(project, language, view)
    return tuple(
        html.Download(
            kind.label, path.name.removesuffix(kind.files[1:]), layout.downloads(kind.name) + path.name
        )
        for kind, paths in ((formats.kind(name), paths) for name, paths in found.items())
        for path in paths
    )


def finished(project: Project, language: Language, view: View) -> dict[str, list[Path]]:
    """The finished files that readers take away, by kind, in staging."""
    found = {}
    for name in formats.names():
        pattern = formats.kind(name).files
        if pattern and language in built(project, view, name):
            found[name] = sorted((staging(project, language, view) / name).glob(pattern))
    return found


def _files(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not _LEFT_OUT.intersection(path.relative_to(folder).parts)
    )


def is_whole(pages: Path, destination: Path, pattern: str) -> bool:
    """True where everything of an edition in staging (all pages, or the files of `pattern`) is in its place."""
    staged = pages.glob(pattern) if pattern else _files(pages)
    return destination.is_dir() and all((destination / path.relative_to(pages)).is_file() for path in staged)


def _place(data: bytes, new: Path, old: Path) -> None:
    new.parent.mkdir(parents=True, exist_ok=True)
    if old.is_file() and not old.is_symlink() and old.read_bytes() == data:
        os.link(old, new)
    else:
        new.write_bytes(data)


def place_files(project: Project, language: Language, view: View, kind: str, destination: Path) -> None:
    """Puts an edition's finished files (PDFs) into `destination`, whole and at once."""
    new = destination.with_name(f".{destination.name}.new-{os.getpid()}")
    shutil.rmtree(new, ignore_errors=True)
    try:
        new.mkdir(parents=True)
        for book in finished(project, language, view)[kind]:
            _place(book.read_bytes(), new / book.name, destination / book.name)
        replace_folder(new, destination)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def assemble(
    project: Project,
    view: View,
    languages: Sequence[Language],
    states: Mapping[str, Mapping[str, int]],
    destination: Path,
) -> None:
    """
    Makes a site of the editions in a folder that does not exist yet: index.html, and <tag>/ with pages and PDFs.

    `states` counts each language's units by state, by code.

    Raises:
        FileExistsError: the folder is there already.
    """
    destination.mkdir(parents=True)
    entries = []
    for language in languages:
        folder = destination / language.tag
        settle_edition(project, language, view, folder, present=languages, layout=site())
        for books in finished(project, language, view).values():
            for book in books:
                shutil.copyfile(book, folder / book.name)
        downloads = tuple(
            replace(each, address=f"{language.tag}/{each.address}")
            for each in _downloads(project, language, view, site())
        )
        entries.append(
            html.Entry(language, f"{language.tag}/index.html", downloads, states.get(language.code, {}))
        )
    (destination / "editions.css").write_text(html.stylesheet(), encoding="utf-8")
    index = html.site_index(_title(project, view), entries, language=project.source_language, view=view)
    (destination / "index.html").write_text(index, encoding="utf-8")


def _title(project: Project, view: View) -> str:
    """The site's title: the heading of the source's first page, as it was built, else the folder's name."""
    page = staging(project, project.source_language, view) / "html" / "index.html"
    found = _HEADING.search(page.read_text(encoding="utf-8")) if page.is_file() else None
    return unescape(_TAG.sub("", found[1])).strip() if found else project.root.name
