"""The stage adopt: a coordinator's word for what people translated before the project came here, and for no more."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from editions.adopt import propose, sign
from editions.catalog import Catalog, Unit, render
from editions.fingerprint import text_hash
from editions.history import TRUSTED
from editions.journal import find_pen
from editions.language import Language
from editions.problem import UserError
from editions.project import Project
from editions.state import Mark, state_of
from helpers import editions
from vouching import ANNA, BEN, CORA, DAN, PHRASE, SENTENCE, Scene, Signer, crew

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.adopt import Adoption

pytestmark = [pytest.mark.tool("git"), pytest.mark.tool("ssh-keygen")]

GERMAN = Language("de")
GERMAN_PATH = "locales/de/LC_MESSAGES/a.po"


def unit(source: str, target: str, **more: object) -> Unit:
    """A unit of the German catalog."""
    return replace(SENTENCE, **{"source": source, "targets": (target,), **more})


def drafted(each: Unit) -> Unit:
    """The unit as a machine's draft."""
    mark = Mark.of("apertium", dt.date(2026, 8, 4), each, each.targets)
    return replace(each, comments=(mark.text,), flags=("fuzzy",))


HUMAN = unit("Free the press!", "Freiheit der Presse!")
MACHINE = unit("The end.", "Das Ende.")
# Every state that a text of an old project can be in.
UNITS = [
    HUMAN,
    unit("One day.", "Eines Tages.", flags=("fuzzy",)),
    unit("New words.", "Alte Wörter.", previous="Old words."),
    unit("Nothing.", ""),
    unit("Spaces.", "  "),
    drafted(MACHINE),
    replace(drafted(unit("Accepted.", "Angenommen.")), flags=()),
    unit("%d day", "", plural="%d days", targets=("%d Tag", "%d Tage")),
    unit("%d hour", "", plural="%d hours", targets=("%d Stunde", "")),
    unit("Gone.", "Weg.", obsolete=True, locations=()),
]
PLURAL = UNITS[7]


class House:
    """A foreign project that comes here, with its history."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.key = CORA.save(scene.root.parent / "keys")

    @property
    def project(self) -> Project:
        """The project, read anew."""
        return Project.load(self.scene.root)

    def put(self, *units: Unit, path: str = GERMAN_PATH) -> None:
        """Writes a catalog."""
        header = {"Language": "de", "Content-Type": "text/plain; charset=UTF-8"}
        self.scene.write(path, render(header, units))

    def propose(self, commit: str = "HEAD", *codes: str) -> list[Adoption]:
        """What the stage proposes, by default for all languages."""
        project = self.project
        return list(propose(project, project.choose(codes), commit, self.scene.ledger()))

    def texts(self, commit: str = "HEAD") -> set[str]:
        """The hashes of the texts that would be signed."""
        return {text for each in self.propose(commit) for text in each.texts}

    def adopt(self, commit: str = "HEAD", *codes: str) -> int:
        """Signs all that is proposed, as Cora."""
        pen = find_pen(self.project, self.scene.ledger(), key=self.key)
        return sign(self.project, self.propose(commit, *codes), pen)

    def states(self, path: str = GERMAN_PATH) -> dict[str, str]:
        """The states of a catalog's units, by source."""
        trust = self.scene.ledger().trust
        catalog = Catalog.load(self.scene.root / path, root=self.scene.root)
        return {each.source: state_of(each, trust) for each in catalog.units}


@pytest.fixture
def house(tmp_path, monkeypatch) -> Iterator[House]:
    """A project with texts of every state, committed."""
    scene = Scene.make(tmp_path, monkeypatch)
    scene.enrol()
    found = House(scene)
    found.put(*UNITS)
    scene.commit()
    return found


def test_what_people_translated_is_vouched_for_and_nothing_else(house):
    """Only `translated` becomes `vouched`; a machine's texts, flagged and empty ones stay what they are."""
    before = house.states()
    assert house.adopt() == 2  # one line for each language
    after = house.states()
    assert {source for source in after if after[source] == "vouched"} == {HUMAN.source, PLURAL.source}
    assert {source for source in after if before[source] == "translated"} == {HUMAN.source, PLURAL.source}
    assert house.states(PHRASE.catalog) == {PHRASE.source: "vouched"}
    assert house.scene.complaints() == []


