"""History: which revision is trusted, what stood there, and repositories that are odd, damaged or made up."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from editions.history import History, history
from editions.history import git as module
from editions.problem import UserError
from editions.project import Project
from helpers import environment
from vouching import ANNA, BEN, CATALOG, MALLORY, SENTENCE, Scene, Signer, crew

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.tool("git")
CARL = Signer("carl")


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A project that enrolled its crew, without version control."""
    found = Scene.make(tmp_path, monkeypatch)
    found.enrol()
    return found


@pytest.fixture
def inner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A project that is a folder of a larger repository, which enrolled the crew."""
    found = Scene.make(tmp_path, monkeypatch, place="large/books/project")
    found.enrol()
    commit_large(found)
    return found


def large(scene: Scene) -> Path:
    """The top of the larger repository."""
    return scene.root.parent.parent


def commit_large(scene: Scene) -> str:
    """Commits everything of the larger repository."""
    if not (large(scene) / ".git").exists():
        scene.git("init", "-q", "-b", "main", folder=large(scene))
    scene.git("add", "-A", "-f", folder=large(scene))
    scene.git("commit", "-q", "-m", "a change", folder=large(scene))
    return scene.git("rev-parse", "HEAD", folder=large(scene))


def seen(scene: Scene) -> History | None:
    """What the program knows of the history."""
    return history(Project.load(scene.root))


def trusted(scene: Scene) -> set[str]:
    """The ids of the people who are believed."""
    return set(scene.ledger().people.everybody)


def test_without_a_repository_what_lies_here_is_believed(scene: Scene):
    """A project that version control does not know has no other list of people than its own."""
    assert seen(scene) is None
    assert trusted(scene) == {"anna", "ben", "cora", "dan"}


def test_before_the_first_commit_what_lies_here_is_believed(scene: Scene):
    """A repository without a commit remembers nothing."""
    scene.git("init", "-q")
    assert seen(scene) is None
    assert "anna" in trusted(scene)


def test_a_folder_that_the_repository_leaves_out_has_no_history(tmp_path: Path, inner: Scene):
    """A project beside those that are committed, git-ignored or not yet added, is its own."""
    other = shutil.copytree(inner.root, large(inner) / "build" / "copy")
    (large(inner) / ".gitignore").write_text("build/\n", encoding="utf-8")
    assert history(Project.load(other)) is None
    assert tmp_path.exists()


def test_files_are_read_as_they_stood(scene: Scene):
    """Plain files at the trusted and at any other revision; links are none; a missing one is None."""
    scene.write("locales/ä b.txt", "one")
    (scene.root / "locales/link.txt").symlink_to("ä b.txt")
    first = scene.commit()
    scene.write("locales/ä b.txt", "two")
    scene.commit()
    path, found = scene.root / "locales/ä b.txt", seen(scene)
    assert found is not None
    assert (found.read_file(path), found.read_file(path, first)) == (b"two", b"one")
    assert found.read_file(scene.root / "locales/none.txt") is None
    assert found.read_file(scene.root / "locales/link.txt") is None
    assert found.read_file(scene.root / "locales") is None
    assert found.read_files(scene.root / "locales", ending=".txt") == {path: b"two"}
    assert scene.root / "locales/people.toml" in found.files(scene.root)
    assert found.holds(first)
    assert found.commit("HEAD~1") == first


def test_a_name_with_signs_of_a_pattern_is_a_name(scene: Scene):
    """`[a]*` is a folder's name like any other, for reading and for the log."""
    path = scene.write("locales/[a]*/x", "one")
    scene.write("locales/aa/x", "two")
    scene.commit()
    found = seen(scene)
    assert found is not None
    assert list(found.files(path.parent)) == [path]
    assert found.read_file(path) == b"one"
    scene.write("locales/aa/x", "three")
    scene.commit()
    found = seen(scene)
    assert found is not None
    assert len(found.changes([path], most=9)) == 1


