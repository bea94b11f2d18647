"""Overwritten texts: what another program took is noticed, offered, and had back as it was."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
import re
import time
from typing import TYPE_CHECKING

import polib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editions import losses, recover
from editions.catalog import Catalog, Change, Unit, read, render, rewrite, store
from editions.holdings import templates
from editions.losses import lost, overwritten
from editions.problem import UserError
from editions.project import Project
from editions.reports import describe
from editions.saves import SaveLogError, entries
from editions.state import Mark, own_marks
from editions.update import update

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEADER = {"Language": "de", "Content-Type": "text/plain; charset=UTF-8"}
SOURCES = ("One", "Two", "Three")
DAY = dt.date(2026, 8, 4)


def units_of(*sources: str, target: str = "") -> list[Unit]:
    """Units with a place in the source each."""
    return [
        Unit("", "", None, each, targets=(target,), locations=(f"../../docs/{each}.rst:1",))
        for each in sources
    ]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with the templates `a` and `b`, and German and French catalogs where nothing is translated."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/conf.py").write_text("", encoding="utf-8")
    for folder, ending in (("pot", "pot"), ("de/LC_MESSAGES", "po"), ("fr/LC_MESSAGES", "po")):
        (tmp_path / "locales" / folder).mkdir(parents=True)
        for name in "ab":
            sources = SOURCES if name == "a" else ("Other",)
            path = tmp_path / "locales" / folder / f"{name}.{ending}"
            path.write_bytes(render(HEADER, units_of(*sources)))
    return Project.load(tmp_path)


def path_of(project: Project, name: str = "a", code: str = "de") -> Path:
    """A catalog of the project."""
    return project.locales / code / "LC_MESSAGES" / f"{name}.po"


def put(
    project: Project, source: str, target: str, *, name: str = "a", code: str = "de", **more: object
) -> bytes:
    """Saves a translation as our programs do; returns the file's bytes."""
    path = path_of(project, name, code)

    def change(data: bytes | None) -> bytes:
        catalog = Catalog.parse(data or b"", path, root=project.root)
        return catalog.edit({(None, source): Change(targets=(target,), **more)})

    rewrite(path, change, root=project.root)
    return path.read_bytes()


def put_draft(project: Project, source: str, target: str) -> bytes:
    """Saves a machine's draft, marked and fuzzy."""
    mark = Mark.of("google", DAY, Unit("", "", None, source), (target,))
    return put(project, source, target, fuzzy=True, mark=mark)


def by_another(project: Project, change: Callable[[bytes], bytes], name: str = "a") -> None:
    """What a program does that knows neither our lock nor our log."""
    path = path_of(project, name)
    path.write_bytes(change(path.read_bytes()))


def losses_of(project: Project, code: str = "de") -> list[tuple[str, str]]:
    """Source and lost text of what is lost in a language."""
    language = next(each for each in project.languages if each.code == code)
    return [(each.unit.source, each.unit.targets[0]) for each in lost(project, [language])]


def german(project: Project) -> object:
    """The language German."""
    return next(each for each in project.languages if each.code == "de")


def test_a_stale_copy_over_a_save_is_a_loss(project: Project):
    """Where an editor saves the file as it had read it, the text saved meanwhile is lost, and it alone."""
    put(project, "One", "Eins")
    stale = path_of(project).read_bytes()
    put(project, "One", "Eins!")
    saved = put(project, "Two", "Zwei")
    assert losses_of(project) == []
    by_another(project, lambda _: stale)
    assert losses_of(project) == [("One", "Eins!"), ("Two", "Zwei")]
    first, second = lost(project, project.languages)
    assert (first.now.targets, second.now.targets) == (("Eins",), ("",))
    assert first.reached
    assert not first.machine
    assert losses_of(project, "fr") == []
    done = recover.take(project, german(project), ["all"])
    assert [(each.lost.unit.source, each.problem) for each in done] == [("One", None), ("Two", None)]
    assert path_of(project).read_bytes() == saved
    assert losses_of(project) == []


