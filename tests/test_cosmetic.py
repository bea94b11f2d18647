"""Cosmetic changes of the source: shown word by word, and called out where they may be more than that."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editions.cosmetic import TOKEN, doubts
from editions.language import Language
from editions.wording import differences

ENGLISH = Language("en")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It tooks place.", "It took place."),
        ("He was  held.", "He was held."),
        ("Free the press", "Free the press!"),
        ("Julian Assange's case", "Julian Assange’s case"),
        ("The plan is known.", "A plan is known."),
        ("workers unite.", "Workers unite."),
        ("to co-operate with", "to cooperate with"),
        ('He said "no".', "He said “no”."),
        ("cafe\u0301s", "cafés"),
        ("He came, he saw.", "He came; he saw."),
        ("a *very* old man", "a very old man"),
    ],
)
def test_cosmetic_changes_raise_no_doubt(old, new):
    """Typos, spaces, punctuation, quotation marks of another kind."""
    assert doubts(old, new, ENGLISH) == ()


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("In 2012 he came.", "In 2013 he came.", "number"),
        ("some 1,000 men", "some 10,000 men", "number"),
        ("two men", "three men", "number"),
        ("He is guilty.", "He is not guilty.", "negation"),
        ("They don't agree.", "They do agree.", "negation"),
        ("They don’t agree.", "They do agree.", "negation"),
        ("a lawful act", "an unlawful act", "opposite"),
        ("a hopeful man", "a hopeless man", "opposite"),
        ("met Stella there", "met Sara there", "name"),
        ("Assange spoke.", "Snowden spoke.", "name"),
        ("may he come", "May he come", "cosmetic"),
        ("the march of", "the March of", "name"),
        ("one two three four", "one five six seven eight", "words changed"),
        ("Is it so?", "Is it so.", "question"),
        ("He said “free” press.", "He said free press.", "quotation"),
        ("`x <https://a.org>`__ is", "`x <https://b.org>`__ is", "markup"),
        ("see :ref:`a`", "see :ref:`b`", "markup"),
        ("%d day", "%d day\x00%d days", "plural"),
    ],
)
def test_what_may_change_the_meaning_is_called_out(old, new, why):
    """Numbers, names, negations, opposites, many words, questions, quotation marks, markup, plurals."""
    found = doubts(old, new, ENGLISH)
    assert (found == ()) if why == "cosmetic" else any(why in each for each in found)


def test_a_semicolon_is_a_question_mark_in_greek_alone():
    """Where a Greek sentence no longer asks, that is told; a semicolon of another language asks nothing."""
    assert doubts("Γιατί;", "Γιατί.", Language("el")) == ("question marks came or went",)
    assert doubts("Warum; darum", "Warum, darum", Language("de")) == ()


def test_of_another_source_language_every_changed_word_is_called_out():
    """This program knows no negations of German; of punctuation it need not."""
    assert doubts("Er ist da.", "Er ist dort.", Language("de"))
    assert doubts("Er ist da", "Er ist da.", Language("de")) == ()


WORDS = st.lists(
    st.sampled_from(["a", "b", " ", "  ", "B", "1", ",", "[-", "\n", "é", "’"]), max_size=30
).map("".join)


@settings(max_examples=150, deadline=None)
@given(WORDS, WORDS)
def test_the_word_diff_has_both_texts(old, new):
    """Taking the deletions away gives the new text, taking the insertions away the old one."""
    parts = list(differences(TOKEN.findall(old), TOKEN.findall(new)))
    assert "".join("".join(before) for before, _ in parts) == old
    assert "".join("".join(after) for _, after in parts) == new


def test_texts_of_any_size_are_compared_in_bounded_steps():
    """A stranger's endless old source is not compared word by word."""
    assert any("words changed" in each for each in doubts("a b " * 5_000, "b c " * 5_000, ENGLISH))
