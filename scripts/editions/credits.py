"""Credits: the names of those who stand behind an edition, as far as they agreed to be named."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from editions.catalog import Unit
    from editions.trust import Trust

VERSION = 1


@dataclass(frozen=True)
class Credits:
    """The names of translators and reviewers, sorted; `unnamed` counts those who did not agree to be named."""

    translators: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    unnamed: int = 0

    @property
    def is_empty(self) -> bool:
        """True where nobody is to be credited."""
        return not (self.translators or self.reviewers or self.unnamed)

    def to_json(self) -> bytes:
        """As a file holds them."""
        return json.dumps({"version": VERSION} | asdict(self), ensure_ascii=False, indent=0).encode()


def credits_of(units: Iterable[Unit], trust: Trust | None) -> Credits:
    """Who signed to have written these texts, and who else vouched for them; a word taken back counts for nothing."""
    if trust is None:
        return Credits()
    words = {(word.person, word.kind) for unit in units for word in trust.standing(unit).valid}
    writers = {person for person, kind in words if kind == "wrote"}
    readers = {person for person, kind in words if kind == "vouch"} - writers
    everybody = writers | readers
    return Credits(
        tuple(sorted(trust.names[each] for each in writers if each in trust.names)),
        tuple(sorted(trust.names[each] for each in readers if each in trust.names)),
        sum(each not in trust.names for each in everybody),
    )


def read_credits(path: Path) -> Credits:
    """The credits that a build noted; none where it noted none, or where another version of the program did."""
    if not path.is_file():
        return Credits()
    found = json.loads(path.read_text(encoding="utf-8"))
    if found.pop("version", None) != VERSION:
        return Credits()
    return Credits(tuple(found["translators"]), tuple(found["reviewers"]), int(found["unnamed"]))