def test_check_warns_where_the_text_stood(project: Project):
    """The warning stands at the unit's line, names the day and the command, and tells empty from older."""
    put(project, "One", "Eins")
    stale = path_of(project).read_bytes()
    put(project, "One", "Eins!")
    put(project, "Two", "Zwei")
    put_draft(project, "Three", "Drei")
    by_another(project, lambda _: stale)
    units = Catalog.load(path_of(project), root=project.root).units
    problems = list(overwritten(project, project.languages, templates(project)))
    day = re.escape(f"{dt.datetime.now(dt.UTC):%Y-%m-%d}")
    assert [(each.line, each.rule, each.severity) for each in problems] == [
        (units[0].line, "overwritten", "warning"),
        (units[1].line, "overwritten", "warning"),
        (units[2].line, "overwritten", "advice"),
    ]
    assert re.fullmatch(rf"the text saved on {day} is gone: an older one stands here again", problems[0].text)
    assert re.fullmatch(rf"the text saved on {day} is gone: nothing stands here", problems[1].text)
    assert re.fullmatch(rf"the machine draft saved on {day} is gone: nothing stands here", problems[2].text)
    assert {each.fix for each in problems} == {"`editions recover de` offers it"}
    assert {each.path for each in problems} == {"locales/de/LC_MESSAGES/a.po"}


def obsolete(data: bytes) -> bytes:
    """The entry `One` is obsolete."""
    return data.replace(b'msgid "One"\nmsgstr', b'#~ msgid "One"\n#~ msgstr')


def reordered(data: bytes) -> bytes:
    """The entries stand in another order."""
    head, *blocks = data.rstrip().split(b"\n\n")
    return b"\n\n".join([head, *blocks[::-1]]) + b"\n"


# What other programs may write in the place of an entry without taking anything.
HARMLESS = {
    "a further text": b'msgid "One"\nmsgstr "Eins, neu"',
    "a flag and a note": b'# a note\n#, fuzzy\nmsgid "One"\nmsgstr "Eins"',
    "another form": b'msgid ""\n"One"\r\nmsgstr ""\r\n"Ei"\r\n"ns"\r',
    "a changed source": b'#, fuzzy\n#| msgid "One"\nmsgid "One more"\nmsgstr "Eins anders"',
}


@pytest.mark.parametrize("what", [*HARMLESS, "obsolete", "reordered"])
def test_what_another_program_may_do_is_no_loss(project: Project, what: str):
    """A new text, flags, notes, another form or order, an obsolete entry, a changed source: nothing is lost."""
    put(project, "One", "Eins")
    before = path_of(project).read_bytes()
    if what in HARMLESS:
        by_another(project, lambda data: data.replace(b'msgid "One"\nmsgstr "Eins"', HARMLESS[what]))
    else:
        by_another(project, obsolete if what == "obsolete" else reordered)
    Catalog.load(path_of(project), root=project.root)
    assert path_of(project).read_bytes() != before
    assert losses_of(project) == []
    assert list(overwritten(project, project.languages, templates(project))) == []


def test_a_text_that_moved_is_no_loss(project: Project):
    """A text that another catalog of the language has now is not lost; in another language it does not count."""
    put(project, "One", "Eins")
    entry = b'\nmsgid "One"\nmsgstr "Eins"\n'
    by_another(project, lambda _: render(HEADER, units_of("Two", "Three")))
    path_of(project, "b", "fr").write_bytes(path_of(project, "b", "fr").read_bytes() + entry)
    assert losses_of(project) == [("One", "Eins")]
    by_another(project, lambda data: data + entry, "b")
    assert losses_of(project) == []


@pytest.mark.parametrize("last", ["Eins!", "Eins", ""])
def test_the_last_save_decides(project: Project, last: str):
    """A text that a later save changed on purpose is not lost, also where it went back to an older one."""
    for text in ("Eins", "Eins anders", last):
        put(project, "One", text)
    assert losses_of(project) == []


