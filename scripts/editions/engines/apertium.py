"""
Engine `apertium`: rule-based translation on this machine, by the program of that name where it is installed.

It gives the gist of a text between few languages, to some of them over a third one; every draft needs a person. Nothing
leaves the machine. The program (GPL) runs as processes of their own, in a process group that ends with the work.

    [tool.editions.engines.apertium]
    timeout = 60       # seconds for one text

APERTIUM_DATADIR names another folder of its data, as it does for the program itself.
"""

from __future__ import annotations

import os
import shutil
import threading
from contextlib import ExitStack, closing, contextmanager
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import langcodes

from editions.engines import Failure, Limits, NoAnswerError
from editions.engines._apertium_mending import drift, mended
from editions.engines._apertium_pipe import Pipe
from editions.engines._apertium_stream import from_stream, to_stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from editions.engines import Ask, Options, Pair, Question
    from editions.language import Language
    from editions.markup.wire import Form

WIRE: Form = "xml"
TERMS = False
SENDS = "nothing: the texts stay on this machine"
LIMITS = Limits(texts=20, size=20_000, at_once=1)
OPTIONS: Mapping[str, Any] = {"timeout": 60}

_DATA = ("/usr/share/apertium", "/usr/local/share/apertium", "/opt/homebrew/share/apertium")
# Pairs whose drafts are no help: most words come out as they went in, and none in the right form.
_USELESS = ("hbs", "hr", "sr", "bs")
# The packages of Debian that lead from English to a language.
_PACKAGES = {
    "es": "apertium-eng-spa",
    "ca": "apertium-eng-cat",
    "gl": "apertium-en-gl",
    "eo": "apertium-eo-en",
    "pt": "apertium-eng-spa apertium-es-pt",
    "fr": "apertium-eng-spa apertium-fr-es",
    "it": "apertium-eng-spa apertium-spa-ita",
}
# Texts after one another that brought no answer; there is something wrong with the pair, not with the texts.
_BREAKDOWNS = 5
# Languages that a text may pass on its way, by how well English comes into them.
_BETWEEN = ("spa", "es", "cat", "ca", "por", "pt", "fra", "fr")


def host(options: Options) -> str:
    """Empty: the texts stay on this machine."""
    del options
    return ""


def unavailable(source: Language, target: Language, options: Options) -> str | None:
    """Why this machine's Apertium cannot do it, with what to install; None where it can."""
    del options
    if set(_codes(target)) & set(_USELESS):
        return "its drafts in this language are word salad, no help to anybody"
    is_there = shutil.which("apertium-wblank-mode") is not None
    if is_there and _way(source, target):
        return None
    packages = _PACKAGES.get(_codes(target)[1]) if _codes(source)[1] == "en" else None
    if packages is None:
        return f"it has no pair that leads from {source.name} there"
    return f"it is not installed here for {target.name} (Debian: apt install apertium {packages})"


@contextmanager
def connected(pair: Pair, options: Options) -> Iterator[Ask]:
    """
    A function that translates, for as long as the context lasts; its processes end with it.

    Raises:
        NoAnswerError: there is no way between these languages here.
    """
    way = _way(pair.source, pair.target)
    if not way:
        raise NoAnswerError(f"no installed pair translates to {pair.target.code}", everywhere=True)
    with ExitStack() as stack:
        pipes = [stack.enter_context(closing(Pipe(mode, float(options["timeout"])))) for mode in way]
        yield _Asked(pipes).ask


def identity(pair: Pair, options: Options) -> str:
    """The pairs on the way, and when their data were installed: new data answer otherwise."""
    del options
    way = _way(pair.source, pair.target)
    return " ".join(f"{mode.stem} {mode.stat().st_mtime_ns}" for mode in way)


class _Asked:
    """The pairs on the way from one language to another, and how often they broke down without an answer between."""

    def __init__(self, pipes: Sequence[Pipe]) -> None:
        self._pipes = pipes
        self._breakdowns = 0
        self._counting = threading.Lock()

    def ask(self, question: Question) -> list[str | Failure]:
        """
        The translations, one after the other; a failure for a text that the pair breaks down at, or gets wrong.

        Raises:
            NoAnswerError: the pair does not work, or broke down at too many texts in a row.
        """
        return [self._answer(text) for text in question.texts]

    def _answer(self, text: str) -> str | Failure:
        if "\0" in text:
            return Failure("the text holds a NUL character")
        try:
            answer = self._translated(text)
        except NoAnswerError as trouble:
            if trouble.everywhere or self._count(broken=True) >= _BREAKDOWNS:
                raise NoAnswerError(str(trouble), everywhere=True) from None
            return Failure(str(trouble))
        self._count(broken=False)
        wrong = drift(answer, text)
        return Failure(wrong) if wrong else answer

    def _translated(self, text: str) -> str:
        for pipe in self._pipes:
            text = mended(from_stream(pipe.ask(to_stream(text))), text)
        return text

    def _count(self, *, broken: bool) -> int:
        with self._counting:
            self._breakdowns = self._breakdowns + 1 if broken else 0
            return self._breakdowns


def _way(source: Language, target: Language) -> tuple[Path, ...]:
    """The modes that lead from one language to the other: one pair, else two over a language between; or none."""
    installed = _installed()
    wanted = _wanted(target)
    for one, other in product(wanted, _codes(source)):
        if f"{other}-{one}" in installed:
            return (installed[f"{other}-{one}"],)
    for middle, one in product(_BETWEEN, wanted):
        first = next((f"{code}-{middle}" for code in _codes(source) if f"{code}-{middle}" in installed), None)
        twin = next((each for each in _twins(middle) if f"{each}-{one}" in installed), None)
        if first and twin:
            return installed[first], installed[f"{twin}-{one}"]
    return ()


def _wanted(target: Language) -> list[str]:
    """What Apertium may call the target, its own variety first: `por_BR` before `por`."""
    region = target.code.replace("@", "_").partition("_")[2]
    codes = _codes(target)
    return [*(f"{code}_{region}" for code in codes if region), *codes]


def _twins(code: str) -> tuple[str, ...]:
    """A language under its code of three letters and of two."""
    found = langcodes.Language.get(code)
    return tuple(dict.fromkeys((code, found.to_alpha3(), str(found.language))))


def _codes(language: Language) -> tuple[str, str]:
    """Apertium's names for a language: ISO 639-3 mostly, ISO 639-1 in older pairs."""
    found = langcodes.Language.get(language.tag)
    try:
        return found.to_alpha3(), str(found.language)
    except LookupError:
        return language.code, language.code


def _installed() -> dict[str, Path]:
    """The pairs that this machine has, with the files of their modes; links to older names count, too."""
    own = os.environ.get("APERTIUM_DATADIR")
    found: dict[str, Path] = {}
    for folder in [own] if own else _DATA:
        for path in sorted(Path(folder, "modes").glob("*.mode")):
            found.setdefault(path.stem, path)
    return found
