"""A new language: one command begins it, says what is there for it, and harms nothing that was there before."""

import datetime as dt
import io
import re
from pathlib import Path

import polib
import pytest
from rich.console import Console

from editions import pipeline
from editions.catalog import Catalog
from editions.formats.pdf import fonts
from editions.language import Language
from editions.newcomer import begin_guide, describe
from editions.problem import UserError
from editions.project import Project

TEMPLATE = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    '#: docs/a.rst\nmsgid "One text."\nmsgstr ""\n'
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with one template and a German catalog."""
    (tmp_path / "pyproject.toml").write_text(
        '[tool.editions]\nsource = "docs"\nlocales = "locales"\n', encoding="utf-8"
    )
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "conf.py").touch()
    (tmp_path / "locales" / "pot").mkdir(parents=True)
    (tmp_path / "locales" / "pot" / "a.pot").write_text(TEMPLATE, encoding="utf-8")
    german = tmp_path / "locales" / "de" / "LC_MESSAGES" / "a.po"
    german.parent.mkdir(parents=True)
    german.write_text(TEMPLATE, encoding="utf-8")
    return Project.load(tmp_path)


def run(project: Project, *codes: str) -> str:
    """What the command says."""
    out = io.StringIO()
    assert pipeline.run_language(project, codes, Console(file=out, width=200)) == 0
    return out.getvalue()


@pytest.mark.parametrize(
    ("code", "forms", "facts"),
    [
        ("ar", 6, ("العربية (Arabic), ar for readers", "script Arab, from right to left")),
        ("zh_TW", 1, ("zh-Hant for readers", "script Hant, from left to right")),
        ("pl", 3, ("Polski (Polish), pl for readers", "a date: 2 sierpnia 2018")),
    ],
)
def test_a_language_is_begun_by_one_command(project, code, forms, facts):
    """Catalogs with the language's plural forms, a style guide to fill, and what the program knows of it."""
    said = run(project, code)
    for fact in facts:
        assert fact in said
    folder = project.locales / code
    catalog = polib.pofile(str(folder / "LC_MESSAGES" / "a.po"))
    assert f"nplurals={forms};" in catalog.metadata["Plural-Forms"]
    assert [
        unit.source for unit in Catalog.load(folder / "LC_MESSAGES" / "a.po", root=project.root).units
    ] == ["One text."]
    guide = (folder / "STYLE.md").read_text("utf-8")
    assert Language(code).endonym in guide
    assert Language(code).date(dt.date(2018, 8, 2)) in guide


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (("pl", "xx"), "no language is known by 'xx'; codes are spelled like de, pt_BR or zh_CN"),
        (("pl", "../x"), "no language is known by '../x'"),
        (("pl", "en"), "en is the language of the originals"),
        (("pl", "de"), "there is de already; editions update de brings it up to date"),
    ],
)
def test_a_code_that_cannot_be_begins_nothing(project, codes, said):
    """One clear line, and nothing is written for the other codes either."""
    before = sorted(project.root.rglob("*"))
    with pytest.raises(UserError, match=re.escape(said)):
        run(project, *codes)
    assert sorted(project.root.rglob("*")) == before


def test_a_style_guide_that_is_there_stays(project):
    """Somebody wrote a guide before the catalogs were begun."""
    path = project.locales / "pl" / "STYLE.md"
    path.parent.mkdir()
    path.write_text("Ours.\n", encoding="utf-8")
    run(project, "pl")
    assert path.read_text("utf-8") == "Ours.\n"
    assert begin_guide(project, Language("pl")) is None


def test_what_a_language_lacks_is_said(monkeypatch):
    """Words of the pages that are English for its readers, and a script that no font is installed for."""
    monkeypatch.setattr(fonts, "installed", lambda: frozenset({fonts.BODY}))
    lacking = [fact.text for fact in describe(Language("si")) if fact.lacking]
    assert any("apt install fonts-noto" in text for text in lacking)
    assert any("not translated yet" in fact.text for fact in describe(Language("cy")) if fact.lacking)
    assert not any(fact.lacking for fact in describe(Language("de")))