def test_a_plural_comes_back_whatever_its_first_form(project: Project):
    """A doubtful plural of which only the second form is translated is put back as it was, with its flag."""
    path = path_of(project)
    plural = b'msgid "Day"\nmsgid_plural "Days"\nmsgstr[0] ""\nmsgstr[1] "%b"\n'
    data = path.read_bytes() + b"\n" + plural % b""
    path.write_bytes(data)
    saved = data.replace(plural % b"", b"#, fuzzy\n" + plural % b"Tage")
    rewrite(path, lambda _: saved, root=project.root)
    by_another(project, lambda _: data)
    done = recover.take(project, german(project), ["all"])
    assert [each.problem for each in done] == [None]
    assert path.read_bytes() == saved


def test_a_draft_over_an_overwritten_text_does_not_bury_it(project: Project):
    """A machine that fills what a stale copy emptied is no decision: the person's text is still offered."""
    stale = path_of(project).read_bytes()
    put(project, "One", "Eins")
    by_another(project, lambda _: stale)
    put_draft(project, "One", "Machine one")
    assert losses_of(project) == [("One", "Eins")]
    recover.take(project, german(project), ["all"])
    (unit,) = (
        unit for unit in Catalog.load(path_of(project), root=project.root).units if unit.source == "One"
    )
    assert (unit.targets, unit.fuzzy, unit.comments) == (("Eins",), False, ())


def test_a_save_of_flags_over_an_overwritten_text_does_not_bury_it(project: Project):
    """A stage that changes no words, as update does, is no decision either; a person's new text is."""
    stale = put(project, "One", "Eins")
    put(project, "One", "Eins!")
    by_another(project, lambda _: stale)
    put(project, "One", "Eins", fuzzy=True)
    assert losses_of(project) == [("One", "Eins!")]
    put(project, "One", "Eins?", fuzzy=False)
    assert losses_of(project) == []


def test_an_entry_that_is_gone_comes_back_where_it_belongs(project: Project):
    """What the template has comes back active, before the obsolete ones, the rest as obsolete."""
    put(project, "One", "Eins")
    put(project, "Two", "Zwei")
    gone = dataclasses.replace(units_of("Gone", target="Weg")[0], obsolete=True)
    by_another(project, lambda _: render(HEADER, [*units_of("Three"), gone]))
    template = project.templates / "a.pot"
    template.write_bytes(render(HEADER, units_of("Two", "Three")))
    assert losses_of(project) == [("Two", "Zwei"), ("One", "Eins")] or losses_of(project)[::-1]
    told = list(overwritten(project, project.languages, templates(project)))
    assert [each.text.partition(" is gone ")[2] for each in told] == ["with its whole entry: Two"]
    recover.take(project, german(project), ["all"])
    catalog = Catalog.load(path_of(project), root=project.root)
    assert [(unit.source, unit.targets[0]) for unit in catalog.units] == [("Three", ""), ("Two", "Zwei")]
    assert {(unit.source, unit.targets[0]) for unit in catalog.obsolete} == {("Gone", "Weg"), ("One", "Eins")}
    assert polib.pofile(str(path_of(project))).find("Two").msgstr == "Zwei"
    assert losses_of(project) == []


def test_without_templates_an_entry_comes_back_as_it_was(project: Project):
    """A project that keeps no templates gets an active entry back as an active one."""
    put(project, "One", "Eins")
    by_another(project, lambda _: render(HEADER, units_of("Two", "Three")))
    for path in project.templates.glob("*.pot"):
        path.unlink()
    assert len(list(overwritten(project, project.languages, {}))) == 1
    recover.take(project, german(project), ["all"])
    assert [unit.source for unit in Catalog.load(path_of(project), root=project.root).units] == [
        "Two",
        "Three",
        "One",
    ]


def test_a_draft_comes_back_as_a_draft(project: Project):
    """Machine text is offered as a machine's, and comes back with its mark and its flag."""
    stale = path_of(project).read_bytes()
    saved = put_draft(project, "Two", "Machine two")
    by_another(project, lambda _: stale)
    (each,) = lost(project, project.languages)
    assert each.machine
    assert any("a machine's draft saved on" in line for line in recover.recover(project, project.languages))
    recover.take(project, german(project), [each.unit.key])
    assert path_of(project).read_bytes() == saved
    unit = Catalog.load(path_of(project), root=project.root).units[1]
    assert unit.fuzzy
    assert own_marks(unit)


