"""The engine `google`: the real library against servers on loopback, one that behaves and one for each way to fail."""

from __future__ import annotations

import socket
from typing import Any

import deep_translator.google as library
import pytest
import requests

from editions.engines import EngineDownError, Failure, find
from editions.language import Language
from editions.problem import UserError
from engines.fault_server import FaultServer, Reply, always, at_first, page, serve, translate

ENGLISH, GERMAN = Language("en"), Language("de")
SECRET = "the secret text"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests to loopback go there, whatever the environment says."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def options(server: FaultServer, **others: Any) -> dict[str, Any]:
    """Options that lead to the server and do not wait."""
    return {"url": server.url, "interval": 0, "backoff": 0, **others}


def ask(server: FaultServer, *texts: str, target: Language = GERMAN, **others: Any) -> list[str | Failure]:
    """The engine's answers to these texts."""
    return list(find("google").translate(texts, ENGLISH, target, options(server, **others)))


def test_answers_in_order_with_its_own_codes() -> None:
    """Each text is asked in a request of its own, with Google's code for the language, and answered in order."""
    with serve() as server:
        answers = ask(server, "one two", " three ", target=Language("zh_CN"))
    assert answers == ["ONE TWO", " THREE "]
    assert [(question["sl"], question["tl"]) for question in server.asked] == [("en", "zh-CN")] * 2


def test_leaves_the_library_as_it_was() -> None:
    """What stands in the place of `requests` does so only for the length of a call."""
    with serve() as server:
        ask(server, "one")
    assert library.requests is requests


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("zh_CN", "zh-CN"), ("zh_TW", "zh-TW"), ("zh_HK", "zh-TW"), ("he", "iw"), ("nb", "no"), ("fil", "tl"),
        ("jv", "jw"), ("pt_BR", "pt"), ("sr", "sr"), ("ckb", "ckb"), ("es", "es"),
    ],
)  # fmt: skip
def test_maps_codes(code: str, expected: str) -> None:
    """The catalog's code becomes the code that the library takes."""
    with serve() as server:
        ask(server, "one", target=Language(code))
    assert server.asked[0]["tl"] == expected


@pytest.mark.parametrize("code", ["sr_Latn", "sr@latin", "nn", "br", "xx"])
def test_refuses_other_languages_and_scripts(code: str) -> None:
    """A language that is not offered, or only in another script, is refused in plain words and never asked."""
    language = Language(code)
    with serve() as server, pytest.raises(UserError, match="does not offer"):
        ask(server, "one", target=language)
    assert code in str(find("google").unavailable(ENGLISH, language, {}))
    assert server.asked == []


@pytest.mark.parametrize(
    "reply",
    [
        page("Error 500 (Server Error)!!1500.That’s an error."),
        page("MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY."),
        page("<html><body>Our systems have detected unusual traffic</body></html>"),
        page("<b>ein</b> Text"),
        page(""),
        Reply("<html><body>Before you continue</body></html>"),
        Reply(""),
        Reply("<html>", status=500),
        Reply("<html>", status=404),
        Reply(page("ein Text").body, cut_off=True),
        Reply("x" * 3_000_000),
    ],
)
def test_does_not_take_a_notice_for_a_translation(reply: Reply) -> None:
    """Error pages, quota notices, empty, broken and endless answers are failures that do not repeat the text."""
    with serve(at_first(3, reply)) as server:
        answers = ask(server, SECRET, "two")
    assert isinstance(answers[0], Failure)
    assert server.host in answers[0].reason
    assert SECRET not in answers[0].reason
    assert "/m" not in answers[0].reason


def test_takes_unchanged_signs_for_a_failure() -> None:
    """Where the library answers None, as for a text of signs that comes back as it was, there is no answer."""
    with serve(lambda question, number: page(question["q"])) as server:  # noqa: ARG005
        answers = ask(server, "…", "word")
    assert isinstance(answers[0], Failure)
    assert answers[1] == "word"


def test_tries_again_after_a_server_error() -> None:
    """One bad moment of the server costs a second request, not the text."""
    with serve(at_first(1, Reply(status=500))) as server:
        assert ask(server, "one") == ["ONE"]
    assert len(server.asked) == 2


