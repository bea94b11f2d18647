"""The planter: what it puts into translations, where, and that what is found of it is counted right."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from dataclasses import replace
from importlib.util import find_spec
from random import Random
from typing import TYPE_CHECKING

import pytest

from bench.harness.corpus import Corpus
from editions.catalog import Catalog, Change, Unit
from editions.checks import Finding, Rule
from editions.language import Language
from editions.problem import UserError
from editions.state import state_of
from helpers import REPOSITORY, SAMPLE, finish, start
from planter import alarms, cli, ground, judgements, rivals, tables
from planter.kinds import choose, kinds
from planter.lexicon import codes, lexicon
from planter.measure import UNITS_PER_ERROR, Report, compare, copies, look_by_check, measure, planted
from planter.planting import Planted, plant
from planter.scripts import LOOK_ALIKE
from planter.text import Shunned, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from planter.ground import Ground
    from planter.kinds import Kind
    from planter.text import Edit

each_kind = pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
# Neither this project nor the sample has a percentage or an ellipsis; what a glossary forbids, only a project with one.
NOWHERE = {"percent-changed", "ellipsis-wrong"}
STOPS = ".!?。！？।۔؟,،:、，"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """A copy of this project."""
    return ground.own(tmp_path_factory.mktemp("own"))


@pytest.fixture(scope="module")
def everywhere(own: Ground, tmp_path_factory: pytest.TempPathFactory) -> list[Planted]:
    """What is planted in this project, and as much as there is room for in the sample."""
    folder = tmp_path_factory.mktemp("sample")
    sample = ground.own(folder, name="sample", origin=SAMPLE)
    return plant(own, kinds(), 300) + plant(sample, kinds(), 1_000)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder of catalogs as others have it: one in German, by people but for one text."""
    (tmp_path / "manual").mkdir()
    origin = SAMPLE / "locales/de/LC_MESSAGES/diary.po"
    catalog = Catalog.load(origin, root=SAMPLE)
    changes = {unit.key: Change(fuzzy=False, mark=None) for unit in catalog.units[1:]}
    (tmp_path / "manual" / "de.po").write_bytes(catalog.edit(changes))
    return tmp_path


def fake(monkeypatch: pytest.MonkeyPatch, run: Callable[[Unit], Iterator[str]]) -> None:
    """Has the stage check know one rule only, which reports what `run` yields for a unit."""

    def check(unit: Unit, *_: object) -> Iterator[Finding]:
        yield from (Finding(text) for text in run(unit))

    rule = Rule("fake", "warning", "unit", "", check)
    monkeypatch.setattr(
        "editions.quiet.Quiet.knows", lambda *_: False
    )  # another fake may have been asked before
    monkeypatch.setattr("editions.check.rules", lambda scope=None: (rule,) if scope == "unit" else ())


def sample_of(kind: Kind) -> Text:
    """The sample of a kind, among texts of which some kinds are made."""
    source, target, code = kind.sample
    unit = Unit("locales/de/LC_MESSAGES/a.po", "a", None, source, targets=(target,))
    elsewhere = {"es": "Lleva contigo ropa de abrigo, que hace frío.", "hi": "गरम कपड़े ले आओ, बहुत ठंड है।"}
    shunned = [Shunned("working class", "Arbeiterklasse", ("Arbeiterschaft",))]
    return Text(unit, Language(code), lexicon(code), ["Ein Text von nebenan."], elsewhere, shunned)


def made(kind: Kind, text: Text) -> list[Edit]:
    """All edits that a kind makes of a text."""
    return list(kind.run(text, Random(1)))  # noqa: S311 - it guards no secret


# --- the shelf


def test_there_are_enough_kinds() -> None:
    """More than forty kinds of error, each with a name of its own, in five groups."""
    names = [kind.name for kind in kinds()]
    assert len(names) == len(set(names)) >= 40
    assert len({kind.group for kind in kinds()}) == 5


@each_kind
def test_a_kind_makes_its_error_of_its_sample(kind: Kind) -> None:
    """What a kind says of itself is one sentence and a sample, of which it makes another text."""
    assert kind.help.endswith(".")
    text = sample_of(kind)
    edits = made(kind, text)
    assert edits
    assert all(edit.apply(text.target) != text.target for edit in edits)