def test_entries_of_other_lengths_come_back_in_their_places(project: Project):
    """Several entries that are longer or shorter than what stands there now come back byte for byte."""
    stale = path_of(project).read_bytes()
    put_draft(project, "One", "Machine one")
    put(project, "Two", "zwei\nZeilen")
    saved = put_draft(project, "Three", "Machine three")
    by_another(project, lambda _: stale)
    recover.take(project, german(project), ["all"])
    assert path_of(project).read_bytes() == saved


def test_an_obsolete_entry_of_the_same_source_is_not_taken_for_it(project: Project):
    """Where a catalog has a source twice, active and obsolete, the active one's text is the one that is lost."""
    old = dataclasses.replace(units_of("One", target="Alt")[0], obsolete=True)
    stale = render(HEADER, [old, *units_of("One", target="Eins")])
    rewrite(path_of(project), lambda _: stale, root=project.root)
    saved = render(HEADER, [dataclasses.replace(old, targets=("Älter",)), *units_of("One", target="Eins!")])
    rewrite(path_of(project), lambda _: saved, root=project.root)
    by_another(project, lambda _: stale)
    assert losses_of(project) == [("One", "Eins!")]
    recover.take(project, german(project), ["all"])
    assert [unit.targets[0] for unit in Catalog.load(path_of(project), root=project.root).units] == ["Eins!"]


def test_a_stale_copy_from_before_an_update_is_understood(project: Project):
    """A text that update carried on to a changed source is looked for there, and comes back there."""
    stale = path_of(project).read_bytes()
    before = put(project, "One", "Eins und mehr davon")
    template = project.templates / "a.pot"
    template.write_bytes(template.read_bytes().replace(b'"One"', b'"One and more of it"'))
    put(project, "Two", "Zwei")
    path = path_of(project)
    new = path.read_bytes().replace(b'msgid "One"', b'#, fuzzy\n#| msgid "One"\nmsgid "One and more of it"')
    rewrite(path, lambda _: new, root=project.root)
    update(project, [german(project)])
    by_another(project, lambda _: before)
    assert losses_of(project) == [("Two", "Zwei")]
    by_another(project, lambda _: stale)
    assert sorted(losses_of(project)) == [("One and more of it", "Eins und mehr davon"), ("Two", "Zwei")]
    recover.take(project, german(project), ["all"])
    update(project, [german(project)])
    units = {unit.source: unit for unit in Catalog.load(path, root=project.root).units}
    assert set(units) == {"One and more of it", "Two", "Three"}
    assert units["One and more of it"].targets == ("Eins und mehr davon",)
    assert units["One and more of it"].fuzzy
    assert losses_of(project) == []


def test_a_save_that_was_cut_off_is_offered_as_such(project: Project, monkeypatch: pytest.MonkeyPatch):
    """What was logged, but not in the file when the process died, is somebody's work: offered, and said so."""

    def die(*_: object) -> bool:
        raise KeyboardInterrupt

    before = path_of(project).read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(store, "_is_as_seen", die)
        with pytest.raises(KeyboardInterrupt):
            put(project, "One", "Eins")
    assert path_of(project).read_bytes() == before
    (each,) = lost(project, project.languages)
    assert (each.unit.targets, each.reached) == (("Eins",), False)
    assert any(
        "perhaps that save was cut off" in line for line in recover.recover(project, project.languages)
    )
    put(project, "Two", "Zwei")
    (each,) = lost(project, project.languages)
    assert (each.unit.targets, each.reached) == (("Eins",), False)


