"""The save log: what a save puts into it, and reading it again whatever became of it."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editions import saves
from editions.catalog import Catalog, CatalogError, Unit, render, rewrite
from editions.catalog.difference import chunks, difference
from editions.catalog.lexer import Lexer
from editions.language import Language
from editions.project import Project
from editions.saves import SaveLogError, entries, units

if TYPE_CHECKING:
    from pathlib import Path

HEADER = {"Language": "de", "Content-Type": "text/plain; charset=UTF-8"}
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
NAME = "locales/de/LC_MESSAGES/a.po"
RECORD = {
    "v": 1,
    "at": "2026-08-04T12:00:00+00:00",
    "path": NAME,
    "line": 3,
    "old": "",
    "new": 'msgid "One"\nmsgstr "Eins"\n',
    "before": None,
    "after": "0" * 64,
}
# What may stand in a catalog, with blank lines where no tool writes them.
PIECES = [
    '#: a.rst:1\nmsgid "One"\nmsgstr "Eins"\n',
    '# mt: google 2026-08-04 s=0000000000000000 t=1111111111111111\n\n#, fuzzy\nmsgid "Two"\nmsgstr "Zwei"\n',
    'msgid "Three"\n\nmsgstr "Drei"\n',
    'msgid "Four"\nmsgid_plural "Fours"\n\nmsgstr[0] "a"\n \n\nmsgstr[1] "b"\n',
    '#| msgid "Old"\n\nmsgctxt "c"\nmsgid ""\n"Fi"\n"ve"\nmsgstr ""\n"Fü"\n"nf"\n',
    '#~ msgid "Gone"\n#~ msgstr "Weg"\n',
    '#~| msgid "Older"\n\n#~ msgid "Six"\n\n#~ msgstr ""\n#~ "Se"\n#~ "chs"\n',
    "# a note: msgstr is a word\n",
    "#\n\n# two notes\n",
]


def project_in(root: Path) -> Project:
    """A project as far as the save log needs one."""
    return Project(root, root / "docs", root / "locales", root / "build", Language("en"))


def write_log(root: Path, *lines: object, name: str = "2026-08.jsonl", end: str = "\n") -> Path:
    """A file of the log with these lines; what is no text is written as JSON."""
    path = root / ".editions" / "saves" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts) + end, encoding="utf-8")
    return path


def lexed(text: str) -> list[Unit]:
    """The units in a text, without their lines; what is not understood ends it."""
    found = []
    try:
        for entry in Lexer(text, "a.po", "a").entries():
            unit = entry.unit
            found.append(
                (unit.identity, unit.targets, unit.comments, unit.flags, unit.previous, unit.obsolete)
            )
    except CatalogError:
        found.append("?")
    return found


@given(
    st.lists(st.sampled_from(PIECES), max_size=8), st.lists(st.sampled_from(["", "\n", "\n \n"]), min_size=8)
)
@settings(deadline=None)
def test_entries_stay_whole_however_blank_lines_cut_them(pieces: list[str], gaps: list[str]):
    """The chunks of a file, each read alone, are its entries with their comments, flags and marks."""
    text = HEAD + "\n" + "".join(piece + gap for piece, gap in zip(pieces, gaps, strict=False))
    apart = [unit for chunk in chunks(text.encode()) for unit in lexed(chunk.decode())]
    assert apart == lexed(text)


@given(
    st.lists(st.sampled_from(PIECES), min_size=30, max_size=40),
    st.lists(
        st.tuples(st.integers(0, 29), st.integers(0, 2), st.lists(st.sampled_from(PIECES), max_size=2)),
        max_size=3,
    ),
    st.sampled_from(["\n", "\r\n"]),
)
@settings(deadline=None, max_examples=25)
def test_a_difference_is_what_comparing_everything_finds(
    pieces: list[str], edits: list[tuple[int, int, list[str]]], newline: str
):
    """However a large file is edited, what went and came is what a comparison of all entries gives."""
    old = [piece.replace("Eins", f"Eins {n} {'x' * 500}") for n, piece in enumerate(pieces)]
    new = list(old)
    for start, count, put in edits:
        new[start : start + count] = put
    one, two = ((HEAD + "\n" + "\n".join(each)).replace("\n", newline).encode() for each in (old, new))
    line, gone, come = difference(one, two)
    before, after = Counter(map(bare, chunks(one))), Counter(map(bare, chunks(two)))
    assert Counter(map(bare, chunks(gone))) == before - after
    assert Counter(map(bare, chunks(come))) == after - before
    if come:
        assert chunks(come)[0].splitlines()[0] == two.splitlines()[line - 1]


def bare(chunk: bytes) -> bytes:
    """A chunk without its places in the source."""
    return b"".join(line for line in chunk.splitlines(keepends=True) if line[:2] != b"#:").rstrip()


def test_an_entry_whose_place_moved_is_no_difference():
    """Line numbers that moved, in thousands of entries, are not logged; a text beside them is."""
    old = render(
        HEADER, [Unit("", "", None, f"S {n}", targets=("T",), locations=(f"a.rst:{n}",)) for n in range(2000)]
    )
    moved = old.replace(b"a.rst:", b"b.rst:1").replace(b"#: ", b"#. said by the source\n#: ")
    assert difference(old, moved)[1:] == (b"", b"")
    line, gone, come = difference(old, moved.replace(b'"S 1000"\nmsgstr "T"', b'"S 1000"\nmsgstr "U"'))
    assert gone == b'#: a.rst:1000\nmsgid "S 1000"\nmsgstr "T"\n'
    assert come == b'#. said by the source\n#: b.rst:11000\nmsgid "S 1000"\nmsgstr "U"\n'
    assert moved.split(b"\n")[line - 1 : line + 1] == come.split(b"\n")[:2]


def test_saves_are_read_in_their_order(tmp_path: Path):
    """The months follow each other, the lines too; of one catalog only its own are given."""
    root = tmp_path
    write_log(root, RECORD | {"line": 3}, name="2026-09.jsonl")
    write_log(root, RECORD | {"line": 1, "path": "b.po"}, RECORD | {"line": 2}, name="2026-08.jsonl")
    write_log(root, RECORD | {"line": 4}, name="notes.jsonl")
    found = list(entries(project_in(root)))
    assert [save.line for save in found] == [1, 2, 3]
    assert [save.line for save in entries(project_in(root), NAME)] == [2, 3]
    assert [save.place for save in found][1:] == [
        ".editions/saves/2026-08.jsonl:2",
        ".editions/saves/2026-09.jsonl:1",
    ]
    assert found[0].at == dt.datetime(2026, 8, 4, 12, tzinfo=dt.UTC)
    assert (found[1].path, found[1].new, found[1].before) == (NAME, RECORD["new"], None)


def test_without_a_log_there_is_nothing(tmp_path: Path):
    """A project where nothing was saved yet has no saves, and reading makes no folder."""
    assert list(entries(project_in(tmp_path))) == []
    (tmp_path / ".editions").mkdir()
    assert list(entries(project_in(tmp_path))) == []
    assert list((tmp_path / ".editions").iterdir()) == []


@pytest.mark.parametrize(
    "junk",
    [
        '{"v":1,"pa',
        "",
        "[]",
        "null",
        "[" * 100_000,
        "\x00\x1b[2J",
        {**RECORD, "old": None},
        {**RECORD, "at": "yesterday"},
        {**RECORD, "at": "0001-01-01T00:00:00+23:59"},
        {**RECORD, "path": 7},
        {**RECORD, "before": 7},
    ],
    ids=range(11),
)
def test_a_line_that_is_no_save_is_passed_over(tmp_path: Path, junk: object):
    """Half a line of a killed process, or any other damage, does not hide the saves before and after it."""
    write_log(tmp_path, RECORD, junk, RECORD)
    assert [save.place[-1] for save in entries(project_in(tmp_path))] == ["1", "3"]
    write_log(tmp_path, RECORD, junk, end="")
    assert len(list(entries(project_in(tmp_path)))) == 1


@pytest.mark.parametrize("version", [2, 0, "1", True, 1.0, None])
def test_a_newer_log_is_refused_by_name_and_line(tmp_path: Path, version: object):
    """A line of another version is refused with its place, and not misread."""
    write_log(tmp_path, RECORD, RECORD | {"v": version})
    with pytest.raises(
        SaveLogError, match=r"^\.editions/saves/2026-08\.jsonl:2: .* version .* does not know"
    ) as caught:
        list(entries(project_in(tmp_path)))
    assert caught.value.code == 2


@pytest.mark.parametrize("place", [".editions", ".editions/saves", ".editions/saves/2026-08.jsonl"])
def test_a_log_behind_a_link_is_not_read(tmp_path: Path, place: str):
    """A link that somebody's change brought along leads to no text of another place."""
    root, other = tmp_path / "project", tmp_path / "other"
    write_log(other, RECORD)
    (root / place).parent.mkdir(parents=True)
    (root / place).symlink_to(other / place)
    with pytest.raises(CatalogError, match="link"):
        list(entries(project_in(root)))


