"""The resolution from end to end: pages and PDFs are read back and compared with the catalogs."""

from __future__ import annotations

import ctypes
import re
import shutil
import subprocess
import unicodedata
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw
import pytest

from helpers import Built, bare, content, states, units, words

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = ["de", "ar", "zh_CN"]
DOCUMENT = "docs/free-julian-assange.rst"
DATES = {"en": "2 August 2018", "de": "2. August 2018", "ar": "2 أغسطس 2018", "zh_CN": "2018年8月2日"}
TAGS = {"en": "en", "de": "de", "ar": "ar", "zh_CN": "zh-Hans"}


def plain(text: str) -> str:
    """A unit's text as a reader sees it: without the markup that the resolution uses."""
    return re.sub(r"\\ |\*|`([^`<]*) <[^>]*>`__", lambda match: match[1] or "", text)


def translations(built: Built, language: str) -> list[str]:
    """The translated texts of the resolution, in the order of the source."""
    return [
        plain(entry.msgstr)
        for entry in units(built.root, language).values()
        if any(path == DOCUMENT for path, _ in entry.occurrences)
    ]


def letters(text: str) -> str:
    """The letters of a text alone: readers of right-to-left PDFs differ about where signs, marks and digits stand."""
    return "".join(
        sign for sign in unicodedata.normalize("NFKD", text) if unicodedata.category(sign)[0] == "L"
    )


def book(built: Built, language: str) -> Path:
    """The resolution's PDF."""
    return built.root / "build" / language / "pdf/free-julian-assange.pdf"


def pdf_text(path: Path) -> str:
    """The text of a PDF as pdfium reads it, page by page."""
    document = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_unit_of_this_project_is_translated(built_own: Built, language: str):
    """The drafts are complete, and each is a machine's word that says so."""
    assert set(states(built_own.root, language).values()) == {"machine"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_holds_the_translation_in_order(built_own: Built, language: str):
    """Paragraph follows paragraph as in the original; nothing is left in English."""
    text = bare(words(content(built_own.page(language, "free-julian-assange.html"))))
    at = 0
    expected = translations(built_own, language)
    assert len(expected) > 10
    for each in expected:
        found = text.find(bare(each), at)
        assert found >= 0, each
        at = found + 1


def test_the_source_page_holds_the_publishers_words(built_own: Built):
    """The English page is the resolution, word for word."""
    text = bare(words(content(built_own.page("en", "free-julian-assange.html"))))
    for block in (built_own.root / DOCUMENT).read_text("utf-8").split("\n\n"):
        if not re.match(r"\.\. |:date:|=+", block.strip()):
            assert bare(plain(block)) in text


@pytest.mark.parametrize("language", DATES)
def test_the_date_is_the_languages_own(built_own: Built, language: str):
    """The date under the title is data, set by language in screen and print."""
    node = content(built_own.page(language, "free-julian-assange.html")).xpath(".//time")[0]
    assert node.get("datetime") == "2018-08-02"
    assert words(node) == DATES[language]
    assert bare(DATES[language]) in bare(pdf_text(book(built_own, language)))


def test_the_kicker_note_and_contact_are_marked(built_own: Built):
    """The line over the title, the editorial note and the contact line are told apart by class."""
    for language in ("en", *LANGUAGES):
        page = built_own.page(language, "free-julian-assange.html")
        for name in ("kicker", "editorial-note", "contact"):
            assert page.xpath(f'//*[contains(concat(" ", @class, " "), " {name} ")]'), (language, name)


@pytest.mark.parametrize("language", ["de", "zh_CN"])
def test_the_pdf_holds_the_translation(built_own: Built, language: str):
    """The beginning and the end of every paragraph are in the PDF's text."""
    text = bare(pdf_text(book(built_own, language)))
    for each in translations(built_own, language):
        assert bare(each)[:14] in text, each
        assert bare(each)[-14:] in text, each


@pytest.mark.tool("pdftotext")
@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_another_reader_finds_the_pdfs_words(built_own: Built, language: str):
    """Poppler, a reader of another make, finds nearly every word of the translation, in Arabic too."""
    command = ["pdftotext", "-enc", "UTF-8", str(book(built_own, language)), "-"]
    out = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.decode()
    found = letters(out)
    source = [
        block
        for block in (built_own.root / DOCUMENT).read_text("utf-8").split("\n\n")
        if block[0] not in ".:=*"
    ]
    texts = translations(built_own, language) if language != "en" else [plain(block) for block in source]
    parts = [letters(word) for text in texts for word in text.split() if len(letters(word)) > 3]
    assert parts
    missing = [part for part in parts if part not in found]
    assert len(missing) <= len(parts) // 20, missing[:20]


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_the_pdf_is_tagged_titled_and_in_its_language(built_own: Built, language: str):
    """A screen reader is told structure, title and language."""
    document = pypdfium2.PdfDocument(book(built_own, language))
    assert pypdfium2.raw.FPDFCatalog_IsTagged(document.raw)
    title = document.get_metadata_dict()["Title"]
    heading = content(built_own.page(language, "free-julian-assange.html")).xpath(".//h1")[0]
    assert bare(title) == bare(words(heading))
    assert _language(document) == TAGS[language]


def _language(document: pypdfium2.PdfDocument) -> str:
    """The language that the catalog of a PDF names."""
    buffer = (ctypes.c_ushort * 64)()
    length = pypdfium2.raw.FPDFCatalog_GetLanguage(document.raw, buffer, ctypes.sizeof(buffer))
    return bytes(buffer)[: max(0, length - 2)].decode("utf-16-le")


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_pages_of_the_pdf_are_numbered(built_own: Built, language: str):
    """Page x of y, on every page."""
    document = pypdfium2.PdfDocument(book(built_own, language))
    total = str(len(document))
    for number, page in enumerate(document, 1):
        text = page.get_textpage().get_text_bounded()
        tail = " ".join(text.split()[-12:]) + " ".join(text.split()[:12])
        assert str(number) in tail, tail
        assert total in tail


@pytest.mark.tool("pdffonts")
@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_fonts_are_embedded(built_own: Built, language: str):
    """Nothing depends on the reader's fonts."""
    assert shutil.which("pdffonts")
    out = subprocess.run(
        ["pdffonts", str(book(built_own, language))], capture_output=True, check=True, text=True, timeout=60
    ).stdout
    rows = out.splitlines()[2:]
    assert rows
    assert all(re.search(r"\byes +(yes|no) +(yes|no) +\d+ +\d+$", row) for row in rows), out


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_no_raw_markup_in_the_pdf(built_own: Built, language: str):
    """Stars, back-quotes and angle brackets are for authors."""
    assert not re.search(r"\*\w|`|<https|__|\\", pdf_text(book(built_own, language)))


def test_the_sample_keeps_every_text_in_print(built_sample: Built):
    """Unknown constructs lose styling, never text: each German unit's words are in the sample's book."""
    text = bare(pdf_text(built_sample.root / "build/de/pdf/the-weather-station.pdf"))
    lost = []
    known = states(built_sample.root, "de")
    for key, entry in units(built_sample.root, "de").items():
        if known[key] not in {"machine", "translated", "vouched"} or entry.msgid.startswith(
            "Take the printed"
        ):
            continue
        start = bare(re.split(r"[*`|\\\[:]", entry.msgstr)[0])[:14]
        if start not in text and not entry.msgid.startswith(("A rain gauge", "m =", "The instruments and")):
            lost.append(entry.msgstr)
    assert not lost
