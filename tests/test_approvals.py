"""The stage adopt, from exports: what Weblate calls approved is taken over where it stands here, and nothing else."""

from __future__ import annotations

import hashlib
import json
import os
import tracemalloc
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from translate.misc.multistring import multistring
from translate.storage.poxliff import PoXliffFile

from editions.adopt import propose_approved, sign
from editions.adopt.approved import DOUBTFUL, EVERYTHING, UNKNOWN, match
from editions.adopt.export import EMPTY, FORMS, INLINE, TWICE, fits, read_export
from editions.fingerprint import source_text, text_hash
from editions.journal import find_pen
from editions.journal.line import Line, read_lines
from editions.language import Language
from editions.problem import UserError
from helpers import editions
from test_adopt import GERMAN, GERMAN_PATH, HUMAN, MACHINE, PLURAL, House, drafted, unit
from vouching import CORA, DAN, Scene

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from editions.adopt import Approvals
    from editions.catalog import Unit

FIXTURES = Path(__file__).parent / "fixtures" / "approvals"
# What Weblate's download holds: tests/fixtures/approvals/weblate-de.xlf is what `Download` below writes of it.
WEBLATE = FIXTURES / "weblate-de.xlf"
MENU = unit("Open", "Öffnen", context="menu")
HOURS = unit("%d hour", "", plural="%d hours", targets=("%d Stunde", "%d Stunden"))
WAITING = unit("Not yet.", "Noch nicht.")
EDITED = unit("Edited.", "So ist es heute.")
FLAGGED = unit("One day.", "Eines Tages.", flags=("fuzzy",))
SPACED = unit("  Two\nlines & <b>.", "  Zwei\nZeilen & <b>.")
HERE = [HUMAN, PLURAL, MENU, HOURS, WAITING, EDITED, FLAGGED, SPACED, drafted(MACHINE)]
APPROVED = {text_hash(each) for each in (HUMAN, PLURAL, MENU, SPACED)}
HEAD = '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.{minor}" version="1.{minor}">'
FILE = '<file original="NoName" source-language="en" target-language="{code}" datatype="po"><body>'


class Download:
    """An export as Weblate makes it: the same calls of the Translate Toolkit in the same order."""

    def __init__(self, *, old: bool = False) -> None:
        """`old`: as older versions, that had no word about approval."""
        self.store, self.old = PoXliffFile(sourcelanguage="en", targetlanguage="de"), old

    def add(self, each: Unit, *, approved: bool = False, fuzzy: bool = False) -> None:
        """Adds a text with its state in Weblate."""
        sources = [each.source] if each.plural is None else [each.source, each.plural]
        output = self.store.UnitClass(_strings(sources))
        output.setsource(output.source, sourcelang="en")
        output.settarget(_strings(each.targets), "de")
        output.addlocation("docs/a.rst:1")
        checksum = hashlib.sha256(source_text(each).encode()).hexdigest()[:16]
        output.setid(each.context or checksum)
        output.xmlelement.set("weblate-flags", "rst-text")
        if fuzzy:
            output.markfuzzy(True)  # noqa: FBT003 - the toolkit's way
        if not self.old:
            output.markapproved(approved)
        self.store.addunit(output)

    def save(self, path: Path) -> Path:
        """Writes the file."""
        path.write_bytes(bytes(self.store))
        return path


def _strings(texts: Sequence[str]) -> str | multistring:
    return texts[0] if len(texts) == 1 else multistring(list(texts))


def entry(
    source: str, target: str | None, *, approved: str = "yes", name: str = "0" * 16, state: str = ""
) -> str:
    """A text of an export in XML; source and target are XML already."""
    said = f" state={quoteattr(state)}" if state else ""
    translation = "" if target is None else f"<target{said}>{target}</target>"
    attributes = f"id={quoteattr(name)} approved={quoteattr(approved)}"
    return (
        f'<trans-unit xml:space="preserve" {attributes}><source>{source}</source>{translation}</trans-unit>'
    )


def xliff(*bodies: str, code: str = "de", minor: int = 1) -> str:
    """An export whose files have these contents."""
    files = "".join(f"{FILE.format(code=code)}\n{body}\n</body></file>" for body in bodies)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{HEAD.format(minor=minor)}{files}</xliff>\n'


