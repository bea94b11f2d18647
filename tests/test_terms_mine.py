"""Candidates for names.toml: names, acronyms and phrases of the source, with what they are in other languages."""

from __future__ import annotations

import doctest
import json
from pathlib import Path

import pytest

from editions.catalog import Catalog
from editions.glossary import measures, mine
from editions.glossary.words import common_words, read_text
from editions.language import Language
from editions.project import Project
from editions.terms import Terms, load_terms, occurs, parse_terms, stem
from helpers import editions, snapshot

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ENGLISH = Language("en")
# Source, German, Chinese: enough of them that chance explains nothing.
TEXTS = [
    ("The Ministry of Labour met trade unions.", "Das Arbeitsministerium traf Gewerkschaften.", "劳工部会见了工会。"),
    ("A trade union is not a party.", "Eine Gewerkschaft ist keine Partei.", "工会不是政党。"),
    ("Nobody asked the trade unions in May.", "Niemand fragte im Mai die Gewerkschaften.", "五月没有人问过工会。"),
    ("Every trade union wrote to the OECD.", "Jede Gewerkschaft schrieb an die OECD.", "每个工会都给经合组织写了信。"),
    ("Rain fell on the town.", "Regen fiel auf die Stadt.", "小镇下了雨。"),
    ("The train was late again.", "Der Zug kam wieder zu spät.", "火车又晚点了。"),
    ("Bread costs more each week.", "Brot kostet jede Woche mehr.", "面包每周都在涨价。"),
    ("She sings in a choir.", "Sie singt in einem Chor.", "她在合唱团唱歌。"),
    ("He reads `WikiLeaks <https://example.org/US>`__ daily.", "Er liest täglich WikiLeaks.", "他每天读维基解密。"),
    ("Snow lay on the Ministry of Labour.", "Schnee lag auf dem Arbeitsministerium.", "劳工部落了雪。"),
    ("Yesterday Mary Jones of the Ministry of Labour spoke.", "Gestern sprach Mary Jones.", "昨天玛丽讲话。"),
    ("We left yesterday; World War II was over.", "Wir gingen gestern; der Krieg war aus.", "我们昨天离开。"),
    ("A Title In Capital Letters", "Ein Titel", "标题"),
    ("STOP THE WAR NOW", "STOPPT DEN KRIEG", "停止战争"),
    ("``Trade Union`` is a class, |Trade Union| a word.", "``Trade Union`` ist eine Klasse.", "类。"),
]  # fmt: skip


def catalog(number: int | None = None) -> str:
    """A template, or the catalog of a language."""
    entries = (
        f'#: docs/a.rst\nmsgid "{texts[0]}"\nmsgstr "{texts[number] if number else ""}"\n' for texts in TEXTS
    )
    return HEADER + "\n".join(entries)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with TEXTS."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "conf.py").touch()
    for path, number in {"pot/a.pot": None, "de/LC_MESSAGES/a.po": 1, "zh_CN/LC_MESSAGES/a.po": 2}.items():
        file = tmp_path / "locales" / path
        file.parent.mkdir(parents=True)
        file.write_text(catalog(number), "utf-8")
    return Project.load(tmp_path)


def found(project: Project, *codes: str, **table: list):
    """The candidates by their words."""
    terms = parse_terms(table, "names.toml")
    return {each.text: each for each in mine(project, terms, [Language(code) for code in codes])}


def test_names_acronyms_and_phrases_are_found(project):
    """Each with how often and where; capitals of sentences, titles and shouting say nothing, code is not read."""
    candidates = found(project)
    assert {text: (each.kind, each.count) for text, each in candidates.items()} == {
        "Ministry of Labour": ("name", 2),
        "Mary Jones of the Ministry of Labour": ("name", 1),
        "World War II": ("name", 1),
        "WikiLeaks": ("name", 1),
        "OECD": ("acronym", 1),
        "trade union": ("phrase", 4),
    }
    for each in candidates.values():
        unit = Catalog.load(project.root / each.path, root=project.root).at(each.line)
        assert each.text in unit.source


def test_what_is_known_is_no_candidate(project):
    """Names and terms of names.toml, and what lies within them, inflected too."""
    table = {
        "name": [{"source": "Mary Jones of the Ministry of Labour"}, {"source": "OECD"}],
        "term": [{"source": "trade union"}],
    }
    assert set(found(project, **table)) == {"Ministry of Labour", "World War II", "WikiLeaks"}
    assert found(project, **table)["Ministry of Labour"].count == 2


def test_translations_that_go_together_are_shown(project):
    """By stems in German, by letters in Chinese; nothing where the evidence is thin."""
    candidates = found(project, "de", "zh_CN")
    german, chinese = (candidates["trade union"].translations[code][0] for code in ("de", "zh_CN"))
    assert german.text in {"Gewerkschaft", "Gewerkschaften"}
    assert (german.count, german.units, german.dice, german.machine) == (4, 4, 1.0, False)
    assert chinese.text == "工会"
    assert candidates["OECD"].translations == {}


def test_renderings_of_other_terms_are_taken_for_theirs(project):
    """What names.toml calls something else is no evidence for a candidate."""
    known = {"term": [{"source": "union", "de": "Gewerkschaft"}]}
    assert "de" not in found(project, "de", **known)["trade union"].translations


