"""Plain text: every text of a document, in lines that can be pasted anywhere; and a short one for messages."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st
from sphinx import addnodes

from editions import formats
from editions.books.caveats import MACHINE, WORKING
from editions.formats.social.compose import LIMIT, Piece, Short, compose, ends
from editions.formats.text import front
from editions.formats.text.characters import clean, marked, width
from editions.formats.text.lines import Line, text_of
from editions.formats.text.writer import Writer
from editions.formats.text.writer.base import MARK
from editions.formats.text.writer.inline import addressed
from editions.formats.text.writer.lists import numeral
from editions.interface import Interface, languages
from editions.language import Language
from editions.project import Project
from editions.sanitise import sanitise
from editions.sphinxext.context import Context
from helpers import editions
from pdf_reading import TRANSLATED, bare, project
from pdf_reading import run as build
from test_interface import KEYS
from test_pdf import BY_ANOTHER, CONSTRUCTS, REFERENCE, STRANGE, is_printed

if TYPE_CHECKING:
    from pdf_reading import Result

SCRIPTS = Path(__file__).parent / "scripts"
OURS = 'extensions += ["editions.formats.text", "editions.formats.social"]\n'
RLM, LRM = "\u200f", "\u200e"


def run(root: Path, texts: dict[str, str], *, kind: str = "text", conf: str = "", **config: object) -> Result:
    """Builds documents as plain text of a kind, in this process, into a folder of its own."""
    return build(root, texts, conf=OURS + conf, builder=f"editions-{kind}", **({"out": kind} | config))


def text(root: Path, source: str, *, kind: str = "text", conf: str = "", **config: object) -> str:
    """The plain text of one document."""
    suffix = {"text": ".txt", "social": ".social.txt"}[kind]
    (path,) = run(root, {"index.rst": source}, kind=kind, conf=conf, **config).folder.glob(f"*{suffix}")
    return path.read_bytes().decode()


# ------------------------------------------------------------------------------------------------- characters


OVERRIDES = "\u202a\u202b\u202c\u202d\u202e"
ISOLATES = "\u2066\u2067\u2068"
# Not as the alphabet of a text: there the few letters are drowned in all others.
NASTY = st.lists(
    st.characters() | st.sampled_from(f"{OVERRIDES}{ISOLATES}\u2069\n\r\x0b\x85\u2028\ufeff\ud800ا1a ")
).map("".join)


def is_sound(line: str) -> bool:
    """True for a line without control characters, without overrides, with every isolate ended within it."""
    depth = 0
    for char in line:
        depth += (char in ISOLATES) - (char == "\u2069")
        if (
            unicodedata.category(char) in {"Cc", "Cs"}
            or char in f"{OVERRIDES}\ufeff\u2028\u2029"
            or depth < 0
        ):
            return False
    return depth == 0


@given(st.lists(st.tuples(NASTY, st.sampled_from(["rtl", "ltr", ""])), min_size=1))
def test_no_control_reaches_the_file(lines):
    """Whatever a text holds, its lines stay as many as they were, and nothing in them acts on others."""
    written = text_of([tuple(Line(words, side) for words, side in lines)])
    assert all(is_sound(line) for line in written.split("\n"))
    assert written.count("\n") == len(lines)
    assert written.encode().decode() == written


@given(NASTY)
def test_what_is_clean_stays(line):
    """Cleaning twice is cleaning once, and letters are never touched."""
    assert clean(clean(line)) == clean(line)
    assert [char for char in clean(line) if char.isalnum()] == [char for char in line if char.isalnum()]


@pytest.mark.parametrize(
    ("line", "side", "mark"),
    [
        ("WikiLeaks خدمة", "rtl", RLM),
        ("2018 عام", "rtl", RLM),
        ("• WSWS موقع", "rtl", RLM),
        ("2018", "rtl", RLM),
        ("=====", "rtl", RLM),
        ("خدمة WikiLeaks", "rtl", ""),
        ("https://example.org/ar/", "rtl", ""),
        ("Free Julian Assange!", "rtl", ""),
        ("", "rtl", ""),
        ("חופש is freedom", "ltr", LRM),
        ("חופש", "ltr", ""),
        ("2018 was", "ltr", ""),
        ("=====", "ltr", ""),
        ('x = "خدمة"', "", ""),
    ],
)
def test_a_line_is_read_from_its_own_side(line, side, mark):
    """A mark stands before a line whose first letter would have it read from the other side, and nowhere else."""
    assert marked(line, side) == mark + line
    assert marked(marked(line, side), side) == mark + line


@pytest.mark.parametrize(
    ("words", "columns"),
    [
        ("Freiheit", 8),
        ("自由！", 6),
        ("ｶﾅ", 2),
        ("자유", 4),
        ("cafe\u0301", 4),
        ("ஜூலியன்", 6),
        ("ที่", 1),
        (f"{RLM}ab\u200d", 2),
    ],
)
def test_width(words, columns):
    """East Asian letters are two columns wide, signs above and below others none."""
    assert width(words) == columns


# ----------------------------------------------------------------------------------------------- completeness


def folded(words: str) -> str:
    """A text without what writing it anew may change: white space, marks, numbers above the line, digits' script."""
    return bare(unicodedata.normalize("NFKC", words))


