"""`approve`: what a person is offered to sign, what is refused, and what her signature changes."""

from __future__ import annotations

import difflib
import hashlib
import json
import shutil
import subprocess
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from editions import approve
from editions.approve import Candidate, Sitting, Wish, hers, propose, sign
from editions.catalog import Catalog, CatalogError, Unit
from editions.check import check
from editions.journal import Pen, find_pen, pen, read_ledger, seal
from editions.journal.line import LONGEST
from editions.problem import UserError
from editions.project import Project
from editions.state import state_of
from vouching import ANNA, BEN, CATALOG, CORA, DAN, Scene, Signer, crew

if TYPE_CHECKING:
    from pathlib import Path

    from editions.language import Language

A = "locales/de/LC_MESSAGES/a.po"
DESK = Signer("desk")
EVE = Signer("eve")
HUMAN = Unit(A, "a", None, "A sentence.", targets=("Ein Satz.",))
DRAFT = Unit(A, "a", None, "Signs", targets=("Zeichen",))
pytestmark = pytest.mark.tool("ssh-keygen")


def sha16(text: str) -> str:
    """The first 16 digits of a text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def mark(unit: Unit, source: str = "") -> str:
    """A mark of the unit's words, by default for its own source."""
    return f"# mt: llm 2026-08-04 s={sha16(source or unit.source)} t={sha16(unit.target)}\n"


def entry(unit: Unit, head: str = "") -> str:
    """An entry of a catalog."""
    return f'\n{head}msgid "{unit.source}"\nmsgstr "{unit.target}"\n'


def texts(head: str, *targets: str) -> str:
    """Entries with the sources `Text 1`, `Text 2` and so on."""
    units = [Unit(A, "a", None, f"Text {number}", targets=(each,)) for number, each in enumerate(targets, 1)]
    return "".join(entry(unit, head) for unit in units)


@dataclass(frozen=True)
class Room:
    """A scene with a German catalog, and whoever comes in to sign."""

    scene: Scene

    def write(self, *entries: str, name: str = A) -> Path:
        """Puts a German catalog there."""
        return self.scene.write(name, CATALOG.format("de", "".join(entries)))

    @property
    def project(self) -> Project:
        """The project as it lies there."""
        return Project.load(self.scene.root)

    @property
    def language(self) -> Language:
        """German."""
        return self.project.choose(["de"])[0]

    def offer(self, who: Signer, wish: Wish | None = None) -> tuple[Sitting, list[Candidate], Pen]:
        """What is offered to a person."""
        project, language = self.project, self.language
        ledger = read_ledger(project, [language])
        sitting = Sitting(project, language, ledger, wish or Wish())
        problems = check(project, [language], ledger=ledger)
        own = find_pen(project, ledger, key=who.save(self.scene.root.parent / "keys"))
        return sitting, propose(sitting, problems, own.person.id), own

    def reasons(self, who: Signer, wish: Wish | None = None) -> dict[str, str]:
        """By translation: why it cannot be signed; empty where it can."""
        return {each.unit.target: each.why_not for each in self.offer(who, wish)[1]}

    def sign(self, who: Signer, wish: Wish | None = None) -> tuple[int, int]:
        """She signs what she is offered."""
        return sign(*self.offer(who, wish))

    def states(self) -> dict[str, str]:
        """The states of the catalog's units, by translation."""
        trust = self.scene.ledger().trust
        units = Catalog.load(self.scene.root / A, root=self.scene.root).units
        return {unit.target: state_of(unit, trust) for unit in units}


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    """A project without version control whose crew is enrolled: a person's text and a draft."""
    scene = Scene.make(tmp_path, monkeypatch)
    eve = EVE.entry("reviewer", languages=("fr",))
    scene.enrol(f"{crew()}\n{DESK.entry('desk', languages=('all',))}\n{eve}")
    found = Room(scene)
    found.write(entry(HUMAN), entry(DRAFT, mark(DRAFT) + "#, fuzzy\n"))
    return found


def named(unit: Unit, do: str = "vouch", words: str = "") -> Wish:
    """A wish about one unit."""
    return Wish(do, (unit.key,), words)


