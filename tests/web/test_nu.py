"""Every page and style sheet before the Nu HTML checker: no error, and no warning that nobody has thought about."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from proofs import package

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proofs import Site

pytestmark = [
    pytest.mark.tool("java"),
    pytest.mark.tool("ssh-keygen"),
    pytest.mark.xdist_group("web"),
]

SITES = ("own", "sample", "released")
# What the checker advises and we do otherwise, each with its reason.
KNOWN = (
    (r"Trailing slash on void elements has no effect", "docutils and Sphinx write <img /> and <meta />"),
    (r"Article lacks heading\.", "Sphinx puts each title into a section of its own, within the article"),
    (r"Consider using the “h1” element as a top-level heading only", "… and it is the only h1 of its page"),
)
Message = dict[str, Any]


def check(jar: Path, *paths: Path) -> list[Message]:
    """What the checker says of pages and style sheets, all in one virtual machine."""
    command = [
        "java",
        "-jar",
        str(jar),
        "--also-check-css",
        "--stdout",
        "--exit-zero-always",
        "--format",
        "json",
    ]
    run = subprocess.run(
        [*command, *map(str, paths)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=True,
    )
    messages: list[Message] = json.loads(run.stdout)["messages"]
    return messages


def is_known(message: Message) -> bool:
    """True for advice that we have a reason not to follow; never for an error."""
    return message["type"] == "info" and any(re.match(words, message["message"]) for words, _ in KNOWN)


def file_of(message: Message) -> Path:
    """The file that a message is about; the checker writes `file:/a/b.html`."""
    return Path(unquote(message["url"].removeprefix("file:")))


def told(message: Message) -> str:
    """A message in a line: where, what, and the text it is about."""
    line = message.get("lastLine", "?")
    return f"{message['url']}:{line}: {message['message']} {message.get('extract', '')!r}"


@pytest.fixture(scope="module")
def jar() -> Path:
    """The checker."""
    return package("vnu-jar", "build/dist/vnu.jar")


@pytest.fixture(scope="module")
def messages(jar: Path, built_sites: Mapping[str, Site]) -> dict[str, list[Message]]:
    """What the checker says of each site."""
    files = {name: [*site.pages(), *site.root.rglob("*.css")] for name, site in built_sites.items()}
    found = check(jar, *(path for paths in files.values() for path in paths))
    return {
        name: [each for each in found if file_of(each).is_relative_to(site.root)]
        for name, site in built_sites.items()
    }


@pytest.mark.parametrize("name", SITES)
def test_pages_and_style_sheets_are_valid(messages: dict[str, list[Message]], name: str):
    """Working and released pages in all languages, views beside the original, first page, page for wrong addresses."""
    wrong = [told(each) for each in messages[name] if not is_known(each)]
    assert wrong == []


def test_what_is_excused_still_happens(messages: dict[str, list[Message]]):
    """An excuse that no page needs any more is taken off the list."""
    said = [each["message"] for found in messages.values() for each in found]
    assert [words for words, _ in KNOWN if not any(re.match(words, each) for each in said)] == []


def test_the_checker_finds_what_is_wrong(jar: Path, tmp_path: Path):
    """It does look at each kind of file that it is given: a stray end tag and an unknown property are errors."""
    page, sheet = tmp_path / "a.html", tmp_path / "a.css"
    page.write_text(
        '<!DOCTYPE html><html lang="en"><title>T</title><p>Text</span></p></html>', encoding="utf-8"
    )
    sheet.write_text("p { colr: red }", encoding="utf-8")
    errors = {each["url"].rpartition("/")[2] for each in check(jar, page, sheet) if each["type"] == "error"}
    assert errors == {"a.html", "a.css"}
