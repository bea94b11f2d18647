"""Story: what happened to a paragraph, from version control, the save log and the journals."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import subprocess
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editions.catalog import Catalog, Change, Unit, rewrite, unit_lines
from editions.catalog.search import find_unit, identities, joined, read_name
from editions.fingerprint import fingerprint, source_text, text_hash
from editions.journal import read_ledger
from editions.problem import UserError
from editions.project import Project
from editions.state import Mark
from editions.story import Story, story, to_json, to_text, versions
from editions.wording import pieces, word_diff
from vouching import ANNA, BEN, CORA, MALLORY, Scene, Signer

if TYPE_CHECKING:
    from collections.abc import Callable

PATH = "locales/de/LC_MESSAGES/a.po"
HEADER = Unit(PATH, "a", None, "", targets=("Language: de\nContent-Type: text/plain; charset=UTF-8\n",))
RAIN = Unit(PATH, "a", None, "Rain is measured at seven.", locations=("docs/a.rst",))
OTHER = Unit(
    PATH, "a", None, "Another paragraph.", targets=("Ein anderer Absatz.",), locations=("docs/a.rst",)
)
DAY = dt.date(2026, 1, 3)


def drafted(unit: Unit, text: str) -> Unit:
    """The unit as a machine leaves it."""
    unit = replace(unit, targets=(text,), flags=("fuzzy",))
    return replace(unit, comments=(Mark.of("google", DAY, unit, unit.targets).text,))


def wrote(unit: Unit, text: str, **more: object) -> Unit:
    """The unit as a person leaves it, who clears the flag; the mark stays."""
    return replace(unit, targets=(text,), **({"flags": ()} | more))


def changed(unit: Unit, source: str) -> Unit:
    """The unit as update leaves it when its source changed."""
    return replace(unit, source=source, previous=unit.source, flags=("fuzzy",))


@dataclass
class Tale:
    """A project whose history a test writes, a commit a day from 2026-01-02 on."""

    scene: Scene
    days: int = 1
    commits: list[str] = field(default_factory=list)

    def catalog(self, *units: Unit, path: str = PATH) -> None:
        """Writes a catalog with these units, and the template."""
        every = [replace(unit, catalog=path) for unit in (HEADER, *units)]
        self.scene.write(path, _file(*every))
        active = [
            replace(unit, targets=("",), comments=(), flags=(), previous=None)
            for unit in units
            if not unit.obsolete
        ]
        name = path.rpartition("/")[2]
        self.scene.write(f"locales/pot/{name}t", _file(HEADER, *active))

    def commit(self) -> str:
        """Commits everything on the next day; returns the commit's name."""
        self.days += 1
        if not (self.scene.root / ".git").exists():
            self.scene.git("init", "-q", "-b", "main")
        self.scene.git("add", "-A", "-f", "--", ".", ":!.editions")
        self.scene.git(
            "commit", "-q", "--allow-empty", "-m", "x", f"--date=2026-01-{self.days:02d}T12:00:00Z"
        )
        self.commits.append(self.scene.git("rev-parse", "HEAD"))
        return self.commits[-1]

    def then(self, *units: Unit, path: str = PATH) -> str:
        """Writes the catalog and commits it."""
        self.catalog(*units, path=path)
        return self.commit()

    def told(self, word: str, *codes: str) -> tuple[Story, ...]:
        """The stories of a unit, by default in German."""
        project = Project.load(self.scene.root)
        languages = project.choose(codes or ["de"], translations_only=True)
        return story(project, word, languages, read_ledger(project, languages))

    def kinds(self, word: str = RAIN.key) -> list[str]:
        """What kinds of things happened to a unit in German."""
        return [event.kind for event in self.told(word)[0].events]

    def text(self, word: str) -> str:
        """The story for people, with the commits numbered from 1 in place of their hashes."""
        text = to_text(self.told(word))
        for number, name in enumerate(self.commits, 1):
            text = text.replace(name[:10], f"commit-{number:03d}")
        return text


def _file(*units: Unit) -> str:
    return "\n".join("".join(f"{line}\n" for line in unit_lines(unit)) for unit in units)


def at(line: dict[str, object], signer: Signer, day: int) -> dict[str, object]:
    """A signed line as if it had been signed on this day of January."""
    bare = {name: value for name, value in line.items() if name != "sig"}
    return signer.signed(bare | {"at": f"2026-01-{day:02d}T18:00:00Z"}, as_is=True)


@pytest.fixture
def tale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tale:
    """A project of German with its people, not committed yet."""
    scene = Scene.make(tmp_path, monkeypatch)
    scene.enrol()
    (scene.root / "locales/fr/LC_MESSAGES/a.po").unlink()
    return Tale(scene)


