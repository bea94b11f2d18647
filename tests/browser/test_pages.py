"""Pages in a real browser, opened as files: direction, language, switcher, markup, dark mode, requests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from chromium import chromium

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from helpers import Built

pytestmark = [pytest.mark.tool("chromium"), pytest.mark.xdist_group("browser")]

LANGUAGES = ["en", "de", "ar", "zh_CN"]
TAGS = {"en": "en", "de": "de", "ar": "ar", "zh_CN": "zh-Hans"}
RAW = re.compile(r"\*\*|\*\w|`|(?<!\w):\w+:`|\|\w+\||\\|\]\(|\{doc\}|<https?:")
MILLISECONDS = 15_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    with chromium() as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that gives up what takes too long; the test fails if it asked for anything but files."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    context.set_default_timeout(MILLISECONDS)
    tab = context.new_page()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    yield tab
    context.close()
    assert [address for address in asked if not address.startswith(("file:", "data:"))] == []


def open_document(page: Page, root: Path, language: str, name: str) -> None:
    """Opens a document of an edition from its folder, without a server."""
    page.goto((root / "build" / language / "html" / name).as_uri())


def visible_text(page: Page) -> str:
    """What a reader sees of the main content, code and formulas aside."""
    return str(
        page.evaluate(
            """() => {
                const main = document.querySelector("main, [role=main], article").cloneNode(true);
                main.querySelectorAll("code, pre, script, math, .math").forEach((each) => each.remove());
                document.body.append(main);
                const text = main.innerText;
                main.remove();
                return text;
            }"""
        )
    )


def luminance(page: Page, side: str) -> float:
    """How bright the page's text (color) or ground (background-color) is, 0-255."""
    return float(
        page.evaluate(
            """(side) => {
                let node = document.querySelector("main p") || document.body;
                let value = getComputedStyle(node)[side];
                while (node && /rgba\\(0, 0, 0, 0\\)|transparent/.test(value)) {
                    node = node.parentElement;
                    value = node ? getComputedStyle(node)[side] : "rgb(255, 255, 255)";
                }
                const square = document.createElement("canvas");
                const canvas = square.getContext("2d");
                canvas.fillStyle = value;
                canvas.fillRect(0, 0, 1, 1);
                const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
                return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
            }""",
            side,
        )
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_runs_in_its_languages_direction(built_own: Built, page: Page, language: str):
    """Tag, direction and the computed direction of a paragraph agree."""
    open_document(page, built_own.root, language, "free-julian-assange.html")
    expected = "rtl" if language == "ar" else "ltr"
    assert page.evaluate("document.documentElement.lang") == TAGS[language]
    assert page.evaluate("getComputedStyle(document.documentElement).direction") == expected
    assert page.evaluate('getComputedStyle(document.querySelector("main [data-unit]")).direction') == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["index.html", "diary.html", "instruments.html", "visitors.html"])
def test_readers_see_no_markup(built_sample: Built, page: Page, language: str, name: str):
    """The hardest constructs leave no sign of their notation in the visible text."""
    open_document(page, built_sample.root, language, name)
    text = visible_text(page)
    assert text.strip()
    assert not RAW.search(text), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_load_without_an_error_or_a_request(built_sample: Built, page: Page, language: str):
    """No script fails, every image is there, nothing is fetched from elsewhere (the fixture looks)."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("requestfailed", lambda request: errors.append(request.url))
    for name in ("index.html", "diary.html", "instruments.html", "visitors.html"):
        open_document(page, built_sample.root, language, name)
        broken = "[...document.images].filter((each) => !each.naturalWidth).map((each) => each.src)"
        assert page.evaluate(broken) == []
    assert errors == []


def unfold(page: Page) -> None:
    """Opens the list of languages, which is folded where there are many."""
    for summary in page.locator(".editions-switcher details:not([open]) > summary").all():
        summary.click()


def test_the_switcher_leads_through_all_languages(built_own: Built, page: Page):
    """Clicking the languages' own names goes from edition to edition of the same document, from files."""
    open_document(page, built_own.root, "en", "free-julian-assange.html")
    for language in ("de", "ar", "zh_CN", "en"):
        unfold(page)
        page.locator(f'.editions-switcher a[hreflang="{TAGS[language]}"]').click()
        page.wait_for_load_state()
        assert page.evaluate("document.documentElement.lang") == TAGS[language]
        assert page.url.endswith(f"/{language}/html/free-julian-assange.html")


