"""Quality of a draft, estimated without a reference: by what the rules of `check` find in it, and by a few measures."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from editions.checks import rules

if TYPE_CHECKING:
    from editions.catalog import Unit
    from editions.checks import Finding, Rule
    from editions.language import Language
    from editions.terms import Terms

BEST = 100
# What a finding costs, by its severity.
COST = {"error": 40, "warning": 15, "advice": 5}
# Rules whose word is enough to leave a draft out: nobody wants to review a text in another language or script.
FATAL = frozenset({"wrong-language", "wrong-script", "untranslated"})
_WORD = re.compile(r"\w+")
_RUN, _OFTEN = (
    3,
    3,
)  # words in a row, and how often they may stand in a text: models that loop say them for ever


@dataclass(frozen=True)
class Quality:
    """A score of 0 to 100, what it was lowered for, and why the draft is left out (empty: it is not)."""

    score: int
    reasons: tuple[str, ...] = ()
    fatal: str = ""


def quality(unit: Unit, language: Language, terms: Terms) -> Quality:
    """
    The quality of a unit's translation, as far as a program can tell: 100 where nothing speaks against it.

    Numbers, names, negation, length, script, language, what is left untranslated, markup and typography are looked at
    by the rules of the scopes `unit` and `terms`; repetition is measured here. It says nothing of style or sense.
    """
    found = [(rule, each) for rule in rules("unit") for each in rule.run(unit, language)]
    found += [(rule, each) for rule in rules("terms") for each in rule.run(unit, language, terms)]
    cost = sum(COST[rule.severity] for rule, _ in found)
    reasons = [_told(rule, finding) for rule, finding in found]
    fatal = next((finding.text for rule, finding in found if rule.name in FATAL), "")
    if _loops(unit.target) and not _loops(unit.source):
        fatal = fatal or "the same words stand there again and again"
    return Quality(max(0, BEST - cost), tuple(reasons), fatal)


def _told(rule: Rule, finding: Finding) -> str:
    return f"{finding.text} [{rule.name}]"


def _loops(text: str) -> bool:
    """True where some words in a row stand there more often than any writer has them."""
    words = _WORD.findall(text.casefold())
    runs = Counter(zip(*(words[at:] for at in range(_RUN)), strict=False))
    return max(runs.values(), default=0) > _OFTEN
