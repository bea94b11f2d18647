"""Where editions, books, sites and sanitised catalogs lie."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from helpers import Built, change, editions, link_targets, parse, snapshot

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = ["en", "de", "ar", "zh_CN"]
TAGS = {"en": "en", "de": "de", "ar": "ar", "zh_CN": "zh-Hans"}


@pytest.mark.parametrize("name", ["html", "pdf", "site", "release"])
def test_the_build_of_this_project_succeeds(built_own: Built, name: str):
    """Every kind of build of this project ends with 0 and without a traceback."""
    run = built_own.runs[name]
    assert run.code == 0, run.said
    assert "Traceback" not in run.said


@pytest.mark.parametrize("name", ["html", "pdf", "site", "release", "release_pdf"])
def test_the_build_of_the_sample_succeeds(built_sample: Built, name: str):
    """Every hard construct builds: 0, no traceback."""
    run = built_sample.runs[name]
    assert run.code == 0, run.said
    assert "Traceback" not in run.said


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_lie_by_language_and_format(built_sample: Built, language: str):
    """Each document is a page below build/<code>/html."""
    folder = built_sample.root / "build" / language / "html"
    assert {"index.html", "diary.html", "instruments.html", "visitors.html"} <= {
        path.name for path in folder.iterdir()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_project_is_one_book_elsewhere(built_sample: Built, language: str):
    """Without a word about books, one PDF holds the whole project and is named after it."""
    folder = built_sample.root / "build" / language / "pdf"
    assert [path.name for path in folder.glob("*.pdf")] == ["the-weather-station.pdf"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_document_is_a_book_here(built_own: Built, language: str):
    """This project's books are the documents that its root lists."""
    folder = built_own.root / "build" / language / "pdf"
    assert [path.name for path in folder.glob("*.pdf")] == ["free-julian-assange.pdf"]
    assert (folder / "free-julian-assange.pdf").read_bytes().startswith(b"%PDF-")


def test_books_can_be_named(sample: Path):
    """`[[tool.editions.books]]` says which documents become which file."""
    settings = sample / "pyproject.toml"
    book = '\n[[tool.editions.books]]\nroot = "diary"\nname = "on-keeping-a-diary"\n'
    settings.write_text(settings.read_text("utf-8") + book, encoding="utf-8")
    run = editions(sample, "pdf", "de")
    assert run.code == 0, run.said
    assert [path.name for path in (sample / "build/de/pdf").glob("*.pdf")] == ["on-keeping-a-diary.pdf"]


@pytest.mark.parametrize("language", ["de", "ar", "zh_CN"])
def test_sanitised_catalogs_lie_in_the_build(built_sample: Built, language: str):
    """The builds read these, never the volunteers' files: a .po and a .mo for each domain."""
    folder = built_sample.root / "build/locale/working" / language / "LC_MESSAGES"
    assert (folder / "diary.po").is_file()
    assert (folder / "diary.mo").is_file()


def test_nothing_is_built_beside_the_sources(built_sample: Built):
    """No .mo and no other product lands in docs/ or locales/."""
    built = {path.name for name in ("docs", "locales") for path in (built_sample.root / name).rglob("*.mo")}
    assert not built


@pytest.mark.parametrize("project", ["built_own", "built_sample"])
def test_the_site_has_a_front_page_and_every_language(project: str, request: pytest.FixtureRequest):
    """build/site/index.html leads to all languages, each below its BCP 47 tag."""
    root = request.getfixturevalue(project).root / "build/site"
    front = {target for _, target, _ in link_targets(root / "index.html")}
    for tag in TAGS.values():
        assert list((root / tag).rglob("index.html")), tag
        assert any(target.is_relative_to(root / tag) for target in front), f"no link to {tag}"


@pytest.mark.parametrize("project", ["built_own", "built_sample"])
@pytest.mark.parametrize("folder", ["site", "de/html", "zh_CN/html"])
def test_every_link_within_a_site_leads_somewhere(project: str, folder: str, request: pytest.FixtureRequest):
    """Opened from a folder, without a server, no link and no fragment is broken."""
    root = request.getfixturevalue(project).root / "build" / folder
    broken = []
    pages = sorted(root.rglob("*.html"))
    names = {page: set(parse(page).xpath("//@id | //a/@name")) for page in pages}
    for page in pages:
        for written, target, fragment in link_targets(page):
            known = names.get(target)
            if (
                not target.exists()
                or target.is_dir()
                or (known is not None and fragment and fragment not in known)
            ):
                broken.append((page.relative_to(root).as_posix(), written))
    assert pages
    assert not broken


def test_a_second_build_touches_nothing(sample_built: Path):
    """What is up to date is not written again."""
    folder = sample_built / "build/de/html"
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert editions(sample_built, "html").code == 0
    after = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert after.keys() == before.keys()
    once_more = editions(sample_built, "html")
    assert once_more.code == 0
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == after


def test_a_changed_translation_changes_its_language_only(sample_built: Path):
    """The German page shows the new text at once; the Arabic files stay as they are, byte for byte."""
    assert editions(sample_built, "html").code == 0
    arabic = snapshot(sample_built / "build/ar/html")
    change(sample_built, "de", "An old custom", msgstr="Ein uralter Brauch")
    run = editions(sample_built, "html")
    assert run.code == 0, run.said
    assert "Ein uralter Brauch" in (sample_built / "build/de/html/diary.html").read_text("utf-8")
    assert snapshot(sample_built / "build/ar/html") == arabic


def test_our_own_files_say_their_version(built_sample: Built):
    """Every JSON file of ours carries `v` or `version`; Sphinx's own are its own."""
    ours = [path for path in (built_sample.root / "build").rglob("*.json") if "_static" not in path.parts]
    for path in ours:
        data = json.loads(path.read_text("utf-8"))
        assert {"v", "version"} & set(data), path


def test_nothing_half_written_is_left(built_sample: Built):
    """After the builds there are no temporary files beside the editions."""
    for language in LANGUAGES:
        folder = built_sample.root / "build" / language
        assert sorted(path.name for path in folder.iterdir()) == [
            "epub",
            "html",
            "leaflet",
            "pdf",
            "social",
            "text",
        ]


def test_extract_and_update_leave_every_byte_of_a_project_at_rest(sample: Path):
    """Templates and catalogs that follow the source already are not written anew, marks and comments included."""
    before = snapshot(sample / "locales")
    for stage in ("extract", "update"):
        run = editions(sample, stage)
        assert run.code == 0, run.said
    assert snapshot(sample / "locales") == before