# ---- what is offered -----------------------------------------------------------------------------------------------


def test_all_that_is_ready_is_offered_once(room: Room):
    """Drafts and people's texts; what is empty, what she signed, and what has enough people is not mentioned."""
    room.write(entry(HUMAN), entry(DRAFT, mark(DRAFT) + "#, fuzzy\n"), texts("", "", " "))
    assert room.reasons(ANNA) == {"Ein Satz.": "", "Zeichen": ""}
    assert room.sign(ANNA) == (2, 0)
    assert room.reasons(ANNA) == {}
    assert room.sign(BEN) == (2, 2)
    assert room.reasons(BEN) == room.reasons(CORA) == {}
    assert room.states() == {"Ein Satz.": "vouched", "Zeichen": "vouched", "": "missing", " ": "missing"}


def test_a_draft_for_an_earlier_source_is_never_signed(room: Room):
    """Not even if it is named: the machine has not seen this source."""
    room.write(entry(DRAFT, mark(DRAFT, "Sign")))
    for wish in (Wish(), named(DRAFT), named(DRAFT, "wrote")):
        assert all(room.reasons(ANNA, wish).values())
        assert room.sign(ANNA, wish) == (0, 0)
    assert not room.scene.journal("anna").exists()


@pytest.mark.parametrize("head", ["#, fuzzy\n", '#| msgid "A phrase."\n', '#, fuzzy\n#| msgid "A phrase."\n'])
def test_a_persons_text_that_needs_work_is_signed_only_if_named(room: Room, head: str):
    """Whoever signs all that is ready does not sign what somebody doubts or what has a new source."""
    room.write(entry(HUMAN, head))
    assert "name it with --unit" in room.reasons(ANNA)["Ein Satz."]
    assert room.sign(ANNA) == (0, 0)
    assert room.reasons(ANNA, named(HUMAN)) == {"Ein Satz.": ""}
    assert room.sign(ANNA, named(HUMAN)) == (1, 0)
    assert room.states() == {"Ein Satz.": "changed"}
    assert room.sign(BEN, named(HUMAN)) == (1, 1)
    assert room.states() == {"Ein Satz.": "vouched"}


@pytest.mark.parametrize("wish", [Wish(), named(HUMAN), named(HUMAN, "wrote")], ids=["all", "named", "wrote"])
def test_what_check_refuses_is_never_signed(room: Room, wish: Wish):
    """A text with an error is listed with the error, and stays unsigned."""
    evil = replace(HUMAN, targets=("Ein :download:`Satz <../../pyproject.toml>`.",))
    room.write(entry(evil))
    assert "[markup]" in room.reasons(BEN, wish)[evil.target]
    assert room.sign(BEN, wish) == (0, 0)
    assert not room.scene.journal("ben").exists()


def test_a_unit_is_named_by_its_key_or_any_of_its_lines(room: Room):
    """path:line means the paragraph that stands there, also written with ./; the line between two is nobody's."""
    lines = (room.scene.root / A).read_text("utf-8").splitlines()
    first = lines.index('msgid "A sentence."') + 1
    for name in (HUMAN.key, f"{A}:{first}", f"{A}:{first + 1}", f"./{A}:{first}"):
        assert list(room.reasons(ANNA, Wish(units=(name,)))) == ["Ein Satz."], name
    assert list(room.reasons(ANNA, Wish(units=(f"{A}:{lines.index(mark(DRAFT).strip()) + 1}",)))) == [
        "Zeichen"
    ]
    for name in (
        "0" * 16,
        f"{A}:1",
        f"{A}:{first - 1}",
        f"{A}:9999",
        f"{A}:{'9' * 5000}",
        "b.po:1",
        "",
        "\x1b[2J",
    ):
        with pytest.raises(UserError, match="has no such paragraph") as raised:
            room.reasons(ANNA, Wish(units=(name,)))
        assert "\x1b" not in str(raised.value)


# ---- what it looks like ----------------------------------------------------------------------------------------------


