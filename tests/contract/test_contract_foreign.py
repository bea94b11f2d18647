"""Two projects of somebody else, of other shapes: adopted without a change to their files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from helpers import FOREIGN, Built, content, editions, hash16, requests_of, snapshot, words

if TYPE_CHECKING:
    from pathlib import Path

NOT_THEIRS = ("build/",)


@pytest.mark.parametrize(("project", "name"), [("built_joined", "joined"), ("built_furo", "furo")])
def test_a_foreign_project_builds_and_keeps_its_files(
    project: str, name: str, request: pytest.FixtureRequest
):
    """Every run ends with 0; not one file of theirs is touched or added."""
    built: Built = request.getfixturevalue(project)
    for run in built.runs.values():
        assert run.code == 0, run.said
    theirs = {path: data for path, data in snapshot(built.root).items() if not path.startswith(NOT_THEIRS)}
    caches = ("__pycache__", ".editions")
    assert {
        path: data for path, data in theirs.items() if not any(part in path for part in caches)
    } == snapshot(FOREIGN / name)


@pytest.mark.parametrize(
    ("project", "codes"),
    [("built_joined", ["en", "de", "sr@latin", "qps", "prs"]), ("built_furo", ["en", "de", "he"])],
)
def test_output_goes_to_a_folder_of_its_own(project: str, codes: list[str], request: pytest.FixtureRequest):
    """By default below build/editions, where a project's own build does not write."""
    root = request.getfixturevalue(project).root / "build/editions"
    for code in codes:
        assert (root / code / "html/index.html").is_file(), code


@pytest.mark.parametrize(
    ("code", "tag", "direction"),
    [("de", "de", "ltr"), ("sr@latin", "sr-Latn", "ltr"), ("qps", "qps", "ltr"), ("prs", "prs", "rtl")],
)
def test_languages_that_few_tools_know(built_joined: Built, code: str, tag: str, direction: str):
    """Tags and directions hold for a modifier, a private code and a language that Babel does not know."""
    page = built_joined.page(code)
    assert (page.get("lang"), page.get("dir")) == (tag, direction)


def test_a_joined_catalog_is_read(built_joined: Built):
    """One catalog for all documents; a wrapped one, with lines and dates in it."""
    page = content(built_joined.page("sr@latin"))
    assert "Dobro došli u vrt" in words(page)
    assert "Pasulj sejte kad prođe mraz; ko ga seje u aprilu, seje ga dvaput" in words(page)
    assert "Očistite ga pomoću Obriši." in words(content(built_joined.page("sr@latin", "tools/spade.html")))


def test_the_default_role_holds_in_translations(built_joined: Built):
    """`Speichern` in back-quotes is a button, as in the source."""
    buttons = content(built_joined.page("de")).xpath('.//*[contains(@class, "guilabel")]')
    assert [words(button) for button in buttons] == ["Speichern", "Rückgängig"]


def test_keys_are_those_of_the_joined_domain(built_joined: Built):
    """The domain is what Sphinx calls it: `messages`."""
    for name, source in (
        ("index.html", "Welcome to the garden"),
        ("tools/spade.html", "It stands behind the shed."),
    ):
        keys = content(built_joined.page("de", name)).xpath(".//@data-unit")
        assert hash16(f"messages\x04{source}") in " ".join(keys).split()


def test_keys_are_those_of_the_folder_by_default(built_furo: Built):
    """Without a word about gettext_compact a folder is a domain."""
    keys = content(built_furo.page("de", "guide/sorting.html")).xpath("descendant-or-self::*/@data-unit")
    assert hash16("guide\x04Sorting") in " ".join(keys).split()


def test_the_status_of_a_joined_catalog(built_joined: Built):
    """Translations without a mark are people's; what is not there is missing."""
    languages = json.loads(built_joined.runs["status"].out)["languages"]
    assert languages["de"]["translated"] == languages["de"]["units"] == 7
    assert (languages["prs"]["translated"], languages["prs"]["missing"]) == (1, 6)


def test_a_book_is_named_after_the_project(built_joined: Built):
    """One book for the whole project, its name a slug."""
    for code in ("de", "sr@latin"):
        folder = built_joined.root / "build/editions" / code / "pdf"
        assert [path.name for path in folder.iterdir()] == ["garden-planner-3.pdf"]


def test_the_theme_and_extension_are_the_projects(built_furo: Built):
    """Furo's frame, the project's style sheet, its directive and its role, in the translated page."""
    page = built_furo.page("de", "guide/sorting.html")
    assert page.xpath('//*[contains(@class, "sidebar-tree")]')
    assert page.xpath('//link[contains(@href, "post.css")]')
    assert (
        words(page.xpath('//*[contains(@class, "letter")]')[0])
        == "Liebe Kollegin, der graue Sack ist für das Tal."
    )
    assert words(page.xpath('//*[contains(@class, "stamp")]')[0]) == "EXPRESS"
    assert "Ein Brief mit dem Vermerk EXPRESS geht zuerst." in words(page)


@pytest.mark.parametrize(
    ("code", "tag", "direction"), [("en", "en", "ltr"), ("de", "de", "ltr"), ("he", "he", "rtl")]
)
def test_a_foreign_theme_gets_language_notice_and_switcher(
    built_furo: Built, code: str, tag: str, direction: str
):
    """What their theme does not know is put in afterwards."""
    page = built_furo.page(code, "guide/delivery.html")
    assert (page.get("lang"), page.get("dir")) == (tag, direction)
    offered = set(page.xpath("//a/@hreflang"))
    assert {"en", "de", "he"} - {tag} <= offered
    assert page.xpath('//meta[@name="robots"][contains(@content, "noindex")]')
    if code != "en":
        assert words(page.xpath('//*[contains(concat(" ", @class, " "), " editions-notice ")]')[0])


def test_unit_marks_stand_in_a_foreign_theme(built_furo: Built):
    """States and units are in the pages of any theme."""
    nodes = content(built_furo.page("he", "guide/sorting.html")).xpath("descendant-or-self::*[@data-unit]")
    assert len(nodes) == 3
    assert {node.get("data-state") for node in nodes} == {"translated"}


def test_no_request_leaves_a_foreign_site(built_furo: Built, built_joined: Built):
    """Neither furo nor alabaster fetches anything from elsewhere after the post-step."""
    for built in (built_furo, built_joined):
        for page in (built.root / "build/editions").rglob("*.html"):
            assert requests_of(page) == [], page


def test_update_keeps_a_foreign_catalogs_texts(joined: Path):
    """After extract and update every translation is where it was, with its text."""
    before = {path: path.read_bytes() for path in joined.rglob("*.po")}
    for stage in ("extract", "update"):
        run = editions(joined, stage)
        assert run.code == 0, run.said
    for path, data in before.items():
        text = path.read_text("utf-8")
        for line in data.decode().splitlines():
            if line.startswith('msgstr "') and len(line) > 9:
                assert line[8:-1] in text


def test_check_warns_about_a_foreign_source_at_most(built_joined: Built):
    """Their source is theirs: warnings, exit 0."""
    run = editions(built_joined.root, "check", "--format", "json")
    assert run.code == 0, run.said
    assert all(problem["severity"] != "error" for problem in json.loads(run.out)["problems"])
