"""PDF: every text of a document is set by Typst, and nothing of it as code."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pdfua
import pypdfium2 as pdfium
import pytest
import typst
from docutils import nodes
from hypothesis import given, settings
from hypothesis import strategies as st
from sphinx import addnodes

from editions.books.flow import flowing
from editions.formats.pdf import fonts
from editions.formats.pdf.compiler import compile_book
from editions.formats.pdf.fonts import packaged
from editions.formats.pdf.formulas import formula
from editions.formats.pdf.markup import inline, literal
from editions.formats.pdf.writer import Writer
from editions.problem import UserError
from pdf_reading import bare, descriptions, links, run

HOSTILE = (
    r'"quotes" #panic("x") $x$ @ref <label> [x] {y} // comment /* c */ `~` *x* #let x = 1 \u{41} ";#eval("1")'
)
# Every construct of ordinary documents; the words VANISH stand where nothing may be printed.
CONSTRUCTS = r"""
=====
Title
=====

.. |sub| replace:: substituted *text*
.. |img| image:: pic.svg
   :alt: in a line
   :height: 10px

Text *emphasis* **strong** ``literal  code`` H\ :sub:`2`\ O x\ :sup:`3` :title-reference:`work` :guilabel:`gui`
:kbd:`Ctrl+C` :menuselection:`File --> Open` :abbr:`LIFO (last in first out)` :file:`/usr/{name}/x` |sub| |img|
:math:`a^2` :download:`load <conf.py>` :manpage:`ls(1)` `link <https://example.org/a>`__ :ref:`place` :term:`Word`
`Section two`_ _`aim` `aim`_ :py:func:`mod.func` :doc:`other` cited [CIT2002]_ once [#]_ named [#n]_ again [#n]_
explicit [7]_ symbol [*]_

.. [#] First note with [#in]_ within.
.. [#n] Named note.

   Second paragraph of it.
.. [#in] Nested note.
.. [7] Explicit note.
.. [*] Symbol note.
.. [9] Note nobody refers to.
.. [CIT2002] Citation text.

.. _place:

Section two [#t]_
-----------------

.. [#t] Note of a title.

Deep
~~~~

Deeper
^^^^^^

* bullet one

  * nested one

* bullet two

  Second paragraph.

3. three

   a) alpha

(i) roman

Term : classifier
   Definition.

:Field: Field body

-b FILE, --bee=FILE   option text

| Line one
|    indented line
|
| Line after blank

Before a quotation:

   Quoted.

   -- Somebody

.. note:: Note text.
.. warning:: Warning text.
.. seealso:: Seealso text.
.. admonition:: Own title

   Own text.
.. topic:: Topic title

   Topic text.
.. sidebar:: Sidebar title
   :subtitle: Sidebar subtitle

   Sidebar text.
.. contents:: Local contents

.. code-block:: python
   :caption: Code caption

   def f(x): return "#let y = [x]"  # comment

.. parsed-literal::

   parsed *emph* text
     with `address <https://example.org>`__

>>> print("doctest")

.. table:: Table title

   +------------+------------+-----------+
   | Header 1   | Header 2   | Head [#h]_|
   +============+============+===========+
   | body 1     | column span            |
   +------------+------------+-----------+
   | body 2     | row span   | - item    |
   +------------+            +-----------+
   | body 3     |            | cell [#h]_|
   +------------+------------+-----------+

.. [#h] Note of a header.

.. figure:: pic.svg
   :alt: A black square
   :target: https://example.org/pic

   Figure caption.

   Figure legend.

.. image:: pic.svg
.. image:: https://example.org/remote.png
   :alt: Remote picture

.. math:: e^{i\pi} + 1 = 0

.. rubric:: A rubric
.. container:: custom

   Contained.
.. raw:: html

   VANISH
.. raw:: typst

   #panic("VANISH")

.. VANISH

.. index:: single: indexed; below it
.. hlist::

   * h one
   * h two
.. versionadded:: 1.0
   Added thing.
.. centered:: Centered text
.. glossary::

   Word
   Second word
      Glossary definition.
.. productionlist::
   rule: "try" ":" `suite`
.. only:: html

   VANISH
.. py:module:: mod
.. py:function:: func(a: int, *, b="x", [c]) -> str

   Function text.

   :param a: Parameter text.
   :raises ValueError: Raise text.
.. option:: --flag <value>

   Option described.

----

After the break.
"""


def is_formula(node: nodes.Node) -> bool:
    """True for a formula, which is a picture described by its source."""
    return isinstance(node, (nodes.math, nodes.math_block))


FORMULA_CASES = {
    r"m = \frac{a + b}{2}": True,
    r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}": True,
    r"\text{Mittel} \le \alpha": True,
    r"\text{平均}": False,  # the font of formulas has no such letters
    "x" * 3000: False,
    r"\frac{": False,
    "": False,
}


@pytest.mark.parametrize("latex", FORMULA_CASES)
def test_formulas(latex: str) -> None:
    """A formula is drawn, with sizes that go with the text around it; what cannot be drawn is none."""
    drawn = formula(latex, displayed=True)
    assert (drawn is not None) == FORMULA_CASES[latex]
    if drawn:
        assert drawn.picture.startswith(b"<svg")
        assert 0 <= drawn.depth < drawn.height < 6
        assert 0 < drawn.width < 20
        assert all(target.startswith(b"#") for target in re.findall(rb'href="([^"]*)', drawn.picture))


@given(st.text(st.sampled_from(r"\{}_^&$#%~ abx12frac sqrt text left right begin end matrix"), max_size=60))
def test_no_formula_stops_a_build(latex: str) -> None:
    """Whatever stands in a formula, it is drawn or it is not."""
    drawn = formula(latex, displayed=False)
    assert drawn is None or drawn.width >= 0


def test_a_formula_that_cannot_be_drawn_is_shown_as_its_source(tmp_path: Path) -> None:
    """Nothing of it is lost."""
    text = "T\n=\n\nIn a line :math:`\\text{平均}` and\n\n.. math:: \\text{平均} = m\n\nand :math:`x_1`.\n"
    result = run(tmp_path, {"index.rst": text})
    assert result.text().count(r"\text{平均}") == 2
    assert descriptions(result.folder / "book.pdf") == ["x_1"]


def test_every_construct_keeps_its_text(tmp_path: Path) -> None:
    """All text of a document with every construct is in the PDF; raw text and comments are not."""
    other = "Other\n=====\n\nOther text.\n"
    toctree = ".. toctree::\n   :caption: Part\n\n   other\n   Elsewhere <https://example.org/elsewhere>\n"
    result = run(tmp_path, {"index.rst": f"{CONSTRUCTS}\n{toctree}", "other.rst": other})
    printed = bare(result.text())
    kept = [
        each.astext()
        for tree in result.trees.values()
        for each in tree.findall(nodes.Text)
        if is_printed(each)
    ]
    described = descriptions(result.folder / "book.pdf")
    formulas = [each.astext() for tree in result.trees.values() for each in tree.findall(is_formula)]
    assert formulas
    assert [text for text in formulas if text.strip() not in described] == []
    assert [text for text in kept if bare(text) not in printed and text not in formulas] == []
    for text in (
        "Part",
        "Elsewhere",
        "Remote picture",
        "last in first out",
        "func(a: int, *, b=",
        "Note",
        "See also",
        "indexed",
        "below it",
    ):
        assert bare(text) in printed
    assert "VANISH" not in printed
    assert "no style" not in result.warnings


REFERENCE = Path(__file__).parent / "fixtures" / "pdf" / "reference.rst"
# Classes of nodes that the method of the node around them renders, or that are never in a tree of a finished document.
BY_ANOTHER = frozenset({
    "Node", "Text", "Element", "TextElement", "FixedTextElement", "PureTextElement", "translatable",
    "_desc_classes_injector", "desc_classname", "attribution", "list_item", "term", "classifier", "definition",
    "definition_list_item", "field_name", "field_body", "field", "option_string", "option_argument", "description",
    "option_list_item", "line", "entry", "row", "colspec", "thead", "tbody", "tgroup", "hlistcol", "production",
    "pending", "citation_reference", "substitution_reference", "only", "docinfo", "author", "organization", "address",
    "contact", "version", "revision", "status", "date", "copyright", "authors",
})  # fmt: skip


def test_every_class_of_nodes_is_known() -> None:
    """Each class of docutils and Sphinx has a method, or is one that another's method renders; so a new one fails."""
    classes = [
        each
        for module in (nodes, addnodes)
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, nodes.Node) and each.__module__ == module.__name__
    ]
    assert len(classes) > 150
    unknown = {
        each.__name__
        for each in classes
        if not any(hasattr(Writer, f"render_{base.__name__}") for base in each.__mro__)
    }
    assert unknown <= BY_ANOTHER, unknown - BY_ANOTHER


def test_a_reference_keeps_its_text(tmp_path: Path) -> None:
    """A long document of everything within everything: all text of its tree is in the PDF."""
    result = run(tmp_path, {"index.rst": REFERENCE.read_text("utf-8")}, conf="numfig = True\n")
    printed = bare(result.text())
    formulas = {each.astext() for each in result.trees["index"].findall(is_formula)}
    kept = [
        each.astext()
        for each in result.trees["index"].findall(nodes.Text)
        if is_printed(each) and each.astext() not in formulas
    ]
    assert len(kept) > 300
    lines = [
        line for text in kept for line in text.splitlines()
    ]  # of a listing, which have numbers between them
    assert [line for line in lines if bare(line) not in printed] == []
    assert "no style" not in result.warnings
    assert {"E = m c^2", "a_1 + b_2", "A rectangle"} <= set(descriptions(result.folder / "book.pdf"))


def test_pdfua_finds_no_fault(tmp_path: Path) -> None:
    """A checker of PDF/UA-1 finds fault with nothing but a table that has no header in its source either."""
    result = run(tmp_path, {"index.rst": REFERENCE.read_text("utf-8")})
    found = pdfua.validate(str(result.folder / "book.pdf")).findings
    assert [(each.rule_id, each.message) for each in found if each.rule_id != "UA-15-003"] == []
    assert len(found) == 1


def test_places_are_found_by_their_pages(tmp_path: Path) -> None:
    """A reference says on which page its place is, where that is another; the index has every page once."""
    filler = "\n\n".join(f"Words of a paragraph, number {number}, to fill the page." for number in range(70))
    text = (
        "T\n=\n\n.. _here:\n\nNear\n----\n\n:ref:`here` and :ref:`there`.\n\n.. index:: rain, rain\n\n"
        f".. index:: see: drizzle; rain\n\n{filler}\n\n.. _there:\n\nFar\n---\n\n.. index:: rain, wind\n\nEnd.\n"
    )
    printed = " ".join(run(tmp_path, {"index.rst": text}).text().split())
    found = re.search(r"Near and Far \(→ (\d)\)\.", printed)
    assert found
    assert f"Index D drizzle see rain R rain, 1, {found[1]} W wind, {found[1]}" in printed
    persian = " ".join(run(tmp_path, {"index.rst": text}, out="fa", language="fa").text().split())
    assert "←" in persian
    assert "۳" in persian


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        # A text of both alphabets together would hardly ever have one of the special letters.
        st.lists(
            st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('"\\#[]{}\n\t;'), max_size=40
        ).map("".join)
    )
)
def test_a_literal_is_its_text(texts: list[str]) -> None:
    """Typst reads each string literal as exactly the text that it was made of, whatever stands in it."""
    array = f"({''.join(f'{literal(text)}, ' for text in texts)})"
    assert json.loads(typst.eval(b"", array)) == texts


def test_controls_and_surrogates_are_no_text() -> None:
    """Control characters are dropped, half characters replaced, so that Typst reads what it is given."""
    assert literal("a\x00\x07\x1bb") == '"ab"'
    assert literal("\ud800") == '"\ufffd"'


def test_white_space_of_the_source() -> None:
    """A line break is a space between words and nothing between Chinese characters."""
    assert flowing("one\n   two") == "one two"
    assert flowing("自由\n  派，\n党") == "自由派，党"
    assert inline("") == ""


def test_nothing_in_a_document_is_code(tmp_path: Path) -> None:
    """Markup of Typst in text, code, titles, alt texts and addresses is shown as it is and never runs."""
    escaped = HOSTILE.replace("\\", "\\\\").replace("*", "\\*").replace("`", "\\`")
    text = (
        f"{escaped}\n{'=' * 150}\n\n{escaped}\n\n::\n\n   {HOSTILE}\n\n.. image:: pic.svg\n   :alt: {HOSTILE}\n\n"
        'An `address <https://example.org/"#panic()[x]>`__, a `script <javascript:alert(1)>`__.\n'
    )
    result = run(tmp_path, {"index.rst": text}, author=HOSTILE, project="book")
    assert bare(result.text()).count(bare(HOSTILE)) >= 3
    assert links(result.folder / "book.pdf") == ['https://example.org/"#panic()[x]']


def test_notes_stand_at_the_foot(tmp_path: Path) -> None:
    """A note that is referred to twice is set once, one that nobody refers to and notes in a circle are not lost."""
    text = (
        "T\n=\n\nOne [#a]_ two [#a]_ three [#b]_.\n\n.. [#a] Twice used.\n.. [#b] Circle [#c]_.\n.. [#c] Back [#b]_.\n"
        ".. [#d] Only itself [#e]_.\n.. [#e] And back [#d]_.\n.. [8] Unused.\n"
    )
    printed = run(tmp_path, {"index.rst": text}).text()
    for note in ("Twice used.", "Circle", "Back", "Only itself", "And back", "Unused."):
        assert printed.count(note) == 1


def test_structure(tmp_path: Path) -> None:
    """The file is tagged, has title, author, language and an outline, and claims PDF/UA-1 and PDF/A-2a."""
    result = run(
        tmp_path, {"index.rst": CONSTRUCTS, "other.rst": ":orphan:\n\nOther\n=====\n"}, language="pt_BR"
    )
    document = pdfium.PdfDocument(result.folder / "book.pdf")
    assert document.get_metadata_dict()["Title"] == "Title"
    assert document.get_metadata_dict()["Author"] == "A. Author"
    assert document.is_tagged()
    assert [item.get_title() for item in document.get_toc()] == [
        "Title",
        "Section two",
        "Deep",
        "Deeper",
        "Índice",
    ]
    data = (result.folder / "book.pdf").read_bytes()
    assert b"/Lang(pt-BR)" in data.replace(b" ", b"")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in data
    assert b"<pdfaid:part>2</pdfaid:part>" in data


def test_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two builds give the same bytes; the date is the document's or the one of SOURCE_DATE_EPOCH, never today's."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    texts = {"index.rst": f":date: 2018-08-02\n{CONSTRUCTS}", "other.rst": ":orphan:\n\nOther\n=====\n"}
    first = run(tmp_path, texts, out="one").folder / "book.pdf"
    second = run(tmp_path, texts, out="two").folder / "book.pdf"
    assert first.read_bytes() == second.read_bytes()
    assert pdfium.PdfDocument(first).get_metadata_dict()["CreationDate"].startswith("D:20180802")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    run(tmp_path, texts, out="two")
    assert pdfium.PdfDocument(second).get_metadata_dict()["CreationDate"].startswith("D:19700101")


def test_a_character_without_a_font(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A character that no font shows is an error which names it, the document and what to install."""
    monkeypatch.setattr(fonts, "everything", packaged)  # a machine without fonts of its own
    texts = {"index.rst": "T\n=\n\n.. toctree::\n\n   a\n", "a.rst": "A\n=\n\nlinear \U00010600 a\n"}
    with pytest.raises(
        UserError, match=r"a\.rst .*U\+10600 LINEAR A SIGN AB001.*apt install fonts-noto"
    ) as error:
        run(tmp_path, texts)
    assert error.value.code == 2
    assert not list((tmp_path / "out").glob("*.pdf"))


def test_a_picture_that_cannot_be_read(tmp_path: Path) -> None:
    """A picture that is none is an error which names it."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "bad.png").write_bytes(b"no picture")
    with pytest.raises(UserError, match=r"^bad\.png: the picture cannot be read"):
        run(tmp_path, {"index.rst": "T\n=\n\n.. image:: bad.png\n"})


def test_typst_reads_no_other_file(tmp_path: Path) -> None:
    """The folder of a book's file is all that Typst may read."""
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    main = tmp_path / "inner" / "book.typ"
    main.parent.mkdir()
    main.write_text('#set document(title: "x")\n#read("../secret.txt")', encoding="utf-8")
    with pytest.raises(typst.TypstError):
        compile_book(main, packaged(), timestamp=0)


STRANGE = """
from docutils import nodes
from docutils.parsers.rst import Directive

class strange(nodes.General, nodes.TextElement):
    pass

class Strange(Directive):
    has_content = True

    def run(self):
        return [strange("", " ".join(self.content))]

def setup(app):
    app.add_node(strange)
    app.add_directive("strange", Strange)
"""


def test_an_unknown_node_keeps_its_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A node of an extension that the writer does not know loses its styling, keeps its text, and is told once."""
    (tmp_path / "strange_words.py").write_text(STRANGE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    conf = 'extensions += ["strange_words"]\n'
    text = "T\n=\n\n.. strange::\n\n   first wonder\n\n.. strange::\n\n   second wonder\n"
    result = run(tmp_path, {"index.rst": text}, conf=conf)
    assert "first wonder" in result.text()
    assert "second wonder" in result.text()
    assert result.warnings.count("no style for 'strange'") == 1


def is_printed(text: nodes.Text) -> bool:
    """False for text that is no reader's: raw, comments, and names that references are resolved by."""
    node = text.parent
    while node is not None:
        if isinstance(node, (nodes.raw, nodes.comment, nodes.Invisible)) and not isinstance(
            node, nodes.target
        ):
            return False
        if type(node).__name__ in ("pending_xref", "only"):
            return False
        node = node.parent
    return True


def test_kicker_before_the_title(tmp_path: Path) -> None:
    """A kicker stands above the title, the contact line at the end."""
    text = (
        ".. rst-class:: kicker\n\nOver the title\n\n=====\nTitle\n=====\n\nBody.\n\n"
        ".. rst-class:: contact\n\nWrite to us.\n"
    )
    printed = run(tmp_path, {"index.rst": text}).text()
    places = [printed.index(words) for words in ("Over the title", "Title", "Body.", "Write to us.")]
    assert places == sorted(places)
