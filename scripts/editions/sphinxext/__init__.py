"""
What runs inside Sphinx: guard, provenance, publication, search.

The driver injects it; `extensions = ["editions.sphinxext"]` in a conf.py gives the same under plain sphinx-build.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from editions import __version__
from editions.sphinxext import guard, provenance, publication, search, standalone
from editions.sphinxext.context import context_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def setup(app: Sphinx) -> dict[str, Any]:
    """Adds everything to a Sphinx application."""
    app.add_config_value("editions_context", None, "", types=())
    app.add_config_value("editions_show_date", default=False, rebuild="env", types=[bool])
    app.add_html_theme("editions", str(files("editions") / "theme" / "editions"))
    app.connect("config-inited", _prepare, priority=900)
    guard.setup(app)
    provenance.setup(app)
    publication.setup(app)
    search.setup(app)
    return {"version": __version__, "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}


def _prepare(app: Sphinx, config: Config) -> None:
    """Has Sphinx read sanitised catalogs only, whatever conf.py or an extension says."""
    if config.editions_context is None:
        standalone.begin(app, config)
    config.locale_dirs = context_of(config).locale_dirs
    config.gettext_auto_build = False
    config.gettext_allow_fuzzy_translations = False
    # Judge and guard compare references more strictly and in any order; Sphinx warns of honest translations.
    config.suppress_warnings = [*config.suppress_warnings, "i18n.inconsistent_references"]
