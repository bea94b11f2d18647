"""Fixtures for tests that run the whole program, and the marker for tools of the system."""

from __future__ import annotations

import os
import shutil
import signal
import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from helpers import FOREIGN, SAMPLE, Built, Run, copy_own, copy_project, editions, locked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


# A shell that starts the tests in the background makes them, and all that they start, deaf to Ctrl-C.
if threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGINT, signal.default_int_handler)

# What a system has for dictionaries is nothing that a test may hang on.
os.environ["DICPATH"] = ""

# In CI the same examples every time: what lands must not hang on luck. Everywhere else new ones are looked for.
settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI") == "true":
    settings.load_profile("ci")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skips a test whose tool is missing; in CI, where all tools belong, it fails."""
    for marker in item.iter_markers("tool"):
        name = marker.args[0]
        if shutil.which(name) is None:
            if os.environ.get("CI") == "true":
                pytest.fail(f"{name} is missing, and CI must have it")
            pytest.skip(f"{name} is not installed")


@pytest.fixture(scope="session")
def build_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Built]:
    """Builds a project once for all processes of the session: (name, copy, {run's name: words})."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent

    def build(name: str, copy: Callable[[Path], Path], commands: dict[str, tuple[str, ...]]) -> Built:
        folder = base / f"built-{name}"
        folder.mkdir(exist_ok=True)
        root, runs = folder / "project", folder / "runs.json"
        with locked(folder / "lock"):
            if not runs.exists():
                shutil.rmtree(root, ignore_errors=True)
                copy(root)
                Built(root, _run_all(root, commands)).save(runs)
        return Built.load(root, runs)

    return build


def _run_all(root: Path, commands: dict[str, tuple[str, ...]]) -> dict[str, Run]:
    return {name: editions(root, *words, timeout=600) for name, words in commands.items()}


@pytest.fixture(scope="session")
def built_own(build_once: Callable[..., Built]) -> Built:
    """A copy of this project with its working editions and the site; only to be read."""
    commands = {
        "html": ("html",),
        "pdf": ("pdf",),
        "site": ("site",),
        "release": ("html", "--edition", "release"),
    }
    return build_once("own", copy_own, commands)


@pytest.fixture(scope="session")
def built_sample(build_once: Callable[..., Built]) -> Built:
    """A copy of the sample with its editions of both views; only to be read."""
    commands = {
        "html": ("html",),
        "pdf": ("pdf",),
        "release": ("html", "--edition", "release"),
        "release_pdf": ("pdf", "--edition", "release", "en"),
        "site": ("site",),
        "status": ("status", "--json"),
        "check": ("check", "--format", "json"),
    }
    return build_once("sample", lambda target: copy_project(SAMPLE, target), commands)


@pytest.fixture(scope="session")
def built_joined(build_once: Callable[..., Built]) -> Built:
    """A foreign project with one joined catalog and unusual codes, built; only to be read."""
    commands = {"html": ("html",), "status": ("status", "--json"), "pdf": ("pdf", "de", "sr@latin")}
    return build_once("joined", lambda target: copy_project(FOREIGN / "joined", target), commands)


@pytest.fixture(scope="session")
def built_furo(build_once: Callable[..., Built]) -> Built:
    """A foreign project with a theme and an extension of its own, built; only to be read."""
    commands = {"html": ("html",), "status": ("status", "--json")}
    return build_once("furo", lambda target: copy_project(FOREIGN / "furo", target), commands)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A fresh copy of the sample, to be changed at will."""
    return copy_project(SAMPLE, tmp_path / "sample")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A fresh copy of this project, to be changed at will."""
    return copy_own(tmp_path / "own")


@pytest.fixture
def joined(tmp_path: Path) -> Path:
    """A fresh copy of the foreign project with one joined catalog, to be changed at will."""
    return copy_project(FOREIGN / "joined", tmp_path / "joined")


@pytest.fixture
def sample_built(built_sample: Built, tmp_path: Path) -> Path:
    """A copy of the sample together with what was built in it, to be changed at will."""
    return shutil.copytree(built_sample.root, tmp_path / "sample", symlinks=True)
