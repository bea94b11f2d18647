"""A server on loopback that speaks the chat-completions protocol, or fails in one of the ways that real ones do."""

from __future__ import annotations

import contextlib
import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MARKUP = re.compile(r"(<[^>]*>|&\w+;)")


@dataclass(frozen=True)
class Reply:
    """What the server does about one request: an answer, nothing, a closed connection, half an answer, no end."""

    body: str = ""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    kind: str = "application/json"
    hangs: bool = False
    closes: bool = False
    cut_off: bool = False
    endless: bool = False
    drips: bool = False


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    path: str
    authorization: str
    body: dict[str, Any]

    @property
    def rules(self) -> str:
        """What the model is told."""
        return str(self.body["messages"][0]["content"])

    @property
    def material(self) -> dict[str, Any]:
        """What the model is given."""
        return dict(json.loads(self.body["messages"][-1]["content"]))

    @property
    def texts(self) -> dict[str, str]:
        """The texts to translate, by number."""
        return dict(self.material["texts"])


@dataclass
class ChatServer:
    """A running server: its address, the requests it got, and how it replies (by request and its number from 1)."""

    url: str
    reply: Callable[[Asked, int], Reply]
    asked: list[Asked] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def host(self) -> str:
        """The host and port."""
        return urlsplit(self.url).netloc


def completion(content: str | None, finish: str | None = "stop", refusal: str | None = None) -> Reply:
    """A completion with this text."""
    message = {"role": "assistant", "content": content, "refusal": refusal}
    choice = {"index": 0, "message": message, "finish_reason": finish}
    return Reply(
        json.dumps({"id": "1", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]})
    )


def error(status: int, message: str, **others: str | None) -> Reply:
    """An error as OpenAI's servers put it."""
    return Reply(json.dumps({"error": {"message": message, "type": None, **others}}), status=status)


def capitals(text: str) -> str:
    """A translation that everybody can check: the words in capitals, tags and entities as they are."""
    return "".join(part if index % 2 else part.upper() for index, part in enumerate(_MARKUP.split(text)))


def translate(asked: Asked, number: int = 1) -> Reply:
    """All texts of a request in capitals."""
    del number
    return completion(json.dumps({each: capitals(text) for each, text in asked.texts.items()}))


def always(reply: Reply) -> Callable[[Asked, int], Reply]:
    """The same reply to every request."""
    return lambda asked, number: reply  # noqa: ARG005


def without(*parameters: str, message: str) -> Callable[[Asked, int], Reply]:
    """A server that refuses requests with one of these parameters, and says so in these words."""

    def reply(asked: Asked, number: int) -> Reply:
        refused = [each for each in parameters if each in asked.body]
        return error(400, message.format(*refused)) if refused else translate(asked, number)

    return reply


@contextlib.contextmanager
def serve(reply: Callable[[Asked, int], Reply] = translate) -> Iterator[ChatServer]:
    """A server on a free port of 127.0.0.1 for as long as the context lasts; hanging requests end with it."""
    running: ChatServer

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked = Asked(self.path, self.headers.get("Authorization", ""), body)
            running.asked.append(asked)
            with contextlib.suppress(ConnectionError):
                _send(self, running.reply(asked, len(running.asked)), running)

        def log_message(self, *_: object) -> None:
            """Keeps the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    running = ChatServer(f"http://127.0.0.1:{server.server_port}/v1", reply)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        running.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _send(handler: BaseHTTPRequestHandler, reply: Reply, running: ChatServer) -> None:
    if reply.hangs:
        running.over.wait(60)
    if reply.hangs or reply.closes:
        handler.close_connection = True
        return
    body = reply.body.encode()
    length = 10**12 if reply.endless or reply.drips else len(body) + (100 if reply.cut_off else 0)
    handler.send_response(reply.status)
    for name, value in reply.headers:
        handler.send_header(name, value)
    handler.send_header("Content-Type", reply.kind)
    handler.send_header("Content-Length", str(length))
    handler.end_headers()
    handler.wfile.write(body)
    handler.close_connection = length != len(body)
    if reply.endless or reply.drips:
        _go_on(handler, 0.05 if reply.drips else 0, running.over)


def _go_on(handler: BaseHTTPRequestHandler, pause: float, over: threading.Event) -> None:
    """More and more, fast or a little at a time, until nobody listens."""
    for _ in range(1200):
        handler.wfile.write(b" " * (1 if pause else 65_536))
        if over.wait(pause):
            return
