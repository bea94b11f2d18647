"""The guard inside Sphinx holds even where nobody judged a translation before."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import polib
import pytest

from editions import driver, sanitise
from editions.language import Language
from editions.project import Project
from editions.sphinxext.context import Context
from helpers import daily

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "TOP-SECRET-CONTENT"
SOURCE = "A first paragraph with *markup* and a `link <https://example.org/a>`__."
RST = {
    "include": ".. include:: ../secret.txt",
    "literalinclude": ".. literalinclude:: ../secret.txt",
    "raw file": ".. raw:: html\n   :file: ../secret.txt",
    "raw role": ".. role:: evil(raw)\n   :format: html\n\nx :evil:`<script>alert(1)</script>`",
    "javascript": "Ein *Wort* und ein `Verweis <javascript:alert(1)>`__.",
    "other address": "Ein *Wort* und ein `Verweis <https://evil.example/>`__.",
    "bare address": "Ein *Wort*, https://evil.example/, `Verweis <https://example.org/a>`__.",
    "download": "Ein :download:`Wort <../secret.txt>` und `Verweis <https://example.org/a>`__.",
    "image": ".. image:: https://evil.example/x.png",
    "target": "_`evil-label` *Wort* `Verweis <https://example.org/a>`__.",
    "object": ".. py:function:: evil_function()",
    "math": r":math:`\input{../secret.txt}` *Wort* `Verweis <https://example.org/a>`__.",
    "class": ".. rst-class:: evil-class\n\nEin *Wort* und `Verweis <https://example.org/a>`__.",
    "broken": "Ein *Wort und ein `Verweis <https://example.org/a>`__.",
}
MD = {
    "html": "Ein <script>alert(1)</script> *Wort*.",
    "event": 'Ein <b onclick="alert(1)">Wort</b>.',
    "image": "Ein ![Bild](../secret.txt) *Wort*.",
    "file link": "Ein [Verweis](../secret.txt) *Wort*.",
    "directive": "```{include} ../secret.txt\n```",
    "role": "Ein {download}`Wort <../secret.txt>`.",
    "front matter": "---\nmyst:\n  enable_extensions: [html_image]\n---\nEin <img src=evil.png> *Wort*.",
}
# The theme's own, which stands in every page.
OWN_SCRIPT = re.compile(r'<script defer src="[./]*_static/editions\.js[^"]*"></script>')
EVIL = ("<script", "onclick", "evil", "javascript:", SECRET, "alert(1)", "\\input")


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """Children start with Sphinx loaded."""
    driver.preload()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with one page of each markup language."""
    (tmp_path / "secret.txt").write_text(SECRET)
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "conf.py").write_text(
        'extensions = ["myst_parser"]\nhtml_theme = "editions"\ngettext_compact = False\n'
    )
    (docs / "index.rst").write_text(f"Title\n=====\n\n{SOURCE}\n\n.. toctree::\n\n   page\n")
    (docs / "page.md").write_text("# Page\n\nA paragraph with *markup*.\n")
    return Project.load(tmp_path)


def _run_sphinx(project: Project, overrides: dict[str, object]) -> driver.SphinxRun:
    """In a child: the pages of an edition."""
    tree = project.path("tree")
    return driver.run_sphinx(project.source, project.path("out"), tree, builder="html", overrides=overrides)


def build_unjudged(project: Project, domain: str, source: str, target: str) -> str:
    """All pages of an edition whose sanitised catalog nobody judged."""
    sanitise.sanitise(project, Language("de"), "working")
    folder = sanitise.folder(project, "working") / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    catalog = polib.POFile()
    catalog.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    catalog.append(polib.POEntry(msgid=source, msgstr=target))
    catalog.save(str(folder / f"{domain}.po"))
    catalog.save_as_mofile(str(folder / f"{domain}.mo"))
    output = project.path("out")
    overrides = {"language": "de", "editions_context": Context(project, Language("de"))}

    driver.in_child(partial(_run_sphinx, project), overrides)
    text = "\n".join(
        path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(output.rglob("*"))
        if path.is_file() and path.suffix not in (".css", ".inv", ".svg")
    )
    return OWN_SCRIPT.sub("", text)


@pytest.mark.parametrize("name", daily(RST, 3))
def test_hostile_rst_shows_the_source(project: Project, name: str) -> None:
    """Whatever reStructuredText a translation holds, the page shows the source and nothing of it."""
    pages = build_unjudged(project, "index", SOURCE, RST[name])
    assert "A first paragraph with" in pages
    assert not [word for word in EVIL if word in pages]
    assert not list(project.path("out").rglob("secret*"))


@pytest.mark.parametrize("name", daily(MD, 3))
def test_hostile_markdown_shows_the_source(project: Project, name: str) -> None:
    """Whatever Markdown a translation holds, the page shows the source and nothing of it."""
    pages = build_unjudged(project, "page", "A paragraph with *markup*.", MD[name])
    assert "A paragraph with" in pages
    assert not [word for word in EVIL if word in pages]
    assert not list(project.path("out").rglob("secret*"))


def test_honest_translation_is_shown(project: Project) -> None:
    """A translation with the source's markup is let through."""
    target = "Ein erster Absatz mit *Auszeichnung* und einem `Verweis <https://example.org/a>`__."
    assert "Ein erster Absatz mit" in build_unjudged(project, "index", SOURCE, target)
