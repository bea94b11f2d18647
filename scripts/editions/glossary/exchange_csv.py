"""
Names and terms as a table: CSV (RFC 4180) in UTF-8, a row for each entry and form, the first row names the columns.

    kind       name or term                       language   its code, as the folders of locales/ are named
    source     the words of the original          form       the words in that language
    status     source or keep (the original's own row; keep: it stays as it is everywhere), preferred, admitted, open
               (nobody has decided yet), forbidden
    origin     where the words come from          note, part   of the entry, in the original's row

Spreadsheets take a cell that begins with `=`, `+`, `-` or `@` for a formula, which can read files and open addresses
(OWASP, “CSV Injection”); such a cell gets an apostrophe before it, which is taken off again when the table comes back.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any, cast, get_args

from editions.glossary.concept import Concept, Form, Status, Wording
from editions.glossary.outsider import LONGEST_FORM, LONGEST_REMARK, MOST_FORMS, plain
from editions.problem import UserError
from editions.terminal import quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from editions.glossary.codes import Codes
    from editions.language import Language

COLUMNS = ("kind", "source", "language", "form", "status", "origin", "note", "part")
NEEDED = ("source", "language", "form")
OWN = ("source", "keep")  # what the original's own row has as its status
KINDS = ("name", "term")
DELIMITERS = ",;\t"  # what spreadsheets write, by country
MARK = "\ufeff"  # without it some spreadsheets do not take the file for UTF-8
# Also in full width, which spreadsheets in East Asia read alike; an apostrophe before it is doubled.
FORMULA = re.compile("'*[=+@\uff1d\uff0b\uff0d\uff20-]")


def write_csv(concepts: Sequence[Concept], source: Language) -> str:
    """The table of the concepts, whose originals are in the language `source`."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for concept in concepts:
        writer.writerows([_guarded(cell) for cell in row] for row in _rows(concept, source.code))
    return MARK + out.getvalue()


def _rows(concept: Concept, code: str) -> Iterator[Sequence[str]]:
    head = (concept.kind, concept.source)
    status = "keep" if concept.keep else "source"
    yield (*head, code, concept.source, status, "", concept.note, concept.part)
    for wording in concept.wordings:
        for form in wording.forms:
            yield (*head, wording.language, form.text, form.status, wording.origin, "", "")


def _guarded(cell: str) -> str:
    return f"'{cell}" if FORMULA.match(cell) else cell


def _freed(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def read_csv(data: bytes, shown: str, codes: Codes) -> tuple[Concept, ...]:
    """
    What a table says of the project's languages, in the order of its entries; `shown` is its name in messages.

    The cells may be parted by commas, semicolons or tabs; columns that are not known are left alone. A form without a
    status is the preferred one if it is its language's first, else admitted.

    Raises:
        UserError: it is no such table; says in which line.
    """
    found: dict[str, _Entry] = {}
    for row in _read(data, shown):
        source = row.text("source")
        if not source:
            raise UserError(f"{row.place}: there are no words of the original")
        found.setdefault(source, _Entry(row.line)).take(row, codes)
    return tuple(entry.concept(source) for source, entry in found.items())


class _Row:
    """A row of the table: cells by column."""

    def __init__(self, cells: dict[str, str], shown: str, line: int) -> None:
        self._cells, self.line, self.place = cells, line, f"{shown}:{line}"

    def text(self, column: str, longest: int = LONGEST_FORM) -> str:
        return plain(_freed(self._cells.get(column, "").strip()), self.place, longest)

    def choice(self, column: str, known: Sequence[str]) -> str:
        word = self.text(column).casefold()
        if word and word not in known:
            raise UserError(f"{self.place}: {column} {quote(word, 40)!r} is none of {', '.join(known)}")
        return word


class _Entry:
    """The rows of one entry, as they are read."""

    def __init__(self, line: int) -> None:
        self.line, self.keep, self.strange = line, False, 0
        self.kind = self.note = self.part = ""
        self._forms: dict[str, list[Form]] = {}
        self._origins: dict[str, str] = {}

    def take(self, row: _Row, codes: Codes) -> None:
        self.kind = self.kind or row.choice("kind", KINDS)
        status = row.choice("status", (*OWN, *get_args(Status)))
        self.note = self.note or row.text("note", LONGEST_REMARK)
        self.part = self.part or row.text("part")
        origin, form = row.text("origin", LONGEST_REMARK), row.text("form")
        if status in OWN:
            self.keep = self.keep or status == "keep"
            return
        code = codes.find(row.text("language"))
        self.strange += code is None
        if code is None or not form or (code == codes.source and form == row.text("source")):
            return
        forms = self._forms.setdefault(code, [])
        first: Status = "admitted" if any(each.status != "forbidden" for each in forms) else "preferred"
        forms.append(Form(form, cast("Status", status) if status else first, row.line))
        self._origins[code] = self._origins.get(code) or origin

    def concept(self, source: str) -> Concept:
        wordings = (Wording(code, tuple(forms), self._origins[code]) for code, forms in self._forms.items())
        kind: Any = self.kind or "term"
        is_foreign = bool(self.strange) and not self._forms
        return Concept(source, kind, tuple(wordings), self.keep, self.note, self.part, is_foreign, self.line)


def _read(data: bytes, shown: str) -> Iterator[_Row]:
    """Yields the rows below the one that names the columns; empty ones are left out."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UserError(f"{shown}:{line}: this is no UTF-8; save the table as “CSV UTF-8”") from None
    head = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    columns: list[str] = []
    try:
        for number, cells in enumerate(reader):
            if not number:
                columns = _columns(cells, f"{shown}:1")
            elif number > MOST_FORMS:
                raise UserError(f"{shown}:{line}: the table has more than {MOST_FORMS} rows; divide it")
            elif any(map(str.strip, cells)):
                yield _Row(dict(zip(columns, cells, strict=False)), shown, line)
            line = reader.line_num + 1
    except csv.Error as error:
        raise UserError(f"{shown}:{line}: this is no table in CSV ({error})") from None
    if not columns:
        raise UserError(f"{shown}:1: the file is empty")


def _columns(cells: Sequence[str], place: str) -> list[str]:
    columns = [cell.strip().casefold() for cell in cells]
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise UserError(
            f"{place}: the first row must name the columns {', '.join(NEEDED)}; not there: {', '.join(missing)}"
        )
    return columns
