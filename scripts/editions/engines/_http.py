"""Requests that always end: time-outs, a deadline, a size limit, no redirection, patience and a pace."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, TypeVar

import requests

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_LARGEST = 2_000_000  # bytes of one answer; a translated paragraph has some thousand
_LONGEST_WAIT = 120.0  # seconds that we wait because a server asks for it; above that the user decides
_TOO_MANY, _SERVER_ERROR = 429, 500


class NoAnswerError(Exception):
    """
    A request without a usable answer; its text says why without address, key or content.

    Attributes:
        again: worth another try.
        everywhere: the server as a whole does not serve, whatever is asked.
        wait: seconds that the server asks to wait, or None.
    """

    def __init__(
        self, reason: str, *, again: bool = False, everywhere: bool = False, wait: float | None = None
    ) -> None:
        super().__init__(reason)
        self.again, self.everywhere, self.wait = again, everywhere, wait


@dataclass(frozen=True)
class Answer:
    """What libraries read of a response."""

    status_code: int
    text: str

    def close(self) -> None:
        """Nothing: the answer has been read and its connection given back."""


@dataclass
class Client:
    """Stands where a library says `requests`; keeps `interval` seconds between requests and counts them."""

    host: str
    connect_timeout: float
    timeout: float
    interval: float
    requested: int = 0
    _last: float = -1e9
    _session: requests.Session = field(default_factory=requests.Session)

    def get(self, url: str, *, params: Any = None, proxies: Any = None) -> Answer:
        """
        The answer to one GET request.

        Raises:
            NoAnswerError: there is none, or the server says that it is none.
        """
        time.sleep(max(0.0, self._last + self.interval - time.monotonic()))
        self._last = time.monotonic()
        self.requested += 1
        try:
            with self._session.get(
                url,
                params=params,
                proxies=proxies,
                timeout=(self.connect_timeout, self.timeout),
                allow_redirects=False,
                stream=True,
            ) as response:
                return self._read(response)
        except requests.exceptions.Timeout:
            raise NoAnswerError(f"{self.host} does not answer", again=True, everywhere=True) from None
        except requests.exceptions.RequestException as error:
            raise _broken(self.host, error) from None

    def _read(self, response: requests.Response) -> Answer:
        if response.status_code == _TOO_MANY:
            wait = _seconds(response.headers.get("Retry-After", ""))
            raise NoAnswerError(
                f"{self.host} asks for fewer requests", again=True, everywhere=True, wait=wait
            )
        if response.status_code != requests.codes.ok:
            again = response.status_code >= _SERVER_ERROR
            raise NoAnswerError(f"{self.host} refused with HTTP status {response.status_code}", again=again)
        body = b""
        for block in response.iter_content(65_536):
            body += block
            if len(body) > _LARGEST:
                raise NoAnswerError(f"{self.host} sent far more than a translation")
            if time.monotonic() > self._last + self.connect_timeout + 2 * self.timeout:
                raise NoAnswerError(f"{self.host} does not come to an end", again=True, everywhere=True)
        return Answer(response.status_code, body.decode("utf-8", "replace"))


def patiently(ask: Callable[[], T], *, attempts: int, backoff: float) -> T:
    """
    What `ask` returns, asked up to `attempts` times with jittered pauses of `backoff` seconds, then doubled.

    Raises:
        NoAnswerError: the last one; at once where another try is pointless or the server asks for a long wait.
    """
    for attempt in range(1, attempts + 1):
        try:
            return ask()
        except NoAnswerError as trouble:
            if trouble.wait is not None and trouble.wait > _LONGEST_WAIT:
                reason = f"{trouble} and a pause of {trouble.wait:.0f} seconds"
                raise NoAnswerError(reason, everywhere=True) from None
            if not trouble.again or attempt == attempts:
                raise
            pause = backoff * 2 ** (attempt - 1) * (1 + random.random())  # noqa: S311 - no secret, only jitter
            time.sleep(max(pause, trouble.wait or 0))
    raise ValueError(f"attempts must be at least 1, not {attempts}")


def _broken(host: str, error: requests.exceptions.RequestException) -> NoAnswerError:
    """What broke below HTTP: without a connection nothing will work, the next answer may be whole."""
    if isinstance(error, requests.exceptions.ConnectionError):
        return NoAnswerError(f"could not reach {host}", again=True, everywhere=True)
    return NoAnswerError(f"{host} broke its answer off", again=True)


def _seconds(header: str) -> float | None:
    """Retry-After in seconds (RFC 9110, section 10.2.3: a number or a date); None where it says neither."""
    if header.strip().isdecimal():
        return float(header)
    try:
        date = parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, (date.replace(tzinfo=date.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
