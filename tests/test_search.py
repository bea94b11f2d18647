"""The search of foreign themes: which language gets which, what words are, and that no script comes in by it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import sphinx
from hypothesis import given
from hypothesis import strategies as st
from sphinx.application import Sphinx
from sphinx.search import IndexBuilder, SearchLanguage, languages
from sphinx.util.docutils import docutils_namespace

from editions.formats.html.search import index_powers
from editions.sphinxext.search import PlainSearch, StemmedSearch, fold, search_language
from helpers import editions
from searching import SAMPLES, STRIKE, project_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from helpers import Built

DATA = "_static/language_data.js"
STEMMED = pytest.mark.skipif(sphinx.version_info < (9,), reason="Sphinx brings these stemmers from 9.0 on")


@pytest.fixture
def searched(tmp_path: Path) -> Iterator[Callable[..., SearchLanguage]]:
    """What Sphinx takes for the search of an application of this language and configuration."""
    former = dict(languages)
    (tmp_path / "index.rst").write_text("Title\n=====\n")

    def search(language: str, conf: str = "", **options: Any) -> SearchLanguage:
        (tmp_path / "conf.py").write_text(conf)
        config = {"language": language, "extensions": ["editions.sphinxext.search"], **options}
        with docutils_namespace():
            app = Sphinx(
                tmp_path, tmp_path, tmp_path / "out", tmp_path / "trees", "html",
                confoverrides=config, status=None, warning=None,
            )  # fmt: skip
        code = app.config.html_search_language or app.config.language
        return IndexBuilder(app.env, code, app.config.html_search_options, "").lang

    yield search
    languages.clear()
    languages.update(former)


@pytest.mark.parametrize(
    "code", ["pl", "cs", "uk", "bg", "vi", "bn", "si", "he", "fa", "ur", "th", "km", "lt", "qps"]
)
def test_a_language_without_a_stemmer_gets_a_plain_search(
    searched: Callable[..., SearchLanguage], code: str
) -> None:
    """Neither a stop word nor a stemmer of English is in the search of a language that Sphinx does not know."""
    search = searched(code)
    assert type(search).__mro__[1] is PlainSearch
    assert search.stopwords == frozenset()
    assert search.lang == code
    for word in ("to", "the", "running", "prasy"):
        assert search.stem(word) == word
        assert search.word_filter(word)
    assert "EnglishStemmer" not in search.js_stemmer_code


@STEMMED
@pytest.mark.parametrize(
    ("code", "forms"),
    [
        ("ar", "عمال العمال"),
        ("ca", "treballadors treballador"),
        ("el", "εργάτες εργάτης ΕΡΓΆΤΗΣ"),
        ("hi", "मज़दूर मज़दूरों"),
        ("hy", "աշխատող աշխատողներ"),
        ("id", "pekerja bekerja"),
        ("sr", "радник радника radnika"),
        ("sr@latin", "radnik radnika"),
        ("ta", "மலைகளில் மலைகள்"),
    ],
)
def test_a_language_of_snowball_gets_its_stemmer(
    searched: Callable[..., SearchLanguage], code: str, forms: str
) -> None:
    """Forms of a word are one term where Sphinx brings Snowball's JavaScript for the language."""
    search = searched(code)
    assert isinstance(search, StemmedSearch)
    assert len({search.stem(form) for form in forms.split()}) == 1


@STEMMED
def test_a_stemmer_that_the_page_does_not_have_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where Sphinx brings no JavaScript (before 9.0), or another generation's, Python's stemmer stays out, too."""
    sound = search_language("el")
    monkeypatch.setattr("editions.sphinxext.search.metadata.version", lambda _: "2.2.0")
    assert not issubclass(search_language("el"), StemmedSearch)
    monkeypatch.undo()
    monkeypatch.setattr("editions.sphinxext.search.package_dir", str(tmp_path))
    bare = search_language("el")
    assert issubclass(sound, StemmedSearch)
    assert not issubclass(bare, StemmedSearch)
    assert bare({}).stem("ΕΡΓΆΤΗΣ") == "εργάτησ"
    assert bare.js_stemmer_code == PlainSearch.js_stemmer_code


@pytest.mark.parametrize(
    ("code", "name"),
    [("en", "SearchEnglish"), ("de", "SearchGerman"), ("pt_BR", "SearchPortuguese"), ("nb", "SearchNorwegian"),
     ("de@formal", "SearchGerman"), ("fr_CA", "SearchFrench")],
)  # fmt: skip
def test_what_sphinx_has_is_kept(searched: Callable[..., SearchLanguage], code: str, name: str) -> None:
    """A language of Sphinx's keeps its class, under other codes too, of which Sphinx makes English."""
    assert type(searched(code)).__name__ == name