@dataclass
class Desk:
    """A project whose translations were approved elsewhere, and the place where exports are saved."""

    house: House
    folder: Path

    def save(self, text: str | bytes, name: str = "export.xlf") -> Path:
        """Saves an export."""
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def propose(self, *exports: Path) -> Approvals:
        """What would be adopted."""
        return propose_approved(self.house.project, GERMAN, exports, self.house.scene.ledger())

    def texts(self, *exports: Path) -> set[str]:
        """The hashes of the texts that would be signed."""
        return {text for each in self.propose(*exports).adoptions for text in each.texts}

    def reasons(self, *exports: Path) -> list[str]:
        """Why approved texts are not adopted, where the export or what differs is the reason."""
        return [why for reading in self.propose(*exports).readings for _, why in reading.left]

    def sign(self, *exports: Path) -> int:
        """Signs it, as Cora."""
        pen = find_pen(self.house.project, self.house.scene.ledger(), key=self.house.key)
        return sign(self.house.project, self.propose(*exports).adoptions, pen)


@pytest.fixture
def desk(tmp_path, monkeypatch) -> Iterator[Desk]:
    """A project with texts of every state, committed, and a folder for downloads."""
    scene = Scene.make(tmp_path, monkeypatch)
    scene.enrol()
    house = House(scene)
    house.put(*HERE)
    scene.commit()
    (tmp_path / "downloads").mkdir()
    return Desk(house, tmp_path / "downloads")


@pytest.mark.tool("git")
@pytest.mark.tool("ssh-keygen")
def test_what_weblate_calls_approved_is_vouched_for_and_nothing_else(desk: Desk):
    """Approved there and exactly so here; plurals by the word at their group, contexts by their id."""
    before = desk.house.states()
    assert desk.texts(WEBLATE) == APPROVED
    assert desk.sign(WEBLATE) == 1
    after = desk.house.states()
    assert {source for source in after if after[source] == "vouched"} == {
        HUMAN.source, PLURAL.source, MENU.source, SPACED.source,
    }  # fmt: skip
    assert all(after[source] == before[source] for source in after if after[source] != "vouched")
    assert desk.house.scene.complaints() == []


@pytest.mark.tool("git")
@pytest.mark.tool("ssh-keygen")
def test_the_line_names_the_export_in_place_of_a_commit(desk: Desk):
    """One signed line for each catalog, with the SHA-256 of the file; it is a line of version 1."""
    desk.sign(WEBLATE)
    (line,) = [json.loads(each) for each in desk.house.scene.journal("cora").read_text("utf-8").splitlines()]
    digest = hashlib.sha256(WEBLATE.read_bytes()).hexdigest()
    assert {name: line[name] for name in ("do", "by", "lang", "domain", "export", "v")} == {
        "do": "adopt", "by": "cora", "lang": "de", "domain": "a", "export": digest, "v": 1,
    }  # fmt: skip
    assert "commit" not in line
    assert line["texts"] == sorted(APPROVED)


def test_a_line_with_neither_commit_nor_export_says_nothing():
    """A line says whence its texts are; an export that is no SHA-256 is none; with a commit it is as it was."""
    fields = {"do": "adopt", "lang": "de", "domain": "a", "texts": [text_hash(HUMAN)]}
    wrong = [{}, {"export": "0" * 40}, {"export": 7}, {"commit": "x", "export": "0" * 64}]
    for more in wrong:
        (read,) = read_lines(json.dumps(CORA.signed(fields | more)).encode(), "x.jsonl")
        assert not isinstance(read, Line), more
    for more in ({"commit": "0" * 40}, {"export": "0" * 64}):
        (read,) = read_lines(json.dumps(CORA.signed(fields | more)).encode(), "x.jsonl")
        assert isinstance(read, Line), more


@pytest.mark.tool("git")
@pytest.mark.tool("ssh-keygen")
def test_the_command_lists_what_it_takes_and_what_not_and_why(desk: Desk):
    """`editions adopt de --approved FILE --plan` names each approved text that is not taken; nothing is signed."""
    told = editions(desk.house.scene.root, "adopt", "de", "--approved", str(WEBLATE), "--plan")
    assert told.code == 0, told.said
    assert f"{WEBLATE}: 9 of 13 texts are called approved" in told.out
    assert f"not adopted: here stands another translation, {GERMAN_PATH}:" in told.out
    assert "    approved: So war es." in told.out
    assert f"not adopted: {UNKNOWN}" in told.out
    assert f"not adopted: {INLINE}" in told.out
    assert f"{GERMAN_PATH}: 4 texts" in told.out
    assert "    2 not: not translated, a machine's, or marked" in told.out
    assert EVERYTHING not in told.out
    assert "4 texts can be adopted" in told.out
    assert "vouched" not in desk.house.states().values()