@pytest.mark.parametrize("language", ["en", "ar", "ja"])
def test_a_reference_keeps_its_text(tmp_path, language):
    """All text of a long document of everything within everything is in the file, in the order of its parts."""
    result = run(
        tmp_path, {"index.rst": REFERENCE.read_text("utf-8")}, conf="numfig = True\n", language=language
    )
    written = folded((result.folder / "book.txt").read_text("utf-8"))
    kept = [node.astext() for node in result.trees["index"].findall(nodes.Text) if is_printed(node)]
    assert len(kept) > 300
    assert [each for words in kept for each in words.splitlines() if folded(each) not in written] == []
    described = [str(node["alt"]) for node in result.trees["index"].findall(nodes.image)]
    assert [each for each in described if folded(f"[{each}]") not in written] == []
    assert "no style" not in result.warnings


def test_every_construct_keeps_its_text(tmp_path):
    """So is that of ordinary constructs and of a second document; raw text, comments and the index are not."""
    toctree = ".. toctree::\n   :caption: Part\n\n   other\n   Elsewhere <https://example.org/elsewhere>\n"
    texts = {"index.rst": f"{CONSTRUCTS}\n{toctree}", "other.rst": "Other\n=====\n\nOther text.\n"}
    result = run(tmp_path, texts)
    written = folded((result.folder / "book.txt").read_text("utf-8"))
    kept = [n.astext() for tree in result.trees.values() for n in tree.findall(nodes.Text) if is_printed(n)]
    assert [words for words in kept if folded(words) not in written] == []
    for words in ("Part", "Elsewhere <https://example.org/elsewhere>", "last in first out", "See also"):
        assert folded(words) in written
    assert "VANISH" not in written
    assert "belowit" not in written
    assert "no style" not in result.warnings


def test_every_class_of_nodes_is_known():
    """Each class of docutils and Sphinx has a method, or is one that another's method renders; so a new one fails."""
    found = [each for module in (nodes, addnodes) for each in vars(module).values() if isinstance(each, type)]
    classes = [each for each in found if issubclass(each, nodes.Node)]
    assert len(classes) > 150
    unknown = {
        each.__name__
        for each in classes
        if not any(
            hasattr(Writer, f"{way}_{base.__name__}") for base in each.__mro__ for way in ("block", "inline")
        )
    }
    assert unknown <= BY_ANOTHER, unknown - BY_ANOTHER


