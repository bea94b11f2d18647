"""The whole site: every address leads somewhere, versions of a page know each other, nothing comes from elsewhere."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree
from proofs import Site
from references import Reference, of_page, of_sheet

from helpers import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement

pytestmark = [pytest.mark.tool("ssh-keygen"), pytest.mark.xdist_group("web")]

SITES = ("own", "sample", "released")
VIEW = ".parallel.html"
NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
}


@cache
def references(site: Site) -> tuple[Reference, ...]:
    """All references of a site's pages and style sheets."""
    pages = [each for page in site.pages() for each in of_page(site, page)]
    sheets = [each for sheet in sorted(site.root.rglob("*.css")) for each in of_sheet(site, sheet)]
    assert len(pages) > 100
    return (*pages, *sheets)


@cache
def anchors(site: Site, name: str) -> frozenset[str]:
    """The anchors of a page; `top` is in all of them (HTML Standard)."""
    found = parse(site.root / name).xpath("//@id | //a/@name")
    return frozenset(map(str, found)) | {"", "top"}


def is_there(site: Site, target: tuple[str, str]) -> bool:
    """True where the file exists, and in a page the anchor."""
    name, fragment = target
    path = site.root / name
    return path.is_file() and (path.suffix != ".html" or fragment in anchors(site, name))


@pytest.mark.parametrize("name", SITES)
def test_every_address_leads_somewhere(built_sites: Mapping[str, Site], name: str):
    """Links, pictures, styles, scripts and downloads exist, and so do the paragraphs that links point at."""
    site = built_sites[name]
    found = [(each, each.target(site)) for each in references(site)]
    assert {str(each) for each, target in found if target and not is_there(site, target)} == set()


@pytest.mark.parametrize("name", SITES)
def test_no_address_leaves_the_sites_folder(built_sites: Mapping[str, Site], name: str):
    """A site works in any folder of any server, and on a stick: no `/…`, nothing above its first page."""
    assert [str(each) for each in references(built_sites[name]) if each.leaves()] == []


@pytest.mark.parametrize("name", SITES)
def test_nothing_is_fetched_from_elsewhere(built_sites: Mapping[str, Site], name: str):
    """What a browser loads with a page is of the site itself."""
    site = built_sites[name]
    fetched = [each for each in references(site) if each.is_fetched]
    assert {each.kind for each in fetched} >= {"link stylesheet", "script src"}
    assert [str(each) for each in fetched if each.target(site) is None] == []


@pytest.mark.parametrize("name", SITES)
def test_links_elsewhere_are_web_addresses_or_mail(built_sites: Mapping[str, Site], name: str):
    """No `javascript:`, no `data:`, no `file:`; and none without a scheme of its own."""
    site = built_sites[name]
    away = [each for each in references(site) if each.target(site) is None]
    assert [
        str(each) for each in away if not each.written.startswith(("https://", "http://", "mailto:"))
    ] == []


# ---- what a released page says of itself -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def released(built_sites: Mapping[str, Site]) -> Site:
    """The sample as it is released."""
    return built_sites["released"]


def documents(site: Site) -> list[str]:
    """The pages of all editions."""
    found = [site.below(page) for page in site.pages() if page.parent != site.root]
    assert len(found) > 20
    return found


def heads(site: Site, names: list[str]) -> dict[str, HtmlElement]:
    """The heads of pages."""
    return {name: parse(site.root / name).find("head") for name in names}


def address(site: Site, name: str) -> str:
    """The public address of a page; a view of it has that of the page itself."""
    name = name.removesuffix(VIEW) + ".html" if name.endswith(VIEW) else name
    return site.where(name.removesuffix("index.html") if name.endswith("/index.html") else name)


def alternates(head: HtmlElement) -> dict[str, str]:
    """The versions of a page by language; each is named once."""
    links = head.xpath("link[@rel='alternate'][@hreflang]")
    assert len(links) == len({each.get("hreflang") for each in links})
    return {each.get("hreflang"): each.get("href") for each in links}


def test_a_page_is_its_own_canonical_address(released: Site):
    """So says the link, and what is for Open Graph and schema.org agrees with it."""
    for name, head in heads(released, documents(released)).items():
        here = [address(released, name)]
        assert head.xpath("link[@rel='canonical']/@href") == here, name
        assert head.xpath("meta[@property='og:url']/@content") == here, name
        (data,) = [json.loads(each) for each in head.xpath("script[@type='application/ld+json']/text()")]
        assert [data["@id"], data["url"]] == here * 2, name