@pytest.mark.tool("git")
@pytest.mark.tool("ssh-keygen")
def test_the_command_signs_once(desk: Desk):
    """With `--yes` it signs; what is signed is not signed again."""
    words = ("adopt", "de", "--approved", str(WEBLATE), "--key", str(desk.house.key), "--yes")
    done = editions(desk.house.scene.root, *words)
    assert done.code == 0, done.said
    assert "1 lines signed by cora" in done.out
    assert desk.house.states()[HUMAN.source] == "vouched"
    assert desk.texts(WEBLATE) == set()
    assert "    4 not: adopted or vouched for already" in str(desk.propose(WEBLATE).adoptions[0])


@pytest.mark.tool("git")
@pytest.mark.tool("ssh-keygen")
def test_a_commit_or_an_export_is_asked_for_and_one_language(desk: Desk):
    """Both, neither, or an export for several languages: a clear word, exit code 2."""
    root, file = desk.house.scene.root, str(WEBLATE)
    assert editions(root, "adopt", "de").refused()
    assert editions(root, "adopt", "de", "--trust", "HEAD", "--approved", file).refused()
    several = editions(root, "adopt", "--approved", file)
    assert several.refused()
    assert "--approved needs one language" in several.err
    missing = editions(root, "adopt", "de", "--approved", "no\x1b[31m.xlf")
    assert missing.refused()
    assert "No such file" in missing.err
    assert "\x1b" not in missing.said


@pytest.mark.tool("git")
@pytest.mark.tool("ssh-keygen")
@pytest.mark.parametrize("when", ["mark gone", "signed"])
def test_a_machines_words_are_not_adopted_when_their_mark_is_gone(desk: Desk, when: str):
    """What history or a signed line remembers as a machine's stays one, whatever Weblate says of it."""
    if when == "signed":
        desk.house.scene.git("checkout", "-q", "--orphan", "fresh")
        desk.house.scene.add(DAN.says("note", MACHINE, note="So?", engine="apertium"))
    desk.house.put(*HERE[:-1], MACHINE)
    desk.house.scene.commit("the mark is gone")
    assert desk.texts(WEBLATE) == APPROVED
    assert "1 not: a machine's words once" in str(desk.propose(WEBLATE).adoptions[0])


@pytest.mark.tool("git")
@pytest.mark.tool("ssh-keygen")
def test_a_mark_that_is_not_committed_yet_counts_too(desk: Desk):
    """The same words stand as a machine's draft in another catalog on disk; no commit ever knew of that."""
    desk.house.scene.git("checkout", "-q", "--orphan", "fresh")
    desk.house.put(HUMAN, MACHINE)
    desk.house.scene.git("commit", "-q", "-a", "-m", "no mark anywhere")
    assert desk.texts(WEBLATE) == {text_hash(HUMAN), text_hash(MACHINE)}
    desk.house.put(drafted(MACHINE), path="locales/de/LC_MESSAGES/b.po")
    assert desk.texts(WEBLATE) == {text_hash(HUMAN)}


@pytest.mark.tool("git")
@pytest.mark.tool("ssh-keygen")
def test_the_interface_is_no_document(desk: Desk):
    """Sphinx's own strings are not vouched for, approved or not."""
    desk.house.put(HUMAN, path="locales/de/LC_MESSAGES/sphinx.po")
    assert {each.domain for each in desk.propose(WEBLATE).adoptions} == {"a"}


@pytest.mark.tool("git")
@pytest.mark.tool("ssh-keygen")
def test_what_somebody_objected_to_is_not_adopted(desk: Desk):
    """A signed “needs work” goes before an approval given elsewhere."""
    desk.house.scene.add(DAN.says("revoke", HUMAN, reason="Klingt falsch."))
    assert desk.texts(WEBLATE) == APPROVED - {text_hash(HUMAN)}
    assert "1 not: somebody says that it needs work" in str(desk.propose(WEBLATE).adoptions[0])