def test_a_project_may_be_a_folder_of_a_repository(inner: Scene):
    """Paths are the project's own, whatever lies above it; the people are those that were committed."""
    inner.enrol(crew() + MALLORY.entry())
    found = seen(inner)
    assert found is not None
    assert found.prefix == "books/project/"
    assert found.read_file(inner.root / SENTENCE.catalog) == (inner.root / SENTENCE.catalog).read_bytes()
    assert len(found.changes([inner.root / SENTENCE.catalog], most=5)) == 1
    assert "mallory" not in trusted(inner)


def test_a_bare_repository_in_a_change_is_not_asked(inner: Scene, tmp_path: Path):
    """
    The files of a bare repository, committed into the project's own folder, are files and not its history.

    Git would find them before the `.git` above, and believe their commits and their configuration.
    """
    fake = tmp_path / "fake"
    other = Scene(fake / "books/project")
    shutil.copytree(inner.root, other.root)
    other.enrol(MALLORY.entry() + CARL.entry())
    other.git("init", "-q", "-b", "main", folder=fake)
    commit_large(other)
    shutil.copytree(other.root, fake / "flat", dirs_exist_ok=True)
    bait = tmp_path / "bait.git"
    other.git("clone", "-q", "--bare", str(fake), str(bait))
    for part in bait.iterdir():
        target = inner.root / part.name
        shutil.copytree(part, target) if part.is_dir() else shutil.copy(part, target)
    (inner.root / "refs/heads").mkdir(parents=True, exist_ok=True)
    shown = inner.git("rev-parse", "--is-bare-repository")
    assert shown == "true", "git itself must fall for it, or this proves nothing"
    inner.add(MALLORY.says("vouch", SENTENCE), CARL.says("vouch", SENTENCE))
    assert trusted(inner) == {"anna", "ben", "cora", "dan"}
    assert inner.state() == "translated"


def test_a_false_repository_is_an_error_and_not_the_one_above(inner: Scene):
    """A `.git` that is none, between the project and its repository: nobody guesses."""
    (inner.root / ".git").mkdir()
    with pytest.raises(UserError, match="git does not take this for a repository"):
        inner.ledger()


