"""
Changes one unit of a catalog of 5,000: how many lines does the volunteers' version control show as changed?

The change sets a new translation, clears the fuzzy flag and takes the old source (`#|`) away. It is saved by each
program into a catalog in the form of each program; the lines removed and added are counted by `diff`. Other units that
lost or changed anything (texts, comments, flags, old sources) are counted by reading both files.

Must reach: at most 11 lines in a catalog of any program (issue 3, core 2).
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from bench.harness.corpus import CHANGED, EDITED
from bench.harness.measure import Case
from bench.harness.table import Column, Table, Target
from bench.harness.writers import OURS, WRITERS, toolkit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.harness.child import Clock
    from bench.harness.measure import Figures, Session

UNITS, LIMIT = 5_000, 11
FORMS = {  # by their name in the table: what they need
    "msgcat": ("program:msgcat",),
    "msgcat --no-wrap": ("program:msgcat",),
    "polib": ("polib",),
    "sphinx-intl (Babel)": ("sphinx_intl",),
    "translate-toolkit (Weblate)": ("translate",),
}


def write_form(_: Clock, form: str, source: str, path: str) -> None:
    """Writes the catalog `source` to `path` in the form of a program, by that program."""
    if form.startswith("msgcat"):
        subprocess.run([*form.split(), f"--output-file={path}", source], check=True, capture_output=True)
    elif form.startswith("polib"):
        import polib

        polib.pofile(source).save(path)
    elif form.startswith("sphinx-intl"):
        from sphinx_intl import catalog

        catalog.dump_po(path, catalog.load_po(source), width=76)
    else:
        toolkit(source).savefile(path)


def change(_: Clock, name: str, path: str) -> tuple[int, int]:
    """The lines removed and added when the program `name` changes one unit; the other units that are not as before."""
    writer, copy = WRITERS[name], Path("copy.po").resolve()
    shutil.copyfile(path, copy)
    writer.save(writer.load(copy), copy)
    said = subprocess.run(["diff", path, str(copy)], capture_output=True, check=False).stdout
    if not _is_changed(copy):
        raise ValueError("the change is not in the file")
    lines = sum(line.startswith((b"<", b">")) for line in said.splitlines())
    return lines, _touched(Path(path), copy)


def _is_changed(path: Path) -> bool:
    from editions.catalog import Catalog

    unit = Catalog.load(path, root=path.parent).entry((None, EDITED)).unit
    return (unit.targets, unit.fuzzy, unit.previous) == ((CHANGED,), False, None)


def _touched(old: Path, new: Path) -> int:
    """How many units of the old file the new one does not have just so, the one that was to change aside."""
    before, after = _units(old), _units(new)
    return sum(after.get(name) != unit for name, unit in before.items())


def _units(path: Path) -> dict[tuple[object, ...], tuple[object, ...]]:
    """All that a translator sees of each unit but `EDITED`, by what makes it this unit; without the header."""
    from editions.catalog import Catalog

    return {
        (unit.obsolete, unit.context, unit.source): (
            *(unit.plural, unit.targets, unit.previous, unit.previous_context, unit.previous_plural),
            *(unit.comments, unit.extracted, set(unit.locations), set(unit.flags)),
        )
        for unit in (entry.unit for entry in Catalog.load(path, root=path.parent).entries[1:])
        if unit.source != EDITED
    }


def run(session: Session) -> Iterator[Table]:
    """Lines by program and form; then the other units that did not survive."""
    paths = _forms(session)
    cases = [
        Case(
            f"{name} in a file of {form}",
            change,
            (name, str(path)),
            needs=(*writer.needs, "program:diff"),
            rival=name != OURS,
        )
        for name, writer in WRITERS.items()
        for form, path in paths.items()
    ]
    figures = session.call(cases)
    lines, touched = [], []
    for name in WRITERS:
        row = [figures[f"{name} in a file of {form}"] for form in paths]
        lines.append((name, *(_said(one, 0) for one in row), _target(row) if name == OURS else ""))
        touched.append((name, *(_said(one, 1) for one in row)))
    columns = [Column("saved by"), *(Column(form, ",d") for form in paths)]
    notes = sorted({f"{one.name}: {one.fault}" for one in figures.values() if one.fault})
    missing = [
        f"{form}: not installed, so there is no file of its form" for form in FORMS if form not in paths
    ]
    title = f"Lines removed and added by one change in {session.sized(UNITS):,} units, by the file's writer"
    yield Table(title, (*columns, Column("target")), lines, notes + missing)
    yield Table("Other units that are not as before, of these files", columns, touched)


def _forms(session: Session) -> dict[str, Path]:
    """The catalog in each form whose program is there."""
    source = session.large(session.sized(UNITS))
    paths = {form: session.folder / f"form-{number}.po" for number, form in enumerate(FORMS)}
    cases = [
        Case(f"the form of {form}", write_form, (form, str(source), str(paths[form])), needs=needs)
        for form, needs in FORMS.items()
    ]
    faults = [one.fault for one in session.call(cases).values()]
    return {form: paths[form] for form, fault in zip(FORMS, faults, strict=True) if fault is None}


def _said(one: Figures, index: int) -> int | None:
    return one.said[0][index] if one.said else None


def _target(row: list[Figures]) -> Target:
    lines = [_said(one, 0) for one in row]
    worst = None if None in lines or not lines else max(filter(None, lines))
    return Target("lines, the worst form", worst, LIMIT)
