"""Seals: signatures that OpenSSH and this program understand of each other, forgeries, and the cache of verdicts."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import stat
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editions.journal.line import Line
from editions.journal.seal import BEGIN, END, Verdicts, sign
from editions.problem import UserError
from vouching import ANNA, BEN, MALLORY, SENTENCE, Scene, Signer, canonical, crew

if TYPE_CHECKING:
    from pathlib import Path

openssh = pytest.mark.tool("ssh-keygen")
WRITING = dict[str, Any]


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A project that enrolled its crew, without version control."""
    found = Scene.make(tmp_path, monkeypatch)
    found.enrol()
    return found


def signer_of(line: WRITING, *signers: Signer, root: Path) -> str | None:
    """Which of these people's keys signed the line, as the program finds."""
    return Verdicts(root).signer(Line("a", 1, line), [each.public for each in signers])


def keygen(*words: str, given: bytes = b"", folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Runs ssh-keygen."""
    return subprocess.run(
        ["ssh-keygen", *words], input=given, cwd=folder, capture_output=True, check=False, timeout=60
    )


def signed_by_openssh(path: Path, data: bytes, *, folder: Path, options: tuple[str, ...] = ()) -> str:
    """A signature that ssh-keygen makes, in base64 without line breaks."""
    name = folder / "data"
    name.write_bytes(data)
    name.with_name("data.sig").unlink(missing_ok=True)
    done = keygen("-Y", "sign", "-n", "editions", *options, "-f", str(path), str(name), folder=folder)
    assert done.returncode == 0, done.stderr
    armour = name.with_name("data.sig").read_text(encoding="ascii").splitlines()
    return "".join(line for line in armour if not line.startswith("---"))


@openssh
@pytest.mark.parametrize("options", [(), ("-O", "hashalg=sha256"), ("-O", "hashalg=sha512")])
def test_what_openssh_signs_is_believed(scene: Scene, tmp_path: Path, options: tuple[str, ...]):
    """A line signed with `ssh-keygen -Y sign -n editions`, by either of its hashes, is that person's."""
    line = ANNA.says("vouch", SENTENCE, reason="schön, “richtig” \U0001f600")
    line["sig"] = signed_by_openssh(ANNA.save(tmp_path), canonical(line), folder=tmp_path, options=options)
    scene.add(line, BEN.says("vouch", SENTENCE))
    assert scene.state() == "vouched"


@openssh
def test_what_is_signed_here_openssh_believes(tmp_path: Path):
    """`ssh-keygen -Y verify` accepts our signatures for the person, and no other person, text or namespace."""
    key = ANNA.save(tmp_path)
    (tmp_path / "allowed").write_text(f"anna {ANNA.public}\nben {BEN.public}\n", encoding="ascii")
    lines = [ANNA.says("note", SENTENCE, note=f"ä {number}") for number in range(3)]
    for line, sig in zip(lines, sign([canonical(line) for line in lines], key, ANNA.public), strict=True):
        (tmp_path / "sig").write_text(f"{BEGIN}\n{sig}\n{END}\n", encoding="ascii")
        for who, namespace, data, right in (
            ("anna", "editions", canonical(line), True),
            ("ben", "editions", canonical(line), False),
            ("anna", "git", canonical(line), False),
            ("anna", "editions", canonical(line) + b" ", False),
        ):
            words = ("-Y", "verify", "-f", "allowed", "-I", who, "-n", namespace, "-s", "sig")
            assert (keygen(*words, given=data, folder=tmp_path).returncode == 0) is right


@openssh
def test_the_tests_own_signatures_are_those_of_openssh(tmp_path: Path):
    """Ed25519 signs the same data the same way: the helper of these tests makes byte for byte what ssh-keygen makes."""
    data = canonical(ANNA.says("vouch", SENTENCE))
    assert signed_by_openssh(ANNA.save(tmp_path), data, folder=tmp_path) == ANNA.seal(data)
    assert sign([data], tmp_path / "anna", ANNA.public) == [ANNA.seal(data)]


@openssh
@pytest.mark.parametrize("kind", ["rsa", "ecdsa"])
def test_keys_of_other_kinds_neither_enrol_nor_sign(scene: Scene, tmp_path: Path, kind: str):
    """An RSA or ECDSA key is refused in people.toml with a word what to do; its signature is no one's."""
    keygen(
        "-q",
        "-t",
        kind,
        *(("-b", "1024") if kind == "rsa" else ()),
        "-N",
        "",
        "-f",
        str(tmp_path / "key"),
        folder=tmp_path,
    )
    line = ANNA.says("vouch", SENTENCE)
    line["sig"] = signed_by_openssh(tmp_path / "key", canonical(line), folder=tmp_path)
    scene.add(line)
    assert scene.ledger().lines == ()
    public = " ".join((tmp_path / "key.pub").read_text(encoding="ascii").split()[:2])
    assert signer_of(line, ANNA, root=scene.root) is None
    assert Verdicts(scene.root).signer(Line("a", 1, line), [public]) is None
    scene.enrol(crew().replace(ANNA.public, public))
    with pytest.raises(UserError, match="is no key that counts; enrol one of kind ssh-ed25519"):
        scene.ledger()


@pytest.mark.parametrize("namespace", ["git", "file", "", "edition", "editions ", "Editions"])
def test_a_signature_for_another_purpose_is_none(scene: Scene, namespace: str):
    """What Anna signed for git, mail or anything else does not vouch, even if the bytes are the same."""
    line = ANNA.says("vouch", SENTENCE)
    line["sig"] = ANNA.seal(canonical(line), namespace=namespace)
    assert signer_of(line, ANNA, root=scene.root) is None


@pytest.mark.parametrize(
    "data",
    [
        lambda line: canonical(line) + b"\n",
        lambda line: json.dumps({name: line[name] for name in sorted(line) if name != "sig"}).encode(),
        lambda line: json.dumps(line, sort_keys=True, separators=(",", ":")).encode(),
        lambda _: b"",
    ],
)
def test_only_the_one_form_of_a_line_is_signed(scene: Scene, data: Any):
    """A signature over the line with spaces, with a line end, or with `sig` in it is no signature of it."""
    line = ANNA.says("vouch", SENTENCE)
    line["sig"] = ANNA.seal(data(line))
    assert signer_of(line, ANNA, root=scene.root) is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda blob: blob[:-1],
        lambda blob: blob[:20],
        lambda blob: blob[:6] + b"\x00" * 200,
        lambda blob: blob.replace(b"SSHSIG\x00\x00\x00\x01", b"SSHSIG\x00\x00\x00\x02"),
        lambda blob: blob.replace(ANNA.blob, MALLORY.blob),
        lambda blob: blob.replace(b"sha512", b"sha256"),
        lambda blob: blob.replace(b"\x00\x00\x00\x06sha512", b"\x00\x00\x00\x09shake_128"),
        lambda blob: blob[:-64] + b"\x00" * 64,
        lambda blob: blob[:-83] + b"\xff\xff\xff\xff",
        lambda blob: blob * 10,
    ],
)
def test_a_spoiled_signature_is_none_and_no_crash(scene: Scene, spoil: Any):
    """Cut, stretched, with another version, key or hash, full of zeros: nobody signed that."""
    line = ANNA.says("vouch", SENTENCE)
    blob = base64.b64decode(line["sig"])
    assert spoil(blob) != blob
    line["sig"] = base64.b64encode(spoil(blob)).decode()
    found = signer_of(line, ANNA, MALLORY, root=scene.root)
    assert found is None or (blob in spoil(blob) and found == ANNA.public)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(garbage=st.binary(max_size=300), place=st.integers(0, 300), bit=st.integers(0, 7))
