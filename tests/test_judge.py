"""The judge lets a translation say what its source says, and do no more."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editions.judge import judge, rst

HONEST = [
    ("Hello *world*.", "Hallo *Welt*.", "rst"),
    ("A `link <https://example.org>`__.", "Ein `Verweis <https://example.org>`__.", "rst"),
    ("See :ref:`start`.", "Siehe :ref:`den Anfang <start>`.", "rst"),
    ("Press :guilabel:`Save`.", ":guilabel:`Sichern` drücken.", "rst"),
    ("First [1]_, then [#note]_ and |name|.", "|name|: erst [1]_, dann [#note]_.", "rst"),
    ("Example::", "Beispiel::", "rst"),
    ("2 August 2018", r"2\. August 2018", "rst"),
    ("A *word* here.", "这里有\\ *词*\\ 。", "rst"),
    ("A **word** and [a link](https://example.org).", "**Wort**, [Verweis](https://example.org).", "md"),
    ("Use {ref}`start` here.", "Hier {ref}`start` nutzen.", "md"),
    ("Run `make`.", "`make` aufrufen.", "md"),
    ("Press <kbd>X</kbd>.", "<kbd>X</kbd> drücken.", "md"),
    ("See `Title`_ and `Other`_.", "Siehe `Anderes <Other_>`_ und `Titel <Title_>`_.", "rst"),
    ("See {ref}`start` here.", "Siehe hier {ref}`den Anfang <start>`.", "md"),
    ("Press {guilabel}`Save`.", "{guilabel}`Sichern` drücken.", "md"),
    ("They go.", "آن\u200cها می\u200cروند.", "rst"),
    ("Come today.", "มา\u200bวัน\u200bนี้\u200bก็\u200bได้", "rst"),
    ("Good ✅ day.", "Guten ❤\ufe0f Tag.", "rst"),
    ("In the beginning.", "בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים", "rst"),
    ("Vietnam.", "Việ\u0323t Na\u0306m.", "rst"),
    ("He asks, “Why?”", "Il demande\u00a0: «\u202fPourquoi\u202f?\u202f»", "rst"),
    ("Among others, e.g. here.", "U.a. hier, z.B. so.Und ohne Abstand.", "rst"),
    ("Read wsws.org today.", "今天请阅读wsws.org。", "rst"),
    ("Write to a@b.org now.", "Schreibt jetzt an a@b.org!", "rst"),
    ("Data: 2018.", "data: 2018.", "rst"),
    ("Costs $5 now.", "Kostet jetzt $5.", "md"),
    ("Run ``ls -l``.", "``ls -l`` تشغيل.", "rst"),
    ("Last updated on %(d)s.", "Am %(d)s geändert.", "interface"),
    ("Page %s of %s", "Seite %s von %s", "interface"),
    ("<b>%s</b> found", "<b>%s</b> gefunden", "interface"),
]
HOSTILE = [
    ("A text.", ".. include:: /etc/passwd", "rst", "command"),
    ("A text.", ".. raw:: html", "rst", "command"),
    ("A text.", "- ein Punkt", "rst", "list"),
    ("2 August 2018", "2. August 2018", "rst", "numbered list"),
    (
        "A text.",
        "Ein `Text <https://evil.example>`__",
        "rst",
        "not in the source: link to https://evil.example",
    ),
    ("A text.", "Text https://evil.example", "rst", "link to https://evil.example"),
    ("A `b <https://a.example>`__", "A `b <javascript:alert(1)>`__", "rst", "link to javascript:alert(1)"),
    ("See :ref:`start`.", "Siehe :download:`x <../../secret>`.", "rst", ":download:"),
    (":math:`x`", r":math:`\input{/etc/passwd}`", "rst", ":math:"),
    ("A text.", "Ein *Text", "rst", "broken markup"),
    ("A *word* here.", "这里有*词*在。", "rst", "would be shown"),
    ("A text.", "_`label` Text", "rst", "target"),
    ("A text.", "|version| Text", "rst", "|version|"),
    ("A text.", "Text\x01", "rst", "U+0001"),
    ("A text.", "Text \u202etxet\u202c", "rst", "order"),
    ("A text.", "Text\n\nzweiter Absatz", "rst", "more lines"),
    ("A text.", "Text # noqa", "rst", "noqa"),
    ("A text.", "e" + "\u0301" * 20, "rst", "stacked"),
    ("A text.", "x" * 300, "rst", "long"),
    ("A text.", "<b onclick=x>Text</b>", "md", "HTML <b onclick=x>"),
    ("A text.", "![x](../../secret.png)", "md", "image"),
    ("A text.", "[x](../../secret.txt)", "md", "link"),
    ("A text.", "Ein {{ 7 * 7 }}", "md", "{{ 7 * 7 }}"),
    ("A text.", "{download}`x`", "md", "{download}"),
    ("A text.", r"$\input{x}$", "md", r"$\input{x}$"),
    ("A text.", "# Titel", "md", "paragraph"),
    ("x\n", "\\input{y}\n", "rst", "commands"),
    ("See `A`_ or `B`_.", "Siehe `B`_ oder `B`_.", "rst", "lost from the source: reference `a`_"),
    ("Read wsws.org.", "Lest w\u0455ws.org.", "rst", "CYRILLIC SMALL LETTER DZE"),
    ("A text.", "Text auf evil.com hier.", "rst", "address evil.com"),
    ("A text.", "h\ufe01e\ufe02l\ufe03p", "rst", "invisible"),
    ("A text.", "\u3164", "rst", "U+3164"),
    ("A text.", "\u0e01" + "\u0e47" * 20, "rst", "stacked"),
    ("A text.", "Text \ue000", "rst", "U+E000"),
    ("A text.", "Text \u0378", "rst", "U+0378"),
    ("E = m", r"\input{/etc/passwd}", "rst", "command"),
    ("A text.", "Ein <b onclick=x>Text</b>", "rst", "HTML <b onclick=x>"),
    ("Use `x` here.", "Nutze {{ 7 ~ '`' }}` hier.", "md", "not in the source: `' }}`"),
    ("A [b](https://c.org).", "Ein [](https://c.org).", "md", "no words"),
    ("x\n", "y\n", "md", "Markdown"),
    ("On %(d)s.", "Am %(e)s.", "interface", "lost from the source: %(d)s"),
    ("Search", 'Suche" onmouseover="x', "interface", "template"),
    ("Search", "<script>x", "interface", "<script>"),
]


@pytest.mark.parametrize(("source", "target", "syntax"), HONEST)
def test_honest_translation_passes(source: str, target: str, syntax: str) -> None:
    """A translation with the same markup in any order is let through."""
    assert judge(source, target, syntax) == ()


@pytest.mark.parametrize(("source", "target", "syntax", "reason"), HOSTILE)
def test_translation_that_does_more_is_refused(source: str, target: str, syntax: str, reason: str) -> None:
    """What a translation does beyond its source is named in the reason."""
    assert reason in " ".join(map(str, judge(source, target, syntax)))


@given(st.text(max_size=80), st.text(max_size=120), st.sampled_from(["rst", "md"]))
@settings(max_examples=200, deadline=None)
def test_judge_never_raises(source: str, target: str, syntax: str) -> None:
    """No pair of texts whatever makes the judge raise."""
    assert isinstance(judge(source, target, syntax), tuple)


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Lo", "Nd"]), min_size=1, max_size=40))
@settings(max_examples=100, deadline=None)
def test_plain_words_pass(words: str) -> None:
    """Letters and digits alone are never refused."""
    assert judge(words, words) == ()


def test_judging_leaves_nothing_behind() -> None:
    """Each judgement begins as the first did: docutils' parser, which is kept, learns nothing from it."""
    rst.refuse("A *text*.", "Ein *Text*.")
    before = len(rst._inliner().implicit_dispatch)
    for number in range(20):
        rst.refuse("A *text*.", f"Ein *Text* {number}.")
    assert len(rst._inliner().implicit_dispatch) == before