@pytest.mark.tool("git")
@pytest.mark.tool("ssh-keygen")
def test_an_export_in_which_everything_is_approved_is_called_so(desk: Desk):
    """Older Weblates called approved whatever was translated: that is told before anybody signs."""
    (reading,) = desk.propose(FIXTURES / "weblate-old-de.xlf").readings
    assert EVERYTHING in str(reading)
    (reading,) = desk.propose(WEBLATE).readings
    assert EVERYTHING not in str(reading)


@pytest.mark.tool("git")
@pytest.mark.tool("ssh-keygen")
def test_plural_forms_are_compared_all_of_them(desk: Desk):
    """One form that differs, is missing or is one too many: the text is another one."""
    for targets in (("%d Tag", "%d Tagen"), ("%d Tag",), ("%d Tag", ""), ("%d Tag", "%d Tage", "%d Tage")):
        download = Download()
        download.add(replace(PLURAL, targets=targets), approved=True)
        path = download.save(desk.folder / "export.xlf")
        assert desk.texts(path) == set(), targets
        assert "here stands another translation" in desk.reasons(path)[0]


@pytest.mark.tool("git")
@pytest.mark.tool("ssh-keygen")
@pytest.mark.parametrize("count", [1, 2, 3, 6])
def test_languages_with_fewer_or_more_plural_forms(desk: Desk, count: int):
    """Japanese has one form, Arabic six; Weblate fills up the forms of the source."""
    days = replace(PLURAL, targets=tuple(f"{n} %d T" for n in range(count)))
    desk.house.put(days)
    download = Download()
    download.add(days, approved=True)
    assert desk.texts(download.save(desk.folder / "export.xlf")) == {text_hash(days)}


@pytest.mark.tool("git")
@pytest.mark.tool("ssh-keygen")
def test_the_context_is_part_of_what_was_approved(desk: Desk):
    """Approved without context is not approved with one, nor the other way round."""
    plain = replace(MENU, context=None)
    for here, there in ((MENU, plain), (plain, MENU), (MENU, replace(MENU, context="tool"))):
        desk.house.put(here)
        download = Download()
        download.add(there, approved=True)
        path = download.save(desk.folder / "export.xlf")
        assert desk.texts(path) == set()
        assert desk.reasons(path) == [UNKNOWN]


@pytest.mark.tool("git")
@pytest.mark.tool("ssh-keygen")
def test_what_is_approved_in_one_place_and_not_in_another_is_left_out(desk: Desk):
    """The same text with two verdicts, in one file or two; in one component also two translations of one text."""
    yes, no = entry("Open it.", "Öffne."), entry("Open it.", "Öffne.", approved="no")
    other = entry("Open it.", "Aufmachen!", approved="no")
    desk.house.put(unit("Open it.", "Öffne."))
    for name, bodies in {"twice": [yes + no], "other": [yes + other], "parts": [yes, no]}.items():
        path = desk.save(xliff(*bodies), f"{name}.xlf")
        assert desk.texts(path) == set(), name
        assert set(desk.reasons(path)) == {DOUBTFUL}, name
    first, second = desk.save(xliff(yes), "first.xlf"), desk.save(xliff(no), "second.xlf")
    assert desk.texts(first, second) == desk.texts(second, first) == set()
    assert desk.texts(first) == desk.texts(first, first) == {text_hash(unit("Open it.", "Öffne."))}
    assert len(desk.texts(desk.save(xliff(yes, other)))) == 1  # another component has another translation


@pytest.mark.tool("git")
@pytest.mark.tool("ssh-keygen")
def test_an_approval_of_nothing_approves_nothing(desk: Desk):
    """Approved without a translation, or with white space: neither here nor where nothing is translated."""
    desk.house.put(unit("Empty.", ""), unit("Blank.", " "), HUMAN)
    text = xliff(entry("Empty.", None) + entry("Empty.", "") + entry("Blank.", " ") + entry(HUMAN.source, ""))
    path = desk.save(text)
    assert desk.texts(path) == set()
    assert set(desk.reasons(path)) <= {EMPTY, DOUBTFUL}


