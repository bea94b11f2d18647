"""The command line of the planter."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from bench.harness.corpus import Corpus
from editions.problem import UserError
from editions.terminal import harmless
from planter import alarms, ground, judgements, rivals, tables
from planter.kinds import GROUPS, choose, kinds
from planter.measure import look_by_check, measure
from planter.planting import NUMBER, SEED, Planted, plant

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bench.harness.table import Table
    from planter.ground import Ground

COMMANDS = ("measure", "alarms", "judged", "rivals")


class Parser(argparse.ArgumentParser):
    """Says in one line what is wrong."""

    def error(self, message: str) -> NoReturn:
        """Ends with 2."""
        raise UserError(f"{message}; `python tests/planter --help` says what is possible")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; 0 whatever the figures are, 2 for usage."""
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # the folder of the copies goes, too
    try:
        options = _parser().parse_args(arguments)
        with tempfile.TemporaryDirectory(prefix="editions-planter-") as folder:
            _COMMANDS[options.command](options, Path(folder))
    except UserError as error:
        said = harmless(str(error)).replace("\n", " ")
        sys.stderr.write(f"planter: {said}\n")
        return error.code
    except KeyboardInterrupt:
        sys.stderr.write("planter: interrupted; nothing is left behind\n")
        return 130  # 128 + SIGINT, as shells have it
    except BrokenPipeError:  # who reads has seen enough
        sys.stderr.close()
    return 0


def _parser() -> Parser:
    names = "\n".join(f"  {kind.group:<12} {kind.name:<22} {kind.help}" for kind in kinds())
    parser = Parser(
        prog="planter",
        description="Plants errors into translations and measures which of them `check` finds.",
        epilog=f"kinds, by group ({', '.join(GROUPS)}):\n{names}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", nargs="?", choices=COMMANDS, default=COMMANDS[0])
    parser.add_argument("--corpus", metavar="DIR", help="a folder of catalogs that people made")
    parser.add_argument(
        "--seed", type=int, default=SEED, help=f"of all that is left to chance (default: {SEED})"
    )
    parser.add_argument(
        "--number", type=int, default=NUMBER, help=f"of errors in each ground (default: {NUMBER})"
    )
    parser.add_argument("--kinds", default="", help="kinds or groups, with commas between (default: all)")
    parser.add_argument("--list", action="store_true", help="the planted errors, measured by nobody")
    parser.add_argument("--show", metavar="ID", help="one planted error in full")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument(
        "--sample",
        type=int,
        default=judgements.SAMPLE,
        help=f"alarms: of each rule (default: {judgements.SAMPLE})",
    )
    parser.add_argument("--tools", metavar="DIR", help="rivals: an environment that has them")
    parser.add_argument("--only", default="", help="rivals: names, with commas between (default: all)")
    return parser


def _grounds(options: argparse.Namespace, folder: Path) -> list[Ground]:
    """This project's catalogs, and those of the corpus where one is named."""
    corpus = [Corpus.open(options.corpus)] if options.corpus is not None else []
    return [ground.own(folder), *(ground.human(folder, each) for each in corpus)]


def _planted(options: argparse.Namespace, grounds: Iterable[Ground]) -> list[tuple[Ground, list[Planted]]]:
    if options.number < 1:
        raise UserError(f"--number {options.number}: at least one error")
    chosen = choose([name for name in options.kinds.split(",") if name])
    return [(each, plant(each, chosen, options.number, options.seed)) for each in grounds]


def _measure(options: argparse.Namespace, folder: Path) -> None:
    planted = _planted(options, _grounds(options, folder))
    every = [error for _, errors in planted for error in errors]
    if options.show:
        _write([tables.in_full(_named(every, options.show))])
    elif options.list:
        _write(tables.line(error) for error in every)
    else:
        measured = [each for where, errors in planted for each in measure(where, errors, look_by_check)]
        if options.json:
            _write([tables.document(measured, seed=options.seed, number=options.number)])
        else:
            _write_tables(tables.tables(measured))


def _named(errors: Iterable[Planted], name: str) -> Planted:
    found = next((error for error in errors if error.name == name), None)
    if found is None:
        raise UserError(f"--show {name}: no such error is planted; --list has their names")
    return found


def _alarms(options: argparse.Namespace, folder: Path) -> None:
    if options.corpus is None:
        raise UserError("alarms needs --corpus DIR: a folder of catalogs that people made")
    if options.sample < 1:
        raise UserError(f"--sample {options.sample}: at least one finding of each rule")
    corpus = Corpus.open(options.corpus)
    gathered = alarms.gather(ground.human(folder, corpus))
    shelf, sheets = judgements.SHELF, judgements.SHEETS
    judgements.keep(gathered, shelf, sheets, number=options.sample, seed=options.seed)
    _write_tables([alarms.table(gathered)])
    _write(
        [
            f"Fill `right` and `why` in {_shown(shelf)}/<rule>.toml; the texts to read: {_shown(sheets)}/<rule>.txt"
        ]
    )


def _judged(options: argparse.Namespace, folder: Path) -> None:
    del folder
    found = judgements.estimates(judgements.SHELF)
    if options.json:
        _write([judgements.document(found)])
    else:
        _write_tables(judgements.tables(found))


def _rivals(options: argparse.Namespace, folder: Path) -> None:
    chosen = rivals.choose([name for name in options.only.split(",") if name], options.tools)
    planted = _planted(options, _grounds(options, folder))
    _write_tables(rivals.tables(chosen, planted))


def _shown(path: Path) -> str:
    return path.relative_to(ground.REPOSITORY).as_posix()


def _write(lines: Iterable[str]) -> None:
    for text in lines:
        sys.stdout.write(f"{harmless(text)}\n")


def _write_tables(found: Iterable[Table]) -> None:
    for table in found:
        sys.stdout.write(f"{table}\n\n")
        sys.stdout.flush()


_COMMANDS = {"measure": _measure, "alarms": _alarms, "judged": _judged, "rivals": _rivals}
