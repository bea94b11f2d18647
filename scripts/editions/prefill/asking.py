"""
Asking an engine with as few requests as possible: remembered answers, batches, threads, a pace, patience, an end.

    requests ──▶ remembered? ──▶ batches ──▶ workers ──▶ answer kept on disk ──▶ whoever asked
                                               │ refused as a whole: two halves
                                               └ no answer: again, later; the engine is down: all stop
"""

from __future__ import annotations

import queue
import random
import threading
import time
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from editions.engines import Failure, NoAnswerError, Pair, Question
from editions.prefill.answers import Answers, key_of
from editions.problem import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from editions.engines import Ask, Engine, Options
    from editions.language import Language

    Result = Sequence[str | Failure] | Exception

LONGEST_WAIT = 120.0  # seconds that we wait because a server asks for it; above that the user decides
GIVE_UP = 5  # texts in a row that were refused
REFUSED = 10  # requests in a row that were refused; of a batch with some bad texts, not all of its parts are
_TURN = 0.5  # seconds after which a thread that waits looks whether it is to stop


class EngineDownError(UserError):
    """The engine as a whole does not serve now (no network, asked to wait): no other language need try."""


@dataclass(frozen=True)
class Request:
    """A text in an engine's wire form that is to come in a language; `context` and `terms` as in a Question."""

    target: Language
    text: str
    context: str = field(default="", compare=False)
    terms: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class _Batch:
    """Requests for one language that go out together."""

    pair: Pair
    requests: tuple[Request, ...]

    @property
    def question(self) -> Question:
        """What the engine is asked."""
        terms = dict.fromkeys(term for request in self.requests for term in request.terms)
        return Question(
            tuple(request.text for request in self.requests), self.requests[0].context, tuple(terms)
        )

    def halves(self) -> tuple[_Batch, _Batch]:
        """The same in two."""
        middle = len(self.requests) // 2
        return _Batch(self.pair, self.requests[:middle]), _Batch(self.pair, self.requests[middle:])


