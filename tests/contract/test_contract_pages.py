"""Units, states, languages and anchors in the pages of a working edition; what a release leaves out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import polib
import pytest

from helpers import (
    STATES,
    Built,
    bare,
    catalogs,
    change,
    content,
    editions,
    hash16,
    parse,
    requests_of,
    states,
    unit_key,
    units,
    words,
)

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.html import HtmlElement

LANGUAGES = ["en", "de", "ar", "zh_CN"]
TRANSLATIONS = LANGUAGES[1:]
DOCUMENTS = ["index", "diary", "instruments", "visitors"]
TAGS = {"en": "en", "de": "de", "ar": "ar", "zh_CN": "zh-Hans"}
DIRECTIONS = {"en": "ltr", "de": "ltr", "ar": "rtl", "zh_CN": "ltr"}


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory, built_sample: Built) -> dict[str, set[str]]:
    """What stock Sphinx extracts from the sample: domain -> sources."""
    out = tmp_path_factory.mktemp("gettext")
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "gettext", "-D", "html_theme=basic"]
    subprocess.run(
        [*command, str(built_sample.root / "docs"), str(out)],
        check=True,
        timeout=60,
        env=os.environ | {"TZ": "UTC"},
    )
    return {path.stem: {entry.msgid for entry in polib.pofile(str(path))} for path in out.glob("*.pot")}


def marked(page: HtmlElement) -> list[HtmlElement]:
    """The elements of the main content that carry units."""
    return content(page).xpath("descendant-or-self::*[@data-unit]")


def closest(node: HtmlElement, name: str) -> str:
    """The value of an attribute that holds at a node."""
    return str(node.xpath(f"string((ancestor-or-self::*[@{name}])[last()]/@{name})"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_page_says_its_language_and_direction(built_sample: Built, language: str, document: str):
    """The root element carries the BCP 47 tag and the direction."""
    page = built_sample.page(language, f"{document}.html")
    assert page.get("lang") == TAGS[language]
    assert page.get("dir") == DIRECTIONS[language]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_unit_that_sphinx_extracts_is_on_its_page(
    built_sample: Built, extracted: dict[str, set[str]], language: str, document: str
):
    """The keys on a page are those of its document's units, computed here from stock Sphinx's extraction."""
    page = built_sample.page(language, f"{document}.html")
    found = {key for node in marked(page) for key in node.get("data-unit").split()}
    expected = {unit_key(document, source): source for source in extracted[document]}
    assert {source for key, source in expected.items() if key not in found} == set(), "units without a mark"
    assert found - expected.keys() == set(), "keys of no unit"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_unit_of_the_source_edition_is_source(built_sample: Built, document: str):
    """The source edition has its own word for a state."""
    nodes = marked(built_sample.page("en", f"{document}.html"))
    assert nodes
    assert {node.get("data-state") for node in nodes} == {"source"}


@pytest.mark.parametrize("language", TRANSLATIONS)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_state_on_the_page_is_the_worst_of_its_units(built_sample: Built, language: str, document: str):
    """States on the page agree with the catalogs as polib reads them."""
    known = states(built_sample.root, language)
    for node in marked(built_sample.page(language, f"{document}.html")):
        found = [known[key] for key in node.get("data-unit").split()]
        assert node.get("data-state") == min(found, key=STATES.index), words(node)


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_text_in_the_source_language_says_so(built_sample: Built, language: str):
    """A paragraph without a usable translation is English and says so, for voices and for hyphenation."""
    seen = 0
    for document in DOCUMENTS:
        for node in marked(built_sample.page(language, f"{document}.html")):
            if node.get("data-state") in {"missing", "changed"} and words(node):
                seen += 1
                assert (closest(node, "lang"), closest(node, "dir")) == ("en", "ltr"), words(node)
    assert seen or language == "zh_CN"  # which is complete


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_machine_and_human_translations_are_shown(built_sample: Built, language: str):
    """The reStructuredText chapter shows every machine draft and every person's text."""
    page = built_sample.page(language, "diary.html")
    shown = bare(words(content(page)))
    known = states(built_sample.root, language)
    for key, entry in units(built_sample.root, language).items():
        if known[key] in {"machine", "translated", "vouched"} and "docs/diary.rst" in dict(entry.occurrences):
            text = re.split(r"[*`|\\\[:]", entry.msgstr)[0]
            assert bare(text) in shown, (key, entry.msgstr)