def test_an_unknown_node_keeps_its_text(tmp_path, monkeypatch):
    """A node of an extension that the writer does not know keeps its text, and is told once."""
    (tmp_path / "strange_text.py").write_text(STRANGE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    source = "T\n=\n\n.. strange::\n\n   first wonder\n\n.. strange::\n\n   second wonder\n"
    result = run(tmp_path, {"index.rst": source}, conf='extensions += ["strange_text"]\n')
    assert (result.folder / "book.txt").read_text("utf-8") == "T\n=\n\nfirst wonder\n\nsecond wonder\n"
    assert result.warnings.count("no style for 'strange'") == 1


# ---------------------------------------------------------------------------------------------- what it looks


# Which digits Arabic has by default differs between versions of CLDR.
ARABIC = Language("ar").digits("0123456789")
SAMPLES = {
    "de": (
        """
Über Straßen
============

Ein *Absatz*, der im
Quelltext umbrochen ist [#]_. Siehe `die Seite <https://example.org/a>`__ oder `example.org/b <https://example.org/b>`__.

3. drittens
4. viertens

   * darunter

Begriff
   Erklärung.

   Noch eine.

..

   Zitat.

   -- Jemand

| Zeile
|   eingerückt

.. note:: Merke.

.. image:: pic.svg
   :alt: Ein Rechteck

.. code-block:: text

   if  x:
       y

Nächster Abschnitt
------------------

=====  =====
Kopf   Wert
=====  =====
eins   1
zwei   22
=====  =====

.. [#] Eine Fußnote.
""",
        """\
Über Straßen
============

Ein Absatz, der im Quelltext umbrochen ist[1]. Siehe die Seite <https://example.org/a> oder https://example.org/b.

3. drittens
4. viertens
   • darunter

Begriff
  Erklärung.

  Noch eine.

    Zitat.

    — Jemand

Zeile
  eingerückt

Bemerkung
  Merke.

[Ein Rechteck]

    if  x:
        y

Nächster Abschnitt
------------------

Kopf  Wert
----  ----
eins  1
zwei  22

----------

[1] Eine Fußnote.
""",
    ),
    "ar": (
        """
الحرية
======

WikiLeaks خدمة عظيمة [#]_.

1. أول
2. ثان

انظر `الموقع <https://example.org/ar/>`__ الآن.

Assange
-------

=====  =====
الاسم   UK!
=====  =====
نص     2018
=====  =====

::

   x = "نص"

.. [#] ملاحظة.
""",
        f"""\
الحرية
{RLM}======

{RLM}WikiLeaks خدمة عظيمة[{ARABIC[1]}].

{RLM}{ARABIC[1]}. أول
{RLM}{ARABIC[2]}. ثان

انظر الموقع {LRM}<https://example.org/ar/>{LRM} الآن.

Assange
-------

{RLM}الاسم{RLM}  {RLM}{LRM}UK!{LRM}{RLM}
{RLM}-----{RLM}  {RLM}----{RLM}
{RLM}نص{RLM}     {RLM}2018{RLM}

    x = "نص"

{RLM}----------

{RLM}[{ARABIC[1]}] ملاحظة.
""",
    ),
    "ja": (
        """
自由を！
========

社会主義のための
闘い\\ [#]_。

======  ====
名前    値
======  ====
自由    1
a       平等
======  ====

.. warning:: 注意。

.. [#] 参照。
""",
        """\
自由を！
========

社会主義のための闘い[1]。

名前  値
----  ----
自由  1
a     平等

警告
  注意。

----------

[1] 参照。
""",
    ),
    "fa": (
        "آزادی\n=====\n\n1. یک\n2. دو [#]_\n\n.. [#] یادداشت.\n",
        f"آزادی\n{RLM}=====\n\n{RLM}۱. یک\n{RLM}۲. دو[۱]\n\n{RLM}----------\n\n{RLM}[۱] یادداشت.\n",
    ),
    "ta": (
        "விடுதலை\n==========\n\nகட்சி.\n\n- ஒன்று\n- இரண்டு\n",
        "விடுதலை\n=======\n\nகட்சி.\n\n• ஒன்று\n• இரண்டு\n",
    ),
}


@pytest.mark.parametrize("language", SAMPLES)
def test_sample(tmp_path, language):
    """A document of a language looks as this one does."""
    source, expected = SAMPLES[language]
    written = text(tmp_path, source, language=language)
    assert written == expected


@pytest.mark.parametrize("language", ["ar", "ja", "ta", "fr", "hi", "th", "zh_CN"])
def test_a_paragraph_is_one_line(tmp_path, language):
    """Nothing is wrapped: every paragraph of a text in any script is found in one line, with a blank one after it."""
    path = SCRIPTS / f"{'ja' if language == 'zh_CN' else language}.rst"
    result = run(tmp_path, {"index.rst": path.read_text("utf-8")}, language=language)
    data = (result.folder / "book.txt").read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert data.endswith(b"\n")
    blocks = data.decode().split("\n\n")
    for node in result.trees["index"].findall(nodes.paragraph):
        if isinstance(node.parent, nodes.section) and not list(node.findall(nodes.reference)):
            words = "".join(
                each.astext() for each in node.children if not isinstance(each, nodes.footnote_reference)
            )
            found = [block for block in blocks if folded(re.sub(r"\[\w\]", "", block)) == folded(words)]
            assert len(found) == 1, words
            assert "\n" not in found[0].strip("\n")


def test_sections_are_underlined_by_their_level(tmp_path):
    """Deeper titles have other signs; the deepest one is for all below."""
    source = 'A\n=\n\nBb\n--\n\nCcc\n~~~\n\nDddd\n^^^^\n\nEeeee\n"""""\n\nText.\n'
    assert text(tmp_path, source) == "A\n=\n\nBb\n--\n\nCcc\n~~~\n\nDddd\n^^^^\n\nEeeee\n^^^^^\n\nText.\n"


WIDE = """
T
=

.. list-table:: Names
   :header-rows: 1

   * - Name
     - What it is
     - Remarks
   * - WikiLeaks
     - {long}
     -
   * - Other
     - * of one
       * of two
     - none
"""


def test_a_wide_table_is_told_cell_by_cell(tmp_path):
    """A table that is wider than 78 columns becomes a line a cell, with the words at the head of its column."""
    long = "An organization that publishes what others would like to be kept as a secret of theirs."
    assert text(tmp_path, WIDE.format(long=long)).split("\n", 3)[3] == (
        f"Names\n\nName: WikiLeaks\nWhat it is: {long}\nRemarks:\n\n"
        "Name: Other\nWhat it is:\n  • of one\n  • of two\nRemarks: none\n"
    )


@pytest.mark.parametrize(("letter", "most"), [("x", 66), ("自", 33)])
def test_78_columns(tmp_path, letter, most):
    """A table of exactly 78 columns is aligned, one of more is not; wide letters count twice."""
    for count, is_aligned in ((most, True), (most + 1, False)):
        rows = f"   * - Column one\n     - B\n   * - 1\n     - {letter * count}\n"
        written = text(tmp_path, f"T\n=\n\n.. list-table::\n   :header-rows: 1\n\n{rows}")
        assert ("\nColumn one  B\n" in written) == is_aligned
        assert (f"\nB: {letter * count}\n" in written) != is_aligned
        if is_aligned:
            assert max(map(width, written.splitlines())) == 78


def test_cells_over_several_rows_and_columns(tmp_path):
    """In columns such a cell stands once; told cell by cell, with the heads of all its columns, in each of its rows."""
    filler = "x" * 80
    source = (
        "T\n=\n\n+---+---+---+\n| a | b | c |\n+===+===+===+\n"
        "| d | e     |\n|   +---+---+\n|   | f | g |\n+---+---+---+\n"
    )
    assert "a  b  c\n-  -  -\nd  e\n   f  g\n" in text(tmp_path, source)
    wide = source.replace("---+\n", f"---{'-' * 80}+\n").replace("===+\n", f"==={'=' * 80}+\n")
    wide = re.sub(r" (\w) \|\n", rf" \1{filler} |\n", wide).replace(f"e{filler}     |", f"e{filler}     |")
    wide = wide.replace(f"| e{' ' * 5}|", f"| e{' ' * 85}|")
    assert f"a: d\nb – c{filler}: e\n\na: d\nb: f\nc{filler}: g{filler}\n" in text(tmp_path, wide)


def test_notes_stand_at_the_end_of_their_document(tmp_path):
    """In a book each document lists its own; those of the first one come before the documents that it lists."""
    texts = {
        "index.rst": "I\n=\n\nOne [#]_.\n\n.. [#] Of the first.\n\n.. toctree::\n\n   a\n   b\n\n"
        "Last [#]_.\n\n.. [#] Late.\n",
        "a.rst": "A\n=\n\nTwo [2]_ and [1]_, see [#n]_.\n\n"
        ".. [2] Second.\n.. [1] First.\n.. [#n] Self [#n]_.\n.. [9] Idle.\n",
        "b.rst": "B\n=\n\nNo notes.\n",
    }
    rule = "-" * 10
    assert (run(tmp_path, texts).folder / "book.txt").read_text("utf-8") == (
        f"I\n=\n\nOne[1].\n\n{rule}\n\n[1] Of the first.\n\n"
        f"A\n-\n\nTwo[2] and[1], see[3].\n\n{rule}\n\n[1] First.\n[2] Second.\n[3] Self[3].\n[9] Idle.\n\n"
        f"B\n-\n\nNo notes.\n\nLast[2].\n\n{rule}\n\n[2] Late.\n"
    )


@pytest.mark.parametrize(
    ("words", "uri", "expected"),
    [
        ("the site", "https://example.org/a", "the site <https://example.org/a>"),
        ("https://example.org/a", "https://example.org/a", "https://example.org/a"),
        ("example.org/a", "https://example.org/a", "https://example.org/a"),
        ("example.org", "https://example.org/", "https://example.org/"),
        ("a@example.org", "mailto:a@example.org", "a@example.org"),
        ("write", "mailto:a@example.org", "write <mailto:a@example.org>"),
        ("", "https://example.org/a", "<https://example.org/a>"),
        ("example.org", "https://example.net/", "example.org <https://example.net/>"),
        ("x", "https://example.org/> y", "x <https://example.org/%3E%20y>"),
    ],
)
def test_addresses(words, uri, expected):
    """Words are followed by the address that they lead to, unless they say it; nothing breaks out of the brackets."""
    assert addressed(words, uri) == expected


def test_only_what_can_be_followed_has_an_address(tmp_path):
    """Places of the book and schemes that act are words alone."""
    source = "T\n=\n\n.. _here:\n\nS\n-\n\n:ref:`here`, `run <javascript:alert(1)>`__, `file <file:///etc/passwd>`__.\n"
    assert "\nS, run, file.\n" in text(tmp_path, source)


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (12, "arabic", "12"),
        (1994, "upperroman", "MCMXCIV"),
        (4, "lowerroman", "iv"),
        (26, "loweralpha", "z"),
        (27, "upperalpha", "27"),
        (0, "lowerroman", "0"),
        (3, "", "3"),
    ],
)
def test_numerals(value, kind, expected):
    """A list has the kind of numbers that its author chose, as far as they go."""
    assert numeral(value, kind) == expected


