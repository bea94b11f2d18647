"""A server on loopback for every protocol of engines: it answers, or fails in one of the ways that real ones do."""

from __future__ import annotations

import contextlib
import html
import json
import socket
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Replying = Callable[["Asked", int], "Reply"]


@dataclass(frozen=True)
class Reply:
    """
    What the server does about one request: an answer, nothing at all, a closed connection, half an answer, no end.

    `drips` sends a body a byte at a time, `crawls` the headers before it.
    """

    body: str | bytes = ""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    kind: str = "text/html; charset=utf-8"
    hangs: bool = False
    hangs_within: bool = False
    closes: bool = False
    cut_off: bool = False
    endless: bool = False
    drips: bool = False
    crawls: bool = False


@dataclass(frozen=True)
class Asked:
    """
    One request as it arrived, by which port of the client's.

    Its values are those of the address, or of a body of JSON or of a form.
    """

    method: str
    path: str
    headers: dict[str, str]
    values: dict[str, Any]
    port: int = 0

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


@dataclass
class FaultServer:
    """A running server: its address, the requests it got, and how it replies (by request and its number from 1)."""

    url: str
    reply: Replying
    asked: list[Asked] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def host(self) -> str:
        """The host and port."""
        return urlsplit(self.url).netloc

    @property
    def texts(self) -> list[str]:
        """The texts it was asked for one by one, in order."""
        return [asked["q"] for asked in self.asked]


def page(text: str) -> Reply:
    """The page that holds a translation, as the library looks for it on Google's."""
    return Reply(f'<html><body><div class="result-container">{html.escape(text)}</div></body></html>')


def translate(asked: Asked, number: int) -> Reply:
    """A page with a translation that everybody can check: the words in capitals, tags as they are."""
    del number
    return page(asked["q"].upper())


def as_json(data: object, status: int = 200) -> Reply:
    """A body of JSON."""
    return Reply(json.dumps(data), status=status, kind="application/json")


def always(reply: Reply) -> Replying:
    """The same reply to every request."""
    return lambda asked, number: reply  # noqa: ARG005


@contextlib.contextmanager
def serve(reply: Replying = translate, path: str = "/m") -> Iterator[FaultServer]:
    """A server on a free port of 127.0.0.1 for as long as the context lasts; hanging requests end with it."""
    running: FaultServer

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = _asked(self)
            running.asked.append(asked)
            with contextlib.suppress(ConnectionError):
                _send(self, running.reply(asked, len(running.asked)), running.over)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Keeps the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    running = FaultServer(f"http://127.0.0.1:{server.server_port}{path}", reply)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        running.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


@contextlib.contextmanager
def nobody(path: str = "/m") -> Iterator[FaultServer]:
    """An address of 127.0.0.1 where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        yield FaultServer(f"http://127.0.0.1:{free.getsockname()[1]}{path}", translate)


def _asked(handler: BaseHTTPRequestHandler) -> Asked:
    address = urlsplit(handler.path)
    values: dict[str, Any] = {name: found[0] for name, found in parse_qs(address.query).items()}
    body = handler.rfile.read(int(handler.headers.get("Content-Length", 0))).decode()
    if "json" in handler.headers.get("Content-Type", ""):
        values |= json.loads(body)
    elif body:
        values |= parse_qs(body)
    headers = {name.lower(): value for name, value in handler.headers.items()}
    return Asked(handler.command, address.path, headers, values, handler.client_address[1])


def _send(handler: BaseHTTPRequestHandler, reply: Reply, over: threading.Event) -> None:
    if reply.hangs:
        over.wait(60)
    if reply.hangs or reply.closes:
        handler.close_connection = True
        return
    body = reply.body.encode() if isinstance(reply.body, str) else reply.body
    goes_on = reply.endless or reply.drips or reply.crawls or reply.hangs_within
    length = 10**12 if goes_on else len(body) + (100 if reply.cut_off else 0)
    handler.send_response(reply.status)
    for name, value in reply.headers:
        handler.send_header(name, value)
    if reply.crawls:
        handler.flush_headers()
        _go_on(handler, b"X", 0.05, over)
    handler.send_header("Content-Type", reply.kind)
    handler.send_header("Content-Length", str(length))
    handler.end_headers()
    handler.wfile.write(body)
    handler.close_connection = length != len(body)
    if reply.hangs_within:
        over.wait(60)
    if reply.endless or reply.drips:
        _go_on(handler, *((b" ", 0.05) if reply.drips else (b" " * 65_536, 0)), over)


def _go_on(handler: BaseHTTPRequestHandler, block: bytes, pause: float, over: threading.Event) -> None:
    """More and more, fast or a little at a time, until nobody listens."""
    for _ in range(1200):
        handler.wfile.write(block)
        if over.wait(pause):
            return
