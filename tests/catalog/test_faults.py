"""What is wrong with a catalog: told with its line, once, in a translator's words, with a way out."""

from __future__ import annotations

import pickle
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogs import FIXTURES, HEADER, parse
from editions.catalog import Catalog, CatalogError, render

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def expected(path: Path) -> list[tuple[int, str]]:
    """Line and words of each problem that the file's first lines tell of."""
    found = re.findall(r"^# expect: (\d+): (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return [(int(line), words) for line, words in found]


@pytest.mark.parametrize("path", sorted((FIXTURES / "damaged").glob("*.po")), ids=lambda path: path.stem)
def test_damage_is_told_with_its_lines(path: Path):
    """A damaged file is told with all its lines, what to do, without the format's words, and nothing else."""
    with pytest.raises(CatalogError) as caught:
        Catalog.load(path, root=FIXTURES)
    problems = caught.value.problems
    assert [problem.line for problem in problems] == [line for line, _ in expected(path)]
    for problem, (_, words) in zip(problems, expected(path), strict=True):
        assert words in problem.text
        assert problem.fix
        assert (problem.path, problem.rule, problem.severity) == (f"damaged/{path.name}", "catalog", "error")
        assert str(problem) in str(caught.value)
    assert "msg" not in str(caught.value)
    assert caught.value.problem == problems[0]
    assert caught.value.code == 1
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own bytes, as a process hands it to another
    assert (again.problems, str(again), again.code) == (problems, str(caught.value), 1)


@pytest.mark.parametrize(
    ("data", "line", "text"),
    [
        (b"", 1, "empty"),
        (b"\n\n", 1, "empty"),
        ("äöü".encode("utf-16"), 1, "UTF-16"),
        (b'msgid ""\nmsgstr ""\n"Language: d\x00e\\n"\n', 3, "NUL"),
        ('msgid ""\nmsgstr "Language: dé\\n"\n'.encode("latin-1"), 2, "UTF-8"),
        (b'msgid ""\rmsgstr ""\n', 1, "carriage return"),
        (b'msgid ""\\"\nmsgstr ""\n', 1, "quotation mark"),
    ],
)
def test_bytes_that_are_no_catalog_are_refused(data: bytes, line: int, text: str):
    """Empty files, other encodings, NUL and stray carriage returns are named with their line."""
    with pytest.raises(CatalogError, match=text) as caught:
        parse(data)
    assert caught.value.problem.line == line


def unclosed(lines: list[str]) -> int:
    """Takes the last quotation mark of the source away; returns the line of the fault, from 0."""
    lines[1] = lines[1].removesuffix('"')
    return 1


def strange_escape(lines: list[str]) -> int:
    """Puts a backslash that means nothing into the translation."""
    lines[2] = lines[2].removesuffix('"') + '\\q"'
    return 2


def cut_off(lines: list[str]) -> int:
    """Takes the translation away."""
    del lines[2]
    return 1


def conflict(lines: list[str]) -> int:
    """Leaves a merge undecided."""
    lines[2:3] = ["<<<<<<< HEAD", lines[2], "=======", 'msgstr "other"', ">>>>>>> theirs"]
    return 2


def stray_word(lines: list[str]) -> int:
    """Puts a word into the entry."""
    lines.insert(2, "hello")
    return 2


def bare_comment(lines: list[str]) -> int:
    """Takes the space of the comment away."""
    lines[0] = lines[0].replace("# ", "#")
    return 0


def doubled(lines: list[str]) -> int:
    """Puts the first source of the file in place of this one."""
    lines[1] = 'msgid "source 0"'
    return 2


FAULTS = (unclosed, strange_escape, cut_off, conflict, stray_word, bare_comment, doubled)


@given(st.dictionaries(st.integers(1, 30), st.sampled_from(FAULTS), min_size=1, max_size=20))
@settings(deadline=None)
def test_each_fault_is_told_once(planted: dict[int, Callable[[list[str]], int]]):
    """However many entries are damaged, each is told once with its line, and none that is whole."""
    text = render(HEADER, []).decode() + "\n"
    lines = []
    for number in range(32):
        entry = [f"# note {number}", f'msgid "source {number}"', f'msgstr "target {number}"']
        start = text.count("\n") + 1
        if number in planted:
            lines.append(start + planted[number](entry))
        text += "\n".join(entry) + "\n\n"
    with pytest.raises(CatalogError) as caught:
        parse(text.encode())
    assert [problem.line for problem in caught.value.problems] == lines


def test_no_more_than_twenty_faults_are_told():
    """A file that is broken throughout is told with its first twenty faults."""
    data = render(HEADER, []) + b"".join(b'\nmsgid "%d\nmsgstr ""\n' % number for number in range(50))
    with pytest.raises(CatalogError) as caught:
        parse(data)
    lines = [problem.line for problem in caught.value.problems]
    assert lines == list(range(lines[0], lines[0] + 60, 3))
