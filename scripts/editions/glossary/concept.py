"""An entry of names.toml as formats of exchange have it: a concept, its words in each language, their worth."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from editions.glossary.outsider import LONGEST_FORM, LONGEST_REMARK, plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from editions.terms import Kind, Term, Terms

# preferred: the agreed words; admitted: right as well; open: nobody has decided yet; forbidden: not to be used.
Status = Literal["preferred", "admitted", "open", "forbidden"]


@dataclass(frozen=True)
class Form:
    """Words in one language and what they are worth; `line` (from 1) is where a file says so."""

    text: str
    status: Status
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Wording:
    """What something is called in one language: forms, the preferred one first, and where they come from."""

    language: str
    forms: tuple[Form, ...]
    origin: str = ""

    @property
    def renderings(self) -> tuple[str, ...]:
        """The words that may be used, the preferred ones first."""
        return tuple(dict.fromkeys(form.text for form in self.forms if form.status != "forbidden"))

    @property
    def forbidden(self) -> tuple[str, ...]:
        """The words that may not."""
        return tuple(dict.fromkeys(form.text for form in self.forms if form.status == "forbidden"))

    @property
    def is_decided(self) -> bool:
        """True where a source is given, and nothing says that the question is open."""
        is_open = any(form.status == "open" for form in self.forms)
        return bool(self.origin) and not is_open and not self.origin.casefold().startswith("open")

    @property
    def line(self) -> int:
        """Where the file has its first form."""
        return self.forms[0].line if self.forms else 0


@dataclass(frozen=True)
class Concept:
    """
    One name or term; the words of the original are `source`, all others are in `wordings`.

    `is_foreign`: the file where it stands has words for it, but in none of the project's languages.
    """

    source: str
    kind: Kind
    wordings: tuple[Wording, ...] = ()
    keep: bool = False
    note: str = ""
    part: str = ""
    is_foreign: bool = field(default=False, compare=False)
    line: int = field(default=0, compare=False)


def concepts(terms: Terms, shown: str, codes: Collection[str] | None = None) -> tuple[Concept, ...]:
    """
    The entries as concepts, in their order; with `codes` only the words of these languages.

    Raises:
        UserError: an entry of the file `shown` has characters that no format of exchange may carry.
    """
    return tuple(_concept(term, f"{shown}: {term.source}", codes) for term in terms.entries)


def _concept(term: Term, place: str, codes: Collection[str] | None) -> Concept:
    languages = dict.fromkeys([*term.renderings, *term.forbidden])
    wordings = (
        Wording(
            code,
            tuple(_forms(term, code, place)),
            plain(term.origins.get(code) or term.origins.get("", ""), place, LONGEST_REMARK),
        )
        for code in languages
        if codes is None or code in codes
    )
    return Concept(
        plain(term.source, place, LONGEST_FORM),
        term.kind,
        tuple(wordings),
        term.keep,
        plain(term.note, place, LONGEST_REMARK),
        plain(term.part, place, LONGEST_FORM),
    )


def _forms(term: Term, code: str, place: str) -> Iterator[Form]:
    for number, text in enumerate(term.renderings.get(code, ())):
        decided: Status = "admitted" if number else "preferred"
        yield Form(plain(text, place, LONGEST_FORM), "open" if code in term.open else decided)
    for text in term.forbidden.get(code, ()):
        yield Form(plain(text, place, LONGEST_FORM), "forbidden")
