"""The process of one target: instruments the program, hands inputs to `run`, notes what it raises and goes on."""

from __future__ import annotations

import random
import resource
import sys
import time
from typing import TYPE_CHECKING

import atheris

from fuzz.harness.finds import FAULTS, Finds, Found
from fuzz.harness.shelf import Target

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

INSTRUMENTED = ["editions", "docutils", "markdown_it", "fuzz.targets"]
# Much called and little decided there.
NOT = ["docutils.nodes", "docutils.frontend", "docutils.io", "docutils.statemachine", "fuzz.oracles"]
TIMEOUT = 2  # seconds for one input
MEMORY = 500  # MB for one input, beyond what the process has when it begins
MAX_LEN = 4_096
LONG = 0.5  # seconds from which on the slowest input is kept


def main() -> None:
    """Fuzzes the target NAME for SECONDS; lines that begin with `find:` are findings."""
    target, seconds = Target(sys.argv[1]), int(sys.argv[2])
    with atheris.instrument_imports(include=INSTRUMENTED, exclude=NOT):
        module = target.load()
    one = _Runner(target, module)
    for path in target.inputs():
        one(path.read_bytes())
    one.most = _memory() + MEMORY
    options = _options(target, seconds, one.most, getattr(module, "MAX_LEN", MAX_LEN))
    mutator = _mutator(module, target.words())
    atheris.Setup([sys.argv[0], *options], one, **({"custom_mutator": mutator} if mutator else {}))
    atheris.Fuzz()


class _Runner:
    """Calls the target; keeps the input that took longest."""

    def __init__(self, target: Target, module: ModuleType) -> None:
        self.run = module.run
        self.folder = target.output
        self.finds = Finds(target.output)
        self.longest = LONG
        self.most = 0  # MB; none before all is loaded and the seeds have run

    def __call__(self, data: bytes) -> None:
        start, before = time.process_time(), _memory()
        try:
            self.run(data)
        except Exception as error:  # noqa: BLE001 - that is what we are after
            self._note(data, error)
        took, after = time.process_time() - start, _memory()
        # libFuzzer looks once a second, when another input may be at work.
        if self.most and after > max(self.most, before):
            self._note(data, Found(FAULTS["oom"], f"{after - before:,} MB more"))
        if took > self.longest:
            self.longest = took
            (self.folder / "slowest").write_bytes(data)
            _say("slowest", f"{took:.2f}")

    def _note(self, data: bytes, error: Exception) -> None:
        told = self.finds.note(data, error)
        if told:
            _say("find", told)


def _say(word: str, text: str) -> None:
    sys.stderr.write(f"{word}: {text}\n")
    sys.stderr.flush()


def _options(target: Target, seconds: int, most: int, max_len: int) -> list[str]:
    """What libFuzzer is told; `most` MB of memory, `max_len` bytes."""
    corpus = target.output / "corpus"
    options = {
        "max_total_time": seconds,
        "timeout": TIMEOUT,
        "rss_limit_mb": most,
        "max_len": max_len,
        "len_control": 0,
        "print_final_stats": 1,
        "artifact_prefix": f"{target.output}/",
    }
    if target.dictionary.exists():
        options["dict"] = str(target.dictionary)
    folders = [str(corpus), *([str(target.seeds)] if target.inputs() else [])]
    return [*(f"-{name}={value}" for name, value in options.items()), *folders]


def _memory() -> int:
    """The most memory that this process had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_000


def _mutator(module: ModuleType, words: list[bytes]) -> Callable[[bytes, int, int], bytes] | None:
    """Every other input is varied by libFuzzer, the others by the target itself, if it knows how."""
    own = getattr(module, "mutate", None)
    if own is None:
        return None

    def mutate(data: bytes, max_size: int, seed: int) -> bytes:
        def change(piece: bytes) -> bytes:
            return bytes(atheris.Mutate(piece, max(len(piece) + 8, 16)))

        chance = random.Random(seed)  # noqa: S311 - the same for the same seed
        if chance.random() < 0.5:
            return bytes(atheris.Mutate(data, max_size))
        return own(data, chance, words, change)[:max_size]

    return mutate


if __name__ == "__main__":
    main()
