"""Words for a terminal: nothing that a stranger wrote acts on it."""

from __future__ import annotations

import re

# Controls, signs that reorder or hide what follows, those that nobody sees; a line feed is left to the caller.
UNPRINTABLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
QUOTED = 160  # characters of a text that are quoted


def harmless(text: str) -> str:
    """The text with a replacement character for everything that would act on a terminal."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def quote(text: str, most: int | None = QUOTED) -> str:
    """The text on one line, cut after `most` characters; None: whole, for what somebody is to sign."""
    flat = harmless(text.replace("\n", " ⏎ "))
    return flat if most is None or len(flat) <= most else f"{flat[: most - 1]}…"
