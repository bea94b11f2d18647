"""The engine `ctranslate2`: the real libraries with tiny real models, whose translation is the text in capitals."""

from __future__ import annotations

import json
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import editions
from editions.engines import Failure, NoAnswerError, Pair, Question, find
from editions.language import Language
from engines.tiny_model import SPACE, UNKNOWN, Tiny, argos, nllb, opus

if TYPE_CHECKING:
    from collections.abc import Callable

    from editions.engines import Answers

ENGLISH, GERMAN = Language("en"), Language("de")
SECRET = "secret"


def options(models: Path | str, **others: Any) -> dict[str, Any]:
    """Options that lead to models."""
    return {**find("ctranslate2").defaults, "models": str(models), "threads": 1, **others}


def ask(models: Path | str, *texts: str, to: str = "de", **others: Any) -> Answers:
    """The engine's answers to these texts."""
    with find("ctranslate2").connected(Pair(ENGLISH, Language(to)), options(models, **others)) as asking:
        return asking(Question(texts))


def missing(models: Path | str, to: str = "de", **others: Any) -> str | None:
    """Why the engine cannot translate from English."""
    return find("ctranslate2").unavailable(ENGLISH, Language(to), options(models, **others))


def to_argos(folder: Path) -> Path:
    """A package from English to German."""
    return argos(folder / "translate-en_de-1_0", "en", "de")


def to_opus(folder: Path) -> Path:
    """A model from English to German that leaves it to us to mark the end."""
    return opus(folder / "opus-mt-en-de", Tiny(ends="marked"))


def to_nllb(folder: Path) -> Path:
    """A model of English, German and French."""
    return nllb(folder / "nllb", "eng_Latn", "deu_Latn", "fra_Latn")


LAYOUTS = pytest.mark.parametrize("layout", [to_argos, to_opus, to_nllb])


@LAYOUTS
@pytest.mark.parametrize("itself", [True, False])
def test_translates_in_order(tmp_path: Path, layout: Callable[[Path], Path], *, itself: bool) -> None:
    """All texts come back in order, with tags and without tokens, from the folder named or one in it."""
    texts = ("one", "[1]two[/1] & [2] three", "four. five! Six", "", " [1] ")
    place = layout(tmp_path)
    assert missing(place if itself else tmp_path) is None
    assert ask(place if itself else tmp_path, *texts) == [
        "ONE", "[1]TWO[/1] & [2] THREE", "FOUR. FIVE! SIX", "", " [1] ",
    ]  # fmt: skip


@LAYOUTS
def test_answers_the_same_twice(tmp_path: Path, layout: Callable[[Path], Path]) -> None:
    """The same question has the same answer, alone and among others, in this process and with a model loaded anew."""
    place = layout(tmp_path)
    texts = [f"Text {'x' * number}." for number in range(0, 40, 6)]
    assert ask(place, *texts) == ask(place, *texts) == [ask(place, text)[0] for text in texts]


def test_keeps_the_space_around_sentences(tmp_path: Path) -> None:
    """Sentences are translated one by one; spaces, line ends and what has no letters stand where they stood."""
    text = "\n One.  Two!\nThree? 42. — Four "
    assert ask(to_argos(tmp_path), text) == [text.upper()]


def test_translates_a_paragraph_longer_than_a_sentence_may_be(tmp_path: Path) -> None:
    """A paragraph with more tokens than the model has positions is translated, sentence by sentence."""
    text = "This is the house that Jack built for Dr. Smith. " * 20
    assert ask(to_argos(tmp_path), text) == [text.upper()]


def test_cuts_long_sentences_at_clauses(tmp_path: Path) -> None:
    """A sentence that is very long is cut at its semicolons and colons."""
    text = "; ".join(f"that no. {number} is {'right ' * 10}and just" for number in range(12))
    assert ask(to_argos(tmp_path), text) == [text.upper()]


