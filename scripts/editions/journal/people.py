"""People: whom the project believes, with which keys, for which languages (locales/people.toml)."""

from __future__ import annotations

import base64
import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from editions.journal.line import PERSON
from editions.language import Language
from editions.problem import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping

ROLES = ("translator", "reviewer", "coordinator", "desk")
# Which roles a line of this kind needs; the desk signs for others and says nothing itself.
ENTITLED: Mapping[str, frozenset[str]] = {
    "vouch": frozenset({"reviewer", "coordinator"}),
    "wrote": frozenset({"translator", "reviewer", "coordinator"}),
    "revoke": frozenset({"translator", "reviewer", "coordinator"}),
    "note": frozenset({"translator", "reviewer", "coordinator"}),
    "waive": frozenset({"reviewer", "coordinator"}),
    "adopt": frozenset({"coordinator"}),
    "same": frozenset({"coordinator"}),
}
KEYS = {"id", "name", "consent", "keys", "languages", "roles", "void_since"}
ED25519 = b"\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\x20"  # how such a key begins (RFC 8709), 32 bytes follow
COMMIT = re.compile(r"[0-9a-f]{7,64}")
EVERY = "all"  # stands for every language


@dataclass(frozen=True)
class Person:
    """
    One person: an id that says nothing, and only with her consent a name.

    `keys` are OpenSSH public keys without their comments. `void_since` has, by key, the commit after which
    whatever it signed counts no more.
    """

    id: str
    name: str = ""
    consent: bool = False
    keys: tuple[str, ...] = ()
    languages: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    void_since: Mapping[str, str] = field(default_factory=dict)

    def may(self, do: str, lang: str) -> bool:
        """True where a line of this kind is hers to write, in this language (empty: about the source)."""
        return self.reads(lang) and bool(ENTITLED[do] & self.roles)

    def reads(self, lang: str) -> bool:
        """True for the languages that she works in."""
        return EVERY in self.languages or not lang or lang in self.languages

    @property
    def shown(self) -> str:
        """What others may see of her: her name if she agreed, else the id."""
        return self.name if self.name and self.consent else self.id


@dataclass(frozen=True)
class People:
    """Everybody in people.toml, by id."""

    everybody: Mapping[str, Person] = field(default_factory=dict)

    def get(self, who: str) -> Person | None:
        """The person with this id, if she is enrolled."""
        return self.everybody.get(who)

    @property
    def names(self) -> dict[str, str]:
        """The names of those who agreed to be named, by their ids."""
        return {each.id: each.name for each in self.everybody.values() if each.name and each.consent}

    def owner(self, key: str) -> Person | None:
        """The person whose key it is, if anybody's."""
        return next((person for person in self.everybody.values() if key in person.keys), None)

    def signers(self, who: str, lang: str) -> dict[str, Person]:
        """The keys that may sign for a person, each with whose it is: her own, and the desk's."""
        own = self.everybody.get(who)
        # What is said of the source holds in every language: a desk of some languages cannot say it.
        desks = [
            each for each in self.everybody.values() if "desk" in each.roles and each.reads(lang or EVERY)
        ]
        return {key: each for each in (*desks, *([own] if own else [])) for key in each.keys}


def parse_people(data: bytes, path: str) -> People:
    """
    The people of a people.toml.

    Raises:
        UserError: it cannot be read, or says what cannot be; then nobody counts.
    """
    try:
        table = tomllib.loads(data.decode())
    except RecursionError:
        raise UserError(f"{path}: cannot be read: too many brackets within each other") from None
    except ValueError as error:  # no TOML, no UTF-8, a number of thousands of digits
        raise UserError(f"{path}: cannot be read: {error}") from None
    entries = table.get("person", [])
    if set(table) - {"version", "person"} or not isinstance(entries, list):
        raise UserError(f"{path}: it holds [[person]] entries and nothing else")
    if type(version := table.get("version", 1)) is not int or version != 1:
        raise UserError(
            f"{path}: version {version!r} is not known; install the newest version of this program"
        )
    everybody: dict[str, Person] = {}
    for number, entry in enumerate(entries, 1):
        person = _person(entry, f"{path}: person {number}")
        if person.id in everybody:
            raise UserError(f"{path}: {person.id!r} is there twice; give each person one entry")
        _refuse_shared(person, everybody, path)
        everybody[person.id] = person
    return People(everybody)