@pytest.mark.parametrize("kind", choose(["factual", "markup", "completeness"]), ids=lambda kind: kind.name)
def test_a_kind_leaves_alone_what_has_nothing_for_it(kind: Kind) -> None:
    """Of one plain word no error of fact, of form or of completeness is made."""
    unit = Unit("locales/de/LC_MESSAGES/a.po", "a", None, "wind", targets=("Wind",))
    assert made(kind, Text(unit, Language("de"), lexicon("de"))) == []


def test_a_number_that_the_source_has_not_is_left_alone() -> None:
    """An error of fact is one only where source and translation say the same before."""
    unit = Unit("locales/de/LC_MESSAGES/a.po", "a", None, "Two winters", targets=("2 Winter von 1929",))
    text = Text(unit, Language("de"), lexicon("de"))
    wanted = choose(["number-changed", "year-changed", "number-dropped", "digits-swapped"])
    assert [made(kind, text) for kind in wanted] == [[], [], [], []]


def test_a_language_is_mixed_up_with_one_of_its_script() -> None:
    """Another language comes in the same script where the project has one, and says something."""
    (kind,) = choose(["other-language"])
    (edit,) = made(kind, sample_of(kind))
    assert edit.now == "Lleva contigo ropa de abrigo, que hace frío."


def test_the_words_of_a_language_are_whole() -> None:
    """A lexicon has quotation marks, and ways to deny and to assert; nothing is changed into itself."""
    assert len(codes()) >= 30
    for code in codes():
        words = lexicon(code)
        assert words.quotes, code
        assert all(len(pair) == 2 for pair in words.quotes), code
        assert words.drop, code
        assert words.add, code
        assert all(re.compile(pattern) and pattern != now for pattern, now in (*words.drop, *words.add)), code
        for swaps in (words.persons, words.places, words.organisations, words.numerals):
            assert all(was != now for pairs in swaps.values() for was, now in pairs), code


# --- planting


def test_the_same_seed_gives_the_same_errors(own: Ground, tmp_path: Path) -> None:
    """Laid out anew, the same errors are planted; with another seed others."""
    again = ground.own(tmp_path)
    first = plant(own, kinds(), 120, 7)
    assert first == plant(again, kinds(), 120, 7)
    assert len(first) == 120
    assert set(first) != set(plant(own, kinds(), 120, 8))


def test_kinds_and_languages_have_their_share(own: Ground) -> None:
    """No kind and no language is preferred: where there is room, their numbers are nearly the same."""
    found = plant(own, choose(["typography", "completeness"]), 260)
    assert len(found) == 260
    languages = Counter(error.language for error in found)
    assert set(languages) == {language.code for language in own.project.languages}
    assert max(languages.values()) <= 2 * min(languages.values())
    assert len({(error.kind, error.place) for error in found}) == len(found)


def test_every_kind_plants_something_somewhere(everywhere: list[Planted]) -> None:
    """In this project or the sample there is a place for every kind, but for two."""
    planted_kinds = {error.kind for error in everywhere}
    assert {kind.name for kind in kinds()} - planted_kinds <= NOWHERE


def test_what_a_glossary_forbids_is_planted(own: Ground) -> None:
    """A rendering that `locales/names.toml` forbids comes from that file."""
    found = plant(own, choose(["forbidden-rendering"]), 5)
    names = (own.project.locales / "names.toml").read_text(encoding="utf-8")
    assert found
    assert all(f'"{error.now}"' in names for error in found)


def test_only_what_a_kind_says_differs(everywhere: list[Planted]) -> None:
    """A planted text is its original, but for one stretch; what stood there and stands there is what the kind says."""
    for error in everywhere:
        end = error.start + len(error.was)
        assert error.before[error.start : end] == error.was
        assert error.after == error.before[: error.start] + error.now + error.before[end:]
        assert CHANGES[error.kind](error), tables.in_full(error)
    assert set(CHANGES) == {kind.name for kind in kinds()}


def _value(digits: str) -> int | None:
    return int(digits) if digits.isdecimal() else None


def _is_number(error: Planted, low: int = 0, high: int = 10**9) -> bool:
    was, now = _value(error.was), _value(error.now)
    return was is not None and now is not None and was != now and low <= was <= high and low <= now <= high


