"""The report of a run: its heading, each bench with its tables, the targets that were missed; as text or as JSON."""

from __future__ import annotations

import json
import os
import platform
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from editions import __version__
from editions.terminal import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bench.harness.corpus import Corpus
    from bench.harness.table import Table, Target

METHOD = """\
Each figure comes from a process of its own; programs take turns, round by round. CPU: user and system seconds of the
work alone, with its child processes, without imports and warm-up, garbage collector on; the median of the rounds, and
the least. wall: seconds passed. peak: the most memory of the process. ×: times ours."""


@dataclass
class Report:
    """Prints text as it comes, or gathers everything for one JSON document at the end."""

    corpus: Corpus
    rounds: int
    quick: bool
    as_json: bool
    benches: list[dict[str, object]] = field(default_factory=list)
    targets: list[tuple[str, Target]] = field(default_factory=list)

    @property
    def _machine(self) -> str:
        return f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs, Python {platform.python_version()}"

    @property
    def _catalogs(self) -> str:
        what = str(self.corpus.folder) if self.corpus.given else "the sample"
        number = len(self.corpus.paths)
        return harmless(f"{what}, {number} {'catalog' if number == 1 else 'catalogs'}")

    def begin(self) -> None:
        """Says on what and how it is measured."""
        self._print(f"editions {__version__}; {self._machine}; {self.rounds} rounds")
        self._print(f"catalogs: {self._catalogs}\n{METHOD}")
        if self.quick:
            self._print("This is a quick run at a hundredth of the sizes: its figures say nothing.")

    def add(self, name: str, title: str, tables: Iterable[Table]) -> None:
        """Takes in a bench, table by table."""
        self._print(f"\n== {name}: {title}")
        shown = []
        for table in tables:
            self._print(f"\n{table}")
            shown.append(table.as_json())
            self.targets += [(name, target) for target in table.targets]
        self.benches.append({"name": name, "title": title, "tables": shown})

    def end(self) -> None:
        """Says which targets were missed, or writes the document."""
        if self.as_json:
            sys.stdout.write(json.dumps(self._document(), ensure_ascii=False, indent=1) + "\n")
        elif not self.quick:
            reached = sum(target.reached is True for _, target in self.targets)
            lines = [f"{reached} of {len(self.targets)} targets are reached."]
            lines += [f"{name}: {target.summary}" for name, target in self.targets if not target.reached]
            self._print("\n" + "\n".join(lines))

    def _document(self) -> dict[str, object]:
        return {
            "version": 1,
            "editions": __version__,
            "machine": self._machine,
            "catalogs": self._catalogs,
            "rounds": self.rounds,
            "quick": self.quick,
            "benches": self.benches,
        }

    def _print(self, text: str) -> None:
        if not self.as_json:
            sys.stdout.write(f"{text}\n")
            sys.stdout.flush()
