"""Vanished marks: whoever takes a machine's mark away without changing its words or vouching for them is found out."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast
from unicodedata import normalize

import polib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editions import vanished as module
from editions.catalog import Catalog, Change, Unit, rewrite
from editions.check import check
from editions.history import blob_name
from editions.journal import Ledger, People, read_ledger
from editions.problem import UserError
from editions.project import Project
from editions.state import Mark, state_of
from editions.trust import Trust
from vouching import ANNA, BEN, CATALOG, DAN, Scene

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from editions.history import History
    from editions.problem import Problem

A, B = "locales/de/LC_MESSAGES/a.po", "locales/de/LC_MESSAGES/b.po"
WORDS = {"A sentence.": "Ein Satz.", "Signs": "Zeichen", "Rain": "Regen", "An old custom": "Ein alter Brauch"}
MACHINE = ("A sentence.", "Signs", "Rain")
UNIT = Unit(A, "a", None, "A sentence.", targets=("Ein Satz.",))


def sha16(text: str) -> str:
    """The first 16 digits of a text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def mark(source: str, target: str) -> str:
    """A mark, written here once more from DESIGN 3."""
    return f"# mt: llm 2026-08-04 s={sha16(source)} t={sha16(target)}"


def entry(source: str, *, target: str | None = None, head: str | None = None) -> str:
    """An entry; by default with the words and the marks of `WORDS` and `MACHINE`."""
    words = WORDS[source] if target is None else target
    usual = f"{mark(source, words)}\n#, fuzzy\n" if source in MACHINE and target is None else ""
    return f'\n{usual if head is None else head}msgid "{source}"\nmsgstr "{words}"\n'


def catalog(*entries: str) -> str:
    """A German catalog of these entries."""
    return CATALOG.format("de", "".join(entries))


USUAL = catalog(*map(entry, WORDS))


@dataclass(frozen=True)
class Place:
    """A scene with one German catalog a.po that has drafts, and a word about what check finds in it."""

    scene: Scene

    def write(self, *entries: str, name: str = A) -> None:
        """Puts a catalog there."""
        self.scene.write(name, catalog(*entries))

    def problems(self) -> list[Problem]:
        """All problems of German."""
        project = Project.load(self.scene.root)
        languages = project.choose(["de"])
        return check(project, languages, ledger=read_ledger(project, languages))

    def found(self) -> list[str]:
        """The texts without their mark that check found, as `file: translation`."""
        errors = [each for each in self.problems() if each.rule == module.RULE]
        assert all(each.severity == "error" for each in errors)
        lines = {
            path: (self.scene.root / path).read_text("utf-8").splitlines()
            for path in {e.path for e in errors}
        }
        return [f"{each.path[-4]}: {lines[each.path][each.line - 1][8:-1]}" for each in errors]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A project with drafts, committed."""
    scene = Scene.make(tmp_path, monkeypatch)
    scene.enrol()
    scene.write(A, USUAL)
    scene.commit()
    return Place(scene)


def others(*left_out: str) -> list[str]:
    """The usual entries but for some."""
    return [entry(source) for source in WORDS if source not in left_out]


BARE = entry("A sentence.", head="")
TAKEN_AWAY = {
    "the mark alone": [entry("A sentence.", head="#, fuzzy\n")],
    "mark and fuzzy": [BARE],
    "a new source with it": [entry("A longer sentence.", target="Ein Satz.", head="")],
    "a new source that is told": [
        entry("A longer sentence.", target="Ein Satz.", head='#| msgid "A sentence."\n')
    ],
    "another context": ['\nmsgctxt "menu"' + BARE],
    "t altered": [entry("A sentence.", head=mark("A sentence.", "Ein anderer Satz.") + "\n")],
    "t cut off": [entry("A sentence.", head=mark("A sentence.", "Ein Satz.")[:-1] + "\n")],
    "the mark in capitals": [entry("A sentence.", head=mark("A sentence.", "Ein Satz.").upper() + "\n")],
    "the mark as an extracted comment": [
        entry("A sentence.", head="#." + mark("A sentence.", "Ein Satz.")[1:] + "\n")
    ],
    "the entry twice, once obsolete with its mark": [BARE, entry("A sentence.").replace("\nmsg", "\n#~ msg")],
}


@pytest.mark.tool("git")
@pytest.mark.parametrize("how", TAKEN_AWAY)
def test_a_mark_that_is_taken_away_is_an_error(place: Place, how: str):
    """However it goes: as long as the words are the machine's, check says so, with the line and what to put back."""
    place.write(*TAKEN_AWAY[how], *others("A sentence."))
    assert place.found() == ["a: Ein Satz."]
    problem = next(each for each in place.problems() if each.rule == module.RULE)
    assert mark("A sentence.", "Ein Satz.") in str(problem.fix)
    assert "msgstr" not in f"{problem.text}{problem.fix}"


