"""What tests of catalogs share: made-up units, readers to compare with, and catalogs as real tools write them."""

from __future__ import annotations

import dataclasses
import difflib
import os
import random
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import polib
import pytest
from babel.messages import pofile
from hypothesis import strategies as st
from sphinx_intl import basic
from translate.storage import pypo

from editions.catalog import Catalog, Unit, render
from editions.state import Mark
from helpers import SAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FIXTURES = Path(__file__).parent / "fixtures" / "catalogs"
WHOLE = FIXTURES / "every-construct.po"
HEADER = {"Language": "de", "Content-Type": "text/plain; charset=UTF-8", "X-Own": "kept"}
MARK = Mark("google", "2026-08-04", "0" * 16, "1" * 16)
# Every character that a catalog can hold, the awkward ones often.
TEXT = st.text('\n\t\r\\"\u2028\x85\x0b\x0c\x1c\x07\u00a0\ufeff #~|n:,[]abcÄяم简', max_size=20)
NOTE = st.from_regex(r"[A-Za-zß€]([ -~]{0,30}[a-z])?", fullmatch=True)
FLAG = st.sampled_from(["fuzzy", "python-format", "no-wrap", "our-own"])
PLACE = st.from_regex(r"[a-z]{1,40}\.rst(:[1-9])?", fullmatch=True)


@st.composite
def units(draw: st.DrawFn, flags: st.SearchStrategy[str] = FLAG) -> Unit:
    """One unit with whatever a unit can have."""
    plural = draw(st.none() | TEXT)
    return Unit(
        catalog="",
        domain="",
        context=draw(st.none() | TEXT),
        source=draw(TEXT.filter(bool)),
        plural=plural or None,
        targets=tuple(draw(st.lists(TEXT, min_size=1, max_size=4 if plural else 1))),
        previous=draw(st.none() | TEXT),
        comments=tuple(draw(st.lists(NOTE, max_size=3))),
        extracted=tuple(draw(st.lists(NOTE, max_size=2))),
        locations=tuple(draw(st.lists(PLACE, max_size=5))),
        flags=tuple(draw(st.lists(flags, unique=True))),
        obsolete=draw(st.booleans()),
    )


FILES = st.lists(units(), max_size=4, unique_by=lambda unit: unit.identity)


# What people and programs leave in a file, wanted or not.
SCRAPS = (
    *(
        '"',
        "\\",
        "\n",
        "#",
        "#~ ",
        "#| ",
        "#~| ",
        "\r\n",
        " ",
        "\t",
        "\x0b",
        "\x0c",
        "\x85",
        "\u2028",
        "\ufeff",
    ),
    *(
        "msgid ",
        '""\n',
        "#, fuzzy\n",
        "\\n",
        "msgstr",
        "#. note\n",
        'msgctxt "q"\n',
        'msgstr[1] "x"\n',
        "#:",
        ",",
    ),
    *(
        "\\x41",
        "\\101",
        "\\a",
        "range: 0..5",
        "msgid_plural ",
        "# note\n",
        "#= no-wrap\n",
        '#| msgid "x"\n',
        "<<<<<<< HEAD\n",
    ),
)


@st.composite
def mistreated(draw: st.DrawFn) -> bytes:
    """The file with every construct after some lines were moved, doubled or lost, and some scraps were put in."""
    lines = WHOLE.read_text(encoding="utf-8").splitlines(keepends=True)
    place = st.integers(0, len(lines) - 1)
    for _ in range(draw(st.integers(0, 2))):
        source, target, keep = draw(place), draw(place), draw(st.booleans())
        moved = lines[source] if keep else lines.pop(source)
        lines.insert(target, moved)
    text = "".join(lines)
    for _ in range(draw(st.integers(0, 3))):
        start, length = draw(st.integers(0, len(text))), draw(st.sampled_from([0, 0, 1, 2, 30]))
        text = text[:start] + draw(st.sampled_from(["", *SCRAPS])) + text[start + length :]
    return text.encode()


def parse(data: bytes) -> Catalog:
    """The catalog in these bytes, as if it lay in a project."""
    return Catalog.parse(data, Path("/p/locales/de/LC_MESSAGES/guide/a.po"), root=Path("/p"))