MACHINE = drafted(RAIN, "Regen wird um sieben gemessen.")
PERSON = wrote(MACHINE, "Der Regen wird um sieben Uhr gemessen.")
LIFE = """\
de  locales/de/LC_MESSAGES/a.po:13  78927649fbcc0f43  translated
  source       Rain is measured at eight.
  translation  Der Regen wird um acht Uhr gemessen.

  2026-01-02  commit-001  the paragraph came into the source
                            Rain is measured at seven.
                          the paragraph came into locales/de/LC_MESSAGES/a.po
  2026-01-03  commit-002  a machine wrote the text: google, 2026-01-03, a draft
                            Regen wird um sieben gemessen.
  2026-01-04  commit-003  the text was edited (it was a machine's)
                            {+Der +}Regen wird um sieben{+ Uhr+} gemessen.
                          the text is no longer marked as needing work
  2026-01-04              anna vouched for the text – does not count: the source and the text changed since
                            Der Regen wird um sieben Uhr gemessen.
  2026-01-05  commit-004  the source changed
                            Rain is measured at [-seven-]{+eight+}.
                          the text was marked as needing work
  2026-01-05              Ben Beispiel objected to the text: “nobody says so” – does not count: the source and the \
text changed since
                            Der Regen wird um sieben Uhr gemessen.
  2026-01-06  commit-005  the text was edited
                            Der Regen wird um [-sieben-]{+acht+} Uhr gemessen.
                          the text is no longer marked as needing work
  2026-01-06              anna vouched for the text – counts
  2026-01-06              mallory vouched for the text – does not count: 'mallory' is not enrolled in \
locales/people.toml (as of commit-005)

  today: translated: 1 more person must vouch for it"""


@pytest.mark.tool("git")
def test_a_life_is_told_oldest_first(tale: Tale):
    """Source, machine, person, who signed what, why it counts no more, and what is missing: all in order."""
    agreed = BEN.entry(more='name = "Ben Beispiel"\nconsent = true')
    tale.scene.enrol("\n".join([ANNA.entry(more='name = "Anna Geheim"'), agreed]))
    tale.then(OTHER, RAIN)
    tale.then(OTHER, MACHINE)
    tale.then(OTHER, PERSON)
    tale.scene.add(at(ANNA.says("vouch", PERSON), ANNA, 4))
    objection = at(BEN.says("revoke", PERSON, reason="nobody says so"), BEN, 5)
    tale.scene.add(objection)
    new = changed(PERSON, "Rain is measured at eight.")
    tale.then(OTHER, new)
    last = wrote(new, "Der Regen wird um acht Uhr gemessen.", previous=None)
    tale.scene.add(at(ANNA.says("vouch", last), ANNA, 6), at(MALLORY.says("vouch", last), MALLORY, 6))
    tale.then(OTHER, last)
    assert tale.text(last.key).splitlines() == LIFE.splitlines()
    assert "Geheim" not in to_json(tale.told(last.key))


@pytest.mark.tool("git")
def test_the_key_of_an_older_source_leads_to_the_paragraph_of_today(tale: Tale):
    """A key from an old page is still good, also when the source changed twice and no trace is in today's files."""
    tale.then(OTHER, wrote(RAIN, "Regen."))
    once = changed(wrote(RAIN, "Regen."), "Rain is measured at eight.")
    tale.then(OTHER, once)
    tale.then(OTHER, wrote(once, "Regen um acht.", previous=None))
    twice = changed(wrote(once, "Regen um acht."), "Rain is measured at nine.")
    tale.then(OTHER, twice)
    tale.then(OTHER, wrote(twice, "Regen um neun.", previous=None))
    for key in (RAIN.key, once.key, twice.key):
        (told,) = tale.told(key)
        assert (told.unit, told.target) == (twice.key, "Regen um neun.")
        assert [event.new for event in told.events if event.kind == "source"] == [once.source, twice.source]
        assert any(key in remark for remark in told.remarks) == (key != twice.key)


@pytest.mark.tool("git")
@pytest.mark.parametrize(
    ("source", "text", "how"),
    [
        ("Nobody measures anything here any more, ever.", "Regen wird gemessen, jeden Tag.", "by its text"),
        ("Rain is measured at eight.", "", "probably"),
    ],
)
def test_an_older_source_is_found_without_a_note(tale: Tale, source: str, text: str, how: str):
    """Where the catalog does not say what the source was, the text that stayed tells, else the likeness, as such."""
    before = wrote(RAIN, text)
    tale.then(OTHER, before)
    tale.then(OTHER, replace(before, source=source))
    (told,) = tale.told(replace(RAIN, source=source).key)
    (event,) = [event for event in told.events if event.kind == "source"]
    assert (event.old, event.new) == (RAIN.source, source)
    assert how in event.text


