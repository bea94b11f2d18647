"""The engine `mymemory`: the real library against servers on loopback that behave, and that fail in each way."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import deep_translator.mymemory as library
import pytest
import requests

from editions.engines import Failure, Pair, Question, find
from editions.language import Language
from editions.problem import UserError
from engines.asking import ENGLISH, FAULTS, GERMAN, SECRET, ask, missing, options, refused
from engines.fault_server import Asked, FaultServer, Reply, always, as_json, nobody, serve

WARNING = (
    "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY. NEXT AVAILABLE IN  11 HOURS 29 MINUTES "
    "04 SECONDS VISIT HTTPS://MYMEMORY.TRANSLATED.NET/DOC/USAGELIMITS.PHP TO TRANSLATE MORE"
)


def data(text: Any, status: object = 200, **others: Any) -> dict[str, Any]:
    """What the service answers, by its documentation."""
    return {
        "responseData": {"translatedText": text, "match": 0.85},
        "quotaFinished": False,
        "mtLangSupported": None,
        "responseDetails": "" if status == 200 else text,
        "responseStatus": status,
        "matches": [],
        **others,
    }


def match(segment: str, translation: str) -> dict[str, Any]:
    """A translation that it remembers."""
    return {"id": "1", "segment": segment, "translation": translation, "created-by": "Someone", "match": 0.98}


def capitals(asked: Asked, number: int = 1) -> Reply:
    """A translation that everybody can check, the machine's own."""
    del number
    text = asked["q"].upper()
    return as_json(data(text, matches=[match(asked["q"], text)]))


def test_answers_with_its_own_codes() -> None:
    """A text is asked with codes of languages and regions; white space at its ends stays."""
    with serve(capitals, "/get") as server:
        assert ask("mymemory", server, " one [1]two[/1] ") == [" ONE [1]TWO[/1] "]
    assert server.asked[0].path == "/get"
    assert server.asked[0].values == {"q": "one [1]two[/1]", "langpair": "en-US|de-DE"}


def test_several_texts_are_answered_in_order() -> None:
    """Where it is given several texts, each is asked in a request of its own."""
    with serve(capitals) as server:
        assert ask("mymemory", server, "one", "", "drei ü 中 😀") == ["ONE", "", "DREI Ü 中 😀"]
    assert server.texts == ["one", "drei ü 中 😀"]


def test_threads_do_not_mix_answers_up() -> None:
    """Questions of several threads each get their own answers, and the library stays as it was."""
    with (
        serve(capitals) as server,
        find("mymemory").connected(Pair(ENGLISH, GERMAN), options("mymemory", server)) as asking,
        ThreadPoolExecutor(8) as threads,
    ):
        answers = list(threads.map(asking, [Question((f"text {number}",)) for number in range(50)]))
    assert answers == [[f"TEXT {number}"] for number in range(50)]
    assert library.requests is requests


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("zh_CN", "zh-CN"), ("zh_TW", "zh-TW"), ("zh_HK", "zh-HK"), ("he", "he-IL"), ("nb", "nb-NO"), ("nn", "nn-NO"),
        ("pt_BR", "pt-BR"), ("pt_PT", "pt-PT"), ("sr", "sr-Cyrl-RS"), ("sr_Latn", "sr-Latn-RS"), ("de_AT", "de-AT"),
        ("sr@latin", "sr-Latn-RS"), ("ar", "ar-SA"), ("fr", "fr-FR"), ("es_MX", "es-MX"), ("es_CL", "es-419"),
    ],
)  # fmt: skip
def test_maps_codes(code: str, expected: str) -> None:
    """The catalog's code becomes the nearest that the library takes, in the same script."""
    with serve(capitals) as server:
        assert missing("mymemory", server, Language(code)) == ""
        ask("mymemory", server, "one", target=Language(code))
    assert server.asked[0]["langpair"] == f"en-US|{expected}"


@pytest.mark.parametrize("code", ["xx", "de_Cyrl", "qtz"])
def test_refuses_other_languages_and_scripts(code: str) -> None:
    """A language that is not offered, or only in another script, is refused in plain words."""
    with serve(capitals) as server:
        assert code in missing("mymemory", server, Language(code))
    assert server.asked == []


def test_refuses_varieties_of_the_source() -> None:
    """The library would hand a text back unasked where both languages have the same code."""
    with serve(capitals) as server:
        assert "does not tell" in missing("mymemory", server, Language("en_US"))
        assert missing("mymemory", server, Language("en_GB")) == ""