def as_read(unit: Unit) -> tuple[object, ...]:
    """What both readers must agree on."""
    previous = None if unit.obsolete else (unit.previous, unit.previous_context, unit.previous_plural)
    notes = "\n".join(unit.comments).lstrip("\n")  # polib drops leading empty comment lines
    texts = (unit.context, unit.source, unit.plural, unit.targets, previous)
    return (*texts, notes, unit.extracted, unit.locations, unit.flags, unit.obsolete)


def as_polib_reads(entry: polib.POEntry) -> tuple[object, ...]:
    """The same of polib's entry."""
    targets = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    previous = (entry.previous_msgid, entry.previous_msgctxt, entry.previous_msgid_plural)
    places = tuple(f"{name}:{line}" if line else name for name, line in entry.occurrences)
    texts = (entry.msgctxt, entry.msgid, entry.msgid_plural or None, tuple(targets))
    extracted = tuple(entry.comment.split("\n")) if entry.comment else ()
    flags = tuple(flag for flag in entry.flags if flag)
    seen = None if entry.obsolete else previous
    return (*texts, seen, entry.tcomment, extracted, places, flags, bool(entry.obsolete))


# Comments behind the last entry: with an empty one among them polib forgets that entry.
TRAILING = re.compile(rb"\n(?:[^\S\n]*(?:#(?!~)[^\n]*)?\n)*(?:#(?!~)[^\n]*)?\Z")


def assert_reads_as_polib(path: Path) -> Catalog:
    """Our reading of a file, after seeing that polib's is the same; polib does not know `#=`, but `#,`."""
    catalog = Catalog.load(path, root=path.parent)
    known = path
    plain = re.sub(rb"^([ \t]*)#=", rb"\1#,", path.read_bytes(), flags=re.MULTILINE)
    plain = TRAILING.sub(b"\n", plain)
    if plain != path.read_bytes():
        known = path.with_suffix(".plain")
        known.write_bytes(plain)
    theirs = polib.pofile(str(known))
    assert dict(theirs.metadata) == dict(catalog.header)
    ours = [entry.unit for entry in catalog.entries[1:]]
    assert [as_read(unit) for unit in ours] == [as_polib_reads(entry) for entry in theirs]
    assert catalog.encode(catalog.lines) == path.read_bytes()
    return catalog


def changed_units(before: Catalog, after: Catalog) -> list[tuple[str | None, str]]:
    """The units that are not the same in both, lines aside."""
    pairs = zip(before.entries, after.entries, strict=True)
    same = [
        dataclasses.replace(old.unit, line=0) == dataclasses.replace(new.unit, line=0) for old, new in pairs
    ]
    return [entry.unit.identity for entry, equal in zip(before.entries, same, strict=True) if not equal]


def around(catalog: Catalog, names: set[tuple[str | None, str]]) -> list[str]:
    """The file's lines without those of the active units that are named."""
    lines = list(catalog.lines)
    for entry in reversed(catalog.entries[1:]):
        if entry.unit.identity in names and not entry.unit.obsolete:
            del lines[entry.start : entry.end]
    return lines


def changed_lines(before: bytes, after: bytes) -> int:
    """How many lines a unified diff of the two files adds and removes."""
    old, new = before.split(b"\n"), after.split(b"\n")
    head = same_at_start(old, new)
    old, new = old[head:][::-1], new[head:][::-1]
    tail = same_at_start(old, new)
    diff = difflib.unified_diff(
        *([line.decode() for line in side[tail:]] for side in (old, new)), lineterm=""
    )
    return sum(line[:1] in "+-" for line in diff) - 2


def same_at_start(old: Sequence[bytes], new: Sequence[bytes]) -> int:
    """How many items two sequences begin with in common; what follows is all that a diff has to look at."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(old), len(new)))


def own_catalogs() -> list[Path]:
    """The sample's catalogs."""
    return sorted(SAMPLE.rglob("*.po"))


