"""The command line: one sub-command per stage."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from editions import __version__, formats, pipeline
from editions.problem import UserError
from editions.project import Project, parse_view

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one sub-command and returns the program's exit code: 0 fine, 1 problems found, 2 usage or set-up."""
    options = parser().parse_args(arguments)
    out = Console(soft_wrap=True)
    try:
        return _dispatch(options, Project.load(options.root), out)
    except UserError as error:
        print(f"editions: {error}", file=sys.stderr)
        return error.code
    except (FileExistsError, NotADirectoryError, IsADirectoryError, PermissionError) as error:
        print(f"editions: {error.filename}: {error.strerror}; this program needs that place", file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def parser() -> argparse.ArgumentParser:
    """The program's options, one sub-command per stage."""
    top = argparse.ArgumentParser(prog="editions", description="Localized editions of Sphinx documents.")
    top.add_argument("--version", action="version", version=f"editions {__version__}")
    top.add_argument("--root", type=Path, default=Path(), help="the project's folder (default: this one)")
    stages = top.add_subparsers(dest="stage", required=True, metavar="STAGE")

    def add(name: str, text: str, *, languages: bool = True) -> argparse.ArgumentParser:
        stage = stages.add_parser(name, help=text, description=text[:1].upper() + text[1:])
        if languages:
            stage.add_argument("languages", nargs="*", metavar="LANG", help="codes, or all (default: all)")
        return stage

    add("extract", "templates from the source", languages=False)
    stage = add("update", "catalogs follow the templates; nothing is lost")
    stage.add_argument("--add", metavar="CODE", action="append", default=[], help="begin a new language")
    stage = add("prefill", "machine drafts for what is missing, marked as such")
    stage.add_argument("--engine", help="who translates; an online engine is used only when named")
    stage.add_argument("--refresh", action="store_true", help="also machine text that nobody edited")
    stage = add("check", "is it safe, complete, true to the source?")
    stage.add_argument("--format", default="text", help="text or json (default: text)")
    stage = add("status", "how far each language is, and what keeps it from being published")
    stage.add_argument("--json", action="store_true", help="for programs")
    stage = add("review", "what to look at next")
    stage.add_argument("--limit", type=int, default=20, help="rows per language (default: 20)")
    for name in formats.names():
        stage = add(name, f"editions of kind {name}, per language")
        stage.add_argument("--edition", default="working", help="working or release (default: working)")
    add("site", "all working editions in one folder, as a preview")
    stage = add("publish", "release what the policy allows")
    stage.add_argument("--to", metavar="URL", help="where to, for instance file:public")
    stage.add_argument("--plan", action="store_true", help="say what would be released, and why not the rest")
    return top


def _dispatch(options: argparse.Namespace, project: Project, out: Console) -> int:  # noqa: PLR0911 - one per stage
    words = getattr(options, "languages", [])
    match options.stage:
        case "extract":
            return pipeline.run_extract(project, out)
        case "update":
            return pipeline.run_update(project, words, out, new=options.add)
        case "prefill":
            return pipeline.run_prefill(project, words, out, engine=options.engine, refresh=options.refresh)
        case "check":
            text, code = pipeline.run_check(project, words, options.format)
            print(text)
            return code
        case "status":
            return pipeline.run_status(project, words, out, as_json=options.json)
        case "review":
            return pipeline.run_review(project, words, out, limit=options.limit)
        case stage if stage in formats.names():
            return pipeline.run_build(project, words, parse_view(options.edition), stage, out)
        case "site":
            return pipeline.run_site(project, words, out)
        case _:
            return pipeline.run_publish(project, words, out, target=options.to, plan=options.plan)
