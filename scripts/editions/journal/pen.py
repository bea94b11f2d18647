"""The pen: writes new lines into journals, signed with a key that people.toml knows."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from editions.catalog import rewrite
from editions.fingerprint import text_hash
from editions.journal.ledger import journals, people_file, source_journal
from editions.journal.line import OF_SOURCE, VERSION, Line, payload, read_lines, written
from editions.journal.people import EVERY, parse_people, plain_key
from editions.journal.seal import Verdicts, sign
from editions.problem import UserError
from editions.state import own_marks
from editions.terminal import quote

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
        return quote(str(self.path)) if self.path else "the key in your SSH agent"

    def refuse_locked(self) -> None:
        """
        Refuses a key that needs a pass phrase where nobody can be asked for it: ssh-keygen would wait.

        Raises:
            UserError: so it is, and the SSH agent does not have the key either.
        """
        if sys.stdin.isatty() or self.path is None or self.public in _of_agent():
            return
        if not _ask("ssh-keygen", "-y", "-P", "", "-f", str(self.path)):
            raise UserError(
                f"nothing was signed: {self.shown} needs its pass phrase, and there is no terminal to ask for it; "
                "run this in a terminal, or give the key to your SSH agent first (ssh-add)"
            )


@dataclass(frozen=True)
class Pen:
    """A key, the person in whose name it writes, and whose it is: hers, or a desk's."""

    person: Person
    key: SigningKey
    owner: Person

    def may(self, do: str, lang: str) -> bool:
        """True where a line of this kind would count, in this language (empty: about the source)."""
        return not self.why_not(do, lang)

    def why_not(self, do: str, lang: str) -> str:
        """Why such a line would count for nothing; empty where it would count."""
        where = f"in {lang}" if lang else "for the source"
        if self.person.roles == {"desk"}:
            return f"{self.key.shown} is the desk's key, which signs for others; say for whom: --by ID"
        if not self.person.may(do, lang):
            return (
                f"{self.person.id!r} has no role for this ({do} {where}); "
                "a coordinator gives languages and roles in people.toml"
            )
        if self.owner != self.person and not self.owner.reads(lang or EVERY):
            return f"the desk {self.owner.id!r} has no part {where}; use a key of {self.person.id!r}"
        return ""

    def write(self, project: Project, language: Language | None, lines: Sequence[Mapping[str, Any]]) -> int:
        """
        Signs the lines (what `on_unit` and its like return) and adds them to the person's journal.

        `language` is None for what concerns the source. Returns how many lines were written. Nothing is written
        that would count for nothing.

        Raises:
            UserError: the person has no role for this, the key cannot be used, or the journal cannot be written.
            ValueError: a line is none, or stands in the wrong journal.
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
        self._refuse_vain(full)
        new = self._sealed(project, full)
        rewrite(place, partial(_with, new=new), root=project.root, compare=_added)
        return len(full)

    def _journal(self, project: Project, language: Language) -> Path:
        return journals(project, language) / f"{self.person.id}.jsonl"

    def _refuse_vain(self, lines: Sequence[Mapping[str, Any]]) -> None:
        reasons = (self.why_not(line["do"], line.get("lang", "")) for line in lines)
        if reason := next(filter(None, reasons), ""):
            raise UserError(f"nothing was signed: {reason}")
        self.key.refuse_locked()

    def _sealed(self, project: Project, lines: Sequence[Mapping[str, Any]]) -> bytes:
        """
        The lines as they are written, signed, and read again as everybody will read them.

        Raises:
            UserError: the key did not sign, or another one than its public half says.
        """
        try:
            signatures = sign([payload(line) for line in lines], self.key.path, self.key.public)
        except subprocess.TimeoutExpired:
            raise UserError(f"nothing was signed: {self.key.shown}: ssh-keygen did not answer") from None
        new = b"".join(written({**line, "sig": sig}) for line, sig in zip(lines, signatures, strict=True))
        verdicts = Verdicts(project.root)
        for line in read_lines(new, ""):
            if not isinstance(line, Line):
                raise ValueError(line.text)  # noqa: TRY004 - it is no type that is wrong
            if verdicts.signer(line, {self.key.public}) is None:
                raise UserError(
                    f"nothing was signed: {self.key.shown} is not the key that its .pub file names"
                )
        verdicts.keep()
        return new


def on_unit(do: str, unit: Unit, ledger: Ledger, **more: object) -> dict[str, Any]:
    """A line about a unit's text as it stands: it knows whose words they are, and all objections so far."""
    line: dict[str, Any] = {"do": do, "unit": unit.key, "text": text_hash(unit), **more}
    marks = own_marks(unit)
    line |= {"engine": marks[0].engine} if marks else {}
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
    pens = [pen for each in keys for pen in _pens(each, ledger, by)]
    own = [pen for pen in pens if pen.owner == pen.person and pen.person.roles != {"desk"}]
    found = {pen.person.id: pen for pen in reversed(own or pens)}
    if len(found) > 1:
        raise UserError(f"your keys speak for {' and '.join(sorted(found))}; say for whom: --by {min(found)}")
    if not found:
        raise UserError(_how_to_enrol(project, ledger, keys, by, lang))
    return next(iter(found.values()))


