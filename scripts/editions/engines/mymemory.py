"""
Engine `mymemory`: the public translation memory of translated.net, which asks a machine where it has nothing.

It needs no key, takes 5,000 characters a day (50,000 from those who name an e-mail address), and may keep what it is
sent. The library deep-translator asks it, over https. Its answers come from strangers as well as from machines, so a
person must look at every draft; what it remembers of another sentence, however similar, is no answer.

    [tool.editions.engines.mymemory]
    email = "you@example.org"   # sent along with every text
    url = "https://…/get"       # another server that answers the same way
"""

from __future__ import annotations

import html
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from deep_translator.constants import MY_MEMORY_LANGUAGES_TO_CODES
from deep_translator.mymemory import MyMemoryTranslator

from editions.engines import Limits, NoAnswerError, _deep_translator, _pieces, web_address
from editions.engines._codes import not_offered, offered
from editions.engines._http import Client, refusal
from editions.problem import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from editions.engines import Answers, Ask, Options, Pair, Question
    from editions.engines._http import Answer
    from editions.language import Language
    from editions.markup.wire import Form

WIRE: Form = "text"
TERMS = False
SENDS = (
    "the texts, one by one, with signs like [1] for their markup, and your e-mail address where you name it"
)
LIMITS = Limits(texts=1, at_once=1, interval=1)
# The library's own address is http://, open to everybody on the way.
OPTIONS: Mapping[str, Any] = {"url": "https://api.mymemory.translated.net/get", "email": ""}

_LONGEST = 499  # bytes; it takes 500, the library one less
# It says why it refuses in capitals, in the place of a translation, and with any of these statuses.
_REFUSALS = frozenset({400, 403, 429})
_OK = 200
_STATUS = re.compile(r"\d{3}")
_WARNING = "MYMEMORY WARNING"
_QUOTA = re.compile(rf"{_WARNING}|ALL AVAILABLE FREE TRANSLATIONS|QUOTA")
_EMAIL = re.compile(r"INVALID EMAIL")
_NOTICE = re.compile(
    rf"{_WARNING}|LANGPAIR=|QUERY LENGTH LIMIT|NO QUERY SPECIFIED|TWO DISTINCT LANGUAGES"
    r"|INVALID (?:EMAIL|LANGUAGE|SOURCE|TARGET)"
)
_ENTITY = re.compile(r"&(?:#\w+|\w+);")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def host(options: Options) -> str:
    """
    The host that texts are sent to, with its port where it has one.

    Raises:
        UserError: `url` is no address.
    """
    return urlsplit(web_address("mymemory", options["url"])).netloc


def unavailable(source: Language, target: Language, options: Options) -> str | None:
    """
    Why MyMemory does not translate between these languages, as far as the library knows; else None.

    Raises:
        UserError: `url` or `email` is no address.
    """
    host(options)
    if options["email"] and not _ADDRESS.fullmatch(options["email"]):
        raise UserError("pyproject.toml: [tool.editions.engines.mymemory] email must be an e-mail address")
    return not_offered(source, target, _code)


@contextmanager
def connected(pair: Pair, options: Options) -> Iterator[Ask]:
    """
    A function that asks MyMemory, for as long as the context lasts.

    Raises:
        UserError: `url` is no address.
    """
    url, source, target = web_address("mymemory", options["url"]), _code(pair.source), _code(pair.target)
    with Client.of(host(options), options) as client:

        def ask_one(text: str) -> str:
            server = _deep_translator.Server(client, url, lambda answer: _judge(answer, text), _REFUSALS)
            translator = MyMemoryTranslator(source=source, target=target, email=options["email"] or None)
            answer = _deep_translator.ask(translator, text, server)
            return answer if _ENTITY.search(text) else html.unescape(answer)

        def ask(question: Question) -> Answers:
            return [_pieces.translated(text, _fits, ask_one) for text in question.texts]

        yield ask


def identity(pair: Pair, options: Options) -> str:
    """The server and its code for the language."""
    return f"{host(options)} {_code(pair.target)}"


def _fits(text: str) -> bool:
    return len(text.encode()) <= _LONGEST


def _judge(answer: Answer, text: str) -> Answer:
    """The answer; NoAnswerError where it is no translation of the text."""
    data = _read(answer)
    _judge_status(answer, data)
    words = _words(data)
    if not words.strip():
        # The library would take the first of the similar sentences instead.
        raise NoAnswerError(f"{answer.host} gave an empty answer")
    if _NOTICE.search(words) and not _NOTICE.search(text):
        raise NoAnswerError(f"{answer.host} answered with a notice instead of a translation")
    if not _is_of(text, words, data.get("matches")):
        raise NoAnswerError(f"{answer.host} knows only a similar text")
    return answer


def _judge_status(answer: Answer, data: Mapping[str, Any]) -> None:
    """The status stands in the body, too, mostly beside a 200 outside; the reason only there."""
    own = str(data.get("responseStatus"))
    status = int(own) if answer.status_code == _OK and _STATUS.fullmatch(own) else answer.status_code
    is_used_up = data.get("quotaFinished") is True or _words(data).startswith(_WARNING)
    if status == _OK and not is_used_up:
        return
    words = f"{data.get('responseDetails')} {_words(data)}"
    if is_used_up or _QUOTA.search(words):
        raise NoAnswerError(f"{answer.host} says that the quota of the day is used up", everywhere=True)
    if _EMAIL.search(words):
        raise NoAnswerError(f"{answer.host} does not take the e-mail address", everywhere=True)
    if _NOTICE.search(words):
        raise NoAnswerError(f"{answer.host} takes no such question")
    raise refusal(answer.host, status, answer.retry_after)


def _read(answer: Answer) -> Mapping[str, Any]:
    """The answer's object; a refusal may come without one."""
    try:
        data = answer.json()
    except NoAnswerError:
        if answer.status_code == _OK:
            raise
        data = None
    return data if isinstance(data, dict) else {}


def _words(data: Mapping[str, Any]) -> str:
    """The translation, or what stands in its place."""
    found = data.get("responseData")
    words = found.get("translatedText") if isinstance(found, dict) else None
    return words if isinstance(words, str) else ""


def _is_of(text: str, words: str, matches: object) -> bool:
    """False where it says itself that the words translate another sentence."""
    sources = [
        match.get("segment")
        for match in (matches if isinstance(matches, list) else [])
        if isinstance(match, dict) and match.get("translation") == words
    ]
    return not sources or _letters(text) in map(_letters, sources)


def _letters(text: object) -> str:
    """Letters and digits alone: it stores segments with other spaces, quotes and entities."""
    return "".join(filter(str.isalnum, html.unescape(str(text)).casefold()))


def _code(language: Language) -> str | None:
    return offered(language, _standard(MY_MEMORY_LANGUAGES_TO_CODES.values()))


def _standard(codes: Iterable[str]) -> Iterable[str]:
    """Without the spoken Arabic of Egypt, which CLDR would take for the nearest to Arabic without a country."""
    return (code for code in codes if code != "ar-EG")
