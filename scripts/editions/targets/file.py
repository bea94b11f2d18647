"""
A folder of this machine: `file:public` or `file:/srv/www/editions`.

The address is a symbolic link that leads to the current release among those kept beside it (`.public.releases/`); it
is switched in one step, so that a reader never finds a mixture.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from editions.problem import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from editions.project import Project

KEPT = 5


def publish(site: Path, address: str, project: Project) -> Iterator[str]:
    """
    Copies the site to a new release folder, leads the link there, and drops releases older than the last five.

    Raises:
        UserError: the address is taken by something that is no release of ours, or cannot be written.
    """
    link = Path(os.path.normpath(project.root / address))
    releases = link.with_name(f".{link.name}.releases")
    _refuse_foreign(link, releases, project)
    new = releases / site.name
    try:
        releases.mkdir(parents=True, exist_ok=True)
        shutil.copytree(site, new, symlinks=True)
        _lead(link, new)
        for old in sorted(path for path in releases.iterdir() if path.is_dir())[:-KEPT]:
            shutil.rmtree(old)
    except OSError as error:
        raise UserError(f"cannot publish to {link}: {error.strerror}; the former release stands") from None
    yield f"released {site.name} to {link}"


def _refuse_foreign(link: Path, releases: Path, project: Project) -> None:
    if link.is_relative_to(project.output):
        raise UserError(
            f"cannot publish to {link}: what lies there may be deleted at any time; choose another place"
        )
    if project.root.is_relative_to(link):
        raise UserError(f"cannot publish to {link}: that is the project itself")
    if link.is_symlink():
        if link.resolve().parent != releases.resolve():
            raise UserError(f"cannot publish to {link}: it is a link to somewhere else; move it away")
    elif link.is_dir() and not any(link.iterdir()):
        link.rmdir()
    elif link.exists():
        raise UserError(
            f"cannot publish to {link}: it is there and is no release of this program; move it away"
        )


def _lead(link: Path, new: Path) -> None:
    temporary = link.with_name(f".{link.name}.next")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(os.path.relpath(new, link.parent))
    temporary.replace(link)
