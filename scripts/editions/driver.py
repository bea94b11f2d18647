"""
The driver: Sphinx, loaded once and forked per piece of work.

The parent imports Sphinx and builds a one-line project of its own, so that every child starts warm; a child works for
one language and ends, so that nothing of one language is left for the next (Sphinx and docutils keep global state).
"""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import os
import re
import signal
import sys
import tempfile
import threading
import time
import traceback
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from editions.problem import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Given = TypeVar("Given")
Made = TypeVar("Made")
EXTENSION = "editions.sphinxext"
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# macOS's own frameworks do not survive a fork.
_METHOD = "fork" if sys.platform == "linux" else "spawn"


@dataclass(frozen=True)
class Result(Generic[Given, Made]):
    """What came of one piece of work: `made`, or the `failure` in words (and a traceback where it is a bug)."""

    given: Given
    made: Made | None
    failure: str = ""
    traceback: str = ""
    code: int = 1


@dataclass(frozen=True)
class SphinxRun:
    """One run of Sphinx: what it warned of, the files it depended on, and what `collect` picked from it."""

    warnings: tuple[str, ...]
    dependencies: tuple[str, ...]
    collected: Any = None


def run_sphinx(
    source: Path,
    output: Path,
    doctrees: Path,
    *,
    builder: str,
    overrides: Mapping[str, Any],
    collect: Callable[[Any], Any] | None = None,
    extension: str | None = None,
) -> SphinxRun:
    """
    Runs one Sphinx builder in this process, with the guard injected and `extension`; call it in a child only.

    Raises:
        sphinx.errors.SphinxError: the source or its configuration cannot be built.
    """
    import sphinx.application
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    from editions.sphinxext.plain import short_cut

    warnings = io.StringIO()
    with _injected(EXTENSION, extension), short_cut(), patch_docutils(source), docutils_namespace():
        app = sphinx.application.Sphinx(
            source, source, output, doctrees, builder,
            confoverrides=dict(overrides), status=None, warning=warnings,
        )  # fmt: skip
        app.build()
        lines = tuple(line for line in _COLOUR.sub("", warnings.getvalue()).splitlines() if line.strip())
        return SphinxRun(lines, _dependencies(app), collect(app) if collect else None)


@contextlib.contextmanager
def _injected(*names: str | None) -> Iterator[None]:
    """Has Sphinx load extensions beside the project's own; named in the configuration they would replace those."""
    import sphinx.application

    former = sphinx.application.builtin_extensions
    sphinx.application.builtin_extensions = (*former, *filter(None, names))
    try:
        yield
    finally:
        sphinx.application.builtin_extensions = former


def _dependencies(app: Any) -> tuple[str, ...]:
    noted = {
        str(Path(app.srcdir, path).resolve()) for paths in app.env.dependencies.values() for path in paths
    }
    return tuple(sorted(noted))


def map_children(
    work: Callable[[Given], Made], items: Sequence[Given], *, jobs: int | None = None
) -> Iterator[Result[Given, Made]]:
    """
    Yields the result of `work` for each item as it is done, each made in a child of its own, `jobs` at a time.

    A failure in one child is that item's result and stops no other. Interrupted, all children are ended first.
    """
    if not items:
        return
    context: Any = multiprocessing.get_context("spawn" if _has_native_threads() else _METHOD)
    waiting = list(items)
    running: dict[Any, tuple[BaseProcess, Given]] = {}
    limit = jobs or _processors()
    try:
        while waiting or running:
            while waiting and len(running) < limit:
                item = waiting.pop(0)
                receiver, sender = context.Pipe(duplex=False)
                child = context.Process(target=_child, args=(work, item, sender))
                child.start()
                sender.close()
                running[receiver] = (child, item)
            for ready in wait(list(running)):
                child, item = running.pop(ready)
                yield _receive(ready, child, item)
    finally:
        _end([child for child, _ in running.values()])


def _has_native_threads() -> bool:
    """
    True where a library runs threads of its own (Typst, once it has set a page), which a fork would not take along.

    A forked child that needs them waits for ever.
    """
    tasks = Path("/proc/self/task")
    return tasks.is_dir() and len(list(tasks.iterdir())) > threading.active_count()


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_child(work: Callable[[Given], Made], item: Given) -> Made:
    """
    The result of `work` for one item, made in a child.

    Raises:
        UserError: it failed.
        RuntimeError: it failed by a bug; the text is the child's traceback.
    """
    result = next(map_children(work, [item]))
    if result.traceback:
        raise RuntimeError(result.traceback)
    if result.failure:
        raise UserError(result.failure, code=result.code)
    return result.made  # type: ignore[return-value]


def _child(work: Callable[[Given], Made], item: Given, sender: Connection) -> None:
    # Ctrl-C reaches the whole group; the parent ends its children.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    sender.send(_attempt(work, item))
    sender.close()


def _attempt(work: Callable[[Given], Made], item: Given) -> tuple[Made | None, str, str, int]:
    from sphinx.errors import SphinxError

    try:
        return work(item), "", "", 0
    except UserError as error:
        return None, str(error), "", error.code
    except SphinxError as error:
        return None, f"{error.category}: {error}", "", 2
    except OSError as error:
        return None, str(error), "", 2
    except Exception as error:  # noqa: BLE001 - a bug in one language must not stop the others
        return None, f"{type(error).__name__}: {error}", traceback.format_exc(), 1


def _receive(receiver: Any, child: BaseProcess, item: Given) -> Result[Given, Any]:
    try:
        made, failure, trace, code = receiver.recv()
    except EOFError:
        child.join()
        return Result(item, None, f"the process ended with {child.exitcode} (killed? out of memory?)")
    child.join()
    return Result(item, made, failure, trace, code)


def _end(children: Sequence[BaseProcess]) -> None:
    for child in children:
        child.terminate()
    deadline = time.monotonic() + 5
    for child in children:
        child.join(max(0, deadline - time.monotonic()))
        if child.is_alive():
            child.kill()
            child.join()


@cache
def preload() -> None:
    """
    Imports all that a build needs and builds a one-line project of our own, so that children start warm.

    What is loaded is loaded once in the life of the process, whichever stage asks first.
    """
    if _METHOD != "fork":
        return
    import gc

    with tempfile.TemporaryDirectory(prefix="editions-warm-up-") as name:
        folder = Path(name)
        (folder / "pyproject.toml").write_text("")
        (folder / "docs").mkdir()
        (folder / "docs" / "conf.py").write_text('html_theme = "editions"\n')
        (folder / "docs" / "index.rst").write_text(
            "Title\n=====\n\nA *line* with a `link <https://example.org>`__.\n"
        )
        with contextlib.suppress(Exception):  # what is wrong here is said by the build itself
            run_sphinx(folder / "docs", folder / "out", folder / "doctrees", builder="html", overrides={})
    _forget_languages()
    gc.freeze()


def _forget_languages() -> None:
    import gettext

    import sphinx.locale

    sphinx.locale.translators.clear()
    vars(gettext)["_translations"].clear()