KEPT = {
    "nothing changed": [entry("A sentence.")],
    "a person's words": [entry("A sentence.", target="Ein ganzer Satz.", head="")],
    "a person's words under the old mark": [
        entry("A sentence.", target="Ein ganzer Satz.", head=mark("A sentence.", "Ein Satz.") + "\n")
    ],
    "no words": [entry("A sentence.", target="", head="")],
    "no entry": [],
    "obsolete": [entry("A sentence.").replace("\nmsg", "\n#~ msg")],
    "another engine and day": [
        entry("A sentence.", head=mark("A sentence.", "Ein Satz.").replace("llm 2026", "mbart 2027") + "\n")
    ],
    "wrapped by a tool": [
        entry("A sentence.", head=mark("A sentence.", "Ein Satz.").replace(" t=", "\n# t=") + "\n")
    ],
    "fuzzy cleared": [entry("A sentence.", head=mark("A sentence.", "Ein Satz.") + "\n")],
    "a new source": [
        entry("A longer sentence.", target="Ein Satz.", head=mark("A sentence.", "Ein Satz.") + "\n")
    ],
}


@pytest.mark.tool("git")
@pytest.mark.parametrize("how", KEPT)
def test_what_keeps_its_mark_or_has_new_words_is_fine(place: Place, how: str):
    """People edit, tools wrap, sources change: none of that is an error."""
    place.write(*KEPT[how], *others("A sentence."))
    assert place.found() == []


@pytest.mark.tool("git")
def test_a_text_that_stood_there_without_a_mark_is_a_persons(place: Place):
    """Where a person had written the same words as the machine did elsewhere, an edit of the file changes nothing."""
    place.write(entry("Weather signs", target="Zeichen", head=""), *others())
    place.scene.commit()
    place.write(entry("Weather signs", target="Zeichen", head="# seen\n"), *others("Rain"))
    assert place.found() == []


@pytest.mark.tool("git")
def test_a_person_may_write_the_same_short_text_elsewhere(place: Place):
    """A machine wrote “Zeichen” and still says so; a person's “Zeichen” for another paragraph is hers."""
    place.write(entry("Weather signs", target="Zeichen", head=""), *others())
    assert place.found() == []
    place.write(
        entry("Weather signs", target="Zeichen", head=""),
        entry("Signs", target="Schilder", head=""),
        *others("Signs"),
    )
    assert place.found() == []


@pytest.mark.tool("git")
@pytest.mark.parametrize("original", ["as it was", "edited", "gone"])
def test_a_draft_that_is_copied_takes_its_mark_along(place: Place, original: str):
    """The same words for the same paragraph in another catalog are the machine's, whatever became of the first."""
    kept = {"as it was": others(), "edited": [entry("Signs", target="Schilder", head=""), *others("Signs")]}
    place.write(*kept.get(original, others("Signs")))
    place.write(entry("Signs", target="Zeichen", head=""), name=B)
    assert place.found() == ["b: Zeichen"]


