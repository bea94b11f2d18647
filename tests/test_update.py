"""The stage `update`: catalogs follow the source, and nobody's work is lost or trusted more than before."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editions.catalog import Catalog, Change, Unit, render
from editions.language import Language
from editions.problem import UserError
from editions.project import Project
from editions.state import Mark, state_of
from editions.update import Counts, Report, update
from editions.update.merge import LostTextError, merge, prove_nothing_lost

if TYPE_CHECKING:
    from pathlib import Path

GERMAN = Language("de")
HEADER = {"Content-Type": "text/plain; charset=UTF-8", "Project-Id-Version": "Sample"}
LONG = (
    "The Congress denounces the plans to repudiate the asylum that it granted in {year}, and calls on {whom}."
)
FIRST, SECOND, THIRD = "Free the press!", LONG.format(year=2012, whom="all workers"), "A last and short word."
EDITED = LONG.format(year=2012, whom="all workers and young people")
FOREIGN = """\
# Volunteers' catalog.
#, fuzzy
msgid ""
msgstr ""
"POT-Creation-Date: 2020-01-01 00:00+0000\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"X-Generator: Some Editor 1.0\\n"

#: ../../docs/a.rst:12
msgid "Free the press!"
msgstr ""
"Freiheit "
"der Presse!"

#: ../../docs/a.rst:14
#, python-format, our-flag
msgid "%d paper"
msgid_plural "%d papers"
msgstr[0] "%d Blatt"
msgstr[1] "%d Blätter"
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A small project with a folder for templates and no catalogs."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "conf.py").write_text("", encoding="utf-8")
    (tmp_path / "locales" / "pot").mkdir(parents=True)
    return Project.load(tmp_path)


def unit(source: str, target: str = "", **more: object) -> Unit:
    """A unit of the made-up document."""
    return replace(Unit("", "a", None, source, targets=(target,), locations=("docs/a.rst",)), **more)


def write_template(project: Project, *sources: str | Unit, domain: str = "a") -> None:
    """Makes the template of a domain from source texts."""
    path = project.templates / f"{domain}.pot"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(render(HEADER, [each if isinstance(each, Unit) else unit(each) for each in sources]))


def write_catalog(project: Project, data: bytes | list[Unit]) -> Path:
    """Puts the German catalog of domain `a` into the project."""
    path = project.catalog(GERMAN, "a")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else render(HEADER, data))
    return path


def run(project: Project) -> Report:
    """Updates German and returns the one report."""
    (report,) = update(project, [GERMAN])
    return report


def german(project: Project) -> Catalog:
    """The German catalog as it is now."""
    return Catalog.load(project.catalog(GERMAN, "a"), root=project.root)


@pytest.mark.parametrize(
    ("code", "forms"), [("de", 2), ("ar", 6), ("zh_CN", 1), ("sr@latin", 3), ("tlh", None)]
)
def test_a_new_language_gets_quiet_catalogs(project: Project, code: str, forms: int | None):
    """Catalogs of a new language have our header, without dates, with the plural rule where Babel knows it."""
    write_template(project, FIRST, replace(unit(SECOND), extracted=("a note",)))
    write_template(project, THIRD, domain="guide/b")
    reports = update(project, [Language(code)])
    assert [(each.created, each.written, each.counts.added) for each in reports] == [
        (True, True, 2),
        (True, True, 1),
    ]
    path = project.catalog(Language(code), "a")
    catalog = Catalog.load(path, root=project.root)
    assert [each.source for each in catalog.units] == [FIRST, SECOND]
    assert [each.locations for each in catalog.units] == [("docs/a.rst",)] * 2
    assert catalog.units[1].extracted == ("a note",)
    assert catalog.header["Language"] == code
    assert not [name for name in catalog.header if "Date" in name]
    assert catalog.header.get("Plural-Forms", "").startswith(f"nplurals={forms}" if forms else "")
    assert path.read_bytes() == render(catalog.header, catalog.units)
    assert not any(each.written for each in update(project, [Language(code)]))


