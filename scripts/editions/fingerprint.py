"""Fingerprints of a unit's texts: SHA-256 over UTF-8, fields joined by U+0004, forms by U+0000 (DESIGN 3)."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from editions.catalog import Unit


def fingerprint(*fields: str) -> str:
    """64 hexadecimal digits for the fields together; nothing in them is normalised."""
    return sha256("\x04".join(fields).encode()).hexdigest()


def source_text(unit: Unit) -> str:
    r"""The source as it is hashed; a plural belongs to it, joined by `\x00`."""
    return unit.source if unit.plural is None else f"{unit.source}\x00{unit.plural}"


def previous_text(unit: Unit) -> str | None:
    """The old source beside a unit (`#|`), as `source_text` gives it; None where there is none."""
    if unit.previous is None:
        return None
    return unit.previous if unit.previous_plural is None else f"{unit.previous}\x00{unit.previous_plural}"


def source_hash(unit: Unit) -> str:
    """64 hexadecimal digits for the source text."""
    return fingerprint(source_text(unit))


def target_hash(unit: Unit) -> str:
    """64 hexadecimal digits for the translation, all plural forms together."""
    return fingerprint(unit.target)


def targets_hash(targets: Sequence[str]) -> str:
    """The `target_hash` of a unit that has these texts: one, or one for each plural form."""
    return fingerprint("\x00".join(targets))


def text_hash(unit: Unit, source: str | None = None) -> str:
    """
    64 hexadecimal digits for what a person vouches for: language, context, source, target (DESIGN 4).

    `source` is the source that stood there when she did, as `source_text` gives it; by default today's.
    """
    source = source_text(unit) if source is None else source
    return fingerprint(unit.language, unit.context or "", source, unit.target)