@pytest.mark.tool("git")
def test_a_new_paragraph_is_not_taken_for_an_old_one(tale: Tale):
    """What came while something quite different went has no past."""
    tale.then(OTHER, wrote(RAIN, "Regen."))
    fresh = replace(RAIN, source="Visitors are welcome on Sundays.", targets=("Besuch ist willkommen.",))
    tale.then(OTHER, fresh)
    assert tale.kinds(fresh.key) == ["born", "came", "written"]


@pytest.mark.tool("git")
@pytest.mark.parametrize("renamed", [True, False])
def test_a_paragraph_is_followed_into_the_catalog_it_came_from(tale: Tale, *, renamed: bool):
    """A document that got another name, and a paragraph that moved to another document, keep their past."""
    there = "locales/de/LC_MESSAGES/guide/[b].po"
    tale.then(OTHER, wrote(RAIN, "Regen."))
    tale.then(OTHER, wrote(RAIN, "Der Regen."))
    if renamed:
        (tale.scene.root / PATH).unlink()
    else:
        tale.catalog(OTHER)
    tale.then(wrote(RAIN, "Der Regen."), path=there)
    tale.then(wrote(RAIN, "Der Regen!"), path=there)
    moved = Catalog.load(tale.scene.root / there, root=tale.scene.root).units[0]
    assert moved.key != RAIN.key
    assert [kind for kind in tale.kinds(moved.key) if kind != "born"] == [
        "came",
        "written",
        "edited",
        "moved",
        "edited",
    ]
    assert [each.unit for each in tale.told(RAIN.key)] == [moved.key]


@pytest.mark.tool("git")
def test_what_happens_to_marks_flags_and_the_text_is_told(tale: Tale):
    """A mark that vanished, a flag set and cleared, a text taken away, a paragraph that went and came back."""
    bare = replace(MACHINE, comments=())
    for unit in (
        MACHINE,
        bare,
        replace(bare, flags=()),
        replace(bare, flags=("fuzzy",)),
        wrote(bare, ""),
        wrote(bare, "Es regnet."),
        replace(wrote(bare, "Es regnet."), obsolete=True, locations=()),
        wrote(bare, "Es regnet."),
    ):
        tale.then(OTHER, unit)
    tale.then(OTHER)
    told = [
        "came",
        "machine",
        "unmarked",
        "accepted",
        "fuzzy",
        "emptied",
        "written",
        "obsolete",
        "back",
        "gone",
    ]
    assert [kind for kind in tale.kinds() if kind != "born"] == told
    (gone,) = tale.told(RAIN.key)
    assert (gone.state, gone.line) == ("gone", 0)


@pytest.mark.tool("git")
def test_an_edit_on_a_branch_is_told_once_and_a_merge_only_where_it_decided(tale: Tale):
    """Both branches' edits are told; the merge only says what neither of them said."""
    tale.then(OTHER, RAIN)
    tale.scene.git("checkout", "-q", "-b", "side")
    tale.then(OTHER, wrote(RAIN, "Es regnet."))
    tale.scene.git("checkout", "-q", "main")
    tale.then(replace(OTHER, targets=("Ganz anders.",)), RAIN)
    tale.scene.git("merge", "-q", "--no-commit", "side")
    tale.commit()
    assert [kind for kind in tale.kinds() if kind != "born"] == ["came", "written"]
    tale.scene.git("checkout", "-q", "side")
    tale.then(OTHER, wrote(RAIN, "Es regnet sehr."))
    tale.scene.git("checkout", "-q", "main")
    tale.then(OTHER, wrote(RAIN, "Es regnet oft."))
    tale.scene.git("merge", "-q", "-s", "ours", "--no-commit", "side")
    tale.then(OTHER, wrote(RAIN, "Es regnet sehr oft."))
    (told,) = tale.told(RAIN.key)
    assert [event.new for event in told.events if event.kind == "edited"] == [
        "Es regnet sehr.",
        "Es regnet oft.",
        "Es regnet sehr oft.",
    ]
    assert [event.old for event in told.events if event.kind == "dropped"] == ["Es regnet sehr."]