def test_nothing_new_writes_nothing(project: Project):
    """A catalog whose content is the template's keeps bytes and time, however it is written."""
    write_template(project, FIRST, replace(unit("%d paper"), plural="%d papers", targets=("", "")))
    path = write_catalog(project, FOREIGN.encode())
    os.utime(path, ns=(1, 1))
    report = run(project)
    assert (report.counts, report.written) == (Counts(kept=2), False)
    assert path.stat().st_mtime_ns == 1


def test_unchanged_units_keep_their_bytes(project: Project):
    """A new unit comes in after its predecessor; everything that another program wrote stays as it was."""
    write_template(
        project, FIRST, "New here.", replace(unit("%d paper"), plural="%d papers", targets=("", ""))
    )
    path = write_catalog(project, FOREIGN.encode())
    report = run(project)
    assert str(report) == "locales/de/LC_MESSAGES/a.po: 1 new"
    head, tail = FOREIGN.split("#: ../../docs/a.rst:14", 1)
    new = '#: docs/a.rst\nmsgid "New here."\nmsgstr ""\n\n'
    assert path.read_text(encoding="utf-8") == f"{head}{new}#: ../../docs/a.rst:14{tail}"


def test_windows_line_ends_stay(project: Project):
    """What comes into a file from Windows has its line ends."""
    write_template(project, "New here.", FIRST)
    path = write_catalog(project, FOREIGN.replace("\n", "\r\n").encode())
    assert run(project).counts == Counts(added=1, gone=1, kept=1)
    assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")


def test_a_changed_paragraph_keeps_its_text(project: Project):
    """The old text stays, fuzzy, with the source that it belongs to, its notes and its place; it is `changed`."""
    write_template(project, FIRST, EDITED, THIRD)
    notes = ("a note", Mark.of("google", dt.date(2026, 8, 4), unit(SECOND), ("Zweitens",)).text)
    old = unit(SECOND, "Zweitens", comments=notes, flags=("our-flag",))
    path = write_catalog(project, [unit(FIRST, "Erstens"), old, unit(THIRD, "Drittens")])
    report = run(project)
    assert (report.counts, str(report)) == (Counts(changed=1, kept=2), f"{project.shown(path)}: 1 changed")
    new = german(project).units[1]
    assert (new.source, new.targets, new.previous, new.comments) == (EDITED, ("Zweitens",), SECOND, notes)
    assert new.flags == ("fuzzy", "our-flag")
    assert state_of(new) == "changed"


def test_a_text_that_changed_twice_names_the_source_it_belongs_to(project: Project):
    """Until somebody looks at it, `#|` stays the source of the text; back at that source it says nothing more."""
    write_catalog(project, [unit(SECOND, "Zweitens")])
    for source, previous in [(EDITED, SECOND), (EDITED + " Now!", SECOND), (SECOND, None)]:
        write_template(project, source)
        assert run(project).counts == Counts(changed=1)
        (new,) = german(project).units
        assert (new.source, new.targets, new.previous) == (source, ("Zweitens",), previous)
        assert state_of(new) == "changed"


def test_a_text_goes_back_to_the_source_it_belongs_to(project: Project):
    """When a deleted paragraph returns, a text that had moved on to a similar one is its own again."""
    write_catalog(project, [unit(SECOND, "Zweitens"), unit(EDITED)])
    write_template(project, EDITED + " Now!")
    run(project)
    write_template(project, SECOND, EDITED)
    run(project)
    texts = {each.source: (each.targets, each.previous) for each in german(project).units}
    assert texts == {SECOND: (("Zweitens",), None), EDITED: (("",), None)}