def test_plain_markdown_translations_are_shown(built_sample: Built):
    """Units of a Markdown document that carry no markup appear translated."""
    page = built_sample.page("de", "visitors.html")
    for text in (
        "Besuch",
        "Schließen Sie das Tor.",
        "Samstag",
        "Hunde bleiben an der Leine.",
        "Niemand kommt zufällig",
    ):
        assert text in words(content(page))


@pytest.mark.parametrize(
    ("language", "document", "source", "old"),
    [
        ("de", "diary", "In 1929 the snow lay for 140 days.", "1929 lag der Schnee 104 Tage."),
        ("ar", "visitors", "Bring warm clothes.", "أحضر ملابس."),
    ],
)
def test_a_changed_unit_shows_the_source_and_folds_the_old_text(
    built_sample: Built, language: str, document: str, source: str, old: str
):
    """The source stands; the translation of its older form is at hand, folded, in its own language."""
    page = content(built_sample.page(language, f"{document}.html"))
    key = unit_key(document, source)
    node = page.xpath(f'.//*[contains(@data-unit, "{key}")]')[0]
    assert source in words(node)
    folded = [details for details in page.xpath(".//details") if old in words(details)]
    assert len(folded) == 1
    assert folded[0].get("open") is None
    inner = folded[0].xpath(f'.//*[contains(., "{old}")]')[-1]
    assert closest(inner, "lang") == TAGS[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_raw_markup_reaches_the_reader(built_sample: Built, language: str):
    """Neither roles nor stars, back-quotes, bars or escapes stand in the text, code and formulas aside."""
    for document in DOCUMENTS:
        page = content(built_sample.page(language, f"{document}.html"))
        for code in page.xpath(".//code | .//pre | .//script | .//math | .//*[contains(@class, 'math')]"):
            code.drop_tree()
        text = words(page)
        assert not re.search(r"\*\*|\*\w|`|:\w+:`|\|\w|\\|\]\(|\{doc\}|system-message", text), text


def anchors(page: HtmlElement) -> list[str]:
    """The citing anchors of a page in their order."""
    return [name for name in content(page).xpath(".//@id") if re.fullmatch(r"p-\d+", name)]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_anchors_count_from_one_without_gaps(built_sample: Built, document: str):
    """Paragraphs are p-1, p-2, … in the order of the source."""
    found = anchors(built_sample.page("en", f"{document}.html"))
    assert found == [f"p-{number}" for number in range(1, len(found) + 1)]
    assert found


@pytest.mark.parametrize("language", TRANSLATIONS)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_anchors_are_the_same_in_every_language(built_sample: Built, language: str, document: str):
    """`#p-7` cites the same paragraph in every edition."""
    source, edition = (built_sample.page(code, f"{document}.html") for code in ("en", language))
    assert anchors(edition) == anchors(source)
    for name in anchors(source):
        assert units_at(edition, name) == units_at(source, name), name


def units_at(page: HtmlElement, name: str) -> str:
    """The units of the paragraph that an anchor cites."""
    node = content(page).xpath(f'.//*[@id="{name}"]')[0]
    return str(
        node.xpath("string((ancestor-or-self::*[@data-unit])[last()]/@data-unit)")
        or node.xpath("string(.//@data-unit)")
    )


def test_anchors_leave_out_tables_footnotes_and_captions(built_sample: Built):
    """Only the body's paragraphs count."""
    for document in DOCUMENTS:
        page = content(built_sample.page("en", f"{document}.html"))
        for name in anchors(page):
            above = [node.tag for node in page.xpath(f'.//*[@id="{name}"]/ancestor::*')]
            roles = page.xpath(f'.//*[@id="{name}"]/ancestor::*/@role')
            assert not {"table", "figcaption", "caption"} & set(above), (document, name)
            assert "doc-footnote" not in roles, (document, name)


def test_anchors_count_the_paragraphs_of_the_resolution(built_own: Built):
    """The resolution's paragraphs, counted by its blank lines, are what its anchors count."""
    source = (built_own.root / "docs/free-julian-assange.rst").read_text("utf-8")
    blocks = [
        block for block in re.split(r"\n\s*\n", source.strip()) if not re.match(r"\.\. |:\w+:|=+\n", block)
    ]
    assert anchors(built_own.page("en", "free-julian-assange.html")) == [
        f"p-{n}" for n in range(1, len(blocks) + 1)
    ]
    first = content(built_own.page("en", "free-julian-assange.html")).xpath('.//*[@id="p-1"]')[0]
    assert bare(blocks[0])[:20] in bare(words(first) or words(first.getparent()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_working_pages_ask_search_engines_to_stay_away(built_sample: Built, language: str):
    """A draft is not indexed."""
    for document in DOCUMENTS:
        robots = built_sample.page(language, f"{document}.html").xpath('//meta[@name="robots"]/@content')
        assert any("noindex" in value for value in robots), document


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_working_pages_carry_a_notice_in_the_readers_language(built_sample: Built, language: str):
    """A notice says on every page that this is a draft, in the words of the page's own language."""
    for document in DOCUMENTS:
        notices = {code: notice(built_sample.page(code, f"{document}.html")) for code in TRANSLATIONS}
        assert words(notices[language]).strip(), document
        assert closest(notices[language], "lang") == TAGS[language]
        assert len({words(node) for node in notices.values()}) == len(TRANSLATIONS)


def notice(page: HtmlElement) -> HtmlElement:
    """The notice of a page."""
    return page.xpath('//*[contains(concat(" ", @class, " "), " editions-notice ")]')[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_link_to_all_languages_by_their_own_names(built_sample: Built, language: str):
    """The switcher is plain links, each with its tag, and needs no script."""
    page = built_sample.page(language, "diary.html")
    links = {link.get("hreflang"): link for link in page.xpath("//a[@hreflang][@lang]")}
    others = {tag for code, tag in TAGS.items() if code != language}
    assert others <= links.keys()
    names = {"en": "English", "de": "Deutsch", "ar": "العربية", "zh-Hans": "简体中文"}
    for tag in others:
        assert names[tag] in words(links[tag])
        assert links[tag].get("lang") == tag


@pytest.mark.parametrize("view", ["", "release"])
def test_no_page_fetches_from_elsewhere(built_sample: Built, built_own: Built, view: str):
    """No third party learns who reads: everything a page needs lies beside it, in styles too."""
    for built in (built_sample, built_own):
        for language in LANGUAGES:
            folder = built.root / "build" / view / language / "html"
            for page in folder.rglob("*.html"):
                assert requests_of(page) == [], page
            for sheet in folder.rglob("*.css"):
                assert not re.search(r"(url\(|@import)\s*['\"]?(https?:)?//", sheet.read_text("utf-8")), sheet


def test_released_pages_carry_no_hooks(built_sample: Built):
    """What is published shows neither units nor states, nor a way to the desk."""
    pages = sorted((built_sample.root / "build/release/en/html").rglob("*.html"))
    assert pages
    for page in pages:
        text = page.read_text("utf-8")
        assert "data-unit" not in text
        assert "data-state" not in text
        assert "/desk" not in text
        assert "noindex" not in text


def test_released_anchors_are_those_of_the_working_edition(built_sample: Built):
    """A citation made from a draft holds in the release."""
    for document in DOCUMENTS:
        working, release = (
            built_sample.page("en", f"{document}.html", view=view) for view in ("", "release")
        )
        assert anchors(release) == anchors(working)


def test_a_release_without_machine_text_withholds_what_nobody_vouched_for(built_sample: Built):
    """With `machine = false` no machine text and no unvouched text is under build/release."""
    folder = built_sample.root / "build/release"
    shown = "".join(
        path.read_text("utf-8")
        for path in folder.rglob("*.html")
        if "en" not in path.relative_to(folder).parts
    )
    for text in ("Schreiben Sie auf", "Ein alter Brauch", "نقطة الندى"):
        assert text not in shown
    assert "风雨无阻" in shown  # Chinese is vouched for throughout


def test_a_release_with_machine_text_marks_it(sample: Path):
    """With `machine = true` a language of machine drafts is released, every draft marked for the reader."""
    settings = sample / "pyproject.toml"
    settings.write_text(
        settings.read_text("utf-8").replace("machine = false", "machine = true"), encoding="utf-8"
    )
    shutil.rmtree(sample / "locales/de/reviews")
    for catalog in catalogs(sample, "de").values():
        for entry in catalog:
            text = entry.msgstr or "Sonntag"
            mark = f"mt: llm 2026-11-22 s={hash16(entry.msgid)} t={hash16(text)}"
            change(
                sample, "de", entry.msgid, msgstr=text, tcomment=mark, flags=["fuzzy"], previous_msgid=None
            )
    run = editions(sample, "html", "--edition", "release", "de")
    assert run.code == 0, run.said
    page = parse(sample / "build/release/de/html/diary.html")
    assert (sample / "build/locale/release/de/LC_MESSAGES/diary.mo").is_file()
    assert not page.xpath("//@data-unit | //@data-state")
    for text in ("Schreiben Sie auf", "Ein alter Brauch", "Der lange Winter"):
        node = content(page).xpath(f'.//*[contains(text(), "{text}")]')[0]
        assert node.xpath('ancestor-or-self::*[contains(@class, "machine")]'), text
