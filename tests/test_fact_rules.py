"""Rules about facts that look at all texts of a language: names that are kept, digits that are usual."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from editions.catalog import Catalog
from editions.checks import kept_names, usual_digits
from editions.language import Language

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
SAMPLE = re.compile(r"^(Bad|Good) \((\w+)\):\n((?:    .*\n|\n)+)", re.MULTILINE)


def _samples() -> list[object]:
    return [
        pytest.param(module, *match.groups(), id=f"{module.__name__.rpartition('.')[2]}-{number}")
        for module in (kept_names, usual_digits)
        for number, match in enumerate(SAMPLE.finditer(f"{inspect.cleandoc(module.__doc__ or '')}\n"))
    ]


@pytest.mark.parametrize(("module", "kind", "code", "text"), _samples())
def test_samples_of_rules_about_a_language_are_true(module: object, kind: str, code: str, text: str) -> None:
    """What a rule's page calls bad is found once among the units of the sample, what it calls good is not."""
    data = (HEADER + inspect.cleandoc("\n" + text) + "\n").encode()
    catalog = Catalog.parse(data, Path("/locales/xx/LC_MESSAGES/a.po"), root=Path("/"), domain="a")
    found = list(module.check(catalog.units, Language(code)))  # type: ignore[attr-defined]
    assert len(found) == (kind == "Bad")