def test_machine_text_is_good_again_when_its_source_returns(project: Project):
    """A mark says by itself which source the words are from, so a source that returns makes them `machine` again."""
    mark = Mark.of("google", dt.date(2026, 8, 4), unit(SECOND), ("Zweitens",))
    write_catalog(project, [unit(SECOND, "Zweitens", flags=("fuzzy",), comments=(mark.text,))])
    states = []
    for source in (EDITED, SECOND):
        write_template(project, source)
        run(project)
        states.append(state_of(german(project).units[0]))
    assert states == ["changed", "machine"]


def test_what_is_gone_stays_and_comes_back(project: Project):
    """A unit that left becomes obsolete with notes and text, an empty one goes, and both return as they were."""
    write_template(project, FIRST, SECOND, THIRD)
    write_catalog(
        project, [unit(FIRST, "Erstens"), unit(SECOND, "Zweitens", comments=("a note",)), unit(THIRD)]
    )
    before = project.catalog(GERMAN, "a").read_bytes()
    write_template(project, FIRST)
    assert str(run(project)).endswith(": 2 gone")
    (obsolete,) = german(project).obsolete
    assert (obsolete.source, obsolete.targets, obsolete.comments) == (SECOND, ("Zweitens",), ("a note",))
    write_template(project, FIRST, SECOND, THIRD)
    assert str(run(project)).endswith(": 1 new, 1 back")
    assert project.catalog(GERMAN, "a").read_bytes() == before


def test_a_text_that_another_program_left_obsolete_comes_back(project: Project):
    """Where a unit stands empty and its text obsolete beside it, as sphinx-intl leaves it, they are joined."""
    write_template(project, FIRST)
    write_catalog(project, [unit(FIRST), unit(FIRST, "Erstens", obsolete=True, flags=("fuzzy",))])
    assert run(project).counts == Counts(revived=1)
    assert not german(project).obsolete
    assert [(each.targets, each.fuzzy) for each in german(project).units] == [(("Erstens",), True)]


def test_locations_follow_only_when_files_differ(project: Project):
    """Another line or folder prefix is no reason to touch a unit; another file is."""
    write_template(project, unit(FIRST, locations=("docs/b.rst", "docs/a.rst")), unit(SECOND))
    moved = unit(FIRST, "Erstens", locations=("docs/a.rst:9",), flags=("fuzzy",))
    write_catalog(
        project, [moved, unit(SECOND, "Zweitens", locations=("../../docs/a.rst:3", "../../docs/a.rst:8"))]
    )
    report = run(project)
    assert (report.counts, report.written) == (Counts(kept=2), True)
    first, second = german(project).units
    assert (first.locations, first.targets, first.flags) == (
        ("docs/a.rst", "docs/b.rst"),
        ("Erstens",),
        ("fuzzy",),
    )
    assert second.locations == ("../../docs/a.rst:3", "../../docs/a.rst:8")


def test_a_changed_plural_is_changed(project: Project):
    """A unit whose plural reads otherwise now keeps its forms, fuzzy, with the old plural."""
    write_template(project, FIRST, replace(unit("%d paper"), plural="%d journals", targets=("", "")))
    write_catalog(project, FOREIGN.encode())
    assert run(project).counts == Counts(changed=1, kept=1)
    new = german(project).units[1]
    assert (new.targets, new.fuzzy) == (("%d Blatt", "%d Blätter"), True)
    assert (new.plural, new.previous_plural) == ("%d journals", "%d papers")


def test_a_damaged_catalog_stops_no_other(project: Project):
    """A file that cannot be read is reported with its line and left alone; the others are brought up to date."""
    write_template(project, FIRST)
    write_template(project, THIRD, domain="b")
    path = write_catalog(project, b'msgid ""\nmsgstr ""\n"Content-Type: charset=UTF-8\\n"\n\nmsgid "a\n')
    before = path.read_bytes()
    damaged, other = update(project, [GERMAN])
    assert damaged.problem
    assert (damaged.problem.path, damaged.problem.line) == ("locales/de/LC_MESSAGES/a.po", 5)
    assert str(damaged) == str(damaged.problem)
    assert path.read_bytes() == before
    assert (other.created, str(other)) == (True, "locales/de/LC_MESSAGES/b.po: created, 1 units")


