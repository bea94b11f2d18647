"""
Engine `apertium`: rule-based translation on this machine, by the program of that name where it is installed.

It gives the gist of a text between few languages; every draft needs a person. Nothing leaves the machine. The
program (GPL) runs as a process of its own, in its own process group, with a time limit.

    [tool.editions.engines.apertium]
    timeout = 60       # seconds for one call
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

import langcodes

from editions.engines import Failure, _options
from editions.problem import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from editions.engines import Options
    from editions.language import Language
    from editions.markup.wire import Form

ONLINE = False
WIRE: Form = "text"

# Texts of one call: a call takes a tenth of a second to start, and an interruption loses at most these.
_TOGETHER = 10
_BETWEEN = "\n\n"
# Left before a word that a stage of the pair did not know (`*`), could not transfer (`@`) or inflect (`#`).
_UNKNOWN = re.compile(r"(?<!\S)[*@#](?=\w)")


def host(options: Options) -> str:
    """Empty: the texts stay on this machine."""
    del options
    return ""


def unavailable(source: Language, target: Language, options: Options) -> str | None:
    """Why this machine's Apertium cannot do it, with the Debian package to install; None where it can."""
    _timeout(options)
    package = f"apertium-{_codes(source)[0]}-{_codes(target)[0]}"
    if shutil.which("apertium") is None:
        return f"it is not installed here (Debian: apt install apertium {package}, where that pair exists)"
    if _pair(source, target) is None:
        languages = f"{source.code} to {target.code}"
        return f"no installed pair translates {languages} (Debian: apt install {package}, where it exists)"
    return None


def translate(
    texts: Sequence[str], source: Language, target: Language, options: Options
) -> Iterator[str | Failure]:
    """
    One answer for each text, in order.

    Raises:
        UserError: there is no pair for these languages.
    """
    pair = _pair(source, target)
    if pair is None:
        raise UserError(f"apertium: {unavailable(source, target, options)}")
    timeout = _timeout(options)
    for start in range(0, len(texts), _TOGETHER):
        yield from _translated(texts[start : start + _TOGETHER], pair, timeout)


def _translated(texts: Sequence[str], pair: str, timeout: float) -> Iterator[str | Failure]:
    """Several texts in one call; one by one where that fails or the answers cannot be told apart."""
    answer = _call(_BETWEEN.join(texts), pair, timeout)
    if isinstance(answer, str):
        answers = answer.split(_BETWEEN)
        if len(answers) == len(texts):
            yield from map(_without_marks, texts, answers)
            return
    for text in texts:
        single = answer if len(texts) == 1 else _call(text, pair, timeout)
        yield _without_marks(text, single) if isinstance(single, str) else single


def _without_marks(text: str, answer: str) -> str:
    """The answer without marks of unknown words, unless the text has such signs (`#tag`) itself."""
    return answer if _UNKNOWN.search(text) else _UNKNOWN.sub("", answer)


def _call(text: str, pair: str, timeout: float) -> str | Failure:
    """One run of the program; its whole process group ends with it, whatever happens."""
    process = subprocess.Popen(
        ["apertium", "-u", "-f", "txt", pair],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    try:
        answer, _ = process.communicate(text, timeout=timeout)
    except subprocess.TimeoutExpired:
        return Failure(f"apertium gave no answer within {timeout:g} seconds")
    except OSError:
        return Failure("apertium stopped while it was given a text")
    finally:
        _end(process)
    if process.returncode != 0:
        return Failure(f"apertium failed with exit code {process.returncode}")
    return answer


def _end(process: subprocess.Popen[str]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _timeout(options: Options) -> float:
    """Seconds for one call."""
    return _options.read("apertium", options, {"timeout": 60})["timeout"]


def _pair(source: Language, target: Language) -> str | None:
    """The installed pair, the target's own variety first: `eng-por_BR` before `eng-por`."""
    installed = _installed()
    region = target.code.replace("@", "_").partition("_")[2]
    codes = _codes(target)
    wanted = [*(f"{code}_{region}" for code in codes if region), *codes]
    return next((f"{a}-{b}" for b, a in product(wanted, _codes(source)) if f"{a}-{b}" in installed), None)


def _codes(language: Language) -> tuple[str, str]:
    """Apertium's names for a language: ISO 639-3 mostly, ISO 639-1 in older pairs."""
    found = langcodes.Language.get(language.tag)
    try:
        return found.to_alpha3(), str(found.language)
    except LookupError:
        return language.code, language.code


@cache
def _installed() -> frozenset[str]:
    """The pairs that this machine has."""
    try:
        listed = subprocess.run(
            ["apertium", "-l"], capture_output=True, encoding="utf-8", timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(listed.stdout.split())
