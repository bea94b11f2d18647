"""One browser for the proofs, in which a site is read at its public address and nothing else can be reached."""

from __future__ import annotations

import mimetypes
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Route
    from proofs import Site

MILLISECONDS = 30_000


@contextmanager
def visit(browser: Browser, site: Site, **options: object) -> Iterator[BrowserContext]:
    """A context that reads a site: at its public address, else from its folder. Anything else fails the test."""
    context = browser.new_context(**options)
    context.set_default_timeout(MILLISECONDS)
    asked: list[str] = []

    def answer(route: Route) -> None:
        address = route.request.url
        if site.address and address.startswith(site.address):
            _serve(route, site.root / unquote(urlsplit(address).path).lstrip("/"))
        elif address.startswith(site.root.as_uri()):
            route.continue_()
        else:
            asked.append(address)
            route.abort()

    context.route("**/*", answer)
    yield context
    context.close()
    assert asked == []


def _serve(route: Route, path: Path) -> None:
    """The file at an address, as a plain server sends it."""
    path = path / "index.html" if path.is_dir() else path
    if not path.is_file():
        route.fulfill(status=404, body="")
        return
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    route.fulfill(body=path.read_bytes(), content_type=kind)
