"""
Candidates: what the source speaks of again and again, or by a name, and names.toml does not have.

    name      capitalised words in a row within a sentence, with small words between (Ministry of Labour), or one with a
              capital inside (WikiLeaks); how often it occurs is its score. At the start of a sentence and in titles a
              capital says nothing, so a name must also stand elsewhere, or begin two sentences.
    acronym   a word of capitals
    phrase    two to four words in a row without a common one, at least twice; inflected forms count together
              (Snowball). Its score is the C-value (`measures`), which wants a tagger of nouns; common words stand in
              for that, as far as the language's are known.

Where languages are asked for, what goes together with a candidate in their translations is shown with it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from editions.glossary.equivalents import Equivalent, equivalents
from editions.glossary.measures import c_values
from editions.glossary.words import Text, Token, common_words, is_word, read_text
from editions.holdings import readable, templates
from editions.terms import WORD, stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from editions.catalog import Unit
    from editions.language import Language
    from editions.project import Project
    from editions.terms import Terms

Kind = Literal["name", "acronym", "phrase"]
KINDS: tuple[Kind, ...] = ("name", "acronym", "phrase")
# Small words that stand within names, in the languages of Europe; “and” parts two names more often than it joins one.
WITHIN = frozenset(
    {
        "of",
        "the",
        "for",
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "von",
        "van",
        "der",
        "den",
        "del",
        "della",
        "di",
        "da",
    }
    | {"do", "dos", "das", "al", "el"}
)
INNER_CAPITAL = re.compile(r"\w*[^\W\d_A-Z][A-Z]\w*")
ROMAN = re.compile(r"[IVX]+")
LONGEST_ACRONYM = 10
LONGEST_PHRASE = 4
LEAST = 2  # occurrences of a phrase


@dataclass(frozen=True)
class Candidate:
    """
    Something that names.toml could have.

    `count` is how often it occurs, `units` in how many units, `path`:`line` where it does; `translations` are by
    language code, the best first.
    """

    kind: Kind
    text: str
    count: int
    units: int
    score: float
    path: str
    line: int
    translations: Mapping[str, tuple[Equivalent, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Sighting:
    unit: Unit
    words: tuple[str, ...]
    is_weak: bool = False  # a capital that says nothing here


_Sightings = dict[tuple[str, ...], list[_Sighting]]


def mine(
    project: Project, terms: Terms, languages: Sequence[Language] = (), *, limit: int = 20
) -> tuple[Candidate, ...]:
    """
    At most `limit` candidates of each kind, by kind, the best first; with what they are in the languages.

    The texts are those of the templates; of a project without any, those of its catalogs.

    Raises:
        CatalogError: a template cannot be read; `make extract` makes it anew.
    """
    quarry = _Quarry(project, terms)
    found: list[tuple[Candidate, frozenset[str]]] = []
    for kind, sightings, scores in quarry.kinds():
        ranked = sorted(sightings, key=lambda key: (-scores[key], -len(sightings[key]), key))
        found += [_candidate(kind, sightings[key], scores[key]) for key in ranked[: max(0, limit)]]
    candidates, keys = [each for each, _ in found], [units for _, units in found]
    for language in languages:
        texts = {unit.key: unit for catalog in readable(project, language) for unit in catalog.units}
        agreed = [words for entry in terms.entries for words in entry.rendered(language)]
        pairs = zip(candidates, equivalents(keys, texts, language, agreed), strict=True)
        candidates = [
            replace(each, translations={**each.translations, language.code: same}) if same else each
            for each, same in pairs
        ]
    return tuple(candidates)


def _candidate(kind: Kind, sightings: Sequence[_Sighting], score: float) -> tuple[Candidate, frozenset[str]]:
    surfaces = Counter(" ".join(each.words) for each in sightings)
    text = min(surfaces, key=lambda each: (-surfaces[each], each.casefold(), each.swapcase()))
    place = next((each for each in sightings if not each.is_weak), sightings[0]).unit
    units = frozenset(each.unit.key for each in sightings)
    found = Candidate(kind, text, len(sightings), len(units), round(score, 2), place.catalog, place.line)
    return found, units


def _source_units(project: Project) -> list[Unit]:
    """The units of the source, each once."""
    catalogs = list(templates(project).values()) or [
        catalog for language in project.languages for catalog in readable(project, language)
    ]
    units: dict[str, Unit] = {}
    for unit in (unit for catalog in catalogs for unit in catalog.units):
        units.setdefault(unit.key, unit)
    return list(units.values())


class _Quarry:
    """The texts of the source, read once, and what is known already."""

    def __init__(self, project: Project, terms: Terms) -> None:
        self._language = language = project.source_language
        self._common = common_words(language)
        self._texts = [
            (unit, read_text(unit.source, unit.syntax, language)) for unit in _source_units(project)
        ]
        tokens = (token for _, text in self._texts for token in text.tokens)
        self._ordinary = {token.text for token in tokens if not token.is_capital}
        sources = sorted((entry.source for entry in terms.entries), key=lambda each: (-len(each), each))
        self._known = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sources)) or '(?!)'})(?!\w)")
        self._keys = {self._key(WORD.findall(source)) for source in sources}

    def _key(self, words: Sequence[str]) -> tuple[str, ...]:
        return tuple(stem(word, self._language) for word in words)

    def kinds(self) -> Iterator[tuple[Kind, _Sightings, Mapping[tuple[str, ...], float]]]:
        """Yields what there is of each kind, with its score."""
        sightings: dict[Kind, _Sightings] = {kind: defaultdict(list) for kind in KINDS}
        for unit, text in self._texts:
            spans = [match.span() for match in self._known.finditer(text.plain)]
            free = [segment for segment in text.segments if segment]
            is_loud, is_title = _is_loud(text), self._is_title(text)
            for segment in free:
                for kind, tokens in self._within(segment, is_loud=is_loud):
                    if not _covered(tokens, spans):
                        words = tuple(token.text for token in tokens)
                        key = words if kind != "phrase" else self._key(words)
                        sightings[kind][key].append(_Sighting(unit, words, is_title or tokens[0].opens))
        names = {key: seen for key, seen in sightings["name"].items() if self._is_name(key, seen)}
        yield "name", names, {key: len(seen) for key, seen in names.items()}
        acronyms = sightings["acronym"]
        yield "acronym", acronyms, {key: len(seen) for key, seen in acronyms.items()}
        taken = self._keys | {self._key(name) for name in names}
        yield "phrase", *_phrases(sightings["phrase"], taken)

    def _is_name(self, words: tuple[str, ...], seen: Sequence[_Sighting]) -> bool:
        is_strong = any(not each.is_weak for each in seen) or len({each.unit.key for each in seen}) > 1
        return is_strong and self._key(words) not in self._keys

    def _within(self, segment: Sequence[Token], *, is_loud: bool) -> Iterator[tuple[Kind, Sequence[Token]]]:
        """Yields what words in a row could be."""
        if not is_loud:
            for run in _runs(segment):
                name = self._trimmed(run)
                if _looks_like_a_name(name):
                    yield "name", name
            for token in segment:
                if _is_acronym(token.text):
                    yield "acronym", (token,)
        yield from (("phrase", part) for part in self._parts(segment))

    def _trimmed(self, run: Sequence[Token]) -> Sequence[Token]:
        """The run without the capitalised word that only begins the sentence, or says little."""
        at = 0
        while at < len(run) and (not run[at].is_capital or self._is_plain(run[at])):
            at += 1
        return run[at:]

    def _is_plain(self, token: Token) -> bool:
        small = token.text.casefold()
        return small in self._common or (token.opens and small in self._ordinary)

    def _parts(self, segment: Sequence[Token]) -> Iterator[Sequence[Token]]:
        """Yields two to four words in a row, none of them common, not all of them capitalised."""
        says = [is_word(token.text) and token.text.casefold() not in self._common for token in segment]
        for at in range(len(segment)):
            for end in range(at + 2, min(at + LONGEST_PHRASE, len(segment)) + 1):
                if not all(says[at:end]):
                    break
                if not all(token.is_capital for token in segment[at:end]):
                    yield segment[at:end]

    def _is_title(self, text: Text) -> bool:
        """True for text in the capitals of English titles."""
        words = [
            token
            for token in text.tokens
            if is_word(token.text) and token.text.casefold() not in self._common
        ]
        return len(words) > 1 and all(token.is_capital for token in words)


def _phrases(
    sightings: _Sightings, taken: set[tuple[str, ...]]
) -> tuple[_Sightings, Mapping[tuple[str, ...], float]]:
    often = {key: seen for key, seen in sightings.items() if len(seen) >= LEAST}
    scores = c_values({key: len(seen) for key, seen in often.items()})
    kept = {key: seen for key, seen in often.items() if scores[key] > 0 and key not in taken}
    return kept, scores


def _runs(segment: Sequence[Token]) -> Iterator[list[Token]]:
    """Yields capitalised words in a row, with numbers and small words between them."""
    run: list[Token] = []
    small: list[Token] = []
    for token in segment:
        if token.is_capital or (run and token.text.isdigit()):
            run += [*small, token]
            small = []
        elif run and token.text in WITHIN:
            small.append(token)
        else:
            yield from [run] if run else []
            run, small = [], []
    if run:
        yield run


def _looks_like_a_name(words: Sequence[Token]) -> bool:
    """True for two capitalised words, not all in capitals, and for one with a capital inside."""
    capitals = [token.text for token in words if token.is_capital]
    if len(words) == 1:
        return INNER_CAPITAL.fullmatch(words[0].text) is not None
    return len(capitals) > 1 and not all(map(str.isupper, capitals))


def _is_acronym(word: str) -> bool:
    letters = sum(map(str.isalpha, word))
    return word.isupper() and letters > 1 and len(word) <= LONGEST_ACRONYM and not ROMAN.fullmatch(word)


def _is_loud(text: Text) -> bool:
    """True for text in capitals."""
    words = [token.text for token in text.tokens if is_word(token.text)]
    return len(words) > 1 and all(map(str.isupper, words))


def _covered(tokens: Sequence[Token], spans: Sequence[tuple[int, int]]) -> bool:
    """True where the words lie within something known."""
    return any(start <= tokens[0].start and tokens[-1].end <= end + 2 for start, end in spans)
