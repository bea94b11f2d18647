"""The comparison that lets a translated edition be shown: it can do nothing that the source edition cannot."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from editions.files import digest, write_if_changed
from editions.order import Order, stands
from editions.own_links import is_own_host
from editions.powers import Power, Record, beyond, problems, read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from editions.language import Language
    from editions.problem import Problem


@dataclass(frozen=True)
class Measure:
    """The source edition that others are compared with."""

    order: Order

    @cached_property
    def record(self) -> Record:
        """What it can do."""
        return read(self.order.powers)

    @cached_property
    def sign(self) -> str:
        """The hash of its stamp."""
        return digest(self.order.stamp.read_bytes())


def source_order(order: Order, environment: str) -> Order:
    """
    The source edition of the same kind and view.

    The one that readers have will do while nothing changed; else one that is built aside, to be compared with only.
    """
    usual = replace(order, language=order.project.source_language)
    return usual if stands(usual, environment) else replace(usual, aside=True)


def model_of(orders: Sequence[Order], environment: str) -> Order | None:
    """The source edition for these orders: one of them if it was asked for; None where nothing is to be compared."""
    if all(order.is_source for order in orders):
        return None
    asked = next((order for order in orders if order.is_source), None)
    return asked or source_order(orders[0], environment)


def clear(order: Order, measure: Measure | None) -> tuple[Problem, ...]:
    """Marks a built edition as one that may be shown; or returns what it can do more than the source edition."""
    own = digest(order.stamp.read_bytes())
    sign = own if measure is None or order.is_source else f"{own} {measure.sign}"
    if order.cleared.is_file() and order.cleared.read_text(encoding="ascii") == sign:
        return ()
    found: tuple[Problem, ...] = ()
    if measure is not None and not order.is_source:
        more = beyond(read(order.powers), measure.record, order.project.source)
        allowed = order.project.allowed_powers
        more = {
            power: name
            for power, name in more.items()
            if str(power) not in allowed and not _leads_to_own_site(power, order.language)
        }
        found = problems(
            more, order.built, order.project.shown(order.built), order.project.source_language.code
        )
    if found:
        order.cleared.unlink(missing_ok=True)
    else:
        write_if_changed(order.cleared, sign.encode("ascii"))
    return found


def _leads_to_own_site(power: Power, language: Language) -> bool:
    """True for a link to a site of the project's choice in the reader's language."""
    what, _, address = power.what.rpartition(" ")
    return (
        power.kind == "address"
        and what in {"a href", "link"}
        and is_own_host(address.rpartition("//")[2], language)
    )
