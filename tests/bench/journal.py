"""
Reads journals with 10,000 signed lines: what does it cost to know which of them count?

Ten people signed 1,000 lines each, with `ssh-keygen -Y sign`. What is measured is the whole ledger of a language, as
every stage reads it: parsing, who may say so, the signatures; with an empty cache, and with the verdicts of the run
before. Beside it `ssh-keygen -Y verify`, one process a line, on 100 of the lines: its figures are 100 times what that
took.

Must reach: 1.7 s CPU with an empty cache (DESIGN, decision 4).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from bench.harness.corpus import Corpus
from bench.harness.measure import Case
from bench.harness.table import Column, Table, Target, ratio
from editions.problem import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.harness.child import Clock
    from bench.harness.measure import Figures, Session
    from bench.harness.table import Cell
    from editions.journal import Ledger

LINES, PEOPLE, LIMIT = 10_000, 10, 1.7  # lines in all; people; seconds of CPU
FEW = 20  # lines of the project that warms up
SAMPLE = 100  # lines that ssh-keygen verifies
LANGUAGE = "de"
NEEDS = ("program:ssh-keygen",)
COLD, CACHED, KEYGEN = "editions, empty cache", "editions, cached verdicts", "ssh-keygen -Y verify"
COLUMNS = (
    Column("how"),
    Column("CPU s", ".3f"),
    Column("least", ".3f"),
    Column("×", ".2f"),
    Column("wall s", ".3f"),
    Column("peak MB", ".0f"),
    Column("target"),
)


def make_project(_: Clock, corpus: str, size: int, folder: str) -> None:
    """A project with `size` signed lines about the corpus' texts, and a cache that knows them all."""
    root = Path(folder)
    for name in ("docs", "keys", f"locales/{LANGUAGE}/reviews"):
        (root / name).mkdir(parents=True)
    (root / "docs/conf.py").write_text("", encoding="utf-8")
    texts = _texts(corpus, size)
    people = [_person(root, f"person-{n}", texts[n::PEOPLE]) for n in range(PEOPLE)]
    (root / "locales/people.toml").write_text("\n".join(people), encoding="utf-8")
    _read(root, _kept(root))
    if not any(path.is_file() for path in _kept(root).rglob("*")):
        raise UserError("verdicts are not kept below a repository: let TMPDIR name a folder outside of one")


def _kept(root: Path) -> Path:
    """The cache that knows all lines; beside the project, because within one it is not believed."""
    return root.with_name(f"{root.name}-cache")


def _texts(corpus: str, size: int) -> list[tuple[str, str]]:
    """As many pairs of a unit's key and its text's hash."""
    from bench.harness.corpus import large
    from editions.fingerprint import text_hash

    units = large(Corpus.again(corpus).catalogs, size)
    return [(unit.key, text_hash(unit)) for unit in units][:size]


def _person(root: Path, name: str, texts: list[tuple[str, str]]) -> str:
    """Signs a vouch for each text, writes the person's journal and returns her entry in people.toml."""
    from editions.journal.line import payload, written
    from editions.journal.seal import sign

    key = root / "keys" / name
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(key)], check=True)
    public = key.with_name(f"{name}.pub").read_text(encoding="ascii").strip()
    common = {"v": 1, "do": "vouch", "by": name, "lang": LANGUAGE, "at": "2026-01-01T00:00:00Z"}
    lines = [common | {"unit": unit, "text": text} for unit, text in texts]
    signatures = sign([payload(line) for line in lines], key, public)
    journal = root / "locales" / LANGUAGE / "reviews" / f"{name}.jsonl"
    journal.write_bytes(
        b"".join(written(line | {"sig": sig}) for line, sig in zip(lines, signatures, strict=True))
    )
    return f'[[person]]\nid = "{name}"\nkeys = ["{public}"]\nlanguages = ["all"]\nroles = ["reviewer"]\n'


