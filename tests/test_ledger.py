"""The ledger in a repository: what a change from outside, a merge or a stolen key can do, and mostly cannot."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from editions.fingerprint import fingerprint, text_hash
from editions.journal.line import Line
from editions.problem import UserError
from vouching import ANNA, BEN, CORA, DAN, MALLORY, SENTENCE, Scene, Signer, crew

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.tool("git")
DESK, CARL = Signer("desk"), Signer("carl")


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A project in a repository whose only commit enrols the crew."""
    found = Scene.make(tmp_path, monkeypatch)
    found.enrol()
    found.commit()
    return found


@pytest.fixture
def base(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> str:
    """The trusted revision of a change that is being looked at: the commit that enrols the crew."""
    commit = scene.git("rev-parse", "HEAD")
    monkeypatch.setenv("EDITIONS_TRUSTED", commit)
    return commit


def vouch(*signers: Signer) -> list[dict[str, Any]]:
    """A vouch of each for the German sentence."""
    return [signer.says("vouch", SENTENCE) for signer in signers]


def id_of(line: dict[str, Any]) -> str:
    """The id of a line."""
    return Line("", 1, line).id


def behind(scene: Scene) -> set[str]:
    """Who stands behind the German sentence."""
    return set(scene.ledger().trust.people_behind(SENTENCE))


def test_who_enrols_and_vouches_in_one_change_gains_nothing(scene: Scene, base: str):
    """Two strangers who enrol themselves and vouch in the same change are not enrolled in what is trusted."""
    scene.enrol(crew() + MALLORY.entry() + CARL.entry())
    scene.add(*vouch(MALLORY, CARL))
    assert scene.state() == "translated"
    scene.commit()
    assert scene.state() == "translated"
    assert f"'mallory' is not enrolled in locales/people.toml (as of {base[:10]})" in " ".join(
        scene.complaints()
    )


def test_people_that_are_not_committed_do_not_count(scene: Scene):
    """Without a named revision the last commit is trusted, not what lies beside it."""
    scene.enrol(crew() + MALLORY.entry())
    scene.add(*vouch(MALLORY, ANNA))
    assert behind(scene) == {"anna"}
    scene.commit()
    assert behind(scene) == {"anna", "mallory"}


def test_a_key_under_another_name_counts_once_it_is_trusted_only(scene: Scene, base: str):
    """Mallory's key in Anna's entry, in the same change: Anna's own vouch stands, Mallory's does not."""
    mine = ANNA.entry().replace(ANNA.public, MALLORY.public)
    scene.enrol(crew().replace(ANNA.entry(), mine))
    scene.add(MALLORY.says("vouch", SENTENCE, by="anna"), *vouch(BEN))
    scene.commit()
    assert behind(scene) == {"ben"}
    assert base


@pytest.mark.parametrize(
    ("before", "after"),
    [('["translator"]', '["reviewer"]'), ('["all"]', '["de"]'), ('["coordinator"]', '["desk"]')],
)
@pytest.mark.usefixtures("base")
def test_a_role_or_language_changes_only_when_it_is_trusted(scene: Scene, before: str, after: str):
    """What a change says about roles and languages holds for nobody before it is merged, widened or narrowed."""
    scene.enrol(crew().replace(before, after))
    scene.add(
        DAN.says("vouch", SENTENCE), CORA.says("vouch", SENTENCE), CORA.says("vouch", SENTENCE, by="ben")
    )
    assert behind(scene) == {"cora"}


@pytest.mark.usefixtures("base")
def test_a_change_cannot_ask_for_fewer_people(scene: Scene, monkeypatch: pytest.MonkeyPatch):
    """A change that lowers the number of people needs as many as before until it is merged, and is told so."""
    scene.add(*vouch(ANNA))
    scene.write("pyproject.toml", "[tool.editions.policy]\npeople = 1\n")
    scene.commit()
    assert scene.state() == "translated"
    assert "pyproject.toml:1 warning: people = 1 counts once" in " ".join(scene.complaints())
    monkeypatch.delenv("EDITIONS_TRUSTED")
    assert (scene.state(), scene.complaints()) == ("vouched", [])


@pytest.mark.usefixtures("base")
def test_a_change_may_ask_for_more_people(scene: Scene):
    """Three instead of two are needed at once."""
    scene.add(*vouch(ANNA, BEN))
    scene.write("pyproject.toml", "[tool.editions.policy]\npeople = 3\n")
    assert scene.state() == "translated"
    scene.add(*vouch(CORA))
    assert scene.state() == "vouched"


@pytest.mark.usefixtures("base")
def test_a_change_cannot_bring_its_own_people_from_another_folder(scene: Scene):
    """Naming another folder of locales enrols nobody: what stood there in the trusted revision decides."""
    shutil.copytree(scene.root / "locales", scene.root / "mine")
    scene.write("mine/people.toml", MALLORY.entry() + CARL.entry())
    scene.write("pyproject.toml", '[tool.editions]\nlocales = "mine"\n')
    scene.add(MALLORY.says("vouch", SENTENCE), path=scene.root / "mine/de/reviews/mallory.jsonl")
    scene.commit()
    assert not scene.ledger().people.everybody
    assert not scene.ledger().lines


def test_whoever_reads_the_checkout_reads_signed_lines_at_once(scene: Scene):
    """A line needs no commit: it is signed."""
    scene.add(*vouch(ANNA, BEN))
    assert scene.state() == "vouched"


class TestObjections:
    """A text that somebody objected to in the trusted revision: nothing in a change brings the old vouches back."""

    @pytest.fixture
    def objection(self, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
        """Two vouched, then Dan objected, and all of that was merged."""
        line = DAN.says("revoke", SENTENCE, reason="nonsense")
        scene.add(*vouch(ANNA, BEN), line)
        monkeypatch.setenv("EDITIONS_TRUSTED", scene.commit())
        assert scene.state() == "translated"
        return line

    @pytest.mark.usefixtures("objection")
    def test_the_same_vouches_again_change_nothing(self, scene: Scene):
        """Replayed lines, before or after the objection, in any order, are the words that it took away."""
        scene.add(*vouch(ANNA, BEN), *vouch(ANNA, BEN))
        assert scene.state() == "translated"
        for who in ("anna", "ben"):
            lines = scene.journal(who).read_text(encoding="utf-8").splitlines()
            scene.journal(who).write_text("\n".join(reversed(lines)), encoding="utf-8")
        assert scene.state() == "translated"

    def test_a_new_vouch_must_know_of_it(self, scene: Scene, objection: dict[str, Any]):
        """A vouch that was signed without knowledge of the objection is void, whatever its date; one with it counts."""
        late = [who.says("vouch", SENTENCE, at="2099-01-01T00:00:00Z") for who in (ANNA, BEN)]
        scene.add(*late)
        assert scene.state() == "translated"
        wrong = [who.says("vouch", SENTENCE, despite=["0" * 64]) for who in (ANNA, BEN)]
        scene.add(*wrong)
        assert scene.state() == "translated"
        scene.add(*(who.says("vouch", SENTENCE, despite=[id_of(objection)]) for who in (ANNA, BEN)))
        assert scene.state() == "vouched"
        scene.add(DAN.says("revoke", SENTENCE, reason="still nonsense"))
        assert scene.state() == "translated"

    @pytest.mark.parametrize("how", ["line", "file", "folder", "link", "emptied", "damaged", "crlf"])
    def test_it_cannot_be_taken_away(self, scene: Scene, objection: dict[str, Any], how: str):
        """Deleted, linked away, emptied or damaged in a change, an objection still counts, and that is an error."""
        journal = scene.journal("dan")
        match how:
            case "line":
                journal.write_text("\n", encoding="utf-8")
            case "file":
                journal.unlink()
            case "folder":
                shutil.rmtree(journal.parent)
                scene.add(*vouch(ANNA, BEN))
            case "link":
                journal.unlink()
                journal.symlink_to(scene.journal("anna"))
            case "emptied":
                journal.write_bytes(b"")
            case "damaged":
                journal.write_bytes(journal.read_bytes()[:-9])
            case "crlf":
                journal.write_bytes(journal.read_bytes().replace(b"\n", b"\r\n"))
        scene.commit()
        assert scene.state() == "translated"
        assert id_of(objection) in {line.id for line in scene.ledger().lines}
        assert (how == "crlf") != any(
            "locales/de/reviews/dan.jsonl:1 error: 1 signed line is gone" in said
            for said in scene.complaints()
        )

    @pytest.mark.parametrize(
        "place", ["locales/de/reviews/mallory.jsonl", "locales/fr/reviews/dan.jsonl", "locales/source.jsonl"]
    )
    def test_it_cannot_be_moved_out_of_the_way(self, scene: Scene, objection: dict[str, Any], place: str):
        """In another file an objection does not count; so where it belongs it still does."""
        scene.journal("dan").unlink()
        scene.add(objection, path=scene.root / place)
        scene.commit()
        assert scene.state() == "translated"
        assert "1 signed line is gone" in " ".join(scene.complaints())

    def test_its_signature_cannot_be_spoiled(self, scene: Scene, objection: dict[str, Any]):
        """The same words under a broken signature do not stand in for the line that was signed."""
        scene.journal("dan").write_text(json.dumps(objection | {"sig": "AAAA"}), encoding="utf-8")
        scene.commit()
        assert scene.state() == "translated"
        assert "1 signed line is gone" in " ".join(scene.complaints())

    def test_who_objected_cannot_be_thrown_out_by_the_way(self, scene: Scene, objection: dict[str, Any]):
        """Dan's entry deleted in the same change: he is still enrolled in what is trusted."""
        scene.enrol(ANNA.entry() + BEN.entry())
        scene.commit()
        assert scene.state() == "translated"
        assert objection["by"] in scene.ledger().people.everybody


def test_what_was_merged_meanwhile_counts_and_is_not_missed(scene: Scene, monkeypatch: pytest.MonkeyPatch):
    """An older branch lacks an objection that is trusted by now: it counts, and the branch took nothing away."""
    scene.add(*vouch(ANNA, BEN))
    scene.commit()
    scene.git("branch", "older")
    scene.add(DAN.says("revoke", SENTENCE), ANNA.says("note", SENTENCE, note="see Dan's"))
    monkeypatch.setenv("EDITIONS_TRUSTED", scene.commit())
    scene.git("switch", "-q", "older")
    assert not scene.journal("dan").exists()
    assert (scene.state(), scene.complaints()) == ("translated", [])
    scene.journal("ben").unlink()
    assert [said.partition(":")[0] for said in scene.complaints()] == ["locales/de/reviews/ben.jsonl"]


def test_lines_that_never_counted_may_be_deleted(scene: Scene, monkeypatch: pytest.MonkeyPatch):
    """A forged line that was merged can be cleaned away without being missed."""
    scene.add(MALLORY.says("vouch", SENTENCE, by="anna"), *vouch(MALLORY))
    monkeypatch.setenv("EDITIONS_TRUSTED", scene.commit())
    shutil.rmtree(scene.journal("anna").parent)
    scene.commit()
    assert scene.complaints() == []


@pytest.mark.parametrize("attributes", ["", "*.jsonl merge=union\n"])
def test_two_vouches_meet_in_a_merge(scene: Scene, attributes: str):
    """Each was alone on a branch; merged, they are two. Nothing conflicts, for each has a file of her own."""
    scene.write(".gitattributes", attributes)
    scene.commit()
    for signer in (ANNA, BEN):
        scene.git("switch", "-q", "-c", signer.id, "main")
        scene.add(*vouch(signer))
        scene.commit()
        assert scene.state() == "translated"
    scene.git("switch", "-q", "main")
    scene.git("merge", "-q", "--no-edit", "anna", "ben")
    assert scene.state() == "vouched"


def test_a_merge_by_union_doubles_nothing(scene: Scene):
    """One person's lines from two machines, merged by union with a common line: a set, in any order."""
    scene.write(".gitattributes", "*.jsonl merge=union\n")
    first, second, third = (ANNA.says("note", SENTENCE, note=word) for word in ("one", "two", "three"))
    scene.commit()
    for branch, more in (("laptop", second), ("desktop", third)):
        scene.git("switch", "-q", "-c", branch, "main")
        scene.add(first, more, *vouch(ANNA))
        scene.commit()
    scene.git("merge", "-q", "--no-edit", "laptop")
    assert len(scene.journal("anna").read_text(encoding="utf-8").splitlines()) >= 4
    assert {line.id for line in scene.ledger().lines} == {
        id_of(each) for each in (first, second, third, *vouch(ANNA))
    }
    assert (behind(scene), scene.complaints()) == ({"anna"}, [])


def test_an_objection_and_a_vouch_meet_in_a_merge(scene: Scene):
    """Vouched on one branch, objected to on another: after the merge the text is not vouched, whichever came first."""
    for branch, lines in (("yes", vouch(ANNA, BEN)), ("no", [DAN.says("revoke", SENTENCE)])):
        scene.git("switch", "-q", "-c", branch, "main")
        scene.add(*lines)
        scene.commit()
    scene.git("merge", "-q", "--no-edit", "yes")
    assert scene.state() == "translated"


class TestStolenKeys:
    """Anna's key was stolen; lines count that stood in the trusted history at a commit before."""

    @pytest.fixture
    def before(self, scene: Scene) -> str:
        """The last commit at which the key was Anna's alone; Ben and she had vouched by then."""
        scene.add(*vouch(ANNA, BEN))
        return scene.commit()

    @staticmethod
    def void(scene: Scene, void: str, signer: Signer = ANNA) -> None:
        """Enrols the crew with `void_since` in the signer's entry, in the trusted revision."""
        scene.enrol(crew().replace(f'keys = ["{signer.public}"]', f'keys = ["{signer.public}"]\n{void}'))
        scene.commit()

    @pytest.mark.parametrize("form", ["text", "table", "short"])
    def test_what_stood_there_before_counts_and_nothing_later(self, scene: Scene, before: str, form: str):
        """As one commit for all keys, by key, or abbreviated: old lines stay, back-dated new ones are void."""
        name = before[:12] if form == "short" else before
        self.void(
            scene,
            f'void_since = {{ "{ANNA.public}" = "{name}" }}' if form == "table" else f'void_since = "{name}"',
        )
        scene.add(ANNA.says("wrote", SENTENCE, at="2001-01-01T00:00:00Z"))
        scene.commit()
        assert {line.do for line in scene.ledger().lines if line.by == "anna"} == {"vouch"}
        assert scene.state() == "vouched"
        assert f"the key that signed this is void since {before[:10]}" in " ".join(scene.complaints())

    def test_a_new_key_speaks_again(self, scene: Scene, before: str):
        """Anna's new key is not void, and what it signs counts."""
        new = Signer("anna", "new")
        self.void(scene, f'void_since = {{ "{ANNA.public}" = "{before}" }}')
        scene.enrol((scene.root / "locales/people.toml").read_text().replace(
            f'keys = ["{ANNA.public}"]', f'keys = ["{ANNA.public}", "{new.public}"]'))  # fmt: skip
        scene.commit()
        scene.add(new.says("wrote", SENTENCE), ANNA.says("note", SENTENCE, note="thief"))
        assert {line.do for line in scene.ledger().lines if line.by == "anna"} == {"vouch", "wrote"}

    def test_a_line_that_stood_there_forged_was_not_signed(self, scene: Scene):
        """The same words under a signature that was wrong then do not count because a thief signs them now."""
        wished = ANNA.says("wrote", SENTENCE)
        scene.add(wished | {"sig": "AAAA"})
        then = scene.commit()
        self.void(scene, f'void_since = "{then}"')
        scene.journal("anna").write_text(json.dumps(wished), encoding="utf-8")
        scene.commit()
        assert not [line for line in scene.ledger().lines if line.by == "anna"]

    def test_a_commit_of_another_history_proves_nothing(self, scene: Scene, before: str):
        """`void_since` names a commit that was never merged: nothing of that key counts."""
        assert before
        scene.git("switch", "-q", "-c", "elsewhere", "main")
        other = scene.commit("never merged")
        scene.git("switch", "-q", "main")
        self.void(scene, f'void_since = "{other}"')
        assert behind(scene) == {"ben"}

    def test_a_branch_cannot_pose_as_an_abbreviation(self, scene: Scene, before: str):
        """A branch or tag that is named like the abbreviated commit, and leads to a later one, is not it."""
        self.void(scene, f'void_since = "{before[:10]}"')
        scene.add(ANNA.says("wrote", SENTENCE))
        late = scene.commit()
        scene.git("tag", before[:10], late)
        assert {line.do for line in scene.ledger().lines if line.by == "anna"} <= {"vouch"}

    def test_an_unknown_commit_is_told_and_nothing_goes_on(self, scene: Scene, before: str):
        """A commit that is not here may be one that was not fetched: nobody guesses what stood there."""
        assert before
        self.void(scene, f'void_since = "{"0" * 40}"')
        with pytest.raises(
            UserError, match=r"^locales/people\.toml: void_since: '0{40}': git knows no such commit"
        ) as told:
            scene.ledger()
        assert told.value.code == 2

    def test_a_desk_s_key_can_be_void_too(self, scene: Scene):
        """What the stolen key of the desk signed for others counts only if it stood there before."""
        scene.enrol(crew() + DESK.entry("desk"))
        scene.add(DESK.says("vouch", SENTENCE, by="anna"))
        before = scene.commit()
        scene.enrol(crew() + DESK.entry("desk", more=f'void_since = "{before}"'))
        scene.commit()
        scene.add(DESK.says("vouch", SENTENCE, by="ben"))
        assert behind(scene) == {"anna"}

    def test_a_change_cannot_clear_a_key(self, scene: Scene, before: str, monkeypatch: pytest.MonkeyPatch):
        """The thief takes `void_since` out of people.toml in her own change: the trusted one still has it."""
        self.void(scene, f'void_since = "{before}"')
        monkeypatch.setenv("EDITIONS_TRUSTED", scene.git("rev-parse", "HEAD"))
        scene.enrol()
        scene.journal("ben").unlink()
        scene.add(ANNA.says("wrote", SENTENCE))
        scene.commit()
        assert {line.do for line in scene.ledger().lines if line.by == "anna"} == {"vouch"}


def test_without_history_a_stolen_key_counts_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Where version control knows nothing of the project no line can prove that it is old."""
    scene = Scene.make(tmp_path, monkeypatch)
    scene.enrol(ANNA.entry(more=f'void_since = "{"0" * 40}"') + BEN.entry())
    scene.add(*vouch(ANNA, BEN))
    assert behind(scene) == {"ben"}


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize(
    "text", ["[[person]", "\x00", "x = 1\n", "[[person]]\nid = 1\n", "x = " + "[" * 9000]
)
def test_a_damaged_list_of_people_in_a_change_is_one_clear_word(scene: Scene, text: str):
    """It is not believed anyway, but merged it would void everything: it is refused before."""
    scene.enrol(text)
    with pytest.raises(UserError, match=r"^locales/people\.toml: ") as told:
        scene.ledger()
    assert told.value.code == 2
    assert "\n" not in str(told.value)


def test_a_damaged_list_in_the_trusted_revision_says_so(scene: Scene):
    """Which of the two files is damaged is said, with the revision."""
    scene.enrol("[[person]")
    damaged = scene.commit()
    scene.enrol()
    with pytest.raises(UserError, match=rf"^locales/people\.toml \(as of {damaged[:10]}\): cannot be read"):
        scene.ledger()


@pytest.mark.usefixtures("base")
def test_a_linked_list_of_people_is_refused(scene: Scene):
    """people.toml is a file, and nothing that leads elsewhere."""
    path = scene.root / "locales/people.toml"
    path.unlink()
    path.symlink_to(scene.write("docs/people.toml", crew()))
    with pytest.raises(UserError, match="this is a link"):
        scene.ledger()


def test_a_trusted_list_that_is_a_link_enrols_nobody(scene: Scene, monkeypatch: pytest.MonkeyPatch):
    """Even if somebody merged a link: neither its target nor its name is a list of people."""
    path = scene.root / "locales/people.toml"
    path.unlink()
    path.symlink_to("[[person]]")
    monkeypatch.setenv("EDITIONS_TRUSTED", scene.commit())
    path.unlink()
    scene.add(*vouch(ANNA, BEN))
    assert behind(scene) == set()


def test_same_carries_vouches_to_a_source_that_only_looks_different(scene: Scene):
    """A coordinator's word holds in her languages, in the direction that she signed, from the moment it is there."""
    from dataclasses import replace

    old = replace(SENTENCE, source="A  sentence.")
    scene.add(*(who.says("vouch", old) for who in (ANNA, BEN)))
    same = {
        "do": "same",
        "from": fingerprint(old.source),
        "to": fingerprint(SENTENCE.source),
        "old": old.source,
    }
    scene.add(MALLORY.signed(same), ANNA.signed(same))
    assert scene.state() == "translated"
    scene.add(CORA.signed(same))
    assert scene.state() == "vouched"
    scene.add(DAN.says("revoke", old))
    assert scene.state() == "translated"


def test_a_false_old_source_carries_nothing(scene: Scene):
    """The text beside the hashes must be the one that was hashed, else it is not used."""
    from dataclasses import replace

    old = replace(SENTENCE, source="Something else entirely.")
    scene.add(*(who.says("vouch", old) for who in (ANNA, BEN)))
    scene.add(CORA.signed(
        {"do": "same", "from": fingerprint("A  sentence."), "to": fingerprint(SENTENCE.source), "old": old.source}
    ))  # fmt: skip
    assert scene.state() == "translated"
    assert scene.state(replace(SENTENCE, previous=old.source)) == "changed"


def test_a_coordinator_of_one_language_calls_nothing_the_same_in_others(scene: Scene):
    """`same` of a coordinator for French changes nothing in German."""
    from dataclasses import replace

    scene.enrol(crew().replace('["all"]', '["fr"]'))
    scene.commit()
    old = replace(SENTENCE, source="A  sentence.")
    scene.add(*(who.says("vouch", old) for who in (ANNA, BEN)))
    scene.add(CORA.signed(
        {"do": "same", "from": fingerprint(old.source), "to": fingerprint(SENTENCE.source), "old": old.source}
    ))  # fmt: skip
    assert scene.state() == "translated"
    assert scene.complaints() == []


def test_adoption_stands_until_somebody_objects(scene: Scene):
    """Texts that a coordinator adopted are vouched; an objection takes that away like a vouch."""
    scene.add(CORA.signed(
        {"do": "adopt", "lang": "de", "domain": "a", "commit": "0" * 40, "texts": [text_hash(SENTENCE)]}
    ))  # fmt: skip
    assert scene.state() == "vouched"
    scene.add(DAN.says("revoke", SENTENCE))
    assert scene.state() == "translated"


def test_an_unknown_person_is_told_once_for_each_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A journal of a thousand lines by somebody who is not enrolled is one warning, not a thousand."""
    scene = Scene.make(tmp_path, monkeypatch)
    scene.enrol()
    scene.add(*(MALLORY.says(do, SENTENCE) for do in ("vouch", "wrote", "revoke")))
    assert len(scene.complaints()) == 1
