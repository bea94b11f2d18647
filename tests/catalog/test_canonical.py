"""The canonical form: byte for byte that of `msgcat --no-wrap`, and what msgcat would lose is kept."""

from __future__ import annotations

import dataclasses
import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogs import (
    FIXTURES,
    HEADER,
    NOTE,
    PLACE,
    TEXT,
    WHOLE,
    corpus,
    parse,
    units,
    writers,
    written,
)
from editions.catalog import Unit, canonical, render

if TYPE_CHECKING:
    from pathlib import Path

HEAD = b'msgid ""\nmsgstr ""\n"Language: de\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
BODY = b'msgid "a"\nmsgstr "b"\n'
TESTS = FIXTURES.parent.parent
KNOWN_FLAG = st.sampled_from(
    ["fuzzy", "python-format", "no-c-format", "qt-plural-format", "no-wrap", "range: 0..7"]
)
LOST_OF_OBSOLETE = ("range: 0..7",)
# Lines over an entry as people and programs leave them; U+0085 and the like are no line ends here.
HEAD_LINE = st.one_of(
    st.just("\n"),
    st.from_regex(r" ?#([ \t#][ \ta-zä\x85]{0,9})?\n", fullmatch=True),
    st.from_regex(r"#\.( [ \ta-zäя\u2028]{0,9})?\n", fullmatch=True),
    PLACE.map(lambda place: f"#: ./{place}  b.rst:007\tä.rst\n"),
)


def by_msgcat(data: bytes) -> bytes:
    """What GNU gettext makes of a file."""
    command = ["msgcat", "--no-wrap", "-"]
    return subprocess.run(command, input=data, capture_output=True, check=True, timeout=60).stdout


def assert_as_msgcat(data: bytes) -> None:
    """Our form of a file is that of msgcat, and is its own form."""
    ours = canonical(parse(data))
    assert ours == by_msgcat(data)
    assert canonical(parse(ours)) == ours


def our_own() -> list[Path]:
    """The catalogs of the tests that GNU gettext can read."""
    apart = {"damaged", "fuzz", "hostile"}  # files that are there to be refused
    return [path for path in sorted(TESTS.rglob("*.po")) if not apart & set(path.parts) and path != WHOLE]


@pytest.mark.tool("msgcat")
@pytest.mark.parametrize("path", our_own(), ids=lambda path: path.relative_to(TESTS).as_posix())
def test_the_catalogs_of_the_tests_become_as_msgcat_writes_them(path: Path):
    """Every catalog below tests/ gets the very bytes of `msgcat --no-wrap`."""
    assert_as_msgcat(path.read_bytes())


@pytest.mark.slow
@pytest.mark.tool("msgcat")
def test_the_catalogs_of_a_corpus_become_as_msgcat_writes_them():
    """So does every catalog of EDITIONS_CORPUS."""
    for path in corpus():
        assert_as_msgcat(path.read_bytes())


@pytest.mark.tool("msgcat")
@pytest.mark.parametrize("tool", writers())
def test_files_of_every_tool_become_as_msgcat_writes_them(tmp_path: Path, tool: str):
    """Whatever tool wrote a file, its canonical form is what msgcat makes of it; our own flag stays."""
    data = written(tool, 120, tmp_path / "hill.po").replace(b", our-own", b"").replace(b"\r\n", b"\n")
    assert_as_msgcat(data)


def known_to_msgcat(unit: Unit, number: int) -> Unit:
    """The unit, with a source of its own and without what msgcat would lose or write as nobody reads it."""
    clean = [text.replace("\x07", "") for text in unit.targets]
    if unit.obsolete or unit.plural:
        clean[0] = clean[0] or "x"
    return dataclasses.replace(
        unit,
        source=f"{number} {unit.source}".replace("\x07", ""),
        targets=tuple(clean),
        flags=tuple(flag for flag in unit.flags if not (unit.obsolete and flag in LOST_OF_OBSOLETE)),
        **{
            name: text and text.replace("\x07", "")
            for name in ("context", "plural", "previous")
            if (text := getattr(unit, name)) is not None
        },
    )