@pytest.mark.parametrize(("reply", "again", "everywhere"), FAULTS)
def test_failures(reply: Reply, again: bool, everywhere: bool) -> None:  # noqa: FBT001
    """Each way to fail is told without the text, and how it is to be taken; the server is asked once."""
    with serve(always(reply)) as server:
        reason = refused("mymemory", server, timeout=0.5)
    assert (reason.again, reason.everywhere) == (again, everywhere)
    assert len(server.asked) == 1


def test_says_that_nobody_is_there() -> None:
    """A refused connection is told with the host."""
    with nobody() as server:
        reason = refused("mymemory", server)
    assert (reason.again, reason.everywhere) == (True, True)


@pytest.mark.parametrize(
    "reply",
    [
        as_json(data(WARNING, 429), 429),
        as_json(data(WARNING, 429)),
        as_json(data(WARNING, "403")),
        as_json(data(WARNING)),
        as_json(data("Quota", quotaFinished=True)),
        as_json(data("QUOTA EXCEEDED", 429)),
    ],
)
def test_a_used_up_quota(reply: Reply) -> None:
    """However the used-up quota of the day is told, it is no translation, and ends the engine."""
    with serve(always(reply)) as server:
        reason = refused("mymemory", server)
    assert (reason.again, reason.everywhere) == (False, True)


@pytest.mark.parametrize("reply", [Reply("slow down", status=429), as_json(data("", 429)), as_json([], 429)])
def test_too_many_requests(reply: Reply) -> None:
    """Without a word of the quota, 429 is worth another try."""
    with serve(always(reply)) as server:
        reason = refused("mymemory", server)
    assert (reason.again, reason.everywhere) == (True, True)


def test_hands_on_how_long_to_wait() -> None:
    """The pause that the server asks for is handed on."""
    with serve(always(Reply(status=429, headers=(("Retry-After", "7"),)))) as server:
        assert refused("mymemory", server).wait == 7


@pytest.mark.parametrize(
    ("words", "everywhere"),
    [
        ("'XX' IS AN INVALID TARGET LANGUAGE . EXAMPLE: LANGPAIR=EN|IT USING 2 LETTER ISO", False),
        ("QUERY LENGTH LIMIT EXCEEDED. MAX ALLOWED QUERY : 500 CHARS", False),
        ("PLEASE SELECT TWO DISTINCT LANGUAGES", False),
        ("NO QUERY SPECIFIED. EXAMPLE REQUEST: GET?Q=HELLO&LANGPAIR=EN|IT", False),
        ("INVALID EMAIL PROVIDED", True),
    ],
)
@pytest.mark.parametrize("status", [(200, "403"), (403, 403), (400, None)])
def test_does_not_take_a_notice_for_a_translation(
    words: str,
    everywhere: bool,  # noqa: FBT001
    status: tuple[int, object],
) -> None:
    """What it says in capitals about a question is no translation of it."""
    with serve(always(as_json(data(words, status[1]), status[0]))) as server:
        reason = refused("mymemory", server)
    assert (reason.again, reason.everywhere) == (False, everywhere)


def test_a_notice_with_status_200() -> None:
    """A notice is none either where nothing but its words says so; a text about it is translated."""
    with serve(always(as_json(data("QUERY LENGTH LIMIT EXCEEDED")))) as server:
        assert "notice" in str(refused("mymemory", server))
        assert ask("mymemory", server, "QUERY LENGTH LIMIT reached") == ["QUERY LENGTH LIMIT EXCEEDED"]


@pytest.mark.parametrize("status", [403, "500"])
def test_other_statuses_of_the_body(status: object) -> None:
    """A status in the body counts like one outside."""
    with serve(always(as_json(data("", status)))) as server:
        assert refused("mymemory", server).again is (status == "500")


def test_refuses_what_it_remembers_of_another_sentence() -> None:
    """A translation of a similar sentence, which it says itself, is no answer."""
    text, other = "The party requires socialism.", "The party does not require socialism."
    reply = as_json(data("NEIN", matches=[match(other, "NEIN"), match(text, "JA")]))
    with serve(always(reply)) as server:
        reason = refused("mymemory", server, text)
    assert "similar" in str(reason)
    assert not reason.everywhere