def _is_removed(error: Planted, signs: str) -> bool:
    return not error.now and len(error.was) == 1 and error.was in signs


def _is_swapped(error: Planted) -> bool:
    return len(error.was) == 2 and error.now == error.was[::-1] != error.was


def _is_unwrapped(error: Planted, before: str, behind: str) -> bool:
    return re.fullmatch(f"{before}{re.escape(error.now)}{behind}", error.was, re.DOTALL) is not None


def _are_words(error: Planted) -> bool:
    return bool(error.was) and error.was != error.now and not error.was.isdecimal()


def _same_but_digits(error: Planted) -> bool:
    same = [unicodedata.digit(sign) for sign in error.was] == [unicodedata.digit(sign) for sign in error.now]
    return same and error.was.isascii() != error.now.isascii()


# What stood there and what stands there, by kind: written here once more, from what each kind says of itself.
CHANGES: dict[str, Callable[[Planted], bool]] = {
    "number-changed": lambda e: _is_number(e) and len(e.was) == len(e.now) and e.was.isascii() == e.now.isascii(),
    "digits-swapped": lambda e: _is_swapped(e) and e.was.isdecimal(),
    "number-dropped": lambda e: not e.now and e.was.strip().isdecimal(),
    "numeral-changed": _are_words,
    "year-changed": lambda e: _is_number(e, 1780, 2120),
    "day-changed": lambda e: _is_number(e, 1, 31),
    "month-changed": lambda e: bool(e.was) and e.was != e.now,
    "range-end-changed": _is_number,
    "percent-changed": _is_number,
    "negation-dropped": _are_words,
    "negation-added": lambda e: _are_words(e) and bool(e.now),
    "person-changed": lambda e: _are_words(e) and bool(e.now),
    "place-changed": lambda e: _are_words(e) and bool(e.now),
    "organisation-changed": lambda e: _are_words(e) and bool(e.now),
    "acronym-changed": lambda e: _is_swapped(e) and e.was.isupper(),
    "name-dropped": lambda e: bool(e.was.strip()) and not e.now,
    "forbidden-rendering": lambda e: _are_words(e) and bool(e.now),
    "link-target-changed": lambda e: e.was != e.now and " " not in e.now and len(e.now) > 3,
    "link-dropped": lambda e: _is_unwrapped(e, r"[`\[]", r"(?: <[^>]+>`__?|\]\([^)]+\))"),
    "emphasis-dropped": lambda e: _is_unwrapped(e, r"\*{1,2}", r"\*{1,2}"),
    "emphasis-broken": lambda e: not e.was and e.now == " " and "*" in e.before[e.start - 1 : e.start + 1],
    "literal-translated": lambda e: e.was.isascii() and e.was != e.now and e.now in e.before.lower(),
    "label-changed": lambda e: e.was != e.now and abs(len(e.was) - len(e.now)) == 1,
    "note-dropped": lambda e: not e.now and e.was.strip()[0] in "[|",
    "backquote-missing": lambda e: _is_removed(e, "`"),
    "end-cut": lambda e: not e.now and e.start > 0 and len(e.before) - len(e.after) > 3,
    "last-sentence-dropped": lambda e: not e.now and e.before.rstrip("*").endswith(e.was),
    "sentence-dropped": lambda e: not e.now and e.was.rstrip()[-1] in STOPS + "”»’」",
    "sentence-doubled": lambda e: not e.was and e.before[: e.start].endswith(e.now.lstrip()),
    "sentence-untranslated": lambda e: e.now in e.source and e.now not in e.before,
    "half-untranslated": lambda e: e.now.lstrip() in e.source and e.start > 0,
    "text-untranslated": lambda e: e.after == e.source != e.before,
    "other-unit": lambda e: e.was == e.before and e.after == e.now,
    "other-language": lambda e: e.was == e.before and e.after == e.now != e.source,
    "other-script": lambda e: e.was != e.now and re.findall(r"\d+", e.was) == re.findall(r"\d+", e.now),
    "look-alike": lambda e: len(e.was) == len(e.now) == 1 and e.now in LOOK_ALIKE[e.was] and e.was != e.now,
    "word-doubled": lambda e: not e.was and e.before[: e.start].endswith(e.now.strip()) and e.now[0] == " ",
    "letters-swapped": lambda e: _is_swapped(e) and e.was.isalpha(),
    "space-doubled": lambda e: (e.was, e.now) == ("", " ") and " " in e.before[e.start - 1 : e.start + 1],
    "space-before-comma": lambda e: (e.was, e.now) == ("", " ") and e.before[e.start] in STOPS,
    "space-missing": lambda e: (e.was, e.now) == (" ", "") and e.before[e.start - 1] in STOPS,
    "foreign-quotes": lambda e: e.was[1:-1] == e.now[1:-1] and e.was[0] + e.was[-1] != e.now[0] + e.now[-1],
    "quote-missing": lambda e: _is_removed(e, "“”„‘’‚«»「」『』《》"),
    "straight-quotes": lambda e: e.was[1:-1] == e.now[1:-1] and e.now[0] == e.now[-1] and e.now[0] in "\"'",
    "bracket-missing": lambda e: _is_removed(e, "()（）[]"),
    "stop-missing": lambda e: _is_removed(e, STOPS),
    "wrong-final-mark": lambda e: e.was in STOPS and e.now in STOPS and e.was != e.now,
    "ascii-punctuation": lambda e: len(e.was) == 1 and not e.was.isascii() and e.now.isascii() and len(e.now) == 1,
    "french-space-missing": lambda e: e.language == "fr" and e.was in "\u00a0\u202f" and e.now in {"", " "},
    "cjk-space": lambda e: (e.was, e.now) == ("", " ") and not e.before[e.start - 1 : e.start + 1].isascii(),
    "hidden-character": lambda e: not e.was and unicodedata.category(e.now) == "Cf",
    "decomposed": lambda e: e.was != e.now == unicodedata.normalize("NFD", e.was),
    "other-digits": _same_but_digits,
    "ellipsis-wrong": lambda e: (e.was, e.now) in {("…", "..."), ("...", "..")},
    "dash-wrong": lambda e: e.was in "–—" and e.now == "-",
    "apostrophe-straight": lambda e: (e.was, e.now) == ("’", "'"),
    "capital-lost": lambda e: e.was.isupper() and e.now == e.was.lower(),
}  # fmt: skip


