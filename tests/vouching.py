"""What tests share that concerns trust: people with keys, journals they sign, and trust without either."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import subprocess
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from editions.catalog import Unit
from editions.fingerprint import text_hash
from editions.journal import Ledger, read_ledger
from editions.project import Project
from editions.state import state_of
from editions.trust import Standing, Trust, Word

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pytest

# What tells the program which revision is trusted, where keys are, and where a cache may lie.
TOLD_BY_ENVIRONMENT = (
    "EDITIONS_TRUSTED", "GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
    "CI_MERGE_REQUEST_DIFF_BASE_SHA", "SSH_AUTH_SOCK", "GIT_DIR", "GIT_WORK_TREE",
)  # fmt: skip
AT = "2026-08-04T10:00:00Z"
SENTENCE = Unit("locales/de/LC_MESSAGES/a.po", "a", None, "A sentence.", targets=("Ein Satz.",))
PHRASE = Unit("locales/fr/LC_MESSAGES/a.po", "a", None, "A sentence.", targets=("Une phrase.",))
FILES = {
    "docs/conf.py": "",
    "docs/a.rst": "A sentence.\n",
    "pyproject.toml": '[tool.editions]\nsource = "docs"\nlocales = "locales"\n',
}
CATALOG = 'msgid ""\nmsgstr ""\n"Language: {0}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n{1}'


def vouched_for(*units: Unit) -> Trust:
    """Trust in exactly these texts: two people vouched for each."""
    words = frozenset({Word("anna", "vouch"), Word("ben", "vouch")})
    return Trust(2, {(unit.language, text_hash(unit)): Standing(words) for unit in units})


def canonical(fields: Mapping[str, Any]) -> bytes:
    """The bytes of a line that are signed, written here once more from DESIGN 4."""
    bare = {name: fields[name] for name in sorted(fields) if name != "sig"}
    return json.dumps(bare, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4) + data


@dataclass(frozen=True)
class Signer:
    """A person with a key of her own, which follows from its name; she signs without our program's help."""

    id: str
    key: str = ""

    @cached_property
    def secret(self) -> Ed25519PrivateKey:
        """The private key; the same name has the same key in every run."""
        return Ed25519PrivateKey.from_private_bytes(hashlib.sha256((self.key or self.id).encode()).digest())

    @cached_property
    def blob(self) -> bytes:
        """The public key in the form of SSH (RFC 8709)."""
        raw = self.secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return _string(b"ssh-ed25519") + _string(raw)

    @property
    def public(self) -> str:
        """The public key as people.toml has it."""
        return f"ssh-ed25519 {base64.b64encode(self.blob).decode()}"

    def save(self, folder: Path) -> Path:
        """Writes the key pair as ssh-keygen has it; returns the file of the private key."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / (self.key or self.id)
        path.write_bytes(self.secret.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
        path.chmod(0o600)
        path.with_name(f"{path.name}.pub").write_text(f"{self.public} {self.id}\n", encoding="ascii")
        return path

    def seal(self, data: bytes, *, namespace: str = "editions", algorithm: str = "sha512") -> str:
        """A signature in the form of OpenSSH's PROTOCOL.sshsig, in base64 without line breaks."""
        name, method = namespace.encode(), algorithm.encode()
        digest = hashlib.new(algorithm, data).digest()
        inner = b"SSHSIG" + _string(name) + _string(b"") + _string(method) + _string(digest)
        signature = _string(b"ssh-ed25519") + _string(self.secret.sign(inner))
        parts = (self.blob, name, b"", method, signature)
        outer = b"SSHSIG" + (1).to_bytes(4) + b"".join(map(_string, parts))
        return base64.b64encode(outer).decode()

    def signed(self, fields: Mapping[str, Any], *, as_is: bool = False) -> dict[str, Any]:
        """The fields as a line of hers; `as_is` adds nothing but the signature."""
        full = dict(fields) if as_is else {"v": 1, "by": self.id, "at": AT, **fields}
        return full | {"sig": self.seal(canonical(full))}

    def says(self, do: str, unit: Unit, **more: object) -> dict[str, Any]:
        """A signed line about a unit's text."""
        about = {"do": do, "lang": unit.language, "unit": unit.key, "text": text_hash(unit)}
        return self.signed(about | more)

    def entry(self, *roles: str, languages: tuple[str, ...] = ("de",), more: str = "") -> str:
        """Her entry in people.toml, by default as a reviewer of German."""
        rows = [f'id = "{self.id}"', f'keys = ["{self.public}"]', f"languages = {json.dumps(languages)}"]
        return "\n".join(["[[person]]", *rows, f"roles = {json.dumps(roles or ('reviewer',))}", more, ""])