@pytest.mark.tool("git")
def test_a_unit_that_moves_takes_its_mark_along(place: Place):
    """Moved to another catalog with its mark is fine, without is an error; with one of two it is one."""
    place.write(*others("Signs", "Rain"))
    place.write(entry("Signs"), entry("Rain"), name=B)
    assert place.found() == []
    place.write(entry("Signs"), entry("Rain", head=""), name=B)
    assert place.found() == ["b: Regen"]


@pytest.mark.tool("git")
def test_a_renamed_catalog_keeps_its_marks(place: Place):
    """A catalog under a new name is looked at like the old one; the person's words in it stay hers."""
    (place.scene.root / A).rename(place.scene.root / B)
    assert place.found() == []
    place.scene.write(B, "\n".join(line for line in USUAL.splitlines() if "mt:" not in line) + "\n")
    assert place.found() == ["b: Ein Satz.", "b: Zeichen", "b: Regen"]


@pytest.mark.tool("git")
def test_a_catalog_that_is_replaced_as_a_whole_is_compared_all_the_same(place: Place):
    """Somebody's export without comments, in another order, is an error for each draft and for nothing else."""
    place.write(*(entry(source, head="") for source in reversed(WORDS)))
    assert sorted(place.found()) == ["a: Ein Satz.", "a: Regen", "a: Zeichen"]


@pytest.mark.tool("git")
def test_another_form_of_the_same_letters_is_nobodys_writing(place: Place):
    """A tool that takes ä apart into a and two dots, or puts it together, makes no machine text a person's."""
    words = "Schöner Abend"
    draft_of_it = entry("A fine evening", target=words, head=mark("A fine evening", words) + "\n")
    place.write(draft_of_it, *others())
    place.scene.commit()
    text = normalize("NFD", catalog(draft_of_it, *others()))
    assert text != normalize("NFC", text)
    place.scene.write(A, text)
    assert place.found() == [f"a: {normalize('NFD', words)}"]
    unit = Unit(A, "a", None, "A fine evening", targets=(normalize("NFD", words),))
    place.scene.add(ANNA.says("vouch", unit), DAN.says("wrote", unit))
    assert len(place.found()) == 1
    place.scene.add(BEN.says("vouch", unit))
    assert place.found() == []


@pytest.mark.tool("git")
def test_obsolete_drafts_do_not_come_back_as_a_persons(place: Place):
    """Machine text that left the source and comes back without its mark is still a machine's."""
    gone = entry("A sentence.").replace("\nmsg", "\n#~ msg")
    place.write(*others("A sentence."), gone)
    place.scene.commit()
    place.write(*others("A sentence."), BARE)
    assert place.found() == ["a: Ein Satz."]


@pytest.mark.tool("git")
def test_a_catalog_that_was_damaged_still_tells_its_marks(place: Place):
    """A conflict mark in the trusted revision hides nothing: mended without its marks the file is in error."""
    place.scene.write(A, USUAL + "<<<<<<< HEAD\n")
    place.scene.commit()
    place.write(BARE, *others("A sentence."))
    assert place.found() == ["a: Ein Satz."]
    place.scene.write(A, USUAL)
    assert place.found() == []


@pytest.mark.tool("git")
def test_a_catalog_that_is_damaged_now_is_one_error(place: Place):
    """What cannot be read is told as such, and nobody is accused of its units meanwhile."""
    place.scene.write(A, USUAL + "<<<<<<< HEAD\n")
    place.write(entry("Weather signs", target="Zeichen", head=""), name=B)
    assert place.found() == []
    assert [each.rule for each in place.problems() if each.severity == "error"] == ["catalog"]


@pytest.mark.tool("git")
def test_the_trusted_revision_is_what_counts(place: Place, monkeypatch: pytest.MonkeyPatch):
    """A change that takes a mark away and commits that is clean by itself, and an error beside what it goes into."""
    base = place.scene.git("rev-parse", "HEAD")
    place.write(BARE, *others("A sentence."))
    place.scene.commit("a stranger's")
    assert place.found() == []
    monkeypatch.setenv("EDITIONS_TRUSTED", base)
    assert place.found() == ["a: Ein Satz."]


