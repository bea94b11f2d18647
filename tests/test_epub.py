"""EPUB editions: valid, complete, still; books, scripts, title pages, and the marks of machine text."""

from __future__ import annotations

import datetime as dt
import io
import re
import struct
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from sphinx import addnodes

from editions import formats
from editions.credits import Credits
from editions.formats.epub.about import About
from editions.formats.epub.archive import Member
from editions.formats.epub.documents import Line
from editions.formats.epub.drawing import is_still
from editions.formats.epub.formulas import mathml
from editions.formats.epub.front import title_page
from editions.formats.epub.package import package
from editions.formats.epub.pictures import kind_of
from editions.formats.epub.script import class_of, emphasis
from editions.formats.epub.words import Words
from editions.interface import THEME
from editions.language import Language
from epub_checking import epubcheck
from helpers import REPOSITORY, copy_own, daily
from pdf_reading import SVG, TRANSLATED, bare, project
from pdf_reading import run as build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from editions.powers import Power
    from helpers import Built

KIND = formats.kind("epub")
SCRIPTS = REPOSITORY / "tests" / "scripts"
REFERENCE = REPOSITORY / "tests" / "fixtures" / "pdf" / "reference.rst"
NAMES = {
    "h": "http://www.w3.org/1999/xhtml",
    "epub": "http://www.idpf.org/2007/ops",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
    "m": "http://www.w3.org/1998/Math/MathML",
}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
EPUB_TYPE = f"{{{NAMES['epub']}}}type"
STILL = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
PNG = bytes.fromhex("89504e470d0a1a0a") + b"rest"