@pytest.mark.parametrize("code", ["ja", "zh_CN", "zh_TW"])
def test_japanese_and_chinese_are_mended(searched: Callable[..., SearchLanguage], code: str) -> None:
    """Any part of a sentence is found, with or without a program that knows the words."""
    assert isinstance(searched(code), PlainSearch)


def test_the_projects_own_choice_wins(searched: Callable[..., SearchLanguage]) -> None:
    """A search language or option of conf.py, or a class of an extension, stays as it is."""
    assert type(searched("pl", html_search_language="fr")).__name__ == "SearchFrench"
    splitter = "sphinx.search.ja.DefaultSplitter"
    assert type(searched("ja", html_search_options={"type": splitter})).__name__ == "SearchJapanese"
    assert type(searched("zh_CN", html_search_options={"dict": "own.txt"})).__name__ == "SearchChinese"
    assert isinstance(searched("zh_TW", html_search_options={"type": splitter}), PlainSearch)
    own = (
        "from sphinx.search import SearchLanguage\n\n\nclass Own(SearchLanguage):\n    lang = 'cs'\n\n\n"
        "def setup(app):\n    app.add_search_language(Own)\n"
    )
    assert type(searched("cs", own)).__name__ == "Own"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("बंदरगाह के मज़दूर।", ["बंदरगाह", "के", "मज़दूर"]),
        ("গণতন্ত্র, সরকার", ["গণতন্ত্র", "সরকার"]),
        ("ஜனநாயகத்தைக் கோரு", ["ஜனநாயகத்தைக்", "கோரு"]),
        ("ශ්‍රී ලංකාව", ["ශ්රී", "ලංකාව"]),  # with a joiner, which nobody types
        ("می‌خواهیم؛ کتـاب", ["میخواهیم", "کتاب"]),
        ("п'ять, П’ять, пʼять", ["пять", "пять", "пять"]),
        ("'quoted' don't", ["quoted", "don", "t"]),
        ("L·L col·lega", ["ll", "collega"]),
        ("ＷＳＷＳ a_b naïve nai\u0308ve", ["wsws", "a_b", "naïve", "naïve"]),
        ("STRASSE Straße ΛΌΓΟΣ λόγος İı", ["strasse", "strasse", "λόγοσ", "λόγοσ", "ii"]),
        ("ab\u00adc \u0301x 🎉 — 1,5", ["abc", "x", "1", "5"]),
    ],
)  # fmt: skip
def test_words_are_letters_marks_and_digits(text: str, words: list[str]) -> None:
    """No word breaks at a vowel sign or a joiner; case, width and form of a character make no difference."""
    search = PlainSearch({})
    assert [search.stem(word) for word in search.split(text)] == words


@pytest.mark.parametrize(
    ("text", "run", "short"),
    [
        ("社会主義者", "社会主義者 ", "社 会 主 義 者 社会 会主 主義 義者"),
        ("ภูเขา", "ภูเขา ", "ภ เ ข า ภู เข ขา"),  # no part begins with a mark
        ("노동자가", "노동자가 ", "노 동 자 가 노동 동자 자가"),
        ("ប្រជា", "ប្រជា ", "ប រ ជ ប្ រជ ជា"),
        ("ပြည်\u200bသူ", "ပြည်သူ ", "ပ ည သ ပြ ည် သူ"),
        ("𠀀党", "𠀀党 ", "𠀀 党"),
        ("党", "党", "党"),
    ],
)
def test_runs_of_scripts_without_spaces_are_indexed_whole_and_in_short_parts(
    text: str, run: str, short: str
) -> None:
    """A run ends in a space, so that no query is equal to it; its single characters and pairs stand by themselves."""
    search = PlainSearch({})
    assert {search.stem(word) for word in search.split(text)} == {run, *short.split()}


def found(search: PlainSearch, text: str, query: str) -> bool:
    """Whether a run of letters is found in a text as Sphinx's page looks: an equal term, or a part of a longer one."""
    index = {search.stem(word) for word in search.split(text)}
    term = fold(query)
    return term in index or (len(term) > 2 and any(term in each for each in index))


