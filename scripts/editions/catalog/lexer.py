"""The strict lexer: a catalog's text to entries, each with the lines it takes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from editions.catalog import faults
from editions.catalog.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.problem import Problem

# No possessive quantifiers (*+): Python 3.11.2, which is Debian 12's, matches them wrongly. No repeated group
# within a string: the matcher would keep some 200 bytes for each backslash of a stranger's line. What stands
# between the quotation marks is looked at afterwards.
STRING = r'"[^\n\x00]*"[ \t]*(?:\n|\Z)'
AT_ONCE = 200  # strings of one text that are matched in one go; a longer text takes several
MOST_UNITS = 500_000  # in one file: some 900 MB of memory; a book has about 5,000
SPLIT = "split the document"
MOST_FAULTS = 20  # that are told of one file
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
            rf"(?P<blank>(?:[ \t]*\n){{1,{AT_ONCE}}}|[ \t]+\Z)",
            r"(?P<comment>[ \t]*#(?![~|])[^\n]*(?:\n|\Z))",
            *(
                rf"(?P<{kind}>{prefix}(?:msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)[ \t]+{STRING}"
                rf"(?:{prefix}{STRING}){{0,{AT_ONCE}}})"
                for kind, prefix in PREFIXES.items()
            ),
        ]
    )
)
# The seam between the strings of one text; a text holds no line break itself.
SEAMS = {kind: re.compile(rf'"[ \t]*\n{prefix}"') for kind, prefix in PREFIXES.items()}
MORE = {kind: re.compile(rf"(?:{prefix}{STRING}){{1,{AT_ONCE}}}") for kind, prefix in PREFIXES.items()}
KEYWORD = re.compile(r"msg[a-z_]+(?:\[\d\])?")
ESCAPES = {r"\n": "\n", r"\t": "\t", r"\r": "\r", r"\v": "\v", r"\b": "\b", r"\f": "\f"}
# A name may stand between isolates, with or without a line number.
LOCATION = re.compile("\u2068[^\u2068\u2069]*\u2069(?::\\d+)?|\\S+")
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
    """
    Reads one catalog: `text` with line feeds only, of the file that messages call `path`.

    Takes time and memory in proportion to the text, whatever a stranger wrote into it.
    """

    def __init__(self, text: str, path: str, domain: str) -> None:
        self.text = text
        self.path = path
        self.domain = domain
        self.line = 0
        self.after = 0
        self.draft: _Draft | None = None
        self.done: Entry | None = None
        self.faults: list[Problem] = []
        self.cut = False

    def entries(self) -> Iterator[Entry]:
        """
        The entries of the file that are understood, in order.

        Raises:
            CatalogError: after the last entry: all lines or entries that are not understood, 20 at most.
        """
        position, size, count = 0, len(self.text), 0
        while position < size and len(self.faults) < MOST_FAULTS:
            try:
                kind, chunk = self._next(position)
                self.after = self.line + chunk.count("\n")
                if kind != "blank":
                    self._take(kind, chunk)
            except faults.CatalogError as error:
                position = self._skip(position, error)
            else:
                position += len(chunk)
                self.line = self.after
            if self.done:
                count += 1
                if count > MOST_UNITS:
                    raise self.error(self.line, f"the file has more than {MOST_UNITS:,} texts", SPLIT)
                yield self.done
                self.done = None
        yield from self._last()

    def error(self, line: int, text: str, fix: str) -> faults.CatalogError:
        """The error at a line (from 0)."""
        return faults.CatalogError(self.path, line + 1, text, fix)

    def _next(self, position: int) -> tuple[str, str]:
        """What stands at `position`, its kind and its lines: blanks, a comment, or a text with its keyword."""
        match = CHUNK.match(self.text, position)
        if match is None:
            end = self.text.find("\n", position)
            raise self.error(self.line, *faults.describe(self.text[position : end if end >= 0 else None]))
        kind, chunk = match.lastgroup or "", match[0]
        if len(chunk) > AT_ONCE and kind in MORE and chunk.count("\n") > AT_ONCE:
            end = match.end()
            while match := MORE[kind].match(self.text, end):
                end = match.end()
            chunk = self.text[position:end]
        return kind, chunk

    def _skip(self, position: int, error: faults.CatalogError) -> int:
        self.faults.append(error.problem)
        # An entry that stood whole before the fault, with a blank line between, is still one of the file's.
        if self.draft and self.draft.complete and self.line > self.draft.end:
            self.done = self._finish(self.draft)
        self.draft = None
        after = faults.resume(self.text, self._before_blank(position) if self.cut else position)
        self.cut = False
        self.line += self.text.count("\n", position, after)
        return after

    def _before_blank(self, position: int) -> int:
        """
        The end of the line before, where a blank line stands between; else `position`.

        A missing end is found out at the next entry, which may be whole.
        """
        blank = self.text.rfind("\n", 0, max(position - 1, 0))
        return blank if blank >= 0 and self.text[blank:position].isspace() else position

    def _take(self, kind: str, chunk: str) -> None:
        draft = self.draft
        if kind in ("comment", "previous", "gone"):
            if draft is None or draft.kind:
                draft = self._begin(draft)
            self._take_comment(draft, kind, chunk)
            return
        keyword, value = self._field(kind, chunk)
        if draft is None or (draft.complete and keyword in FOLLOWS[""]):
            draft = self._begin(draft)
        self._take_field(draft, kind, keyword, value)
        draft.end = self.after + (not chunk.endswith("\n"))

    def _begin(self, before: _Draft | None) -> _Draft:
        self.draft = _Draft(self.line)
        if before:
            self.done = self._finish(before)
        return self.draft

    def _take_comment(self, draft: _Draft, kind: str, chunk: str) -> None:
        if kind != "comment":
            self._take_previous(draft, kind, chunk)
            return
        line = chunk.strip()
        mark = line[1:2]
        if mark in ("", "#") or mark.isspace():
            draft.comments.append(line.lstrip("#").removeprefix(" "))
        elif mark not in ".:,=" or not (line[2:3].isspace() or len(line) == 2):  # noqa: PLR2004 - the mark alone
            raise self.error(self.line, *faults.describe(line))
        elif mark == ".":
            draft.extracted.extend([line[3:]] if line[3:] else [])
        elif mark == ":":
            found = LOCATION.findall(line[2:])
            draft.locations += [each.translate(ISOLATES) for each in found] if "\u2068" in line else found
        else:
            draft.flags.extend(self._flags(line[2:]))

    def _flags(self, text: str) -> list[str]:
        flags = [flag for flag in map(str.strip, text.split(",")) if flag]
        # GNU gettext would see the flag, others not: whether a text is doubtful must not hang on the reader.
        if any(flag != "fuzzy" and "fuzzy" in flag.split() for flag in flags):
            raise self.error(self.line, "no comma stands beside the word fuzzy", "put one: #, fuzzy, …")
        return flags

    def _take_previous(self, draft: _Draft, kind: str, chunk: str) -> None:
        keyword, value = self._field(kind, chunk)
        strange = keyword.startswith("msgstr") or keyword in draft.previous
        if strange or (draft.previous and draft.former != kind):
            raise self._disorder()
        draft.former, draft.previous[keyword] = kind, value

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
        match = KEYWORD.search(chunk, 0, first)
        keyword = match[0] if match else ""
        if "\\" in chunk:
            return keyword, self._unescaped(kind, chunk, first)
        raw = chunk[first + 1 : chunk.rindex('"')]
        if "\n" in raw:
            raw = SEAMS[kind].sub("", raw)
        if '"' in raw:
            raise self._broken(chunk)
        return keyword, raw

    def _unescaped(self, kind: str, chunk: str, first: int) -> str:
        # U+0000 stands in no catalog (STRING): here it marks what is no escape or no quotation mark any more.
        # Replacing, and not a pattern for each backslash, for the sake of time and memory.
        coded = chunk[first:].replace("\\\\", "\0b").replace('\\"', "\0q").rstrip()
        raw = coded[1:-1]
        if "\n" in raw:
            raw = SEAMS[kind].sub("", raw)
        if len(coded) == 1 or not coded.endswith('"') or '"' in raw:
            raise self._broken(chunk)
        if "\\" in raw:
            for escape, character in ESCAPES.items():
                raw = raw.replace(escape, character)
            if "\\" in raw:
                raise self._bad_escape(chunk)
        return raw.replace("\0q", '"').replace("\0b", "\\")

    def _broken(self, chunk: str) -> faults.CatalogError:
        lines = chunk.split("\n")
        offset = next(n for n, line in enumerate(lines) if faults.is_broken(line))
        return self.error(self.line + offset, *faults.describe(lines[offset]))

    def _bad_escape(self, chunk: str) -> faults.CatalogError:
        found = ((n, faults.bad_escape(line)) for n, line in enumerate(chunk.split("\n")))
        offset, bad = next((n, bad) for n, bad in found if bad)
        return self.error(self.line + offset, *faults.describe_escape(bad))

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
        self.cut = True
        line = draft.body if draft.kind else draft.start
        return self.error(
            line,
            "this entry is cut off: the line of its translation is missing",
            "restore it from the last commit",
        )

    def _last(self) -> Iterator[Entry]:
        draft = self.draft
        if draft and draft.complete:
            yield self._finish(draft)
        elif draft and not draft.only_notes:
            self.faults.append(self._cut_off(draft).problem)
        if self.faults:
            raise faults.CatalogError.of(self.faults)

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
