"""The benches: found by file name, run on the catalogs that are named, told in tables, and gone when interrupted."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import polib
import pytest

from bench.harness.child import Clock
from bench.harness.corpus import CHANGED, EDITED, SAMPLE, TRANSLATION, count_of, write_large
from bench.harness.table import Column, Table, Target
from bench.harness.writers import OURS, WRITERS
from editions.catalog import Catalog, Unit, render
from helpers import REPOSITORY, finish, start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helpers import Run

BENCH = REPOSITORY / "tests" / "bench"
NAMES = ["catalog", "check", "diff", "guard", "journal", "pdf", "round_trip", "scale"]
HEADER = {"Language": "de", "Content-Type": "text/plain; charset=UTF-8"}
# A bench as somebody may add one, called like a module of Python's own; `WORK` is what its process does.
ADDED = '''\
"""Counts what is there."""

import html
from bench.harness.measure import Case
from bench.harness.table import Column, Table


def work(clock, folder):
    with clock("work"):
        WORK
    return html.escape("<")


def run(session):
    paths = [path.name for path in session.corpus.paths]
    figures = session.measure([Case("it", work, (str(session.folder),), rival=RIVAL)])
    notes = [figures["it"].fault or ""]
    yield Table("Files", (Column("name"), Column("rounds", "d")), [(p, len(figures["it"].said)) for p in paths], notes)
'''


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A copy of the folder of benches, with the sample beside it; to be changed at will."""
    no_caches = shutil.ignore_patterns("__pycache__")
    shutil.copytree(SAMPLE, tmp_path / "tests/sample/locales", ignore=no_caches)
    return shutil.copytree(BENCH, tmp_path / "tests/bench", ignore=no_caches)


def add(shelf: Path, name: str, *, work: str = "pass", rival: bool = False) -> None:
    """Puts a bench onto the shelf."""
    text = ADDED.replace("WORK", work).replace("RIVAL", str(rival))
    (shelf / f"{name}.py").write_text(text, encoding="utf-8")


def corpus_of(folder: Path, *names: str, text: str = "Ein ganz eigener Satz") -> Path:
    """A folder of catalogs, each with the same few units."""
    units = [Unit("", "", None, f"A sentence of its own {n}", targets=(f"{text} {n}",)) for n in range(3)]
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(render(HEADER, units))
    return folder


def bench(*words: str, home: Path, folder: Path = BENCH, timeout: float = 120) -> Run:
    """Runs `python tests/bench WORDS…`; its temporary files lie in home/tmp."""
    return finish(begin(*words, home=home, folder=folder), timeout=timeout)


def begin(*words: str, home: Path, folder: Path = BENCH) -> subprocess.Popen[str]:
    """Starts the same."""
    (home / "tmp").mkdir(exist_ok=True)
    return start([sys.executable, str(folder), *words], home=home, TMPDIR=str(home / "tmp"))


def tables(text: str) -> Iterator[list[list[str]]]:
    """The tables in a text, as rows of cells; asserts that each is straight and has a rule under its head."""
    for block in re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE):
        lines = block.splitlines()
        assert len({len(line) for line in lines}) == 1, block
        rows = [[cell.strip() for cell in line[1:-1].split("|")] for line in lines]
        assert len({len(row) for row in rows}) == 1, block
        assert set("".join(rows.pop(1))) == {"-"}
        yield rows


def refused(run: Run) -> bool:
    """True where nothing was measured and one line says why."""
    return run.refused() and not run.out and len(run.err.splitlines()) == 1 and run.err.startswith("bench: ")


def assert_whole(document: dict[str, object], names: list[str]) -> None:
    """The JSON document has these benches, each with straight tables and every target measured."""
    assert document["version"] == 1
    assert [one["name"] for one in document["benches"]] == names
    for one in document["benches"]:
        cells = [cell for table in one["tables"] for row in table["rows"] for cell in row]
        assert all(len(row) == len(table["columns"]) for table in one["tables"] for row in table["rows"])
        targets = [cell for cell in cells if isinstance(cell, dict)]
        missing = [note for table in one["tables"] for note in table["notes"] if "left out" in note]
        assert targets or missing, one["name"]
        assert all(target["figure"] is not None for target in targets), one["name"]