def test_raised_numbers_stay_other_numbers(tmp_path):
    """`10³` is not 103; letters that stand above the line are readable beside the word."""
    assert "10³ H₂O 1st\n" in text(tmp_path, "T\n=\n\n10\\ :sup:`3` H\\ :sub:`2`\\ O 1\\ :sup:`st`\n")


# ---------------------------------------------------------------------------------- who wrote it, where it is


UNITS = {"Title": "Titel", "First text.": "Erster Satz.", "Second text.": "Zweiter Satz."}
SOURCE = "Title\n=====\n\nFirst text.\n\nSecond text.\n\nThird text.\n"
GERMAN = Interface.load(Language("de"))


def add_of_people(root: Path, source: str, target: str) -> None:
    """Adds a translation by people to the German catalog."""
    path = root / "locales" / "de" / "LC_MESSAGES" / "index.po"
    entry = f'\n#: docs/index.rst\nmsgid "{source}"\nmsgstr "{target}"\n'
    path.write_text(path.read_text("utf-8") + entry, encoding="utf-8")


def translated(root: Path, *, kind: str = "text", language: str = "de", source: str = SOURCE) -> str:
    """The text of an edition of the project in this folder."""
    return text(root, source, kind=kind, conf=TRANSLATED, language=language)


def test_machine_text_beside_that_of_people_is_marked(tmp_path):
    """Each paragraph of the machine begins with a mark, in the reader's language; the head says what it means."""
    project(tmp_path, "de", UNITS)
    add_of_people(tmp_path, "Third text.", "Dritter Satz.")
    said = GERMAN(front.MARKED).format(language="Englisch")
    mark = f"[{GERMAN(MARK)}]"
    title = f"{mark} Titel"
    assert translated(tmp_path) == (
        f"{GERMAN(WORKING)}\n{said}\n\n{title}\n{'=' * len(title)}\n\n{mark} Erster Satz.\n\n{mark} Zweiter Satz.\n\n"
        "Dritter Satz.\n"
    )