def test_versions_name_each_other(released: Site):
    """Each page lists itself, all other languages and a choice for everybody; all versions have the same list."""
    lists: dict[str, list[dict[str, str]]] = defaultdict(list)
    for name, head in heads(released, documents(released)).items():
        found = alternates(head)
        language = name.partition("/")[0]
        assert found[language] == address(released, name), name
        assert set(found) == {*released.languages(), "x-default"}, name
        lists[address(released, name).partition(f"/{language}/")[2]].append(found)
    assert all(each == found[0] for found in lists.values() for each in found)


def test_what_fits_no_language_leads_back(released: Site):
    """The page to choose a language is a version of every first page, so it names them, as they name it."""
    chooser = heads(released, ["index.html"])["index.html"]
    assert chooser.xpath("link[@rel='canonical']/@href") == [released.address]
    assert alternates(chooser) == alternates(heads(released, ["de/index.html"])["de/index.html"])


def test_originals_and_translations_name_each_other(released: Site):
    """What schema.org's words say of a page is said of each other by both."""
    said = {}
    for head in heads(released, documents(released)).values():
        data: dict[str, Any] = json.loads(head.xpath("script[@type='application/ld+json']/text()")[0])
        said[data["@id"]] = data
    translations = {
        each: data["translationOfWork"]["@id"] for each, data in said.items() if "translationOfWork" in data
    }
    assert translations
    for translation, original in translations.items():
        assert translation in [each["@id"] for each in said[original]["workTranslation"]]
    assert sum(len(each.get("workTranslation", ())) for each in said.values()) == len(translations)


def test_the_sitemap_says_what_the_pages_say(released: Site):
    """Every page with the same versions as in its own head, no view, and nothing else but the first page."""
    root = etree.parse(released.root / "sitemap.xml").getroot()
    found = {
        entry.findtext("map:loc", namespaces=NAMES): {
            each.get("hreflang"): each.get("href") for each in entry.iterfind("xhtml:link", NAMES)
        }
        for entry in root.iterfind("map:url", NAMES)
    }
    pages = [name for name in documents(released) if not name.endswith(VIEW)]
    heard = {address(released, name): alternates(head) for name, head in heads(released, pages).items()}
    assert found.pop(released.address) is not None
    assert found == heard
    robots = (released.root / "robots.txt").read_text(encoding="utf-8")
    assert f"Sitemap: {released.address}sitemap.xml" in robots.splitlines()


def test_feeds_lead_to_pages(released: Site):
    """Each edition's pages name its feed; the feed names itself, the first page, and pages that are there."""
    for tag in released.languages():
        where = f"{released.address}{tag}/feed.atom"
        heard = heads(released, [released.below(page) for page in released.pages_of(tag)])
        assert all(
            head.xpath("link[@type='application/atom+xml']/@href") == [where] for head in heard.values()
        )
        root = etree.parse(released.root / tag / "feed.atom").getroot()
        links = {each.get("rel"): each.get("href") for each in root.iterfind("atom:link", NAMES)}
        assert links == {"self": where, "alternate": address(released, f"{tag}/index.html")}
        entries = [each.get("href") for each in root.iterfind("atom:entry/atom:link", NAMES)]
        assert entries
        assert set(entries) <= {address(released, name) for name in heard}


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("../de/a%20b.html#p-1", ("de/a b.html", "p-1")),
        ("#p-2", ("en/a.html", "p-2")),
        ("../", ("index.html", "")),
        ("sub/?q=1", ("en/sub/index.html", "")),
        ("https://station.example/de/#p-3", ("de/index.html", "p-3")),
        ("https://other.example/", None),
        ("//other.example/x.js", None),
        ("mailto:a@b.example", None),
    ],
)
def test_addresses_are_read_as_browsers_read_them(written: str, target: tuple[str, str] | None):
    """Escapes, folders, fragments and queries; what is elsewhere is not mistaken for a part of the site."""
    site = Site("released", Path("site"), "https://station.example/")
    reference = Reference("en/a.html", "a href", written, is_fetched=False)
    assert not reference.leaves()
    assert reference.target(site) == target


@pytest.mark.parametrize("written", ["../../x.html", "..%2f../x.html", "../..", "/x.html", "/"])
def test_addresses_out_of_the_site_are_seen(written: str):
    """However they are written."""
    assert Reference("en/a.html", "a href", written, is_fetched=False).leaves()
