"""Inline markup through an engine and back: what must always hold, and the cases that are easy to break."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editions.judge import judge
from editions.markup import MarkupLostError, Segment, protect, restore

if TYPE_CHECKING:
    from editions.markup.wire import Form

FORMS: tuple[Form, ...] = ("xml", "text")
WORDS = st.sampled_from(
    [
        "the",
        "people",
        "World",
        "snake_case",
        "a*b",
        "R&D",
        "“quoted”",
        "2018.",
        "(iv)",
        "5 < 6",
        "[3]",
        "工人",
        "ה",
        "e.g.",
    ]
)
TEXT = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
LINKED = st.sampled_from(["https://x.org", "https://x.org/a_b?c=1&d=2", "mailto:me@x.org"])
MARKUP = st.one_of(
    TEXT.map(lambda text: f"*{text.replace('*', '')}*"),
    TEXT.map(lambda text: f"**{text.replace('*', '')}**"),
    TEXT.map(lambda text: f"``{text}``"),
    st.tuples(TEXT, LINKED).map(lambda pair: f"`{pair[0].replace('< ', '')} <{pair[1]}>`__"),
    TEXT.map(lambda text: f":ref:`{text.replace('< ', '')} <label>`"),
    st.sampled_from([
        ":ref:`label`", ":term:`Working class`", ":py:func:`f <m.f>`", ":guilabel:`Save`", ":kbd:`Ctrl-C`", "|name|",
        "[1]_", "[#note]_", "[CIT2002]_", "`Named link`_", "link_", "anonymous__", "https://x.org/page", "me@x.org",
        ":sub:`2`", "`title`", "H\\ :sub:`2`\\ O",
    ]),
)  # fmt: skip
PARAGRAPHS = st.lists(st.one_of(TEXT, MARKUP), min_size=1, max_size=6).map(" ".join)
# What a broken engine might send back: pieces of tags, of markup, and any character at all.
DEBRIS = st.one_of(
    st.sampled_from([
        "[1]", "[/1]", "[ 2 ]", "【1】", "[٣]", "[/9]", '<g id="1">', "</g>", "<x id=2/>", "<b>", "&lt;", "*", "**",
        "``", "`", "_", "::", "\\", "|", ".. ", "- ", "1. ", ":a: ", "https://y.org", "\n", "\u2028", "\x00", "工",
    ]),
    st.text(max_size=5),
)  # fmt: skip


@given(PARAGRAPHS, st.sampled_from(FORMS))
@settings(max_examples=400, deadline=None)
def test_comes_back_from_an_engine_that_changes_nothing(source: str, form: Form) -> None:
    """Whatever can be protected is the same paragraph after the round trip, in the judge's eyes."""
    try:
        segment = protect(source, form=form)
    except MarkupLostError:
        return
    restored = restore(segment, segment.text)
    assert judge(source, restored) == ()
    assert protect(restored, form=form).text == segment.text


@given(
    PARAGRAPHS,
    st.lists(DEBRIS, max_size=12).map("".join),
    st.sampled_from(FORMS),
    st.sampled_from(["rst", "md"]),
)
@settings(max_examples=400, deadline=None)
def test_no_answer_breaks_it(source: str, answer: str, form: Form, syntax: str) -> None:
    """Any answer at all is either restored or refused as MarkupLostError, never anything else."""
    with contextlib.suppress(MarkupLostError):
        restore(protect(source, "md" if syntax == "md" else "rst", form=form), answer)


@given(st.text(max_size=60), st.sampled_from(FORMS), st.sampled_from(["rst", "md"]))
@settings(max_examples=400, deadline=None)
def test_no_source_breaks_it(source: str, form: Form, syntax: str) -> None:
    """Any source at all is protected and comes back, or is refused as MarkupLostError, never anything else."""
    with contextlib.suppress(MarkupLostError):
        segment = protect(source, "md" if syntax == "md" else "rst", form=form)
        restore(segment, segment.text)


def there_and_back(source: str, change: str, by: str, form: Form = "text") -> str:
    """The source restored from an answer in which `change` was replaced."""
    segment = protect(source, form=form)
    assert re.search(change, segment.text)
    return restore(segment, re.sub(change, by, segment.text))