def corpus() -> list[Path]:
    """The catalogs of the folder that EDITIONS_CORPUS names; the test is skipped where none is named."""
    folder = os.environ.get("EDITIONS_CORPUS")
    if not folder:
        pytest.skip("EDITIONS_CORPUS names no folder of catalogs")
    found = sorted(Path(folder).rglob("*.po"))
    assert found, f"EDITIONS_CORPUS: no catalogs in {folder}"
    return found


# ---- a catalog of every kind of unit, written by real tools -------------------------------------------------------

SOURCE = "The observatory on the hill was closed in {n}, and its instruments were carried down to the town"
OLD = "The observatory on the hill was shut in {n}, and its instruments were brought down to the town by mule"
TEXTS = (
    "Die Sternwarte auf dem Hügel wurde {n} geschlossen; die Geräte liegen bis heute »unberührt« im Rathauskeller.",
    "أُغلق المرصد الواقع على التل عام {n} ونُقلت أجهزته إلى المدينة، حيث لا تزال محفوظة في أقبية دار البلدية القديمة.",
    "山上的天文台于{n}年关闭,仪器被搬到城里,至今仍原封不动地保存在旧市政厅的地下室里,等待有人重新启用它们。",
)
NEW = "Ein neuer Satz, so lang wie sonst einer: die Sternwarte ist wieder offen, an jedem Abend mit klarem Himmel."


