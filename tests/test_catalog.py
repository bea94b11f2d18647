"""Catalogs: what is read, what is refused and how, what an edit touches, and what a save can meet."""

from __future__ import annotations

import dataclasses
import json
import multiprocessing
import os
import re
import stat
import subprocess
from hashlib import sha256
from pathlib import Path

import polib
import pytest
from babel.messages import pofile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editions.catalog import Catalog, CatalogError, Change, Unit, UnknownUnitError, render, rewrite, save
from editions.catalog.store import LARGEST
from editions.state import Mark

FIXTURES = Path(__file__).parent / "fixtures" / "catalogs"
WHOLE = FIXTURES / "every-construct.po"
HEADER = {"Language": "de", "Content-Type": "text/plain; charset=UTF-8", "X-Own": "kept"}
MARK = Mark("google", "2026-08-04", "0" * 16, "1" * 16)
# Every character that a catalog can hold, the awkward ones often.
TEXT = st.text('\n\t\r\\"\u2028\x85\x0b\x0c\x1c\x07\u00a0\ufeff #~|n:,[]abcÄяم简', max_size=20)
NOTE = st.from_regex(r"[A-Za-zß€]([ -~]{0,30}[a-z])?", fullmatch=True)
FLAG = st.sampled_from(["fuzzy", "python-format", "no-wrap", "our-own"])


@st.composite
def units(draw: st.DrawFn) -> Unit:
    """One unit with whatever a unit can have."""
    plural = draw(st.none() | TEXT)
    return Unit(
        catalog="",
        domain="",
        context=draw(st.none() | TEXT),
        source=draw(TEXT.filter(bool)),
        plural=plural or None,
        targets=tuple(draw(st.lists(TEXT, min_size=1, max_size=4 if plural else 1))),
        previous=draw(st.none() | TEXT),
        comments=tuple(draw(st.lists(NOTE, max_size=3))),
        extracted=tuple(draw(st.lists(NOTE, max_size=2))),
        locations=tuple(
            draw(st.lists(st.from_regex(r"[a-z]{1,40}\.rst(:[1-9])?", fullmatch=True), max_size=5))
        ),
        flags=tuple(draw(st.lists(FLAG, unique=True))),
        obsolete=draw(st.booleans()),
    )


FILES = st.lists(units(), max_size=4, unique_by=lambda unit: unit.identity)


def parse(data: bytes) -> Catalog:
    """The catalog in these bytes, as if it lay in a project."""
    return Catalog.parse(data, Path("/p/locales/de/LC_MESSAGES/guide/a.po"), root=Path("/p"))


def as_read(unit: Unit) -> tuple[object, ...]:
    """What both readers must agree on."""
    previous = None if unit.obsolete else (unit.previous, unit.previous_context, unit.previous_plural)
    notes = "\n".join(unit.comments).lstrip("\n")  # polib drops leading empty comment lines
    texts = (unit.context, unit.source, unit.plural, unit.targets, previous)
    return (*texts, notes, unit.extracted, unit.locations, unit.flags, unit.obsolete)


def as_polib_reads(entry: polib.POEntry) -> tuple[object, ...]:
    """The same of polib's entry."""
    targets = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    previous = (entry.previous_msgid, entry.previous_msgctxt, entry.previous_msgid_plural)
    places = tuple(f"{name}:{line}" if line else name for name, line in entry.occurrences)
    texts = (entry.msgctxt, entry.msgid, entry.msgid_plural or None, tuple(targets))
    extracted = tuple(entry.comment.split("\n")) if entry.comment else ()
    flags = tuple(flag for flag in entry.flags if flag)
    seen = None if entry.obsolete else previous
    return (*texts, seen, entry.tcomment, extracted, places, flags, bool(entry.obsolete))


def assert_reads_as_polib(path: Path) -> Catalog:
    """Our reading of a file, after seeing that polib's is the same."""
    catalog = Catalog.load(path, root=path.parent)
    theirs = polib.pofile(str(path))
    assert dict(theirs.metadata) == dict(catalog.header)
    ours = [entry.unit for entry in catalog.entries[1:]]
    assert [as_read(unit) for unit in ours] == [as_polib_reads(entry) for entry in theirs]
    assert catalog.edit({}) == path.read_bytes()
    return catalog


