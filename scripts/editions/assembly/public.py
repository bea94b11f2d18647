"""What a published site has beside its pages, for programs and for those who took a wrong turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions.assembly.setting import site_title
from editions.formats import html

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from editions.language import Language
    from editions.project import Project


def write_public_files(project: Project, languages: Sequence[Language], site: Path, stylesheet: str) -> None:
    """
    Writes sitemap, feeds, robots.txt and the page for addresses that do not exist into a finished site.

    Nothing without a public address (`[tool.editions] url`): all of them need one.
    """
    if not project.url:
        return
    pages = [page for language in languages for page in _published(site, language)]
    files = {
        html.SITEMAP: html.sitemap(project.url, pages, project.source_language),
        html.ROBOTS: html.robots(project.url),
        html.MISSING: html.missing(project.url, languages, stylesheet),
    }
    for language in languages:
        own = [page for page in pages if page.language == language]
        title = site_title(project, language, "release")
        files[f"{language.tag}/{html.FEED}"] = html.feed(project.url, language, title, own)
    for name, text in files.items():
        (site / name).write_text(text, encoding="utf-8", newline="\n")


def _published(site: Path, language: Language) -> Iterator[html.Published]:
    """The pages of a language that search engines may find, in order of their names."""
    folder = site / language.tag
    for path in sorted(folder.rglob("*.html")):
        name = path.relative_to(folder).as_posix()
        if html.main_page(name) == name:
            yield from html.published(path.read_text(encoding="utf-8"), name, language)