def test_what_the_engine_sees() -> None:
    """Markup becomes numbered tags around what is to be translated; the rest of it stays at home."""
    source = "To contact :term:`us` *now*: `wsws.org/contact <https://wsws.org/contact>`__ & more"
    assert protect(source, form="text").text == "To contact [1] [2]now[/2]: [3]wsws.org/contact[/3] & more"
    assert protect(source, form="xml").text == (
        'To contact <x id="1"/> <g id="2">now</g>: <g id="3">wsws.org/contact</g> &amp; more'
    )


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("[1]这个决议[/1]是[2]通过[/2]的。", "*这个决议*\\ 是\\ **通过**\\ 的。"),
        ("[2]x[/2][1]y[/1]", "**x**\\ *y*"),
        ("ה[1]עובדים[/1], [2]b[/2]", "ה\\ *עובדים*, **b**"),
        ("【1】 y 【/1】 und [ 2 ]x[/ 2]", "*y* und **x**"),
        ("[١]y[/١] [٢]x[/٢]", "*y* **x**"),
        ("„[1]y[/1]“ ([2]x[/2])", "„*y*“ (**x**)"),
        ("[1]2[/1]. August [2]x[/2]", "*2*. August **x**"),
        ("2. August [1]y[/1]\n [2]x[/2]", "2\\. August *y* **x**"),
        ("[1]y\u00a0z[/1]  und\u2028[2]x[/2]", "*y\u00a0z* und **x**"),
        ("([1])[/1] [2]x[/2]", "(\\ *)* **x**"),
        ("[1]a_[/1] b_ [2]\\[/2]", "*a_* b\\_ **\\\\**"),
    ],
)
def test_sets_markup_as_docutils_needs_it(answer: str, expected: str) -> None:
    """Separators where letters touch markup, tags mended as engines bend them, no list where none was."""
    source = "*This resolution* was **adopted**"
    assert restore(protect(source, form="text"), answer) == expected
    assert judge(source, expected) == ()


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("[1]a[/1]", "lost"),
        ("[1]a[/1] [1]b[/1] [2]", "doubled"),
        ("[1] [/1] [2]", "emptied"),
        ("[1]a [2][/1]", "into another"),
        ("[1]a [2]", "into another"),
        ("[2] [1]a", "not closed"),
        ("a[/1] [2]", "no opening one"),
        ("[1]a[/1] [2] [7]", "made up"),
        ("[1]a[/1] [/2]", "made up"),
        ("[1]a[/1] [2] \x00", "control characters"),
    ],
)
def test_refuses_damaged_answers(answer: str, reason: str) -> None:
    """A tag lost, doubled, emptied, nested, open or made up is refused with its reason."""
    with pytest.raises(MarkupLostError, match=reason):
        restore(protect("*This* is ``code``", form="text"), answer)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ('< G ID = “1” >a</ g > <x id="2">', "*a* ``code``"),
        ("＜g id＝1＞a＜/g＞ <x id='2'></x>", "*a* ``code``"),
        ('<g id="1">a &amp; b</g> &lt; <x id="2"/>', "*a & b* < ``code``"),
    ],
)
def test_mends_xml_tags(answer: str, expected: str) -> None:
    """Tags come back also with the spaces, quotes and wide signs that engines give them."""
    assert restore(protect("*This* is ``code``"), answer) == expected


def test_refuses_foreign_tags() -> None:
    """A tag that was never sent is no text."""
    with pytest.raises(MarkupLostError, match="tags of its own"):
        restore(protect("*This*"), '<g id="1">a</g> <script>x</script>')


def test_keeps_a_number_in_brackets_that_is_text() -> None:
    """`[3]` of the text itself is neither taken for a tag nor lost."""
    assert there_and_back("see [3] and *this*", "this", "das") == "see [3] and *das*"


@pytest.mark.parametrize(
    ("source", "answer", "expected"),
    [
        ("Example::", "Beispiel:", "Beispiel::"),
        ("Example::", "示例：", "示例： ::"),
        ("Example ::", "Beispiel", "Beispiel ::"),
        ("Example", "Beispiel::", "Beispiel:\\:"),
        ("Example\\::", "Beispiel::", "Beispiel\\::"),
    ],
)
def test_announces_a_literal_block_only_where_the_source_does(
    source: str, answer: str, expected: str
) -> None:
    """`::` at the end is carried over, with the language's own colon, and never made up."""
    assert restore(protect(source, form="text"), answer) == expected
    assert judge(source, expected) == ()


@pytest.mark.parametrize(
    "source",
    ["*open", "a ``b", "`x` :b:`c` |d", "first line\nsecond line", ":a:`b`:c:", "`x <y>", "m = \\frac{a}{2}"],
)
def test_leaves_what_it_does_not_understand(source: str) -> None:
    """Markup that does not close, text of several lines and formulas are not sent to an engine."""
    with pytest.raises(MarkupLostError):
        protect(source)


@pytest.mark.parametrize(
    "source",
    [
        "*a*",
        "a `b`",
        "[a](b)",
        "{{ a }}",
        "$a$",
        "a@b.c",
        "https://x.org",
        "# a",
        "1. a",
        "&amp;",
        "<b>",
        "a_b",
    ],
)
def test_leaves_markup_of_markdown(source: str) -> None:
    """Markdown with markup is not sent to an engine yet."""
    with pytest.raises(MarkupLostError, match="Markdown"):
        protect(source, "md")


def test_plain_markdown() -> None:
    """Plain text of a Markdown document is translated; an answer that would be markup there is refused."""
    segment = protect("The people's 2 rooms (in 1918).", "md", form="text")
    assert restore(segment, "Die 2 Räume.") == "Die 2 Räume."
    for answer in ("1. Raum", "*Raum*", "- Raum", "[Raum](x)", "https://x.org"):
        with pytest.raises(MarkupLostError):
            restore(segment, answer)


def test_knows_what_has_no_words() -> None:
    """A paragraph of markup and signs alone has nothing to translate."""
    assert not protect("|version| — https://x.org").has_words
    assert protect("*all*").has_words
    assert isinstance(protect("1918"), Segment)
    assert not protect("1918").has_words
    assert not protect("m = a + b").has_words
    assert protect("人").has_words
