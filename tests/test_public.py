"""Published pages say what they are: to search engines, to readers of feeds, and to those who took a wrong turn."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from lxml import etree, html

from editions.credits import Credits, credits_of, read_credits
from editions.formats.html import (
    Publication,
    Published,
    Setting,
    Sibling,
    feed,
    missing,
    parallel,
    published,
    robots,
    settle,
    sitemap,
)
from editions.language import Language

if TYPE_CHECKING:
    from pathlib import Path

    from helpers import Built

ENGLISH, ARABIC, GERMAN = (Language(code) for code in ("en", "ar", "de"))
URL = "https://docs.example/"
PAGE = """<!DOCTYPE html>
<html lang="en">
<head><title>Titel — Site</title></head>
<body><main id="main">
<!--editions:notice-->
<article>
<p class="kicker" id="p-1">Kicker</p>
<h1>{title}</h1>
<p class="date"><time datetime="2018-08-02">2. August 2018</time></p>
<p id="p-2">{lead}</p>
</article>
</main></body></html>"""


def setting(language: Language = GERMAN, *, view: str = "release", **public: object) -> Setting:
    """An edition among an English and an Arabic one; the Arabic one lacks the page."""
    siblings = (
        Sibling(ENGLISH, "../en/", frozenset({"index.html", "a b.html"})),
        Sibling(ARABIC, "../ar/", frozenset({"index.html"})),
        Sibling(GERMAN, "../de/", frozenset({"index.html", "a b.html"})),
    )
    publication = Publication(**{"url": URL, "site": "Dokumente", "feed": "feed.atom"} | public)
    return Setting(language, ENGLISH, view, siblings, (), frozenset({"a b.html"}), publication)


def settled(
    name: str = "a b.html", *, title: str = "Titel", lead: str = "Text.", at: Setting | None = None
) -> html.HtmlElement:
    """A page as it is published."""
    return html.document_fromstring(settle(PAGE.format(title=title, lead=lead), name, at or setting()))


def alternates(page: html.HtmlElement) -> dict[str, str]:
    """The addresses of the versions of a page."""
    return {
        each.get("hreflang"): each.get("href") for each in page.xpath("//link[@rel='alternate'][@hreflang]")
    }


def test_every_version_lists_itself_and_the_others():
    """Only editions that have the page; the original is for readers of all other languages."""
    here = {"en": f"{URL}en/a%20b.html", "de": f"{URL}de/a%20b.html", "x-default": f"{URL}en/a%20b.html"}
    assert alternates(settled()) == here
    assert alternates(settled(at=setting(ENGLISH))) == here
    assert settled().xpath("//link[@rel='canonical']/@href") == [here["de"]]


def test_of_the_first_page_the_choice_of_languages_is_for_everybody():
    """Whoever reads none of the languages is led to where they are chosen."""
    found = alternates(settled("index.html"))
    assert found == {"en": f"{URL}en/", "ar": f"{URL}ar/", "de": f"{URL}de/", "x-default": URL}


def test_without_a_public_address_alternates_are_relative():
    """A copy on a stick knows its own versions; what needs an address is left out."""
    page = settled(at=setting(url="", feed=""))
    assert alternates(page) == {"en": "../en/a%20b.html", "de": "a%20b.html", "x-default": "../en/a%20b.html"}
    assert not page.xpath("//link[@rel='canonical'] | //meta[@property] | //script")
    assert page.xpath("//meta[@name='description']/@content") == ["Text."]


def test_a_working_edition_says_nothing_to_search_engines():
    """It is not published: no address, no alternates, and it asks to be left out."""
    page = settled(at=setting(view="working"))
    assert not page.xpath("//link[@rel] | //meta[@property] | //script")
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_published_machine_text_is_not_for_search_engines():
    """Where a policy lets it be published, it is marked, kept out of search engines, and no version of another page."""
    page = settled(lead='<span class="editions-machine">x</span>')
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert not page.xpath("//link[@rel='canonical']")


def test_structured_data():
    """A translation names its original and the translators who agreed; an original its translations."""
    names = Credits(("Ada L.",), ("Bo",), 1)
    own = json.loads(settled(title="A &lt; B", at=setting(credits=names)).xpath("//script/text()")[0])
    assert own["headline"] == "A < B"
    assert (own["inLanguage"], own["datePublished"]) == ("de", "2018-08-02")
    assert own["translationOfWork"] == {"@type": "Article", "@id": f"{URL}en/a%20b.html", "inLanguage": "en"}
    assert own["translator"] == [{"@type": "Person", "name": "Ada L."}]
    original = json.loads(settled(at=setting(ENGLISH)).xpath("//script/text()")[0])
    assert [each["inLanguage"] for each in original["workTranslation"]] == ["de"]
    assert "translator" not in original


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", '" onload="x', "&lt;!--", "\u2028"])
def test_no_text_can_leave_what_is_said_to_programs(text: str):
    """A title or paragraph is data in attributes and in JSON, whatever it holds."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    page = settled(title=f"T {escaped}", lead=f"L {escaped}")
    scripts = page.xpath("//script")
    assert [each.get("type") for each in scripts] == ["application/ld+json"]
    assert json.loads(scripts[0].text)["headline"] == " ".join(f"T {text}".split())
    assert page.xpath("//meta[@property='og:description']/@content") == [" ".join(f"L {text}".split())]
    assert not page.xpath("//*[@onload]")


