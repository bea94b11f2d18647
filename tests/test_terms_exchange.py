"""Names and terms go out and come back: nothing is lost, nothing is overwritten, nothing of a stranger's acts."""

from __future__ import annotations

import csv
import difflib
import io
import json
import os
import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from translate.storage.tbx import tbxfile

from editions.glossary import FORMATS, Concept, Form, Wording, merge_file, outsider, read_terms
from editions.glossary.codes import Codes
from editions.glossary.exchange_csv import read_csv, write_csv
from editions.glossary.exchange_tbx import EDITION_2, EDITION_3, PARTS, read_tbx, write_tbx
from editions.glossary.names_file import NamesFile, quoted
from editions.language import Language
from editions.problem import UserError
from editions.project import Project
from editions.terms import load_terms, parse_terms
from helpers import REPOSITORY, editions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENGLISH = Language("en")
CODES = ("ar", "de", "fr", "pt_BR", "sr_Latn", "sr@latin", "zh_CN", "zh_TW")
ROOT = '<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><text><body>'
NAMES = """\
# What is called how.

version = 1

# The party.
[[name]]
source = "Socialist Equality Party"  # in full
open = ["fr", "zh_CN"]
ar = "حزب المساواة الاشتراكية"
de = "Socialist Equality Party"   # as they say themselves
fr = ["Parti de l’égalité socialiste", "PES"]
forbidden.de = ["Sozialistische Gleichheitspartei"]
from.de = "own publications"

# Two words.
[[term]]
source = "working class"
de = "Arbeiterklasse"

# A person.
[[name]]
source = "Julian Assange"
keep = true
"""
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
ENTRY = (
    '<conceptEntry id="c1"><langSec xml:lang="en"><termSec><term>ruling class</term></termSec></langSec>'
    '<langSec xml:lang="de"><termSec><term>herrschende Klasse</term></termSec></langSec></conceptEntry>'
)


def tbx(entries: str = ENTRY, head: str = HEAD) -> str:
    """A TBX file with these entries."""
    return f"{head}{ROOT}{entries}</body></text></tbx>"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with some languages and NAMES."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "conf.py").touch()
    for code in ("ar", "de", "fr", "pt_BR", "zh_CN"):
        catalog = tmp_path / "locales" / code / "LC_MESSAGES" / "a.po"
        catalog.parent.mkdir(parents=True)
        catalog.write_text('msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n', "utf-8")
    (tmp_path / "locales" / "names.toml").write_text(NAMES, "utf-8")
    return Project.load(tmp_path)


def names(project: Project) -> Path:
    """The project's file."""
    return project.locales / "names.toml"


def table(project: Project, *rows: str, columns: str = "source,language,form,status,origin") -> Path:
    """A CSV file with these rows."""
    path = project.root / "in.csv"
    path.write_text("\n".join([columns, *rows, ""]), "utf-8")
    return path


def take(project: Project, path: Path, **options: bool):
    """Merges a file."""
    return merge_file(project, path, **({"replace_others": False, "dry_run": False} | options))


# ---------------------------------------------------------------------------------------------------- there and back

WORDS = st.text(
    st.one_of(
        st.sampled_from("=+-@'\"\\,;<>&#[]{}’“”·\u200c\u200d"),
        st.characters(categories=("L", "M", "N", "P", "S"), exclude_characters="\ufffc\ufffd"),
    ),
    min_size=1,
    max_size=12,
).map(lambda text: outsider.plain(text, "", 300))
TEXTS = st.lists(WORDS, min_size=1, max_size=3).map(" ".join).map(lambda text: outsider.plain(text, "", 300))
REMARKS = st.one_of(st.just(""), TEXTS)


@st.composite
def wordings(draw: st.DrawFn, code: str) -> Wording:
    """Words of one language: open or decided, and forbidden ones."""
    texts = draw(st.lists(TEXTS, min_size=1, max_size=5, unique=True))
    banned = draw(st.integers(0, len(texts)))
    decided = draw(st.booleans())
    usable = [
        Form(text, "open" if not decided else "admitted" if number else "preferred")
        for number, text in enumerate(texts[banned:])
    ]
    forms = (*usable, *(Form(text, "forbidden") for text in texts[:banned]))
    return Wording(code, forms, draw(REMARKS))