def test_a_log_of_somebody_else_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A log that may not be read is one clear line."""
    write_log(tmp_path, RECORD)
    real = os.open

    def refuse(path: object, *arguments: object, **options: object) -> int:
        if str(path).endswith(".jsonl"):
            raise PermissionError(13, "Permission denied")
        return real(path, *arguments, **options)

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(
        SaveLogError, match=r"2026-08\.jsonl:1: the save log cannot be read: Permission denied"
    ):
        list(entries(project_in(tmp_path)))


def test_no_more_than_a_line_is_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A line that is longer than any save could be is passed over in pieces."""
    monkeypatch.setattr(saves, "LONGEST", 1000)
    write_log(tmp_path, RECORD, RECORD | {"new": "x" * 5000}, RECORD, "y" * 5000)
    assert [save.place[-1] for save in entries(project_in(tmp_path))] == ["1", "3"]


def test_the_texts_of_a_save_are_its_entries(tmp_path: Path):
    """What a save put there is read as entries with their lines, from files of Windows or with a mark too."""
    path = tmp_path / NAME
    body = '# mt: no\n#, fuzzy\nmsgid "One"\nmsgstr "Eins"\n\nmsgid "Two"\nmsgstr "Zwei"\n'
    data = b"\xef\xbb\xbf" + f"{HEAD}\n{body}".replace("\n", "\r\n").encode()
    rewrite(path, lambda _: data, root=tmp_path)
    Catalog.load(path, root=tmp_path)
    (save,) = entries(project_in(tmp_path))
    found = list(units(save.new, save, "a"))
    assert [(entry.unit.source, entry.unit.key) for entry, _ in found] == [
        (unit.source, unit.key) for unit in Catalog.load(path, root=tmp_path).units
    ]
    assert found[0][1] == ("# mt: no", "#, fuzzy", 'msgid "One"', 'msgstr "Eins"')


def test_texts_that_are_no_text_are_offered_as_far_as_they_go(tmp_path: Path):
    """Bytes that are not UTF-8 were logged, and are read with replacement characters; damage ends the entries."""
    rewrite(
        tmp_path / NAME,
        lambda _: 'msgid "One"\nmsgstr "Fünf"\n\nmsgid "Tw\n'.encode("latin-1"),
        root=tmp_path,
    )
    write_log(tmp_path, RECORD | {"new": 'msgid "A"\nmsgstr "\ud800"\n'}, name="2999-01.jsonl")
    first, second = entries(project_in(tmp_path))
    assert [entry.unit.targets for entry, _ in units(first.new, first, "a")] == [("F\ufffdnf",)]
    ((entry, _),) = units(second.new, second, "a")
    entry.unit.targets[0].encode()
