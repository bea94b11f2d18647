"""Lines of the contract that a later issue delivers: each really tries the thing and must fail until then."""

from __future__ import annotations

import json
import socket
import sys
import time
from typing import TYPE_CHECKING
from urllib.request import ProxyHandler, build_opener

import pytest

from helpers import editions, make, parse, start

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.tool("make")
def test_make_epub(own: Path):
    """An EPUB by language, named after its book."""
    run = make(own, "epub", "LANG=de")
    assert run.code == 0
    assert (own / "build/de/epub/free-julian-assange.epub").read_bytes().startswith(b"PK")


def test_check_writes_sarif(sample: Path):
    """SARIF 2.1.0 for code hosts."""
    run = editions(sample, "check", "--format", "sarif")
    assert json.loads(run.out)["version"] == "2.1.0"


def test_check_writes_annotations(sample: Path):
    """Problems as workflow commands."""
    catalog = sample / "locales/de/LC_MESSAGES/diary.po"
    catalog.write_bytes(catalog.read_bytes()[:900])
    run = editions(sample, "check", "--format", "github", "de")
    assert "::error file=locales/de/LC_MESSAGES/diary.po,line=" in run.out


@pytest.mark.xfail(strict=True, reason="issue 11: serving", raises=AssertionError)
def test_serve_answers_on_loopback(sample: Path):
    """The site is served on 127.0.0.1 until it is interrupted."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "editions", "--root", str(sample), "serve", "--port", str(port)]
    process = start(command, home=sample.parent)
    try:
        assert _answers(f"http://127.0.0.1:{port}/", process)
    finally:
        process.kill()
        process.communicate()


def _answers(address: str, process: object) -> bool:
    """Asks until there is an answer or the process has ended, for at most 30 seconds."""
    opener = build_opener(ProxyHandler({}))
    for _ in range(60):
        if process.poll() is not None:
            return False
        try:
            with opener.open(address, timeout=2) as answer:
                return answer.status == 200
        except OSError:
            time.sleep(0.5)
    return False


@pytest.mark.slow
@pytest.mark.xfail(strict=True, reason="issue 11: rollback")
def test_rollback_brings_the_release_before_back(sample: Path):
    """After a second publish, rollback shows what readers saw before it."""
    assert editions(sample, "publish").code == 0
    document = sample / "docs/index.rst"
    document.write_text(
        document.read_text("utf-8").replace("in all weathers", "in any weather"), encoding="utf-8"
    )
    assert editions(sample, "publish").code == 0
    assert editions(sample, "rollback").code == 0
    pages = [page.read_text("utf-8") for page in (sample / "public").rglob("index.html")]
    assert any("in all weathers" in page for page in pages)
    assert not any("in any weather" in page for page in pages)


@pytest.mark.slow
@pytest.mark.xfail(strict=True, reason="issue 11: provenance of a release")
def test_a_release_carries_its_provenance(sample: Path):
    """provenance.json and a page say of every paragraph where it comes from."""
    assert editions(sample, "publish").code == 0
    files = list((sample / "public").rglob("provenance.json"))
    assert files
    data = json.loads(files[0].read_text("utf-8"))
    assert {"v", "version"} & set(data)
    assert any(
        "provenance" in str(link)
        for page in (sample / "public").rglob("*.html")
        for link in parse(page).xpath("//a/@href")
    )