@st.composite
def entries(draw: st.DrawFn) -> Concept:
    """A name or term as names.toml can have it."""
    codes = draw(st.lists(st.sampled_from(CODES), unique=True, max_size=4))
    codes = [code for code in codes if code != "sr@latin" or "sr_Latn" not in codes]
    return Concept(
        draw(TEXTS),
        draw(st.sampled_from(["name", "term"])),
        tuple(draw(wordings(code)) for code in codes),
        draw(st.booleans()),
        draw(REMARKS),
        draw(st.sampled_from(["", *sorted(PARTS)])),
    )


GLOSSARIES = st.lists(entries(), min_size=1, max_size=5, unique_by=lambda each: each.source).map(tuple)


def known(concepts: tuple[Concept, ...]) -> Codes:
    """The codes of a project that has the languages of these concepts."""
    return Codes(ENGLISH, {wording.language for each in concepts for wording in each.wordings})


@given(GLOSSARIES)
@settings(deadline=None)
def test_what_goes_out_as_csv_comes_back(concepts):
    """Every entry, form, status and remark; whatever spreadsheets would take for a formula."""
    text = write_csv(concepts, ENGLISH)
    assert read_csv(text.encode(), "a.csv", known(concepts)) == concepts
    for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")):
        assert not [cell for cell in row if cell[:1] in set("=+-@\t\r＝＋－＠") - {""}]


@pytest.mark.parametrize("edition", [EDITION_2, EDITION_3], ids=["2008", "2019"])
@given(concepts=GLOSSARIES)
@settings(deadline=None)
def test_what_goes_out_as_tbx_comes_back(edition, concepts):
    """Every entry, form, status and remark, in both editions of the standard."""
    # Two codes can be one tag: who gets such a file cannot tell them apart.
    languages = {Language(wording.language).tag for each in concepts for wording in each.wordings}
    if len(languages) < len({wording.language for each in concepts for wording in each.wordings}):
        return
    assert read_tbx(write_tbx(concepts, ENGLISH, edition).encode(), "a.tbx", known(concepts)) == concepts


# What TBX-Basic in style DCA may have where, as far as it is written here (TBXcoreStructV03, RELAX NG, in short).
GRAMMAR = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="urn:iso:std:iso:30042:ed-2"
         datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
 <define name="lang"><attribute name="xml:lang"><data type="language"/></attribute></define>
 <define name="note"><element name="note"><text/></element></define>
 <start><element name="tbx"><attribute name="type"><value>TBX-Basic</value></attribute>
  <attribute name="style"><value>dca</value></attribute><ref name="lang"/>
  <element name="tbxHeader"><element name="fileDesc"><element name="sourceDesc"><element name="p"><text/></element>
  </element></element></element>
  <element name="text"><element name="body"><oneOrMore><element name="conceptEntry">
   <attribute name="id"><data type="ID"/></attribute>
   <optional><element name="descrip"><attribute name="type"><value>subjectField</value></attribute><text/></element>
   </optional>
   <zeroOrMore><ref name="note"/></zeroOrMore>
   <oneOrMore><element name="langSec"><ref name="lang"/>
    <optional><element name="admin"><attribute name="type"><value>source</value></attribute><text/></element></optional>
    <oneOrMore><element name="termSec"><element name="term"><text/></element>
     <element name="termNote"><attribute name="type"><value>administrativeStatus</value></attribute><choice>
      <value>preferredTerm-admn-sts</value><value>admittedTerm-admn-sts</value><value>deprecatedTerm-admn-sts</value>
     </choice></element>
     <optional><element name="termNote"><attribute name="type"><value>partOfSpeech</value></attribute><choice>
      <value>noun</value><value>verb</value><value>adjective</value><value>adverb</value><value>other</value>
     </choice></element></optional>
    </element></oneOrMore></element></oneOrMore></element></oneOrMore></element></element></element></start>
