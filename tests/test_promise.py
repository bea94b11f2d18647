"""The promise: whatever tools do to catalogs, no machine text passes for a person's unseen."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import polib
import pytest
from babel.messages import pofile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from translate.storage import pypo

from editions.catalog import Catalog, CatalogError, Change, rewrite
from editions.journal import read_ledger
from editions.project import Project
from editions.state import Mark, own_marks, state_of
from editions.vanished import vanished
from vouching import ANNA, BEN, CATALOG, SENTENCE, Scene

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from editions.catalog import Unit
    from editions.journal import Ledger
    from editions.problem import Problem

pytestmark = [pytest.mark.tool(name) for name in ("git", "msgmerge", "msgattrib", "msgcat")]
DAY = dt.date(2026, 8, 4)
FOLDER = "locales/de/LC_MESSAGES"
LONG = "The instruments of the station are read every morning at seven, in all weathers, by the same person. "
MARKED = re.compile(r"# mt: .*\n(# s=.*\n)?")
# Source, translation, and who wrote it: a machine, a person, or a person who doubts (fuzzy).
TEXTS = {
    "a": [
        ("Rain is measured here.", "Regen wird hier gemessen.", "machine"),
        ("Yes.", "Ja.", "person"),
        (LONG, "Die Geräte der Warte werden " + "jeden Morgen um sieben Uhr " * 4, "machine"),
        ("Wind is felt.", "Wind wird gespürt.", "person"),
        ("Snow falls.", "Schnee fällt.", "doubt"),
        ("Frost bites.", "Frost beißt.", "vouched machine"),
        ("Hail hurts.", "Hagel schmerzt.", "vouched person"),
        ("Two\nlines.", "Zwei\nZeilen.", "machine"),
    ],
    "b": [
        ("Fog hides the hills.", "Nebel verbirgt die Hügel.", "machine"),
        ("Clouds pass.", "Wolken ziehen.", "person"),
        ("Ice is thin.", "Das Eis ist dünn.", "machine"),
        ("Thunder rolls.", "", "nobody"),
    ],
}


def entry(source: str, target: str, kind: str) -> str:
    """An entry of a catalog, with mark and flag as its kind wants."""
    found = polib.POEntry(msgid=source, msgstr=target, occurrences=[("docs/a.rst", "1")])
    if "machine" in kind:
        found.tcomment = _mark(source, target)
    if kind in ("machine", "doubt"):
        found.flags = ["fuzzy"]
    return found.__unicode__(wrapwidth=0)


def _mark(source: str, target: str) -> str:
    unit = replace(SENTENCE, source=source, targets=(target,))
    return Mark.of("google", DAY, unit, unit.targets).text


@dataclass
class Workshop:
    """A copy of the base project, what was done to it, and which words a machine ever wrote into it."""

    scene: Scene
    done: list[str] = field(default_factory=list)
    machine: set[str] = field(default_factory=set)
    vouched: set[tuple[str, str]] = field(default_factory=set)

    @property
    def files(self) -> list[Path]:
        """The catalogs, whatever they are called by now."""
        return sorted((self.scene.root / FOLDER).glob("*.po"))

    def catalogs(self) -> list[Catalog]:
        """The catalogs that can be read."""
        found = []
        for path in self.files:
            try:
                found.append(Catalog.load(path, root=self.scene.root))
            except CatalogError:
                continue
        return found

    def pick(self, number: int) -> tuple[Path, Unit] | None:
        """One of all active units."""
        every = [(self.scene.root / each.path, unit) for each in self.catalogs() for unit in each.units]
        return every[number % len(every)] if every else None

    def edit(self, path: Path, unit: Unit, change: Change) -> None:
        """Saves an edit as our own stages do, with the save log."""
        root = self.scene.root
        rewrite(
            path,
            lambda data: Catalog.parse(data or b"", path, root=root).edit({unit.identity: change}),
            root=root,
        )

    def polib(self, path: Path, change: Callable[[polib.POFile], None], *, width: int = 78) -> None:
        """Opens a catalog with polib, as many editors and scripts do, and saves it."""
        catalog = polib.pofile(str(path), wrapwidth=width)
        change(catalog)
        catalog.save()


@dataclass(frozen=True)
class Step:
    """One step: what is done, a number to choose with which unit, file or option, and one of two ways to do it."""

    act: Callable[[Workshop, Step], None]
    number: int
    odd: bool


def tool(path: Path, *words: str) -> None:
    """Runs a program of GNU gettext over a catalog; one that it refuses stays as it is."""
    done = subprocess.run(
        [*words, "-o", "-", str(path)], capture_output=True, check=False, timeout=30, cwd=path.parent
    )
    if done.returncode == 0 and done.stdout:
        path.write_bytes(done.stdout)


# What people and programs do: an action gets the workshop, and a step to choose by.


def write_anew(shop: Workshop, step: Step) -> None:
    """A person writes a text of her own, in our editor or another."""
    if found := shop.pick(step.number):
        shop.edit(*found, Change(targets=(f"Mein Text {step.number}.",), fuzzy=True if step.odd else None))


def set_fuzzy(shop: Workshop, step: Step) -> None:
    """A person sets or clears “needs work”."""
    if found := shop.pick(step.number):
        shop.edit(*found, Change(fuzzy=step.odd))


def drop_previous(shop: Workshop, step: Step) -> None:
    """A person accepts the change of the source, and the flag with it."""
    if found := shop.pick(step.number):
        shop.edit(*found, Change(previous=None, fuzzy=False if step.odd else None))


def prefill(shop: Workshop, step: Step) -> None:
    """Our machine drafts a unit that is empty, or replaces its own words."""
    found = shop.pick(step.number)
    if found and (not found[1].target.strip() or found[1].target in shop.machine):
        text = f"Entwurf {step.number}" + " mit vielen Wörtern" * (9 if step.odd else 0) + "."
        mark = Mark.of("google", DAY, found[1], (text,))
        shop.edit(*found, Change(targets=(text,), fuzzy=True, mark=mark, previous=None))
        shop.machine.add(text)


def merge_gnu(shop: Workshop, step: Step) -> None:
    """GNU msgmerge brings a catalog to a template in which sources changed, one went and one came."""
    path = shop.files[step.number % len(shop.files)]
    catalog = polib.pofile(str(path))
    template = polib.POFile()
    template.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    for place, each in enumerate(item for item in catalog if not item.obsolete):
        changed = place == step.number % 5
        source = each.msgid.replace(" ", " really ", 1) if changed else each.msgid
        if not (step.odd and place == 3):
            template.append(
                polib.POEntry(msgid=source, msgctxt=each.msgctxt, occurrences=[("docs/a.rst", "2")])
            )
    if template.find("Something new.") is None:
        template.append(polib.POEntry(msgid="Something new."))
    with tempfile.TemporaryDirectory() as folder:
        pot = Path(folder, "t.pot")
        template.save(str(pot))
        done = subprocess.run(
            ["msgmerge", "-q", "--previous", "-o", "-", str(path), str(pot)],
            capture_output=True,
            check=False,
            timeout=30,
        )
    if done.returncode == 0:
        path.write_bytes(done.stdout)


def attributes(shop: Workshop, step: Step) -> None:
    """GNU msgattrib over a whole catalog."""
    options = ("--clear-fuzzy", "--set-fuzzy", "--clear-previous", "--no-obsolete", "--set-obsolete")
    if step.number % 10 < 4 or step.number == 14:
        tool(shop.files[step.number % len(shop.files)], "msgattrib", options[step.number % 5])


def reformat(shop: Workshop, step: Step) -> None:
    """GNU msgcat wraps the lines anew, or not at all, or sorts the units."""
    options = ("--width=50", "--no-wrap", "--sort-output", "--no-location")
    tool(shop.files[step.odd], "msgcat", options[step.number % 4])


def through_polib(shop: Workshop, step: Step) -> None:
    """The library polib reads and writes a catalog, with narrow lines or long ones."""
    shop.polib(
        shop.files[step.number % len(shop.files)], lambda _: None, width=0 if step.odd else 40 + step.number
    )


def through_babel(shop: Workshop, step: Step) -> None:
    """Babel reads and writes a catalog; it drops the old sources."""
    path = shop.files[step.number % len(shop.files)]
    with path.open("rb") as file:
        catalog = pofile.read_po(file, locale="de")
    with path.open("wb") as file:
        pofile.write_po(file, catalog, width=60 if step.odd else 0)


def through_toolkit(shop: Workshop, step: Step) -> None:
    """translate-toolkit, which Weblate, Pootle and Virtaal use, sets or clears a flag."""
    path = shop.files[step.number % len(shop.files)]
    store = pypo.pofile.parsefile(str(path))
    store.updateheader(add=True, X_Generator=f"Weblate {step.number}")
    unit = store.units[1 + step.number % (len(store.units) - 1)]
    unit.markfuzzy(step.odd)
    path.write_bytes(bytes(store))


def accept_in_editor(shop: Workshop, step: Step) -> None:
    """Poedit's “needs work” is cleared: the flag and the old source go; with `odd` the comment, too."""
    found = shop.pick(step.number)
    if found is None:
        return
    path, unit = found

    def accept(catalog: polib.POFile) -> None:
        for each in catalog:
            if each.msgid == unit.source and not each.obsolete:
                each.flags = [flag for flag in each.flags if flag != "fuzzy"]
                each.previous_msgid = None
                each.tcomment = "" if step.odd else each.tcomment

    shop.polib(path, accept)


