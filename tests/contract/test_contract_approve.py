"""`editions approve`, from outside: who may sign and with which key, what is signed, and what that changes."""

from __future__ import annotations

import contextlib
import difflib
import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from typing import TYPE_CHECKING

import pytest

from helpers import (
    SAMPLE,
    Run,
    change,
    content,
    editions,
    environment,
    finish,
    make,
    parse,
    snapshot,
    start,
    unit_key,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.tool("ssh-keygen")

KEYS = SAMPLE / "keys"
OLD = "1929 lag der Schnee 104 Tage."  # a machine's words for an earlier source
HALF = "By the sun, not by the clock."  # a draft
QUIET = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def key(root: Path, *names: str, folder: str = ".ssh") -> Path:
    """Puts test keys into the home of whoever runs the program, as ssh-keygen has them; returns the last one."""
    place = root.parent / "home" / folder
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in names:
        shutil.copy(KEYS / name, place / name)
        shutil.copy(KEYS / f"{name}.pub", place / f"{name}.pub")
        (place / name).chmod(0o600)
    return place / names[-1]


def new_key(path: Path, kind: str = "ed25519", phrase: str = "") -> Path:
    """Makes a key pair with ssh-keygen."""
    path.parent.mkdir(parents=True, exist_ok=True)
    bits = ["-b", "2048"] if kind == "rsa" else []
    command = ["ssh-keygen", "-q", "-t", kind, *bits, "-N", phrase, "-C", "x", "-f", str(path)]
    subprocess.run(command, check=True, timeout=60, stdin=subprocess.DEVNULL)
    return path


def git(root: Path, *words: str) -> str:
    """What git answers, for the repository that the project is."""
    command = ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", *words]
    done = subprocess.run(
        command,
        cwd=root,
        env=environment(root.parent, **QUIET),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def commit(root: Path, message: str = "a change") -> None:
    """Commits everything, into a new repository if there is none."""
    if not (root / ".git").exists():
        git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A", "-f", "--", ":!.editions")
    git(root, "commit", "-q", "--allow-empty", "-m", message)


def journal(root: Path, who: str, language: str = "de") -> Path:
    """A person's journal."""
    return root / "locales" / language / "reviews" / f"{who}.jsonl"


def last(root: Path, who: str) -> dict[str, object]:
    """The last line of a person's journal."""
    line: dict[str, object] = json.loads(journal(root, who).read_text("utf-8").splitlines()[-1])
    return line


def counts(root: Path, language: str = "de") -> dict[str, int]:
    """What status says of a language."""
    run = editions(root, "status", "--json", language)
    assert run.code == 0, run.said
    found: dict[str, int] = json.loads(run.out)["languages"][language]
    return found


def one(source: str = HALF, domain: str = "diary") -> tuple[str, str]:
    """The words that name one unit."""
    return "--unit", unit_key(domain, source)


def signed(run: Run) -> bool:
    """True where the program says that it signed something."""
    assert "Traceback" not in run.said
    return "signed by" in run.out


# ---- what it says and does -----------------------------------------------------------------------------------------


@pytest.mark.tool("make")
def test_make_approve_lists_and_signs_nothing(own: Path):
    """Where nobody can be asked it lists what could be signed, says how to sign it, and ends with 0."""
    people = (SAMPLE / "locales/people.toml").read_text("utf-8")
    (own / "locales/people.toml").write_text(people, encoding="utf-8")
    key(own, "anna")
    before = snapshot(own / "locales")
    run = make(own, "approve", "LANG=de")
    assert run.code == 0, run.said
    assert "16 of 16 paragraphs listed can be signed" in run.out
    assert "--yes" in run.out
    assert snapshot(own / "locales") == before


def test_a_plan_lists_for_everybody_and_needs_no_key(sample: Path):
    """Texts are shown whole, what cannot be signed with its reason; --plan signs nothing, even beside --yes."""
    before = snapshot(sample)
    run = editions(sample, "approve", "de", "--plan", "--yes")
    assert run.code == 0, run.said
    assert not signed(run)
    assert "translation: Nach der Sonne, nicht nach der Uhr." in run.out
    refused = next(
        line
        for line in run.out.splitlines()
        if unit_key("diary", "In 1929 the snow lay for 140 days.") in line
    )
    assert "not signed: a machine wrote it for an earlier source" in refused
    assert snapshot(sample) == before


@pytest.mark.slow
def test_two_people_sign_all_that_is_ready(sample: Path):
    """Status, check and review follow; the catalogs lose their flags and nothing else; journals grow at their ends."""
    files = snapshot(sample / "locales/de")
    for who in ("anna", "ben"):
        run = editions(sample, "approve", "de", "--yes", "--key", str(key(sample, who)))
        assert run.code == 0, run.said
        assert "72 signed" in run.out
    row = counts(sample)
    assert (row["machine"], row["vouched"], row["missing"], row["changed"], row["problems"]) == (
        1,
        86,
        1,
        1,
        0,
    )
    for name, data in snapshot(sample / "locales/de").items():
        if name.endswith(".jsonl"):
            assert data.startswith(files[name])
            continue
        pairs = difflib.ndiff(files[name].decode().splitlines(), data.decode().splitlines())
        assert {line for line in pairs if line[0] in "+-"} <= {"- #, fuzzy"}
    assert editions(sample, "check", "de").code == 0
    assert editions(sample, "html", "de").code == 0
    page = parse(sample / "build/de/html/diary.html")
    nodes = content(page).xpath(f'.//*[@data-unit="{one()[1]}"]')
    assert {node.get("data-state") for node in nodes} == {"vouched"}


@pytest.mark.tool("git")
def test_the_second_person_changes_one_line_of_the_catalog(sample: Path):
    """A draft, half vouched: “needs work” goes with her word, the machine's mark stays; review asks no more."""
    assert editions(sample, "approve", "de", *one(), "--yes", "--key", str(key(sample, "ben"))).code == 0
    commit(sample)
    assert signed(editions(sample, "approve", "de", *one(), "--yes", "--key", str(key(sample, "anna"))))
    stat = git(sample, "diff", "--numstat", "--", "*.po").splitlines()
    assert stat == ["0\t1\tlocales/de/LC_MESSAGES/diary.po"]
    assert git(sample, "diff", "-U0", "--", "*.po").splitlines()[-1] == "-#, fuzzy"
    assert HALF not in editions(sample, "review", "de", "--limit", "999").out
    assert last(sample, "anna")["unit"] == one()[1]


@pytest.mark.slow
@pytest.mark.tool("git")
def test_two_words_that_meet_in_a_merge(sample: Path):
    """Each on her own branch: no conflict, the text is vouched, and whoever signs next clears the flag that is left."""
    commit(sample)
    for who in ("anna", "ben"):
        git(sample, "checkout", "-q", "-b", who, "main")
        assert signed(
            editions(sample, "approve", "de", *one(), "--yes", "--key", str(key(sample, who, folder=who)))
        )
        commit(sample)
    git(sample, "merge", "-q", "-m", "both", "anna")
    path = sample / "locales/de/LC_MESSAGES/diary.po"
    flags = path.read_text("utf-8").count("#, fuzzy")
    lines = journal(sample, "anna").read_bytes()
    assert counts(sample)["vouched"] == 14
    run = editions(sample, "approve", "de", *one(), "--yes", "--key", str(key(sample, "anna")))
    assert "0 signed by anna; 1 of them have enough people now" in run.out
    assert path.read_text("utf-8").count("#, fuzzy") == flags - 1
    assert journal(sample, "anna").read_bytes() == lines


@pytest.mark.slow
def test_after_a_revoke_only_a_named_text_is_signed_again(sample: Path):
    """Chinese is wholly vouched; one objection holds it back; who signs all leaves it, who names it answers it."""
    mei, wei = str(key(sample, "mei")), str(key(sample, "wei"))
    words = ("approve", "zh_CN", *one(), "--yes", "--key")
    before = counts(sample, "zh_CN")
    assert before["releasable"]
    assert signed(editions(sample, *words, mei, "--revoke", "--reason", "It reads oddly."))
    now = counts(sample, "zh_CN")
    assert (now["vouched"], now["releasable"]) == (before["vouched"] - 1, False)
    assert (
        "somebody says that it needs work" in editions(sample, "approve", "zh_CN", "--yes", "--key", wei).out
    )
    for who in (wei, mei):
        assert signed(editions(sample, *words, who))
    line = json.loads(journal(sample, "mei", "zh_CN").read_text("utf-8").splitlines()[-1])
    assert (line["do"], len(line["despite"])) == ("vouch", 1)
    assert counts(sample, "zh_CN") == before


def test_a_unit_is_named_by_path_and_line(sample: Path):
    """As check and review write it."""
    path = sample / "locales/de/LC_MESSAGES/diary.po"
    line = path.read_text("utf-8").splitlines().index(f'msgid "{HALF}"') + 2
    place = f"locales/de/LC_MESSAGES/diary.po:{line}"
    run = editions(sample, "approve", "de", "--unit", place, "--yes", "--key", str(key(sample, "anna")))
    assert run.code == 0, run.said
    assert f"{place}: {one()[1]} machine" in run.out
    assert last(sample, "anna")["unit"] == one()[1]


@pytest.mark.slow
def test_what_check_refuses_is_not_signed(sample: Path):
    """A unit with an error is listed with the error, named or not; a person's doubtful text is signed only by name."""
    change(sample, "de", HALF, msgstr="Nach der |Uhr|.", tcomment="", flags=[])
    change(sample, "de", "Gaps", msgstr="Klaffende Lücken", tcomment="", flags=["fuzzy"])
    anna = str(key(sample, "anna"))
    before = journal(sample, "anna").read_bytes()
    run = editions(sample, "approve", "de", *one(), "--yes", "--key", anna)
    assert "[markup]" in run.out
    assert not signed(run)
    assert journal(sample, "anna").read_bytes() == before
    run = editions(sample, "approve", "de", "--yes", "--key", anna)
    assert f"{unit_key('diary', 'Gaps')} changed: not signed: it is marked as needing work" in run.out
    units = {
        json.loads(line)["unit"] for line in journal(sample, "anna").read_bytes()[len(before) :].splitlines()
    }
    assert len(units) == 70
    assert not units & {
        one()[1],
        unit_key("diary", "Gaps"),
        unit_key("diary", "In 1929 the snow lay for 140 days."),
    }
    assert signed(editions(sample, "approve", "de", *one("Gaps"), "--yes", "--key", anna))


@pytest.mark.slow
def test_a_translator_says_what_she_wrote(sample: Path):
    """Dan may not vouch, and is told so before he signs; what he wrote he may sign, but no machine's words."""
    dan = str(key(sample, "dan"))
    run = editions(sample, "approve", "de", *one(), "--yes", "--key", dan)
    assert "'dan' has no role for this (vouch in de)" in run.said
    assert not signed(run)
    run = editions(sample, "approve", "de", *one(), "--wrote", "--yes", "--key", dan)
    assert "not signed: these are a machine's words" in run.out
    assert not signed(run)
    change(sample, "de", HALF, msgstr="Nach der Sonne, nie nach der Uhr.", tcomment="", flags=[])
    assert signed(editions(sample, "approve", "de", *one(), "--wrote", "--yes", "--key", dan))
    assert last(sample, "dan")["do"] == "wrote"


@pytest.mark.slow
def test_what_was_vouched_for_is_published_without_a_mark(sample: Path):
    """A machine's words that two people stand behind go out like all others, and nothing says who wrote them first."""
    folder = sample / "locales/zh_CN"
    path = folder / "LC_MESSAGES/diary.po"
    path.write_text(path.read_text("utf-8").replace("\n# mt: ", "\n#, fuzzy\n# mt: "), encoding="utf-8")
    assert "# mt: " in path.read_text("utf-8")
    journal(sample, "wei", "zh_CN").unlink()
    held = editions(sample, "html", "--edition", "release", "zh_CN")
    assert "held back" in held.out
    assert signed(editions(sample, "approve", "zh_CN", "--yes", "--key", str(key(sample, "wei"))))
    assert "fuzzy" not in path.read_text("utf-8")
    run = editions(sample, "html", "--edition", "release", "zh_CN")
    assert run.code == 0, run.said
    page = parse(sample / "build/release/zh_CN/html/diary.html")
    assert "1929 年，积雪持续了 140 天。" in content(page).text_content()
    assert page.xpath("//*[@data-state or @data-unit]") == []
    assert "mt: " not in (sample / "build/release/zh_CN/html/diary.html").read_text("utf-8")


def test_a_line_of_a_version_to_come(sample: Path):
    """Check names its place and version and ends with 1; the other lines count, and nothing is released."""
    path = journal(sample, "wei", "zh_CN")
    lines = path.read_text("utf-8").splitlines()
    newer = json.loads(lines[-1]) | {"v": 2}
    path.write_text("\n".join([*lines[:-1], json.dumps(newer), ""]), encoding="utf-8")
    run = editions(sample, "check", "zh_CN")
    assert run.code == 1, run.said
    assert f"locales/zh_CN/reviews/wei.jsonl:{len(lines)}: this line has version '2'" in run.out
    row = counts(sample, "zh_CN")
    assert (row["vouched"], row["releasable"]) == (88, False)


# ---- keys ----------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def agent(root: Path, *names: str) -> Iterator[dict[str, str]]:
    """A real SSH agent with some of the test keys; yields what the environment must say of it."""
    socket = root.parent / "agent"
    process = subprocess.Popen(
        ["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            if socket.exists():
                break
            time.sleep(0.02)
        told = {"SSH_AUTH_SOCK": str(socket)}
        for name in names:
            path = key(root, name, folder=f"aside-{name}")
            command = ["ssh-add", "-q", str(path)]
            subprocess.run(
                command,
                env=environment(root.parent, **told),
                check=True,
                timeout=60,
                stderr=subprocess.DEVNULL,
            )
            path.unlink()
        yield told
    finally:
        process.terminate()
        process.wait(timeout=30)


def test_the_key_in_the_usual_folder_is_found(sample: Path):
    """~/.ssh/id_ed25519, also without its .pub file; the public key of a colleague beside it is no key."""
    key(sample, "anna").rename(sample.parent / "home/.ssh/id_ed25519")
    (sample.parent / "home/.ssh/anna.pub").unlink()
    shutil.copy(KEYS / "ben.pub", sample.parent / "home/.ssh/ben.pub")
    assert signed(editions(sample, "approve", "de", *one(), "--yes"))
    assert last(sample, "anna")["unit"] == one()[1]


@pytest.mark.tool("git")
def test_gits_signing_key_is_found(sample: Path):
    """user.signingkey names it, here by its public half."""
    path = key(sample, "anna", folder="elsewhere")
    (sample.parent / "home/.gitconfig").write_text(f'[user]\n\tsigningkey = "{path}.pub"\n', encoding="utf-8")
    run = editions(sample, "approve", "de", *one(), "--yes")
    assert "signed by anna" in run.out, run.said


@pytest.mark.tool("ssh-agent")
def test_the_agents_key_is_found(sample: Path):
    """Where the private key is only in the SSH agent."""
    with agent(sample, "anna") as told:
        run = editions(sample, "approve", "de", *one(), "--yes", **told)
    assert "signed by anna" in run.out, run.said
    assert counts(sample)["problems"] == 0


def test_several_people_at_one_desk_say_who_they_are(sample: Path):
    """Two enrolled keys at hand: it asks for --by, and believes it."""
    key(sample, "anna", "ben")
    run = editions(sample, "approve", "de", *one(), "--yes")
    assert run.refused(), run.said
    assert "your keys speak for anna and ben; say for whom: --by anna" in run.err
    run = editions(sample, "approve", "de", *one(), "--yes", "--by", "ben")
    assert "signed by ben" in run.out, run.said


def test_who_is_not_enrolled_gets_her_entry_to_paste(sample: Path):
    """Exit 2, with a block for people.toml that is right as it stands: pasted, she may sign."""
    path = new_key(sample.parent / "home/.ssh/id_ed25519")
    run = editions(sample, "approve", "de", "--yes")
    assert run.refused(), run.said
    block = run.err[run.err.index("[[person]]") :]
    [entry] = tomllib.loads(block)["person"]
    assert entry["keys"] == [" ".join(path.with_suffix(".pub").read_text("utf-8").split()[:2])]
    people = sample / "locales/people.toml"
    people.write_text(f"{people.read_text('utf-8')}\n{block.replace('your-id', 'eve')}", encoding="utf-8")
    assert "signed by eve" in editions(sample, "approve", "de", *one(), "--yes").out


def test_without_a_key_nothing_is_signed(sample: Path):
    """It says how to make one."""
    run = editions(sample, "approve", "de", "--yes")
    assert run.refused(), run.said
    assert "you have no Ed25519 key. Make one with `ssh-keygen -t ed25519`" in run.err


@pytest.mark.tool("git")
def test_who_enrols_herself_signs_nothing_yet(sample: Path):
    """An entry that is not in the trusted revision counts for nothing; she is told what to wait for."""
    people = sample / "locales/people.toml"
    text = people.read_text("utf-8")
    people.write_text(
        text.replace('id = "anna"', 'id = "somebody"', 1).replace("LZgUkGec3", "LZgUkGec4", 1),
        encoding="utf-8",
    )
    commit(sample)
    people.write_text(text, encoding="utf-8")
    before = snapshot(sample / "locales")
    run = editions(sample, "approve", "de", "--yes", "--key", str(key(sample, "anna")))
    assert run.refused(), run.said
    assert "anna is in locales/people.toml here, but not in the trusted revision" in run.err
    assert snapshot(sample / "locales") == before


def test_a_key_with_a_pass_phrase_is_not_waited_for(sample: Path):
    """Where nobody can be asked, although the input is open: a clear word, at once, and nothing is signed."""
    path = new_key(sample.parent / "home/.ssh/id_ed25519", phrase="a long one")
    public = " ".join(path.with_suffix(".pub").read_text("utf-8").split()[:2])
    people = sample / "locales/people.toml"
    entry = f'[[person]]\nid = "eve"\nkeys = ["{public}"]\nlanguages = ["de"]\nroles = ["reviewer"]\n'
    people.write_text(f"{people.read_text('utf-8')}\n{entry}", encoding="utf-8")
    command = [sys.executable, "-m", "editions", "--root", str(sample), "approve", "de", "--yes"]
    process = subprocess.Popen(
        command, env=environment(sample.parent / "home"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        code = process.wait(timeout=60)  # its input stays open all the time
    finally:
        process.kill()
        out, err = process.communicate()
    assert Run(code, out, err).refused(), out + err
    assert "needs its pass phrase" in err
    assert not journal(sample, "eve").exists()


# ---- a person at a terminal ----------------------------------------------------------------------------------------


def at_terminal(root: Path, answer: bytes, *words: str) -> Run:
    """The program with a terminal for its input, at which somebody types the answer."""
    ours, theirs = pty.openpty()
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "editions", "--root", str(root), *words],
            env=environment(root.parent / "home"), stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, encoding="utf-8", start_new_session=True,
        )  # fmt: skip
        os.write(ours, answer)
        return finish(process, timeout=60)
    finally:
        os.close(ours)
        os.close(theirs)


@pytest.mark.parametrize(("answer", "agreed"), [(b"y\n", True), (b"n\n", False)])
def test_she_is_asked(sample: Path, answer: bytes, *, agreed: bool):
    """At a terminal it lists, asks who signs, and takes only yes for yes."""
    key(sample, "anna")
    before = snapshot(sample / "locales")
    run = at_terminal(sample, answer, "approve", "de", *one())
    assert run.code == 0, run.said
    assert "Sign as anna? [y/N]" in run.out
    assert signed(run) == agreed
    assert (snapshot(sample / "locales") == before) != agreed


def test_the_end_of_the_input_is_no(sample: Path):
    """Ctrl-D at the question signs nothing, without a traceback."""
    key(sample, "anna")
    run = at_terminal(sample, b"\x04", "approve", "de", *one())
    assert run.code == 0, run.said
    assert not signed(run)


# ---- trouble -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("de", "--unit", "0123456789abcdef"), "de has no such paragraph"),
        (("--unit", "0123456789abcdef"), "--unit needs one language"),
        (("de", *one(), "--revoke"), "--revoke needs --reason"),
        (("de", *one(), "--note", "--reason", "a\x1b[2Jb"), "--reason is one line"),
    ],
)
def test_what_makes_no_sense_is_refused(sample: Path, words: tuple[str, ...], told: str):
    """One clear word, exit 2, nothing signed."""
    anna = str(key(sample, "anna"))
    before = snapshot(sample / "locales")
    run = editions(sample, "approve", *words, "--yes", "--key", anna)
    assert run.refused(), run.said
    assert told in run.err
    assert "\x1b" not in run.said
    assert snapshot(sample / "locales") == before


@pytest.mark.parametrize("how", ["link", "file", "read-only"])
def test_a_journal_that_cannot_be_written(sample: Path, how: str):
    """A link, a file where the folder belongs, a folder that is somebody else's: a clear word, nothing is changed."""
    if how == "read-only" and os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    folder, other = sample / "locales/de/reviews", sample.parent / "elsewhere"
    other.write_bytes(b"as it was\n")
    if how == "link":
        (folder / "cora.jsonl").symlink_to(other)
    elif how == "file":
        shutil.rmtree(folder)
        folder.write_bytes(b"")
    else:
        folder.chmod(0o500)
    before = snapshot(sample / "locales")
    run = editions(sample, "approve", "de", *one(), "--yes", "--key", str(key(sample, "cora")))
    assert run.code != 0, run.said
    assert "Traceback" not in run.said
    assert "reviews" in run.err
    assert not signed(run)
    assert snapshot(sample / "locales") == before
    assert other.read_bytes() == b"as it was\n"


def test_an_interrupt_while_signing(sample: Path):
    """Ctrl-C while ssh-keygen works: exit 130, no half line, and no private files are left in the way."""
    anna = key(sample, "anna")
    tools, temporary = sample.parent / "tools", sample.parent / "temporary"
    tools.mkdir()
    temporary.mkdir()
    real = shutil.which("ssh-keygen")
    wait = f"touch {sample.parent}/busy; sleep 60"
    script = f'#!/bin/sh\ncase "$*" in *"-Y sign"*) {wait};; *) exec {real} "$@";; esac\n'
    (tools / "ssh-keygen").write_text(script, encoding="utf-8")
    (tools / "ssh-keygen").chmod(0o755)
    before = snapshot(sample / "locales")
    command = [
        sys.executable,
        "-m",
        "editions",
        "--root",
        str(sample),
        "approve",
        "de",
        "--yes",
        "--key",
        str(anna),
    ]
    path = f"{tools}:{os.environ['PATH']}"
    process = start(command, home=sample.parent / "home", PATH=path, TMPDIR=str(temporary))
    try:
        for _ in range(600):
            if (sample.parent / "busy").exists():
                break
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
    finally:
        run = finish(process, timeout=60)
    assert run.code == 130, run.said
    assert "Traceback" not in run.said
    assert snapshot(sample / "locales") == before
    assert list(temporary.iterdir()) == []