def test_refuses_a_sentence_that_is_too_long(tmp_path: Path) -> None:
    """A sentence above what the model takes has no answer and is not cut off; the other texts have theirs."""
    answers = ask(to_argos(tmp_path), f"{SECRET} " * 80, "two")
    assert isinstance(answers[0], Failure)
    assert SECRET not in answers[0].reason
    assert answers[1] == "TWO"


def test_a_text_above_the_models_positions_fails(tmp_path: Path) -> None:
    """Where the model itself cannot take a text, the question may be divided."""
    place = to_argos(tmp_path)
    with pytest.raises(NoAnswerError, match="failed on a text") as caught:
        ask(place, "x" * 200, "two")
    assert not caught.value.again
    assert not caught.value.everywhere


@pytest.mark.parametrize(
    ("says", "text", "answer"),
    [
        ({".": "。"}, "One. Two.\nThree. ", "ONE。TWO。\nTHREE。 "),
        ({"。": "."}, "中。中。", "中. 中."),
        ({}, "中。中。", "中。中。"),
    ],
)
def test_fits_the_space_to_the_writing(tmp_path: Path, says: dict[str, str], text: str, answer: str) -> None:
    """Between sentences there is a space where the translation's writing has one, and none where it has none."""
    assert ask(argos(tmp_path / "m", "en", "de", Tiny(says=says)), text) == [answer]


@pytest.mark.parametrize(
    ("tiny", "words"),
    [
        (Tiny(ends="never"), "did not come to an end"),
        (Tiny(says=dict.fromkeys("secrt", SPACE)), "empty"),
        (Tiny(says=dict.fromkeys("secrt", "A")), "repeats itself"),
    ],
)
def test_what_is_no_translation_is_a_failure(tmp_path: Path, tiny: Tiny, words: str) -> None:
    """An answer without end, without a word or in a loop is none; the reason does not repeat the text."""
    answer = ask(argos(tmp_path / "m", "en", "de", tiny), SECRET * 2)[0]
    assert isinstance(answer, Failure)
    assert words in answer.reason
    assert SECRET not in answer.reason


def test_a_loop_of_the_text_itself_is_none(tmp_path: Path) -> None:
    """What is repeated in the source may be repeated in the translation."""
    assert ask(to_argos(tmp_path), "ha ha ha ha ha") == ["HA HA HA HA HA"]


def test_keeps_what_the_model_has_no_word_for(tmp_path: Path) -> None:
    """Signs that the vocabulary has not, and words that the model cannot translate, are taken over."""
    place = argos(tmp_path / "m", "en", "de", Tiny(says={"q": UNKNOWN}))
    assert ask(place, "one 🙂 quit") == ["ONE 🙂 qUIT"]


def test_special_tokens_are_no_translation(tmp_path: Path) -> None:
    """A token of a language within the answer is not shown to anybody."""
    languages = ("eng_Latn", "deu_Latn")
    place = nllb(tmp_path / "m", *languages, tiny=Tiny(tokens=languages, says={"q": "deu_Latn"}))
    answers = ask(place, "quit", "two")
    assert answers == [Failure("the model has no word for a part of it"), "TWO"]


def test_threads_may_share_a_model(tmp_path: Path) -> None:
    """Questions of several threads at once each get their own answers, from a model that is loaded once."""
    with (
        find("ctranslate2").connected(Pair(ENGLISH, GERMAN), options(to_argos(tmp_path))) as asking,
        ThreadPoolExecutor(4) as threads,
    ):
        answers = list(threads.map(asking, [Question((f"text {number}", "two")) for number in range(24)]))
    assert answers == [[f"TEXT {number}", "TWO"] for number in range(24)]


@pytest.mark.parametrize("beam", [0, 1, 5])
def test_follows_as_many_translations_as_it_is_told(tmp_path: Path, beam: int) -> None:
    """Any number of beams is one that works."""
    assert ask(to_argos(tmp_path), "one", beam=beam) == ["ONE"]