def test_no_garbage_is_a_signature(scene: Scene, garbage: bytes, place: int, bit: int):
    """Random bytes, alone or behind a right beginning, and any flipped bit of what was signed: never a crash."""
    line = ANNA.says("vouch", SENTENCE)
    blob = bytearray(base64.b64decode(line["sig"]))
    whole = bytes(blob)
    for forged in (garbage, whole[:-100] + garbage):
        sig = base64.b64encode(forged).decode()
        assert signer_of(line | {"sig": sig}, ANNA, root=scene.root) is None
    place %= len(blob)
    blob[place] ^= 1 << bit
    found = signer_of(line | {"sig": base64.b64encode(bytes(blob)).decode()}, ANNA, root=scene.root)
    # The library reads lengths and the field that is reserved leniently; they say nothing.
    spans = [(whole.index(word), len(word)) for word in (ANNA.blob, b"editions", b"sha512")]
    matters = any(begin <= place < begin + size for begin, size in [(0, 10), *spans, (len(blob) - 64, 64)])
    assert found in ((None,) if matters else (None, ANNA.public))


def test_base64_that_is_not_canonical_changes_nothing(scene: Scene):
    """Left-over bits behind the last byte may be spelled in several ways: still one line, one person."""
    line = ANNA.says("vouch", SENTENCE)
    sig = line["sig"]
    twins = {sig} | {
        sig.rstrip("=")[:-1] + sign + "=" * sig.count("=") for sign in "ABCDEFGHQRSTghwxyz0189+/"
    }
    same = [twin for twin in twins if base64.b64decode(twin) == base64.b64decode(sig)]
    scene.add(*(line | {"sig": twin} for twin in same), line | {"sig": f"{sig}=="})
    assert len(scene.ledger().lines) == 1
    assert scene.state() == "translated"


