"""The engine `libretranslate`: servers on loopback that read and answer as LibreTranslate 1.9 does, and that fail."""

from __future__ import annotations

import html
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from editions.engines import Failure, Pair, Question, find
from editions.language import Language
from editions.markup import wire
from editions.problem import UserError
from engines.asking import ENGLISH, FAULTS, GERMAN, KEY, SECRET, ask, missing, options, refused
from engines.fault_server import Asked, FaultServer, Reply, always, as_json, nobody, serve

_TAG = re.compile(r"(<[^>]*>)")


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key is in the environment."""
    monkeypatch.setenv("LIBRETRANSLATE_API_KEY", KEY)


def capitals(text: str) -> str:
    """What the server makes of a text in its HTML mode: it reads entities, closes tags, and unescapes at the end."""
    parts = _TAG.split(text)
    return "".join(
        re.sub(r"<x (id=\S+)/>", r"<x \1></x>", part) if index % 2 else html.unescape(part).upper()
        for index, part in enumerate(parts)
    )


def translate(asked: Asked, number: int = 1) -> Reply:
    """All texts in capitals."""
    del number
    return as_json({"translatedText": [capitals(text) for text in asked["q"]]})


def answers(*texts: Any) -> Reply:
    """These answers."""
    return as_json({"translatedText": list(texts)})


def words(answer: object) -> list[str | wire.Mark]:
    """What the rest of the program reads in an answer: words, a pair of tags with number 1, and one alone with 2."""
    return [part for part in wire.parse(str(answer), "xml", frozenset({1}), frozenset({2})) if part]


def test_answers_in_order_with_tags() -> None:
    """All texts go in one request of JSON and come back in order, with tags that are still read as such."""
    texts = ('one <g id="1">two</g> &amp; <x id="2"/> three', " four\n", "", "中 ü 😀")
    with serve(translate, "") as server:
        found = ask("libretranslate", server, *texts)
    assert found[1:] == [" FOUR\n", "", "中 Ü 😀"]
    assert words(found[0]) == [
        "ONE ", wire.Mark("open", 1), "TWO", wire.Mark("close", None), " & ", wire.Mark("alone", 2), " THREE",
    ]  # fmt: skip
    assert [(asked.method, asked.path) for asked in server.asked] == [("POST", "/translate")]
    assert server.asked[0].values == {
        "q": list(texts), "source": "en", "target": "de", "format": "html", "api_key": KEY,
    }  # fmt: skip


def test_needs_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the environment has no key, none is sent."""
    monkeypatch.delenv("LIBRETRANSLATE_API_KEY")
    with serve(translate, "/api/") as server:
        assert ask("libretranslate", server, "one") == ["ONE"]
    assert "api_key" not in server.asked[0].values
    assert server.asked[0].path == "/api/translate"


def test_threads_do_not_mix_answers_up() -> None:
    """As many requests as the limit allows are under way together, each with its own answers."""
    count = find("libretranslate").limits.at_once
    together = threading.Barrier(count, timeout=20)

    def meet(asked: Asked, number: int) -> Reply:
        together.wait()
        return translate(asked, number)

    with (
        serve(meet, "") as server,
        find("libretranslate").connected(Pair(ENGLISH, GERMAN), options("libretranslate", server)) as asking,
        ThreadPoolExecutor(count) as threads,
    ):
        found = list(threads.map(asking, [Question((f"a {number}", "b")) for number in range(count * 10)]))
    assert found == [[f"A {number}", "B"] for number in range(count * 10)]


@pytest.mark.parametrize(
    "plain", ["a <b> c", "a &lt; b", "&amp; <i>", "x < y & z > 1", "<g id=", "a </p>", "&#39;"]
)
@pytest.mark.parametrize("tagged", ["{}", '<g id="1">{}</g> x', '<x id="2"/>{}'])
def test_what_looks_like_a_tag_stays_text(plain: str, tagged: str) -> None:
    """The server unescapes what it answers; signs that the text itself has are not taken for tags or entities."""
    with serve(translate, "") as server:
        [answer] = ask("libretranslate", server, tagged.format(html.escape(plain, quote=False)))
    assert plain.upper() in words(answer)