@pytest.mark.parametrize("name", ["GIT_DIR", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY", "GIT_INDEX_FILE"])
def test_the_environment_leads_to_no_other_repository(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
):
    """As in a hook of another repository: its variables are not the project's."""
    scene.commit()
    other = Scene(tmp_path / "other")
    other.write("locales/people.toml", MALLORY.entry())
    other.commit()
    monkeypatch.setenv(name, str(other.root / ".git"))
    assert "anna" in trusted(scene)


def test_a_replaced_commit_is_read_as_it_was(scene: Scene):
    """`git replace` puts other people behind the name of a trusted commit: that is not followed."""
    first = scene.commit()
    scene.enrol(MALLORY.entry())
    second = scene.commit()
    scene.git("reset", "-q", "--hard", first)
    scene.git("replace", first, second)
    assert "mallory" not in trusted(scene)


def test_a_work_tree_of_its_own_is_a_repository(scene: Scene, tmp_path: Path):
    """`git worktree add` makes a file `.git`, and its own last commit is trusted."""
    scene.commit()
    scene.git("worktree", "add", "-q", "-b", "more", str(tmp_path / "tree"))
    tree = Scene(tmp_path / "tree")
    tree.enrol(crew() + MALLORY.entry())
    assert "mallory" not in trusted(tree)
    tree.commit()
    assert "mallory" in trusted(tree)
    assert "mallory" not in trusted(scene)


def test_an_unknown_trusted_revision_is_refused(scene: Scene, monkeypatch: pytest.MonkeyPatch):
    """What is not here cannot be trusted, and the message says how to fetch it; nothing else takes its place."""
    monkeypatch.setenv("EDITIONS_TRUSTED", "v9")
    for make in (lambda: None, lambda: scene.git("init", "-q"), scene.commit):
        make()
        with pytest.raises(UserError, match=r"'v9' is not here; fetch it \(git fetch origin\)") as told:
            scene.ledger()
        assert told.value.code == 2
        assert "\n" not in str(told.value)


@pytest.mark.parametrize("name", ["--help", "-n1", "", "HEAD:locales", "HEAD^{tree}", "\x1b[2J"])
def test_a_trusted_revision_is_a_commit_and_no_option(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, name: str
):
    """What is no commit is refused, and nothing in it acts on a terminal; an empty name is none."""
    scene.commit()
    monkeypatch.setenv("EDITIONS_TRUSTED", name)
    if not name:
        assert "anna" in trusted(scene)
        return
    with pytest.raises(UserError, match="is not here") as told:
        scene.ledger()
    assert str(told.value).isprintable()


@pytest.mark.parametrize("host", ["GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"])
def test_code_hosts_say_which_branch_is_trusted(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, host: str
):
    """In a change the branch that it goes into is trusted, as fetched: not its own commits, no tag of that name."""
    scene.commit()
    scene.git("clone", "-q", str(scene.root), str(tmp_path / "clone"))
    clone = Scene(tmp_path / "clone")
    clone.enrol(crew() + MALLORY.entry())
    clone.commit()
    clone.git("tag", "origin/main")
    clone.git("branch", "origin/main")
    monkeypatch.setenv(host, "main")
    assert "mallory" not in trusted(clone)
    monkeypatch.setenv(host, "release")
    with pytest.raises(UserError, match=r"git fetch origin \+refs/heads/release:refs/remotes/origin/release"):
        clone.ledger()
    scene.git("branch", "release")
    clone.git("fetch", "-q", "origin", "+refs/heads/release:refs/remotes/origin/release")
    assert "anna" in trusted(clone)


def test_an_old_commit_to_branch_off_from_is_not_what_is_trusted(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """Who was enrolled long ago gains nothing by starting from then: GitLab's base of the difference is her choice."""
    scene.enrol(crew() + MALLORY.entry())
    old = scene.commit()
    scene.enrol()
    scene.commit()
    scene.git("clone", "-q", str(scene.root), str(tmp_path / "clone"))
    clone = Scene(tmp_path / "clone")
    clone.git("checkout", "-q", "-b", "mine", old)
    clone.add(MALLORY.says("vouch", SENTENCE), ANNA.says("vouch", SENTENCE))
    clone.commit()
    monkeypatch.setenv("CI_MERGE_REQUEST_DIFF_BASE_SHA", old)
    monkeypatch.setenv("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main")
    assert clone.ledger().trust.people_behind(SENTENCE) == {"anna"}


def test_a_shallow_clone_knows_that_it_is_one(scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """With one commit only its own people are known; what is older is not guessed, but asked for."""
    old = scene.commit()
    scene.enrol(crew().replace(ANNA.entry(), ANNA.entry(more=f'void_since = "{old}"')))
    scene.add(ANNA.says("vouch", SENTENCE), BEN.says("vouch", SENTENCE))
    scene.commit()
    scene.git("clone", "-q", "--depth", "1", scene.root.as_uri(), str(tmp_path / "clone"))
    clone = Scene(tmp_path / "clone")
    with pytest.raises(UserError, match="git knows no such commit here; fetch it") as told:
        clone.ledger()
    assert told.value.code == 2
    monkeypatch.setenv("EDITIONS_TRUSTED", old)
    with pytest.raises(UserError, match="is not here; fetch it"):
        clone.ledger()


def test_what_git_knows_and_does_not_have_is_not_taken_for_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
):
    """A journal whose content is missing (a partial clone, a damaged disk) could hold an objection: it is an error."""
    scene.add(ANNA.says("vouch", SENTENCE), BEN.says("revoke", SENTENCE))
    monkeypatch.setenv("EDITIONS_TRUSTED", scene.commit())
    blob = scene.git("rev-parse", "HEAD:locales/de/reviews/ben.jsonl")
    (scene.root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    scene.journal("ben").unlink()
    with pytest.raises(UserError, match=r"ben\.jsonl: git knows this file and does not have it"):
        scene.ledger()


@pytest.mark.parametrize("place", ["HEAD:locales/de", "HEAD^{tree}", "HEAD"])
def test_a_damaged_repository_is_not_taken_for_none(scene: Scene, place: str):
    """A commit or folder that git cannot read: what lies here is not believed in its place."""
    scene.commit()
    lost = scene.git("rev-parse", place)
    (scene.root / ".git/objects" / lost[:2] / lost[2:]).unlink()
    scene.enrol(MALLORY.entry())
    with pytest.raises(UserError, match=r"^git cannot read") as told:
        scene.ledger()
    assert told.value.code == 2
    assert "\n" not in str(told.value)


def test_a_repository_of_somebody_else_is_refused(scene: Scene, monkeypatch: pytest.MonkeyPatch):
    """Where git refuses (“dubious ownership”) people are not taken from what lies here instead."""
    scene.commit()
    monkeypatch.setitem(module._QUIET, "GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(UserError, match=r"dubious ownership.*safe\.directory") as told:
        scene.ledger()
    assert "\n" not in str(told.value)


def test_without_git_a_repository_is_refused(scene: Scene, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """A repository that nobody can read here: the program says what to install."""
    scene.commit()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match="install git"):
        scene.ledger()


def test_the_configuration_of_whoever_runs_it_changes_nothing(scene: Scene, tmp_path: Path):
    """Signatures in the log, followed renames, colours, quoted paths: the same answers."""
    scene.commit()
    settings = "[log]\nshowSignature = true\nfollow = true\ndecorate = full\n[color]\nui = always\n"
    (tmp_path / "home" / ".gitconfig").write_text(settings + "[core]\nquotePath = true\n", encoding="utf-8")
    catalog = scene.root / SENTENCE.catalog
    found = seen(scene)
    assert found is not None
    assert [each.name for each in found.changes([catalog], most=3)] == [found.revision]
    assert catalog in found.files(scene.root / "locales")


def test_settings_and_hooks_of_a_change_are_not_run(scene: Scene, tmp_path: Path):
    """A .gitattributes with a filter, a .gitmodules, a .gitconfig in the checkout: nothing of it is executed."""
    flag = tmp_path / "ran"
    scene.write(".gitattributes", "*.jsonl filter=x diff=x\n*.toml filter=x\n")
    scene.write(".gitconfig", f'[filter "x"]\nsmudge = touch {flag}\nclean = touch {flag}\n')
    scene.write(
        ".gitmodules", f'[submodule "x"]\npath = x\nurl = ext::touch {flag}\nupdate = !touch {flag}\n'
    )
    scene.add(ANNA.says("vouch", SENTENCE))
    scene.commit()
    scene.journal("anna").unlink()
    assert scene.ledger().trust.people_behind(SENTENCE) == {"anna"}
    assert not flag.exists()


def test_the_program_says_it_in_one_line(scene: Scene, tmp_path: Path):
    """From outside: a trusted revision that is not here, or a damaged list of people, is exit code 2 and one line."""
    entry = '\n#: docs/a.rst:1\nmsgid "A sentence."\nmsgstr ""\n'
    scene.write("locales/pot/a.pot", CATALOG.format("", entry))
    scene.commit()

    def run(**more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "editions", "--root", str(scene.root), "status"]
        return subprocess.run(
            command,
            env=environment(tmp_path / "home", **more),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    done = run(GITHUB_BASE_REF="main")
    assert done.returncode == 2
    assert done.stderr.startswith(
        "editions: the trusted revision 'refs/remotes/origin/main' is not here; fetch it"
    )
    assert len(done.stderr.splitlines()) == 1
    scene.enrol("[[person")
    done = run()
    assert done.returncode == 2
    assert done.stderr.startswith("editions: locales/people.toml: cannot be read")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("staged", [True, False])
def test_nothing_is_built_upon_what_a_change_brought_into_the_output_folder(
    scene: Scene, tmp_path: Path, *, staged: bool
):
    """Stamps and Sphinx's notes are believed, notes even run: a file of git among them stops the build."""
    scene.git("init", "-q", "-b", "main")
    planted = scene.root / "build" / "editions" / ".staging" / "working" / "de" / "html.json"
    planted.parent.mkdir(parents=True)
    planted.write_text("{}")
    if staged:
        scene.git("add", "-A", "-f")
    run = subprocess.run(
        [sys.executable, "-m", "editions", "--root", str(scene.root), "html", "de"],
        env=environment(tmp_path), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    told = "build/editions/.staging/working/de/html.json: git has this file" in run.stderr
    assert told is staged, run.stderr
    assert run.returncode == 2 or not staged
