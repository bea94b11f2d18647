"""The stage check: every rule against its own samples and the fixtures, and what the stage reports."""

from __future__ import annotations

import inspect
import json
import os
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from editions import checks
from editions.catalog import Catalog
from editions.check import check, has_errors
from editions.checks import pairs, rules
from editions.language import Language
from editions.mending import repaired
from editions.problem import Problem
from editions.project import Project
from editions.reports import report, to_json, to_text
from editions.source import Passage, Reading
from editions.terms import parse_terms
from helpers import REPOSITORY, SAMPLE, copy_project
from reading import of, read_folder, read_texts

if TYPE_CHECKING:
    from editions.checks import Finding, Rule

FIXTURES = Path(__file__).parent / "checks"
HEADER = b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
TITLE = re.compile(
    r"^(?P<kind>Bad|Good|Template|Terms)(?: \((?P<language>\w+)\))?:\n(?P<text>(?:    .*\n|\n)+)",
    re.MULTILINE,
)


class Sample(NamedTuple):
    """A sample of a rule's page: `Bad`, `Good` or `Template`, its language, where it stands there."""

    rule: Rule
    number: int
    kind: str
    language: str
    text: str

    @property
    def file(self) -> str:
        """A file name of its own for a sample of the source."""
        return f"{self.rule.name}-{self.number}.{self.language}"


def _samples(rule: Rule) -> list[Sample]:
    found = TITLE.finditer(rule.help + "\n")
    return [
        Sample(
            rule,
            number,
            match["kind"],
            match["language"] or "",
            inspect.cleandoc("\n" + match["text"]) + "\n",
        )
        for number, match in enumerate(found)
    ]


def _named(samples: list[Sample]) -> list[object]:
    return [
        pytest.param(sample, id=f"{sample.rule.name}-{sample.kind}-{sample.number}") for sample in samples
    ]


UNIT_SAMPLES = [
    sample for scope in ("unit", "interface") for rule in rules(scope) for sample in _samples(rule)
]
CATALOG_SAMPLES = [
    sample for rule in rules("catalog") for sample in _samples(rule) if sample.kind != "Template"
]
TERMS_SAMPLES = [
    sample for rule in rules("terms") for sample in _samples(rule) if sample.kind in {"Bad", "Good"}
]
SOURCE_SAMPLES = [sample for rule in rules("source") for sample in _samples(rule)]


def _catalog(text: str) -> Catalog:
    return Catalog.parse(
        HEADER + text.encode(), Path("/locales/xx/LC_MESSAGES/a.po"), root=Path("/"), domain="a"
    )


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_every_rule_explains_itself(rule: Rule) -> None:
    """A rule's page opens with one sentence and has a bad and a good sample."""
    first, blank = rule.help.split("\n")[:2]
    assert first.endswith(".")
    assert not blank
    assert {"Bad", "Good"} <= {sample.kind for sample in _samples(rule)}


def test_a_rule_is_named_after_its_file() -> None:
    """The rules of the shelf are its files, in kebab-case, nothing else."""
    folder = Path(checks.__file__).parent
    names = {path.stem.replace("_", "-") for path in folder.glob("[a-z]*.py")}
    assert {rule.name for rule in rules()} == names
    assert rules("unit")
    assert {rule.scope for rule in rules("unit")} == {"unit"}


@pytest.mark.parametrize("sample", _named(UNIT_SAMPLES))
def test_samples_of_unit_rules_are_true(sample: Sample) -> None:
    """What a rule's page calls bad is found by that rule, what it calls good is not."""
    (unit,) = _catalog(sample.text).units
    found = list(sample.rule.run(unit, Language(sample.language)))
    assert bool(found) == (sample.kind == "Bad")


@pytest.mark.parametrize("sample", _named([each for each in UNIT_SAMPLES if each.rule.repair]))
def test_repairs_of_samples_leave_nothing_to_find(sample: Sample) -> None:
    """What a rule repairs it does not find any more, nor does another; what is good stays as it is."""
    (unit,) = _catalog(sample.text).units
    language = Language(sample.language)
    better, names = repaired(unit, language)
    assert not (sample.kind == "Good" and sample.rule.name in names)
    assert (better != unit) == bool(names)
    for rule in rules("unit"):
        assert len(list(rule.run(better, language))) <= len(list(rule.run(unit, language)))
    assert not [rule for rule in rules("unit") if rule.name in names and list(rule.run(better, language))]
    assert repaired(better, language) == (better, ())


