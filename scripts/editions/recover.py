"""The stage `recover`: texts that were saved here and that another program has overwritten are had back."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from editions.catalog import Catalog, CatalogError, rewrite, unit_lines
from editions.catalog.splice import with_locations
from editions.catalog.store import locked, log
from editions.holdings import templates
from editions.losses import Lost, lost
from editions.problem import Problem, UserError
from editions.state import own_marks
from editions.terminal import harmless, quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from editions.catalog import Unit
    from editions.catalog.lexer import Entry
    from editions.catalog.unit import Identity
    from editions.language import Language
    from editions.project import Project

ALL = "all"
FIRST = 60  # characters of a source that name a paragraph


@dataclass(frozen=True)
class Outcome:
    """What became of a lost text: it was put back or left (`word` says it), or it could not be for a `problem`."""

    lost: Lost
    word: str
    problem: Problem | None = None

    def __str__(self) -> str:
        """One line for the person who ran the stage, or the problem; harmless for a terminal."""
        unit = self.lost.unit
        return harmless(
            str(self.problem or f"{unit.catalog}: {unit.key} {self.word}: {quote(unit.source, FIRST)}")
        )


@dataclass(frozen=True)
class _Edit:
    """Lines that take the place of the lines from `start` to `end` (exclusive); these are sorted from the last."""

    start: int
    end: int
    lines: tuple[str, ...]


def recover(project: Project, languages: Sequence[Language]) -> Iterator[str]:
    """
    Yields lines that tell what is lost in the languages and how it is had back, harmless for a terminal.

    Raises:
        UserError: the save log cannot be read.
    """
    found = lost(project, languages)
    for language in languages:
        losses = [each for each in found if each.language == language]
        for each in losses:
            yield from map(harmless, _describe(each))
        yield from map(harmless, _damaged(project, language))
        count = {0: "nothing is lost", 1: "1 text is lost"}.get(len(losses), f"{len(losses)} texts are lost")
        yield f"{language.code} ({language.name}): {count}"
        if losses:
            yield f"    back with: editions recover {language.code} --take KEY … (or: --take all)"
            yield f"    or, if what stands there is right: editions recover {language.code} --leave KEY …"


def take(project: Project, language: Language, keys: Sequence[str]) -> list[Outcome]:
    """
    Puts lost texts back: the whole entry as it was saved, with its flags, with its machine mark or without one.

    `keys` are unit keys, or `all`. What stood there goes to the save log, so that it can be had back too. An
    entry that is gone comes back as an active one if the template has it, else as an obsolete one; where a
    project keeps no templates, as it was. A catalog that cannot be written does not stop the others.

    Raises:
        UserError: nothing of such a key is lost, or a template cannot be read; nothing was done.
    """
    known = templates(project)

    def put_back(path: Path | None, losses: Sequence[Lost]) -> None:
        if path is None:
            raise _gone(language, losses)
        change = partial(_put_back, project=project, path=path, losses=losses, known=known)
        rewrite(path, change, root=project.root)

    return _for_each_catalog(project, language, keys, put_back, "put back")


def leave(project: Project, language: Language, keys: Sequence[str]) -> list[Outcome]:
    """
    Says of lost texts that what stands in their place is right, so that they are not offered again.

    It is a line in the save log; no catalog changes. `keys`, what is returned and what is raised are as in `take`.
    """

    def note(path: Path | None, losses: Sequence[Lost]) -> None:
        if path is None:
            _note_gone(project, losses)
            return
        with locked(path, root=project.root):
            catalog = Catalog.load(path, root=project.root)
            for each in losses:
                _note(project, catalog, each, _entry_of(catalog, each))

    return _for_each_catalog(project, language, keys, note, "left as it is")


def _for_each_catalog(
    project: Project,
    language: Language,
    keys: Sequence[str],
    act: Callable[[Path | None, Sequence[Lost]], None],
    word: str,
) -> list[Outcome]:
    outcomes: list[Outcome] = []
    paths = {project.shown(path): path for path in project.catalogs(language)}
    for shown, losses in _chosen(project, language, keys).items():
        try:
            # The path is this project's: what the log calls one is never opened.
            act(paths.get(shown), losses)
        except CatalogError as error:
            outcomes += [Outcome(each, word, error.problem) for each in losses]
        except OSError as error:
            problem = Problem(
                shown, 1, "save-log", "error", f"the save log cannot be written: {error.strerror}"
            )
            outcomes += [Outcome(each, word, problem) for each in losses]
        else:
            outcomes += [Outcome(each, word) for each in losses]
    return outcomes


def _gone(language: Language, losses: Sequence[Lost]) -> CatalogError:
    fix = f"`editions update {language.code}` makes it anew if the source has it; then again"
    return CatalogError(losses[0].unit.catalog, 1, "there is no such catalog any more", fix)


def _describe(each: Lost) -> Iterator[str]:
    kind = "a machine's draft" if each.machine else "a text"
    line = each.now.line if each.now else 1
    yield f"{each.unit.catalog}:{line}: {kind} saved on {each.at:%Y-%m-%d at %H:%M} UTC is lost: {each.unit.key}"
    yield f"    source: {quote(each.unit.source)}"
    yield f"    lost:   {quote(' | '.join(each.unit.targets))}"
    if each.now is None:
        yield "    now:    the whole entry is gone"
    else:
        yield f"    now:    {quote(' | '.join(each.now.targets)) or 'nothing'}"
    if not each.reached:
        yield "    note:   perhaps that save was cut off: the file was found as it had been before"


def _damaged(project: Project, language: Language) -> Iterator[str]:
    for path in project.catalogs(language):
        try:
            Catalog.load(path, root=project.root)
        except CatalogError as error:
            yield f"{error.problem}\n    until it is mended nobody can tell whether texts of it are lost"


def _chosen(project: Project, language: Language, keys: Sequence[str]) -> dict[str, list[Lost]]:
    """The lost texts of these keys by catalog."""
    found = {each.unit.key: each for each in lost(project, [language])}
    for key in keys:
        if key != ALL and key not in found:
            hint = f"`editions recover {language.code}` lists what is"
            raise UserError(f"{harmless(key)}: nothing of this key is lost in {language.code}; {hint}")
    chosen: dict[str, list[Lost]] = defaultdict(list)
    for key, each in found.items():
        if ALL in keys or key in keys:
            chosen[each.unit.catalog].append(each)
    return chosen


def _entry_of(catalog: Catalog, each: Lost) -> Entry | None:
    """
    The entry that stands in the place of a lost text, active if there is one.

    Raises:
        CatalogError: it is not what it was when the loss was found.
    """
    found = [entry for entry in catalog.entries[1:] if entry.unit.identity == each.unit.identity]
    entry = min(found, key=lambda entry: entry.unit.obsolete, default=None)
    targets = entry.unit.targets if entry else None
    if targets != (each.now.targets if each.now else None):
        line = entry.unit.line if entry else 1
        raise CatalogError(catalog.path, line, "another program changed this meanwhile", "run it again")
    return entry


def _put_back(
    data: bytes | None, *, project: Project, path: Path, losses: Sequence[Lost], known: Mapping[str, Catalog]
) -> bytes:
    """The catalog's bytes with the lost texts in their places."""
    catalog = Catalog.parse(data or b"", path, root=project.root)
    template = known.get(catalog.domain)
    sources = {unit.identity: unit for unit in template.units} if template else {}
    lines = list(catalog.lines)
    if not lines[-1].endswith("\n"):
        lines[-1] += catalog.newline
    edits = [_edit(catalog, each, sources, has_templates=bool(known)) for each in losses]
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end), reverse=True):
        lines[edit.start : edit.end] = [line + catalog.newline for line in edit.lines]
    after = catalog.encode(lines)
    _prove_back(Catalog.parse(after, path, root=project.root), losses)
    return after


