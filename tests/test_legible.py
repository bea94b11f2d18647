"""Text of a PDF can be copied, word for word, in every script; and nothing of its look changes by that."""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pdfua
import pikepdf
import pypdfium2 as pdfium
import pytest
from docutils import nodes
from docutils.core import publish_doctree
from hypothesis import given
from hypothesis import strategies as st

from editions.formats.pdf import builder, finish, fonts
from editions.formats.pdf.legible import make_legible
from editions.formats.pdf.legible.content import Page
from editions.formats.pdf.legible.font import string
from editions.formats.pdf.legible.vocabulary import Vocabulary, is_said, is_within
from editions.language import Language
from pdf_reading import run

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPTS = Path(__file__).parent / "scripts"
LANGUAGES = sorted(path.stem for path in SCRIPTS.glob("*.rst"))
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
# Lines end within what stands between two spaces.
WITHOUT_SPACES = frozenset({"ja", "ko", "th"})
# What typesetting may add or take, and marks of direction, which are no part of a word.
UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe]")
# At the end of a line: poppler has the soft hyphen, pdfium a sign of its own; an address goes on behind a slash.
HYPHENATED = re.compile("(?:[-\u2010\u00ad]|(?<=/))\r?\n|[\ufffe\u0002]")


def words(text: str) -> list[str]:
    """The words of a text, without what nobody sees."""
    return [word for each in unicodedata.normalize("NFC", text).split() if (word := UNSEEN.sub("", each))]


def written(language: str) -> list[str]:
    """The words of a language's document, but the number of its footnote and the words beside it."""
    tree = publish_doctree((SCRIPTS / f"{language}.rst").read_text("utf-8"))
    found: list[str] = []
    for node in tree.findall(lambda each: isinstance(each, (nodes.paragraph, nodes.title))):
        for number in list(node.findall(nodes.footnote_reference)):
            number.parent.replace(number, nodes.Text("\uf8ff"))
        text = node.astext()
        if isinstance(node.parent, nodes.footnote):
            text = text.partition(" ")[2]
        found += [word for word in words(text) if "\uf8ff" not in word]
    return found


def by_poppler(path: Path) -> str:
    """The text as pdftotext has it."""
    command = ["pdftotext", "-enc", "UTF-8", str(path), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def by_pdfium(path: Path) -> str:
    """The text as Chromium has it."""
    return "".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(path))


def lost(language: str, text: str) -> list[str]:
    """The words of the document that a program did not find in its PDF."""
    text = HYPHENATED.sub("", text)
    if language in WITHOUT_SPACES:
        whole = "".join(words(text))
        return [word for word in written(language) if word not in whole]
    found = set(words(text))
    return [word for word in written(language) if word not in found]


@pytest.fixture
def pdf(tmp_path: Path, language: str) -> Path:
    """The document of a language, as a PDF."""
    families = fonts.FAMILIES.get(Language(language).script, ())
    if fonts.SYSTEM & set(families) and not set(families) & fonts.installed():
        pytest.skip(f"no font is installed for {language}: {fonts.advice('ක')}")
    text = (SCRIPTS / f"{language}.rst").read_text("utf-8")
    return run(tmp_path, {"index.rst": text}, language=language).folder / "book.pdf"


