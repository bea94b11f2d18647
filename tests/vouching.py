"""What tests share that concerns trust: people with keys, journals they sign, and trust without either."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editions.fingerprint import text_hash
from editions.trust import Standing, Trust, Word

if TYPE_CHECKING:
    from editions.catalog import Unit


def vouched_for(*units: Unit) -> Trust:
    """Trust in exactly these texts: two people vouched for each."""
    words = frozenset({Word("anna", "vouch"), Word("ben", "vouch")})
    return Trust(2, {text_hash(unit): Standing(words) for unit in units})
