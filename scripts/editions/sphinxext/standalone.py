"""
Without the driver, under plain sphinx-build or Read the Docs: the extension does itself what the driver does else.

It sanitises the catalogs, says what check would say, and gives the pages of the run their direction and notice.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.errors import SphinxError
from sphinx.util import logging

from editions.formats import html
from editions.journal import read_ledger
from editions.language import Language
from editions.project import Project
from editions.sanitise import Sanitised, sanitise
from editions.sphinxext.context import Context, context_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from editions.problem import Problem

logger = logging.getLogger(__name__)


class DamagedCatalogError(SphinxError):
    """A catalog cannot be read; Sphinx shows it as one message without a traceback."""

    category = "Damaged catalog"


def begin(app: Sphinx, config: Config) -> None:
    """
    Settles the context from the nearest pyproject.toml above conf.py.

    Raises:
        DamagedCatalogError: a catalog is damaged; a page must not come in the source language without a word.
    """
    folders = [Path(app.confdir), *Path(app.confdir).parents]
    project = Project.load(
        next((path for path in folders if (path / "pyproject.toml").is_file()), folders[1])
    )
    context = Context(project, Language(config.language or project.source_language.code))
    if not context.is_source:
        trust = read_ledger(project, [context.language]).trust
        result = sanitise(project, context.language, context.view, trust)
        _refuse_damaged(result)
        # Sphinx counts warnings only once it has an environment.
        app.connect("builder-inited", partial(_warn, refused=result.refused))
    config.editions_context = context
    app.connect("html-page-context", _note_page)
    app.connect("build-finished", _settle_pages)


def _refuse_damaged(result: Sanitised) -> None:
    if result.damaged:
        raise DamagedCatalogError("\n".join(map(str, result.damaged)))


def _warn(app: Sphinx, *, refused: Sequence[Problem]) -> None:
    del app
    for problem in refused:
        place = f"{problem.path}:{problem.line}"
        logger.warning("%s", problem.text, location=place, type="editions", subtype="markup")


def _note_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    del templatename, context, doctree
    vars(app).setdefault("editions_pages", []).append(pagename)


def _settle_pages(app: Sphinx, exception: Exception | None) -> None:
    """Settles the pages that this run wrote; those of earlier runs are settled already."""
    if exception is not None or app.builder.format != "html":
        return
    context = context_of(app.config)
    setting = html.Setting(context.language, context.project.source_language, context.view)
    builder: Any = app.builder
    for name in vars(app).get("editions_pages", []):
        path = Path(builder.get_outfilename(name))
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            address = path.relative_to(app.outdir).as_posix()
            path.write_text(html.settle(text, address, setting), encoding="utf-8")
