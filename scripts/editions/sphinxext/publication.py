"""Publication: a document's date under its title, and what our theme's templates ask for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util import logging

from editions.sphinxext.context import context_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

logger = logging.getLogger(__name__)
THEME = "editions"
# Pages that our theme does not have, since a publication needs none of them.
_LEFT_OUT = {"html_use_index": False, "html_domain_indices": False, "html_copy_source": False,
             "html_show_sourcelink": False, "html_permalinks": False}  # fmt: skip


def _leave_out_manual_pages(app: Sphinx, config: Config) -> None:
    del app
    if config.html_theme == THEME:
        for name, value in _LEFT_OUT.items():
            setattr(config, name, value)


def _leave_out_search(app: Sphinx) -> None:
    if app.builder.format == "html" and app.config.html_theme == THEME:
        app.builder.search = False  # type: ignore[attr-defined]


def _show_date(app: Sphinx, doctree: nodes.document) -> None:
    """`:date: 2018-08-02` in a document's first field list is data: set in the reader's language, never translated."""
    text = app.env.metadata.get(app.env.docname, {}).get("date")
    if not text or not app.config.editions_show_date or app.builder.name == "gettext":
        return
    title = next(doctree.findall(nodes.title), None)
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        logger.warning("the date %r is not of the form 2018-08-02", text, location=doctree, type="editions")
        return
    shown = context_of(app.config).language.date(day)
    if title is not None and shown:
        title.parent.insert(title.parent.index(title) + 1, _dated(day, shown))


def _dated(day: dt.date, shown: str) -> nodes.paragraph:
    opening = nodes.raw("", f'<time datetime="{day.isoformat()}">', format="html")
    closing = nodes.raw("", "</time>", format="html")
    return nodes.paragraph("", "", opening, nodes.Text(shown), closing, classes=["date"])


def _add_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    del pagename, templatename, doctree
    edition = context_of(app.config)
    source = edition.project.source_language
    context["editions"] = {
        "tag": edition.language.tag,
        "dir": edition.language.direction,
        "source_tag": source.tag,
        "source_dir": source.direction,
        "view": edition.view,
        "ui": edition.ui,
        "site": _site_title(app),
    }


def _site_title(app: Sphinx) -> str | None:
    """The root document's title in the edition's language, which no conf.py can give; None where it has none."""
    known = vars(app)
    if "editions_site_title" not in known:
        title = next(app.env.get_doctree(app.config.root_doc).findall(nodes.title), None)
        known["editions_site_title"] = (
            None if title is None or title.get("shown") == "source" else title.astext()
        )
    site_title: str | None = known["editions_site_title"]
    return site_title


def setup(app: Sphinx) -> None:
    """Adds what makes an edition a publication to an application."""
    app.connect("config-inited", _leave_out_manual_pages)
    app.connect("builder-inited", _leave_out_search)
    app.connect("doctree-read", _show_date, priority=900)
    app.connect("html-page-context", _add_context)