def test_all_that_is_signed_is_shown_whole():
    """Context, plural, every form, and a long text with many line feeds to its last word: all of it is signed."""
    long = "Zeile\n" * 400 + "Ende"
    unit = Unit(A, "a", "menu", "One sign", "Many signs", targets=("Ein Zeichen", long))
    shown = str(Candidate(unit, "translated"))
    assert all(word in shown for word in ("menu", "One sign", "Many signs", "Ein Zeichen", "Ende"))
    assert len(shown.splitlines()) == 4


@pytest.mark.parametrize(
    "sign", ["\x1b[2J", "\x9b2J", "\r", "\x08", "\x00", "\u202e", "\u2066", "\u200f", "\u2028"]
)
def test_nothing_that_is_listed_acts_on_a_terminal(sign: str):
    """Neither in texts, context and reasons nor in the name of a catalog's file."""
    unit = Unit(
        f"locales/de/LC_MESSAGES/a{sign}\n.po", "a", sign, f"A{sign}", sign, targets=(f"B{sign}", sign)
    )
    for candidate in (Candidate(unit, "translated"), Candidate(unit, "translated", f"no{sign}")):
        assert sign not in str(candidate)
        assert str(candidate).splitlines()[0].startswith("locales/de/LC_MESSAGES/a")
        assert unit.key in str(candidate).splitlines()[0]


# ---- who may sign ----------------------------------------------------------------------------------------------------


def test_a_person_without_a_role_signs_nothing(room: Room):
    """A translator vouches for nothing, a reviewer of French signs nothing German: it is said before, not after."""
    for who in (DAN, EVE):
        assert all("has no role" in why for why in room.reasons(who).values())
        assert room.sign(who) == (0, 0)
        with pytest.raises(UserError, match=rf"nothing was signed: '{who.id}' has no role"):
            hers([room.language], Wish(), room.offer(who)[2])
    assert room.sign(DAN, Wish("wrote")) == (1, 0)
    assert hers([room.language], Wish("wrote"), room.offer(DAN)[2]) == [room.language]


def test_the_pen_itself_refuses_what_would_count_for_nothing(room: Room):
    """Whoever calls it: a line without a role, or that no journal can hold, is not written."""
    sitting, candidates, own = room.offer(EVE)
    line = sitting.wish.line(candidates[0].unit, sitting.ledger)
    with pytest.raises(UserError, match="has no role"):
        own.write(room.project, room.language, [line])
    anna = room.offer(ANNA)[2]
    for broken in (line | {"text": "0"}, line | {"reason": "a\nb"}, line | {"do": "note"}):
        with pytest.raises(ValueError, match="this line's"):
            anna.write(room.project, room.language, [line, broken])
    assert not room.scene.journal("eve").exists()
    assert not room.scene.journal("anna").exists()


def test_the_desk_signs_for_others_and_not_for_itself(room: Room):
    """With its key alone nobody speaks; with --by it is the person, as far as the person may."""
    project, ledger = room.project, room.scene.ledger()
    key = DESK.save(room.scene.root.parent / "keys")
    with pytest.raises(UserError, match="--by ID"):
        hers([room.language], Wish(), find_pen(project, ledger, key=key))
    as_anna = find_pen(project, ledger, key=key, by="anna")
    assert as_anna.person.id == "anna"
    sitting, candidates, _ = room.offer(ANNA)
    assert sign(sitting, candidates, as_anna) == (2, 0)
    assert room.scene.complaints() == []
    assert room.reasons(ANNA) == {}
    assert not find_pen(project, ledger, key=key, by="dan").may("vouch", "de")


def test_a_desk_of_another_language_cannot_lend_its_key(room: Room):
    """What it would sign would count for nothing, so it is not written."""
    room.scene.enrol(f"{crew()}\n{DESK.entry('desk', languages=('fr',))}")
    key = DESK.save(room.scene.root.parent / "keys")
    as_anna = find_pen(room.project, room.scene.ledger(), key=key, by="anna")
    sitting, candidates, _ = room.offer(ANNA)
    with pytest.raises(UserError, match="the desk 'desk' has no part in de"):
        sign(sitting, candidates, as_anna)
    assert not room.scene.journal("anna").exists()