def _read(root: Path, cache: Path) -> Ledger:
    """The ledger of the language, with the user's cache at `cache` and no git around."""
    from editions.journal import read_ledger
    from editions.language import Language
    from editions.project import Project

    os.environ |= {"XDG_CACHE_HOME": str(cache), "GIT_CEILING_DIRECTORIES": str(root.parent)}
    return read_ledger(Project.load(root), [Language(LANGUAGE)])


def verify(clock: Clock, folder: str, how: str) -> int:
    """Reads the ledger; returns how many lines count."""
    root, cache = Path(folder), Path("cache").resolve()
    shutil.rmtree(cache, ignore_errors=True)
    if how == CACHED:
        shutil.copytree(_kept(root), cache)
    with clock("verify"):
        ledger = _read(root, cache)
    return len(ledger.lines)


def verify_by_keygen(clock: Clock, folder: str, size: int) -> int:
    """Verifies `size` lines of the first person, one process each; returns how many are right."""
    from editions.journal.line import Line, read_lines

    root, name = Path(folder), "person-0"
    journal = root / "locales" / LANGUAGE / "reviews" / f"{name}.jsonl"
    lines = [line for line in read_lines(journal.read_bytes(), "") if isinstance(line, Line)][:size]
    public = (root / "keys" / f"{name}.pub").read_text(encoding="ascii")
    Path("allowed").write_text(f"{name} {public}", encoding="ascii")
    for number, line in enumerate(lines):
        armour = "\n".join(textwrap.wrap(line.fields["sig"], 70))
        text = f"-----BEGIN SSH SIGNATURE-----\n{armour}\n-----END SSH SIGNATURE-----\n"
        Path(f"{number}.sig").write_text(text, encoding="ascii")
    command = ["ssh-keygen", "-Y", "verify", "-n", "editions", "-f", "allowed", "-I", name, "-s"]
    with clock("verify"):
        ends = [
            subprocess.run([*command, f"{number}.sig"], input=line.payload, capture_output=True, check=False)
            for number, line in enumerate(lines)
        ]
    return sum(end.returncode == 0 for end in ends)


def run(session: Session) -> Iterator[Table]:
    """One table; the figures of ssh-keygen are extrapolated."""
    full, few = session.folder / "journal", session.folder / "journal-few"
    lines, sample = session.sized(LINES), session.sized(SAMPLE)
    cases = [
        Case(
            f"a journal of {size:,} lines",
            make_project,
            (*session.corpus.arguments, size, str(path)),
            needs=NEEDS,
        )
        for size, path in ((lines, full), (FEW, few))
    ]
    faults = [one.fault for one in session.call(cases).values() if one.fault]
    if faults:
        yield Table(f"{lines:,} signed lines", (Column("how"),), (), faults)
        return
    figures = session.measure(
        [
            *(
                Case(how, verify, (str(full), how), warm=(str(few), how), expect=lines)
                for how in (COLD, CACHED)
            ),
            Case(KEYGEN, verify_by_keygen, (str(full), sample), needs=NEEDS, expect=sample, rival=True),
        ]
    )
    factors = {KEYGEN: lines / sample}
    rows = [_row(one, figures[COLD], factors.get(one.name, 1)) for one in figures.values()]
    notes = [f"{KEYGEN}: measured on {sample} lines, times {lines / sample:g}"]
    notes += [f"{one.name}: {one.fault}" for one in figures.values() if one.fault]
    yield Table(f"{lines:,} signed lines of {PEOPLE} people", COLUMNS, rows, notes)


def _row(one: Figures, ours: Figures, factor: float) -> tuple[Cell, ...]:
    figures = (one.cpu("verify"), one.least("verify"), one.wall("verify"))
    cpu, least, wall = (figure and figure * factor for figure in figures)
    peak = None if one.name == KEYGEN else one.peak  # it is the memory of the process that calls ssh-keygen
    target = Target(COLD, cpu, LIMIT, "s CPU") if one is ours else ""
    return (one.name, cpu, least, ratio(cpu, ours.cpu("verify")), wall, peak, target)