def drop_mark(shop: Workshop, step: Step) -> None:
    """Somebody deletes the line that says which machine wrote it, with or without the flag."""
    if found := shop.pick(step.number):
        shop.edit(*found, Change(mark=None, fuzzy=False if step.odd else None))


def drop_all_marks(shop: Workshop, step: Step) -> None:
    """A script deletes all marks of a catalog, or spoils their hashes."""
    if step.number % 4 == 0:
        path = shop.files[step.number % len(shop.files)]
        text = path.read_text(encoding="utf-8")
        path.write_text(
            re.sub(r"t=[0-9a-f]{4}", "t=0000", text) if step.odd else MARKED.sub("", text), encoding="utf-8"
        )


def move(shop: Workshop, step: Step) -> None:
    """An entry is cut from one catalog and put into another; with `odd` its comment and flag are lost."""
    found = shop.pick(step.number)
    others = [path for path in shop.files if found and path != found[0]]
    if found is None or not others:
        return
    path, unit = found
    source, target = polib.pofile(str(path)), polib.pofile(str(others[0]))
    each = source.find(unit.source)
    if each is None or target.find(unit.source) is not None:
        return
    source.remove(each)
    if step.odd:
        each.tcomment, each.flags = "", []
    target.append(each)
    source.save()
    target.save()