def test_a_key_whose_public_half_is_another_ones_signs_nothing(room: Room, monkeypatch: pytest.MonkeyPatch):
    """Anna's .pub beside Ben's private key: what it signs would be forged, so it is not written."""
    folder = room.scene.root.parent / "keys"
    path = BEN.save(folder)
    path.with_name("ben.pub").write_text(f"{ANNA.public}\n", encoding="ascii")
    own = find_pen(room.project, room.scene.ledger(), key=path)
    assert own.person.id == "anna"
    sitting, candidates, _ = room.offer(ANNA)
    with pytest.raises(UserError, match="doesn't match private"):
        sign(sitting, candidates, own)
    monkeypatch.setattr(pen, "sign", lambda payloads, *_: [BEN.seal(each) for each in payloads])
    with pytest.raises(UserError, match="is not the key that its"):
        sign(sitting, candidates, own)
    assert not room.scene.journal("anna").exists()


# ---- keys --------------------------------------------------------------------------------------------------------


def refusal(room: Room, **named: Any) -> str:
    """What is said where no pen is found."""
    with pytest.raises(UserError) as raised:
        find_pen(room.project, room.scene.ledger(), **named)
    assert raised.value.code == 2
    return str(raised.value)


def at_home(room: Room, *signers: Signer) -> Path:
    """The folder of a person's keys, with those of some people; returns the last one's file."""
    return [who.save(room.scene.root.parent / "home" / ".ssh") for who in signers][-1]


def test_a_key_speaks_for_its_owner_alone(room: Room):
    """Another one's id is refused and not offered for enrolment, an unknown one too, also where it only looks alike."""
    path = at_home(room, ANNA)
    for key in (None, path):
        assert "no key of 'ben' is at hand; here are only keys of 'anna'" in refusal(room, by="ben", key=key)
    assert "nobody in locales/people.toml has this id" in refusal(room, by="\u0430nna")
    assert find_pen(room.project, room.scene.ledger(), by="anna").person.id == "anna"


def test_public_halves_of_others_are_no_keys(room: Room):
    """People keep them beside their own; a key that is here twice is one."""
    path = at_home(room, BEN, ANNA)
    path.with_name("ben").unlink()
    shutil.copy(path, path.with_name("id_ed25519"))
    assert find_pen(room.project, room.scene.ledger()).person.id == "anna"
    path.unlink()
    path.with_name("id_ed25519").unlink()
    assert "you have no Ed25519 key" in refusal(room)
    assert "you have no Ed25519 key" in refusal(room, by="ben")


def test_a_person_goes_before_the_desk(room: Room):
    """Where the desk's key lies beside her own, she is who signs; two people have to say who is there."""
    at_home(room, DESK, ANNA)
    found = find_pen(room.project, room.scene.ledger())
    assert (found.person.id, found.owner.id) == ("anna", "anna")
    at_home(room, BEN)
    assert "your keys speak for anna and ben; say for whom: --by anna" in refusal(room)
    assert find_pen(room.project, room.scene.ledger(), by="ben").owner.id == "ben"
    assert find_pen(room.project, room.scene.ledger(), by="dan").owner.id == "desk"


def test_a_void_key_is_told_as_such(room: Room):
    """Not as one to enrol, and not as one that waits to be committed."""
    room.scene.enrol(ANNA.entry(more='void_since = "0123456789"'))
    path = at_home(room, ANNA)
    for key in (None, path):
        assert "this key is void" in refusal(room, key=key)


def test_a_key_of_another_kind_is_told_as_such(room: Room, tmp_path: Path):
    """RSA, a file that is no key, a folder, nothing at all."""
    path = tmp_path / "home" / ".ssh" / "id_rsa"
    path.parent.mkdir()
    command = ["ssh-keygen", "-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", str(path)]
    subprocess.run(command, check=True, timeout=60, stdin=subprocess.DEVNULL)
    assert "you have no Ed25519 key. Make one with `ssh-keygen -t ed25519`" in refusal(room)
    (tmp_path / "noise").write_bytes(bytes(range(256)))
    for key in (path, path.with_suffix(".pub"), tmp_path / "noise"):
        assert "no Ed25519 key is found there" in refusal(room, key=key)
    for key in (tmp_path, tmp_path / "none", tmp_path / "\x1b[2J"):
        assert "there is no such file" in refusal(room, key=key)
        assert "\x1b" not in refusal(room, key=key)


