"""What the pages of an edition are set into: the other editions, the files to take away, what is public."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from editions import formats
from editions.assembly.places import Layout, finished, is_cleared, original, staging
from editions.credits import read_credits
from editions.formats import html
from editions.sanitise import credits_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from editions.language import Language
    from editions.project import Project, View

_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
# Pages that Sphinx makes, of no document.
_WITHOUT_TEXT = frozenset({"genindex.html", "search.html", "py-modindex.html"})
_SLOT = "<!--editions:notice-->"  # of our theme


def setting_of(
    project: Project, language: Language, view: View, present: Sequence[Language], layout: Layout
) -> html.Setting:
    """What the pages of a language's edition are set into, among the languages that are present."""
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
        language,
        project.source_language,
        view,
        siblings,
        downloads(project, language, view, layout),
        _paired(project, language, view),
        _publication(project, language, view),
    )


def site_title(project: Project, language: Language, view: View) -> str:
    """The site's title: the heading of an edition's first page, as it was built, else the folder's name."""
    page = staging(project, language, view) / "html" / "index.html"
    found = _HEADING.search(page.read_text(encoding="utf-8")) if page.is_file() else None
    return unescape(_TAG.sub("", found[1])).strip() if found else project.root.name


def _pages(project: Project, language: Language, view: View) -> frozenset[str]:
    root = staging(project, language, view) / "html"
    if not is_cleared(root.parent, "html"):
        root = project.edition(language, view, "html")
    return _names(root)


def _names(root: Path) -> frozenset[str]:
    found = (path.relative_to(root).as_posix() for path in root.rglob("*.html"))
    return frozenset(name for name in found if html.main_page(name) == name)


def _paired(project: Project, language: Language, view: View) -> frozenset[str]:
    """The pages that can be shown beside their originals: those of our theme, where both editions are at hand."""
    own = staging(project, language, view) / "html"
    others = original(project, language, view)
    if language.code == project.source_language.code or others is None or not is_cleared(own.parent, "html"):
        return frozenset()
    index = own / "index.html"
    if not index.is_file() or _SLOT not in index.read_text(encoding="utf-8"):
        return frozenset()
    return _names(own) & _names(others) - _WITHOUT_TEXT


def _publication(project: Project, language: Language, view: View) -> html.Publication:
    if view == "working":
        return html.Publication(contact=project.contact)
    return html.Publication(
        project.url,
        project.contact,
        site_title(project, language, view),
        html.FEED if project.url else "",
        read_credits(credits_file(project, language, view)),
    )


def downloads(project: Project, language: Language, view: View, layout: Layout) -> tuple[html.Download, ...]:
    """The files that readers take away."""
    found = finished(project, language, view)
    return tuple(
        html.Download(
            kind.label, path.name.removesuffix(kind.files[1:]), layout.downloads(kind.name) + path.name
        )
        for kind, paths in ((formats.kind(name), paths) for name, paths in found.items())
        for path in paths
    )