def test_the_switcher_needs_no_script(built_own: Built, browser: Browser):
    """The same with JavaScript switched off."""
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(MILLISECONDS)
    tab = context.new_page()
    open_document(tab, built_own.root, "de", "free-julian-assange.html")
    unfold(tab)
    tab.locator('.editions-switcher a[hreflang="ar"]').click()
    tab.wait_for_url("**/ar/html/free-julian-assange.html")
    assert tab.locator("html").get_attribute("dir") == "rtl"
    context.close()


def test_the_site_leads_to_every_edition(built_own: Built, page: Page):
    """From the front page each language is one click away."""
    front = (built_own.root / "build/site/index.html").as_uri()
    for tag in TAGS.values():
        page.goto(front)
        if page.locator(f'a[hreflang="{tag}"]:visible').count():
            page.locator(f'a[hreflang="{tag}"]:visible').first.click()
            page.wait_for_load_state()
        assert page.evaluate("document.documentElement.lang") == tag


@pytest.mark.parametrize("language", ["de", "ar"])
def test_dark_mode_follows_the_readers_device(built_own: Built, page: Page, language: str):
    """Light ground and dark letters, or the other way round, with enough between them."""
    open_document(page, built_own.root, language, "free-julian-assange.html")
    page.emulate_media(color_scheme="light")
    assert luminance(page, "backgroundColor") - luminance(page, "color") > 120
    page.emulate_media(color_scheme="dark")
    assert luminance(page, "color") - luminance(page, "backgroundColor") > 120


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_wider_than_the_screen(built_sample: Built, page: Page, language: str, width: int):
    """On a phone and on a desk no page scrolls sideways; tables scroll in themselves."""
    page.set_viewport_size({"width": width, "height": 700})
    for name in ("index.html", "diary.html", "instruments.html", "visitors.html"):
        open_document(page, built_sample.root, language, name)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name


def test_english_text_in_an_arabic_page_runs_its_own_way(built_sample: Built, page: Page):
    """What is shown in the source's language has that language's direction within the right-to-left page."""
    open_document(page, built_sample.root, "ar", "diary.html")
    node = page.locator('main [data-state="missing"]').first
    assert node.evaluate("(each) => getComputedStyle(each).direction") == "ltr"
    assert node.get_attribute("lang") == "en"


def test_an_anchor_brings_its_paragraph_into_view(built_own: Built, page: Page):
    """A citation of a paragraph works in every language."""
    for language in LANGUAGES:
        address = (built_own.root / "build" / language / "html/free-julian-assange.html").as_uri()
        page.goto(f"{address}#p-9")
        box = page.locator("#p-9").bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 900


def test_on_paper_the_frame_is_gone_and_the_text_stays(built_own: Built, page: Page):
    """Print style: the switcher disappears, the resolution does not."""
    open_document(page, built_own.root, "de", "free-julian-assange.html")
    unfold(page)
    assert page.locator('a[hreflang="ar"]:visible').count() > 0
    page.emulate_media(media="print")
    assert page.locator('a[hreflang="ar"]:visible').count() == 0
    assert page.locator("main h1:visible").count() == 1


def test_a_reader_keeps_the_place_when_he_changes_the_language(built_own: Built, page: Page):
    """From the paragraph in view to the same paragraph; from the top of a page to the top of the other."""
    address = (built_own.root / "build/de/html/free-julian-assange.html").as_uri()
    page.goto(address)
    to_arabic = page.locator(".editions-switcher a[hreflang='ar']")
    to_arabic.evaluate("link => link.click()")
    page.wait_for_url("**/ar/html/free-julian-assange.html")
    page.goto(address)
    page.locator("#p-7").evaluate("each => each.scrollIntoView()")
    page.locator(".editions-switcher a[hreflang='ar']").evaluate("link => link.click()")
    page.wait_for_url("**/ar/html/free-julian-assange.html#p-7")
    page.locator(".editions-status a[href$='.parallel.html']").evaluate("link => link.click()")
    page.wait_for_url("**/ar/html/free-julian-assange.parallel.html#p-7")
