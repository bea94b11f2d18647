"""The search of foreign themes in a real browser: a reader types a word, and the page that has it is found."""

from __future__ import annotations

import http.server
import threading
import unicodedata
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

import pytest
from babel import Locale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_pages import MILLISECONDS

from chromium import chromium
from editions.sphinxext.search import SNOWBALL, PlainSearch, StemmedSearch, search_language
from searching import SAMPLES, project_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from helpers import Built

pytestmark = [pytest.mark.tool("chromium"), pytest.mark.xdist_group("browser")]

SPHINX = {"de"}  # the sample's languages that have a stemmer of Sphinx's
THEMES = {"furo": tuple(SAMPLES), "alabaster": ("el", "th", "zh_CN")}
# Sphinx's page takes its heading "Searching..." away, with the dots in it, when all results are shown.
DONE = "typeof Search !== 'undefined' && Search.title && !Search.title.querySelector('span')"
RESULTS = "[...document.querySelectorAll('ul.search li > a')].map((each) => each.getAttribute('href'))"


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A page of the system's Chromium that gives up what takes too long and never leaves this machine."""
    asked: list[str] = []
    with chromium() as browser:
        tab = browser.new_page()
        tab.set_default_timeout(MILLISECONDS)
        tab.on("request", lambda request: asked.append(request.url))
        yield tab
    assert [each for each in asked if not each.startswith(("http://127.0.0.1:", "data:", "about:"))] == []


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder and tells nobody."""

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serves a folder on loopback until the tests are over; returns its address."""
    servers = []

    def start(folder: Path) -> str:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def addresses(build_once: Callable[..., Built], serve: Callable[[Path], str]) -> dict[str, str]:
    """Where the editions of the sample are served, by theme."""
    found = {}
    for theme, codes in THEMES.items():
        built = build_once(f"search-{theme}", project_in(*codes, theme=theme), {"html": ("html",)})
        assert built.runs["html"].code == 0, built.runs["html"].said
        found[theme] = serve(built.output)
    return found


def look_for(page: Page, query: str) -> set[str]:
    """The documents that are found when a reader types these words into the page's search and presses Enter."""
    box = page.locator('input[name="q"]:visible').first
    box.fill(query)
    box.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    page.wait_for_function(DONE)
    return {str(each).partition(".html")[0] for each in page.evaluate(RESULTS)}


# One of each kind in the daily run: a stemmer, right to left, without spaces; the rest are long proofs.
DAILY = {("furo", "de"), ("furo", "ar"), ("alabaster", "zh_CN")}
CASES = [
    pytest.param(theme, code, marks=() if (theme, code) in DAILY else pytest.mark.slow)
    for theme, codes in THEMES.items()
    for code in codes
]


@pytest.mark.parametrize(("theme", "code"), CASES)
def test_readers_find_what_is_there_and_nothing_else(
    addresses: dict[str, str], page: Page, theme: str, code: str
) -> None:
    """Words of the text, in another form where a stemmer is claimed, lead to their document; other words nowhere."""
    wrong = {}
    stemmed = code in SPHINX or issubclass(search_language(code), StemmedSearch)
    for query, expected in SAMPLES[code].queries(stemmed=stemmed):
        page.goto(f"{addresses[theme]}/{code}/html/index.html")
        found = look_for(page, query)
        if found != expected:
            wrong[query] = found
    assert wrong == {}


@pytest.mark.parametrize(("code", "query"), [("th", "ประชาธิปไตย"), ("ja", "民主主義"), ("ko", "노동자")])
def test_what_was_found_is_highlighted_as_it_was_typed(
    addresses: dict[str, str], page: Page, code: str, query: str
) -> None:
    """In a script without spaces a word is marked whole within its sentence, not in pieces."""
    page.goto(f"{addresses['alabaster' if code == 'th' else 'furo']}/{code}/html/index.html")
    look_for(page, query)
    page.locator("ul.search li > a").first.click()
    page.wait_for_url("**/strike.html*")
    marked = page.locator("span.highlighted").all_text_contents()
    assert set(marked) == {query}


def terms(page: Page, texts: list[str]) -> list[list[str]]:
    """What the page's scripts look for when each of these texts is typed, called as Sphinx's page calls them."""
    return list(
        page.evaluate(
            """(texts) => texts.map((text) => {
                const stemmer = new Stemmer();
                return splitQuery(text.trim()).map((each) => stemmer.stemWord(each.toLowerCase()));
            })""",
            texts,
        )
    )


def load(page: Page, language: type[PlainSearch]) -> None:
    """Loads the scripts of a class into an empty page."""
    page.goto("about:blank")
    page.add_script_tag(content=f"{language.js_stemmer_code}\n{language.js_splitter_code}")


def agree(search: PlainSearch, text: str, typed: list[str]) -> bool:
    """True where what is looked for is in the index of the same text, and all of the index is part of it."""
    index = {search.stem(each).removesuffix(" ") for each in search.split(text)} - {""}
    return set(typed) - {""} <= index and all(any(each in term for term in typed) for each in index)


def words_of(code: str) -> list[str]:
    """Some hundred words of a language and more: names of languages, countries, currencies, months and days."""
    locale = Locale(code)
    names = [*locale.languages.values(), *locale.territories.values(), *locale.currencies.values()]
    for calendar in (locale.months, locale.days):
        names += [name for forms in calendar.values() for form in forms.values() for name in form.values()]
    return sorted({word for name in names for word in name.split()})


@pytest.mark.parametrize("code", [*SNOWBALL, "lt", "pl", "he", "fa", "th", "ja", "ko", "my", "km"])
def test_both_sides_make_the_same_of_a_languages_words(page: Page, code: str) -> None:
    """What JavaScript looks for is what Python put into the index, word for word."""
    language = search_language(code)
    load(page, language)
    search, words = language({}), words_of(code)
    typed = zip(words, terms(page, words), strict=True)
    assert len(words) > 300
    assert [each for each in typed if not agree(search, *each)] == []


# What case, marks, joiners, widths and scripts do to words.
ALPHABET = (
    "aZéßİıſẞςΣ'’ʼ·lL-_ 12２Ａｱﾞé\u0301\u0307п'яЯ\u00ad\u200b\u200c\u200d\u0640\ufe0f"
    "नमस्तேกำข้ក្សមြ党社ー々한글\u1112\u1161\u11ab𠀀🎉"
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(st.text(ALPHABET, max_size=12), min_size=20, max_size=60))
def test_both_sides_cut_and_fold_alike(page: Page, texts: list[str]) -> None:
    """Whatever is typed, every term is one that the same text has in the index."""
    if not page.evaluate("typeof splitQuery === 'function'"):
        load(page, PlainSearch)
    search = PlainSearch({})
    for text, typed in zip(texts, terms(page, texts), strict=True):
        assert agree(search, text, typed), text


def test_both_sides_know_the_same_letters(page: Page) -> None:
    """Every character that this Python knows, alone and between letters, is cut and folded by the browser as here."""
    load(page, PlainSearch)
    search = PlainSearch({})
    # Of the great blocks of Han and Hangul, in which all characters are alike, the beginning will do.
    blocks = chain(
        range(0x20, 0x3500), range(0xA000, 0xAC80), range(0xF900, 0x20100), range(0xE0100, 0xE01F0)
    )
    points = [each for each in blocks if unicodedata.category(chr(each)) not in {"Cn", "Cs", "Co"}]
    texts = [f"{chr(point)} x{chr(point)}я" for point in points]
    differ = [
        text for text, typed in zip(texts, terms(page, texts), strict=True) if not agree(search, text, typed)
    ]
    assert differ == []
