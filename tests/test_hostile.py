"""The shelf of attacks in tests/hostile: each is named by `check`, and none of it reaches a reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pytest
from lxml import etree

from helpers import daily
from hostile import verdicts
from hostile.facts import Output, page_facts
from hostile.planted import Planted, lay_out, planted
from hostile.shelf import HERE, KEYS, SYNTAXES, Attack, attacks
from hostile.terrain import SECRET
from hostile.trial import Trial, in_process, run_planted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

T = TypeVar("T")
together = pytest.mark.xdist_group("hostile")  # one trial for all tests that need it
apart = pytest.mark.xdist_group("planted")
# What the issue names; every class has attacks.
CLASSES = frozenset({
    "bombs", "characters", "classes", "directives", "footnotes", "front-matter", "html", "images", "links",
    "mathematics", "noqa", "paragraphs", "rendering", "roles", "search", "substitutions",
})  # fmt: skip


def each(chosen: Iterable[T], kind: Callable[[T], object]) -> pytest.MarkDecorator:
    """A test for each attack."""
    return pytest.mark.parametrize("attack", daily(chosen, kind=kind), ids=str)


def kind_of_text(attack: Attack) -> tuple[str, str, str]:
    """A class in a place of a syntax."""
    return attack.group, attack.where, attack.syntax


each_attack = each(attacks(), kind_of_text)
each_live = each((attack for attack in attacks() if attack.is_live), kind_of_text)
each_parsed = each((attack for attack in attacks() if not attack.is_bomb), kind_of_text)
each_planted = each(planted(), lambda attack: attack.name.split("-")[0])


def asked_for(session: pytest.Session, kind: type[T]) -> list[T]:
    """The attacks that this run's tests name, sorted: others need not be tried."""
    params = (getattr(item, "callspec", None) for item in session.items)
    found = [spec.params["attack"] for spec in params if spec and "attack" in spec.params]
    named = {str(attack): attack for attack in found if isinstance(attack, kind)}
    return [named[name] for name in sorted(named)]