def changed_units(before: Catalog, after: Catalog) -> list[tuple[str | None, str]]:
    """The units that are not the same in both, lines aside."""
    pairs = zip(before.entries, after.entries, strict=True)
    same = [
        dataclasses.replace(old.unit, line=0) == dataclasses.replace(new.unit, line=0) for old, new in pairs
    ]
    return [entry.unit.identity for entry, equal in zip(before.entries, same, strict=True) if not equal]


def test_every_construct_reads_as_in_polib():
    """A file with each construct once reads the same in polib and keeps its bytes."""
    catalog = assert_reads_as_polib(WHOLE)
    assert len(catalog.units) == 6
    assert len(catalog.obsolete) == 2
    assert catalog.obsolete[0].previous == "Gone before"
    assert catalog.header["X-House-Rule"] == "a field that only this project\nknows"


def test_a_unit_says_where_it_is():
    """Key, line, language, domain and syntax come from the file's path and the unit's place."""
    unit = parse(WHOLE.read_bytes()).units[1]
    assert (unit.language, unit.domain, unit.catalog) == (
        "de",
        "guide/a",
        "locales/de/LC_MESSAGES/guide/a.po",
    )
    assert unit.line == 31
    assert (unit.syntax, unit.fuzzy) == ("md", True)
    assert unit.files == {"../../docs/intro.rst", "../../docs/more.md"}
    assert unit.key == sha256(b"guide/a\x04paper\x04The World of %s").hexdigest()[:16]


@pytest.mark.parametrize("path", sorted((FIXTURES / "damaged").glob("*.po")), ids=lambda path: path.stem)
def test_damage_is_told_with_its_line(path: Path):
    """Each damaged file names line and mend, without the format's words; its first line says what to expect."""
    expected = re.fullmatch(r"# expect: (\d+): (.+)", path.read_text(encoding="utf-8").splitlines()[0])
    assert expected
    with pytest.raises(CatalogError) as caught:
        Catalog.load(path, root=FIXTURES)
    problem = caught.value.problem
    assert (problem.path, problem.line) == (f"damaged/{path.name}", int(expected[1]))
    assert expected[2] in problem.text
    assert problem.fix
    assert "msg" not in str(caught.value)
    assert (caught.value.code, problem.rule, problem.severity) == (1, "catalog", "error")


@pytest.mark.parametrize(
    ("data", "line", "text"),
    [
        (b"", 1, "empty"),
        (b"\n\n", 1, "empty"),
        ("äöü".encode("utf-16"), 1, "UTF-16"),
        (b'msgid ""\nmsgstr ""\n"Language: d\x00e\\n"\n', 3, "NUL"),
        ('msgid ""\nmsgstr "Language: dé\\n"\n'.encode("latin-1"), 2, "UTF-8"),
        (b'msgid ""\rmsgstr ""\n', 1, "carriage return"),
    ],
)
def test_bytes_that_are_no_catalog_are_refused(data: bytes, line: int, text: str):
    """Empty files, other encodings, NUL and stray carriage returns are named with their line."""
    with pytest.raises(CatalogError, match=text) as caught:
        parse(data)
    assert caught.value.problem.line == line


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None)
def test_a_damaged_file_is_refused_or_reads_as_in_polib(tmp_path: Path, data: st.DataObject):
    """Whatever happens to a file's lines, it is refused or read as polib reads it: nothing is lost in silence."""
    text = WHOLE.read_text(encoding="utf-8")
    scraps = [
        '"',
        "\\",
        "\n",
        "#",
        "#~ ",
        "#| ",
        "\r\n",
        " ",
        "msgid ",
        '""\n',
        "#, fuzzy\n",
        "\\n",
        "msgstr",
        "\x0b",
    ]
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 30))
        text = text[:start] + data.draw(st.sampled_from(["", *scraps])) + text[start + length :]
    path = tmp_path / "damaged.po"
    path.write_bytes(text.encode())
    try:
        Catalog.load(path, root=tmp_path)
    except CatalogError:
        return
    assert_reads_as_polib(path)


