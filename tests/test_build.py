"""Building: each language for itself, whole or not at all, and only where something changed."""

from __future__ import annotations

import hashlib
import io
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from editions import pipeline
from editions.project import Project

if TYPE_CHECKING:
    from pathlib import Path

CONF = 'project = "Small"\nhtml_theme = "editions"\ngettext_compact = False\nsmartquotes = False\n'
PO = 'msgid ""\nmsgstr ""\n"Language: {code}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


def unit(source: str, target: str, extra: str = "") -> str:
    """A unit of a catalog."""
    return f'\n#: docs/index.rst\n{extra}msgid "{source}"\nmsgstr "{target}"\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project of one page in de and ar."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "conf.py").write_text(CONF)
    (tmp_path / "docs" / "index.rst").write_text(
        "Title\n=====\n\nA first text.\n\n.. include:: ../outside.txt\n"
    )
    (tmp_path / "outside.txt").write_text("Included text.\n")
    write(tmp_path, "de", unit("Title", "Titel") + unit("A first text.", "Ein erster Text."))
    write(tmp_path, "ar", unit("Title", "عنوان") + unit("A first text.", "نص أول."))
    return tmp_path


def write(root: Path, code: str, units: str) -> None:
    """Writes a language's catalog."""
    path = root / "locales" / code / "LC_MESSAGES" / "index.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PO.format(code=code) + units, encoding="utf-8")


def build(root: Path, *words: str, kind: str = "html", view: str = "working") -> tuple[int, str]:
    """Builds and returns the exit code and what was said."""
    out = io.StringIO()
    project = Project.load(root)
    code = pipeline.run_build(project, words, view, kind, Console(file=out, width=200))
    return code, out.getvalue()


def page(root: Path, code: str) -> Path:
    """The first page of an edition."""
    return root / "build" / "editions" / code / "html" / "index.html"


def test_second_build_changes_nothing(root: Path) -> None:
    """With nothing changed no file is touched."""
    build(root)
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*.html")}
    code, said = build(root)
    assert code == 0
    assert said.count("(unchanged)") == 3
    assert before == {path: path.stat().st_mtime_ns for path in root.rglob("*.html")}


def test_unchanged_build_does_without_sphinx(root: Path) -> None:
    """What has not changed is found out before Sphinx is imported."""
    build(root)
    words = [sys.executable, "-X", "importtime", "-m", "editions", "--root", str(root), "html"]
    run = subprocess.run(words, capture_output=True, text=True, timeout=60, check=True)
    assert "sphinx.application" not in run.stderr


def test_one_catalog_changed_touches_one_language(root: Path) -> None:
    """A new word in German leaves the other languages' pages as they are."""
    build(root)
    before = page(root, "ar").stat().st_mtime_ns
    write(root, "de", unit("Title", "Überschrift") + unit("A first text.", "Ein erster Text."))
    build(root)
    assert "Überschrift" in page(root, "de").read_text(encoding="utf-8")
    assert page(root, "ar").stat().st_mtime_ns == before