# The cache


def verdicts(tmp_path: Path) -> Path:
    """Where the verdicts lie in these tests."""
    return tmp_path / "home/.cache/editions/verdicts"


def forged_verdict(line: WRITING) -> str:
    """What a forger writes into a cache, so that a line in Anna's name is believed."""
    forged = f"{ANNA.public}\n{line['sig']}\n".encode() + canonical(line)
    return hashlib.sha256(forged).hexdigest()


def forgery() -> WRITING:
    """A line in Anna's name with a signature that names her key, and that nobody made."""
    line = ANNA.says("vouch", SENTENCE)
    blob = base64.b64decode(line["sig"])
    return line | {"sig": base64.b64encode(blob[:-64] + b"\x01" * 64).decode()}


def test_a_verdict_is_remembered(scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The second time nothing is verified; what was wrong is not remembered as right."""
    scene.add(ANNA.says("vouch", SENTENCE), forgery() | {"at": "2026-01-01T00:00:00Z"})
    assert len(scene.ledger().lines) == 1
    assert len(verdicts(tmp_path).read_text().split()) == 1
    assert stat.S_IMODE(verdicts(tmp_path).stat().st_mode) == 0o600
    monkeypatch.setattr("editions.journal.seal._is_right", lambda *_: pytest.fail("verified again"))
    scene.write("locales/de/reviews/anna.jsonl", json.dumps(ANNA.says("vouch", SENTENCE)))
    assert len(scene.ledger().lines) == 1


def test_the_forged_verdict_would_work_in_the_users_own_cache(scene: Scene, tmp_path: Path):
    """The tests below forge what the program itself would write: in the user's own cache it is believed."""
    scene.add(forgery())
    path = verdicts(tmp_path)
    path.parent.mkdir(parents=True)
    path.write_text(forged_verdict(forgery()) + "\n", encoding="ascii")
    path.chmod(0o600)
    assert len(scene.ledger().lines) == 1


@pytest.mark.parametrize("place", ["inside", "relative", "linked", "repository", "home", "tilde"])
def test_a_cache_that_could_come_with_a_change_is_not_believed(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
):
    """CI that keeps caches in the checkout, a relative path, no home: a stranger could have committed it."""
    monkeypatch.chdir(scene.root)
    folder = scene.root / ".cache"
    match place:
        case "inside":
            monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
        case "relative":
            monkeypatch.setenv("XDG_CACHE_HOME", ".cache")
        case "linked":
            (tmp_path / "linked").symlink_to(folder)
            monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "linked"))
        case "repository":
            (tmp_path / ".git").mkdir()  # the project is a folder of a repository, and the cache beside it
            monkeypatch.setenv("EDITIONS_TRUSTED", "")
            folder = tmp_path / ".cache"
            monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
        case "home":
            monkeypatch.delenv("XDG_CACHE_HOME")
            monkeypatch.setenv("HOME", str(scene.root))
        case "tilde":
            monkeypatch.delenv("XDG_CACHE_HOME")
            monkeypatch.delenv("HOME")
            monkeypatch.setattr(os.path, "expanduser", lambda path: path)  # no HOME, no entry in passwd
            (tmp_path / "elsewhere").mkdir()
            monkeypatch.chdir(tmp_path / "elsewhere")
            folder = tmp_path / "elsewhere/~/.cache"
    path = folder / "editions" / "verdicts"
    path.parent.mkdir(parents=True)
    path.write_text(forged_verdict(forgery()) + "\n", encoding="ascii")
    path.chmod(0o600)
    assert signer_of(forgery(), ANNA, root=scene.root) is None
    right = Verdicts(scene.root)
    assert right.signer(Line("a", 1, ANNA.says("vouch", SENTENCE)), [ANNA.public]) == ANNA.public
    right.keep()
    assert len(path.read_text(encoding="ascii").split()) == 1


