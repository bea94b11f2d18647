"""A line of a review journal: what a person says of a text, over her signature."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from editions.language import Language
from editions.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

VERSION = 1
LONGEST = 400  # characters of a reason or a note
DEEPEST = 4  # lists and objects within each other
PERSON = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


def _is_text(value: object) -> bool:
    """A source as it is hashed: U+0000 parts a plural from its singular."""
    return isinstance(value, str) and value.count("\x00") <= 1


def _is_note(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST and value.isprintable()


def _matches(pattern: str) -> Callable[[object], bool]:
    compiled = re.compile(pattern)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


def _is_list_of(check: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and all(map(check, value))


HASH, KEY = _matches(r"[0-9a-f]{64}"), _matches(r"[0-9a-f]{16}")
COMMIT, MOMENT = _matches(r"[0-9a-f]{40}|[0-9a-f]{64}"), _matches(r"[0-9T:.Z+-]{10,40}")
RULE, DOMAIN = _matches(r"[a-z0-9]+(-[a-z0-9]+)*"), _matches(r"[^\x00-\x1f\x7f]{1,400}")
ENGINE = _matches(r"[a-z0-9-]{1,16}")  # of the machine whose words these are (DESIGN 3)
BASE64 = _matches(r"[A-Za-z0-9+/=]{1,4000}")


def _is_person(value: object) -> bool:
    return isinstance(value, str) and PERSON.fullmatch(value) is not None


def _is_language(value: object) -> bool:
    return isinstance(value, str) and Language.is_code(value)


Fields = dict[str, "Callable[[object], bool]"]
ALL: Fields = {"by": _is_person, "at": MOMENT, "sig": BASE64}
IN_LANGUAGE: Fields = ALL | {"lang": _is_language}
ON_TEXT: Fields = IN_LANGUAGE | {"unit": KEY, "text": HASH}
# What each kind of line must hold; beside these and MAY anything may stand: it is signed, and says nothing.
MUST: Mapping[str, Fields] = {
    "vouch": ON_TEXT,
    "wrote": ON_TEXT,
    "revoke": ON_TEXT,
    "note": ON_TEXT | {"note": _is_note},
    "waive": ON_TEXT | {"rule": RULE, "reason": _is_note},
    "adopt": IN_LANGUAGE | {"domain": DOMAIN, "commit": COMMIT, "texts": _is_list_of(HASH)},
    "same": ALL | {"from": HASH, "to": HASH},
}
# Texts stood somewhere at a commit, or somebody approved them elsewhere: then the SHA-256 of the export says so.
INSTEAD: Mapping[str, str] = {"commit": "export"}
MAY: Fields = {
    "despite": _is_list_of(HASH),
    "engine": ENGINE,
    "export": HASH,
    "reason": _is_note,
    "old": _is_text,
    "new": _is_text,
}
OF_SOURCE = frozenset({"same"})  # kinds that stand in source.jsonl, all others in a person's own file


@dataclass(frozen=True)
class Line:
    """A line as it stands in a file: `path` and `number` (from 1) are where, `fields` what it says."""

    path: str
    number: int
    fields: Mapping[str, Any]

    @property
    def do(self) -> str:
        """What kind of line it is: a key of `MUST`."""
        return str(self.fields["do"])

    @property
    def by(self) -> str:
        """The id of the person who speaks."""
        return str(self.fields["by"])

    @property
    def lang(self) -> str:
        """The code of the language; empty for what is said of the source."""
        return str(self.fields.get("lang", ""))

    @cached_property
    def payload(self) -> bytes:
        """What is signed: the line without its signature, in the one form that it has."""
        return payload(self.fields)

    @cached_property
    def id(self) -> str:
        """The line's name, 64 hexadecimal digits; the same line has it wherever and how often it stands."""
        return sha256(self.payload).hexdigest()

    def problem(self, text: str, fix: str, *, warns: bool = False) -> Problem:
        """A problem at this line."""
        return Problem(self.path, self.number, "journal", "warning" if warns else "error", text, fix)


def payload(fields: Mapping[str, Any]) -> bytes:
    """The bytes of a line that are signed: JSON without `sig`, UTF-8, sorted keys, no spaces (DESIGN 4)."""
    signed = {name: value for name, value in fields.items() if name != "sig"}
    return json.dumps(signed, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def written(fields: Mapping[str, Any]) -> bytes:
    """The line as this program writes it, with its end; ASCII, so that no tool takes it for something else."""
    return json.dumps(dict(fields), sort_keys=True, separators=(",", ":")).encode() + b"\n"


def read_lines(data: bytes, path: str) -> Iterator[Line | Problem]:
    """The lines of a journal, and in place of each that says nothing the reason; empty lines are none."""
    for number, raw in enumerate(data.split(b"\n"), 1):
        if not raw.strip():
            continue
        try:
            text = raw.decode("utf-8-sig")  # bytes json would take for UTF-16 as well
            fields = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse, parse_float=_refuse)
            _refuse_depth(fields, DEEPEST)
            payload(fields if isinstance(fields, dict) else {})
        except (ValueError, RecursionError):
            yield _damage(path, number, "this line cannot be read")
            continue
        fault = _fault(fields)
        yield _damage(path, number, *fault) if fault else Line(path, number, fields)


def _damage(
    path: str, number: int, text: str, fix: str = "restore it from the last commit, or delete it"
) -> Problem:
    return Problem(path, number, "journal", "error", text, fix)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _refuse(text: str) -> None:
    raise ValueError(text)


def _refuse_depth(value: object, most: int) -> None:
    """What lies deeper can be read, and then overflows the stack where it is written."""
    if not isinstance(value, (list, dict)):
        return
    if most == 0:
        raise ValueError("too deep")
    for inner in value.values() if isinstance(value, dict) else value:
        _refuse_depth(inner, most - 1)


def _fault(fields: object) -> tuple[str, ...]:
    """Why a line says nothing, and if it is known what to do; empty where it may say something."""
    if not isinstance(fields, dict):
        return ("this line cannot be read",)
    version = fields.get("v")
    if type(version) is not int or version != VERSION:
        return (
            f"this line has version {str(version)[:20]!r}, and this program knows only {VERSION}",
            "install the newest version of this program",
        )
    do = fields.get("do")
    if not isinstance(do, str) or do not in MUST:
        return (f"this line does {str(do)[:20]!r}, which this program does not know",)
    for name, fits in MUST[do].items():
        if name not in fields and INSTEAD.get(name) in fields:
            continue  # checked below
        if name not in fields or not fits(fields[name]):
            return (f"this line's {name!r} is missing or not what it must be",)
    for name, fits in MAY.items():
        if name in fields and not fits(fields[name]):
            return (f"this line's {name!r} is not what it must be",)
    return ()
