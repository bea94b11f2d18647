"""Answers of engines, kept for ever on this machine: what was asked once is never asked again."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from editions.catalog import own
from editions.engines import COMMON, Limits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from editions.engines import Engine, Options, Pair, Question

FOLDER = "answers"  # in .editions, a file for each engine
VERSION = 1
# Options that say how is asked, not what is answered.
_MANNER = frozenset({*COMMON, *asdict(Limits())})


@dataclass(frozen=True)
class Answers:
    """
    The raw answers of one engine in a project, by what decided them; whoever takes one judges it anew.

    They are lines of JSON at the end of a file that is only ever added to. A line that is none is passed over: a
    process may have been killed while it wrote it.
    """

    root: Path
    engine: str

    @property
    def file(self) -> str:
        """The file's name."""
        return f"{self.engine}.jsonl"

    def get(self, key: str) -> str | None:
        """The answer to what has this key; None where it was never asked."""
        return self._known.get(key)

    def put(self, answers: Mapping[str, str]) -> None:
        """
        Keeps answers by their keys; they are on disk when it returns.

        Raises:
            OSError, CatalogError: they cannot be written.
        """
        lines = (
            json.dumps({"v": VERSION, "key": key, "answer": answer}, ensure_ascii=False)
            for key, answer in answers.items()
        )
        data = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")
        own.append(self.root, FOLDER, self.file, data)
        self._known.update(answers)

    @cached_property
    def _known(self) -> dict[str, str]:
        return dict(self._read())

    def _read(self) -> Iterator[tuple[str, str]]:
        try:
            descriptor = own.open_file(self.root, FOLDER, self.file)
        except FileNotFoundError:
            return
        with os.fdopen(descriptor, "rb") as file:
            for line in file:
                try:
                    entry: Any = json.loads(line.decode("utf-8", "surrogatepass"))
                except ValueError:
                    continue
                if isinstance(entry, dict) and entry.get("v") == VERSION:
                    yield str(entry.get("key")), str(entry.get("answer"))


def key_of(engine: Engine, pair: Pair, options: Options, question: Question, text: str) -> str:
    """
    The hash of all that decides an answer: engine, where it is, its own options, languages, wire form, text, terms.

    The context of a text is not in it: the same text is asked once, wherever it stands.
    """
    own_options = {name: value for name, value in options.items() if name not in _MANNER}
    said = [
        engine.name,
        engine.host(options),
        engine.identity(pair, options),
        own_options,
        pair.source.tag,
        pair.target.tag,
        engine.wire,
        text,
        [list(term) for term in question.terms] if engine.terms else [],
    ]
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
