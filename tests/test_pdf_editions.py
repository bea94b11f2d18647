"""PDF editions: books, scripts, fonts, and the marks of machine text."""

from __future__ import annotations

import json
import re
import subprocess
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pytest

from editions.books import slug
from editions.formats.pdf import fonts
from editions.problem import UserError
from editions.project import Project
from pdf_reading import TRANSLATED, annotations, bare, project, rules_in_margin, run

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

BOOKS = {
    "index.rst": "I\n=\n\n.. toctree::\n\n   part/a\n   b\n",
    "part/a.rst": "A title\n=======\n\n.. toctree::\n\n   sub\n",
    "part/sub.rst": "Sub title\n=========\n\ntext\n",
    "b.rst": "B title\n=======\n\ntext\n",
}


@pytest.mark.parametrize(
    ("books", "expected"),
    [
        ("", {"book": ("A title", "Sub title", "B title")}),
        ('books = "documents"', {"part-a": ("A title", "Sub title"), "b": ("B title",)}),
        ('[[tool.editions.books]]\nroot = "part/sub"\nname = "Übung"', {"Übung": ("Sub title",)}),
    ],
)
def test_books(tmp_path: Path, books: str, expected: Mapping[str, tuple[str, ...]]) -> None:
    """A project is one book, one a document of its root, or the books that it lists, each with its own subtree."""
    project(tmp_path, "de", {}, books=books)
    result = run(tmp_path, BOOKS, conf=TRANSLATED)
    assert sorted(path.stem for path in result.folder.glob("*.pdf")) == sorted(expected)
    for name, titles in expected.items():
        printed = result.text(name)
        assert [title for title in ("A title", "Sub title", "B title") if title in printed] == list(titles)


@pytest.mark.parametrize(
    "books",
    [
        'books = "chapters"',
        '[[tool.editions.books]]\nroot = "nowhere"\nname = "x"',
        '[[tool.editions.books]]\nroot = "b"\nname = "../x"',
        '[[tool.editions.books]]\nroot = "b"',
        '[[tool.editions.books]]\nroot = "b"\nname = "x"\n[[tool.editions.books]]\nroot = "index"\nname = "X"',
    ],
)
def test_books_that_cannot_be(tmp_path: Path, books: str) -> None:
    """A choice of books that names no document, no file, or one file twice is refused in one line."""
    project(tmp_path, "de", {}, books=books)
    with pytest.raises(UserError, match=r"^pyproject.toml: \[tool.editions\] books.*$") as error:
        run(tmp_path, BOOKS, conf=TRANSLATED)
    assert error.value.code == 2


def test_a_name_for_a_file() -> None:
    """A project's title becomes the name of a file in its own script."""
    assert slug("Political documents: 2018") == "political-documents-2018"
    assert slug("  自由 / Straße ") == "自由-strasse"
    assert slug("../..") == ""


def test_links_lead_to_places_of_the_book(tmp_path: Path) -> None:
    """References within a book are links; one to a document of another book is text."""
    texts = {
        "index.rst": "I\n=\n\n.. toctree::\n\n   a\n   b\n",
        "a.rst": "A\n=\n\n.. _here:\n\nSection\n-------\n\nSee :ref:`here` and :doc:`b`.\n",
        "b.rst": "B\n=\n\nSee :ref:`here`.\n",
    }
    project(tmp_path, "de", {}, books='books = "documents"\n')
    result = run(tmp_path, texts, conf=TRANSLATED)
    assert annotations(result.folder / "a.pdf") == 1
    assert annotations(result.folder / "b.pdf") == 0
    assert annotations(run(tmp_path, texts, out="whole").folder / "book.pdf") >= 3


SCRIPTS = {
    "de": "Freiheit für Julian Assange",
    "ru": "Свободу Джулиану Ассанжу",
    "el": "Ελευθερία στον Τζούλιαν Ασάνζ",
    "he": "שחררו את ג׳וליאן אסאנז׳",
    "zh_CN": "还朱利安·阿桑奇自由！",
    "zh_TW": "還朱利安·阿桑奇自由！",
    "ja": "ジュリアン・アサンジに自由を",
    "ko": "줄리언 어산지에게 자유를",
    "th": "ปล่อยตัวจูเลียน แอสแซนจ์",
}


@pytest.mark.parametrize("language", SCRIPTS)
def test_scripts(tmp_path: Path, language: str) -> None:
    """A text in any script is read back from the PDF."""
    text = SCRIPTS[language]
    result = run(tmp_path, {"index.rst": f"{text}\n{'=' * 80}\n\n*{text}* {text}\n"}, language=language)
    printed = bare(result.text())
    assert bare(text) in printed or bare(text)[::-1] in printed


def test_right_to_left(tmp_path: Path) -> None:
    """An Arabic book is read from right to left, and so are its lines."""
    result = run(tmp_path, {"index.rst": "الحرية\n======\n\nنص قصير\n"}, language="ar")
    data = (result.folder / "book.pdf").read_bytes()
    assert b"/Direction/R2L" in data.replace(b" ", b"")
    page = pdfium.PdfDocument(result.folder / "book.pdf")[0]
    text = page.get_textpage()
    boxes = [text.get_charbox(index) for index in range(min(4, text.count_chars()))]
    assert min(left for left, *_ in boxes) > page.get_width() / 2