def test_the_command_lists_and_signs(house):
    """`editions adopt --trust COMMIT` tells what it would sign and signs it on demand."""
    words = ("adopt", "--trust", "HEAD", "--key", str(house.key))
    assert "3 texts can be adopted" in editions(house.scene.root, *words, "--plan").out
    assert "vouched" not in house.states().values()
    done = editions(house.scene.root, *words, "--yes")
    assert done.code == 0, done.said
    assert "2 lines signed by cora" in done.out
    assert house.states()[HUMAN.source] == "vouched"


def test_the_line_says_what_design_says(house):
    """One line for each catalog: language, domain, the whole commit, and the hashes of the texts, each once."""
    commit = house.scene.git("rev-parse", "HEAD")
    house.adopt("HEAD", "de")
    lines = [json.loads(line) for line in house.scene.journal("cora").read_text("utf-8").splitlines()]
    (line,) = lines
    assert {name: line[name] for name in ("do", "by", "lang", "domain", "commit", "v")} == {
        "do": "adopt", "by": "cora", "lang": "de", "domain": "a", "commit": commit, "v": 1,
    }  # fmt: skip
    assert line["texts"] == sorted([text_hash(HUMAN), text_hash(PLURAL)])
    assert not house.scene.journal("cora", "fr").exists()


def test_what_would_be_signed_is_told_first_and_nothing_is_written(house):
    """Counts for each catalog with the reasons for what is left out; the project stays as it is."""
    before = {path: path.read_bytes() for path in house.scene.root.rglob("*") if path.is_file()}
    told = "\n".join(map(str, house.propose("HEAD", "de")))
    assert f"{GERMAN_PATH} as of " in told
    assert ": 2 texts" in told
    assert "7 not: not translated, a machine's, or marked" in told
    assert {path: path.read_bytes() for path in house.scene.root.rglob("*") if path.is_file()} == before


def test_a_second_run_writes_nothing(house):
    """What is adopted is not signed again, at the same commit or at a later one."""
    house.adopt()
    house.scene.commit()
    kept = house.scene.journal("cora").read_bytes()
    assert house.adopt() == 0
    assert house.adopt("HEAD~1") == 0
    assert house.scene.journal("cora").read_bytes() == kept
    assert "2 not: adopted or vouched for already" in str(house.propose("HEAD", "de")[0])


def test_what_two_people_vouched_for_needs_no_adoption(house):
    """Only what is new is signed."""
    house.scene.add(*(signer.says("vouch", HUMAN) for signer in (ANNA, BEN)))
    assert house.texts() == {text_hash(PLURAL), text_hash(PHRASE)}


def test_only_what_stood_there_then_is_adopted(house):
    """What was translated or edited after the commit is nobody's yet, and says so in its state."""
    then = house.scene.commit("then")
    late, edited = unit("Late.", "Spät."), replace(HUMAN, targets=("Freie Presse!",))
    house.put(edited, PLURAL, late)
    house.scene.commit("later")
    house.adopt(then)
    assert house.states() == {HUMAN.source: "translated", PLURAL.source: "vouched", late.source: "translated"}
    house.put(HUMAN, PLURAL, late)
    assert house.states()[HUMAN.source] == "vouched"  # it is the text that was adopted


def test_texts_that_moved_since_are_adopted_where_they_are(house):
    """The catalog was renamed after the commit: the words hold for its texts all the same."""
    then = house.scene.commit("then")
    new = "locales/de/LC_MESSAGES/guide/b.po"
    (house.scene.root / new).parent.mkdir()
    (house.scene.root / GERMAN_PATH).rename(house.scene.root / new)
    house.scene.commit("moved")
    house.adopt(then)
    assert house.states(new)[HUMAN.source] == "vouched"


def test_catalogs_that_lay_in_another_folder_are_found(house):
    """The project kept its catalogs elsewhere at the commit; where two places could be meant, nothing is guessed."""
    root = house.scene.root
    shutil.move(root / "locales/de", root / "docs/translations/de")
    then = house.scene.commit("as it came")
    shutil.move(root / "docs/translations/de", root / "locales/de")
    house.scene.commit("as we have it")
    assert house.adopt(then, "de") == 1
    assert house.states()[HUMAN.source] == "vouched"
    shutil.copytree(root / "locales/de", root / "old/de")
    shutil.move(root / "locales/de", root / "new/de")
    twice = house.scene.commit("twice")
    shutil.move(root / "new/de", root / "locales/de")
    with pytest.raises(UserError, match="several places"):
        house.propose(twice, "de")


