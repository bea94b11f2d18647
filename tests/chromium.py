"""The system's Chromium, as all tests in a browser start it."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playwright.sync_api import Browser

# It asks nobody for anything, and no setting of this machine plays a part.
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium(*arguments: str, env: Mapping[str, str] | None = None) -> Iterator[Browser]:
    """The system's Chromium, with more arguments and variables of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=[*ARGUMENTS, *arguments],
            env=dict(env) if env is not None else None,
            timeout=60_000,
        )
        yield browser
        browser.close()