@pytest.mark.tool("git")
@pytest.mark.tool("ssh-keygen")
def test_catalogs_that_cannot_be_read_are_told_and_the_others_taken(desk: Desk):
    """A damaged catalog has a problem with its line; exit code 1."""
    desk.house.scene.write("locales/de/LC_MESSAGES/b.po", 'msgid ""\nmsgstr "')
    words = ("adopt", "de", "--approved", str(WEBLATE), "--plan")
    done = editions(desk.house.scene.root, *words)
    assert done.code == 1, done.said
    assert "locales/de/LC_MESSAGES/b.po:2: " in done.out
    assert "4 texts can be adopted" in done.out


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (entry('A <x id="1"/>', "B"), INLINE),
        (entry("A", 'B<g id="1">C</g>'), INLINE),
        (entry("A", "<target>B</target>"), INLINE),
        (entry("A", "B</target><target>C"), TWICE),
        (entry("A</source><source>B", "C"), TWICE),
        (entry("A", "B").replace("</trans-unit>", "<trans-unit><target>C</target></trans-unit></trans-unit>"), ""),
        (entry("A", "B").replace("</trans-unit>", "<alt-trans><target>C</target></alt-trans></trans-unit>"), ""),
        (entry("A", "B").replace("<target>", "<note>N</note><target>"), ""),
        (entry("A", "<!-- C -->B<![CDATA[]]>"), ""),
        ('<group restype="x-gettext-plurals" approved="yes">' + entry("A", "B") + "</group>", FORMS),
        ('<group restype="x-gettext-plurals" approved="yes"></group>', FORMS),
    ],
)  # fmt: skip
def test_only_plain_text_is_compared(tmp_path: Path, text: str, reason: str):
    """Tags within a text, pieces, and plurals of no plural: it cannot be compared, and says why."""
    path = tmp_path / "export.xlf"
    path.write_text(xliff(text), "utf-8")
    (read,) = read_export(path, GERMAN).approved
    assert read.fault == reason
    assert reason or (read.source, read.targets) == ("A", ("B",))


@pytest.mark.parametrize(
    "text",
    [
        entry("A", "B", approved="no"),
        entry("A", "B", approved="YES"),
        entry("A", "B", approved="true"),
        entry("A", "B").replace(" approved=", ' xmlns:o="urn:o" o:approved='),
        entry("A", "B", state="needs-review-translation"),
        entry("A", "B", state="new"),
        f'<o:body xmlns:o="urn:o">{entry("A", "B")}</o:body>',
        f"<note>{entry('A', 'B')}</note>",
        f"<!-- {entry('A', 'B')} -->",
        '<group restype="x-gettext-plurals">' + entry("A", "B") + entry("As", "Bs") + "</group>",
        '<group restype="x-gettext-plurals" approved="yes">'
        + entry("A", "B") + entry("As", "Bs", approved="no") + "</group>",
        '<group approved="yes">' + entry("A", "B", approved="no") + "</group>",
    ],
)  # fmt: skip
def test_what_is_not_said_to_be_approved_is_not(tmp_path: Path, text: str):
    """`approved="yes"` at the text itself (for a plural: at the group), with no state that contradicts."""
    path = tmp_path / "export.xlf"
    path.write_text(xliff(text), "utf-8")
    assert read_export(path, GERMAN).approved == ()