def test_text_of_a_machine_alone_is_named_once(tmp_path):
    """Where a machine wrote all of it the head says so, and no paragraph; what is shown in the source is no mark's."""
    project(tmp_path, "de", UNITS)
    untranslated = GERMAN("Some paragraphs are not translated yet and are shown in {language}.")
    assert translated(tmp_path) == (
        f"{GERMAN(WORKING)}\n{GERMAN(MACHINE)}\n{untranslated.format(language='Englisch')}\n\n"
        "Titel\n=====\n\nErster Satz.\n\nZweiter Satz.\n\nThird text.\n"
    )


def test_what_people_wrote_is_not_marked(tmp_path):
    """Text that people translated says nothing about machines."""
    project(tmp_path, "de", UNITS | {"Third text.": "Dritter Satz."}, machine=False)
    written = translated(tmp_path)
    assert written == f"{GERMAN(WORKING)}\n\nTitel\n=====\n\nErster Satz.\n\nZweiter Satz.\n\nDritter Satz.\n"


@pytest.mark.parametrize("kind", ["text", "social"])
def test_the_source_edition_has_no_caveat(tmp_path, kind):
    """The edition in the source language says nothing about translation."""
    project(tmp_path, "de", UNITS)
    written = translated(tmp_path, kind=kind, language="en")
    assert written.startswith("Title\n")
    assert "Third text." in written
    assert "translat" not in written
    assert "Working edition" not in written


