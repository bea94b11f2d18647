r"""
Catalog text as `msgcat --no-wrap` writes it: a text without inner line breaks takes one physical line.

Each `\n` ends a physical line, and such texts begin with an empty string.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from editions.catalog.unit import Unit

SPECIAL = re.compile(r'[\\"\n\t\r\v\b\f]')
ESCAPES = {
    "\\": r"\\",
    '"': r"\"",
    "\n": r"\n",
    "\t": r"\t",
    "\r": r"\r",
    "\v": r"\v",
    "\b": r"\b",
    "\f": r"\f",
}
PIECE = re.compile(r"[^\n]*\n|[^\n]+")
WIDTH = 79  # bytes: GNU gettext does not count characters here
# The order in which GNU gettext writes the languages of its `…-format` flags (0.26; older ones know fewer).
FORMATS = (  # noqa: SIM905 - as a list it takes a line a word
    "c objc c++ python python-brace java java-printf csharp javascript scheme lisp elisp librep rust go ruby sh "
    "sh-printf awk lua object-pascal modula2 d ocaml smalltalk qt qt-plural kde kde-kuit boost tcl perl "
    "perl-brace php gcc-internal gfc-internal ycp"
).split()
FLAGS = ["fuzzy", *(flag for name in FORMATS for flag in (f"{name}-format", f"no-{name}-format"))]
RANK = {flag: rank for rank, flag in enumerate(FLAGS)}
RANGE = re.compile(r"range:\s*(\d+)\.\.(\d+)")
# What would end a physical line for one of the programs that read catalogs, or be no text at all.
NOT_IN_A_LINE = re.compile(r"[\x00\n\r]")


def quote(text: str) -> str:
    r"""
    The text between quotation marks, on one line.

    Raises:
        ValueError: it holds U+0000, which no catalog can.
    """
    if "\x00" in text:
        raise ValueError(f"a text with the character U+0000 cannot be written: {text[:40]!r}")
    return '"' + SPECIAL.sub(lambda match: ESCAPES[match[0]], text) + '"'


def field_lines(keyword: str, text: str, prefix: str = "") -> list[str]:
    """The lines of one field, without line ends; `prefix` is `#~ ` for obsolete units."""
    pieces = PIECE.findall(text) or [""]
    if len(pieces) == 1:
        return [f"{prefix}{keyword} {quote(pieces[0])}"]
    return [f'{prefix}{keyword} ""', *(f"{prefix}{quote(piece)}" for piece in pieces)]


def target_lines(targets: Sequence[str], *, plural: bool, prefix: str = "") -> list[str]:
    """The lines of a translation: one text, or one for each plural form."""
    if not plural:
        return field_lines("msgstr", targets[0], prefix)
    return [line for n, text in enumerate(targets) for line in field_lines(f"msgstr[{n}]", text, prefix)]


def location_lines(locations: Iterable[str]) -> list[str]:
    """
    The `#:` lines, none for no locations; these alone are wrapped, at 79 bytes, as GNU gettext does it.

    Names with spaces stand between the isolates that GNU gettext uses for them.
    """
    return place_lines(map(_isolated, locations))


def place_lines(words: Iterable[str]) -> list[str]:
    """The `#:` lines of locations that are isolated where they need it."""
    lines: list[list[str]] = []
    room = 0
    for word in words:
        size = len(word.encode(errors="surrogatepass")) + 1
        if size > room:
            lines.append(["#:"])
            room = WIDTH - len("#:")
        lines[-1].append(word)
        room -= size
    return [" ".join(line) for line in lines]


def _isolated(location: str) -> str:
    if not any(character.isspace() for character in location):
        return location
    name, colon, line = location.rpartition(":")
    return f"\u2068{name}\u2069:{line}" if colon and line.isdecimal() else f"\u2068{location}\u2069"


def flag_lines(flags: Iterable[str], targets: Sequence[str]) -> list[str]:
    """
    The line of flags, none for no flags: fuzzy, then those GNU gettext knows in its order, then all others.

    An empty text is not fuzzy, as in GNU gettext; of a plural, all forms are empty.
    """
    known = {RANGE.sub(r"range: \1..\2", flag): None for flag in flags if flag != "fuzzy" or any(targets)}
    found = sorted(known, key=_rank)
    return ["#, " + ", ".join(found)] if found else []


def _rank(flag: str) -> int:
    most = len(FLAGS)
    late = most if RANGE.fullmatch(flag) else most + 1 if flag == "no-wrap" else most + 2
    return RANK.get(flag, late)


def unit_lines(unit: Unit) -> list[str]:
    """
    All lines of a unit in canonical form, without line ends.

    Raises:
        ValueError: a comment, location or flag holds a line break.
    """
    lines = [f"# {comment}".rstrip() for comment in unit.comments]
    lines += [f"#. {comment}" for comment in unit.extracted]
    lines += location_lines(unit.locations)
    lines += flag_lines(unit.flags, unit.targets)
    if any(NOT_IN_A_LINE.search(line) for line in lines):
        raise ValueError(f"a comment or location with a line break cannot be written: {lines!r}")
    return lines + text_lines(unit)


def text_lines(unit: Unit) -> list[str]:
    """The lines of a unit's texts in canonical form: its old source, its source, its translation."""
    prefix = "#~ " if unit.obsolete else ""
    before = (
        ("msgctxt", unit.previous_context),
        ("msgid", unit.previous),
        ("msgid_plural", unit.previous_plural),
    )
    fields = (("msgctxt", unit.context), ("msgid", unit.source), ("msgid_plural", unit.plural))
    lines: list[str] = []
    for start, texts in (("#~| " if unit.obsolete else "#| ", before), (prefix, fields)):
        for keyword, text in texts:
            lines += [] if text is None else field_lines(keyword, text, start)
    return lines + target_lines(unit.targets, plural=unit.plural is not None, prefix=prefix)


def render(header: Mapping[str, str], units: Iterable[Unit], *, comments: Sequence[str] = ()) -> bytes:
    """
    A whole new file: `comments` over the header, the header's fields in their order, then the units.

    Raises:
        ValueError: a text, comment or header field cannot be written.
    """
    fields = [f"{name}: {value}" for name, value in header.items()]
    if any(NOT_IN_A_LINE.search(line) for line in (*fields, *comments)):
        raise ValueError(f"a header field or comment with a line break cannot be written: {fields!r}")
    head = [f"# {comment}".rstrip() for comment in comments]
    head += [*field_lines("msgid", ""), *field_lines("msgstr", "".join(f"{line}\n" for line in fields))]
    blocks = [head, *(unit_lines(unit) for unit in units)]
    return ("\n\n".join("\n".join(block) for block in blocks) + "\n").encode()