def test_doubtful_texts_are_no_evidence(project):
    """What needs work, or is missing, says nothing; a machine's text says whose it is."""
    path = project.root / "locales/de/LC_MESSAGES/a.po"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace('#: docs/a.rst\nmsgid "Every', '#: docs/a.rst\n#, fuzzy\nmsgid "Every'), "utf-8"
    )
    assert found(project, "de")["trade union"].translations["de"][0].units == 3
    path.write_text(text.replace("#: docs/a.rst\n", "#: docs/a.rst\n#, fuzzy\n"), "utf-8")
    assert found(project, "de")["trade union"].translations == {}


def test_a_project_without_templates_is_mined_by_its_catalogs(project):
    """Each unit counts once, in however many languages."""
    before = found(project)
    (project.root / "locales/pot/a.pot").unlink()
    after = found(project)
    assert {text: each.count for text, each in after.items()} == {
        text: each.count for text, each in before.items()
    }
    assert after["OECD"].path == "locales/de/LC_MESSAGES/a.po"


def test_the_command(project):
    """Text for people, JSON in ASCII for programs, at most so many of each kind; nothing is written."""
    before = snapshot(project.root)
    run = editions(project.root, "terms", "mine", "de", "zh_CN", "--limit", "1")
    assert run.code == 0
    assert run.out.splitlines()[:2] == ["names:", "    2 ×  Ministry of Labour  locales/pot/a.pot:7"]
    assert "zh_CN: 工会 (4 of 4)" in run.out
    assert "Mary Jones" not in run.out
    run = editions(project.root, "terms", "mine", "zh_CN", "--format", "json")
    assert run.out.isascii()
    table = json.loads(run.out)
    assert (table["version"], table["languages"]) == (1, ["zh_CN"])
    (phrase,) = [each for each in table["candidates"] if each["kind"] == "phrase"]
    assert phrase["translations"]["zh_CN"][0]["text"] == "工会"
    assert snapshot(project.root) == before
    assert editions(project.root, "terms", "mine", "xx").refused()


def test_nothing_to_find(project):
    """A project without texts has no candidates, and says so."""
    for path in (project.root / "locales").rglob("a.po*"):
        path.write_text(HEADER, "utf-8")
    assert mine(project, Terms(), project.languages) == ()
    assert editions(project.root, "terms", "mine").out == "nothing found that names.toml does not have\n"


def test_the_measures_are_those_of_their_papers():
    """The examples in the documentation are true."""
    assert doctest.testmod(measures).failed == 0
    assert doctest.testmod(measures).attempted >= 4


def test_words_are_cut_at_marks():
    """Emphasis joins, marks part; a sentence begins after its end; code and notes are no words."""
    text = read_text("Read *World\nNews*. It’s Anna’s (old) ``x y`` book [1]_.", "rst", ENGLISH)
    assert [[token.text for token in segment] for segment in text.segments] == [
        ["Read", "World", "News"], ["It", "Anna"], ["old"], ["book"],
    ]  # fmt: skip
    assert [token.text for token in text.tokens if token.opens] == ["Read", "It", "book"]
    assert "the" in common_words(ENGLISH)
    assert common_words(Language("he")) == frozenset()


# The same word in another form whose beginning is not enough to see it: only its stem is the same.
FORMS = [
    ("de", "Haus", "Häuser"),
    ("en", "activity", "activities"),
    ("es", "organización", "organizaciones"),
    ("fr", "journal", "journaux"),
    ("nb", "hus", "husene"),
    ("nn", "hus", "husa"),
    ("hr", "klasa", "klasama"),
    ("sr", "синдикат", "синдикатима"),
    ("ru", "партия", "партией"),
    ("el", "κόμμα", "κομμάτων"),
    ("tr", "işçi", "işçilerin"),
]


@pytest.mark.parametrize(("code", "word", "form"), FORMS)
def test_inflected_forms_are_recognised(code, word, form):
    """Stems by Snowball, for the languages that it has under their own code or another one."""
    assert occurs(word, f"x {form} y", Language(code))


@pytest.mark.parametrize(
    ("code", "word", "form"),
    [
        ("de", "Haus", "Häuser"),
        ("nb", "hus", "husene"),
        ("hr", "klasa", "klasama"),
        ("en", "party", "parties"),
    ],
)
def test_stems_are_snowballs(code, word, form):
    """Both Norwegians, and what is written like Serbian, have a stemmer too; other languages keep the word."""
    assert stem(word, Language(code)) == stem(form, Language(code))
    assert stem("Überall", Language("he")) == "überall"


def test_our_own_names_are_read_with_their_origins():
    """`from` and `part` are read; what is no text is told."""
    terms = parse_terms({"name": [{"source": "A", "from": "x", "part": "noun"}]}, "names.toml")
    assert (terms.entries[0].origins, terms.entries[0].part) == ({"": "x"}, "noun")
    with pytest.raises(Exception, match="where it comes from"):
        parse_terms({"name": [{"source": "A", "from": {"de": 1}}]}, "names.toml")
    assert load_terms(Project.load(Path(__file__).parent.parent)).entries[0].origins["de"]
