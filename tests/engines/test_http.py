"""The one reader of HTTP: it comes to an end whatever a server does, and says why without telling secrets."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from editions.engines import NoAnswerError
from editions.engines._http import Answer, Client, refusal, refuse, seconds
from engines.fault_server import FaultServer, Reply, always, as_json, nobody, page, serve

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "the secret text"


@pytest.fixture(autouse=True)
def _proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment names a proxy for everything, to which nothing for this machine may go."""
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")


def get(server: FaultServer, timeout: float = 5, wanted: frozenset[int] = frozenset()) -> Answer:
    """The answer to a question that holds a secret."""
    with Client(server.host, 2, timeout) as client:
        return client.get(server.url, params={"q": SECRET}, wanted=wanted)


def refused(server: FaultServer, timeout: float = 5) -> NoAnswerError:
    """Why there is no answer; never with the text or the address."""
    with pytest.raises(NoAnswerError) as caught:
        get(server, timeout)
    assert server.host in str(caught.value)
    assert not any(word in str(caught.value) for word in (SECRET, "/m", "secret+text", "server's words"))
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return caught.value


def test_gets_and_posts() -> None:
    """A question travels in the address, in JSON or as it is; what comes back is read as UTF-8."""
    with serve(always(Reply("中 ü 😀"))) as server, Client(server.host, 2, 5) as client:
        answers = [
            client.get(server.url, params={"q": "ü&="}),
            client.post(server.url, json={"q": ["ü", "😀"]}),
            client.post(
                server.url, data=b'{"q": 1}', headers={"Content-Type": "application/json", "X-A": "b"}
            ),
        ]
    assert [answer.text for answer in answers] == ["中 ü 😀"] * 3
    assert [(asked.method, asked["q"]) for asked in server.asked] == [
        ("GET", "ü&="), ("POST", ["ü", "😀"]), ("POST", 1),
    ]  # fmt: skip
    assert server.asked[2].headers["x-a"] == "b"


def test_bytes_that_are_no_text() -> None:
    """What is not UTF-8 is replaced, not raised."""
    with serve(always(Reply(b"a\xffb"))) as server:
        assert get(server).text == "a\ufffdb"


def test_threads_do_not_mix_answers_up() -> None:
    """Requests of several threads at once each get their own answer."""
    with (
        serve(lambda asked, number: Reply(asked["q"])) as server,  # noqa: ARG005
        Client(server.host, 2, 20) as client,
        ThreadPoolExecutor(8) as threads,
    ):
        texts = [f"text {number}" for number in range(100)]
        answers = list(threads.map(lambda text: client.get(server.url, params={"q": text}).text, texts))
    assert answers == texts


def test_keeps_a_connection() -> None:
    """Requests one after the other share a connection, also those of threads, until the client ends."""
    with serve(always(Reply("x"))) as server:
        with Client(server.host, 2, 5) as client:
            for _ in range(3):
                thread = threading.Thread(target=client.get, args=(server.url,))
                thread.start()
                thread.join()
        assert len({asked.port for asked in server.asked}) == 1
        get(server)
    assert len({asked.port for asked in server.asked}) == 2