@pytest.mark.tool("git")
def test_a_project_below_the_top_of_its_repository_is_guarded_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The repository may hold more than the project."""
    scene = Scene.make(tmp_path, monkeypatch, place="repository/books/project")
    top = tmp_path / "repository"
    scene.write(A, USUAL)
    for words in (["init", "-q", "-b", "main"], ["add", "-A", "-f"], ["commit", "-q", "-m", "a"]):
        scene.git(*words, folder=top)
    place = Place(scene)
    place.write(BARE, *others("A sentence."))
    assert place.found() == ["a: Ein Satz."]


@pytest.mark.tool("git")
def test_whoever_vouched_may_drop_the_mark(place: Place):
    """Two people who vouched for the words are enough; one is not, nor a writer with her."""
    place.write(BARE, *others("A sentence."))
    place.scene.add(ANNA.says("vouch", UNIT))
    assert place.found() == ["a: Ein Satz."]
    place.scene.add(DAN.says("wrote", UNIT))
    assert place.found() == ["a: Ein Satz."]
    place.scene.add(BEN.says("vouch", UNIT))
    assert place.found() == []


@pytest.mark.tool("git")
def test_a_new_language_has_no_past(place: Place):
    """Catalogs that nobody knew before are not accused."""
    name = "locales/fr/LC_MESSAGES/b.po"
    place.scene.write(name, CATALOG.format("fr", entry("A sentence.", target="Une phrase.", head="")))
    project = Project.load(place.scene.root)
    languages = project.choose(["fr"])
    assert [
        p for p in check(project, languages, ledger=read_ledger(project, languages)) if p.rule == module.RULE
    ] == []


@pytest.mark.tool("git")
def test_a_language_under_a_new_code_keeps_its_past(place: Place):
    """Renamed from de to de_AT: with its marks it is fine, without it is in error."""
    root = place.scene.root
    (root / "locales/de").rename(root / "locales/de_AT")
    project = Project.load(root)
    languages = project.choose(["de_AT"])

    def errors() -> list[int]:
        found = check(project, languages, ledger=read_ledger(project, languages))
        return [each.line for each in found if each.rule == module.RULE]

    assert errors() == []
    path = root / A.replace("/de/", "/de_AT/")
    path.write_text(path.read_text("utf-8").replace(mark("Rain", "Regen"), "# seen"), encoding="utf-8")
    assert len(errors()) == 1


@pytest.mark.tool("git")
def test_polib_may_save_the_file(place: Place):
    """The most common library wraps the mark and reorders comments: no error, and the state stays machine."""
    path = place.scene.root / A
    for width in (0, 40, 78):
        read = polib.pofile(str(path), wrapwidth=width)
        read.save()
        assert place.found() == [], width
        units = Catalog.load(path, root=place.scene.root).units
        assert [state_of(unit) for unit in units] == ["machine"] * 3 + ["translated"]


@pytest.mark.tool("git")
def test_a_repository_that_is_not_complete_is_refused(place: Place):
    """Where git does not have the trusted version of a catalog, its marks cannot be looked for: a clear word."""
    blob = place.scene.git("rev-parse", f"HEAD:{A}")
    (place.scene.root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    place.write(BARE, *others("A sentence."))
    with pytest.raises(UserError, match=r"a\.po: git knows this file and does not have it"):
        place.found()


@pytest.mark.tool("git")
def test_only_what_changed_is_read_again(place: Place, monkeypatch: pytest.MonkeyPatch):
    """Of twenty catalogs that one edit touches one, the old version of one is parsed."""
    for number in range(20):
        place.scene.write(f"locales/de/LC_MESSAGES/many/{number}.po", USUAL)
    place.scene.commit()
    place.write(BARE, *others("A sentence."), name="locales/de/LC_MESSAGES/many/7.po")
    project = Project.load(place.scene.root)
    languages = project.choose(["de"])
    ledger = read_ledger(project, languages)
    here = [Catalog.load(path, root=project.root) for path in project.catalogs(languages[0])]
    parsed: list[Path] = []
    parse: Callable[..., Catalog] = Catalog.parse

    def counted(data: bytes, path: Path, *, root: Path) -> Catalog:
        parsed.append(path)
        return parse(data, path, root=root)

    monkeypatch.setattr(module.Catalog, "parse", counted)
    assert [each.path[-4] for each in module.vanished(project, languages[0], here, ledger)] == ["7"]
    assert [path.name for path in parsed] == ["7.po"]


@pytest.mark.tool("git")
@pytest.mark.parametrize("kind", ["sha1", "sha256"])
def test_blob_names_are_gits(tmp_path: Path, kind: str):
    """The name of a file's bytes is computed as git computes it, with both of its hashes."""
    subprocess.run(["git", "init", "-q", f"--object-format={kind}", str(tmp_path)], check=True, timeout=60)
    path = tmp_path / "a"
    path.write_bytes(b"Ein Satz.\r\n\x00\xff")
    command = ["git", "-C", str(tmp_path), "hash-object", "--no-filters", str(path)]
    name = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.strip()
    assert blob_name(path.read_bytes(), name) == name


