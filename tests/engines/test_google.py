"""The engine `google`: the real library against servers on loopback, one that behaves and one for each way to fail."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import deep_translator.google as library
import pytest
import requests

from editions.engines import Failure, Pair, Question, find
from editions.language import Language
from editions.problem import UserError
from engines.asking import ENGLISH, FAULTS, GERMAN, SECRET, ask, missing, options, refused
from engines.fault_server import FaultServer, Reply, always, nobody, page, serve, translate

NOTICES = [
    "Error 500 (Server Error)!!1500.That’s an error.",
    "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY.",
    "<html><body>Our systems have detected unusual traffic</body></html>",
    "<b>ein</b> Text",
]


def test_answers_with_its_own_codes() -> None:
    """A text is asked with Google's code for the language; white space at its ends stays."""
    with serve() as server:
        answers = ask("google", server, " one two ", target=Language("zh_CN"))
    assert answers == [" ONE TWO "]
    assert [(asked["sl"], asked["tl"]) for asked in server.asked] == [("en", "zh-CN")]
    assert server.asked[0].path == "/m"


def test_several_texts_are_answered_in_order() -> None:
    """Where it is given several texts, each is asked in a request of its own."""
    with serve() as server:
        assert ask("google", server, "one [1]two[/1]", "", "drei ü 中 😀") == [
            "ONE [1]TWO[/1]",
            "",
            "DREI Ü 中 😀",
        ]
    assert server.texts == ["one [1]two[/1]", "drei ü 中 😀"]


def test_threads_do_not_mix_answers_up() -> None:
    """The library mixes up what threads ask; the engine does not, and the library stays as it was."""
    with (
        serve() as server,
        find("google").connected(Pair(ENGLISH, GERMAN), options("google", server)) as asking,
        ThreadPoolExecutor(8) as threads,
    ):
        answers = list(threads.map(asking, [Question((f"text {number}",)) for number in range(100)]))
    assert answers == [[f"TEXT {number}"] for number in range(100)]
    assert library.requests is requests


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("zh_CN", "zh-CN"), ("zh_TW", "zh-TW"), ("zh_HK", "zh-TW"), ("he", "iw"), ("nb", "no"), ("fil", "tl"),
        ("jv", "jw"), ("pt_BR", "pt"), ("pt_PT", "pt"), ("sr", "sr"), ("ckb", "ckb"), ("es", "es"), ("ku", "ku"),
    ],
)  # fmt: skip
def test_maps_codes(code: str, expected: str) -> None:
    """The catalog's code becomes the code that the library takes."""
    with serve() as server:
        assert missing("google", server, Language(code)) == ""
        ask("google", server, "one", target=Language(code))
    assert server.asked[0]["tl"] == expected


@pytest.mark.parametrize("code", ["sr_Latn", "sr@latin", "nn", "br", "xx"])
def test_refuses_other_languages_and_scripts(code: str) -> None:
    """A language that is not offered, or only in another script, is refused in plain words."""
    with serve() as server:
        assert "does not offer" in missing("google", server, Language(code))
        assert code in missing("google", server, Language(code))
        assert server.asked == []


def test_refuses_varieties_of_the_source() -> None:
    """The library would hand a text back unasked where both languages have the same code."""
    with serve() as server:
        assert "does not tell" in missing("google", server, Language("en_GB"))


@pytest.mark.parametrize(("reply", "again", "everywhere"), FAULTS)
def test_failures(reply: Reply, again: bool, everywhere: bool) -> None:  # noqa: FBT001
    """Each way to fail is told without the text, and how it is to be taken; the server is asked once."""
    with serve(always(reply)) as server:
        reason = refused("google", server, timeout=0.5)
    assert (reason.again, reason.everywhere) == (again, everywhere)
    assert len(server.asked) == 1


def test_too_many_requests() -> None:
    """The pause that Google asks for is handed on."""
    with serve(always(Reply(status=429, headers=(("Retry-After", "7"),)))) as server:
        reason = refused("google", server)
    assert (reason.again, reason.everywhere, reason.wait) == (True, True, 7)


def test_says_that_nobody_is_there() -> None:
    """A refused connection is told with the host."""
    with nobody() as server:
        reason = refused("google", server)
    assert (reason.again, reason.everywhere) == (True, True)


@pytest.mark.parametrize("words", NOTICES)
def test_does_not_take_a_notice_for_a_translation(words: str) -> None:
    """Error pages and quota notices in the place of a translation are none."""
    with serve(always(page(words))) as server:
        reason = refused("google", server)
    assert not reason.everywhere
    assert "notice" in str(reason)


def test_a_text_about_errors_is_translated() -> None:
    """Words like those of a notice are a translation where the text has them itself."""
    with serve() as server:
        assert ask("google", server, "that's an error") == ["THAT'S AN ERROR"]


def test_does_not_run_words_together() -> None:
    """A page with tags within the translation, which the library would cut out with the spaces, is no answer."""
    reply = Reply('<div class="result-container">uno <b>dos</b> tres</div>')
    with serve(always(reply)) as server:
        assert "markup of its own" in str(refused("google", server))


def test_takes_unchanged_signs_for_no_answer() -> None:
    """Where the library answers None, as for a text of signs that comes back as it was, there is no answer."""
    with serve(lambda asked, number: page(asked["q"])) as server:  # noqa: ARG005
        assert ask("google", server, "word") == ["word"]
        assert "empty answer" in str(refused("google", server, "…"))


