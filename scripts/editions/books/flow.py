"""How text of a source flows in a line: where its line breaks are spaces, and where they are none."""

from __future__ import annotations

import re

# Scripts whose sentences follow each other without a space.
SOLID_SCRIPTS = frozenset({"Hans", "Hant", "Jpan"})
_BREAK = re.compile(r"[ \t\r\f\v]*\n[ \t\r\f\v]*")
_SPACES = re.compile(r"[ \t\n\r\f\v]+")
# Scripts without spaces between words, and their full-width punctuation: a line break in the source is no space.
_SOLID = "\u2e80-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_SOLID_BREAK = re.compile(rf"(?<=[{_SOLID}])[ \t]*\n[ \t]*(?=[{_SOLID}])")


def flowing(text: str) -> str:
    """The text with each run of white space as one space; in Chinese and Japanese a line break is none."""
    return _SPACES.sub(" ", _SOLID_BREAK.sub("", text))
