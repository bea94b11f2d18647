"""The engine `deepl`: its maker's own library against servers on loopback that behave, and that fail in each way."""

from __future__ import annotations

import json
import re
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import deepl as library
import pytest

import editions
from editions.engines import Failure, Pair, Question, deepl, find
from editions.language import Language
from editions.problem import UserError
from engines.asking import ENGLISH, FAULTS, GERMAN, KEY, SECRET, ask, missing, options, refused
from engines.fault_server import Asked, FaultServer, Reply, always, as_json, nobody, serve

_MARKUP = re.compile(r"(<[^>]*>|&\w+;)")


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key is in the environment."""
    monkeypatch.setenv("DEEPL_AUTH_KEY", KEY)


def answers(*texts: Any) -> Reply:
    """These answers, as the service puts them."""
    return as_json(
        {
            "translations": [
                {
                    "detected_source_language": "EN",
                    "text": text,
                    "billed_characters": 1,
                    "model_type_used": "x",
                }
                for text in texts
            ]
        }
    )


def translate(asked: Asked, number: int = 1) -> Reply:
    """All texts in capitals, tags and entities as they are."""
    del number
    split = [_MARKUP.split(text) for text in asked["text"]]
    return answers(*("".join(p if i % 2 else p.upper() for i, p in enumerate(parts)) for parts in split))


def test_answers_in_order_with_tags() -> None:
    """All texts go in one request of JSON and come back in order, with their tags and entities."""
    texts = ('one <g id="1">two</g> &amp; <x id="2"/> three', " four\n", "", "中 ü 😀")
    with serve(translate, "") as server:
        found = ask("deepl", server, *texts)
    assert found == ['ONE <g id="1">TWO</g> &amp; <x id="2"/> THREE', " FOUR\n", "", "中 Ü 😀"]
    assert [(asked.method, asked.path) for asked in server.asked] == [("POST", "/v2/translate")]
    assert server.asked[0]["text"] == list(texts)


def test_tells_what_it_wishes() -> None:
    """Tags are read as XML and split no sentence, what stands alone is left alone, and white space stays."""
    with serve(translate, "") as server:
        ask("deepl", server, "one")
    wishes = dict(server.asked[0].values)
    assert wishes.pop("show_billed_characters") is True
    assert wishes == {
        "text": ["one"], "source_lang": "EN", "target_lang": "DE", "tag_handling": "xml", "tag_handling_version": "v2",
        "non_splitting_tags": ["g", "x"], "ignore_tags": ["x"], "split_sentences": "nonewlines",
        "preserve_formatting": True,
    }  # fmt: skip


def test_tells_context_formality_and_glossary() -> None:
    """The text around, the form of address and the language's own glossary go along where there are any."""
    given = {"formality": "prefer_less", "glossary": {"de": "a-b-c", "fr": "d"}}
    with serve(translate, "") as server:
        ask("deepl", server, "one", context="zero one two", **given)
        ask("deepl", server, "one", target=Language("es"), **given)
    [first, second] = [asked.values for asked in server.asked]
    assert (first["context"], first["formality"], first["glossary_id"]) == (
        "zero one two",
        "prefer_less",
        "a-b-c",
    )
    assert "glossary_id" not in second
    assert "context" not in second


def test_sends_the_key_only_in_its_header() -> None:
    """The key is in the header of authorization and nowhere else; of this machine nothing is told."""
    with serve(translate, "") as server:
        ask("deepl", server, "one")
    asked = server.asked[0]
    assert asked.headers["authorization"] == f"DeepL-Auth-Key {KEY}"
    assert asked.headers["user-agent"] == f"deepl-python/{library.__version__}"
    assert KEY not in json.dumps([asked.path, asked.values])


def test_leaves_the_library_as_it_was() -> None:
    """What stands in the place of the library's own HTTP client is no other translator's."""
    with serve(translate, "") as server:
        ask("deepl", server, "one")
    assert isinstance(library.DeepLClient("x")._client, library.http_client.HttpClient)
    assert library.http_client.max_network_retries == 5


