"""axe-core on the pages, light and dark: no violation of WCAG 2.2 AA nor of its best practices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from browsing import visit
from proofs import LANGUAGES, Site, package

from chromium import chromium
from editions.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.tool("chromium"),
    pytest.mark.tool("ssh-keygen"),
    pytest.mark.xdist_group("web"),
]

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# target-size is off in axe-core unless it is asked for. The contrast of a paragraph is measured although a line hangs
# beside it (:after), which axe-core would otherwise leave to people.
OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations", "incomplete"],
    "checks": {"color-contrast": {"options": {"ignorePseudo": True}}},
}
# These must have been asked, or the proof is none.
ASKED = {"color-contrast", "target-size", "html-has-lang", "heading-order", "region", "landmark-one-main"}
RUN = """async (options) => {
    for (const each of document.querySelectorAll("details")) each.open = true;
    const found = await axe.run(document, options);
    const told = (kind) => found[kind].flatMap((rule) => rule.nodes.map((node) => ({
        rule: rule.id, html: node.html, why: node.failureSummary || node.any.map((each) => each.message).join("; "),
    })));
    const ids = ["passes", "violations", "incomplete"].flatMap((kind) => found[kind].map((rule) => rule.id));
    return { violations: told("violations"), incomplete: told("incomplete"), ids };
}"""
SCHEMES = ("light", "dark")


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core."""
    return package("axe-core", "axe.min.js").read_text("utf-8")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all of these tests."""
    with chromium() as found:
        yield found


def examine(page: Page, axe: str, address: str) -> dict[str, Any]:
    """What axe-core finds on a page."""
    page.goto(address)
    page.evaluate(axe)
    found: dict[str, Any] = page.evaluate(RUN, OPTIONS)
    return found


def faults(browser: Browser, axe: str, site: Site, scheme: str, names: list[str]) -> list[str]:
    """The violations on pages, and the contrasts that axe-core could not measure; each in a line."""
    said, ids = [], set()
    with visit(browser, site, viewport={"width": 1280, "height": 900}, color_scheme=scheme) as context:
        page = context.new_page()
        for name in names:
            found = examine(page, axe, site.where(name))
            ids |= set(found["ids"])
            unsure = [each for each in found["incomplete"] if each["rule"] == "color-contrast"]
            said += [
                f"{site.name}/{name}: {each['rule']}: {each['html']}: {each['why']}"
                for each in [*found["violations"], *unsure]
            ]
    assert ids >= ASKED
    return said


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_working_pages(
    built_sites: Mapping[str, Site], browser: Browser, axe: str, language: str, scheme: str
):
    """Document, view beside the original and list of documents of this project, in each language."""
    site = built_sites["own"]
    names = [site.below(page) for page in site.pages_of(Language(language).tag)]
    assert faults(browser, axe, site, scheme, names) == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("tag", ["en", "de", "ar", "zh-Hans"])
def test_released_pages(built_sites: Mapping[str, Site], browser: Browser, axe: str, tag: str, scheme: str):
    """The same of the sample as it is released: every construct that Sphinx knows, in each of its languages."""
    site = built_sites["released"]
    names = [site.below(page) for page in site.pages_of(tag)]
    assert faults(browser, axe, site, scheme, names) == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", ["own", "released"])
def test_pages_of_no_language(
    built_sites: Mapping[str, Site], browser: Browser, axe: str, name: str, scheme: str
):
    """The page to choose a language, and the one for wrong addresses."""
    site = built_sites[name]
    names = [site.below(page) for page in site.pages() if page.parent == site.root]
    assert len(names) == (2 if site.address else 1)
    assert faults(browser, axe, site, scheme, names) == []


def test_axe_finds_what_is_wrong(browser: Browser, axe: str, tmp_path: Path):
    """It does measure: pale letters beside a line, links too small for a finger, a page without a language."""
    (tmp_path / "a.html").write_text(
        "<!DOCTYPE html><title>T</title><style>p { position: relative; color: #aaa; background: #fff }"
        " p::after { content: ''; position: absolute; inset: 0 auto 0 0; border-left: 3px solid }"
        " a { display: block; width: 9px; height: 9px; overflow: hidden }</style>"
        "<main><h1>T</h1><p>Pale words.</p><nav><a href='#b'>b</a><a href='#c'>c</a></nav></main>",
        encoding="utf-8",
    )
    site = Site("wrong", tmp_path)
    with visit(browser, site) as context:
        found = examine(context.new_page(), axe, site.where("a.html"))
    assert {each["rule"] for each in found["violations"]} >= {
        "color-contrast",
        "target-size",
        "html-has-lang",
    }