@dataclass(frozen=True)
class Book:
    """A book, opened; names of files are those in its folder."""

    path: Path

    def files(self) -> dict[str, bytes]:
        """All files of the archive."""
        with zipfile.ZipFile(self.path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def file(self, name: str) -> bytes:
        """One file."""
        return self.files()[f"EPUB/{name}"]

    def xml(self, name: str) -> etree._Element:
        """One file, parsed as XML."""
        return etree.fromstring(self.file(name))

    def find(self, name: str, path: str) -> list:
        """What an XPath finds in a file."""
        return self.xml(name).xpath(path, namespaces=NAMES)

    def texts(self) -> list[str]:
        """The names of the files that hold the documents, in order of reading."""
        hrefs = {item.get("id"): item.get("href") for item in self.find("package.opf", "//opf:item")}
        read = [hrefs[each] for each in self.find("package.opf", "//opf:itemref/@idref")]
        return [name for name in read if name.startswith("text-")]

    def spoken(self) -> str:
        """All text of the documents, formulas by their sources, pictures by their descriptions."""
        roots = [self.find(name, "//h:body")[0] for name in self.texts()]
        said = [value for root in roots for value in root.xpath(".//@alttext | .//@alt | .//@title")]
        return bare("".join("".join(root.itertext()) for root in roots) + "".join(said))


@dataclass(frozen=True)
class Result:
    """What a build left behind: the folder of the books, the trees of the documents, what Sphinx warned about."""

    folder: Path
    trees: Mapping[str, nodes.document]
    warnings: str

    def book(self, name: str = "book") -> Book:
        """One book."""
        return Book(self.folder / f"{name}.epub")


def run(root: Path, texts: Mapping[str, str], **options: Any) -> Result:
    """Builds documents, given by name, as e-books, in this process."""
    built = build(root, texts, builder="editions-epub", **options)
    return Result(built.folder, built.trees, built.warnings)


@pytest.fixture(scope="module")
def own(build_once: Callable[..., Built]) -> Built:
    """A copy of this project with working editions of four languages as books; only to be read."""
    return build_once("own-epub", copy_own, {"epub": ("epub", "en", "de", "ar", "zh_CN")})


def own_book(built: Built, language: str) -> Book:
    """The book of this project in a language."""
    return Book(next((built.root / "build" / language / "epub").glob("*.epub")))


# ------------------------------------------------------------------------------------------------------------ validity


@pytest.mark.tool("epubcheck")
@pytest.mark.parametrize("language", daily(["de", "en", "ar", "zh_CN"]))
def test_books_of_this_project_are_valid(own: Built, language: str) -> None:
    """The pipeline's books have no fault that epubcheck finds."""
    assert own.runs["epub"].code == 0, own.runs["epub"].said
    assert epubcheck(own_book(own, language).path) == []


@pytest.mark.tool("epubcheck")
@pytest.mark.parametrize("language", daily(["ar", "hi", "ja", "ur"]))
def test_books_in_every_script_are_valid(tmp_path: Path, language: str) -> None:
    """A book is valid in any script and direction."""
    text = (SCRIPTS / f"{language}.rst").read_text("utf-8")
    assert epubcheck(run(tmp_path, {"index.rst": text}, language=language).book().path) == []


@pytest.mark.tool("epubcheck")
def test_a_book_of_every_construct_is_valid(tmp_path: Path) -> None:
    """Every construct of docutils and Sphinx comes out as valid XHTML, in a book of several documents."""
    texts = {
        "index.rst": f"{REFERENCE.read_text('utf-8')}\n.. toctree::\n   :caption: Part\n\n   a\n   b\n",
        "a.rst": f"A\n=\n\n:doc:`b`, :ref:`tables`\n\n{ODD}",
        "b.rst": "B\n=\n\n.. toctree::\n\n   c\n",
        "c.rst": "C\n=\n\ntext [#]_\n\n.. [#] Note.\n",
    }
    conf = "numfig = True\nhtml_codeblock_linenos_style = 'table'\n"
    assert epubcheck(run(tmp_path, texts, conf=conf).book().path) == []


# What comes from authors who write HTML, and from those who mistype.
ODD = """
.. raw:: html

   <p>Unclosed <em>line</p><div class=x id=a>block<br>line<a name=old>old</a><font color=red>red</font>
   <center>mid</center><p id=a>twice</p><p id="with space">odd</p><table><td>cell</table><!-- open

An `odd address <https://example.org/a|b?c=ü&d=[e]#f#g>`__, `another <https://exämple.org/%zz>`__,
`a relative one <other.html>`__, `a file <file:///etc/passwd>`__, `a script <javascript:alert(1)>`__.

:math:`\\frac{` :math:`x < y` :math:`\\text{平均}`
"""


def test_pages_are_well_formed_and_say_their_language(own: Built) -> None:
    """Each page is XML with lang, xml:lang and dir on its root, and the direction once more on its body."""
    for language, tag, direction in (("ar", "ar", "rtl"), ("zh_CN", "zh-Hans", "ltr")):
        book = own_book(own, language)
        pages = [name.removeprefix("EPUB/") for name in book.files() if name.endswith(".xhtml")]
        assert len(pages) >= 4
        for name in pages:
            root = book.xml(name)
            assert (root.get("lang"), root.get(XML_LANG), root.get("dir")) == (tag, tag, direction)
            assert root.find("h:body", NAMES).get("dir") == direction


# -------------------------------------------------------------------------------------------------------- completeness


def is_read(node: nodes.Text) -> bool:
    """True for text that a book shows as text; that of unresolved references gives way to titles."""
    parent = node.parent
    while parent is not None:
        if isinstance(parent, (nodes.Invisible, nodes.raw, addnodes.index, addnodes.toctree)):
            return False
        if isinstance(parent, addnodes.only) and parent["expr"] != "html":
            return False
        if isinstance(parent, addnodes.pending_xref) and not parent.get("refexplicit"):
            return False
        parent = parent.parent
    return True


def test_every_construct_keeps_its_text(tmp_path: Path) -> None:
    """All text of a document with every construct is in the book, and comments are not."""
    source = REFERENCE.read_text("utf-8").replace("   :linenos:\n", "")  # numbers would part the lines
    result = run(tmp_path, {"index.rst": source})
    said = result.book().spoken()
    texts = [each for tree in result.trees.values() for each in tree.findall(nodes.Text) if is_read(each)]
    assert len(texts) > 300
    assert [text.astext() for text in texts if bare(text.astext()) not in said] == []
    assert bare("a comment, not printed") not in said
    assert bare("Only outside of the web.") not in said


@pytest.mark.parametrize("language", sorted(path.stem for path in SCRIPTS.glob("*.rst")))
def test_every_script_keeps_its_text(tmp_path: Path, language: str) -> None:
    """No character of a text in any script is lost."""
    result = run(tmp_path, {"index.rst": (SCRIPTS / f"{language}.rst").read_text("utf-8")}, language=language)
    said = result.book().spoken()
    assert [
        text.astext()
        for tree in result.trees.values()
        for text in tree.findall(nodes.Text)
        if is_read(text) and bare(text.astext()) not in said
    ] == []


def test_lines_of_chinese_are_joined(tmp_path: Path) -> None:
    """Where a source ends its lines within Chinese, no space is read; in code the lines stay."""
    text = "标题\n====\n\n还朱利安·阿桑奇\n自由\n\n::\n\n   代码\n   代码\n"
    book = run(tmp_path, {"index.rst": text}, language="zh_CN").book()
    assert [each.text for each in book.find("text-1.xhtml", "//h:section/h:p")] == ["还朱利安·阿桑奇自由"]
    assert "代码\n代码" in "".join(book.find("text-1.xhtml", "//h:pre")[0].itertext())


# --------------------------------------------------------------------------------------------------- documents, links

CHAPTERS = {
    "index.rst": (
        "Whole\n=====\n\nSee :ref:`deep`.\n\n.. toctree::\n   :caption: First part\n\n   part/a\n\n"
        ".. toctree::\n   :hidden:\n\n   b\n\nOwn section\n-----------\n\ntext\n"
    ),
    "part/a.rst": "A title\n=======\n\n.. _deep:\n\nDeep\n----\n\nSee :doc:`/b`.\n\n.. toctree::\n\n   sub\n",
    "part/sub.rst": "Sub title\n=========\n\nDeeper\n------\n\ntext\n",
    "b.rst": "B *title* [#]_\n===============\n\n.. [#] Note.\n\nSee :ref:`deep`.\n",
}


def links_of(book: Book) -> Iterator[tuple[str, str]]:
    """The links of all pages, each with its page."""
    for name in book.files():
        if name.endswith(".xhtml"):
            for href in etree.fromstring(book.files()[name]).xpath("//h:a/@href", namespaces=NAMES):
                yield name.removeprefix("EPUB/"), href


def broken(book: Book) -> list[tuple[str, str]]:
    """The links within a book that lead to a file or place which is not there."""
    found = []
    for name, href in links_of(book):
        file, _, anchor = href.partition("#")
        if "://" in href or href.startswith("mailto:"):
            continue
        target = file or name
        there = f"EPUB/{target}" in book.files()
        if not there or (anchor and not book.find(target, f'//*[@id="{anchor}"]')):
            found.append((name, href))
    return found


def test_each_document_is_a_file(tmp_path: Path) -> None:
    """Documents are files in the order of reading; links between them lead to these files, and all arrive."""
    book = run(tmp_path, CHAPTERS).book()
    titles = ["".join(book.find(name, "//h:h1")[0].itertext()).strip() for name in book.texts()]
    assert titles == ["Whole", "A title", "Sub title", "B title [1]"]
    links = dict(links_of(book))
    assert broken(book) == []
    assert ("text-1.xhtml", "text-2.xhtml#deep") in set(links_of(book))
    assert ("text-2.xhtml", "text-4.xhtml") in set(links_of(book))
    assert links


def test_links_arrive(tmp_path: Path) -> None:
    """Each link within a book of every construct has its target, those of footnotes, index and contents too."""
    book = run(tmp_path, {"index.rst": REFERENCE.read_text("utf-8")}).book()
    assert len(list(links_of(book))) > 70
    assert broken(book) == []


def test_where_documents_are_listed_links_to_them_stand(tmp_path: Path) -> None:
    """A list of documents is one again in the book, without what its author hides."""
    book = run(tmp_path, CHAPTERS).book()
    listed = book.find("text-1.xhtml", '//h:ul[@class="editions-documents"]/h:li/h:a')
    assert [(each.get("href"), "".join(each.itertext())) for each in listed] == [("text-2.xhtml", "A title")]


def test_contents(tmp_path: Path) -> None:
    """The navigation nests sections below documents and documents below captions; titles are plain text."""
    book = run(tmp_path, CHAPTERS, conf="html_secnumber_suffix = ' '\n").book()

    def outline(items: etree._Element) -> list:
        return [
            (item[0].text, item[0].get("href"), *([outline(item[1])] if len(item) > 1 else []))
            for item in items
        ]

    (toc,) = book.find("nav.xhtml", '//h:nav[@epub:type="toc"]/h:ol')
    assert outline(toc) == [
        ("Whole", "text-1.xhtml", [("Own section", "text-1.xhtml#own-section")]),
        ("First part", None, [
            ("A title", "text-2.xhtml", [
                ("Deep", "text-2.xhtml#deep", [
                    ("Sub title", "text-3.xhtml", [("Deeper", "text-3.xhtml#deeper")]),
                ]),
            ]),
            ("B title", "text-4.xhtml"),
        ]),
    ]  # fmt: skip
    kinds = book.find("nav.xhtml", '//h:nav[@epub:type="landmarks"]//h:a/@epub:type')
    assert kinds == ["cover", "titlepage", "toc", "bodymatter"]
    points = book.find("toc.ncx", "//ncx:navPoint/ncx:navLabel/ncx:text/text()")
    assert points == [
        "Whole",
        "Own section",
        "First part",
        "A title",
        "Deep",
        "Sub title",
        "Deeper",
        "B title",
    ]


def test_a_document_of_one_title_has_no_page_of_contents(own: Built) -> None:
    """A table of contents with one line is there for programs, and no page that a reader turns."""
    spine = own_book(own, "de").find("package.opf", "//opf:itemref/@idref")
    assert spine == ["file-cover.xhtml", "file-title.xhtml", "file-text-1.xhtml"]


def test_a_book_without_titles(tmp_path: Path) -> None:
    """A book whose documents have no titles is called as the project, and its contents have one line."""
    texts = {"index.rst": "Only text.\n\n.. toctree::\n\n   a\n", "a.rst": "More text.\n"}
    book = run(tmp_path, texts).book()
    assert book.find("package.opf", "//dc:title/text()") == ["Book"]
    assert [
        (each.text, each.get("href")) for each in book.find("nav.xhtml", '//h:nav[@epub:type="toc"]//h:a')
    ] == [("Book", "text-1.xhtml")]
    assert bare("Only text. More text.") in book.spoken()


def test_raw_html_ends_where_it_ends(tmp_path: Path) -> None:
    """What one passage of raw HTML leaves open takes in nothing of what follows; other formats are left out."""
    text = (
        "T\n=\n\n.. raw:: html\n\n   <details><summary>More</summary><!--\n\nInner.\n\n"
        ".. raw:: html\n\n   </details>\n\n.. raw:: latex\n\n   VANISH\n\n.. only:: epub\n\n   In books.\n"
    )
    book = run(tmp_path, {"index.rst": text}).book()
    assert text_of(book, "text-1.xhtml") == "T More Inner. In books."
    assert [each.text for each in book.find("text-1.xhtml", "//h:section/h:p")] == ["Inner.", "In books."]


def test_links_out_of_the_book(tmp_path: Path) -> None:
    """A link to another book becomes text, one to the web stays, one that no reader may follow becomes text."""
    texts = {
        "index.rst": "I\n=\n\n.. toctree::\n\n   a\n   b\n",
        "a.rst": "A\n=\n\nSee :doc:`b` and `web <https://example.org/x>`__ and a@example.org.\n\n" + ODD,
        "b.rst": "B\n=\n\ntext\n",
    }
    project(tmp_path, "de", {}, books='books = "documents"\n')
    book = run(tmp_path, texts, conf=TRANSLATED).book("a")
    followed = [href for name, href in links_of(book) if name == "text-1.xhtml"]
    assert followed[:2] == ["https://example.org/x", "mailto:a@example.org"]
    assert all(href.startswith(("https://", "mailto:")) for href in followed)
    assert bare("See B and web") in book.spoken()
    assert bare("a relative one, a file, a script") in book.spoken()


def test_footnotes(tmp_path: Path) -> None:
    """Footnotes and their signs say what they are, so that reading systems show them in a window."""
    text = "T\n=\n\nCited [#]_ and [Knuth84]_.\n\n.. [#] The note.\n.. [Knuth84] A work.\n"
    book = run(tmp_path, {"index.rst": text}).book()
    (sign,) = book.find("text-1.xhtml", '//h:a[@epub:type="noteref"]')
    (note,) = book.find("text-1.xhtml", '//h:aside[@epub:type="footnote"]')
    assert (sign.get("role"), note.get("role")) == ("doc-noteref", "doc-footnote")
    assert sign.get("href") == f"#{note.get('id')}"
    assert "The note." in "".join(note.itertext())


def test_index(tmp_path: Path) -> None:
    """What a document enters into the index stands at the end of the book, with links."""
    text = "T\n=\n\n.. index:: single: loom; shuttle\n\nHere.\n\n.. index:: loom\n\nThere.\n"
    book = run(tmp_path, {"index.rst": text}).book()
    assert "".join(book.find("index.xhtml", "//h:section")[0].itertext()) == "IndexLloomshuttle"
    assert len(book.find("index.xhtml", "//h:a")) == 2
    assert broken(book) == []
    assert "index.xhtml" not in run(tmp_path, {"index.rst": "T\n=\n"}, out="none").book().files()


# -------------------------------------------------------------------------------------------------------------- states

UNITS = {"Title": "Titel", "First text.": "Erster Satz.", "Second text.": "Zweiter Satz."}
SOURCE = ":date: 2018-08-02\n\nTitle\n=====\n\nFirst text.\n\nSecond text.\n\nThird text.\n"
BY_MACHINE = "Maschinelle Übersetzung, noch nicht von Menschen geprüft."
WORKING = "Arbeitsfassung, nicht veröffentlicht."


def text_of(book: Book, name: str) -> str:
    """The text of a page's body, with single spaces."""
    return " ".join(" ".join(book.find(name, "//h:body")[0].itertext()).split())


def test_machine_text_is_marked(tmp_path: Path) -> None:
    """What a machine wrote is of a class that has a line at its side; each page says so at its top."""
    project(tmp_path, "de", UNITS)
    book = run(tmp_path, {"index.rst": SOURCE}, conf=TRANSLATED, language="de").book()
    marked = book.find("text-1.xhtml", '//*[contains(@class, "editions-machine")]')
    assert [each.text for each in marked] == ["Titel", "Erster Satz.", "Zweiter Satz."]
    assert text_of(book, "text-1.xhtml").startswith(f"{BY_MACHINE} {WORKING} Titel")
    assert BY_MACHINE in text_of(book, "title.xhtml")
    assert WORKING in text_of(book, "title.xhtml")
    sheet = book.file("book.css").decode()
    for side in ("left", "right"):
        assert f"border-{side}: 2px solid" in sheet


def test_text_in_the_source_language_says_so(tmp_path: Path) -> None:
    """What is not translated has its own language and direction; nothing of the workshop gets into a book."""
    project(tmp_path, "ar", {"Title": "عنوان"})
    book = run(tmp_path, {"index.rst": SOURCE}, conf=TRANSLATED, language="ar").book()
    (third,) = book.find("text-1.xhtml", '//h:p[text()="Third text."]')
    assert (third.get("lang"), third.get(XML_LANG), third.get("dir")) == ("en", "en", "ltr")
    assert "editions-latn" in third.get("class")
    for name, data in book.files().items():
        assert b"data-" not in data or name.endswith(".png"), name


def test_what_people_wrote_is_not_marked(tmp_path: Path) -> None:
    """Text that people translated has no line, and nothing says that a machine wrote it."""
    project(tmp_path, "de", UNITS, machine=False)
    book = run(tmp_path, {"index.rst": SOURCE}, conf=TRANSLATED, language="de").book()
    assert book.find("text-1.xhtml", '//*[contains(@class, "editions-machine")]') == []
    assert "Maschinelle" not in text_of(book, "title.xhtml") + text_of(book, "text-1.xhtml")


def test_the_source_edition_has_no_notice(tmp_path: Path) -> None:
    """The edition in the source language says nothing about translation."""
    project(tmp_path, "de", UNITS)
    book = run(tmp_path, {"index.rst": SOURCE}, conf=TRANSLATED, language="en").book()
    said = text_of(book, "title.xhtml") + text_of(book, "text-1.xhtml")
    assert "ranslat" not in said
    assert "Working" not in said
    assert not book.find("package.opf", "//dc:source")


def test_on_a_mixed_page_machine_text_says_so_to_those_who_listen(tmp_path: Path) -> None:
    """Where people wrote some of a page, a machine's paragraphs begin with what they are, hidden from the eye."""
    project(tmp_path, "de", UNITS)
    catalog = tmp_path / "locales" / "de" / "LC_MESSAGES" / "index.po"
    entry = '\n\n#: docs/index.rst\nmsgid "Third text."\nmsgstr "Dritter Satz."\n'
    catalog.write_text(catalog.read_text("utf-8") + entry, encoding="utf-8")
    book = run(tmp_path, {"index.rst": SOURCE}, conf=TRANSLATED, language="de").book()
    heard = book.find("text-1.xhtml", '//h:p[h:span[@class="editions-state"]]')
    assert ["".join(each.itertext()) for each in heard] == [
        f"Maschinell übersetzt: {text}" for text in ("Erster Satz.", "Zweiter Satz.")
    ]
    assert re.search(r"\.editions-state \{[^}]*clip", book.file("book.css").decode())
    assert book.find("nav.xhtml", "//h:nav[1]//h:a")[0].text == "Titel"


# -------------------------------------------------------------------------------------------- title page and metadata


def test_title_page(own: Built) -> None:
    """The title page has kicker, title, what readers must know, where the text is from and who publishes it."""
    book = own_book(own, "de")
    (kicker,), (title,) = (
        book.find("title.xhtml", '//h:p[contains(@class, "kicker")]'),
        book.find("title.xhtml", "//h:h1"),
    )
    assert kicker.text.startswith("Resolution")
    assert title.text == "Freiheit für Julian Assange!"
    said = text_of(book, "title.xhtml")
    for words in (WORKING, BY_MACHINE, "Englisch", "2. August 2018", "Socialist Equality Party (US)"):
        assert words in said
    english = text_of(own_book(own, "en"), "title.xhtml")
    assert "2 August 2018" in english
    assert "Original" in english


def meta(book: Book, name: str) -> list[str]:
    """The values of a property in the package document."""
    return book.find("package.opf", f'//opf:meta[@property="{name}"]/text()')


def test_package_document(own: Built) -> None:
    """The package document says what the book is, in BCP 47, and which edition it was translated from."""
    book, original = own_book(own, "zh_CN"), own_book(own, "en")
    values = {
        name: book.find("package.opf", f"//dc:{name}/text()")
        for name in ("language", "creator", "publisher", "date", "source", "title")
    }
    assert values == {
        "language": ["zh-Hans"],
        "creator": ["Socialist Equality Party (US)"],
        "publisher": ["Socialist Equality Party (US)"],
        "date": ["2018-08-02"],
        "source": original.find("package.opf", "//dc:identifier/text()"),
        "title": ["还朱利安·阿桑奇自由！"],
    }
    assert meta(book, "dcterms:modified") == ["2018-08-02T00:00:00Z"]
    assert book.find("package.opf", "//opf:package/@version | //dc:title/@xml:lang") == ["3.0"]
    (cover,) = book.find("package.opf", '//opf:item[@properties="cover-image"]')
    assert (cover.get("href"), cover.get("media-type")) == ("cover.png", "image/png")


def test_accessibility(tmp_path: Path) -> None:
    """The book says how it can be read; that pictures are described only where all of them are."""
    book = run(tmp_path, {"index.rst": REFERENCE.read_text("utf-8")}).book()
    assert meta(book, "schema:accessMode") == ["textual", "visual"]
    assert meta(book, "schema:accessModeSufficient") == ["textual"]
    assert meta(book, "schema:accessibilityHazard") == ["none"]
    assert {"structuralNavigation", "tableOfContents", "alternativeText", "MathML"} == set(
        meta(book, "schema:accessibilityFeature")
    )
    assert meta(book, "schema:accessibilitySummary")
    bare_ = run(tmp_path, {"index.rst": "T\n=\n\n.. image:: pic.svg\n"}, out="bare").book()
    assert "alternativeText" not in meta(bare_, "schema:accessibilityFeature")
    assert meta(bare_, "schema:accessModeSufficient") == ["textual,visual"]
    assert meta(run(tmp_path, {"index.rst": "T\n=\n"}, out="plain").book(), "schema:accessMode") == [
        "textual"
    ]


def about(**changes: object) -> About:
    """A published German book."""
    values: dict = {
        "title": Line("Titel"), "kicker": None, "author": "Us", "day": dt.date(2018, 8, 2),
        "moment": dt.datetime(2020, 1, 1, tzinfo=dt.UTC), "language": Language("de"),
        "source_language": Language("en"), "project": "P", "name": "book",
    }  # fmt: skip
    return About(**(values | changes))


WORDS = Words.for_readers_of(Language("de"), Language("en"))


def test_who_agreed_is_named() -> None:
    """Translators and reviewers who agreed are on the title page and in the package document, and nobody else."""
    named = about(credits=Credits(("Ada", "Bo"), ("Cy",), unnamed=2))
    said = "".join(title_page(named, WORDS).itertext())
    assert "Ada und Bo" in said
    assert "Cy" in said
    root = package(named, needed(), WORDS, described=True)
    assert [each.text for each in root.iter("dc:contributor")] == ["Ada", "Bo", "Cy"]
    assert [each.text for each in root.iter("meta") if each.get("property") == "role"] == [
        "trl",
        "trl",
        "pfr",
    ]
    assert "Ada" not in "".join(title_page(about(), WORDS).itertext())


def needed() -> tuple[Member, Member]:
    """The files that each package document names: the cover, and the contents for old reading systems."""
    return (
        Member("cover.png", "image/png", b"", "cover-image"),
        Member("toc.ncx", "application/x-dtbncx+xml", b""),
    )


def test_a_published_book_says_where_it_is_on_the_web() -> None:
    """Its address is a link on the title page, and that of the original is its source."""
    published = about(address="https://example.org/de/a.html", original="https://example.org/en/a.html")
    links = list(title_page(published, WORDS).iter("a"))
    assert [(each.text, each.get("href")) for each in links] == [(published.address, published.address)]
    root = package(published, needed(), WORDS, described=True)
    assert [each.text for each in root.iter("dc:source")][-1] == published.original


def test_identifiers_are_stable() -> None:
    """A book keeps its name from build to build; each language, book and project has its own."""
    names = {
        about().identifier(Language("de")),
        about().identifier(Language("fr")),
        about(name="other").identifier(Language("de")),
        about(project="Q").identifier(Language("de")),
    }
    assert len(names) == 4
    assert about().identifier(Language("de")) == about(title=Line("Anders")).identifier(Language("de"))
    assert about().identifier(Language("de")).startswith("urn:uuid:")


def test_what_the_interface_does_not_say_yet_is_said_in_english() -> None:
    """A sentence without translation stands there in English, marked so, with English names and dates."""
    root = ET.Element("section")
    words = Words.for_readers_of(Language("sw"), Language("fr"))
    words.add(root, "p", "Translated from {language}")
    words.add(root, "p", "Original of {date}", day=dt.date(2018, 8, 2))
    spans = [paragraph[0] for paragraph in root]
    assert [each.text for each in spans] == ["Translated from French", "Original of August 2, 2018"]
    assert {each.get("lang") for each in spans} == {"en"}


# --------------------------------------------------------------------------------------------- direction, script, style


def test_right_to_left(tmp_path: Path) -> None:
    """An Arabic book is turned from right to left; code in it runs from left to right."""
    text = "عنوان\n=====\n\nنص ``code`` *مهم*\n\n::\n\n   x = 1\n"
    book = run(tmp_path, {"index.rst": text}, language="ar").book()
    assert book.find("package.opf", "//opf:spine/@page-progression-direction") == ["rtl"]
    assert "editions-rtl" in book.find("text-1.xhtml", "//h:body/@class")[0]
    assert book.find("text-1.xhtml", "//h:code/@dir | //h:pre/@dir") == ["ltr", "ltr"]
    assert run(tmp_path, {"index.rst": "T\n=\n"}, out="en", language="en").book().find(
        "package.opf", "//opf:spine/@page-progression-direction"
    ) == ["ltr"]


@pytest.mark.parametrize(
    ("language", "means", "script"),
    [
        ("de", "", "latn"), ("ru", "", "cyrl"), ("zh_CN", "editions-dots-below", "hans"),
        ("ja", "editions-dots-above", "jpan"), ("ar", "editions-weight", "arab"), ("ur", "editions-weight", "aran"),
        ("hi", "editions-weight", "deva"), ("ko", "editions-weight", "kore"),
    ],
)  # fmt: skip
def test_emphasis_is_by_the_means_of_the_script(language: str, means: str, script: str) -> None:
    """Letters without italics are not slanted: dots stress in Chinese and Japanese, weight in other scripts."""
    assert emphasis(Language(language), whole=False) == means
    assert class_of(Language(language)) == f"editions-{script}"
    sheet = (THEME / "epub" / "book.css").read_text("utf-8")
    assert f".editions-{script}" in sheet
    assert not means or f".{means} {{" in sheet


def test_a_paragraph_that_is_emphasised_as_a_whole(tmp_path: Path) -> None:
    """It is upright and plain where the script has no italics; words within a line stand out."""
    book = run(tmp_path, {"index.rst": "题\n==\n\n*整段。*\n\n有\\ *词*\\ 。\n"}, language="zh_CN").book()
    assert book.find("text-1.xhtml", "//h:em/@class") == ["editions-upright", "editions-dots-below"]


def test_the_style_sheet_leaves_colours_and_directions_to_the_reader() -> None:
    """A text gets a colour only together with its ground; nothing is fetched, nothing forbidden in EPUB is used."""
    sheet = re.sub(r"/\*.*?\*/", "", (THEME / "epub" / "book.css").read_text("utf-8"), flags=re.DOTALL)
    for selector, rule in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet):
        has_colour = re.search(r"(?<!-)color: (?!inherit)", rule)
        assert bool(has_colour) == ("background-color:" in rule), selector
        assert not re.search(r"(?<![-\w])(direction|unicode-bidi|font-family:(?! monospace))", rule), selector
    assert not re.search(r"url\(|@import|@font-face|!important", sheet)


