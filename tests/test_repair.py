"""The stage repair: machine text is put right where rules leave no doubt, and nobody's work is touched."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editions.catalog import Catalog, Unit
from editions.fingerprint import source_hash, targets_hash
from editions.language import Language
from editions.mending import repaired
from editions.project import Project
from editions.prose import OBJECT, prose
from editions.repair import repair
from editions.state import Mark, own_marks, state_of
from helpers import editions
from vouching import vouched_for

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = "The “old” gauge, see `the page <https://example.org/a--b...c>`__, costs ``a  ...b``."
ROUGH = 'Der  "alte" Pegel,der hier steht , siehe `die Seite <https://example.org/a--b...c>`__, kostet ``a  ...b``.'
FINE = "Der „alte“ Pegel, der hier steht, siehe `die Seite <https://example.org/a--b...c>`__, kostet ``a  ...b``."
GERMAN = Language("de")
HEAD = 'msgid ""\nmsgstr ""\n"Language: de\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


def unit(target: str, source: str = SOURCE, **fields: object) -> Unit:
    """A German unit."""
    return Unit("locales/de/LC_MESSAGES/index.po", "index", None, source, targets=(target,), **fields)


def draft(target: str) -> str:
    """The lines of the unit as an engine writes it."""
    made = unit(target)
    mark = Mark("google", "2026-01-02", source_hash(made)[:16], targets_hash(made.targets)[:16])
    return f"{mark.line()}\n#, fuzzy\n{lines(target)}"


def lines(target: str) -> str:
    """The lines of the unit as a person writes it."""
    text = target.replace('"', '\\"')
    return f'msgid "{SOURCE}"\nmsgstr "{text}"\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project of one document."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/conf.py").write_text("")
    (tmp_path / "docs/index.rst").write_text(f"{SOURCE}\n", encoding="utf-8")
    return tmp_path


def written(root: Path, text: str) -> Path:
    """The German catalog with these lines."""
    path = root / "locales/de/LC_MESSAGES/index.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{HEAD}\n{text}", encoding="utf-8")
    return path


def test_a_draft_is_repaired_and_stays_the_engines(root: Path) -> None:
    """Prose is put right, code and addresses are not; the engine's name and day stay, nobody is taken for a person."""
    path = written(root, draft(ROUGH))
    (told,) = repair(Project.load(root), [GERMAN])
    assert str(told) == (
        "locales/de/LC_MESSAGES/index.po: repaired: doubled-space 1, space-after-punctuation 1, "
        "space-before-punctuation 1, straight-quotes 1"
    )
    (made,) = Catalog.load(path, root=root).units
    assert made.target == FINE
    (mark,) = own_marks(made)
    assert (mark.engine, mark.date) == ("google", "2026-01-02")
    assert made.fuzzy
    assert state_of(made) == "machine"


def test_a_second_run_writes_nothing(root: Path) -> None:
    """What was repaired is in order."""
    path = written(root, draft(ROUGH))
    assert list(repair(Project.load(root), [GERMAN]))
    before = path.stat().st_mtime_ns, path.read_bytes()
    assert not list(repair(Project.load(root), [GERMAN]))
    assert before == (path.stat().st_mtime_ns, path.read_bytes())


def test_what_people_wrote_is_never_touched(root: Path) -> None:
    """Neither a translation, nor a draft that a person has edited, nor one of an older source."""
    edited = draft(FINE).replace("steht, siehe", "steht , siehe")
    fuzzy = f"#, fuzzy\n{lines(ROUGH)}"
    older = draft(ROUGH).replace(source_hash(unit(ROUGH))[:16], "0123456789abcdef")
    for text in (lines(ROUGH), edited, fuzzy, older):
        path = written(root, text)
        before = path.read_bytes()
        assert not list(repair(Project.load(root), [GERMAN]))
        assert path.read_bytes() == before


def test_a_draft_that_somebody_stands_behind_is_never_touched(root: Path) -> None:
    """Who vouched for a machine's words vouched for exactly these."""
    path = written(root, draft(ROUGH))
    (made,) = Catalog.load(path, root=root).units
    before = path.read_bytes()
    assert not list(repair(Project.load(root), [GERMAN], vouched_for(made)))
    assert path.read_bytes() == before


def test_a_damaged_catalog_is_told_and_left_alone(root: Path) -> None:
    """With path and line."""
    path = written(root, draft(ROUGH) + '\nmsgid "x\nmsgstr ""\n')
    before = path.read_bytes()
    (told,) = repair(Project.load(root), [GERMAN])
    assert "locales/de/LC_MESSAGES/index.po:" in str(told)
    assert path.read_bytes() == before


def test_the_command_repairs_and_then_checks(root: Path) -> None:
    """`editions check --fix` says what it repaired, then what is left; for programs only the report goes out."""
    written(root, draft(ROUGH))
    run = editions(root, "check", "--fix", "de")
    assert "index.po: repaired: doubled-space 1" in run.out
    assert "[doubled-space]" not in run.out
    written(root, draft(ROUGH))
    run = editions(root, "check", "--fix", "--format", "json", "de")
    assert run.out.startswith("{")
    assert "repaired" in run.err


def test_what_the_judge_refuses_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """A repair that would break markup is none."""
    monkeypatch.setattr("editions.mending.judge", lambda *_: ("no",))
    assert repaired(unit(ROUGH), GERMAN) == (unit(ROUGH), ())


PIECES = st.sampled_from([
    "Wort", "``a  ..b``", "`x <https://e.example/a,b>`__", "*so*", "|s|", " ", "  ", ",", ".", "...", '"', "“", "”",
    "»", "«", "!", "?", ":", ";", "\u00a0", "\u200b", "&quot;", "-", "--", "é", "e\u0301", "(", ")", "2018-2019", "ﬁ",
])  # fmt: skip


@given(
    st.lists(PIECES, min_size=1, max_size=14), st.sampled_from(["de", "fr", "es", "pl", "ru", "zh_CN", "ar"])
)
def test_whatever_is_repaired_is_repaired_once_and_code_stays(pieces: list[str], code: str) -> None:
    """Objects of markup stay as they are and where they are among each other; what comes out is in order."""
    made, language = unit("".join(pieces), "The “word” is here – and there."), Language(code)
    better, names = repaired(made, language)
    objects = [
        [text for text, mark in zip(each.target, prose(each.target, "rst"), strict=True) if mark == OBJECT]
        for each in (made, better)
    ]
    assert objects[0] == objects[1]
    assert repaired(better, language) == (better, ())
    assert replace(better, targets=made.targets) == made
    assert bool(names) == (better != made)