class Asking:
    """
    One engine in use; `requested` counts what went out, `characters` what stood in it.

    Args:
        engine: who is asked.
        options: its options.
        source: the language of all texts.
        answers: where its answers are kept.
        budget: how many characters may go out; None for any number.
    """

    def __init__(
        self, engine: Engine, options: Options, source: Language, answers: Answers, budget: int | None = None
    ) -> None:
        self.engine, self.options, self._source, self._answers = engine, options, source, answers
        self._budget = budget
        self.requested = self.characters = 0
        self._connections = _Connections(engine, options)
        self._pace = _Pace(float(options["interval"]))
        self._failed = self._refused = 0

    def known(self, request: Request) -> str | None:
        """The answer, where it was asked before."""
        return self._answers.get(self._key(request))

    def unknown(self, requests: Sequence[Request]) -> list[Request]:
        """The distinct requests that were never answered."""
        return [each for each in dict.fromkeys(requests) if self.known(each) is None]

    def batches(self, requests: Sequence[Request]) -> list[tuple[Request, ...]]:
        """How requests go out, each once, where nothing fails."""
        return [batch.requests for batch in self._batches(self.unknown(requests))]

    def ask(self, requests: Sequence[Request]) -> Iterator[tuple[Request, str | Failure]]:
        """
        An answer to each distinct request, each as soon as it is there and on disk; remembered ones first.

        Raises:
            EngineDownError: there is no point in asking for anything more.
            UserError: the engine failed too often in a row.
        """
        distinct = list(dict.fromkeys(requests))
        for request in distinct:
            answer = self.known(request)
            if answer is not None:
                yield request, answer
        allowed, others = self._within_budget(self._batches(self.unknown(distinct)))
        yield from (
            (request, Failure("the budget of characters is used up"))
            for batch in others
            for request in batch.requests
        )
        if allowed:
            yield from self._work(allowed)

    def _key(self, request: Request) -> str:
        pair = Pair(self._source, request.target)
        question = Question((request.text,), terms=request.terms)
        return key_of(self.engine, pair, self.options, question, request.text)

    def _within_budget(self, batches: list[_Batch]) -> tuple[list[_Batch], list[_Batch]]:
        allowed: list[_Batch] = []
        for batch in batches:
            size = sum(len(request.text) for request in batch.requests)
            if self._budget is not None and self.characters + size > self._budget:
                return allowed, batches[len(allowed) :]
            self.characters += size
            allowed.append(batch)
        return allowed, []

    def _batches(self, requests: Sequence[Request]) -> list[_Batch]:
        """Batches within the engine's limits; of one context, where the engine reads it."""
        groups: dict[tuple[str, str], list[Request]] = defaultdict(list)
        for request in requests:
            groups[request.target.code, request.context if self.engine.context else ""].append(request)
        return [
            _Batch(Pair(self._source, part[0].target), part)
            for group in groups.values()
            for part in _parts(group, int(self.options["texts"]), int(self.options["size"]))
        ]

    # ------------------------------------------------------------------------------------------------- the threads

    def _work(self, batches: list[_Batch]) -> Iterator[tuple[Request, str | Failure]]:
        desk = _Desk()
        for batch in batches:
            self._connections.expect(batch.pair)
            desk.jobs.put(batch)
        number = max(1, min(int(self.options["at_once"]), len(batches)))
        # Daemons: a thread that waits for a server must not keep an interrupted program alive.
        for _ in range(number):
            threading.Thread(target=self._serve, args=(desk,), daemon=True).start()
        try:
            yield from self._collect(desk, len(batches))
        finally:
            desk.stop.set()
            for _ in range(number):
                desk.jobs.put(None)
            self._connections.close()

    def _collect(self, desk: _Desk, waiting: int) -> Iterator[tuple[Request, str | Failure]]:
        while waiting:
            batch, result = desk.done.get()
            waiting -= 1
            if isinstance(result, NoAnswerError) and self._may_be_halved(batch, result):
                self._count_refusal(str(result))
                for half in batch.halves():
                    self._connections.expect(half.pair)
                    desk.jobs.put(half)
                    waiting += 1
            else:
                yield from self._taken(batch, result)
            self._connections.leave(batch.pair)

    def _may_be_halved(self, batch: _Batch, trouble: NoAnswerError) -> bool:
        return len(batch.requests) > 1 and not trouble.everywhere and not trouble.again

    def _taken(self, batch: _Batch, result: Result) -> Iterator[tuple[Request, str | Failure]]:
        if isinstance(result, NoAnswerError):
            if result.everywhere:
                raise EngineDownError(self._down(result)) from None
            self._count_refusal(str(result))
            self._count_failure(str(result))
            yield from ((request, Failure(str(result))) for request in batch.requests)
            return
        if isinstance(result, Exception):
            raise result
        self._failed = self._refused = 0
        yield from zip(batch.requests, result, strict=True)

    def _count_refusal(self, reason: str) -> None:
        self._refused += 1
        if self._refused >= REFUSED:
            raise UserError(
                f"{self.engine.name}: gave up after {self._refused} refusals in a row; the last: {reason}"
            )

    def _count_failure(self, reason: str) -> None:
        self._failed += 1
        if self._failed >= GIVE_UP:
            raise UserError(
                f"{self.engine.name}: gave up after {self._failed} failures in a row; the last: {reason}"
            )

    def _down(self, trouble: NoAnswerError) -> str:
        network = "no network" if str(trouble).startswith("could not reach") else self.engine.name
        return f"{network}: {trouble}; what was answered until then is saved; run it again later"

    def _serve(self, desk: _Desk) -> None:
        """A thread: takes batches until there are none, or it is told to stop."""
        while (batch := desk.jobs.get()) is not None and not desk.stop.is_set():
            try:
                answers = self._patiently(batch, desk.stop)
                self._keep(batch, answers)
                result: Result = answers
            except Exception as error:  # noqa: BLE001  (whoever collects raises it)
                result = error
            desk.done.put((batch, result))

    def _keep(self, batch: _Batch, answers: Sequence[str | Failure]) -> None:
        """Puts answers on disk before anybody sees them: whatever happens next, they are not asked for again."""
        pairs = zip(batch.requests, answers, strict=True)
        self._answers.put({self._key(each): said for each, said in pairs if isinstance(said, str)})

    def _patiently(self, batch: _Batch, stop: threading.Event) -> Sequence[str | Failure]:
        """The answers to a batch, asked as often as the options allow, with pauses that grow and vary."""
        ask = self._connections.of(batch.pair)
        attempts = max(1, int(self.options["attempts"]))
        for attempt in range(1, attempts + 1):
            self._pace.wait(stop)
            if stop.is_set():
                break
            self.requested += 1
            try:
                return self._checked(batch, ask(batch.question))
            except NoAnswerError as trouble:
                if trouble.wait is not None and trouble.wait > LONGEST_WAIT:
                    reason = f"{trouble} and a pause of {trouble.wait:.0f} seconds"
                    raise NoAnswerError(reason, everywhere=True) from None
                if not trouble.again or attempt == attempts:
                    raise
                pause = float(self.options["backoff"]) * 2 ** (attempt - 1)
                jitter = 1 + random.random()  # noqa: S311  (no secret)
                self._pace.hold(max(pause * jitter, trouble.wait or 0))
        raise NoAnswerError("it was stopped", everywhere=True)

    def _checked(self, batch: _Batch, answers: Sequence[str | Failure]) -> Sequence[str | Failure]:
        if len(answers) != len(batch.requests):
            raise NoAnswerError(f"{self.engine.name} answered {len(answers)} of {len(batch.requests)} texts")
        return answers