@pytest.mark.parametrize("segment", ["“It&#39;s  one”", "it’s one", "IT'S ONE"])
def test_takes_what_it_remembers_of_the_same_sentence(segment: str) -> None:
    """Segments are stored with other quotes, entities, spaces and capitals; the sentence is the same."""
    with serve(always(as_json(data("EINS", matches=[match(segment, "EINS"), match("x", "y")])))) as server:
        assert ask("mymemory", server, "It's one") == ["EINS"]


@pytest.mark.parametrize(
    "matches", [None, "", {}, [1], [{"translation": "EINS"}, match("one", "EINS")], [{}]]
)
def test_survives_strange_matches(matches: Any) -> None:
    """What it remembers beside the translation may have any form."""
    with serve(always(as_json(data("EINS", matches=matches)))) as server:
        assert ask("mymemory", server, "one") == ["EINS"]


@pytest.mark.parametrize(
    "body",
    [
        data(""), data(" "), data(None), data(7), data(["a"]), {}, [], None, 7,
        {"responseData": []}, {"responseData": None, "responseStatus": 200}, data("", matches=[match("x", "similar")]),
    ],
)  # fmt: skip
def test_an_empty_answer_is_none(body: Any) -> None:
    """Nothing, or something of another form, is no answer; the library's resort, a similar sentence, is not taken."""
    with serve(always(as_json(body))) as server:
        assert "empty" in str(refused("mymemory", server))


def test_reads_entities() -> None:
    """Its answers have entities, which are read where the text has none."""
    with serve(always(as_json(data("L&#39;&quot;un&quot; &amp; &lt;")))) as server:
        assert ask("mymemory", server, "one") == ['L\'"un" & <']
        assert ask("mymemory", server, "&amp; one") == ["L&#39;&quot;un&quot; &amp; &lt;"]


@pytest.mark.parametrize("answer", ["[1]einer", "einer [1]x[/1] [1]y[/1]", "[7]", "one"])
def test_hands_answers_on_as_they_are(answer: str) -> None:
    """Lost, doubled and made-up tags and unchanged texts are for others to judge."""
    with serve(always(as_json(data(answer)))) as server:
        assert ask("mymemory", server, "one") == [answer]


def test_splits_long_texts_at_sentences() -> None:
    """A text of more than 499 bytes is sent in whole sentences and put together with its spaces."""
    text = "  ".join(f"{word} {'löng ' * 60}end." for word in ("First", "Second", "Third"))
    with serve(capitals) as server:
        assert ask("mymemory", server, f"{text}\n") == [f"{text.upper()}\n"]
    assert len(server.asked) == 3
    assert all(len(part.encode()) < 500 and part.endswith("end.") for part in server.texts)


def test_refuses_a_sentence_without_end() -> None:
    """A single sentence above the limit is a failure, and nothing of its text is sent."""
    with serve(capitals) as server:
        [answer] = ask("mymemory", server, f"Short. {SECRET * 50}")
    assert isinstance(answer, Failure)
    assert SECRET not in answer.reason
    assert server.asked == []


def test_names_its_user_where_it_may() -> None:
    """The e-mail address goes along only where the options name one."""
    with serve(capitals) as server:
        ask("mymemory", server, "one", email="me@example.org")
        ask("mymemory", server, "one")
    assert [asked.values.get("de") for asked in server.asked] == ["me@example.org", None]


@pytest.mark.parametrize("email", ["me", "me@", "@example.org", "a b@example.org", "me@example"])
def test_refuses_what_is_no_email(email: str) -> None:
    """What cannot be an e-mail address is told, not sent."""
    with pytest.raises(UserError, match="email must be"):
        missing("mymemory", FaultServer("http://127.0.0.1:9/get", capitals), email=email)


def test_names_its_host() -> None:
    """The service is asked over https, unless the options name another; an address with a user's name is refused."""
    mymemory = find("mymemory")
    assert mymemory.defaults["url"].startswith("https://")
    assert mymemory.host(mymemory.defaults) == "api.mymemory.translated.net"
    assert mymemory.is_online(mymemory.defaults)
    with pytest.raises(UserError, match="url must be"):
        mymemory.host({"url": "https://me:hidden@example.org/get"})


def test_identity_is_place_and_code() -> None:
    """Answers of another server, or in another variety, are not taken for these."""
    mymemory, pair = find("mymemory"), Pair(ENGLISH, Language("pt_BR"))
    here = mymemory.identity(pair, mymemory.defaults)
    assert here != mymemory.identity(pair, {"url": "http://127.0.0.1:9/get"})
    assert here != mymemory.identity(Pair(ENGLISH, Language("pt_PT")), mymemory.defaults)