@pytest.mark.parametrize("answer", ["[1]einer", "einer [1]x[/1] [1]y[/1]", "[7]", "ein 【 1 】"])
def test_hands_tags_on_as_they_are(answer: str) -> None:
    """Lost, doubled, made-up and bent tags are for others to judge."""
    with serve(always(page(answer))) as server:
        assert ask("google", server, "[1]one[/1]") == [answer]


@pytest.mark.parametrize("sign", ["<div>", "<![x", "<a", "<!", "&#x", '<div class="t0"', "class=", "t0 "])
def test_survives_strange_pages(sign: str) -> None:
    """A page made to confuse readers costs no time, with a translation in it or without."""
    started = time.monotonic()
    with serve(always(Reply(f"<div class={sign * 50_000}"))) as server:
        refused("google", server)
        server.reply = always(Reply(f'<div class="result-container">A</div>{sign * 50_000}'))
        assert ask("google", server, "a") == ["A"]
    assert time.monotonic() - started < 10


def test_survives_strange_answers() -> None:
    """An answer made to confuse whoever judges it costs no time."""
    started = time.monotonic()
    with serve(always(page("<" + " " * 100_000 + "<a" * 50_000 + "&" * 50_000))) as server:
        assert len(ask("google", server, "one")) == 1
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    "start", ["<div class='t0'>", '<DIV id=a class="x result-container">', "<div class=t0>"]
)
def test_finds_the_translation_as_the_library_does(start: str) -> None:
    """The place of the translation may be written in other ways."""
    with serve(always(Reply(f"<p>x</p>{start}\n A &amp; B </div><p>y"))) as server:
        assert ask("google", server, "one") == ["A & B"]


def test_needs_the_library_that_it_was_written_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the library asks in another way, nothing is sent without time-outs."""
    monkeypatch.setattr(library.GoogleTranslator, "translate", lambda self, text: text)  # noqa: ARG005
    with serve() as server, pytest.raises(RuntimeError, match=r"not built as in 1\.11\.4"):
        ask("google", server, "one")
    assert server.asked == []


def test_follows_no_redirection() -> None:
    """A text goes to the host that was announced and to no other."""
    with serve() as other, serve(always(Reply(status=302, headers=(("Location", other.url),)))) as server:
        refused("google", server)
    assert other.asked == []


def test_splits_long_texts_at_sentences() -> None:
    """A text too long for one request is sent in whole sentences and put together with its spaces."""
    text = "  ".join(f"{word} {'long ' * 400}end." for word in ("First", "Second", "Third"))
    with serve() as server:
        assert ask("google", server, f" {text}\n") == [f" {text.upper()}\n"]
    assert len(server.asked) == 2
    assert all(part.endswith("end.") for part in server.texts)


def test_splits_at_the_ends_of_other_scripts() -> None:
    """What counts is the length in the address, nine letters for one of Chinese."""
    text = "这是一句话。" * 200
    with serve(lambda asked, number: page(asked["q"].replace("话", "X"))) as server:  # noqa: ARG005
        assert ask("google", server, text) == [text.replace("话", "X")]
    assert len(server.asked) == 3


def test_refuses_a_sentence_without_end() -> None:
    """A single sentence above the limit is a failure, and nothing of its text is sent."""
    with serve() as server:
        [answer] = ask("google", server, f"Short. {'long ' * 1200}")
    assert isinstance(answer, Failure)
    assert "too long" in answer.reason
    assert server.asked == []


@pytest.mark.parametrize(
    "url", ["ftp://x", "https://me:hidden@x.org/", "x.org/m", "https://x.org/?key=hidden"]
)
def test_refuses_a_wrong_address(url: str) -> None:
    """An impossible address is told with its place, and what it says is not repeated."""
    with pytest.raises(UserError, match="url must be") as caught:
        missing("google", FaultServer(url, translate))
    assert "[tool.editions.engines.google]" in str(caught.value)
    assert "hidden" not in str(caught.value)


def test_names_its_host() -> None:
    """The host is Google's unless the options name another."""
    google = find("google")
    assert google.host(google.defaults) == "translate.google.com"
    assert google.is_online(google.defaults)
    assert google.host({"url": "http://127.0.0.1:8080/m"}) == "127.0.0.1:8080"
    assert not google.is_online({"url": "http://127.0.0.1:8080/m"})


def test_identity_is_place_and_code() -> None:
    """Answers of another server, or in another language of Google's, are not taken for these."""
    google, pair = find("google"), Pair(ENGLISH, GERMAN)
    here = google.identity(pair, google.defaults)
    assert here == google.identity(pair, google.defaults)
    assert here != google.identity(pair, {"url": "http://127.0.0.1:8080/m"})
    assert here != google.identity(Pair(ENGLISH, Language("fr")), google.defaults)


def test_the_text_is_in_no_failure() -> None:
    """A failure of one text does not repeat it."""
    with serve() as server:
        [answer] = ask("google", server, SECRET * 500)
    assert isinstance(answer, Failure)
    assert SECRET not in answer.reason


def test_unknown_engine() -> None:
    """An unknown name is answered with the names there are."""
    with pytest.raises(UserError, match=r"choose from: apertium, .*google"):
        find("gogle")