def test_the_style_sheet_is_the_same_in_all_languages(own: Built) -> None:
    """A style sheet that differed would be a power of its own; it holds the colours of code as well."""
    sheets = {own_book(own, language).file("book.css") for language in ("en", "de", "ar", "zh_CN")}
    assert len(sheets) == 1
    assert b".highlight .k " in sheets.pop()


def size(png: bytes) -> tuple[int, int]:
    """The width and height of a PNG file."""
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("language", ["de", "ar", "hi", "ja", "th"])
def test_cover(tmp_path: Path, language: str) -> None:
    """The cover is a picture of a size that libraries ask for, with letters on it, described by the title."""
    title = (
        (SCRIPTS / f"{language}.rst").read_text("utf-8").splitlines()[0] if language != "de" else "Freiheit"
    )
    result = run(tmp_path, {"index.rst": f"{title}\n{'=' * 80}\n"}, language=language)
    picture = result.book().file("cover.png")
    assert size(picture) == (1600, 2560)
    assert result.book().find("cover.xhtml", "//h:img/@alt") == [title]
    assert "no installed font" not in result.warnings
    blank = run(tmp_path, {"index.rst": f"{UNKNOWN}\n{'=' * 80}\n"}, out="blank", language=language)
    assert len(picture) > len(blank.book().file("cover.png")) + 1000