@pytest.mark.tool("git")
def test_a_text_that_a_merge_left_out_is_told(tale: Tale):
    """What a volunteer wrote on a branch is found although the merge took nothing of the branch."""
    tale.then(OTHER, RAIN)
    tale.scene.git("checkout", "-q", "-b", "side")
    lost = tale.then(OTHER, wrote(RAIN, "Es regnet."))
    tale.scene.git("checkout", "-q", "main")
    tale.then(replace(OTHER, targets=("Ganz anders.",)), RAIN)
    tale.scene.git("merge", "-q", "-s", "ours", "-m", "x", "side")
    (told,) = tale.told(RAIN.key)
    assert [(event.old, event.commit) for event in told.events if event.kind == "dropped"] == [
        ("Es regnet.", lost)
    ]
    assert told.state == "missing"


@pytest.mark.tool("git")
def test_a_copy_is_not_taken_for_a_move(tale: Tale):
    """The same heading in a second document has a story of its own."""
    there = "locales/de/LC_MESSAGES/b.po"
    tale.then(OTHER, wrote(RAIN, "Regen."))
    tale.then(wrote(RAIN, "Es regnet."), path=there)
    copy = Catalog.load(tale.scene.root / there, root=tale.scene.root).units[0]
    assert tale.kinds(copy.key) == ["born", "came", "written"]


@pytest.mark.tool("git")
@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: data.index(b"Rain is") + 4],
        lambda data: b"<<<<<<< HEAD\n" + data,
        lambda data: data.decode().encode("utf-16"),
        lambda data: data.replace(b"Der", "D\xe4r".encode("latin-1")),
    ],
    ids=["cut off", "conflict", "UTF-16", "Latin-1"],
)
def test_a_damaged_version_is_passed_over_with_a_word(tale: Tale, damage: Callable[[bytes], bytes]):
    """What a broken commit seems to take away is not told as if somebody had done it."""
    tale.then(OTHER, wrote(RAIN, "Der Regen."))
    path = tale.scene.root / PATH
    path.write_bytes(damage(path.read_bytes()))
    tale.commit()
    tale.then(OTHER, wrote(RAIN, "Der Regen!"))
    (told,) = tale.told(RAIN.key)
    assert [event.kind for event in told.events if event.kind != "born"] == [
        "came",
        "written",
        "damaged",
        "edited",
    ]
    assert told.events[-1].old == "Der Regen."


@pytest.mark.tool("git")
def test_a_damaged_catalog_of_today_does_not_keep_the_past_from_being_told(tale: Tale):
    """The remark says that the file cannot be read, the commits are told all the same."""
    tale.then(OTHER, wrote(RAIN, "Der Regen."))
    path = tale.scene.root / PATH
    path.write_bytes(path.read_bytes()[:-3])
    (told,) = tale.told(RAIN.key)
    assert "written" in [event.kind for event in told.events]
    assert any("cannot be read" in remark for remark in told.remarks)


@pytest.mark.tool("git")
def test_what_is_not_committed_comes_from_the_save_log_and_from_the_file(tale: Tale):
    """Saves have their own time; what another program wrote is told as it lies there; what is committed only once."""
    tale.then(OTHER, RAIN)
    _save(tale, "Es regnet.")
    tale.commit()
    assert tale.kinds() == ["born", "came", "written"]
    _save(tale, "Es regnet oft.")
    tale.catalog(OTHER, wrote(RAIN, "Es regnet selten."))
    _save(tale, "Es regnet nie.")
    tale.catalog(OTHER, wrote(RAIN, "Es regnet immer."))
    (told,) = tale.told(RAIN.key)
    texts = [event.new for event in told.events if event.new.startswith("Es")]
    assert texts == [f"Es regnet{how}." for how in ("", " oft", " selten", " nie", " immer")]
    edits = [event for event in told.events if event.kind == "edited"]
    assert [event.text.partition(" (")[2] for event in edits] == [
        "saved here, not committed)",
        "not committed)",
        "saved here, not committed)",
        "not committed)",
    ]
    assert [bool(event.commit) for event in told.events] == [True, True, True, False, False, False, False]


def _save(tale: Tale, text: str) -> None:
    path, root = tale.scene.root / PATH, tale.scene.root
    catalog = Catalog.load(path, root=root)
    rewrite(path, lambda _: catalog.edit({RAIN.key: Change(targets=(text,))}), root=root)


def test_without_version_control_the_save_log_tells(tale: Tale):
    """A project that nobody put under version control has a story, too."""
    tale.catalog(OTHER, RAIN)
    _save(tale, "Es regnet.")
    _save(tale, "Es regnet oft.")
    (told,) = tale.told(RAIN.key)
    assert [event.new for event in told.events if event.kind in ("written", "edited")] == [
        "Es regnet.",
        "Es regnet oft.",
    ]
    assert told.state == "translated"
    new = changed(wrote(RAIN, "Es regnet oft."), "Rain is measured at eight.")
    tale.catalog(OTHER, new)
    assert [each.unit for each in tale.told(RAIN.key)] == [new.key]


