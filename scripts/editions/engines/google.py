"""
Engine `google`: Google's web translation without a key, through the library deep-translator.

It sends every text to translate.google.com, is meant for light use and may refuse at any time. Of the varieties of a
language it mostly has one: its Portuguese is Brazilian. Answers are judged before they are believed.

    [tool.editions.engines.google]
    url = "https://…/m"     # another server that answers the same way
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus, urlsplit

from deep_translator.constants import BASE_URLS, GOOGLE_LANGUAGES_TO_CODES
from deep_translator.google import GoogleTranslator

from editions.engines import Limits, NoAnswerError, _deep_translator, _pieces, web_address
from editions.engines._codes import not_offered, offered
from editions.engines._http import Client

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from editions.engines import Answers, Ask, Options, Pair, Question
    from editions.engines._http import Answer
    from editions.language import Language
    from editions.markup.wire import Form

WIRE: Form = "text"
TERMS = False
SENDS = "the texts, one by one, with signs like [1] for their markup"
LIMITS = Limits(texts=1, at_once=1, interval=1)
OPTIONS: Mapping[str, Any] = {"url": BASE_URLS["GOOGLE_TRANSLATE"]}

# The text travels in the address, so its encoded length counts; servers commonly take addresses of 8 kB.
_LONGEST = 4_500
# Pages of error, quota and captcha that come with status 200 in the place of a translation.
_NO_TRANSLATION = re.compile(
    r"<\s{0,9}/?\s{0,9}[a-z!][^<>]*>|error \d{3} \(|that[’']s an error|unusual traffic|mymemory warning|\bquota\b"
    r"|too many requests|rate limit|captcha",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"(?P<start><div\b[^<>]{0,200}\bclass=[\"']?[^<>\"']{0,200}\b(?:t0|result-container)\b[^<>]{0,200}>)"
    r"(?P<text>[^<]*)<(?P<end>/div)?",
    re.IGNORECASE,
)


def host(options: Options) -> str:
    """
    The host that texts are sent to, with its port where it has one.

    Raises:
        UserError: `url` is no address.
    """
    return urlsplit(web_address("google", options["url"])).netloc


def unavailable(source: Language, target: Language, options: Options) -> str | None:
    """
    Why Google does not translate between these languages, as far as the library knows; else None.

    Raises:
        UserError: `url` is no address.
    """
    host(options)
    return not_offered(source, target, _code)


@contextmanager
def connected(pair: Pair, options: Options) -> Iterator[Ask]:
    """
    A function that asks Google, for as long as the context lasts.

    Raises:
        UserError: `url` is no address.
    """
    url, source, target = web_address("google", options["url"]), _code(pair.source), _code(pair.target)
    with Client.of(host(options), options) as client:

        def ask_one(text: str) -> str:
            server = _deep_translator.Server(client, url, _judge)
            translator = GoogleTranslator(source=source, target=target)
            return _believed(_deep_translator.ask(translator, text, server), text, client.host)

        def ask(question: Question) -> Answers:
            return [_pieces.translated(text, _fits, ask_one) for text in question.texts]

        yield ask


def identity(pair: Pair, options: Options) -> str:
    """The server and its code for the language."""
    return f"{host(options)} {_code(pair.target)}"


def _fits(text: str) -> bool:
    return len(quote_plus(text)) <= _LONGEST


def _judge(answer: Answer) -> Answer:
    """
    The translation alone of the page.

    The library would take hours for a page that is made to confuse it, and run together what stands around a tag.
    """
    found = _RESULT.search(answer.text)
    if found is None:
        raise NoAnswerError(f"{answer.host} answered with a page without a translation", again=True)
    if not found["end"]:
        raise NoAnswerError(f"{answer.host} answered with markup of its own")
    return replace(answer, text=f"{found['start']}{found['text']}</div>")


def _believed(answer: str, text: str, host: str) -> str:
    if _NO_TRANSLATION.search(answer) and not _NO_TRANSLATION.search(text):
        raise NoAnswerError(f"{host} answered with a notice instead of a translation")
    return answer


def _code(language: Language) -> str | None:
    return offered(language, GOOGLE_LANGUAGES_TO_CODES.values())
