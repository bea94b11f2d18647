"""The command line: one sub-command per stage."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from editions import __version__, formats, pipeline
from editions.problem import UserError
from editions.project import Project, parse_view
from editions.terminal import harmless

if TYPE_CHECKING:
    from collections.abc import Sequence

Run = Callable[[argparse.Namespace, Project, Console], int]


class _Out(Console):
    """Standard output; rich alone would end with 1, “problems found”, where its reader has gone."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one sub-command and returns the program's exit code: 0 fine, 1 problems found, 2 usage or set-up."""
    options = parser().parse_args(arguments)
    out = _Out(soft_wrap=True)
    try:
        code: int = options.run(options, Project.load(options.root), out)
        sys.stdout.flush()
    except UserError as error:
        print(f"editions: {harmless(str(error))}", file=sys.stderr)
        return error.code
    except (FileExistsError, NotADirectoryError, IsADirectoryError, PermissionError) as error:
        print(f"editions: {error.filename}: {error.strerror}; this program needs that place", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Whoever read this has seen enough; what is still to be written at the end goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def parser() -> argparse.ArgumentParser:
    """The program's options, one sub-command per stage."""
    top = argparse.ArgumentParser(prog="editions", description="Localized editions of Sphinx documents.")
    top.add_argument("--version", action="version", version=f"editions {__version__}")
    top.add_argument("--root", type=Path, default=Path(), help="the project's folder (default: this one)")
    stages = top.add_subparsers(dest="stage", required=True, metavar="STAGE")

    def add(name: str, text: str, run: Run, *, languages: bool = True) -> argparse.ArgumentParser:
        stage = stages.add_parser(name, help=text, description=text[:1].upper() + text[1:])
        stage.set_defaults(run=run)
        if languages:
            _add_languages(stage)
        return stage

    _add_texts(add)
    _add_terms(add)
    _add_people(add)
    _add_editions(add)
    return top


def _add_languages(stage: argparse.ArgumentParser) -> None:
    stage.add_argument("languages", nargs="*", metavar="LANG", help="codes, or all (default: all)")


def _add_texts(add: Callable[..., argparse.ArgumentParser]) -> None:
    """The way of a text: from the source to a draft, and what is wrong with it."""
    add("extract", "templates from the source", _extract, languages=False)
    add("update", "catalogs follow the templates; nothing is lost", _update)
    stage = add(
        "language",
        "begin a language: catalogs, style guide, what is there for it",
        _language,
        languages=False,
    )
    stage.add_argument("do", choices=["add"], metavar="add", help="begin a new language")
    stage.add_argument("codes", nargs="+", metavar="CODE", help="for instance fr, pt_BR or zh_TW")
    stage = add("tidy", "catalogs in the form of GNU gettext, unwrapped", _tidy)
    stage.add_argument(
        "--check", action="store_true", help="only say which are not; exit code 1 if one is not"
    )
    stage = add("prefill", "machine drafts for what is missing, marked as such", _prefill)
    stage.add_argument("--engine", help="who translates; an online engine is used only when named")
    stage.add_argument(
        "--refresh", action="store_true", help="also machine text that nobody edited or stands behind"
    )
    stage.add_argument("--budget", type=int, metavar="N", help="send at most so many characters")
    stage.add_argument("--dry-run", action="store_true", help="say what it would ask for, and ask nothing")
    _add_engines(add)
    stage = add("check", "is it safe, complete, true to the source?", _check)
    _add_views(stage)
    stage = add("status", "how far each language is, and what keeps it from being published", _status)
    stage.add_argument("--json", action="store_true", help="for programs")


def _add_engines(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Who could translate: what works here, whether it answers, how good it is."""
    stage = add("engines", "which engines work here, and what each sends where", _engines, languages=False)
    stage.add_argument("--json", action="store_true", help="for programs")
    ways = stage.add_subparsers(dest="do", metavar="DO")
    way = ways.add_parser("selftest", help="a few texts through an engine, for whoever has its key")
    way.add_argument("engine", metavar="ENGINE", help="which one")
    way.add_argument("language", metavar="LANG", help="into which language")
    way = ways.add_parser("compare", help="how near drafts are to what people wrote (chrF)")
    way.add_argument("language", metavar="LANG", help="in which language")
    way.add_argument("--engine", default="", help="only this one")
    way.add_argument("--budget", type=int, metavar="N", help="send at most so many characters")


def _add_views(stage: argparse.ArgumentParser) -> None:
    """Which problems check shows, and how."""
    stage.add_argument("--format", default="text", help="text, json, sarif or github (default: text)")
    stage.add_argument(
        "--since", metavar="REV", default="", help="only of texts that changed since this commit"
    )
    known = stage.add_mutually_exclusive_group()
    known.add_argument(
        "--baseline", metavar="FILE", type=Path, help="without the known ones that this file lists"
    )
    known.add_argument("--write-baseline", metavar="FILE", type=Path, help="note all of them as known")
    stage.add_argument("--fix", action="store_true", help="put right in machine text what leaves no doubt")
    page = stage.add_mutually_exclusive_group()
    page.add_argument("--list", action="store_true", help="name the rules")
    page.add_argument("--explain", metavar="RULE", help="what a rule asks for, with examples")


def _add_terms(add: Callable[..., argparse.ArgumentParser]) -> None:
    """What is called how: out to other programs, in from them, and what is not decided yet."""
    stage = add("terms", "names and terms: export, import, look for more", _terms, languages=False)
    ways = stage.add_subparsers(dest="do", required=True, metavar="DO")
    way = ways.add_parser("export", help="all of locales/names.toml for other programs")
    way.add_argument("--format", required=True, help=TERM_FORMATS)
    way.add_argument("-o", dest="target", metavar="FILE", type=Path, help="where to (default: the output)")
    _add_languages(way)
    way = ways.add_parser("import", help="add what a file has more; nothing is overwritten")
    way.add_argument("file", metavar="FILE", type=Path, help="TBX or CSV, by its ending")
    way.add_argument("--dry-run", action="store_true", help="only say what would be added")
    way.add_argument("--replace", action="store_true", help="take what the file says where it differs")
    way = ways.add_parser("mine", help="names, acronyms and phrases of the source that are not there yet")
    way.add_argument(
        "languages", nargs="*", metavar="LANG", help="show what they are in these languages, too"
    )
    way.add_argument("--limit", type=int, default=20, help="of each kind (default: 20)")
    way.add_argument("--format", choices=["text", "json"], default="text", help="(default: text)")


def _add_people(add: Callable[..., argparse.ArgumentParser]) -> None:
    """What people do: look, sign, undo."""
    stage = add("review", "what to look at next", _review)
    stage.add_argument("--limit", type=int, default=20, help="rows per language (default: 20)")
    stage = add(
        "approve", "sign that paragraphs are right; only those without errors, after listing them", _approve
    )
    stage.add_argument(
        "--unit", metavar="KEY", action="append", default=[], help="only this one: key or path:line"
    )
    what = stage.add_mutually_exclusive_group()
    for name, text in WISHES.items():
        what.add_argument(
            f"--{name}", dest="do", action="store_const", const=name, default="vouch", help=text
        )
    what.add_argument("--waive", metavar="RULE", help="this rule of check is wrong about the paragraph")
    stage.add_argument("--reason", default="", help="why: with --revoke, --note, --waive")
    _add_signing(stage)
    stage = add("story", "what happened to a paragraph, and who stands behind it", _story, languages=False)
    stage.add_argument("unit", metavar="UNIT", help="key or path:line")
    _add_languages(stage)
    stage.add_argument("--json", action="store_true", help="for programs")
    _add_whence(add("adopt", "vouch for the people's translations that a project had before", _adopt))
    stage = add(
        "same", "sign that a change of the source was cosmetic, for all languages", _same, languages=False
    )
    stage.add_argument("unit", metavar="UNIT", help="the paragraph as it is now: key or path:line")
    stage.add_argument(
        "--from", dest="origin", default="", metavar="KEY", help="its old source, if several could be"
    )
    stage.add_argument("--meaning-kept", action="store_true", help="you looked at every doubt that is listed")
    _add_signing(stage)
    stage = add("recover", "texts that another program overwrote: listed, and put back", _recover)
    stage.add_argument("--take", nargs="+", default=[], metavar="KEY", help="put these back, or all")
    stage.add_argument(
        "--leave", nargs="+", default=[], metavar="KEY", help="what stands there is right, or all"
    )


def _add_whence(stage: argparse.ArgumentParser) -> None:
    """Which translations a coordinator adopts."""
    whence = stage.add_mutually_exclusive_group(required=True)
    whence.add_argument("--trust", metavar="COMMIT", help="they are right as they stood here")
    text = "those that exports of Weblate call approved (XLIFF)"
    whence.add_argument("--approved", metavar="FILE", type=Path, nargs="+", default=[], help=text)
    _add_signing(stage)


def _add_signing(stage: argparse.ArgumentParser) -> None:
    stage.add_argument("--by", metavar="ID", help="in whose name, if your keys could speak for several")
    stage.add_argument(
        "--key", type=Path, metavar="FILE", help="the SSH key to sign with (default: any enrolled one)"
    )
    stage.add_argument("--yes", action="store_true", help="sign without asking")
    stage.add_argument("--plan", action="store_true", help="only list")


def _add_editions(add: Callable[..., argparse.ArgumentParser]) -> None:
    """What readers get."""
    for name in formats.names():
        stage = add(name, f"editions of kind {name}, per language", _build)
        stage.add_argument("--edition", default="working", help="working or release (default: working)")
    add("site", "all working editions in one folder, as a preview", _site)
    stage = add("publish", "release what the policy allows", _publish)
    stage.add_argument("--to", metavar="URL", help="where to, for instance file:public")
    stage.add_argument("--plan", action="store_true", help="say what would be released, and why not the rest")


TERM_FORMATS = "tbx (ISO 30042:2019), tbx2 (of 2008, as Weblate reads it), or csv"
WISHES = {
    "wrote": "sign that you wrote them",
    "revoke": "sign that it needs work: takes away every word for it so far",
    "note": "sign a remark",
}


def _extract(options: argparse.Namespace, project: Project, out: Console) -> int:
    del options
    return pipeline.run_extract(project, out)


def _update(options: argparse.Namespace, project: Project, out: Console) -> int:
    return pipeline.run_update(project, options.languages, out)


def _language(options: argparse.Namespace, project: Project, out: Console) -> int:
    return pipeline.run_language(project, options.codes, out)


def _tidy(options: argparse.Namespace, project: Project, out: Console) -> int:
    return pipeline.run_tidy(project, options.languages, out, check_only=options.check)


def _prefill(options: argparse.Namespace, project: Project, out: Console) -> int:
    wish = pipeline.Drafting(options.engine or "", options.refresh, options.budget, options.dry_run)
    return pipeline.run_prefill(project, options.languages, out, wish)


def _engines(options: argparse.Namespace, project: Project, out: Console) -> int:
    if options.do == "selftest":
        return pipeline.run_selftest(project, options.engine, options.language, out)
    if options.do == "compare":
        return pipeline.run_compare(
            project, options.language, out, engine=options.engine, budget=options.budget
        )
    return pipeline.run_engines(project, out, as_json=options.json)


def _check(options: argparse.Namespace, project: Project, out: Console) -> int:
    if options.list or options.explain:
        out.file.write(
            f"{pipeline.explain_rule(options.explain) if options.explain else pipeline.list_rules()}\n"
        )
        return 0
    if options.fix:  # programs read what follows
        pipeline.run_repair(
            project, options.languages, out if options.format == "text" else Console(stderr=True)
        )
    file = options.baseline or options.write_baseline
    baseline = project.root / file if file else None
    view = pipeline.View(options.format, options.since, baseline, bool(options.write_baseline))
    text, code = pipeline.run_check(project, options.languages, view)
    out.file.write(f"{text}\n")
    return code


def _status(options: argparse.Namespace, project: Project, out: Console) -> int:
    return pipeline.run_status(project, options.languages, out, as_json=options.json)


def _terms(options: argparse.Namespace, project: Project, out: Console) -> int:
    if options.do == "import":
        return pipeline.run_terms_import(
            project, options.file, out, replace=options.replace, dry_run=options.dry_run
        )
    if options.do == "export":
        return pipeline.run_terms_export(
            project, options.languages, out, form=options.format, target=options.target
        )
    return pipeline.run_terms_mine(project, options.languages, out, form=options.format, limit=options.limit)


def _review(options: argparse.Namespace, project: Project, out: Console) -> int:
    return pipeline.run_review(project, options.languages, out, limit=options.limit)


def _signing(options: argparse.Namespace) -> pipeline.Signing:
    return pipeline.Signing(options.by, options.key, yes=options.yes, plan=options.plan)


def _approve(options: argparse.Namespace, project: Project, out: Console) -> int:
    do = "waive" if options.waive else options.do
    wish = pipeline.Wish(do, tuple(options.unit), options.reason, options.waive or "")
    return pipeline.run_approve(project, options.languages, wish, _signing(options), out)


def _story(options: argparse.Namespace, project: Project, out: Console) -> int:
    return pipeline.run_story(project, options.unit, options.languages, out, as_json=options.json)


def _adopt(options: argparse.Namespace, project: Project, out: Console) -> int:
    return pipeline.run_adopt(
        project,
        options.languages,
        _signing(options),
        out,
        commit=options.trust or "",
        exports=options.approved,
    )


def _same(options: argparse.Namespace, project: Project, out: Console) -> int:
    case = pipeline.Case(options.unit, options.origin, options.meaning_kept)
    return pipeline.run_same(project, case, _signing(options), out)


def _recover(options: argparse.Namespace, project: Project, out: Console) -> int:
    return pipeline.run_recover(project, options.languages, out, take=options.take, leave=options.leave)


def _build(options: argparse.Namespace, project: Project, out: Console) -> int:
    return pipeline.run_build(project, options.languages, parse_view(options.edition), options.stage, out)


def _site(options: argparse.Namespace, project: Project, out: Console) -> int:
    return pipeline.run_site(project, options.languages, out)


def _publish(options: argparse.Namespace, project: Project, out: Console) -> int:
    return pipeline.run_publish(project, options.languages, out, target=options.to, plan=options.plan)