class _Desk:
    """Where one round of work lies: what is to be asked, what came of it, and whether to stop."""

    def __init__(self) -> None:
        self.jobs: queue.SimpleQueue[_Batch | None] = queue.SimpleQueue()
        self.done: queue.SimpleQueue[tuple[_Batch, Result]] = queue.SimpleQueue()
        self.stop = threading.Event()


class _Pace:
    """When the next request may start: `interval` seconds after the last one, later where a server asks for it."""

    def __init__(self, interval: float) -> None:
        self._interval, self._next, self._lock = interval, 0.0, threading.Lock()

    def wait(self, stop: threading.Event) -> None:
        """Waits for this thread's turn, or until it is to stop."""
        while not stop.is_set():
            with self._lock:
                rest = self._next - time.monotonic()
                if rest <= 0:
                    self._next = time.monotonic() + self._interval
                    return
            stop.wait(min(rest, _TURN))

    def hold(self, seconds: float) -> None:
        """Nobody's turn comes before so many seconds have passed."""
        with self._lock:
            self._next = max(self._next, time.monotonic() + seconds)


class _Connections:
    """What an engine holds open, a connection for each pair of languages, as long as batches of it are awaited."""

    def __init__(self, engine: Engine, options: Options) -> None:
        self._engine, self._options, self._lock = engine, options, threading.Lock()
        self._expected: dict[Pair, int] = defaultdict(int)
        self._open: dict[Pair, tuple[ExitStack, Ask]] = {}

    def expect(self, pair: Pair) -> None:
        """One more batch of the pair will be asked."""
        with self._lock:
            self._expected[pair] += 1

    def of(self, pair: Pair) -> Ask:
        """The connection of the pair, opened now if it is not."""
        with self._lock:
            if pair not in self._open:
                stack = ExitStack()
                self._open[pair] = stack, stack.enter_context(self._engine.connected(pair, self._options))
            return self._open[pair][1]

    def leave(self, pair: Pair) -> None:
        """A batch of the pair is done; the last one closes the connection."""
        with self._lock:
            self._expected[pair] -= 1
            stack, _ = (None, None) if self._expected[pair] else self._open.pop(pair, (None, None))
        if stack:
            stack.close()

    def close(self) -> None:
        """Closes all."""
        with self._lock:
            every, self._open, self._expected = list(self._open.values()), {}, defaultdict(int)
        for stack, _ in every:
            stack.close()


def _parts(requests: Sequence[Request], texts: int, size: int) -> Iterator[tuple[Request, ...]]:
    part: list[Request] = []
    bytes_ = 0
    for request in requests:
        length = len(request.text.encode("utf-8", "replace"))
        if part and (len(part) >= max(1, texts) or bytes_ + length > size):
            yield tuple(part)
            part, bytes_ = [], 0
        part.append(request)
        bytes_ += length
    if part:
        yield tuple(part)