def test_what_is_shown_in_the_source_is_read_from_its_side(tmp_path):
    """An English paragraph in an Arabic edition has no mark of direction, though it has an Arabic word in it."""
    project(tmp_path, "ar", {"Title": "عنوان"})
    written = translated(tmp_path, language="ar", source="Title\n=====\n\nFreedom is الحرية in Arabic.\n")
    assert "\nFreedom is الحرية in Arabic.\n" in written


@pytest.mark.parametrize("code", languages())
def test_the_mark_is_the_one_that_the_head_names(code):
    """In every language of the interface the sentence quotes the words that paragraphs begin with."""
    words = Interface.load(Language(code))
    assert words(MARK) in words(front.MARKED)


def test_a_language_without_an_interface_reads_english(tmp_path):
    """What has not been put into the reader's language is said in English, and read from the left."""
    project(tmp_path, "syr", {"Title": "ܟܘܢܝܐ"})
    written = translated(tmp_path, language="syr", source="Title\n=====\n")
    assert written == f"{WORKING}\n{MACHINE}\n\nܟܘܢܝܐ\n{RLM}=====\n"


@pytest.mark.parametrize("kind", ["text", "social"])
def test_the_address_on_the_web(tmp_path, kind):
    """A release says where it is; a working edition, which is nowhere, where the published ones are."""
    url = "https://example.org/documents/"
    project(tmp_path, "de", UNITS, machine=False, books=f'url = "{url}"\n')
    form = {"text": GERMAN(front.ADDRESS), "social": "{address}"}[kind]
    assert translated(tmp_path, kind=kind).endswith(f"\n\n{form.format(address=url)}\n")
    ours, german = Project.load(tmp_path), Language("de")
    sanitise(ours, german, "release", None)
    released = text(
        tmp_path, SOURCE, kind=kind, conf=TRANSLATED, language="de",
        editions_context=Context(ours, german, "release"),
    )  # fmt: skip
    assert released.endswith(f"\n\n{form.format(address=f'{url}de/')}\n")
    assert WORKING not in released


def test_no_address_is_made_up(tmp_path):
    """A project without a public address says nothing about the web."""
    project(tmp_path, "de", UNITS, machine=False)
    assert "http" not in translated(tmp_path) + translated(tmp_path, kind="social")


# ---------------------------------------------------------------------------------------------- hostile texts


HOSTILE = (
    f"a{OVERRIDES}b \u2066c \u2067d\u2069 e \u2068g\u2069 \x07\x1b[31mred\x7f\x9b1m \ufeff"
    "<script>x</script> \\u202e f"
)


@pytest.mark.parametrize("kind", ["text", "social"])
def test_hostile_text_stays_text(tmp_path, kind):
    """Controls and what turns lines round are gone wherever they stood: text, title, code, descriptions, addresses."""
    escaped = HOSTILE.replace("\\", "\\\\").replace("*", "\\*")
    source = (
        f"{escaped}\n{'=' * 99}\n\n{escaped}\n\n::\n\n   {HOSTILE}\n\n.. image:: pic.svg\n   :alt: {HOSTILE}\n\n"
        f"`words <https://example.org/\u202ea>`__\n\n"
        f"=====  =====\nA{RLM}    \u202eB\n=====  =====\n1      \u20672\n=====  =====\n"
    )
    written = text(tmp_path, source, kind=kind)
    assert all(is_sound(line) for line in written.split("\n"))
    assert written.count("<script>x</script>") == {"text": 4, "social": 2}[kind]


