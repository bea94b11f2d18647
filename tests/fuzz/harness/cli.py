"""The command line: finds the targets, runs them one after the other, tells what came of it."""

from __future__ import annotations

import argparse
import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from editions.problem import UserError
from editions.terminal import harmless
from fuzz.harness.campaign import Campaign
from fuzz.harness.replay import replay
from fuzz.harness.shelf import Target, names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fuzz.harness.campaign import Result

SECONDS, MOST_SECONDS = 60, 86_400
INTERRUPTED = 130  # 128 + SIGINT, as shells have it


class Parser(argparse.ArgumentParser):
    """Says in one line what is wrong."""

    def error(self, message: str) -> NoReturn:
        """Ends with 2."""
        raise UserError(f"{message}; `python tests/fuzz --help` says what is possible")


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzzes; 0 where nothing was found, 1 where something was, 2 for usage, 130 if interrupted."""
    try:
        return _run(_parser().parse_args(arguments))
    except UserError as error:
        said = harmless(str(error)).replace("\n", " ")
        sys.stderr.write(f"fuzz: {said}\n")
        return error.code
    except KeyboardInterrupt:
        sys.stderr.write("fuzz: interrupted; what was found so far is in build/fuzz\n")
        return INTERRUPTED


def _parser() -> Parser:
    listed = "\n".join(f"  {name:<12} {Target(name).title}" for name in names())
    parser = Parser(
        prog="fuzz",
        description="Random texts for what takes a stranger's text, steered by the code they reach.",
        epilog=f"targets (default: all):\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "names", nargs="*", metavar="TARGET", help="a file of tests/fuzz/targets, without .py"
    )
    parser.add_argument("--seconds", type=int, default=SECONDS, help=f"per target (default: {SECONDS})")
    parser.add_argument("--replay", type=Path, metavar="FILE", help="run this one input, without the fuzzer")
    return parser


def _run(options: argparse.Namespace) -> int:
    unknown = [name for name in options.names if name not in names()]
    if unknown:
        raise UserError(f"no target is called {unknown[0]!r}; there are {', '.join(names())}")
    targets = [Target(name) for name in options.names or names()]
    if options.replay:
        return _replay(targets, options.replay)
    if not 1 <= options.seconds <= MOST_SECONDS:
        raise UserError(f"--seconds={options.seconds}: 1 to {MOST_SECONDS} are possible")
    if importlib.util.find_spec("atheris") is None:
        raise UserError(
            "atheris is not installed: pip install atheris (CPython on Linux); --replay works without"
        )
    results = [Campaign(target, options.seconds, _show).run() for target in targets]
    for result in results:
        _tell(result)
    return 1 if any(result.finds or result.failure for result in results) else 0


def _replay(targets: Sequence[Target], path: Path) -> int:
    if len(targets) != 1:
        raise UserError("--replay FILE needs one TARGET: whose input is it?")
    if not path.is_file():
        raise UserError(f"--replay: there is no file {path}")
    return replay(targets[0], path)


def _show(result: Result) -> None:
    """The pulse, on a terminal only."""
    if sys.stderr.isatty():
        counts = f"{result.executions:,} inputs, {result.reached:,} reached, {len(result.finds)} found"
        sys.stderr.write(f"\r\x1b[K{result.target.name}: {counts}")
        sys.stderr.flush()


def _tell(result: Result) -> None:
    """The findings of a target, each with the command that shows it again, and its line."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
    name = result.target.name
    for find in result.finds.values():
        sys.stdout.write(f"{name}: {harmless(find.fault)}\n    {harmless(find.details)}\n")
        sys.stdout.write(f"    python tests/fuzz --replay {harmless(find.path)} {name}\n")
    if result.failure:
        sys.stdout.write(f"{name}: the fuzzer itself failed: {harmless(result.failure)}\n")
    slowest = f", slowest {result.slowest:.1f} s" if result.slowest else ""
    sys.stdout.write(
        f"{name}: {result.executions:,} executions, {result.rate:,.0f} per second, "
        f"{result.coverage:+,} new coverage ({result.reached:,} reached){slowest}, {len(result.finds)} found\n"
    )
