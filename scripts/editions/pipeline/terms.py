"""Names and terms: out to other programs, in from them, and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions.files import write_if_changed
from editions.glossary import export_terms, merge_file, mine, to_json, to_text
from editions.pipeline.talk import say
from editions.terminal import harmless, quote
from editions.terms import load_terms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

    from editions.project import Project


def run_terms_export(
    project: Project, words: Sequence[str], out: Console, *, form: str, target: Path | None
) -> int:
    """All names and terms in a format, into a file or to the output."""
    text = export_terms(project, form, project.choose(words) if words else None)
    if target is None:
        out.file.write(text)
    else:
        write_if_changed(target, text.encode())
        say(out, f"{quote(str(target))}: written")
    return 0


def run_terms_import(project: Project, path: Path, out: Console, *, replace: bool, dry_run: bool) -> int:
    """What a file has more than names.toml, into it; what differs is a problem."""
    outcome = merge_file(project, path, replace_others=replace, dry_run=dry_run)
    lines = [f"{outcome.path}: {change}" for change in outcome.changes]
    for line in (*lines, *outcome.left, *map(str, outcome.conflicts)):
        say(out, line)
    say(out, f"{outcome.path}: {outcome.summary(dry_run=dry_run)}")
    return int(bool(outcome.conflicts))


def run_terms_mine(project: Project, words: Sequence[str], out: Console, *, form: str, limit: int) -> int:
    """Candidates that names.toml does not have; with languages also what they seem to be there."""
    languages = project.choose(words, translations_only=True) if words else ()
    found = mine(project, load_terms(project), languages, limit=limit)
    out.file.write(to_json(found, languages) if form == "json" else harmless(to_text(found, languages)))
    out.file.write("\n")
    return 0
