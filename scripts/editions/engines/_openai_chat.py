"""A connection to a server of chat models through the library openai; imported only where that is installed."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

import httpx2
import openai

from editions.engines import Failure, NoAnswerError, _openai_prompt, is_loopback
from editions.engines._http import refuse
from editions.problem import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openai.types.chat import ChatCompletion

    from editions.engines import Answers, Options, Pair, Question

_LARGEST = 4_000_000  # bytes of one answer; a batch of translations has some ten thousand
_NOT_FOUND = 404
# A model that has lost its way writes until it is stopped. A token is mostly two bytes or more, in rare scripts one;
# so many more are left for thinking.
_MOST_TOKENS = 2_000
# What servers say when a request does not fit the model, whatever its form.
_TOO_LONG = ("context_length_exceeded", "exceed_context_size_error")
# Without a connection nothing will work; any other trouble below HTTP may be over with the next request.
_UNREACHABLE = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError, httpx2.UnsupportedProtocol)


@dataclass
class Chat:
    """
    Asks one model; may be shared by threads.

    `extras` are the parameters that some servers or models refuse. One that is refused is left out from then on.
    """

    client: openai.OpenAI
    host: str
    model: str
    pair: Pair
    extras: frozenset[str] = frozenset({"response_format", "temperature", "max_tokens"})
    is_proven: bool = False

    def ask(self, question: Question) -> Answers:
        """
        One answer for each text, in their order.

        Raises:
            NoAnswerError: there is none, or none that can be trusted.
        """
        extras = self.extras
        while True:
            try:
                completion = self._complete(question, extras)
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                refused = self._refused_extras(error, extras)
                if not refused:
                    self._refuse(error)
                extras -= refused
            else:
                self.extras, self.is_proven = extras, True
                return self._answers(completion, question)

    def _complete(self, question: Question, extras: frozenset[str]) -> object:
        """What the library makes of the response, by the type hints a completion."""
        values: dict[str, Any] = {
            "response_format": _openai_prompt.form(question),
            "temperature": 0,
            "max_tokens": _MOST_TOKENS + 2 * sum(len(text.encode()) for text in question.texts),
        }
        messages: Any = _openai_prompt.messages(self.pair, question)
        try:
            return self.client.chat.completions.create(
                model=self.model, messages=messages, **{name: values[name] for name in extras}
            )
        except (openai.BadRequestError, openai.UnprocessableEntityError):
            raise
        except openai.APIStatusError as error:
            self._refuse(error)
        except openai.APIConnectionError as error:
            raise self._broken(error) from None
        except (openai.OpenAIError, ValueError, RecursionError):
            raise NoAnswerError(f"{self.host} answered with broken JSON", again=True) from None

    def _answers(self, completion: object, question: Question) -> Answers:
        finish, content, refusal = self._first(completion)
        if finish == "length":
            raise NoAnswerError(f"{self.host} cut its answer off: it grew too long")
        if refusal or finish == "content_filter":
            reason = f"{self.host} refused to translate"
            if len(question.texts) > 1:
                raise NoAnswerError(reason)
            return [Failure(reason)]
        return _openai_prompt.read(self.host, content or "", question.texts)

    def _first(self, completion: object) -> tuple[str | None, str | None, str | None]:
        """How the first choice ended, its text and its refusal; the library does not verify what a server sends."""
        typed: ChatCompletion = completion  # type: ignore[assignment]
        try:
            message = typed.choices[0].message
            found = typed.choices[0].finish_reason, message.content, message.refusal
        except (AttributeError, IndexError, TypeError):
            found = None
        if found is None or not all(isinstance(each, str | None) for each in found):
            # A page of HTML comes as a string: then `url` leads to something else.
            reason = f"{self.host} did not answer like a chat model; look at `url`"
            raise NoAnswerError(reason, again=True, everywhere=isinstance(completion, str))
        return found

    def _refused_extras(self, error: openai.APIStatusError, extras: frozenset[str]) -> frozenset[str]:
        """The parameters that the server names; where it names none, the one that servers most often lack."""
        if error.code in _TOO_LONG or error.type in _TOO_LONG:
            return frozenset()
        named = frozenset(name for name in extras if name in f"{error.param} {error.message}")
        return named or (frozenset() if self.is_proven else extras & {"response_format"})

    def _refuse(self, error: openai.APIStatusError) -> NoReturn:
        """What a status means; never the server's own words, which may repeat the key or the text."""
        if "insufficient_quota" in (error.code, error.type):
            raise NoAnswerError(f"{self.host} says that the quota is used up", everywhere=True) from None
        if error.code in _TOO_LONG or error.type in _TOO_LONG:
            raise NoAnswerError(f"{self.host} says that this is too long for the model") from None
        if error.status_code == _NOT_FOUND:
            reason = f"{self.host} does not know the model or the path; look at `model` and `url`"
            raise NoAnswerError(reason, everywhere=True) from None
        try:
            refuse(self.host, error.status_code, error.response.headers.get("Retry-After", ""))
        except NoAnswerError as reason:
            raise reason from None
        raise NoAnswerError(f"{self.host} refused") from None

    def _broken(self, error: openai.APIConnectionError) -> NoAnswerError:
        if isinstance(error.__cause__, _UNREACHABLE):
            return NoAnswerError(f"could not reach {self.host}", again=True, everywhere=True)
        if isinstance(error, openai.APITimeoutError):
            reason = f"{self.host} does not answer; a slow model needs a longer `timeout` or fewer `texts`"
            return NoAnswerError(reason, again=True, everywhere=True)
        return NoAnswerError(f"{self.host} broke its answer off", again=True)


@contextmanager
def connected(pair: Pair, options: Options, host: str, key: str) -> Iterator[Chat]:
    """
    A connection for as long as the context lasts.

    Raises:
        UserError: the environment names a proxy that cannot be one.
    """
    with _http(options, host) as http:
        client = openai.OpenAI(
            # The library wants a key; servers on this machine mostly do not.
            api_key=key or "none",
            base_url=options["url"],
            http_client=http,
            max_retries=0,
        )
        yield Chat(client, host, options["model"], pair)


def _http(options: Options, host: str) -> httpx2.Client:
    try:
        return httpx2.Client(
            timeout=httpx2.Timeout(options["timeout"], connect=options["connect_timeout"]),
            follow_redirects=False,
            # What is packed could be far larger than its size.
            headers={"Accept-Encoding": "identity"},
            event_hooks={"response": [_bound(host, options["timeout"])]},
            # Texts for this machine must not leave it through a proxy.
            trust_env=not is_loopback(host),
        )
    except (ImportError, ValueError, httpx2.InvalidURL):
        raise UserError("openai: the proxy that the environment names cannot be used") from None


def _bound(host: str, seconds: float) -> Any:
    def bound(response: httpx2.Response) -> None:
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise NoAnswerError(f"{host} packed its answer, which it was asked not to do")
        response.stream = _Bounded(response.stream, host, time.monotonic() + seconds)

    return bound


class _Bounded(httpx2.SyncByteStream):
    """A response's body that ends: with an exception where it grows too large or takes too long."""

    def __init__(self, body: Any, host: str, deadline: float) -> None:
        self._body, self._host, self._deadline = body, host, deadline

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for block in self._body:
            size += len(block)
            if size > _LARGEST:
                raise NoAnswerError(f"{self._host} sent far more than a translation")
            if time.monotonic() > self._deadline:
                raise NoAnswerError(f"{self._host} does not come to an end", again=True, everywhere=True)
            yield block

    def close(self) -> None:
        self._body.close()
