"""What a run of prefill will take: texts, requests, characters, time and price, before anything is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from editions.language import Language
    from editions.prefill.asking import Asking
    from editions.prefill.jobs import Job

MILLION = 1_000_000


@dataclass(frozen=True)
class Estimate:
    """
    For one language and engine: distinct texts, those that are remembered, requests, characters, and what that costs.

    `seconds` is the least that the engine's pace allows, without the time of its answers; `price` is in the currency of
    the option `price`, 0 where that is not set. A text that is asked for again (by sentence, with a term hidden) adds
    to it.
    """

    language: Language
    engine: str
    texts: int
    remembered: int
    requests: int
    characters: int
    seconds: float
    price: float

    def __str__(self) -> str:
        """`de: deepl: 15 texts (2 remembered), 1 request, 3200 characters, price 0.06`."""
        known = f" ({self.remembered} remembered)" if self.remembered else ""
        count = "1 request" if self.requests == 1 else f"{self.requests} requests"
        pace = f", {self.seconds:.0f} s at its pace" if self.seconds else ""
        price = f", price {self.price:.2f}" if self.price else ""
        return (
            f"{self.language.code}: {self.engine}: {self.texts} texts{known}, {count}, "
            f"{self.characters} characters{pace}{price}"
        )


def estimate(language: Language, asking: Asking, jobs: Sequence[Job]) -> Estimate:
    """The estimate for the first step of some jobs of one language."""
    every = list(dict.fromkeys(request for job in jobs for request in job.requests()))
    new = asking.unknown(every)
    requests = len(asking.batches(new))
    characters = sum(len(request.text) for request in new)
    return Estimate(
        language,
        asking.engine.name,
        len(every),
        len(every) - len(new),
        requests,
        characters,
        max(0, requests - 1) * float(asking.options["interval"]),
        characters * float(asking.options["price"]) / MILLION,
    )