def test_a_damaged_template_leaves_its_catalogs_alone(project: Project):
    """A template that cannot be read is reported; its catalogs stay as they are, as do those without template."""
    (project.templates / "a.pot").write_bytes(b"\xff")
    path = write_catalog(project, [unit(FIRST, "Erstens")])
    before = path.read_bytes()
    template, catalog = update(project, [GERMAN])
    assert template.problem
    assert template.problem.path == "locales/pot/a.pot"
    assert (catalog.orphan, path.read_bytes()) == (True, before)
    assert "no template" in str(catalog)


def test_without_templates_there_is_nothing_to_follow(project: Project):
    """No templates at all is an error of use, not the end of all texts."""
    with pytest.raises(UserError, match="make extract"):
        update(project, [GERMAN])


def test_a_loss_would_be_noticed(tmp_path: Path):
    """The proof after each merge finds a text, a note and a unit that is missing."""
    full = [unit(FIRST, "Erstens", comments=("a note",)), unit(SECOND, "Zweitens")]
    before, template = (
        Catalog.parse(render(HEADER, units), tmp_path / "a.po", root=tmp_path) for units in (full, full)
    )
    prove_nothing_lost(before, before, template)
    for less in (full[:1], full[1:], [replace(full[0], comments=()), full[1]], [unit(FIRST, "?"), full[1]]):
        after = Catalog.parse(render(HEADER, less), tmp_path / "a.po", root=tmp_path)
        with pytest.raises(LostTextError, match=r"a\.po"):
            prove_nothing_lost(before, after, template)


SOURCES = st.lists(
    st.sampled_from([FIRST, SECOND, EDITED, EDITED + " Now!", THIRD, "Another word.", "Free the press?"]),
    unique=True,
    max_size=6,
)


@given(st.lists(st.tuples(SOURCES, st.booleans()), min_size=1, max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_no_sequence_of_edits_loses_a_text_or_trusts_it_more(
    tmp_path: Path, steps: list[tuple[list[str], bool]]
):
    """However the source changes, texts stay findable and only those of their own source are `translated`."""
    path = tmp_path / "a.po"
    catalog = Catalog.parse(render(HEADER, []), path, root=tmp_path)
    written = {}
    for sources, translate in steps:
        template = Catalog.parse(render(HEADER, [unit(source) for source in sources]), path, root=tmp_path)
        merged, _ = merge(catalog, template)
        after = Catalog.parse(merged, path, root=tmp_path)
        prove_nothing_lost(catalog, after, template)
        assert merge(after, template)[0] == merged
        for each in after.units:
            if state_of(each) == "translated":
                assert written[each.source] == each.targets
        changes = {
            each.identity: Change(targets=(f"de: {each.source}",))
            for each in after.units
            if not any(each.targets)
        }
        written |= {source: (f"de: {source}",) for _, source in changes} if translate else {}
        catalog = Catalog.parse(after.edit(changes if translate else {}), path, root=tmp_path)


@pytest.mark.tool("msgfmt")
def test_gnu_gettext_accepts_what_is_written(project: Project):
    """`msgfmt --check` finds no error in a catalog after units came, changed, went and returned."""
    for sources in ((FIRST, SECOND), (FIRST, EDITED), (THIRD,), (THIRD, SECOND, EDITED)):
        write_template(project, *sources)
        run(project)
        catalog = german(project)
        empty = [each for each in catalog.units if not any(each.targets)]
        data = catalog.edit({each.identity: Change(targets=(each.source.upper(),)) for each in empty})
        project.catalog(GERMAN, "a").write_bytes(data)
    command = [
        "msgfmt",
        "--check-format",
        "--check-domain",
        "-o",
        os.devnull,
        str(project.catalog(GERMAN, "a")),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