UNKNOWN = "\U000f0000"  # a character that no font knows


def test_a_cover_without_a_font(tmp_path: Path) -> None:
    """A title that no font here shows leaves the cover without words, and that is said; the book is made."""
    result = run(tmp_path, {"index.rst": f"{UNKNOWN}\n===\n\ntext\n"})
    assert "docs/index.rst" not in result.warnings
    assert "index.rst: no installed font shows the title" in result.warnings
    assert size(result.book().file("cover.png")) == (1600, 2560)
    assert result.book().find("package.opf", "//dc:title/text()") == [UNKNOWN]


def test_a_long_title_stays_on_the_cover(tmp_path: Path) -> None:
    """However long a title or a word of it is, its cover is one page."""
    for number, title in enumerate(("Wort " * 80, "Donaudampfschifffahrt" * 6)):
        book = run(
            tmp_path, {"index.rst": f"{title}\n{'=' * 500}\n"}, out=f"out{number}", language="de"
        ).book()
        assert size(book.file("cover.png")) == (1600, 2560)


# ---------------------------------------------------------------------------------------------------------------- file


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two builds of one source are the same file, cover and all."""
    text = {"index.rst": REFERENCE.read_text("utf-8")}
    first, second = (run(tmp_path, text, out=out).book().path.read_bytes() for out in ("one", "two"))
    assert first == second


def test_the_date_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is SOURCE_DATE_EPOCH, else the document's own date, else the first that an archive knows."""
    dated, undated = {"index.rst": ":date: 2018-08-02\n\nT\n=\n"}, {"index.rst": "T\n=\n"}
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert meta(run(tmp_path, dated).book(), "dcterms:modified") == ["2018-08-02T00:00:00Z"]
    assert meta(run(tmp_path, undated).book(), "dcterms:modified") == ["1980-01-01T00:00:00Z"]
    for epoch, said in (("1600000001", "2020-09-13T12:26:41Z"), ("0", "1970-01-01T00:00:00Z")):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        assert meta(run(tmp_path, dated).book(), "dcterms:modified") == [said]


