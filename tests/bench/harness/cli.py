"""The command line: finds the benches of the folder, runs them, prints their tables."""

from __future__ import annotations

import argparse
import ast
import importlib
import signal
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from bench.harness.corpus import Corpus
from bench.harness.measure import Session
from bench.harness.report import Report
from editions.problem import UserError
from editions.terminal import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.harness.table import Table

SHELF = Path(__file__).resolve().parents[1]
ROUNDS, MOST_ROUNDS = 5, 100
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
INTERRUPTED = 130  # 128 + SIGINT, as shells have it


class Parser(argparse.ArgumentParser):
    """Says in one line what is wrong."""

    def error(self, message: str) -> NoReturn:
        """Ends with 2."""
        raise UserError(f"{message}; `python tests/bench --help` says what is possible")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the benches; 0 whatever the figures are, 1 where one could not be taken, 2 for usage, 130 if interrupted."""
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # names of files may be no text
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup
            signal.signal(number, _interrupt)
    try:
        return _run(_parser().parse_args(arguments))
    except UserError as error:
        said = harmless(str(error)).replace("\n", " ")
        sys.stderr.write(f"bench: {said}\n")
        return error.code
    except KeyboardInterrupt:
        sys.stderr.write("bench: interrupted; nothing is left behind\n")
        return INTERRUPTED
    except BrokenPipeError:  # who reads has seen enough
        sys.stderr.close()
        return 0


def _interrupt(*_: object) -> NoReturn:
    """Clearing up is not interrupted again."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _parser() -> Parser:
    names = "\n".join(f"  {name:<12} {title(name)}" for name in shelf())
    parser = Parser(
        prog="bench",
        description="What the program costs, beside what others cost for the same work.",
        epilog=f"benches (default: all):\n{names}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="a file of tests/bench, without .py")
    parser.add_argument("--corpus", metavar="DIR", help="a folder of .po files (default: the sample's)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"per measurement (default: {ROUNDS})")
    parser.add_argument(
        "--quick",
        action="store_true",
        help="a hundredth of the sizes: do the benches work? the figures say nothing",
    )
    parser.add_argument("--json", action="store_true", help="for programs")
    return parser


def shelf() -> list[str]:
    """The names of all benches: the files of the folder."""
    return sorted(path.stem for path in SHELF.glob("*.py") if not path.stem.startswith("_"))


def title(name: str) -> str:
    """What a bench measures: the first line of its docstring."""
    text = ast.get_docstring(ast.parse((SHELF / f"{name}.py").read_text(encoding="utf-8")))
    return text.splitlines()[0] if text else name


def _run(options: argparse.Namespace) -> int:
    unknown = [name for name in options.names if name not in shelf()]
    if unknown:
        raise UserError(f"no bench is called {unknown[0]!r}; there are {', '.join(shelf())}")
    if not 1 <= options.rounds <= MOST_ROUNDS:
        raise UserError(f"--rounds={options.rounds}: 1 to {MOST_ROUNDS} are possible")
    corpus = Corpus.open(options.corpus)
    report = Report(corpus, options.rounds, quick=options.quick, as_json=options.json)
    report.begin()
    with tempfile.TemporaryDirectory(prefix="editions-bench-", ignore_cleanup_errors=True) as folder:
        session = Session(corpus, options.rounds, Path(folder), quick=options.quick)
        for name in options.names or shelf():
            report.add(name, title(name), _tables(name, session))
    report.end()
    for failure in session.failures:
        sys.stderr.write(f"bench: {harmless(failure)}\n")
    return 1 if session.failures else 0


def _tables(name: str, session: Session) -> Iterator[Table]:
    """
    What a bench says.

    Raises:
        UserError: the file is no bench.
    """
    run = getattr(importlib.import_module(f"bench.{name}"), "run", None)
    if run is None:
        raise UserError(
            f"tests/bench/{name}.py: a bench has a function run(session); see tests/bench/__init__.py"
        )
    yield from run(session)
