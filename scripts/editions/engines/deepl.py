"""
Engine `deepl`: DeepL's service, through its maker's own library (`pip install "editions[deepl]"`).

It needs a key, free or paid, in the environment variable DEEPL_AUTH_KEY. Tags come back where they belong, the text
around is understood but neither translated nor charged, and terms follow DeepL's own glossaries, which inflect them.

    [tool.editions.engines.deepl]
    formality = "prefer_more"       # also less, more, prefer_less; "more" only where DeepL knows the difference
    url = "https://api-us.deepl.com"   # another of its servers; else the one that the key is for
    glossary = { de = "…" }         # the id of a DeepL glossary for a language
"""

from __future__ import annotations

import json as json_format
import re
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from editions.engines import Failure, Limits, NoAnswerError, secret, web_address
from editions.engines._codes import base, offered
from editions.engines._http import Client, refusal
from editions.problem import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import deepl

    from editions.engines import Answers, Ask, Options, Pair, Question
    from editions.language import Language
    from editions.markup.wire import Form

WIRE: Form = "xml"
TERMS = False
CONTEXT = True
SENDS = "the texts with numbered tags for their markup, and the text around them"
# A request may have 128 KiB; a part of them is left for tags, quotes and the text around.
LIMITS = Limits(texts=50, size=100_000, at_once=2)
OPTIONS: Mapping[str, Any] = {"url": "", "formality": "", "glossary": {}}

_KEY = "DEEPL_AUTH_KEY"
_TABLE = "[tool.editions.engines.deepl]"
_FORMALITIES = ("", "more", "less", "prefer_more", "prefer_less")
# Target languages whose forms of address it can choose, by its documentation of November 2026.
_FORMAL = frozenset({"de", "es", "es-419", "fr", "it", "ja", "nl", "pl", "pt-BR", "pt-PT", "ru"})
# Languages that are targets only by their varieties.
_SOURCES_ONLY = frozenset({"en", "pt", "zh"})
_BAD_REQUEST, _NOT_FOUND = 400, 404
_ABOUT_THE_PAIR = re.compile(r"target_lang|source_lang|formality|glossary", re.IGNORECASE)


def host(options: Options) -> str:
    """
    The host that texts are sent to, with its port where it has one; free and paid keys have their own.

    Raises:
        UserError: `url` is no address.
    """
    return urlsplit(_url(options)).netloc


def unavailable(source: Language, target: Language, options: Options) -> str | None:
    """
    What is missing: the library, the key, a language, the formality; None where nothing is.

    Raises:
        UserError: `url` is no address, or another option says what cannot be.
    """
    host(options)
    formality = _formality(options)
    return _missing_here() or _not_offered(source, target) or _too_formal(target, formality)


@contextmanager
def connected(pair: Pair, options: Options) -> Iterator[Ask]:
    """
    A function that asks DeepL, for as long as the context lasts.

    Raises:
        UserError: `url` is no address, or another option says what cannot be.
    """
    with Client.of(host(options), options) as http:
        yield _Translator(_library(options, http), http.host, pair, _wishes(pair, options)).ask


def identity(pair: Pair, options: Options) -> str:
    """What is wished for beside the language, and where another server is asked, that one."""
    other = host(options) if options["url"] else ""
    return f"{other} {_formality(options)} {_glossary(pair, options)}"


@dataclass(frozen=True)
class _Translator:
    """Asks DeepL from one language to another; may be shared by threads."""

    library: deepl.DeepLClient
    host: str
    pair: Pair
    wishes: Mapping[str, Any]

    def ask(self, question: Question) -> Answers:
        """
        One answer for each text, in their order.

        Raises:
            NoAnswerError: there is none, or none that can be told apart.
        """
        import deepl

        try:
            found = self.library.translate_text(
                list(question.texts), context=question.context or None, **self.wishes
            )
        except deepl.DeepLException as error:
            return [self._refused(error)] * len(question.texts)
        except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
            # The library does not verify what it reads.
            raise NoAnswerError(f"{self.host} did not answer like DeepL", again=True) from None
        answers = [each.text for each in found] if isinstance(found, list) else []
        if len(answers) != len(question.texts):
            raise NoAnswerError(f"{self.host} did not answer each text")
        return [self._read(answer, text) for answer, text in zip(answers, question.texts, strict=True)]

    def _read(self, answer: object, text: str) -> str | Failure:
        if not isinstance(answer, str) or (text.strip() and not answer.strip()):
            return Failure(f"{self.host} gave an empty answer")
        return answer

    def _refused(self, error: deepl.DeepLException) -> Failure:
        """What an error means; never the library's words, which repeat the server's, and those perhaps the text."""
        status = error.http_status_code or _BAD_REQUEST
        if _ABOUT_THE_PAIR.search(str(error)) or (status == _NOT_FOUND and "glossary" in self.wishes):
            languages = f"{self.pair.source.code} to {self.pair.target.code}"
            return Failure(
                f"{self.host} does not translate {languages}, or not with this formality or glossary"
            )
        raise refusal(self.host, status) from None