def test_container(tmp_path: Path) -> None:
    """The file begins with its type, not compressed; all else is, with one date, under plain names."""
    path = run(tmp_path, CHAPTERS).book().path
    assert path.read_bytes()[30:58] == b"mimetypeapplication/epub+zip"
    with zipfile.ZipFile(path) as archive:
        first, *others = archive.infolist()
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert {each.compress_type for each in others} == {zipfile.ZIP_DEFLATED}
    assert {each.date_time for each in (first, *others)} == {(1980, 1, 1, 0, 0, 0)}
    assert [each.filename for each in others[:2]] == ["META-INF/container.xml", "EPUB/package.opf"]
    assert all(re.fullmatch(r"[\w./-]+", each.filename, re.ASCII) for each in others)


# -------------------------------------------------------------------------------------------------- what acts, fetches

HOSTILE = """T <script>alert(1)</script>
===========================

"]]> <img src=x onerror=alert(1)> & &amp; ``<b>`` \x0c

.. raw:: html

   <script>VANISH</script><style>VANISH</style><iframe src="https://evil.example/">VANISH</iframe>
   <p onclick="VANISH()" style="position: fixed" data-x="VANISH">kept</p><blink>kept, too</blink>
   <img src="https://evil.example/pixel.gif" alt="described"><img srcset="https://evil.example/x">
   <svg><script>VANISH</script></svg><form action="https://evil.example"><input name="VANISH"></form>
   <object data="https://evil.example">VANISH</object><link rel="stylesheet" href="https://evil.example/x.css">
   <video src="https://evil.example/v">VANISH</video><math href="https://evil.example"><mi>x</mi></math>
   <meta http-equiv="refresh" content="0; url=https://evil.example"><base href="https://evil.example/">
   </body></html><p style="width: 50%; background: url(https://evil.example/)">after</p><!-- VANISH

.. image:: https://evil.example/pic.png
   :alt: Remote picture
"""


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    """Text that looks like markup is text; raw HTML loses what acts or fetches, and never its words."""
    book = run(tmp_path, {"index.rst": HOSTILE}).book()
    assert book.find("text-1.xhtml", "//h:h1")[0].text == "T <script>alert(1)</script>"
    assert '"]]> <img src=x onerror=alert(1)> & &amp;' in text_of(book, "text-1.xhtml")
    for name, data in book.files().items():
        assert b"VANISH" not in data, name
    for words in ("kept", "kept, too", "described", "after", "Remote picture"):
        assert words in text_of(book, "text-1.xhtml")
    assert book.find("package.opf", "//dc:title/text()") == ["T <script>alert(1)</script>"]


