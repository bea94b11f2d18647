"""The ledger: the lines of all journals, which of them count, and what they come to."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from editions.catalog import CatalogError
from editions.catalog.store import read
from editions.fingerprint import fingerprint
from editions.history import history
from editions.journal.line import OF_SOURCE, Line, read_lines
from editions.journal.people import People, parse_people
from editions.journal.seal import Verdicts
from editions.problem import Problem, UserError
from editions.project import Policy
from editions.trust import Standing, Trust, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from editions.history import History
    from editions.language import Language
    from editions.project import Project

FORGED = "look who changed this file, and delete the line"


@dataclass(frozen=True)
class Ledger:
    """
    What counts: `lines` in no particular order, each once; `problems` are those of the files.

    `people` are those of the trusted revision, `history` is what git remembers (None: it does not know the project).
    """

    people: People
    trust: Trust
    lines: tuple[Line, ...] = ()
    problems: tuple[Problem, ...] = ()
    history: History | None = None

    @property
    def waivers(self) -> frozenset[tuple[str, str, str]]:
        """What was waived: (rule, language code, hash of the text)."""
        return frozenset(
            (line.fields["rule"], line.lang, line.fields["text"]) for line in self.lines if line.do == "waive"
        )


def people_file(project: Project) -> Path:
    """Where the people stand."""
    return project.locales / "people.toml"


def source_journal(project: Project) -> Path:
    """Where a coordinator says what concerns every language."""
    return project.locales / "source.jsonl"


def journals(project: Project, language: Language) -> Path:
    """The folder of a language's journals, one file per person."""
    return project.locales / language.code / "reviews"


def read_ledger(project: Project, languages: Sequence[Language]) -> Ledger:
    """
    The ledger of some languages, and of the source.

    Raises:
        UserError: people.toml cannot be read, or the trusted revision is not here.
    """
    return _Reader(project).read(languages)


@dataclass
class _Files:
    """The journals: what lies on disk, and what stood in the trusted revision."""

    here: dict[Path, bytes] = field(default_factory=dict)
    trusted: dict[Path, bytes] = field(default_factory=dict)


