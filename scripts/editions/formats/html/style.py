"""The theme's style sheets: one for what is ours on any page, one for the page itself."""

from __future__ import annotations

from editions.interface import THEME

STATIC = THEME / "editions" / "static"


def marks() -> str:
    """The style of notice, switcher, downloads and states; suits any theme."""
    return (STATIC / "marks.css").read_text(encoding="utf-8")


def stylesheet() -> str:
    """The whole style, for pages outside of any edition."""
    return marks() + (STATIC / "editions.css").read_text(encoding="utf-8")
