"""The strict lexer: a catalog's text to entries, each with the lines it takes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from editions.catalog import faults
from editions.catalog.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

# No possessive quantifiers (*+): Python 3.11.2, which is Debian 12's, matches them wrongly.
STRING = r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"[ \t]*(?:\n|\Z)'
# What stands before the strings: nothing, or the marks of obsolete and previous texts.
PREFIXES = {
    "active": r"[ \t]*",
    "obsolete": r"[ \t]*#~[ \t]+",
    "previous": r"[ \t]*#\|[ \t]+",
    "gone": r"[ \t]*#~\|[ \t]+",
}
CHUNK = re.compile(
    "|".join(
        [
            r"(?P<blank>(?:[ \t]*\n)+|[ \t]+\Z)",
            r"(?P<comment>[ \t]*#(?![~|])[^\n]*(?:\n|\Z))",
            *(
                rf"(?P<{kind}>{prefix}(?:msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)[ \t]+{STRING}"
                rf"(?:{prefix}{STRING})*)"
                for kind, prefix in PREFIXES.items()
            ),
        ]
    )
)
# The seam between the strings of one text; a text holds no line break itself.
SEAMS = {kind: re.compile(rf'"[ \t]*\n{prefix}"') for kind, prefix in PREFIXES.items()}
KEYWORD = re.compile(r"msg[a-z_]+(?:\[\d\])?")
ESCAPE = re.compile(r"\\(.)")
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "v": "\v", "b": "\b", "f": "\f", '"': '"', "\\": "\\"}
LOCATION = re.compile("\u2068[^\u2069]*\u2069(?::\\d+)?|\\S+")
ISOLATES = str.maketrans("", "", "\u2068\u2069")
FOLLOWS = {
    "": {"msgctxt", "msgid"},
    "msgctxt": {"msgid"},
    "msgid": {"msgid_plural", "msgstr"},
    "msgid_plural": {"msgstr[0]"},
    **{f"msgstr[{n}]": {f"msgstr[{n + 1}]"} for n in range(9)},
}


@dataclass(frozen=True)
class Entry:
    """
    A unit and the lines it takes, counted from 0.

    From `start` its comments, from `body` its source, from `target` its translation, up to `end` (exclusive).
    """

    unit: Unit
    start: int
    body: int
    target: int
    end: int


@dataclass
class _Draft:
    """An entry while it is being read."""

    start: int
    kind: str = ""
    last: str = ""
    former: str = ""
    body: int = 0
    target: int = 0
    end: int = 0
    fields: dict[str, str] = field(default_factory=dict)
    targets: list[str] = field(default_factory=list)
    previous: dict[str, str] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    extracted: list[str] = field(default_factory=list)
    locations: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        return bool(self.targets)

    @property
    def only_notes(self) -> bool:
        """True where nothing but translators' comments stand here; such lines may end a file."""
        return not (self.kind or self.extracted or self.locations or self.flags or self.previous)


