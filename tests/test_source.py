"""What of the source documents the rules get to see, and where they say that it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from editions.language import Language
from editions.prose import ending, full_stop, prose
from reading import of, read_texts

if TYPE_CHECKING:
    from editions.source import Passage, Reading

DOCUMENT = """\
:date: 2018-08-02

.. rst-class:: kicker

Resolution of the Congress

=====
Title
=====

A paragraph with ``code "x"`` and
two lines, [1]_ one `link
<https://example.org/a
b>`__.

* an item

.. note:: A note for
   the reader.

.. list-table:: Table

   * - cell
     - other

.. figure:: gauge.svg

   A caption

term
   its definition

| verse

`example <https://example.org>`__

See :doc:`nowhere`.

.. container:: contact

   Write to us

.. [1] A footnote

Section
-------

::

   no "prose"  here
"""


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """One document in each of the two markup languages."""
    markdown = '# Heading\n\nText with `co  de`, [a link](https://example.org "t")\nand more\n\n- an item\n'
    return read_texts(tmp_path_factory.mktemp("source"), {"a.rst": DOCUMENT, "b.md": markdown})


def _find(reading: Reading, start: str) -> Passage:
    return next(passage for passage in reading.passages if passage.text.startswith(start))


@pytest.mark.parametrize(
    ("start", "line", "kind"),
    [
        ("Resolution", 5, "body"),
        ("Title", 8, "phrase"),
        ("A paragraph", 11, "body"),
        ("an item", 16, "item"),
        ("A note", 18, "body"),
        ("Table", 21, "phrase"),
        ("cell", 23, "phrase"),
        ("other", 24, "phrase"),
        ("A caption", 28, "phrase"),
        ("term", 30, "phrase"),
        ("its definition", 31, "item"),
        ("verse", 33, "phrase"),
        ("example", 35, "link"),
        ("Write to us", 41, "body"),
        ("A footnote", 43, "item"),
        ("Section", 45, "phrase"),
    ],
)
def test_every_passage_knows_its_line_and_kind(reading: Reading, start: str, line: int, kind: str) -> None:
    """A passage stands where a person finds it in the file, titles included, and is of the right kind."""
    passage = _find(reading, start)
    assert (passage.path, passage.line, passage.kind) == ("docs/a.rst", line, kind)


def test_literal_blocks_comments_and_the_date_are_no_passages(reading: Reading) -> None:
    """Neither code nor the field list that opens a document is held to the rules of prose."""
    texts = [passage.text for passage in of(reading, "docs/a.rst")]
    assert not [text for text in texts if "prose" in text or "2018" in text]


def test_a_passage_shows_words_without_code_and_footnotes(reading: Reading) -> None:
    """Code becomes one sign, references to footnotes go, line breaks and the text as written stay."""
    passage = _find(reading, "A paragraph")
    assert passage.text == "A paragraph with \ufffc and\ntwo lines,  one link."
    assert passage.raw.startswith('A paragraph with ``code "x"`` and\ntwo lines')


def test_prose_blanks_code_and_addresses_in_place(reading: Reading) -> None:
    """What is no prose is blanked out, every other character stays in its place and line."""
    passage = _find(reading, "A paragraph")
    assert len(passage.prose) == len(passage.raw)
    assert passage.prose.count("\n") == passage.raw.count("\n")
    assert "code" not in passage.prose
    assert "example.org" not in passage.prose
    assert passage.prose.index("two lines") == passage.raw.index("two lines")


def test_addresses_are_given_as_written(reading: Reading) -> None:
    """An address that runs over two lines is whole; those of the document itself are no addresses."""
    assert _find(reading, "A paragraph").links == ("https://example.org/ab",)
    assert _find(reading, "See").links == ()


def test_classes_of_a_paragraph_and_of_its_containers_are_known(reading: Reading) -> None:
    """A class that stands before a paragraph counts, and one around it."""
    assert "kicker" in _find(reading, "Resolution").classes
    assert "contact" in _find(reading, "Write").classes


def test_markdown_is_read_too(reading: Reading) -> None:
    """Lines, code and addresses of MyST documents are told apart as well."""
    heading, text, item = of(reading, "docs/b.md")
    assert [(passage.line, passage.kind) for passage in (heading, text, item)] == [
        (1, "phrase"), (3, "body"), (6, "item"),
    ]  # fmt: skip
    assert text.links == ("https://example.org",)
    assert "co  de" not in text.prose
    assert "example" not in text.prose


def test_remarks_of_sphinx_have_place_kind_and_words(reading: Reading) -> None:
    """What Sphinx warns of is a remark with its line and kind, without colours."""
    remarks = {(remark.line, remark.raw, remark.text) for remark in reading.remarks}
    assert (37, "ref.doc", "unknown document: 'nowhere'") in remarks
    assert any(line == 26 and kind == "image.not_readable" for line, kind, _ in remarks)


@pytest.mark.parametrize(
    ("text", "syntax", "last"),
    [
        ("The end.", "rst", "."),
        ("“The end.”", "rst", "."),
        ("The *end.*", "rst", "."),
        ("The end. [1]_", "rst", "."),
        ("See `the end. <https://example.org>`__", "rst", "."),
        ("See [the end.](https://example.org)", "md", "."),
        ("The end. [^note]", "md", "."),
        ("الجبهة؟\u200f", "rst", "؟"),
        ("结束。”", "rst", "。"),
        ("Type ``ls``", "rst", "\ufffc"),
        ("Tables (e.g. ``pma``)", "rst", "\ufffc"),
        ("Type ``ls``.", "rst", "."),
        ("See https://example.org/a.", "rst", "."),
        ("the `last`", "rst", "t"),
        ("", "rst", ""),
    ],
)
def test_the_end_of_a_text_is_found_behind_markup(text: str, syntax: str, last: str) -> None:
    """Closing quotes, markup, footnotes and direction marks do not hide the last character of the words."""
    assert ending(text, syntax) == last


@pytest.mark.parametrize(
    ("code", "mark", "own"),
    [("de", ".", "."), ("zh_CN", ".", "。"), ("zh_TW", "?", "？"), ("hi", ".", "।"), ("mr", ".", "."),
     ("ur", ".", "۔"), ("ar", ".", "."), ("fa", "?", "؟"), ("el", "?", ";"),
     ("hy", ".", "։"), ("am", ".", "።")],
)  # fmt: skip
def test_each_language_has_its_own_marks(code: str, mark: str, own: str) -> None:
    """The full stop and its like are those of the language, or of its script."""
    assert full_stop(mark, Language(code)) == own


def test_prose_of_a_role_with_a_title_is_blanked_whole() -> None:
    """Roles may hold code, so nothing in them is prose; single backticks with a link are."""
    assert prose(':doc:`x "y" <z>` `a <b>`_', "rst") == "\ufffc" * 16 + " `a \ufffc\ufffc\ufffc`_"