def test_nothing_is_fetched(tmp_path: Path) -> None:
    """No page asks for anything that is not in the book: no address but those of links, and of names."""
    book = run(tmp_path, {"index.rst": HOSTILE}).book()
    for name in book.files():
        if not name.endswith((".xhtml", ".opf", ".ncx")):
            continue
        for element in etree.fromstring(book.files()[name]).iter(etree.Element):
            for key, value in element.attrib.items():
                if etree.QName(element).localname == "a" and key == "href":
                    continue
                assert "evil.example" not in value, (name, key)
                assert not key.startswith("on"), (name, key)
                assert key != "style" or re.fullmatch(r"(width: [\d.]+%;?)", value), (name, key)


def test_a_catalog_gives_no_more_than_text(tmp_path: Path) -> None:
    """A hostile translation is text in the book, or is not shown, and has no power that the source has not."""
    evil = "<script>alert(1)</script> `x <javascript:alert(1)>`__ :raw-html:`<b>`"
    project(tmp_path, "de", {"Title": "T", "First text.": evil, "Second text.": "1 < 2 & ]]> onclick=x()"})
    texts = {"index.rst": SOURCE}
    german = run(tmp_path, texts, conf=TRANSLATED, language="de").book()
    english = run(tmp_path, texts, conf=TRANSLATED, language="en", out="en").book()
    assert "1 < 2 & ]]> onclick=x()" in text_of(german, "text-1.xhtml")
    assert powers(german) <= powers(english)