def plain_key(text: str) -> str | None:
    """An OpenSSH Ed25519 public key without its comment: `ssh-ed25519 AAAA…`; None if it is none."""
    kind, _, rest = text.strip().partition(" ")
    word = rest.split()[0] if rest.split() else ""
    try:
        blob = base64.b64decode(word, validate=True)
    except ValueError:  # no base64, or not even ASCII
        return None
    fits = kind == "ssh-ed25519" and blob.startswith(ED25519) and len(blob) == len(ED25519) + 32
    return f"{kind} {base64.b64encode(blob).decode()}" if fits else None


def _refuse_shared(person: Person, others: Mapping[str, Person], path: str) -> None:
    """One key is one person: else she could be the second person behind her own text."""
    for other in others.values():
        if set(other.keys) & set(person.keys):
            raise UserError(
                f"{path}: {other.id!r} and {person.id!r} have the same key; each person has keys of her own"
            )


def _person(entry: Any, where: str) -> Person:
    if (
        not isinstance(entry, dict)
        or not isinstance(entry.get("id"), str)
        or not PERSON.fullmatch(entry["id"])
    ):
        raise UserError(f"{where}: it needs an id of a-z, 0-9, dots and hyphens")
    where = f"{where} ({entry['id']})"
    unknown = ", ".join(repr(name) for name in sorted(set(entry) - KEYS))
    if unknown:
        raise UserError(f"{where}: {unknown} is not known; it has {', '.join(sorted(KEYS))}")
    if not isinstance(entry.get("consent", False), bool) or not isinstance(entry.get("name", ""), str):
        raise UserError(f"{where}: consent is true or false, name is text")
    keys = tuple(_key(text, where) for text in _words(entry, "keys", where))
    languages, roles = _words(entry, "languages", where), _words(entry, "roles", where)
    for language in languages:
        if language != EVERY and not Language.is_code(language):
            raise UserError(f'{where}: {language!r} is no language; say ["de", "pt_BR"] or ["all"]')
    for role in roles:
        if role not in ROLES:
            raise UserError(f"{where}: {role!r} is no role; choose from {', '.join(ROLES)}")
    return Person(
        entry["id"], entry.get("name", ""), entry.get("consent", False), keys,
        frozenset(languages), frozenset(roles), _void(entry.get("void_since", {}), keys, where),
    )  # fmt: skip


def _words(entry: Mapping[str, Any], name: str, where: str) -> list[str]:
    words = entry.get(name, [])
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise UserError(f'{where}: {name} is a list of texts: {name} = ["…"]')
    return words


def _key(text: str, where: str) -> str:
    key = plain_key(text)
    if key is None:
        raise UserError(
            f"{where}: {text[:30]!r} is no key that counts; enrol one of kind ssh-ed25519 "
            "(the line in ~/.ssh/id_ed25519.pub; ssh-keygen -t ed25519 makes one)"
        )
    return key


def _void(given: Any, keys: tuple[str, ...], where: str) -> dict[str, str]:
    """A commit for all keys, or a table of commits by key."""
    table = dict.fromkeys(keys, given) if isinstance(given, str) else given
    if not isinstance(table, dict):
        raise UserError(f'{where}: void_since is a commit, or a table {{ "ssh-ed25519 …" = "commit" }}')
    found = {}
    for text, commit in table.items():
        key = _key(text, where)
        if key not in keys or not isinstance(commit, str) or not COMMIT.fullmatch(commit):
            raise UserError(f"{where}: void_since names a key that is not among its keys, or no commit")
        found[key] = commit
    return found
