r"""
What the planter knows of a language: `lexicon/<code>.toml`, and `lexicon/common.toml` for what all share.

    quotes = ["„“", "‚‘"]       # pairs of quotation marks, the outer ones first
    [negation]
    drop = [['\bnicht ', '']]    # a pattern, and what makes the opposite of it
    add = [['\bist\b', 'ist nicht']]
    [persons]                   # by the English name: [what stands there, what is put there], stems where endings stay
    Assange = [["Assange", "Snowden"]]
    [places] [organisations]    # likewise
    [numerals]                  # by the English word
    Fifth = [["fünften", "sechsten"]]
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    Swaps = Mapping[str, tuple[tuple[str, str], ...]]

SHELF = Path(__file__).resolve().parent / "lexicon"
COMMON = "common"
TABLES = ("persons", "places", "organisations", "numerals")


@dataclass(frozen=True)
class Lexicon:
    """The words of one language; empty where nobody wrote them yet."""

    quotes: tuple[str, ...] = ()
    drop: tuple[tuple[str, str], ...] = ()
    add: tuple[tuple[str, str], ...] = ()
    persons: Swaps = field(default_factory=dict)
    places: Swaps = field(default_factory=dict)
    organisations: Swaps = field(default_factory=dict)
    numerals: Swaps = field(default_factory=dict)


@cache
def lexicon(code: str) -> Lexicon:
    """The lexicon of the language with this code, with what all languages share."""
    own, common = _read(code), _read(COMMON)
    negation = own.get("negation", {})
    tables = {name: _swaps(common.get(name, {}), own.get(name, {})) for name in TABLES}
    return Lexicon(
        quotes=tuple(own.get("quotes", ())),
        drop=_pairs(negation.get("drop", ())),
        add=_pairs(negation.get("add", ())),
        **tables,
    )


def codes() -> tuple[str, ...]:
    """The codes of all languages that have a lexicon, sorted."""
    return tuple(sorted(path.stem for path in SHELF.glob("*.toml") if path.stem != COMMON))


def _read(code: str) -> dict[str, Any]:
    path = SHELF / f"{code}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _pairs(rows: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(was), str(now)) for was, now in rows)


def _swaps(*tables: Mapping[str, Any]) -> Swaps:
    names = dict.fromkeys(name for table in tables for name in table)
    return {name: tuple(pair for table in tables for pair in _pairs(table.get(name, ()))) for name in names}