def test_needs_the_place_that_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another version of the library has its HTTP client elsewhere, nothing is sent without limits."""
    monkeypatch.setattr(library, "DeepLClient", lambda key, **_: object())  # noqa: ARG005
    with serve(translate, "") as server, pytest.raises(RuntimeError, match="not built as"):
        ask("deepl", server, "one")
    assert server.asked == []


def test_letters_cost_no_more_than_they_are() -> None:
    """A request of other scripts is no larger than the limit that DeepL counts in bytes."""
    text = "Ё" * 50_000
    with serve(translate, "") as server:
        assert ask("deepl", server, text) == [text]
    assert int(server.asked[0].headers["content-length"]) < 128 * 1024


def test_keeps_the_path_of_a_proxy() -> None:
    """A server's own path stays in front of the service's."""
    with serve(translate, "/proxy/") as server:
        ask("deepl", server, "one")
    assert server.asked[0].path == "/proxy/v2/translate"


def test_threads_do_not_mix_answers_up() -> None:
    """As many requests as the limit allows are under way together, each with its own answers."""
    count = find("deepl").limits.at_once
    together = threading.Barrier(count, timeout=20)

    def meet(asked: Asked, number: int) -> Reply:
        together.wait()
        return translate(asked, number)

    with (
        serve(meet, "") as server,
        find("deepl").connected(Pair(ENGLISH, GERMAN), options("deepl", server)) as asking,
        ThreadPoolExecutor(count) as threads,
    ):
        found = list(threads.map(asking, [Question((f"a {number}", "b")) for number in range(count * 10)]))
    assert found == [[f"A {number}", "B"] for number in range(count * 10)]


@pytest.mark.parametrize(
    "answer", ['<g id="1">einer', 'einer <g id="1">x</g> <g id="1">y</g>', '<x id="7"/>', "<b>x</b>", "one"]
)
def test_hands_answers_on_as_they_are(answer: str) -> None:
    """Lost, doubled and made-up tags and unchanged texts are for others to judge."""
    with serve(always(answers(answer)), "") as server:
        assert ask("deepl", server, '<g id="1">one</g>') == [answer]


@pytest.mark.parametrize("empty", [" ", None, 7, ["x"]])
def test_an_empty_answer_is_a_failure(empty: Any) -> None:
    """A text that comes back empty, or as no text, has no answer; the others have theirs."""
    with serve(always(answers(empty, "B", "")), "") as server:
        found = ask("deepl", server, SECRET, "b", "")
    assert isinstance(found[0], Failure)
    assert SECRET not in found[0].reason
    assert found[1:] == ["B", ""]


@pytest.mark.parametrize("reply", [answers("a"), answers("a", "b", "c"), answers(), as_json({}), as_json([])])
def test_takes_only_exactly_the_texts(reply: Reply) -> None:
    """With an answer missing or too many, none can be told apart: the question may be divided."""
    with serve(always(reply), "") as server:
        reason = refused("deepl", server, SECRET, "two")
    assert (reason.again, reason.everywhere) == (False, False)


@pytest.mark.parametrize(
    "body",
    [
        {"translations": 7}, {"translations": "x"}, {"translations": [{"text": "a"}]}, {"translations": [["a"]]},
        {"translations": [{"text": "a", "billed_characters": "many"}]}, {"translations": [7]},
    ],
)  # fmt: skip
def test_another_protocol(body: Any) -> None:
    """JSON of another form is no answer."""
    with serve(always(as_json(body)), "") as server:
        reason = refused("deepl", server)
    assert (reason.again, reason.everywhere) == (True, False)
    assert "did not answer like DeepL" in str(reason)


@pytest.mark.parametrize(("reply", "again", "everywhere"), FAULTS)
def test_failures(reply: Reply, again: bool, everywhere: bool) -> None:  # noqa: FBT001
    """Each way to fail is told without text and key, and how it is to be taken; the library tries nothing again."""
    with serve(always(reply), "") as server:
        reason = refused("deepl", server, timeout=0.5)
    assert (reason.again, reason.everywhere) == (again, everywhere)
    assert len(server.asked) == 1


def test_says_that_nobody_is_there() -> None:
    """A refused connection is told with the host."""
    with nobody("") as server:
        reason = refused("deepl", server)
    assert (reason.again, reason.everywhere) == (True, True)


@pytest.mark.parametrize("status", [429, 529])
@pytest.mark.parametrize(
    ("headers", "wait"), [((), None), ((("Retry-After", "7"),), 7), ((("Retry-After", "soon"),), None)]
)
def test_too_many_requests(status: int, headers: tuple[tuple[str, str], ...], wait: float | None) -> None:
    """The pause that the server asks for, which the library forgets, is handed on."""
    with serve(always(Reply("{}", status=status, headers=headers)), "") as server:
        reason = refused("deepl", server)
    assert (reason.again, reason.everywhere, reason.wait) == (True, True, wait)
    assert len(server.asked) == 1


@pytest.mark.parametrize("message", ["Tag handling parsing failed, please check input.", "Bad", 7, "[" * 100])
def test_a_question_that_is_not_taken(message: object) -> None:
    """A question that the server cannot read may be divided, and its words are not repeated."""
    with serve(always(as_json({"message": message, "detail": "The server's words"}, 400)), "") as server:
        reason = refused("deepl", server, SECRET, "two")
    assert not reason.everywhere
    assert reason.again is (message == 7)


def test_a_refusal_that_is_no_json() -> None:
    """A refusal in HTML, or in JSON without an end, is a refusal."""
    for body in ("<html>The server's words</html>", "[" * 100_000):
        with serve(always(Reply(body, status=400)), "") as server:
            assert not refused("deepl", server).everywhere


def test_an_address_that_leads_elsewhere() -> None:
    """Where there is no such path, nothing else will be found there."""
    with serve(always(Reply("<html>Not Found</html>", status=404)), "") as server:
        reason = refused("deepl", server)
    assert (reason.again, reason.everywhere) == (False, True)


@pytest.mark.parametrize(
    ("reply", "glossary"),
    [
        (as_json({"message": "Value for 'target_lang' not supported."}, 400), {}),
        (as_json({"message": "Value for 'source_lang' not supported."}, 400), {}),
        (as_json({"message": "'formality' is not supported for given 'target_lang'."}, 400), {}),
        (as_json({"message": "Invalid glossary_id"}, 400), {"de": "x"}),
        (as_json({"message": "Not found"}, 404), {"de": "x"}),
    ],
)
def test_what_it_does_not_have_for_a_pair(reply: Reply, glossary: dict[str, str]) -> None:
    """A language, form of address or glossary that it does not have is a failure of these texts, and ends no more."""
    with serve(always(reply), "") as server:
        found = ask("deepl", server, SECRET, "two", glossary=glossary)
    assert found == [found[0]] * 2
    assert isinstance(found[0], Failure)
    assert "en to de" in found[0].reason
    assert SECRET not in found[0].reason


def test_follows_no_redirection() -> None:
    """Texts and key go to the host that was announced and to no other."""
    with (
        serve(translate) as other,
        serve(always(Reply(status=308, headers=(("Location", other.url),)))) as server,
    ):
        refused("deepl", server)
    assert other.asked == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("zh_CN", "ZH-HANS"), ("zh_TW", "ZH-HANT"), ("zh_HK", "ZH-HANT"), ("pt_BR", "PT-BR"), ("pt_PT", "PT-PT"),
        ("pt", "PT-BR"), ("pt_AO", "PT-PT"), ("es", "ES"), ("es_MX", "ES-419"), ("nb", "NB"), ("no", "NB"),
        ("fil", "TL"), ("he", "HE"), ("sr", "SR"), ("de_AT", "DE"), ("ku", "KMR"), ("fa", "FA"), ("fa_AF", "PRS"),
    ],
)  # fmt: skip
def test_maps_targets(code: str, expected: str) -> None:
    """The catalog's code becomes the variety that DeepL writes."""
    with serve(translate, "") as server:
        assert missing("deepl", server, Language(code)) == ""
        ask("deepl", server, "one", target=Language(code))
    assert server.asked[0]["target_lang"] == expected