@pytest.mark.parametrize(("later", "reached"), [(60, True), (-60, False)])
def test_a_stale_copy_is_told_from_a_save_that_was_cut_off(project: Project, later: int, *, reached: bool):
    """A file that was written after the save, if only with what it held before it, was overwritten."""
    stale = path_of(project).read_bytes()
    put(project, "One", "Eins")
    by_another(project, lambda _: stale)
    moment = time.time() + later
    os.utime(path_of(project), (moment, moment))
    (each,) = lost(project, project.languages)
    assert each.reached == reached


def test_what_stood_there_can_be_had_back_too(project: Project):
    """Taking a text back is a save like any other: the log has what it replaced."""
    stale = put(project, "One", "Eins")
    put(project, "One", "Eins!")
    by_another(project, lambda _: stale)
    recover.take(project, german(project), ["all"])
    *_, last = entries(project)
    assert 'msgstr "Eins"' in last.old
    assert 'msgstr "Eins!"' in last.new


def test_what_is_left_is_not_offered_again(project: Project):
    """A person who says that what stands there is right is not asked again, until it is overwritten anew."""
    stale = put(project, "One", "Eins")
    put(project, "One", "Eins!")
    by_another(project, lambda _: stale)
    (each,) = lost(project, project.languages)
    (outcome,) = recover.leave(project, german(project), [each.unit.key])
    assert (outcome.lost, outcome.word, outcome.problem) == (each, "left as it is", None)
    assert path_of(project).read_bytes() == stale
    assert losses_of(project) == []
    put(project, "One", "Eins?")
    by_another(project, lambda _: stale)
    assert losses_of(project) == [("One", "Eins?")]


def test_a_unit_that_is_gone_can_be_left_alone(project: Project):
    """An entry that is gone for good reason is not offered for ever."""
    put(project, "One", "Eins")
    by_another(project, lambda _: render(HEADER, units_of("Two", "Three")))
    recover.leave(project, german(project), ["all"])
    assert losses_of(project) == []


def test_only_the_named_texts_come_back(project: Project):
    """Keys choose; a key that names no loss is refused with the command that lists them."""
    stale = path_of(project).read_bytes()
    put(project, "One", "Eins")
    put(project, "Two", "Zwei")
    put(project, "Other", "Anderes", name="b")
    by_another(project, lambda _: stale)
    (two,) = (each for each in lost(project, project.languages) if each.unit.source == "Two")
    with pytest.raises(
        UserError, match=r"^0{16}: nothing of this key is lost in de; `editions recover de` lists"
    ):
        recover.take(project, german(project), [two.unit.key, "0" * 16])
    assert path_of(project).read_bytes() == stale
    recover.take(project, german(project), [two.unit.key])
    assert losses_of(project) == [("One", "Eins")]


def test_the_list_names_all_that_is_needed(project: Project):
    """Path and line, key, day, source, the lost text and what stands there now; then how it is had back."""
    stale = put(project, "One", "Eins")
    put(project, "One", "Eins!")
    by_another(project, lambda _: stale)
    (each,) = lost(project, project.languages)
    text = "\n".join(recover.recover(project, project.languages))
    assert f"locales/de/LC_MESSAGES/a.po:{each.now.line}: a text saved on " in text
    assert f"UTC is lost: {each.unit.key}" in text
    assert "source: One\n    lost:   Eins!\n    now:    Eins\n" in text
    assert "de (German): 1 text is lost" in text
    assert "editions recover de --take KEY" in text
    assert "fr (French): nothing is lost" in text


def test_a_text_changed_since_it_was_listed_is_not_overwritten(
    project: Project, monkeypatch: pytest.MonkeyPatch
):
    """Where somebody writes between listing and taking, that text stays and the person is told."""
    stale = put(project, "One", "Eins")
    put(project, "One", "Eins!")
    by_another(project, lambda _: stale)
    found = lost(project, [german(project)])
    by_another(project, lambda data: data.replace(b'"Eins"', b'"Neu"'))
    newest = path_of(project).read_bytes()
    monkeypatch.setattr(recover, "lost", lambda *_: found)
    for act in (recover.take, recover.leave):
        (outcome,) = act(project, german(project), ["all"])
        assert re.match(r"locales/\S+a\.po:\d+: another program changed this meanwhile", str(outcome))
    assert path_of(project).read_bytes() == newest