@pytest.fixture(scope="module")
def trial(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Trial:
    """The trial of all attacks that are asked for, or of all where a test for none of them alone is run."""
    return Trial(tmp_path_factory.mktemp("hostile"), asked_for(request.session, Attack) or attacks())


def assert_empty(told: str) -> None:
    """Fails with what is told, if anything."""
    assert not told, told


# --- the shelf


def test_every_class_has_attacks() -> None:
    """The shelf has every class that the issue names, and each class more than one attack."""
    groups = [attack.group for attack in attacks()]
    assert {group for group in groups if groups.count(group) > 1} == CLASSES


def test_every_place_is_attacked() -> None:
    """No template of a place lies about unused, and every place is there in its syntax."""
    assert {(attack.where, attack.syntax) for attack in attacks()} == {
        (path.stem, path.suffix[1:]) for path in (HERE / "source").iterdir() if path.suffix[1:] in SYNTAXES
    }


def test_the_guide_of_the_shelf_names_every_key() -> None:
    """Whoever adds an attack finds every key of its file explained."""
    guide = (HERE / "README.md").read_text(encoding="utf-8")
    assert [key for key in sorted(KEYS) if f"`{key}`" not in guide] == []


@together
def test_a_trace_is_of_the_attack(trial: Trial) -> None:
    """What must not be found is not there without the attack either."""
    found = []
    for attack in trial.attacks:
        page = trial.quiet.output("html").page(attack.docname)
        found += [f"{attack}: {trace}" for trace in attack.traces if trace in page]
    assert found == []


@pytest.mark.slow
@together
@each_live
def test_stock_sphinx_lets_it_through(trial: Trial, attack: Attack) -> None:
    """What the shelf calls live is in the pages of Sphinx as it is: the attack works."""
    assert verdicts.lives_in_stock(trial, attack)


# --- as people use it


@together
@each_attack
def test_check_names_it(trial: Trial, attack: Attack) -> None:
    """`editions check` tells of it with path and line, by the rule, in the words and with the fix that are expected."""
    assert_empty(verdicts.not_named(trial, attack))


@together
def test_editions_are_built_and_say_that_texts_were_refused(trial: Trial) -> None:
    """Check and builds end with 1 and without a traceback; pages and book are there."""
    runs = trial.judged.runs
    assert {name: run.code for name, run in runs.items()} == {"check": 1, "html": 1, "pdf": 1}
    assert not [name for name, run in runs.items() if "Traceback" in run.said]
    assert trial.judged.output("html").page("index")
    assert trial.judged.output("pdf").chapters


@together
@each_attack
def test_editions_show_the_source(trial: Trial, attack: Attack) -> None:
    """Page and chapter hold no trace of the attack, and are what they are where nothing is translated."""
    assert_empty(verdicts.page_shows(trial, trial.judged, "html", attack))
    assert_empty(verdicts.book_shows(trial, trial.judged, attack))


@together
def test_the_index_holds_no_attack(trial: Trial) -> None:
    """The index of the printed book has no line that a translation brought."""
    assert_empty(verdicts.index_shows(trial, trial.judged))
    assert trial.judged.output("pdf").index.text.count("lamp of") > 2


# --- nobody judged the catalogs


@pytest.mark.slow
@together
@each_attack
def test_the_guard_alone_shows_the_source(trial: Trial, attack: Attack) -> None:
    """With catalogs that nobody judged, pages, EPUB and book are still those of the source."""
    assert_empty(verdicts.page_shows(trial, trial.guarded, "html", attack))
    assert_empty(verdicts.page_shows(trial, trial.guarded, "epub", attack))
    assert_empty(verdicts.book_shows(trial, trial.guarded, attack))


@pytest.mark.slow
@together
@each_parsed
def test_the_comparison_alone_lets_nothing_act(trial: Trial, attack: Attack) -> None:
    """Where nobody judges at all, a page may say other words than its source, but it does nothing else."""
    assert_empty(verdicts.page_does(trial, trial.compared, attack))


# --- for all ways


@together
@pytest.mark.parametrize(
    ("way", "kind"),
    [
        ("judged", "html"),
        pytest.param("guarded", "html", marks=pytest.mark.slow),
        pytest.param("guarded", "epub", marks=pytest.mark.slow),
        pytest.param("compared", "html", marks=pytest.mark.slow),
    ],
)
def test_nothing_lies_beside_the_pages(trial: Trial, way: str, kind: str) -> None:
    """No file is copied that is not there without translations, and no file holds a secret."""
    assert_empty(verdicts.common_files(trial, getattr(trial, way), kind))


@pytest.mark.slow
@together
def test_an_epub_can_be_read(trial: Trial) -> None:
    """Every page of the EPUB is well-formed XML, whatever translations try."""
    broken = []
    for name, data in trial.guarded.output("epub").files.items():
        if name.endswith(("html", ".opf", ".ncx")):
            try:
                etree.fromstring(data)
            except etree.XMLSyntaxError as error:
                broken.append(f"{name}: {error}")
    assert broken == []


@together
@pytest.mark.parametrize(
    "way", ["judged", *(pytest.param(way, marks=pytest.mark.slow) for way in ("guarded", "compared"))]
)
def test_nobody_is_called(trial: Trial, way: str) -> None:
    """No build asks the address that attacks name."""
    assert list(getattr(trial, way).calls) == []


@together
@pytest.mark.parametrize("way", ["judged", pytest.param("guarded", marks=pytest.mark.slow)])
def test_a_book_acts_in_no_way(trial: Trial, way: str) -> None:
    """A PDF holds no script, no file, no action but links, and no secret."""
    (book,) = getattr(trial, way).output("pdf").folder.glob("*.pdf")
    data = book.read_bytes()
    names = (
        b"/JavaScript",
        b"/JS",
        b"/Launch",
        b"/EmbeddedFile",
        b"/OpenAction",
        b"/SubmitForm",
        SECRET.encode(),
    )
    assert [name for name in names if name in data] == []


def test_what_is_compared_sees_a_change() -> None:
    """The comparison of pages is no empty one: a link, a class, an attribute, a word are seen."""
    page = '<p class="untranslated" lang="en">A <a href="b">c</a></p>'
    changed = [
        page.replace('href="b"', 'href="x"'),
        page.replace("<a ", '<a class="x" '),
        page.replace("<a ", '<a onclick="x" '),
        page.replace("A ", "B "),
    ]
    assert page_facts(page) == page_facts(page.replace("untranslated", "editions-machine"))
    assert all(page_facts(each) != page_facts(page) for each in changed)


# --- files


@pytest.fixture(scope="module")
def planted_in(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the program was run on every attack by files that is asked for."""
    return run_planted(tmp_path_factory.mktemp("planted") / "all", asked_for(request.session, Planted))


@apart
@each_planted
def test_planted_files_come_to_nothing(planted_in: Path, attack: Planted) -> None:
    """It ends soon, with the code and words that are expected; secret and victim are safe, the others are built."""
    assert_empty(verdicts.planted_did(planted_in, attack))


# --- what honest people write


def test_an_honest_translation_is_shown_where_nobody_judged(tmp_path: Path) -> None:
    """The guard lets a translation through that does what its source does."""
    root = tmp_path / "honest" / "project"
    lay_out(root)
    run = in_process("hostile.child", str(root), "guard", "html", home=tmp_path / "home")
    assert run.code == 0, run.said
    page = Output(root / "build" / "unjudged" / "html").page("index")
    assert "Die Lampe brennt." in page
    assert ">der Halle<" in page
    assert ">Brief</a>" in page