@pytest.mark.parametrize("kind", ["html", "pdf"])
def test_a_build_that_was_killed_before_its_edition_was_placed_is_finished(
    root: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """What was built and never reached the readers' folder gets there with the next build."""
    build(root, "de", kind=kind)
    folder = root / "build" / "editions" / "de" / kind
    former = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    write(root, "de", unit("Title", "Überschrift") + unit("A first text.", "Ein erster Text."))

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("editions.assembly.settle_edition", killed)
        patch.setattr("editions.assembly.place_files", killed)
        with pytest.raises(KeyboardInterrupt):
            build(root, "de", kind=kind)
    assert former == {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    build(root, "de", kind=kind)
    assert former != {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert "(unchanged)" in build(root, "de", kind=kind)[1]


def test_state_alone_rebuilds_the_page(root: Path) -> None:
    """A flag that a person sets changes the page even where no word changed."""
    build(root)
    write(root, "de", unit("Title", "Titel", "#, fuzzy\n") + unit("A first text.", "Ein erster Text."))
    build(root)
    assert 'data-state="changed"' in page(root, "de").read_text(encoding="utf-8")


def test_file_outside_the_source_is_noticed(root: Path) -> None:
    """A file that a document includes from elsewhere counts as part of it."""
    build(root)
    (root / "outside.txt").write_text("Other included text.\n")
    build(root)
    assert "Other included text." in page(root, "de").read_text(encoding="utf-8")


def test_earlier_text_is_folded_beside_the_source(root: Path) -> None:
    """A changed paragraph shows the source, and its older translation folded, each in its own language."""
    extra = '#, fuzzy\n#| msgid "A text."\n'
    write(root, "ar", unit("Title", "عنوان") + unit("A first text.", "نص <b>قديم</b>.", extra))
    build(root, "ar")
    text = page(root, "ar").read_text(encoding="utf-8")
    assert '<details class="previous">' in text
    assert '<p lang="ar" dir="rtl">نص &lt;b&gt;قديم&lt;/b&gt;.</p>' in text
    assert 'lang="en"' in text.split("A first text.")[0].rsplit("<p", 1)[1]


def test_failing_language_stops_no_other(root: Path) -> None:
    """Where one language cannot be built the others are, and its former edition stays."""
    build(root)
    former = page(root, "ar").read_bytes()
    broken = CONF + "\ndef setup(app):\n    if app.config.language == 'ar':\n        raise ValueError('no')\n"
    (root / "docs" / "conf.py").write_text(broken + "html_title = 'New'\n")
    code, said = build(root)
    assert code != 0
    assert "ar html: not built" in said
    assert page(root, "ar").read_bytes() == former
    assert "build/editions/de/html/index.html\n" in said


def test_damaged_catalog_keeps_the_former_edition(root: Path) -> None:
    """A catalog that cannot be read stops its language only, with the line; what was built before stays."""
    build(root)
    former = page(root, "ar").read_bytes()
    path = root / "locales" / "ar" / "LC_MESSAGES" / "index.po"
    path.write_text(path.read_text(encoding="utf-8")[:-4], encoding="utf-8")
    write(root, "de", unit("Title", "Neuer Titel"))
    code, said = build(root)
    assert code == 1
    assert "locales/ar/LC_MESSAGES/index.po:1" in said
    assert page(root, "ar").read_bytes() == former
    assert "Neuer Titel" in page(root, "de").read_text(encoding="utf-8")


def test_refused_unit_shows_its_source(root: Path) -> None:
    """A unit that may not be shown is reported, its source stands in its place, and the exit code is 1."""
    write(root, "de", unit("Title", "Titel") + unit("A first text.", "Text https://evil.example"))
    code, said = build(root, "de")
    text = page(root, "de").read_text(encoding="utf-8")
    assert code == 1
    assert "locales/de/LC_MESSAGES/index.po:12" in said
    assert "evil" not in text
    assert "A first text." in text


def test_neighbour_language_fills_no_gap(root: Path) -> None:
    """What Austrian German lacks is shown in the source language, not in the German of another folder."""
    write(root, "de_AT", unit("Title", "Titel (Österreich)"))
    build(root, "de_AT")
    text = page(root, "de_AT").read_text(encoding="utf-8")
    assert "Titel (Österreich)" in text
    assert "A first text." in text
    assert "Ein erster Text." not in text


def test_planted_files_are_not_read(root: Path) -> None:
    """A compiled catalog that lies beside a volunteer's is never used, nor is a link followed or written through."""
    folder = root / "locales" / "de" / "LC_MESSAGES"
    victim = root / "victim"
    victim.write_text("precious")
    (folder / "index.mo").symlink_to(victim)
    (folder / "other.po").symlink_to("/etc/hostname")
    code, said = build(root, "de")
    assert code == 1
    assert "other.po" in said
    assert victim.read_text() == "precious"


def test_interrupted_build_leaves_the_former_edition(root: Path) -> None:
    """Ctrl-C ends all processes with one line and exit code 130; the edition from before is whole."""
    build(root)
    former = page(root, "de").read_bytes()
    (root / "docs" / "conf.py").write_text(CONF + "import time\ndef setup(app):\n    time.sleep(60)\n")
    words = [sys.executable, "-m", "editions", "--root", str(root), "html"]
    process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True, start_new_session=True)
    time.sleep(4)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said.count("\n") == 1
    assert "interrupted" in said
    assert page(root, "de").read_bytes() == former
    assert not list(root.rglob(".html.new-*"))
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_deleted_page_comes_back(root: Path) -> None:
    """A file that somebody deleted from an edition is put back by the next build."""
    build(root)
    page(root, "de").unlink()
    code, _ = build(root)
    assert code == 0
    assert "Titel" in page(root, "de").read_text(encoding="utf-8")


def test_release_that_may_no_longer_go_out_is_taken_away(root: Path) -> None:
    """A preview of the release shows only what would be published now, and links to nothing else."""
    (root / "pyproject.toml").write_text("[tool.editions.policy]\nmachine = true\n")
    marks = [f"# mt: llm 2026-11-22 s={short(a)} t={short(b)}\n#, fuzzy\n" for a, b in TEXTS]
    write(root, "de", "".join(unit(a, b, mark) for (a, b), mark in zip(TEXTS, marks, strict=True)))
    build(root, view="release")
    release = root / "build" / "editions" / "release"
    assert "Ein erster Text." in (release / "de" / "html" / "index.html").read_text(encoding="utf-8")
    assert "Deutsch" in (release / "en" / "html" / "index.html").read_text(encoding="utf-8")
    write(root, "de", unit("Title", "Titel"))
    _, said = build(root, view="release")
    assert "de: held back" in said
    assert not (release / "de").exists()
    assert "Deutsch" not in (release / "en" / "html" / "index.html").read_text(encoding="utf-8")


TEXTS = [("Title", "Titel"), ("A first text.", "Ein erster Text."), ("Included text.", "Eingefügter Text.")]


def short(text: str) -> str:
    """The hash of a text as a machine's mark has it."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def test_a_language_built_alone_lies_beside_its_original(root: Path) -> None:
    """The view of both is there without an edition of the source language, and shows the source of that build."""
    build(root, "de")
    view = page(root, "de").with_name("index.parallel.html")
    assert not page(root, "en").exists()
    assert "A first text." in view.read_text(encoding="utf-8")
    build(root)
    source = root / "docs" / "index.rst"
    source.write_text(source.read_text().replace("A first text.", "A second text."))
    build(root, "de")
    text = view.read_text(encoding="utf-8")
    assert "A second text." in text
    assert "A first text." not in text
