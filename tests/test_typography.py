"""Typography of print: no letter without a font, emphasis by the script's own means, listings, ends of pages."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING

import polib
import pypdfium2 as pdfium
import pytest
from pypdfium2 import raw

from editions.formats.pdf import fonts
from editions.formats.pdf.compiler import compile_book
from editions.formats.pdf.front import TEMPLATE
from editions.formats.pdf.markup import array, literal
from editions.formats.pdf.writer.base import language_arguments
from editions.interface import LOCALE
from editions.language import Language
from helpers import REPOSITORY
from pdf_reading import bare, run

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPTS = Path(__file__).parent / "scripts"
LOCALES = REPOSITORY / "locales"
PRINT = REPOSITORY / "scripts" / "editions" / "theme" / "print"
LANGUAGES = sorted(
    {path.stem for path in SCRIPTS.glob("*.rst")}
    | {path.parent.name for folder in (LOCALES, LOCALE) for path in folder.glob("*/LC_MESSAGES")}
)
LISTING = """
Title
=====

.. code-block:: python
   :linenos:
   :lineno-start: 98
   :emphasize-lines: 2

   first()
   second()
   third()
"""


def texts(language: str) -> Iterator[str]:
    """Every text of a language that the project has: documents, words of the interface, drafts for the tests."""
    for folder in (LOCALES, LOCALE):
        for path in sorted(folder.glob(f"{language}/LC_MESSAGES/*.po")):
            yield from (entry.msgstr for entry in polib.pofile(str(path)))
    draft = SCRIPTS / f"{language}.rst"
    if draft.exists():
        yield draft.read_text("utf-8")


def fonts_of(path: Path) -> set[str]:
    """The names of the fonts of a PDF's text."""
    names = set()
    for page in pdfium.PdfDocument(path):
        for piece in page.get_objects(filter=(raw.FPDF_PAGEOBJ_TEXT,)):
            names.add(piece.get_font().get_base_name())
    return names


def strokes(path: Path) -> int:
    """How many lines are drawn on the pages of a PDF."""
    pages = pdfium.PdfDocument(path)
    return sum(len(list(page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,)))) for page in pages)


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_glyph_is_missing(tmp_path: Path, code: str) -> None:
    """Fonts have every letter of every text of the language, upright, bold and between code."""
    language = Language(code)
    own = set(fonts.FAMILIES.get(language.script, ()))
    if own & fonts.SYSTEM and not own & fonts.installed():
        pytest.skip(f"no font is installed for {code}: {fonts.advice('ක')}")
    whole = literal("\n".join(texts(code)))
    assert len(whole) > 1000
    arguments = ", ".join(
        (*language_arguments(language), f"mono: {array([literal(fonts.MONOSPACE)])}", 'title: "T"')
    )
    body = f'#import "{TEMPLATE}": *\n#show: edition.with({arguments})\n#{whole}\n\n#strong({whole})\n\n#emph({whole})'
    (tmp_path / "book.typ").write_text(body, encoding="utf-8")
    (tmp_path / TEMPLATE).write_bytes((PRINT / TEMPLATE).read_bytes())
    data, standards = compile_book(tmp_path / "book.typ", fonts.faces(language), timestamp=0)
    assert standards == ("ua-1", "a-2a")
    assert len(data) > 10_000


@pytest.mark.parametrize(
    ("language", "word", "dots"),
    [("zh_CN", "民主", 2), ("ja", "デモクラシー", 6), ("ko", "민주주의", 0), ("de", "Wort", 0)],
)
def test_emphasis(tmp_path: Path, language: str, word: str, dots: int) -> None:
    """Chinese and Japanese have a dot at each character and keep their weight; Korean and German have another face."""
    text = f"一\\ *{word}*\\ 二" if dots else f"A *{word}* b"
    emphasised = run(tmp_path, {"index.rst": text}, language=language)
    plain = run(tmp_path, {"index.rst": text.replace("*", "")}, language=language, out="plain")
    assert word in bare(emphasised.text())
    book, former = emphasised.folder / "book.pdf", plain.folder / "book.pdf"
    assert strokes(book) - strokes(former) == dots
    assert len(fonts_of(book)) - len(fonts_of(former)) == (dots == 0)