def powers(book: Book, changed: Mapping[str, bytes] | None = None) -> set[Power]:
    """The powers of a book, of which some files in its folder are changed or added."""
    files = book.files() | {f"EPUB/{name}": data for name, data in (changed or {}).items()}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return set(KIND.powers("book.epub", written.getvalue()))


def test_translations_have_the_powers_of_the_source(own: Built) -> None:
    """Language, direction, marks, covers and metadata of a translation count for nothing."""
    source = powers(own_book(own, "en"))
    assert source
    for language in ("de", "ar", "zh_CN"):
        assert powers(own_book(own, language)) - source == set()


PAGE = '<html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html>'
ADDED = [
    ("text-9.xhtml", PAGE.format("<script>x()</script>"), "a script: x()"),
    ("text-9.xhtml", PAGE.format('<p onclick="x()"/>'), "an event handler: p onclick=x()"),
    (
        "text-9.xhtml",
        PAGE.format('<a href="https://e.example">x</a>'),
        "an address: a href https://e.example",
    ),
    ("text-9.xhtml", "<html", "a file that cannot be examined: EPUB/text-9.xhtml"),
    ("x.js", "x()", "another content of the file: EPUB/x.js"),
    ("x.bin", "?", "a file: EPUB/x.bin"),
    ("book.css", "p { background: url(https://e.example) }", "another content of the file: EPUB/book.css"),
    ("cover.png", STILL.format("<script/>"), "another content of the file: EPUB/cover.png"),
    (
        "package.opf",
        '<package><item properties="scripted"/></package>',
        "an attribute: item properties=scripted",
    ),
    (
        "package.opf",
        '<package><item href="https://e.example/x"/></package>',
        "an address: item href https://e.example",
    ),
    ("package.opf", "<package><collection/></package>", "an element: collection"),
    ("package.opf", "<package", "a file that cannot be examined: EPUB/package.opf"),
]


@pytest.mark.parametrize(("name", "text", "said"), ADDED, ids=[said for *_, said in ADDED])
def test_what_acts_is_a_power(own: Built, name: str, text: str, said: str) -> None:
    """Whatever is added to a book that acts, fetches or cannot be examined is seen."""
    book = own_book(own, "en")
    more = powers(book, {name: text.encode()}) - powers(book)
    assert [each for each in map(str, more) if each.startswith(said)], more


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:0],
        lambda data: data[:-40],
        lambda data: data.replace(b"mimetypeapplication/epub+zip", b"mimetypeapplication/evil+zip"),
        lambda data: b"#!/bin/sh\n" + data,
        lambda data: data.replace(b"EPUB/toc.ncx", b"EPUB/nav.xht"),
    ],
)
def test_what_is_no_book_is_a_power(own: Built, spoil: Callable[[bytes], bytes]) -> None:
    """A file that other programs may read as something else, or that cannot be read, is refused."""
    data = spoil(own_book(own, "en").path.read_bytes())
    found = set(KIND.powers("book.epub", data)) - powers(own_book(own, "en"))
    assert {each.kind for each in found} & {"unreadable", "file"}
    assert list(KIND.powers("notes.txt", b"no zip")) == []


# ------------------------------------------------------------------------------------------------ pictures and formulas

