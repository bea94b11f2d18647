"""
Engine `openai`: chat models, OpenAI's or those of any server that speaks its protocol, also on this machine.

The library openai (`pip install "editions[openai]"`) brings the texts there. Models of llama.cpp, Ollama, vLLM or LM
Studio run on this machine and need no key; where `url` leads elsewhere, OPENAI_API_KEY must be in the environment.

    [tool.editions.engines.openai]
    url = "http://127.0.0.1:11434/v1"   # where the protocol is spoken; OpenAI's own, unless named
    model = "gemma3:12b"                # which of its models; must be named
    timeout = 180                       # seconds to wait for the answer to one request

A model sees the text around and the glossary, so it can choose between senses and inflect terms. It may also make
things up: its answers are read strictly, and what is not exactly the asked form is none.
"""

from __future__ import annotations

from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from editions.engines import Limits, _openai_prompt, is_loopback, secret, web_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from editions.engines import Ask, Options, Pair
    from editions.language import Language
    from editions.markup.wire import Form

WIRE: Form = "xml"
TERMS = True
CONTEXT = True
SENDS = (
    "the texts with numbered tags for their markup, the text around them, and the terms that occur in them"
)
LIMITS = Limits(texts=20, size=8_000, at_once=4)
# A model writes some fifty words a second at best, and answers all texts of a request at once.
OPTIONS: Mapping[str, Any] = {"url": "https://api.openai.com/v1", "model": "", "timeout": 180}

_KEY = "OPENAI_API_KEY"
_TABLE = "[tool.editions.engines.openai]"


def host(options: Options) -> str:
    """
    The server's host, with its port where it has one.

    Raises:
        UserError: `url` is no address.
    """
    return urlsplit(web_address("openai", options["url"])).netloc


def unavailable(source: Language, target: Language, options: Options) -> str | None:
    """
    What is missing here: the library, the model's name, the key, a name for a language; None where nothing is.

    Raises:
        UserError: `url` is no address.
    """
    server, key = host(options), secret(_KEY)
    if find_spec("openai") is None:
        return 'it needs a library: pip install "editions[openai]"'
    if not options["model"]:
        return f'it must be told the model: {_TABLE} model = "…" in pyproject.toml'
    if not key and not is_loopback(server):
        return f"it needs a key for {server} in the environment variable {_KEY}"
    if not (key.isascii() and key.isprintable()):
        return f"the environment variable {_KEY} has letters that no key has"
    nameless = next((each for each in (source, target) if each.name == each.code), None)
    return f"it cannot be told which language {nameless.code} is" if nameless else None


@contextmanager
def connected(pair: Pair, options: Options) -> Iterator[Ask]:
    """
    A function that asks the model, for as long as the context lasts.

    Raises:
        UserError: `url` is no address, or the environment names a proxy that cannot be one.
    """
    from editions.engines import _openai_chat

    with _openai_chat.connected(pair, options, host(options), secret(_KEY)) as chat:
        yield chat.ask


def identity(pair: Pair, options: Options) -> str:
    """The server, the model, and the rules that it is told."""
    del pair
    return f"{host(options)} {options['model']} {_openai_prompt.version()}"
