"""
Lighthouse on the sample as it is released, over a server on this machine: accessibility, best practices, SEO.

The scores are printed: `pytest -rA tests/web/test_lighthouse.py`, or `-s`.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import threading
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from proofs import Site, package

from chromium import ARGUMENTS
from editions import assembly
from editions.project import Project
from helpers import environment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helpers import Built

pytestmark = [
    pytest.mark.slow,
    pytest.mark.tool("chromium"),
    pytest.mark.tool("node"),
    pytest.mark.tool("ssh-keygen"),
    pytest.mark.xdist_group("web"),
]

CATEGORIES = ("accessibility", "best-practices", "seo")
LEAST = 95  # of 100
DOCUMENTS = ("index.html", "diary.html", "instruments.html", "visitors.html")


class Server(SimpleHTTPRequestHandler):
    """A plain server of files that sends the site's own page for addresses that do not exist."""

    def log_message(self, format: str, *values: object) -> None:  # noqa: A002
        """Says nothing."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        """The status with the page 404.html."""
        page = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code, message)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(page)


@pytest.fixture(scope="module")
def site(built_released: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The release, put together for the address at which it is served."""
    root = tmp_path_factory.mktemp("served") / "site"
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=str(root))) as server:
        address = f"http://127.0.0.1:{server.server_port}/"
        project = Project.load(built_released.root)
        project = replace(project, options={**project.options, "url": address})
        assembly.assemble(project, "release", assembly.built(project, "release"), {}, root)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield Site("released", root, address)
        server.shutdown()
        thread.join()


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder with a short name: Chromium makes sockets in it, whose names may have 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="lh") as folder:
        yield Path(folder)


def report(address: str, home: Path) -> dict[str, Any]:
    """What Lighthouse says of an address."""
    script = package("lighthouse", "cli/index.js")
    command = [
        "node",
        str(script),
        address,
        "--quiet",
        "--output=json",
        "--no-enable-error-reporting",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={' '.join(ARGUMENTS)}",
    ]
    chrome = {"CHROME_PATH": str(shutil.which("chromium")), "TMPDIR": str(home)}
    run = subprocess.run(
        command,
        env=environment(home, **chrome),
        cwd=home,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def failures(found: dict[str, Any], category: str) -> list[str]:
    """The audits of a category that cost it points, with what they found."""
    counted = [each["id"] for each in found["categories"][category]["auditRefs"] if each["weight"]]
    audits = [found["audits"][name] for name in counted]
    lost = [each for each in audits if each["score"] is not None and each["score"] < 1]
    return [f"{each['id']}: {each['title']} {json.dumps(each.get('details', {}))[:600]}" for each in lost]


def examine(site: Site, name: str, home: Path) -> dict[str, list[str]]:
    """Prints the scores of a page; what costs points, by category, where there are too few."""
    found = report(site.where(name), home)
    assert "runtimeError" not in found, found["runtimeError"]
    scores = {category: round(100 * found["categories"][category]["score"]) for category in CATEGORIES}
    print(f"{name or '/'}: {scores}")  # noqa: T201
    return {category: failures(found, category) for category, score in scores.items() if score < LEAST}


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("tag", ["en", "de", "ar"])
def test_documents(site: Site, home: Path, tag: str, name: str):
    """At least 95 of 100 in each category; what costs points is named."""
    assert examine(site, f"{tag}/{name}", home) == {}


def test_first_page(site: Site, home: Path):
    """The same of the page where readers choose a language."""
    assert examine(site, "", home) == {}
