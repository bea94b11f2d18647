"""The frame of pages that belong to no edition: the site's first page, the page for wrong addresses."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from editions.formats.html.voice import attributes

if TYPE_CHECKING:
    from editions.language import Language

NOINDEX = '<meta name="robots" content="noindex">\n'


def shell(title: str, body: str, *, language: Language, stylesheet: str, head: str = "") -> str:
    """
    A page as HTML.

    Args:
        title: as text.
        body: the main content, as HTML.
        language: of the title and of what does not say another one.
        stylesheet: the address of a file that holds what `stylesheet()` returns.
        head: more elements for the head, each with a line end.
    """
    return f"""<!DOCTYPE html>
<html{attributes(language)}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{head}<title>{escape(title)}</title>
<link rel="stylesheet" href="{escape(stylesheet)}">
</head>
<body>
<main class="site-index">
{body}
</main>
</body>
</html>
"""
