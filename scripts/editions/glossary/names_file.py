"""
names.toml, edited line by line: what is not asked for keeps its bytes, comments and order.

The file is cut into statements, each as many lines as TOML needs for one, and joined again. A library that rewrites
TOML was tried (tomlkit 0.15): it moves entries where `[[name]]` and `[[term]]` take turns, and puts a new `from.ca`
second, behind whatever key is first. What is written is read again, and refused unless it says what it should.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from editions.problem import UserError
from editions.terms import plain_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.terms import Kind

Value = bool | str | Sequence[str]
BEGINNING = "version = 1\n"
BARE = re.compile(r"[A-Za-z0-9_-]+")
HEADER = re.compile(r"\s*\[")
LONGEST_STATEMENT = 2000  # lines
# The order of keys within an entry; languages stand between `open` and `forbidden`.
FIRST = ("source", "keep", "part", "note", "open")
LAST = ("forbidden", "from")
_ESCAPES = {'"': '\\"', "\\": "\\\\"}


@dataclass
class Statement:
    """Lines that belong together: a key and its value, a header, or (without a key) a comment or an empty line."""

    text: str
    key: tuple[str, ...] = ()
    value: Any = None


@dataclass
class Block:
    """An entry from its header to the next one; `kind` is empty for everything else."""

    kind: str
    statements: list[Statement] = field(default_factory=list)

    @property
    def source(self) -> str:
        """The words of the original."""
        found = next((each.value for each in self.statements if each.key == ("source",)), "")
        return plain_source(found) if isinstance(found, str) else ""

    def find(self, key: tuple[str, ...]) -> Statement | None:
        """The statement of a key (`("from", "de")` is `from.de`)."""
        return next((each for each in self.statements if each.key == key), None)

    def insert(self, key: tuple[str, ...], text: str, value: Any) -> None:
        """Adds a statement where the order of keys and codes has its place."""
        before = [
            at
            for at, each in enumerate(self.statements)
            if not at or (each.key and _rank(each.key) <= _rank(key))
        ]
        self.statements.insert(before[-1] + 1, Statement(text, key, value))


class NamesFile:
    """The text of a names.toml that can be added to; `shown` is its name in messages."""

    def __init__(self, text: str, shown: str) -> None:
        self._shown = shown
        self._newline = "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"
        text = text or BEGINNING
        self._blocks = _blocks(text if text.endswith("\n") else text + self._newline, shown)
        self._added: dict[Kind, list[Block]] = {}
        self._by_source = {block.source: block for block in self._blocks if block.kind}

    @property
    def text(self) -> str:
        """The file as it is now."""
        return "".join(each.text for block in self._ordered() for each in block.statements)

    def lines(self) -> dict[tuple[str, ...], int]:
        """The lines (from 1) of entries and their keys: `(source,)` and `(source, "from", "de")`."""
        line, found = 1, {}
        for block in self._ordered():
            source = block.source if block.kind else ""
            for number, each in enumerate(block.statements):
                if source and (each.key or not number):
                    found[source, *each.key] = line
                line += each.text.count("\n")
        return found

    def add(self, kind: Kind, source: str) -> None:
        """Adds an empty entry behind the last one of its kind, else at the end."""
        block = Block(kind, [Statement(f"[[{kind}]]{self._newline}")])
        block.insert(("source",), f"source = {quoted(source)}{self._newline}", source)
        self._added.setdefault(kind, []).append(block)
        self._by_source[source] = block

    def _ordered(self) -> list[Block]:
        """All blocks, each new one behind those of its kind."""
        blocks = list(self._blocks)
        for kind, added in self._added.items():
            same = [at for at, each in enumerate(blocks) if each.kind == kind]
            at = same[-1] if same else len(blocks) - 1
            above, below = _parted(blocks[at])
            if not above.statements:  # nothing but comments: they are the head of the file
                above, below = below, above
            gap = Block("", [Statement(self._newline)])
            blocks[at : at + 1] = [above, *(part for block in added for part in (gap, block)), below]
        return blocks

    def set(self, source: str, key: tuple[str, ...], value: Value) -> None:
        """Sets a key of an entry; a comment behind the old value stays."""
        block = self._block(source)
        plain = value if isinstance(value, (str, bool)) else list(value)
        line = f"{'.'.join(map(_key, key))} = {quoted(value)}"
        old = block.find(key)
        if old is None:
            block.insert(key, f"{line}{self._newline}", plain)
        else:
            old.text, old.value = f"{line}{_comment(old)}{self._newline}", plain

    def append(self, source: str, key: tuple[str, ...], word: str) -> None:
        """Adds a word to the list of a key, behind the others; into sorted codes of languages in its place."""
        block = self._block(source)
        old = block.find(key)
        if old is None or not isinstance(old.value, list):
            self.set(source, key, [*(old.value if old and isinstance(old.value, list) else ()), word])
            return
        value = [*old.value, word]
        if key == ("open",) and old.value == sorted(old.value):
            value.sort()
        if _written(old) == quoted(old.value):
            self.set(source, key, value)
        else:
            old.text, old.value = self._appended(old, word), [*old.value, word]

    def _appended(self, old: Statement, word: str) -> str:
        """The statement with a word more before the bracket that ends its list, however that is laid out."""
        for match in reversed(list(re.finditer("]", old.text))):
            before, after = old.text[: match.start()], old.text[match.start() :]
            for part in ("" if not old.value else ", ", " "):
                text = f"{before}{part}{quoted(word)}{after}"
                if _value(text) == [*old.value, word]:
                    return text
        raise UserError(
            f"{self._shown}: {'.'.join(old.key)}: this list cannot be added to; write it on one line"
        )

    def _block(self, source: str) -> Block:
        if source not in self._by_source:
            raise UserError(
                f"{self._shown}: {source}: this entry is no [[name]] or [[term]] of its own, so nothing can be added"
            )
        return self._by_source[source]


def quoted(value: Value) -> str:
    """A text, a list of texts, or a truth value as TOML writes it; texts have no control characters."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{"".join(_ESCAPES.get(char, char) for char in value)}"'
    return f"[{', '.join(map(quoted, value))}]"