def _edit(catalog: Catalog, each: Lost, sources: Mapping[Identity, Unit], *, has_templates: bool) -> _Edit:
    entry = _entry_of(catalog, each)
    if entry is not None:
        return _Edit(entry.start, entry.end, _lines(each, entry.unit, obsolete=entry.unit.obsolete))
    source = sources.get(each.unit.identity)
    obsolete = source is None if has_templates else each.unit.obsolete
    lines = _lines(each, source, obsolete=obsolete)
    first = next((entry.start for entry in catalog.entries if entry.unit.obsolete), None)
    if obsolete or first is None:
        return _Edit(len(catalog.lines), len(catalog.lines), ("", *lines))
    return _Edit(first, first, (*lines, ""))


def _lines(each: Lost, place: Unit | None, *, obsolete: bool) -> tuple[str, ...]:
    """The entry as it was saved, but for where it stands in the source, which `place` knows better."""
    unit = each.unit
    if unit.obsolete != obsolete:
        generated = place if place and not obsolete else dataclasses.replace(unit, extracted=(), locations=())
        locations, extracted = generated.locations, generated.extracted
        unit = dataclasses.replace(unit, obsolete=obsolete, locations=locations, extracted=extracted)
        return tuple(unit_lines(unit))
    if place is None or obsolete or place.locations == unit.locations:
        return each.lines
    body = next(n for n, line in enumerate(each.lines) if line.strip() and not line.lstrip().startswith("#"))
    return (*with_locations(each.lines[:body], place.locations, ""), *each.lines[body:])


def _prove_back(catalog: Catalog, losses: Sequence[Lost]) -> None:
    """A text that comes back without its mark would pass for a person's; then nothing is written."""
    standing = {(unit.identity, unit.obsolete): unit for unit in (*catalog.units, *catalog.obsolete)}
    for each in losses:
        found = [standing.get((each.unit.identity, obsolete)) for obsolete in (False, True)]
        if not any(unit and _says_the_same(unit, each.unit) for unit in found):
            text = f"the text {each.unit.key} cannot be put back as it was; nothing was written"
            raise CatalogError(catalog.path, 1, text, "copy it by hand from what `editions recover` shows")


def _says_the_same(one: Unit, other: Unit) -> bool:
    same_marks = own_marks(one) == own_marks(other)
    return one.targets == other.targets and same_marks and one.fuzzy == other.fuzzy


def _note(project: Project, catalog: Catalog, each: Lost, entry: Entry | None) -> None:
    stands = "".join(catalog.lines[entry.start : entry.end]) if entry else ""
    state = sha256(catalog.data).hexdigest()
    line = entry.start + 1 if entry else 1
    log(catalog.path, line, _text(each), stands, before=state, after=state, root=project.root)


def _note_gone(project: Project, losses: Sequence[Lost]) -> None:
    for each in losses:
        nothing = sha256(b"").hexdigest()
        log(each.unit.catalog, 1, _text(each), "", before=None, after=nothing, root=project.root)


def _text(each: Lost) -> str:
    return "".join(f"{line}\n" for line in each.lines)