class _Reader:
    """Reads files, sees who may speak, and collects."""

    def __init__(self, project: Project) -> None:
        self.project = project
        path = people_file(project)
        self.history = history(project)
        data = self.history.read_file(path) if self.history else _plain(project, path)
        self.people = People() if data is None else parse_people(data, self._named(path))
        self.verdicts = Verdicts(project.root)
        self.problems: list[Problem] = []
        self.warned: set[tuple[str, str]] = set()
        self.before: dict[str, frozenset[tuple[str, str]]] = {}

    def read(self, languages: Sequence[Language]) -> Ledger:
        self._look_at_people()
        files = self._files(languages)
        counted = {line.id: line for line in self._lines_here(files) if self._counts(line)}
        for path, data in files.trusted.items():
            if files.here.get(path) != data:
                counted |= self._gone(path, data, counted)
        self.verdicts.keep()
        every = tuple(counted.values())
        earlier, names = _earlier(every, self.people, languages), self.people.names
        trust = Trust(self._people_needed(), _standings(every), earlier, names)
        return Ledger(self.people, trust, every, tuple(sorted(set(self.problems))), self.history)

    def _named(self, path: Path) -> str:
        shown = self.project.shown(path)
        return f"{shown} (as of {self.history.shown})" if self.history else shown

    def _look_at_people(self) -> None:
        """What stands in people.toml here must be readable, too: else it would void everything once it is merged."""
        path = people_file(self.project)
        data = _plain(self.project, path) if self.history else None
        if data is not None:
            parse_people(data, self.project.shown(path))

    def _people_needed(self) -> int:
        """How many people must stand behind a text; a change that needs fewer does not profit from that itself."""
        here = self.project.policy.people
        path = self.project.root / "pyproject.toml"
        before = _people_in(self.history.read_file(path)) if self.history else here
        if here < before:
            text = f"people = {here} counts once it stands in the trusted revision; until then {before} are needed"
            fix = "lower it in a change of its own"
            self.problems.append(Problem(self.project.shown(path), 1, "journal", "warning", text, fix))
        return max(here, before)

    def _files(self, languages: Sequence[Language]) -> _Files:
        files = _Files()
        source = source_journal(self.project)
        for folder in (journals(self.project, language) for language in languages):
            for path in sorted(folder.glob("*.jsonl")):
                self._take(files, path)
            if self.history:
                files.trusted |= self.history.read_files(folder, ending=".jsonl")
        if source.is_symlink() or source.exists():
            self._take(files, source)
        data = self.history.read_file(source) if self.history else None
        return files if data is None else _Files(files.here, files.trusted | {source: data})

    def _take(self, files: _Files, path: Path) -> None:
        try:
            files.here[path] = read(path, root=self.project.root)
        except CatalogError as error:
            self.problems.append(error.problem)

    def _lines_here(self, files: _Files) -> Iterator[Line]:
        for path, data in files.here.items():
            for each in read_lines(data, self.project.shown(path)):
                if isinstance(each, Line):
                    yield each
                else:
                    self.problems.append(each)

    def _gone(self, path: Path, data: bytes, counted: Mapping[str, Line]) -> dict[str, Line]:
        """
        The lines of the trusted revision that count no more as they stand here, by their ids; a problem of its own.

        What was signed once still counts: who deletes, moves or damages an objection does not get rid of it.
        """
        before = (each for each in read_lines(data, self.project.shown(path)) if isinstance(each, Line))
        gone = {line.id: line for line in before if line.id not in counted and self._why_not(line) is None}
        taken = gone.keys() & self._ids_at_fork(path) if gone else ()
        if taken:
            what = "1 signed line is" if len(taken) == 1 else f"{len(taken)} signed lines are"
            text = f"{what} gone from this file since the trusted revision; they still count"
            fix = "restore the file; who changes her mind adds a line (editions approve --revoke)"
            self.problems.append(Problem(self.project.shown(path), 1, "journal", "error", text, fix))
        return gone

    def _ids_at_fork(self, path: Path) -> frozenset[str]:
        """The lines of a file that this change began with; what was merged meanwhile nobody took away."""
        data = self.history.read_file(path, self.history.fork) if self.history else None
        return frozenset(each.id for each in read_lines(data or b"", "") if isinstance(each, Line))

    def _counts(self, line: Line) -> bool:
        """Whether a line counts; if not, it says why."""
        problem = self._why_not(line)
        # Of what is not wrong in itself the first line of a file speaks for all.
        if problem and (problem.severity == "error" or (line.path, problem.text) not in self.warned):
            self.problems.append(problem)
            self.warned.add((line.path, problem.text))
        return problem is None

    def _why_not(self, line: Line) -> Problem | None:
        return self._misplaced(line) or self._not_entitled(line) or self._not_sealed(line)

    def _misplaced(self, line: Line) -> Problem | None:
        folder = self.project.shown(self.project.locales)
        shown = self.project.shown(source_journal(self.project))
        place = shown if line.do in OF_SOURCE else f"{folder}/{line.lang}/reviews/{line.by}.jsonl"
        if line.path == place:
            return None
        return line.problem(f"this line belongs into {place}; here it counts for nothing", FORGED)

    def _not_entitled(self, line: Line) -> Problem | None:
        person = self.people.get(line.by)
        if person is None:
            where = self._named(people_file(self.project))
            return line.problem(
                f"{line.by!r} is not enrolled in {where}, so this counts for nothing yet",
                "a coordinator enrols people in locales/people.toml, in a change of its own",
                warns=True,
            )
        if person.may(line.do, line.lang):
            return None
        what = f"in {line.lang}" if line.lang else "for the source"
        return line.problem(
            f"{line.by!r} has no role for this ({line.do} {what}), so it counts for nothing",
            "a coordinator gives languages and roles in locales/people.toml",
            warns=True,
        )

    def _not_sealed(self, line: Line) -> Problem | None:
        signers = self.people.signers(line.by, line.lang)
        key = self.verdicts.signer(line, signers)
        if key is None:
            return line.problem(
                f"no key of {line.by!r} signed this line as it stands, so it counts for nothing", FORGED
            )
        commit = signers[key].void_since.get(key)
        if commit is None or _as_signed(line) in self._lines_before(commit):
            return None
        return line.problem(
            f"the key that signed this is void since {commit[:10]}, and then the line was not there yet",
            f"{line.by!r} signs it again with a new key, if she did sign it",
            warns=True,
        )

    def _lines_before(self, commit: str) -> frozenset[tuple[str, str]]:
        """All lines that stood in the trusted history at a commit, as they were signed."""
        if commit not in self.before:
            self.before[commit] = frozenset(self._read_before(commit))
        return self.before[commit]

    def _read_before(self, commit: str) -> Iterator[tuple[str, str]]:
        if self.history is None:
            return
        try:
            name = self.history.commit(commit)
        except UserError as error:
            path = self.project.shown(people_file(self.project))
            raise UserError(f"{path}: void_since: {error}") from None
        # Git takes a branch or tag named like an abbreviation for it: then it is not the commit that was meant.
        if not name.startswith(commit) or not self.history.holds(name):
            return
        for data in self.history.read_files(self.project.locales, name, ending=".jsonl").values():
            yield from (_as_signed(each) for each in read_lines(data, "") if isinstance(each, Line))


