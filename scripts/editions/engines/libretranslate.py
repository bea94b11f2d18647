"""
Engine `libretranslate`: a server of LibreTranslate, on this machine or another.

Its HTML mode keeps tags, at the price of translating what stands between them piece by piece; drafts need a person. A
server that wants a key gets the one in the environment variable LIBRETRANSLATE_API_KEY.

    [tool.editions.engines.libretranslate]
    url = "http://127.0.0.1:5000"   # the server; must be named
    codes = { zh_CN = "zh" }        # its own codes, where they are others; older servers have `zh` and `zt`
"""

from __future__ import annotations

import html
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import langcodes

from editions.engines import Failure, Limits, NoAnswerError, secret, web_address
from editions.engines._codes import base
from editions.engines._http import Client, refusal
from editions.problem import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from editions.engines import Answers, Ask, Options, Pair, Question
    from editions.engines._http import Answer
    from editions.language import Language
    from editions.markup.wire import Form

WIRE: Form = "xml"
TERMS = False
SENDS = "the texts with numbered tags for their markup"
LIMITS = Limits(texts=25, at_once=2)
OPTIONS: Mapping[str, Any] = {"url": "", "codes": {}}

_KEY = "LIBRETRANSLATE_API_KEY"
_TABLE = "[tool.editions.engines.libretranslate]"
_BAD_REQUEST = 400
_NAMED_OTHERWISE = {"fil": "tl"}
_TAG = re.compile(r"(</?[gx]\b[^<>]*>)", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\w+|\w+);")
_LOOKS_LIKE_MARKUP = re.compile(rf"<[A-Za-z/!?]|{_ENTITY.pattern}")


def host(options: Options) -> str:
    """
    The server's host, with its port where it has one; empty where none is named.

    Raises:
        UserError: `url` is no address.
    """
    return urlsplit(web_address("libretranslate", options["url"])).netloc if options["url"] else ""


def unavailable(source: Language, target: Language, options: Options) -> str | None:
    """
    What is missing: the server's address, or codes; which languages it has, only the server knows.

    Raises:
        UserError: `url` is no address, or a code is no text.
    """
    if not all(isinstance(code, str) for code in options["codes"].values()):
        raise UserError(f"pyproject.toml: {_TABLE} codes must be texts in quotes")
    if not host(options):
        return f'it must be told a server: {_TABLE} url = "…" in pyproject.toml'
    for language in (source, target):
        if _code(language, options) is None:
            return f"it has no code for {language.name} ({language.code}); name the server's own in {_TABLE} codes"
    if _code(source, options) == _code(target, options):
        return f"it does not tell {target.name} ({target.code}) from {source.name} ({source.code})"
    return None


@contextmanager
def connected(pair: Pair, options: Options) -> Iterator[Ask]:
    """
    A function that asks the server, for as long as the context lasts.

    Raises:
        UserError: `url` is no address.
    """
    codes = {"source": _code(pair.source, options), "target": _code(pair.target, options)}
    key = {"api_key": secret(_KEY)} if secret(_KEY) else {}
    with Client.of(host(options), options) as client:
        url = f"{web_address('libretranslate', options['url'])}/translate"
        yield _Server(client, url, {**codes, "format": "html", **key}, pair).ask


def identity(pair: Pair, options: Options) -> str:
    """The server and its code for the language."""
    return f"{host(options)} {_code(pair.target, options)}"


@dataclass(frozen=True)
class _Server:
    """Asks one server; may be shared by threads."""

    client: Client
    url: str
    always: Mapping[str, str | None] = field(repr=False)  # the key among it
    pair: Pair

    def ask(self, question: Question) -> Answers:
        """
        One answer for each text, in their order.

        Raises:
            NoAnswerError: there is none, or none that can be told apart.
        """
        body = {"q": list(question.texts), **self.always}
        answer = self.client.post(self.url, json=body, wanted=frozenset({_BAD_REQUEST}))
        if answer.status_code == _BAD_REQUEST:
            return self._refused(answer, question)
        data = answer.json()
        found = data.get("translatedText") if isinstance(data, dict) else None
        if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
            reason = f"{answer.host} did not answer like LibreTranslate; look at `url`"
            raise NoAnswerError(reason, again=True)
        if len(found) != len(question.texts):
            raise NoAnswerError(f"{answer.host} did not answer each text")
        return [_read(answer.host, each, text) for each, text in zip(found, question.texts, strict=True)]

    def _refused(self, answer: Answer, question: Question) -> Answers:
        """What its error says; never its words, which may repeat the text."""
        words = answer.text.casefold()
        if "api key" in words:
            reason = f"{answer.host} wants a key in the environment variable {_KEY}"
            raise NoAnswerError(reason, everywhere=True)
        if "is not supported" in words or "is not available" in words:
            languages = f"{self.pair.source.code} to {self.pair.target.code}"
            reason = f"{answer.host} does not translate {languages}; its own codes belong into {_TABLE} codes"
            return [Failure(reason)] * len(question.texts)
        raise refusal(answer.host, answer.status_code)


def _read(host: str, answer: str, text: str) -> str | Failure:
    if text.strip() and not answer.strip():
        return Failure(f"{host} gave an empty answer")
    return _escaped(answer, text)


def _escaped(answer: str, text: str) -> str:
    """The server unescapes what it answers, so what looks like a tag in the text itself must be escaped again."""
    plain = html.unescape(_TAG.sub("", text))
    if not _LOOKS_LIKE_MARKUP.search(plain):
        return answer
    # Where it does not unescape, as other servers of this protocol may, nothing is escaped twice.
    unescaped = str if _ENTITY.search(plain) else html.unescape
    parts = enumerate(_TAG.split(answer))
    return "".join(part if index % 2 else html.escape(unescaped(part), quote=False) for index, part in parts)


def _code(language: Language, options: Options) -> str | None:
    """The server's code; None for a script that its models for the language do not write."""
    if language.code in options["codes"]:
        return str(options["codes"][language.code])
    code = base(language.tag)
    if code == "zh":
        return f"zh-{language.script}"
    if language.script != str(langcodes.Language.get(code).maximize().script):
        return None
    return "pt-BR" if language.tag == "pt-BR" else _NAMED_OTHERWISE.get(code, code)