@given(text=st.text("党社会主義者한글ภูเขาก", min_size=1, max_size=20), data=st.data())
def test_any_part_of_a_run_is_found(text: str, data: st.DataObject) -> None:
    """From any character that is no mark up to any other, however long, and a run that is nowhere is not."""
    search = PlainSearch({})
    start = data.draw(st.integers(0, len(text) - 1))
    part = text[start : data.draw(st.integers(start + 1, len(text)))]
    if part[0] != "ู":
        assert found(search, text, part)
    assert not found(search, text, f"{part}象")


def test_numbers_are_left_out_as_sphinxs_page_leaves_them_out() -> None:
    """What is never looked for is not indexed; digits of other scripts are looked for."""
    search = PlainSearch({})
    assert [word for word in ("2018", "２０１８", "१८", "a1", "") if search.word_filter(search.stem(word))] == [
        "２０１８", "१८", "a1",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def built(build_once: Callable[..., Built]) -> Built:
    """The sample in all its languages under a foreign theme; only to be read."""
    return build_once("search-furo", project_in(*SAMPLES), {"html": ("html",)})


def terms_of(built: Built, code: str) -> dict[str, Any]:
    """The words of the documents in an edition's search index."""
    data = (built.output / code / "html/searchindex.js").read_text("utf-8")
    index = json.loads(data.removeprefix("Search.setIndex(").removesuffix(")"))
    return index["titleterms"] | index["terms"]


def test_english_stop_words_are_words(built: Built) -> None:
    """The Polish "to" is in the index, which Sphinx's English leaves out, and "prawo" is not cut as if English."""
    assert {"to", "prawo", "robotnicy"} <= set(terms_of(built, "pl"))


def test_every_translated_edition_is_compared_and_shown(built: Built) -> None:
    """Search scripts that differ by language are no excess over the source edition: all else is the same."""
    assert built.runs["html"].code == 0, built.runs["html"].said
    contents = {}
    for code in ("en", *SAMPLES):
        record = json.loads(
            (built.output / ".staging/working" / code / "html.powers.json").read_text("utf-8")
        )
        contents[code] = [power for power in record["files"][DATA]["powers"] if power[0] == "content"]
    assert len(contents["en"]) == 1
    assert set(map(str, contents.values())) == {str(contents["en"])}


def test_the_scripts_hold_nothing_of_a_catalog(built: Built) -> None:
    """The search script of an edition is made of this program and Sphinx alone: no letter of its text is in it."""
    for code in ("pl", "uk", "th", "ja", "zh_CN", "ko"):
        script = (built.output / code / "html" / DATA).read_text("utf-8")
        assert script.isascii()
        assert PlainSearch.js_splitter_code in script
        assert PlainSearch.js_stemmer_code in script


HOSTILE = """

def spoil(app, error):
    import pathlib
    if app.config.language == "th":
        path = pathlib.Path(app.outdir, "_static", "language_data.js")
        path.write_text({change}, encoding="utf-8")


def setup(app):
    app.connect("build-finished", spoil)
"""
CHANGES = {
    "behind it": 'path.read_text("utf-8") + "steal();"',
    "within it": 'path.read_text("utf-8").replace("const rules", "steal(); const rules")',
    "a copy of it": 'path.read_text("utf-8") * 2 + "steal()"',
    "in a comment of it": 'path.read_text("utf-8").replace("// Words", "steal();// Words")',
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_script_beside_ours_is_seen(tmp_path: Path, change: str) -> None:
    """What stands in an edition's search script beside the search of its language fails the edition."""
    root = project_in("th", theme="alabaster", more=HOSTILE.format(change=change))(tmp_path / "project")
    run = editions(root, "html", "th")
    assert run.code == 1, run.said
    assert f"another content of the file: {DATA}" in re.sub(r"\s+", " ", run.said)
    assert not (root / "build/editions/th").exists()


def test_a_text_that_looks_like_a_script_stays_a_word_of_the_index(tmp_path: Path) -> None:
    """Quotation marks, brackets and scripts in a translation are data of the index, and of nothing else."""
    root = project_in("th", theme="alabaster")(tmp_path / "project")
    catalog = root / "locales/th/LC_MESSAGES" / f"{STRIKE}.po"
    hostile = r"การ\"]}); constructor steal(); ${steal()}"
    catalog.write_text(catalog.read_text("utf-8").replace("การนัดหยุดงาน", hostile), encoding="utf-8")
    run = editions(root, "html", "th")
    assert run.code == 0, run.said
    output = root / "build/editions/th/html"
    assert "steal" not in (output / DATA).read_text("utf-8")
    index = (output / "searchindex.js").read_bytes()
    assert "steal" in index.decode()
    assert {power.kind for power in index_powers(index)} == {"search"}