def test_sends_nothing_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No password of ~/.netrc goes along, and a cookie is not brought back."""
    netrc = tmp_path / "netrc"
    netrc.write_text("default login me password hidden\n", encoding="utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    cookie = Reply("x", headers=(("Set-Cookie", "a=b; Path=/"),))
    # Only hosts elsewhere are asked as the environment says, so the client takes this one for one of them.
    with serve(always(cookie)) as server, Client("example.org", 2, 5) as client:
        client.get(server.url)
        client.get(server.url)
    assert len(server.asked) == 2
    assert not any({"authorization", "cookie"} & asked.headers.keys() for asked in server.asked)


@pytest.mark.parametrize(
    ("status", "again", "everywhere", "words"),
    [
        (400, False, False, "refused with HTTP status 400"),
        (401, False, True, "key is missing, wrong or used up"),
        (402, False, True, "key is missing, wrong or used up"),
        (403, False, True, "key is missing, wrong or used up"),
        (404, False, True, "look at `url`"),
        (405, False, True, "look at `url`"),
        (408, True, False, "refused with HTTP status 408"),
        (413, False, False, "refused with HTTP status 413"),
        (429, True, True, "fewer requests"),
        (456, False, True, "key is missing, wrong or used up"),
        (500, True, False, "refused with HTTP status 500"),
        (503, True, False, "refused with HTTP status 503"),
        (529, True, True, "fewer requests"),
        (302, False, True, "sends us elsewhere"),
        (304, False, True, "sends us elsewhere"),
        (204, False, False, "refused with HTTP status 204"),
    ],
)
def test_how_a_refusal_is_taken(status: int, again: bool, everywhere: bool, words: str) -> None:  # noqa: FBT001
    """A status says whether another try is worth it, and whether the engine serves at all."""
    with serve(always(Reply("The server's words", status=status))) as server:
        reason = refused(server)
    assert (reason.again, reason.everywhere) == (again, everywhere)
    assert words in str(reason)
    assert len(server.asked) == 1


def test_status_200_is_no_refusal() -> None:
    """Nothing is raised for an answer."""
    refuse("h", 200)
    assert refusal("h", 429, "3").wait == 3


@pytest.mark.parametrize("status", [429, 503, 529])
def test_hands_on_how_long_to_wait(status: int) -> None:
    """Retry-After is handed on, whatever asks for it."""
    with serve(always(Reply(status=status, headers=(("Retry-After", "7"),)))) as server:
        assert refused(server).wait == 7


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("", None), ("7", 7), (" 7 ", 7), ("0", 0), ("-1", None), ("1.5", None), ("soon", None),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0), ("Wed, 99 Oct 2099 07:28:00 GMT", None),
        ("Wed, 21 Oct 99999 07:28:00 GMT", None),
    ],
)  # fmt: skip
def test_reads_retry_after(header: str, wait: float | None) -> None:
    """A number of seconds or a date; the past is no time to wait for, nonsense says nothing."""
    assert seconds(header) == wait


def test_reads_a_date_of_retry_after() -> None:
    """A date in the future is counted from now."""
    soon = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 60))
    with serve(always(Reply(status=429, headers=(("Retry-After", soon),)))) as server:
        assert 50 < (refused(server).wait or 0) <= 60


def test_a_wanted_refusal_is_an_answer() -> None:
    """Whoever can read a refusal gets it, with its status and the time to wait."""
    reply = replace(as_json({"error": 1}, 429), headers=(("Retry-After", "7"),))
    with serve(always(reply)) as server:
        answer = get(server, wanted=frozenset({429}))
    assert (answer.status_code, answer.json(), answer.retry_after) == (429, {"error": 1}, "7")


@pytest.mark.parametrize(
    "body", ["<html>Welcome</html>", '{"a": [1, ', "", "[" * 200_000, '{"a": ' + "9" * 5000]
)
def test_something_else_than_json(body: str) -> None:
    """HTML, half of JSON, nothing and JSON without an end are no JSON; the next answer may be."""
    with serve(always(Reply(body))) as server:
        answer = get(server)
    with pytest.raises(NoAnswerError, match="something else than JSON") as caught:
        answer.json()
    assert caught.value.again


def test_follows_no_redirection() -> None:
    """A text goes to the host that was announced and to no other."""
    with serve() as other, serve(always(Reply(status=307, headers=(("Location", other.url),)))) as server:
        refused(server)
    assert other.asked == []


@pytest.mark.parametrize("reply", [Reply(hangs=True), Reply("x", hangs_within=True)])
def test_does_not_wait_for_ever(reply: Reply) -> None:
    """A server that never answers, or stops within an answer, costs the time-out, once."""
    with serve(always(reply)) as server:
        started = time.monotonic()
        reason = refused(server, timeout=0.3)
        assert time.monotonic() - started < 5
    assert (reason.again, reason.everywhere) == (True, True)
    assert "does not answer" in str(reason)
    assert len(server.asked) == 1


@pytest.mark.parametrize("reply", [Reply(drips=True), Reply(crawls=True)])
def test_an_answer_without_end_is_left(reply: Reply) -> None:
    """Where each byte comes in time and there is no last one, the request ends all the same."""
    with serve(always(reply)) as server, Client(server.host, 0.5, 0.5) as client:
        with pytest.raises(NoAnswerError, match="does not come to an end") as caught:
            client.get(server.url)
        assert (caught.value.again, caught.value.everywhere) == (True, True)
        server.reply = always(Reply("x"))
        assert client.get(server.url).text == "x"


@pytest.mark.parametrize("body", ["", "x" * 1_100_000])
def test_an_answer_that_is_too_large_is_left(body: str) -> None:
    """A body far larger than any translation is not read to its end."""
    with serve(always(Reply(body, endless=not body))) as server:
        assert "far more than a translation" in str(refused(server))


@pytest.mark.parametrize("reply", [Reply(closes=True), replace(page("half"), cut_off=True)])
def test_a_broken_connection(reply: Reply) -> None:
    """A connection that closes without a word, or within an answer, is worth another try."""
    with serve(always(reply)) as server:
        reason = refused(server)
    assert (reason.again, reason.everywhere) == (True, False)
    assert "broke its answer off" in str(reason)


def test_a_packed_answer_that_is_none() -> None:
    """What says that it is packed and is not, is broken."""
    with serve(always(Reply("x" * 99, headers=(("Content-Encoding", "gzip"),)))) as server:
        assert refused(server).again


def test_says_that_nobody_is_there() -> None:
    """A refused connection is told with the host."""
    with nobody() as server:
        reason = refused(server)
    assert (reason.again, reason.everywhere) == (True, True)
    assert "could not reach" in str(reason)


@pytest.mark.parametrize("host", ["a" * 70, "a..b", "127.0.0.1:99999"])
def test_an_address_that_is_none(host: str) -> None:
    """An address that cannot be asked is told, and asking again changes nothing."""
    with Client("127.0.0.1", 1, 1) as client, pytest.raises(NoAnswerError, match="cannot be used") as caught:
        client.get(f"http://{host}/{SECRET}")
    assert (caught.value.again, caught.value.everywhere) == (False, True)
    assert SECRET not in str(caught.value)


def test_leaves_no_thread_behind() -> None:
    """A request that was left ends when its server does."""
    before = threading.active_count()
    with (
        serve(always(Reply(drips=True))) as server,
        Client(server.host, 0.1, 0.2) as client,
        pytest.raises(NoAnswerError),
    ):
        client.get(server.url)
    for _ in range(500):
        if threading.active_count() <= before:
            break
        time.sleep(0.01)
    assert threading.active_count() <= before