ANNA, BEN, CORA, DAN, MALLORY = map(Signer, ("anna", "ben", "cora", "dan", "mallory"))


def crew() -> str:
    """The people.toml of most tests: Anna and Ben review, Dan translates German, Cora coordinates."""
    return "\n".join(
        [ANNA.entry(), BEN.entry(), DAN.entry("translator"), CORA.entry("coordinator", languages=("all",))]
    )


@dataclass(frozen=True)
class Scene:
    """A small project of two languages on disk, with what stands in its journals and in its history."""

    root: Path

    @classmethod
    def make(cls, folder: Path, monkeypatch: pytest.MonkeyPatch, *, place: str = "project") -> Scene:
        """The project in a folder of its own; home and cache lie beside it, nothing is told by the environment."""
        for name in TOLD_BY_ENVIRONMENT:
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("HOME", str(folder / "home"))
        monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "home" / ".cache"))
        (folder / "home").mkdir(exist_ok=True)
        scene = cls((folder / place).resolve())
        for name, text in FILES.items():
            scene.write(name, text)
        for unit in (SENTENCE, PHRASE):
            entry = f'\n#: docs/a.rst:1\nmsgid "{unit.source}"\nmsgstr "{unit.target}"\n'
            scene.write(unit.catalog, CATALOG.format(unit.language, entry))
        return scene

    def write(self, name: str, text: str | bytes) -> Path:
        """Writes a file below the project."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def enrol(self, text: str | None = None) -> None:
        """Writes people.toml, by default that of the crew."""
        self.write("locales/people.toml", crew() if text is None else text)

    def journal(self, who: str, lang: str = "de") -> Path:
        """A person's journal."""
        return self.root / "locales" / lang / "reviews" / f"{who}.jsonl"

    def add(self, *lines: Mapping[str, Any], path: Path | None = None) -> None:
        """Adds lines where they belong, or to the file that is named."""
        for line in lines:
            own = self.journal(str(line["by"]), str(line.get("lang", "de")))
            place = path or (self.root / "locales/source.jsonl" if line["do"] == "same" else own)
            before = place.read_bytes() if place.exists() else b""
            self.write(place.relative_to(self.root).as_posix(), before + json.dumps(line).encode() + b"\n")

    def ledger(self) -> Ledger:
        """The ledger of all its languages, read anew."""
        project = Project.load(self.root)
        return read_ledger(project, project.languages)

    def state(self, unit: Unit = SENTENCE) -> str:
        """The state of a unit by the journals as they lie there."""
        return state_of(unit, self.ledger().trust)

    def complaints(self) -> list[str]:
        """What the ledger says about the journals: `path:line severity: text`."""
        return [f"{each.path}:{each.line} {each.severity}: {each.text}" for each in self.ledger().problems]

    def git(self, *words: str, folder: Path | None = None) -> str:
        """What git answers here; it knows nobody's configuration and no hooks."""
        plain = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        quiet = {
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_DATE": AT,
            "GIT_COMMITTER_DATE": AT,
        }
        command = ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", *words]
        done = subprocess.run(
            command,
            cwd=folder or self.root,
            env=plain | quiet,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, f"git {words}: {done.stderr}"
        return done.stdout.strip()

    def commit(self, message: str = "a change") -> str:
        """Commits everything, into a new repository if there is none; returns the commit's name."""
        if not (self.root / ".git").exists():
            self.git("init", "-q", "-b", "main")
        self.git("add", "-A", "-f")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")