</grammar>
"""


@given(GLOSSARIES)
@settings(deadline=None, max_examples=25)
def test_tbx_is_as_the_standard_wants_it(concepts):
    """Elements, their order, and the values that TBX-Basic lists."""
    schema = etree.RelaxNG(etree.fromstring(GRAMMAR))
    schema.assertValid(etree.fromstring(write_tbx(concepts, ENGLISH).encode()))


def test_the_translate_toolkit_reads_our_tbx():
    """Another program, the one within Weblate, finds every source, rendering and status in the edition of 2008."""
    own = Project.load(REPOSITORY)
    text = FORMATS["tbx2"](tuple(_own(own)), own.source_language)
    store = tbxfile.parsestring(text.encode(), sourcelanguage="en", targetlanguage="de")
    terms = load_terms(own)
    assert [unit.source for unit in store.units] == [term.source for term in terms.entries]
    for unit, term in zip(store.units, terms.entries, strict=True):
        found = unit._get_terms(unit.target_dom)
        expected = [*term.renderings.get("de", ()), *term.forbidden.get("de", ())]
        assert [each.text for each in found] == expected
        assert [each.text for each in found if each.deprecated] == list(term.forbidden.get("de", ()))


def test_the_translate_toolkit_writes_what_we_read():
    """TBX of 2008 with its document type, as that program writes it."""
    store = tbxfile(sourcelanguage="en", targetlanguage="de")
    unit = store.addsourceunit("ruling class")
    unit.target = "herrschende Klasse"
    (concept,) = read_tbx(bytes(store), "a.tbx", Codes(ENGLISH, ["de"]))
    assert (concept.source, concept.wordings) == (
        "ruling class", (Wording("de", (Form("herrschende Klasse", "preferred"),)),),
    )  # fmt: skip


def test_the_style_with_tags_is_read_too():
    """DCT: data categories are elements of other namespaces; groups, inline marks and a region of the source."""
    text = tbx(
        '<conceptEntry xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">'
        '<min:subjectField>names</min:subjectField><langSec xml:lang="en-GB"><termSec>'
        "<term>ruling <hi>class</hi></term>"
        '<min:partOfSpeech>noun</min:partOfSpeech></termSec></langSec><langSec xml:lang="de-DE">'
        "<termSec><term>obere Klasse</term><min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus>"
        "</termSec><termSec><term>herrschende Klasse</term><adminGrp><basic:source>a book</basic:source></adminGrp>"
        '</termSec></langSec><langSec xml:lang="de-AT"><termSec><term>x</term></termSec></langSec></conceptEntry>'
    )
    codes = Codes(ENGLISH, ["de"])
    (concept,) = read_tbx(text.encode(), "a.tbx", codes)
    forms = (Form("herrschende Klasse", "preferred"), Form("obere Klasse", "forbidden"))
    assert concept == Concept("ruling class", "name", (Wording("de", forms, "a book"),), part="noun")
    assert codes.strange == {"de-AT": 1}


def _own(project: Project) -> Iterator[Concept]:
    from editions.glossary import concepts

    yield from concepts(load_terms(project), "names.toml")


@pytest.mark.parametrize("form", FORMATS)
def test_our_own_names_come_back_and_nothing_is_to_do(form, tmp_path):
    """What this project has goes out whole: read again, there is nothing to add and nothing to quarrel about."""
    own = Project.load(REPOSITORY)
    path = tmp_path / f"names.{form.removesuffix('2')}"
    path.write_text(FORMATS[form](tuple(_own(own)), own.source_language), "utf-8", newline="")
    terms = load_terms(own)
    assert read_terms(own, path, terms)[0] == tuple(_own(own))
    outcome = merge_file(own, path, replace_others=False, dry_run=True)
    assert (outcome.changes, outcome.conflicts, outcome.left) == ((), (), ())


# ------------------------------------------------------------------------------------------------------- what comes in


def test_new_words_are_added_and_everything_else_stays(project):
    """Comments, order, spaces; a rendering without a source is open, one with a source is not."""
    path = table(
        project,
        "working class,de,Arbeiterklasse,,",
        "working class,fr,classe ouvrière,,Larousse",
        "working class,zh-CN,工人阶级,,",
        "Socialist Equality Party,pt-BR,Partido Socialista pela Igualdade,,",
        "Socialist Equality Party,de,Partei für Soziale Gleichheit,forbidden,",
        "ruling class,ar,الطبقة الحاكمة,,",
    )
    outcome = take(project, path)
    assert outcome.conflicts == ()
    added = """\
