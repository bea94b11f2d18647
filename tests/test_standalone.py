"""The extension under plain sphinx-build, as on Read the Docs: the same promises without the driver."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

CONF = 'extensions = ["editions.sphinxext"]\nhtml_theme = "alabaster"\ngettext_compact = False\n'
PO = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
UNIT = '#: docs/index.rst\n{mark}msgid "A text."\nmsgstr "{target}"\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project of one page whose conf.py names the extension, with a catalog in Hebrew."""
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "conf.py").write_text(CONF)
    (tmp_path / "docs" / "index.rst").write_text("Title\n=====\n\nA text.\n")
    (tmp_path / "locales" / "he" / "LC_MESSAGES").mkdir(parents=True)
    return tmp_path


def build(root: Path, target: str, mark: str = "", *options: str) -> tuple[int, str, str]:
    """Runs sphinx-build with a translation: its exit code, what it said, and the page."""
    catalog = root / "locales" / "he" / "LC_MESSAGES" / "index.po"
    catalog.write_text(PO + UNIT.format(mark=mark, target=target), encoding="utf-8")
    words = ["-q", "-b", "html", "-D", "language=he", *options, str(root / "docs"), str(root / "out")]
    run = subprocess.run(
        [sys.executable, "-m", "sphinx", *words], capture_output=True, text=True, timeout=60, check=False
    )
    page = root / "out" / "index.html"
    return run.returncode, run.stderr, page.read_text(encoding="utf-8") if page.is_file() else ""


def test_page_has_direction_and_states(root: Path) -> None:
    """A page in a foreign theme says its language, its direction and the state of every block."""
    code, _, page = build(root, "טקסט.")
    assert code == 0
    assert '<html lang="he" dir="rtl"' in page
    assert 'data-state="translated"' in page
    assert "טקסט." in page


def test_machine_text_says_so(root: Path) -> None:
    """Machine text has its notice without the driver too, once, however often the page is built."""
    mark = f"# mt: llm 2026-11-22 s={_hash('A text.')} t={_hash('טקסט.')}\n#, fuzzy\n"
    for _ in range(2):
        _, _, page = build(root, "טקסט.", mark)
    assert 'data-state="machine"' in page
    assert page.count('class="editions-notice') == 1


def test_damaged_catalog_stops_the_build(root: Path) -> None:
    """A catalog that cannot be read is one message with its line, never a page in the source language."""
    code, said, page = build(root, 'טקסט."\nx')
    assert code == 2
    assert "locales/he/LC_MESSAGES/index.po:8" in said
    assert page == ""


def test_refused_text_is_a_warning(root: Path) -> None:
    """What may not be shown is a warning with the catalog's line; the source stands in its place."""
    code, said, page = build(root, "טקסט https://evil.example", "", "-W")
    assert code == 1
    assert "locales/he/LC_MESSAGES/index.po:7: WARNING" in said
    assert "evil" not in page
    assert "A text." in page


def _hash(text: str) -> str:

    return hashlib.sha256(text.encode()).hexdigest()[:16]
