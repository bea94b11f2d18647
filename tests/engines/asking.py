"""How tests ask an engine that sends texts to a server, and what all of them must survive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from editions.engines import NoAnswerError, Pair, Question, find
from editions.language import Language
from engines.fault_server import FaultServer, Reply, as_json

if TYPE_CHECKING:
    from editions.engines import Answers

ENGLISH, GERMAN = Language("en"), Language("de")
SECRET, KEY = "the secret text", "the-secret-key"

# What servers of every protocol do, whether another try is worth it, and whether the engine as a whole does not serve.
FAULTS = [
    pytest.param(Reply(hangs=True), True, True, id="hangs"),
    pytest.param(Reply("{", hangs_within=True), True, True, id="hangs within"),
    pytest.param(Reply(drips=True), True, True, id="drips"),
    pytest.param(Reply(endless=True), False, False, id="endless"),
    pytest.param(Reply(closes=True), True, False, id="closes"),
    pytest.param(Reply("{", cut_off=True), True, False, id="cut off"),
    pytest.param(Reply("The server's words", status=401), False, True, id="401"),
    pytest.param(Reply("The server's words", status=413), False, False, id="413"),
    pytest.param(as_json({"message": "The server's words"}, 456), False, True, id="456"),
    pytest.param(Reply("<html>The server's words</html>", status=500), True, False, id="500"),
    pytest.param(Reply("<html>The server's words</html>", status=503), True, False, id="503"),
    pytest.param(Reply(status=302, headers=(("Location", "/"),)), False, True, id="302"),
    pytest.param(Reply("<html>Welcome to the hotel</html>"), True, False, id="html"),
    pytest.param(Reply(""), True, False, id="nothing"),
]


def options(name: str, server: FaultServer, **others: Any) -> dict[str, Any]:
    """Options that lead to the server and do not wait long."""
    return {**find(name).defaults, "url": server.url, "connect_timeout": 1, "timeout": 5, **others}


def ask(
    name: str, server: FaultServer, *texts: str, target: Language = GERMAN, context: str = "", **others: Any
) -> Answers:
    """The engine's answers to these texts, in one request."""
    with find(name).connected(Pair(ENGLISH, target), options(name, server, **others)) as asking:
        assert KEY not in repr(asking)
        return asking(Question(texts, context=context))


def refused(name: str, server: FaultServer, *texts: str, **others: Any) -> NoAnswerError:
    """Why there is no answer; never with the text, the key, the address or the server's words."""
    with pytest.raises(NoAnswerError) as caught:
        ask(name, server, *(texts or (SECRET,)), **others)
    assert server.host in str(caught.value)
    assert not any(word in str(caught.value) for word in (SECRET, KEY, server.url, "server's words"))
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return caught.value


def missing(name: str, server: FaultServer, target: Language = GERMAN, **others: Any) -> str:
    """Why the engine cannot translate into this language; empty where it can."""
    return find(name).unavailable(ENGLISH, target, options(name, server, **others)) or ""