@pytest.mark.parametrize("adds_end", [True, False])
def test_marks_the_end_where_the_model_does_not(tmp_path: Path, *, adds_end: bool) -> None:
    """Models of OPUS-MT need a mark at the source's end; some converters have it added, others leave it to us."""
    place = opus(tmp_path / "en-de", Tiny(ends="marked", adds_end=adds_end))
    assert ask(place, "one") == ["ONE"]


@pytest.mark.parametrize(
    "name",
    [
        "en-de", "en_de", "opus-mt-en-de", "opus-mt-en-de-ct2", "ct2-opus-mt-en-de", "opus-mt-tc-big-en-de",
        "Helsinki-NLP_opus-mt-en-de", "opus-mt-tc-base-en-de", "opus-mt-tc-bible-big-en-de", "eng-deu", "en_de.int8",
    ],
)  # fmt: skip
def test_reads_the_languages_off_the_name(tmp_path: Path, name: str) -> None:
    """The usual names of folders of OPUS-MT say their languages, and no other ones."""
    opus(tmp_path / name)
    assert missing(tmp_path) is None
    assert missing(tmp_path, "fr") is not None
    assert missing(tmp_path, "mt") is not None


@pytest.mark.parametrize(
    ("name", "code"), [("en-pt_BR", "pt_BR"), ("en-pt", "pt_BR"), ("en-no", "nb"), ("en-iw", "he")]
)
def test_takes_another_spelling_of_a_language(tmp_path: Path, name: str, code: str) -> None:
    """Codes of the same language in the same script meet, however they are spelt."""
    opus(tmp_path / name)
    assert missing(tmp_path, code) is None


@pytest.mark.parametrize(
    ("name", "code"), [("en-pt_BR", "pt_PT"), ("en-sr", "sr_Latn"), ("en-zh", "zh_TW"), ("en-nn", "nb")]
)
def test_takes_no_other_script_or_variety(tmp_path: Path, name: str, code: str) -> None:
    """A model for another script, territory or language is none for this one."""
    opus(tmp_path / name)
    assert f"en to {code}" in str(missing(tmp_path, code))


@pytest.mark.parametrize(
    ("name", "code", "sign"),
    [
        ("opus-mt-en-zh", "zh_CN", "1"),
        ("opus-mt-en-zh", "zh_TW", "2"),
        ("opus-mt-en-ROMANCE", "pt_BR", "3"),
        ("opus-mt-en-ROMANCE", "pt_PT", "4"),
        ("opus-mt-en-ROMANCE", "fr", "5"),
    ],
)
def test_tells_a_model_of_several_targets_which(tmp_path: Path, name: str, code: str, sign: str) -> None:
    """A model of OPUS-MT with several targets gets the token of the one that is meant before the text."""
    tokens = (">>cmn_Hans<<", ">>cmn_Hant<<", ">>pt_br<<", ">>pt<<", ">>fr<<", ">>cmn<<")
    opus(tmp_path / name, Tiny(tokens=tokens, says=dict(zip(tokens, "123456", strict=True))))
    assert ask(tmp_path, "one", to=code) == [f"{sign} ONE"]
    assert missing(tmp_path, "ru") is not None


@pytest.mark.parametrize(
    ("code", "token"),
    [
        ("de", "deu_Latn"), ("zh_CN", "zho_Hans"), ("zh_TW", "zho_Hant"), ("fa", "pes_Arab"), ("ar", "arb_Arab"),
        ("sw", "swh_Latn"), ("lv", "lvs_Latn"), ("ne", "npi_Deva"), ("nb", "nob_Latn"), ("fil", "tgl_Latn"),
        ("ps", "pbt_Arab"), ("sr", "srp_Cyrl"), ("pt_BR", "por_Latn"), ("ms", "zsm_Latn"), ("he", "heb_Hebr"),
    ],
)  # fmt: skip
def test_knows_the_codes_of_nllb(tmp_path: Path, code: str, token: str) -> None:
    """NLLB's own codes are those of our languages; dialects beside them are not taken for them."""
    others = ("eng_Latn", "prs_Arab", "arz_Arab", "azb_Arab", "nno_Latn", "bos_Latn", "yue_Hant")
    nllb(tmp_path / "m", *others, token)
    assert missing(tmp_path, code) is None
    assert ask(tmp_path, "one", to=code) == ["ONE"]
    assert "m translates" not in str(missing(tmp_path, "sr_Latn"))
    assert missing(tmp_path, "sr_Latn") is not None


