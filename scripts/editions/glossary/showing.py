"""Candidates for people and for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from editions.glossary.mining import KINDS
from editions.terminal import quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from editions.glossary.equivalents import Equivalent
    from editions.glossary.mining import Candidate
    from editions.language import Language

HEADINGS = {"name": "names", "acronym": "acronyms", "phrase": "phrases"}
NOTHING = "nothing found that names.toml does not have"


def to_text(candidates: Sequence[Candidate], languages: Sequence[Language]) -> str:
    """A line for each candidate: how often, what, where; below it what it is in the languages, as far as that shows."""
    return "\n".join(_lines(candidates, languages)) or NOTHING


def _lines(candidates: Sequence[Candidate], languages: Sequence[Language]) -> Iterator[str]:
    for kind in KINDS:
        own = [each for each in candidates if each.kind == kind]
        width = max((len(quote(each.text)) for each in own), default=0)
        if own:
            yield f"{HEADINGS[kind]}:"
        for each in own:
            yield f"{each.count:5} ×  {quote(each.text):{width}}  {each.path}:{each.line}"
            for language in languages:
                same = each.translations.get(language.code, ())
                if same:
                    yield f"{'':9}{language.code}: {', '.join(map(_equivalent, same))}"


def _equivalent(same: Equivalent) -> str:
    return f"{quote(same.text)} ({same.count} of {same.units}{', machine' * same.machine})"


def to_json(candidates: Sequence[Candidate], languages: Sequence[Language]) -> str:
    """The same for programs, in ASCII, so that nothing in it acts on a terminal."""
    table = {
        "version": 1,
        "languages": [language.code for language in languages],
        "candidates": [asdict(each) for each in candidates],
    }
    return json.dumps(table, indent=2)