def made_unit(number: int) -> Unit:
    """The unit of this number: every third is doubtful, others have plural, context, notes or are obsolete."""
    fuzzy = number % 3 == 0
    plural = f"{number} %d mules" if number % 10 == 1 else None
    text = TEXTS[number % 9 // 3].replace("{n}", str(number))
    obsolete = number % 50 == 7
    return Unit(
        catalog="",
        domain="",
        context="museum" if number % 10 == 5 else None,
        source=f"{number} %d mule" if plural else SOURCE.replace("{n}", str(number)),
        plural=plural,
        targets=(f"{number} %d Maultier", f"{number} %d Maultiere") if plural else (text,),
        previous=OLD.replace("{n}", str(number)) if fuzzy and not obsolete else None,
        comments=("Who knows where they lie?",) if number % 4 == 0 else (),
        extracted=("Read in class.",) if number % 5 == 0 else (),
        locations=() if obsolete else (f"../../docs/hill.rst:{number}", f"../../docs/town.rst:{number}"),
        flags=(*(("fuzzy",) if fuzzy else ()), *(("python-format", "our-own") if plural else ())),
        obsolete=obsolete,
    )


def made_catalog(count: int) -> bytes:
    """A catalog of `count` units and a header with fields of this project and of Poedit."""
    header = {
        "Project-Id-Version": "hill 1",
        "PO-Revision-Date": "2026-08-04 12:00+0000",
        "Last-Translator": "Nobody <nobody@example.org>",
        "Language-Team": "none",
        "Language": "de",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
        "X-House-Rule": "kept",
    }
    made = sorted(map(made_unit, range(1, count + 1)), key=lambda unit: unit.obsolete)
    return render(header, made, comments=("Translations of the hill.", "Nobody wrote this, 2026."))


def gnu(path: Path, *words: str) -> None:
    """Runs a tool of GNU gettext, which writes the file `path`."""
    command = [*words, "--output-file", str(path)]
    subprocess.run(
        command, capture_output=True, check=True, timeout=120, env={**os.environ, "LC_ALL": "C.UTF-8"}
    )


def by_msgcat(path: Path, *options: str) -> None:
    """GNU gettext's form."""
    gnu(path, "msgcat", *options, str(path))


def template_of(path: Path) -> list[Unit]:
    """The active units of a catalog as its template has them."""
    return [
        dataclasses.replace(unit, targets=("",) * len(unit.targets), flags=(), previous=None, comments=())
        for unit in parse(path.read_bytes()).units
    ]


def by_msgmerge(path: Path) -> None:
    """What msgmerge makes of a file whose template has every 40th source changed: fuzzy, with its old source."""
    template = template_of(path)
    template[::40] = [dataclasses.replace(unit, source=f"{unit.source}, all") for unit in template[::40]]
    pot = path.with_suffix(".pot")
    pot.write_bytes(render(HEADER, template))
    gnu(path, "msgmerge", "--previous", "--quiet", str(path), str(pot))
    assert b"#| msgid" in path.read_bytes()


def by_babel(path: Path, width: int) -> None:
    """Babel's form; it drops the old sources."""
    with path.open("rb") as file:
        catalog = pofile.read_po(file)
    with path.open("wb") as file:
        pofile.write_po(file, catalog, width=width)


def by_polib(path: Path, width: int) -> None:
    """The form of polib."""
    polib.pofile(str(path), wrapwidth=width).save(str(path))


def by_sphinx_intl(path: Path) -> None:
    """What `sphinx-intl update` makes of it, with a template that lacks the last source."""
    folder = path.parent / "sphinx"
    catalog = folder / "locale" / "de" / "LC_MESSAGES" / "hill.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_bytes(path.read_bytes())
    (folder / "pot").mkdir()
    (folder / "pot" / "hill.pot").write_bytes(render(HEADER, template_of(path)[:-1]))
    basic.update(str(folder / "locale"), str(folder / "pot"), ("de",), jobs=1)
    assert catalog.read_bytes() != path.read_bytes()
    path.write_bytes(catalog.read_bytes())


def by_translate_toolkit(path: Path) -> None:
    """The form of translate-toolkit, which is that of Weblate and Pootle."""
    store = pypo.pofile.parsefile(str(path))
    for unit in store.units[1:]:
        unit.target = unit.target  # so that it writes the text anew
    path.write_bytes(bytes(store))


def by_poedit(path: Path, newline: str = "\n") -> None:
    """
    Poedit's form, made by hand: Poedit has no command line.

    As its manual and source say: its own header fields, texts wrapped at 79 columns by GNU gettext's library, the
    file's line ends kept.
    """
    data = path.read_bytes()
    fields = (
        b'"X-Generator: Poedit 3.4.2\\n"\n"X-Poedit-SourceCharset: UTF-8\\n"\n"X-Poedit-Basepath: ..\\n"\n'
    )
    paths = b'"X-Poedit-SearchPath-0: docs\\n"\n"X-Poedit-SearchPathExcluded-0: build\\n"\n'
    path.write_bytes(data.replace(b'"X-House-Rule', fields + paths + b'"X-House-Rule', 1))
    by_msgcat(path)
    path.write_bytes(path.read_bytes().replace(b"\n", newline.encode()))


# Each tool writes the file at a path anew.
WRITERS: dict[str, Callable[[Path], None]] = {
    "msgcat": by_msgcat,
    "msgcat --no-wrap": lambda path: by_msgcat(path, "--no-wrap"),
    "msgcat --sort-output": lambda path: by_msgcat(path, "--sort-output"),
    "msgcat --add-location=file": lambda path: by_msgcat(path, "--add-location=file"),
    "msgmerge --previous": by_msgmerge,
    "babel 76": lambda path: by_babel(path, 76),
    "babel 79": lambda path: by_babel(path, 79),
    "babel 0": lambda path: by_babel(path, 0),
    "polib 78": lambda path: by_polib(path, 78),
    "polib 0": lambda path: by_polib(path, 0),
    "sphinx-intl": by_sphinx_intl,
    "translate-toolkit": by_translate_toolkit,
    "poedit": by_poedit,
    "poedit, Windows": lambda path: by_poedit(path, "\r\n"),
}
GNU = {name for name in WRITERS if name.startswith(("msg", "poedit"))}


def written(name: str, count: int, path: Path) -> bytes:
    """What the tool of this name writes of a catalog of `count` units."""
    path.write_bytes(made_catalog(count))
    WRITERS[name](path)
    return path.read_bytes()


def writers() -> list[object]:
    """The tools by name, as parameters of a test."""
    return [pytest.param(name, marks=pytest.mark.tool("msgcat") if name in GNU else ()) for name in WRITERS]


def some(catalog: Catalog, count: int, seed: int) -> Sequence[Unit]:
    """Some active units of a catalog, the same ones for the same seed."""
    return random.Random(seed).sample(  # noqa: S311 - no secret hangs on it
        catalog.units, min(count, len(catalog.units))
    )