def test_flagged_after_adoption_is_changed(house):
    """An adopted text is no more than any vouched one: the flag and a signed objection take it away."""
    house.adopt()
    house.put(replace(HUMAN, flags=("fuzzy",)), PLURAL)
    house.scene.add(DAN.says("revoke", PLURAL, reason="Stunden"))
    assert house.states() == {HUMAN.source: "changed", PLURAL.source: "translated"}
    house.scene.commit()
    assert house.adopt("HEAD~1") == 0
    assert "1 not: somebody says that it needs work" in str(house.propose("HEAD", "de")[0])


@pytest.mark.parametrize("when", ["before", "after", "wrapped"])
def test_a_machines_words_are_not_adopted_when_their_mark_is_gone(house, when):
    """Somebody took the mark away, before the commit or after it was put there again: history remembers whose words."""
    if when == "wrapped":
        mark = drafted(MACHINE).comments[0].rpartition(" ")
        house.put(replace(drafted(MACHINE), comments=(mark[0], mark[2])))
        house.scene.commit("wrapped")
    if when == "after":
        house.scene.git("checkout", "-q", "--orphan", "fresh")
    house.put(HUMAN, MACHINE)
    then = house.scene.commit("the mark is gone")
    if when == "after":
        house.put(HUMAN, drafted(MACHINE))
        house.scene.commit("drafted again")
    assert text_hash(MACHINE) not in house.texts(then)
    assert text_hash(HUMAN) in house.texts(then)
    assert "1 not: a machine's words once" in str(house.propose(then, "de")[0])


def test_a_catalog_that_was_damaged_is_told_and_the_others_are_adopted(house):
    """An old version that cannot be read: where, as of when; nothing of it is signed."""
    house.scene.write("locales/de/LC_MESSAGES/b.po", 'msgid ""\nmsgstr "')
    then = house.scene.commit("damaged")
    house.put(HUMAN, path="locales/de/LC_MESSAGES/b.po")
    house.scene.commit("mended")
    damaged = [each for each in house.propose(then) if each.problems]
    assert [each.domain for each in damaged] == ["b"]
    assert damaged[0].texts == ()
    assert f"locales/de/LC_MESSAGES/b.po:2: as of {then[:10]}" in str(damaged[0])
    assert {each.severity for each in damaged[0].problems} == {"warning"}
    assert house.adopt(then) == 2


def test_links_and_the_interface_are_no_catalogs(house):
    """A link is not followed, neither then nor now; Sphinx's own strings are no document's."""
    (house.scene.root / "locales/de/LC_MESSAGES/c.po").symlink_to("/etc/passwd")
    house.put(HUMAN, path="locales/de/LC_MESSAGES/sphinx.po")
    house.scene.commit()
    assert [each.domain for each in house.propose("HEAD", "de")] == ["a"]


@pytest.mark.parametrize("signer", [ANNA, DAN])
def test_who_is_no_coordinator_signs_nothing(house, signer):
    """She is told so before her key is used, and no journal is begun."""
    pen = find_pen(house.project, house.scene.ledger(), key=signer.save(house.scene.root.parent / "keys"))
    with pytest.raises(UserError, match="no coordinator for de"):
        sign(house.project, house.propose(), pen)
    assert not list(house.scene.root.rglob("*.jsonl"))


def test_a_coordinator_of_one_language_signs_for_no_other(house):
    """Where one of the languages is not hers, none is signed: she asks for her own."""
    carl = Signer("carl")
    house.scene.enrol(f"{crew()}\n{carl.entry('coordinator')}")
    house.scene.commit("enrolled")
    pen = find_pen(house.project, house.scene.ledger(), key=carl.save(house.scene.root.parent / "keys"))
    with pytest.raises(UserError, match="no coordinator for fr"):
        sign(house.project, house.propose(), pen)
    assert not list(house.scene.root.rglob("*.jsonl"))
    assert sign(house.project, house.propose("HEAD", "de"), pen) == 1