def test_a_long_first_paragraph_is_cut_between_words():
    """Search engines show about two hundred characters."""
    text = settled(lead="Wort " * 100).xpath("//meta[@property='og:description']/@content")[0]
    assert text.endswith("Wort…")
    assert len(text) <= 200
    solid = settled(lead="字" * 400).xpath("//meta[@property='og:description']/@content")[0]
    assert len(solid) == 200


def test_the_line_under_the_title():
    """Below title and date: whose translation it is, that people reviewed it, the view beside, where to complain."""
    page = settled(at=setting(contact="mailto:us@docs.example"))
    line = page.xpath("//p[@class='editions-status']")[0]
    assert line.getprevious().get("class") == "date"
    assert line.text_content().split(" · ") == [
        "Übersetzung (Originalsprache: Englisch)",
        "Von Menschen geprüft.",
        "Original und Übersetzung nebeneinander",
        "Fehler melden",
    ]
    assert line.xpath(".//a/@href") == [
        "../en/a%20b.html",
        "a%20b.parallel.html",
        "mailto:us@docs.example?subject=de/a%20b.html",
    ]
    assert not settled(at=setting(ENGLISH)).xpath("//p[@class='editions-status']")


def test_the_original_beside_the_translation():
    """Paragraph by paragraph, each in its language; anchors are there once, and the page has one title."""
    english = PAGE.format(title="Title", lead='Text <span id="x">one</span>.')
    view = parallel(PAGE.format(title="Titel", lead="Text."), english, setting())
    assert view is not None
    page = html.document_fromstring(settle(view, "a b.parallel.html", setting()))
    pairs = [
        [cell.text_content().strip() for cell in pair] for pair in page.xpath("//div[@class='editions-pair']")
    ]
    assert pairs == [
        ["English", "Deutsch"],
        ["Kicker", "Kicker"],
        ["Title", "Titel"],
        ["2. August 2018", "2. August 2018"],
        ["Text one.", "Text."],
    ]
    identifiers = page.xpath("//@id")
    assert sorted(identifiers) == sorted(set(identifiers))
    assert len(page.xpath("//h1")) == 1
    assert page.xpath("//div[@class='editions-pair']/div[1]/@lang") == ["en"] * 4
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{URL}de/a%20b.html"]
    assert page.xpath("//p[@class='editions-status']//a/@href")[1] == "a%20b.html"


def test_a_block_that_only_one_side_has_stands_alone():
    """Nothing is paired with what it does not belong to."""
    both = PAGE.format(title="T", lead='One.</p><p id="p-3">Two.')
    view = parallel(PAGE.format(title="T", lead="Eins."), both, setting())
    assert view is not None
    cells = [
        pair.xpath("./div") for pair in html.document_fromstring(view).xpath("//div[@class='editions-pair']")
    ]
    assert [[cell.text_content() for cell in pair] for pair in cells][-2:] == [
        ["One.", "Eins."],
        ["Two.", ""],
    ]


def test_a_page_of_another_theme_has_no_view_beside():
    """Its content cannot be told from its frame."""
    assert parallel("<main><p>a</p></main>", "<main><p>a</p></main>", setting()) is None