class Lexer:
    """Reads one catalog: `text` with line feeds only, of the file that messages call `path`."""

    def __init__(self, text: str, path: str, domain: str) -> None:
        self.text = text
        self.path = path
        self.domain = domain
        self.line = 0
        self.draft: _Draft | None = None

    def entries(self) -> Iterator[Entry]:
        """
        The entries of the file, in order.

        Raises:
            CatalogError: a line or an entry that is not understood.
        """
        position, size = 0, len(self.text)
        match_chunk = CHUNK.match
        while position < size:
            match = match_chunk(self.text, position)
            if match is None:
                raise self._unreadable(position)
            kind = match.lastgroup or ""
            done = self._take(kind, match[0]) if kind != "blank" else None
            if done:
                yield done
            position = match.end()
            self.line += match[0].count("\n")
        if self.draft:
            yield from self._last(self.draft)

    def error(self, line: int, text: str, fix: str) -> faults.CatalogError:
        """The error at a line (from 0)."""
        return faults.CatalogError(self.path, line + 1, text, fix)

    def _unreadable(self, position: int) -> faults.CatalogError:
        end = self.text.find("\n", position)
        line = self.text[position : end if end >= 0 else None]
        return self.error(self.line, *faults.describe(line))

    def _take(self, kind: str, chunk: str) -> Entry | None:
        done = None
        draft = self.draft
        if kind in ("comment", "previous", "gone"):
            if draft is None or draft.kind:
                done, draft = self._begin(draft)
            self._take_comment(draft, kind, chunk)
            return done
        keyword, value = self._field(kind, chunk)
        if draft is None or (draft.complete and keyword in FOLLOWS[""]):
            done, draft = self._begin(draft)
        self._take_field(draft, kind, keyword, value)
        draft.end = self.line + chunk.count("\n") + (not chunk.endswith("\n"))
        return done

    def _begin(self, before: _Draft | None) -> tuple[Entry | None, _Draft]:
        self.draft = _Draft(self.line)
        return (self._finish(before) if before else None), self.draft

    def _take_comment(self, draft: _Draft, kind: str, chunk: str) -> None:
        if kind != "comment":
            keyword, value = self._field(kind, chunk)
            if keyword.startswith("msgstr") or (draft.previous and draft.former != kind):
                raise self._disorder()
            draft.former, draft.previous[keyword] = kind, value
            return
        line = chunk.strip()
        mark = line[1:2]
        if mark in ("", "#") or mark.isspace():
            draft.comments.append(line.lstrip("#").removeprefix(" "))
        elif mark not in ".:," or not (line[2:3].isspace() or len(line) == 2):  # noqa: PLR2004 - the mark alone
            raise self.error(self.line, *faults.describe(line))
        elif mark == ".":
            draft.extracted.extend([line[3:]] if line[3:] else [])
        elif mark == ":":
            draft.locations.extend(found.translate(ISOLATES) for found in LOCATION.findall(line[2:]))
        else:
            draft.flags.extend(flag.strip() for flag in line[2:].split(",") if flag.strip())

    def _take_field(self, draft: _Draft, kind: str, keyword: str, value: str) -> None:
        mixed = (draft.kind and draft.kind != kind) or (draft.former == "gone" and kind == "active")
        if mixed or keyword not in FOLLOWS.get(draft.last, ()):
            raise self._misplaced(draft, keyword)
        if not draft.kind:
            draft.kind, draft.body = kind, self.line
        draft.last = keyword
        if keyword.startswith("msgstr"):
            if not draft.targets:
                draft.target = self.line
            draft.targets.append(value)
        else:
            draft.fields[keyword] = value

    def _field(self, kind: str, chunk: str) -> tuple[str, str]:
        first = chunk.index('"')
        raw = chunk[first + 1 : chunk.rindex('"')]
        if "\n" in raw:
            raw = SEAMS[kind].sub("", raw)
        if "\\" in raw:
            raw = self._unescape(raw, chunk)
        keyword = KEYWORD.search(chunk, 0, first)
        return (keyword[0] if keyword else ""), raw

    def _unescape(self, raw: str, chunk: str) -> str:
        try:
            return ESCAPE.sub(lambda match: ESCAPES[match[1]], raw)
        except KeyError:
            bad = faults.bad_escape(raw) or ""
        offset = next(n for n, line in enumerate(chunk.split("\n")) if faults.bad_escape(line))
        raise self.error(
            self.line + offset,
            f"{bad} has no meaning here",
            f"write the backslash twice: \\{bad}, or delete it",
        )

    def _misplaced(self, draft: _Draft, keyword: str) -> faults.CatalogError:
        if not draft.complete and draft.kind and keyword in FOLLOWS[""]:
            return self._cut_off(draft)
        alone = not draft.fields or self.line > draft.end
        if keyword.startswith("msgstr") and draft.last != "msgid" and alone:
            return self.error(self.line, "a translation without its source text", faults.RESTORE)
        return self._disorder()

    def _disorder(self) -> faults.CatalogError:
        return self.error(
            self.line, "the lines of this entry are out of order, or one is there twice", faults.RESTORE
        )

    def _cut_off(self, draft: _Draft) -> faults.CatalogError:
        line = draft.body if draft.kind else draft.start
        return self.error(
            line,
            "this entry is cut off: the line of its translation is missing",
            "restore it from the last commit",
        )

    def _last(self, draft: _Draft) -> Iterator[Entry]:
        if draft.complete:
            yield self._finish(draft)
        elif not draft.only_notes:
            raise self._cut_off(draft)

    def _finish(self, draft: _Draft) -> Entry:
        if not draft.complete:
            raise self._cut_off(draft)
        unit = Unit(
            self.path,
            self.domain,
            draft.fields.get("msgctxt"),
            draft.fields["msgid"],
            draft.fields.get("msgid_plural"),
            tuple(draft.targets),
            draft.previous.get("msgid"),
            tuple(draft.comments),
            tuple(draft.extracted),
            tuple(draft.locations),
            tuple(draft.flags),
            draft.target + 1,
            draft.kind == "obsolete",
            draft.previous.get("msgctxt"),
            draft.previous.get("msgid_plural"),
        )
        return Entry(unit, draft.start, draft.body, draft.target, draft.end)