@given(FILES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
def test_what_we_write_reads_back(tmp_path: Path, written: list[Unit]):
    """A rendered file has the same units again, in polib too, and its form is its own."""
    path = tmp_path / "a.po"
    path.write_bytes(render(HEADER, written))
    catalog = assert_reads_as_polib(path)
    read = [entry.unit for entry in catalog.entries[1:]]
    assert [unit.targets for unit in read] == [unit.targets for unit in written]
    assert [unit.previous for unit in read] == [unit.previous for unit in written]
    assert render(catalog.header, read) == path.read_bytes()


@pytest.mark.tool("msgcat")
@given(FILES)
@settings(max_examples=25, deadline=None)
def test_our_form_is_that_of_msgcat(written: list[Unit]):
    """`msgcat --no-wrap` leaves a rendered file as it is."""
    known = [
        dataclasses.replace(
            unit,
            obsolete=False,
            targets=tuple(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text) for text in unit.targets),
            flags=tuple(flag for flag in unit.flags if flag == "fuzzy"),
            locations=tuple(dict.fromkeys(unit.locations)),
            plural=None,
            context=None,
            previous=None,
            source=f"source {number}",
        )
        for number, unit in enumerate(written)
        if unit.plural is None
    ]
    data = render(HEADER, [*known, Unit("", "", None, "one at least")])
    command = ["msgcat", "--no-wrap", "-"]
    assert subprocess.run(command, input=data, capture_output=True, check=True, timeout=60).stdout == data


@pytest.mark.tool("msgcat")
@pytest.mark.parametrize(
    "options", [[], ["--no-wrap"], ["--width=40"], ["--indent"], ["--no-location"]], ids=str
)
def test_files_of_msgcat_read_as_in_polib(tmp_path: Path, options: list[str]):
    """Files that GNU gettext wrote, wrapped or not, are read as polib reads them."""
    path = tmp_path / "a.po"
    command = ["msgcat", *options, "--output-file", str(path), str(WHOLE)]
    subprocess.run(command, capture_output=True, check=True, timeout=60)
    assert len(assert_reads_as_polib(path).units) == 6


@pytest.mark.parametrize("width", [0, 40, 78])
def test_files_of_polib_and_babel_read_as_in_polib(tmp_path: Path, width: int):
    """Files that polib and Babel (Sphinx's own tools) wrote are read as polib reads them."""
    path, other = tmp_path / "polib.po", tmp_path / "babel.po"
    polib.pofile(str(WHOLE), wrapwidth=width).save(str(path))
    assert len(assert_reads_as_polib(path).units) == 6
    with WHOLE.open("rb") as source, other.open("wb") as target:
        pofile.write_po(target, pofile.read_po(source), width=width)
    assert len(assert_reads_as_polib(other).units) == 6


def test_line_ends_and_byte_order_mark_stay():
    """A file from Windows keeps its line ends and its mark, in new lines too."""
    data = b"\xef\xbb\xbf" + WHOLE.read_bytes().replace(b"\n", b"\r\n")
    catalog = parse(data)
    assert catalog.edit({}) == data
    new = catalog.edit({(None, "Intro"): Change(targets=("eins\nzwei",), fuzzy=True, mark=MARK)})
    assert new.startswith(b"\xef\xbb\xbf")
    assert b"\n" not in new.replace(b"\r\n", b"")
    assert parse(new).units[0].targets == ("eins\nzwei",)


