"""Edits: each changes what was asked of one unit and no other byte of the file."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogs import FILES, HEADER, MARK, TEXT, WHOLE, around, changed_units, made_catalog, mistreated, parse
from editions.catalog import CatalogError, Change, Unit, UnknownUnitError, render


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


def whole(body: str) -> bytes:
    """A catalog with a header and these lines."""
    return render(HEADER, []) + b"\n" + body.encode()


@pytest.mark.parametrize(
    ("body", "change", "after"),
    [
        pytest.param(
            'msgid "a"\nmsgstr "b"\n\nmsgid "c"\r\nmsgstr "d"\r\n',
            Change(targets=("e",), fuzzy=True),
            'msgid "a"\nmsgstr "b"\n\n#, fuzzy\r\nmsgid "c"\r\nmsgstr "e"\r\n',
            id="where a file mixes line ends, the unit keeps its own",
        ),
        pytest.param(
            '#, python-format\n#= no-wrap, fuzzy\nmsgid "c"\nmsgstr "d"\n',
            Change(fuzzy=False),
            '#, python-format\n#= no-wrap\nmsgid "c"\nmsgstr "d"\n',
            id="lines of sticky flags stay such",
        ),
        pytest.param(
            '#= no-wrap\n#| msgid "b"\nmsgid "c"\nmsgstr "d"\n',
            Change(fuzzy=True),
            '#, fuzzy\n#= no-wrap\n#| msgid "b"\nmsgid "c"\nmsgstr "d"\n',
            id="fuzzy stands where GNU gettext writes it",
        ),
        pytest.param(
            '#| msgctxt "x"\n#| msgid ""\n#| "y"\n#| msgid_plural "z"\n# note\n\n#: a\nmsgid "c"\nmsgstr "d"',
            Change(previous=None),
            '# note\n\n#: a\nmsgid "c"\nmsgstr "d"',
            id="the whole old source goes, what stands between stays, also the missing last line end",
        ),
        pytest.param(
            'msgid "c"\nmsgid_plural "cs"\nmsgstr[0] "1"\nmsgstr[1] ""\n"2"\n\n\n\n# below\n',
            Change(targets=("1", "2", "3")),
            'msgid "c"\nmsgid_plural "cs"\nmsgstr[0] "1"\nmsgstr[1] "2"\nmsgstr[2] "3"\n\n\n\n# below\n',
            id="a plural gets the forms it is given, comments and blank lines below stay",
        ),
        pytest.param(
            '#~ msgid "c"\n#~ msgstr "old"\n\n#~| msgid "b"\n#~ msgid "c"\n#~ msgstr "older"\nmsgid "c"\nmsgstr "d"\n',
            Change(targets=("e",), previous=None, fuzzy=True),
            '#~ msgid "c"\n#~ msgstr "old"\n\n#~| msgid "b"\n#~ msgid "c"\n#~ msgstr "older"\n'
            '#, fuzzy\nmsgid "c"\nmsgstr "e"\n',
            id="obsolete entries of the same text are left alone",
        ),
        pytest.param(
            'msgid "c"\nmsgstr ""\n"d"\n',
            Change(targets=("d",), fuzzy=False, mark=None, previous=None),
            'msgid "c"\nmsgstr ""\n"d"\n',
            id="what is asked for and there already changes nothing",
        ),
    ],
)
def test_an_edit_changes_these_bytes(body: str, change: Change, after: str):
    """The bytes before and after the edit of the unit "c", in the awkward places."""
    assert parse(whole(body)).edit({(None, "c"): change}) == whole(after)


def test_many_edits_at_once_are_as_one_by_one():
    """All units of a file edited in one go give the same bytes as one edit after the other."""
    catalog = at_once = parse(made_catalog(60))
    changes = {
        unit.identity: Change(
            targets=tuple(f"{text}!" for text in unit.targets), fuzzy=False, mark=MARK, previous=None
        )
        for unit in catalog.units
    }
    for name, change in changes.items():
        catalog = parse(catalog.edit({name: change}))
    assert at_once.edit(changes) == catalog.data


def test_obsolete_units_and_two_names_for_one_are_refused():
    """Only active units are edited; a unit that is named twice, once by its key, would get two edits."""
    catalog = parse(whole('msgid "c"\nmsgstr "d"\n\n#~ msgid "gone"\n#~ msgstr "x"\n'))
    with pytest.raises(UnknownUnitError):
        catalog.edit({(None, "gone"): Change(fuzzy=True)})
    with pytest.raises(ValueError, match="two changes"):
        catalog.edit({(None, "c"): Change(fuzzy=True), catalog.units[0].key: Change(targets=("e",))})


@given(mistreated(), st.integers(0, 5), st.booleans())
@settings(deadline=None, max_examples=150)
def test_edits_of_mistreated_files_touch_only_their_units(data: bytes, number: int, fuzzy: bool):  # noqa: FBT001
    """Whatever form a file has that we read, an edit gives one unit what was asked and leaves the others alone."""
    try:
        before = parse(data)
    except CatalogError:
        return
    unit = before.units[number % len(before.units)]
    change = Change(targets=("Neu\n", "zwei")[: len(unit.targets)], fuzzy=fuzzy, mark=MARK, previous=None)
    after = parse(before.edit({unit.identity: change}))
    assert set(changed_units(before, after)) <= {unit.identity}
    assert around(after, {unit.identity}) == around(before, {unit.identity})
    now = after.entry(unit.identity).unit
    assert (now.targets, now.fuzzy, now.previous) == (change.targets, fuzzy, None)
    assert (now.locations, now.extracted) == (unit.locations, unit.extracted)
    assert [flag for flag in now.flags if flag != "fuzzy"] == [flag for flag in unit.flags if flag != "fuzzy"]