@pytest.mark.tool("git")
def test_what_nobody_committed_comes_last(tale: Tale):
    """An edit that has no date yet stands behind all that has one."""
    text = wrote(RAIN, "Es regnet.")
    tale.then(OTHER, text)
    tale.scene.add(at(ANNA.says("vouch", text), ANNA, 20))
    tale.catalog(OTHER, wrote(RAIN, "Es regnet oft."))
    assert tale.kinds()[-2:] == ["vouch", "edited"]


@pytest.mark.tool("git")
def test_an_unreadable_save_log_is_a_remark(tale: Tale):
    """A log of a newer program keeps nobody from reading what was committed."""
    tale.then(OTHER, wrote(RAIN, "Es regnet."))
    tale.scene.write(".editions/saves/2026-01.jsonl", '{"v": 99}\n')
    (told,) = tale.told(RAIN.key)
    assert [event.kind for event in told.events] == ["born", "came", "written"]
    assert any("version" in remark for remark in told.remarks)


@pytest.mark.tool("git")
def test_a_word_given_in_spite_of_an_objection_counts_and_an_older_one_does_not(tale: Tale):
    """Who objected is named; who vouched again in its knowledge stands; a note and a waiver are told."""
    text = wrote(RAIN, "Es regnet.")
    objection = at(BEN.says("revoke", text, reason="too short"), BEN, 5)
    tale.scene.add(
        at(ANNA.says("vouch", text), ANNA, 4), objection, at(BEN.says("note", text, note="why?"), BEN, 6)
    )
    tale.scene.add(at(ANNA.says("waive", text, rule="edge-space", reason="it is so"), ANNA, 7))
    tale.then(OTHER, text)
    objections = sorted(tale.scene.ledger().trust.standing(replace(text, catalog=PATH)).objections)
    tale.scene.add(at(ANNA.says("vouch", text, despite=objections), ANNA, 8))
    tale.commit()
    (told,) = tale.told(RAIN.key)
    said = [(event.kind, event.counts, event.why) for event in told.events if event.by]
    assert said == [
        ("vouch", False, "ben objected to this text"),
        ("revoke", True, "anna vouched again, knowing this"),
        ("note", None, ""),
        ("waive", True, ""),
        ("vouch", True, ""),
    ]
    assert told.todo == "1 more person must vouch for it"
    assert "“too short”" in to_text([told])
    assert "edge-space" in to_text([told])


@pytest.mark.tool("git")
def test_words_that_do_not_count_say_why(tale: Tale):
    """To have written what is a machine's, a key that signed something else, a text that needs work."""
    forged = at(MALLORY.says("vouch", MACHINE), MALLORY, 6) | {"by": "ben"}
    tale.scene.add(at(ANNA.says("wrote", MACHINE), ANNA, 5), forged)
    tale.then(OTHER, MACHINE)
    whys = {event.by: event.why for event in tale.told(RAIN.key)[0].events if event.by}
    assert whys["anna"] == "these are still a machine's words"
    assert "no key of 'ben' signed this line" in whys["ben"]
    needs_work = replace(wrote(RAIN, "Es regnet."), flags=("fuzzy",))
    tale.scene.add(at(BEN.says("vouch", needs_work), BEN, 7))
    tale.then(OTHER, needs_work)
    (told,) = tale.told(RAIN.key)
    assert told.events[-1].why == "the text is marked as needing work"
    assert told.todo.endswith("then 1 more person must vouch for it")


@pytest.mark.tool("git")
def test_what_a_coordinator_says_of_all_is_told(tale: Tale):
    """Texts that were adopted with the project, and a change of the source that was one of looks."""
    text = wrote(RAIN, "Es regnet.")
    commit = tale.then(OTHER, text)
    adopted = {"do": "adopt", "lang": "de", "domain": "a", "commit": commit, "texts": [text_hash(text)]}
    new = changed(text, "Rain is measured at 7.")
    hashes = {"from": fingerprint(source_text(text)), "to": fingerprint(source_text(new))}
    same = {"do": "same", **hashes, "old": text.source, "new": new.source}
    tale.scene.add(at(CORA.signed(adopted), CORA, 3), at(CORA.signed(same), CORA, 5))
    tale.then(OTHER, new)
    tale.then(OTHER, wrote(new, "Es regnet.", previous=None))
    (told,) = tale.told(new.key)
    assert [(event.kind, event.counts) for event in told.events if event.by] == [
        ("adopt", True),
        ("same", True),
    ]
    assert (told.state, told.todo) == ("vouched", "")
    assert "[-seven-]{+7+}" in to_text([told])