def test_an_edit_touches_only_its_lines():
    """A new text, mark and flag change these lines of this unit and no other byte."""
    catalog = parse(WHOLE.read_bytes())
    key = catalog.units[1].key
    new = catalog.edit({key: Change(targets=("Die %s-Welt",), fuzzy=False, mark=MARK, previous=None)})
    gone = [line for line in WHOLE.read_bytes().splitlines() if line not in new.splitlines()]
    come = [line for line in new.splitlines() if line not in WHOLE.read_bytes().splitlines()]
    assert gone == [
        b"#, fuzzy, python-format, my-own-flag",
        b'#| msgctxt "masthead"',
        b'#| msgid "The World"',
        b'msgstr "Die Welt von %s"',
    ]
    assert come == [MARK.line().encode(), b"#, python-format, my-own-flag", b'msgstr "Die %s-Welt"']
    assert changed_units(catalog, parse(new)) == [("paper", "The World of %s")]


@given(st.data(), FILES)
@settings(deadline=None, max_examples=50)
def test_edits_touch_only_their_units(data: st.DataObject, written: list[Unit]):
    """Any edits of any file give each unit what was asked and leave the others alone."""
    catalog = parse(render(HEADER, written))
    changes = {}
    for unit in catalog.units:
        if data.draw(st.booleans()):
            texts = data.draw(st.lists(TEXT, min_size=1, max_size=4 if unit.plural is not None else 1))
            fuzzy = data.draw(st.booleans())
            changes[unit.identity] = Change(targets=tuple(texts), fuzzy=fuzzy, mark=MARK, previous=None)
    after = parse(catalog.edit(changes))
    assert set(changed_units(catalog, after)) <= set(changes)
    for unit in after.units:
        if unit.identity in changes:
            change = changes[unit.identity]
            assert (unit.targets, unit.fuzzy, unit.previous) == (change.targets, change.fuzzy, None)
            assert unit.comments.count(MARK.text) == 1


def test_a_wrapped_mark_is_replaced_as_a_whole():
    """A mark that another program broke over two lines goes with both, and None takes it away."""
    unit = Unit(
        "",
        "",
        None,
        "One",
        targets=("Eins",),
        comments=(
            "before",
            "mt: google 2026-08-04 s=0000000000000000",
        ),
    )
    two = render(
        HEADER, [dataclasses.replace(unit, comments=(*unit.comments, "t=1111111111111111", "after"))]
    )
    one = parse(two).edit({(None, "One"): Change(mark=dataclasses.replace(MARK, engine="llm"))})
    assert parse(one).units[0].comments == ("before", dataclasses.replace(MARK, engine="llm").text, "after")
    none = parse(one).edit({(None, "One"): Change(mark=None)})
    assert parse(none).units[0].comments == ("before", "after")


def test_impossible_edits_are_refused():
    """Two texts for one, no text, NUL, and a unit that is not there raise instead of writing."""
    catalog = parse(WHOLE.read_bytes())
    for targets in [("a", "b"), (), ("a\x00b",)]:
        with pytest.raises(ValueError, match=r"texts|U\+0000"):
            catalog.edit({(None, "Intro"): Change(targets=targets)})
    with pytest.raises(UnknownUnitError, match="no longer in this catalog"):
        catalog.edit({"0" * 16: Change(fuzzy=True)})
    for mark in ("mt: google", "# mt:\nmsgid"):
        with pytest.raises(ValueError, match="one comment line"):
            catalog.edit({(None, "Intro"): Change(mark=mark)})
    with pytest.raises(ValueError, match="line break"):
        render({"Language": "de\nX: y"}, [])


def test_file_names_with_spaces_are_one_location():
    """A source file with a space in its name is one location, written as GNU gettext writes it."""
    unit = Unit("", "", None, "One", locations=("docs/a b.rst", "docs/c d.md:4"))
    data = render(HEADER, [unit])
    assert "\u2068docs/a b.rst\u2069 \u2068docs/c d.md\u2069:4".encode() in data
    assert parse(data).units[0].locations == unit.locations


@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "device", "missing"])
def test_only_plain_files_are_read(tmp_path: Path, kind: str):
    """Links, pipes, folders and devices are refused at once, without waiting or following."""
    path = tmp_path / "a.po"
    if kind == "link":
        path.symlink_to(WHOLE)
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "device":
        path = Path("/dev/zero")
    with pytest.raises(CatalogError, match=r"no file|link|cannot be read"):
        Catalog.load(path, root=tmp_path)