pt_BR = "Partido Socialista pela Igualdade"
from.pt_BR = "open: imported from in.csv"
fr = "classe ouvrière"
zh_CN = "工人阶级"
from.fr = "Larousse"
from.zh_CN = "open: imported from in.csv"
open = ["zh_CN"]
[[term]]
source = "ruling class"
open = ["ar"]
ar = "الطبقة الحاكمة"
from.ar = "open: imported from in.csv"
open = ["fr", "pt_BR", "zh_CN"]
forbidden.de = ["Sozialistische Gleichheitspartei", "Partei für Soziale Gleichheit"]
""".splitlines()
    text = names(project).read_text("utf-8")
    gone = [
        line[2:] for line in difflib.ndiff(NAMES.splitlines(), text.splitlines()) if line.startswith("- ")
    ]
    assert gone == ['open = ["fr", "zh_CN"]', 'forbidden.de = ["Sozialistische Gleichheitspartei"]']
    assert set(added) <= set(text.splitlines())
    assert text.index('"working class"') < text.index('"ruling class"') < text.index("# A person.")
    assert take(project, path).changes == ()


def test_what_differs_is_a_conflict_with_its_place(project):
    """Nothing is overwritten; the line is that of the file as it is, and the rest is taken."""
    path = table(project, "working class,de,Proletariat,,", "working class,ar,الطبقة العاملة,,")
    line = NAMES.splitlines().index('de = "Arbeiterklasse"') + 1
    outcome = take(project, path, dry_run=True)
    (conflict,) = outcome.conflicts
    assert str(conflict) == (
        f"locales/names.toml:{line}: “working class”: de is “Arbeiterklasse” here, and “Proletariat” in {path}:2; "
        "--replace takes what comes in"
    )
    assert names(project).read_text("utf-8") == NAMES
    after = take(project, path)
    assert after.conflicts[0].line == line + 2
    assert names(project).read_text("utf-8").splitlines()[line + 1] == 'de = "Arbeiterklasse"'


def test_replace_takes_what_comes_in(project):
    """The old words go, the remark behind them stays, and without a source the new ones are open."""
    outcome = take(
        project, table(project, "Socialist Equality Party,de,SEP,,", "working class,de,Proletariat,,Duden"),
        replace_others=True,
    )  # fmt: skip
    assert outcome.conflicts == ()
    text = names(project).read_text("utf-8")
    assert 'de = "SEP"   # as they say themselves\n' in text
    assert 'open = ["de", "fr", "zh_CN"]\n' in text
    assert 'from.de = "open: imported from in.csv"\n' in text
    assert 'de = "Proletariat"\nfrom.de = "Duden"\n' in text


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Socialist Equality Party,de,Sozialistische Gleichheitspartei,,", "is forbidden here"),
        ("working class,de,Arbeiterklasse,forbidden,", "agreed here"),
        ("Julian Assange,ar,جوليان أسانج,,", "stays as it is in every language here"),
        ("working class,en,working class,keep,", "does not here"),
        ("Socialist Equality Party,fr,PES,,", "--replace"),
    ],
)
def test_contradictions_are_for_people(project, row, reason):
    """What is forbidden, agreed, kept, or preferred here is not turned round by a file."""
    outcome = take(project, table(project, row), replace_others=reason != "--replace")
    assert reason in str(outcome.conflicts[0])
    assert names(project).read_text("utf-8") == NAMES


def test_a_file_that_contradicts_itself(project):
    """The first of two renderings is taken, the second one is a conflict."""
    outcome = take(project, table(project, "a b,de,eins,,"))
    assert len(outcome.changes) == 2
    outcome = take(project, table(project, "a b,de,eins,,", "c d,de,zwei,,", "c d,de,zwei,forbidden,"))
    assert len(outcome.conflicts) == 1


def test_other_languages_are_left_out_and_named(project):
    """A language that the project does not have is told once, with how often; its entries are not begun."""
    outcome = take(project, table(project, "a b,ca,x,,", "c d,ca,y,,", "c d,de,z,,"))
    assert [line.partition(": ")[2] for line in outcome.left] == [
        "left out: ca (2 ×), no language of this project"
    ]
    assert [term.source for term in load_terms(project).entries if term.source in {"a b", "c d"}] == ["c d"]


def test_without_a_file_one_is_begun(project):
    """The first import of a project makes names.toml, a dry run does not."""
    names(project).unlink()
    path = table(project, 'a “b” \\ c,de,"eins, ""zwei""",,')
    take(project, path, dry_run=True)
    assert not names(project).exists()
    take(project, path)
    assert tomllib.loads(names(project).read_text("utf-8"))["term"] == [
        {
            "source": "a “b” \\ c",
            "open": ["de"],
            "de": 'eins, "zwei"',
            "from": {"de": "open: imported from in.csv"},
        }
    ]