@pytest.mark.tool("git")
def test_nothing_that_a_stranger_wrote_acts_on_a_terminal(tale: Tale):
    """Escape sequences, overwriting and reordering are shown as replacement characters, in JSON as ASCII."""
    evil = "\x1b]0;title\x07\x9b31m\u202eabc\x08\x7f"
    tale.then(OTHER, wrote(RAIN, f"Es {evil}"))
    tale.then(OTHER, wrote(RAIN, f"Es regnet {evil}\nsehr"))
    stories = tale.told(RAIN.key)
    assert all(sign.isprintable() or sign == "\n" for sign in to_text(stories))
    assert to_json(stories).isascii()
    with pytest.raises(UserError) as refused:
        tale.told(f"{evil}:7")
    assert str(refused.value).isprintable()


@pytest.mark.tool("git")
def test_only_so_many_versions_are_looked_at_and_that_is_said(tale: Tale, monkeypatch: pytest.MonkeyPatch):
    """The newest versions are told, and that there are more."""
    monkeypatch.setattr(versions, "MOST_COMMITS", 3)
    for number in range(6):
        tale.then(OTHER, wrote(RAIN, f"Text {number}."))
    (told,) = tale.told(RAIN.key)
    assert [event.new for event in told.events if event.kind == "edited"] == ["Text 3.", "Text 4.", "Text 5."]
    assert any("newest 3 versions" in remark for remark in told.remarks)


@pytest.mark.tool("git")
def test_more_than_can_be_read_is_not_read_and_that_is_said(tale: Tale, monkeypatch: pytest.MonkeyPatch):
    """A stranger's huge versions cost no more than a bound."""
    monkeypatch.setattr(versions, "MOST_BYTES", 600)
    for number in range(6):
        tale.then(OTHER, wrote(RAIN, f"Text {number}."))
    (told,) = tale.told(RAIN.key)
    assert "Text 5." in [event.new for event in told.events]
    assert "Text 1." not in [event.new for event in told.events]
    assert any("too large" in remark for remark in told.remarks)


@pytest.mark.tool("git")
def test_a_shallow_clone_does_not_pretend_to_know_the_beginning(tale: Tale, tmp_path: Path):
    """Where only the newest commits were fetched, nothing is said to have come with the oldest of them."""
    for text in ("Text 1.", "Text 2.", "Text 3."):
        tale.then(OTHER, wrote(RAIN, text))
    tale.scene.git("clone", "-q", "--depth", "2", f"file://{tale.scene.root}", str(tmp_path / "clone"))
    (told,) = Tale(Scene(tmp_path / "clone")).told(RAIN.key)
    assert [event.new for event in told.events if event.kind == "edited"] == ["Text 3."]
    assert all("already" in event.text for event in told.events if event.kind in ("born", "came"))
    assert any("unshallow" in remark for remark in told.remarks)


@pytest.mark.tool("git")
def test_a_change_that_is_not_merged_yet_is_told_too(tale: Tale, monkeypatch: pytest.MonkeyPatch):
    """The trusted revision decides what counts, and not what is told."""
    base = tale.then(OTHER, RAIN)
    tale.then(OTHER, wrote(RAIN, "Es regnet."))
    monkeypatch.setenv("EDITIONS_TRUSTED", base)
    assert tale.kinds()[-1] == "written"


@pytest.mark.tool("git")
def test_a_project_within_a_repository_is_read_where_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Folders above the project, also with odd names, and Git's newer hashes make no difference."""
    scene = Scene.make(tmp_path, monkeypatch, place="top/sub [ü] *")
    scene.git("init", "-q", "-b", "main", "--object-format=sha256", folder=tmp_path / "top")
    tale = Tale(scene)
    tale.catalog(OTHER, RAIN)
    scene.git("add", "-A", ".")
    tale.commits.append(scene.git("commit", "-q", "-m", "x", "--date=2026-01-02T00:00:00Z"))
    tale.catalog(OTHER, wrote(RAIN, "Es regnet."))
    (told,) = tale.told(RAIN.key)
    assert [event.kind for event in told.events] == ["born", "came", "written"]
    assert [bool(event.commit) for event in told.events] == [True, True, False]