def test_files_of_windows_keep_their_line_ends(project: Project):
    """What comes back into a file with CR LF has it too, and the rest keeps its bytes."""
    by_another(project, lambda data: data.replace(b"\n", b"\r\n"))
    stale = path_of(project).read_bytes()
    saved = put(project, "Two", "Zwei")
    by_another(project, lambda _: stale)
    recover.take(project, german(project), ["all"])
    assert path_of(project).read_bytes() == saved


def test_a_stale_copy_in_another_form_is_seen(project: Project):
    """An editor that writes its stale copy wrapped and ordered its own way loses as much; only words count."""
    put(project, "One", "Eins " * 40)
    path = path_of(project)
    old = polib.pofile(str(path), wrapwidth=60)
    put(project, "One", "Eins!")
    old.metadata["X-Generator"] = "Poedit"
    old.save(str(path))
    assert losses_of(project) == [("One", "Eins!")]
    recover.take(project, german(project), ["all"])
    assert polib.pofile(str(path)).find("One").msgstr == "Eins!"


def test_new_places_in_the_source_stay(project: Project):
    """A text that comes back takes the place in the source that its entry has now, not the one it had then."""
    stale = path_of(project).read_bytes()
    put(project, "One", "Eins")
    by_another(project, lambda _: stale.replace(b"One.rst:1", b"One.rst:77"))
    recover.take(project, german(project), ["all"])
    (unit,) = (
        unit for unit in Catalog.load(path_of(project), root=project.root).units if unit.source == "One"
    )
    assert (unit.targets, unit.locations) == (("Eins",), ("../../docs/One.rst:77",))


def test_a_catalog_that_is_gone_is_told(project: Project):
    """The texts of a deleted catalog are offered; before they can come back, there must be one again."""
    put(project, "Other", "Anderes", name="b")
    template = path_of(project, "b").read_bytes().replace(b"Anderes", b"")
    path_of(project, "b").unlink()
    put(project, "One", "Eins")
    by_another(project, lambda data: data.replace(b"Eins", b""))
    assert losses_of(project) == [("One", "Eins"), ("Other", "Anderes")]
    one, other = recover.take(project, german(project), ["all"])
    assert (one.lost.unit.source, one.problem) == ("One", None)
    assert str(one) == f"locales/de/LC_MESSAGES/a.po: {one.lost.unit.key} put back: One"
    assert re.match(
        r"locales/\S+b\.po:1: there is no such catalog any more .*\n.*`editions update de`", str(other)
    )
    path_of(project, "b").write_bytes(template)
    recover.take(project, german(project), ["all"])
    assert Catalog.load(path_of(project, "b"), root=project.root).units[0].targets == ("Anderes",)
    assert losses_of(project) == []


def test_the_catalog_of_a_deleted_document_is_left_in_peace(project: Project):
    """Where the source no longer has the document, check is silent, and the list can be made so."""
    put(project, "Other", "Anderes", name="b")
    path_of(project, "b").unlink()
    assert len(list(overwritten(project, project.languages, templates(project)))) == 1
    (project.templates / "b.pot").unlink()
    assert list(overwritten(project, project.languages, templates(project))) == []
    assert losses_of(project) == [("Other", "Anderes")]
    (outcome,) = recover.leave(project, german(project), ["all"])
    assert outcome.problem is None
    assert losses_of(project) == []
    assert not path_of(project, "b").exists()


def test_a_damaged_catalog_is_told_and_left_alone(project: Project):
    """Where a catalog cannot be read, nobody can tell what is lost; the list says so, check has its own words."""
    put(project, "One", "Eins")
    by_another(project, lambda data: data + b'msgid "cut off\n')
    assert list(overwritten(project, project.languages, {})) == []
    lines = list(recover.recover(project, project.languages))
    assert any("until it is mended nobody can tell" in line for line in lines)


