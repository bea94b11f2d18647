"""The pen: whose key is at hand, and what it writes into which journal."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from editions.fingerprint import text_hash
from editions.journal import Pen, find_pen, on_unit
from editions.problem import UserError
from editions.project import Project
from vouching import ANNA, BEN, CORA, DAN, MALLORY, PHRASE, SENTENCE, Scene, Signer, crew

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.tool("ssh-keygen"), pytest.mark.tool("git")]
DESK = Signer("desk")


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A project that enrolled its crew and a desk; nobody has a key at hand."""
    found = Scene.make(tmp_path, monkeypatch)
    found.enrol(crew() + DESK.entry("desk", languages=("all",)))
    return found


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """The folder of SSH keys of whoever sits here."""
    return tmp_path / "home/.ssh"


def pen(scene: Scene, **how: object) -> Pen:
    """The pen that the program finds."""
    return find_pen(Project.load(scene.root), scene.ledger(), **how)


def write(scene: Scene, found: Pen, *units: object, do: str = "vouch", **more: object) -> int:
    """Writes a line about each unit, as the program does."""
    project, ledger = Project.load(scene.root), scene.ledger()
    language = next(each for each in project.languages if each.code == units[0].language)
    return found.write(project, language, [on_unit(do, unit, ledger, **more) for unit in units])


def test_what_two_pens_write_makes_a_text_vouched(scene: Scene, keys: Path):
    """Anna signs with the key in her home, Ben with a file that he names; each in a journal of her own."""
    ANNA.save(keys)
    assert write(scene, pen(scene), SENTENCE) == 1
    assert scene.state() == "translated"
    assert write(scene, pen(scene, key=BEN.save(keys.parent / "stick")), SENTENCE) == 1
    assert (scene.state(), scene.complaints()) == ("vouched", [])
    assert sorted(path.name for path in scene.journal("x").parent.iterdir()) == ["anna.jsonl", "ben.jsonl"]


def test_the_save_log_takes_only_what_is_new(scene: Scene, keys: Path):
    """Of a journal that grows the log has each line once, not the whole journal with every line."""
    ANNA.save(keys)
    for word in ("eins", "zwei", "drei"):
        write(scene, pen(scene), SENTENCE, do="note", note=word)
    (log,) = (scene.root / ".editions" / "saves").iterdir()
    saves = [json.loads(line) for line in log.read_bytes().splitlines()]
    assert [(save["line"], save["old"]) for save in saves] == [(1, ""), (2, ""), (3, "")]
    assert "".join(save["new"] for save in saves) == scene.journal("anna").read_text("utf-8")


def test_a_line_says_what_it_is_about(scene: Scene, keys: Path):
    """Version, kind, person, language, unit, text and moment, in ASCII, on one line."""
    ANNA.save(keys)
    write(scene, pen(scene), SENTENCE, do="note", note="schön")
    raw = scene.journal("anna").read_bytes()
    line = json.loads(raw)
    assert raw.isascii()
    assert raw.count(b"\n") == 1
    assert {name: line[name] for name in ("v", "do", "by", "lang", "unit", "text", "note")} == {
        "v": 1, "do": "note", "by": "anna", "lang": "de", "unit": SENTENCE.key,
        "text": text_hash(SENTENCE), "note": "schön",
    }  # fmt: skip
    assert line["at"].endswith("Z")


def test_a_new_vouch_knows_the_objections(scene: Scene, keys: Path):
    """Signed by the pen after an objection, two vouches count; they name it."""
    scene.add(ANNA.says("vouch", SENTENCE), BEN.says("vouch", SENTENCE), DAN.says("revoke", SENTENCE))
    assert scene.state() == "translated"
    for signer in (ANNA, BEN):
        write(scene, pen(scene, key=signer.save(keys)), SENTENCE)
    assert scene.state() == "vouched"
    assert len(json.loads(scene.journal("ben").read_text().splitlines()[-1])["despite"]) == 1