@pytest.mark.tool("git")
def test_a_place_means_its_language_and_a_key_every_one(tale: Tale):
    """A line of a catalog names the paragraph there; a template's, or a key, the paragraph in all languages."""
    french = "locales/fr/LC_MESSAGES/a.po"
    tale.catalog(OTHER, wrote(RAIN, "Es regnet."))
    tale.then(OTHER, wrote(RAIN, "Il pleut."), path=french)
    data = (tale.scene.root / PATH).read_text(encoding="utf-8").splitlines()
    for number in range(data.index(f'msgid "{RAIN.source}"'), len(data) + 1):
        assert [each.target for each in tale.told(f"{PATH}:{number}", "all")] == ["Es regnet."]
    template = (tale.scene.root / "locales/pot/a.pot").read_text(encoding="utf-8").splitlines()
    number = template.index(f'msgid "{RAIN.source}"') + 1
    for word in (RAIN.key, f"locales/pot/a.pot:{number}"):
        assert [each.language for each in tale.told(word, "all")] == ["de", "fr"]
    assert [each.language for each in tale.told(f"{PATH}:{len(data)}", "fr")] == ["fr"]


@pytest.mark.tool("git")
def test_a_paragraph_that_only_the_source_has_is_missing(tale: Tale):
    """Before the catalogs follow the templates a new paragraph has a story already: a short one."""
    tale.then(OTHER, RAIN)
    (tale.scene.root / PATH).write_text(_file(HEADER, OTHER), encoding="utf-8")
    tale.scene.git("rm", "-q", "--cached", PATH)
    tale.scene.git("commit", "-q", "--amend", "-m", "x")
    (told,) = tale.told(RAIN.key)
    assert (told.state, [event.kind for event in told.events]) == ("missing", ["born"])
    assert "editions update de" in told.todo


@pytest.mark.tool("git")
@pytest.mark.parametrize(
    "word",
    ["", "nonsense", "0" * 16, "A" * 16, f"{PATH}:1", f"{PATH}:9999", "../../etc/passwd:1", "docs/a.rst:1"],
)
def test_who_names_no_paragraph_is_told_how(tale: Tale, word: str):
    """One line says what was wrong and how a paragraph is named; it is a slip of usage."""
    tale.then(OTHER, RAIN)
    with pytest.raises(UserError, match="data-unit") as refused:
        tale.told(word)
    assert refused.value.code == 2
    assert "\n" not in str(refused.value)


@pytest.mark.tool("git")
def test_the_form_for_programs_has_a_version_and_every_field(tale: Tale):
    """Stories with their events; what an event does not have is left out."""
    tale.then(OTHER, MACHINE)
    tale.then(OTHER, PERSON)
    shape = json.loads(to_json(tale.told(RAIN.key)))
    assert shape["version"] == 1
    (told,) = shape["stories"]
    assert set(told) == {
        "language", "unit", "path", "line", "source", "target", "state", "todo", "remarks", "events",
    }  # fmt: skip
    edited = next(event for event in told["events"] if event["kind"] == "edited")
    assert set(edited) == {"kind", "at", "text", "commit", "old", "new", "diff"}
    assert edited["commit"] == tale.commits[-1]


@pytest.mark.tool("git")
@pytest.mark.tool("msgcat")
def test_how_a_tool_wraps_lines_is_no_event(tale: Tale):
    """A catalog that goes through a tool that writes every line anew keeps its story, and its paragraphs are found."""
    long = wrote(replace(RAIN, source=f"{RAIN.source} “Quotes” \\ and\ttabs: {'word ' * 40}"), "Wort " * 60)
    tale.then(OTHER, long)
    for words in (("--width=40",), ("--no-wrap",), ("--width=60", "--sort-output")):
        path = tale.scene.root / PATH
        subprocess.run(["msgcat", *words, "-o", str(path), str(path)], check=True, timeout=30)
        tale.commit()
    tale.then(OTHER, replace(long, targets=("Wort.",)))
    (told,) = tale.told(long.key)
    assert [event.kind for event in told.events if event.kind != "born"] == ["came", "written", "edited"]
    assert told.events[1].commit == tale.commits[0]


@pytest.mark.tool("git")
@pytest.mark.parametrize("seed", range(3))
def test_every_version_of_every_paragraph_is_told(tale: Tale, seed: int):
    """Whatever people did in twenty commits, the texts that are told are those that the strict reader finds."""
    luck = random.Random(seed)  # noqa: S311 - which example is tried is no secret
    sources = ["Rain.", "Wind “and” snow.", "A \\ tab\tand more.", "Rain.", "雨。"]
    units = [replace(RAIN, source=text, context=str(n) if n == 3 else None) for n, text in enumerate(sources)]
    truth: dict[tuple[str | None, str], list[str]] = {unit.identity: [] for unit in units}
    for number in range(20):
        place = luck.randrange(len(units))
        units[place] = wrote(units[place], luck.choice(["", f"Text {number}.", f"{number} Wörter. " * 30]))
        luck.shuffle(units)
        tale.then(*units)
        for unit in Catalog.load(tale.scene.root / PATH, root=tale.scene.root).units:
            if (truth[unit.identity] or [""])[-1] != unit.target:
                truth[unit.identity].append(unit.target)
    for unit in units:
        (told,) = tale.told(unit.key)
        texts = [each.new for each in told.events if each.kind in ("written", "edited", "emptied")]
        assert texts == truth[unit.identity]