def test_a_stranger_gets_an_entry_that_can_be_pasted(room: Room):
    """It is right as it stands: enrolled so, she may sign."""
    mallory = Signer("mallory")
    at_home(room, mallory)
    told = refusal(room, by=None, lang="de")
    block = told[told.index("[[person]]") :].replace("your-id", "mallory")
    room.scene.enrol(f"{crew()}\n{block}")
    assert find_pen(room.project, room.scene.ledger()).may("vouch", "de")


# ---- machine text stays machine text -----------------------------------------------------------------------------


def test_nobody_wrote_what_a_machine_wrote(room: Room):
    """All that she wrote leaves drafts out; named it is refused, with a word about what to do."""
    assert room.reasons(DAN, Wish("wrote")) == {"Ein Satz.": ""}
    assert "a machine's words" in room.reasons(DAN, named(DRAFT, "wrote"))["Zeichen"]
    assert room.sign(DAN, named(DRAFT, "wrote")) == (0, 0)


@pytest.mark.tool("git")
def test_a_mark_that_was_taken_away_makes_nobody_the_writer(room: Room):
    """Without its mark a draft looks like a person's; who vouches for it may, who says she wrote it may not."""
    room.scene.commit()
    room.write(entry(HUMAN), entry(DRAFT))
    for wish in (Wish("wrote"), named(DRAFT, "wrote")):
        assert "[vanished-mark]" in room.reasons(DAN, wish)["Zeichen"]
    assert room.reasons(ANNA)["Zeichen"] == ""
    room.scene.add(DAN.says("wrote", DRAFT), ANNA.says("vouch", DRAFT))
    problems = check(room.project, [room.language], ledger=room.scene.ledger())
    assert [each.rule for each in problems if each.severity == "error"] == ["vanished-mark"]


def test_who_signs_all_that_she_wrote_signs_nothing_of_others(room: Room):
    """Else two translators would vouch for each other's texts without reading them; named it can be signed."""
    assert room.sign(DAN, Wish("wrote")) == (1, 0)
    assert "'dan' signed to have written it" in room.reasons(BEN, Wish("wrote"))["Ein Satz."]
    assert room.reasons(BEN, named(HUMAN, "wrote")) == {"Ein Satz.": ""}
    assert room.reasons(BEN)["Ein Satz."] == ""


# ---- what a signature changes ------------------------------------------------------------------------------------


def test_the_second_person_completes_it(room: Room):
    """“Needs work” is cleared, the mark stays: one line of the catalog goes, nothing else changes."""
    path = room.scene.root / A
    before = path.read_text("utf-8").splitlines()
    assert room.sign(ANNA, named(DRAFT)) == (1, 0)
    assert path.read_text("utf-8").splitlines() == before
    assert room.sign(BEN, named(DRAFT)) == (1, 1)
    changed = [line for line in difflib.ndiff(before, path.read_text("utf-8").splitlines()) if line[0] != " "]
    assert changed == ["- #, fuzzy"]
    assert room.states()["Zeichen"] == "vouched"


def test_a_flag_that_is_left_over_on_a_draft_goes_with_the_next_signature(room: Room):
    """Two words for a draft met in a merge: either of the two clears the flag, without signing again."""
    room.scene.add(ANNA.says("vouch", DRAFT), BEN.says("vouch", DRAFT))
    assert room.states()["Zeichen"] == "vouched"
    assert "Zeichen" not in room.reasons(CORA)
    journal = room.scene.journal("anna").read_bytes()
    room.write(entry(DRAFT, mark(DRAFT) + "#, fuzzy\n"))
    assert room.sign(ANNA) == (0, 1)
    assert room.scene.journal("anna").read_bytes() == journal
    assert "fuzzy" not in (room.scene.root / A).read_text("utf-8")
    assert room.reasons(ANNA) == {}