def test_a_line_of_no_coordinator_adopts_nothing(house):
    """Ben signs the same line with his own hand, as a reviewer: it counts for nothing."""
    for each in house.propose("HEAD", "de"):
        house.scene.add(BEN.signed(each.line() | {"lang": "de"}))
    assert "vouched" not in house.states().values()


def test_an_untrusted_commit_is_refused(house, monkeypatch):
    """What is only in a change from outside cannot be adopted, nor by a coordinator who only that change enrols."""
    base = house.scene.git("rev-parse", "HEAD")
    mallory = Signer("mallory")
    house.scene.enrol(f"{crew()}\n{mallory.entry('coordinator', languages=('all',))}")
    house.put(unit("Evil.", "Böse."))
    theirs = house.scene.commit("theirs")
    for each in house.propose(theirs, "de"):
        house.scene.add(mallory.signed(each.line() | {"lang": "de"}))
    monkeypatch.setenv(TRUSTED, base)
    with pytest.raises(UserError, match="not in the trusted history") as caught:
        house.propose(theirs)
    assert caught.value.code == 2
    assert house.states() == {"Evil.": "translated"}


@pytest.mark.parametrize(
    "name", ["", "no-such-branch", "HEAD~99", "--all", "\x1b[31m", "0" * 40, "HEAD:docs"]
)
def test_an_unknown_commit_is_one_clear_line(house, name):
    """Whatever is typed: a message with the way out, exit code 2."""
    with pytest.raises(UserError) as caught:
        house.propose(name)
    assert caught.value.code == 2
    assert "\x1b" not in str(caught.value)


def test_without_git_nothing_can_be_adopted(house):
    """There is no history to be trusted."""
    shutil.rmtree(house.scene.root / ".git")
    with pytest.raises(UserError, match="needs git"):
        house.propose()


def test_a_language_that_was_not_there_yet_has_nothing(house):
    """A language begun after the commit: nothing is proposed, nothing fails."""
    then = house.scene.commit("then")
    house.put(HUMAN, path="locales/el/LC_MESSAGES/a.po")
    house.scene.commit("Greek")
    assert house.propose(then, "el") == []


def test_a_subfolder_of_a_repository_is_a_project_too(tmp_path, monkeypatch):
    """The project is not the repository's top: its catalogs are found, and nothing outside of it is looked at."""
    scene = Scene.make(tmp_path, monkeypatch, place="repository/project")
    scene.enrol()
    house = House(scene)
    house.put(HUMAN)
    top = scene.root.parent
    (top / "de/LC_MESSAGES").mkdir(parents=True)
    shutil.copy(scene.root / GERMAN_PATH, top / "de/LC_MESSAGES/z.po")
    scene.git("init", "-q", "-b", "main", folder=top)
    scene.git("add", "-A", "-f", folder=top)
    scene.git("commit", "-q", "-m", "all", folder=top)
    assert [each.path for each in house.propose("HEAD", "de")] == [GERMAN_PATH]
    shutil.move(scene.root / "locales/de", scene.root / "docs/l10n/de")
    scene.git("add", "-A", "-f", folder=top)
    scene.git("commit", "-q", "-m", "elsewhere", folder=top)
    shutil.move(scene.root / "docs/l10n/de", scene.root / "locales/de")
    assert [each.path for each in house.propose("HEAD", "de")] == ["docs/l10n/de/LC_MESSAGES/a.po"]


@pytest.mark.slow
def test_a_corpus_is_adopted_whole(tmp_path, monkeypatch):
    """Other people's catalogs: exactly what they call translated is adopted, read back, and not signed again."""
    folder = os.environ.get("EDITIONS_CORPUS")
    if not folder:
        pytest.skip("EDITIONS_CORPUS names no folder of .po files")
    scene = Scene.make(tmp_path, monkeypatch)
    scene.enrol()
    for path in sorted(Path(folder).glob("*.po")):
        scene.write(f"locales/{path.stem}/LC_MESSAGES/a.po", path.read_bytes())
    scene.commit()
    house = House(scene)
    expected = {
        each
        for language in house.project.languages
        for path in house.project.catalogs(language)
        for each in Catalog.load(path, root=scene.root).units
        if state_of(each) == "translated"
    }
    assert house.texts() == {text_hash(each) for each in expected}
    house.adopt()
    trust = scene.ledger().trust
    assert {state_of(each, trust) for each in expected} == {"vouched"}
    assert house.adopt() == 0
