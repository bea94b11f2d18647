"""The house: what stands where, and which room may call which."""

from __future__ import annotations

import ast
import subprocess
from typing import TYPE_CHECKING

import pytest

from editions import pipeline
from helpers import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROGRAM = REPOSITORY / "scripts" / "editions"
TOP = {"pyproject.toml", "README.md", "Makefile", "LICENSE", "docs", "locales", "scripts", "tests"}
STAGES = {
    "extract", "update", "tidy", "prefill", "status", "check", "review", "approve", "story", "adopt", "same",
    "recover", "newcomer", "glossary", "repair", "build", "publish", "site",
}  # fmt: skip
ROOMS = {"guide", "editions", "requirements.lock"}
LONGEST_MODULE = 400
LONGEST_FUNCTION = 40
MEDIAN_FUNCTION = 10
MODULES = sorted(path for path in PROGRAM.rglob("*.py") if "__pycache__" not in path.parts)


def tracked() -> list[str]:
    """The files that git keeps or would keep; in a copy without git, all."""
    command = ["git", "-C", str(REPOSITORY), "ls-files", "--cached", "--others", "--exclude-standard"]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.splitlines()


def imports(path: Path) -> Iterator[str]:
    """The modules of `editions` that a file imports anywhere, dotted, without `editions.`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [f"{node.module}.{each.name}" for each in node.names]
        yield from (name.removeprefix("editions.") for name in names if name.startswith("editions."))


def room(path: Path) -> str:
    """The part of the program that a file belongs to: `update` for update.py and update/merge.py."""
    return path.relative_to(PROGRAM).with_suffix("").parts[0]


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """The functions of a file with their lines, docstrings left out."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            text = node.body[0]
            has_text = (
                isinstance(text, ast.Expr)
                and isinstance(text.value, ast.Constant)
                and isinstance(text.value.value, str)
            )
            length = node.end_lineno - node.lineno + 1
            yield node.name, length - (text.end_lineno - text.lineno + 1 if has_text else 0)


@pytest.mark.tool("git")
def test_the_top_level_is_fixed():
    """What stands in the repository's root is what DESIGN names, and dot files."""
    top = {name.split("/")[0] for name in tracked()}
    assert {name for name in top if not name.startswith(".")} <= TOP


@pytest.mark.tool("git")
def test_docs_hold_what_is_published_and_nothing_else():
    """Sphinx's configuration and documents; no build, no theme, no catalogs."""
    kinds = {
        name.rpartition(".")[2] for name in tracked() if name.startswith("docs/") and name != "docs/conf.py"
    }
    assert kinds <= {"rst", "md", "svg", "png"}


@pytest.mark.tool("git")
def test_locales_hold_what_translators_need():
    """Catalogs, templates and prose; no compiled files."""
    kinds = {name.rpartition(".")[2] for name in tracked() if name.startswith("locales/")}
    assert kinds <= {"po", "pot", "md", "toml", "jsonl"}


@pytest.mark.tool("git")
def test_scripts_hold_the_program_and_its_guide():
    """Nothing else lies in scripts/."""
    assert {name.split("/")[1] for name in tracked() if name.startswith("scripts/")} <= ROOMS


@pytest.mark.tool("git")
def test_nothing_that_was_built_is_kept():
    """Neither products nor caches are tracked."""
    unwanted = (".mo", ".pyc", ".pdf", ".pickle", ".doctree")
    assert [name for name in tracked() if name.endswith(unwanted) or "/build/" in name] == []


def test_stages_do_not_import_each_other():
    """A stage reads files and writes files; only pipeline/ and the command line compose."""
    crossings = [
        (path.relative_to(PROGRAM).as_posix(), name)
        for path in MODULES
        if room(path) in STAGES
        for name in imports(path)
        if name.split(".")[0] in STAGES - {room(path)}
    ]
    assert crossings == []


def test_nothing_below_the_stages_imports_one():
    """The values that stages work on do not know the stages."""
    above = {"pipeline", "__main__", "cli", "__init__"} | STAGES
    crossings = [
        (path.relative_to(PROGRAM).as_posix(), name)
        for path in MODULES
        if room(path) not in above
        for name in imports(path)
        if name.split(".")[0] in STAGES | {"pipeline", "__main__", "cli"}
    ]
    assert crossings == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PROGRAM).as_posix())
def test_modules_and_functions_stay_small(path: Path):
    """A module over 400 lines becomes a package, a function over 40 lines two, the parser of options aside."""
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_MODULE
    long = [(name, lines) for name, lines in functions(path) if lines > LONGEST_FUNCTION]
    assert [name for name, _ in long if (path.name, name) != ("cli.py", "parser")] == []


def test_half_of_the_functions_are_short():
    """The median function has at most 10 lines."""
    lengths = sorted(lines for path in MODULES for _, lines in functions(path))
    assert lengths[len(lengths) // 2] <= MEDIAN_FUNCTION


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PROGRAM).as_posix())
def test_only_our_catalog_reads_catalogs(path: Path):
    """A volunteer's file is never loaded by another parser than ours."""
    forbidden = {"polib.pofile", "babel.messages.pofile", "polib.mofile"}
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    named = {f"{node.module}" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    named |= {
        f"{node.module}.{each.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for each in node.names
    }
    assert not forbidden & (called | named)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PROGRAM).as_posix())
def test_modules_say_what_they_are(path: Path):
    """Every file opens with a docstring."""
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def test_the_core_does_not_import_test_tools():
    """Nothing of the test dependencies is needed to run."""
    tools = {"pytest", "hypothesis", "playwright", "pypdfium2", "furo"}
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name.split(".")[0] for name in names} & tools, path


def test_every_command_of_the_pipeline_is_found():
    """What the package promises is where it says, though it is read only when it is asked for."""
    assert sorted(pipeline.__all__) == sorted(pipeline._HOMES)
    assert all(getattr(pipeline, name).__name__ == name for name in pipeline.__all__)
    with pytest.raises(AttributeError):
        pipeline.run_nothing  # noqa: B018
