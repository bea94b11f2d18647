"""Reading catalogs: what is understood, what is refused and how it is told; polib and GNU gettext are the oracles."""

from __future__ import annotations

import dataclasses
import re
import subprocess
from hashlib import sha256
from typing import TYPE_CHECKING

import polib
import pytest
from babel.messages import pofile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogs import FILES, HEADER, WHOLE, assert_reads_as_polib, mistreated, parse
from editions.catalog import Catalog, CatalogError, Unit, lexer, render

if TYPE_CHECKING:
    from pathlib import Path


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


def read_or_refused(path: Path, data: bytes) -> Catalog | None:
    """Our reading of the bytes, the same as polib's; None where they are refused, with a way out for each problem."""
    path.write_bytes(data)
    try:
        Catalog.load(path, root=path.parent)
    except CatalogError as error:
        problems = error.problems
    else:
        return assert_reads_as_polib(path)
    assert 1 <= len(problems) <= 20
    assert list(problems) == sorted(problems)
    assert all(problem.fix and 1 <= problem.line <= data.count(b"\n") + 1 for problem in problems)
    return None


@given(mistreated())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None)
def test_a_mistreated_file_is_refused_or_reads_as_in_polib(tmp_path: Path, data: bytes):
    """Whatever happens to a file's lines, it is refused or read as polib reads it: nothing is lost in silence."""
    read_or_refused(tmp_path / "mistreated.po", data)


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
def test_a_file_with_wrong_bytes_is_refused_or_reads_as_in_polib(tmp_path: Path, data: st.DataObject):
    """The same where single bytes were changed, UTF-8 or not."""
    content = bytearray(WHOLE.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(content)))
        content[start : start + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=2))
    read_or_refused(tmp_path / "wrong.po", bytes(content))


def refused_by_gettext(catalog: Catalog) -> bool:
    """
    True for what polib, the other programs and we read, and GNU gettext calls a fatal error.

    An old source without its source text, at the wrong place, out of order or with the sign of the other kind;
    one text active and obsolete, or obsolete twice; a byte order mark; the name `utf8`.
    """
    identities = [entry.unit.identity for entry in catalog.entries]
    places = ["".join(catalog.lines[entry.start : entry.body]) for entry in catalog.entries]
    old = "".join(places)
    between = re.search(r"^[ \t]*#~?\|(?![^#]*#\|)[^\n]*\n(?:[ \t]*\n|[ \t]*#[^|~])", old, re.MULTILINE)
    odd = any(
        (unit.previous is None and (unit.previous_context is not None or unit.previous_plural is not None))
        or (unit.obsolete and "#| " in head)
        or re.search(r"#~?\| *msgid.*#~?\| *msgctxt|#~?\| *msgid_plural.*#~?\| *msgid ", head, re.DOTALL)
        for unit, head in zip((entry.unit for entry in catalog.entries), places, strict=True)
    )
    return bool(
        odd
        or between
        or len(set(identities)) < len(identities)
        or catalog.data.startswith(b"\xef\xbb\xbf")
        or "charset=utf8" in catalog.header["Content-Type"].lower()
    )


@pytest.mark.tool("msgcat")
@given(mistreated())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
def test_what_we_read_is_read_by_gnu_gettext(tmp_path: Path, data: bytes):
    """What we accept, msgcat accepts, but for what `refused_by_gettext` names."""
    catalog = read_or_refused(tmp_path / "mistreated.po", data)
    if catalog and not refused_by_gettext(catalog):
        command = ["msgcat", "--output-file", "/dev/null", str(tmp_path / "mistreated.po")]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (
            '#= c-format, no-wrap\n#, fuzzy\nmsgid "a"\nmsgstr "b"\n',
            {"flags": ("c-format", "no-wrap", "fuzzy")},
        ),
        ('#,\n#=\n#, , fuzzy ,\nmsgid "a"\nmsgstr "b"\n', {"flags": ("fuzzy",)}),
        ('#,\tfuzzy,\tpython-format \nmsgid "a"\nmsgstr "b"\n', {"flags": ("fuzzy", "python-format")}),
        ('#~| msgctxt "x"\n#~| msgid "y"\n#~ msgid "a"\n#~ msgstr "b"\n', {"previous_context": "x"}),
        ('#|\tmsgid "x"\n#| "y"\nmsgid\t"a"\n\t"c"\t\nmsgstr  "b"', {"previous": "xy", "source": "ac"}),
        ('# \u2028\x85x\n#\nmsgid "\u2028\x85\x0c"\nmsgstr "b"\n', {"source": "\u2028\x85\x0c"}),
        ('msgid "a"\r\nmsgstr "b"\r\n', {"targets": ("b",)}),
        (r'msgid "\\\"\n\t\r\v\b\f\\n"' + '\nmsgstr ""\n', {"source": '\\"\n\t\r\v\b\f\\n'}),
        ('#~ msgid "a"\n#~ msgstr "1"\n\n#~ msgid "a"\n#~ msgstr "2"\n', {"targets": ("1",)}),
        ('msgctxt ""\nmsgid ""\nmsgstr "b"\n', {"identity": ("", "")}),
        ("#: \u2068a b.rst\u2069:3 c.rst " + "\u2068" * 3 + 'd\nmsgid "a"\nmsgstr "b"\n', {"line": 9}),
    ],
)
def test_rare_forms_are_understood(body: str, read: dict[str, object]):
    """Flags of the newest GNU gettext, odd spacing, old sources, mixed line ends: all is read, and stays as it is."""
    catalog = parse(render(HEADER, []) + b"\n" + body.encode())
    unit = catalog.entries[1].unit
    assert {name: getattr(unit, name) for name in read} == read
    assert catalog.encode(catalog.lines) == catalog.data


def test_a_text_active_and_obsolete_is_two_entries():
    """A text that came back while its obsolete entry stayed is read, each for itself; only actives are edited."""
    body = b'\n#~ msgid "a"\n#~ msgstr "old"\n\nmsgid "a"\nmsgstr "new"\n'
    catalog = parse(render(HEADER, []) + body)
    assert [unit.targets for unit in (*catalog.units, *catalog.obsolete)] == [("new",), ("old",)]
    assert catalog.entry((None, "a")).unit.targets == ("new",)


def test_huge_texts_are_read(monkeypatch: pytest.MonkeyPatch):
    """A text of many lines or many backslashes is read as any other; more units than a limit are refused."""
    many = (
        b'msgid "a"\nmsgstr ""\n'
        + b'"x\\n"\n' * 50_000
        + b'\nmsgid "b"\nmsgstr "'
        + b"\\\\" * 500_000
        + b'"\n'
    )
    units = parse(render(HEADER, []) + b"\n" + many).units
    assert units[0].targets == ("x\n" * 50_000,)
    assert units[1].targets == ("\\" * 500_000,)
    monkeypatch.setattr(lexer, "MOST_UNITS", 1)
    with pytest.raises(CatalogError, match="more than 1 texts"):
        parse(render(HEADER, []) + b"\n" + many)


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
