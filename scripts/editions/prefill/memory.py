"""The memory: what people have already said for a source text, a sentence, or one that is like it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from editions.catalog import INTERFACE_DOMAIN, Catalog, CatalogError
from editions.catalog.writer import NOT_IN_A_LINE
from editions.markup import MarkupLostError, protect
from editions.sentences import sentence_ends
from editions.state import state_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from editions.catalog import Unit
    from editions.language import Language
    from editions.project import Project
    from editions.trust import Trust

    Key = tuple[str, str]  # a source text and its syntax

# How much a text is worth, by its state; a machine's word is no memory.
WORTH = {"vouched": 2, "translated": 1}
LIKE = 75  # percent of letters that a text shares with one that is like it (rapidfuzz, `ratio`)


@dataclass(frozen=True)
class Like:
    """A text of the memory that is like another one: how much (percent), and what people said for it."""

    score: int
    source: str
    target: str

    @property
    def note(self) -> str:
        """As a comment for the reviewer: `# tm: 87 % like “We fight.”: Luchamos.`."""
        said = f"tm: {self.score} % like “{self.source}”: {self.target}"
        return f"# {' '.join(NOT_IN_A_LINE.sub(' ', said).split())}"


@dataclass
class Memory:
    """
    What people said in one language: of whole texts, and of sentences where both sides have as many.

    Of several translations the one counts that most people stand behind, then the first of the catalogs. Two that are
    worth the same and differ are no memory: which one is meant only a person can tell.
    """

    _texts: dict[Key, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    _sentences: dict[Key, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    _lists: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, project: Project, language: Language, trust: Trust | None) -> Memory:
        """The memory of a language, from all its catalogs that can be read."""
        memory = cls()
        for unit in _units(project, language):
            worth = WORTH.get(state_of(unit, trust), 0)
            if worth and unit.plural is None and unit.has_text:
                memory.add(unit, worth)
        return memory

    def add(self, unit: Unit, worth: int) -> None:
        """Takes over a unit that people translated."""
        _take(self._texts[unit.source, unit.syntax], unit.target, worth)
        ours, theirs = _sentences(unit.source), _sentences(unit.target)
        if len(ours) == len(theirs) > 1:
            for source, target in zip(ours, theirs, strict=True):
                _take(self._sentences[source, unit.syntax], target, worth)

    def text(self, source: str, syntax: str) -> str | None:
        """What people said for this very text, or for each of its sentences; None where they did not, or disagree."""
        return self._whole(source, syntax) or self._by_sentence(source, syntax)

    def like(self, source: str, syntax: str) -> Like | None:
        """
        The text most like this one.

        It is for a reviewer's eyes only: a text that differs by one inserted “not” is like the other by 90 percent.
        """
        found = process.extractOne(source, self._known(syntax), scorer=fuzz.ratio, score_cutoff=LIKE)
        if found is None or found[0] == source:
            return None
        return Like(int(found[1]), found[0], str(self._whole(found[0], syntax)))

    def _known(self, syntax: str) -> list[str]:
        """The texts that can be told of; put together once, when all are there."""
        if syntax not in self._lists:
            texts = (text for text, kind in self._texts if kind == syntax)
            self._lists[syntax] = [text for text in texts if self._whole(text, syntax)]
        return self._lists[syntax]

    def _whole(self, source: str, syntax: str) -> str | None:
        return _best(self._texts.get((source, syntax), {}))

    def _by_sentence(self, source: str, syntax: str) -> str | None:
        parts = _sentences(source)
        said = [_best(self._sentences.get((part, syntax), {})) or self._whole(part, syntax) for part in parts]
        return " ".join(filter(None, said)) if all(said) else None


def _take(known: dict[str, int], target: str, worth: int) -> None:
    known[target] = max(worth, known.get(target, 0))


def _best(known: dict[str, int]) -> str | None:
    most = max(known.values(), default=0)
    best = [target for target, worth in known.items() if worth == most]
    return best[0] if len(best) == 1 else None


def _sentences(text: str) -> Sequence[str]:
    """The sentences of a text with their markup, without the space between them; itself where markup spans any."""
    ends = [0, *sentence_ends(text), len(text)]
    parts = [text[start:end].strip() for start, end in pairwise(ends)]
    parts = [part for part in parts if part]
    return parts if all(map(_is_whole, parts)) else [text]


def _is_whole(part: str) -> bool:
    """True where no markup is cut in two."""
    try:
        protect(part)
    except MarkupLostError:
        return False
    return True


def _units(project: Project, language: Language) -> Iterator[Unit]:
    for path in project.catalogs(language):
        if project.domain(path) == INTERFACE_DOMAIN:
            continue
        try:
            yield from Catalog.load(path, root=project.root).units
        except CatalogError:
            continue  # whoever fills it says so
