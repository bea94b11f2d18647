"""
Attacks by files: what stands among the catalogs, or in their place; each in a small project of its own.

    python -m hostile.planted FOLDER NAME…

runs the program on each, in one process that has Sphinx loaded and a child for each, and writes how it ended.
"""

from __future__ import annotations

import json
import os
import sys
import time
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import polib

from editions import cli, driver
from helpers import Run
from hostile.shelf import HERE
from hostile.terrain import CONF, SECRET, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 30  # seconds for one
KEYS = frozenset({"plant", "command", "code", "says", "silent", "built", "traces", "holds", "why"})
INDEX = """\
A house
=======

The lamp burns.

The hall is dark.

Read the *old* `letter <https://example.org/letter>`__ of :ref:`hall`.

.. _hall:

The hall
--------
"""
MARKED = "Read the *old* `letter <https://example.org/letter>`__ of :ref:`hall`."
WORDS = {
    "de": {
        "The lamp burns.": "Die Lampe brennt.",
        "The hall is dark.": "Die Halle ist dunkel.",
        MARKED: "Von :ref:`der Halle <hall>`: lest den *alten* `Brief <https://example.org/letter>`__.",
    },
    "fr": {"The lamp burns.": "La lampe brûle.", "The hall is dark.": "Le hall est sombre."},
}
VICTIM = "what nobody may write over"


@dataclass(frozen=True)
class Planted:
    """Files that a stranger brings into a project, and what must become of it."""

    name: str
    plant: tuple[Mapping[str, Any], ...]
    command: tuple[str, ...]
    code: int
    says: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    built: tuple[str, ...] = ()
    traces: tuple[str, ...] = ()
    holds: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """The name of its file."""
        return self.name


@cache
def planted() -> tuple[Planted, ...]:
    """All attacks by files, sorted."""
    return tuple(_read(path) for path in sorted((HERE / "files").glob("*.toml")))


def _read(path: Path) -> Planted:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    unknown = sorted(set(table) - KEYS)
    assert not unknown, f"{path}: nobody reads {', '.join(unknown)}"
    lists: dict[str, Any] = {
        name: tuple(table.get(name, ())) for name in ("plant", "says", "silent", "built", "traces")
    }
    command = tuple(table.get("command", ["html"]))
    return Planted(path.stem, command=command, code=table["code"], holds=table.get("holds", {}), **lists)


def lay_out(root: Path) -> None:
    """An honest project with two languages, a secret and a victim beside it."""
    (root / "docs").mkdir(parents=True)
    (root / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
    (root / "docs" / "conf.py").write_text(CONF.format(theme="editions"), encoding="utf-8")
    (root / "docs" / "index.rst").write_text(INDEX, encoding="utf-8")
    (root.parent / "secret.txt").write_text(f'msgid "The lamp burns."\nmsgstr "{SECRET}"\n', encoding="utf-8")
    (root.parent / "victim.txt").write_text(VICTIM, encoding="utf-8")
    for code, texts in WORDS.items():
        path = root / "locales" / code / "LC_MESSAGES" / "index.po"
        path.parent.mkdir(parents=True)
        _write_units(path, texts)


def put(root: Path, thing: Mapping[str, Any]) -> None:
    """Plants one thing."""
    path = root / thing["path"]
    path.parent.mkdir(parents=True, exist_ok=True)
    if not thing.get("folder") and (path.is_symlink() or path.exists()):
        path.unlink()
    match thing:
        case {"text": text}:
            path.write_bytes(text.encode())
        case {"units": units}:
            _write_units(path, units)
        case {"link": target}:
            path.symlink_to(target)
        case {"pipe": True}:
            os.mkfifo(path)
        case {"folder": True}:
            path.unlink(missing_ok=True)
            path.mkdir()
        case {"size": size}:
            with path.open("wb") as file:
                file.truncate(size)
        case {"remove": True}:
            return
        case _:
            raise AssertionError(f"nobody knows how to plant {dict(thing)}")
    if thing.get("later"):
        os.utime(path, (time.time() + 3600,) * 2)


def _write_units(path: Path, units: Mapping[str, str]) -> None:
    catalog = polib.POFile(wrapwidth=0)
    catalog.metadata = {"Language": path.parent.parent.name, "Content-Type": "text/plain; charset=UTF-8"}
    for source, target in units.items():
        catalog.append(polib.POEntry(msgid=source, msgstr=target, occurrences=[("docs/index.rst", "")]))
    if path.suffix == ".mo":
        catalog.save_as_mofile(str(path))
    else:
        catalog.save(str(path))


def run_all(folder: Path, names: list[str]) -> None:
    """Runs each attack in its folder; how it ended goes to run.json beside the project."""
    driver.preload()
    for attack in planted():
        if attack.name in names:
            root = folder / attack.name / "project"
            lay_out(root)
            for thing in attack.plant:
                put(root, thing)
            code = _run(root, attack)
            said = [(root.parent / stream).read_text("utf-8", errors="replace") for stream in ("out", "err")]
            (root.parent / "run.json").write_text(json.dumps([code, *said]), encoding="utf-8")


def _run(root: Path, attack: Planted) -> int:
    child = os.fork()
    if child == 0:
        _be_the_program(root, attack)
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.killpg(child, 9)
    os.waitpid(child, 0)
    return -9


def _be_the_program(root: Path, attack: Planted) -> NoReturn:
    os.setsid()
    os.chdir(root.parent)
    for stream, number in (("out", 1), ("err", 2)):
        os.dup2(os.open(root.parent / stream, os.O_WRONLY | os.O_CREAT, 0o600), number)
    sys.exit(cli.main(["--root", str(root), *attack.command]))  # with all that it does at its end


def ended(folder: Path, attack: Planted) -> Run:
    """How the program ended on an attack that was run."""
    return Run(*json.loads((folder / attack.name / "run.json").read_text(encoding="utf-8")))


if __name__ == "__main__":
    run_all(Path(sys.argv[1]), sys.argv[2:])