def test_what_stands_in_a_journal_stays(scene: Scene, keys: Path):
    """New lines follow the old bytes, even where the last line has no end, or cannot be read."""
    ANNA.save(keys)
    before = b'{"cut": '
    scene.write("locales/de/reviews/anna.jsonl", before)
    write(scene, pen(scene), SENTENCE)
    assert scene.journal("anna").read_bytes().startswith(before + b"\n{")
    assert scene.ledger().trust.people_behind(SENTENCE) == {"anna"}


def test_two_who_write_at_once_lose_nothing(scene: Scene, keys: Path):
    """Both open the same journal; the lock lets one after the other add her line."""
    ANNA.save(keys)
    code = (
        "import sys; from pathlib import Path; from editions.project import Project\n"
        "from editions.journal import *\n"
        "project = Project.load(Path(sys.argv[1])); ledger = read_ledger(project, project.languages)\n"
        "pen = find_pen(project, ledger)\n"
        "for n in range(4): pen.write(project, project.languages[0],"
        " [{'do': 'note', 'unit': '0' * 16, 'text': '0' * 64, 'note': sys.argv[2] + str(n)}])\n"
    )
    command = [sys.executable, "-c", code, str(scene.root)]
    processes = [subprocess.Popen([*command, name]) for name in ("a", "b", "c")]
    assert [process.wait(timeout=60) for process in processes] == [0, 0, 0]
    notes = {line.fields["note"] for line in scene.ledger().lines}
    assert notes == {f"{name}{number}" for name in "abc" for number in range(4)}


def test_a_journal_that_is_a_link_is_not_written(scene: Scene, keys: Path):
    """A stranger's link in the place of Anna's journal leads her pen nowhere."""
    ANNA.save(keys)
    victim = scene.write("docs/victim.rst", "mine")
    scene.journal("anna").parent.mkdir(parents=True)
    scene.journal("anna").symlink_to(victim)
    with pytest.raises(UserError, match="this is a link"):
        write(scene, pen(scene), SENTENCE)
    assert victim.read_text(encoding="utf-8") == "mine"


def test_a_coordinator_writes_for_the_source(scene: Scene, keys: Path):
    """`same` goes to locales/source.jsonl; kinds that do not belong there are a bug of the caller."""
    CORA.save(keys)
    found, project = pen(scene), Project.load(scene.root)
    assert found.write(project, None, [{"do": "same", "from": "0" * 64, "to": "1" * 64}]) == 1
    assert [line.path for line in scene.ledger().lines] == ["locales/source.jsonl"]
    assert found.write(project, None, []) == 0
    for language, line in ((None, {"do": "note"}), (project.languages[0], {"do": "same"})):
        with pytest.raises(ValueError, match=r"source\.jsonl"):
            found.write(project, language, [line])


def test_git_s_signing_key_is_at_hand(scene: Scene, tmp_path: Path):
    """Whoever signs commits with an SSH key needs to name no other."""
    scene.git("init", "-q")
    key = BEN.save(tmp_path / "elsewhere")
    scene.git("config", "user.signingkey", f"{key}.pub")
    assert pen(scene).person.id == "ben"