@pytest.mark.parametrize("rule", [rule for rule in rules() if rule.repair], ids=lambda rule: rule.name)
def test_a_rule_that_repairs_does_so(rule: Rule) -> None:
    """At least half of what a rule's page calls bad is repaired by that rule, which looks at single texts."""
    assert rule.scope == "unit"
    bad = [sample for sample in _samples(rule) if sample.kind == "Bad"]
    mended = [sample for sample in bad if rule.name in _repaired_by(sample)]
    assert len(mended) * 2 >= len(bad)


def _repaired_by(sample: Sample) -> tuple[str, ...]:
    (unit,) = _catalog(sample.text).units
    return repaired(unit, Language(sample.language))[1]


@pytest.mark.parametrize("sample", _named(TERMS_SAMPLES))
def test_samples_of_rules_about_terms_are_true(sample: Sample) -> None:
    """The same for rules about names and terms, which the page has above its samples."""
    above = next(other for other in _samples(sample.rule) if other.kind == "Terms")
    (unit,) = _catalog(sample.text).units
    found = list(
        sample.rule.run(unit, Language(sample.language), parse_terms(tomllib.loads(above.text), "x"))
    )
    assert bool(found) == (sample.kind == "Bad")


@pytest.mark.parametrize("sample", _named(CATALOG_SAMPLES))
def test_samples_of_catalog_rules_are_true(sample: Sample) -> None:
    """The same for rules about a catalog as a whole; the template is the nearest one above the sample."""
    above = [other for other in _samples(sample.rule)[: sample.number] if other.kind == "Template"]
    template = _catalog(above[-1].text) if above else None
    found = list(sample.rule.run(_catalog(sample.text), template, Language(sample.language)))
    assert bool(found) == (sample.kind == "Bad")