@pytest.mark.tool("git")
def test_a_file_whose_name_is_no_text_is_left_out(tale: Tale):
    """What somebody committed under a name that is not UTF-8 does no harm."""
    folder = (tale.scene.root / PATH).parent
    tale.then(OTHER, wrote(RAIN, "Es regnet."))
    (folder / PATH.rpartition("/")[2]).rename(os.fsdecode(bytes(folder) + b"/\xff.po"))
    tale.commit()
    Path(os.fsdecode(bytes(folder) + b"/\xff.po")).rename(folder / "a.po")
    tale.commit()
    (told,) = tale.told(RAIN.key)
    assert told.target == "Es regnet."
    to_text([told]).encode()


TEXTS = st.text(
    alphabet=st.sampled_from('ab “”"\\\n\t\r\v\f\b漢字ไทย؟#~|[]()*.+?^$')
    | st.characters(exclude_categories=["Cs", "Cc"]),
    min_size=1,
    max_size=12,
)


@given(
    st.lists(
        st.tuples(st.none() | TEXTS, TEXTS, st.booleans()),
        min_size=1,
        max_size=6,
        unique_by=lambda each: each[:2],
    )
)
def test_a_unit_is_found_without_reading_the_catalog(identities_: list[tuple[str | None, str, bool]]):
    """Whatever the texts, the quick look finds exactly the unit that the strict reader has, and its names."""
    root = Path("/project")
    units = [
        Unit(PATH, "a", context, source, targets=("Text.",), comments=("note",))
        for context, source, _ in identities_
    ]
    old = [replace(unit, obsolete=gone) for unit, (_, _, gone) in zip(units, identities_, strict=True)]
    old.sort(key=lambda unit: unit.obsolete)
    text = joined(_file(HEADER, *old).encode())
    for unit in old:
        found = find_unit(text, [unit.identity], root / PATH, root=root, domain="a")
        assert found is not None
        assert (found.identity, found.obsolete, found.targets) == (unit.identity, unit.obsolete, unit.targets)
        assert found.comments == unit.comments
    assert find_unit(text, [(None, "no such source")], root / PATH, root=root, domain="a") is None
    assert {unit.identity for unit in old} <= {read_name(*each) for each in identities(text)}


@given(st.text(alphabet="ab ,.漢字\n", max_size=40), st.text(alphabet="ab ,.漢字\n", max_size=40))
def test_a_word_diff_holds_both_texts(old: str, new: str):
    """What was there before and what is there now can be read from it, whole."""
    assert "".join(a for a, _ in pieces(old, new)) == old
    assert "".join(b for _, b in pieces(old, new)) == new
    assert word_diff(old, old) == old


def test_a_plural_without_texts_is_not_written(tale: Tale):
    """Of a new plural nobody wrote anything; with one form it is written, without any it is emptied."""
    empty = replace(RAIN, plural="Rains", targets=("", ""))
    for texts in (("", ""), ("", "Regen"), ("", "")):
        tale.then(replace(empty, targets=texts))
    assert tale.kinds() == ["born", "came", "written", "emptied"]


def test_a_word_diff_is_readable():
    """Whole words and phrases are bracketed, ideographs each by themselves, and what is the same is cut short."""
    assert word_diff("the old text", "the new text") == "the [-old-]{+new+} text"
    assert word_diff("one two three", "one 2 3") == "one [-two three-]{+2 3+}"
    assert word_diff("我喜欢雨", "我讨厌雨") == "我[-喜欢-]{+讨厌+}雨"
    assert word_diff("क्या है", "क्यों है") == "[-क्या-]{+क्यों+} है"
    far = word_diff(f"{'a ' * 50}x {'b ' * 50}y", f"{'a ' * 50}z {'b ' * 50}y", around=8)
    assert far == "… a a a [-x-]{+z+} b b b …"


def test_a_diff_of_endless_texts_ends():
    """Two texts of thousands of words that have nothing in common are one change."""
    old, new = " ".join(f"a{n}" for n in range(4000)), " ".join(f"b{n}" for n in range(4000))
    assert word_diff(old, new) == f"[-{old}-]{{+{new}+}}"