def test_other_layouts_are_added_to(project):
    """Lists over several lines, quoted keys, several lines of text, line ends of Windows, no line end at the end."""
    text = (
        "version = 1\n[[name]]\nnote = '''\n[[name]]\nfr = 1'''\nsource = 'A'\nopen = [\n  'fr',  # ]\n  'ar'\n]\n"
        'fr = "a"\nar = "b"\nforbidden."de" = [ \'x\', ]   # no ] here\n[[term]]\nsource = "B"'
    ).replace("\n", "\r\n")
    names(project).write_bytes(text.encode())
    path = table(project, "A,de,α,,", "A,de,y,forbidden,", "B,de,β,,", "C,de,γ,,")
    assert take(project, path).conflicts == ()
    found = names(project).read_bytes().decode()
    entry = tomllib.loads(found)["name"][0]
    assert (entry["open"], entry["forbidden"]["de"], entry["de"]) == (["fr", "ar", "de"], ["x", "y"], "α")
    assert entry["note"] == "[[name]]\nfr = 1"
    assert "\n" not in found.replace("\r\n", "")
    assert "  'fr',  # ]\r\n" in found
    assert found.count("# no ] here") == 1


@pytest.mark.parametrize(
    "text",
    [
        '[[name]]\nsource = "A"\nforbidden = {fr = ["x"]}\n',
        '[[name]]\nsource = "A"\n[name.forbidden]\nfr = ["x"]\n',
        'name = [{source = "A"}]\n',
    ],
)
def test_a_layout_that_cannot_be_added_to_is_told(project, text):
    """One line, and the file is as it was."""
    names(project).write_text(text, "utf-8")
    with pytest.raises(UserError, match="added"):
        take(project, table(project, "A,de,y,forbidden,"))
    assert names(project).read_text("utf-8") == text


@given(GLOSSARIES, GLOSSARIES)
@settings(deadline=None, max_examples=60)
def test_merging_adds_and_forgets_nothing(tmp_path_factory, first, second):
    """Into any names.toml any file: what was there is there, what is new is there or in conflict; twice is once."""
    root = tmp_path_factory.mktemp("merge")
    (root / "docs").mkdir()
    (root / "docs" / "conf.py").touch()
    (root / "locales").mkdir()
    file = NamesFile("# kept\n", "names.toml")
    for concept in first:
        file.add(concept.kind, concept.source)
        for wording in concept.wordings:
            if wording.renderings and not set(wording.renderings) & set(wording.forbidden):
                file.set(concept.source, (wording.language,), wording.renderings)
    path = root / "locales" / "names.toml"
    path.write_text(file.text, "utf-8", newline="")
    project = Project.load(root)
    before = load_terms(project)
    incoming = root / "in.csv"
    incoming.write_text(write_csv(second, ENGLISH), "utf-8", newline="")
    outcome = take(project, incoming)
    after = {term.source: term for term in load_terms(project).entries}
    for term in before.entries:
        assert {code: after[term.source].renderings[code] for code in term.renderings} == term.renderings
    assert path.read_text("utf-8").startswith("# kept\n")
    again = take(project, incoming)
    assert again.changes == ()
    assert len(again.conflicts) >= len(outcome.conflicts)


def test_statements_are_cut_as_toml_does():
    """What is cut is joined to the same bytes; a text with quotes and backslashes is quoted."""
    own = (REPOSITORY / "locales" / "names.toml").read_text("utf-8")
    assert NamesFile(own, "names.toml").text == own
    lines = own.splitlines()
    for (source, *key), line in NamesFile(own, "names.toml").lines().items():
        assert lines[line - 1].startswith(f"{'.'.join(key)} =" if key else "[["), (source, key)
    for value in ('a "b" \\ c', ["a", "b"], True):
        assert tomllib.loads(f"x = {quoted(value)}")["x"] == value


# ------------------------------------------------------------------------------------------------------------ strangers

