"""The pen: writes new lines into journals, signed with a key that people.toml knows."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from editions.catalog import rewrite
from editions.fingerprint import text_hash
from editions.journal.ledger import journals, people_file, source_journal
from editions.journal.line import OF_SOURCE, VERSION, payload, written
from editions.journal.people import parse_people, plain_key
from editions.journal.seal import sign
from editions.problem import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from editions.catalog import Unit
    from editions.journal.ledger import Ledger
    from editions.journal.people import Person
    from editions.language import Language
    from editions.project import Project

SECONDS = 30  # for a program that only reads


@dataclass(frozen=True)
class SigningKey:
    """A key at hand: its public half as people.toml writes it, and a file; None where only the agent has it."""

    public: str
    path: Path | None

    @property
    def shown(self) -> str:
        """Where it is, for messages."""
        return str(self.path) if self.path else "the key in your SSH agent"


@dataclass(frozen=True)
class Pen:
    """A key, and the person in whose name it writes."""

    person: Person
    key: SigningKey

    def write(self, project: Project, language: Language | None, lines: Sequence[Mapping[str, Any]]) -> int:
        """
        Signs the lines (what `on_unit` and its like return) and adds them to the person's journal.

        `language` is None for what concerns the source. Returns how many lines were written.

        Raises:
            UserError: the key cannot be used, or the journal cannot be written.
        """
        if not lines:
            return 0
        place = source_journal(project) if language is None else self._journal(project, language)
        common: dict[str, Any] = {"v": VERSION, "by": self.person.id, "at": _now()}
        if language is not None:
            common["lang"] = language.code
        full = [common | dict(line) for line in lines]
        if any((line["do"] in OF_SOURCE) != (language is None) for line in full):
            raise ValueError("a line of the source stands in source.jsonl, and no other")
        signatures = sign([payload(line) for line in full], self.key.path, self.key.public)
        new = b"".join(written(line | {"sig": sig}) for line, sig in zip(full, signatures, strict=True))
        rewrite(place, partial(_with, new=new), root=project.root)
        return len(full)

    def _journal(self, project: Project, language: Language) -> Path:
        return journals(project, language) / f"{self.person.id}.jsonl"


def on_unit(do: str, unit: Unit, ledger: Ledger, **more: object) -> dict[str, Any]:
    """A line about a unit's text as it stands; it knows all objections that the ledger has."""
    line: dict[str, Any] = {"do": do, "unit": unit.key, "text": text_hash(unit), **more}
    objections = ledger.trust.standing(unit).objections
    return line | {"despite": sorted(objections)} if objections and do in ("vouch", "wrote") else line


def find_pen(
    project: Project, ledger: Ledger, *, by: str | None = None, key: Path | None = None, lang: str = ""
) -> Pen:
    """
    The pen of the person who sits here.

    Args:
        project: where people.toml lies.
        ledger: who is enrolled.
        by: the person's id, if the keys at hand could speak for several.
        key: the file of a key; by default git's signing key, those in ~/.ssh, those of the SSH agent.
        lang: the language of the message that says how to enrol.

    Raises:
        UserError: no key at hand is enrolled; says how to enrol one.
    """
    if by is not None and ledger.people.get(by) is None:
        known = ", ".join(ledger.people.everybody) or "nobody yet"
        raise UserError(
            f"--by {by}: nobody in {project.shown(people_file(project))} has this id; it has: {known}"
        )
    keys = _given(key) if key else list(_at_hand(project))
    found = {
        pen.person.id: pen
        for each in reversed(keys)
        for pen in _pens(each, ledger, by)
        if by in (None, pen.person.id)
    }
    if len(found) > 1:
        raise UserError(f"your keys speak for {' and '.join(sorted(found))}; say for whom: --by {min(found)}")
    if not found:
        raise UserError(_how_to_enrol(project, keys, by, lang))
    return next(iter(found.values()))


def _pens(key: SigningKey, ledger: Ledger, by: str | None) -> Iterator[Pen]:
    owner = ledger.people.owner(key.public)
    if owner is None or key.public in owner.void_since:
        return
    speaker = ledger.people.get(by) if by and "desk" in owner.roles else owner
    if speaker is not None and (speaker is owner or "desk" in owner.roles):
        yield Pen(speaker, key)


def _given(path: Path) -> list[SigningKey]:
    """
    The key that is named.

    Raises:
        UserError: it is no key, or none that counts.
    """
    path = path.expanduser()
    public = _public_half(path)
    if public is None:
        raise UserError(f"--key {path}: this is no Ed25519 key; ssh-keygen -t ed25519 makes one")
    return [SigningKey(public, path)]


def _public_half(path: Path) -> str | None:
    for place in (path, path.with_name(f"{path.name}.pub")):
        try:
            key = plain_key(place.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            continue
        if key:
            return key
    told = _ask("ssh-keygen", "-y", "-P", "", "-f", str(path)) if path.is_file() else ""
    return plain_key(told)


def _at_hand(project: Project) -> Iterator[SigningKey]:
    """Keys that this person may have: git's signing key, those in ~/.ssh, those of the agent."""
    named = _ask("git", "-C", str(project.root), "config", "--get", "user.signingkey").strip()
    folder = Path("~/.ssh").expanduser()
    files = [Path(named).expanduser()] if named and "\n" not in named else []
    files += sorted(folder.glob("*.pub")) if folder.is_dir() else []
    seen = set()
    for path in files:
        private = path.with_suffix("") if path.suffix == ".pub" and path.with_suffix("").is_file() else path
        public = _public_half(path) if path.is_file() else None
        if public and public not in seen:
            seen.add(public)
            yield SigningKey(public, private)
    for line in _ask("ssh-add", "-L").splitlines():
        public = plain_key(line)
        if public and public not in seen:
            seen.add(public)
            yield SigningKey(public, None)


def _ask(*command: str) -> str:
    """What a program answers; nothing where it is missing or fails."""
    if shutil.which(command[0]) is None:
        return ""
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=SECONDS
        )
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return ""
    return done.stdout if done.returncode == 0 else ""


def _how_to_enrol(project: Project, keys: Sequence[SigningKey], by: str | None, lang: str) -> str:
    place = project.shown(people_file(project))
    if not keys:
        return (
            "nothing was signed: you have no Ed25519 key. Make one with `ssh-keygen -t ed25519`, then run this again: "
            f"it says how to enrol it in {place}"
        )
    ids = ", ".join(_waiting(project, keys))
    if ids:
        return (
            f"nothing was signed: {ids} is in {place} here, but not in the trusted revision; "
            "a coordinator has to commit that file first"
        )
    entry = "\n".join(
        [
            "    [[person]]",
            f'    id = "{by or "your-id"}"',
            f'    keys = ["{keys[0].public}"]',
            f'    languages = ["{lang or "de"}"]',
            '    roles = ["reviewer"]',
        ]
    )
    who = f"of {by!r}" if by else f"({keys[0].shown})"
    return f"nothing was signed: no key {who} is enrolled. Ask a coordinator to add to {place}:\n{entry}"


def _waiting(project: Project, keys: Sequence[SigningKey]) -> Iterator[str]:
    path = people_file(project)
    if path.is_file() and not path.is_symlink():
        here = parse_people(path.read_bytes(), project.shown(path))
        yield from sorted({owner.id for key in keys if (owner := here.owner(key.public))})


def _with(data: bytes | None, *, new: bytes) -> bytes:
    before = data or b""
    return before + (b"\n" if before and not before.endswith(b"\n") else b"") + new


def _now() -> str:
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