@dataclass(frozen=True)
class _Transport:
    """Stands where the library has its HTTP client, which tries five times, follows redirections and has no limits."""

    http: Client
    agent: str

    def request_with_backoff(
        self, method: str, url: str, data: object, json: Any, headers: Mapping[str, str], **_: object
    ) -> tuple[int, str]:
        """
        One request, and its status and text; the library reads what is wrong with a request, no other refusal.

        Raises:
            NoAnswerError: there is no answer, or the server refuses as such.
        """
        del method, data
        # The library would write six bytes for each letter beyond ASCII, and DeepL counts them.
        body = json_format.dumps(json, ensure_ascii=False).encode()
        own = {"Content-Type": "application/json", "User-Agent": self.agent}
        wanted = frozenset({_BAD_REQUEST, _NOT_FOUND})
        answer = self.http.post(url, data=body, headers={**own, **headers}, wanted=wanted)
        if answer.status_code not in wanted:
            answer.json()
        return answer.status_code, answer.text

    def close(self) -> None:
        """Nothing: whoever made the client closes it."""


def _library(options: Options, http: Client) -> deepl.DeepLClient:
    import deepl

    client = deepl.DeepLClient(secret(_KEY), server_url=f"{_url(options)}/", send_platform_info=False)
    if not hasattr(client, "_client"):
        raise RuntimeError("the library deepl is not built as in 1.32: its requests cannot be given an end")
    client._client = _Transport(http, f"deepl-python/{deepl.__version__}")  # type: ignore[assignment]  # noqa: SLF001
    return client


def _wishes(pair: Pair, options: Options) -> dict[str, Any]:
    wishes = {"formality": _formality(options), "glossary": _glossary(pair, options)}
    return {
        "source_lang": _source_code(pair.source),
        "target_lang": _target_code(pair.target),
        "tag_handling": "xml",
        # Without it, older accounts are served by the former reader of tags.
        "tag_handling_version": "v2",
        "non_splitting_tags": ["g", "x"],
        "ignore_tags": ["x"],
        "split_sentences": "nonewlines",
        "preserve_formatting": True,
        **{name: wish for name, wish in wishes.items() if wish},
    }


def _url(options: Options) -> str:
    """The library's own choice between its two servers, made here: the host is shown before the library is there."""
    if options["url"]:
        return web_address("deepl", options["url"])
    return "https://api-free.deepl.com" if secret(_KEY).endswith(":fx") else "https://api.deepl.com"


def _formality(options: Options) -> str:
    if options["formality"] not in _FORMALITIES:
        raise UserError(f"pyproject.toml: {_TABLE} formality must be one of {', '.join(_FORMALITIES[1:])}")
    return str(options["formality"])


def _glossary(pair: Pair, options: Options) -> str:
    glossary = options["glossary"].get(pair.target.code, "")
    if not isinstance(glossary, str):
        raise UserError(f"pyproject.toml: {_TABLE} glossary must hold ids in quotes")
    return glossary


def _missing_here() -> str | None:
    if find_spec("deepl") is None:
        return 'it needs a library: pip install "editions[deepl]"'
    if not secret(_KEY):
        return f"it needs a key in the environment variable {_KEY}"
    if not (secret(_KEY).isascii() and secret(_KEY).isprintable()):
        return f"the environment variable {_KEY} has letters that no key has"
    return None


def _not_offered(source: Language, target: Language) -> str | None:
    for language, code in ((source, _source_code(source)), (target, _target_code(target))):
        if code is None:
            return f"it does not offer {language.name} ({language.code})"
    if base(source.tag) == base(target.tag):
        return f"it does not tell {target.name} ({target.code}) from {source.name} ({source.code})"
    return None


def _too_formal(target: Language, formality: str) -> str | None:
    if formality not in ("more", "less") or _target_code(target) in _FORMAL:
        return None
    other = f"prefer_{formality}"
    return f'it knows no formality in {target.name} ({target.code}); "{other}" would be possible'


def _source_code(language: Language) -> str | None:
    """DeepL reads all varieties and scripts of a language under one code."""
    return next((code for code in _codes() if code == base(code) == base(language.tag)), None)


def _target_code(language: Language) -> str | None:
    return offered(language, (code for code in _codes() if code not in _SOURCES_ONLY))


def _codes() -> tuple[str, ...]:
    """All codes that the library knows."""
    import deepl

    return tuple(str(code) for name, code in vars(deepl.Language).items() if name.isupper())