def copy(shop: Workshop, step: Step) -> None:
    """An entry is copied, as it is, into another catalog; a machine's only with its mark."""
    found = shop.pick(step.number)
    others = [path for path in shop.files if found and path != found[0]]
    if found and others and (found[1].target not in shop.machine or own_marks(found[1])):
        each = polib.pofile(str(found[0])).find(found[1].source)
        target = polib.pofile(str(others[0]))
        if each is not None and target.find(each.msgid) is None:
            target.append(each)
            target.save()


def delete(shop: Workshop, step: Step) -> None:
    """An entry is deleted, or its text."""
    if found := shop.pick(step.number):
        path, unit = found

        def without(catalog: polib.POFile) -> None:
            for each in [item for item in catalog if item.msgid == unit.source]:
                if step.odd:
                    catalog.remove(each)
                else:
                    each.msgstr = ""

        shop.polib(path, without)


def rename(shop: Workshop, step: Step) -> None:
    """A document, and with it its catalog, gets another name."""
    path = shop.files[step.number % len(shop.files)]
    path.rename(path.with_name(f"{path.stem}x.po"))


def vouch(shop: Workshop, step: Step) -> None:
    """Two people sign that a text is right as it stands."""
    found = shop.pick(step.number)
    if found and found[1].target.strip() and (found[1].source, found[1].target) not in shop.vouched:
        shop.scene.add(*(who.says("vouch", found[1]) for who in (ANNA, BEN)))
        shop.vouched.add((found[1].source, found[1].target))


def commit(shop: Workshop, step: Step) -> None:
    """A coordinator merges what check finds no lost mark in."""
    if step.odd and step.number % 3 == 0 and not list(lost(shop, ledger(shop))):
        shop.scene.commit()