def pages() -> list[Published]:
    """Two documents, one of them in two languages, and first pages."""
    return [
        Published(language, name, f"{name} & {language.tag}", "Lead <b>.", date)
        for language, name, date in (
            (ENGLISH, "index.html", ""), (ENGLISH, "a.html", "2018-08-02"), (ENGLISH, "b.html", "2020-01-31"),
            (GERMAN, "index.html", ""), (GERMAN, "a.html", "2018-08-02"),
        )
    ]  # fmt: skip


def test_the_sitemap_has_every_page_with_its_versions():
    """Well-formed, each version of a page names the same others, and nothing that is not there."""
    root = etree.fromstring(sitemap(URL, pages(), ENGLISH).encode())
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    found = {
        entry.findtext("s:loc", namespaces=names): {
            each.get("hreflang"): each.get("href") for each in entry.findall("x:link", names)
        }
        for entry in root.findall("s:url", names)
    }
    assert set(found) == {
        URL,
        f"{URL}en/",
        f"{URL}de/",
        f"{URL}en/a.html",
        f"{URL}de/a.html",
        f"{URL}en/b.html",
    }
    assert found[f"{URL}de/a.html"] == found[f"{URL}en/a.html"]
    assert set(found[f"{URL}en/a.html"]) == {"en", "de", "x-default"}
    assert f"Sitemap: {URL}sitemap.xml" in robots(URL)


def test_the_feed_has_dated_documents_the_newest_first():
    """Atom in the edition's language, with names that stay the same."""
    english = [each for each in pages() if each.language == ENGLISH]
    text = feed(URL, ENGLISH, "Site", english)
    names = {"a": "http://www.w3.org/2005/Atom"}
    root = etree.fromstring(text.encode())
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert [each.text for each in root.findall("a:entry/a:title", names)] == ["b.html & en", "a.html & en"]
    assert root.findtext("a:updated", namespaces=names) == "2020-01-31T00:00:00Z"
    assert text == feed(URL, ENGLISH, "Site", english[::-1])
    german = feed(URL, GERMAN, "Dokumente", [])
    assert "Dokumente: Neue und geänderte Dokumente" in german
    assert etree.fromstring(german.encode()).findtext("a:updated", namespaces=names) == "1980-01-01T00:00:00Z"


def test_the_page_for_wrong_addresses_speaks_all_languages():
    """Each section in its own language and direction, with absolute links, since it stands at any address."""
    page = html.document_fromstring(missing(URL, [ENGLISH, ARABIC], "editions.css"))
    assert [(each.get("lang"), each.get("dir")) for each in page.xpath("//section")] == [
        ("en", "ltr"),
        ("ar", "rtl"),
    ]
    assert all(each.startswith(URL) for each in page.xpath("//@href"))
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_only_pages_for_search_engines_are_listed():
    """A page that asks to be left out is in neither sitemap nor feed."""
    page = settle(PAGE.format(title="T", lead="L."), "a b.html", setting())
    assert [each.heading for each in published(page, "a b.html", GERMAN)] == ["T"]
    hidden = settle(PAGE.format(title="T", lead="L."), "a b.html", setting(view="working"))
    assert list(published(hidden, "a b.html", GERMAN)) == []


def test_credits_are_kept(tmp_path: Path):
    """What a build noted is read again; another version of the file, or none, credits nobody."""
    noted = Credits(("A",), ("B", "C"), 2)
    path = tmp_path / "credits.json"
    assert read_credits(path) == Credits()
    path.write_bytes(noted.to_json())
    assert read_credits(path) == noted
    path.write_text(re.sub('"version": 1', '"version": 2', path.read_text("utf-8")), encoding="utf-8")
    assert read_credits(path) == Credits()
    assert credits_of([], None).is_empty


def test_who_is_named_for_a_release(built_sample: Built):
    """Those who signed and agreed to be named, by their names; the others are counted; in a working edition nobody."""
    folder = built_sample.root / "build" / "locale"
    found = read_credits(folder / "release" / "zh_CN" / "credits.json")
    assert found == Credits((), ("美",), 1)  # a machine drafted it: nobody has translated, two have read
    assert not (folder / "working" / "zh_CN" / "credits.json").exists()
