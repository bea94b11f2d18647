"""No network, no font, Ctrl-C: each ends soon, with one clear message and no file harmed."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from helpers import change, daily, editions, finish, snapshot, start

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def silent_proxy() -> Iterator[tuple[str, threading.Event]]:
    """A proxy on loopback that accepts and never answers: (its address, set when somebody has come)."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        came = threading.Event()
        guests: list[socket.socket] = []

        def welcome() -> None:
            while True:
                try:
                    guest, _ = server.accept()
                except OSError:
                    return
                guests.append(guest)
                came.set()

        thread = threading.Thread(target=welcome, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}", came
        finally:
            server.close()
            for guest in guests:
                guest.close()


def interrupt(
    root: Path, *words: str, when: threading.Event | float, **extra: str
) -> subprocess.CompletedProcess[str]:
    """Runs a stage, presses Ctrl-C in its process group, and returns how it ended."""
    home = root.parent / "home"
    home.mkdir(exist_ok=True)
    process = start([sys.executable, "-m", "editions", "--root", str(root), *words], home=home, **extra)
    if isinstance(when, float):
        time.sleep(when)
    else:
        assert when.wait(30)
    os.killpg(process.pid, signal.SIGINT)
    run = finish(process, timeout=30)
    return subprocess.CompletedProcess(words, run.code, run.out, run.err)


def test_prefill_without_a_network_is_two_and_harms_nothing(sample: Path):
    """What would leave the machine is said first; then one message that the host cannot be reached, and no draft."""
    before = snapshot(sample / "locales")
    run = editions(sample, "prefill", "--engine", "google", "ar")
    assert run.refused(), run
    assert "translate.google" in run.said
    assert "character" in run.said
    assert "network" in run.said.lower()
    assert snapshot(sample / "locales") == before


def test_prefill_without_an_engine_asks_nobody(sample: Path):
    """An online engine is used only when it is named."""
    with silent_proxy() as (address, came):
        run = editions(sample, "prefill", "ar", https_proxy=address, http_proxy=address)
    assert run.code in {0, 2}, run.said
    assert "Traceback" not in run.said
    assert not came.is_set()


def test_an_unknown_engine_is_two(sample: Path):
    """The message names the engines there are."""
    run = editions(sample, "prefill", "--engine", "oracle", "de")
    assert run.refused(), run
    assert "google" in run.said


def test_a_missing_engine_is_two(sample: Path):
    """Apertium without its program: the message names what to install."""
    run = editions(sample, "prefill", "--engine", "apertium", "ar", PATH=str(sample))
    assert run.refused(), run
    assert "apertium" in run.said


def test_ctrl_c_in_prefill_harms_nothing(sample: Path):
    """Waiting for an engine can be ended at once; the catalogs are whole and untouched."""
    before = snapshot(sample / "locales")
    with silent_proxy() as (address, came):
        ended = interrupt(
            sample, "prefill", "--engine", "google", "ar", when=came, https_proxy=address, http_proxy=address
        )
    assert ended.returncode != 0
    assert "Traceback" not in ended.stdout + ended.stderr
    assert snapshot(sample / "locales") == before


@pytest.mark.parametrize("delay", daily([1.2, 0.3, 2.0]))
def test_ctrl_c_in_a_build_leaves_whole_editions(sample_built: Path, delay: float):
    """Whenever it comes, each edition is the old or the new one, and the next build completes."""
    change(sample_built, "de", "An old custom", msgstr="Ein uralter Brauch", tcomment="", flags=[])
    folder = sample_built / "build/de/html"
    names = set(snapshot(folder))
    ended = interrupt(sample_built, "html", when=delay)
    assert "Traceback" not in ended.stdout + ended.stderr
    assert set(snapshot(folder)) == names
    assert editions(sample_built, "html").code == 0
    assert "Ein uralter Brauch" in (folder / "diary.html").read_text("utf-8")
    assert sorted(path.name for path in (sample_built / "build/de").iterdir()) == [
        "epub",
        "html",
        "leaflet",
        "pdf",
        "social",
        "text",
    ]


def test_a_missing_font_is_two_and_named(joined: Path):
    """A letter that no font has is never a box in print: the message says what is missing."""
    if not shutil.which("fc-list") or _covered("1e290"):
        pytest.skip("this machine may have a font for Toto")
    change(joined, "de", "The spade", msgstr="Der Spaten \U0001e290")
    run = editions(joined, "pdf", "de", "sr@latin")
    assert run.refused(), run
    assert "font" in run.said.lower()
    assert "toto" in run.said.lower()
    assert not list(joined.rglob("de/pdf/*.pdf"))
    assert list(joined.rglob("sr@latin/pdf/*.pdf"))


def _covered(point: str) -> bool:
    command = ["fc-list", f":charset={point}"]
    return bool(subprocess.run(command, capture_output=True, check=True, timeout=30).stdout.strip())


def test_a_broken_source_stops_every_edition_with_one_message(sample: Path):
    """A conf.py that fails is the project's own error, told without a traceback of ours."""
    conf = sample / "docs/conf.py"
    conf.write_text(conf.read_text("utf-8") + "\nimport no_such_module\n", encoding="utf-8")
    run = editions(sample, "html", "de")
    assert run.code in {1, 2}, run.said
    assert "no_such_module" in run.said
    assert "conf.py" in run.said


def test_a_project_without_translations_builds_its_source(sample: Path):
    """The first thing an adopter tries works before there is any catalog."""
    shutil.rmtree(sample / "locales")
    run = editions(sample, "html")
    assert run.code == 0, run.said
    assert (sample / "build/en/html/index.html").is_file()


@pytest.mark.parametrize("words", [("approve", "--plan"), ("recover",), ("check",), ("status",)])
def test_a_reader_who_has_seen_enough_is_no_problem(sample: Path, words: tuple[str, ...]):
    """`editions … | head -1` ends with 0 and without a word."""
    process = start([sys.executable, "-m", "editions", "--root", str(sample), *words], home=sample.parent)
    process.stdout.close()
    process.stdout = None
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "")
