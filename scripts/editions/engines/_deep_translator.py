"""
What the engines `google` and `mymemory` share: one request through the library deep-translator, made safe.

The library (1.11.4, unmaintained since 2023) has no time-outs, follows redirections, mixes answers up where threads
share a translator, and raises exceptions of all kinds. So each request has a translator of its own, and the method that
asks runs with a bounded client where its module says `requests`; the module itself is not touched.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any

from editions.engines import NoAnswerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from editions.engines._http import Answer, Client


@dataclass
class Server:
    """
    Where a translator's questions go.

    `judge` makes of each answer what the library reads, or raises NoAnswerError where it is none; it gets refusals as
    well where their status is `wanted`.
    """

    client: Client
    url: str
    judge: Callable[[Answer], Answer]
    wanted: frozenset[int] = frozenset()
    is_asked: bool = False

    def get(self, url: str, *, params: Any = None, proxies: Any = None) -> Answer:
        """
        What the library calls in the place of `requests.get`.

        Raises:
            NoAnswerError: there is no answer, or it is judged to be none.
        """
        del proxies
        self.is_asked = True
        return self.judge(self.client.get(url, params=params, wanted=self.wanted))


def ask(translator: Any, text: str, server: Server) -> str:
    """
    The answer to one text, without white space at its ends.

    Raises:
        NoAnswerError: there is none.
        RuntimeError: the library is not built as the version that it is pinned to.
    """
    _expect(hasattr(translator, "_base_url"))
    translator._base_url = server.url  # noqa: SLF001 - the library has no other way; the version is pinned
    translator.translate = MethodType(_asking(server, type(translator).translate), translator)
    try:
        answer = translator.translate(text)
    except NoAnswerError:
        raise
    except Exception as error:  # noqa: BLE001 - the library's exceptions have nothing else in common
        reason = f"{server.client.host} gave no translation ({type(error).__name__})"
        raise NoAnswerError(reason, again=True) from None
    _expect(server.is_asked)
    if not isinstance(answer, str) or not answer.strip():
        raise NoAnswerError(f"{server.client.host} gave an empty answer")
    return answer.strip()


def _asking(server: Server, method: Any) -> FunctionType:
    """The library's method, for which `requests` is the server."""
    names = method.__globals__
    _expect("requests" in names and "requests" in method.__code__.co_names)
    return FunctionType(
        method.__code__,
        {**names, "requests": server},
        method.__name__,
        method.__defaults__,
        method.__closure__,
    )


def _expect(holds: object) -> None:
    """Stops where the library is not the one that this module was written for."""
    if not holds:
        raise RuntimeError(
            "deep-translator is not built as in 1.11.4: its requests cannot be given time-outs"
        )