def test_a_server_that_does_not_unescape() -> None:
    """Where another server of this protocol leaves entities escaped, they are not escaped twice."""
    reply = answers("a &lt;b&gt; c", "R&amp;D", "x &lt; y")
    with serve(always(reply), "") as server:
        found = ask("libretranslate", server, "a &lt;b&gt; c", "R&amp;D", "x &lt; y")
    assert [words(answer) for answer in found] == [["a <b> c"], ["R&D"], ["x < y"]]


@pytest.mark.parametrize(
    "answer",
    [
        '<g id="1">einer',
        'einer <g id="1">x</g> <g id="1">y</g>',
        '<x id="7"></x>',
        "<b>x</b>",
        "one",
        "a < b",
    ],
)
def test_hands_answers_on_as_they_are(answer: str) -> None:
    """Lost, doubled and made-up tags and unchanged texts are for others to judge."""
    with serve(always(answers(answer)), "") as server:
        assert ask("libretranslate", server, '<g id="1">one</g>') == [answer]


def test_an_empty_answer_is_a_failure() -> None:
    """A text that comes back empty has no answer; the others have theirs."""
    with serve(always(answers(" ", "B", "")), "") as server:
        found = ask("libretranslate", server, SECRET, "b", "")
    assert isinstance(found[0], Failure)
    assert SECRET not in found[0].reason
    assert found[1:] == ["B", ""]


@pytest.mark.parametrize("reply", [answers("a"), answers("a", "b", "c"), answers()])
def test_takes_only_exactly_the_texts(reply: Reply) -> None:
    """With an answer missing or too many, none can be told apart: the question may be divided."""
    with serve(always(reply), "") as server:
        reason = refused("libretranslate", server, SECRET, "two")
    assert (reason.again, reason.everywhere) == (False, False)


@pytest.mark.parametrize(
    "body", [[], {}, 7, None, {"translatedText": "🐸"}, {"translatedText": [1, 2]}, {"translatedText": None}]
)
def test_another_protocol(body: Any) -> None:
    """JSON of another form is no answer; `url` may lead to something else."""
    with serve(always(as_json(body)), "") as server:
        reason = refused("libretranslate", server, SECRET, "two")
    assert (reason.again, reason.everywhere) == (True, False)
    assert "look at `url`" in str(reason)


@pytest.mark.parametrize(("reply", "again", "everywhere"), FAULTS)
def test_failures(reply: Reply, again: bool, everywhere: bool) -> None:  # noqa: FBT001
    """Each way to fail is told without text and key, and how it is to be taken; the server is asked once."""
    with serve(always(reply), "") as server:
        reason = refused("libretranslate", server, timeout=0.5)
    assert (reason.again, reason.everywhere) == (again, everywhere)
    assert len(server.asked) == 1


def test_says_that_nobody_is_there() -> None:
    """A refused connection is told with the host."""
    with nobody("") as server:
        reason = refused("libretranslate", server)
    assert (reason.again, reason.everywhere) == (True, True)


@pytest.mark.parametrize(
    ("reply", "again", "everywhere", "said"),
    [
        (as_json({"error": "Slowdown: 2 per 1 minute"}, 429), True, True, "fewer requests"),
        (as_json({"error": "Invalid API key"}, 403), False, True, "key is missing, wrong or used up"),
        (as_json({"error": "Visit https://x to get an API key"}, 400), False, True, "LIBRETRANSLATE_API_KEY"),
        (as_json({"error": "Invalid request: request (9) exceeds text limit (3)"}, 400), False, False, "400"),
        (Reply("<html>Bad Request</html>", status=400), False, False, "400"),
        (Reply("<html>Not Found</html>", status=404), False, True, "look at `url`"),
    ],
)
def test_refusals(reply: Reply, again: bool, everywhere: bool, said: str) -> None:  # noqa: FBT001
    """What the server says decides whether to wait, to divide the question, or to stop."""
    with serve(always(reply), "") as server:
        reason = refused("libretranslate", server, SECRET, "two")
    assert (reason.again, reason.everywhere) == (again, everywhere)
    assert said in str(reason)


