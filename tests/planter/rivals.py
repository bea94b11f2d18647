"""Other programs on the same planted files: what they find of each kind, and how long they take; ours among them."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any

import polib

from bench.harness.table import Column, Table
from editions.catalog import Catalog
from editions.problem import UserError
from planter.ground import REPOSITORY
from planter.kinds import GROUPS, kinds
from planter.measure import Report, measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from editions.language import Language
    from editions.project import Project
    from planter.ground import Ground
    from planter.measure import Measured, Place, Reports
    from planter.planting import Planted

    Found = Iterator[tuple[Place, Report]]

TOOLS = REPOSITORY / "build" / "planter" / "rivals"
OURS = "editions"
PATIENCE = 1_200  # seconds for one catalog
_FILTER = re.compile(r"^\(pofilter\) (?P<rule>[\w-]+): (?P<text>.*)$", re.MULTILINE)
_SPELLING = re.compile(r"^(?P<path>.+?):(?P<line>\d+):(?P<word>.+)$", re.MULTILINE)
# The dictionary for a language, where Debian's is not named by the code alone.
_DICTIONARIES = {
    "ar": "ar", "bg": "bg_BG", "bn": "bn_BD", "cs": "cs_CZ", "de": "de_DE", "el": "el_GR", "es": "es_ES", "fr": "fr_FR",
    "he": "he_IL", "hi": "hi_IN", "id": "id_ID", "it": "it_IT", "ko": "ko_KR", "nl": "nl_NL", "pl": "pl_PL",
    "ro": "ro_RO", "ru": "ru_RU", "si": "si_LK", "sl": "sl_SI", "sr": "sr_RS", "sv": "sv_SE", "tr": "tr_TR",
    "uk": "uk_UA", "vi": "vi_VN",
}  # fmt: skip


@dataclass
class Rival:
    """
    A program: where it is (None: not there), and what it says of the catalogs of languages.

    `cpu` and `wall` gather the seconds of its runs, `faults` how it failed: a rival that fails on a file found nothing.
    """

    name: str
    command: tuple[str, ...] | None
    ask: Callable[[Rival, Project, Sequence[Language]], Found]
    cpu: float = 0.0
    wall: float = 0.0
    runs: int = 0
    faults: list[str] = field(default_factory=list)
    measured: list[Measured] = field(default_factory=list)

    def look(self, project: Project, languages: Sequence[Language]) -> Reports:
        """What it says of each unit."""
        found: dict[Place, Counter[Report]] = defaultdict(Counter)
        for place, report in self.ask(self, project, languages):
            found[place][report] += 1
        return found

    def run(self, *words: str, root: Path) -> str:
        """What it writes to standard output when it is called with these words; nothing where it fails."""
        assert self.command is not None
        cpu, wall = _children(), time.perf_counter()
        self.runs += 1
        try:
            done = subprocess.run(
                [*self.command, *words],
                cwd=root,
                env=os.environ | {"PYTHONPATH": str(REPOSITORY / "scripts"), "LC_ALL": "C.UTF-8"},
                capture_output=True,
                text=True,
                encoding="utf-8",
                errors="replace",
                timeout=PATIENCE,
                check=False,  # most end with 1 where they find something
            )
        except subprocess.TimeoutExpired:
            self.faults.append(f"no end after {PATIENCE} s")
            return ""
        self.cpu += _children() - cpu
        self.wall += time.perf_counter() - wall
        if "Traceback" in done.stderr and not done.stdout:
            self.faults.append(done.stderr.strip().splitlines()[-1])
        return done.stdout


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def choose(names: Sequence[str], tools: str | None) -> list[Rival]:
    """
    Ours and the others, by name; all where none is named.

    Raises:
        UserError: there is no such rival.
    """
    places = [
        str(Path(tools or TOOLS).resolve() / "bin"),
        str(Path(sys.executable).parent),
        os.environ.get("PATH", ""),
    ]
    path = os.pathsep.join(places)
    filters = (sys.executable, "-m", "translate.filters.pofilter") if find_spec("translate") else None
    every = [
        Rival(OURS, (sys.executable, "-m", "editions"), _ask_ours),
        Rival("pofilter", filters, _ask_pofilter),
        Rival("l10n-lint", _found("l10n-lint", path), _ask_l10n_lint),
        Rival("pospell", _found("pospell", path) if which("hunspell") else None, _ask_pospell),
    ]
    known = {rival.name for rival in every}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UserError(f"--only {unknown[0]}: there are {', '.join(sorted(known))}")
    return [rival for rival in every if not names or rival.name in names]


def _found(name: str, path: str) -> tuple[str, ...] | None:
    place = which(name, path=path)
    return (place,) if place else None


def _ask_ours(rival: Rival, project: Project, languages: Sequence[Language]) -> Found:
    codes = [language.code for language in languages]
    words = ("--root", str(project.root), "check", *codes, "--format", "json")
    catalogs: dict[Path, Catalog] = {}
    said = rival.run(*words, root=project.root)
    if rival.faults:
        raise UserError(f"{rival.name}: {rival.faults[-1]}")
    for each in json.loads(said)["problems"]:
        path = project.root / each["path"]
        if path.suffix == ".po" and path.is_file():
            if path not in catalogs:
                catalogs[path] = Catalog.load(path, root=project.root)
            yield from _at(catalogs[path], each["line"], Report(each["rule"], each["severity"], each["text"]))


def _ask_pofilter(rival: Rival, project: Project, languages: Sequence[Language]) -> Found:
    for language, path in _files(project, languages):
        catalog = Catalog.load(path, root=project.root)
        keys = {(unit.context, unit.source): unit.key for unit in catalog.units}
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "out.po"
            words = ("--progress=none", f"--language={language.code}", "-i", str(path), "-o", str(out))
            rival.run(*words, root=project.root)
            for entry in polib.pofile(str(out)) if out.is_file() else ():
                key = keys.get((entry.msgctxt, entry.msgid))
                for match in _FILTER.finditer(entry.tcomment):
                    if key is not None:
                        yield (catalog.path, key), Report(match["rule"], "", match["text"])


def _ask_l10n_lint(rival: Rival, project: Project, languages: Sequence[Language]) -> Found:
    for language, path in _files(project, languages):
        catalog = Catalog.load(path, root=project.root)
        words = ("--format", "json", "--skip-fuzzy", "--language", language.code, str(path))
        said: dict[str, Any] = json.loads(rival.run(*words, root=project.root) or "{}")
        for each in said.get("issues", ()):
            yield from _at(catalog, each["line"], Report(each["rule"], each["severity"], each["message"]))


def _ask_pospell(rival: Rival, project: Project, languages: Sequence[Language]) -> Found:
    known = [language for language in languages if language.code in _DICTIONARIES]
    for language, path in _files(project, known):
        catalog = Catalog.load(path, root=project.root)
        said = rival.run("-l", _DICTIONARIES[language.code], str(path), root=project.root)
        for match in _SPELLING.finditer(said):
            yield from _at(catalog, int(match["line"]), Report("spelling", "", match["word"]))


def _files(project: Project, languages: Sequence[Language]) -> Iterator[tuple[Language, Path]]:
    for language in languages:
        yield from ((language, path) for path in project.catalogs(language))


def _at(catalog: Catalog, line: int, report: Report) -> Found:
    unit = catalog.at(line)
    if unit is not None:
        yield (catalog.path, unit.key), report


def tables(chosen: Sequence[Rival], planted: Sequence[tuple[Ground, list[Planted]]]) -> Iterator[Table]:
    """Runs each program on the same copies; found of planted by kind, by group, and the time they took."""
    for rival in chosen:
        for ground, errors in planted if rival.command else ():
            sys.stderr.write(f"  {rival.name}: {ground.name}\n")
            rival.measured += measure(ground, errors, rival.look)
    yield _found_by(chosen, planted, "group")
    yield _found_by(chosen, planted, "kind")
    yield _times(chosen)


def _found_by(chosen: Sequence[Rival], planted: Sequence[tuple[Ground, list[Planted]]], what: str) -> Table:
    every = [getattr(error, what) for _, errors in planted for error in errors]
    order = [*GROUPS, "all"] if what == "group" else [kind.name for kind in kinds()]
    rows = []
    for name in order:
        number = every.count(name) if name != "all" else len(every)
        if number:
            rows.append((name, number, *(_score(rival, what, name) for rival in chosen)))
    columns = (Column(what), Column("planted", "d"), *(Column(rival.name, "d") for rival in chosen))
    return Table(f"Found by {what}", columns, rows, _missing(chosen))


def _score(rival: Rival, what: str, name: str) -> int | None:
    if rival.command is None:
        return None
    return sum(each.is_found and name in {getattr(each.error, what), "all"} for each in rival.measured)


def _times(chosen: Sequence[Rival]) -> Table:
    rows = [
        (rival.name, rival.runs, rival.cpu, rival.wall) if rival.command else (rival.name, None, None, None)
        for rival in chosen
    ]
    columns = (Column("program"), Column("runs", "d"), Column("CPU s", ".1f"), Column("wall s", ".1f"))
    title = "Time on the same files: the originals once, and every copy; ours all languages at once, others by file"
    return Table(title, columns, rows, _missing(chosen))


def _missing(chosen: Sequence[Rival]) -> list[str]:
    missing = [f"{rival.name}: not there" for rival in chosen if rival.command is None]
    failed = [
        f"{rival.name}: failed in {len(rival.faults)} of {rival.runs} runs, {rival.faults[-1]}"
        for rival in chosen
        if rival.faults
    ]
    return missing + failed
