"""
Engine `google`: Google's web translation without a key, through the library deep-translator.

It sends every text to translate.google.com, is meant for light use and may refuse at any time. The library
(1.11.4, unmaintained since 2023) is used as it is, but wrapped: every request has an instance of its own,
time-outs and a size limit, follows no redirection, is repeated with patience; answers are judged before they
are believed.

    [tool.editions.engines.google]
    url = "https://…/m"     # another server that answers the same way
    timeout = 30            # seconds to wait for an answer, and
    connect_timeout = 5     # for a connection
    interval = 1            # seconds between two requests at least
    attempts = 3            # how often a request is tried
    backoff = 1             # seconds before the second try, doubled for each further one
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote_plus, urlsplit

import deep_translator.google as library
import langcodes
from deep_translator.constants import BASE_URLS, GOOGLE_LANGUAGES_TO_CODES
from deep_translator.exceptions import BaseError, RequestError

from editions.engines import EngineDownError, Failure, _options
from editions.engines._http import Client, NoAnswerError, patiently
from editions.problem import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from editions.engines import Options
    from editions.language import Language
    from editions.markup.wire import Form

ONLINE = True
WIRE: Form = "text"

_NUMBERS = {"timeout": 30, "connect_timeout": 5, "interval": 1, "attempts": 3, "backoff": 1}
# The text travels in the address, so its encoded length counts; servers commonly take addresses of 8 kB.
_LONGEST = 4500
_GIVE_UP = 3  # failures in a row
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+|(?<=[。！？])")
# Pages of error, quota and captcha that come with status 200 in the place of a translation.
_NO_TRANSLATION = re.compile(
    r"<\s*/?\s*[a-z!][^>]*>|error \d{3} \(|that[’']s an error|unusual traffic|mymemory warning|\bquota\b"
    r"|too many requests|rate limit|captcha",
    re.IGNORECASE,
)
# Google says Norwegian and means Bokmål.
_NAMED_OTHERWISE = {"no": "nb"}


@dataclass(frozen=True)
class _Request:
    """What all requests of one run have in common."""

    url: str
    source: str
    target: str
    attempts: int
    backoff: float
    client: Client


def host(options: Options) -> str:
    """
    The host that texts are sent to, with its port where it has one.

    Raises:
        UserError: the table of options says something that cannot be.
    """
    return urlsplit(_url(options)).netloc


def unavailable(source: Language, target: Language, options: Options) -> str | None:
    """Why Google does not translate between these languages, as far as the library knows; else None."""
    host(options)
    _options.read("google", options, _NUMBERS, "url")
    for language in (source, target):
        if _code(language) is None:
            return f"it does not offer {language.name} ({language.code})"
    return None


def translate(
    texts: Sequence[str], source: Language, target: Language, options: Options
) -> Iterator[str | Failure]:
    """
    One answer for each text, in order, each as soon as it is there.

    Raises:
        UserError: the languages are not offered, or several texts in a row failed.
        EngineDownError: the server cannot be reached, does not answer or asks to wait.
    """
    request = _request(source, target, options)
    failed = 0
    for text in texts:
        answer = _translated(text, request)
        yield answer
        failed = failed + 1 if isinstance(answer, Failure) else 0
        if isinstance(answer, Failure) and failed == _GIVE_UP:
            raise UserError(f"google: gave up after {failed} failures in a row; the last: {answer.reason}")


def _request(source: Language, target: Language, options: Options) -> _Request:
    codes = _code(source), _code(target)
    if codes[0] is None or codes[1] is None:
        raise UserError(f"google: {unavailable(source, target, options)}")
    numbers = _options.read("google", options, _NUMBERS, "url")
    client = Client(host(options), numbers["connect_timeout"], numbers["timeout"], numbers["interval"])
    return _Request(
        _url(options), codes[0], codes[1], max(1, int(numbers["attempts"])), numbers["backoff"], client
    )


def _translated(text: str, request: _Request) -> str | Failure:
    """The whole text, in pieces where it is too long for one request; white space around pieces stays."""
    translated = ""
    for piece in _pieces(text):
        inner = piece.strip()
        if not inner:
            translated += piece
            continue
        if len(quote_plus(inner)) > _LONGEST:
            return Failure("a sentence is too long for one request")
        answer = _asked(inner, request)
        if isinstance(answer, Failure):
            return answer
        start = piece.index(inner)
        translated += piece[:start] + answer + piece[start + len(inner) :]
    return translated


def _pieces(text: str) -> Iterator[str]:
    """Pieces of whole sentences, short enough for a request where the sentences are; joined, the text."""
    piece, position = "", 0
    for end in [*(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]:
        sentence, position = text[position:end], end
        if piece and len(quote_plus(piece + sentence)) > _LONGEST:
            yield piece
            piece = ""
        piece += sentence
    yield piece


def _asked(text: str, request: _Request) -> str | Failure:
    try:
        return patiently(lambda: _ask(text, request), attempts=request.attempts, backoff=request.backoff)
    except NoAnswerError as trouble:
        if trouble.everywhere:
            network = "no network: " if str(trouble).startswith("could not reach") else "google: "
            raise EngineDownError(
                f"{network}{trouble}; what was answered until then is saved; run it again later"
            ) from None
        return Failure(str(trouble))


def _ask(text: str, request: _Request) -> str:
    """
    One request, believed.

    Raises:
        NoAnswerError: there is no answer, or it is no translation.
    """
    translator = library.GoogleTranslator(source=request.source, target=request.target)
    _expect(hasattr(translator, "_base_url"))
    translator._base_url = request.url  # noqa: SLF001 - the library has no other way; the version is pinned
    before = request.client.requested
    try:
        with _in_the_place_of_requests(request.client):
            answer = translator.translate(text)
    except (BaseError, RequestError) as error:
        raise NoAnswerError(
            f"{request.client.host} gave no translation ({type(error).__name__})", again=True
        ) from None
    _expect(request.client.requested > before)
    if not isinstance(answer, str) or not answer.strip():
        raise NoAnswerError(f"{request.client.host} gave an empty answer")
    if _NO_TRANSLATION.search(answer) and not _NO_TRANSLATION.search(text):
        raise NoAnswerError(f"{request.client.host} answered with a notice instead of a translation")
    return answer.strip()


@contextmanager
def _in_the_place_of_requests(client: Client) -> Iterator[None]:
    """The library asks through `client`: it has no time-outs of its own. One request at a time."""
    _expect(hasattr(library, "requests"))
    own = library.requests
    library.requests = client
    try:
        yield
    finally:
        library.requests = own


def _expect(holds: object) -> None:
    """Stops where the library is not the one that this module was written for."""
    if not holds:
        raise RuntimeError(
            "deep-translator is not built as in 1.11.4: its requests cannot be given time-outs"
        )


def _url(options: Options) -> str:
    url = options.get("url", BASE_URLS["GOOGLE_TRANSLATE"])
    parts = urlsplit(url) if isinstance(url, str) else urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise UserError(
            "pyproject.toml: [tool.editions.engines.google] url must be an http(s) address without user name"
        )
    return str(url)


def _code(language: Language) -> str | None:
    """Google's own code: that of the same language in the same script, so never Cyrillic for sr_Latn."""
    return _codes().get((_base(language.tag), language.script))


@cache
def _codes() -> dict[tuple[str, str], str]:
    known = {}
    for code in GOOGLE_LANGUAGES_TO_CODES.values():
        known[_base(code), str(langcodes.Language.get(code).maximize().script)] = str(code)
    return known


def _base(tag: str) -> str:
    language = str(langcodes.Language.get(tag).language)
    return _NAMED_OTHERWISE.get(language, language)
