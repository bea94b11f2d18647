"""A server on loopback that answers like Google's web translation, or fails in one of the ways that real ones do."""

from __future__ import annotations

import contextlib
import html
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True)
class Reply:
    """What the server does about one request: a page, nothing at all, a closed connection, half a page."""

    body: str = ""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    hangs: bool = False
    closes: bool = False
    cut_off: bool = False


@dataclass
class FaultServer:
    """A running server: its address, the questions it got, and how it replies (by question and its number from 1)."""

    url: str
    reply: Callable[[dict[str, str], int], Reply]
    asked: list[dict[str, str]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def host(self) -> str:
        """The host and port."""
        return urlsplit(self.url).netloc

    @property
    def texts(self) -> list[str]:
        """The texts it was asked for, in order."""
        return [question["q"] for question in self.asked]


def page(text: str) -> Reply:
    """The page that holds a translation, as the library looks for it."""
    return Reply(f'<html><body><div class="result-container">{html.escape(text)}</div></body></html>')


def translate(question: dict[str, str], number: int) -> Reply:
    """A translation that everybody can check: the words in capitals, tags as they are."""
    del number
    return page(question["q"].upper())


def always(reply: Reply) -> Callable[[dict[str, str], int], Reply]:
    """The same reply to every request."""
    return lambda question, number: reply  # noqa: ARG005


def at_first(times: int, reply: Reply) -> Callable[[dict[str, str], int], Reply]:
    """A reply that fails for some requests, then translations."""
    return lambda question, number: reply if number <= times else translate(question, number)


@contextlib.contextmanager
def serve(reply: Callable[[dict[str, str], int], Reply] = translate) -> Iterator[FaultServer]:
    """A server on a free port of 127.0.0.1 for as long as the context lasts; hanging requests end with it."""
    running: FaultServer

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            question = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            running.asked.append(question)
            with contextlib.suppress(ConnectionError):
                _send(self, running.reply(question, len(running.asked)), running)

        def log_message(self, *_: object) -> None:
            """Keeps the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    running = FaultServer(f"http://127.0.0.1:{server.server_port}/m", reply)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        running.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _send(handler: BaseHTTPRequestHandler, reply: Reply, running: FaultServer) -> None:
    if reply.hangs:
        running.over.wait(60)
    if reply.hangs or reply.closes:
        handler.close_connection = True
        return
    body = reply.body.encode()
    handler.send_response(reply.status)
    for name, value in reply.headers:
        handler.send_header(name, value)
    handler.send_header("Content-Type", "text/html; charset=utf-8")
    handler.send_header("Content-Length", str(len(body) + (100 if reply.cut_off else 0)))
    handler.end_headers()
    handler.wfile.write(body)