DRAWINGS = {
    '<rect width="4" style="fill: url(#g)"/><use xlink:href="#r"/>': True,
    '<a href="https://example.org"><text>x</text></a><feColorMatrix values="1 0"/>': True,
    '<style>.a { fill: red }</style><image href="data:image/png;base64,AA=="/>': True,
    '<x:note xmlns:x="http://draws.example" x:href="https://draws.example"/>': True,
    "<script>x()</script>": False,
    '<rect onload="x()"/>': False,
    '<a href="javascript:x()"/>': False,
    '<image href="https://e.example/x.png"/>': False,
    '<use xlink:href="other.svg#x"/>': False,
    '<image href="data:image/svg+xml,x"/>': False,
    "<style>@import 'https://e.example'</style>": False,
    '<rect style="fill: URL( https://e.example)"/>': False,
    r'<rect style="fill: u\72l(https://e.example)"/>': False,
    '<animate attributeName="href" to="javascript:x()"/>': False,
    '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>': False,
    '<metadata><iframe xmlns="http://www.w3.org/1999/xhtml" src="https://e.example"/></metadata>': False,
    "<unclosed>": False,
}


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_drawings(drawing: str) -> None:
    """A drawing that could act or fetch gets into no book."""
    assert is_still(STILL.format(drawing).encode()) == DRAWINGS[drawing]


def test_a_drawing_with_entities_is_none() -> None:
    """Entities and style sheets of elsewhere are not looked into."""
    assert not is_still(b'<!DOCTYPE svg [<!ENTITY x "y">]><svg xmlns="http://www.w3.org/2000/svg"/>')
    assert not is_still(b'<?xml-stylesheet href="x.css"?><svg xmlns="http://www.w3.org/2000/svg"/>')
    assert not is_still(b"\xff\xfe<svg")


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (PNG, "png"), (b"\xff\xd8\xff\xe0", "jpg"), (b"GIF89a", "gif"), (b"RIFF\0\0\0\0WEBPVP8 ", "webp"),
        (SVG.encode(), "svg"), (b"RIFF\0\0\0\0WAVEfmt ", None), (b"<html>", None), (b"", None),
    ],
)  # fmt: skip
def test_pictures_are_known_by_their_bytes(data: bytes, ending: str | None) -> None:
    """The media type is what a file is, whatever it is called."""
    kind = kind_of(data)
    assert (kind[1] if kind else None) == ending


def test_pictures(tmp_path: Path) -> None:
    """Pictures are copied under numbers, with their descriptions; of others the description stands in the text."""
    (tmp_path / "docs").mkdir()
    for name, data in {
        "wrong.gif": PNG,
        "acts.svg": STILL.format("<script/>").encode(),
        "x.bmp": b"BM",
    }.items():
        (tmp_path / "docs" / name).write_bytes(data)
    text = (
        "T\n=\n\n.. image:: wrong.gif\n   :alt: One\n   :width: 40px\n\n"
        ".. figure:: pic.svg\n   :width: 3cm\n\n   Two\n\n"
        ".. image:: acts.svg\n   :alt: Three\n   :target: https://example.org/\n\n.. image:: x.bmp\n   :alt: Four\n\n"
        ".. |five| image:: https://example.org/x.png\n   :alt: Five\n\nIn a line: |five|\n\n"
        ".. image:: pic.svg\n   :alt: Six\n"
    )
    result = run(tmp_path, {"index.rst": text})
    book = result.book()
    shown = book.find("text-1.xhtml", "//h:img")
    assert [(each.get("src"), each.get("alt")) for each in shown] == [
        ("pictures/1.png", "One"), ("pictures/2.svg", "Two"), ("pictures/2.svg", "Six"),
    ]  # fmt: skip
    assert [each.get("style") for each in shown] == ["width: 40px;", "width: 3cm;", None]
    assert [each.text for each in book.find("text-1.xhtml", "//h:em")] == ["Three", "Four", "Five"]
    assert [href for _, href in links_of(book) if "example.org" in href] == [
        "https://example.org/", "https://example.org/x.png",
    ]  # fmt: skip
    assert result.warnings.count("no picture that a book may hold") == 2
    assert {"EPUB/pictures/1.png", "EPUB/pictures/2.svg"} == {
        name for name in book.files() if "pictures" in name
    }


FORMULAS = {
    r"m = \frac{a + b}{2}": True,
    r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}": True,
    r"\text{Mittel <b>} \le \alpha": True,
    r"a \\ b": True,
    "x" * 3000: False,
    r"\frac{": False,
    r"\href{javascript:x()}{y}": False,
    "": False,
}


@pytest.mark.parametrize("latex", FORMULAS)
def test_formulas(latex: str) -> None:
    """A formula is MathML that carries its source; what is not understood, or not whole, is none."""
    found = mathml(latex, displayed=True)
    assert bool(found) == FORMULAS[latex]
    if found:
        root = etree.fromstring(found)
        assert (root.tag, root.get("alttext"), root.get("display"), root.get("dir")) == (
            "math",
            latex,
            "block",
            "ltr",
        )


@given(st.text(st.sampled_from(r"\{}_^&$#%~ abx12frac sqrt text left right begin end matrix"), max_size=60))
def test_no_formula_stops_a_build(latex: str) -> None:
    """Whatever stands in a formula, it is MathML or it is not."""
    assert mathml(latex, displayed=False) in {"", mathml(latex, displayed=False)}


def test_a_formula_that_is_not_understood_is_shown_as_its_source(tmp_path: Path) -> None:
    """Nothing of it is lost; numbered formulas keep their numbers."""
    text = "T\n=\n\nIn a line :math:`\\frac{` and\n\n.. math:: \\frac{\n   :label: a\n\nand :math:`x_1`, :eq:`a`.\n"
    book = run(tmp_path, {"index.rst": text}).book()
    assert book.find("text-1.xhtml", "//h:code/text() | //h:pre/text()") == [r"\frac{", r"\frac{"]
    assert book.find("text-1.xhtml", "//m:math/@alttext") == ["x_1"]
    assert book.find("text-1.xhtml", '//h:span[@class="eqno"]/text()') == ["(1)"]
    assert book.find("package.opf", '//opf:item[@href="text-1.xhtml"]/@properties') == ["mathml"]