@pytest.fixture
def agent(scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    """An SSH agent of this test's own, which has Anna's key; no file has it."""
    process = subprocess.Popen(["ssh-agent", "-D", "-a", str(tmp_path / "a")], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    monkeypatch.setenv("SSH_AUTH_SOCK", str(tmp_path / "a"))
    key = ANNA.save(tmp_path / "away")
    subprocess.run(["ssh-add", "-q", str(key)], check=True, timeout=30, capture_output=True)
    key.unlink()
    key.with_name("anna.pub").unlink()
    yield scene
    process.terminate()
    process.wait(timeout=30)


@pytest.mark.tool("ssh-agent")
def test_a_key_in_the_agent_signs(agent: Scene):
    """No file has the key: the agent signs."""
    scene, found = agent, pen(agent)
    assert (found.person.id, found.key.path) == ("anna", None)
    write(scene, found, SENTENCE)
    assert scene.ledger().trust.people_behind(SENTENCE) == {"anna"}


def test_a_desk_writes_for_people(scene: Scene, keys: Path):
    """With the desk's key, and in whose name; without a name it speaks for nobody who counts."""
    DESK.save(keys)
    write(scene, pen(scene, by="anna"), SENTENCE)
    write(scene, pen(scene, by="ben"), SENTENCE)
    assert scene.state() == "vouched"
    with pytest.raises(UserError, match="is the desk's key, which signs for others"):
        write(scene, pen(scene), PHRASE)
    assert not scene.journal("desk", "fr").exists()


def test_nobody_writes_in_another_person_s_name(scene: Scene, keys: Path):
    """Ben's key is no key of Anna's, whatever he asks for."""
    BEN.save(keys)
    with pytest.raises(UserError, match="no key of 'anna' is at hand; here are only keys of 'ben'"):
        pen(scene, by="anna")
    with pytest.raises(UserError, match=r"nobody in locales/people\.toml has this id; it has: anna, ben"):
        pen(scene, by="zoe")


def test_two_people_at_one_computer_say_who_writes(scene: Scene, keys: Path):
    """Keys of two enrolled people: the program asks which, and does not guess."""
    ANNA.save(keys)
    BEN.save(keys)
    with pytest.raises(UserError, match="your keys speak for anna and ben; say for whom: --by anna"):
        pen(scene)
    assert pen(scene, by="ben").person.id == "ben"


def test_without_a_key_it_says_how_to_make_and_enrol_one(scene: Scene, keys: Path):
    """First ssh-keygen, then the entry for people.toml, with the key in it."""
    with pytest.raises(UserError, match="Make one with `ssh-keygen -t ed25519`"):
        pen(scene)
    MALLORY.save(keys)
    with pytest.raises(UserError, match=r"Ask a coordinator to add to locales/people\.toml") as told:
        pen(scene, lang="fr")
    assert f'    keys = ["{MALLORY.public}"]' in str(told.value)
    assert '    languages = ["fr"]' in str(told.value)


def test_who_waits_to_be_trusted_is_told_so(scene: Scene, keys: Path):
    """Enrolled here, not yet in the last commit: a coordinator has to commit first."""
    scene.commit()
    scene.enrol(crew() + MALLORY.entry())
    MALLORY.save(keys)
    with pytest.raises(
        UserError, match=r"mallory is in locales/people\.toml here, but not in the trusted revision"
    ):
        pen(scene)


def test_a_void_key_does_not_write(scene: Scene, keys: Path):
    """What it signs would count for nothing, so it is not used."""
    scene.enrol(ANNA.entry(more=f'void_since = "{"0" * 40}"'))
    ANNA.save(keys)
    with pytest.raises(UserError, match="nothing was signed"):
        pen(scene)


@pytest.mark.parametrize(
    "content", ["", "ssh-ed25519 AAAA x", "-----BEGIN OPENSSH PRIVATE KEY-----\n", "\x00\xff"]
)
def test_a_file_that_is_no_key_is_refused(scene: Scene, tmp_path: Path, content: str):
    """Named with --key, it is told by name; among others it is passed over."""
    path = tmp_path / "key"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(UserError, match=r"^--key .*key: .*no Ed25519 key"):
        pen(scene, key=path)
    with pytest.raises(UserError, match="missing: there is no such file"):
        pen(scene, key=tmp_path / "missing")


@pytest.mark.parametrize("name", ["--key", "-n git", "a b", "ä"])
def test_odd_names_of_keys_are_names(
    scene: Scene, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
):
    """A key may be called like an option, or have spaces in its name."""
    monkeypatch.chdir(tmp_path)
    ANNA.save(tmp_path).rename(tmp_path / name)
    (tmp_path / "anna.pub").unlink()
    write(scene, pen(scene, key=Path(name)), SENTENCE)
    assert scene.ledger().trust.people_behind(SENTENCE) == {"anna"}


def test_texts_of_several_languages_go_into_their_own_folders(scene: Scene, keys: Path):
    """A coordinator of all languages has a journal in each."""
    CORA.save(keys)
    for unit in (SENTENCE, PHRASE, replace(PHRASE, targets=("Encore.",))):
        write(scene, pen(scene), unit)
    assert len(scene.journal("cora", "de").read_text().splitlines()) == 1
    assert len(scene.journal("cora", "fr").read_text().splitlines()) == 2
    assert scene.complaints() == []