def test_waits_as_long_as_it_is_asked_to() -> None:
    """HTTP 429 is repeated after the pause that Retry-After names."""
    with serve(at_first(2, Reply(status=429, headers=(("Retry-After", "0"),)))) as server:
        assert ask(server, "one") == ["ONE"]
    assert len(server.asked) == 3


@pytest.mark.parametrize("when", ["86400", "Wed, 21 Oct 2099 07:28:00 GMT"])
def test_does_not_wait_for_hours(when: str) -> None:
    """Where Retry-After names a long pause, the engine stops at once and leaves the decision to the user."""
    with (
        serve(always(Reply(status=429, headers=(("Retry-After", when),)))) as server,
        pytest.raises(EngineDownError, match=r"fewer requests and a pause of \d+ seconds"),
    ):
        ask(server, "one", "two")
    assert len(server.asked) == 1


def test_gives_up_after_failures_in_a_row() -> None:
    """Three texts in a row without an answer end the run: the rest is not sent."""
    with (
        serve(always(page(""))) as server,
        pytest.raises(UserError, match="gave up after 3 failures in a row"),
    ):
        ask(server, "one", "two", "three", "four", attempts=1)
    assert server.texts == ["one", "two", "three"]


def test_does_not_wait_for_ever() -> None:
    """A server that never answers costs the time-out, then the engine is down."""
    with (
        serve(always(Reply(hangs=True))) as server,
        pytest.raises(EngineDownError, match=f"{server.host} does not answer") as caught,
    ):
        ask(server, SECRET, timeout=0.2, attempts=2)
    assert len(server.asked) == 2
    assert caught.value.code == 2
    assert SECRET not in str(caught.value)


def test_says_that_there_is_no_network() -> None:
    """A refused connection is told with the host, without the text, with exit code 2."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = FaultServer(f"http://127.0.0.1:{free.getsockname()[1]}/m", translate)
        with pytest.raises(EngineDownError, match=f"no network: could not reach {nobody.host}; ") as caught:
            ask(nobody, SECRET)
    assert caught.value.code == 2
    assert SECRET not in str(caught.value)


def test_survives_a_closed_connection() -> None:
    """A connection that closes without a word is tried again."""
    with serve(at_first(1, Reply(closes=True))) as server:
        assert ask(server, "one") == ["ONE"]


def test_follows_no_redirection() -> None:
    """A text goes to the host that was announced and to no other."""
    with serve() as other, serve(always(Reply(status=302, headers=(("Location", other.url),)))) as server:
        answers = ask(server, "one")
    assert isinstance(answers[0], Failure)
    assert other.asked == []


def test_splits_long_texts_at_sentences() -> None:
    """A text too long for one request is sent in whole sentences and put together with its spaces."""
    text = "  ".join(f"{word} {'long ' * 400}end." for word in ("First", "Second", "Third"))
    with serve() as server:
        assert ask(server, text) == [text.upper()]
    assert len(server.asked) == 2
    assert all(part.endswith("end.") for part in server.texts)


def test_refuses_a_sentence_without_end() -> None:
    """A single sentence above the limit is a failure, and is not sent."""
    with serve() as server:
        answers = ask(server, "long " * 1200, "one")
    assert isinstance(answers[0], Failure)
    assert server.texts == ["one"]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"tmeout": 3}, "knows no tmeout"),
        ({"timeout": "3"}, "timeout must be a number"),
        ({"url": "ftp://x"}, "url must be"),
        ({"url": "https://me:hidden@x.org/"}, "url must be"),
    ],
)
def test_refuses_wrong_options(table: dict[str, Any], words: str) -> None:
    """A misspelt or impossible option is told with its place, and what it says is not repeated."""
    with pytest.raises(UserError, match=words) as caught:
        find("google").unavailable(ENGLISH, GERMAN, table)
    assert "[tool.editions.engines.google]" in str(caught.value)
    assert "hidden" not in str(caught.value)


def test_names_its_host() -> None:
    """The host is Google's unless the options name another."""
    google = find("google")
    assert google.online
    assert google.host({}) == "translate.google.com"
    assert google.host({"url": "http://127.0.0.1:8080/m"}) == "127.0.0.1:8080"


def test_unknown_engine() -> None:
    """An unknown name is answered with the names there are."""
    with pytest.raises(UserError, match="choose from: apertium, google"):
        find("gogle")