@dataclass(frozen=True)
class Remembered:
    """A history that has these catalogs and nothing else, for many examples in little time."""

    catalogs: dict[Path, bytes]

    def files(self, _: Path) -> dict[Path, str]:
        """The names of their contents."""
        return {path: blob_name(data, "0" * 40) for path, data in self.catalogs.items()}

    def contents(self, blobs: Mapping[Path, str]) -> dict[Path, bytes]:
        """The contents by their paths."""
        every = {blob_name(data, "0" * 40): data for data in self.catalogs.values()}
        return {path: every[blob] for path, blob in blobs.items()}


DONE = ("kept", "stripped", "edited", "emptied", "deleted", "obsolete", "moved", "moved and stripped")
GUILTY = {"stripped", "moved and stripped"}


def done_to(source: str, words: str, how: str) -> tuple[str, str]:
    """What becomes of a draft: its entry in the old catalog, and that in another one."""
    marked, bare = (
        entry(source, target=words, head=mark(source, words) + "\n"),
        entry(source, target=words, head=""),
    )
    return {
        "kept": (marked, ""),
        "stripped": (bare, ""),
        "edited": (entry(source, target=f"{words} anders", head=""), ""),
        "emptied": (entry(source, target="", head=""), ""),
        "deleted": ("", ""),
        "obsolete": (marked.replace("\nmsg", "\n#~ msg"), ""),
        "moved": ("", marked),
        "moved and stripped": ("", bare),
    }[how]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(DONE)), min_size=1, max_size=6), st.booleans())
def test_no_draft_gets_away(place: Place, drafts: list[tuple[int, str]], same: bool):  # noqa: FBT001
    """Whatever is done to some drafts, also to some with the same words: each that lost its mark alone is found."""
    units = [
        (f"Source {n}", f"Wort {word}" if same else f"Wort {n}", how) for n, (word, how) in enumerate(drafts)
    ]
    root = place.scene.root
    before = catalog(
        *(entry(source, target=words, head=mark(source, words) + "\n") for source, words, _ in units)
    )
    left, right = zip(*(done_to(*unit) for unit in units), strict=True)
    now = {A: catalog(*left), B: catalog(*right)}
    ledger = Ledger(People(), Trust(2), history=cast("History", Remembered({root / A: before.encode()})))
    here = [Catalog.parse(text.encode(), root / path, root=root) for path, text in now.items()]
    project = Project.load(root)
    found = module.vanished(project, project.choose(["de"])[0], here, ledger)
    lines = {(each.path, each.line) for each in found}
    told = {unit.source for each in here for unit in each.units if (each.path, unit.line) in lines}
    guilty = {source for source, _, how in units if how in GUILTY}
    assert guilty <= told if same else guilty == told


