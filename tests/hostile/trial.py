"""The trial: all attacks at once, on each way from a catalog to a reader; a way is gone only when it is asked for."""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from helpers import REPOSITORY, Run, editions, finish, start
from hostile.facts import Output
from hostile.shelf import SECRET_PATH, URL
from hostile.terrain import attacked_units, lay_out, plant

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from hostile.planted import Planted
    from hostile.shelf import Attack

LONGEST = 120  # seconds for one way with all attacks; one that takes longer hangs


@dataclass(repr=False)
class Way:
    """One way that attacks went: where they stood, how the programs ended, who was called, and what came out."""

    root: Path
    places: Mapping[str, tuple[str, int]]
    documents: Sequence[str] = ()
    runs: Mapping[str, Run] = field(default_factory=dict)
    calls: Sequence[str] = ()
    _outputs: dict[str, Output] = field(default_factory=dict)

    def output(self, kind: str) -> Output:
        """What was built of a kind."""
        if kind not in self._outputs:
            base = self.root / "build"
            folders = [base / "de" / kind, base / "unjudged" / kind, self.root / kind]
            found = [folder for folder in folders if folder.is_dir()]
            said = [run.said[-600:] for name, run in self.runs.items() if name != "check"]
            assert found, f"nothing of kind {kind} was built: {said}"
            self._outputs[kind] = Output(found[0], self.documents)
        return self._outputs[kind]


class Trial:
    """All ways of these attacks, in a folder of their own."""

    def __init__(self, folder: Path, chosen: Sequence[Attack]) -> None:
        self.folder = folder
        self.attacks = chosen
        self.docnames = frozenset(attack.docname for attack in self.attacks)
        self.traces = Counter(trace for attack in self.attacks for trace in set(attack.traces))

    @cached_property
    def sources(self) -> Mapping[str, str]:
        """The source texts that are attacked, as the program's own extraction finds them."""
        root = lay_out(self.folder / "extract", self.attacks)
        run = editions(root, "extract")
        assert run.code == 0, run.said
        return attacked_units(root, self.attacks)

    @cached_property
    def judged(self) -> Way:
        """As people use it: `check`, then pages and print."""
        words = {"check": ("check", "de", "--format", "json"), "html": ("html", "de"), "pdf": ("pdf", "de")}
        with self._field("judged", self.attacks) as way:
            way.runs = {
                name: editions(way.root, *each, timeout=LONGEST, no_proxy="127.0.0.1")
                for name, each in words.items()
            }
        return way

    @cached_property
    def problems(self) -> Mapping[tuple[str, int], list[dict[str, str]]]:
        """What `check` tells, by place."""
        found: dict[tuple[str, int], list[dict[str, str]]] = {}
        for each in json.loads(self.judged.runs["check"].out)["problems"]:
            found.setdefault((each["path"], each["line"]), []).append(each)
        return found

    @cached_property
    def guarded(self) -> Way:
        """Catalogs that nobody judged, with the guard whole."""
        return self._without_judge("guarded", self.attacks, "guard", "html", "pdf", "epub")

    @cached_property
    def compared(self) -> Way:
        """Nobody judges at all: the guard's comparison alone, which a bomb would not let come to its turn."""
        chosen = [attack for attack in self.attacks if not attack.is_bomb]
        return self._without_judge("compared", chosen, "compare", "html")

    @cached_property
    def quiet(self) -> Way:
        """No translation at all: what a reader must see wherever one is refused."""
        return self._without_judge("quiet", self.attacks, "guard", "html", "pdf", "epub", planted=False)

    @cached_property
    def stock(self) -> Way:
        """Sphinx as it is, with the attacks that are said to live there."""
        chosen = [attack for attack in self.attacks if attack.is_live]
        return self._without_judge("stock", chosen, "stock", theme="basic")

    def _without_judge(
        self,
        name: str,
        chosen: Sequence[Attack],
        belts: str,
        *builders: str,
        planted: bool = True,
        theme: str = "editions",
    ) -> Way:
        with self._field(name, chosen, planted=planted, theme=theme) as way:
            run = in_process("hostile.child", str(way.root), belts, *builders, home=self.folder / "home")
        assert run.code == 0, f"{name}: the build did not end well:\n{run.said[-4000:]}"
        way.runs = {belts: run}
        return way

    @contextmanager
    def _field(
        self, name: str, chosen: Sequence[Attack], *, planted: bool = True, theme: str = "editions"
    ) -> Iterator[Way]:
        root = lay_out(self.folder / name, chosen, theme=theme)
        sources = self.sources if planted else {}
        with listener() as (url, calls):
            words = {URL: url, SECRET_PATH: str(self.folder / "secret.txt")}
            documents = [attack.docname for attack in chosen]
            way = Way(root, plant(root, chosen, sources, words), documents, calls=calls)
            yield way


def run_planted(folder: Path, chosen: Sequence[Planted]) -> Path:
    """Runs the program on these attacks by files, in this folder; returns it."""
    folder.mkdir()
    names = [attack.name for attack in chosen]
    run = in_process("hostile.planted", str(folder), *names, home=folder / "home")
    assert run.code == 0, run.said
    return folder


def in_process(module: str, *words: str, home: Path) -> Run:
    """The end of a Python module of the tests that ran in a process group of its own, for so long and no longer."""
    home.mkdir(exist_ok=True)
    paths = os.pathsep.join(str(REPOSITORY / folder) for folder in ("scripts", "tests"))
    command = [sys.executable, "-m", module, *words]
    return finish(start(command, home=home, PYTHONPATH=paths, no_proxy="127.0.0.1"), timeout=LONGEST)


@contextmanager
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server on loopback that answers nobody: its address, and a list of who called."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        calls: list[str] = []
        threading.Thread(target=_note, args=(server, calls), daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", calls


def _note(server: socket.socket, calls: list[str]) -> None:
    while True:
        try:
            guest, address = server.accept()
        except OSError:
            return
        calls.append(str(address))
        guest.close()