def test_the_same_bytes(tmp_path):
    """Two builds give the same bytes."""
    texts = {"index.rst": f":date: 2018-08-02\n{CONSTRUCTS}"}
    for kind in ("text", "social"):
        first, second = (run(tmp_path / out, texts, kind=kind).folder for out in ("one", "two"))
        (path,) = first.glob("*.txt")
        assert path.read_bytes() == (second / path.name).read_bytes()


# ------------------------------------------------------------------------------------------------ short texts


ARTICLE = """
:date: 2018-08-02

.. rst-class:: kicker

Over the title

=====
Title
=====

First *paragraph* of `a page <https://example.org/a>`__ with a note [#]_.

.. figure:: pic.svg
   :alt: A picture

   Caption.

Second.

Section
-------

Third.

We ask:

- for a list

Never.

.. [#] Note.
"""


def test_a_short_text(tmp_path):
    """Title, date, kicker, then paragraphs as words alone, up to what a message cannot show or what leads to it."""
    assert text(tmp_path, ARTICLE, kind="social") == (
        "Title\nAugust 2, 2018\nOver the title\n\n"
        "First paragraph of a page with a note.\n\nSecond.\n\nSection\n\nThird.\n"
    )


def test_a_short_text_of_a_machine_says_so(tmp_path):
    """The caveat stands below; a text of people has none, and working editions are marked elsewhere."""
    project(tmp_path, "de", UNITS)
    assert translated(tmp_path, kind="social") == (
        f"Titel\n\nErster Satz.\n\nZweiter Satz.\n\nThird text.\n\n{GERMAN(MACHINE)}\n"
    )


def test_people_s_words_before_those_of_a_machine_need_no_caveat(tmp_path):
    """What counts is what is in the short text, not what the book goes on with."""
    project(tmp_path, "de", {"Third text.": "Dritter Satz."})
    add_of_people(tmp_path, "Title", "Titel")
    add_of_people(tmp_path, "First text.", "Erster Satz.")
    source = "Title\n=====\n\nFirst text.\n\n- Third text.\n"
    assert translated(tmp_path, kind="social", source=source) == "Titel\n\nErster Satz.\n"


@pytest.mark.parametrize("language", ["ar", "ja", "ta", "fr", "hi", "th"])
def test_a_short_text_in_any_script(tmp_path, language):
    """It fits, begins with the title, and consists of whole paragraphs of the document."""
    result = run(
        tmp_path,
        {"index.rst": (SCRIPTS / f"{language}.rst").read_text("utf-8")},
        kind="social",
        language=language,
    )
    written = (result.folder / "book.social.txt").read_text("utf-8")
    assert len(written) <= LIMIT
    title, *blocks = written.rstrip("\n").split("\n\n")
    whole = {
        folded(node.astext())
        for node in result.trees["index"].findall(nodes.TextElement)
        if isinstance(node, (nodes.paragraph, nodes.title))
    }
    assert blocks
    assert {folded(block) for block in (title, *blocks)} <= whole
    assert not re.search(r"https?:|\[\d|[*_`•]|www\.", written)


def test_a_paragraph_with_an_address_is_not_taken(tmp_path):
    """The only address of a short text is its own; before the first paragraph such a one is passed over."""
    source = "T\n=\n\nSee https://example.org/x now.\n\nWords.\n\nVisit `example.org <https://example.org/>`__.\n\nMore.\n"
    assert text(tmp_path, source, kind="social") == "T\n\nWords.\n"


def test_a_long_first_paragraph_is_cut_between_sentences(tmp_path):
    """Where not even the first paragraph fits, its first sentences stand there."""
    sentence = "Everybody has the right to freedom of opinion and of expression."
    written = text(tmp_path, f"T\n=\n\n{' '.join([sentence] * 30)}\n\nShort.\n", kind="social")
    _, body = written.rstrip("\n").split("\n\n")
    assert set(body.split(". ")) == {sentence.rstrip("."), sentence}
    assert LIMIT - len(sentence) - 1 < len(written) <= LIMIT


def test_a_first_paragraph_without_ends_is_left_out(tmp_path):
    """A sentence is never cut: one that does not fit is not there, nor is what comes after it."""
    assert text(tmp_path, f"T\n=\n\n{'word ' * 300}.\n\nShort.\n", kind="social") == "T\n"


