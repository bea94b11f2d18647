"""Formulas: LaTeX to pictures of outlines, by ziamath, which is Python all through; no TeX, and nothing is run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ziamath.zmath import Latex

SIZE = 10  # points; a picture is measured in parts of it, so that it goes with the text around it
# Letters that the font of formulas (STIX Two) has: Latin, Greek, and mathematical signs.
_UNKNOWN = re.compile("[^\x00-\u024f\u0370-\u03ff\u2000-\u2bff\U0001d400-\U0001d7ff]")
_ROOT = re.compile(r'<svg[^>]* width="([\d.]+)" height="([\d.]+)" viewBox="[-\d.]+ (-?[\d.]+)')
LONGEST = 2000  # characters


@dataclass(frozen=True)
class Formula:
    """A picture of a formula; `width`, `height` and `depth` (below the line) in parts of the text's size."""

    picture: bytes
    width: float
    height: float
    depth: float


@lru_cache(maxsize=1_000)  # some 10 kB each
def formula(latex: str, *, displayed: bool) -> Formula | None:
    """
    The picture of a formula; None where there is none: letters that the font lacks, or LaTeX that ziamath refuses.

    Args:
        latex: its source, without dollar signs.
        displayed: it stands on a line of its own.
    """
    if not latex.strip() or len(latex) > LONGEST or _UNKNOWN.search(latex):
        return None
    try:
        drawn = Latex(latex, size=SIZE, inline=not displayed).svg()
    except Exception:  # noqa: BLE001 - the library names no errors of its own; the formula is shown as its source
        return None
    root = _ROOT.match(drawn)
    if root is None:
        return None
    width, height, top = (float(number) / SIZE for number in root.groups())
    return Formula(drawn.encode(), width, height, max(height + top, 0.0))