ACTIONS = (
    write_anew, set_fuzzy, drop_previous, prefill, merge_gnu, attributes, reformat, through_polib, through_babel,
    through_toolkit, accept_in_editor, drop_mark, drop_all_marks, move, copy, delete, rename, vouch, commit,
)  # fmt: skip
STEPS = st.lists(st.builds(Step, st.sampled_from(ACTIONS), st.integers(0, 19), st.booleans()), max_size=8)


def ledger(shop: Workshop) -> Ledger:
    """What the journals come to."""
    project = Project.load(shop.scene.root)
    return read_ledger(project, project.languages)


def lost(shop: Workshop, known: Ledger) -> Iterator[Problem]:
    """What check says about lost marks."""
    project = Project.load(shop.scene.root)
    for language in project.languages:
        if language.code == "de":
            yield from vanished(project, language, shop.catalogs(), known)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The project that every example begins with, committed."""
    with pytest.MonkeyPatch.context() as patch:
        scene = Scene.make(tmp_path_factory.mktemp("base"), patch)
        scene.enrol()
        (scene.root / FOLDER / "a.po").unlink()
        for name, rows in TEXTS.items():
            text = "\n".join(entry(*row) for row in rows)
            scene.write(f"{FOLDER}/{name}.po", CATALOG.format("de", f"\n{text}"))
        shop = Workshop(scene)
        for source, _, kind in (row for rows in TEXTS.values() for row in rows):
            if kind.startswith("vouched"):
                unit = next(each for cat in shop.catalogs() for each in cat.units if each.source == source)
                scene.add(*(who.says("vouch", unit) for who in (ANNA, BEN)))
        scene.commit()
        yield scene.root


def begin(base: Path, folder: Path) -> Workshop:
    """A copy of the base, to be worked on."""
    rows = [row for rows in TEXTS.values() for row in rows]
    shop = Workshop(Scene(shutil.copytree(base, folder / "project", symlinks=True)))
    shop.machine = {target for _, target, kind in rows if "machine" in kind}
    shop.vouched = {(source, target) for source, target, kind in rows if "vouched" in kind}
    return shop


def judge(shop: Workshop) -> None:
    """Fails where a machine's words pass for a person's and nobody is told, or a person is accused of them."""
    known = ledger(shop)
    said = Counter((each.path, each.line) for each in lost(shop, known))
    for unit in (unit for catalog in shop.catalogs() for unit in catalog.units):
        state, told = state_of(unit, known.trust), said[unit.catalog, unit.line]
        stands = (unit.source, unit.target) in shop.vouched
        if unit.target in shop.machine:
            assert state != "translated" or told, f"a machine's words pass: {unit}"
            assert state != "vouched" or stands, f"nobody vouched for this: {unit}"
        else:
            assert not told, f"these are a person's words: {unit}"
            assert state != "machine", f"no machine wrote this: {unit}"
        assert state == "vouched" or not stands or unit.fuzzy or told or state == "changed", unit


def play(base: Path, steps: list[Step]) -> None:
    """Takes the steps and judges what became of the texts."""
    with tempfile.TemporaryDirectory() as folder:
        shop = begin(base, Path(folder))
        for step in steps:
            step.act(shop, step)
        judge(shop)


QUICK = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


@QUICK
@given(steps=STEPS)
def test_no_tools_turn_a_machine_s_words_into_a_person_s(base: Path, steps: list[Step]):
    """After any few edits by our program, editors and scripts: unchanged machine text is marked, or check tells."""
    play(base, steps)


@pytest.mark.slow
@settings(QUICK, max_examples=400)
@given(steps=STEPS)
def test_no_tools_turn_a_machine_s_words_into_a_person_s_long(base: Path, steps: list[Step]):
    """The same with many more examples."""
    play(base, steps)


@pytest.mark.parametrize("act", ACTIONS, ids=lambda act: act.__name__)
def test_no_single_step_does(base: Path, tmp_path: Path, act: Callable[[Workshop, Step], None]):
    """Each kind of step, alone, over several units and both ways; each does something at least once."""
    shop = begin(base, tmp_path)
    before = {path.name: path.read_bytes() for path in shop.files}
    vouches = len(ledger(shop).lines)
    for number in (0, 2, 5, 8, 11):
        for odd in (False, True):
            act(shop, Step(act, number, odd))
            judge(shop)
    after = {path.name: path.read_bytes() for path in shop.files}
    assert before != after or len(ledger(shop).lines) > vouches or act is commit
