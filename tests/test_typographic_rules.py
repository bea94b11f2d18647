"""The rules about typography and script, on texts that nobody would think of and on what languages accept."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editions.catalog import Catalog, Unit
from editions.checks import rules
from editions.checks._quotes import _SYSTEMS
from editions.checks._shown import place, shown
from editions.language import Language

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
NAMES = frozenset({
    "apostrophe", "cjk-spacing", "dash", "doubled-punctuation", "doubled-word", "edge-quotes", "ellipsis",
    "exclamation", "french-spacing", "html-entities", "inverted-marks", "invisible-characters", "kashida", "nfc",
    "numerals", "one-letter-words", "presentation-forms", "question-mark", "quotation-marks", "raw-markup",
    "romanian-comma-below", "script-punctuation", "space-after-punctuation", "space-before-punctuation",
    "trailing-colon", "turkish-dotted-i", "unbalanced-quotes",
})  # fmt: skip
RULES = [rule for rule in rules("unit") if rule.name in NAMES]
LANGUAGES = ("de", "fr", "es", "ar", "fa", "hi", "zh_CN", "ja", "ko", "tr", "und")
# A letter of the script for a word in quotation marks; the rules look at what stands beside the marks.
WORDS = {
    "Arab": "كلمة",
    "Cyrl": "слово",
    "Grek": "λέξη",
    "Hebr": "מילה",
    "Deva": "शब्द",
    "Hans": "词",
    "Jpan": "語",
}


def _unit(source: str, target: str) -> Unit:
    texts = (text.replace("\\", "\\\\").replace('"', '\\"') for text in (source, target))
    text = HEADER + 'msgid "{}"\nmsgstr "{}"\n'.format(*texts)
    path = Path("/locales/xx/LC_MESSAGES/a.po")
    (unit,) = Catalog.parse(text.encode(), path, root=Path("/"), domain="a").units
    return unit


def _found(name: str, source: str, target: str, language: str) -> list[tuple[str, str | None]]:
    (rule,) = [rule for rule in RULES if rule.name == name]
    return [(each.text, each.fix) for each in rule.run(_unit(source, target), Language(language))]


def test_the_family_is_complete() -> None:
    """Every name of the list is a rule of the shelf that people may waive."""
    assert {rule.name for rule in RULES} == NAMES
    assert all(rule.waivable for rule in RULES)


PIECES = (
    "a", " ", "\u00a0", "*", "`", "_", "|", "[", "](", "\\", "“", "«", '"', "‘", "..", "a,", "है. ", "你 ", "你,",
    "1–", "&", "e\u0301", "\u200b", "ـ", "word word ", "( ", "‘a", "''", '="', "aaa.Bb", ":a", "{{", "a`a", "?",
)  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_long_texts_take_no_long_time(piece: str) -> None:
    """Ten thousand characters, the longest paragraph there may be, take each rule less than half a second."""
    unit = _unit("Some source – of “words” …", (piece * 10_000)[:10_000])
    for language in map(Language, ("de", "fr", "hi", "zh_CN", "ar")):
        for rule in RULES:
            begin = time.process_time()
            list(rule.run(unit, language))
            assert time.process_time() - begin < 0.5, (rule.name, language.code)


SIGNS = st.text(
    alphabet="aBé1٢۳ .,;:!?*`_|[]()\\\"'“”„«»‘’–-…،؟।。，你のक्ษـ\u00a0\u200b\u200d\u0301&<>", max_size=60
)


@settings(deadline=None)
@given(source=SIGNS, target=SIGNS, language=st.sampled_from(LANGUAGES))
def test_no_text_is_too_strange(source: str, target: str, language: str) -> None:
    """Whatever stands in a text, a rule says something or nothing, in one line without line breaks."""
    unit = _unit(source or "x", target or "y")
    for rule in RULES:
        for finding in rule.run(unit, Language(language)):
            assert finding.text
            assert "\n" not in finding.text


@pytest.mark.parametrize("tag", sorted(_SYSTEMS))
def test_every_accepted_pair_of_quotation_marks_is_accepted(tag: str) -> None:
    """A word within any of a language's pairs is not blamed, those that stand within others only among these."""
    language = Language({"zh": "zh_CN", "zh-Hant": "zh_TW"}.get(tag, tag.replace("-", "_")))
    word = WORDS.get(language.script, "wort")
    first, *others = _SYSTEMS[tag].split()
    texts = [f"{word} {first[0]}{word} {pair[0]}{word}{pair[1]} {word}{first[1]} {word}." for pair in others]
    for text in (f"{word} {first[0]}{word}{first[1]} {word}.", *texts):
        assert _found("quotation-marks", "Some words “here”.", text, language.code) == []


@pytest.mark.parametrize(
    ("language", "target", "fix"),
    [
        ("de", "Die “liberalen” Parteien", "write „liberalen“"),
        ("fr", "Les partis “libéraux”", "write «\u00a0libéraux\u00a0»"),
        ("ru", "Эти “либеральные” партии", "write «либеральные»"),
        ("ja", "自称“リベラル”政党", "write 「リベラル」"),
    ],
)
def test_the_right_marks_are_offered_with_the_words(language: str, target: str, fix: str) -> None:
    """A translator gets the quoted words in the language's own marks, to be copied."""
    assert [found[1] for found in _found("quotation-marks", "The “liberal” parties", target, language)] == [
        fix
    ]


def test_digits_are_offered_in_the_other_system() -> None:
    """A number in the digits of a neighbour is offered in the language's own."""
    assert _found("numerals", "in 2018", "در سال ٢٠١٨", "fa") == [
        ("Persian does not use the digits of “٢٠١٨”", "write ۲۰۱۸")
    ]


@pytest.mark.parametrize(
    ("syntax", "text", "words"),
    [
        (
            "rst",
            "A *b* **c** ``d`` `e <https://f.org>`__ g [1]_ :ref:`h` |i|",
            "A b c \ufffc e g \ufffc \ufffc",
        ),
        ("rst", "この\\ **強い**\\ 言葉 2 * 3", "この強い言葉 2 * 3"),
        ("md", "A *b* __c__ `d` [e](https://f.org) snake_case", "A b c \ufffc e snake_case"),
    ],
)
def test_what_is_shown_has_no_markup(syntax: str, text: str, words: str) -> None:
    """Emphasis, addresses, footnotes and escapes are gone; code is one sign."""
    assert shown(text, syntax) == words  # type: ignore[arg-type]


def test_a_place_is_quoted_by_its_words() -> None:
    """A place is told by whole words; in scripts without spaces by a few characters."""
    assert place("Die USA,Großbritannien und", 7, 8) == "USA,Großbritannien"
    assert place("民主主義の存続には社会主義が必要である。", 9, 10) == "主主義の存続には社会主義が必要であ"
