"""An engine's table of pyproject.toml, read strictly: a misspelt option must not pass in silence."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

from editions.problem import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping

# What a value must be, by the type of its default.
_KINDS = {
    bool: "true or false",
    int: "a number from 0",
    float: "a number from 0",
    str: "text in quotes",
    dict: "a table",
    list: "a list",
}
_SECRETS = ("key", "token", "password", "secret")


def read(engine: str, table: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """
    All options of an engine: its defaults, and what the table says instead, each of the kind of its default.

    Raises:
        UserError: the table has another name, or something of another kind.
    """
    place = f"pyproject.toml: [tool.editions.engines.{engine}]"
    unknown = sorted(set(table) - set(defaults))
    if any(word in name for name in unknown for word in _SECRETS):
        raise UserError(
            f"{place} {unknown[0]}: keys do not belong into a file that everybody gets; set it in the environment"
        )
    if unknown:
        known = ", ".join(sorted(defaults))
        raise UserError(f"{place} knows no {', '.join(unknown)}; it knows {known}")
    odd = next((name for name, value in table.items() if not _fits(value, defaults[name])), None)
    if odd is not None:
        kind = type(defaults[odd])
        raise UserError(f"{place} {odd} must be {_KINDS[kind]}")
    return {**defaults, **table}


def _fits(value: Any, default: Any) -> bool:
    if isinstance(default, int | float) and not isinstance(default, bool):
        return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < inf
    return isinstance(value, type(default))