@pytest.mark.parametrize(
    ("code", "source", "target"),
    [("en", "EN", "EN-US"), ("en_GB", "EN", "EN-GB"), ("zh_TW", "ZH", "ZH-HANT")],
)
def test_sources_have_no_varieties(code: str, source: str, target: str) -> None:
    """What is a variety as a target is one language as a source."""
    with serve(translate, "") as server:
        for pair in (Pair(Language(code), GERMAN), Pair(GERMAN, Language(code))):
            with find("deepl").connected(pair, options("deepl", server)) as asking:
                asking(Question(("one",)))
    assert [asked["source_lang"] for asked in server.asked] == [source, "DE"]
    assert server.asked[1]["target_lang"] == target


@pytest.mark.parametrize("code", ["sr_Latn", "sr@latin", "nn", "xx", "en_GB"])
def test_refuses_other_languages_and_scripts(code: str) -> None:
    """A language that is not offered, only in another script, or the source's own is refused in plain words."""
    with serve(translate, "") as server:
        assert code in missing("deepl", server, Language(code))
    assert server.asked == []


def test_its_table_of_formality_is_of_its_languages() -> None:
    """Each language of the table is one that the library knows."""
    assert set(deepl._codes()) >= deepl._FORMAL
    assert not any(code.startswith("__") for code in deepl._codes())