def _key(part: str) -> str:
    return part if BARE.fullmatch(part) else quoted(part)


def _parted(block: Block) -> tuple[Block, Block]:
    """The block without the comments and empty lines at its end, which belong to what comes next, and these."""
    last = max(
        (at for at, each in enumerate(block.statements) if each.key or (block.kind and not at)), default=-1
    )
    return Block(block.kind, block.statements[: last + 1]), Block("", block.statements[last + 1 :])


def _rank(key: tuple[str, ...]) -> tuple[int, str]:
    if key[0] in FIRST:
        return (FIRST.index(key[0]), "")
    if key[0] in LAST:
        return (len(FIRST) + 1 + LAST.index(key[0]), key[-1])
    return (len(FIRST), key[0])


def _blocks(text: str, shown: str) -> list[Block]:
    blocks = [Block("")]
    for statement in _statements(text, shown):
        if HEADER.match(statement.text) and statement.key:
            kind = statement.key[0] if isinstance(statement.value, list) else ""
            statement.key = ()
            blocks.append(Block(kind if kind in {"name", "term"} else "", [statement]))
        else:
            blocks[-1].statements.append(statement)
    return blocks


def _statements(text: str, shown: str) -> Iterator[Statement]:
    lines = re.findall(r"[^\n]*\n", text)
    at = 0
    while at < len(lines):
        for end in range(at + 1, min(len(lines), at + LONGEST_STATEMENT) + 1):
            chunk = "".join(lines[at:end])
            table = _table(chunk)
            if table is not None:
                yield Statement(chunk, *_flat(table))
                break
        else:
            raise UserError(
                f"{shown}:{at + 1}: this line begins what has no end within {LONGEST_STATEMENT} lines"
            )
        at = end


def _table(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _flat(table: dict[str, Any]) -> tuple[tuple[str, ...], Any]:
    """The one key of a statement's table, dotted keys apart, and its value."""
    key: list[str] = []
    value: Any = table
    while isinstance(value, dict) and len(value) == 1:
        name, value = next(iter(value.items()))
        key.append(name)
    return tuple(key), value


def _value(text: str) -> Any:
    table = _table(text)
    return None if table is None else _flat(table)[1]


def _written(statement: Statement) -> str:
    """The value as it is written, without the key and a comment."""
    text = statement.text.rstrip()
    return text.removesuffix(_comment(statement).rstrip()).partition("=")[2].strip()


def _comment(statement: Statement) -> str:
    """The comment behind a value, with the spaces before it."""
    text = statement.text.rstrip("\r\n")
    for match in re.finditer(r"\s*#", text):
        if _value(text[: match.start()]) == statement.value:
            return text[match.start() :]
    return ""