def test_figures_come_as_data(tmp_path: Path):
    """With --json there is one document and nothing else; each program did the same work and has its figures."""
    corpus = corpus_of(tmp_path / "corpus", "a.po", "b.po")
    run = bench("catalog", "--quick", "--rounds=1", "--json", f"--corpus={corpus}", home=tmp_path)
    assert run.code == 0, run.err
    document = json.loads(run.out)
    assert_whole(document, ["catalog"])
    (table,) = document["benches"][0]["tables"]
    assert [row[1] for row in table["rows"]] == [OURS, "polib", "Babel", "translate-toolkit"] * 2
    assert all(isinstance(cell, float | int) for row in table["rows"] for cell in row[2:7])
    assert table["notes"] == []
    assert document["catalogs"].endswith("corpus, 2 catalogs")
    assert not list((tmp_path / "tmp").iterdir())


@pytest.mark.slow
@pytest.mark.tool("msgcat")
@pytest.mark.tool("ssh-keygen")
@pytest.mark.tool("diff")
def test_every_bench_runs(tmp_path: Path):
    """The whole shelf runs on a small corpus: a section and straight tables each, all targets measured."""
    corpus = corpus_of(tmp_path / "corpus", "a.po", "deep/b.po")
    words = ("--quick", "--rounds=1", f"--corpus={corpus}")
    run = bench(*words, home=tmp_path)
    assert run.code == 0, run.err
    assert re.findall(r"(?m)^== (\w+): .+", run.out) == NAMES
    assert len(list(tables(run.out))) >= len(NAMES)
    assert "failed" not in run.out
    assert "its figures say nothing" in run.out
    document = json.loads(bench(*words, "--json", home=tmp_path).out)
    assert_whole(document, NAMES)
    assert not list((tmp_path / "tmp").iterdir())


def test_a_file_on_the_shelf_is_a_bench(shelf: Path, tmp_path: Path):
    """A new file is found by its name, even one of Python's own modules, and gets the rounds and the corpus."""
    add(shelf, "html")
    corpus = corpus_of(tmp_path / "corpus", "b.po", "a.po", "no.txt")
    run = bench("html", "--rounds=2", f"--corpus={corpus}", home=tmp_path, folder=shelf)
    assert run.code == 0, run.err
    assert "== html: Counts what is there." in run.out
    assert list(tables(run.out)) == [[["name", "rounds"], ["a.po", "2"], ["b.po", "2"]]]
    assert "round 2 of 2: it" in run.err
    told = bench("--help", home=tmp_path, folder=shelf).out
    assert [name for name in (*NAMES, "html") if re.search(rf"(?m)^  {name} +\S", told)] == [*NAMES, "html"]


def test_the_corpus_is_what_is_measured(tmp_path: Path):
    """A bench tries the catalogs of the folder, no others, and says which of them cannot be read."""
    corpus = corpus_of(tmp_path / "corpus", "a.po", "b.po", "c.po")
    (corpus / "bro\x1b[2Jken.po").write_bytes((corpus / "a.po").read_bytes()[:-4])
    (corpus / "link.po").symlink_to(SAMPLE / "de/LC_MESSAGES/diary.po")
    run = bench("round_trip", "--quick", f"--corpus={corpus}", home=tmp_path)
    assert run.code == 0, run.err
    (table,) = tables(run.out)
    assert table[1][2:] == ["3", "4", "≥ 4 catalogs: misses its target"]
    assert table[2][2:4] == ["10", "10"]
    assert re.search(r"not so: bro.*ken\.po:\d+:", run.out)
    assert "\x1b" not in run.said


