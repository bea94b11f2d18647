"""
What runs inside Sphinx: guard, provenance, publication.

The driver injects it; `extensions = ["editions.sphinxext"]` in a conf.py gives the same under plain sphinx-build.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from editions import __version__
from editions.sphinxext import guard, provenance, publication
from editions.sphinxext.context import prepare

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Adds everything to a Sphinx application."""
    app.add_config_value("editions_context", None, "", types=())
    app.add_config_value("editions_show_date", default=False, rebuild="env", types=[bool])
    app.add_html_theme("editions", str(files("editions") / "theme" / "editions"))
    app.connect("config-inited", prepare, priority=900)
    guard.setup(app)
    provenance.setup(app)
    publication.setup(app)
    return {"version": __version__, "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