SEED = (
    Concept("a", "name", (Wording("de", (Form("=b", "preferred"), Form("c", "forbidden")), "d"),), note="e"),
)
LAUGHS = '<!DOCTYPE tbx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
HOSTILE = {
    "laughs": tbx(ENTRY.replace("ruling", "&b;"), HEAD + LAUGHS),
    "external": tbx(ENTRY.replace("ruling", "&x;"), f'{HEAD}<!DOCTYPE tbx [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "parameter": tbx(head=f'{HEAD}<!DOCTYPE tbx [<!ENTITY % p SYSTEM "http://127.0.0.1:9/"> %p;]>'),
    "skipped": tbx(ENTRY.replace("ruling", "&x;"), f'{HEAD}<!DOCTYPE tbx SYSTEM "http://127.0.0.1:9/a.dtd">'),
    "unknown entity": tbx(ENTRY.replace("ruling", "&nbsp;")),
    "cut off": tbx()[:-9],
    "latin-1": tbx(head='<?xml version="1.0" encoding="ISO-8859-1"?>'),
    "control": tbx(ENTRY.replace("ruling", "&#7;")),
    "hidden order": tbx(ENTRY.replace("ruling", "a\u202eb")),
    "tag characters": tbx(ENTRY.replace("ruling", "a\U000e0041")),
    "private use": tbx(ENTRY.replace("ruling", "\ue000")),
    "long": tbx(ENTRY.replace("ruling", "a" * 301)),
    "very long": tbx(ENTRY.replace("ruling", "a " * 50_000)),
    "deep": tbx("<a>" * 40 + "</a>" * 40),
    "other": "<html/>",
    "empty": "",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_tbx_is_refused_in_one_line(project, name):
    """No entity, no other encoding, nothing that hides, bounded: one line with its place, exit code 2."""
    path = project.root / "in.tbx"
    path.write_text(HOSTILE[name], "utf-8")
    with pytest.raises(UserError) as caught:
        take(project, path)
    assert caught.value.code == 2
    assert str(caught.value).startswith(f"{path}:1: ") or str(caught.value).startswith(f"{path}:2: ")
    assert "\n" not in str(caught.value)
    assert names(project).read_text("utf-8") == NAMES


ROWS = {
    "no columns": "a,b,c\n1,2,3\n",
    "open quote": 'source,language,form\n"a,de,b\n',
    "zero": "source,language,form\na,de,b\x00c\n",
    "bell": "source,language,form\na,de,b\x07c\n",
    "status": "source,language,form,status\na,de,b,official\n",
    "kind": "kind,source,language,form\nverb,a,de,b\n",
    "no source": "source,language,form\n,de,b\n",
    "long": f"source,language,form\na,de,{'b' * 301}\n",
    "very long": f"source,language,form\na,de,{'b' * 200_000}\n",
    "empty": "",
}


@pytest.mark.parametrize("name", ROWS)
def test_damaged_tables_are_refused_in_one_line(project, name):
    """One line with its place, exit code 2, nothing written."""
    path = project.root / "in.csv"
    path.write_text(ROWS[name], "utf-8", newline="")
    with pytest.raises(UserError) as caught:
        take(project, path)
    assert caught.value.code == 2
    assert str(caught.value).startswith((f"{path}:1: ", f"{path}:2: "))
    assert "\n" not in str(caught.value)
    assert names(project).read_text("utf-8") == NAMES


@given(st.data())
@settings(deadline=None, max_examples=200)
def test_whatever_a_file_holds_is_read_or_refused(data):
    """Bytes that were cut, doubled or changed anywhere: concepts or one line, never a traceback."""
    seed, reader = data.draw(st.sampled_from([(tbx(), read_tbx), (write_csv(SEED, ENGLISH), read_csv)]))
    raw = bytearray(seed.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw)))
        piece = st.one_of(
            st.binary(max_size=6), st.sampled_from([b'"', b"<", b"&a;", b"\r", b"\n", b",", b"</term>"])
        )
        raw[at : at + data.draw(st.integers(0, 30))] = data.draw(piece)
    try:
        found = reader(bytes(raw), "a", Codes(ENGLISH, ["de"]))
        said = "a:"
    except UserError as error:
        found, said = (), str(error)
    assert said.startswith("a:")
    assert "\n" not in said
    assert all(isinstance(each, Concept) and each.source for each in found)


