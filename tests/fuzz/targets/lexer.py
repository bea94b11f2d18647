"""Any bytes are refused as CatalogError, or are a catalog that polib reads the same and that can be edited quietly."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import polib

from catalogs import MARK, TRAILING, around, as_polib_reads, as_read, changed_units, parse
from editions.catalog import Catalog, CatalogError, Change
from fuzz.harness.finds import Found

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from editions.catalog import Unit

MAX_LEN = 20_000
NEW = 'Ein "neuer" Text\\n\n\twie er kommt'
ISOLATE = "\u2068".encode()
_FOLDER = tempfile.TemporaryDirectory(prefix="editions-fuzz-", ignore_cleanup_errors=True)


def run(data: bytes) -> None:
    """Reads a catalog; compares, edits, reads again."""
    try:
        catalog = parse(data)
    except CatalogError as error:
        _assert_helpful(error, data)
        return
    if catalog.edit({}) != data or catalog.encode(catalog.lines) != data:
        raise Found("bytes change without an edit")
    _assert_reads_as_polib(catalog)
    if catalog.units:
        _assert_edits_quietly(catalog, crc32(data))


def mutate(data: bytes, chance: Random, words: Sequence[bytes], change: Callable[[bytes], bytes]) -> bytes:
    """A catalog with lines moved, doubled or lost, or with some word or change in one of them."""
    lines = data.splitlines(keepends=True) or [b""]
    for _ in range(chance.choice((1, 1, 2, 4))):
        place, other = (chance.randrange(len(lines)) for _ in "ab")
        match chance.randrange(5):
            case 0:
                lines.insert(place, lines[other])
            case 1:
                lines.insert(place, lines.pop(other))
            case 2 if len(lines) > 1:
                del lines[place]
            case 3:
                lines[place] = change(lines[place])
            case _:
                cut = chance.randint(0, len(lines[place]))
                lines[place] = lines[place][:cut] + chance.choice(words) + lines[place][cut:]
    return b"".join(lines)


def _assert_helpful(error: CatalogError, data: bytes) -> None:
    """Each problem has a place in the file and a way out."""
    last = data.count(b"\n") + 1
    for problem in error.problems:
        if not problem.fix or not problem.text or not 1 <= problem.line <= last:
            raise Found("a problem without place or help", repr(problem))
    if len(error.problems) > 20 or list(error.problems) != sorted(error.problems):
        raise Found("problems without order or end", repr(error.problems))


def _assert_reads_as_polib(catalog: Catalog) -> None:
    ours = [entry.unit for entry in catalog.entries[1:]]
    try:
        theirs = _by_polib(TRAILING.sub(b"\n", catalog.data))
    except (OSError, ValueError) as error:
        raise Found("polib cannot read it", str(error)) from None
    for unit, entry in zip(ours, theirs, strict=False):
        if ISOLATE in catalog.data and _what(unit, entry) == "location":
            continue  # polib does not know names between isolates
        if as_read(unit) != as_polib_reads(entry):
            raise Found(
                f"polib reads another {_what(unit, entry)}", f"{as_read(unit)} {as_polib_reads(entry)}"
            )
    if len(ours) != len(theirs):
        raise Found("polib reads another number of units", f"{len(ours)} {len(theirs)}")
    if dict(theirs.metadata) != dict(catalog.header):
        raise Found("polib reads another header", f"{catalog.header} {theirs.metadata}")


def _what(unit: Unit, entry: polib.POEntry) -> str:
    """The first field that differs, in the order of `as_read`; empty where none does."""
    fields = (
        "context",
        "source",
        "plural",
        "target",
        "previous",
        "comment",
        "extracted",
        "location",
        "flag",
        "state",
    )
    pairs = zip(fields, as_read(unit), as_polib_reads(entry), strict=True)
    return next((field for field, ours, theirs in pairs if ours != theirs), "")


def _by_polib(data: bytes) -> polib.POFile:
    """How polib reads it: it does not know `#=`, but `#,`, and splits texts that it is given otherwise than files."""
    path = Path(_FOLDER.name) / "a.po"
    path.write_bytes(re.sub(rb"^([ \t]*)#=", rb"\1#,", data, flags=re.MULTILINE))
    return polib.pofile(str(path))


def _assert_edits_quietly(catalog: Catalog, number: int) -> None:
    unit = catalog.units[number % len(catalog.units)]
    change = Change(
        targets=(NEW,) * len(unit.targets),
        fuzzy=(True, False, None)[number // 7 % 3],
        **({"mark": MARK} if number // 3 % 2 else {}),
        **({"previous": None} if number // 5 % 2 else {}),
    )
    again = _edited(catalog, unit, change)
    before, after = (
        # A blank line below a flag that goes is no longer one within the unit.
        [line for line in around(each, {unit.identity}) if line.strip()]
        for each in (catalog, again)
    )
    if before != after:
        raise Found("lines of other units change", repr(unit))
    if not set(changed_units(catalog, again)) <= {unit.identity}:
        raise Found("other units change", repr(unit))
    edited = again.entry(unit.identity).unit
    if edited.targets != change.targets or (change.fuzzy is not None and edited.fuzzy != change.fuzzy):
        raise Found("the edit is not as asked", f"{edited!r} {change!r}")


def _edited(catalog: Catalog, unit: Unit, change: Change) -> Catalog:
    data = catalog.edit({unit.identity: change})
    try:
        return parse(data)
    except CatalogError as error:
        raise Found("cannot be read after an edit", f"{error} {change!r} {data!r}") from None
