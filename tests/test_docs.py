"""The documentation tells the whole truth: every stage, target, rule, engine, format and destination."""

from __future__ import annotations

import ast
import re
import sys
from typing import TYPE_CHECKING

import pytest

from editions.cli import main
from helpers import REPOSITORY, editions

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = REPOSITORY / "scripts" / "editions"
README = REPOSITORY / "README.md"
MAKEFILE = REPOSITORY / "Makefile"
SHELVES = [
    path
    for shelf in ("checks", "engines", "formats", "targets")
    for path in sorted((PROGRAM / shelf).glob("*.py"))
    if path.name != "__init__.py"
]


def stages(tmp_path: Path) -> set[str]:
    """The sub-commands as `editions --help` lists them."""
    out = editions(tmp_path, "--help").out
    listed = re.search(r"\{([a-z,]+)\}", out)
    return set(listed[1].split(",")) if listed else set(re.findall(r"(?m)^ {2,4}([a-z]+) {2,}", out))


def targets() -> set[str]:
    """The targets of the Makefile."""
    text = MAKEFILE.read_text("utf-8")
    found = {name for line in re.findall(r"(?m)^([a-z][a-z -]*):(?!=)", text) for name in line.split()}
    return found | {name for line in re.findall(r"(?m)^\.PHONY:(.*)$", text) for name in line.split()}


def test_every_stage_has_a_make_target(tmp_path: Path):
    """What the program can do, make can do; but for what needs to be told more than languages."""
    found = stages(tmp_path)
    assert len(found) >= 10
    assert found - targets() == {"adopt", "language", "same", "story", "terms"}


def test_every_stage_and_target_is_in_the_readme(tmp_path: Path):
    """README.md names every command."""
    text = README.read_text("utf-8")
    for name in sorted((stages(tmp_path) | targets()) - {"all"}):
        assert re.search(rf"(make|editions) {name}\b|`{name}`", text), name


def test_make_help_names_every_target():
    """`make help` leaves none out."""
    text = MAKEFILE.read_text("utf-8")
    described = set(re.findall(r"(?m)^([a-z][a-z-]*):.*##", text)) or set(
        re.findall(r"make ([a-z-]+)", text)
    ) | set(re.findall(r'"\s*([a-z-]+) {2,}', text))
    assert targets() - described <= {"all"}


def test_every_stage_explains_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """`editions <stage> --help` ends with 0 and says more than its name."""
    for stage in sorted(stages(tmp_path)):
        with pytest.raises(SystemExit, match=r"^0$"):
            main([stage, "--help"])
        assert len(capsys.readouterr().out.splitlines()) > 4, stage


@pytest.mark.parametrize("path", SHELVES, ids=lambda path: path.relative_to(PROGRAM).as_posix())
def test_every_file_of_a_shelf_is_documented(path: Path):
    """One file, one thing, one docstring whose first line says what it is."""
    text = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert text
    assert len(text.splitlines()[0]) > 15


@pytest.mark.parametrize(
    "path",
    [path for path in SHELVES if path.parent.name == "checks" and not path.stem.startswith("_")],
    ids=lambda path: path.stem,
)
def test_every_rule_shows_bad_and_good(path: Path):
    """A rule's docstring is its manual: what is bad, what is good."""
    text = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "") + path.read_text("utf-8")
    assert "Bad" in text
    assert "Good" in text


def test_the_guide_and_readme_link_to_what_is_there():
    """No broken link in README.md, locales/README.md and scripts/guide/."""
    pages = [README, REPOSITORY / "locales/README.md", *sorted((REPOSITORY / "scripts/guide").glob("*.md"))]
    for page in pages:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
            if "://" not in target and not target.startswith("mailto:"):
                assert (page.parent / target).exists(), (page.name, target)


def test_translators_read_no_jargon():
    """locales/README.md is written for people who know .po editors, not Python."""
    text = (REPOSITORY / "locales/README.md").read_text("utf-8").lower()
    for word in ("msgstr", "traceback", "docutils", "pip install", "venv"):
        assert word not in text, word


def test_the_readme_names_licences():
    """The program's licence, and whose text the resolution is."""
    text = README.read_text("utf-8")
    assert "Apache-2.0" in text
    assert re.search(r"(?i)publisher", text)
    assert (REPOSITORY / "LICENSE").read_text("utf-8").lstrip().startswith("Apache License")


def test_this_python_is_supported():
    """The tests run on a Python that the project promises."""
    assert sys.version_info >= (3, 11)
