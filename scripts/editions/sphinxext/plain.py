"""
A short cut for translations without markup, which are most: they become a paragraph without being parsed.

Sphinx parses every translation as a whole document, twice; that is a third of the time of a build. What comes out for a
text without a sign of markup is known beforehand, and is the same.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import i18n

from editions.judge import may_be_markup

if TYPE_CHECKING:
    from collections.abc import Iterator

# Sphinx's own function; where a version has none of this name, all texts are parsed as ever.
_NAME = "_publish_msgstr"


@contextlib.contextmanager
def short_cut() -> Iterator[None]:
    """Puts the short cut before Sphinx's parser of translations, as long as it is entered."""
    parse: Any = getattr(i18n, _NAME, None)
    if parse is None:
        yield
        return

    def publish(source: str, source_path: str, source_line: int, **rest: Any) -> nodes.Element:
        if may_be_markup(source):
            parsed: nodes.Element = parse(source, source_path, source_line, **rest)
            return parsed
        return paragraph(source, source_path, source_line)

    setattr(i18n, _NAME, publish)
    try:
        yield
    finally:
        setattr(i18n, _NAME, parse)


def paragraph(text: str, source_path: str, source_line: int) -> nodes.paragraph:
    """What Sphinx makes of a text without markup."""
    node = nodes.paragraph(text, "", nodes.Text(text))
    node.source = f"{source_path}:{source_line}:<translated>"
    node.line = 1
    return node
