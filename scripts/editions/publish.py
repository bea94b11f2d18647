"""publish: the releasable editions in one folder, verified, handed to a destination that switches to it at once."""

from __future__ import annotations

import json
import re
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from editions import __version__, assembly, targets
from editions.files import digest
from editions.problem import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from editions.language import Language
    from editions.project import Project

# What belongs to working editions only.
_WORKING = re.compile(rb"\sdata-(?:unit|state|shown)=")


def publish(
    project: Project, languages: Sequence[Language], states: Mapping[str, Mapping[str, int]], url: str
) -> Iterator[str]:
    """
    Publishes the release editions of the languages and yields its progress in words.

    `states` counts each language's units by state, by code.

    Raises:
        UserError: a page holds what only a working edition may hold, or the destination refuses; what was published
            before then stands as it was.
    """
    folder = project.path("releases", _name())
    shutil.rmtree(folder, ignore_errors=True)
    try:
        assembly.assemble(project, "release", languages, states, folder)
        _verify(project, folder)
        _write_manifest(folder, languages)
        yield from targets.publish(folder, url, project)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _name() -> str:
    """The name of a release: its moment, UTC, to the microsecond."""
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")


def _verify(project: Project, folder: Path) -> None:
    for page in sorted(folder.rglob("*.html")):
        if _WORKING.search(page.read_bytes()):
            name = project.shown(page)
            raise UserError(
                f"{name}: a page of a working edition is in the release; nothing was published", code=1
            )


def _write_manifest(folder: Path, languages: Sequence[Language]) -> None:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    manifest = {
        "version": 1,
        "program": f"editions {__version__}",
        "languages": [language.tag for language in languages],
        "files": {
            path.relative_to(folder).as_posix(): {
                "sha256": digest(path.read_bytes()),
                "size": path.stat().st_size,
            }
            for path in paths
        },
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