BOMB = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
) + "]>"  # fmt: skip
GOOD = xliff(entry("A", "B"))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("", "no whole XML file"),
        ("PK\x03\x04", "no whole XML file"),
        (GOOD[:-3], "no whole XML file"),
        (GOOD.replace("</source>", ""), ":3: this is no whole XML file"),
        (GOOD.replace(">B<", ">B\x00<"), "it has zero bytes"),
        (GOOD.replace(">B<", ">B\x1b[31m<"), ":3: this is no whole XML file"),
        (GOOD.replace(">B<", ">B&#27;<"), ":3: this is no whole XML file"),
        (GOOD.replace(">B<", ">B&#xD800;<"), ":3: this is no whole XML file"),
        (GOOD.replace(">B<", ">&b;<"), ":3: this is no whole XML file"),
        (GOOD.replace("?>", "?><!DOCTYPE xliff>"), ":1: an export declares no document type"),
        (GOOD.replace("?>", f"?>{BOMB}").replace(">B<", ">&j;<"), ":1: an export declares no document type"),
        (
            GOOD.replace("?>", '?><!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/passwd">]>').replace(">B<", ">&b;<"),
            ":1: an export declares no document type",
        ),
        (GOOD.replace("?>", '?><!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'), "no document type"),
        (GOOD.encode("utf-16"), "it has zero bytes"),
        (GOOD.replace("UTF-8", "ISO-8859-1"), "its encoding is 'ISO-8859-1', not UTF-8"),
        (GOOD.replace('"de"', '"fr"'), "this is an export for 'fr'; asked for was de (German)"),
        (GOOD.replace('"de"', '"de_AT"'), "this is an export for 'de_AT'"),
        (GOOD.replace('"de"', '"\u202e&#10;x"'), "this is an export for"),
        (GOOD.replace(' target-language="de"', ""), "does not say for which language"),
        (xliff("", code="de").replace("</xliff>", FILE.format(code="fr") + "</body></file></xliff>"), "for 'fr'"),
        (GOOD.replace("document:1.1", "document:2.0"), "this is no XLIFF 1.1 or 1.2"),
        (GOOD.replace('xmlns="urn:oasis:names:tc:xliff:document:1.1"', ""), "this is no XLIFF 1.1 or 1.2"),
        ("<html/>", "this is no XLIFF 1.1 or 1.2"),
        (xliff("<g>" * 40 + "</g>" * 40), "too many elements, or too deep"),
        ((FIXTURES / "po2xliff-de.xlf").read_bytes(), ":5: this file was made from a PO file"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_export_is_one_clear_line(tmp_path: Path, data: str | bytes, reason: str):
    """Damaged, hostile, of another language or program: path, line and what to do; exit code 2; nothing acts."""
    path = tmp_path / "export.xlf"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    with pytest.raises(UserError) as caught:
        read_export(path, GERMAN)
    assert caught.value.code == 2
    assert str(caught.value).startswith(f"{path}:")
    assert reason in str(caught.value)
    assert str(caught.value).isprintable()


def test_a_file_without_files_approves_nothing(tmp_path: Path):
    """A text outside of a `<file>`, whose language nobody knows, is not read."""
    path = tmp_path / "export.xlf"
    for body in ("", f"<body>{entry('A', 'B')}</body>", f"<x><body>{entry('A', 'B')}</body></x>"):
        path.write_text(f"{HEAD.format(minor=2)}{body}</xliff>", "utf-8")
        assert read_export(path, GERMAN).entries == ()


def test_no_pipe_is_waited_for_and_no_folder_read(tmp_path: Path):
    """What is no plain file is refused at once."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, Path("/dev/null")):
        with pytest.raises(UserError, match=r"no plain file|cannot be read"):
            read_export(path, GERMAN)


@pytest.mark.parametrize("kind", ["spaces", "texts", "one text"])
def test_a_large_file_takes_little(tmp_path: Path, monkeypatch, kind: str):
    """More bytes than are allowed are not read, and what is not approved text is not kept."""
    monkeypatch.setattr("editions.adopt.export.LARGEST", 3_000_000)
    monkeypatch.setattr("editions.adopt.export.CHUNK", 100_000)
    bodies = {
        "spaces": " " * 4_000_000,
        "texts": entry("A", "B") * 40_000,
        "one text": entry("A", "B" * 4_000_000),
    }
    path = tmp_path / "export.xlf"
    path.write_text(xliff(bodies[kind]), "utf-8")
    tracemalloc.start()
    try:
        with pytest.raises(UserError, match="more than 3 MB"):
            read_export(path, GERMAN)
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.slow
def test_a_hundred_megabytes_are_refused(tmp_path: Path):
    """The limits as they are: 100 MB of elements, of text, of one attribute."""
    big = 101_000_000
    for body in ("<g/>" * (big // 4), entry("A", "B" * big), entry("A", "B", name="B" * big)):
        path = tmp_path / "export.xlf"
        path.write_text(xliff(body), "utf-8")
        with pytest.raises(UserError, match=r"too many elements|more than 100 MB"):
            read_export(path, GERMAN)


@pytest.mark.parametrize(
    ("code", "told", "good"),
    [
        ("de", "de", True), ("de", "de_DE", True), ("de", "de-AT", False), ("de", "", False), ("de", "x\x00", False),
        ("pt_BR", "pt-BR", True), ("pt_BR", "pt_PT", False), ("nb", "nb_NO", True), ("zh_CN", "zh_Hans", True),
        ("zh_TW", "zh-Hant", True), ("zh_CN", "zh-Hant", False), ("sr@latin", "sr_Latn", True),
        ("sr", "sr_Latn", False), ("sr@latin", "sr@latin", True),
    ],
)  # fmt: skip
def test_the_language_is_known_by_any_of_its_codes(code: str, told: str, good: bool):  # noqa: FBT001
    """Weblate's codes and BCP 47; what CLDR adds goes without saying, another country or script does not."""
    assert fits(Language(code), told) is good


WORDS = st.text(st.sampled_from("ab &<>\"'\n\u202eü"), max_size=4)
TEXTS = st.lists(
    st.tuples(
        st.sampled_from([None, "menu", "0" * 15]), st.sampled_from("AB"), st.booleans(),
        st.lists(WORDS, min_size=1, max_size=3), st.booleans(), st.booleans(),
    ),
    max_size=6,
)  # fmt: skip


def _unit(context: str | None, source: str, plural: bool, targets: list[str]) -> Unit:  # noqa: FBT001
    more = {"plural": f"{source}s", "targets": tuple(targets)} if plural else {"targets": (targets[0],)}
    return unit(source, "", context=context, **more)


def _forms(each: Unit) -> list[Unit]:
    """The unit, and as it is in languages with fewer plural forms: in an export the others are empty."""
    filled = max((number for number, text in enumerate(each.targets, 1) if text), default=1)
    return [replace(each, targets=each.targets[:count]) for count in range(filled, len(each.targets) + 1)]


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(there=TEXTS, here=TEXTS)
def test_nothing_is_signed_that_the_export_does_not_call_approved(tmp_path: Path, there, here):
    """Whatever Weblate's library writes: what is taken was approved so, word for word, and never called otherwise."""
    download, said = Download(), []
    for context, source, plural, targets, approved, fuzzy in there:
        each = _unit(context, source, plural, targets)
        download.add(each, approved=approved and not fuzzy, fuzzy=fuzzy)
        said.append((each, approved and not fuzzy))
    export = read_export(download.save(tmp_path / "export.xlf"), GERMAN)
    units = [each for each, _ in said] + [_unit(*more[:4]) for more in here]
    taken = set(match([export], units).texts)
    assert taken <= {text_hash(form) for each, approved in said if approved for form in _forms(each)}
    assert not taken & {text_hash(each) for each, approved in said if not approved and each.target.strip()}


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.dictionaries(st.text(min_size=1, max_size=3), st.booleans(), max_size=5))
def test_everything_that_is_approved_is_found(tmp_path: Path, texts):
    """Texts of any characters that XML can hold come through as they are, and nothing approved is forgotten."""
    units = [unit(f"S {n}", target) for n, target in enumerate(texts) if _in_xml(target)]
    body = "".join(
        entry(escape(each.source), escape(each.target), approved="yes" if texts[each.target] else "no")
        for each in units
    )
    path = tmp_path / "export.xlf"
    path.write_text(xliff(body), "utf-8", newline="")
    found = set(match([read_export(path, GERMAN)], units).texts)
    assert found == {text_hash(each) for each in units if texts[each.target] and each.target.strip()}


def _in_xml(text: str) -> bool:
    """Whether XML 1.0 has these characters, and keeps them (it makes one line end of CR)."""
    ranges = ((0x20, 0xD7FF), (0xE000, 0xFFFD), (0x10000, 0x10FFFF))
    return all(sign in "\t\n" or any(a <= ord(sign) <= b for a, b in ranges) for sign in text)


def test_the_library_reads_the_fixture_as_we_do():
    """Weblate's own library finds the same texts, and calls the same ones approved."""
    store = PoXliffFile.parsestring(WEBLATE.read_bytes())
    theirs = {
        (
            str(each.source),
            tuple(map(str, getattr(each.target, "strings", [each.target or ""]))),
        ): each.isapproved()
        for each in store.units
    }
    ours = {
        (each.source.split("\x00")[0], each.targets): each.approved
        for each in read_export(WEBLATE, GERMAN).entries
        if each.fault != INLINE
    }
    assert len(ours) == 12
    assert ours.items() <= theirs.items()