@pytest.mark.parametrize(
    "error", ["de is not supported", "German (de) is not available as a target language"]
)
def test_a_language_that_it_does_not_have(error: str) -> None:
    """A language without a model is a failure of these texts, and ends nothing else."""
    with serve(always(as_json({"error": error}, 400)), "") as server:
        found = ask("libretranslate", server, SECRET, "two")
    assert found == [found[0]] * 2
    assert isinstance(found[0], Failure)
    assert "en to de" in found[0].reason


def test_follows_no_redirection() -> None:
    """Texts and key go to the host that was announced and to no other."""
    with (
        serve(translate) as other,
        serve(always(Reply(status=307, headers=(("Location", other.url),)))) as server,
    ):
        refused("libretranslate", server)
    assert other.asked == []


def test_a_very_long_text() -> None:
    """A text of any length goes in one request."""
    text = "long ü " * 20_000
    with serve(translate, "") as server:
        assert ask("libretranslate", server, text) == [text.upper()]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("zh_CN", "zh-Hans"), ("zh_TW", "zh-Hant"), ("zh_HK", "zh-Hant"), ("pt_BR", "pt-BR"), ("pt", "pt"),
        ("pt_PT", "pt"), ("es_MX", "es"), ("nb", "nb"), ("no", "nb"), ("fil", "tl"), ("he", "he"), ("sr", "sr"),
    ],
)  # fmt: skip
def test_maps_codes(code: str, expected: str) -> None:
    """The catalog's code becomes the one that servers have."""
    with serve(translate, "") as server:
        assert missing("libretranslate", server, Language(code)) == ""
        ask("libretranslate", server, "one", target=Language(code))
    assert server.asked[0]["target"] == expected


def test_takes_the_servers_own_codes() -> None:
    """The options say what a server calls a language, also one in a script that is not assumed."""
    codes = {"zh_CN": "zh", "sr@latin": "sr-latn"}
    with serve(translate, "") as server:
        for code in codes:
            assert missing("libretranslate", server, Language(code), codes=codes) == ""
            ask("libretranslate", server, "one", target=Language(code), codes=codes)
    assert [asked["target"] for asked in server.asked] == ["zh", "sr-latn"]


def test_says_what_is_missing() -> None:
    """Without a server, a code, or a difference between the languages, it is told what to do; nobody is asked."""
    with serve(translate, "") as server:
        assert "url =" in missing("libretranslate", FaultServer("", translate))
        assert "codes" in missing("libretranslate", server, Language("sr@latin"))
        assert "does not tell" in missing("libretranslate", server, Language("en_GB"))
        with pytest.raises(UserError, match="codes must be"):
            missing("libretranslate", server, codes={"de": 7})
    assert server.asked == []


def test_names_its_host() -> None:
    """There is no host unless the options name one; an address with a user's name is refused."""
    libretranslate = find("libretranslate")
    assert libretranslate.host(libretranslate.defaults) == ""
    assert not libretranslate.is_online(libretranslate.defaults)
    assert not libretranslate.is_online({"url": "http://localhost:5000"})
    assert libretranslate.is_online({"url": "https://libretranslate.com/"})
    with pytest.raises(UserError, match="url must be"):
        libretranslate.host({"url": "https://me:hidden@example.org"})


def test_identity_is_place_and_code() -> None:
    """Answers of another server, or by another code, are not taken for these."""
    libretranslate, pair = find("libretranslate"), Pair(ENGLISH, Language("zh_CN"))
    given = {"url": "http://127.0.0.1:9", "codes": {}}
    names = {
        libretranslate.identity(pair, {**given, **change})
        for change in ({}, {"url": "http://127.0.0.1:8"}, {"codes": {"zh_CN": "zh"}})
    }
    assert len(names) == 3