@pytest.mark.parametrize(
    ("code", "expected"), [("pt_BR", "pb"), ("zh_TW", "zt"), ("pt_PT", "pt"), ("zh_CN", "zh")]
)
def test_knows_the_codes_of_argos(tmp_path: Path, code: str, expected: str) -> None:
    """Argos's own codes for Brazilian Portuguese and traditional Chinese are known, and come before the others."""
    for number, each in enumerate(["pt", "pb", "zh", "zt"], start=1):
        argos(tmp_path / each, "en", each, Tiny(says={"a": str(number)}))
    assert ask(tmp_path, "a", to=code) == [str(["pt", "pb", "zh", "zt"].index(expected) + 1)]


def test_a_pairs_own_model_comes_first(tmp_path: Path) -> None:
    """A model for exactly the pair comes before one of many languages, which serves the other pairs."""
    languages = ("eng_Latn", "deu_Latn", "fra_Latn")
    nllb(tmp_path / "a-nllb", *languages, tiny=Tiny(tokens=languages, says={"a": "1"}))
    argos(tmp_path / "z", "en", "de", Tiny(says={"a": "2"}))
    assert ask(tmp_path, "a") == ["2"]
    assert ask(tmp_path, "a", to="fr") == ["1"]


def test_a_package_may_name_a_prefix(tmp_path: Path) -> None:
    """What a package of Argos begins its answers with is asked for, and taken off."""
    place = argos(tmp_path / "m", "en", "de", Tiny(), target_prefix=SPACE)
    assert ask(place, "one") == ["ONE"]


@LAYOUTS
def test_identity_is_the_model(tmp_path: Path, layout: Callable[[Path], Path]) -> None:
    """The identity stays while the files do, wherever they are, and changes with a byte of any of them."""
    place = layout(tmp_path / "one")
    name = find("ctranslate2").identity(Pair(ENGLISH, GERMAN), options(place))
    copy = shutil.copytree(place, tmp_path / "two" / place.name)
    assert find("ctranslate2").identity(Pair(ENGLISH, GERMAN), options(copy)) == name
    names = {name}
    files = [file for file in sorted(copy.rglob("*")) if file.is_file() and file.name != "metadata.json"]
    for file in files:
        file.write_bytes(file.read_bytes() + b"\n")
        names.add(find("ctranslate2").identity(Pair(ENGLISH, GERMAN), options(copy)))
    assert len(names) == len(files) + 1


def test_identity_of_nothing(tmp_path: Path) -> None:
    """Where there is no model there is nothing that could decide."""
    assert find("ctranslate2").identity(Pair(ENGLISH, GERMAN), options(tmp_path)) == ""


@LAYOUTS
def test_says_which_file_is_missing(tmp_path: Path, layout: Callable[[Path], Path]) -> None:
    """A model without one of its files cannot be used; the file is named."""
    place = layout(tmp_path)
    needed = [file for file in place.rglob("*") if file.name not in ("config.json", "metadata.json")]
    for file in [each for each in needed if each.is_file()]:
        kept = file.read_bytes()
        file.unlink()
        reason = str(missing(tmp_path))
        assert "translates en to de" in reason
        assert file.name in reason
        file.write_bytes(kept)
    assert missing(tmp_path) is None


