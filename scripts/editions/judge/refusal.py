"""How a verdict says no: reasons in a translator's words, each with what to do about it."""

from __future__ import annotations

from typing import NamedTuple


class Reason(NamedTuple):
    """Why a translation may not be shown, in one clause; and what to write instead, where that is known."""

    text: str
    fix: str | None = None

    def __str__(self) -> str:
        """Both in one line."""
        return f"{self.text}; {self.fix}" if self.fix else self.text


class Refused(Exception):  # noqa: N818 - a verdict, no error
    """A translation may not be shown; `reasons` say why."""

    def __init__(self, *reasons: Reason | str) -> None:
        super().__init__("; ".join(map(str, reasons)))
        self.reasons = tuple(Reason(each) if isinstance(each, str) else each for each in reasons)