def test_other_encodings_sizes_and_things_are_refused(project, monkeypatch):
    """Latin-1, UTF-16, a file that is too large, a pipe, a folder, no file, an ending that says nothing."""
    path = project.root / "in.csv"
    path.write_bytes("source,language,form\na,de,\xfc\n".encode("latin-1"))
    with pytest.raises(UserError, match=r"in\.csv:2: this is no UTF-8"):
        take(project, path)
    wide = project.root / "in.tbx"
    wide.write_bytes(tbx().replace("UTF-8", "UTF-16").encode("utf-16"))
    with pytest.raises(UserError, match="no XML in UTF-8"):
        take(project, wide)
    monkeypatch.setattr(outsider, "LARGEST", 10)
    with pytest.raises(UserError, match="more than"):
        take(project, path)
    os.mkfifo(project.root / "pipe.csv")
    (project.root / "folder.csv").mkdir()
    (project.root / "in.xlsx").touch()
    for name in ("pipe.csv", "folder.csv", "none.csv", "in.xlsx"):
        with pytest.raises(UserError, match=name):
            take(project, project.root / name)


def test_a_table_of_another_country_is_read():
    """Semicolons or tabs between the cells, a byte order mark, BCP 47 tags."""
    for delimiter in ";\t":
        rows = [
            ["language", "source", "form"],
            ["zh-Hans", "a, b", "甲"],
            ["", "", ""],
            ["pt-BR", "a, b", "'=x"],
        ]
        text = "\r\n".join(delimiter.join(row) for row in rows)
        codes = Codes(ENGLISH, ["zh_CN", "pt_BR"])
        (concept,) = read_csv(f"\ufeff{text}".encode(), "a.csv", codes)
        assert [(each.language, each.renderings) for each in concept.wordings] == [
            ("zh_CN", ("甲",)), ("pt_BR", ("=x",)),
        ]  # fmt: skip


def test_what_no_format_can_carry_does_not_go_out():
    """A control character in names.toml is told with the entry."""
    from editions.glossary import concepts

    terms = parse_terms({"term": [{"source": "a", "de": "b\x07"}]}, "names.toml")
    with pytest.raises(UserError, match=r"names\.toml: a: the character U\+0007"):
        concepts(terms, "names.toml")
    with pytest.raises(UserError, match="no names or terms"):
        write_tbx((), ENGLISH)


# ----------------------------------------------------------------------------------------------------- the command line


def test_the_commands(project):
    """Export to a file and to the output, of some languages; import with a dry run, conflicts, replacing."""
    root = project.root
    run = editions(root, "terms", "export", "--format", "tbx", "de", "-o", str(root / "out.tbx"))
    assert (run.code, run.out) == (0, f"{root / 'out.tbx'}: written\n")
    assert "Arbeiterklasse" in (root / "out.tbx").read_text("utf-8")
    assert "égalité" not in (root / "out.tbx").read_text("utf-8")
    run = editions(root, "terms", "export", "--format", "csv")
    assert run.out.startswith('\ufeff"kind","source"')
    assert editions(root, "terms", "export", "--format", "csv", "xx").refused()
    path = str(table(project, "working class,de,Proletariat,,", "working class,ar,الطبقة العاملة,,"))
    run = editions(root, "terms", "import", path, "--dry-run")
    assert run.code == 1
    assert "1 change would be made, 1 conflict, not taken" in run.out
    assert names(project).read_text("utf-8") == NAMES
    assert editions(root, "terms", "import", path, "--replace").code == 0
    run = editions(root, "terms", "import", path)
    assert (run.code, run.out) == (0, "locales/names.toml: 1 entry read, nothing to add\n")
    (root / "bad.tbx").write_text(HOSTILE["laughs"], "utf-8")
    assert editions(root, "terms", "import", str(root / "bad.tbx")).refused()


def test_what_was_there_is_in_the_log_of_saves(project):
    """A save of names.toml is logged like any other, so that nothing is ever lost."""
    take(project, table(project, "working class,de,Proletariat,,"), replace_others=True)
    (log,) = (project.root / ".editions" / "saves").glob("*.jsonl")
    record = json.loads(log.read_text("utf-8").splitlines()[-1])
    assert record["path"] == "locales/names.toml"
    assert "Arbeiterklasse" in record["old"]
    assert editions(project.root, "recover").code == 0


def test_a_format_that_does_not_exist_is_refused_in_one_line(sample: Path) -> None:
    """With the ones that do."""
    run = editions(sample, "terms", "export", "--format", "pdf")
    assert run.code == 2
    assert run.err == "editions: --format pdf: there is no such format; choose from: tbx, tbx2, csv\n"