@pytest.mark.parametrize("content", [b"", b"<html>not a model</html>" * 100, None])
@pytest.mark.parametrize("name", ["model.bin", "source.spm", "target.spm"])
def test_a_broken_file_ends_the_engine(tmp_path: Path, name: str, content: bytes | None) -> None:
    """Files that are empty, something else or cut off are told in a line, when the model is first needed."""
    file = to_opus(tmp_path) / name
    file.write_bytes(file.read_bytes()[:-100] if content is None else content)
    with pytest.raises(NoAnswerError, match="opus-mt-en-de cannot be loaded") as caught:
        ask(tmp_path, SECRET)
    assert (caught.value.again, caught.value.everywhere) == (False, True)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("content", ["", "[]", "{", '{"from_code": 7}', "[" * 100_000])
def test_broken_metadata_are_no_model(tmp_path: Path, content: str) -> None:
    """Metadata that say nothing make a package none, and do not stop others from being found."""
    (argos(tmp_path / "a", "en", "de") / "metadata.json").write_text(content, encoding="utf-8")
    assert "translates en to de" in str(missing(tmp_path))
    opus(tmp_path / "en-de")
    assert ask(tmp_path, "one") == ["ONE"]


def test_an_old_tokeniser_is_told(tmp_path: Path) -> None:
    """Packages of Argos with a tokeniser of another kind are refused with its name."""
    place = to_argos(tmp_path)
    (place / "sentencepiece.model").rename(place / "bpe.model")
    assert "bpe.model" in str(missing(tmp_path))


def test_a_name_without_languages_is_told(tmp_path: Path) -> None:
    """A model of OPUS-MT in a folder that does not say the languages is named."""
    opus(tmp_path / "download")
    assert "the name of download does not say its languages" in str(missing(tmp_path))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"models": ""}, "models ="),
        ({"models": "/nowhere/models"}, "there is no folder /nowhere/models"),
        ({"device": "abacus"}, "cpu, cuda, auto"),
    ],
)
def test_says_what_is_missing(tmp_path: Path, changes: dict[str, Any], words: str) -> None:
    """Without a folder of models, or with a device that is none, the engine says what to do."""
    given = {**options(to_argos(tmp_path)), **changes}
    assert words in str(find("ctranslate2").unavailable(ENGLISH, GERMAN, given))


def test_says_that_there_is_no_model(tmp_path: Path) -> None:
    """A folder without a model for these languages is told, and asking there is answered with the same."""
    to_argos(tmp_path)
    assert f"no usable model in {tmp_path} translates en to fr" in str(missing(tmp_path, "fr"))
    with pytest.raises(NoAnswerError, match="translates en to fr"):
        ask(tmp_path, "one", to="fr")


def test_finds_the_folder_from_home_and_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder may be named from the user's home or from the working directory."""
    to_opus(tmp_path / "models")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path / "models" / "opus-mt-en-de")
    assert ask("~/models", "one") == ask("..", "one") == ask(".", "one") == ["ONE"]


def test_reads_a_vocabulary_of_lines(tmp_path: Path) -> None:
    """Older converters write the vocabulary with one token in a line."""
    place = to_nllb(tmp_path)
    vocabulary = place / "shared_vocabulary.json"
    words = json.loads(vocabulary.read_text(encoding="utf-8"))
    (place / "shared_vocabulary.txt").write_text("\n".join([*words, ""]), encoding="utf-8")
    vocabulary.unlink()
    assert ask(tmp_path, "one") == ["ONE"]


def test_says_how_to_install_the_libraries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the libraries are not installed, the engine says how to get them."""
    place = to_argos(tmp_path)
    monkeypatch.setattr(sys, "path", [str(Path(editions.__file__).parents[1])])
    monkeypatch.delitem(sys.modules, "sentencepiece", raising=False)
    assert 'pip install "editions[ctranslate2]"' in str(missing(place))


def test_stays_on_this_machine() -> None:
    """The engine names no host."""
    engine = find("ctranslate2")
    assert engine.host(engine.defaults) == ""
    assert not engine.is_online(engine.defaults)