@pytest.mark.tool("msgcat")
@given(st.lists(units(KNOWN_FLAG), max_size=4), st.lists(HEAD_LINE, max_size=6))
@settings(max_examples=60, deadline=None)
def test_made_up_units_become_as_msgcat_writes_them(made: list[Unit], head: list[str]):
    """Units with anything in them, and comment lines in any order and spacing, become as msgcat writes them."""
    made = [known_to_msgcat(unit, number) for number, unit in enumerate(made)]
    assert_as_msgcat(render(HEADER, made) + b"\n" + "".join(head).encode() + BODY)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            b"#, our-own, no-c-format, fuzzy\n#= c-format,md-text\n" + BODY,
            b"#, fuzzy, no-c-format, our-own\n#= c-format, md-text\n" + BODY,
            id="flags that gettext does not know or that contradict each other",
        ),
        pytest.param(
            b'#, fuzzy\n#, c-format\nmsgid "a"\nmsgstr ""\n',
            b'#, c-format\nmsgid "a"\nmsgstr ""\n',
            id="an empty text is not fuzzy",
        ),
        pytest.param(
            b'#, fuzzy\nmsgid "a"\nmsgid_plural "as"\nmsgstr[0] ""\nmsgstr[1] "x"\n',
            b'#, fuzzy\nmsgid "a"\nmsgid_plural "as"\nmsgstr[0] ""\nmsgstr[1] "x"\n',
            id="a plural with an empty form stays fuzzy",
        ),
        pytest.param(
            b'#~ msgid "gone"\n#~ msgstr ""\n' + BODY + b"# last\n\n#  words",
            BODY + b'\n#~ msgid "gone"\n#~ msgstr ""\n\n# last\n#  words\n',
            id="obsolete entries without a text, comments below everything",
        ),
        pytest.param(
            b'#| msgid "old"\n#~ msgid "a"\n#~ msgstr "x"\n' + BODY,
            BODY + b'\n#~| msgid "old"\n#~ msgid "a"\n#~ msgstr "x"\n',
            id="active and obsolete at once, an old source with the wrong sign",
        ),
        pytest.param(
            b"#: \xe2\x81\xa8my file.rst\xe2\x81\xa9:3 " + b"x" * 66 + b".rst\n" + BODY,
            b"#: \xe2\x81\xa8my file.rst\xe2\x81\xa9:3\n#: " + b"x" * 66 + b".rst\n" + BODY,
            id="a file name with a space is not broken",
        ),
        pytest.param(b'msgid "\x07"\nmsgstr "b"\n', b'msgid "\x07"\nmsgstr "b"\n', id="U+0007"),
    ],
)
def test_what_msgcat_would_lose_is_kept(before: bytes, after: bytes):
    """Nothing that stands in a file gets lost in its canonical form, and the form is stable."""
    assert canonical(parse(HEAD + before)) == HEAD + after
    assert canonical(parse(HEAD + after)) == HEAD + after


@pytest.mark.tool("msgcat")
def test_files_that_msgcat_refuses_come_out_so_that_it_reads_them():
    """A byte order mark and the name `utf8` go, Windows' line ends become those of Unix."""
    data = b"\xef\xbb\xbf" + (HEAD + BODY).replace(b"UTF-8", b"utf8").replace(b"\n", b"\r\n")
    assert canonical(parse(data)) == HEAD + BODY == by_msgcat(HEAD + BODY)


@given(st.lists(units(), max_size=4, unique_by=lambda unit: unit.identity), TEXT, NOTE)
@settings(max_examples=60, deadline=None)
def test_the_form_says_the_same(made: list[Unit], text: str, note: str):
    """Texts, notes, flags, places and states are the same afterwards; only the order of obsolete ones is not."""
    last = Unit("", "", "last", text or "x", comments=(note,))
    before = parse(render(HEADER, [*made, last]))
    after = parse(canonical(before))
    for old, new in zip((*before.units, *before.obsolete), (*after.units, *after.obsolete), strict=True):
        # An untranslated text is not fuzzy, and a place is named once.
        flags = {flag for flag in old.flags if flag != "fuzzy" or any(old.targets)}
        places = tuple(dict.fromkeys(old.locations))
        asked = dataclasses.replace(old, flags=new.flags, locations=places, line=new.line)
        assert new == asked
        assert set(new.flags) == flags
    assert re.sub(rb"\s", b"", after.data).count(b"msgid") == re.sub(rb"\s", b"", before.data).count(b"msgid")