def hostile(project: Project, **fields: object) -> None:
    """Adds a line to the log as a stranger's change might bring it."""
    log = project.root / ".editions" / "saves" / "2026-08.jsonl"
    log.parent.mkdir(parents=True, exist_ok=True)
    record = {
        "v": 1,
        "at": "2026-08-04T12:00:00+00:00",
        "path": "locales/de/LC_MESSAGES/a.po",
        "line": 1,
        "old": 'msgid "One"\nmsgstr ""\n',
        "new": 'msgid "One"\nmsgstr "Eins"\n',
        "before": None,
        "after": "0" * 64,
    }
    with log.open("a", encoding="utf-8") as file:
        file.write(json.dumps(record | fields) + "\n")


def test_nothing_from_the_log_acts_on_a_terminal(project: Project):
    """A log that a stranger brought along may hold what it will: it is shown as replacement characters."""
    evil = "\x1b]0;x\x07\x9b2J\u202e"
    hostile(project, new=f'# {evil}\nmsgid "One"\nmsgstr "{evil} text"\n')
    source = f'msgid "{evil}"\n'
    hostile(project, old="", new=f'{source}msgstr "b"\n', path=f"locales/de/LC_MESSAGES/{evil}.po")
    lines = list(recover.recover(project, project.languages))
    problems = list(overwritten(project, project.languages, {}))
    assert len(problems) == 2
    shown = "\n".join([*lines, *describe([], project), *(each.text for each in problems)])
    assert shown.count("\ufffd") >= 8
    assert not set(shown) & set("\x1b\x07\x9b\u202e")
    told = "".join(map(str, recover.take(project, german(project), ["all"])))
    assert not set(told) & set("\x1b\x07\x9b\u202e")


@pytest.mark.parametrize(
    "path",
    [
        "locales/de/LC_MESSAGES/../../../outside.po",
        "/etc/x.po",
        "../x.po",
        "locales/de/LC_MESSAGES//etc/x.po",
    ],
)
def test_paths_of_the_log_are_never_opened(project: Project, monkeypatch: pytest.MonkeyPatch, path: str):
    """What the log calls a path is compared with the project's catalogs, and nothing else is done with it."""
    outside = project.root / "outside.po"
    outside.write_bytes(render(HEADER, units_of("One")))
    hostile(project, path=path)
    opened = []
    monkeypatch.setattr(losses, "read", lambda path, *, root: opened.append(path) or read(path, root=root))
    assert lost(project, project.languages) == ()
    assert recover.take(project, german(project), ["all"]) == []
    assert outside.read_bytes() == render(HEADER, units_of("One"))
    assert all(each.is_relative_to(project.locales) and ".." not in each.parts for each in opened)


@pytest.mark.parametrize(
    "text",
    [
        'msgid "One"\nmsgstr "a\x00b"\n',
        '# a\rb\nmsgid "One"\nmsgstr "x"\n',
        'msgid "One"\nmsgstr "x"\nmsgid "Two"\nmsgstr "y"\n#, fuzzy\n',
        'msgid ""\nmsgstr "Language: xx\\n"\n\nmsgid "One"\nmsgstr "x"\n',
        'msgctxt "c"\nmsgid "One"\nmsgstr "x"\n',
        'msgid "One"\nmsgid_plural "Ones"\nmsgstr[0] "x"\nmsgstr[1] ""\n',
        'msgid "One"\nmsgstr "\udcff"\n',
        '#~ msgid "One"\n#~ msgstr "x"\n',
    ],
)
def test_taking_back_writes_only_whole_entries(project: Project, text: str):
    """Whatever stands in the log, a catalog gets one readable entry from it, or a clear refusal and no change."""
    hostile(project, new=text)
    before = path_of(project).read_bytes()
    old = Catalog.load(path_of(project), root=project.root)
    done = recover.take(project, german(project), ["all"])
    if any(each.problem for each in done):
        assert path_of(project).read_bytes() == before
        return
    catalog = Catalog.load(path_of(project), root=project.root)
    assert catalog.header == old.header
    keys = {each.lost.unit.key for each in done}
    for unit in (*catalog.units, *catalog.obsolete):
        was = next((each for each in old.units if each.key == unit.key), None)
        assert unit.key in keys or was.targets == unit.targets