def test_without_a_corpus_it_is_the_sample(shelf: Path, tmp_path: Path):
    """The sample's catalogs are measured when none are named."""
    add(shelf, "files")
    run = bench("files", "--rounds=1", home=tmp_path, folder=shelf)
    assert run.code == 0, run.err
    (table,) = tables(run.out)
    assert len(table) - 1 == len(list(SAMPLE.rglob("*.po")))
    assert "catalogs: the sample" in run.out


@pytest.mark.parametrize("name", ["", " ", "missing", "empty", "file.po", "nul\n", "x" * 5_000])
def test_a_corpus_without_catalogs_is_refused(tmp_path: Path, name: str):
    """No folder, a folder without .po files, a file, an empty value: one line, exit code 2, nothing measured."""
    (tmp_path / "empty" / "deeper").mkdir(parents=True)
    (tmp_path / "empty" / "po.txt").touch()
    (tmp_path / "file.po").touch()
    folder = tmp_path / name if name.strip() else name
    run = bench("round_trip", f"--corpus={folder}", home=tmp_path)
    assert refused(run), run
    assert "CORPUS" in run.err


@pytest.mark.parametrize("words", [("nope",), ("--rounds=0",), ("--rounds=x",), ("--no",), ("harness",)])
def test_what_is_not_possible_is_refused(tmp_path: Path, words: tuple[str, ...]):
    """Unknown benches and options, and no rounds: one line, exit code 2."""
    assert refused(bench(*words, home=tmp_path))


def test_a_corpus_without_translations_is_refused(tmp_path: Path):
    """Where no large catalog can be made, one line says so."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.po").write_bytes(render(HEADER, [Unit("", "", None, "One")]))
    run = bench("catalog", "--quick", f"--corpus={folder}", home=tmp_path)
    assert run.code == 2
    assert "no catalog of this folder has a translation" in run.err.splitlines()[-1]
    assert "Traceback" not in run.err


@pytest.mark.parametrize(("rival", "code"), [(True, 0), (False, 1)])
def test_who_fails_is_named(shelf: Path, tmp_path: Path, *, rival: bool, code: int):
    """A competitor that fails is a finding; our own failure ends the run with 1. It is not tried again."""
    add(shelf, "broken", work='raise ValueError("out of paper")', rival=rival)
    run = bench("broken", "--rounds=3", home=tmp_path, folder=shelf)
    assert run.code == code
    assert "failed: ValueError: out of paper" in run.out
    assert run.err.count("round") == 1
    assert ("bench: it: failed" in run.err) is not rival


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_nothing_behind(shelf: Path, tmp_path: Path, number: int):
    """Whatever a measurement started is ended, no file stays, and one line says so."""
    work = (
        'import subprocess, tempfile; tempfile.mkdtemp(); p = subprocess.Popen(["sleep", "100"]); '
        'print(p.pid, file=open(FILE, "w"), flush=True); p.wait()'
    )
    told = tmp_path / "pid"
    add(shelf, "long", work=work.replace("FILE", repr(str(told))))
    process = begin("long", home=tmp_path, folder=shelf)
    for _ in range(200):
        if told.exists() and told.read_text(encoding="ascii").endswith("\n"):
            break
        time.sleep(0.05)
    sleeper = int(told.read_text(encoding="ascii"))
    process.send_signal(number)
    run = finish(process, timeout=30)
    assert run.code == 130
    assert run.err.splitlines()[-1] == "bench: interrupted; nothing is left behind"
    assert "Traceback" not in run.err
    assert not list((tmp_path / "tmp").iterdir())
    assert _is_gone(sleeper)


def _is_gone(pid: int) -> bool:
    """Whether a process ends within five seconds; one that ended and was not yet waited for is gone."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
            state = Path(f"/proc/{pid}/stat")
            if state.exists() and state.read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("given", [True, False], ids=["corpus", "sample"])