@pytest.fixture(scope="module")
def source_samples(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """All samples of rules about the source, read by Sphinx as documents of one project."""
    texts = {sample.file: f"{_heading(sample)}\n\n{sample.text}" for sample in SOURCE_SAMPLES}
    return read_texts(tmp_path_factory.mktemp("samples"), texts)


def _heading(sample: Sample) -> str:
    return "# Sample" if sample.language == "md" else "Sample\n======"


@pytest.mark.parametrize("sample", _named(SOURCE_SAMPLES))
def test_samples_of_source_rules_are_true(sample: Sample, source_samples: Reading) -> None:
    """The same for rules about the source, on what Sphinx reads."""
    passages = of(source_samples, f"docs/{sample.file}")
    found: list[Finding] = [finding for passage in passages for finding in sample.rule.run(passage)]
    assert passages
    assert bool(found) == (sample.kind == "Bad")


def _findings(path: Path) -> list[tuple[str, str, str]]:
    """(source, rule, message) of all that the unit rules find in a fixture."""
    catalog = Catalog.load(path, root=FIXTURES, domain=path.stem)
    language = Language(catalog.header["Language"])
    return [
        (unit.source, rule.name, finding.text)
        for unit in catalog.units
        if unit.target.strip()
        for rule in rules("unit")
        for finding in rule.run(unit, language)
    ]


def _expectations(path: Path) -> list[tuple[str, str, str]]:
    catalog = Catalog.load(path, root=FIXTURES, domain=path.stem)
    return [
        (unit.source, *(part.strip() for part in line.split(":", 2)[1:]))
        for unit in catalog.units
        for line in unit.comments
        if line.startswith("expect:")
    ]


@pytest.mark.parametrize("path", sorted((FIXTURES / "pass").glob("*.po")), ids=lambda path: path.stem)
def test_nothing_is_found_in_good_catalogs(path: Path) -> None:
    """No rule blames a unit of the fixtures that are in order."""
    assert _findings(path) == []


@pytest.mark.parametrize("path", sorted((FIXTURES / "fail").glob("*.po")), ids=lambda path: path.stem)
def test_bad_catalogs_have_exactly_the_problems_they_expect(path: Path) -> None:
    """Each unit is blamed as often, by the rules and in the words that its comments say."""
    expected, found = sorted(_expectations(path)), sorted(_findings(path))
    assert expected, "a fixture that fails must say what is expected"
    assert [entry[:2] for entry in found] == [entry[:2] for entry in expected]
    for (_, _, text), (_, _, part) in zip(found, expected, strict=True):
        assert part in text


def test_every_unit_of_a_failing_fixture_expects_something() -> None:
    """A unit without an expectation in a fixture that fails is an oversight."""
    for path in (FIXTURES / "fail").glob("*.po"):
        sources = {unit.source for unit in Catalog.load(path, root=FIXTURES, domain=path.stem).units}
        assert sources == {source for source, *_ in _expectations(path)}


def test_plural_forms_are_compared_with_their_own_source() -> None:
    """The first of several is compared with the singular, the others and a single one with the plural."""
    text = 'msgid "one"\nmsgid_plural "many"\nmsgstr[0] "{}"\nmsgstr[1] "{}"\n'
    (unit,) = _catalog(text.format("eins", "viele")).units
    assert list(pairs(unit)) == [("one", "eins"), ("many", "viele")]
    (unit,) = _catalog('msgid "one"\nmsgid_plural "many"\nmsgstr[0] "多"\n').units
    assert list(pairs(unit)) == [("many", "多")]


# --- the stage


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A fresh copy of the sample, whose catalogs a test may damage."""
    return Project.load(copy_project(SAMPLE, tmp_path / "sample"))


def _german(project: Project, name: str = "index") -> Path:
    return project.catalog(Language("de"), name)


def _append(path: Path, text: str) -> int:
    """Adds a unit at the end of a catalog; returns the line of its translation."""
    before = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text(f"{before}\n\n{text}\n", encoding="utf-8")
    return path.read_text(encoding="utf-8").splitlines().index(next(
        line for line in text.splitlines() if line.startswith("msgstr")
    )) + 1  # fmt: skip


def test_problems_are_sorted_and_stand_at_the_translation(project: Project) -> None:
    """A problem names the line of the translation; the list is sorted by path, line and rule."""
    line = _append(_german(project), 'msgid "A unit of its own."\nmsgstr "Ein eigener Satz  steht hier"')
    problems = check(project, [Language("de"), Language("ar")])
    keys = [(problem.path, problem.line, problem.rule) for problem in problems]
    assert keys == sorted(keys)
    path = "locales/de/LC_MESSAGES/index.po"
    found = {rule for where, number, rule in keys if (where, number) == (path, line)}
    assert found == {"doubled-space", "final-punctuation", "unknown-unit"}


def test_only_chosen_languages_are_checked(project: Project) -> None:
    """A problem of one language is none of another."""
    _append(_german(project), 'msgid "A unit of its own."\nmsgstr ".. raw:: html"')
    assert has_errors(check(project, [Language("de")]))
    assert not [problem for problem in check(project, [Language("ar")]) if "/de/" in problem.path]


def _cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-30])


def _not_utf8(path: Path) -> None:
    path.write_bytes(path.read_bytes() + 'msgid "ü"\nmsgstr "ö"\n'.encode("latin-1"))


def _link(path: Path) -> None:
    path.rename(path.with_suffix(".real"))
    path.symlink_to(path.with_suffix(".real"))


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize("damage", [_cut_off, _not_utf8, _link, _pipe])
def test_a_damaged_catalog_is_one_error_and_the_others_go_on(project: Project, damage: object) -> None:
    """What cannot be read is one problem with its place; other catalogs and languages are still checked."""
    _append(_german(project, "diary"), 'msgid "A unit of its own."\nmsgstr "Ein eigener Satz  steht hier."')
    damage(_german(project))  # type: ignore[operator]
    problems = check(project, [Language("de"), Language("ar")])
    (problem,) = [problem for problem in problems if problem.path == "locales/de/LC_MESSAGES/index.po"]
    assert (problem.rule, problem.severity) == ("catalog", "error")
    assert any(problem.rule == "doubled-space" for problem in problems)
    assert "Traceback" not in to_text(problems, project, [Language("de")])


def test_a_damaged_template_is_a_problem_and_catalogs_are_still_checked(project: Project) -> None:
    """Without templates the rules about single units still run."""
    _append(_german(project), 'msgid "A unit of its own."\nmsgstr "Ein eigener Satz  steht hier."')
    _cut_off(project.templates / "diary.pot")
    problems = check(project, [Language("de")])
    assert any(
        problem.path == "locales/pot/diary.pot" and problem.severity == "error" for problem in problems
    )
    assert any(problem.rule == "doubled-space" for problem in problems)


def test_a_catalog_without_a_template_and_a_document_without_a_catalog_are_told(project: Project) -> None:
    """Documents that came or went since the last update are no silence."""
    _german(project, "index").rename(_german(project, "gone"))
    problems = check(project, [Language("de")])
    found = {
        (problem.path.rsplit("/", 1)[1], problem.rule)
        for problem in problems
        if problem.severity == "warning"
    }
    assert {("gone.po", "unknown-catalog"), ("index.po", "absent-unit")} <= found


PASSAGE = Passage("docs/a.rst", 7, "This breaks off\nand  more", "This breaks off\nand  more", "body")


def test_the_source_is_checked_only_where_it_is_chosen(project: Project) -> None:
    """`check` and `check en` look at the source, `check de` does not; the line is that of the very place."""
    reading = Reading((PASSAGE,))
    assert not [
        found for found in check(project, [Language("de")], reading=reading) if found.path == "docs/a.rst"
    ]
    found = check(project, [project.source_language], reading=reading)
    assert [(problem.line, problem.rule) for problem in found] == [
        (7, "source-final-punctuation"),
        (8, "source-double-space"),
    ]


@pytest.mark.parametrize(("prose", "severity"), [("true", "error"), ("false", "warning")])
def test_the_source_is_held_to_the_rules_where_the_project_says_so(
    project: Project, prose: str, severity: str
) -> None:
    """`prose = true` makes errors of what is only a warning in adopted projects."""
    settings = project.root / "pyproject.toml"
    table = re.sub(r"(?m)^prose = .*\n", "", settings.read_text(encoding="utf-8"))
    settings.write_text(
        table.replace("[tool.editions]\n", f"[tool.editions]\nprose = {prose}\n"), encoding="utf-8"
    )
    again = Project.load(project.root)
    problems = check(again, [again.source_language], reading=Reading((PASSAGE,)))
    assert {problem.severity for problem in problems} == {severity}


def test_the_documents_of_this_project_keep_the_rules() -> None:
    """Nothing is found in what this project publishes."""
    project = Project.load(REPOSITORY)
    reading = read_folder(project.source, root=project.root)
    assert len(reading.passages) > 10
    assert check(project, [project.source_language], reading=reading) == []


def test_json_is_what_the_contract_says(project: Project) -> None:
    """The report names exactly six fields per problem, and nothing in it acts on a terminal."""
    _append(_german(project), 'msgid "A unit of its own."\nmsgstr "Ein \x1b[31m \u202eSatz  hier."')
    output = report(check(project, [Language("de")]), project, [Language("de")], "json")
    parsed = json.loads(output)
    assert parsed["version"] == 1
    assert all(
        set(entry) == {"path", "line", "rule", "severity", "text", "fix"} for entry in parsed["problems"]
    )
    assert output.isascii()


def test_text_shows_place_words_source_translation_and_a_summary(project: Project) -> None:
    """The report for people quotes source and translation, and ends with a line per language."""
    line = _append(_german(project), 'msgid "One sentence of its own."\nmsgstr "Ein Satz  für sich."')
    languages = [Language("de"), project.source_language]
    lines = to_text(check(project, languages), project, languages).splitlines()
    finding = "warning: there are two spaces in “Satz  für” [doubled-space]"
    place = lines.index(f"locales/de/LC_MESSAGES/index.po:{line}: {finding}")
    assert lines[place + 1].split(":", 1)[1].strip() == "One sentence of its own."
    assert lines[place + 2].split(":", 1)[1].strip() == "Ein Satz  für sich."
    assert lines[place + 3].split(":", 1)[1].strip() == "keep one of them"
    assert lines[-2].startswith("de (German): ")
    assert lines[-1] == "en (English): no problems found"


def test_text_carries_no_control_characters(project: Project) -> None:
    """What a stranger wrote into a catalog cannot move the cursor or reorder a line."""
    _append(_german(project), 'msgid "A unit of its own."\nmsgstr "Ein \x1b[31m \u202eSatz  hier."')
    output = to_text(check(project, [Language("de")]), project, [Language("de")])
    assert "\x1b" not in output
    assert "\u202e" not in output
    assert "msgstr" not in output


def test_warnings_are_no_errors() -> None:
    """Only an error makes the program's exit code 1."""
    assert not has_errors([Problem("a", 1, "b", "warning", "c"), Problem("a", 1, "b", "advice", "c")])
    assert has_errors([Problem("a", 1, "b", "error", "c")])
    assert to_json([]) == '{\n  "version": 1,\n  "problems": []\n}'