def test_a_log_of_a_newer_program_is_a_warning_of_check(project: Project):
    """The check goes on without the log and says why; recover refuses."""
    hostile(project, v=2)
    (problem,) = overwritten(project, project.languages, {})
    assert (problem.path, problem.line) == (".editions/saves/2026-08.jsonl", 1)
    assert (problem.rule, problem.severity) == ("overwritten", "warning")
    with pytest.raises(SaveLogError, match="does not know"):
        list(recover.recover(project, project.languages))


def test_without_a_log_no_catalog_is_read(project: Project, monkeypatch: pytest.MonkeyPatch):
    """A project where nothing was saved on this machine costs check nothing."""
    monkeypatch.setattr(losses, "read", lambda *_, **__: pytest.fail("read"))
    assert lost(project, project.languages) == ()


def test_where_nobody_else_was_at_work_nothing_is_parsed(project: Project, monkeypatch: pytest.MonkeyPatch):
    """The log is read once for all languages, and no text in it is taken apart, while the files are as saved."""
    for code in ("de", "fr"):
        for text in ("Eins", "Zwei", "Drei"):
            put(project, "One", text, code=code)
    by_another(
        project, lambda data: data.replace(b"One.rst:1", b"One.rst:99").replace(b"#: ", b"#. new\n#: ")
    )
    counted = []
    real = losses.entries
    monkeypatch.setattr(losses, "entries", lambda *some: counted.append(some) or real(*some))
    monkeypatch.setattr(losses, "units", lambda *_: pytest.fail("parsed"))
    assert lost(project, project.languages) == ()
    assert len(counted) == 1


STEPS = st.lists(
    st.tuples(st.sampled_from(["save", "edit", "restore", "take"]), st.integers(0, 2), st.integers(0, 50)),
    max_size=14,
)


@given(STEPS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_what_is_lost_is_what_a_simple_model_says(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]]
):
    """However saves, other programs' edits and stale copies follow each other, nothing is forgotten or made up."""
    root = tmp_path_factory.mktemp("model")
    (root / "docs").mkdir()
    (root / "docs/conf.py").write_text("", encoding="utf-8")
    path = root / "locales/de/LC_MESSAGES/a.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(render(HEADER, units_of(*SOURCES)))
    project = Project.load(root)
    versions = [path.read_bytes()]
    now, past = dict.fromkeys(SOURCES, ""), [dict.fromkeys(SOURCES, "")]
    should: dict[str, str] = {}  # the text of the last save
    seen: dict[str, set[str]] = {source: set() for source in SOURCES}
    for number, (step, which, when) in enumerate(steps):
        source = SOURCES[which]
        if step == "save":
            put(project, source, f"text {number}")
            seen[source] |= {now[source], should.get(source, "")}
            now[source] = should[source] = f"text {number}"
        elif step == "edit":
            old, new = now[source], f"theirs {number}"
            entry = f'msgid "{source}"\nmsgstr '
            by_another(
                project,
                lambda data, a=f'{entry}"{old}"', b=f'{entry}"{new}"': data.replace(a.encode(), b.encode()),
            )
            now[source] = new
        elif step == "restore":
            path.write_bytes(versions[when % len(versions)])
            now = dict(past[when % len(past)])
        else:
            for each in recover.take(project, project.languages[0], ["all"]):
                unit = each.lost.unit
                seen[unit.source] |= {now[unit.source]}
                now[unit.source] = unit.targets[0]
        versions.append(path.read_bytes())
        past.append(dict(now))
    expected = {
        (source, text)
        for source, text in should.items()
        if now[source] != text and (not now[source] or now[source] in seen[source])
    }
    assert set(losses_of(project)) == expected
    recover.take(project, project.languages[0], ["all"])
    assert losses_of(project) == []
    units = {unit.source: unit.targets[0] for unit in Catalog.load(path, root=root).units}
    assert all(units[source] == text for source, text in expected)