@pytest.mark.parametrize(
    ("paragraph", "sentences"),
    [
        ("Dr. No of the U.S. Navy arrived. He left.", ["Dr. No of the U.S. Navy arrived.", " He left."]),
        ("Am 3. Mai kam Prof. Maier, z. B. nach Berlin. Er ging.",
         ["Am 3. Mai kam Prof. Maier, z. B. nach Berlin.", " Er ging."]),
        ("“Why?” he asked. Nobody answered (nobody. Really nobody). Then silence.",
         ["“Why?” he asked.", " Nobody answered (nobody. Really nobody).", " Then silence."]),
        ("Freedom! Wait … what? Yes.", ["Freedom!", " Wait … what?", " Yes."]),
        ("自由を。「平等。」と述べた。終わり。", ["自由を。", "「平等。」と述べた。", "終わり。"]),
        ("ما الحرية؟ الحرية حق للجميع. انتهى", ["ما الحرية؟", " الحرية حق للجميع."]),
        ("आज़ादी सबका हक़ है। यही माँग है।", ["आज़ादी सबका हक़ है।", " यही माँग है।"]),
        ("ปล่อยตัวจูเลียน มตินี้ได้รับความเห็นชอบ", []),
    ],
)  # fmt: skip
def test_ends_of_sentences(paragraph, sentences):
    """Sentences end in every script, and never at abbreviations, ordinals, in brackets or in quoted speech."""
    places = [0, *ends(paragraph)]
    assert [paragraph[a:b] for a, b in pairwise(places)] == sentences


LINES = st.builds(
    Line, st.text(st.sampled_from("aB. 。\u202eا\u0301\n"), max_size=1300), st.sampled_from(["rtl", "ltr"])
)
PIECES = st.builds(Piece, LINES, machine=st.booleans(), heading=st.booleans())
CAVEAT = Line("Machine translation.", "ltr")


@given(
    st.builds(
        Short,
        title=PIECES,
        date=LINES,
        kicker=PIECES | st.none(),
        body=st.lists(PIECES, max_size=4).map(tuple),
        caveat=st.just(CAVEAT),
        address=st.sampled_from(["", "https://example.org/", f"https://example.org/{'x' * 1200}"]),
    )
)
def test_a_short_text_is_never_longer_than_it_may_be(short):
    """Whatever it is made of, it has at most 1,000 characters, and what a machine wrote is never without its caveat."""
    written = compose(short)
    assert len(written) <= LIMIT
    assert CAVEAT.text in written or not short.title.machine


def test_a_title_that_is_too_long_is_cut():
    """Between words, and with what must be said below it; kicker, date and address make room before."""
    long = Piece(Line("word " * 300, "ltr"), machine=True)
    short = Short(long, Line("2 August 2018"), Piece(Line("kicker")), (), CAVEAT, "https://example.org/")
    title, caveat = compose(short).rstrip("\n").split("\n\n")
    assert re.fullmatch(r"(word )*word…", title)
    assert caveat == CAVEAT.text
    middle = replace(short, title=Piece(Line("w" * 950), machine=True))
    assert compose(middle).split("\n\n")[0] == f"{'w' * 950}"
    assert compose(middle).endswith("https://example.org/\n")


# -------------------------------------------------------------------------------------------------- the shelf


@pytest.mark.parametrize(("name", "pattern"), [("text", "*.txt"), ("social", "*.social.txt")])
def test_on_the_shelf(name, pattern):
    """Both kinds are found, can do nothing but be read, and have a label in the reader's language."""
    kind = formats.kind(name)
    assert (kind.builder, kind.files) == (f"editions-{name}", pattern)
    assert kind.label in KEYS
    assert list(kind.powers("x.txt", b"<script>alert(1)</script>")) == []


@pytest.mark.parametrize(("name", "ending"), [("text", "txt"), ("social", "social.txt")])
def test_through_the_command_line(sample, name, ending):
    """`editions text de` makes the files of a project, and what is made is compared with the source edition."""
    done = editions(sample, name, "de")
    assert done.code == 0, done.said
    (path,) = (sample / "build" / "de" / name).glob(f"*.{ending}")
    written = path.read_text("utf-8")
    assert all(is_sound(line) for line in written.split("\n"))
    assert done.out.count(f".{ending}") == 1