@pytest.mark.tool("pdftotext")
@pytest.mark.parametrize("language", LANGUAGES)
def test_poppler_finds_every_word(pdf: Path, language: str) -> None:
    """Each word of the document is copied as it was written."""
    assert lost(language, by_poppler(pdf)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_chromium_finds_every_word(pdf: Path, language: str) -> None:
    """The same; from right to left it turns brackets and quotation marks round, and the parts of an address."""
    missing = lost(language, by_pdfium(pdf))
    if language in RIGHT_TO_LEFT:
        missing = [word for word in missing if not re.search("[()«»“”]|wsws", word)]
    assert missing == []


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("language", ["ar", "ur", "he", "hi", "bn", "th"])
def test_nothing_looks_different(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Every point of every page is what it was, and so is the structure; only the text is another."""
    kept: list[bytes] = []

    def both(data: bytes, tag: str, texts: Iterator[str]) -> bytes:
        kept.extend((data, finish.finish(data, tag, texts)))
        return kept[-1]

    monkeypatch.setattr(builder, "finish", both)
    request.getfixturevalue("pdf")
    before, after = map(pdfium.PdfDocument, kept)
    assert len(before) == len(after)
    for old, new in zip(before, after, strict=True):
        shades = zip(bytes(old.render(scale=1.5).buffer), bytes(new.render(scale=1.5).buffer), strict=True)
        assert (
            max(abs(a - b) for a, b in shades) <= 1
        )  # a place is rounded to a hundred-thousandth of a point
    assert elements(kept[0]) == elements(kept[1])
    assert by_pdfium_of(kept[0]) != by_pdfium_of(kept[1])


def by_pdfium_of(data: bytes) -> str:
    """The text of a file's pages."""
    return "".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(data))


def elements(data: bytes) -> tuple[int, list[list[int]]]:
    """How many elements the structure has, and the numbers of the marked content of each page."""
    with pikepdf.open(io.BytesIO(data)) as document:
        kinds = [each for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each]
        pages = [
            sorted(each.number for each in Page(document, page).sections() if each.number is not None)
            for page in document.pages
        ]
    return len(kinds), pages


@pytest.mark.parametrize("language", ["fr", "hi", "ur", "ja"])
def test_what_is_not_changed_keeps_its_instructions(pdf: Path) -> None:
    """A page that is read and written has the instructions that it had, as another reader sees them."""
    with pikepdf.open(pdf) as document:
        for page in document.pages:
            before = instructions(page)
            Page(document, page).write()
            assert instructions(page) == before
            assert len(before) > 50


def instructions(page: pikepdf.Page) -> list[tuple[list[str], str]]:
    """The instructions of a page, by pikepdf's own reader."""
    parsed = pikepdf.parse_content_stream(page)
    return [([repr(each) for each in one.operands], str(one.operator)) for one in parsed]


@pytest.mark.parametrize(
    ("literal", "data"),
    [
        (rb"(plain)", b"plain"),
        (rb"(\000\1\12x)", b"\x00\x01\x0ax"),
        (rb"(\n\r\t\b\f)", b"\n\r\t\b\f"),
        (rb"(\(\)\\)", b"()\\"),
        (rb"((in) it)", b"(in) it"),
        (b"(a\\\nb)", b"ab"),
    ],
)
def test_strings(literal: bytes, data: bytes) -> None:
    """A literal string is what pikepdf makes of it too."""
    assert string(literal) == data == bytes(pikepdf.Object.parse(literal))


@pytest.mark.parametrize("language", ["ar", "ur", "hi"])
def test_pdfua_finds_no_fault(pdf: Path) -> None:
    """The structure is still what a checker of PDF/UA-1 asks for."""
    assert pdfua.validate(str(pdf)).findings == ()


@pytest.mark.parametrize("language", ["bn", "fa"])
def test_same_bytes(tmp_path: Path, language: str) -> None:
    """The same document gives the same bytes."""
    text = (SCRIPTS / f"{language}.rst").read_text("utf-8")
    built = [
        run(tmp_path / name, {"index.rst": text}, language=language).folder / "book.pdf" for name in "ab"
    ]
    assert built[0].read_bytes() == built[1].read_bytes()


@pytest.mark.parametrize("language", ["fr", "ru", "ja", "ko"])
def test_simple_scripts_are_left_alone(pdf: Path, language: str) -> None:
    """Where letters stand one after the other there is nothing to mend."""
    with pikepdf.open(pdf) as document:
        assert not make_legible(document, [(SCRIPTS / f"{language}.rst").read_text("utf-8")])


@pytest.mark.parametrize(
    ("known", "clusters", "word"),
    [
        ("দা দাদা", ["দা", "দা"], "দাদা"),  # a word that says it twice itself
        ("দা", ["দা", "দা"], "দা"),
        # of two words that lie within it only one can be what the clusters say
        ("যুক্তরাষ্ট্রে যুক্তরাষ্ট্রের", ["যু", "ক্ত", "ত", "রা", "ষ্ট্রে", "ষ্ট্রে"], "যুক্তরাষ্ট্রে"),
        ("এক", ["এ", "কা"], None),
        ("", ["ক"], None),
    ],
)
def test_words_by_their_clusters(known: str, clusters: list[str], word: str | None) -> None:
    """A word is found by what was made of it; no word is made up."""
    assert Vocabulary([known]).word(clusters) == word


@given(st.lists(st.sampled_from(["ক", "কা", "গ্রা", "ম"]), min_size=1, max_size=6), st.data())
def test_whatever_is_said_twice(clusters: list[str], data: st.DataObject) -> None:
    """However often clusters are said again, the word lies within it and is said."""
    word = "".join(clusters)
    noisy = [each for cluster in clusters for each in [cluster] * data.draw(st.integers(1, 3))]
    assert is_within(word, "".join(noisy))
    assert is_said(word, noisy)
    assert Vocabulary([word]).word(noisy) == word