def test_large_catalogs_are_made_of_the_corpus(tmp_path: Path, *, given: bool):
    """The same bytes every time, in lines of at most 79 signs, with as many units as asked, alike in other readers."""
    corpus = str(corpus_of(tmp_path / "corpus", "a.po", text="Ein langer, eigener Satz")) if given else ""
    path, again = tmp_path / "1.po", tmp_path / "2.po"
    for each in (path, again):
        write_large(Clock(), corpus, 300, str(each))
    assert path.read_bytes() == again.read_bytes()
    assert max(map(len, path.read_text(encoding="utf-8").splitlines())) <= 79
    catalog = Catalog.load(path, root=tmp_path)
    assert (len(catalog.units), len(catalog.entries) - 1) == (300, count_of(300))
    theirs = {(entry.msgid, entry.msgstr or entry.msgstr_plural[0]) for entry in polib.pofile(str(path))}
    assert theirs == {(entry.unit.source, entry.unit.targets[0]) for entry in catalog.entries[1:]}
    middle = catalog.units[150]
    assert (middle.source, middle.target, middle.fuzzy) == (EDITED, TRANSLATION, True)
    kinds = [any(map(kind, catalog.units)) for kind in (_has_plural, _has_context, _has_previous)]
    assert kinds == [True, True, True]
    assert ("eigener Satz" in path.read_text(encoding="utf-8")) is given


def _has_plural(unit: Unit) -> bool:
    return unit.plural is not None


def _has_context(unit: Unit) -> bool:
    return unit.context is not None


def _has_previous(unit: Unit) -> bool:
    return unit.previous is not None and unit.fuzzy


def test_all_programs_are_asked_the_same(tmp_path: Path):
    """Each program reads every unit, and its file has the new text, no fuzzy flag and no old source."""
    for name, writer in WRITERS.items():
        if any(need.startswith("program:") and shutil.which(need[8:]) is None for need in writer.needs):
            continue
        path = tmp_path / "a.po"
        write_large(Clock(), "", 60, str(path))
        loaded = writer.load(path)
        assert writer.count(loaded) == count_of(60), name
        writer.save(loaded, path)
        unit = Catalog.load(path, root=tmp_path).entry((None, EDITED)).unit
        assert (unit.targets, unit.fuzzy, unit.previous) == ((CHANGED,), False, None), name


def test_the_clock_counts_what_it_is_asked_to():
    """Work within counts, that of child processes too, and adds up by name; work outside does not."""
    burn = "import time\nwhile time.process_time() < 0.2: pass"
    clock = Clock()
    exec(burn)  # noqa: S102 - the same work in this process, outside
    with clock("nothing"):
        pass
    for _ in range(2):
        with clock("children"):
            subprocess.run([sys.executable, "-c", burn], check=True)
    assert clock.phases["nothing"]["cpu"] < 0.1
    assert clock.phases["children"]["cpu"] >= 0.4
    assert clock.phases["children"]["wall"] >= 0.4


def test_a_target_says_what_came_of_it():
    """Reached, missed or not measured, at most or at least: in words, and in JSON."""
    missed = Target("load", 0.21, 0.15, "s CPU")
    assert str(missed) == "≤ 0.15 s CPU: misses its target"
    assert missed.summary == "load: 0.21 s CPU, ≤ 0.15 s CPU: misses its target"
    assert str(Target("load", 0.15, 0.15)) == "≤ 0.15: reached"
    assert str(Target("files", 13, 14, at_least=True)) == "≥ 14: misses its target"
    assert Target("load", None, 0.15).summary == "load: ≤ 0.15: not measured"
    assert missed.as_json()["reached"] is False
    table = Table("T", (Column("a"), Column("b", ".1f")), [("x\x1b\u202e", 1.25), ("y", None)], ["n\x07"])
    assert list(tables(f"{table}\n")) == [[["a", "b"], ["x\ufffd\ufffd", "1.2"], ["y", "–"]]]
    assert not re.search("[\x1b\x07\u202e]", str(table))
