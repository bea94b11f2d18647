"""What the proofs with other people's tools share: the tools themselves, a site that was released, its pages."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from helpers import REPOSITORY, SAMPLE, change, copy_project, unit_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helpers import Built

WEB = Path(__file__).resolve().parent
PACKAGES = WEB / "node_modules"
# Where the sample says that it is published; nothing is ever fetched from there.
ADDRESS = "https://station.example/"
REVIEWERS = ("anna", "ben")
# What the sample lacks in German and Arabic, and what is out of date there.
COMPLETED = {
    "de": {"Sunday": "Sonntag", "In 1929 the snow lay for 140 days.": "1929 lag der Schnee 140 Tage."},
    "ar": {
        "drizzle": "رذاذ",
        "Fine rain that hardly falls.": "مطر ناعم لا يكاد يسقط.",
        "Bring warm clothes.": "أحضر ملابس دافئة.",
        "Close the gate.": "أغلق البوابة.",
    },
}
# The codes of all languages that this project is translated into.
TRANSLATIONS = tuple(sorted(path.parent.name for path in (REPOSITORY / "locales").glob("*/LC_MESSAGES")))
LANGUAGES = ("en", *TRANSLATIONS)
OBJECTED = ("instruments", "no reading")


def required(path: Path, advice: str) -> Path:
    """The path if it exists; else the test is skipped with this advice, and in CI, which must have it, it fails."""
    if not path.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{path.name} is missing, and CI must have it: {advice}")
        pytest.skip(f"{path.name} is not installed: {advice}")
    return path


def package(name: str, file: str) -> Path:
    """A file of a package of package.json, in exactly the version that is pinned there; skips or fails without it."""
    advice = "npm ci --prefix tests/web --ignore-scripts"
    folder = required(PACKAGES / name, advice)
    pinned = json.loads((WEB / "package.json").read_text("utf-8"))["devDependencies"][name]
    found = json.loads((folder / "package.json").read_text("utf-8"))["version"]
    assert found == pinned, f"{name} {found} is installed and not {pinned}: {advice}"
    return required(folder / file, advice)


def copy_complete(target: Path) -> Path:
    """A copy of the sample with a public address and nothing missing; its reviewers' keys lie in the home beside it."""
    copy_project(SAMPLE, target)
    for language, texts in COMPLETED.items():
        for source, text in texts.items():
            change(target, language, source, msgstr=text, flags=[], previous_msgid=None)
    _rewrite(target / "pyproject.toml", "[tool.editions]\n", f'[tool.editions]\nurl = "{ADDRESS}"\n')
    _rewrite(target / "locales/people.toml", 'languages = ["de"]', 'languages = ["de", "ar"]')
    _put_keys(target.parent / "home" / ".ssh")
    return target


def _put_keys(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in REVIEWERS:
        shutil.copy(SAMPLE / "keys" / f"{name}.pub", folder)
        Path(shutil.copy(SAMPLE / "keys" / name, folder)).chmod(0o600)


def signing() -> dict[str, tuple[str, ...]]:
    """The commands with which the reviewers sign everything in German and Arabic, then the release."""
    commands = {}
    for who in REVIEWERS:
        commands[who] = ("approve", "--by", who, "--yes", *COMPLETED)
        # The desk objected to this one; over an objection a paragraph is signed only by name.
        commands[f"{who}, too"] = ("approve", "--by", who, "--yes", "--unit", unit_key(*OBJECTED), "de")
    return commands | {"publish": ("publish",)}


def _rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@dataclass(frozen=True)
class Site:
    """An assembled site: its name in reports, its folder, and the public address, if it has one."""

    name: str
    root: Path
    address: str = ""

    def pages(self) -> list[Path]:
        """All of its pages, in a fixed order."""
        found = sorted(self.root.rglob("*.html"))
        assert found, f"{self.root} has no pages"
        return found

    def where(self, name: str) -> str:
        """The address of a page that is named below the site's folder."""
        return f"{self.address}{quote(name)}" if self.address else (self.root / name).as_uri()

    def below(self, page: Path) -> str:
        """A page's name below the site's folder."""
        return page.relative_to(self.root).as_posix()

    def pages_of(self, tag: str) -> list[Path]:
        """The pages of an edition, in a fixed order."""
        found = sorted((self.root / tag).rglob("*.html"))
        assert found, f"{self.name} has no pages in {tag}"
        return found

    def languages(self) -> list[str]:
        """The tags of the editions."""
        return sorted(page.parent.name for page in self.root.glob("*/index.html"))


def sites(own: Built, sample: Built, released: Built) -> Iterator[Site]:
    """The three sites that the proofs look at: two working, one released."""
    yield Site("own", own.root / "build/site")
    yield Site("sample", sample.root / "build/site")
    yield Site("released", (released.root / "public").resolve(), ADDRESS)
