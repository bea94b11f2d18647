"""
What comes in, put beside what is there: new words are added, nothing is overwritten unless somebody says so.

A rendering that comes in is never called official by itself: without a source it is `open`, and `from` says which file
it came with. What is open stays open until a person takes it out.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from editions.catalog import rewrite
from editions.glossary.exchange import read_terms
from editions.glossary.names_file import NamesFile
from editions.problem import UserError
from editions.terminal import quote
from editions.terms import FILE, Term, Terms, parse_terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from editions.glossary.codes import Codes
    from editions.glossary.concept import Concept, Wording
    from editions.project import Project

IMPORTED = "open: imported from {}"
OTHER = "{code} is {here} here, and {there} in {place}; --replace takes what comes in"
BANNED = "{code}: {there} in {place} is forbidden here; decide which is right and change one of them"
IN_USE = (
    "{code}: {there} is forbidden in {place}, and agreed here; decide which is right and change one of them"
)
KEPT = "it stays as it is in every language here, and is {there} ({code}) in {place}; decide which is right"
TABLES = (
    "an entry has a form that nothing can be added to; write forbidden.de = […] and from.de = “…”, no tables"
)
KEPT_THERE = "it stays as it is in every language in {place}, and does not here; decide which is right"


@dataclass(frozen=True)
class Conflict:
    """Words that differ from what is there: `path:line` of names.toml, the words of the original, what is wrong."""

    path: str
    line: int
    source: str
    text: str

    def __str__(self) -> str:
        """`path:line: “source”: text`."""
        return f"{self.path}:{self.line}: “{quote(self.source)}”: {self.text}"


@dataclass(frozen=True)
class Difference:
    """A conflict whose place is not known yet: the entry, its key in names.toml, what is wrong."""

    source: str
    key: tuple[str, ...]
    text: str

    def conflict(self, shown: str, lines: Mapping[tuple[str, ...], int]) -> Conflict:
        """The conflict, by the lines of keys and entries."""
        line = lines.get((self.source, *self.key)) or lines.get((self.source,), 1)
        return Conflict(shown, line, self.source, self.text)


@dataclass(frozen=True)
class Outcome:
    """
    What became of a file: `changes` a line each, conflicts, what was left out (a line each).

    `entries` is how many it had, `text` is names.toml as it should be then.
    """

    path: str
    entries: int
    changes: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    left: tuple[str, ...]
    text: str

    def summary(self, *, dry_run: bool) -> str:
        """How much there was to do, in a line."""
        verb = "would be made" if dry_run else "made"
        changes, conflicts = len(self.changes), len(self.conflicts)
        parts = [f"{changes} change{'s' * (changes != 1)} {verb}" if changes else "nothing to add"]
        parts += [f"{conflicts} conflict{'s' * (conflicts != 1)}, not taken"] if conflicts else []
        return f"{self.entries} {'entry' if self.entries == 1 else 'entries'} read, {', '.join(parts)}"


def merge_file(project: Project, path: Path, *, replace_others: bool, dry_run: bool) -> Outcome:
    """
    Merges the names and terms of a TBX or CSV file into names.toml; with `dry_run` nothing is written.

    Raises:
        UserError: the file or names.toml cannot be read, or is damaged.
        CatalogError: names.toml cannot be saved; it is as it was.
    """
    found: list[Outcome] = []
    target = project.locales / FILE

    def change(current: bytes | None) -> bytes:
        found.append(_merged(project, path, current or b"", replace_others=replace_others, dry_run=dry_run))
        return found[-1].text.encode()

    change(target.read_bytes() if target.is_file() else None)
    if found[-1].changes and not dry_run:
        rewrite(target, change, root=project.root)
    return found[-1]


def _decoded(data: bytes, shown: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UserError(f"{shown}:{line}: cannot be read: this is no UTF-8") from None


def _parsed(text: str, shown: str) -> Terms:
    try:
        return parse_terms(tomllib.loads(text), shown)
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{shown}: cannot be read: {error}") from None


def _merged(project: Project, path: Path, data: bytes, *, replace_others: bool, dry_run: bool) -> Outcome:
    shown = project.shown(project.locales / FILE)
    text = _decoded(data, shown)
    terms = _parsed(text, shown)
    concepts, codes = read_terms(project, path, terms)
    merger = Merger(terms, NamesFile(text, shown), path, replace_others=replace_others)
    for concept in concepts:
        merger.take(concept)
    if merger.changes and not _says(merger.file.text, merger.model):
        raise UserError(f"{shown}: {TABLES}")
    # A line is one of the file as the reader will find it.
    lines = (NamesFile(text, shown) if dry_run else merger.file).lines()
    conflicts = tuple(each.conflict(shown, lines) for each in merger.differences)
    left = tuple(f"{quote(str(path))}: left out: {each}" for each in _left(codes))
    new = merger.file.text if merger.changes else text
    return Outcome(shown, len(concepts), tuple(merger.changes), conflicts, left, new)


def _left(codes: Codes) -> Iterator[str]:
    if codes.wordless:
        yield f"entries without words in {codes.source} ({codes.wordless} ×)"
    for tag, number in sorted(codes.strange.items()):
        yield f"{quote(tag, 40) or 'words'} ({number} ×), no language of this project"


def _says(text: str, model: Mapping[str, Term]) -> bool:
    """Whether a names.toml says just that."""
    try:
        return _model(_parsed(text, "")) == model
    except UserError:
        return False


def _model(terms: Terms) -> dict[str, Term]:
    return {term.source: term for term in terms.entries}


class Merger:
    """Takes concepts one by one into a file; `model` is what the file says then."""

    def __init__(self, terms: Terms, file: NamesFile, path: Path, *, replace_others: bool) -> None:
        self.model, self.file = _model(terms), file
        self.changes: list[str] = []
        self.differences: list[Difference] = []
        self._incoming, self._name = quote(str(path)), quote(path.name)
        self._replace = replace_others

    def take(self, concept: Concept) -> None:
        """Adds what the concept has more than the file; what differs is noted."""
        if concept.is_foreign:
            return
        if concept.source not in self.model:
            self._begin(concept)
        elif concept.keep and not self.model[concept.source].keep:
            self._conflict(concept.source, ("source",), KEPT_THERE.format(place=self._place(concept.line)))
        for wording in concept.wordings:
            self._rendered(concept.source, wording)
            self._forbidden(concept.source, wording)

    def _begin(self, concept: Concept) -> None:
        source = concept.source
        self.file.add(concept.kind, source)
        self.model[source] = Term(source, concept.kind)
        self.changes.append(f"“{quote(source)}”: new, a {concept.kind}")
        if concept.keep:
            self.file.set(source, ("keep",), value=True)
        for key in ("part", "note"):
            text = str(getattr(concept, key))
            if text:
                self.file.set(source, (key,), text)
        self._update(source, keep=concept.keep, part=concept.part, note=concept.note)

    def _rendered(self, source: str, wording: Wording) -> None:
        term, code, words = self.model[source], wording.language, wording.renderings
        here, banned = term.renderings.get(code, ()), term.forbidden.get(code, ())
        values = {
            "code": code,
            "there": _shown(words),
            "here": _shown(here),
            "place": self._place(wording.line),
        }
        if not words or (here and words[0] == here[0] and set(words) <= set(here)):
            return
        if term.keep:
            if words != (source,):
                self._conflict(source, ("keep",), KEPT.format(**values))
        elif set(words) & set(banned):
            self._conflict(source, ("forbidden", code), BANNED.format(**values))
        elif here and not self._replace:
            self._conflict(source, (code,), OTHER.format(**values))
        else:
            self._set(source, wording)

    def _set(self, source: str, wording: Wording) -> None:
        term, code, words = self.model[source], wording.language, wording.renderings
        origins, is_open = dict(term.origins), term.open
        self.file.set(source, (code,), words[0] if len(words) == 1 else words)
        if "" not in origins:
            origins[code] = wording.origin or IMPORTED.format(self._name)
            self.file.set(source, ("from", code), origins[code])
        if not wording.is_decided and code not in is_open:
            is_open |= {code}
            self.file.append(source, ("open",), code)
        self._update(source, renderings={**term.renderings, code: words}, origins=origins, open=is_open)
        old = term.renderings.get(code)
        was = f", was {_shown(old)}" if old else ""
        self.changes.append(f"“{quote(source)}”: {code}: {_shown(words)}{was}{' (open)' * (code in is_open)}")

    def _forbidden(self, source: str, wording: Wording) -> None:
        for word in wording.forbidden:
            term, code = self.model[source], wording.language
            banned = term.forbidden.get(code, ())
            if word in term.renderings.get(code, ()) or (term.keep and word == source):
                text = IN_USE.format(code=code, there=_shown((word,)), place=self._place(wording.line))
                self._conflict(source, (code,), text)
            elif word not in banned:
                self.file.append(source, ("forbidden", code), word)
                self._update(source, forbidden={**term.forbidden, code: (*banned, word)})
                self.changes.append(f"“{quote(source)}”: {code}: forbidden: {_shown((word,))}")

    def _update(self, source: str, **values: object) -> None:
        self.model[source] = replace(self.model[source], **values)  # type: ignore[arg-type]

    def _conflict(self, source: str, key: tuple[str, ...], text: str) -> None:
        self.differences.append(Difference(source, key, text))

    def _place(self, line: int) -> str:
        return f"{self._incoming}:{line}"


def _shown(words: Sequence[str]) -> str:
    return " or ".join(f"“{quote(word)}”" for word in words)