def test_a_flag_on_a_persons_text_is_cleared_only_by_name(room: Room):
    """It may be left over, it may be a new doubt: who clears it has to mean it."""
    room.write(entry(HUMAN, "#, fuzzy\n"))
    room.scene.add(ANNA.says("vouch", HUMAN), BEN.says("vouch", HUMAN))
    assert room.states() == {"Ein Satz.": "changed"}
    assert room.sign(ANNA) == (0, 0)
    assert room.states() == {"Ein Satz.": "changed"}
    assert room.sign(ANNA, named(HUMAN)) == (0, 1)
    assert room.states() == {"Ein Satz.": "vouched"}


def test_an_objection_takes_all_words_away_until_somebody_answers_it(room: Room):
    """After a revoke the draft is a draft; signing all leaves it alone; by name it is signed in spite of it."""
    for who in (ANNA, BEN):
        room.sign(who)
    assert set(room.states().values()) == {"vouched"}
    for unit in (HUMAN, DRAFT):
        assert room.sign(CORA, named(unit, "revoke", "It reads oddly.")) == (1, 0)
    assert room.states() == {"Ein Satz.": "translated", "Zeichen": "machine"}
    assert all("somebody says that it needs work" in why for why in room.reasons(ANNA).values())
    assert room.sign(ANNA) == (0, 0)
    assert room.sign(ANNA, named(DRAFT)) == (1, 0)
    assert room.states()["Zeichen"] == "machine"
    assert room.sign(BEN, named(DRAFT)) == (1, 1)
    assert room.states() == {"Ein Satz.": "translated", "Zeichen": "vouched"}
    last = json.loads(room.scene.journal("ben").read_text("utf-8").splitlines()[-1])
    assert len(last["despite"]) == 1


def test_a_text_that_changes_while_she_reads_is_not_signed(room: Room):
    """Her word is for what she was shown; the new text has none, and keeps its flag."""
    room.scene.add(BEN.says("vouch", DRAFT), BEN.says("vouch", replace(DRAFT, targets=("Schilder",))))
    sitting, candidates, own = room.offer(ANNA, named(DRAFT))
    path = room.write(entry(replace(DRAFT, targets=("Schilder",)), "#, fuzzy\n"))
    before = path.read_bytes()
    assert sign(sitting, candidates, own) == (1, 1)
    assert room.states() == {"Schilder": "changed"}
    assert path.read_bytes() == before


def test_an_objection_that_comes_while_she_reads_is_not_overruled(room: Room):
    """She did not know of it, so her word does not stand against it."""
    room.scene.add(BEN.says("vouch", DRAFT))
    sitting, candidates, own = room.offer(ANNA, named(DRAFT))
    room.scene.add(CORA.says("revoke", DRAFT, reason="Odd."))
    assert sign(sitting, candidates, own) == (1, 0)
    assert room.states()["Zeichen"] == "machine"


def test_a_journal_grows_at_its_end(room: Room):
    """What stood there stays byte for byte, also if its last line had no end; nothing is written twice."""
    room.scene.add(ANNA.says("note", HUMAN, note="Seen."))
    journal = room.scene.journal("anna")
    journal.write_bytes(before := journal.read_bytes().rstrip(b"\n") + b"\r\nno line")
    room.sign(ANNA, named(HUMAN))
    after = journal.read_bytes()
    assert after.startswith(before + b"\n")
    assert after.endswith(b"\n")
    room.sign(ANNA, named(HUMAN))
    assert journal.read_bytes() == after


def test_an_interrupt_while_signing_leaves_the_journal_as_it_was(room: Room, monkeypatch: pytest.MonkeyPatch):
    """Lines are written when all of them are signed."""
    room.scene.add(ANNA.says("note", HUMAN, note="Seen."))
    before = room.scene.journal("anna").read_bytes()

    def interrupted(*_: object) -> list[str]:
        raise KeyboardInterrupt

    monkeypatch.setattr(pen, "sign", interrupted)
    with pytest.raises(KeyboardInterrupt):
        room.sign(ANNA)
    assert room.scene.journal("anna").read_bytes() == before


