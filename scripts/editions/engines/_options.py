"""An engine's table of pyproject.toml, read strictly: a misspelt option must not pass in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from editions.problem import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping


def read(
    engine: str, options: Mapping[str, Any], numbers: Mapping[str, float], *others: str
) -> dict[str, float]:
    """
    The numbers of an engine's table; `numbers` are their names and defaults, `others` further names allowed.

    Raises:
        UserError: the table has another name, or something that is no number from 0.
    """
    unknown = sorted(set(options) - set(numbers) - set(others))
    if unknown:
        raise UserError(f"pyproject.toml: [tool.editions.engines.{engine}] knows no {', '.join(unknown)}")
    found = {name: options.get(name, default) for name, default in numbers.items()}
    for name, value in found.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise UserError(
                f"pyproject.toml: [tool.editions.engines.{engine}] {name} must be a number from 0"
            )
    return {name: float(value) for name, value in found.items()}