def _pens(key: SigningKey, ledger: Ledger, by: str | None) -> Iterator[Pen]:
    """The pens that a key makes: its owner's, or that of whom a desk signs for."""
    owner = ledger.people.owner(key.public)
    if owner is None or key.public in owner.void_since:
        return
    speaker = ledger.people.get(by) if by and "desk" in owner.roles else owner
    if speaker is not None and by in (None, speaker.id):
        yield Pen(speaker, key, owner)


def _given(path: Path) -> list[SigningKey]:
    """
    The key that is named.

    Raises:
        UserError: it is no key, or none that counts.
    """
    path = path.expanduser()
    if not path.is_file():
        raise UserError(f"--key {quote(str(path))}: there is no such file")
    public = _public_half(path)
    if public is None:
        raise UserError(
            f"--key {quote(str(path))}: no Ed25519 key is found there; ssh-keygen -t ed25519 makes one "
            "(one with a pass phrase needs its .pub file beside it)"
        )
    private = path.with_suffix("")
    return [SigningKey(public, private if path.suffix == ".pub" and private.is_file() else path)]


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
    """
    Keys that this person has: git's signing key, those in ~/.ssh, those of the agent.

    A public half alone is no key: people keep those of others, too.
    """
    named = _ask("git", "-C", str(project.root), "config", "--get", "user.signingkey").strip()
    folder = Path("~/.ssh").expanduser()
    files = [Path(named).expanduser()] if named and "\n" not in named else []
    files += [folder / "id_ed25519", *sorted(folder.glob("*.pub"))] if folder.is_dir() else []
    seen = set()
    for path in files:
        private = path.with_suffix("") if path.suffix == ".pub" else path
        public = _public_half(private) if private.is_file() else None
        if public and public not in seen:
            seen.add(public)
            yield SigningKey(public, private)
    yield from (SigningKey(public, None) for public in _of_agent() if public not in seen)


def _of_agent() -> list[str]:
    """The public halves of the keys that the SSH agent has."""
    return [key for line in _ask("ssh-add", "-L").splitlines() if (key := plain_key(line))]


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


def _how_to_enrol(
    project: Project, ledger: Ledger, keys: Sequence[SigningKey], by: str | None, lang: str
) -> str:
    """Why none of the keys writes, and what to do."""
    place = project.shown(people_file(project))
    if not keys:
        return (
            "nothing was signed: you have no Ed25519 key. Make one with `ssh-keygen -t ed25519` (or start the "
            f"SSH agent that has yours), then run this again: it says how to enrol it in {place}"
        )
    owners = [(key, owner) for key in keys if (owner := ledger.people.owner(key.public))]
    void = [f"{key.shown}, of {owner.id!r}" for key, owner in owners if key.public in owner.void_since]
    if void:
        return f"nothing was signed: this key is void: {', '.join(void)}. A coordinator enrols a new one in {place}"
    if owners:
        names = " and ".join(sorted({repr(owner.id) for _, owner in owners}))
        return f"nothing was signed: no key of {by!r} is at hand; here are only keys of {names}"
    if ids := ", ".join(_waiting(project, keys)):
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


def _added(old: bytes, new: bytes) -> tuple[int, bytes, bytes]:
    """What `_with` brought, for the save log: a journal only grows, and is no catalog with entries."""
    return old.count(b"\n") + 1, b"", new[len(old) :]


def _now() -> str:
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