def test_formality_is_only_for_some_languages() -> None:
    """Where DeepL knows no form of address, demanding one is refused with the wish that would do."""
    with serve(translate, "") as server:
        assert "prefer_more" in missing("deepl", server, Language("sv"), formality="more")
        assert missing("deepl", server, Language("sv"), formality="prefer_more") == ""
        assert missing("deepl", server, Language("pt_BR"), formality="less") == ""
        with pytest.raises(UserError, match="formality must be one of"):
            missing("deepl", server, formality="polite")


def test_a_glossary_is_an_id() -> None:
    """A glossary that is no text is told with its place."""
    with serve(translate, "") as server, pytest.raises(UserError, match="glossary must hold"):
        ask("deepl", server, "one", glossary={"de": 7})


@pytest.mark.parametrize(
    ("key", "said"), [("", "needs a key"), ("sk-kéy", "has letters"), ("a\nb", "has letters")]
)
def test_says_that_the_key_is_missing(monkeypatch: pytest.MonkeyPatch, key: str, said: str) -> None:
    """Without a usable key, the engine says where it belongs and does not repeat it."""
    monkeypatch.setenv("DEEPL_AUTH_KEY", key)
    with serve(translate, "") as server:
        reason = missing("deepl", server)
    assert said in reason
    assert "DEEPL_AUTH_KEY" in reason
    assert not key or key not in reason


def test_says_how_to_install_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the library is not installed, the engine says how to get it."""
    monkeypatch.setattr(sys, "path", [str(Path(editions.__file__).parents[1])])
    monkeypatch.delitem(sys.modules, "deepl", raising=False)
    assert 'pip install "editions[deepl]"' in missing("deepl", FaultServer("http://127.0.0.1:9", translate))


def test_names_its_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """Free keys have a host of their own, as the library has it; the options may name another."""
    engine = find("deepl")
    for key, host in ((KEY, "api.deepl.com"), (f"{KEY}:fx", "api-free.deepl.com")):
        monkeypatch.setenv("DEEPL_AUTH_KEY", key)
        assert engine.host(engine.defaults) == host
        assert library.DeepLClient(key).server_url == f"https://{host}"
        assert engine.is_online(engine.defaults)
    assert engine.host({"url": "https://api-us.deepl.com/"}) == "api-us.deepl.com"
    assert not engine.is_online({"url": "http://localhost:3000"})
    with pytest.raises(UserError, match="url must be"):
        engine.host({"url": "https://me:hidden@example.org"})


def test_identity_is_what_is_wished_for() -> None:
    """Answers in another form of address, with another glossary or of another server are not taken for these."""
    engine, pair = find("deepl"), Pair(ENGLISH, GERMAN)
    changes = ({}, {"formality": "more"}, {"glossary": {"de": "x"}}, {"url": "http://127.0.0.1:9"})
    assert len({engine.identity(pair, {**engine.defaults, **change}) for change in changes}) == 4
    assert engine.identity(pair, {**engine.defaults, "glossary": {"fr": "x"}}) == engine.identity(
        pair, engine.defaults
    )
