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


def check(address: str, project: Project) -> None:
    """
    Looks at the place, and changes nothing.

    Raises:
        UserError: the place belongs to the project, or is taken by something that is no release of ours.
    """
    link, releases = _places(address, project)
    if link.is_relative_to(project.output):
        raise UserError(
            f"cannot publish to {link}: what lies there may be deleted at any time; choose another place"
        )
    if project.root.is_relative_to(link):
        raise UserError(f"cannot publish to {link}: that is the project itself")
    if link.is_symlink():
        if link.resolve().parent != releases.resolve():
            raise UserError(f"cannot publish to {link}: it is a link to somewhere else; move it away")
    elif link.exists() and not (link.is_dir() and not any(link.iterdir())):
        raise UserError(
            f"cannot publish to {link}: it is there and is no release of this program; move it away"
        )


def publish(site: Path, address: str, project: Project) -> Iterator[str]:
    """
    Copies the site to a new release folder, leads the link there, and drops releases older than the last five.

    Raises:
        UserError: as `check`; or the place cannot be written, and the former release stands.
    """
    check(address, project)
    link, releases = _places(address, project)
    try:
        releases.mkdir(parents=True, exist_ok=True)
        shutil.copytree(site, releases / site.name, symlinks=True)
        _lead(link, releases / site.name)
        for old in sorted(path for path in releases.iterdir() if path.is_dir())[:-KEPT]:
            shutil.rmtree(old)
    except OSError as error:
        raise UserError(f"cannot publish to {link}: {error.strerror}; the former release stands") from None
    yield f"released {site.name} to {link}"


def _places(address: str, project: Project) -> tuple[Path, Path]:
    link = Path(os.path.normpath(project.root / address))
    return link, link.with_name(f".{link.name}.releases")


def _lead(link: Path, new: Path) -> None:
    """Leads the link to the new release in one step; an empty folder in its place is taken away first."""
    temporary = link.with_name(f".{link.name}.next")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(os.path.relpath(new, link.parent))
    if link.is_dir() and not link.is_symlink():
        link.rmdir()
    temporary.replace(link)
