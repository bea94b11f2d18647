"""
Problems for those who read them: people, programs, GitHub, and tools that read SARIF.

SARIF is the Static Analysis Results Interchange Format 2.1.0 (OASIS); annotations are GitHub's workflow commands.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from editions import __version__
from editions.catalog import Catalog
from editions.checks import rules
from editions.holdings import language_of
from editions.problem import UserError
from editions.terminal import harmless, quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from editions.catalog import Unit
    from editions.language import Language
    from editions.problem import Problem
    from editions.project import Project

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
# What SARIF and GitHub call our severities.
LEVELS = {"error": "error", "warning": "warning", "advice": "note"}
COMMANDS = {"error": "error", "warning": "warning", "advice": "notice"}


def report(problems: Sequence[Problem], project: Project, languages: Sequence[Language], form: str) -> str:
    """
    The problems in the format that is named.

    Raises:
        UserError: there is no such format.
    """
    if form == "text":
        return to_text(problems, project, languages)
    if form == "json":
        return to_json(problems, languages)
    write = FORMATS.get(form)
    if write is None:
        raise UserError(f"--format {form}: check has no such format; choose from: text, {', '.join(FORMATS)}")
    return write(problems)


def to_text(problems: Sequence[Problem], project: Project, languages: Sequence[Language]) -> str:
    """The problems for people: place, words, source, translation and fix; at the end a line per language."""
    return "\n".join([*describe(problems, project), *_summary(problems, project, languages)])


def describe(problems: Sequence[Problem], project: Project) -> list[str]:
    """Lines for people: place, words, source, translation and fix; nothing in them acts on a terminal."""
    units = _units(problems, project)
    return [
        harmless(line)
        for problem in problems
        for line in _describe(problem, units.get((problem.path, problem.line)))
    ]


def _units(problems: Sequence[Problem], project: Project) -> Mapping[tuple[str, int], Unit]:
    """The units that problems are about, by path and line; read again, for problems carry no texts."""
    paths = {
        problem.path for problem in problems if problem.path.endswith(".po") and problem.rule != "catalog"
    }
    places = {(problem.path, problem.line) for problem in problems}
    found: dict[tuple[str, int], Unit] = {}
    for path in sorted(paths):
        if (project.root / path).is_file():
            units = Catalog.load(project.root / path, root=project.root).units
            found |= {(path, unit.line): unit for unit in units if (path, unit.line) in places}
    return found


def _describe(problem: Problem, unit: Unit | None) -> Iterator[str]:
    level = "" if problem.severity == "error" else f"{problem.severity}: "
    yield f"{problem.path}:{problem.line}: {level}{problem.text} [{problem.rule}]"
    if unit is not None:
        yield f"    source:      {quote(unit.source)}"
        yield f"    translation: {quote(' | '.join(unit.targets))}"
    if problem.fix:
        yield f"    fix:         {problem.fix}"


def _summary(problems: Sequence[Problem], project: Project, languages: Sequence[Language]) -> Iterator[str]:
    counts = Counter((language_of(project, problem), problem.severity) for problem in problems)
    for language in languages:
        parts = [
            f"{number} {level if number == 1 or level == 'advice' else level + 's'}"
            for level in ("error", "warning", "advice")
            if (number := counts[language.code, level])
        ]
        why = f"; spelling: not checked, {language.unspelt}" if language.unspelt else ""
        yield f"{language.code} ({language.name}): {', '.join(parts) or 'no problems found'}{why}"


def to_json(problems: Sequence[Problem], languages: Sequence[Language] = ()) -> str:
    """The problems as the contract says, and what was not checked; in ASCII: nothing in them acts on a terminal."""
    table: dict[str, Any] = {"version": 1, "problems": [problem.as_json() for problem in problems]}
    unchecked = [
        {"language": language.code, "rule": "spelling", "why": language.unspelt}
        for language in languages
        if language.unspelt
    ]
    return json.dumps(table | ({"unchecked": unchecked} if languages else {}), indent=2)


def to_sarif(problems: Sequence[Problem]) -> str:
    """The problems as one run of SARIF, in ASCII; places are relative to the project."""
    known = {rule.name: rule.help for rule in rules()}
    names = sorted({problem.rule for problem in problems})
    driver = {
        "name": "editions",
        "version": __version__,
        "rules": [_sarif_rule(name, known.get(name, "")) for name in names],
    }
    results = [_sarif_result(problem, names.index(problem.rule)) for problem in problems]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _sarif_rule(name: str, page: str) -> dict[str, Any]:
    summary = page.partition("\n")[0]
    return {"id": name} | ({"shortDescription": {"text": summary}, "help": {"text": page}} if page else {})


def _sarif_result(problem: Problem, index: int) -> dict[str, Any]:
    place = {"artifactLocation": {"uri": problem.path}, "region": {"startLine": max(1, problem.line)}}
    return {
        "ruleId": problem.rule,
        "ruleIndex": index,
        "level": LEVELS[problem.severity],
        "message": {"text": _with_fix(problem)},
        "locations": [{"physicalLocation": place}],
    }


def to_github(problems: Sequence[Problem]) -> str:
    """One workflow command a problem, which GitHub shows beside the line; nothing in a text can be a command itself."""
    return "\n".join(map(_command, problems))


def _command(problem: Problem) -> str:
    values = {"file": problem.path, "line": str(max(1, problem.line)), "title": problem.rule}
    properties = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in values.items())
    return f"::{COMMANDS[problem.severity]} {properties}::{_escaped(_with_fix(problem))}"


def _escaped(text: str, more: str = "") -> str:
    return "".join(f"%{ord(char):02X}" if char in f"%\r\n{more}" else char for char in harmless(text))


def _with_fix(problem: Problem) -> str:
    return f"{problem.text}\n{problem.fix}" if problem.fix else problem.text


# Formats for programs; people get `text`, which also needs to know the project.
FORMATS: Mapping[str, Callable[[Sequence[Problem]], str]] = {
    "json": to_json,
    "sarif": to_sarif,
    "github": to_github,
}
