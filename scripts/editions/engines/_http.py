"""Requests over HTTP that always end: time-outs, a deadline, a size limit, no redirection, no secret in a message."""

from __future__ import annotations

import json
import threading
from collections import deque
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NoResultError
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any, Self

import requests
import urllib3

from editions.engines import NoAnswerError, is_loopback

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from editions.engines import Options

_LARGEST = 1_000_000  # bytes of one answer; a large batch of translations has some hundred thousand
_SERVER_ERROR = 500
_TOO_EARLY_OR_LATE = frozenset({408, 425})
_TOO_MANY = frozenset({429, 529})  # 529: DeepL's second word for it
_NOT_FOR_US = frozenset({401, 402, 403, 456})  # 456: DeepL's word for a used-up quota
_NOT_HERE = frozenset({404, 405, 410})
_ELSEWHERE = frozenset(range(300, 400))
# After these it will be the same, whatever is asked.
_EVERYWHERE = {
    _TOO_MANY: "asks for fewer requests",
    _NOT_FOR_US: "does not serve us (HTTP status {}): the key is missing, wrong or used up",
    _NOT_HERE: "has nothing at this address (HTTP status {}); look at `url`",
    _ELSEWHERE: "sends us elsewhere (HTTP status {}), and texts go nowhere else",
}
_NO_ADDRESS = (
    requests.exceptions.InvalidURL,  # a proxy's address, too
    requests.exceptions.InvalidSchema,
    requests.exceptions.MissingSchema,
    urllib3.exceptions.LocationValueError,
)


@dataclass(frozen=True)
class Answer:
    """What a server answered, with the names by which libraries read a response."""

    host: str
    status_code: int
    text: str
    retry_after: str = ""

    def json(self) -> Any:
        """
        The answer as JSON.

        Raises:
            NoAnswerError: it is something else, or broken.
        """
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError):
            raise NoAnswerError(f"{self.host} answered with something else than JSON", again=True) from None

    def close(self) -> None:
        """Nothing: the answer has been read and its connection given back."""


@dataclass
class Client:
    """Asks a server for as long as a context lasts; may be shared by threads, which share no connection at a time."""

    host: str
    connect_timeout: float
    timeout: float
    _idle: deque[requests.Session] = field(default_factory=deque)

    @classmethod
    def of(cls, host: str, options: Options) -> Self:
        """A client with the time-outs of an engine's options."""
        return cls(host, options["connect_timeout"], options["timeout"])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(IndexError):  # a thread that was left behind may still take or bring one
            while True:
                self._idle.pop().close()

    def get(self, url: str, *, params: Any = None, wanted: frozenset[int] = frozenset()) -> Answer:
        """
        The answer to one GET request; refusals are answers where their status is `wanted`.

        Raises:
            NoAnswerError: there is none, or the server says that it is none.
        """
        return self._request("GET", url, wanted, params=params)

    def post(
        self,
        url: str,
        *,
        json: Any = None,
        data: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        wanted: frozenset[int] = frozenset(),
    ) -> Answer:
        """
        The answer to one POST request; refusals are answers where their status is `wanted`.

        Raises:
            NoAnswerError: there is none, or the server says that it is none.
        """
        return self._request("POST", url, wanted, json=json, data=data, headers=headers)

    def _request(self, method: str, url: str, wanted: frozenset[int], **what: Any) -> Answer:
        """A time-out is for a single step; the sum of all steps of a slow server must end, too."""
        seconds = self.connect_timeout + 2 * self.timeout
        try:
            return _within(seconds, lambda: self._exchange(method, url, wanted, what))
        except NoResultError:
            reason = f"{self.host} does not come to an end"
            raise NoAnswerError(reason, again=True, everywhere=True) from None

    def _exchange(self, method: str, url: str, wanted: frozenset[int], what: Mapping[str, Any]) -> Answer:
        session = self._session()
        time_outs = self.connect_timeout, self.timeout
        try:
            with session.request(
                method, url, timeout=time_outs, allow_redirects=False, stream=True, **what
            ) as response:
                return self._read(response, wanted)
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError) as error:
            raise _broken(self.host, error) from None
        finally:
            self._idle.append(session)

    def _session(self) -> requests.Session:
        """One that nobody uses now."""
        try:
            return self._idle.pop()
        except IndexError:
            return _session(self.host)

    def _read(self, response: requests.Response, wanted: frozenset[int]) -> Answer:
        retry_after = response.headers.get("Retry-After", "")
        if response.status_code not in wanted:
            refuse(self.host, response.status_code, retry_after)
        body = b""
        for block in response.iter_content(65_536):
            body += block
            if len(body) > _LARGEST:
                raise NoAnswerError(f"{self.host} sent far more than a translation")
        return Answer(self.host, response.status_code, body.decode("utf-8", "replace"), retry_after)


def refuse(host: str, status: int, retry_after: str = "") -> None:
    """
    Does nothing for status 200.

    Raises:
        NoAnswerError: for any other one; how it is to be taken.
    """
    if status != requests.codes.ok:
        raise refusal(host, status, retry_after)


def refusal(host: str, status: int, retry_after: str = "") -> NoAnswerError:
    """How a status other than 200 is to be taken."""
    for statuses, words in _EVERYWHERE.items():
        if status in statuses:
            is_busy = statuses is _TOO_MANY
            wait = seconds(retry_after) if is_busy else None
            reason = f"{host} {words.format(status)}"
            return NoAnswerError(reason, again=is_busy, everywhere=True, wait=wait)
    is_broken = status >= _SERVER_ERROR
    return NoAnswerError(
        f"{host} refused with HTTP status {status}",
        again=is_broken or status in _TOO_EARLY_OR_LATE,
        wait=seconds(retry_after) if is_broken else None,
    )


def seconds(header: str) -> float | None:
    """Retry-After in seconds (RFC 9110, section 10.2.3: a number or a date); None where it says neither."""
    if header.strip().isdecimal():
        return float(header)
    try:
        date = parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, (date.replace(tzinfo=date.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _session(host: str) -> requests.Session:
    session = requests.Session()
    # Texts for this machine must not leave it through a proxy.
    session.trust_env = not is_loopback(host)
    # Otherwise requests would send a name and password for this host that it finds in ~/.netrc.
    session.auth = lambda request: request
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return session


def _within(seconds: float, work: Callable[[], Answer]) -> Answer:
    """What the work returns or raises; NoResultError where it takes longer: then it goes on, and nobody listens."""
    future: Future[Answer] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except Exception as error:  # noqa: BLE001 - whatever it is, it is raised where the answer is awaited
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return future.result(seconds)


def _broken(host: str, error: Exception) -> NoAnswerError:
    """What broke below HTTP: without a connection nothing will work, the next answer may be whole."""
    cause = error.args[0] if error.args else None
    if isinstance(error, _NO_ADDRESS):
        return NoAnswerError(f"the address of {host}, or of the proxy to it, cannot be used", everywhere=True)
    if isinstance(error, requests.exceptions.Timeout) or isinstance(
        cause, urllib3.exceptions.ReadTimeoutError
    ):
        return NoAnswerError(f"{host} does not answer", again=True, everywhere=True)
    is_connected = isinstance(cause, urllib3.exceptions.ProtocolError)
    if isinstance(error, requests.exceptions.ConnectionError) and not is_connected:
        return NoAnswerError(f"could not reach {host}", again=True, everywhere=True)
    return NoAnswerError(f"{host} broke its answer off", again=True)
