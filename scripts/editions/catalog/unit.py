"""A unit: one source text, its translation, and all that a catalog says about them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Literal

MARKDOWN = (".md", ".markdown")
# The catalog of this name is the interface's (Sphinx's own strings and those of templates), not a document's.
INTERFACE_DOMAIN = "sphinx"
Identity = tuple[str | None, str]  # context and source: what makes it this unit within its catalog


@dataclass(frozen=True)
class Unit:
    """
    One source text and its translation, as a catalog has them.

    `targets` has one text, or one for each plural form; empty texts where nothing is translated. `comments`
    are the translators' comment lines without `# `, `extracted` those of the source (`#.`), `locations` are
    `docs/a.rst` or `docs/a.rst:12`. `line` (from 1) is where the translation begins. `catalog` is the path
    below the project.
    """

    catalog: str
    domain: str
    context: str | None
    source: str
    plural: str | None = None
    targets: tuple[str, ...] = ("",)
    previous: str | None = None
    comments: tuple[str, ...] = ()
    extracted: tuple[str, ...] = ()
    locations: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    line: int = 0
    obsolete: bool = False
    previous_context: str | None = None
    previous_plural: str | None = None

    @cached_property
    def key(self) -> str:
        """The unit's name in pages and journals, 16 hexadecimal digits (DESIGN, contract)."""
        return key_of(self.domain, self.context, self.source)

    @property
    def identity(self) -> Identity:
        """What makes it this unit within its catalog: context and source."""
        return (self.context, self.source)

    @property
    def former_identities(self) -> tuple[Identity, ...]:
        """What it may have been before its source changed, by `#|`; some tools leave the context out there."""
        if self.previous is None:
            return ()
        return tuple(dict.fromkeys([(self.previous_context, self.previous), (self.context, self.previous)]))

    @property
    def target(self) -> str:
        r"""The translation, plural forms joined by `\x00`."""
        return "\x00".join(self.targets)

    @property
    def has_text(self) -> bool:
        """True where the translation, or one of its plural forms, is more than white space."""
        return any(text.strip() for text in self.targets)

    @property
    def fuzzy(self) -> bool:
        """True where the catalog says that a person has to look at the translation."""
        return "fuzzy" in self.flags

    @property
    def files(self) -> frozenset[str]:
        """The source files it comes from, without line numbers."""
        return frozenset(file_of(location) for location in self.locations)

    @property
    def is_interface(self) -> bool:
        """True for a string of a theme or template, which is no paragraph of a document."""
        return self.domain == INTERFACE_DOMAIN

    @property
    def syntax(self) -> Literal["rst", "md"]:
        """The markup of the source, by its file's name."""
        return "md" if any(name.endswith(MARKDOWN) for name in self.files) else "rst"

    @property
    def language(self) -> str:
        """The code of the folder of the catalog's language; empty for templates."""
        parts = self.catalog.split("/")
        where = parts.index("LC_MESSAGES") if "LC_MESSAGES" in parts else 0
        return parts[where - 1] if where else ""


def key_of(domain: str, context: str | None, source: str) -> str:
    """The key of the unit with this source in a catalog of this domain."""
    named = source if context is None else f"{context}\x04{source}"
    return sha256(f"{domain}\x04{named}".encode()).hexdigest()[:16]


def file_of(location: str) -> str:
    """The file of a location: `docs/a.rst` for `docs/a.rst:12`."""
    name, _, line = location.rpartition(":")
    return name if name and line.isdecimal() else location