@pytest.mark.parametrize("mode", [0o666, 0o622, 0o660])
def test_a_cache_that_others_can_write_is_not_believed(scene: Scene, tmp_path: Path, mode: int):
    """Whoever may write the verdicts may say who signed: then everything is verified."""
    path = verdicts(tmp_path)
    path.parent.mkdir(parents=True)
    path.write_text(forged_verdict(forgery()) + "\n", encoding="ascii")
    path.chmod(mode)
    assert signer_of(forgery(), ANNA, root=scene.root) is None


def test_a_verdict_for_another_key_or_line_is_worth_nothing(scene: Scene, tmp_path: Path):
    """What is remembered is the key, the signature and the line together."""
    scene.add(ANNA.says("vouch", SENTENCE))
    assert len(scene.ledger().lines) == 1
    assert verdicts(tmp_path).exists()
    line = ANNA.says("vouch", SENTENCE)
    assert signer_of(line, ANNA, root=scene.root) == ANNA.public
    assert signer_of(line, BEN, MALLORY, root=scene.root) is None
    assert signer_of(line | {"at": "2030-01-01T00:00:00Z"}, ANNA, root=scene.root) is None
    assert signer_of(line | {"sig": forgery()["sig"]}, ANNA, root=scene.root) is None


@pytest.mark.parametrize(
    "damage", ["bytes", "folder", "pipe", "unreadable", "link", "file instead of folder"]
)
def test_a_damaged_cache_slows_and_nothing_else(scene: Scene, tmp_path: Path, damage: str):
    """Whatever lies in the cache's place: every line is verified, and the program goes on."""
    scene.add(ANNA.says("vouch", SENTENCE), BEN.says("vouch", SENTENCE))
    path = verdicts(tmp_path)
    path.parent.mkdir(parents=True)
    match damage:
        case "bytes":
            path.write_bytes(b"\xff\x00" * 100 + b"\n" + b"a" * 64 + b"\n" + b"\xc3" * 64)
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "unreadable":
            path.touch(0o000)
        case "link":
            path.symlink_to(path)
        case _:
            path.parent.rmdir()
            path.parent.write_text("", encoding="ascii")
    assert scene.state() == "vouched"
    assert scene.state() == "vouched"


@openssh
def test_a_key_that_cannot_sign_is_told_in_one_line(tmp_path: Path):
    """A file that is no key, and one that is missing: whose, why, and no traceback."""
    (tmp_path / "none").write_text("-----BEGIN OPENSSH PRIVATE KEY-----\nx\n", encoding="ascii")
    (tmp_path / "none").chmod(0o600)
    for name in ("none", "missing"):
        with pytest.raises(UserError, match="ssh-keygen cannot sign with this key") as told:
            sign([b"x"], tmp_path / name, ANNA.public)
        assert len(str(told.value).splitlines()) == 1


def test_without_openssh_nothing_is_signed_but_everything_verified(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """Building needs no ssh-keygen; signing says what to install."""
    scene.add(ANNA.says("vouch", SENTENCE), BEN.says("vouch", SENTENCE))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert scene.state() == "vouched"
    with pytest.raises(UserError, match="install OpenSSH"):
        sign([b"x"], tmp_path / "key", ANNA.public)
