"""
The shelf of machine-translation engines: one file each, found by its name; nothing is registered anywhere.

An engine is a module of this package with these names:

    WIRE: "text" | "xml"            the form in which it brings inline markup back (editions.markup.wire)
    TERMS: bool                     True where it takes names and terms itself (Question.terms); from the others they
                                    are hidden, and put back in their official form
    CONTEXT: bool                   (need not be there) True where it reads Question.context
    SENDS: str                      what of a document it is given, in plain words
    LIMITS: Limits                  what one request may hold, how many run at once, and their pace
    OPTIONS: Mapping[str, Any]      its own options and their defaults, beside those that all have (COMMON)
    host(options) -> str            where texts go, as shown to the user; "" for this machine
    unavailable(source, target, options) -> str | None
                                    why it cannot translate between these languages here, in plain words; it asks nobody
                                    outside this machine
    connected(pair, options) -> a context manager for a function `ask(question) -> Sequence[str | Failure]`
                                    what it holds open (a session, a process, a model) lasts as long as the context
    identity(pair, options) -> str  (need not be there) what else decides its answers, like the hash of a model

`ask` makes one request and returns an answer for each text of the question, in their order. It is called from
`LIMITS.at_once` threads. Where there is no answer it raises NoAnswerError and need not try again: whoever asks does
(editions.prefill.asking), keeps the pace, divides what is refused as a whole, remembers answers and gives up in time.

`options` are COMMON, LIMITS and OPTIONS, as `[tool.editions.engines.<name>]` of pyproject.toml changes them. Keys are
no options, for that file is everybody's: `secret()` reads them from the environment.
"""

from __future__ import annotations

import importlib
import ipaddress
import os
import pkgutil
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from editions.engines._options import read
from editions.problem import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from editions.language import Language
    from editions.markup.wire import Form
    from editions.project import Project

    Options = Mapping[str, Any]
    Answers = Sequence[str | "Failure"]
    Ask = Callable[["Question"], Answers]

# The options of every engine: seconds to wait for a connection and for an answer; how often a request is tried, and the
# seconds before the second try, doubled for each further one; what a million characters cost, in any currency.
COMMON: Mapping[str, Any] = {
    "connect_timeout": 5,
    "timeout": 30,
    "attempts": 3,
    "backoff": 1,
    "price": 0,
}


@dataclass(frozen=True)
class Limits:
    """
    What one request may hold: so many `texts`, `size` bytes of UTF-8 in all of them (a longer text goes alone).

    So many requests run `at_once`, and `interval` seconds lie between the starts of two. Each is an option, too.
    """

    texts: int = 1
    size: int = 4_500
    at_once: int = 1
    interval: float = 0


@dataclass(frozen=True)
class Pair:
    """From which language to which."""

    source: Language
    target: Language


@dataclass(frozen=True)
class Question:
    """
    One request: texts in the engine's wire form.

    `context` is the text around them in the source language, without markup, for engines that read it; `terms` are the
    names and terms that occur in them, each with the words that must stand for it.
    """

    texts: tuple[str, ...]
    context: str = ""
    terms: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Failure:
    """No usable answer for one text; `reason` says why without naming an address, a key or the text."""

    reason: str


class NoAnswerError(Exception):
    """
    A request without a usable answer; its text says why without address, key or content.

    Attributes:
        again: worth another try.
        everywhere: the engine as a whole does not serve, whatever is asked.
        wait: seconds that the server asks to wait, or None.
    """

    def __init__(
        self, reason: str, *, again: bool = False, everywhere: bool = False, wait: float | None = None
    ) -> None:
        super().__init__(reason)
        self.again, self.everywhere, self.wait = again, everywhere, wait


@dataclass(frozen=True)
class Engine:
    """One engine of the shelf; what its parts do stands at the top of this module."""

    name: str
    wire: Form
    terms: bool
    context: bool
    sends: str
    limits: Limits
    defaults: Options
    host: Callable[[Options], str]
    unavailable: Callable[[Language, Language, Options], str | None]
    connected: Callable[[Pair, Options], AbstractContextManager[Ask]]
    identity: Callable[[Pair, Options], str]

    def is_online(self, options: Options) -> bool:
        """True where texts leave this machine."""
        host = self.host(options)
        return bool(host) and not is_loopback(host)


def names() -> tuple[str, ...]:
    """The names of all engines, sorted; modules with a leading underscore are their tools."""
    return tuple(
        sorted(found.name for found in pkgutil.iter_modules(__path__) if not found.name.startswith("_"))
    )


def find(name: str) -> Engine:
    """
    The engine of this name.

    Raises:
        UserError: there is none.
    """
    if name not in names():
        raise UserError(f"unknown engine {name!r}; choose from: {', '.join(names())}")
    module = importlib.import_module(f"{__name__}.{name}")
    return Engine(
        name,
        module.WIRE,
        module.TERMS,
        getattr(module, "CONTEXT", False),
        module.SENDS,
        module.LIMITS,
        {**COMMON, **asdict(module.LIMITS), **module.OPTIONS},
        module.host,
        module.unavailable,
        module.connected,
        getattr(module, "identity", lambda _pair, _options: ""),
    )


def options(project: Project, engine: Engine) -> Options:
    """
    The engine's options, as the project's table changes them.

    Raises:
        UserError: the table is none, knows another option, or says of one what cannot be.
    """
    tables = project.options.get("engines", {})
    table = tables.get(engine.name, {}) if isinstance(tables, dict) else None
    if not isinstance(table, dict):
        raise UserError(f"pyproject.toml: [tool.editions.engines.{engine.name}] must be a table")
    return read(engine.name, table, engine.defaults)


def secret(name: str) -> str:
    """A key from the environment; empty where it is not set."""
    return os.environ.get(name, "").strip()


def web_address(engine: str, url: str) -> str:
    """
    The address of a server, without a slash at its end.

    Raises:
        UserError: it is none, or has a user name or a key in it.
    """
    try:
        parts = urlsplit(url)
    except ValueError:  # half an IPv6 address
        parts = urlsplit("")
    is_plain = "@" not in parts.netloc and not parts.query and not parts.fragment
    if parts.scheme not in ("http", "https") or not parts.hostname or not is_plain:
        raise UserError(
            f"pyproject.toml: [tool.editions.engines.{engine}] url must be an http(s) address without user name"
        )
    return url.rstrip("/")


def is_loopback(host: str) -> bool:
    """True for this machine's own addresses; a port may follow."""
    name = urlsplit(f"//{host}").hostname or ""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
