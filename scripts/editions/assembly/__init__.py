"""
Assembly: pages of several languages, put together so that they link to each other.

Sphinx writes into a staging folder; from there every page goes through one step (`formats.html.settle`) that gives it
language, notice and switcher for the place where it will lie: an edition's own folder, or a site.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from editions.assembly.places import (
    Layout,
    aside,
    built,
    cleared,
    files_of,
    finished,
    folders,
    is_whole,
    original,
    present,
    site,
    staging,
)
from editions.assembly.public import write_public_files
from editions.assembly.setting import downloads, setting_of, site_title
from editions.files import replace_folder
from editions.formats import html

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from editions.language import Language
    from editions.project import Project, View

STYLESHEET = "editions.css"

__all__ = [
    "Layout",
    "aside",
    "assemble",
    "built",
    "cleared",
    "finished",
    "folders",
    "is_whole",
    "link_again",
    "place_files",
    "present",
    "settle_edition",
    "site",
    "staging",
    "withdraw",
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
    setting = setting_of(project, language, view, present, layout)
    originals = original(project, language, view)
    new = destination.with_name(f".{destination.name}.new-{os.getpid()}")
    shutil.rmtree(new, ignore_errors=True)
    try:
        for path in files_of(pages):
            name = path.relative_to(pages).as_posix()
            data = path.read_bytes()
            if name.endswith(".html"):
                page = data.decode("utf-8")
                data = html.settle(page, name, setting).encode("utf-8")
                _place_view(_beside(page, name, originals, setting), name, setting, new, destination)
            _place(data, new / name, destination / name)
        replace_folder(new, destination)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _beside(page: str, name: str, originals: Path | None, setting: html.Setting) -> str | None:
    """The page with its original beside it, not settled yet; None where it has none."""
    if originals is None or name not in setting.paired:
        return None
    return html.parallel(page, (originals / name).read_text(encoding="utf-8"), setting)


def _place_view(page: str | None, name: str, setting: html.Setting, new: Path, old: Path) -> None:
    if page is not None:
        view = html.parallel_page(name)
        _place(html.settle(page, view, setting).encode("utf-8"), new / view, old / view)


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
        files = tuple(
            replace(each, address=f"{language.tag}/{each.address}")
            for each in downloads(project, language, view, site())
        )
        entries.append(
            html.Entry(language, f"{language.tag}/index.html", files, states.get(language.code, {}))
        )
    (destination / STYLESHEET).write_text(html.stylesheet(), encoding="utf-8")
    index = html.site_index(
        site_title(project, project.source_language, view),
        entries,
        language=project.source_language,
        view=view,
        url=project.url if view == "release" else "",
    )
    (destination / "index.html").write_text(index, encoding="utf-8")
    if view == "release":
        write_public_files(project, languages, destination, STYLESHEET)
