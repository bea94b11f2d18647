"""The shelf: one attack is one file, and `README.md` beside it says how to add one."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import product
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SYNTAXES = ("rst", "md")
# What stands in attacks for things of the trial: an address that notes who calls, and the path of a secret file.
URL, SECRET_PATH = "@url@", "@secret@"
KEYS = frozenset({
    "syntax", "where", "payload", "rule", "says", "fix", "traces", "live", "bomb", "shown", "why", "warning", "keeps",
})  # fmt: skip


@dataclass(frozen=True)
class Attack:
    """
    One text that a stranger writes as the translation of one unit.

    `group` and `name` are the folder and the file, `where` and `syntax` name the document it is tried on.
    `says`, `fix`: words of what `check` must tell of it, by rule `rule`. `traces`: what no output may hold;
    `keeps`: what the page must still hold.
    """

    group: str
    name: str
    syntax: str
    where: str
    payload: str
    says: tuple[str, ...]
    rule: str = "markup"
    fix: str = ""
    traces: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    is_live: bool = False
    is_bomb: bool = False
    is_shown: bool = False
    is_warning: bool = False
    why: str = ""

    def __str__(self) -> str:
        """The name in reports: `links/javascript-link.rst`."""
        return f"{self.group}/{self.name}-{self.where}.{self.syntax}"

    @property
    def docname(self) -> str:
        """The document that this attack has for itself."""
        return f"{self.group}-{self.name}-{self.where}-{self.syntax}"

    @property
    def word(self) -> str:
        """A word of letters that stands in the attacked source text and nowhere else."""
        digest = sha256(str(self).encode()).digest()
        return "W" + "".join(chr(ord("a") + byte % 26) for byte in digest[:9])

    @property
    def source(self) -> str:
        """The source of the document that is attacked."""
        template = (HERE / "source" / f"{self.where}.{self.syntax}").read_text(encoding="utf-8")
        return template.replace("TITLE", f"Attack {self}").replace("WORD", self.word)


@cache
def attacks() -> tuple[Attack, ...]:
    """All attacks upon units, sorted as their documents; a file that names several places or syntaxes is several."""
    paths = (HERE / "attacks").glob("*/*.toml")
    return tuple(sorted((each for path in paths for each in _read(path)), key=lambda each: each.docname))


def _read(path: Path) -> list[Attack]:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    unknown = sorted(set(table) - KEYS)
    assert not unknown, f"{path}: nobody reads {', '.join(unknown)}"
    every = product(_listed(table.get("syntax", list(SYNTAXES))), _listed(table.get("where", "paragraph")))
    return [_attack(path, table, syntax, where) for syntax, where in every]


def _attack(path: Path, table: dict[str, Any], syntax: str, where: str) -> Attack:
    return Attack(
        group=path.parent.name,
        name=path.stem,
        syntax=syntax,
        where=where,
        payload=_text(table["payload"]),
        says=_for_syntax(table.get("says", []), syntax),
        rule=table.get("rule", "markup"),
        fix="".join(_for_syntax(table.get("fix", ""), syntax)),
        traces=_for_syntax(table.get("traces", []), syntax),
        keeps=_for_syntax(table.get("keeps", []), syntax),
        is_live=table.get("live", False) in (True, syntax),
        is_bomb=table.get("bomb", False),
        is_shown=table.get("shown", False),
        is_warning=table.get("warning", False),
        why=table.get("why", ""),
    )


def _text(parts: str | list[Any]) -> str:
    """The payload, written at once or in pieces: a text, or `{text = "*", times = 4000}`."""
    return "".join(part if isinstance(part, str) else part["text"] * part["times"] for part in _listed(parts))


def _for_syntax(value: Any, syntax: str) -> tuple[str, ...]:
    """A text, a list of texts, or one of these for each syntax."""
    return tuple(_listed(value[syntax] if isinstance(value, dict) else value))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