def test_a_planted_file_differs_in_its_units_only(own: Ground) -> None:
    """In the file nothing changes but the planted texts; afterwards it is as it was; machine text stays such."""
    errors = plant(own, choose(["typography"]), 40)
    dealt = copies(own, errors)
    before = {path: path.read_bytes() for path in sorted(own.root.rglob("*.po"))}
    assert sorted(map(id, (error for copy in dealt for error in copy))) == sorted(map(id, errors))
    for copy in dealt:
        with planted(own, copy):
            for file in {error.file for error in copy}:
                _assert_differs_in(
                    Catalog.load(own.root / file, root=own.root), before[own.root / file], copy
                )
    assert {path: path.read_bytes() for path in sorted(own.root.rglob("*.po"))} == before


def _assert_differs_in(catalog: Catalog, before: bytes, errors: list[Planted]) -> None:
    old = Catalog.parse(before, REPOSITORY / catalog.path, root=REPOSITORY)
    wanted = {error.key: error.after for error in errors if error.file == catalog.path}
    assert len(wanted) <= max(1, len(old.units) // UNITS_PER_ERROR)
    assert catalog.header == old.header
    for now, was in zip(catalog.units, old.units, strict=True):
        assert now.targets == (wanted.get(was.key, was.targets[0]),)
        assert state_of(now) == state_of(was)
        assert (now.source, now.flags, now.locations) == (was.source, was.flags, was.locations)


# --- measuring


def test_what_a_rule_finds_is_counted(own: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error is found where a rule says something of its unit that it did not say before, by that rule."""
    fake(monkeypatch, lambda unit: iter(["two spaces"] if "  " in unit.target else []))
    errors = plant(own, choose(["space-doubled", "stop-missing"]), 40)
    measured = measure(own, errors, look_by_check)
    assert [each.error for each in measured] == errors
    assert {each.is_found for each in measured if each.error.kind == "space-doubled"} == {True}
    assert {each.is_found for each in measured if each.error.kind == "stop-missing"} == {False}
    assert {each.rules for each in measured} == {("fake",), ()}
    table = tables.by_kind(measured)
    assert [row[:5] for row in table.rows] == [
        ("space-doubled", "typography", 20, 20, 100.0),
        ("stop-missing", "typography", 0, 20, 0.0),
    ]
    assert table.rows[0][-1] == "fake 20"


def test_what_was_said_before_is_not_found(own: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that reports the original just so has found nothing; other words for it are told as such."""
    errors = plant(own, choose(["stop-missing"]), 8)
    fake(monkeypatch, lambda unit: iter([f"{unit.source}: always"]))
    assert not any(each.is_found for each in measure(own, errors, look_by_check))
    fake(monkeypatch, lambda unit: iter([f"it has {len(unit.target)} letters"]))
    measured = measure(own, errors, look_by_check)
    assert all(each.is_found and each.reworded == each.reports for each in measured)
    assert "found only in that a report has other words" in str(tables.by_kind(measured))


def test_a_report_about_another_unit_finds_nothing(everywhere: list[Planted]) -> None:
    """What is said elsewhere does not count; a second report of the same kind does."""
    one, other = everywhere[:2]
    report = Report("fake", "warning", "wrong")
    assert not compare(one, {}, {other.place: Counter([report])}).is_found
    twice = compare(one, {one.place: Counter([report])}, {one.place: Counter([report, report])})
    assert (twice.reports, twice.reworded) == ((report,), ())


def test_a_language_without_words_is_told(everywhere: list[Planted]) -> None:
    """Where the planter has no lexicon some kinds find no place; the table by language says so."""
    _, _, by_language, _ = tables.tables([compare(replace(everywhere[0], language="xh"), {}, {})])
    assert by_language.rows == [("xh", 0, 1, 0.0)]
    assert by_language.notes == ["xh: no words of it are known, see tests/planter/lexicon.py"]


def test_figures_come_as_data(own: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    """The document has each error in full, what was said of it, and sums that agree; twice the same text."""
    fake(monkeypatch, lambda unit: iter(["odd"] if len(unit.target) % 2 else []))
    errors = plant(own, choose(["factual"]), 30)
    texts = {tables.document(measure(own, errors, look_by_check), seed=1) for _ in range(2)}
    assert len(texts) == 1
    (text,) = texts
    assert text.isascii()
    document = json.loads(text)
    assert document["version"] == 1
    fields = {"kind", "language", "file", "key", "before", "after", "start", "was", "now", "found", "reports"}
    assert all(fields <= set(error) for error in document["errors"])
    found = sum(error["found"] for error in document["errors"])
    assert document["groups"] == {"factual": {"found": found, "planted": 30}}
    assert 0 < found < 30


def test_a_rival_that_is_missing_is_told(own: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a program is not installed its column is empty, and a note says why."""
    monkeypatch.setattr(rivals, "which", lambda *_, **__: None)
    chosen = rivals.choose(["l10n-lint", "pospell"], "nowhere")
    by_group, _, times = rivals.tables(chosen, [(own, plant(own, choose(["stop-missing"]), 2))])
    assert by_group.rows[0][1:] == (2, None, None)
    assert "pospell: not there" in times.notes


def test_a_rival_that_fails_is_told(own: Ground) -> None:
    """A program that breaks down has found nothing; the others go on, and a note says how often and why."""
    errors = plant(own, choose(["stop-missing"]), 1)
    rival = rivals.Rival(
        "broken", (sys.executable, "-c", "raise ValueError('out of paper')"), rivals._ask_l10n_lint
    )
    by_group, _, times = rivals.tables([rival], [(own, errors)])
    assert by_group.rows[0][1:] == (1, 0)
    assert times.notes == [f"broken: failed in {rival.runs} of {rival.runs} runs, ValueError: out of paper"]


@pytest.mark.skipif(find_spec("translate") is None, reason="translate-toolkit is not installed")
def test_a_rival_is_measured_likewise(own: Ground) -> None:
    """pofilter, a process of its own, finds doubled spaces; what it finds is counted by kind."""
    found = plant(own, choose(["space-doubled"]), 8)
    errors = [error for error in found if error.file.endswith("index.po")][:3]
    (rival,) = rivals.choose(["pofilter"], None)
    _, by_kind, times = rivals.tables([rival], [(own, errors)])
    assert by_kind.rows == [("space-doubled", len(errors), len(errors))]
    assert "doublespacing" in rival.measured[0].rules
    files = sum(len(own.catalogs[code]) for code in {error.language for error in errors})
    assert times.rows[0][1] == 2 * files  # the originals, and one copy


# --- false alarms


def test_alarms_are_gathered_on_what_people_made(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts that people made are counted, with what a rule says of them; doubtful ones are not."""
    fake(monkeypatch, lambda unit: iter([f"says “{unit.target}”"] if "Regen" in unit.target else []))
    folder = small / "work"
    made = ground.human(folder, Corpus.open(str(small / "manual")))
    gathered = alarms.gather(made)
    every = Catalog.load(small / "manual/de.po", root=small).units
    human = [unit for unit in every if unit.has_text and not unit.fuzzy]
    assert gathered.units == len(human) == len(every) - 1
    wanted = {unit.source for unit in human if "Regen" in unit.target}
    assert {alarm.source for alarm in gathered.alarms} == wanted
    assert {(alarm.rule, alarm.language) for alarm in gathered.alarms} == {("fake", "de")}
    assert ("fake", "warning", len(wanted), len(wanted) * 1_000 / len(human)) in alarms.table(gathered).rows


def gathered_of(number: int, *, units: int = 1_000, rule: str = "fake") -> alarms.Gathered:
    """So many alarms of a rule."""
    found = tuple(
        alarms.Alarm(
            rule,
            "warning",
            "de",
            "a.po",
            f"{n:016x}",
            f"One {n}",
            f"Ein {n}",
            f"“Das „Ein {n}“ da” is wrong: Ein {n}",
            "",
        )
        for n in range(number)
    )
    return alarms.Gathered(units, found, {rule: "warning"})


def test_a_sample_can_be_judged_and_is_kept(tmp_path: Path) -> None:
    """The sample is the same every time; what a reader fills stays under its key, also when it is no longer found."""
    shelf, sheets = tmp_path / "shelf", tmp_path / "sheets"
    judgements.keep(gathered_of(50), shelf, sheets, number=10, seed=3)
    path = shelf / "fake.toml"
    text = path.read_text(encoding="utf-8")
    assert text.count('right = ""') == text.count("sampled = true") == 10
    filled = text.replace('right = ""\nwhy = ""', 'right = false\nwhy = "a name"', 3).replace(
        'right = ""', "right = ", 1
    )
    path.write_text(filled, encoding="utf-8")
    judgements.keep(gathered_of(50), shelf, sheets, number=10, seed=3)
    (kept,) = judgements.estimates(shelf)
    assert (len(kept.judgements), len(kept.read), kept.right) == (10, 3, 0)
    assert [each.key for each in kept.judgements] == re.findall(r'key = "(\w+)"', text)
    judgements.keep(gathered_of(0), shelf, sheets, number=10, seed=3)
    (gone,) = judgements.estimates(shelf)
    assert [(each.why, each.sampled) for each in gone.judgements] == [("a name", False)] * 3
    assert (gone.findings, gone.read, gone.false_errors) == (0, [], 0.0)


def test_others_texts_are_not_kept(tmp_path: Path) -> None:
    """The file of judgements quotes no translation; the sheet to read beside it has source, translation and key."""
    shelf, sheets = tmp_path / "shelf", tmp_path / "sheets"
    judgements.keep(gathered_of(3), shelf, sheets)
    kept = (shelf / "fake.toml").read_text(encoding="utf-8")
    sheet = (sheets / "fake.txt").read_text(encoding="utf-8")
    assert "Ein 1" not in kept
    assert "One 1" not in kept
    assert "Ein 1" in sheet
    assert "One 1" in sheet
    assert all(key in sheet for key in re.findall(r'key = "(\w+)"', kept))


def test_false_findings_are_estimated(tmp_path: Path) -> None:
    """Of 200 findings on 10,000 units 10 are read and 2 are right: 16 false ones on 1,000 units, at most 18.9."""
    shelf = tmp_path / "shelf"
    judgements.keep(gathered_of(200, units=10_000), shelf, tmp_path / "sheets", number=10)
    path = shelf / "fake.toml"
    text = (
        path.read_text(encoding="utf-8")
        .replace('right = ""', "right = true", 2)
        .replace('right = ""', "right = false")
    )
    path.write_text(text, encoding="utf-8")
    found = judgements.estimates(shelf)
    by_rule, by_severity = judgements.tables(found)
    assert by_rule.rows[0][:6] == ("fake", "warning", 200, 10, 10, 2)
    assert by_rule.rows[0][6] == pytest.approx(16.0)
    assert by_rule.rows[0][7] == pytest.approx(18.9, abs=0.05)  # Wilson's interval for 8 of 10: 0.49 to 0.943
    assert by_severity.rows[1] == ("warning", 1, 0, pytest.approx(20.0), pytest.approx(16.0))
    assert json.loads(judgements.document(found))["rules"][0]["false_per_1000"] == pytest.approx(16.0)


@pytest.mark.parametrize("text", ["right = maybe", 'right = "yes"'])
def test_a_judgement_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    """A file that cannot be understood is named in one line; nothing is written over it."""
    judgements.keep(gathered_of(2), tmp_path, tmp_path / "sheets")
    path = tmp_path / "fake.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('right = ""', text), encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(UserError, match=r"fake\.toml: "):
        judgements.keep(gathered_of(2), tmp_path, tmp_path / "sheets")
    assert path.read_bytes() == before


# --- as people use it


def test_the_planter_is_run_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`python tests/planter --list` names each error, `--show` tells one in full."""
    words = ["--kinds=day-changed", "--number=2"]
    command = [sys.executable, str(REPOSITORY / "tests/planter"), *words, "--list"]
    listed = finish(start(command, home=tmp_path), timeout=60)
    assert listed.code == 0, listed.err
    first, second = listed.out.splitlines()
    assert "day-changed" in first
    assert "day-changed" in second
    assert cli.main([*words, "--show", first.split()[0]]) == 0
    shown = capsys.readouterr().out
    assert "The day of a date is another one." in shown
    for word in ("unit:", "where:", "source:", "before:", "after:", "July 22–27"):
        assert word in shown


def test_a_corpus_is_planted_beside_the_project(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With a corpus the tables have both grounds; errors come into what people made."""
    words = ["--corpus", str(small / "manual"), "--kinds", "space-doubled", "--number", "3"]
    assert cli.main(words) == 0
    out = capsys.readouterr().out
    assert re.search(r"\| group +\| own +\| human +\| found +\| planted", out)
    assert re.search(r"\| space-doubled +\| typography +\| +6 +\| +6 +\| +100 +\|", out)
    assert cli.main([*words, "--list"]) == 0
    assert (
        len(re.findall(r"space-doubled +de +locales/de/LC_MESSAGES/corpus\.po", capsys.readouterr().out)) >= 3
    )


@pytest.mark.parametrize(
    "words",
    [
        ["--kinds=nonsense"],
        ["--number=0"],
        ["--show=nobody", "--kinds=day-changed", "--number=1"],
        ["--corpus=nowhere"],
        ["alarms"],
        ["alarms", "--corpus=.", "--sample=0"],
        ["rivals", "--only=nobody"],
        ["plant"],
    ],
    ids=" ".join,
)
def test_what_is_not_possible_is_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """One line says what is wrong, exit code 2."""
    assert cli.main(words) == 2
    said = capsys.readouterr()
    assert said.err.startswith("planter: ")
    assert len(said.err.splitlines()) == 1
    assert not said.out


def test_the_planter_borrows_nothing_from_the_rules() -> None:
    """Kinds and their words import neither a rule nor what rules share."""
    forbidden = ("editions.checks", "editions.prose", "editions.judge", "editions.terms")
    folder = REPOSITORY / "tests" / "planter"
    paths = [
        *(folder / "kinds").glob("*.py"),
        *(folder / f"{name}.py" for name in ("marks", "text", "lexicon", "scripts")),
    ]
    assert len(paths) > 8
    for path in paths:
        assert not any(name in path.read_text(encoding="utf-8") for name in forbidden), path


def test_judgements_stay_when_git_is_asked() -> None:
    """The sheets with others' texts are never kept: they lie in build/."""
    command = ["git", "-C", str(REPOSITORY), "check-ignore", "-q", str(judgements.SHEETS)]
    assert judgements.SHEETS.is_relative_to(REPOSITORY / "build")
    assert subprocess.run(command, check=False).returncode in (0, 128)  # 128: no repository