def _as_signed(line: Line) -> tuple[str, str]:
    """The line with its signature: one that stood there forged was not signed by then."""
    return line.id, str(line.fields["sig"])


def _people_in(data: bytes | None) -> int:
    """How many people a pyproject.toml asks for; what it says of nothing else matters here."""
    try:
        people = tomllib.loads((data or b"").decode())["tool"]["editions"]["policy"]["people"]
    except (ValueError, RecursionError, LookupError, TypeError):
        return Policy.people
    return people if type(people) is int else Policy.people


def _plain(project: Project, path: Path) -> bytes | None:
    try:
        return read(path, root=project.root) if path.is_symlink() or path.exists() else None
    except CatalogError as error:
        raise UserError(str(error)) from None


def _standings(lines: Iterable[Line]) -> Mapping[tuple[str, str], Standing]:
    words: defaultdict[tuple[str, str], set[Word]] = defaultdict(set)
    objections: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    drafted: set[tuple[str, str]] = set()
    for line in lines:
        despite = frozenset(line.fields.get("despite", ()))
        match line.do:
            case "vouch" | "wrote":
                words[line.lang, line.fields["text"]].add(Word(line.by, line.do, despite))
            case "adopt":
                for text in line.fields["texts"]:
                    words[line.lang, text].add(Word(line.by, "adopt"))
            case "revoke":
                objections[line.lang, line.fields["text"]].add(line.id)
        if "engine" in line.fields and "text" in line.fields:
            drafted.add((line.lang, line.fields["text"]))
    return {
        text: Standing(frozenset(words[text]), frozenset(objections[text]), text in drafted)
        for text in words.keys() | objections.keys() | drafted
    }


def _earlier(
    lines: Iterable[Line], people: People, languages: Sequence[Language]
) -> Mapping[tuple[str, str], Mapping[str, str | None]]:
    """By language and hash of a source: the sources that it is the same as, with their texts if the line has them."""
    found: defaultdict[tuple[str, str], dict[str, str | None]] = defaultdict(dict)
    for line in lines:
        person = people.get(line.by)
        if line.do != "same" or person is None:
            continue
        before, after, text = line.fields["from"], line.fields["to"], line.fields.get("old")
        known = text if text is not None and fingerprint(text) == before else None
        for language in languages:
            if person.reads(language.code):
                found[language.code, after][before] = known or found[language.code, after].get(before)
    return dict(found)