@pytest.mark.parametrize("language", ["hi", "ar", "ja"])
def test_a_paragraph_emphasised_as_a_whole_is_not_bold(tmp_path: Path, language: str) -> None:
    """Without italics a page of bold or dotted text would shout: the paragraph is set apart in another way."""
    word = {"hi": "लोकतंत्र", "ar": "الديمقراطية", "ja": "民主主義"}[language]
    plain = run(tmp_path, {"index.rst": word}, language=language, out="plain")
    result = run(tmp_path, {"index.rst": f"*{word}*"}, language=language)
    assert fonts_of(result.folder / "book.pdf") == fonts_of(plain.folder / "book.pdf")
    assert strokes(result.folder / "book.pdf") == strokes(plain.folder / "book.pdf")
    assert (result.folder / "book.pdf").read_bytes() != (plain.folder / "book.pdf").read_bytes()


def test_lines_of_a_listing(tmp_path: Path) -> None:
    """A listing keeps the numbers of its lines, and the line that stands out has a ground of its own."""
    numbered = run(tmp_path, {"index.rst": LISTING})
    printed = re.sub(r"\s+", " ", numbered.text())
    assert "98 first() 99 second() 100 third()" in printed
    plain = run(tmp_path, {"index.rst": LISTING.replace("   :emphasize-lines: 2\n", "")}, out="plain")
    assert strokes(numbered.folder / "book.pdf") == strokes(plain.folder / "book.pdf") + 1


def test_the_contents_say_no_page_within_a_title(tmp_path: Path) -> None:
    """A reference in a title says no page: the contents, which repeat the title, give each its own."""
    pages = {
        "index.rst": "Book\n====\n\n.. toctree::\n\n   one\n   two\n",
        "one.rst": "About :ref:`that <that>`\n========================\n\nWords, :ref:`that`.\n",
        "two.rst": ".. _that:\n\nThat\n====\n\nMore words.\n",
    }
    printed = re.sub(r"\s+", " ", run(tmp_path, pages).text())
    assert re.search(r"Words, That \(→ \d\)", printed)
    assert printed.count("→") == 1


@pytest.mark.parametrize("paper", ["a4", "a5", "letter"])
def test_ends_of_pages(tmp_path: Path, paper: str) -> None:
    """No line of a paragraph stands alone at the end of a page; each page but the first has the title above."""
    (tmp_path / "pyproject.toml").write_text(
        f'[tool.editions]\nsource = "docs"\nlocales = "locales"\nprint.paper = "{paper}"\n', encoding="utf-8"
    )
    words = [" ".join([f"w{number}."] * (30 + 7 * (number % 9))) for number in range(80)]
    result = run(
        tmp_path, {"index.rst": "Running title\n=============\n\n" + "\n\n".join(words)},
        conf='extensions += ["editions.sphinxext"]\n',
    )  # fmt: skip
    book = pdfium.PdfDocument(result.folder / "book.pdf")
    assert len(book) > 2
    bodies = []
    for number, page in enumerate(book, 1):
        lines = page.get_textpage().get_text_range().splitlines()
        assert (lines[0] == "Running title") == (number > 1 or lines[0].startswith("Running"))
        assert f"Page {number} of {len(book)}" in lines
        bodies.append([line for line in lines if line.startswith("w")])
    for former, latter in itertools.pairwise(bodies):
        split = former[-1].split()[-1]
        if latter[0].split()[0] == split:
            assert sum(line.split()[0] == split for line in former) >= 2
            assert sum(line.split()[-1] == split for line in latter) >= 2