def test_too_large_files_are_not_read(tmp_path: Path):
    """A file of more than 20 MB is refused by its size alone."""
    path = tmp_path / "a.po"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(CatalogError, match="too large"):
        Catalog.load(path, root=tmp_path)


def test_a_save_keeps_the_mode_and_logs_what_went(tmp_path: Path):
    """A save replaces the file with its mode, leaves nothing behind, and the log has the old and the new text."""
    path = tmp_path / "locales" / "a.po"
    assert save(path, WHOLE.read_bytes(), expected=None, root=tmp_path)
    path.chmod(0o640)
    catalog = Catalog.load(path, root=tmp_path)
    new = catalog.edit({(None, "Intro"): Change(targets=("Einführung",))})
    assert save(path, new, expected=catalog.data, root=tmp_path)
    assert path.read_bytes() == new
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [file.name for file in path.parent.iterdir()] == ["a.po"]
    (log,) = (tmp_path / ".editions" / "saves").iterdir()
    first, second = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert (first["v"], first["before"], first["new"]) == (1, None, WHOLE.read_text(encoding="utf-8"))
    assert second["old"] == '#: docs/intro.rst:1\nmsgid "Intro"\nmsgstr "Einleitung"\n'
    assert second["new"] == '#: docs/intro.rst:1\nmsgid "Intro"\nmsgstr "Einführung"\n'
    assert (second["before"], second["path"], second["line"]) == (first["after"], "locales/a.po", 16)


def test_a_save_of_the_same_bytes_writes_nothing(tmp_path: Path):
    """A file that already holds the bytes keeps its time and is not logged again."""
    path = tmp_path / "a.po"
    save(path, b"x", expected=None, root=tmp_path)
    os.utime(path, ns=(1, 1))
    assert not save(path, b"x", expected=b"older", root=tmp_path)
    assert path.stat().st_mtime_ns == 1


def test_a_save_refuses_what_changed_underneath(tmp_path: Path):
    """When another program wrote the file meanwhile, or deleted or created it, its work stays."""
    path = tmp_path / "a.po"
    path.write_bytes(b"theirs")
    for expected in (b"as I read it", None):
        with pytest.raises(CatalogError, match="another program changed this file"):
            save(path, b"mine", expected=expected, root=tmp_path)
    assert path.read_bytes() == b"theirs"
    path.unlink()
    with pytest.raises(CatalogError, match="another program"):
        save(path, b"mine", expected=b"theirs", root=tmp_path)
    assert not path.exists()


def test_a_torn_log_and_stale_files_do_no_harm(tmp_path: Path):
    """What a killed process left, half a log line and a temporary file, is closed off and cleared away."""
    path = tmp_path / "a.po"
    save(path, b"one\n", expected=None, root=tmp_path)
    (log,) = (tmp_path / ".editions" / "saves").iterdir()
    with log.open("ab") as file:
        file.write(b'{"v":1,"pa')
    (tmp_path / ".a.po.0123.tmp").write_bytes(b"half")
    save(path, b"two\n", expected=b"one\n", root=tmp_path)
    assert not list(tmp_path.glob(".a.po.*"))
    assert json.loads(log.read_text(encoding="utf-8").splitlines()[-1])["new"] == "two\n"


def append_lines(path: Path, root: Path, name: str, count: int) -> None:
    """Adds lines to a file, each in a save of its own."""
    for number in range(count):
        rewrite(path, lambda data, line=f"{name} {number}\n": (data or b"") + line.encode(), root=root)


def test_processes_do_not_lose_each_others_saves(tmp_path: Path):
    """Three processes that change one file at once keep all their changes."""
    path = tmp_path / "a.po"
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=append_lines, args=(path, tmp_path, name, 20)) for name in "abc"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    expected = {f"{name} {number}" for name in "abc" for number in range(20)}
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(expected)
    assert set(lines) == expected