# ---- what was never committed: the save log ------------------------------------------------------------------------


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A project without version control, whose German texts a person wrote."""
    scene = Scene.make(tmp_path, monkeypatch)
    scene.enrol()
    scene.write(A, catalog(entry("Signs", target="", head=""), entry("An old custom")))
    return Place(scene)


def draft(place: Place, words: Sequence[str] = ("Zeichen",), source: str = "Signs") -> None:
    """Drafts a unit as prefill does, through the program's own writer."""
    path = place.scene.root / A
    unit = Catalog.load(path, root=place.scene.root).entry((None, source)).unit

    def drafted(data: bytes | None) -> bytes:
        own = Mark("llm", "2026-08-04", sha16(source), sha16("\x00".join(words)))
        changes = {unit.identity: Change(tuple(words), fuzzy=True, mark=own)}
        return Catalog.parse(data or b"", path, root=place.scene.root).edit(changes)

    rewrite(path, drafted, root=place.scene.root)


def strip(place: Place, name: str = A) -> None:
    """Takes all marks and flags away, as an export to a platform without comments does."""
    path = place.scene.root / name
    path.write_text(re.sub(r"(?m)^(# mt: .*|#, fuzzy)\n", "", path.read_text("utf-8")), encoding="utf-8")


def test_without_version_control_the_save_log_remembers(bare: Place):
    """What this machine drafted is known by its log; what a person wrote is not touched."""
    assert bare.found() == []
    draft(bare)
    assert bare.found() == []
    strip(bare)
    assert bare.found() == ["a: Zeichen"]


def test_the_log_knows_a_draft_in_a_renamed_catalog(bare: Place):
    """A document's new name does not make its drafts a person's."""
    draft(bare)
    strip(bare)
    (bare.scene.root / A).rename(bare.scene.root / B)
    assert bare.found() == ["b: Zeichen"]


def test_the_log_speaks_of_its_own_language_and_paragraph_alone(bare: Place):
    """The same words for another paragraph, or new words for this one, are a person's."""
    draft(bare)
    bare.write(entry("Signs", target="Schilder", head=""), entry("Weather signs", target="Zeichen", head=""))
    assert bare.found() == []


def test_words_that_two_people_vouched_for_need_no_mark_by_the_log_either(bare: Place):
    """The log accuses nobody of what was vouched for."""
    draft(bare)
    strip(bare)
    unit = Unit(A, "a", None, "Signs", targets=("Zeichen",))
    bare.scene.add(ANNA.says("vouch", unit), BEN.says("vouch", unit))
    assert bare.found() == []


@pytest.mark.tool("git")
def test_a_draft_that_loses_its_mark_before_the_first_commit_is_noticed(bare: Place):
    """Git never saw the mark, the log of this machine did."""
    bare.scene.commit()
    draft(bare)
    strip(bare)
    assert bare.found() == ["a: Zeichen"]


def test_a_log_that_cannot_be_read_is_a_warning(bare: Place):
    """A newer program's log stops nothing and accuses nobody; it is told with its place."""
    draft(bare)
    strip(bare)
    path = next((bare.scene.root / ".editions" / "saves").glob("*.jsonl"))
    lines = [json.loads(line) | {"v": 2} for line in path.read_text("utf-8").splitlines()]
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    assert bare.found() == []
    [problem] = [each for each in bare.problems() if each.rule == "save-log"]
    assert (problem.severity, problem.line) == ("warning", 1)


def test_a_link_in_the_logs_place_is_told(bare: Place, tmp_path: Path):
    """A log that leads elsewhere is not followed, and check goes on."""
    (bare.scene.root / ".editions").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (bare.scene.root / ".editions" / "saves").symlink_to(tmp_path / "elsewhere")
    assert bare.found() == []
    assert any("saves" in each.path for each in bare.problems())
