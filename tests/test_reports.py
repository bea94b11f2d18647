"""What check says, to programs and to those who adopt it: SARIF, GitHub, only what changed, without what is known."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from editions.baseline import changed_since, without_known, write_baseline
from editions.checks import rules
from editions.problem import Problem, UserError
from editions.project import Project
from editions.reports import report, to_github, to_sarif
from helpers import editions

if TYPE_CHECKING:
    from pathlib import Path

ODD = "it says ‘::error::’, 100 %,\nand a line: more"
PROBLEMS = [
    Problem("locales/de/LC_MESSAGES/a.po", 7, "markup", "error", ODD, "write it: so"),
    Problem("locales/de/LC_MESSAGES/a.po", 9, "names", "warning", "a name"),
    Problem("docs/a.rst", 0, "taste", "advice", "a remark"),
]
CATALOG = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

#: docs/a.rst
msgid "One  text."
msgstr "{one}"

#: docs/a.rst
msgid "Another text."
msgstr "{other}"
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project in git, with a catalog of two texts that each have a problem."""
    for name, text in {
        "pyproject.toml": '[tool.editions]\nsource = "docs"\nlocales = "locales"\n',
        "docs/conf.py": "",
        "docs/index.rst": "T\n=\n",
        "locales/de/LC_MESSAGES/a.po": CATALOG.format(one="Ein  Text.", other="Noch  ein Text."),
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for words in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *words], cwd=tmp_path, check=True, capture_output=True, timeout=60)
    return Project.load(tmp_path)


def catalog(project: Project) -> Path:
    """The catalog's file."""
    return project.locales / "de" / "LC_MESSAGES" / "a.po"


def found(project: Project) -> list[Problem]:
    """A problem at each text."""
    lines = [
        number
        for number, line in enumerate(catalog(project).read_text("utf-8").split("\n"), 1)
        if line.startswith("msgstr ")
    ][1:]
    return [
        Problem(project.shown(catalog(project)), line, "doubled-space", "warning", "two spaces")
        for line in lines
    ]


def test_sarif_has_each_problem_with_its_place_and_its_rule() -> None:
    """One run; levels are SARIF's; a rule of the shelf brings its page; a place has a line from 1."""
    run = json.loads(to_sarif(PROBLEMS))["runs"][0]
    names = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert names == ["markup", "names", "taste"]
    assert "The translation has the markup" in run["tool"]["driver"]["rules"][0]["shortDescription"]["text"]
    assert [each["level"] for each in run["results"]] == ["error", "warning", "note"]
    assert [names[each["ruleIndex"]] for each in run["results"]] == [
        each["ruleId"] for each in run["results"]
    ]
    places = [each["locations"][0]["physicalLocation"] for each in run["results"]]
    assert places[0]["artifactLocation"]["uri"] == "locales/de/LC_MESSAGES/a.po"
    assert [place["region"]["startLine"] for place in places] == [7, 9, 1]
    assert run["results"][0]["message"]["text"] == f"{ODD}\nwrite it: so"
    assert json.loads(to_sarif([]))["runs"][0]["results"] == []


def test_a_text_cannot_be_a_command_of_github() -> None:
    """Percent signs, line ends, colons and commas are escaped, so each problem is one command in one line."""
    lines = to_github(PROBLEMS).split("\n")
    assert len(lines) == 3
    assert lines[0].startswith("::error file=locales/de/LC_MESSAGES/a.po,line=7,title=markup::it says")
    assert "100 %25,%0Aand a line: more%0Awrite it: so" in lines[0]
    assert [line.split(" ")[0] for line in lines] == ["::error", "::warning", "::notice"]


def test_there_is_no_other_format(project: Project) -> None:
    """One line that names what there is."""
    with pytest.raises(UserError, match="choose from: text, json, sarif, github"):
        report([], project, [], "xml")


def test_known_problems_are_hidden_until_their_text_changes(project: Project) -> None:
    """A line that moves is still known; a text that somebody touched is looked at anew."""
    path = project.root / "known.json"
    write_baseline(path, found(project), project)
    assert without_known(path, found(project), project) == []
    text = catalog(project).read_text("utf-8")
    catalog(project).write_text(
        text.replace("#: docs/a.rst\n", "# A remark.\n#: docs/a.rst\n"), encoding="utf-8"
    )
    assert without_known(path, found(project), project) == []
    catalog(project).write_text(text.replace("Noch  ein Text.", "Noch  ein  Text."), encoding="utf-8")
    assert [each.line for each in without_known(path, found(project), project)] == [found(project)[1].line]
    twice = [*found(project)[:1], *found(project)[:1]]
    assert len(without_known(path, twice, project)) == 1


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 1, "known": [1]}', '{"version": 1}', "\xff"])
def test_a_file_that_is_no_baseline(project: Project, text: str) -> None:
    """One line that says how to write one."""
    path = project.root / "known.json"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(
        UserError, match=r"no baseline of ours; write it anew with --write-baseline known\.json"
    ):
        without_known(path, [], project)


def test_a_baseline_of_another_version_or_none(project: Project) -> None:
    """It is said which version is known, and that there is no file."""
    path = project.root / "known.json"
    with pytest.raises(UserError, match="there is no such baseline"):
        without_known(path, [], project)
    path.write_text('{"version": 2, "known": []}', encoding="utf-8")
    with pytest.raises(UserError, match="version 2 is not known to this program; it knows 1"):
        without_known(path, [], project)


def test_only_what_changed_since(project: Project) -> None:
    """A text that stood there then is no news; a catalog that did not exist is all news."""
    before = catalog(project).read_bytes()
    assert changed_since(found(project), project, lambda _: before) == []
    assert changed_since(found(project), project, lambda _: None) == found(project)
    catalog(project).write_bytes(before.replace(b"Ein  Text.", b"Ein  Text!"))
    assert changed_since(found(project), project, lambda _: before) == found(project)[:1]


def test_the_command_line(project: Project) -> None:
    """The same by the command: since a commit, with a baseline, and a commit that is none."""
    root = project.root
    assert "doubled-space" in editions(root, "check", "de").out
    assert "doubled-space" not in editions(root, "check", "de", "--since", "HEAD").out
    run = editions(root, "check", "de", "--write-baseline", "known.json")
    assert run.code == 0
    assert re.fullmatch(r"known.json: \d+ problems noted as known\n", run.out)
    assert "doubled-space" not in editions(root, "check", "de", "--baseline", "known.json").out
    assert editions(root, "check", "de", "--since", "nope").code == 2


def test_every_rule_is_listed_and_explained(project: Project) -> None:
    """Each on a line with its first sentence; its page says whether people may waive it."""
    lines = editions(project.root, "check", "--list").out.splitlines()
    assert [line.split()[0] for line in lines] == [rule.name for rule in rules()]
    assert all(rule.help.split("\n")[0] in line for rule, line in zip(rules(), lines, strict=True))
    page = editions(project.root, "check", "--explain", "markup").out
    assert page.startswith("markup: error; nobody can waive it\n\n")
    assert "Bad (de):" in page
    run = editions(project.root, "check", "--explain", "nope")
    assert run.code == 2
    assert "there is no such rule; editions check --list names them" in run.said