def test_a_journal_that_is_a_link_is_refused(room: Room):
    """Nothing is written through it."""
    target = room.scene.root.parent / "elsewhere"
    target.write_text("as it was\n", encoding="utf-8")
    room.scene.journal("anna").parent.mkdir(parents=True)
    room.scene.journal("anna").symlink_to(target)
    with pytest.raises(CatalogError, match=r"reviews/anna\.jsonl:1: this is a link"):
        room.sign(ANNA)
    assert target.read_text("utf-8") == "as it was\n"
    assert room.scene.journal("anna").is_symlink()


def test_a_folder_of_journals_that_leads_out_of_the_project_is_refused(room: Room):
    """A link in the place of the folder is not followed."""
    target = room.scene.root.parent / "elsewhere"
    target.mkdir()
    room.scene.journal("anna").parent.symlink_to(target)
    with pytest.raises(CatalogError, match="leads out of the project"):
        room.sign(ANNA)
    assert list(target.iterdir()) == []


def test_many_are_signed_in_one_call(room: Room, monkeypatch: pytest.MonkeyPatch):
    """ssh-keygen is called once, however many texts there are."""
    room.write(texts("", *(f"Satz {number}" for number in range(120))))
    calls: list[list[str]] = []
    run = subprocess.run

    def counted(command: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        calls.append(command)
        return run(command, **options)

    monkeypatch.setattr(seal.subprocess, "run", counted)
    assert room.sign(ANNA) == (120, 0)
    assert len([command for command in calls if command[1:3] == ["-Y", "sign"]]) == 1
    assert room.scene.complaints() == []


@pytest.mark.slow
def test_a_thousand_are_signed_and_completed(room: Room):
    """1,000 drafts, two people: all vouched, every flag gone, every mark there."""
    units = [Unit(A, "a", None, f"Text {n}", targets=(f"Satz {n}",)) for n in range(1000)]
    room.write(*(entry(unit, mark(unit) + "#, fuzzy\n") for unit in units))
    assert room.sign(ANNA) == (1000, 0)
    assert room.sign(BEN) == (1000, 1000)
    text = (room.scene.root / A).read_text("utf-8")
    assert text.count("# mt: ") == 1000
    assert "fuzzy" not in text
    assert set(room.states().values()) == {"vouched"}


# ---- wishes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["x" * (LONGEST + 1), "two\nlines", "\x1b[2J", "\u202eback"])
def test_a_reason_is_one_plain_line(words: str):
    """What no journal can hold is refused before anything is signed."""
    with pytest.raises(UserError, match="one line of at most"):
        named(HUMAN, "revoke", words)
    with pytest.raises(UserError, match="one line of at most"):
        Wish(words=words)


@pytest.mark.parametrize("do", ["revoke", "note", "waive"])
def test_some_things_are_said_of_single_paragraphs_and_with_a_reason(do: str):
    """Never of all that there are."""
    with pytest.raises(UserError, match="needs --unit"):
        Wish(do, (), "Because.", "straight-quotes")
    for words in ("", "  "):
        with pytest.raises(UserError, match="needs --reason"):
            Wish(do, (HUMAN.key,), words, "straight-quotes")


def test_only_rules_of_taste_are_waived(room: Room):
    """Safety, a vanished mark, or a rule that is none cannot be signed away."""
    for rule in ("markup", "vanished-mark", "mark-form", "No Rule", "\x1b"):
        with pytest.raises(UserError, match="people can say that these rules are wrong") as raised:
            Wish("waive", (HUMAN.key,), "It is right.", rule)
        assert "\x1b" not in str(raised.value)
    waivable = [
        rule.name for scope in ("unit", "terms", "language") for rule in approve.rules(scope) if rule.waivable
    ]
    assert waivable
    assert room.sign(ANNA, Wish("waive", (HUMAN.key,), "It is right.", waivable[0])) == (1, 0)
    assert len(room.scene.ledger().waivers) == 1
    assert room.scene.complaints() == []