@pytest.mark.tool("pdffonts")
def test_fonts_are_embedded(tmp_path: Path) -> None:
    """Every font of a book with several scripts is embedded, as a subset, with its Unicode map."""
    mixed = "\n\n".join(SCRIPTS.values())
    result = run(tmp_path, {"index.rst": f"T\n=\n\n{mixed}\n\n``code``\n"})
    command = ["pdffonts", str(result.folder / "book.pdf")]
    table = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    rows = [line.split()[-5:-2] for line in table.splitlines()[2:]]
    assert rows
    assert all(row == ["yes", "yes", "yes"] for row in rows)


def test_the_fonts_are_recorded(tmp_path: Path) -> None:
    """Beside the books stands which files their fonts came from: packages by version, Typst's own, the system's."""
    result = run(tmp_path, {"index.rst": "عنوان\n=====\n\nنص ``code`` text\n"}, language="ar")
    lock = json.loads((result.folder / "fonts.lock").read_text("utf-8"))
    assert {"Amiri", "DejaVu Sans Mono"} <= set(lock)
    assert {each["from"].split()[0] for each in lock["Amiri"]} == {"fontpkg-amiri"}
    assert lock["DejaVu Sans Mono"] == [{"from": f"typst {version('typst')}"}]


def test_a_font_of_the_system_is_recorded_by_its_bytes(tmp_path: Path) -> None:
    """A package's version says which file it is; a font of the system is known by its hash only."""
    if "Noto Serif Sinhala" not in fonts.installed():
        pytest.skip(f"no font for Sinhala: {fonts.advice('ක')}")
    result = run(tmp_path, {"index.rst": "මාතෘකාව\n========\n\nඅකුරු\n"}, language="si")
    faces = json.loads((result.folder / "fonts.lock").read_text("utf-8"))["Noto Serif Sinhala"]
    assert {each["from"] for each in faces} == {"system"}
    assert all(re.fullmatch("[0-9a-f]{64}", each["sha256"]) for each in faces)


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("a5", (420, 595)), ("letter", (612, 792))])
def test_paper(tmp_path: Path, paper: str, size: tuple[int, int]) -> None:
    """Pages have the size that the project asks for."""
    project(tmp_path, "de", UNITS, books=f'print.paper = "{paper}"\n')
    result = run(tmp_path, {"index.rst": SOURCE}, conf=TRANSLATED, language="de")
    page = pdfium.PdfDocument(result.folder / "book.pdf")[0]
    assert (round(page.get_width()), round(page.get_height())) == size


def test_a_template_of_the_project(tmp_path: Path) -> None:
    """A project's own template sets its pages; one that is not there is refused in one line."""
    ours = (files("editions") / "theme" / "print" / "edition.typ").read_text("utf-8")
    project(tmp_path, "de", UNITS, books='print.template = "own.typ"\n')
    with pytest.raises(UserError, match=r"\[tool.editions.print\] template: there is no file 'own.typ'"):
        run(tmp_path, {"index.rst": SOURCE}, conf=TRANSLATED, language="de")
    (tmp_path / "own.typ").write_text(ours.replace("      small({ title;", '      small({ "OWN"; title;').replace(
        "here().page() > 1", "true"), encoding="utf-8")  # fmt: skip
    assert "OWN" in run(tmp_path, {"index.rst": SOURCE}, conf=TRANSLATED, language="de", out="own").text()


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('print.papers = "a4"', "knows no 'papers'"),
        ('print.paper = "b5"', "cannot be 'b5'"),
        ("print = 1", "print cannot"),
    ],
)
def test_what_print_cannot_be(tmp_path: Path, table: str, said: str) -> None:
    """A slip of the pen is refused with what is possible."""
    project(tmp_path, "de", UNITS, books=f"{table}\n")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "conf.py").touch()
    with pytest.raises(UserError, match=said) as error:
        Project.load(tmp_path)
    assert error.value.code == 2


UNITS = {"Title": "Titel", "First text.": "Erster Satz.", "Second text.": "Zweiter Satz."}
SOURCE = "Title\n=====\n\nFirst text.\n\nSecond text.\n\nThird text.\n"
BY_MACHINE = "Maschinelle Übersetzung, noch nicht von Menschen geprüft."


def test_machine_text_is_marked(tmp_path: Path) -> None:
    """A working edition says on every page that a machine wrote it, and has a rule beside each such block."""
    project(tmp_path, "de", UNITS)
    result = run(tmp_path, {"index.rst": SOURCE}, conf=TRANSLATED, language="de")
    printed = " ".join(result.text().split())
    assert "Zweiter Satz." in printed
    assert printed.count(BY_MACHINE) == 2
    assert "Seite 1 von 1" in printed
    assert "Third text." in printed
    assert rules_in_margin(result.folder / "book.pdf") == 3


def test_what_people_wrote_is_not_marked(tmp_path: Path) -> None:
    """Text that people translated has no rule, and nothing says that a machine wrote it."""
    project(tmp_path, "de", UNITS, machine=False)
    result = run(tmp_path, {"index.rst": SOURCE}, conf=TRANSLATED, language="de")
    assert "Maschinelle" not in result.text()
    assert rules_in_margin(result.folder / "book.pdf") == 0


def test_the_source_edition_has_no_notice(tmp_path: Path) -> None:
    """The edition in the source language says nothing about translation."""
    project(tmp_path, "de", UNITS)
    printed = run(tmp_path, {"index.rst": SOURCE}, conf=TRANSLATED, language="en").text()
    assert "Third text." in printed
    assert "translat" not in printed
    assert "Working edition" not in printed
